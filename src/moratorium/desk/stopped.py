"""Which orders each measure holds or denies at present.

Reasons are read once for all orders that share them. Counting goes through every order that is stopped, so it is done
anew at most every few seconds and says as of which act it is.
"""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from typing import NamedTuple

from moratorium.desk.home import Home
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
        """What each measure stops, and the size of the log as of which it is."""
        with self._lock:
            if time.monotonic() - self._at > SECONDS:
                with self._home.store.read() as connection:
                    now = size(connection)
                    if now != self._size:
                        self._found, self._size = self._counted(connection), now
                self._at = time.monotonic()
            return self._found, self._size

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
