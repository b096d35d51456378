"""Cases in the console: opened, moved on with the form of each step, added to, linked; nothing typed is lost."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from moratorium.desk import cases as desk
from moratorium.desk import measure_drafts
from moratorium.desk.cases import Words
from moratorium.registers.kinds import LIFECYCLES
from moratorium.terms.case import CaseEntered, Part
from moratorium.web.console import case_words
from tests.web.case_office import furnish_cases
from tests.web.office import Office, served
from tests.web.people import Visitor, another, signed_in, words

pytestmark = pytest.mark.xdist_group("console_cases")


@pytest.fixture(scope="module")
def office(template: tuple[Path, dict[str, str]], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One for all tests here that look at cases of their own only."""
    with served(*template, tmp_path_factory.mktemp("cases") / "home") as found:
        yield found


@pytest.fixture
def fresh(template: tuple[Path, dict[str, str]], tmp_path: Path) -> Iterator[Office]:
    """One without any case."""
    with served(*template, tmp_path / "fresh") as found:
        yield found


def opened(visitor: Visitor, kind: str = "misuse_report", **fields: str) -> str:
    """A case opened on its page; its id."""
    given = {f"case.{name}": text for name, text in (fields or {"summary": "a sprayer over a village"}).items()}
    answer = visitor.send(f"/cases/new/{kind}", "new", title="Sprayer", **given)
    assert answer.status_code == 303, words(answer)
    return str(answer.headers["location"].rpartition("/")[2])


def step(visitor: Visitor, id: str, name: str, files: Any = None, **fields: str) -> Any:
    given = {field.replace("__", "."): text for field, text in fields.items()}
    if files is None:
        return visitor.send(f"/cases/{id}/steps/{name}", f"step-{name}", **given)
    data = {"_token": another(visitor.token), "_form": f"step-{name}", **given}
    headers = {"origin": "http://testserver.local", "sec-fetch-site": "same-origin"}
    return visitor.http.post(
        f"/cases/{id}/steps/{name}", data=data, files=files, headers=headers, follow_redirects=False
    )


def test_a_report_goes_from_intake_to_noticed_not_confirmed(office: Office) -> None:
    ann = signed_in(office, "officer")
    id = opened(ann)
    assert "Assess" in words(ann.get(f"/cases/{id}"))
    assert step(ann, id, "assess").status_code == 303
    page = words(ann.get(f"/cases/{id}"))
    assert "The case is now: being assessed." in page
    graded = {"case__reliability": "C", "case__credibility": "3", "case__finding": "seen; the place cannot be told"}
    lacking = step(ann, id, "notice", **graded)
    assert lacking.status_code == 403
    assert "would_change" in words(lacking)
    assert "seen; the place cannot be told" in lacking.text  # what was typed stands there again
    assert step(ann, id, "notice", **graded, case__would_change="the original file").status_code == 303
    page = words(ann.get(f"/cases/{id}"))
    assert "noticed, not confirmed" in page
    assert "C: fairly reliable" in page
    assert {one.actor for one in desk.shown(office.home, id).case.events} == {"ann@service"}


def test_a_step_takes_its_evidence_and_a_second_person(office: Office) -> None:
    ann, bo = signed_in(office, "officer"), signed_in(office, "approver")
    id = opened(ann)
    step(ann, id, "assess")
    assert "one of the roles approver, counsel" in words(ann.get(f"/cases/{id}"))
    graded = {"case__reliability": "B", "case__credibility": "1", "case__finding": "serial read from the frame"}
    files = [("files", ("frame.txt", b"frame 17")), ("files", ("note.txt", b"note"))]
    assert step(bo, id, "confirm", files=files, **graded).status_code == 303
    case = desk.shown(office.home, id).case
    assert (case.state, [one.name for one in case.attachments]) == ("confirmed", ["frame.txt", "note.txt"])
    saved = ann.get(f"/cases/{id}/files/{case.attachments[0].digest}")
    assert saved.content == b"frame 17"
    assert saved.headers["content-disposition"].startswith("attachment")
    assert saved.headers["content-type"] == "application/octet-stream"


