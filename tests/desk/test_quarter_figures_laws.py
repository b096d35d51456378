"""Figures of orders tell what the log answered; the hours are those of the hold in the middle and of the longest."""

from __future__ import annotations

from decimal import Decimal
from statistics import median

from hypothesis import given
from hypothesis import strategies as st

from moratorium.desk.quarter_figures import QUESTIONS, of_orders, of_people
from moratorium.store.periods import Found, Held

answers = st.fixed_dictionaries(
    {id: st.integers(0, 10**6).map(lambda number: Found(number, tuple(range(min(number, 3))))) for id in QUESTIONS}
)


@given(st.lists(st.integers(0, 10**7)), answers)
def test_orders_are_counted_as_the_log_answers(lasted: list[int], found: dict[str, Found]) -> None:
    """The middle of what is rounded to one digit is the middle, rounded: nothing is lost by asking for that alone."""
    lasted.sort()
    half = len(lasted) // 2
    middle = lasted[half : half + 1] if len(lasted) % 2 else lasted[max(0, half - 1) : half + 1]
    figures = {one.id: one for one in of_orders(found, Held(tuple(middle), lasted[-1] if lasted else None)).figures}
    hours = [(Decimal(seconds) / 3600).quantize(Decimal("0.1")) for seconds in lasted]
    assert figures["hours-median"].value == (median(hours).quantize(Decimal("0.1")) if hours else None)
    assert figures["hours-longest"].value == (max(hours) if hours else None)
    figures |= {one.id: one for one in of_people(found).figures}
    for id, answer in found.items():
        assert (figures[id].rests_on, figures[id].acts, figures[id].question) == (*answer, QUESTIONS[id])
        assert figures[id].value == answer.number or not figures[id].is_each_an_act
