"""Everything that a person needs who must decide about one order, put together in one look.

The decision that stands as a tree, what it waits for and for how long, what was answered and by whom, who works on it,
every decision before with what was different, and what is drawn from licences for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

import msgspec

from moratorium.conditions.explain import Reason
from moratorium.decision.decision import Decision, Finding, Judgement
from moratorium.decision.subjects import line_subject, order_subject, party_subject
from moratorium.desk import holds
from moratorium.desk.directory import Directory
from moratorium.desk.explaining import Explained, ExplainedLine, explain
from moratorium.desk.holds import WholeHold
from moratorium.desk.home import Home
from moratorium.errors import MissingError
from moratorium.store import Connection, act_at, blobs, projections
from moratorium.store import holds as rows
from moratorium.store.holds import ClearanceProposalRow, EventRow, SaidRow
from moratorium.store.projections import DrawdownRow
from moratorium.terms.act import Act
from moratorium.terms.order import Order

MOST_DECISIONS = 20
"""Decisions shown; an order that is decided each night has many."""


@dataclass(frozen=True)
class Node:
    """A branch of the decision, in words.

    Attributes:
        words: What it says.
        kind: An effect; empty for a branch below a finding.
        below: Why.
        is_shut: Whether it is shown folded up until somebody opens it.
    """

    words: str
    kind: str = ""
    below: tuple[Node, ...] = ()
    is_shut: bool = False


@dataclass(frozen=True)
class Made:
    """A decision of the order.

    Attributes:
        act: Its act.
        at: When it was made.
        by: Who had it made.
        day: Valid day.
        effect: Of the order.
        differs: What was different from the one before, in words.
        stands: Whether it is the one that counts.
    """

    act: int
    at: datetime
    by: str
    day: date
    effect: str
    differs: tuple[str, ...]
    stands: bool


@dataclass(frozen=True)
class WholeOrder:
    """One order with everything about it.

    Attributes:
        explained: The decision that stands.
        tree: The same as a tree in plain words.
        hold: What it waits for; None if it is not held.
        events: What was said and done about it, oldest first.
        clearances: Clearances of its facts that wait, or waited, for a second person.
        said: Answers and clearances that bear on it, withdrawn ones too.
        history: Its decisions, newest first.
        more: How many decisions are not shown.
        drawn: What stands drawn from licences for its lines.
        others: Keys of other orders with the same id.
    """

    explained: Explained
    tree: tuple[Node, ...]
    hold: WholeHold | None
    events: tuple[EventRow, ...]
    clearances: tuple[ClearanceProposalRow, ...]
    said: tuple[SaidRow, ...]
    history: tuple[Made, ...]
    more: int
    drawn: tuple[DrawdownRow, ...]
    others: tuple[str, ...]

    @property
    def order(self) -> Order:
        """What was decided."""
        return self.explained.order


def whole_order(home: Home, order: str, known: Directory) -> WholeOrder:
    """Everything about an order.

    Args:
        home: The state.
        order: Its key, or the caller's id.
        known: Holds what parties are compared with ready.

    Raises:
        MissingError: no such order was decided.
    """
    found = explain(home, order, known)
    shown = next((one for one in found if one.decision.effect == "hold"), found[0])
    key = shown.order.key
    try:
        hold = holds.hold(home, key)
    except MissingError:
        hold = None
    with home.store.read() as connection:
        acts = projections.decisions_of(connection, key)
        decisions = _decisions(connection, acts)
        drawn = [projections.drawdowns_of_line(connection, key, line.number) for line in shown.order.lines]
        return WholeOrder(
            explained=shown,
            tree=tuple(map(_line, shown.lines)),
            hold=hold,
            events=rows.events(connection, key),
            clearances=hold.clearances if hold else (),
            said=rows.said_about(connection, key, _subjects(shown.order), _cleared_facts(connection, decisions)),
            history=_history(decisions, shown.index),
            more=max(0, len(acts) - MOST_DECISIONS),
            drawn=tuple(one for of_line in drawn for one in of_line),
            others=tuple(one.order.key for one in found if one.order.key != key),
        )


def _subjects(order: Order) -> set[str]:
    found = {order_subject(order), *(line_subject(order, line) for line in order.lines)}
    found |= {party_subject(party, order) for parties in order.parties.values() for party in parties}
    return found | {f"product:{line.product}" for line in order.lines if line.product}


# -- the tree ---------------------------------------------------------------------------------------------------------


def _line(line: ExplainedLine) -> Node:
    actor = f", {line.decided.actor} acts" if line.decided.actor else ""
    words = f"line {line.decided.line}, {line.product or 'product not stated'}{actor}"
    stopping = tuple(_finding(one) for one in line.findings if one.effect != "allow")
    shown = tuple(_finding(one) for one in line.findings if one.effect == "allow")
    if shown:
        inactive = sum(one.status == "inactive" for one in line.findings if one.effect == "allow")
        counts = f"{inactive} inactive, {len(shown) - inactive} not evaluable for want of facts"
        stopping = (*stopping, Node(f"shown, and stop nothing: {counts}", "", shown, is_shut=True))
    return Node(words, line.decided.effect, stopping or (Node("no measure of the rulebook applies"),))


def _finding(one: Finding) -> Node:
    doubt = {"unknown": " may apply: something is not known", "applies": ""}.get(one.status, f" {one.status}")
    words = f"{one.title or one.measure} ({one.measure}){doubt.replace('_', ' ')}"
    below = [] if one.reason is None else [_reason(one.reason)]
    if one.conflict:
        below.append(Node(f"conflict of laws, for counsel: {', '.join(one.conflict)}"))
    if one.note:
        below.append(Node(one.note))
    return Node(words, "" if one.effect == "allow" else one.effect, tuple(below))


_TRUTH = {True: "yes", False: "no", None: "not known"}
_JOINS = {"all of": "all of these", "any of": "any of these", "not": "not this"}
_RELATIONS = {
    ">=": ("is at least", "is on or after"),
    "<=": ("is at most", "is on or before"),
    ">": ("is more than", "is after"),
    "<": ("is less than", "is before"),
    "<>": ("is not", "is not"),
    "=": ("is", "is"),
}
_RELATION = re.compile(r" (>=|<=|<>|>|<|=) ")
_DAY = re.compile(r" on$| on |\d{4}-\d\d-\d\d| (?:days|months)$")


def _reason(reason: Reason) -> Node:
    """A branch of a reason. That a role is filled goes without saying where more is said of it."""
    found = f" (found: {reason.found})" if reason.found else ""
    told = [one for one in reason.of if len(reason.of) == 1 or not (one.truth and one.words.endswith(" filled"))]
    return Node(f"{_TRUTH[reason.truth]}: {_plain(reason.words)}{found}", "", tuple(map(_reason, told)))


def _plain(words: str) -> str:
    """Words of the record as one says them: signs of comparison become words.

    >>> _plain("value >= 10000"), _plain("buyer incorporated on > placed on minus 365 days")
    ('value is at least 10000', 'buyer incorporated on is after placed on minus 365 days')
    """
    is_day = _DAY.search(words) is not None
    return _JOINS.get(words) or _RELATION.sub(lambda found: f" {_RELATIONS[found[1]][is_day]} ", words)


# -- decisions before -------------------------------------------------------------------------------------------------


def _decisions(connection: Connection, acts: tuple[int, ...]) -> list[tuple[int, Act]]:
    """The last decisions, oldest first, and one more to compare the first of them with; erased ones are left out."""
    found = [(index, act_at(connection, index).act) for index in acts[-MOST_DECISIONS - 1 :]]
    return [(index, act) for index, act in found if isinstance(act.payload, Decision)]


def _history(decisions: list[tuple[int, Act]], standing: int) -> tuple[Made, ...]:
    """Decisions, newest first, each beside the one before it."""
    found, before = list[Made](), None
    for index, act in decisions:
        made: Decision = act.payload
        told = tuple(_differs(before, made)) if before is not None else ()
        found.append(Made(index, act.at, act.actor, made.day, made.effect, told, index == standing))
        before = made
    return tuple(reversed(found[-MOST_DECISIONS:]))


def _cleared_facts(connection: Connection, decisions: list[tuple[int, Act]]) -> set[str]:
    """Digests of the facts that a person's word was asked about: it may have been given on another order."""
    lines = [line for _, act in decisions for line in act.payload.lines if line.effect == "hold"]
    contents = blobs.get_many(connection, {line.judgement for line in lines})
    judged = (msgspec.json.decode(content, type=Judgement) for content in contents.values())
    return {one.row for found in judged for one in found.findings if one.row and not one.missing}


_WORDS = {
    "answers": "what was answered or cleared",
    "catalogue": "the catalogue",
    "engine": "the program",
    "goods": "lists of goods",
    "licences": "what is drawn from licences",
    "lists": "party lists",
    "organisation": "our own entities",
    "parties": "the register of parties",
    "partners": "acknowledgements that are awaited, and what partners undertook",
    "rulebook": "the rulebook",
    "territories": "the territories",
    "two_people": "who must confirm",
    "unreadable": "what can be read",
}


def _differs(before: Decision, now: Decision) -> Iterator[str]:
    if before.effect != now.effect:
        yield f"{before.effect} became {now.effect}"
    if before.order_digest != now.order_digest:
        yield "the order"
    if before.day != now.day:
        yield "the day"
    for name, words in _WORDS.items():
        if before.digests.get(name) != now.digests.get(name):
            yield words
