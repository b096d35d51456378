"""What happened in a period, as the first so many acts of the log tell it: orders stopped, steps of cases, acts.

Everything here is asked of a log of a given size, so that a number can be found again however long the log has grown.
What a row counts it names by its act, of which a receipt can be made.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, Subquery, and_, func, select

from moratorium.registers.case import Case, Event, case_of
from moratorium.store import tables
from moratorium.store.act_pages import ActRow
from moratorium.store.acts import act_at, read_acts
from moratorium.terms.act import Act
from moratorium.terms.case import CaseEntered, CaseMoved


class Period(NamedTuple):
    """A period of a log.

    Attributes:
        since: First instant.
        until: The instant before which it ends.
        size: Only the first so many acts are looked at.
    """

    since: datetime
    until: datetime
    size: int


class EffectChange(NamedTuple):
    """The decision with which an order's effect changed.

    Attributes:
        order: Key of the order.
        act: Log index of the decision.
        at: When it was made.
        effect: ``allow``, ``hold`` or ``deny`` from then on.
        before: The effect until then; None of an order that was decided for the first time.
        since: When the effect until then had begun; None likewise.
        lasts: Whether the effect was still the same at the end of the period.
    """

    order: str
    act: int
    at: datetime
    effect: str
    before: str | None
    since: datetime | None
    lasts: bool


def effect_changes(connection: Connection, period: Period) -> Iterator[EffectChange]:
    """Decisions of a period with which an order's effect changed, and older ones that held it to the end of the period.

    Only decisions that came to stand are looked at: a trial, or a look back, stops no order. A decision that was erased
    is not there any more.
    """
    of, acts = tables.decisions.c, tables.acts.c
    stood = select(of.order_key, of.act, acts.at, of.effect).join_from(
        tables.decisions, tables.acts, of.act == acts.act
    )
    stood = stood.where(of.stood & (of.act < period.size) & (acts.at < period.until))
    every = stood.add_columns(_of_order(func.lag(of.effect, type_=of.effect.type), of).label("before")).subquery()
    one = every.c
    changed = select(every).where(one.before.is_(None) | (one.before != one.effect)).subquery()
    two = changed.c
    told = select(
        *(two.order_key, two.act, two.at, two.effect, two.before),
        _of_order(func.lag(two.at, type_=two.at.type), two).label("since"),
        _of_order(func.lead(two.act, type_=two.act.type), two).is_(None).label("lasts"),
    ).subquery()
    asked = select(told).where((told.c.at >= period.since) | (told.c.lasts & (told.c.effect == "hold")))
    return (
        EffectChange(key, act, at, effect, before, since, bool(lasts))
        for key, act, at, effect, before, since, lasts in connection.execute(asked.order_by(told.c.act))
    )


def _of_order(function: Any, of: Any) -> Any:
    return function.over(partition_by=of.order_key, order_by=of.act)


class ActOf(NamedTuple):
    """An act without its payload: its place in the log, its kind, its subject."""

    act: int
    kind: str
    subject: str


def acts_in(connection: Connection, period: Period, kinds: Collection[str]) -> tuple[ActOf, ...]:
    """Acts of some kinds in a period, oldest first."""
    of = tables.acts.c
    asked = select(of.act, of.kind, of.subject).where(of.kind.in_(kinds) & _within(of, period))
    return tuple(ActOf(*row) for row in connection.execute(asked.order_by(of.act)))


def erased_in(connection: Connection, period: Period) -> tuple[int, ...]:
    """Log indexes of the acts of a period whose words were erased since: what they said counts nowhere any more."""
    of = tables.acts.c
    asked = select(of.act).where(of.document.is_(None) & _within(of, period)).order_by(of.act)
    return tuple(connection.execute(asked).scalars())


def first_and_last(connection: Connection) -> tuple[datetime, datetime] | None:
    """When the first act was done, and the newest; None of an empty log."""
    of = tables.acts.c
    first, last = connection.execute(select(func.min(of.at), func.max(of.at))).one()
    return None if first is None else (first, last)


def newest(connection: Connection, size: int) -> datetime | None:
    """When the newest act of a log of a size was done; None of an empty log."""
    of = tables.acts.c
    return connection.execute(select(of.at).where(of.act < size).order_by(of.act.desc()).limit(1)).scalar()


class StepTaken(NamedTuple):
    """A step of a case.

    Attributes:
        act: Log index.
        case: Its id.
        kind: Its kind.
        step: Name of the step.
        state: State that it led to.
        at: When, in UTC.
    """

    act: int
    case: str
    kind: str
    step: str
    state: str
    at: datetime


def steps_in(connection: Connection, period: Period) -> tuple[StepTaken, ...]:
    """Every step that any case took in a period, oldest first."""
    of = tables.case_acts.c
    return _steps(
        connection, _steps_asked().where((of.at >= period.since) & (of.at < period.until) & (of.act < period.size))
    )


def last_steps(connection: Connection, period: Period) -> tuple[StepTaken, ...]:
    """The newest step of each case at the end of a period: the state in which it stood then."""
    of, end = tables.case_acts.c, _ends_of_cases(period)
    newest = select(of.case, func.max(of.act).label("act")).join_from(tables.case_acts, end, of.case == end.c.case)
    last = newest.where(of.step.is_not(None) & (of.act <= end.c.act)).group_by(of.case).subquery()
    return _steps(connection, _steps_asked().join(last, last.c.act == of.act))


def _ends_of_cases(period: Period) -> Subquery:
    """The newest act of each case in a period or before it: the case is all its acts until then, in log order."""
    of = tables.case_acts.c
    asked = select(of.case, func.max(of.act).label("act")).where((of.at < period.until) & (of.act < period.size))
    return asked.group_by(of.case).subquery()


def _steps_asked() -> Select[Any]:
    of, cases = tables.case_acts.c, tables.cases.c
    asked = select(of.act, of.case, cases.kind, of.step, of.state, of.at)
    return asked.join_from(tables.case_acts, tables.cases, of.case == cases.id).where(of.step.is_not(None))


def _steps(connection: Connection, asked: Select[Any]) -> tuple[StepTaken, ...]:
    return tuple(StepTaken(*row) for row in connection.execute(asked.order_by(tables.case_acts.c.act)))


def cases_at(connection: Connection, period: Period) -> dict[str, Case]:
    """Cases as they stood at the end of a period, by id; words that were erased since are gone."""
    events: dict[str, list[Event]] = {}
    ends: dict[str, int] = {}
    for logged in read_acts(connection, ("case_moved", "case_entered"), stop=period.size):
        act = logged.act
        known = act.payload if isinstance(act.payload, CaseMoved | CaseEntered) else None
        events.setdefault(act.subject, []).append(Event(logged.index, act.actor, act.at, known))
        if act.at < period.until:
            ends[act.subject] = len(events[act.subject])
    return {id: case_of(events[id][:end]) for id, end in ends.items()}


def steps_counted(connection: Connection, period: Period) -> tuple[CaseMoved, ...]:
    """The steps of cases in a period, from the acts themselves and not from a table made of them."""
    acts = (one.act for one in read_acts(connection, ("case_moved",), stop=period.size))
    return tuple(one.payload for one in acts if period.since <= one.at < period.until)


class MeasureAt(NamedTuple):
    """A measure of the adopted rulebook as it stood at the end of a period.

    Attributes:
        id: Its id.
        document: Its text.
        act: Log index of the approval that brought this text in.
        before: Log indexes of earlier approvals that changed it, oldest first.
    """

    id: str
    document: str
    act: int
    before: tuple[int, ...]


def measures_at(connection: Connection, period: Period) -> tuple[MeasureAt, ...]:
    """The adopted rulebook at the end of a period, by id."""
    of, acts = tables.measures.c, tables.acts.c
    asked = select(of.id, of.document, of.from_act, of.to_act).join_from(
        tables.measures, tables.acts, of.from_act == acts.act
    )
    asked = asked.where((of.from_act < period.size) & (acts.at < period.until)).order_by(of.id, of.from_act)
    states: dict[str, list[Any]] = {}
    for row in connection.execute(asked):
        states.setdefault(row.id, []).append(row)
    gone = _before_end(connection, {rows[-1].to_act for rows in states.values()}, period)
    return tuple(
        MeasureAt(id, rows[-1].document, rows[-1].from_act, tuple(row.from_act for row in rows[:-1]))
        for id, rows in states.items()
        if rows[-1].to_act not in gone
    )


def _before_end(connection: Connection, acts: set[int | None], period: Period) -> set[int]:
    """Those of some acts that were done before a period ended: what they removed was not there then."""
    of = tables.acts.c
    known = sorted(act for act in acts if act is not None and act < period.size)
    found = connection.execute(select(of.act).where(of.act.in_(known) & (of.at < period.until))).scalars()
    return set(found)


def proposal_of(connection: Connection, approval: int) -> tuple[int, Act]:
    """The proposal that an approval approved: its log index, and the act."""
    number = act_at(connection, approval).act.payload.proposal
    return number, act_at(connection, number).act


class ListAt(NamedTuple):
    """A version of a list.

    Attributes:
        act: Log index of its import.
        source: Source id.
        published: Day of publication, as text.
        entries: How many entries it has.
        digest: SHA-256 of the published bytes.
        at: When it was imported.
    """

    act: int
    source: str
    published: str
    entries: int
    digest: str
    at: datetime


def lists_used(connection: Connection, period: Period) -> tuple[ListAt, ...]:
    """Versions of lists that were at hand at some time of a period: those imported in it, and the newest before it."""
    of, acts = tables.lists.c, tables.acts.c
    asked = select(of.act, of.source, of.published, of.entries, of.digest, acts.at).join_from(
        tables.lists, tables.acts, of.act == acts.act
    )
    asked = asked.where((of.act < period.size) & (acts.at < period.until)).order_by(of.act)
    found = [
        ListAt(act, source, str(day), entries, digest, at)
        for act, source, day, entries, digest, at in connection.execute(asked)
    ]
    older = {one.source: one.act for one in found if one.at < period.since}
    return tuple(one for one in found if one.at >= period.since or older[one.source] == one.act)


def _within(of: Any, period: Period) -> ColumnElement[bool]:
    return and_(of.act < period.size, of.at >= period.since, of.at < period.until)


def acts_named(connection: Connection, acts: Collection[int]) -> tuple[ActRow, ...]:
    """Some acts without their payloads, oldest first."""
    of = tables.acts.c
    asked = select(of.act, of.kind, of.subject, of.actor, of.at, of.signature.is_not(None))
    return tuple(ActRow(*row) for row in connection.execute(asked.where(of.act.in_(acts)).order_by(of.act)))
