"""Thresholds as people write them into a measure, and how they are told."""

from __future__ import annotations

from decimal import Decimal

import pytest

from moratorium.errors import InputError
from moratorium.measures.diff import diff, words
from moratorium.measures.scope import LISTED_KINDS
from moratorium.terms.document import read_document
from tests.worlds import measure, measure_text, rulebook


def listing(threshold: str, lists: str = "[UN, OWN]") -> str:
    return measure_text("on-list", f"{{listed: {{lists: {lists}, roles: any, threshold: {threshold}}}}}", "hold")


def test_one_threshold_is_meant_for_every_kind_of_each_list() -> None:
    one = measure(listing("0.85"))
    assert one.thresholds == dict.fromkeys(("UN", "OWN"), dict.fromkeys(LISTED_KINDS, Decimal("0.85")))
    assert one.screened == one.thresholds


def test_kinds_that_are_left_out_are_asked_at_the_default() -> None:
    one = measure(listing("{person: 0.80, entity: 1}", "[UN]"))
    assert one.screened == {"UN": {"person": Decimal("0.80"), "entity": Decimal(1)}}


def test_a_list_named_in_a_condition_only_is_asked_at_the_default() -> None:
    text = measure_text("m", "{listed: {lists: [UN], threshold: 0.9}, where: \"buyer.listed IN ('OWN')\"}", "hold")
    assert measure(text).screened == {"OWN": {}, "UN": dict.fromkeys(LISTED_KINDS, Decimal("0.9"))}
    assert measure(measure_text("m", "{listed: {lists: [UN]}}")).screened == {"UN": {}}
    assert measure(measure_text("m")).screened == {}


@pytest.mark.parametrize(
    ("threshold", "message"),
    [
        ("0.49", "`0.49` is no threshold; write a score from 0.5 to 1, such as 0.85"),
        ("85", "`85` is no threshold"),
        ("1.01", "`1.01` is no threshold"),
        ("high", "expected a number, found `high`"),
        ("true", "expected a number"),
        ("{}", "an empty map of thresholds asks nothing; name a kind: person"),
        ("{person: null}", "a threshold needs a number; such as 0.85"),
        ("{persn: 0.8}", "unknown field `persn`; did you mean `person`?"),
        ("{person: 2}", "`2` is no threshold"),
        ("[0.8]", "expected a number"),
    ],
)
def test_what_is_no_threshold_is_told_with_its_place(threshold: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        measure(listing(threshold))
    told = [str(fault) for fault in caught.value.faults]
    assert len(told) == 1
    assert message in told[0]
    assert told[0].startswith("0.yaml:7:")


def test_a_threshold_survives_writing_and_reading() -> None:
    one = measure(listing("{person: 0.80, vessel: 0.9}"))
    again = measure(one.text)
    assert (again.thresholds, again.revision, again.text) == (one.thresholds, one.revision, one.text)
    assert "0.80" in str(read_document(one.text, "m").plain())


def test_a_changed_threshold_is_told_in_words() -> None:
    before, after = rulebook(listing("{person: 0.80}")), rulebook(listing("{person: 0.75, entity: 0.9}"))
    assert [words(change) for change in diff(before, after)] == [
        "`on-list`: listed threshold entity is now `0.9`, it was not stated",
        "`on-list`: listed threshold person is now `0.75`, it was `0.80`",
    ]
