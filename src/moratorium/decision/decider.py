"""Deciding orders under one rulebook and one reference. Equal rows are judged once."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from moratorium.decision.decision import ENGINE, Decision, Judgement, LineDecision, decide, graver, inputs_digest
from moratorium.decision.facts import Enricher, Facts
from moratorium.decision.judge import Clearances, Ready, judge, make_ready
from moratorium.decision.questions import Asked, Questionnaire
from moratorium.decision.reference import Reference
from moratorium.decision.screening import thresholds_of
from moratorium.measures import Rulebook
from moratorium.screening.disposition import Hit
from moratorium.terms.canon import canonical, digest, digest_bytes
from moratorium.terms.order import Order
from moratorium.terms.party import Party

MOST_REMEMBERED = 200_000
"""Judged rows kept in memory; beyond it they are forgotten and judged again, so memory does not grow with the file."""


class Judged(NamedTuple):
    """A judgement with its canonical bytes and their digest, under which decisions cite it."""

    judgement: Judgement
    content: bytes
    digest: str


class Decided(NamedTuple):
    """A decision with what it rests on, for showing it and for the record.

    Attributes:
        order: What was decided.
        decision: How.
        rows: The row of each of the decision's lines, in the same order.
        judged: The judgement of each of them.
    """

    order: Order
    decision: Decision
    rows: tuple[Facts, ...]
    judged: tuple[Judged, ...]


class Decider:
    """Decides orders. Pure: the same order, day, rulebook and reference give the same bytes.

    Args:
        rulebook: The measures as known.
        reference: What facts are looked up in.
        only: Id of the one entity of ours to decide for, if not all that act.
    """

    def __init__(self, rulebook: Rulebook, reference: Reference, only: str | None = None) -> None:
        if only is not None:
            reference.entity_named(only)
        self.rulebook = rulebook
        self.reference = reference
        self._only = only
        seats = {"actor.territory"} if rulebook.blocking else set()
        goods_lists = frozenset().union(*(measure.goods_lists for measure in rulebook.measures))
        entries = frozenset().union(*(measure.control_entries for measure in rulebook.measures))
        lists = frozenset().union(*(measure.lists for measure in rulebook.measures))
        self._asks_lists = bool(lists)
        thresholds = thresholds_of(rulebook)
        self._enricher = Enricher(reference, rulebook.facts | seats, goods_lists, entries, lists, thresholds)
        self._days: dict[date, tuple[Ready, ...]] = {}
        self._remembered: dict[tuple[int, int, Hashable], Judged] = {}
        self._alike: dict[tuple[tuple[str, ...], int], tuple[Ready, ...]] = {}
        measures = digest(rulebook.documents)
        self.digests = {**reference.digests(), "engine": ENGINE, "measures": measures, "rulebook": rulebook.digest}
        if only is not None:
            self.digests["actor"] = only

    def inputs(self, order_digest: str, day: date) -> str:
        """Digest over everything that the decision of an order on a day rests on."""
        return inputs_digest(order_digest, day, self.digests)

    def decide(self, order: Order, day: date, order_digest: str) -> Decided:
        """The decision of one order as of a day.

        Args:
            order: What is wanted.
            day: Valid day.
            order_digest: Digest of the order's canonical bytes.
        """
        measures = self._in_force(day)
        counted, *others = self._enricher.worlds(order)
        rows = tuple(counted.rows(order, self._only, day))
        judged = tuple(self._judge(facts, measures, counted.reference.answers.cleared) for facts in rows)
        for other in others:
            cleared = other.reference.answers.cleared
            found = (self._judge(facts, measures, cleared) for facts in other.rows(order, self._only, day))
            judged = tuple(map(_graver, judged, found))
        lines = [
            LineDecision(facts.line.number, facts.actor, found.judgement.effect, found.digest)
            for facts, found in zip(rows, judged, strict=True)
        ]
        inputs = self.inputs(order_digest, day)
        ties = counted.ties(order, rows[0].row, day) if rows else ()
        return Decided(order, decide(order, order_digest, day, lines, self.digests, inputs, ties), rows, judged)

    def compare(self, orders: Iterable[Order]) -> None:
        """Compare the parties of several orders with the lists at once, which is much quicker than one by one.

        Deciding does so too where it was not done; the result is the same.
        """
        if self._asks_lists:
            self._enricher.compare(orders)

    def rows(self, order: Order) -> Iterator[Facts]:
        """The facts that the rulebook asks about, for showing them."""
        return self._enricher.counted(order).rows(order, self._only)

    def matches(self, party: Party, order: Order) -> tuple[Hit, ...]:
        """List entries about which a person is asked whether a party of an order is the listed one."""
        return self._enricher.counted(order).matches(party, order)

    def asked(self, decided: Decided) -> Sequence[Asked]:
        """What a decided order waits for, with the list entries that its parties may be."""
        if decided.decision.effect == "allow":
            return ()
        asked = Questionnaire(self.matches)
        for line, facts, found in zip(decided.decision.lines, decided.rows, decided.judged, strict=True):
            if line.effect == "hold":
                asked.add(decided.order, facts.line, found.judgement.findings, decided.decision.ties)
        return asked.ranked()

    def _in_force(self, day: date) -> tuple[Ready, ...]:
        """The measures of a day; days with the same measures and the same groups share them."""
        found = self._days.get(day)
        if found is None:
            ids = tuple(measure.id for measure in self.rulebook.in_force(day))
            key = (ids, self.reference.atlas.epoch(day))
            found = self._alike.get(key)
            if found is None:
                found = self._alike[key] = make_ready(self.rulebook, day, self.reference)
            self._days[day] = found
        return found

    def _judge(self, facts: Facts, measures: tuple[Ready, ...], cleared: Clearances) -> Judged:
        key = (id(measures), id(cleared), facts.key)
        found = self._remembered.get(key)
        if found is None:
            found = _judged(judge(facts.row, measures, cleared))
            if len(self._remembered) >= MOST_REMEMBERED:
                self._remembered.clear()
            self._remembered[key] = found
        return found


def _judged(judgement: Judgement) -> Judged:
    content = canonical(judgement)
    return Judged(judgement, content, digest_bytes(content))


def _graver(first: Judged, second: Judged) -> Judged:
    return first if first.digest == second.digest else _judged(graver(first.judgement, second.judgement))
