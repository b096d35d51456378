"""A drawing of what changes is to scale, stays within its frame, and never mixes units."""

from __future__ import annotations

import re
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from moratorium.history.impact import EFFECTS, Move, Worth
from moratorium.report.flow import FULL, flow
from tests.report.impact_sample import SUSPEND

amounts = st.decimals(-1_000, 10**12, places=2).map(str)
moves = st.lists(
    st.builds(
        Move,
        st.sampled_from(EFFECTS),
        st.sampled_from(EFFECTS),
        st.builds(Worth, st.integers(1, 10**9), st.dictionaries(st.sampled_from(["EUR", "USD"]), amounts)),
    ),
    max_size=9,
    unique_by=lambda move: (move.before, move.after),
)


def test_it_says_what_it_shows() -> None:
    drawn = flow(SUSPEND.moves)
    assert drawn is not None
    assert drawn.words == (
        "30 lines from not stopped to denied; 12 lines from not stopped to held; 5 lines from held to denied."
    )
    assert [strip.amount for strip in drawn.strips] == ["42 lines", "5 lines", "12 lines", "35 lines"]


def test_each_currency_is_drawn_by_itself() -> None:
    drawn = flow(SUSPEND.moves, "USD")
    assert drawn is not None
    assert drawn.words == "700 USD from not stopped to held."


def test_nothing_is_drawn_where_nothing_changes() -> None:
    assert flow([Move("allow", "allow", Worth(940, {"EUR": "1"}))]) is None
    assert flow(SUSPEND.moves, "JPY") is None


@given(moves, st.sampled_from(["lines", "EUR", "USD"]))
def test_what_leaves_on_one_side_arrives_on_the_other_and_all_is_within_the_frame(found: list[Move], unit: str) -> None:
    drawn = flow(found, unit)
    if drawn is None:
        return
    sides = [[strip for strip in drawn.strips if strip.side == side] for side in ("before", "after")]
    left, right = (sum(strip.height for strip in side) for side in sides)
    assert abs(left - right) < 0.01
    assert FULL - 0.01 <= left <= FULL + len(drawn.bands)
    amounts = [sum(Decimal(strip.amount.split()[0].replace(",", "")) for strip in side) for side in sides]
    assert amounts[0] == amounts[1]
    heights = [float(y) for band in drawn.bands for y in re.findall(r"-?\d+\.\d", band.path)]
    assert all(0 <= y <= max(drawn.height, drawn.width) for y in heights)
    for strip in drawn.strips:
        assert strip.y + strip.height <= drawn.height + 0.01
