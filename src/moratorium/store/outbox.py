"""Letters in transit: put in with what causes them, sent later, tried again, given up in the end.

This is no part of the record: who was written to about what is told by the acts that caused it. What a letter says is
wiped as soon as it is sent or given up, since it may hold a link that opens something; the row goes after a while.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

import msgspec
from sqlalchemy import Connection, Row, delete, func, insert, select, update

from moratorium.store import tables

letters = tables.letters

State = Literal["waiting", "sent", "dead"]


class Posted(msgspec.Struct, frozen=True):
    """A letter in the outbox.

    Attributes:
        id: Digest of what it says and to whom.
        kind: Which letter it is.
        to: The address.
        language: In which it is written.
        values: What its words hold; empty once it is sent or given up.
        posted: When it was put in.
        due: When it is tried next.
        is_grouped: Whether it goes with all others that are due to the same address.
        tries: How often it was tried.
        state: ``waiting``, ``sent`` or ``dead``.
        fault: Why the last try failed; empty if it did not.
        ended: When it was sent or given up; None while it waits.
    """

    id: str
    kind: str
    to: str
    language: str
    values: dict[str, str]
    posted: datetime
    due: datetime
    is_grouped: bool = False
    tries: int = 0
    state: State = "waiting"
    fault: str = ""
    ended: datetime | None = None


def prepare(connection: Connection) -> None:
    """Make the table if it is not there yet."""
    letters.create(connection, checkfirst=True)


def put(connection: Connection, letter: Posted) -> bool:
    """Put a letter in, unless the same one is there; returns whether it was put in."""
    if connection.execute(select(letters.c.id).where(letters.c.id == letter.id)).first() is not None:
        return False
    row = {**msgspec.structs.asdict(letter), "values": msgspec.json.encode(letter.values)}
    connection.execute(insert(letters).values(row))
    return True


def due(connection: Connection, now: datetime, limit: int) -> tuple[Posted, ...]:
    """Letters that are to be tried by now, the longest due first."""
    wanted = select(letters).where((letters.c.state == "waiting") & (letters.c.due <= now))
    return tuple(map(_posted, connection.execute(wanted.order_by(letters.c.due, letters.c.id).limit(limit))))


def sent(connection: Connection, id: str, at: datetime) -> None:
    """Note that a letter was taken by the mail server."""
    _note(connection, id, state="sent", ended=at, fault="", values=_NOTHING)


def failed(connection: Connection, id: str, fault: str, due: datetime) -> None:
    """Note that a letter could not be sent, and when it is tried again."""
    _note(connection, id, due=due, fault=fault)


def dead(connection: Connection, id: str, fault: str, at: datetime) -> None:
    """Note that a letter is given up."""
    _note(connection, id, state="dead", ended=at, fault=fault, values=_NOTHING)


def is_waiting(connection: Connection, id: str, tries: int) -> bool:
    """Whether a letter still waits, tried as often as somebody knew."""
    asked = select(letters.c.id).where(
        (letters.c.id == id) & (letters.c.state == "waiting") & (letters.c.tries == tries)
    )
    return connection.execute(asked).first() is not None


def page(connection: Connection, state: str | None, limit: int) -> tuple[Posted, ...]:
    """Letters, the newest first."""
    wanted = select(letters) if state is None else select(letters).where(letters.c.state == state)
    return tuple(map(_posted, connection.execute(wanted.order_by(letters.c.posted.desc(), letters.c.id).limit(limit))))


def counts(connection: Connection) -> dict[str, int]:
    """How many letters there are in each state."""
    asked = select(letters.c.state, func.count()).group_by(letters.c.state)
    return {state: int(number) for state, number in connection.execute(asked)}


def forget_before(connection: Connection, instant: datetime) -> None:
    """Remove letters that ended before an instant."""
    connection.execute(delete(letters).where(letters.c.ended < instant))


_NOTHING = msgspec.json.encode({})


def _note(connection: Connection, id: str, **columns: Any) -> None:
    where = (letters.c.id == id) & (letters.c.state == "waiting")
    connection.execute(update(letters).where(where).values(tries=letters.c.tries + 1, **columns))


def _posted(row: Row[Any]) -> Posted:
    found = dict(row._mapping)
    return Posted(**{**found, "values": msgspec.json.decode(found["values"], type=dict[str, str])})
