"""Cells: sums are exact, however many digits they have, and stacks tell of the same lines as cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Context, Decimal, Inexact
from typing import Any

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from moratorium.history.cells import Amounts, Cells, Place

_worths = st.none() | st.integers(-(10**33), 10**33).map(lambda units: Decimal(f"{units}E-6"))
_counts = st.tuples(st.integers(0, 10**9), st.integers(0, 10**9)).map(lambda pair: (sum(pair), pair[0]))
_EXACT = Context(prec=60, traps=[Inexact])

Counted = tuple[Decimal | None, tuple[int, int]]
_counted = st.tuples(_worths, _counts).map(lambda one: one if one[0] is None else (one[0], (one[1][0] + 1, one[1][1])))
_keys = st.integers(0, 4)


def amounts(found: Sequence[Counted]) -> Amounts:
    worth = pa.array([one[0] for one in found], pa.decimal128(38, 6))
    lines, unvalued = ([one[1][side] for one in found] for side in (0, 1))
    table = {"lines": pa.array(lines, pa.int64()), "worth": worth, "unvalued": pa.array(unvalued, pa.int64())}
    return Amounts.of(pa.table(table))


def _told(found: Amounts) -> dict[int, tuple[int, int, Decimal]]:
    sums = dict(found.by_currency(["EUR"]))
    return {key: (one.lines, one.unvalued, one.value.get("EUR", Decimal(0))) for key, one in sums.items()}


def _by_hand(keyed: Sequence[tuple[int, Counted]]) -> dict[int, tuple[int, int, Decimal]]:
    found: dict[int, tuple[int, int, Decimal]] = {}
    for key, (worth, (lines, unvalued)) in keyed:
        had = found.get(key, (0, 0, Decimal(0)))
        found[key] = (had[0] + lines, had[1] + unvalued, _EXACT.add(had[2], worth or Decimal(0)))
    return {key: one for key, one in found.items() if one[0]}


def _valued(one: Counted) -> Counted:
    """A worth that is known belongs to a line that has one."""
    worth, (lines, unvalued) = one
    return (worth, (lines, unvalued)) if lines > unvalued else (None, (lines, unvalued))


@given(st.lists(st.tuples(_keys, _counted.map(_valued)), max_size=30))
def test_sums_are_those_by_hand(keyed: list[tuple[int, Counted]]) -> None:
    keys = np.array([key for key, _ in keyed], np.int64)
    assert _told(amounts([one for _, one in keyed]).added(keys, 5)) == _by_hand(keyed)


@given(st.lists(st.tuples(_keys, _keys, _keys, _counted.map(_valued)), min_size=1, max_size=40), st.booleans())
def test_stacks_tell_of_the_same_lines_in_whatever_order_cells_come(found: list[Any], in_order: bool) -> None:
    """Spans 0 to 2 are of period 0, 3 of period 1; 4, the last, is of lines without a day."""
    some = sorted(found, key=lambda one: one[:3]) if in_order else found
    kind, place, span = (np.array([one[at] for one in some], np.int32) for at in range(3))
    periods = np.array([0, 0, 0, 1, -1], np.int64)
    places = tuple(Place("EUR", str(number), False) for number in range(5))
    rows = np.arange(5)
    cells = Cells(rows, rows, places, (1, 2, 3, 3, None), periods, kind, place, span, amounts([one[3] for one in some]))
    stacks = cells.stacks
    keys = (stacks.kind * 5 + stacks.place) * 3 + stacks.period + 1
    by_hand = _by_hand([((one[0] * 5 + one[1]) * 3 + int(periods[one[2]]) + 1, one[3]) for one in some])
    assert _told(stacks.amounts.added(keys, 75)) == by_hand
    assert Counter(cells.stack.tolist()).keys() == set(range(len(stacks.kind)))
    assert stacks.kind[cells.stack].tolist() == kind.tolist()
    assert stacks.period[cells.stack].tolist() == periods[span].tolist()
