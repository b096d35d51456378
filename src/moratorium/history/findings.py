"""From the answers of a case to what each rulebook says of it: findings, effect, licences that it hangs on.

The meaning is that of ``decision.judge``: a true condition gives the measure's effect, an unknown one holds or, where
the measure says so, is only reported; a measure that is not verified or lacks its list shows itself and stops nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from moratorium.decision.judge import Ready
from moratorium.history.cases import Plan, with_licence
from moratorium.history.kleene import NO, UNKNOWN, YES
from moratorium.terms.effect import Effect


class Found(NamedTuple):
    """One finding of a case, without its words.

    Attributes:
        measure: Id of the measure.
        status: ``applies``, ``unknown``, ``not_evaluable`` or ``inactive``.
        effect: ``allow``, ``hold`` or ``deny``.
    """

    measure: str
    status: str
    effect: str


class Said(NamedTuple):
    """What one rulebook says of a case.

    Attributes:
        effect: The gravest effect.
        found: Its findings, gravest first, then by measure.
        licences: Licences that it hangs on: without one it is stopped by some measure, with it not by that one.
    """

    effect: Effect
    found: tuple[Found, ...]
    licences: frozenset[str]


class Reader:
    """Reads patterns of answers.

    Args:
        plan: What was asked.
    """

    def __init__(self, plan: Plan) -> None:
        self._books = [[_Book(plan, book) for book in period.ready] for period in plan.periods]

    def read(self, period: int, pattern: Sequence[int]) -> tuple[Said, ...]:
        """What each rulebook says of a case.

        Args:
            period: Number of its period.
            pattern: Its answers to all conditions, in the order of the plan.
        """
        return tuple(book.said(pattern) for book in self._books[period])


class _Book:
    """The measures of a rulebook in a period; what it says is read once for all patterns that differ only elsewhere."""

    def __init__(self, plan: Plan, book: Sequence[Ready]) -> None:
        self._asked = [_Asked(plan, ready) for ready in book]
        self._places = sorted({place for one in self._asked for place in one.places})
        self._known: dict[tuple[int, ...], Said] = {}

    def said(self, pattern: Sequence[int]) -> Said:
        """What it says of a case."""
        key = tuple([pattern[place] for place in self._places])
        if key not in self._known:
            self._known[key] = _said(self._asked, pattern)
        return self._known[key]


class _Asked:
    """A measure of a period, with the places of its answers in a pattern."""

    __slots__ = ("at", "found", "id", "licences")

    def __init__(self, plan: Plan, ready: Ready) -> None:
        self.at = plan.number(ready.condition)
        self.found = {YES: _finding(ready, YES), UNKNOWN: _finding(ready, UNKNOWN)}
        self.licences = [
            (fact, plan.number(without), plan.number(given)) for fact, (without, given) in with_licence(ready).items()
        ]

    @property
    def places(self) -> set[int]:
        """Of a pattern, those that it reads."""
        return {self.at, *(place for _, *pair in self.licences for place in pair)}

    def stops(self, sign: int) -> bool:
        """Whether this answer holds or denies."""
        return sign != NO and self.found[sign].effect != "allow"


def _finding(ready: Ready, sign: int) -> Found:
    measure = ready.measure
    if ready.dormant:
        return Found(measure.id, "inactive", "allow")
    if sign == YES:
        return Found(measure.id, "applies", measure.effect.word)
    if measure.unknown == "report":
        return Found(measure.id, "not_evaluable", "allow")
    return Found(measure.id, "unknown", "hold")


def _said(book: list[_Asked], pattern: Sequence[int]) -> Said:
    found = [one.found[pattern[one.at]] for one in book if pattern[one.at] != NO]
    found.sort(key=lambda one: (-Effect.read(one.effect), one.measure))
    licences = frozenset(
        fact
        for one in book
        for fact, without, given in one.licences
        if one.stops(pattern[without]) and not one.stops(pattern[given])
    )
    return Said(Effect.read(found[0].effect) if found else Effect.ALLOW, tuple(found), licences)
