"""Answers of one person, read: which of them wait for a second one, since an order above the set value waits for them.

An answer is *open* while one person stands behind it and it counts: it is the newest of its question, was not taken
back, and has not expired. What was said of list entries is open entry by entry, and told by act.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import msgspec
from sqlalchemy import Connection, and_, exists, func, not_, or_, select, tuple_, union_all
from sqlalchemy.sql.elements import ColumnElement

from moratorium.store import tables
from moratorium.store.blobs import CHUNK
from moratorium.store.holding import name_of
from moratorium.terms.act import Answered, Settled

LISTED = "listed"
"""The fact of a party that answers about list entries settle."""

_A, _D = tables.answers, tables.dispositions
_OF_ANSWER = (_A.c.subject, _A.c.fact)
_OF_ENTRY = (_D.c.subject, _D.c.entry, _D.c.entry_digest, _D.c.party_digest)


class SaidByOne(msgspec.Struct, frozen=True):
    """What one person answered.

    Attributes:
        act: Its act.
        said: The answer; of list entries, those of them that are open.
        by: Who gave it.
        at: When.
        confirmed_by: The second person, where one has said the same.
        order: An order above the set value that waits for it; empty where none was looked for.
        text: The question in words; empty where no order was looked for.
    """

    act: int
    said: Answered
    by: str
    at: datetime
    confirmed_by: str | None = None
    order: str = ""
    text: str = ""

    @property
    def question(self) -> str:
        """Name of the question that it answers."""
        return name_of("answer", self.said.subject, self.said.fact)

    @property
    def entries(self) -> tuple[str, ...]:
        """List entries that it is about."""
        return tuple(dict.fromkeys(one.entry for one in self.said.settles))


def counting(connection: Connection, subject: str, day: date) -> tuple[SaidByOne, ...]:
    """The newest answers about a subject that count on a day, confirmed or not, oldest first."""
    return _found(connection, day, _A.c.subject == subject, _D.c.subject == subject)


def unconfirmed(connection: Connection, subjects: Collection[str], day: date) -> tuple[SaidByOne, ...]:
    """Open answers about some subjects, oldest first."""
    some = sorted(subjects)
    about = (_A.c.subject.in_(some) & _A.c.confirmed.is_(None), _D.c.subject.in_(some) & _D.c.confirmed.is_(None))
    return _found(connection, day, *about)


def of_act(connection: Connection, number: int, day: date) -> SaidByOne | None:
    """The answer of an act, if it counts on a day; None if it does not, or there is none."""
    return next(iter(_found(connection, day, _A.c.act == number, _D.c.act == number)), None)


def waiting(connection: Connection, above: Mapping[str, Decimal], day: date) -> tuple[SaidByOne, ...]:
    """Open answers for which an order above the set value waits, oldest first.

    Args:
        connection: To the store.
        above: The set value by currency; empty if the company set none.
        day: Valid day of answers.
    """
    if not above:
        return ()
    of = tables.questions.c
    asked = select(of.subject, of.fact).where(of.kind == "answer")
    of_party = select(of.subject).where((of.kind == "answer") & (of.fact == LISTED))
    answered = _A.c.confirmed.is_(None) & tuple_(_A.c.subject, _A.c.fact).in_(asked)
    found = _found(connection, day, answered, _D.c.confirmed.is_(None) & _D.c.subject.in_(of_party))
    wanted = sorted({one.question for one in found})
    known = dict[str, tuple[str, str]]()
    for start in range(0, len(wanted), CHUNK):
        known |= _orders_above(connection, wanted[start : start + CHUNK], above)
    return tuple(
        msgspec.structs.replace(one, order=known[one.question][0], text=known[one.question][1])
        for one in found
        if one.question in known
    )


def _orders_above(
    connection: Connection, questions: Collection[str], above: Mapping[str, Decimal]
) -> dict[str, tuple[str, str]]:
    """For each of some questions an order above the set value that waits for it, and its words; others are left out."""
    held, asked = tables.holds.c, tables.questions.c
    more = [(held.currency == currency) & (held.value > value) for currency, value in above.items()]
    is_above = or_(held.currency.is_(None), held.value.is_(None), held.currency.not_in(sorted(above)), *more)
    every = union_all(
        *(
            select(table.c.question, table.c.order_key).where(table.c.question.in_(questions))
            for table in (tables.questions, tables.waits)
        )
    ).subquery()
    rows = connection.execute(
        select(every.c.question, func.min(every.c.order_key), asked.text)
        .join(tables.holds, held.order_key == every.c.order_key)
        .join(tables.questions, asked.question == every.c.question)
        .where(is_above)
        .group_by(every.c.question, asked.text)
    )
    return {question: (order, text) for question, order, text in rows}


def _found(
    connection: Connection, day: date, of_answers: ColumnElement[bool], of_entries: ColumnElement[bool]
) -> tuple[SaidByOne, ...]:
    answers = connection.execute(select(_A).where(of_answers & _counts(_A, _OF_ANSWER, day)).order_by(_A.c.act))
    found = [
        SaidByOne(
            row.act,
            Answered(row.subject, row.fact, row.value, row.source, expires=row.expires),
            *(row.actor, row.at, row.confirmed_by),
        )
        for row in answers
    ]
    entries = connection.execute(
        select(_D).where(of_entries & _counts(_D, _OF_ENTRY, day)).order_by(_D.c.act, _D.c.entry, _D.c.party_digest)
    )
    acts: dict[int, list[Any]] = {}
    for row in entries:
        acts.setdefault(row.act, []).append(row)
    found += [_of_entries(rows) for rows in acts.values()]
    return tuple(sorted(found, key=lambda one: one.act))


def _counts(table: Any, same: Iterable[Any], day: date) -> ColumnElement[bool]:
    """Whether a row is the newest of its question, was not taken back, and has not expired on a day."""
    newer = table.alias()
    later = newer.c.act > table.c.act
    for column in same:
        later &= newer.c[column.name] == column
    unexpired = or_(table.c.expires.is_(None), table.c.expires > day)
    return and_(table.c.withdrawn.is_(None), unexpired, not_(exists(select(newer.c.act).where(later))))


def _of_entries(rows: list[Any]) -> SaidByOne:
    """The rows of one act about list entries as the answer that they came of."""
    settles = tuple(Settled(row.entry, row.entry_digest, row.party_digest, row.version, row.match) for row in rows)
    value = " ".join(sorted({one.entry.partition("#")[0] for one in settles if one.match})) or "none"
    row = rows[0]
    said = Answered(row.subject, LISTED, value, row.reason, settles, row.expires)
    return SaidByOne(row.act, said, row.actor, row.at, row.confirmed_by)
