"""Drafts: nothing typed is lost, nobody overwrites what they did not see, and only a sound one becomes a proposal."""

from __future__ import annotations

from dataclasses import replace

import pytest

from moratorium.desk import measure_drafts, rulebooks
from moratorium.errors import ConflictError, InputError, MissingError, RefusedError
from moratorium.store import projections
from tests.desk.measure_office import Desk
from tests.worlds import SUSPENSION, measure_text

NEW = measure_text("suspension-kz", "{territories: {roles: any, within: [KZ]}}", in_force="[[2022-06-01, null]]")
WIDER = SUSPENSION.replace("[RU, UA]", "[RU, UA, BY]")


def test_a_new_draft_is_a_template_that_the_reader_still_finds_faults_with(desk: Desk) -> None:
    draft = measure_drafts.begin(desk.ann)
    found = measure_drafts.preview(desk.ann, draft.text)
    assert draft.text.startswith("measure: suspension-2022-05-02")
    assert [fault.message for fault in found.faults] == ["unknown territory `XX`"]
    assert found.faults[0].at.startswith("measure:")
    assert found.change == rulebooks.Change((), ())


def test_a_faulty_text_is_kept_as_it_was_typed(desk: Desk) -> None:
    draft = measure_drafts.begin(desk.ann)
    kept = measure_drafts.keep(desk.ann, draft.id, draft.version, "measure: [half", "so far")
    assert (kept.version, kept.text, kept.reason, kept.by) == (2, "measure: [half", "so far", "ann")
    assert measure_drafts.draft(desk.bo, draft.id) == kept
    assert measure_drafts.preview(desk.ann, kept.text).faults


def test_a_preview_says_what_would_change_and_what_it_opens(desk: Desk) -> None:
    lifted = SUSPENSION.replace("[[2022-04-26, null]]", "[[2022-04-26, 2022-05-01]]")
    found = measure_drafts.preview(desk.ann, lifted)
    assert found.faults == ()
    assert len(found.change.words) == 1
    assert "ends earlier" in found.change.words[0]
    assert any("UA-43" in look for look in found.change.looks)
    assert [one.id for one in found.measures] == ["suspension"]
    assert measure_drafts.preview(desk.ann, SUSPENSION).change.words == ()


def test_a_draft_of_an_adopted_measure_begins_with_its_text(desk: Desk) -> None:
    draft = measure_drafts.begin(desk.ann, measure="suspension")
    assert measure_drafts.preview(desk.ann, draft.text).change.words == ()
    with pytest.raises(InputError, match="adopted already"):
        measure_drafts.propose(desk.ann, draft.id, draft.version, draft.text, "why")
    with pytest.raises(MissingError):
        measure_drafts.begin(desk.ann, measure="nowhere")


def test_a_proposed_draft_is_gone_and_waits_for_another_person(desk: Desk) -> None:
    draft = measure_drafts.begin(desk.ann)
    number = measure_drafts.propose(desk.ann, draft.id, draft.version, NEW, " Kazakhstan is a way round ")
    assert measure_drafts.all_drafts(desk.ann) == ()
    with desk.ann.store.read() as connection:
        found = projections.proposal(connection, number)
    assert found is not None
    assert (found.by, found.reason, list(found.proposed.documents)) == (
        "ann",
        "Kazakhstan is a way round",
        ["suspension-kz"],
    )
    with pytest.raises(RefusedError, match="cannot approve"):
        rulebooks.approve(desk.ann, number)
    assert rulebooks.approve(desk.bo, number).measure("suspension-kz") is not None


@pytest.mark.parametrize(
    ("text", "reason", "words"),
    [
        (NEW, "  ", "needs a reason"),
        ("measure: [half", "why", "not readable"),
        ("[]", "why", "no measure is written"),
        (WIDER.replace("measure: suspension", "measure: other"), "why", "of `other`"),
    ],
)
def test_what_cannot_be_proposed_stays_a_draft(desk: Desk, text: str, reason: str, words: str) -> None:
    draft = measure_drafts.begin(desk.ann, measure="suspension")
    with pytest.raises(InputError, match=words):
        measure_drafts.propose(desk.ann, draft.id, draft.version, text, reason)
    assert measure_drafts.draft(desk.ann, draft.id) == draft


def test_nobody_overwrites_what_they_did_not_see(desk: Desk) -> None:
    draft = measure_drafts.begin(desk.ann, measure="suspension")
    theirs = measure_drafts.keep(desk.bo, draft.id, draft.version, WIDER, "Belarus too")
    for change in (measure_drafts.keep, measure_drafts.propose):
        with pytest.raises(ConflictError, match="bo kept this draft"):
            change(desk.ann, draft.id, draft.version, SUSPENSION + "# mine\n", "mine")
    assert measure_drafts.draft(desk.ann, draft.id) == theirs


def test_a_draft_of_what_was_changed_meanwhile_is_not_proposed(desk: Desk) -> None:
    draft = measure_drafts.begin(desk.ann, measure="suspension")
    desk.adopt(WIDER)
    other = SUSPENSION.replace("deny", "hold")
    with pytest.raises(ConflictError, match="was changed since"):
        measure_drafts.propose(desk.ann, draft.id, draft.version, other, "softer")
    assert measure_drafts.draft(desk.ann, draft.id) == draft


def test_what_was_rejected_can_be_begun_again(desk: Desk) -> None:
    draft = measure_drafts.begin(desk.ann)
    number = measure_drafts.propose(desk.ann, draft.id, draft.version, NEW, "why")
    with pytest.raises(RefusedError, match="is open"):
        measure_drafts.from_proposal(desk.ann, number)
    rulebooks.reject(desk.ann, number, "withdrawn: a slip")
    again = measure_drafts.from_proposal(desk.ann, number)
    assert (again.measure, again.reason) == ("", "why")
    assert [one.id for one in measure_drafts.preview(desk.ann, again.text).measures] == ["suspension-kz"]


def test_a_draft_needs_somebody_and_is_bounded(desk: Desk) -> None:
    with pytest.raises(RefusedError):
        measure_drafts.begin(replace(desk.ann, identity=None))
    with pytest.raises(InputError, match="characters"):
        measure_drafts.begin(desk.ann, "x" * (measure_drafts.MOST_CHARACTERS + 1))
    assert measure_drafts.preview(desk.ann, "x" * (measure_drafts.MOST_CHARACTERS + 1)).faults


def test_thrown_away_is_gone(desk: Desk) -> None:
    draft = measure_drafts.begin(desk.ann)
    measure_drafts.discard(desk.bo, draft.id)
    for call in (measure_drafts.draft, measure_drafts.discard):
        with pytest.raises(MissingError):
            call(desk.ann, draft.id)
