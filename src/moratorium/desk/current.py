"""What orders are decided by at present: rulebook and reference in memory, read again when the log has newer ones.

Reading lists takes seconds and an order milliseconds, so a service keeps them. It never decides by what the log has
superseded: before a decision is recorded, in the same transaction, the log is asked whether anything that decisions
rest on has come in since.
"""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

from moratorium.decision.decider import Decider
from moratorium.desk import rulebooks
from moratorium.desk.hold_rules import PART
from moratorium.desk.home import Home
from moratorium.desk.references import PARTS, References
from moratorium.errors import SourceError
from moratorium.store import Connection, size
from moratorium.store.acts import PAYLOADS, done_since, newest_at

_CHANGING_NOTHING = frozenset(
    [
        "account_set",
        "ask_closed",
        "asked_outside",
        "assigned",
        "came_into_force",
        "clearance_proposed",
        "clearance_rejected",
        "commented",
        "decided",
        "deferred",
        "identity_made",
        "looked",
        "proposed",
        "rejected",
        "replied",
        "rescreened",
    ]
)
CHANGES = tuple(sorted(PAYLOADS.keys() - _CHANGING_NOTHING))
"""Kinds of acts that change what decisions rest on: all but those of which it is known that they do not, so that a kind
that is added one day counts. Of ``kept`` only parts of the reference do.
"""

MOST_DAYS = 4
"""Valid days for which everything is held ready; a look back at many days reads the answers of each anew."""


SKEW = timedelta(days=1)
"""So far the clock may lie behind what decisions rest on; days of machines in different time zones differ by one."""


class Current:
    """Rulebook and reference at hand. One thread reads them; others that use a decider of it hold the lock.

    Attributes:
        references: What was read of lists and registers, by digest; any thread may use it.
        lock: Held while something is looked up.
        reads: How often they were read.
    """

    def __init__(self, home: Home) -> None:
        self.lock = threading.Lock()
        self.reads = 0
        self._home = home
        self.references = References(home)
        self._mark = 0
        self._today = home.today()
        self._deciders: dict[date, Decider] = {}
        self._last: Decider | None = None

    @property
    def newest(self) -> Decider | None:
        """What was last decided by, for telling of it; None before the first."""
        return self._last

    def is_superseded(self, connection: Connection) -> bool:
        """Whether what is at hand no longer is what decisions are to rest on."""
        if self._today != self._home.today():
            return True
        now = size(connection)
        if now != self._mark and any(_changes(*done) for done in done_since(connection, self._mark, CHANGES)):
            return True
        self._mark = now
        return False

    def passed(self, acts: int) -> None:
        """So many decisions were appended by whoever asked last, in the same transaction: they supersede nothing."""
        self._mark += acts

    def at_hand(self, day: date) -> Decider | None:
        """What orders of a valid day were last decided by, without asking the log; ask it before it is relied on."""
        return self._deciders.get(day) if self._today == self._home.today() else None

    def decider(self, connection: Connection, day: date) -> Decider:
        """What orders of a valid day are decided by.

        Args:
            connection: In any transaction.
            day: Valid day.

        Raises:
            MissingError: no rulebook was adopted.
            SourceError: what is kept cannot be read, or was recorded on a day that is still to come by this clock.
        """
        if self.is_superseded(connection):
            self._deciders.clear()
            self._mark, self._today = size(connection), self._home.today()
        found = self._deciders.get(day)
        if found is None:
            _check_clock(connection, self._home.clock())
            with _out_of_the_collectors_way():
                rulebook = rulebooks.adopted(connection)
                found = Decider(rulebook, self.references.on(connection, day, rulebook))
            self.reads += 1
            while len(self._deciders) >= MOST_DAYS:
                self._deciders.pop(next(iter(self._deciders)))
            self._deciders[day] = self._last = found
        return found


def _check_clock(connection: Connection, now: datetime) -> None:
    """A clock that went back shows days on which measures did not hold yet and lists look young: it decides nothing."""
    newest = newest_at(connection, CHANGES)
    if newest is not None and newest - now > SKEW:
        said, known = (f"{instant:%Y-%m-%d %H:%M}" for instant in (now, newest))
        message = f"the clock of this machine says {said}, and what decisions rest on was recorded at {known} (UTC)"
        raise SourceError(message, help="set the clock; if it was ahead then: moratorium db clock --today DAY")


@contextmanager
def _out_of_the_collectors_way() -> Iterator[None]:
    """What is read here stays, and is large: the collector of rubbish need not go through it again and again."""
    start = time.perf_counter()
    gc.unfreeze()
    yield
    if time.perf_counter() - start > _LONG_SECONDS:  # lists were read anew, and left rubbish
        gc.collect()
    gc.freeze()


_LONG_SECONDS = 1.0


def _changes(kind: str, subject: str) -> bool:
    return kind != "kept" or subject in (*PARTS, PART)
