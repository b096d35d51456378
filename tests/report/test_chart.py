"""The chart shows its numbers to scale, and says them in words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from moratorium.report.chart import PLOT, TOP, chart, tick_step
from moratorium.report.figures import Month
from tests.report.sample import MONTHS

counts = st.integers(0, 10_000)
months = st.lists(st.builds(Month, st.just("2022-04"), counts, counts, counts, counts), min_size=2, max_size=30)


def test_bars_are_to_scale() -> None:
    drawn = chart(MONTHS)
    assert drawn is not None
    heights = {bar.words: bar.height for bar in drawn.bars}
    assert heights["2022-04: 30 lines became denied"] == 10 * heights["2022-05: 3 lines became held"]


def test_it_says_what_it_shows() -> None:
    drawn = chart(MONTHS)
    assert drawn is not None
    assert drawn.words == (
        "From 2022-03 to 2022-05, 35 lines became denied and 10 held, and 6 were released; "
        "most were denied in 2022-04 (30)."
    )


def test_there_is_no_chart_where_nothing_was_stopped() -> None:
    assert chart([Month("2022-04", 10), Month("2022-05", 10)]) is None


@given(months)
def test_nothing_is_drawn_outside_the_plot(found: list[Month]) -> None:
    drawn = chart(found)
    for bar in drawn.bars if drawn else ():
        assert bar.y >= TOP - 0.01
        assert bar.y + bar.height <= TOP + PLOT + 0.01


@given(st.integers(1, 10**9))
def test_a_scale_has_at_most_five_steps_up(most: int) -> None:
    step = tick_step(most)
    assert most <= 5 * step
    assert str(step).strip("0") in {"1", "2", "5"}
