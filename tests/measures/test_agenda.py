"""What is next for a measure is what its windows and its review say, and a passed review ends nothing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moratorium.measures.agenda import Due, next_due, stage
from tests.worlds import measure, measure_text

REVIEWED = "{every: P3M, question: still needed, owner: trade-compliance}"


@pytest.mark.parametrize(
    ("windows", "day", "expected"),
    [
        ("[[2022-04-26, null]]", date(2022, 4, 25), "to_come"),
        ("[[2022-04-26, null]]", date(2022, 4, 26), "in_force"),
        ("[[2022-04-26, 2022-06-01]]", date(2022, 5, 31), "in_force"),
        ("[[2022-04-26, 2022-06-01]]", date(2022, 6, 1), "ended"),
        ("[[2022-01-01, 2022-02-01], [2022-04-26, null]]", date(2022, 3, 1), "to_come"),
        ("[[null, null]]", date(1999, 1, 1), "in_force"),
    ],
)
def test_windows_decide_what_it_is(windows: str, day: date, expected: str) -> None:
    assert stage(measure(measure_text("m", in_force=windows)), day) == expected


def test_in_force_and_only_shown_is_inactive() -> None:
    assert stage(measure(measure_text("m", active="{inactive: not verified}")), date(2022, 5, 1)) == "inactive"


def test_the_nearest_comes_first() -> None:
    one = measure(measure_text("m", in_force="[[2022-04-26, 2022-06-01], [2023-01-01, null]]", review=REVIEWED))
    assert next_due(one, date(2022, 4, 1)) == Due(date(2022, 4, 26), "begins")
    assert next_due(one, date(2022, 5, 1)) == Due(date(2022, 6, 1), "ends")
    assert next_due(one, date(2022, 7, 1)) == Due(date(2022, 7, 26), "review")
    assert next_due(one, date(2023, 2, 1)) == Due(date(2022, 7, 26), "overdue")


def test_nothing_is_next_for_what_has_ended_or_never_ends() -> None:
    assert next_due(measure(measure_text("m")), date(2022, 5, 1)) is None
    ended = measure(measure_text("m", in_force="[[2022-04-26, 2022-06-01]]", review=REVIEWED))
    assert next_due(ended, date(2022, 6, 1)) is None


days = st.dates(date(2020, 1, 1), date(2024, 1, 1))


@given(days, st.integers(1, 400), days)
def test_what_happens_by_itself_changes_the_stage_on_its_day(start: date, length: int, day: date) -> None:
    one = measure(measure_text("m", in_force=f"[[{start}, {start + timedelta(length)}]]"))
    due = next_due(one, day)
    if due is None:
        assert stage(one, day) == "ended"
    else:
        assert due.day > day
        assert stage(one, due.day - timedelta(1)) == stage(one, day) != stage(one, due.day)
