"""Cases: what of a line its findings hang on, so that each is judged once however many lines share it.

Millions of lines differ in their numbers and days; a rulebook asks few things of these. A *case* is a combination of
facts (``row``), a *period* (days on which the same measures are in force and groups have the same members) and the
answers to the few questions that a rulebook asks of a line's own numbers and days. All lines of a case get the same
findings. The answers and the period are packed into one whole number, the *context*.

A condition is split for this: the largest parts that ask only shared facts are asked once of each combination, those
that ask of the line once of each line, and what joins them is asked once of each case.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

import ibis
import ibis.expr.types as ir

from moratorium.conditions.predicate import (
    ALWAYS,
    NEVER,
    AllOf,
    Always,
    AnyOf,
    Flag,
    Missing,
    Not,
    Predicate,
    facts_of,
    rewrite,
)
from moratorium.decision.activities import LANE
from moratorium.decision.judge import Ready, ready_of
from moratorium.errors import InputError
from moratorium.history.column import column
from moratorium.history.schema import ROW, is_of_line
from moratorium.history.tables import columns_named
from moratorium.measures import Measure, Rulebook
from moratorium.measures.measure import InForce
from moratorium.terms.party import ROLES
from moratorium.terms.vocabulary import ANY_ROLE, VOCABULARY, Kind
from moratorium.territories import Atlas

CONTEXT = "context"
"""Column of a case's period and answers; below nought for lines without a day, which belong to no case."""

SIGNATURE = "signature"
"""Column of the answers alone."""

UNDATED = -1
_MOST = 2**62


class Period(NamedTuple):
    """Days on which the same is asked of every line.

    Attributes:
        start: Its first day.
        ready: For each rulebook the measures in force.
    """

    start: date
    ready: tuple[tuple[Ready, ...], ...]


def periods(
    books: Sequence[Rulebook], first: date, last: date, atlas: Atlas, at_hand: frozenset[str]
) -> tuple[Period, ...]:
    """The periods from one day to another, in order; neighbours in which nothing differs are one.

    Args:
        books: The rulebooks that are compared.
        first: First day of all.
        last: Last day of all.
        atlas: Who belongs to a group of countries, and when.
        at_hand: Party lists and goods lists that are at hand.
    """
    edges = {edge for book in books for one in book.measures for edge in _edges(one.in_force) if first < edge <= last}
    made = _Made(atlas, at_hand)
    found: list[Period] = []
    for start in sorted({first, *edges, *atlas.changes(first, last)}):
        ready = tuple(tuple(made.ready(one, start) for one in book.in_force(start)) for book in books)
        if not found or ready != found[-1].ready:
            found.append(Period(start, ready))
    return tuple(found)


def _edges(windows: Iterable[InForce]) -> Iterator[date]:
    for one in windows:
        yield from (edge for edge in (one.window.start, one.window.end) if edge is not None)


class _Made:
    """Measures made ready, each once where it says the same."""

    def __init__(self, atlas: Atlas, at_hand: frozenset[str]) -> None:
        self._atlas = atlas
        self._at_hand = at_hand
        self._by_epoch: dict[tuple[Measure, int], Ready] = {}
        self._by_condition: dict[tuple[Measure, Predicate], Ready] = {}

    def ready(self, measure: Measure, day: date) -> Ready:
        """A measure made ready for a day."""
        key = (measure, self._atlas.epoch(day))
        if key not in self._by_epoch:
            made = ready_of(measure, lambda codes: self._atlas.extent(codes, day), self._at_hand)
            self._by_epoch[key] = self._by_condition.setdefault((measure, made.condition), made)
        return self._by_epoch[key]


class Split:
    """Conditions split into parts that ask of combinations of facts and parts that ask of lines.

    Attributes:
        of_facts: Parts that ask only shared facts, with the names of their columns.
        of_lines: Parts that ask of the line, likewise.
    """

    def __init__(self) -> None:
        self.of_facts: dict[Predicate, str] = {}
        self.of_lines: dict[Predicate, str] = {}

    def condition(self, predicate: Predicate) -> Predicate:
        """The condition over the answers to its parts, each of them a yes-or-no column."""
        if isinstance(predicate, Always):
            return predicate
        ours = [is_of_line(VOCABULARY[fact]) for fact in facts_of(predicate)]
        if not any(ours):
            return self._part(self.of_facts, "f", predicate)
        if all(ours):
            return self._line_part(predicate)
        match predicate:
            case AllOf(of) | AnyOf(of):
                return type(predicate)(tuple(self.condition(part) for part in _gathered(predicate, of)))
            case Not(part):
                return Not(self.condition(part))
        return self._line_part(predicate)

    def _line_part(self, predicate: Predicate) -> Predicate:
        """Where several facts are compared, it is also asked which of the line's is missing: a question may need it."""
        for fact in dict.fromkeys(facts_of(predicate)) if len(set(facts_of(predicate))) > 1 else ():
            if is_of_line(VOCABULARY[fact]):
                self._part(self.of_lines, "l", Missing(fact))
        return self._part(self.of_lines, "l", predicate)

    def _part(self, parts: dict[Predicate, str], letter: str, predicate: Predicate) -> Predicate:
        return Flag(parts.setdefault(predicate, f"{letter}{len(parts)}"))


def _gathered(whole: AllOf | AnyOf, of: tuple[Predicate, ...]) -> Iterator[Predicate]:
    """The parts of an and or an or, those that ask only shared facts as one, and those that ask only of the line."""
    kinds: dict[tuple[bool, bool], list[Predicate]] = {}
    for part in of:
        ours = [is_of_line(VOCABULARY[fact]) for fact in facts_of(part)]
        kinds.setdefault((any(ours), all(ours)), []).append(part)
    for (some, every), parts in kinds.items():
        if (some and not every) or len(parts) == 1:
            yield from parts
        else:
            yield type(whole)(tuple(parts))


