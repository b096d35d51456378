"""What people have said of possible matches, in the order in which they said it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, insert, select

from moratorium.store import tables
from moratorium.terms.act import Act

Entry = tuple[int, Act]


class Remark(msgspec.Struct, frozen=True):
    """What somebody said of one list entry and one party of ours.

    Attributes:
        act: Log index of the act.
        subject: The party, as answers know it.
        entry: Key of the entry.
        verdict: ``true_match``, ``false_positive``, or ``needs_more``: it could not be told yet.
        reason: What it rests on, or what is needed.
        version: Digest of the list version at hand then; empty for ``needs_more``.
        expires: First day on which it no longer counts.
        by: Who said so.
        at: When.
        withdrawn: Log index of the act that took it back; None while nobody did.
        confirmed_by: The second person, where one has said the same.
    """

    act: int
    subject: str
    entry: str
    verdict: str
    reason: str
    version: str
    expires: date | None
    by: str
    at: datetime
    withdrawn: int | None = None
    confirmed_by: str | None = None


def of_match(connection: Connection, subject: str, entry: str) -> tuple[Remark, ...]:
    """All that was said of one party and one entry, oldest first."""
    return tuple(sorted(_said(connection, subject, entry), key=lambda one: one.act))


def of_party(connection: Connection, subject: str) -> tuple[Remark, ...]:
    """All that was said of a party, oldest first."""
    return tuple(sorted(_said(connection, subject, None), key=lambda one: (one.act, one.entry)))


def is_any(connection: Connection) -> bool:
    """Whether anything was ever said of a match."""
    return connection.execute(select(tables.dispositions.c.act).limit(1)).first() is not None


def page(connection: Connection, before: int | None, limit: int) -> tuple[Remark, ...]:
    """Dispositions, newest first; whole acts, so there may be a few more than asked for.

    Args:
        connection: To the store.
        before: Only those of acts before this log index.
        limit: So many acts at most.
    """
    of = tables.dispositions.c
    acts = select(of.act).distinct().order_by(of.act.desc()).limit(limit)
    if before is not None:
        acts = acts.where(of.act < before)
    chosen = list(connection.execute(acts).scalars())
    rows = connection.execute(select(tables.dispositions).where(of.act.in_(chosen)).order_by(of.act.desc(), of.entry))
    return tuple(dict.fromkeys(map(_disposition, rows)))


def deferred(connection: Connection, entries: Sequence[Entry]) -> None:
    """The rows of ``deferred`` acts."""
    rows = [
        {
            "act": index,
            "subject": act.payload.subject,
            "entry": act.payload.entry,
            "needs": act.payload.needs,
            "actor": act.actor,
            "at": act.at,
        }
        for index, act in entries
    ]
    connection.execute(insert(tables.deferrals), rows)


def _said(connection: Connection, subject: str, entry: str | None) -> set[Remark]:
    found: set[Remark] = set()
    for table in (tables.dispositions, tables.deferrals):
        asked = select(table).where(table.c.subject == subject)
        if entry is not None:
            asked = asked.where(table.c.entry == entry)
        rows = connection.execute(asked)
        found |= {_disposition(row) if table is tables.dispositions else _deferral(row) for row in rows}
    return found


def _disposition(row: Row[Any]) -> Remark:
    of = row._mapping
    verdict = "true_match" if of["match"] else "false_positive"
    told = (of[name] for name in ("reason", "version", "expires", "actor", "at", "withdrawn", "confirmed_by"))
    return Remark(of["act"], of["subject"], of["entry"], verdict, *told)


def _deferral(row: Row[Any]) -> Remark:
    of = row._mapping
    return Remark(of["act"], of["subject"], of["entry"], "needs_more", of["needs"], "", None, of["actor"], of["at"])
