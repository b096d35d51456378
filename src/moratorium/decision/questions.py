"""Questions: what a hold waits for, whose fact it is, and which few answers would settle most.

A hold waits either for a fact that nobody stated (an *answer* settles it, for every line of that subject) or for a
person to say that it may go on (a *clearance*, for this measure revision and these facts).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

import msgspec

from moratorium.decision.decision import Finding
from moratorium.decision.subjects import line_subject, order_subject, party_subject, place_subject
from moratorium.terms.order import Line, Order
from moratorium.terms.party import PARTY_ROLES, PLACE_ROLES, Party, spoken_role
from moratorium.terms.vocabulary import VOCABULARY, Subject, split_role


class Question(msgspec.Struct, frozen=True, order=True):
    """One thing to ask.

    Attributes:
        kind: ``answer`` for a missing fact, ``clearance`` for a person's word.
        subject: Whose fact it is; for a clearance, the digest of the facts it is about.
        fact: The fact's attribute; for a clearance, ``measure@revision``.
        text: The question, in words.
        about: For "is this the listed party?": the list entries that match, such as ``OFAC-SDN#36``.
    """

    kind: str
    subject: str
    fact: str
    text: str
    about: tuple[str, ...] = ()


Matches = Callable[[Party], tuple[str, ...]]
"""List entries that a party may be."""


def _nothing(_: Party) -> tuple[str, ...]:
    return ()


def questions(finding: Finding, order: Order, line: Line, matches: Matches = _nothing) -> tuple[Question, ...]:
    """What the hold of one finding on one line waits for; nothing if the finding holds nothing."""
    if finding.effect != "hold":
        return ()
    if not finding.missing:
        fact = f"{finding.measure}@{finding.revision}"
        return (Question("clearance", finding.row, fact, finding.question),)
    return tuple(question for name in finding.missing for question in _asked_of(name, order, line, matches))


def with_subject(text: str, subject: str) -> str:
    """A question about a subject.

    >>> with_subject("Where is {subject}?", "party:C-7")
    'Where is C-7?'
    >>> with_subject("Where is {subject}?", "order:SO-1/sale@party")
    'Where is the customer of SO-1/sale?'
    """
    spoken = subject.partition(":")[2] or subject
    order, at, _ = spoken.partition("@party")
    return text.replace("{subject}", f"the customer of {order}" if at else spoken)


def _asked_of(name: str, order: Order, line: Line, matches: Matches) -> Iterator[Question]:
    """The question about a fact, to each holder of it.

    Whatever is missing of a role that nobody filled, the one question is who fills it.
    """
    role, attribute = split_role(name)
    if role is not None and attribute != "assumed" and not (order.parties.get(role) or order.places.get(role)):
        yield _unfilled(role, order)
    elif role in PARTY_ROLES and attribute != "assumed":
        for party in order.parties[role]:
            subject = party_subject(party, order)
            about = matches(party) if attribute == "listed" else ()
            yield Question("answer", subject, attribute, with_subject(VOCABULARY[name].question, subject), about)
    else:
        subject, fact, spoken = _subject(name, order, line)
        yield Question("answer", subject, fact, with_subject(VOCABULARY[name].question, spoken))


def _unfilled(role: str, order: Order) -> Question:
    if role == "ship_from":
        return Question("answer", "organisation", "actor.territory", VOCABULARY["actor.territory"].question)
    name = f"{role}.filled"
    subject = order_subject(order)
    return Question("answer", subject, name, with_subject(VOCABULARY[name].question, subject))


def _subject(name: str, order: Order, line: Line) -> tuple[str, str, str]:
    """Subject, attribute and spoken name of a fact that is not a named party's."""
    fact = VOCABULARY[name]
    role, attribute = split_role(name)
    if role in PLACE_ROLES and attribute != "assumed":
        subject, key = place_subject(order, role)
        return subject, key, f"the {spoken_role(role)} of {order.id}" if key == name else subject
    match fact.subject:
        case Subject.PRODUCT if line.product:
            return f"product:{line.product}", fact.attribute, line.product
        case Subject.PRODUCT | Subject.LINE:
            return line_subject(order, line), name, line_subject(order, line)
        case Subject.ACTOR:
            return "organisation", name, "organisation"
        case Subject.REFERENCE:
            return "reference", name, "the reference"
    return order_subject(order), name, order_subject(order)


class Asked(msgspec.Struct):
    """A question and what it would settle.

    Attributes:
        question: What to ask.
        orders: Keys of the orders that wait for it.
        lines: How many lines wait for it.
        value: Worth of those lines by currency; values of different currencies are never added.
        measures: Ids of the measures that ask.
    """

    question: Question
    orders: dict[str, None] = {}
    lines: int = 0
    value: dict[str, Decimal] = {}
    measures: set[str] = set()


class Questionnaire:
    """Gathers the questions of many orders."""

    def __init__(self, matches: Matches = _nothing) -> None:
        self._matches = matches
        self._asked: dict[tuple[str, str, str], Asked] = {}

    def add(self, order: Order, line: Line, findings: Iterable[Finding]) -> None:
        """Note what one line waits for."""
        noted: set[tuple[str, str, str]] = set()
        for finding in findings:
            for question in questions(finding, order, line, self._matches):
                key = (question.kind, question.subject, question.fact)
                asked = self._asked.setdefault(key, Asked(question))
                asked.measures.add(finding.measure)
                asked.orders[order.key] = None
                if key not in noted:
                    noted.add(key)
                    asked.lines += 1
                    if line.value is not None:
                        currency = order.currency or "currency not stated"
                        asked.value[currency] = asked.value.get(currency, Decimal(0)) + line.value

    def ranked(self) -> list[Asked]:
        """All questions, the one that most orders wait for first."""
        return sorted(self._asked.values(), key=lambda asked: (-len(asked.orders), -asked.lines, asked.question))
