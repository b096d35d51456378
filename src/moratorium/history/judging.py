"""Every distinct case judged once, under all rulebooks that are compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from moratorium.conditions.predicate import Flag, Predicate
from moratorium.history.cases import CONTEXT, Period, Plan, periods
from moratorium.history.cells import UNJUDGED, Cells, Codes
from moratorium.history.findings import Reader, Said
from moratorium.history.folder import History
from moratorium.history.kleene import Answers, joined, of_codes
from moratorium.history.schema import ROW
from moratorium.history.shared import Shared, combined
from moratorium.history.tables import Tables
from moratorium.measures import Rulebook
from moratorium.territories import Atlas

_PACKED = 39
"""Answers in one number of 63 bits."""


@dataclass(frozen=True)
class Question:
    """What is to be replayed.

    Attributes:
        base: The rulebook that the drafts would replace.
        drafts: The drafts, by name.
        day: The day for all lines; None for each line's own.
        share: From which share of the worth of its lines on a partner's loss is told.
        atlas: Who belongs to a group of countries, and when.
        at_hand: Party lists and goods lists that were at hand when the history was built.
    """

    base: Rulebook
    drafts: dict[str, Rulebook]
    day: date | None
    share: Decimal
    atlas: Atlas
    at_hand: frozenset[str]

    @property
    def books(self) -> tuple[Rulebook, ...]:
        """The base, then the drafts."""
        return (self.base, *self.drafts.values())

    def periods(self, first: date, last: date) -> tuple[Period, ...]:
        """The periods of all of them from one day to another."""
        if self.day is not None:
            first = last = self.day
        return periods(self.books, first, last, self.atlas, self.at_hand)


@dataclass
class Cases:
    """The cases of a history, judged.

    Attributes:
        tables: The tables.
        history: The history.
        question: What is to be replayed.
        plan: What is asked.
        cells: Its lines, counted.
        shared: The facts of all combinations.
    """

    tables: Tables
    history: History
    question: Question
    plan: Plan
    cells: Cells
    shared: Shared

    @cached_property
    def combinations(self) -> Codes:
        """For each kind of lines the place of its combination of facts."""
        return self.shared.places(self.cells.rows)

    @property
    def verdict(self) -> Codes:
        """For each stack the number of its verdict; ``UNJUDGED`` for lines without a day."""
        return self._judged[0]

    @property
    def verdicts(self) -> list[tuple[Said, ...]]:
        """By number, what each rulebook says."""
        return self._judged[1]

    @cached_property
    def _judged(self) -> tuple[Codes, list[tuple[Said, ...]]]:
        kind, period = self.cells.stacks.kind, self.cells.stacks.period
        patterns, answers = self._patterns()
        pattern = patterns[kind]
        numbers: dict[tuple[Said, ...], int] = {}
        found = np.full(len(kind), UNJUDGED, np.int64)
        for number in range(len(self.plan.periods)):
            at = np.flatnonzero(period == number)
            met = np.flatnonzero(np.bincount(pattern[at], minlength=answers.shape[1]))
            read = np.zeros(answers.shape[1], np.int64)
            read[met] = self._read(number, answers[:, met], numbers)
            found[at] = read[pattern[at]]
        return found, list(numbers)

    def _patterns(self) -> tuple[Codes, npt.NDArray[np.int8]]:
        """For each kind of lines the number of its pattern; and the answers of each pattern to all conditions."""
        size = len(self.cells.rows)
        parts: dict[Predicate, Answers] = {
            Flag(name): self.shared.answers(part)[self.combinations] for part, name in self.plan.split.of_facts.items()
        }
        rest = self.cells.signatures
        for name in self.plan.split.of_lines.values():
            parts[Flag(name)] = of_codes(rest % 3)
            rest = rest // 3
        found = [joined(condition, parts, size) for condition, _ in self.plan.asked]
        if not found:
            return np.zeros(size, np.int64), np.zeros((0, 1), np.int8)
        _, first, patterns = np.unique(_as_one(found), return_index=True, return_inverse=True)
        return patterns, np.stack([answers[first] for answers in found])

    def _read(self, period: int, answers: npt.NDArray[np.int8], numbers: dict[tuple[Said, ...], int]) -> Codes:
        """Numbers of the verdicts of some patterns in a period; new ones get the next."""
        asked = np.array([period in among for _, among in self.plan.asked], np.int8)
        masked = answers * asked[:, None]
        if not len(masked):
            _, first, inverse = np.unique(np.zeros(answers.shape[1]), return_index=True, return_inverse=True)
        else:
            _, first, inverse = np.unique(_as_one(list(masked)), return_index=True, return_inverse=True)
        said = (self._reader.read(period, pattern) for pattern in masked[:, first].T.tolist())
        return np.array([numbers.setdefault(one, len(numbers)) for one in said], np.int64)[inverse]

    @cached_property
    def _reader(self) -> Reader:
        return Reader(self.plan)

    def effects(self, book: int) -> Codes:
        """For each verdict its effect under a rulebook."""
        return np.array([int(one[book].effect) for one in self.verdicts], np.int64)

    def hand_over(self) -> None:
        """Make the tables ``cases`` (row, context, verdict) and ``effects`` (verdict, and under each rulebook its
        effect, as ``e0``, ``e1``, ...), for an engine that goes through the lines.
        """
        stacks, judged = self.cells.stacks, np.flatnonzero(self.verdict != UNJUDGED)
        keys = stacks.kind[judged] * len(self.plan.periods) + stacks.period[judged]
        distinct, first = np.unique(keys, return_index=True)
        kinds, periods = np.divmod(distinct, len(self.plan.periods))
        context = self.cells.signatures[kinds] * len(self.plan.periods) + periods
        verdict = self.verdict[judged][first].astype(np.int32)
        self.tables.take("cases", pa.table({ROW: self.cells.rows[kinds], CONTEXT: context, "verdict": verdict}))
        effects = {f"e{book}": self.effects(book).astype(np.int8) for book in range(len(self.question.books))}
        numbers = np.arange(len(self.verdicts), dtype=np.int32)
        self.tables.take("effects", pa.table({"verdict": numbers, **effects}))


def _as_one(columns: Sequence[npt.NDArray[Any]]) -> Codes:
    """One number for each place that tells its answers from others; at least one column."""
    found: list[Codes] = []
    for at in range(0, len(columns), _PACKED):
        packed = np.zeros(len(columns[0]), np.int64)
        for column in columns[at : at + _PACKED]:
            packed = packed * 3 + column
        found.append(packed)
    return found[0] if len(found) == 1 else combined([np.unique(one, return_inverse=True)[1] for one in found])
