"""Statements in the console: drafted, shown with their hits, read by another person, released."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from moratorium.desk import cases
from tests.desk.test_statements import MEASURE, RULE, adopt
from tests.web.office import Office
from tests.web.people import Visitor, signed_in, words

pytestmark = pytest.mark.xdist_group("console_cases")


@pytest.fixture
def statement_office(office: Office) -> Office:
    adopt(office.home, RULE)
    return office


def draft(ann: Visitor, kind: str = "public_statement", **fields: str) -> str:
    given = {"measure": MEASURE, "audience": "public", "languages": "en", **fields}
    answer = ann.send("/statements/new", "draft", kind=kind, **given)
    assert answer.status_code == 303, words(answer)
    return str(answer.headers["location"].rpartition("/")[2])


def act(visitor: Visitor, id: str, path: str, form: str, **fields: str) -> str:
    seen = re.findall(r'name="seen" value="(\d+)"', visitor.get(f"/cases/{id}").text)
    answer = visitor.send(f"/cases/{id}/{path}", form, seen=seen[0] if seen else "0", **fields)
    return words(answer) if answer.status_code != 303 else "done"


def test_a_statement_is_read_with_its_hits_and_goes_out(statement_office: Office) -> None:
    ann = signed_in(statement_office, "officer")
    assert "There are none yet" in words(ann.get("/statements"))
    assert "no language is chosen" in words(
        ann.send("/statements/new", "draft", kind="notice", measure=MEASURE, audience="staff")
    )
    id = draft(ann, title="The pause")
    mended = "A pause\n\nBecause Russia attacked Ukraine, we pause."
    assert act(ann, id, "wording/1/mend", "mend-1", text=mended) == "done"
    page = ann.get(f"/cases/{id}")
    assert "<mark" in page.text
    assert "You wrote it; another person reads it." in words(page)
    bo = signed_in(statement_office, "counsel")
    hits = re.findall(r'name="(reason\.[^"]+)"', bo.get(f"/cases/{id}").text)
    assert [one.partition(":")[0] for one in hits] == ["reason.cause", "reason.conflict"]
    lacking = act(bo, id, "wording/2/accept", "accept-2", **{hits[0]: "it quotes the letter"})
    assert "or say why not" in lacking
    again = bo.send(
        f"/cases/{id}/wording/2/accept",
        "accept-2",
        seen=_last(statement_office, id),
        **{hits[0]: "it quotes the letter"},
    )
    assert 'value="it quotes the letter"' in again.text
    assert act(bo, id, "wording/2/mend", "mend-2", text="A pause\n\nWe pause.") == "done"
    assert act(ann, id, "wording/3/accept", "accept-3") == "done"
    assert "read by ann" in words(ann.get(f"/cases/{id}"))
    assert bo.send(f"/cases/{id}/steps/review", "step-review", seen=_last(statement_office, id)).status_code == 303
    cy = signed_in(statement_office, "approver")
    assert cy.send(f"/cases/{id}/steps/approve", "step-approve", seen=_last(statement_office, id)).status_code == 303
    assert "It has no hour; it waits for a person." in words(ann.get(f"/cases/{id}"))
    assert act(ann, id, "wording/release", "release") == "done"
    assert f'href="/press/{id}.en"' in ann.get(f"/cases/{id}").text
    assert act(ann, id, "wording/3/copy", "copy-3", copy="A pause\n\nWe stop.", channel="a network") == "done"
    shown = words(ann.get(f"/cases/{id}"))
    assert "the copy of the channel differs" in shown
    assert "+ We stop." in shown
    said = act(ann, id, "wording/supersede", "supersede", by=draft(ann), what_was_wrong="the verb")
    assert "is not out yet" in said, said


def test_an_hour_is_told_in_utc_and_kept(statement_office: Office) -> None:
    ann = signed_in(statement_office, "officer")
    id = draft(ann, release_at="2999-01-01T09:00")
    assert (
        cases.shown(statement_office.home, id).case.fields["release_at"]
        == datetime(2999, 1, 1, 9, tzinfo=UTC).isoformat()
    )
    assert "2999" in words(ann.get("/statements"))
    auditor = signed_in(statement_office, "auditor")
    assert "The words" in words(auditor.get(f"/cases/{id}"))
    assert auditor.send("/statements/new", "draft", kind="notice", measure=MEASURE, audience="staff").status_code == 403


def _last(office: Office, id: str) -> str:
    return str(cases.shown(office.home, id).last)
