"""The rulebook: sorted, digested, never without the base pack; compared in words; edited; changed by two people."""

from __future__ import annotations

from datetime import date

import pytest

from moratorium.conditions.bind import Extent
from moratorium.errors import InputError, RefusedError
from moratorium.measures import Rulebook, base_pack, read_rulebook
from moratorium.measures.diff import diff, words
from moratorium.measures.editing import activate, extend, lift, new
from moratorium.measures.lifecycle import (
    TRANSITIONS,
    Proposal,
    apply_to,
    approve,
    propose,
    reject,
    second_pair_of_eyes,
    warnings,
)
from moratorium.terms.act import UNAUTHENTICATED

CODES = frozenset({"RU", "UA", "UA-43", "BY", "XX"})
TEXT = new("suspension", "Suspension of deliveries", date(2022, 4, 26)).replace("within: [XX]", "within: [UA]")
DAY = date(2023, 1, 1)


def suggest(code: str) -> str:
    return f"`{code}` is no code"


def rulebook(**texts: str) -> Rulebook:
    return read_rulebook(texts, CODES.__contains__, suggest)


def told(before: str, after: str) -> list[str]:
    return [words(change) for change in diff(rulebook(a=before), rulebook(a=after))]


# -- the rulebook -----------------------------------------------------------------------------------------------------


def test_it_cannot_be_built_without_the_base_pack() -> None:
    with pytest.raises(InputError, match="the base pack's measure `base-acting-entity` is missing"):
        Rulebook(())
    assert Rulebook(base_pack()).measures


def test_it_is_sorted_whatever_the_order_of_its_measures() -> None:
    assert Rulebook(tuple(reversed(base_pack()))) == Rulebook(base_pack())


def test_a_measure_may_not_stand_in_it_twice() -> None:
    with pytest.raises(InputError, match="is there twice"):
        Rulebook((*base_pack(), base_pack()[0]))


def test_the_base_pack_may_be_copied_and_not_changed() -> None:
    measure = base_pack()[0]
    assert rulebook(a=measure.text).digest == rulebook().digest
    with pytest.raises(InputError, match="is part of the base pack and cannot be changed"):
        rulebook(a=measure.text.replace(measure.title, "harmless"))


def test_its_digest_follows_meaning_and_not_layout() -> None:
    assert rulebook(a=TEXT).digest == rulebook(b="# a remark\n" + TEXT).digest
    assert rulebook(a=TEXT).digest != rulebook(a=TEXT.replace("effect: deny", "effect: hold")).digest


def test_in_force_on_a_day() -> None:
    book = rulebook(a=TEXT)
    assert len(book.in_force(date(2022, 4, 26))) == len(book.in_force(date(2022, 4, 25))) + 1
    assert "any_role.territory" in book.facts
    assert book.measure("suspension") is not None
    assert book.measure("nothing") is None


# -- the difference of two --------------------------------------------------------------------------------------------


def test_no_difference_in_layout() -> None:
    assert told(TEXT, "# a remark\n" + TEXT) == []


def test_the_difference_in_words() -> None:
    assert told(TEXT, lift(TEXT, DAY)) == [
        "`suspension` ends earlier: from 2022-04-26 until before 2023-01-01; it was from 2022-04-26"
    ]
    assert told(lift(TEXT, DAY), TEXT)[0].startswith("`suspension` is extended: from 2022-04-26; it was")
    assert told(TEXT, TEXT.replace("effect: deny", "effect: hold")) == ["`suspension` now says hold, it said deny"]
    assert told(TEXT, TEXT.replace("[UA]", "[UA, BY]")) == ["`suspension`: territories within gains `BY`"]
    assert told(TEXT, TEXT.replace("[UA]", "[RU]")) == ["`suspension`: territories within gains `RU` and loses `UA`"]
    assert told(TEXT, TEXT.replace("active: true", "active: {inactive: on trial}")) == [
        "`suspension` becomes inactive (on trial); it was active"
    ]
    assert told(TEXT, TEXT.replace("exemptions: []", "exemptions: [{id: e, title: t, where: returned_to_sender}]")) == [
        "`suspension`: exemptions gains `e`",
        "`suspension`: exemptions e title is now `t`, it was not stated",
        "`suspension`: exemptions e where is now `returned_to_sender`, it was not stated",
    ]


def test_what_is_new_and_what_leaves() -> None:
    (added,) = (words(change) for change in diff(rulebook(), rulebook(a=TEXT)))
    (removed,) = (words(change) for change in diff(rulebook(a=TEXT), rulebook()))
    assert added == "`suspension` is new (Suspension of deliveries): deny, from 2022-04-26, active"
    assert removed.startswith("`suspension` leaves the rulebook")


# -- edits ------------------------------------------------------------------------------------------------------------


def test_lift_and_extend_undo_each_other() -> None:
    assert rulebook(a=extend(lift(TEXT, DAY), None)).digest == rulebook(a=TEXT).digest


def test_a_lifted_measure_counts_on_the_eve_and_not_on_the_day() -> None:
    measure = rulebook(a=lift(TEXT, DAY)).measure("suspension")
    assert measure is not None
    assert measure.is_in_force(date(2022, 12, 31))
    assert not measure.is_in_force(DAY)


