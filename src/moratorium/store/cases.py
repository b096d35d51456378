"""Cases read: one with all its acts, a page of them, who points where, copies of a message, steps in a period."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Select, Subquery, exists, func, select

from moratorium.errors import MissingError
from moratorium.registers.case import Case, Event, case_of
from moratorium.registers.kinds import OWNER
from moratorium.store import tables
from moratorium.store.acts import act_at
from moratorium.terms.case import CaseEntered, CaseMoved

MOST_CANDIDATES = 50
"""Earlier messages that a new one is compared with."""


class CaseRow(msgspec.Struct, frozen=True):
    """A case as it stands in the register.

    Attributes:
        id: Such as ``MR-2022-0007``.
        kind: Its kind.
        state: Its state.
        is_closed: Whether it has come to an end.
        title: One line for people; empty if it was erased.
        due: The deadline; None without one.
        opened: Log index of the act that opened it.
        opened_at: When, in UTC.
        act: Log index of the newest step.
        moved_at: When that was, in UTC.
    """

    id: str
    kind: str
    state: str
    is_closed: bool
    title: str
    due: date | None
    opened: int
    opened_at: datetime
    act: int
    moved_at: datetime


class Wanted(msgspec.Struct, frozen=True):
    """Which cases; None takes all.

    Attributes:
        kind: Of this kind.
        state: In this state.
        is_closed: Closed ones, or open ones.
        due_by: With a deadline on this day or before.
        link: Kind and target of something that they point to.
        owner: Who looks after them; empty for those after whom nobody does.
    """

    kind: str | None = None
    state: str | None = None
    is_closed: bool | None = None
    due_by: date | None = None
    link: tuple[str, str] | None = None
    owner: str | None = None


def rows(connection: Connection, wanted: Wanted, before: int | None = None, limit: int = 100) -> tuple[CaseRow, ...]:
    """Cases of the register, the newest first; ``before`` is the ``opened`` of the last one of the page before."""
    of = tables.cases.c
    asked = _chosen(select(tables.cases), wanted).order_by(of.opened.desc()).limit(limit)
    if before is not None:
        asked = asked.where(of.opened < before)
    return tuple(CaseRow(*row) for row in connection.execute(asked))


def counts(connection: Connection, wanted: Wanted) -> dict[tuple[str, str], int]:
    """How many cases there are, by kind and state."""
    of = tables.cases.c
    asked = _chosen(select(of.kind, of.state, func.count()), wanted).group_by(of.kind, of.state)
    return {(kind, state): int(count) for kind, state, count in connection.execute(asked.order_by(of.kind, of.state))}


def due(connection: Connection, by: date, limit: int | None = None) -> tuple[CaseRow, ...]:
    """Open cases whose next step is due by a day, the most overdue first; None takes all of them."""
    of = tables.cases.c
    asked = select(tables.cases).where(of.due <= by).order_by(of.due, of.id).limit(limit)
    return tuple(CaseRow(*row) for row in connection.execute(asked))


def count_due(connection: Connection, today: date, by: date) -> tuple[int, int]:
    """How many cases have a step that is overdue, and how many one that is due from today until a day."""
    of = tables.cases.c
    within = (of.due >= today) & (of.due <= by)
    counts = (select(func.count()).select_from(tables.cases).where(one) for one in (of.due < today, within))
    overdue, soon = (int(connection.execute(one).scalar_one()) for one in counts)
    return overdue, soon


def _chosen(asked: Select[Any], wanted: Wanted) -> Select[Any]:
    of, links = tables.cases.c, tables.case_links.c
    if wanted.kind is not None:
        asked = asked.where(of.kind == wanted.kind)
    if wanted.state is not None:
        asked = asked.where(of.state == wanted.state)
    if wanted.is_closed is not None:
        asked = asked.where(of.is_closed == wanted.is_closed)
    if wanted.due_by is not None:
        asked = asked.where(of.due <= wanted.due_by)
    if wanted.link is not None:
        kind, target = wanted.link
        asked = asked.where(of.id.in_(select(links.case).where((links.kind == kind) & (links.target == target))))
    if wanted.owner is not None:
        stated = _owner_rows()
        of_them = select(stated.c.case).where(stated.c.value == wanted.owner) if wanted.owner else select(stated.c.case)
        asked = asked.where(of.id.in_(of_them) if wanted.owner else of.id.not_in(of_them))
    return asked


def _owner_rows() -> Subquery:
    """Case and owner, as stated last."""
    of, newer = tables.case_stated.c, tables.case_stated.alias("newer")
    is_owner = (of.name == OWNER.name) & (of.part == "")
    later = (newer.c.case == of.case) & (newer.c.name == OWNER.name) & (newer.c.part == "") & (newer.c.act > of.act)
    return select(of.case, of.value).where(is_owner & ~exists().where(later)).subquery()


def owners(connection: Connection, ids: Collection[str]) -> dict[str, str]:
    """Who looks after some cases, by their ids; those after whom nobody does are left out."""
    stated = _owner_rows()
    found = select(stated.c.case, stated.c.value).where(stated.c.case.in_(ids))
    return {one.case: one.value for one in connection.execute(found)}


def row(connection: Connection, id: str) -> CaseRow:
    """One case of the register.

    Raises:
        MissingError: there is no such case.
    """
    found = connection.execute(select(tables.cases).where(tables.cases.c.id == id)).first()
    if found is None:
        raise MissingError(f"no case `{id[:40]}`", help="moratorium case list")
    return CaseRow(*found)


def case(connection: Connection, id: str) -> Case:
    """One case with all that was said of it, as its acts make it.

    Raises:
        MissingError: there is no such case.
    """
    row(connection, id)
    return case_of(_events(connection, id))


def _events(connection: Connection, id: str) -> Iterator[Event]:
    """Acts of a case, oldest first; those that were erased have no words any more."""
    of = tables.case_acts.c
    asked = select(of.act).where(of.case == id).order_by(of.act)
    for index in connection.execute(asked).scalars().all():
        logged = act_at(connection, index)
        payload = logged.act.payload
        known = payload if isinstance(payload, CaseMoved | CaseEntered) else None
        yield Event(index, logged.act.actor, logged.act.at, known)


def last_act(connection: Connection, id: str) -> int:
    """Log index of the newest act of a case.

    Raises:
        MissingError: there is no such case.
    """
    of = tables.case_acts.c
    found = connection.execute(select(func.max(of.act)).where(of.case == id)).scalar()
    if found is None:
        raise MissingError(f"no case `{id[:40]}`", help="moratorium case list")
    return int(found)


def next_id(connection: Connection, prefix: str, year: int) -> str:
    """The id of the next case of a kind; in a write transaction nobody else takes it."""
    first = f"{prefix}-{year}-"
    of = tables.cases.c
    within = (of.id >= first) & (of.id < f"{prefix}-{year}.")
    return f"{first}{connection.execute(select(func.count()).where(within)).scalar_one() + 1:04d}"


def cases_with(connection: Connection, kind: str, target: str) -> tuple[str, ...]:
    """Cases that point to something, such as an order or another case."""
    of = tables.case_links.c
    asked = select(of.case).where((of.kind == kind) & (of.target == target)).distinct().order_by(of.case)
    return tuple(connection.execute(asked).scalars())


def has_file(connection: Connection, id: str, digest: str) -> str | None:
    """The name under which a case has a file; None if it has none of this digest."""
    of = tables.case_files.c
    return connection.execute(select(of.name).where((of.case == id) & (of.digest == digest)).limit(1)).scalar()


def files_of_act_alone(connection: Connection, act: int) -> frozenset[str]:
    """Digests of the files that one act cites and no other: they go when it is erased."""
    of = tables.case_files.c
    elsewhere = select(of.digest).where(of.act != act)
    asked = select(of.digest).where((of.act == act) & of.digest.not_in(elsewhere))
    return frozenset(connection.execute(asked).scalars())


# -- copies of a message ----------------------------------------------------------------------------------------------


class Met(msgspec.Struct, frozen=True):
    """An earlier message: where it stands, and the case it is on."""

    act: int
    number: int
    case: str


def equal_message(connection: Connection, copy_of: str) -> Met | None:
    """The first message with the same text, letter for letter of what is compared."""
    of = tables.case_messages.c
    asked = select(of.act, of.number, of.case).where(of.copy_of == copy_of).order_by(of.act, of.number).limit(1)
    found = connection.execute(asked).first()
    return None if found is None else Met(*found)


def near_messages(connection: Connection, bands: Sequence[str]) -> tuple[Met, ...]:
    """Earlier messages that have a band of their sketch in common, those with most of them first."""
    band, of = tables.case_bands.c, tables.case_messages.c
    shared = select(band.act, band.number, func.count().label("shared")).where(band.band.in_(bands))
    found = shared.group_by(band.act, band.number).subquery()
    distinct = select(of.copy_of, func.min(of.act).label("act")).group_by(of.copy_of).subquery()
    asked = (
        select(of.act, of.number, of.case)
        .join_from(found, tables.case_messages, (of.act == found.c.act) & (of.number == found.c.number))
        .join(distinct, (of.copy_of == distinct.c.copy_of) & (of.act == distinct.c.act))
        .order_by(found.c.shared.desc(), of.act)
        .limit(MOST_CANDIDATES)
    )
    return tuple(Met(*one) for one in connection.execute(asked))


def next_message(connection: Connection, id: str) -> int:
    """Number of the next message on a case."""
    of = tables.case_messages.c
    return int(connection.execute(select(func.max(of.number)).where(of.case == id)).scalar() or 0) + 1


def text_of_message(connection: Connection, met: Met) -> str:
    """The words of an earlier message; empty if its entry was erased."""
    payload = act_at(connection, met.act).act.payload
    if not isinstance(payload, CaseEntered):
        return ""
    return next((one.fields.get("text", "") for one in payload.parts if one.number == met.number), "")


# -- steps in a period ------------------------------------------------------------------------------------------------


class StepRow(msgspec.Struct, frozen=True):
    """A step that was taken, whatever became of its words.

    Attributes:
        act: Log index.
        case: Of which case.
        kind: Its kind.
        state: State that it led to.
        actor: Who took it.
        at: When, in UTC.
    """

    act: int
    case: str
    kind: str
    state: str
    actor: str
    at: datetime


def steps(
    connection: Connection, states: Collection[tuple[str, str]], since: datetime, until: datetime
) -> tuple[StepRow, ...]:
    """Steps that led to some states within a period, oldest first.

    Args:
        connection: To the store.
        states: Kind of case and state.
        since: First instant.
        until: The instant before which it ends.
    """
    of, cases = tables.case_acts.c, tables.cases.c
    asked = select(of.act, of.case, cases.kind, of.state, of.actor, of.at)
    asked = asked.join_from(tables.case_acts, tables.cases, of.case == cases.id)
    asked = asked.where(of.state.in_(sorted({state for _, state in states})) & (of.at >= since) & (of.at < until))
    found = (StepRow(*one) for one in connection.execute(asked.order_by(of.act)))
    return tuple(one for one in found if (one.kind, one.state) in states)
