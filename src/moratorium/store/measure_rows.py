"""What pages on measures read: when the rulebook changed, what was proposed for a measure, which orders it stops."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

import msgspec
from sqlalchemy import ColumnElement, Connection, select

from moratorium.store import blobs, projections, tables
from moratorium.store.acts import act_at
from moratorium.store.projections import OrderRow, ProposalRow
from moratorium.terms.act import CameIntoForce


class Change(NamedTuple):
    """How the present text of a measure came in.

    Attributes:
        act: Log index of the approval.
        at: When.
        change: ``adopt``, ``propose``, ``extend``, ``lift`` or ``activate``.
        by: Who proposed it.
        approved_by: Who approved it.
        reason: Why.
        proposal: Its number.
    """

    act: int
    at: datetime
    change: str
    by: str
    approved_by: str
    reason: str
    proposal: int


class Stopping(msgspec.Struct, frozen=True):
    """A finding of a judgement, as far as it is needed to count by measure."""

    measure: str
    effect: str


class _Judgement(msgspec.Struct):
    findings: tuple[Stopping, ...] = ()


def rulebook_changes(connection: Connection) -> tuple[int, ...]:
    """Log indexes of the acts that changed the adopted rulebook, oldest first."""
    return tuple(connection.execute(select(tables.rulebooks.c.act).order_by(tables.rulebooks.c.act)).scalars())


def changes(connection: Connection, acts: Iterable[int]) -> dict[int, Change]:
    """How what some approvals brought in came about, by log index."""
    found = {}
    for index in sorted(set(acts)):
        approval = act_at(connection, index).act
        of = tables.proposals.c
        asked = select(of.change, of.by, of.reason).where(of.act == approval.payload.proposal)
        change, by, reason = connection.execute(asked).one()
        found[index] = Change(index, approval.at, change, by, approval.actor, reason, approval.payload.proposal)
    return found


def states(connection: Connection, known_at: int | None = None) -> dict[str, int]:
    """Log index of the approval that brought in each measure, as known at a size of the log."""
    measures = tables.measures
    stood: ColumnElement[bool] = measures.c.to_act.is_(None)
    if known_at is not None:
        stood = (measures.c.from_act < known_at) & (stood | (measures.c.to_act >= known_at))
    asked = select(measures.c.id, measures.c.from_act).where(stood)
    return {row.id: row.from_act for row in connection.execute(asked)}


def proposals_of(connection: Connection, id: str) -> tuple[ProposalRow, ...]:
    """Everything that was ever proposed for a measure, newest first."""
    documents = tables.proposed_documents
    acts = connection.execute(select(documents.c.act).where(documents.c.id == id).order_by(documents.c.act.desc()))
    found = (projections.proposal(connection, act) for act in acts.scalars().all())
    return tuple(one for one in found if one is not None)


def recent_proposals(connection: Connection, limit: int) -> tuple[ProposalRow, ...]:
    """Proposals that were decided, the newest first."""
    proposals = tables.proposals
    asked = select(proposals.c.act).where(proposals.c.state != "open").order_by(proposals.c.act.desc()).limit(limit)
    found = (projections.proposal(connection, act) for act in connection.execute(asked).scalars().all())
    return tuple(one for one in found if one is not None)


def came_of(connection: Connection, cause: str) -> CameIntoForce | None:
    """What deciding open orders again came to that was done for a cause; None if it was not done."""
    acts = tables.acts.c
    asked = select(acts.act).where((acts.kind == "came_into_force") & (acts.subject == cause))
    index = connection.execute(asked.order_by(acts.act.desc()).limit(1)).scalar()
    payload = None if index is None else act_at(connection, index).act.payload
    return payload if isinstance(payload, CameIntoForce) else None


def stops(connection: Connection) -> Iterator[tuple[str, str]]:
    """Judgement and key of each order that is held or denied at present, by key."""
    of = tables.stops.c
    rows = connection.execute(select(of.judgement, of.order_key).order_by(of.order_key, of.judgement))
    return ((row.judgement, row.order_key) for row in rows)


def findings_of(connection: Connection, judgements: Iterable[str]) -> dict[str, tuple[Stopping, ...]]:
    """The findings of judgements, by digest."""
    found = blobs.get_many(connection, judgements)
    return {digest: msgspec.json.decode(content, type=_Judgement).findings for digest, content in found.items()}


def orders(connection: Connection, keys: Sequence[str]) -> tuple[OrderRow, ...]:
    """Some orders as they were last decided, by key."""
    asked = select(tables.orders).where(tables.orders.c.key.in_(keys)).order_by(tables.orders.c.key)
    return tuple(OrderRow(**row._mapping) for row in connection.execute(asked))
