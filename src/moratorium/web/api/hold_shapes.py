"""What comes out of the operations on holds, field by field."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import msgspec


class QueuedShape(msgspec.Struct):
    """Something that held orders wait for.

    Attributes:
        question: Its name, for looking at what an answer would do.
        kind: `answer` for a missing fact, `clearance` for a person's word.
        subject: Whose fact; for a clearance, the digest of the facts.
        fact: Which fact; for a clearance, `measure@revision`.
        text: In words.
        orders: How many orders wait for it.
        lines: How many of their lines.
        since: From when on the one that has waited longest does.
        example: Its key.
        worth: Value of those lines by currency.
    """

    question: str
    kind: str
    subject: str
    fact: str
    text: str
    orders: int
    lines: int
    since: datetime
    example: str
    worth: dict[str, Decimal]


class QueueShape(msgspec.Struct):
    """A page of what holds wait for.

    Attributes:
        questions: In the order asked for.
        next: Cursor of the next page; null at the end.
    """

    questions: tuple[QueuedShape, ...]
    next: str | None


class WaitShape(msgspec.Struct):
    """One thing that a held order waits for.

    Attributes:
        question: Its name.
        kind: `answer` or `clearance`.
        subject: Whose fact.
        fact: Which fact.
        text: In words.
        measures: Ids of the measures that ask.
        since: From when on.
    """

    question: str
    kind: str
    subject: str
    fact: str
    text: str
    measures: tuple[str, ...]
    since: datetime


class HoldShape(msgspec.Struct):
    """A held order.

    Attributes:
        order: Its key: your id and the activity.
        decision: Number of the act that decided it.
        since: When it was first held.
        due: Until when it is to be settled; null if no promise fits it.
        late: Whether that has passed.
        asked: Address of the requester for whose reply the clock stands still; null if it runs.
        currency: Of its value.
        value: Of the whole order; null where it is not known.
        destination: Where goods are to go, as the order states it.
        assignee: Who works on it; empty for nobody.
        needs_two: Whether an answer or a clearance releases it only if a second person confirms it.
        waits: What it waits for.
    """

    order: str
    decision: int
    since: datetime
    due: datetime | None
    late: bool
    asked: str | None
    currency: str | None
    value: Decimal | None
    destination: str
    assignee: str
    needs_two: bool
    waits: tuple[WaitShape, ...]


class HoldsShape(msgspec.Struct):
    """A page of held orders.

    Attributes:
        holds: The one held longest first.
        next: Cursor of the next page; null at the end.
    """

    holds: tuple[HoldShape, ...]
    next: str | None


class EventShape(msgspec.Struct):
    """Something said or done about an order.

    Attributes:
        act: Its number.
        kind: What: `assigned`, `commented`, `asked_outside`, …
        by: Who.
        at: When.
        text: In words.
    """

    act: int
    kind: str
    by: str
    at: datetime
    text: str


class AskShape(msgspec.Struct):
    """A question to a requester.

    Attributes:
        number: Its number.
        order: Key of the order.
        subject: Whose fact.
        fact: Which fact.
        question: As it was sent.
        address: To whom it was mailed; empty if it was not.
        by: Who asked.
        at: When.
        until: When the link to reply ends.
        state: `open`, `replied`, `taken`, `closed`.
        reply: What they wrote; null before.
        name: Who they say they are; null before.
    """

    number: int
    order: str
    subject: str
    fact: str
    question: str
    address: str
    by: str
    at: datetime
    until: datetime
    state: str
    reply: str | None
    name: str | None


class AsksShape(msgspec.Struct):
    """Replies that nobody has taken yet.

    Attributes:
        asks: Oldest first; at most 200.
    """

    asks: tuple[AskShape, ...]


class ClearanceShape(msgspec.Struct):
    """A clearance that waits, or waited, for a second person.

    Attributes:
        number: Its number.
        order: Key of the order on which it was proposed.
        measure: Which measure.
        revision: Its revision.
        row: Digest of the facts.
        reason: Why they may go on.
        expires: First day on which it would no longer count.
        by: Who proposed it.
        at: When.
        state: `open`, `confirmed` or `rejected`.
        decided_by: Who confirmed or rejected it.
        verdict: Why it was rejected.
    """

    number: int
    order: str
    measure: str
    revision: str
    row: str
    reason: str
    expires: date | None
    by: str
    at: datetime
    state: str
    decided_by: str | None
    verdict: str | None


class ClearancesShape(msgspec.Struct):
    """A page of clearances that wait for a second person.

    Attributes:
        clearances: Oldest first.
        next: Cursor of the next page; null at the end.
    """

    clearances: tuple[ClearanceShape, ...]
    next: str | None


class WaitingAnswerShape(msgspec.Struct):
    """An answer of one person that releases no order above the set value until a second one confirms it.

    Attributes:
        number: Its number.
        question: Name of the question that it answers.
        subject: Whose fact.
        fact: Which fact.
        answer: As it was given.
        source: What it rests on.
        entries: Keys of the list entries that it is about.
        expires: First day on which it no longer counts.
        by: Who gave it.
        at: When.
        order: An order above the set value that waits for it; null where it is shown with its order.
    """

    number: int
    question: str
    subject: str
    fact: str
    answer: str
    source: str
    entries: tuple[str, ...]
    expires: date | None
    by: str
    at: datetime
    order: str | None


class WaitingAnswersShape(msgspec.Struct):
    """Answers that wait for a second person.

    Attributes:
        answers: Oldest first.
    """

    answers: tuple[WaitingAnswerShape, ...]


class WholeHoldShape(msgspec.Struct):
    """A held order with everything that was said of it. Its ETag changes with everything that is done about it.

    Attributes:
        hold: The order.
        events: What was said and done, oldest first.
        asks: What requesters were asked.
        clearances: Clearances that wait, or waited, for a second person.
        answers: Answers to what it waits for that wait for a second person.
    """

    hold: HoldShape
    events: tuple[EventShape, ...]
    asks: tuple[AskShape, ...]
    clearances: tuple[ClearanceShape, ...]
    answers: tuple[WaitingAnswerShape, ...]


class ForeseenShape(msgspec.Struct):
    """What would become of an order.

    Attributes:
        order: Its key.
        effect: It would then have.
        needs_two: Whether that takes a second person.
        left: What it would still wait for, in words.
        currency: Of its value.
        value: Null where it is not known.
    """

    order: str
    effect: str
    needs_two: bool
    left: tuple[str, ...]
    currency: str | None
    value: Decimal | None


class PreviewShape(msgspec.Struct):
    """What an answer or a clearance would do.

    Attributes:
        digest: Send it back as `preview` to do just this.
        orders: Every order that waits for it.
        released: How many would go on at once.
        for_two: How many would wait for a second person.
        held: How many would stay held for another reason.
        denied: How many would be denied.
        worth: Value by currency of those that would go on at once, as far as it is known.
    """

    digest: str
    orders: tuple[ForeseenShape, ...]
    released: int
    for_two: int
    held: int
    denied: int
    worth: dict[str, Decimal]


class MovedShape(msgspec.Struct):
    """An order whose effect changed.

    Attributes:
        order: Its key.
        before: `none` if it had no decision.
        after: The effect now.
    """

    order: str
    before: str
    after: str


class DoneShape(msgspec.Struct):
    """What was recorded, and what became of the orders.

    Attributes:
        acts: Numbers of the acts.
        proposals: Those of them that wait for a second person.
        changed: Orders whose effect changed.
        decided: How many were decided again.
        job: Id of the job that decides the other open orders again; null if none is needed.
    """

    acts: tuple[int, ...]
    proposals: tuple[int, ...]
    changed: tuple[MovedShape, ...]
    decided: int
    job: str | None


class ActsOfShape(msgspec.Struct):
    """Numbers of acts that were recorded; none if there was nothing to do.

    Attributes:
        acts: Their numbers.
    """

    acts: tuple[int, ...]


class SentShape(msgspec.Struct):
    """A question that was sent.

    Attributes:
        number: Its number.
        letter: Id of the letter in the outbox.
    """

    number: int
    letter: str


class RulesShape(msgspec.Struct):
    """The company's rules for holds.

    Attributes:
        text: As they were written; empty if nobody stated any.
    """

    text: str
