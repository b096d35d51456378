"""Cases in a real browser: a report from the public form to its end, and an allegation answered with its evidence."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from moratorium.desk import case_bundle, cases, proofs, public_form
from moratorium.desk.cases import Words
from moratorium.desk.home import open_home
from moratorium.desk.public_form import PublicForm
from tests.web.browser.checks import Heard, faults, overflows
from tests.web.browser.conftest import PHONE, Open
from tests.web.browser.site import Site

pytestmark = pytest.mark.xdist_group("browser")

SEEN = "Two of your sprayers stood behind the school on Tuesday, with boxes under them."


def test_a_report_goes_from_the_public_form_to_noticed_not_confirmed(tab: Open, site: Site) -> None:
    """Sent from a phone by nobody, assessed and ended by an officer, who says what would change it."""
    home = open_home(site.home, "ann")
    with home.store:
        public_form.keep_setting(home, PublicForm(True, "misuse@maker.example"))
    phone = tab(None, "/report-misuse", PHONE, is_dark=True)
    assert not faults(phone)
    assert not overflows(phone)
    phone.get_by_label("What did you see?").fill(SEEN)
    phone.get_by_label("Where?").fill("behind the school")
    phone.get_by_label("Pictures, films, documents").set_input_files(
        {"name": "frame.txt", "mimeType": "text/plain", "buffer": b"frame 17"}
    )
    phone.get_by_role("button", name="Send the report").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Thank you")
    reference = phone.locator(".reference").inner_text()
    assert not faults(phone)
    id = reference.rpartition("-")[0]

    ann = tab("officer", "/cases?words=sprayers+school")
    heard = Heard(ann)
    ann.get_by_role("link", name=id).first.click()
    expect(ann.get_by_role("heading", level=1)).to_contain_text("Two of your sprayers")
    assert not faults(ann)
    ann.locator("summary").filter(has_text="Assess").click()
    ann.get_by_role("button", name="Assess").click()
    expect(ann.get_by_role("status")).to_contain_text("being assessed")
    step = ann.locator("details.step").filter(has_text="End as noticed, not confirmed")
    step.locator("summary").click()
    assert not faults(ann)
    step.get_by_label("Reliability of the source").select_option("C")
    step.get_by_label("Credibility of what it says").select_option("6")
    step.get_by_label("Finding").fill("seen; the place cannot be told from it")
    step.get_by_label("What would change the end state").fill("the original film with its metadata")
    step.get_by_role("button", name="End as noticed, not confirmed").click()
    expect(ann.get_by_role("status")).to_contain_text("noticed, not confirmed")
    expect(ann.get_by_text("the original film with its metadata").first).to_be_visible()
    assert not faults(ann)
    assert not heard.complaints


def test_an_allegation_is_answered_claim_by_claim_with_its_evidence(tab: Open, site: Site, tmp_path: Path) -> None:
    """What an officer drafts another person approves; the bundle of it is verified by somebody who has nothing else."""
    home = open_home(site.home, "ann")
    with home.store:
        (id,) = (one.id for one in cases.listed(home, cases.wanted(kind="allegation")))
        statement = cases.open_case(home, "public_statement", Words("A rebuttal", fields={"audience": "press"}))
        vkey = proofs.log_signer(home).verifier.vkey
    ann = tab("officer", f"/cases/{id}")
    heard = Heard(ann)
    ann.locator("summary").filter(has_text="Attach files").click()
    files = ann.locator("form").filter(has=ann.get_by_role("button", name="Attach them"))
    files.get_by_label("Files", exact=True).set_input_files(
        {"name": "count.txt", "mimeType": "text/plain", "buffer": b"activations in the period: 0"}
    )
    files.get_by_role("button", name="Attach them").click()
    expect(ann.get_by_role("status")).to_contain_text("It is entered.")

    ann.goto(f"/cases/{id}/parts/claim/1")
    ann.get_by_label("File that shows it").select_option(label="count.txt")
    ann.get_by_role("button", name="Enter it").click()
    step = ann.locator("details.step").filter(has_text="Draft the answers")
    step.locator("summary").click()
    first, second = (step.get_by_role("group", name=f"Claim {number}") for number in (1, 2))
    for claim, answer in ((first, "It was never switched off for one side."), (second, "No place was handed over.")):
        claim.get_by_label("What we say to it").select_option("rejected")
        claim.get_by_label("Answer").fill(answer)
    first.get_by_label("What it rests on").fill("the count of activations in the period")
    draft = ann.get_by_role("button", name="Draft the answers")
    draft.click()
    expect(ann.get_by_text("claim 2: basis").first).to_be_visible()
    expect(second.get_by_label("Answer")).to_have_value("No place was handed over.")
    heard.begin()  # that the step was refused is told in the console of the browser too
    second.get_by_label("What it rests on").fill("the register of disclosures, which holds no such row")
    assert not faults(ann)
    draft.click()
    expect(ann.get_by_role("status")).to_contain_text("drafted")
    expect(ann.locator("details.step").filter(has_text="approve the rebuttal")).to_contain_text("not you")

    bo = tab("approver", f"/cases/{id}")
    bo.locator("summary").filter(has_text="approve the rebuttal").click()
    bo.get_by_role("button", name="Approve").click()
    expect(bo.get_by_role("status")).to_contain_text("approved")

    ann.reload()
    ann.locator("summary").filter(has_text="Enter something").click()
    entry = ann.locator("form").filter(has=ann.get_by_role("button", name="Enter it"))
    entry.get_by_label("Public statement").fill(statement)
    entry.get_by_role("button", name="Enter it").click()
    expect(ann.get_by_role("link", name=statement).first).to_be_visible()
    step = ann.locator("details.step").filter(has_text="it is out")
    step.locator("summary").click()
    step.get_by_label("Answered on").fill("2022-03-28")
    step.get_by_label("Where it was answered").fill("press page")
    step.get_by_role("button", name="Answer").click()
    expect(ann.get_by_role("status")).to_contain_text("answered")
    assert not faults(ann)
    with ann.expect_download() as saved:
        ann.get_by_role("link", name="Download the evidence bundle").click()
    place = tmp_path / "case.zip"
    saved.value.save_as(place)
    told = case_bundle.verify(place, vkey)
    assert any("count.txt is the file that was recorded" in one for one in told)
    assert told[-1] == f"case {id} (allegation) is `answered` by these acts"
    assert not heard.complaints
