"""Rulebooks for the solver: what each measure says of any order on any day, and what comes of all of them.

As in ``decision.judge``: a measure that applies has its effect, one that may apply holds or only reports, one that is
inactive or lacks its list only shows itself. A clearance, where it is free, takes a hold away; it belongs to a measure
revision, so two rulebooks that hold the same revision share it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import z3

from moratorium.measures import Measure, Rulebook
from moratorium.proof.days import Days
from moratorium.proof.encode import Encoder
from moratorium.proof.kleene import Bool, Three, conj, disj, neg
from moratorium.terms.effect import Effect


class Ruled(NamedTuple):
    """One measure.

    Attributes:
        measure: The measure.
        in_force: Whether it is in force on the valid day.
        truth: Whether it applies, by its condition alone.
        is_dormant: Whether it only shows itself.
        cleared: Whether a person cleared what it holds.
    """

    measure: Measure
    in_force: Bool
    truth: Three
    is_dormant: bool
    cleared: Bool

    @property
    def applies(self) -> Bool:
        """It is in force and certainly applies."""
        return conj((self.in_force, self.truth.yes))

    @property
    def denies(self) -> Bool:
        """It denies the order."""
        return self.applies if self.measure.effect is Effect.DENY and not self.is_dormant else False

    @property
    def holds(self) -> Bool:
        """It holds the order."""
        if self.is_dormant:
            return False
        applies = self.truth.yes if self.measure.effect is Effect.HOLD else False
        unknown = self.truth.unknown if self.measure.unknown == "hold" else False
        return conj((self.in_force, disj((applies, unknown)), neg(self.cleared)))


class Ruling(NamedTuple):
    """A rulebook.

    Attributes:
        ruled: Its measures, by id.
        denied: Whether one of them denies.
        stopped: Whether one of them denies or holds.
    """

    ruled: dict[str, Ruled]
    denied: Bool
    stopped: Bool

    def has(self, effect: str) -> Bool:
        """Whether the effect on an order is this one; ``stop`` is either of the two that stop it."""
        match effect:
            case "deny":
                return self.denied
            case "stop":
                return self.stopped
            case "hold":
                return conj((self.stopped, neg(self.denied)))
        return neg(self.stopped)


def rule(
    rulebook: Rulebook,
    days: Days,
    reader: Encoder,
    dormant: Callable[[Measure], bool],
    clearance: Callable[[Measure], Bool],
) -> Ruling:
    """The rulebook over any order and day.

    Args:
        rulebook: The measures.
        days: The period.
        reader: Reads conditions.
        dormant: Whether a measure only shows itself.
        clearance: Whether a person cleared what a measure holds.
    """
    ruled = {
        one.id: Ruled(
            one,
            days.in_any(window.window for window in one.in_force),
            days.truth(one.condition, reader),
            dormant(one),
            clearance(one),
        )
        for one in rulebook.measures
    }
    denied = disj(one.denies for one in ruled.values())
    held = disj(one.holds for one in ruled.values())
    return Ruling(ruled, denied, disj((denied, held)))


class Clearances:
    """Which holds a person cleared: free, or none at all.

    Args:
        are_free: Whether any hold may have been cleared.
    """

    def __init__(self, are_free: bool) -> None:
        self._are_free = are_free
        self.of: dict[tuple[str, str], Any] = {}

    def __call__(self, measure: Measure) -> Bool:
        """Whether what a measure holds was cleared."""
        if not self._are_free:
            return False
        key = (measure.id, measure.revision)
        if key not in self.of:
            self.of[key] = z3.Bool(f"cleared {measure.id} {measure.revision}")
        return self.of[key]
