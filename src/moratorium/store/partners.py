"""What partners are told and undertake, read from the cases that hold it: notices with their recipients, undertakings.

Only what decisions and registers look up is kept beside the acts (:data:`moratorium.store.case_rows.STATED`), so that
a notice to a thousand partners is not read act by act each time an order is decided.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

import msgspec
from sqlalchemy import Connection, select

from moratorium.store import tables
from moratorium.terms.act import holder_of


class Stated(msgspec.Struct, frozen=True):
    """A case with what is looked up of it.

    Attributes:
        id: Such as ``NO-2022-0001``.
        kind: ``notice`` or ``undertaking``.
        state: Its state.
        title: One line for people; empty if it was erased.
        due: The deadline of its next step; None without one.
        opened: Log index of the act that opened it.
        opened_at: When, in UTC.
        fields: What is stated of it.
        parts: What is stated of its parts, by number.
    """

    id: str
    kind: str
    state: str
    title: str
    due: date | None
    opened: int
    opened_at: datetime
    fields: dict[str, str] = {}
    parts: dict[int, dict[str, str]] = {}


def stated(
    connection: Connection,
    kind: str,
    states: Collection[str] | None = None,
    only: Collection[str] | None = None,
) -> tuple[Stated, ...]:
    """Cases of a kind with what is looked up of them, the oldest first.

    Args:
        connection: To the store.
        kind: ``notice`` or ``undertaking``.
        states: Only in these states; None takes all.
        only: Only these cases; None takes all.
    """
    of, cases = tables.case_stated.c, tables.cases.c
    which = cases.kind == kind
    if states is not None:
        which &= cases.state.in_(sorted(states))
    if only is not None:
        which &= cases.id.in_(sorted(only))
    columns = (cases.id, cases.kind, cases.state, cases.title, cases.due, cases.opened, cases.opened_at)
    rows = connection.execute(select(*columns).where(which).order_by(cases.opened))
    found = {row.id: Stated(*row, {}, {}) for row in rows}
    said = select(of.case, of.part, of.number, of.name, of.value).join(tables.cases, cases.id == of.case)
    for case, part, number, name, value in connection.execute(said.where(which).order_by(of.act)):
        one = found[case]
        (one.parts.setdefault(number, {}) if part else one.fields)[name] = value
    return tuple(found.values())


def naming(connection: Connection, party: str) -> frozenset[str]:
    """Cases that point to a party; the party need not be one to whom they are addressed."""
    of = tables.case_links.c
    return frozenset(connection.execute(select(of.case).where((of.kind == "party") & (of.target == party))).scalars())


class AccountOf(msgspec.Struct, frozen=True):
    """Somebody who acts for a partner.

    Attributes:
        name: Of the account.
        party: Our id of the partner.
        state: ``enabled`` or ``disabled``.
    """

    name: str
    party: str
    state: str


def accounts(connection: Connection) -> tuple[AccountOf, ...]:
    """Accounts that are bound to a partner, by name."""
    of = tables.accounts.c
    asked = select(of.name, of.party, of.state).where((of.party != "") & (of.role == "partner")).order_by(of.name)
    return tuple(AccountOf(*row) for row in connection.execute(asked))


def party_of(connection: Connection, actor: str) -> str:
    """The partner for whom somebody acts; empty if they act for none, or no longer."""
    of = tables.accounts.c
    mine = (of.name == holder_of(actor)) & (of.role == "partner") & (of.state == "enabled")
    return connection.execute(select(of.party).where(mine)).scalar() or ""
