"""One order for each way in which two rulebooks differ, until none is left.

A *way* is what comes of an order before and after, and the measures responsible: those that were changed, added or
removed and say something else of it than they did. Each order shown has as few of them as can be; another order counts
as another way only if no way shown before explains it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import msgspec
import z3

from moratorium.decision.decision import Judgement
from moratorium.measures import Rulebook
from moratorium.proof.kleene import Bool, conj, disj, neg, same
from moratorium.proof.prover import Question, World
from moratorium.proof.ruling import Ruled, Ruling
from moratorium.proof.sketch import CHANGES
from moratorium.proof.violations import Shown
from moratorium.proof.witness import Witness

MOST_WAYS = 40
MOST_TRIED = 10
_EFFECTS = ("deny", "hold", "allow")

Said = tuple[str, str]
"""What a measure says of an order before and after: an effect, or ``allow`` where it says nothing."""


class Way(msgspec.Struct, frozen=True):
    """A way in which two rulebooks differ.

    Attributes:
        before: What comes of the order under the one.
        after: What comes of it under the other.
        measures: The measures responsible, with what each says before and after.
        witness: The order.
    """

    before: str
    after: str
    measures: dict[str, Said]
    witness: Witness


class Differences(msgspec.Struct, frozen=True):
    """The ways found.

    Attributes:
        ways: One order for each.
        is_complete: Whether no order is left that gets another effect and is not explained by one of them.
        note: If not, why the search stopped.
        seconds: How long it took.
    """

    ways: tuple[Way, ...]
    is_complete: bool
    note: str
    seconds: float


def differences(question: Question) -> Differences:
    """How two rulebooks differ.

    Args:
        question: Base and draft; clearances do not count.
    """
    begun = time.monotonic()
    changed = _changed(question.base, question.draft or question.base)
    ways: list[Way] = []
    note = ""
    if changed:
        search = _Search(question, changed)
        for found in search.ways():
            ways.append(found)
            if len(ways) >= MOST_WAYS:
                search.note = f"stopped after {MOST_WAYS} ways; there may be more"
                break
        note = search.note
    return Differences(tuple(ways), not note, note, round(time.monotonic() - begun, 3))


def _changed(base: Rulebook, draft: Rulebook) -> frozenset[str]:
    """Measures that one of the two does not have, or has in another revision."""
    of = [{(one.id, one.revision) for one in book.measures} for book in (base, draft)]
    return frozenset(id for id, _ in of[0] ^ of[1])


class _Search:
    """Looks for ways, pair of effects by pair of effects."""

    def __init__(self, question: Question, changed: frozenset[str]) -> None:
        self._question = question
        self._changed = sorted(changed)
        self._world = World(question)
        self.note = ""
        quiet = [(CHANGES, self._is_as_before(id)) for id in self._changed]
        self._world.add_wishes((rank, one) for rank, one in quiet if not isinstance(one, bool))

    def ways(self) -> Iterator[Way]:
        """The ways, gravest losses first."""
        for before in _EFFECTS:
            for after in _EFFECTS:
                if before != after:
                    yield from self._ways(before, after)

    def _ways(self, before: str, after: str) -> Iterator[Way]:
        world = self._world
        solver = world.solver()
        solver.add(world.base.has(before), world.draft.has(after))
        tried = 0
        for plain in (True, False):
            solver.push()
            if plain:
                solver.add(*world.orders.stated)
            blocked: list[Bool] = []
            for witness in world.witnesses(solver, lambda shown: _has(shown, before, after)):
                if witness is None:
                    tried += 1
                    if tried >= MOST_TRIED:
                        break
                    continue
                way = Way(before, after, self._responsible(witness), witness)
                yield way
                blocked.append(neg(self._is_way(way)))
                solver.add(blocked[-1])
            answer = world.check(solver)
            solver.pop()
            solver.add(*blocked)
            if answer == z3.unknown:
                self.note = f"stopped after {self._question.timeout:g} s; there may be more"
                return
            if answer == z3.sat and not plain:
                self.note = f"orders from {before} to {after} may be left that could not be written down"

    def _responsible(self, witness: Witness) -> dict[str, Said]:
        then, now = (_said(one) for one in (witness.base, witness.draft or witness.base))
        found = {id: (then.get(id, "allow"), now.get(id, "allow")) for id in self._changed}
        return {id: said for id, said in found.items() if said[0] != said[1]}

    def _is_way(self, way: Way) -> Bool:
        world = self._world
        return conj(
            conj((_level(world.base, id, then), _level(world.draft, id, now)))
            for id, (then, now) in way.measures.items()
        )

    def _is_as_before(self, id: str) -> Bool:
        base, draft = self._world.base.ruled.get(id), self._world.draft.ruled.get(id)
        return conj((same(_denies(base), _denies(draft)), same(_holds(base), _holds(draft))))


def _denies(one: Ruled | None) -> Bool:
    return False if one is None else one.denies


def _holds(one: Ruled | None) -> Bool:
    return False if one is None else one.holds


def _level(ruling: Ruling, id: str, effect: str) -> Bool:
    one: Any = ruling.ruled.get(id)
    match effect:
        case "deny":
            return _denies(one)
        case "hold":
            return _holds(one)
    return neg(disj((_denies(one), _holds(one))))


def _said(judgement: Judgement) -> dict[str, str]:
    return {finding.measure: finding.effect for finding in judgement.findings}


def _has(shown: Shown, before: str, after: str) -> bool:
    return shown.base.effect == before and shown.draft.effect == after
