"""Acts as people look through them: the newest first, of one kind, of one person, about one subject."""

from __future__ import annotations

from datetime import datetime

import msgspec
from sqlalchemy import Connection, func, select

from moratorium.store import tables

_acts = tables.acts
_WINDOW = 50_000
"""So many acts are looked through at once for one person or one subject: no page takes longer on a long log."""


class ActRow(msgspec.Struct, frozen=True):
    """An act without its payload.

    Attributes:
        index: Log index.
        kind: What was done.
        subject: What it was done to.
        who: Who did it.
        at: When.
        is_signed: Whether a named identity signed it.
    """

    index: int
    kind: str
    subject: str
    who: str
    at: datetime
    is_signed: bool


class Wanted(msgspec.Struct, frozen=True):
    """Which acts; what is empty takes all.

    Attributes:
        kind: Of this kind.
        who: Of this holder, whichever way they came in.
        subject: Whose subject begins so.
    """

    kind: str = ""
    who: str = ""
    subject: str = ""


def acts(
    connection: Connection, wanted: Wanted, before: int | None, limit: int
) -> tuple[tuple[ActRow, ...], int | None]:
    """A page of acts, the newest first, and before which the next page begins; None at the end.

    Args:
        connection: To the store.
        wanted: Which.
        before: Log index before which to begin; None for the end of the log.
        limit: At most so many.
    """
    of = _acts.c
    end = before if before is not None else (connection.execute(select(func.max(of.act))).scalar() or 0) + 1
    asked = select(of.act, of.kind, of.subject, of.actor, of.at, of.signature.is_not(None)).where(of.act < end)
    start = 0
    if wanted.kind:
        asked = asked.where(of.kind == wanted.kind)
    if wanted.who:
        asked = asked.where((of.actor == wanted.who) | of.actor.startswith(f"{wanted.who}@", autoescape=True))
    if wanted.subject:
        asked = asked.where(of.subject.startswith(wanted.subject, autoescape=True))
    if (wanted.who or wanted.subject) and not wanted.kind:
        start = max(0, end - _WINDOW)
        asked = asked.where(of.act >= start)
    rows = tuple(ActRow(*row) for row in connection.execute(asked.order_by(of.act.desc()).limit(limit + 1)))
    if len(rows) > limit:
        return rows[:limit], rows[limit - 1].index
    return rows, start or None


def since(connection: Connection, instant: datetime, kinds: tuple[str, ...], limit: int) -> tuple[ActRow, ...]:
    """Acts of some kinds from an instant on, the newest first.

    Each kind is asked for by itself, along the index of kinds: asked for all at once, a database goes through the whole
    log from its end where few are found.
    """
    of = _acts.c
    asked = select(of.act, of.kind, of.subject, of.actor, of.at, of.signature.is_not(None))
    asked = asked.where(of.at >= instant).order_by(of.act.desc()).limit(limit)
    found = [ActRow(*row) for kind in kinds for row in connection.execute(asked.where(of.kind == kind))]
    return tuple(sorted(found, key=lambda one: -one.index)[:limit])