def test_claims_are_split_and_answered_on_the_forms_of_the_steps(office: Office) -> None:
    ann = signed_in(office, "officer")
    said = {"text": "One. Two.", "language": "en", "channel": "a network", "author": "V. S. (example)"}
    id = opened(ann, "allegation", **said)
    assert 'name="claim.new.text"' in ann.get(f"/cases/{id}").text
    assert step(ann, id, "split", claim__new__text="One").status_code == 303
    path = f"/cases/{id}/parts/claim"
    seen = desk.shown(office.home, id).last
    assert ann.send(f"{path}/new", "part", **{"claim.new.text": "Two", "seen": seen}).status_code == 303
    answered = {"claim__1__position": "rejected", "claim__1__answer": "No.", "claim__1__basis": "no such act"}
    lacking = step(ann, id, "draft", **answered)
    assert "claim 2: position" in words(lacking)
    wrong = step(ann, id, "draft", **answered, claim__2__position="perhaps")
    assert wrong.status_code == 422
    assert re.search(r'id="fault-step-draft-claim.2.position-1"', wrong.text)  # told beside its field
    assert step(ann, id, "draft", **answered, claim__2__position="accepted", claim__2__answer="Yes.").status_code == 303
    claims = desk.shown(office.home, id).case.parts_of("claim")
    assert [claims[n]["position"] for n in (1, 2)] == ["rejected", "accepted"]
    page = words(ann.get(f"{path}/1"))
    assert "no such act" in page
    assert ann.get(f"{path}/9").status_code == 404


def test_a_page_that_is_stale_loses_nothing_that_was_typed(office: Office) -> None:
    ann = signed_in(office, "officer")
    id = opened(ann)
    seen = desk.shown(office.home, id).last
    desk.enter(office.home_of("bo"), id, Words(note="called the source"))
    late = ann.send(f"/cases/{id}/entries", "entry", note="my long note", seen=seen)
    assert late.status_code == 409
    assert "the case was changed since" in words(late)
    assert "called the source" in words(late)
    assert "my long note" in late.text
    newest = re.search(r'name="_form" value="entry">\s*<input type="hidden" name="seen" value="(\d+)"', late.text)
    assert newest is not None
    assert ann.send(f"/cases/{id}/entries", "entry", note="my long note", seen=newest[1]).status_code == 303


def test_what_stands_is_not_entered_again(office: Office) -> None:
    """A form that is sent as it was shown says nothing; one that changes a field enters that field alone."""
    ann = signed_in(office, "officer")
    id = opened(ann, "notice", measure="suspension", audience="partners", release_at="2022-05-02T09:00")
    assert desk.shown(office.home, id).case.fields["release_at"] == "2022-05-02T09:00:00+00:00"
    same = {"case.audience": "partners", "case.release_at": "2022-05-02T09:00", "case.reason": ""}
    assert "nothing was entered" in words(ann.send(f"/cases/{id}/entries", "entry", **same))
    ann.send(f"/cases/{id}/entries", "entry", **{**same, "case.audience": "dealers"})
    newest = desk.shown(office.home, id).case.events[-1].payload
    assert isinstance(newest, CaseEntered)
    assert newest.fields == {"audience": "dealers"}


def test_a_case_is_linked_to_what_it_is_about(office: Office) -> None:
    ann = signed_in(office, "officer")
    id, other = opened(ann), opened(ann, summary="another thing")
    found = words(ann.get(f"/cases/{id}/links?text=suspension"))
    assert "Measure" in found
    assert "Serial number suspension" in found
    assert ann.send(f"/cases/{id}/links", "link-1", kind="case", target=other).status_code == 303
    assert id in words(ann.get(f"/cases/{other}"))
    assert id in words(ann.get(f"/cases?link=case:{other}"))
    assert ann.send(f"/cases/{id}/links", "link-1", kind="case", target="MR-2022-9999").status_code == 404
    assert ann.send(f"/cases/{id}/links", "link-1", kind="planet", target="x").status_code == 422


