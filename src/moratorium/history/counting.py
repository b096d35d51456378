"""What is counted from judged cases: effects before and after, by month and territory, measures, licences."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np

from moratorium.history.cells import UNJUDGED, Amounts, Codes
from moratorium.history.findings import Found, Said
from moratorium.history.impact import KINDS, Asked, Kind, Licence, Slice, Touched, Worth, kind_of
from moratorium.history.judging import Cases
from moratorium.history.sums import Sum, moves
from moratorium.terms.effect import Effect

_PAIRS = len(Effect) ** 2
"""An effect before and an effect after, as one number."""

_STATES = ("needed", "freed", "idle", "kept")


@dataclass
class Counting:
    """Counts judged cases.

    Args:
        cases: The cases, judged.
    """

    cases: Cases

    @cached_property
    def _at(self) -> Codes:
        """The stacks that are judged."""
        return np.flatnonzero(self.cases.verdict != UNJUDGED)

    @cached_property
    def _verdicts(self) -> Amounts:
        """Lines by verdict and currency."""
        return self._added(self.cases.verdict[self._at], len(self.cases.verdicts), self._at)

    def _added(self, keys: Codes, size: int, at: Codes) -> Amounts:
        """Some stacks, added up by a key and currency."""
        cells = self.cases.cells
        currency = cells.currency[cells.stacks.place[at]]
        count = len(cells.currencies)
        return cells.stacks.amounts.at(at).added(keys * count + currency, size * count)

    def _sums(self, amounts: Amounts) -> dict[int, Sum]:
        return dict(amounts.by_currency(self.cases.cells.currencies))

    def judged(self) -> Worth:
        """Lines that were judged."""
        return self._total(self._at)

    def undated(self) -> Worth:
        """Lines without a day."""
        return self._total(np.flatnonzero(self.cases.verdict == UNJUDGED))

    def _total(self, at: Codes) -> Worth:
        return self._sums(self._added(np.zeros(len(at), np.int64), 1, at)).get(0, Sum()).worth

    @cached_property
    def _lines(self) -> list[int]:
        """Number of lines of each verdict."""
        return [int(one) for one in self._verdicts.lines.reshape(len(self.cases.verdicts), -1).sum(axis=1)]

    def _pairs(self, book: int) -> Codes:
        """For each verdict its effects under the base and under a draft."""
        return self.cases.effects(0) * len(Effect) + self.cases.effects(book)

    def moves(self, book: int) -> dict[tuple[int, int], Sum]:
        """All lines by effect under the base and under a draft.

        Args:
            book: Number of the draft; the base is 0.
        """
        found = self._added(self._pairs(book)[self.cases.verdict[self._at]], _PAIRS, self._at)
        return {divmod(pair, len(Effect)): one for pair, one in self._sums(found).items()}

    def other_reasons(self, book: int) -> int:
        """Lines with the same effect for other reasons."""
        return sum(
            lines
            for said, lines in zip(self.cases.verdicts, self._lines, strict=True)
            if _differ_in_reasons(said[0], said[book])
        )

    def months(self, book: int) -> tuple[Slice, ...]:
        """All lines by month."""
        cells = self.cases.cells
        pair = np.full(len(self.cases.verdict), _PAIRS, np.int64)  # what is not judged goes beyond the others
        pair[self._at] = self._pairs(book)[self.cases.verdict[self._at]]
        months, count = tuple(dict.fromkeys(cells.months)), len(cells.currencies)
        rows = len(months) * count
        found = cells.amounts.added(pair[cells.stack] * rows + cells.told, (_PAIRS + 1) * rows)
        sums = self._sums(found.at(slice(0, _PAIRS * rows)))
        by_key = {
            (months[key % len(months)], *divmod(key // len(months), len(Effect))): one for key, one in sums.items()
        }
        return sliced(by_key, _month)

    def territories(self, book: int) -> tuple[Slice, ...]:
        """All lines by where they go."""
        cells = self.cases.cells
        names = tuple(dict.fromkeys(one.territory for one in cells.places))
        numbers = {name: number for number, name in enumerate(names)}
        territory = np.array([numbers[one.territory] for one in cells.places], np.int64)
        pair = self._pairs(book)[self.cases.verdict[self._at]]
        keys = territory[cells.stacks.place[self._at]] * _PAIRS + pair
        sums = self._sums(self._added(keys, len(names) * _PAIRS, self._at))
        by_key = {(names[key // _PAIRS], *divmod(key % _PAIRS, len(Effect))): one for key, one in sums.items()}
        return sliced(by_key, str)

    def touched(self, book: int) -> tuple[Touched, ...]:
        """Changed lines by kind."""
        return _touched(self.moves(book))

    def open(self, book: int) -> tuple[Touched, ...]:
        """Those of open orders."""
        cells = self.cases.cells
        is_open = np.array([one.open for one in cells.places], bool)
        at = self._at[is_open[cells.stacks.place[self._at]]]
        sums = self._sums(self._added(self._pairs(book)[self.cases.verdict[at]], _PAIRS, at))
        return _touched({divmod(pair, len(Effect)): one for pair, one in sums.items()})

    def measures(self, book: int) -> Iterator[Asked]:
        """What each measure says under the base and under a draft."""
        changed = np.array([said[0].effect is not said[book].effect for said in self.cases.verdicts], bool)
        sides: tuple[tuple[Literal["base", "draft"], int], ...] = (("base", 0), ("draft", book))
        for side, number in sides:
            numbers: dict[Found, int] = {}
            told = [
                (verdict, numbers.setdefault(one, len(numbers)))
                for verdict, said in enumerate(self.cases.verdicts)
                for one in said[number].found
            ]
            verdict, found = np.array(told, np.int64).reshape(-1, 2).T
            by_found = self._of_verdicts(verdict, found, len(numbers))
            differing = self._of_verdicts(verdict[changed[verdict]], found[changed[verdict]], len(numbers))
            all_ = {one: by_found[number] for one, number in numbers.items() if number in by_found}
            lines = {one: differing[number].lines for one, number in numbers.items() if number in differing}
            yield from self._asked(side, number, all_, lines)

    def _of_verdicts(self, verdict: Codes, keys: Codes, size: int) -> dict[int, Sum]:
        """Lines of verdicts, one by one, added up by a key."""
        count = len(self.cases.cells.currencies)
        currency = np.arange(count)
        some = self._verdicts.at((verdict[:, None] * count + currency).ravel())
        return self._sums(some.added((keys[:, None] * count + currency).ravel(), size * count))

    def _asked(
        self, side: Literal["base", "draft"], number: int, all_: dict[Found, Sum], changed: dict[Found, int]
    ) -> Iterator[Asked]:
        measures = {one.id: one for one in self.cases.question.books[number].measures}
        for one in sorted(all_, key=lambda found: (found.measure, found.status)):
            measure = measures[one.measure]
            yield Asked(
                measure=one.measure,
                title=measure.title,
                revision=measure.revision,
                side=side,
                status=one.status,
                effect=one.effect,
                worth=all_[one].worth,
                changed=changed.get(one, 0),
            )

    # -- licences -----------------------------------------------------------------------------------------------------

    def licences(self, book: int) -> Iterator[Licence]:
        """Lines that hang on a licence, by licence."""
        facts = {fact for said in self.cases.verdicts for one in (said[0], said[book]) for fact in one.licences}
        for fact in sorted(facts):
            sums, filed = self._hanging(book, fact)
            yield Licence(
                fact=fact,
                needed=sums["needed"].worth,
                needed_on_file=filed["needed"],
                freed=sums["freed"].worth,
                freed_on_file=filed["freed"],
                kept=sums["kept"].worth,
                idle=sums["idle"].worth,
                idle_on_file=filed["idle"],
            )

    def _hanging(self, book: int, fact: str) -> tuple[dict[str, Sum], dict[str, int]]:
        """Lines that hang on a licence, by what becomes of the need; and for how many of them it is on file."""
        states = [_state(said[0], said[book], fact) for said in self.cases.verdicts]
        state = np.array([_STATES.index(one) if one else UNJUDGED for one in states], np.int64)
        at = self._at[state[self.cases.verdict[self._at]] != UNJUDGED]
        stated = state[self.cases.verdict[at]]
        found = self._sums(self._added(stated, len(_STATES), at))
        combinations = self.cases.combinations[self.cases.cells.stacks.kind[at]]
        lines = self.cases.cells.stacks.amounts.lines[at]
        filed = np.bincount(stated, lines * self.cases.shared.holding(fact)[combinations], len(_STATES))
        sums = {name: found.get(number, Sum()) for number, name in enumerate(_STATES)}
        return sums, {name: int(filed[number]) for number, name in enumerate(_STATES)}


def _differ_in_reasons(before: Said, after: Said) -> bool:
    return before.effect is after.effect and _stopping(before) != _stopping(after)


def _stopping(said: Said) -> list[Found]:
    return [one for one in said.found if one.effect != "allow"]


def _state(before: Said, after: Said, fact: str) -> str | None:
    """What becomes of the need for a licence."""
    match fact in before.licences, fact in after.licences:
        case True, True:
            return "kept"
        case False, True:
            return "needed"
        case True, False:
            return "idle" if after.effect else "freed"
    return None


def _touched(moved: Mapping[tuple[int, int], Sum]) -> tuple[Touched, ...]:
    found = by_kind(moved)
    return tuple(Touched(kind, found[kind].worth) for kind in KINDS if kind in found)


def by_kind(moved: Mapping[tuple[int, int], Sum]) -> dict[Kind, Sum]:
    """Sums by effect before and after, by how the lines change."""
    found: dict[Kind, Sum] = {}
    for (before, after), one in moved.items():
        kind = kind_of(Effect(before).word, Effect(after).word)
        if kind is not None:
            found.setdefault(kind, Sum()).join(one)
    return found


def sliced(found: Mapping[tuple[Any, int, int], Sum], name: Callable[[Any], str]) -> tuple[Slice, ...]:
    """Sums by a key and the effects before and after, by key."""
    by_key: dict[Any, dict[tuple[int, int], Sum]] = {}
    for (key, before, after), one in found.items():
        by_key.setdefault(key, {})[before, after] = one
    slices = (Slice("" if key is None else name(key), moves(some)) for key, some in by_key.items())
    return tuple(sorted(slices, key=lambda one: one.key))


def _month(number: int) -> str:
    """A month as people write it.

    >>> _month(2022 * 12 + 3)
    '2022-04'
    """
    return f"{number // 12:04d}-{number % 12 + 1:02d}"
