"""Holds at work: acts of the people who settle them, who must confirm a release, and how long one may wait.

A hold ends in three ways only: an answer or a clearance lets the order go on, or somebody refuses it. Most acts here
move no order by themselves: they say who works on a hold, what was said of it, who was asked, and which clearance waits
for a second person.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Literal

import msgspec

from moratorium.terms.order import Order

REFUSED = "refused"
"""The fact of an order that somebody of ours refused; the base pack denies it."""


# -- acts -------------------------------------------------------------------------------------------------------------


class Assigned(msgspec.Struct, frozen=True, omit_defaults=True):
    """Somebody takes a held order, or it is handed back.

    Attributes:
        order: Key of the order.
        to: Who works on it from now on; empty hands it back to the queue.
        note: Why, for people.
    """

    order: str
    to: str = ""
    note: str = ""


class Commented(msgspec.Struct, frozen=True):
    """Something said of an order, for colleagues. It settles nothing.

    Attributes:
        order: Key of the order.
        text: What.
    """

    order: str
    text: str


class AskedOutside(msgspec.Struct, frozen=True, omit_defaults=True):
    """The requester of an order was asked what a hold waits for, by mail or in the partner portal, or both; the clock
    stops until they say it.

    Attributes:
        order: Key of the order.
        subject: Whose fact.
        fact: Which fact.
        question: In words, as it was sent.
        address: To whom.
        until: When the link to reply ends.
        note: What was written beside the question.
        party: Our id of the partner who finds the question in the portal; empty if none does.
    """

    order: str
    subject: str
    fact: str
    question: str
    address: str
    until: datetime
    note: str = ""
    party: str = ""


class Replied(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the requester wrote under the link: a statement with its source. An officer who takes it makes it an answer.

    Attributes:
        ask: Log index of the ``asked_outside`` act.
        order: Key of the order.
        text: What they wrote.
        name: Who they say they are.
        address: To whom the link was sent.
    """

    ask: int
    order: str
    text: str
    name: str
    address: str


class AskClosed(msgspec.Struct, frozen=True, omit_defaults=True):
    """A question to a requester is done with.

    Attributes:
        ask: Log index of the ``asked_outside`` act.
        order: Key of the order.
        taken: Whether what they wrote was taken as an answer.
        reason: Why not, or why it was withdrawn.
    """

    ask: int
    order: str
    taken: bool = False
    reason: str = ""


class ClearanceConfirmed(msgspec.Struct, frozen=True):
    """A second person confirmed a proposed clearance, which counts from now on, for orders of any value.

    Attributes:
        proposal: Log index of the ``clearance_proposed`` act.
    """

    proposal: int


class ClearanceRejected(msgspec.Struct, frozen=True):
    """A proposed clearance was rejected; its proposer may, too, which withdraws it.

    Attributes:
        proposal: Log index of the ``clearance_proposed`` act.
        reason: Why.
    """

    proposal: int
    reason: str


class AnswerConfirmed(msgspec.Struct, frozen=True, omit_defaults=True):
    """A second person said what another one had answered: it counts from now on for orders of any value.

    Attributes:
        answer: Log index of the ``answered`` act.
        source: What it rests on for the second person; empty if they add nothing.
    """

    answer: int
    source: str = ""


class Withdrawn(msgspec.Struct, frozen=True):
    """An answer or a clearance was taken back: the question is open again, whatever was answered before it.

    Attributes:
        act: Log index of the ``answered``, ``cleared`` or ``clearance_confirmed`` act.
        reason: Why.
    """

    act: int
    reason: str


# -- who must confirm -------------------------------------------------------------------------------------------------


def worth(order: Order) -> tuple[str, Decimal] | None:
    """Currency and value of a whole order; None if either is not stated of some line.

    >>> from moratorium.terms.order import Line
    >>> worth(Order("SO-1", "sale", (Line("1", value=Decimal(2)), Line("2", value=Decimal(3))), currency="EUR"))
    ('EUR', Decimal('5'))
    """
    values = [line.value for line in order.lines if line.value is not None]
    if order.currency is None or len(values) < len(order.lines):
        return None
    return order.currency, sum(values, Decimal(0))


def needs_two(order: Order, above: Mapping[str, Decimal]) -> bool:
    """Whether an answer or a clearance lets this order go on only if a second person confirmed it.

    Args:
        order: What is to be released.
        above: The set value by currency; empty if the company set none.

    What is worth an unknown amount, or an amount in a currency for which nothing is set, counts as above.
    """
    if not above:
        return False
    found = worth(order)
    return found is None or found[0] not in above or found[1] > above[found[0]]


# -- how long a hold may wait -----------------------------------------------------------------------------------------

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MOST_HOURS = 10_000


class Promise(msgspec.Struct, frozen=True, omit_defaults=True):
    """Within how many hours a hold is to be settled.

    Attributes:
        hours: On the clock of the rules.
        kind: ``answer``: for orders that lack a fact; ``clearance``: for those that wait for our word; empty: both.
        above: Only for orders worth more than this, by currency; empty for any.
    """

    hours: int
    kind: Literal["", "answer", "clearance"] = ""
    above: Mapping[str, Decimal] = {}


class WorkingHours(msgspec.Struct, frozen=True, omit_defaults=True):
    """When the office works.

    Attributes:
        zone: Name of the time zone, such as ``Europe/Amsterdam``.
        opens: When a working day begins.
        closes: When it ends.
        days: Which days of the week.
        not_on: Days off.
    """

    zone: str
    opens: time = time(9)
    closes: time = time(17)
    days: tuple[str, ...] = DAYS[:5]
    not_on: tuple[date, ...] = ()


class HoldRules(msgspec.Struct, frozen=True, omit_defaults=True):
    """How the company works on holds: the file ``holds.yaml``.

    Attributes:
        two_people_above: Value by currency above which an answer or a clearance needs a second person; empty for never.
        promises: The first that fits a hold says how long it may wait; none fits, it has no clock.
        working: Hours are counted while the office works; None counts every hour.
        reply_days: For so many days a link to reply can be used.
    """

    two_people_above: Mapping[str, Decimal] = {}
    promises: tuple[Promise, ...] = ()
    working: WorkingHours | None = None
    reply_days: int = 14


NO_RULES = HoldRules()


def promise_for(rules: HoldRules, kind: str, value: tuple[str, Decimal] | None) -> Promise | None:
    """The promise that a hold falls under.

    Args:
        rules: As the company states them.
        kind: ``answer`` or ``clearance``.
        value: Currency and value of the order; None, where it is not known, is above any.
    """
    for one in rules.promises:
        fits = not one.above or value is None or value[0] not in one.above or value[1] > one.above[value[0]]
        if one.kind in ("", kind) and fits:
            return one
    return None
