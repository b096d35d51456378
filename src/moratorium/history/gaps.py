"""What could not be judged, and why: the facts that held lines wait for, ranked by how many holds each would settle.

Which facts are missing is not guessed from columns: the scalar judge, which is the specification, is asked once for
each distinct combination of the facts that a measure asks about, and its answer counts for all lines that share it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from moratorium.conditions.evaluate import Row
from moratorium.conditions.predicate import Always, Flag, Missing, Predicate, rewrite
from moratorium.decision.judge import Ready, judge
from moratorium.history.cases import CONTEXT, Plan
from moratorium.history.findings import Found, Said
from moratorium.history.impact import Gap
from moratorium.history.judging import SUMS, Cases, Codes
from moratorium.history.schema import ROW, column_name, is_of_line, open_name, possible_name
from moratorium.history.sums import Sum
from moratorium.history.tables import facts_once
from moratorium.terms.effect import Effect
from moratorium.terms.members import Members
from moratorium.terms.vocabulary import VOCABULARY, Kind, Value

_SETS = (Kind.SET, Kind.TERRITORY)
_PLACEHOLDERS: dict[Kind, Value] = {Kind.NUMBER: Decimal(0), Kind.DAY: date.min, Kind.TEXT: "known"}
"""Of a fact of the line that is known; its value is in the answers of the case already."""


class Waiting(NamedTuple):
    """What the lines of some cases wait for.

    Attributes:
        facts: Names of the missing facts.
        alone: Whether nothing else holds the line.
    """

    facts: frozenset[str]
    alone: bool


class Shared:
    """The facts of combinations, by place in the table, read as the vocabulary types them when they are asked for.

    Args:
        table: Some columns of ``facts``.
    """

    def __init__(self, table: pa.Table) -> None:
        self._table = table
        self._columns: dict[str, list[Any]] = {}
        self._codes: dict[str, Codes] = {}

    def value(self, fact: str, at: int) -> Value:
        """A fact of one combination."""
        if VOCABULARY[fact].kind not in _SETS:
            found: Value = self._column(column_name(fact))[at]
            return found
        is_open = self._column(open_name(fact))[at]
        if is_open is None:
            return None
        known, possible = self._column(column_name(fact))[at], self._column(possible_name(fact))[at]
        return Members(frozenset(known or ()), frozenset(possible or ()), is_open)

    def codes(self, fact: str) -> Codes:
        """For each combination a number that tells its value of a fact from others."""
        if fact not in self._codes:
            names = [column_name(fact)]
            if VOCABULARY[fact].kind in _SETS:
                names += [possible_name(fact), open_name(fact)]
            parts = [_numbered(map(_hashable, self._column(name))) for name in names]
            self._codes[fact] = combined(parts)
        return self._codes[fact]

    def _column(self, name: str) -> list[Any]:
        if name not in self._columns:
            self._columns[name] = self._table[name].to_pylist()
        return self._columns[name]


def _hashable(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _numbered(values: Iterable[Any]) -> Codes:
    numbers: dict[Any, int] = {}
    return np.fromiter((numbers.setdefault(value, len(numbers)) for value in values), np.int64)


def combined(parts: Sequence[Codes]) -> Codes:
    """One number for each place that tells combinations of several numbers apart."""
    found = parts[0]
    for part in parts[1:]:
        found = np.unique(found * (int(part.max(initial=0)) + 1) + part, return_inverse=True)[1].astype(np.int64)
    return found


class Waits:
    """What held lines wait for.

    Args:
        cases: The cases, judged.
    """

    def __init__(self, cases: Cases) -> None:
        self._cases = cases
        self._found: dict[int, dict[Waiting, Sum]] = {}

    def gaps(self, book: int) -> Iterator[Gap]:
        """Missing facts of the lines that a draft holds; those that would settle most by themselves first."""
        waiting: dict[str, Sum] = {}
        alone: dict[str, int] = {}
        for one, lines in self.of(book).items():
            for fact in one.facts:
                waiting.setdefault(fact, Sum()).join(lines)
                if one.alone and len(one.facts) == 1:
                    alone[fact] = alone.get(fact, 0) + lines.lines
        before: dict[str, int] = {}
        for one, lines in self.of(0).items():
            for fact in one.facts:
                before[fact] = before.get(fact, 0) + lines.lines
        for fact in sorted(waiting, key=lambda name: (-alone.get(name, 0), -waiting[name].lines, name)):
            question = VOCABULARY[fact].question
            yield Gap(fact, question, alone.get(fact, 0), waiting[fact].worth, before.get(fact, 0))

    def of(self, book: int) -> dict[Waiting, Sum]:
        """Lines that a rulebook holds, by what they wait for."""
        if book not in self._found:
            self._found[book] = self._wait(book)
        return self._found[book]

    def _wait(self, book: int) -> dict[Waiting, Sum]:
        held = self._cases.tables.arrow(
            f"SELECT {ROW}, {CONTEXT}, verdict, currency, {SUMS} FROM cube JOIN cases USING ({ROW}, {CONTEXT}) "
            f"JOIN effects USING (verdict) WHERE e{book} = {int(Effect.HOLD)} GROUP BY ALL"
        )
        if not held.num_rows:
            return {}
        verdicts = held["verdict"].to_numpy().astype(np.int64)
        said = [one[book] for one in self._cases.verdicts]
        words, waits = self._missing(book, said, held, verdicts)
        alone = np.array([_waits_only(one, self._completeness(book)) for one in said])[verdicts]
        table = held.append_column("waits", pa.array(waits)).append_column("alone", pa.array(alone))
        grouped = table.group_by(["waits", "alone", "currency"]).aggregate(
            [("lines", "sum"), ("worth", "sum"), ("unvalued", "sum")]
        )
        found: dict[Waiting, Sum] = {}
        for one in grouped.to_pylist():
            key = Waiting(words[one["waits"]], one["alone"])
            found.setdefault(key, Sum()).add(one["currency"], one["lines_sum"], one["worth_sum"], one["unvalued_sum"])
        return found

    def _missing(
        self, book: int, said: list[Said], held: pa.Table, verdicts: Codes
    ) -> tuple[list[frozenset[str]], Codes]:
        """For each held case a place in the list of what is missing."""
        contexts = held[CONTEXT].to_numpy()
        combinations = np.searchsorted(self._rows.numbers, held[ROW].to_numpy())
        gaps = Gaps(self._cases.plan, self._rows.shared)
        complete = self._completeness(book)
        unions = _Unions(held.num_rows)
        waiting = [{one.measure for one in each.found if _waits(one, complete)} for each in said]
        periods = contexts % len(self._cases.plan.periods)
        for number, period in enumerate(self._cases.plan.periods):
            inside = periods == number
            for ready in period.ready[book] if inside.any() else ():
                of_verdict = np.array([ready.measure.id in one for one in waiting])
                at = np.flatnonzero(inside & of_verdict[verdicts])
                if len(at):
                    unions.add(at, *gaps.of(ready, combinations[at], contexts[at]))
        return unions.words, unions.places

    def _completeness(self, book: int) -> frozenset[str]:
        measures = self._cases.question.books[book].measures
        return frozenset(one.id for one in measures if one.kind == "completeness")

    @cached_property
    def _rows(self) -> _Rows:
        """Facts that measures which hold for want of a fact ask about, of each combination."""
        cases = self._cases
        waiting = {
            one.measure
            for said in cases.verdicts
            for book, each in enumerate(said)
            for one in each.found
            if _waits(one, self._completeness(book))
        }
        asked = {
            fact
            for period in cases.plan.periods
            for book in period.ready
            for ready in book
            for fact in ready.facts
            if ready.measure.id in waiting and not is_of_line(VOCABULARY[fact])
        }
        facts = facts_once(cases.tables.local.read(cases.history.facts_paths), asked)
        table = cases.tables.local.con.to_pyarrow(facts.order_by(ROW))
        return _Rows(table[ROW].to_numpy(), Shared(table))


class _Rows(NamedTuple):
    numbers: Codes
    shared: Shared


class _Unions:
    """For each place a set of facts, to which others are added; equal sets share a number."""

    def __init__(self, size: int) -> None:
        self.words: list[frozenset[str]] = [frozenset()]
        self.places = np.zeros(size, np.int64)
        self._numbers = {self.words[0]: 0}

    def add(self, at: Codes, group: Codes, missing: list[frozenset[str]]) -> None:
        """Add what is missing at some places."""
        pairs, inverse = np.unique(self.places[at] * len(missing) + group, return_inverse=True)
        joined = [self._number(self.words[one // len(missing)] | missing[one % len(missing)]) for one in pairs.tolist()]
        self.places[at] = np.array(joined, np.int64)[inverse]

    def _number(self, facts: frozenset[str]) -> int:
        if facts not in self._numbers:
            self._numbers[facts] = len(self.words)
            self.words.append(facts)
        return self._numbers[facts]


def _waits(found: Found, completeness: frozenset[str]) -> bool:
    """Whether a finding holds for want of a fact."""
    return found.effect == "hold" and (found.status == "unknown" or found.measure in completeness)


def _waits_only(said: Said, completeness: frozenset[str]) -> bool:
    """Whether nothing holds but what waits for a fact."""
    return all(_waits(one, completeness) for one in said.found if one.effect != "allow")


class Gaps:
    """Finds what cases wait for.

    Args:
        plan: What was asked.
        shared: The facts of combinations.
    """

    def __init__(self, plan: Plan, shared: Shared) -> None:
        self._plan = plan
        self._shared = shared
        self._parts = {name: part for part, name in plan.split.of_facts.items()}
        self._line_parts = {name: part for part, name in plan.split.of_lines.items()}

    def of(self, ready: Ready, combinations: Codes, contexts: Codes) -> tuple[Codes, list[frozenset[str]]]:
        """What one measure waits for in some cases.

        Args:
            ready: The measure, which holds all of them for want of a fact.
            combinations: Place of each case's combination of facts.
            contexts: Context of each case.

        Returns:
            For each case a place in the list, and the list of what is missing.
        """
        condition = self._plan.asked[self._plan.number(ready.condition)][0]
        names = [fact for fact in ready.facts if not is_of_line(VOCABULARY[fact])]
        of_line = any(is_of_line(VOCABULARY[fact]) for fact in ready.facts)
        parts = [self._shared.codes(fact)[combinations] for fact in names]
        if of_line:
            parts.append(contexts // len(self._plan.periods))
        if not parts:
            return np.zeros(len(combinations), np.int64), [frozenset()]
        _, first, group = np.unique(combined(parts), return_index=True, return_inverse=True)
        found = [
            self._missing(ready, condition, names, int(combinations[at]), int(contexts[at]) if of_line else None)
            for at in first
        ]
        return group.astype(np.int64), found

    def _missing(
        self, ready: Ready, condition: Predicate, names: list[str], at: int, context: int | None
    ) -> frozenset[str]:
        row: dict[str, Value] = {fact: self._shared.value(fact, at) for fact in names}
        asked = ready
        if context is not None:
            answers = self._plan.answers(context)
            row.update(_line_facts(answers))
            asked = Ready(ready.measure, self._rejoined(condition, answers), ready.dormant)
        return frozenset(missing_of(asked, row))

    def _rejoined(self, condition: Predicate, answers: Mapping[Predicate, bool | None]) -> Predicate:
        """The condition of one case: what was answered of the line as constants, what was not as it was asked."""

        def leaf(part: Predicate) -> Predicate:
            if not isinstance(part, Flag):
                return part
            if part.fact in self._parts:
                return self._parts[part.fact]
            asked = self._line_parts[part.fact]
            answer = answers[asked]
            return asked if answer is None else Always(answer)

        return rewrite(condition, leaf)


def _line_facts(answers: Mapping[Predicate, bool | None]) -> Row:
    """Facts of the line that are known; those that are not are left out."""
    return {
        part.fact: _PLACEHOLDERS[VOCABULARY[part.fact].kind]
        for part, answer in answers.items()
        if isinstance(part, Missing) and answer is False
    }


def missing_of(ready: Ready, row: Row) -> tuple[str, ...]:
    """The facts for want of which a measure holds a row."""
    findings = judge(row, (ready,)).findings
    return findings[0].missing if findings else ()
