"""What could not be judged, and why: the facts that held lines wait for, ranked by how many holds each would settle.

Which facts are missing is not guessed from columns: the scalar judge, which is the specification, is asked once for
each distinct combination of the facts that a measure asks about, and its answer counts for all lines that share it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

import numpy as np

from moratorium.conditions.evaluate import Row, holds
from moratorium.conditions.predicate import Always, Flag, Missing, Predicate, facts_of, rewrite
from moratorium.decision.judge import Ready, wanting
from moratorium.history.cases import named_by
from moratorium.history.cells import UNJUDGED, Codes
from moratorium.history.findings import Found, Said
from moratorium.history.impact import Gap
from moratorium.history.judging import Cases
from moratorium.history.shared import combined
from moratorium.history.sums import Sum
from moratorium.terms.effect import Effect
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
        cases, stacks = self._cases, self._cases.cells.stacks
        judged = np.flatnonzero(cases.verdict != UNJUDGED)
        held = judged[cases.effects(book)[cases.verdict[judged]] == int(Effect.HOLD)]
        complete = self._completeness(book)
        said = [one[book] for one in cases.verdicts]
        words, waits = self._missing(book, said, held)
        alone = np.array([_waits_only(one, complete) for one in said], bool)[cases.verdict[held]]
        count = len(cases.cells.currencies)
        keys = (waits * 2 + alone) * count + cases.cells.currency[stacks.place[held]]
        found = stacks.amounts.at(held).added(keys, len(words) * 2 * count)
        sums = found.by_currency(cases.cells.currencies)
        return {Waiting(words[key // 2], bool(key % 2)): lines for key, lines in sums}

    def _missing(self, book: int, said: list[Said], held: Codes) -> tuple[list[frozenset[str]], Codes]:
        """For each held stack a place in the list of what is missing."""
        cases = self._cases
        kinds, periods = cases.cells.stacks.kind[held], cases.cells.stacks.period[held]
        verdicts = cases.verdict[held]
        gaps = Gaps(cases)
        complete = self._completeness(book)
        unions = _Unions(len(held))
        waiting = [{one.measure for one in each.found if _waits(one, complete)} for each in said]
        for ready, numbers in self._in_force(book).items():
            of_verdict = np.array([ready.measure.id in one for one in waiting], bool)
            in_force = np.isin(np.arange(len(cases.plan.periods)), numbers)
            at = np.flatnonzero(of_verdict[verdicts] & in_force[periods])
            if len(at):
                some = np.flatnonzero(np.bincount(kinds[at], minlength=len(cases.cells.rows)))
                group, missing = gaps.of(ready, some)
                of_kind = np.zeros(len(cases.cells.rows), np.int64)
                of_kind[some] = group
                unions.add(at, of_kind[kinds[at]], missing)
        return unions.words, unions.places

    def _in_force(self, book: int) -> dict[Ready, list[int]]:
        """The measures of a rulebook, as made ready, with the periods in which each is in force."""
        found: dict[Ready, list[int]] = {}
        for number, period in enumerate(self._cases.plan.periods):
            for ready in period.ready[book]:
                found.setdefault(ready, []).append(number)
        return found

    def _completeness(self, book: int) -> frozenset[str]:
        measures = self._cases.question.books[book].measures
        return frozenset(one.id for one in measures if one.kind == "completeness")


class _Unions:
    """For each place a set of facts, to which others are added; equal sets share a number."""

    def __init__(self, size: int) -> None:
        self.words: list[frozenset[str]] = [frozenset()]
        self.places = np.zeros(size, np.int64)
        self._numbers = {self.words[0]: 0}

    def add(self, at: Codes, group: Codes, missing: list[frozenset[str]]) -> None:
        """Add what is missing at some places."""
        pairs = self.places[at] * len(missing) + group
        met = np.flatnonzero(np.bincount(pairs))
        numbers = np.zeros(len(self.words) * len(missing), np.int64)
        numbers[met] = [self._number(self.words[one // len(missing)] | missing[one % len(missing)]) for one in met]
        self.places[at] = numbers[pairs]

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
        cases: The cases, judged.
    """

    def __init__(self, cases: Cases) -> None:
        self._plan, self._shared = cases.plan, cases.shared
        self._combinations, self._signatures = cases.combinations, cases.cells.signatures
        self._parts = {name: part for part, name in self._plan.split.of_facts.items()}
        self._line_parts = {name: part for part, name in self._plan.split.of_lines.items()}

    def of(self, ready: Ready, kinds: Codes) -> tuple[Codes, list[frozenset[str]]]:
        """What one measure waits for in lines of some kinds.

        Args:
            ready: The measure, which holds all of them for want of a fact.
            kinds: Kinds of lines.

        Returns:
            For each kind a place in the list, and the list of what is missing.
        """
        condition = self._plan.asked[self._plan.number(ready.condition)][0]
        names = sorted(set(named_by(ready)))
        of_line = [place for place, part in enumerate(self._plan.line_parts) if set(facts_of(part)) <= set(ready.facts)]
        combinations, signatures = self._combinations[kinds], self._signatures[kinds]
        parts = [self._shared.codes(fact)[combinations] for fact in names]
        parts += [signatures // 3**place % 3 for place in of_line]
        if not parts:
            return np.zeros(len(kinds), np.int64), [frozenset()]
        _, first, group = np.unique(combined(parts), return_index=True, return_inverse=True)
        found = [self._missing(ready, condition, names, int(combinations[at]), int(signatures[at])) for at in first]
        return group.astype(np.int64), found

    def _missing(self, ready: Ready, condition: Predicate, names: list[str], at: int, signature: int) -> frozenset[str]:
        answers = self._plan.answers(signature)
        row: dict[str, Value] = {fact: self._shared.value(fact, at) for fact in names}
        row.update(_line_facts(answers))
        asked = self._rejoined(condition, answers)
        try:
            return frozenset(wanting(ready.measure, asked, row, holds(asked, row)))
        except Exception:  # a measure that fails waits for no fact: it has to be mended
            return frozenset()

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
