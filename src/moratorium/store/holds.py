"""The queue of holds, read: questions with what they would settle, held orders, and what was said of one.

Each page is read along an index from a place on, so it costs the same however many orders are held.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Column, ColumnElement, Connection, func, or_, select, true, union_all

from moratorium.store import tables
from moratorium.store.acts import act_at
from moratorium.store.blobs import CHUNK
from moratorium.store.holding import waits_in
from moratorium.store.overdue import Overdue, is_overdue
from moratorium.terms.act import Cleared
from moratorium.terms.holding import Replied


class QuestionRow(msgspec.Struct, frozen=True):
    """Something that held orders wait for.

    Attributes:
        name: Of the question, of one length.
        kind: ``answer`` or ``clearance``.
        subject: Whose fact; for a clearance, the digest of the facts.
        fact: Which fact; for a clearance, ``measure@revision``.
        text: In words.
        orders: How many orders wait for it.
        lines: How many of their lines.
        since: From when on the one that has waited longest does.
        order_key: The one that has waited longest.
        worth: Value of those lines by currency.
    """

    name: str
    kind: str
    subject: str
    fact: str
    text: str
    orders: int
    lines: int
    since: datetime
    order_key: str
    worth: dict[str, Decimal]


class HoldRow(msgspec.Struct, frozen=True):
    """A held order.

    Attributes:
        order_key: Which.
        act: The decision that stands.
        since: When it was first held.
        kind: ``answer`` if it lacks a fact, ``clearance`` if it waits for our word alone.
        currency: Of its value.
        value: Of the whole order; None where it is not known.
        country: Where goods are to go, as stated.
        assignee: Who works on it; empty for nobody.
        version: The last act about it: another one means that somebody did something since.
    """

    order_key: str
    act: int
    since: datetime
    kind: str
    currency: str | None
    value: Decimal | None
    country: str
    assignee: str
    version: int = -1


class WaitRow(msgspec.Struct, frozen=True):
    """One thing that an order waits for."""

    order_key: str
    question: str
    kind: str
    subject: str
    fact: str
    text: str
    measures: tuple[str, ...]
    lines: int
    currency: str | None
    value: Decimal | None
    since: datetime


class EventRow(msgspec.Struct, frozen=True):
    """Something said or done about an order."""

    act: int
    order_key: str
    kind: str
    by: str
    at: datetime
    text: str


class AskRow(msgspec.Struct, frozen=True):
    """A question to a requester.

    Attributes:
        act: Its number.
        order_key: About which order.
        subject: Whose fact.
        fact: Which fact.
        question: As it was sent.
        address: To whom.
        note: What was written beside it.
        by: Who asked.
        at: When.
        until: When the link to reply ends.
        state: ``open``, ``replied``, ``taken``, ``closed``.
        reply: What they wrote.
        name: Who they say they are.
        ended: When the clock of the hold went on; None while it stands still.
        party: Our id of the partner who finds it in the portal; empty if none does.
    """

    act: int
    order_key: str
    subject: str
    fact: str
    question: str
    address: str
    note: str
    by: str
    at: datetime
    until: datetime
    state: str
    reply: str | None
    name: str | None
    ended: datetime | None
    party: str = ""


class ClearanceProposalRow(msgspec.Struct, frozen=True):
    """A clearance that waits, or waited, for a second person.

    Attributes:
        act: Its number.
        cleared: What was proposed.
        by: Who proposed it.
        at: When.
        state: ``open``, ``confirmed`` or ``rejected``.
        decided_by: Who confirmed or rejected it.
        decided_at: When.
        verdict: Why it was rejected.
    """

    act: int
    cleared: Cleared
    by: str
    at: datetime
    state: str
    decided_by: str | None
    decided_at: datetime | None
    verdict: str | None


class SaidRow(msgspec.Struct, frozen=True):
    """An answer or clearance that bears on an order.

    Attributes:
        act: Its act.
        kind: ``answer``, ``disposition`` or ``clearance``.
        subject: Whose fact, or the row that was cleared.
        fact: Which fact, the list entry, or ``measure@revision``.
        value: What was said.
        source: What it rests on.
        by: Who said it.
        confirmed_by: The second person, where there is one.
        expires: First day on which it no longer counts.
        withdrawn: The act that took it back.
    """

    act: int
    kind: str
    subject: str
    fact: str
    value: str
    source: str
    by: str
    confirmed_by: str | None
    expires: date | None
    withdrawn: int | None


class Filter(msgspec.Struct, frozen=True):
    """Which held orders; None takes all.

    Attributes:
        question: Only those that wait for it.
        assignee: Only those of a person; an empty text for those of nobody.
        countries: Only those that go to one of these, as orders state them.
        before: Only those held since before an instant.
        above: Only those worth more, as currency and value; orders of unknown value are none of them.
        late: Only those that are late.
    """

    question: str | None = None
    assignee: str | None = None
    countries: tuple[str, ...] | None = None
    before: datetime | None = None
    above: tuple[str, Decimal] | None = None
    late: Overdue | None = None


class Place(NamedTuple):
    """After which row a page begins."""

    since: datetime
    order_key: str


# -- questions --------------------------------------------------------------------------------------------------------

_Q = tables.questions.c


def questions_by_orders(
    connection: Connection, after: tuple[int, datetime, str] | None, limit: int, kind: str | None = None
) -> tuple[QuestionRow, ...]:
    """Questions, the one that most orders wait for first; of several, the one for which somebody has waited longest.

    Args:
        connection: To the store.
        after: Orders, age and name of the last question of the page before.
        limit: At most so many.
        kind: Only answers, or clearances.
    """
    asked = select(tables.questions).order_by(_Q.orders.desc(), _Q.since, _Q.question).limit(limit)
    if after is None:
        return _questions(connection, asked, kind)
    orders, since, name = after
    later = (_Q.since >= since) & or_(_Q.since > since, _Q.question > name)
    found = _questions(connection, asked.where((_Q.orders == orders) & later), kind)
    if len(found) < limit:  # asked apart, since most wait for one order: an index finds its place among these
        found += _questions(connection, asked.where(_Q.orders < orders).limit(limit - len(found)), kind)
    return found


def questions_by_age(
    connection: Connection, after: tuple[datetime, str] | None, limit: int, kind: str | None = None
) -> tuple[QuestionRow, ...]:
    """Questions, the one for which somebody has waited longest first; arguments as above, with age for orders."""
    asked = select(tables.questions).order_by(_Q.since, _Q.question).limit(limit)
    if after is not None:
        since, name = after
        asked = asked.where((_Q.since >= since) & or_(_Q.since > since, _Q.question > name))
    return _questions(connection, asked, kind)


def _questions(connection: Connection, asked: Any, kind: str | None) -> tuple[QuestionRow, ...]:
    wanted = asked if kind is None else asked.where(_Q.kind == kind)
    return tuple(map(_question, connection.execute(wanted)))


def question(connection: Connection, name: str) -> QuestionRow | None:
    """The question of a name; None if nothing waits for it."""
    row = connection.execute(select(tables.questions).where(_Q.question == name)).first()
    return None if row is None else _question(row)


def _question(row: Any) -> QuestionRow:
    worth = msgspec.json.decode(row.worth, type=dict[str, Decimal])
    return QuestionRow(
        *(row.question, row.kind, row.subject, row.fact, row.text, row.orders, row.lines, row.since, row.order_key),
        worth,
    )


def waiting(connection: Connection, name: str) -> tuple[tuple[str, int], ...]:
    """Every order that waits for a question, with the decision that stands, by key."""
    keys = union_all(*(select(table.c.order_key).where(table.c.question == name) for table in _WAITING))
    rows = connection.execute(select(_H.order_key, _H.act).where(_H.order_key.in_(keys)).order_by(_H.order_key))
    return tuple((row.order_key, row.act) for row in rows)


# -- held orders ------------------------------------------------------------------------------------------------------

_H = tables.holds.c
_WAITING = (tables.questions, tables.waits)
"""Where orders that wait for a question stand: the one that has waited longest, and those behind it."""

_HOLDS = select(*(_H[name] for name in HoldRow.__struct_fields__[:-1]))


def holds(connection: Connection, wanted: Filter, after: Place | None, limit: int) -> tuple[HoldRow, ...]:
    """Held orders, the one held longest first.

    Args:
        connection: To the store.
        wanted: Which.
        after: The last one of the page before.
        limit: At most so many.
    """
    found: tuple[HoldRow, ...] = ()
    for asked, since, key in _sought(_HOLDS, wanted):
        some = asked.where(*_conditions(wanted)).order_by(since, key).limit(limit - len(found))
        if after is not None:
            some = some.where((since >= after.since) & or_(since > after.since, key > after.order_key))
        found += tuple(HoldRow(*row) for row in connection.execute(some))
    return found


def _sought(asked: Any, wanted: Filter) -> Iterator[tuple[Any, ColumnElement[datetime], ColumnElement[str]]]:
    """Where held orders are looked for, and in which order: those of a question first in its row, then behind it."""
    if wanted.question is None:
        yield asked, _H.since, _H.order_key
        return
    for table in _WAITING:
        of = table.c
        some = asked.join(table, of.order_key == _H.order_key).where(of.question == wanted.question)
        yield some, of.since, of.order_key


def place_of(connection: Connection, wanted: Filter, row: HoldRow) -> Place:
    """After which row the next page begins; of a question's orders by when they began to wait for it."""
    if wanted.question is None:
        return Place(row.since, row.order_key)
    (waits,) = waits_of(connection, [row.order_key]).values()
    return Place(next(one.since for one in waits if one.question == wanted.question), row.order_key)


