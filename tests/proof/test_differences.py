"""One order for each way in which two rulebooks differ, and no way left out."""

from __future__ import annotations

from moratorium.proof.differences import Differences, differences
from tests.proof.worlds import book, question
from tests.worlds import measure_text

ANYWHERE = "{{activities: all, territories: {{roles: any, within: [{}]}}}}"
RU = measure_text("ru", ANYWHERE.format("RU"))
RU_UA = measure_text("ru", ANYWHERE.format("RU, UA"))
CRIMEA = measure_text("crimea", ANYWHERE.format("UA-43"))
HOLDING = measure_text("ru", ANYWHERE.format("RU"), "hold")


def found(before: tuple[str, ...], after: tuple[str, ...]) -> Differences:
    """The ways, each looked at once more: the order gets just these effects, and the measures say just that."""
    shown = differences(question(book(*before), book(*after)))
    for way in shown.ways:
        assert way.witness.draft is not None
        assert (way.witness.base.effect, way.witness.draft.effect) == (way.before, way.after)
        assert way.measures, "somebody is responsible"
    return shown


def ways(shown: Differences) -> set[tuple[str, str, frozenset[str]]]:
    """The ways in short."""
    return {(way.before, way.after, frozenset(way.measures)) for way in shown.ways}


def test_equal_rulebooks_differ_in_no_way() -> None:
    shown = found((RU,), (RU,))
    assert (shown.ways, shown.is_complete) == ((), True)


def test_a_lifted_territory_shows_what_is_released_and_what_is_no_longer_asked() -> None:
    shown = found((RU_UA,), (RU,))
    assert shown.is_complete
    one = frozenset({"ru"})
    assert {("deny", "allow", one), ("deny", "hold", one), ("hold", "allow", one)} <= ways(shown)
    assert all(way.after != "deny" for way in shown.ways), "narrowing denies nothing new"


def test_two_changes_are_two_ways_each_with_its_own_measure() -> None:
    shown = found((RU, CRIMEA), ())
    assert shown.is_complete
    denied = {measures for before, after, measures in ways(shown) if (before, after) == ("deny", "allow")}
    assert {frozenset({"ru"}), frozenset({"crimea"})} <= denied


def test_a_graver_effect_is_a_way_of_its_own() -> None:
    shown = found((HOLDING,), (RU,))
    assert ("hold", "deny", frozenset({"ru"})) in ways(shown)
    assert shown.is_complete


def test_words_that_change_nothing_are_no_way() -> None:
    wordy = measure_text("ru", "{territories: {roles: any, within: [RU, RU-MOW]}}", statement="{en: other words}")
    shown = found((RU,), (wordy,))
    assert (shown.ways, shown.is_complete) == ((), True)


def test_a_search_without_time_says_that_it_stopped() -> None:
    shown = differences(question(book(RU_UA), book(RU), timeout=0.0001))
    assert not shown.is_complete
    assert shown.note.startswith("stopped after 0.0001 s")
