"""Every distinct case judged once, under all rulebooks that are compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from moratorium.conditions.predicate import Flag, Predicate
from moratorium.history.cases import CONTEXT, UNDATED, Period, Plan, periods
from moratorium.history.findings import Reader, Said
from moratorium.history.folder import History
from moratorium.history.kleene import Answers, joined, of_codes
from moratorium.history.schema import ROW
from moratorium.history.shared import Codes, Shared, combined
from moratorium.history.tables import Tables
from moratorium.measures import Rulebook
from moratorium.territories import Atlas

SUMS = "sum(lines)::BIGINT AS lines, sum(worth) AS worth, sum(unvalued)::BIGINT AS unvalued"
"""Of the cube and what is made of it: number of lines, their worth, and how many have none."""

KEYS = (ROW, CONTEXT, "month", "currency", "territory", "open")
"""What lines of one cell of the cube have in common."""

_PACKED = 39
"""Answers in one number of 63 bits."""

_CHUNK = 500_000
"""Cases whose answers are held in memory at once."""


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
    """The cases of a cube, judged.

    Tables: ``cube`` is there before; ``cases`` (row, context, verdict), ``effects`` (verdict, and the effect under each
    rulebook as ``e0``, ``e1``, …) and ``judged`` (the cube by verdict instead of case) are made here.

    Attributes:
        tables: The tables.
        history: The history.
        question: What is to be replayed.
        plan: What is asked.
        verdicts: By number, what each rulebook says.
    """

    tables: Tables
    history: History
    question: Question
    plan: Plan
    verdicts: list[tuple[Said, ...]] = field(default_factory=list)

    def judge(self) -> None:
        """Judge all cases of the cube."""
        found = self.tables.arrow(f"SELECT DISTINCT {ROW}, {CONTEXT} FROM cube WHERE {CONTEXT} <> {UNDATED}")
        rows, contexts = found[ROW].to_numpy(), found[CONTEXT].to_numpy()
        numbers: dict[tuple[Said, ...], int] = {}
        chunks = range(0, len(rows), _CHUNK)
        verdicts = [self._verdicts(rows[at : at + _CHUNK], contexts[at : at + _CHUNK], numbers) for at in chunks]
        self.verdicts = list(numbers)
        verdict = pa.array(np.concatenate(verdicts) if verdicts else [], pa.int32())
        self.tables.take("cases", found.append_column("verdict", verdict))
        self.tables.take("effects", pa.table({"verdict": pa.array(range(len(numbers)), pa.int32()), **self._effects()}))
        self.tables.do(
            f"CREATE OR REPLACE TEMP TABLE judged AS SELECT verdict, month, currency, territory, open, {SUMS} "
            f"FROM cube JOIN cases USING ({ROW}, {CONTEXT}) GROUP BY ALL"
        )

    def _effects(self) -> dict[str, pa.Array[Any]]:
        books = range(len(self.question.books))
        return {f"e{book}": pa.array([int(one[book].effect) for one in self.verdicts], pa.int8()) for book in books}

    def _verdicts(self, rows: Codes, contexts: Codes, numbers: dict[tuple[Said, ...], int]) -> npt.NDArray[np.int32]:
        """Numbers of the verdicts of some cases; new ones get the next."""
        at = self.shared.places(rows)
        parts = {part: answers[at] for part, answers in self._known.items()}
        period = contexts % len(self.plan.periods)
        rest = contexts // len(self.plan.periods)
        for name in self.plan.split.of_lines.values():
            parts[Flag(name)] = of_codes(rest % 3)
            rest = rest // 3
        found = [joined(condition, parts, len(rows)) for condition, _ in self.plan.asked]
        for answers, (_, asked) in zip(found, self.plan.asked, strict=True):
            if len(asked) < len(self.plan.periods):
                answers *= np.isin(period, list(asked))
        _, first, inverse = np.unique(_as_one([period, *found]), return_index=True, return_inverse=True)
        said = [self._reader.read(int(period[one]), [int(answers[one]) for answers in found]) for one in first]
        places = np.array([numbers.setdefault(one, len(numbers)) for one in said], np.int32)
        return places[inverse]

    @cached_property
    def _reader(self) -> Reader:
        return Reader(self.plan)

    @cached_property
    def shared(self) -> Shared:
        """The facts of all combinations."""
        return Shared(self.tables, self.history, self.plan.shared_asked)

    @cached_property
    def _known(self) -> dict[Predicate, Answers]:
        """The answers of all combinations to the parts that ask only of them."""
        return {Flag(name): self.shared.answers(part) for part, name in self.plan.split.of_facts.items()}


def _as_one(columns: Sequence[npt.NDArray[Any]]) -> Codes:
    """One number for each place that tells its answers from others; the first column is of small numbers."""
    found = columns[0].astype(np.int64)
    for at in range(1, len(columns), _PACKED):
        packed = np.zeros(len(found), np.int64)
        for column in columns[at : at + _PACKED]:
            packed = packed * 3 + column
        found = combined([found, np.unique(packed, return_inverse=True)[1]])
    return found