def _conditions(wanted: Filter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.assignee is not None:
        found.append(_H.assignee == wanted.assignee)
    if wanted.countries is not None:
        found.append(_H.country.in_(wanted.countries))
    if wanted.before is not None:
        found.append(_H.since < wanted.before)
    if wanted.above is not None:
        currency, value = wanted.above
        found += [_H.currency == currency, _H.value > value]
    if wanted.late is not None:
        found.append(is_overdue(wanted.late))
    return found


def count(connection: Connection, wanted: Filter, most: int) -> int:
    """How many held orders there are of a kind; counting ends at a bound, so that it costs little."""
    found = 0
    for asked, *_ in _sought(select(_H.order_key), wanted):
        some = asked.where(*_conditions(wanted)).limit(most - found).subquery()
        found += connection.execute(select(func.count()).select_from(some)).scalar_one()
    return found


def hold(connection: Connection, order_key: str) -> HoldRow | None:
    """A held order; None if it is not held."""
    row = connection.execute(_HOLDS.where(_H.order_key == order_key)).first()
    if row is None:
        return None
    events = tables.hold_events.c
    last = connection.execute(select(func.max(events.act)).where(events.order_key == order_key)).scalar()
    return msgspec.structs.replace(HoldRow(*row), version=max(row.act, -1 if last is None else last))


def holds_of(connection: Connection, keys: Iterable[str]) -> dict[str, HoldRow]:
    """Those of some orders that are held, by key."""
    wanted, found = sorted(set(keys)), dict[str, HoldRow]()
    for start in range(0, len(wanted), CHUNK):
        rows = connection.execute(_HOLDS.where(_H.order_key.in_(wanted[start : start + CHUNK])))
        found.update((row.order_key, HoldRow(*row)) for row in rows)
    return found


def waits_of(connection: Connection, keys: Iterable[str]) -> dict[str, tuple[WaitRow, ...]]:
    """What each of some orders waits for, by key; what it has waited for longest first."""
    wanted, found = sorted(set(keys)), dict[str, tuple[WaitRow, ...]]()
    for start in range(0, len(wanted), CHUNK):
        asked = select(_H.order_key, _H.waits).where(_H.order_key.in_(wanted[start : start + CHUNK]))
        for key, waits in connection.execute(asked):
            rows = [WaitRow(key, name, *wait) for name, wait in waits_in(waits).items()]
            found[key] = tuple(sorted(rows, key=lambda row: (row.since, row.question)))
    return found


def assignees(connection: Connection) -> tuple[str, ...]:
    """Who works on held orders; an empty text stands for nobody."""
    return _distinct(connection, _H.assignee)


def countries(connection: Connection) -> tuple[str, ...]:
    """Where held orders are to go, as they state it."""
    return _distinct(connection, _H.country)


_MOST_DISTINCT = 500


def _distinct(connection: Connection, column: Column[Any]) -> tuple[str, ...]:
    """The values of a column, each looked up along its index after the one before: rows of one value are skipped."""
    found: list[str] = []
    while len(found) < _MOST_DISTINCT:
        more = true() if not found else column > found[-1]
        value = connection.execute(select(func.min(column)).where(more)).scalar()
        if value is None:
            break
        found.append(value)
    return tuple(found)


# -- what was said and asked ------------------------------------------------------------------------------------------


def events(connection: Connection, order_key: str) -> tuple[EventRow, ...]:
    """What was said and done about an order, oldest first."""
    of = tables.hold_events
    rows = connection.execute(select(of).where(of.c.order_key == order_key).order_by(of.c.act))
    return tuple(EventRow(*row) for row in rows)


def event(connection: Connection, act: int) -> EventRow | None:
    """One of them, by its act."""
    row = connection.execute(select(tables.hold_events).where(tables.hold_events.c.act == act)).first()
    return None if row is None else EventRow(*row)


def asks_of(connection: Connection, keys: Iterable[str]) -> dict[str, tuple[AskRow, ...]]:
    """What requesters were asked about some orders, oldest first, by key."""
    of, wanted, found = tables.asks, sorted(set(keys)), dict[str, list[AskRow]]()
    for start in range(0, len(wanted), CHUNK):
        asked = select(of).where(of.c.order_key.in_(wanted[start : start + CHUNK])).order_by(of.c.act)
        for row in connection.execute(asked):
            found.setdefault(row.order_key, []).append(_ask(row))
    return {key: tuple(rows) for key, rows in found.items()}


def ask(connection: Connection, act: int) -> AskRow | None:
    """The question to a requester of a number, or None."""
    row = connection.execute(select(tables.asks).where(tables.asks.c.act == act)).first()
    return None if row is None else _ask(row)


def asks_to(connection: Connection, party: str) -> tuple[AskRow, ...]:
    """What a partner was asked in the portal, oldest first."""
    of = tables.asks
    return tuple(map(_ask, connection.execute(select(of).where(of.c.party == party).order_by(of.c.act))))


def replies_to(connection: Connection, ask: AskRow) -> tuple[int, ...]:
    """Log indexes of the acts that replied to a question: one, or none; they are among what was said of its order."""
    of = tables.hold_events.c
    said = (of.order_key == ask.order_key) & (of.kind == "replied") & (of.act > ask.act)
    found = connection.execute(select(of.act).where(said).order_by(of.act)).scalars()
    acts = (act_at(connection, index) for index in found)
    return tuple(one.index for one in acts if isinstance(one.act.payload, Replied) and one.act.payload.ask == ask.act)


def replied_asks(connection: Connection, limit: int) -> tuple[AskRow, ...]:
    """Replies that nobody has taken yet, oldest first."""
    of = tables.asks
    return tuple(
        map(_ask, connection.execute(select(of).where(of.c.state == "replied").order_by(of.c.act).limit(limit)))
    )


def _ask(row: Any) -> AskRow:
    return AskRow(**{name: getattr(row, name) for name in AskRow.__struct_fields__})


# -- clearances that wait for a second person -------------------------------------------------------------------------

_P = tables.clearance_proposals


def clearance_proposal(connection: Connection, number: int) -> ClearanceProposalRow | None:
    """The proposed clearance of a number, or None."""
    return next(iter(_proposals(connection, _P.c.act == number)), None)


def open_clearances(connection: Connection, after: int, limit: int) -> tuple[ClearanceProposalRow, ...]:
    """Proposed clearances that nobody has decided, oldest first, from after a number on."""
    return _proposals(connection, (_P.c.state == "open") & (_P.c.act > after), limit)


def clearances_about(connection: Connection, rows: Collection[str]) -> tuple[ClearanceProposalRow, ...]:
    """Proposed clearances of some rows of facts, oldest first."""
    return _proposals(connection, _P.c.row.in_(sorted(rows))) if rows else ()


def _proposals(
    connection: Connection, which: ColumnElement[bool], limit: int | None = None
) -> tuple[ClearanceProposalRow, ...]:
    return tuple(
        ClearanceProposalRow(
            row.act,
            Cleared(row.order_key, row.measure, row.revision, row.row, row.reason, row.expires),
            *(row.by, row.at, row.state, row.decided_by, row.decided_at, row.verdict),
        )
        for row in connection.execute(select(_P).where(which).order_by(_P.c.act).limit(limit))
    )


# -- what was answered ------------------------------------------------------------------------------------------------


def said_about(
    connection: Connection, order_key: str, subjects: Collection[str], facts: Collection[str] = ()
) -> tuple[SaidRow, ...]:
    """Answers and clearances that bear on an order, oldest first, withdrawn ones too.

    Args:
        connection: To the store.
        order_key: The order on which clearances were given.
        subjects: Whom answers are about.
        facts: Digests of facts that measures asked of it: clearances of these count wherever they were given.
    """
    some = sorted(subjects)
    answers, said, cleared = tables.answers, tables.dispositions, tables.clearances
    bears = (cleared.c.order_key == order_key) | cleared.c.row.in_(sorted(facts))
    found = [
        _said(row, "answer", row.subject, row.fact, row.value, row.source)
        for row in connection.execute(select(answers).where(answers.c.subject.in_(some)))
    ]
    found += [
        _said(row, "disposition", row.subject, row.entry, "yes" if row.match else "no", row.reason)
        for row in connection.execute(select(said).where(said.c.subject.in_(some)))
    ]
    found += [
        _said(row, "clearance", row.row, f"{row.measure}@{row.revision}", "cleared", row.reason)
        for row in connection.execute(select(cleared).where(bears))
    ]
    return tuple(sorted(found, key=lambda one: (one.act, one.fact)))


def _said(row: Any, kind: str, subject: str, fact: str, value: str, source: str) -> SaidRow:
    people = (row.actor, row.confirmed_by)
    return SaidRow(row.act, kind, subject, fact, value, source, *people, row.expires, row.withdrawn)


def of_act(connection: Connection, act: int) -> tuple[str, str] | None:
    """Kind and subject of the answer or clearance of an act: what withdrawing it would open again."""
    for table, kind, column in (
        (tables.answers, "answer", tables.answers.c.subject),
        (tables.dispositions, "disposition", tables.dispositions.c.subject),
        (tables.clearances, "clearance", tables.clearances.c.order_key),
    ):
        subject = connection.execute(select(column).where(table.c.act == act)).scalar()
        if subject is not None:
            return kind, str(subject)
    return None
