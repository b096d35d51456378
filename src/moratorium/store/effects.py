"""When the effect of an order changed: noted with the decisions that changed it, and counted as they are recorded.

The account of a quarter counts these changes; a million of them cannot be gone through each time it is read. So a
decision that came to stand with another effect than before is marked with that, with the quarter in which it counts
and with how long the hold had lasted that it ended; and a few rows for each quarter and stretch of the log hold their
numbers.

A change counts in the quarter in which it was decided, and never in an earlier one than the change before it: of two
clocks that differ, the log's order is the one that is known.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, delete, select, update

from moratorium.store import tables
from moratorium.store.rows import add_rows, rows_at

STRETCH = 4096
"""So many acts are counted together. What a log of another size held is counted anew in one stretch alone."""

UNCHANGED: dict[str, Any] = dict.fromkeys(("was", "quarter", "held", "ended", "ended_quarter"))
"""What a decision is marked with that changed no effect."""

_SECOND = timedelta(seconds=1)


class Last(NamedTuple):
    """The last change of an order's effect: its act, the effect since, when it was made, the quarter it counts in."""

    act: int
    effect: str
    at: datetime
    quarter: int


def quarter_number(at: datetime) -> int:
    """The quarter of an instant as one number; the next quarter has the next one.

    >>> quarter_number(datetime(2022, 12, 31, tzinfo=UTC)) + 1 == quarter_number(datetime(2023, 1, 1, tzinfo=UTC))
    True
    """
    day = at.astimezone(UTC)
    return day.year * 4 + (day.month - 1) // 3


def mark(
    connection: Connection, rows: Sequence[dict[str, Any]], times: Mapping[int, datetime], before: Mapping[str, str]
) -> None:
    """Mark new rows of decisions with the changes that they are, close what they end, and count them.

    Args:
        connection: In a write transaction.
        rows: Of ``decisions``, not yet written, in the order of the log; their marks are put in.
        times: When each act of them was done.
        before: The effect of each order that has one until then.
    """
    coming = [row for row in rows if row["stood"]]
    last = _last(connection, {row["order_key"] for row in coming if before.get(row["order_key"]) != row["effect"]})
    here = {row["act"]: row for row in coming}
    closed: list[dict[str, Any]] = []
    counts: Counter[_Count] = Counter()
    for row in rows:
        row.update(UNCHANGED)
    for row in coming:
        key, effect = row["order_key"], row["effect"]
        old = last.get(key)
        if effect == (before.get(key) if old is None else old.effect):
            continue
        new, marks = _change(old, row["act"], effect, times[row["act"]])
        row.update(marks)
        counts[_count(new, marks["was"])] += 1
        if old is not None:
            ended = {"ended": new.act, "ended_quarter": new.quarter}
            if old.act in here:
                here[old.act].update(ended)
            else:
                closed.append({"changed": old.act, **ended})
        last[key] = new
    if closed:
        connection.execute(_CLOSE, closed)
    _add(connection, counts)


def forget(connection: Connection, order_key: str, index: int) -> None:
    """Mark the decisions of an order as they are without one of them, which is about to be erased."""
    of, acts = tables.decisions.c, tables.acts.c
    marks = [of[name] for name in UNCHANGED]
    asked = select(of.act, of.effect, acts.at, *marks).join_from(tables.decisions, tables.acts, of.act == acts.act)
    found = connection.execute(asked.where((of.order_key == order_key) & of.stood).order_by(of.act)).mappings().all()
    counts: Counter[_Count] = Counter()
    made: dict[int, dict[str, Any]] = {}
    last: Last | None = None
    for row in found:
        if row["quarter"] is not None:
            counts[_Count(row["quarter"], row["act"] // STRETCH, row["was"], row["effect"])] -= 1
        if row["act"] == index:
            continue
        made[row["act"]] = dict(UNCHANGED)
        if last is not None and last.effect == row["effect"]:
            continue
        new, made[row["act"]] = _change(last, row["act"], row["effect"], row["at"])
        counts[_count(new, made[row["act"]]["was"])] += 1
        if last is not None:
            made[last.act].update(ended=new.act, ended_quarter=new.quarter)
        last = new
    if made:
        connection.execute(_MARK, [{"changed": act, **marks} for act, marks in made.items()])
    _add(connection, counts)


class _Count(NamedTuple):
    """What is counted together: a quarter, a stretch of the log, the effect before and the one since."""

    quarter: int
    stretch: int
    was: str
    effect: str


def _count(new: Last, was: str) -> _Count:
    return _Count(new.quarter, new.act // STRETCH, was, new.effect)


def _change(old: Last | None, act: int, effect: str, at: datetime) -> tuple[Last, dict[str, Any]]:
    """A change of an order's effect, and the marks of its decision."""
    quarter, was, held = quarter_number(at), "", None
    if old is not None:
        quarter, was = max(quarter, old.quarter), old.effect
        held = max(0, (at - old.at) // _SECOND) if was == "hold" else None
    return Last(act, effect, at, quarter), {**UNCHANGED, "was": was, "quarter": quarter, "held": held}


def _last(connection: Connection, keys: Collection[str]) -> dict[str, Last]:
    """The last change of each of these orders that has one."""
    names = ("order_key", "act", "effect", "quarter", "ended")
    found = {
        act: (key, effect, quarter)
        for key, act, effect, quarter, ended in rows_at(connection, tables.decisions, names, "order_key", keys)
        if quarter is not None and ended is None
    }
    times = rows_at(connection, tables.acts, ("act", "at"), "act", found)
    return {found[act][0]: Last(act, found[act][1], at, found[act][2]) for act, at in times}


_MARKED = update(tables.decisions).where(tables.decisions.c.act == bindparam("changed"))
_CLOSE = _MARKED.values({name: bindparam(name) for name in ("ended", "ended_quarter")})
_MARK = _MARKED.values({name: bindparam(name) for name in UNCHANGED})


def _add(connection: Connection, counts: Mapping[_Count, int]) -> None:
    """Add to the counts; one that comes to nothing is no row."""
    rows = [{**of._asdict(), "orders": many} for of, many in sorted(counts.items()) if many]
    if rows:
        add_rows(connection, tables.effect_counts, rows, "orders")
    if any(row["orders"] < 0 for row in rows):
        connection.execute(delete(tables.effect_counts).where(tables.effect_counts.c.orders == 0))