class Plan:
    """What is asked of combinations, of lines and of cases to judge some rulebooks.

    Attributes:
        periods: The periods.
        split: The parts of all conditions.
        asked: Each distinct condition over its parts, with the periods in which it is asked.
    """

    def __init__(self, found: Sequence[Period], known: Sequence[Predicate] = ()) -> None:
        self.periods = tuple(found)
        self.split = Split()
        for part in known:
            self.split.condition(part)
        self._numbers: dict[Predicate, int] = {}
        self.asked: list[tuple[Predicate, set[int]]] = []
        for number, period in enumerate(self.periods):
            for ready in (one for book in period.ready for one in book):
                for condition in (ready.condition, *(one for pair in with_licence(ready).values() for one in pair)):
                    self._ask(condition, number)
        self.line_parts = tuple(self.split.of_lines)
        if len(self.periods) * 3 ** len(self.line_parts) >= _MOST:
            raise InputError(
                f"the rulebooks ask {len(self.line_parts)} different things of a line's own numbers and days",
                "replay",
                "replay fewer drafts at once",
            )

    def _ask(self, condition: Predicate, period: int) -> None:
        number = self._numbers.get(condition)
        if number is None:
            number = self._numbers[condition] = len(self.asked)
            self.asked.append((self.split.condition(condition), set()))
        self.asked[number][1].add(period)

    def number(self, condition: Predicate) -> int:
        """Place of a condition's answer in a pattern."""
        return self._numbers[condition]

    @property
    def shared_asked(self) -> frozenset[str]:
        """Facts of combinations that any condition asks for, and those behind them."""
        ready = (one for period in self.periods for book in period.ready for one in book)
        return frozenset(fact for one in ready for fact in named_by(one))

    @property
    def shared_facts(self) -> frozenset[str]:
        """Facts of combinations that lines are asked together with."""
        names = {fact for part in self.line_parts for fact in facts_of(part)}
        return frozenset(name for name in names if not is_of_line(VOCABULARY[name]))

    def answers(self, signature: int) -> dict[Predicate, bool | None]:
        """The answers of a signature to the parts that ask of the line."""
        rest = signature
        found: dict[Predicate, bool | None] = {}
        for part in self.line_parts:
            rest, code = divmod(rest, 3)
            found[part] = (False, True, None)[code]
        return found


def named_by(ready: Ready) -> Iterator[str]:
    """Shared facts that a question about a measure may name: those it asks, and those that they are made of.

    What joins all roles is asked of the role that lacks it; whether goods are exported, of where they come from.
    """
    for fact in ready.facts:
        head, _, attribute = fact.partition(".")
        joined = (f"{role}.{attribute}" for role in ROLES) if head == ANY_ROLE else LANE if fact == "activity" else ()
        for name in (fact, *joined):
            if name in VOCABULARY and not is_of_line(VOCABULARY[name]):
                yield name


def with_licence(ready: Ready) -> dict[str, tuple[Predicate, Predicate]]:
    """By each licence that a measure asks for, its condition without that licence and with it."""
    if ready.dormant:
        return {}
    asked = sorted({fact for fact in ready.facts if fact.startswith("licence.") and _is_flag(fact)})
    return {fact: (_given(ready.condition, fact, NEVER), _given(ready.condition, fact, ALWAYS)) for fact in asked}


def _is_flag(fact: str) -> bool:
    return VOCABULARY[fact].kind is Kind.FLAG


def _given(condition: Predicate, fact: str, answer: Always) -> Predicate:
    return rewrite(condition, lambda part: answer if part == Flag(fact) else part)


# -- as columns --------------------------------------------------------------------------------------------------------


def placed(plan: Plan, lines: ir.Table, facts: ir.Table, on_own_day: bool) -> ir.Table:
    """The lines, each with its context.

    Args:
        plan: What is asked.
        lines: The table ``lines``.
        facts: The table ``facts``.
        on_own_day: Whether each line is judged on its own day; else all are judged on the plan's only day.
    """
    signed_ = signed(plan, lines, facts)
    context = signed_[SIGNATURE] * len(plan.periods)
    if on_own_day:
        dated = context + _period(plan, signed_)
        context = ibis.ifelse(signed_["day"].isnull(), ibis.literal(UNDATED, type="int64"), dated)
    return signed_.select(*lines.columns, **{CONTEXT: context})


def signed(plan: Plan, lines: ir.Table, facts: ir.Table) -> ir.Table:
    """The lines, each with its answers to what is asked of it, packed into one whole number.

    Args:
        plan: What is asked.
        lines: The table ``lines``.
        facts: The table ``facts``.
    """
    joined = lines
    if plan.shared_facts:
        shared = facts.select(ROW, *columns_named(plan.shared_facts)).distinct(on=ROW)
        joined = lines.left_join(shared, ROW).select(
            lines, *(shared[name] for name in columns_named(plan.shared_facts))
        )
    signature: Any = ibis.literal(0, type="int64")
    for place, part in enumerate(plan.line_parts):
        signature = signature + column(part, joined).cast("int8").fill_null(2).cast("int64") * 3**place
    return joined.select(*lines.columns, **{SIGNATURE: signature})


def _period(plan: Plan, lines: ir.Table) -> Any:
    """Number of a day's period."""
    later = [(lines["day"] >= ibis.literal(one.start), number) for number, one in enumerate(plan.periods)][:0:-1]
    found: Any = ibis.cases(*later, else_=0) if later else ibis.literal(0)
    return found.cast("int64")
