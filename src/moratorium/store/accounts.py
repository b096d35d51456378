"""Accounts as acts left them, and who looked at what: projections. Passwords and sessions are in ``sign_in``."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, select

from moratorium.store import tables
from moratorium.terms.account import Source


class AccountRow(msgspec.Struct, frozen=True):
    """An account as it stands.

    Attributes:
        name: As it stands in acts.
        role: What it may do.
        state: ``enabled`` or ``disabled``.
        source: Who says that somebody is this person.
        made_at: When it was made.
        act: The act that made it what it is.
        party: Our id of the partner for whom they act; empty for others.
    """

    name: str
    role: str
    state: str
    source: Source
    made_at: datetime
    act: int
    party: str = ""


def accounts(connection: Connection) -> tuple[AccountRow, ...]:
    """All accounts by name, disabled ones too."""
    return tuple(map(_account, connection.execute(select(tables.accounts).order_by(tables.accounts.c.name))))


def account(connection: Connection, name: str) -> AccountRow | None:
    """The account of a name, or None."""
    row = connection.execute(select(tables.accounts).where(tables.accounts.c.name == name)).first()
    return None if row is None else _account(row)


def _account(row: Row[Any]) -> AccountRow:
    source = msgspec.json.decode(row.source, type=Source)
    return AccountRow(row.name, row.role, row.state, source, row.made_at, row.act, row.party)


def looked_since(connection: Connection, who: str, subject: str, since: datetime) -> bool:
    """Whether somebody's look at a subject is on record since an instant."""
    of = tables.looks.c
    found = select(of.act).where((of.who == who) & (of.subject == subject) & (of.at > since)).limit(1)
    return connection.execute(found).first() is not None