def test_the_register_is_chosen_searched_and_handed_out(fresh: Office) -> None:
    ann = signed_in(fresh, "officer")
    assert "A case is a matter that the company answers for" in words(ann.get("/cases"))
    id = opened(ann)
    for asked in ("kind=misuse_report", "state=received", "ended=open", "due=2022-05-05", "words=village", ""):
        assert id in words(ann.get(f"/cases?{asked}")), asked
    for asked in ("kind=notice", "state=assessed", "ended=closed", "due=2022-05-04", "words=mountain"):
        assert id not in words(ann.get(f"/cases?{asked}")), asked
    assert id in words(ann.get("/cases?owner=nobody"))
    assert "Nobody looks after it yet." in words(ann.get(f"/cases/{id}"))
    assert ann.send(f"/cases/{id}/entries", "owner", **{"case.owner": "ann"}).status_code == 303
    assert id in words(ann.get("/cases?owner=me"))
    assert id in words(ann.get("/cases?owner=ann"))
    for asked in ("owner=nobody", "owner=bo"):
        assert id not in words(ann.get(f"/cases?{asked}")), asked
    exported = ann.get("/cases?export=csv").content.decode("utf-8-sig").splitlines()
    assert exported[0] == "case,title,kind,state,owner,due,opened,moved"
    assert exported[1].startswith(f"{id},Sprayer,Misuse report,received,ann,2022-05-05")
    for asked in ("kind=planet", "due=soon", "link=nothing", "ended=perhaps", "cursor=x", "words=%2A"):
        assert ann.get(f"/cases?{asked}").status_code == 422, asked


def test_a_case_is_found_from_the_search_box_and_from_what_it_is_about(fresh: Office) -> None:
    ann = signed_in(fresh, "officer")
    id = opened(ann)
    assert ann.get(f"/search?text={id.lower()}").headers["location"] == f"/cases/{id}"
    assert ann.get("/search?text=sprayer+village").headers["location"] == f"/cases/{id}"
    assert ann.get("/search?text=suspension").headers["location"] == "/measures/suspension"
    assert (
        signed_in(fresh, "requester").get(f"/search?text={id}").status_code == 200
    )  # who may not read it finds nothing
    assert "/cases?link=measure%3Asuspension" in ann.get("/measures/suspension").text


def test_the_register_of_disclosures_is_reconciled_with_the_log(fresh: Office) -> None:
    ann = signed_in(fresh, "officer")
    assert "no request of an authority came to its end" in words(ann.get("/cases/disclosures"))
    fields = {"authority": "A body", "authority_territory": "US", "received_on": "2022-04-26", "scope": "all"}
    id = opened(ann, "authority_request", **fields)
    assert "Conflict of laws is looked up when counsel assesses" in words(ann.get(f"/cases/{id}"))
    assert step(signed_in(fresh, "counsel"), id, "refuse", case__reason="no legal basis").status_code == 303
    page = words(ann.get("/cases/disclosures"))
    assert "holds 1 steps of this kind" in page
    assert "A body" in page
    assert "holds 0 steps" in words(ann.get("/cases/disclosures?since=2021-01-01&until=2022-01-01"))
    assert ann.get("/cases/disclosures?since=2022-01-01&until=2022-01-01").status_code == 422


def test_every_word_of_the_tables_is_there_for_people() -> None:
    """A new state, step, part, field or choice of a lifecycle gets a word in ``case_words``."""
    tables = LIFECYCLES.values()
    lists = [known for one in tables for known in (one.fields, *(part.fields for part in one.parts))]
    fields = [field for known in lists for field in known]
    choices = {choice for field in fields for choice in field.choices if "_" in choice or choice.islower()}
    wanted = {
        "KIND_WORDS": {one.kind for one in tables},
        "KIND_MEANINGS": {one.kind for one in tables},
        "STATE_WORDS": {state.name for one in tables for state in one.states},
        "STEP_WORDS": {step.name for one in tables for step in one.steps},
        "PART_WORDS": {part.name for one in tables for part in one.parts},
        "ONE_PART_WORDS": {part.name for one in tables for part in one.parts},
        "FIELD_WORDS": {field.name for field in fields},
        "CHOICE_WORDS": choices,
    }
    for name, known in wanted.items():
        assert known <= set(getattr(case_words, name)), name


