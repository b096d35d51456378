"""Questions: what a hold waits for, whose fact it is, and which few answers would settle most.

A hold waits either for a fact that nobody stated (an *answer* settles it, for every line of that subject) or for a
person to say that it may go on (a *clearance*, for this measure revision and these facts).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

import msgspec

from moratorium.conditions.explain import Reason, spoken
from moratorium.decision.decision import Finding, Tie
from moratorium.decision.screening import Matches
from moratorium.decision.subjects import line_subject, order_subject, party_subject, place_subject
from moratorium.screening.disposition import Hit, hit_words
from moratorium.terms.order import Line, Order
from moratorium.terms.party import PARTY_ROLES, PLACE_ROLES, Party, spoken_role
from moratorium.terms.vocabulary import ANY_ROLE, VOCABULARY, Subject, split_role

SHORT = 16
"""Digits of a digest that stand in a questions file."""


class Question(msgspec.Struct, frozen=True, order=True):
    """One thing to ask.

    Attributes:
        kind: ``answer`` for a missing fact, ``clearance`` for a person's word.
        subject: Whose fact it is; for a clearance, the digest of the facts it is about.
        fact: The fact's attribute; for a clearance, ``measure@revision``.
        text: The question, in words.
        about: For "is this the listed party?": the list entries that it is about, such as ``OFAC-SDN#36``.
        compared: What was compared for each of them: its key, the digests of its data and of the party's, shortened.
        notes: How each of them meets, and what was said of it before.
    """

    kind: str
    subject: str
    fact: str
    text: str
    about: tuple[str, ...] = ()
    compared: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The question with its notes."""
        return " ".join([self.text, *(f"[{note}]" for note in self.notes)])

    def joined(self, other: Question) -> Question:
        """The same question about what either is about: a party that orders spell differently is asked about once."""
        if other is self or other == self:
            return self
        parts = ("about", "compared", "notes")
        both = {part: tuple(dict.fromkeys(getattr(self, part) + getattr(other, part))) for part in parts}
        return msgspec.structs.replace(self, **both)


def _nothing(_: Party, __: Order) -> tuple[Hit, ...]:
    return ()


def questions(
    finding: Finding, order: Order, line: Line, matches: Matches = _nothing, ties: tuple[Tie, ...] = ()
) -> tuple[Question, ...]:
    """What the hold of one finding on one line waits for; nothing if the finding holds nothing.

    Args:
        finding: What one measure says of the line.
        order: The order.
        line: One of its lines.
        matches: Entries that a party may be.
        ties: What ties its parties to somebody listed, as the decision tells; questions about it say so.
    """
    found = tuple(_questions(finding, order, line, matches, ties))
    return found if len(found) < 2 else tuple(dict.fromkeys(found))


def first_question(finding: Finding, order: Order, line: Line, ties: tuple[Tie, ...] = ()) -> Question | None:
    """The first of them, without the entries that a party may be; None if there is none."""
    return next(_questions(finding, order, line, _nothing, ties), None)


def _questions(
    finding: Finding, order: Order, line: Line, matches: Matches, ties: tuple[Tie, ...]
) -> Iterator[Question]:
    if finding.effect != "hold":
        return
    if not finding.missing:
        yield _clearance(finding, ties)
    for name in finding.missing:
        yield from _asked_of(name, order, line, matches, ties)


def _clearance(finding: Finding, ties: tuple[Tie, ...]) -> Question:
    """A person's word, for this measure revision and these facts."""
    fact = f"{finding.measure}@{finding.revision}"
    return Question("clearance", finding.row, fact, finding.question + _why(finding, ties))


def _why(finding: Finding, ties: tuple[Tie, ...]) -> str:
    """What ties the parties together, where the reason of a finding rests on it."""
    if not ties:
        return ""
    said = _leaves(finding.reason) if finding.reason is not None else ()
    told = (tie.words for tie in ties if any(words.startswith(spoken(tie.fact)) for words in said))
    return "".join(f" ({words})" for words in dict.fromkeys(told))


def _leaves(reason: Reason) -> tuple[str, ...]:
    """What was asked of roles, without the role."""
    found = [reason]
    for one in found:
        found.extend(one.of)
    roles = (*map(spoken, PARTY_ROLES), spoken(ANY_ROLE))
    return tuple(one.words.removeprefix(role).strip() for one in found for role in roles if one.words.startswith(role))


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


