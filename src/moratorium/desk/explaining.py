"""One decision, put together for a person: what was wanted, what stopped it and why, what would settle it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

import msgspec

from moratorium.conditions.explain import spoken
from moratorium.decision.decision import Decision, Finding, Judgement, LineDecision, Tie
from moratorium.decision.questions import Question, questions
from moratorium.decision.subjects import line_subject, order_subject, party_subject
from moratorium.desk import package
from moratorium.desk.directory import AtHand, Directory
from moratorium.desk.home import Home
from moratorium.desk.references import References
from moratorium.errors import MissingError
from moratorium.screening.disposition import hit_words
from moratorium.store import Connection, act_at, blobs, projections, remarks
from moratorium.terms.order import Order
from moratorium.terms.party import spoken_role


@dataclass(frozen=True)
class ExplainedLine:
    """One line of an explained decision."""

    decided: LineDecision
    product: str
    findings: tuple[Finding, ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Explained:
    """A decision with everything it cites.

    Attributes:
        order: What was decided.
        decision: How.
        index: Log index of the act.
        actor: Who had it decided.
        at: When.
        places: How each place of the order was resolved, in words.
        answers: What was answered about its parties, products and itself, by whom and on which source.
        entries: List entries that its parties may be as things stand now, with what people said of them.
        lines: The lines.
        others: Log indexes of its other decisions: earlier ones, trials, looks at another day.
    """

    order: Order
    decision: Decision
    index: int
    actor: str
    at: datetime
    places: tuple[str, ...]
    answers: tuple[str, ...]
    entries: tuple[str, ...]
    lines: tuple[ExplainedLine, ...]
    others: tuple[int, ...]


def explain(home: Home, order: str, known: Directory | None = None) -> tuple[Explained, ...]:
    """The decision that stands for an order; one for each activity if only the caller's id is given.

    Args:
        home: The state.
        order: The caller's id, or id and activity (``SO-1/sale``).
        known: Holds what parties are compared with ready; None reads it where it is asked for.

    Raises:
        MissingError: no such order was decided.
    """
    with home.store.read() as connection:
        one = projections.order(connection, order)
        rows = [one] if one is not None else projections.orders_of_id(connection, order)
        if not rows:
            raise MissingError(f"no decision for order `{order}`", help="decide it with `moratorium check FILE`")
        found = tuple(_explained(connection, row.key, row.act) for row in rows)
        is_said = remarks.is_any(connection)
    return _with_entries(home, found, is_said, known)


def explain_act(home: Home, index: int, known: Directory | None = None) -> Explained:
    """Any decision, also one that no longer stands.

    Args:
        home: The state.
        index: Log index of the act.
        known: As in :func:`explain`.

    Raises:
        MissingError: no such act, it decides no order, or it was erased.
    """
    with home.store.read() as connection:
        act = act_at(connection, index).act
        if act.kind != "decided":
            raise MissingError(f"act {index} decides no order", help="take the number of a decision")
        found = _explained(connection, act.subject, index)
        is_said = remarks.is_any(connection)
    return _with_entries(home, (found,), is_said, known)[0]


def _explained(connection: Connection, key: str, standing: int) -> Explained:
    logged = act_at(connection, standing)
    decision = logged.act.payload
    if not isinstance(decision, Decision):
        raise MissingError(f"the decision of `{key}` was erased", f"act {logged.index}")
    order = msgspec.json.decode(blobs.get(connection, decision.order_digest), type=Order)
    lines = tuple(_line(connection, order, line, decision.ties) for line in decision.lines)
    return Explained(
        order=order,
        decision=decision,
        index=logged.index,
        actor=logged.act.actor,
        at=logged.act.at,
        places=_places(order),
        answers=tuple(_answers(connection, order, decision)),
        entries=(),
        lines=lines,
        others=tuple(index for index in projections.decisions_of(connection, key) if index != standing),
    )


def _line(connection: Connection, order: Order, decided: LineDecision, ties: tuple[Tie, ...]) -> ExplainedLine:
    judgement = msgspec.json.decode(blobs.get(connection, decided.judgement), type=Judgement)
    line = next(one for one in order.lines if one.number == decided.line)
    asked = dict.fromkeys(q for finding in judgement.findings for q in questions(finding, order, line, ties=ties))
    return ExplainedLine(decided, line.product or "", judgement.findings, tuple(asked))


def _answers(connection: Connection, order: Order, decision: Decision) -> Iterator[str]:
    """Answers that count on the day of the decision, in words."""
    subjects = {order_subject(order), *(line_subject(order, line) for line in order.lines)}
    subjects |= {party_subject(party, order) for parties in order.parties.values() for party in parties}
    subjects |= {f"product:{line.product}" for line in order.lines if line.product}
    for one in projections.answers_on(connection, decision.day, subjects=subjects):
        until = f", until {one.expires}" if one.expires else ""
        yield f"{one.subject.partition(':')[2]}: {spoken(one.fact)} is {one.value} (source: {one.source}{until})"


def _with_entries(
    home: Home, found: tuple[Explained, ...], is_said: bool, known: Directory | None
) -> tuple[Explained, ...]:
    """The same with the list entries that parties may be: how they meet, what was said, and what changed since.

    Looked up only where the order waits for such an answer, or one was given; reading lists takes seconds, unless the
    directory holds them ready.
    """
    asked = [one for one in found if is_said or _waits_for_a_match(one)]
    if not asked:
        return found
    compared = known or Directory(home, References(home))
    with compared.lock:
        at_hand = compared.at_hand()
        told = {one.order.key: tuple(_entries(at_hand, one)) for one in asked}
    return tuple(replace(one, entries=told.get(one.order.key, ())) for one in found)


def _waits_for_a_match(one: Explained) -> bool:
    return any(name.endswith(".listed") for line in one.lines for found in line.findings for name in found.missing)


def _entries(at_hand: AtHand, explained: Explained) -> Iterator[str]:
    parties = dict(at_hand.enricher.parties(explained.order))
    if _waits_for_a_match(explained) or not at_hand.reference.answers.said.of.keys().isdisjoint(parties):
        for subject, party in parties.items():
            for hit in at_hand.enricher.screening.hits(party, subject):
                yield f"{subject.partition(':')[2]}: {hit_words(hit)}"


def _places(order: Order) -> tuple[str, ...]:
    atlas = package.atlas()
    stated = [(role, party.address) for role, parties in order.parties.items() for party in parties]
    stated += [(role, place) for role, places in order.places.items() for place in places]
    notes = [f"{spoken_role(role)}: {note}" for role, place in stated for note in atlas.resolve(place).notes]
    return tuple(dict.fromkeys(notes))
