"""Laws of evidence."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from moratorium.screening.evidence import births, spans

DAYS = st.dates(date(1900, 1, 1), date(2020, 12, 31))
WRITTEN = st.sampled_from(("%Y-%m-%d", "%d %b %Y", "%d/%m/%Y", "%Y", "%Y-%m", "%b %Y", "circa %Y"))


@given(DAYS, WRITTEN, WRITTEN)
def test_a_day_confirms_itself_however_both_sides_write_it(day: date, one: str, other: str) -> None:
    assert births([day.strftime(one)], [day.strftime(other)]) == "confirms"


@given(DAYS, WRITTEN)
def test_a_date_that_is_read_holds_its_day(day: date, form: str) -> None:
    assert any(span.first <= day <= span.last for span in spans(day.strftime(form)))


@given(DAYS, DAYS)
def test_exact_days_contradict_unless_they_are_the_same(one: date, other: date) -> None:
    expected = "confirms" if one == other else "contradicts"
    assert births([one.isoformat()], [other.isoformat()]) == expected


@given(st.lists(st.text(max_size=30)), st.lists(st.text(max_size=30)))
def test_any_text_is_taken_and_sides_can_be_exchanged(one: list[str], other: list[str]) -> None:
    assert births(one, other) == births(other, one)


@given(st.lists(DAYS, min_size=1), st.lists(DAYS, min_size=1), DAYS)
def test_a_date_more_never_takes_a_confirmation_away(mine: list[date], theirs: list[date], more: date) -> None:
    texts, listed = [day.isoformat() for day in mine], [day.isoformat() for day in theirs]
    if births(texts, listed) == "confirms":
        assert births([*texts, more.isoformat()], listed) == "confirms"


@given(DAYS, st.integers(0, 800))
def test_circa_reaches_two_years_and_no_further(day: date, later: int) -> None:
    other = day + timedelta(days=later)
    expected = "confirms" if other.year - day.year <= 2 else "contradicts"
    assert births([other.isoformat()], [f"circa {day.year}"]) == expected
