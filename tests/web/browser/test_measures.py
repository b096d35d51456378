"""Measures in a real browser: a suspension from draft to approval by two people, and a map that moves through time."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.web.browser.checks import MOST_BYTES, Heard, faults, overflows
from tests.web.browser.conftest import PHONE, Open
from tests.web.browser.site import Site
from tests.worlds import measure_text

pytestmark = pytest.mark.xdist_group("browser")

GERMANY = measure_text("suspension-de", "{territories: {roles: any, within: [DEU]}}", in_force="[[2022-05-01, null]]")


def test_suspended_from_draft_to_approval_by_two_people(tab: Open) -> None:
    ann, bo = tab("officer", "/measures"), tab("approver", "/proposals")
    heard = Heard(ann)
    ann.get_by_role("button", name="Begin a draft").click()
    text = ann.get_by_label("The measure")
    expect(ann.locator("#found")).to_contain_text("unknown territory XX")
    text.fill(GERMANY)
    expect(ann.locator("#found")).to_contain_text("did you mean DE")
    ann.locator("#found a[data-line]").click()
    assert text.evaluate("one => one.value.slice(one.selectionStart, one.selectionEnd)") == "DEU"
    text.press_sequentially("DE")
    expect(ann.locator("#found")).to_contain_text("suspension-de is new")
    expect(ann.locator("#found")).to_contain_text("Germany")
    assert not faults(ann)
    ann.get_by_role("button", name="Keep the draft").click()
    expect(ann.get_by_role("status")).to_contain_text("The draft is kept.")
    ann.get_by_role("button", name="Propose", exact=True).click()
    expect(ann.get_by_text("a proposal needs a reason")).to_be_visible()
    ann.get_by_label("Reason").fill("goods went astray")
    ann.get_by_role("button", name="Propose", exact=True).click()
    expect(ann.get_by_role("status")).to_contain_text("Another person has to approve it.")
    expect(ann.get_by_text("You proposed it")).to_be_visible()
    expect(ann.get_by_role("button", name="Approve")).to_have_count(0)

    bo.reload()
    bo.get_by_role("region", name="Waiting for another person").get_by_role("link").last.click()
    expect(bo.get_by_text("goods went astray")).to_be_visible()
    assert not faults(bo)
    bo.get_by_role("button", name="Approve").click()
    expect(bo.get_by_role("status")).to_contain_text("It is approved.")
    expect(bo.get_by_role("heading", name="What it stopped or let go")).to_be_visible()
    expect(bo.get_by_role("link", name="SO-1003/sale", exact=True)).to_be_visible()
    assert not faults(bo)
    assert not [one for one in heard.complaints if "422" not in one]

    for _ in range(20):  # counted beside the pages: who looks first after a change may see what was before
        ann.goto("/measures/suspension-de")
        expect(ann.get_by_role("heading", name="What it stops at present")).to_be_visible()
        if ann.get_by_role("link", name="SO-1003/sale").count():
            break
        ann.wait_for_timeout(500)
    expect(ann.get_by_role("link", name="SO-1003/sale")).to_be_visible()


def test_sliders_lead_through_the_days_and_the_address_says_where(tab: Open) -> None:
    seen = tab("officer", "/measures/view/map")
    heard = Heard(seen)
    expect(seen.locator("#shown")).to_contain_text("Russia")
    day = seen.get_by_label("In force on").and_(seen.locator("[type=range]"))
    day.press("Home")
    day.press("ArrowLeft")
    expect(seen.locator("#shown .steps strong")).to_contain_text("26 Apr 2022")
    assert "on=2022-04-26" in seen.url
    whole = seen.locator("svg.world").get_attribute("viewBox")
    seen.locator("svg.world").focus()
    seen.keyboard.press("+")
    assert seen.locator("svg.world").get_attribute("viewBox") != whole
    seen.keyboard.press("0")
    assert seen.locator("svg.world").get_attribute("viewBox") == whole
    expect(seen.locator("svg.world a").first).to_have_attribute("href", re.compile("#at-"))
    assert not heard.complaints
    assert not faults(seen)


def test_the_map_works_without_a_script(tab: Open) -> None:
    seen = tab("officer", "/measures/view/map", has_script=False)
    seen.get_by_label("In force on").fill("2022-04-01")
    seen.get_by_label("Shown").select_option("ukraine")
    seen.get_by_role("button", name="Show", exact=True).click()
    assert "on=2022-04-01" in urlsplit(seen.url).query
    expect(seen.locator("#shown")).not_to_contain_text("Russia")
    seen.get_by_role("link", name="26 Apr 2022 →").click()
    expect(seen.locator("#shown")).to_contain_text("Russia")
    box = (seen.locator("svg.world").get_attribute("viewBox") or "").split()
    assert 500 < int(box[2]) < 2_000


@pytest.mark.parametrize("path", ["/measures/view/map?view=ukraine", "/measures/suspension", "/drafts"])
def test_pages_are_light_and_whole_on_a_phone(site: Site, tab: Open, path: str) -> None:
    seen = tab("officer", "about:blank", PHONE, is_dark=True)
    heard = Heard(seen)
    seen.goto(site.url + path, wait_until="networkidle")
    assert not heard.complaints
    assert not faults(seen)
    assert not overflows(seen)
    assert heard.bytes < MOST_BYTES
