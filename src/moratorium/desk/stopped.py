"""Which orders each measure holds or denies at present.

Reasons are read once for all orders that share them. Counting goes through every order that is stopped, so when the log
has grown it is done anew beside whoever asks, at most every few seconds; each count says as of which act it is.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections import defaultdict
from typing import NamedTuple

from moratorium.desk.home import Home
from moratorium.errors import MoratoriumError
from moratorium.store import Connection, measure_rows, size
from moratorium.store.projections import OrderRow

SECONDS = 5.0
"""So long a count may be old while orders are decided."""


class Stops(NamedTuple):
    """Keys of the orders that a measure stops, in their order; one that another measure denies too is among them."""

    held: tuple[str, ...] = ()
    denied: tuple[str, ...] = ()


class Stopped:
    """The orders that are stopped, by measure."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._lock = threading.Lock()
        self._reasons: dict[str, tuple[tuple[str, str], ...]] = {}
        self._found: dict[str, Stops] = {}
        self._size = -1
        self._at = float("-inf")

    def by_measure(self) -> tuple[dict[str, Stops], int]:
        """What each measure stops, and the size of the log as of which it is; only the first to ask waits."""
        if self._size < 0:
            self._count()
        elif time.monotonic() - self._at > SECONDS and not self._lock.locked():
            with self._home.store.read() as connection:
                has_grown = size(connection) != self._size
            self._at = time.monotonic()
            if has_grown:
                threading.Thread(target=self._count_beside, name="counting stops", daemon=True).start()
        return self._found, self._size

    def _count_beside(self) -> None:
        with contextlib.suppress(MoratoriumError):  # the next who asks has it counted again
            self._count()

    def _count(self) -> None:
        with self._lock, self._home.store.read() as connection:
            now = size(connection)
            if now != self._size:
                self._found, self._size = self._counted(connection), now
            self._at = time.monotonic()

    def _counted(self, connection: Connection) -> dict[str, Stops]:
        pairs = list(measure_rows.stops(connection))
        present = {judgement for judgement, _ in pairs}
        unread = present - self._reasons.keys()
        known = {digest: said for digest, said in self._reasons.items() if digest in present}
        for digest, findings in measure_rows.findings_of(connection, unread).items():
            known[digest] = tuple({(one.measure, one.effect) for one in findings if one.effect != "allow"})
        self._reasons = known
        found: dict[tuple[str, str], set[str]] = defaultdict(set)
        for judgement, key in pairs:
            for reason in known.get(judgement, ()):
                found[reason].add(key)
        ids = {id for id, _ in found}
        return {id: Stops(*(tuple(sorted(found.get((id, effect), ()))) for effect in ("hold", "deny"))) for id in ids}

    def orders(self, measure: str, start: int, limit: int) -> tuple[OrderRow, ...]:
        """A page of the orders that a measure stops, denied ones first."""
        stops = self.by_measure()[0].get(measure, Stops())
        keys = (*stops.denied, *stops.held)[start : start + limit]
        with self._home.store.read() as connection:
            rows = {row.key: row for row in measure_rows.orders(connection, keys)}
        return tuple(rows[key] for key in dict.fromkeys(keys) if key in rows)
