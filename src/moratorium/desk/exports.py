"""Orders and acts written out as CSV, a piece at a time: nothing of them is held in memory, and no writer waits."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from moratorium.desk import looking
from moratorium.desk.home import Home
from moratorium.intake import safe_cell
from moratorium.store import pages

PIECE = 500
"""Rows of one piece."""

ORDER_COLUMNS = ("order", "activity", "status", "placed_on", "day", "effect", "trial", "decision")
ACT_COLUMNS = ("number", "kind", "subject", "actor", "at", "erased", "signed", "commitment")

Row = tuple[object, ...]


def orders(home: Home, wanted: pages.Wanted) -> Iterator[bytes]:
    """Orders as they stand, in the order of their keys; one decided meanwhile is in it as it was or as it is."""
    return _written(ORDER_COLUMNS, _orders(home, wanted))


def _orders(home: Home, wanted: pages.Wanted) -> Iterator[list[Row]]:
    after = ""
    while rows := looking.orders(home, wanted, after, PIECE):
        after = rows[-1].key
        yield [
            (one.id, one.key.rpartition("/")[2], one.status, one.placed_on, one.day, one.effect, one.trial, one.act)
            for one in rows
        ]


def acts(home: Home, kinds: Sequence[str] | None) -> Iterator[bytes]:
    """Acts as they lie in the log, oldest first, without what they say."""
    return _written(ACT_COLUMNS, _acts(home, kinds))


def _acts(home: Home, kinds: Sequence[str] | None) -> Iterator[list[Row]]:
    start = 0
    while (found := looking.acts(home, start, PIECE, kinds)[0]) != ():
        start = found[-1].index + 1
        yield [
            (
                one.index,
                one.kind,
                one.subject,
                one.who,
                one.at,
                one.payload is None,
                one.actor is not None,
                one.commitment.hex(),
            )
            for one in found
        ]


def _written(columns: Sequence[str], pieces: Iterable[list[Row]]) -> Iterator[bytes]:
    yield _csv([columns])
    for rows in pieces:
        yield _csv([[_cell(value) for value in row] for row in rows])


def _csv(rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def _cell(value: object) -> str:
    return "" if value is None else safe_cell(str(value))