def test_a_lift_drops_later_windows_and_keeps_marks() -> None:
    windows = "[{from: 2022-01-01, to: 2022-06-01, mark: V1}, [2022-07-01, null]]"
    text = TEXT.replace("in_force: [[2022-04-26, null]]", f"in_force: {windows}")
    measure = rulebook(a=lift(text, date(2022, 3, 1))).measure("suspension")
    assert measure is not None
    assert [(str(one.window), one.mark) for one in measure.in_force] == [
        ("from 2022-01-01 until before 2022-03-01", "V1")
    ]


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (lambda: extend(TEXT, DAY), "has no end that could be extended"),
        (lambda: extend(lift(TEXT, DAY), date(2022, 12, 1)), "is not later than the present end"),
        (lambda: lift(TEXT, date(2022, 4, 26)), "would never have been in force"),
        (lambda: lift(lift(TEXT, DAY), date(2024, 1, 1)), "has already ended"),
        (lambda: lift("title: x", DAY), "this is not the document of one measure"),
        (lambda: lift("measure: x", DAY), "has no windows"),
        (lambda: lift("{measure: x, in_force: [7]}", DAY), "is not a window"),
        (lambda: activate(TEXT, "", "OJ L 1", DAY), "needs a named person and a source"),
    ],
)
def test_an_edit_that_makes_no_sense_is_refused(edit: object, message: str) -> None:
    assert callable(edit)
    with pytest.raises(InputError, match=message):
        edit()


def test_an_activation_names_who_and_on_what() -> None:
    text = activate(TEXT.replace("active: true", "active: {inactive: on trial}"), "Ann Example", "OJ L 1", DAY)
    measure = rulebook(a=text).measure("suspension")
    assert measure is not None
    assert measure.active
    assert measure.activated_by is not None
    assert measure.activated_by.source == "OJ L 1"


# -- two people -------------------------------------------------------------------------------------------------------

DRAFT = Proposal("P-1", "propose", "Ann", {"suspension": TEXT})


def test_another_person_approves() -> None:
    approved = approve(propose(DRAFT), "Bo")
    assert approved.state == "approved"
    assert approved.decided_by == "Bo"


@pytest.mark.parametrize("by", ["Ann", " ann ", UNAUTHENTICATED, ""])
def test_nobody_approves_their_own_proposal_or_without_a_name(by: str) -> None:
    with pytest.raises(RefusedError):
        approve(propose(DRAFT), by)


def test_an_unauthenticated_proposal_cannot_be_approved() -> None:
    with pytest.raises(RefusedError, match="is not authenticated"):
        second_pair_of_eyes(UNAUTHENTICATED, "Bo")


@pytest.mark.parametrize("state", ["draft", "approved", "rejected"])
def test_what_is_not_in_the_table_is_refused(state: str) -> None:
    assert (state, "approve") not in TRANSITIONS
    proposals = {
        "draft": DRAFT,
        "approved": approve(propose(DRAFT), "Bo"),
        "rejected": reject(propose(DRAFT), "Bo", "no"),
    }
    with pytest.raises(RefusedError, match=f"a proposal that is {state} cannot approve"):
        approve(proposals[state], "Cy")


def test_a_rejection_needs_a_reason() -> None:
    with pytest.raises(RefusedError, match="needs a reason"):
        reject(propose(DRAFT), "Bo", " ")
    with pytest.raises(RefusedError, match="unauthenticated user cannot reject"):
        reject(propose(DRAFT), UNAUTHENTICATED, "no")


def test_a_proposal_that_changes_nothing_is_refused() -> None:
    with pytest.raises(RefusedError, match="changes nothing"):
        propose(Proposal("P-2", "lift", "Ann"))


def test_what_a_proposal_makes_of_the_documents() -> None:
    assert apply_to(DRAFT, {"other": "x"}) == {"other": "x", "suspension": TEXT}
    assert apply_to(Proposal("P-3", "adopt", "Ann", {"a": "y"}), {"other": "x"}) == {"a": "y"}
    assert apply_to(Proposal("P-4", "propose", "Ann", removed=("other",)), {"other": "x"}) == {}
    with pytest.raises(RefusedError, match="no measure `gone` to remove"):
        apply_to(Proposal("P-5", "propose", "Ann", removed=("gone",)), {})


def test_a_lift_that_opens_a_region_is_warned_of() -> None:
    def extent(codes: tuple[str, ...]) -> Extent:
        return Extent(frozenset({*codes, *(["UA-43"] if "UA" in codes else [])}), frozenset())

    (warned,) = warnings(rulebook(a=TEXT), rulebook(a=lift(TEXT, DAY)), DAY, extent)
    assert "`UA-43`" in warned
    crimea = TEXT.replace("measure: suspension", "measure: crimea").replace("[UA]", "[UA-43]")
    (told_,) = warnings(rulebook(a=TEXT), rulebook(a=lift(TEXT, DAY), b=crimea), DAY, extent)
    assert "UA-43" not in told_
    assert warnings(rulebook(a=TEXT), rulebook(a=TEXT), DAY, extent) == ()
