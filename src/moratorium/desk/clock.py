"""A clock that ran ahead, set right: what was decided for days that have not come gives way to what is decided today.

A decision stands until one of the same or a later day, so that a look at the past replaces nothing. Nobody can tell a
clock that was set right from one that went wrong by its own word: what it recorded before lies later either way. So a
person who knows the day says so, and it is an act.
"""

from __future__ import annotations

from datetime import date

from moratorium.desk.current import CHANGES
from moratorium.desk.holds import somebody
from moratorium.desk.home import Home
from moratorium.desk.record import record_one
from moratorium.errors import Fault, InputError
from moratorium.store import Connection, projections
from moratorium.store.acts import newest_at
from moratorium.terms.act import ClockMended


def mend_clock(home: Home, day: date, reason: str) -> int:
    """Say that the clock had run ahead and is right now; returns the log index of the act. Decide again afterwards.

    Args:
        home: Who says so.
        day: The day it is; the clock must say the same.
        reason: What had happened.

    Raises:
        RefusedError: nobody is named.
        InputError: the clock says another day, no reason is given, or nothing was recorded ahead of it.
    """
    somebody(home, "setting a clock right")
    today = home.today()
    faults = [] if reason.strip() else [Fault("it needs a reason", "reason", "say what had happened to the clock")]
    if day != today:
        faults.append(Fault(f"the clock says {today}, not {day}", "today", "set the clock first, then say the day"))
    if faults:
        raise InputError.of(faults)
    with home.store.begin() as connection:
        if not _is_behind(home, connection):
            message = "no decision stands for a later day, and nothing that decisions rest on is of one"
            raise InputError(message, "today", "there is nothing to set right")
        return record_one(home, connection, "clock_mended", "clock", ClockMended(day, reason.strip()))


def _is_behind(home: Home, connection: Connection) -> bool:
    """Whether something in the log is of a day after today."""
    newest = newest_at(connection, CHANGES)
    is_newer = newest is not None and newest > home.clock()
    return is_newer or projections.stand_after(connection, home.today()) > 0