def _asked_of(name: str, order: Order, line: Line, matches: Matches, ties: tuple[Tie, ...]) -> Iterator[Question]:
    """The question about a fact, to each holder of it.

    Whatever is missing of a role that nobody filled, the one question is who fills it.
    """
    role, attribute = split_role(name)
    if role is not None and attribute != "assumed" and not (order.parties.get(role) or order.places.get(role)):
        yield _unfilled(role, order)
    elif role in PARTY_ROLES and attribute != "assumed":
        for party in order.parties[role]:
            subject = party_subject(party, order)
            tied = [tie for tie in ties if (tie.subject, tie.fact) == (subject, attribute)] if ties else []
            behind = [question for tie in tied for question in _of_tie(tie, order, matches)]
            yield from behind or (_of_party(party, attribute, order, matches),)
    else:
        subject, fact, said = _subject(name, order, line)
        yield Question("answer", subject, fact, with_subject(VOCABULARY[name].question, said))


def _of_tie(tie: Tie, order: Order, matches: Matches) -> Iterator[Question]:
    """What would settle whether a party is owned by, or linked to, somebody listed."""
    for one in tie.asks:
        question = _of_party(one, "listed", order, matches)
        yield msgspec.structs.replace(question, text=f"{question.text} ({tie.words})")
    if tie.lacks:
        text = with_subject(VOCABULARY[f"buyer.{tie.fact}"].question, tie.subject)
        yield Question("answer", tie.subject, tie.fact, f"{text} ({tie.words})")


def _of_party(party: Party, attribute: str, order: Order, matches: Matches) -> Question:
    subject = party_subject(party, order)
    text = with_subject(VOCABULARY[f"buyer.{attribute}"].question, subject)
    about = matches(party, order) if attribute == "listed" else ()
    if not about:
        return Question("answer", subject, attribute, text)
    entries = tuple(hit.entry for hit in about)
    return Question(
        "answer",
        subject,
        attribute,
        text,
        entries,
        tuple(map(compared_token, about)),
        tuple(map(hit_words, about)),
    )


def compared_token(hit: Hit) -> str:
    """What was compared for an entry, in a form that fits a cell: an answer counts for just that.

    >>> compared_token(Hit("UN#36", "open", "e" * 64, "p" * 64))
    'UN#36:eeeeeeeeeeeeeeee:pppppppppppppppp'
    """
    return f"{hit.entry}:{hit.entry_digest[:SHORT]}:{hit.party_digest[:SHORT]}"


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

    def add(self, order: Order, line: Line, findings: Iterable[Finding], ties: tuple[Tie, ...] = ()) -> None:
        """Note what one line waits for; ``ties`` are those of its order's decision."""
        noted: set[int] = set()
        known: dict[str, list[Asked]] = {}  # by the fact that is missing: many measures lack the same
        for finding in findings:
            if finding.effect != "hold":
                continue
            if not finding.missing:
                self._noted(_clearance(finding, ties), order, line, noted).measures.add(finding.measure)
            for name in finding.missing:
                found = known.get(name)
                if found is None:
                    asked = _asked_of(name, order, line, self._matches, ties)
                    found = known[name] = [self._noted(question, order, line, noted) for question in asked]
                for one in found:
                    one.measures.add(finding.measure)

    def _noted(self, question: Question, order: Order, line: Line, noted: set[int]) -> Asked:
        """A question that a line waits for; the line counts once, whichever of its facts asks it."""
        key = (question.kind, question.subject, question.fact)
        asked = self._asked.get(key)
        if asked is None:
            asked = self._asked[key] = Asked(question)
        else:
            asked.question = asked.question.joined(question)
        asked.orders[order.key] = None
        if id(asked) not in noted:
            noted.add(id(asked))
            asked.lines += 1
            if line.value is not None:
                currency = order.currency or "currency not stated"
                asked.value[currency] = asked.value.get(currency, Decimal(0)) + line.value
        return asked

    def ranked(self) -> list[Asked]:
        """All questions, the one that most orders wait for first."""
        return sorted(self._asked.values(), key=lambda asked: (-len(asked.orders), -asked.lines, asked.question))