def test_who_looks_at_a_case_is_on_record_once_an_hour(fresh: Office) -> None:
    ann, dee = signed_in(fresh, "officer"), signed_in(fresh, "auditor")
    id = opened(ann)
    for _ in range(2):
        assert "Your role reads cases" in words(dee.get(f"/cases/{id}"))
    looked = fresh.call("GET", "/v1/acts?kind=looked").json()["acts"]
    assert [(one["subject"], one["actor"]) for one in looked] == [(f"case:{id}", "auditor@service")]


def test_a_page_of_parts_says_how_many_there_are(office: Office) -> None:
    ann = signed_in(office, "officer")
    parts = tuple(Part("message", number, {"text": f"report {number} of {number * 7919}"}) for number in range(1, 131))
    id = desk.open_case(office.home, "misuse_report", Words(fields={"summary": "x"}, parts=parts))
    page = ann.get(f"/cases/{id}")
    assert "130 messages" in words(page)
    assert "report 20 of" in words(page)
    assert "report 21 of 166299" not in re.sub(r'<ol class="timeline.*', "", page.text, flags=re.DOTALL)
    assert "report 130 of" in words(ann.get(f"/cases/{id}/parts/message?cursor=100"))
    assert ann.get(f"/cases/{id}/parts/message?cursor=x").status_code == 422
    assert ann.get(f"/cases/{id}/parts/planet").status_code == 404


def test_counsel_erases_an_entry_and_a_bundle_is_handed_on(office: Office) -> None:
    ann, cor = signed_in(office, "officer"), signed_in(office, "counsel")
    id = opened(ann, summary="Jan Jansen saw it")
    entry = desk.shown(office.home, id).case.events[-1].act
    path = f"/cases/{id}/erase/{entry}"
    assert ann.get(path).status_code == 403
    assert path not in ann.get(f"/cases/{id}").text
    assert path in cor.get(f"/cases/{id}").text
    page = words(cor.get(path))
    assert "Jan Jansen saw it" in page
    assert "The title of the case goes with it." in page
    packed = ann.get(f"/cases/{id}/bundle")
    assert packed.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(packed.content)) as inside:
        assert {"README.txt", "case.json", f"receipts/act-{entry}.json"} <= set(inside.namelist())
    assert cor.send(path, "erase").status_code == 422
    assert cor.send(path, "erase", reason="asked for").status_code == 303
    after = ann.get(f"/cases/{id}")
    assert "Jansen" not in after.text
    assert "Its words were erased." in words(after)
    assert cor.send(path, "erase", reason="asked for").status_code == 409
    assert cor.get(f"/cases/{id}/erase/none").status_code == 404


def test_cases_stand_on_the_first_page_and_beside_the_draft(fresh: Office) -> None:
    """What is due stands on Today; what those concerned said stands beside the draft of the measure, also on paper."""
    furnish_cases(fresh)
    ann = signed_in(fresh, "officer")
    assert "Two points in a post" in words(ann.get("/"))
    assert "Before the suspension" not in words(ann.get("/"))  # due later
    row = measure_drafts.begin(fresh.home, measure="suspension")
    page = words(ann.get(f"/drafts/{row.id}"))
    assert "What must go on if deliveries stop?" in page
    assert "1 answered, 1 not heard yet · weight: 1 strong" in page
    assert "Nobody was consulted on it." in words(ann.get(f"/drafts/{measure_drafts.begin(fresh.home).id}"))
    assert "What must go on" not in words(signed_in(fresh, "requester").get(f"/drafts/{row.id}"))
