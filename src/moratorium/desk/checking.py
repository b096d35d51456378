"""Orders in, decisions out: each order decided, recorded and handed on, in whole transactions.

A decision counts once its act is committed, and only then is it handed on; a kill leaves whole decisions and nothing
half. The same order under the same rulebook and reference on the same day gets the decision that it has.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import NamedTuple, TypeVar

import msgspec

from moratorium.decision.decider import Decided, Decider, Judged
from moratorium.decision.judge import NOT_AT_HAND
from moratorium.decision.questions import Asked, Questionnaire
from moratorium.desk.home import Home
from moratorium.desk.record import act, record
from moratorium.errors import Fault
from moratorium.intake import Rejected
from moratorium.store import Connection, blobs, projections
from moratorium.terms.act import Act
from moratorium.terms.canon import canonical, digest_bytes
from moratorium.terms.order import Order

BATCH = 500
"""Orders in one transaction."""

MOST_SAMPLES = 5

T = TypeVar("T")


def ignore(_: object) -> None:
    """Nobody is told."""


@dataclass(frozen=True)
class Recorded:
    """A decision that is in the log.

    Attributes:
        decided: The decision with its rows and judgements.
        index: Log index of its act.
        before: Effect of the order's decision before this one; None if it had none.
        is_new: False if the same inputs had been decided already.
        asked: What it waits for.
    """

    decided: Decided
    index: int
    before: str | None
    is_new: bool
    asked: Sequence[Asked] = ()


@dataclass
class Tally:
    """What a run came to.

    Attributes:
        orders: Number of orders by effect.
        lines: Number of rows (line × acting entity) by effect.
        judgements: How many rows got each judgement, by digest.
        judged: The judgements, by digest.
        assumed: How many orders had each field assumed by the map.
        rejected: How many rows of the file are no order line.
        samples: The first of them, with the reasons.
        questions: What the holds wait for.
        new: Decisions that are new in the log.
    """

    orders: Counter[str] = field(default_factory=Counter)
    lines: Counter[str] = field(default_factory=Counter)
    judgements: Counter[str] = field(default_factory=Counter)
    judged: dict[str, Judged] = field(default_factory=dict)
    assumed: Counter[str] = field(default_factory=Counter)
    rejected: int = 0
    samples: list[Rejected] = field(default_factory=list)
    questions: Questionnaire = field(default_factory=Questionnaire)
    new: int = 0

    def add(self, recorded: Recorded) -> None:
        """Count one decided order."""
        decided = recorded.decided
        self.orders[decided.decision.effect] += 1
        self.assumed.update(decided.decision.assumed)
        self.new += recorded.is_new
        for line, facts, found in zip(decided.decision.lines, decided.rows, decided.judged, strict=True):
            self.lines[line.effect] += 1
            self.judgements[found.digest] += 1
            self.judged.setdefault(found.digest, found)
            if line.effect == "hold":
                self.questions.add(decided.order, facts.line, found.judgement.findings, decided.decision.ties)

    def reject(self, rejected: Rejected) -> None:
        """Count one row that is no order line."""
        self.rejected += 1
        if len(self.samples) < MOST_SAMPLES:
            self.samples.append(rejected)

    def without_list(self) -> frozenset[str]:
        """Measures that only show themselves because their list is not at hand."""
        found = (one for judged in self.judged.values() for one in judged.judgement.findings)
        return frozenset(one.measure for one in found if one.note.startswith(NOT_AT_HAND))

    def findings(self) -> Counter[tuple[str, str, str]]:
        """How many rows each measure touched, by measure, status and effect."""
        counted: Counter[tuple[str, str, str]] = Counter()
        for digest, rows in self.judgements.items():
            for finding in self.judged[digest].judgement.findings:
                counted[finding.measure, finding.status, finding.effect] += rows
        return counted


def check(
    home: Home,
    orders: Iterable[Order | Rejected],
    decider: Decider,
    day: date | None,
    sink: Callable[[Recorded], None] = ignore,
    reject: Callable[[Rejected], None] = ignore,
) -> Tally:
    """Decide orders and record the decisions.

    Args:
        home: The state.
        orders: Orders and rejected rows, as the intake reads them.
        decider: Rulebook and reference.
        day: Valid day; None for each order's own date.
        sink: Is handed each decision after it is recorded, in the order of the file.
        reject: Is handed each row that is no order line.
    """
    tally = Tally(questions=Questionnaire(decider.matches))
    for batch in _batches(orders):
        ready = []
        for one in batch:
            valid = None if isinstance(one, Rejected) else day or one.placed_on
            if not isinstance(one, Rejected) and valid is not None:
                ready.append((one, valid))
                continue
            for rejected in [one] if isinstance(one, Rejected) else _undated(one):
                tally.reject(rejected)
                reject(rejected)
        for recorded in decide_batch(home, ready, decider):
            tally.add(recorded)
            sink(recorded)
    return tally


def decide_batch(
    home: Home, orders: list[tuple[Order, date]], decider: Decider, standing: Mapping[str, int] | None = None
) -> list[Recorded]:
    """Decide some orders and record them in one transaction.

    Args:
        home: The state.
        orders: With the valid day of each.
        decider: Rulebook and reference.
        standing: Log index of the decision that stood when an order was read; an order that somebody decided since
            is left as it is.
    """
    made = make_all([Wanted(*one) for one in orders], [decider] * len(orders), home.today())
    with home.store.begin() as connection:
        if standing is not None:
            now = projections.standing_acts(connection, standing)
            made = [one for one in made if now.get(one.decided.order.key) == standing[one.decided.order.key]]
        return record_batch(home, connection, made)


class Wanted(NamedTuple):
    """An order to decide.

    Attributes:
        order: What is wanted.
        day: Valid day.
        actor: Who has it decided; None for whoever works on the home.
    """

    order: Order
    day: date
    actor: str | None = None


class Made(NamedTuple):
    """A decision that is not in the log yet.

    Attributes:
        decided: The decision with its rows and judgements.
        content: Canonical bytes of the order.
        asked: What it waits for.
        actor: Who had it decided; None for whoever works on the home.
    """

    decided: Decided
    content: bytes
    asked: Sequence[Asked]
    actor: str | None = None


def make_all(wanted: Sequence[Wanted], deciders: Sequence[Decider], today: date) -> list[Made]:
    """Decide orders and record nothing yet; their parties are compared with the lists together.

    Args:
        wanted: The orders.
        deciders: What each of them is decided by.
        today: The day, here.
    """
    of: dict[int, list[Order]] = {}
    for one, decider in zip(wanted, deciders, strict=True):
        of.setdefault(id(decider), []).append(one.order)
    for decider in {id(decider): decider for decider in deciders}.values():
        decider.compare(of[id(decider)])
    return [_make(one, decider, today) for one, decider in zip(wanted, deciders, strict=True)]


def _make(wanted: Wanted, decider: Decider, today: date) -> Made:
    content = canonical(wanted.order)
    decided = _dated(decider.decide(wanted.order, wanted.day, digest_bytes(content)), today)
    return Made(decided, content, decider.asked(decided), wanted.actor)


def record_batch(home: Home, connection: Connection, made: Sequence[Made]) -> list[Recorded]:
    """Record decisions with what they cite; those whose inputs are in the log already are found, not made again.

    Args:
        home: The state.
        connection: In a write transaction; nothing counts before it commits.
        made: In the order in which they are to stand in the log.
    """
    decided = [one.decided for one in made]
    found = projections.recorded(connection, [one.decision for one in decided])
    known = [one.act for one in found]
    fresh = _fresh(decided, known)
    _keep_evidence(connection, [(decided[i], made[i].content) for i in fresh])
    at_hand = {made[i].decided.decision.inputs: (made[i].decided.order, made[i].asked) for i in fresh}
    indexes = record(home, connection, [_act(home, made[i]) for i in fresh], at_hand)
    new = dict(zip(fresh, indexes, strict=True))
    return [
        Recorded(one.decided, _index(i, known, new, decided), found[i].before, i in new, one.asked)
        for i, one in enumerate(made)
    ]


def _act(home: Home, made: Made) -> Act:
    one = act(home, "decided", made.decided.decision.order, made.decided.decision)
    return one if made.actor is None else msgspec.structs.replace(one, actor=made.actor)


def _dated(decided: Decided, today: date) -> Decided:
    """A decision for a day still to come is marked as an outlook."""
    if decided.decision.day <= today:
        return decided
    return decided._replace(decision=msgspec.structs.replace(decided.decision, outlook=True))


def _fresh(decided: list[Decided], known: list[int | None]) -> list[int]:
    """Positions to record: inputs that are not in the log, each once even if the batch repeats an order."""
    seen: set[tuple[str, str]] = set()
    fresh = []
    for position, (one, index) in enumerate(zip(decided, known, strict=True)):
        key = (one.decision.order, one.decision.inputs)
        if index is None and key not in seen:
            seen.add(key)
            fresh.append(position)
    return fresh


def _index(position: int, known: list[int | None], new: dict[int, int], decided: list[Decided]) -> int:
    index = known[position] if known[position] is not None else new.get(position)
    if index is not None:
        return index
    twin = decided[position].decision
    return next(new[i] for i in new if decided[i].decision.inputs == twin.inputs and decided[i].order.key == twin.order)


def _keep_evidence(connection: Connection, fresh: list[tuple[Decided, bytes]]) -> None:
    """Orders and judgements are kept by digest, each once."""
    orders = [(one.decision.order_digest, content) for one, content in fresh]
    judgements = {found.digest: found.content for one, _ in fresh for found in one.judged}
    blobs.put_many(connection, [*orders, *judgements.items()], "application/json")


def _undated(order: Order) -> Iterator[Rejected]:
    fault = Fault("no order date to decide on", f"order {order.id}", "map a column to `placed_on`, or use --on DAY")
    return (Rejected(0, order.id, (fault,), (line.number,)) for line in order.lines)


def _batches(items: Iterable[T]) -> Iterator[list[T]]:
    iterator = iter(items)
    while batch := list(islice(iterator, BATCH)):
        yield batch
