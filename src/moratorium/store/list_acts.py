"""Versions of lists with who brought them in, checks of publishers, and runs of re-screening; newest first."""

from __future__ import annotations

from datetime import datetime

import msgspec
from sqlalchemy import Connection, select

from moratorium.store import tables
from moratorium.store.projections import ListCheckRow
from moratorium.terms.act import ListImported


class Brought(msgspec.Struct, frozen=True):
    """A version of a source, and who brought it in.

    Attributes:
        act: Log index of the act.
        version: What was imported.
        by: Who brought it in.
        at: When.
    """

    act: int
    version: ListImported
    by: str
    at: datetime


class RunRow(msgspec.Struct, frozen=True):
    """A batch of a re-screening, or its end.

    Attributes:
        act: Log index of the act.
        compared: Parties compared.
        changed: Outcomes that changed.
        ended: Whether it ends the run.
        by: Who had it done.
        at: When.
    """

    act: int
    compared: int
    changed: int
    ended: bool
    by: str
    at: datetime


def versions(connection: Connection, source: str) -> tuple[Brought, ...]:
    """All versions of a source, the last published first."""
    lists, acts = tables.lists, tables.acts.c
    columns = [lists.c[name] for name in ListImported.__struct_fields__]
    asked = select(lists.c.act, acts.actor, acts.at, *columns).join(tables.acts, acts.act == lists.c.act)
    asked = asked.where(lists.c.source == source).order_by(lists.c.published.desc(), lists.c.act.desc())
    return tuple(Brought(row[0], ListImported(*row[3:]), row[1], row[2]) for row in connection.execute(asked))


def checks(connection: Connection, source: str, limit: int) -> tuple[ListCheckRow, ...]:
    """The last times that a source was asked for a new version, newest first."""
    of = tables.list_checks.c
    columns = (of[name] for name in ListCheckRow.__struct_fields__)
    asked = select(*columns).where(of.source == source).order_by(of.act.desc()).limit(limit)
    return tuple(ListCheckRow(*row) for row in connection.execute(asked))


def runs(connection: Connection, before: int | None, limit: int) -> tuple[RunRow, ...]:
    """Batches of re-screening in which something changed, and ends of runs, newest first.

    Args:
        connection: To the store.
        before: Only those before this log index.
        limit: At most so many.
    """
    of, acts = tables.rescreens.c, tables.acts.c
    asked = select(of.act, of.compared, of.changed, of.ended, acts.actor, acts.at)
    asked = asked.join(tables.acts, acts.act == of.act).where((of.changed > 0) | of.ended)
    if before is not None:
        asked = asked.where(of.act < before)
    return tuple(RunRow(*row) for row in connection.execute(asked.order_by(of.act.desc()).limit(limit)))
