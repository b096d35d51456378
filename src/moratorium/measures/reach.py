"""Where measures reach on a day: what each of them says of an order that lies wholly in one territory.

Such an order is imagined for every territory: all its parties and places but our own lie there; what is to be done and
with which goods may be chosen, and nothing else is known. Kleene's logic then tells what holds whatever else is true of
the order, and what depends on more: goods, parties, licences, or in which part of the territory it is. Nobody is judged
by such an order, and what a measure says of a real one may differ: a map is for looking, a decision for relying on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Literal

import msgspec

from moratorium.conditions.bind import Extent, bind
from moratorium.conditions.compiled import compiled
from moratorium.conditions.evaluate import holds
from moratorium.conditions.predicate import AllOf, AnyOf, Not, Overlaps, Predicate, any_of
from moratorium.measures.measure import Measure
from moratorium.terms.activity import ACTIVITIES
from moratorium.terms.effect import Effect
from moratorium.terms.members import Members
from moratorium.terms.party import ROLES
from moratorium.terms.vocabulary import ANY_ROLE, Value

State = Literal["deny", "hold", "deny_some", "hold_some", "noted", "none"]
"""What holds in a territory: ``deny`` and ``hold`` for every such order, ``deny_some`` and ``hold_some`` for those for
which more is true; ``noted``: a measure that is inactive or only reports; ``none``: no measure names the territory."""

STATES: tuple[State, ...] = ("deny", "hold", "deny_some", "hold_some", "noted", "none")
"""Gravest first."""

OURS = frozenset({"ship_from", "seller"})
"""Roles that are ours on most orders: where they are says nothing of where an order goes."""

_ELSEWHERE = "elsewhere"
"""No code of the atlas: a territory that nothing names."""

_BESIDE_A_MOVE = frozenset({"export", "reexport", "in_country_transfer"})
"""What a movement of goods may be besides; which of them depends on where it begins."""


class Imagined(msgspec.Struct, frozen=True):
    """What is chosen of the imagined order; an empty text leaves it open.

    Attributes:
        activity: What is to be done.
        kind: Kind of product.
        hs6: Its HS code, six digits.
        eccn: Its ECCN.
    """

    activity: str = ""
    kind: str = ""
    hs6: str = ""
    eccn: str = ""


class Said(msgspec.Struct, frozen=True):
    """What a measure says of a territory.

    Attributes:
        measure: Its id.
        state: What it comes to.
    """

    measure: str
    state: State


Extents = Callable[[tuple[str, ...]], Extent]


def singles_out(measure: Measure, extent: Extents) -> bool:
    """Whether a measure holds only in territories that it names.

    Others reach wherever an order goes, or everywhere but somewhere: on a map they would cover the world.

    Args:
        measure: The measure.
        extent: What lies within some territories on the day meant.
    """
    return holds(bind(measure.scope, extent), _row(_ELSEWHERE, Imagined())) is False


def reach(
    measures: Iterable[Measure], codes: Iterable[str], imagined: Imagined, extent: Extents
) -> dict[str, tuple[Said, ...]]:
    """What some measures say of each territory, gravest first, then by id; a territory of which none says anything
    has none.

    Args:
        measures: Those in force on the day meant. One whose scope singles out no territory is left out.
        codes: Territories.
        imagined: What is chosen of the order.
        extent: What lies within some territories on that day.
    """
    asked = tuple(codes)
    found: dict[str, list[Said]] = {code: [] for code in asked}
    for measure in measures:
        if singles_out(measure, extent):
            for code, state in _of_measure(measure, asked, imagined, extent):
                found[code].append(Said(measure.id, state))
    return {code: tuple(sorted(said, key=_gravest_first)) for code, said in found.items()}


def gravest(said: Iterable[Said]) -> State:
    """The gravest of what is said.

    >>> gravest([Said("a", "hold"), Said("b", "deny_some")]), gravest([])
    ('hold', 'none')
    """
    return min((one.state for one in said), key=STATES.index, default="none")


def _gravest_first(said: Said) -> tuple[int, str]:
    return STATES.index(said.state), said.measure


def _of_measure(
    measure: Measure, codes: tuple[str, ...], imagined: Imagined, extent: Extents
) -> Iterator[tuple[str, State]]:
    """Codes that stand in the same relation to everything that the measure names get the same answer, found once."""
    scope = bind(measure.scope, extent)
    relief = bind(any_of(*(one.where for one in measure.exemptions if one.relieves)), extent)
    named = [(leaf.values, leaf.coarser) for part in (scope, relief) for leaf in _places(part)]
    applies, relieves = compiled(scope), compiled(relief)
    answers: dict[tuple[int, ...], State] = {}
    for code in codes:
        relation = tuple(1 if code in values else 2 if code in coarser else 0 for values, coarser in named)
        if relation not in answers:
            row = _row(code, imagined)
            answers[relation] = "none" if relieves(row) is True else _state(measure, applies(row))
        if answers[relation] != "none":
            yield code, answers[relation]


def _state(measure: Measure, truth: bool | None) -> State:
    if truth is False:
        return "none"
    if not measure.active or (truth is None and measure.unknown == "report"):
        return "noted"
    if measure.effect is Effect.DENY:
        return "deny" if truth else "deny_some"
    return "hold" if truth else "hold_some"


def _places(predicate: Predicate) -> Iterator[Overlaps]:
    match predicate:
        case AllOf(of) | AnyOf(of):
            for part in of:
                yield from _places(part)
        case Not(part):
            yield from _places(part)
        case Overlaps(fact) if fact.endswith(".territory"):
            yield predicate


def _row(code: str, imagined: Imagined) -> dict[str, Value]:
    """The facts of the imagined order; what is not in it is not known."""
    there = Members.of(code)
    row: dict[str, Value] = {f"{role}.territory": there for role in ROLES if role not in OURS}
    row[f"{ANY_ROLE}.territory"] = there
    if imagined.activity:
        rule = ACTIVITIES.get(imagined.activity)
        further = _BESIDE_A_MOVE if rule is not None and rule.moves_goods else frozenset[str]()
        row["activity"] = Members.of(imagined.activity, possible=further)
    chosen = {"product.kind": imagined.kind, "product.hs6": imagined.hs6, "product.eccn": imagined.eccn}
    return {**row, **{fact: value for fact, value in chosen.items() if value}}
