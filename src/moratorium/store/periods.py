"""What happened in a quarter, as the first so many acts of the log tell it: orders stopped, steps of cases, acts.

Everything here is asked of a log of a given size, so that a number can be found again however long the log has grown.
What a row counts it names by its act, of which a receipt can be made. What may be there by the million is asked by a
question: its number was summed as acts were recorded, and its acts are read a page at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, Subquery, and_, func, select

from moratorium.registers.case import Case, Event, case_of
from moratorium.store import tables
from moratorium.store.act_pages import ActRow
from moratorium.store.acts import act_at, read_acts
from moratorium.store.effects import STRETCH, quarter_number
from moratorium.terms.act import Act
from moratorium.terms.case import CaseEntered, CaseMoved
from moratorium.terms.quarter import Quarter


class Period(NamedTuple):
    """A quarter of a log.

    Attributes:
        quarter: Which.
        size: Only the first so many acts are looked at.
    """

    quarter: Quarter
    size: int

    @property
    def since(self) -> datetime:
        """Its first instant."""
        return self.quarter.instants[0]

    @property
    def until(self) -> datetime:
        """The instant before which it ends."""
        return self.quarter.instants[1]

    @property
    def number(self) -> int:
        """The quarter as the marks of decisions have it."""
        return quarter_number(self.since)


# -- what may be there by the million ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Changed:
    """Decisions of the quarter with which the effect of an order changed: :mod:`moratorium.store.effects`.

    Only decisions that came to stand are meant: a trial, or a look back, stops no order. A decision that was erased is
    not there any more.

    Attributes:
        ways: Each the effect before, empty for an order that was decided for the first time, and the one since.
    """

    ways: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Waiting:
    """Decisions, of whichever quarter, with which an order was held that was held still at the end."""


@dataclass(frozen=True)
class OfKind:
    """Acts of the quarter of a kind; decisions are none of them."""

    kind: str


Question = Changed | Waiting | OfKind
"""By which acts are found that may be too many to be read at once."""


class Found(NamedTuple):
    """What a question finds.

    Attributes:
        number: How many acts.
        first: Log indexes of the first of them.
    """

    number: int
    first: tuple[int, ...]


class Held(NamedTuple):
    """How long holds had lasted that ended, in whole seconds.

    Attributes:
        middle: Those in the middle: one of an odd number of holds, two of an even one, none if none ended.
        longest: The longest; None if none ended.
    """

    middle: tuple[int, ...]
    longest: int | None


def found(connection: Connection, period: Period, questions: Mapping[str, Question], first: int) -> dict[str, Found]:
    """How many acts each question finds, and the first of them.

    Args:
        connection: To the store.
        period: Of which.
        questions: By whatever name.
        first: So many acts of each are read.
    """
    changes, told = _changes(connection, period), {}
    for name, question in questions.items():
        match question:
            case Changed(ways=ways):
                number = sum(changes.get(way, 0) for way in ways)
            case Waiting():
                number = _waiting(connection, period)
            case OfKind(kind=kind):
                number = _number_of_kind(connection, period, kind)
        told[name] = Found(number, acts_behind(connection, period, question, None, first) if number else ())
    return told


def acts_behind(
    connection: Connection, period: Period, question: Question, after: int | None, limit: int
) -> tuple[int, ...]:
    """Log indexes of the acts that a question finds, the oldest first.

    Args:
        connection: To the store.
        period: Of which.
        question: Which acts.
        after: The act after which to begin; None for the first.
        limit: At most so many.
    """
    match question:
        case Changed(ways=ways):
            each = [_changed_so(connection, period, way, after, limit) for way in ways]
            return tuple(merge(*each))[:limit]
        case Waiting():
            return _still_held(connection, period, after, limit)
        case OfKind(kind=kind):
            return _of_kind(connection, period, kind, after, limit)


def held(connection: Connection, period: Period, ended: int) -> Held:
    """How long the holds had lasted that ended in a quarter.

    Args:
        connection: To the store.
        period: Of which.
        ended: How many they are.
    """
    if not ended:
        return Held((), None)
    of = tables.decisions.c
    asked = select(of.held).where((of.quarter == period.number) & tables.ENDED_HOLD & (of.act < period.size))
    middle = asked.order_by(of.held, of.act).offset((ended - 1) // 2).limit(2 - ended % 2)
    longest = connection.execute(asked.order_by(of.held.desc(), of.act.desc()).limit(1)).scalar()
    return Held(tuple(connection.execute(middle).scalars()), longest)


def _changes(connection: Connection, period: Period) -> dict[tuple[str, str], int]:
    """How many changes of each way there were in a quarter."""
    return _summed(connection, period.size, lambda quarter: quarter == period.number)


def _waiting(connection: Connection, period: Period) -> int:
    """How many holds had begun by the end of a quarter, less those that had ended."""
    ways = _summed(connection, period.size, lambda quarter: quarter <= period.number)
    began = sum(number for (_, effect), number in ways.items() if effect == "hold")
    return began - sum(number for (was, _), number in ways.items() if was == "hold")


def _summed(connection: Connection, size: int, is_meant: Callable[[Any], ColumnElement[bool]]) -> dict[Any, int]:
    """Changes by way, from the counts; those of the stretch in which the log had its size are counted one by one."""
    counts, of = tables.effect_counts.c, tables.decisions.c
    stretch = size // STRETCH
    summed = select(counts.was, counts.effect, func.sum(counts.orders)).group_by(counts.was, counts.effect)
    summed = summed.where(is_meant(counts.quarter) & (counts.stretch < stretch))
    rest = select(of.was, of.effect, func.count()).group_by(of.was, of.effect)
    rest = rest.where((of.act >= stretch * STRETCH) & (of.act < size))
    rest = rest.where(is_meant(of.quarter + 0))  # a sum is looked up in no index: a few acts are gone through
    told: dict[Any, int] = {}
    for was, effect, number in (*connection.execute(summed), *connection.execute(rest)):
        told[was, effect] = told.get((was, effect), 0) + int(number)
    return told


def _changed_so(
    connection: Connection, period: Period, way: tuple[str, str], after: int | None, limit: int
) -> tuple[int, ...]:
    of = tables.decisions.c
    asked = select(of.act).where((of.quarter == period.number) & (of.was == way[0]) & (of.effect == way[1]))
    return _page(connection, asked.where(of.act < period.size), of.act, after, limit)


def _still_held(connection: Connection, period: Period, after: int | None, limit: int) -> tuple[int, ...]:
    of = tables.decisions.c
    lasted = of.ended.is_(None) | (of.ended >= period.size) | (of.ended_quarter > period.number)
    asked = select(of.act).where(tables.BEGAN_HOLD & (of.quarter <= period.number) & (of.act < period.size) & lasted)
    return _page(connection, asked, of.act, after, limit)


def _page(connection: Connection, asked: Select[Any], act: Any, after: int | None, limit: int) -> tuple[int, ...]:
    if after is not None:
        asked = asked.where(act > after)
    return tuple(connection.execute(asked.order_by(act).limit(limit)).scalars())


def _of_kind(connection: Connection, period: Period, kind: str, after: int | None, limit: int) -> tuple[int, ...]:
    """In the order of their times, along the index of them; acts of one time in the order of the log."""
    of, since = tables.acts.c, period.since
    asked = select(of.act).where((of.kind == kind) & tables.NO_DECISION & (of.act < period.size))
    if after is not None:
        since = max(since, connection.execute(select(of.at).where(of.act == after)).scalar() or since)
        asked = asked.where((of.at > since) | (of.act > after))
    asked = asked.where((of.at >= since) & (of.at < period.until))
    return tuple(connection.execute(asked.order_by(of.at, of.act).limit(limit)).scalars())


def _number_of_kind(connection: Connection, period: Period, kind: str) -> int:
    of = tables.acts.c
    asked = select(func.count()).where((of.kind == kind) & tables.NO_DECISION & _within(of, period))
    return int(connection.execute(asked).scalar() or 0)


# -- what people did --------------------------------------------------------------------------------------------------


class ActOf(NamedTuple):
    """An act without its payload: its place in the log, its kind, its subject."""

    act: int
    kind: str
    subject: str


def acts_in(connection: Connection, period: Period, kinds: Collection[str]) -> tuple[ActOf, ...]:
    """Acts of some kinds in a period, oldest first; decisions are none of them."""
    of = tables.acts.c
    asked = select(of.act, of.kind, of.subject).where(of.kind.in_(kinds) & tables.NO_DECISION & _within(of, period))
    return tuple(ActOf(*row) for row in connection.execute(asked.order_by(of.act)))


def erased_in(connection: Connection, period: Period) -> tuple[int, ...]:
    """Log indexes of the acts of a period whose words were erased since: what they said counts nowhere any more."""
    of = tables.acts.c
    asked = select(of.act).where(tables.IS_ERASED & _within(of, period)).order_by(of.act)
    return tuple(connection.execute(asked).scalars())


def first_and_last(connection: Connection) -> tuple[datetime, datetime] | None:
    """When the first act was done, and the newest; None of an empty log."""
    of = tables.acts.c
    first = connection.execute(select(func.min(of.at))).scalar()
    last = connection.execute(select(func.max(of.at))).scalar()  # asked for together, all acts would be gone through
    return None if first is None or last is None else (first, last)


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
