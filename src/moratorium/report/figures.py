"""Figures that a report shows and a tally does not hold: month by month, and what was stopped, where and worth what.

An order is decided several times in its life. What counts here is its latest decision, and in the months each change:
a line is counted as denied or held in the month in which it became so, and as released when that ended.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

import msgspec

from moratorium.conditions.predicate import AllOf, AnyOf, Predicate, Within
from moratorium.decision.decider import Decider, Judged
from moratorium.decision.facts import Facts
from moratorium.desk.checking import Recorded
from moratorium.terms.effect import Effect
from moratorium.terms.members import Members
from moratorium.terms.order import Order

NOT_STATED = "not stated"
NOT_IN_CATALOGUE = "not in the catalogue"
_DESTINATION = ("ship_to.territory", "end_user.territory", "buyer.territory")
_RANK = {effect.word: effect for effect in Effect}
_BECAME = {"deny": "denied", "hold": "held", "allow": "released"}


class Stop(msgspec.Struct, frozen=True):
    """One denied line.

    Attributes:
        order: The caller's order id.
        buyer: Name of the buyer, for people.
        line: The caller's line number.
        territory: Names of the territories that the denying measures are about, else of the destination.
        family: Product family, from the catalogue.
        units: Pieces; zero if not stated.
        value: Worth in the currency; None if not stated.
        currency: ISO 4217 code; ``?`` if not stated.
        measures: Ids of the measures that deny it.
    """

    order: str
    buyer: str
    line: str
    territory: str
    family: str
    units: Decimal
    value: Decimal | None
    currency: str
    measures: tuple[str, ...]


class Month(msgspec.Struct, frozen=True):
    """One month.

    Attributes:
        month: As ``2022-04``.
        decided: Lines decided for the first time.
        denied: Lines that became denied.
        held: Lines that became held.
        released: Lines that were held or denied and that no active measure stops any more.
    """

    month: str
    decided: int = 0
    denied: int = 0
    held: int = 0
    released: int = 0


class Figures:
    """Gathers figures of decisions as they are recorded.

    Only orders that are held or denied are remembered, so memory does not grow with a file of regular trade.

    Args:
        decider: Under which the next decisions are made.
    """

    def __init__(self, decider: Decider) -> None:
        self._decider = decider
        self._stopped: dict[str, dict[str, str]] = {}
        self._stops: dict[str, tuple[Stop, ...]] = {}
        self._months: dict[str, Counter[str]] = {}

    def under(self, decider: Decider) -> None:
        """The rulebook or the reference has changed: decisions from here on are made under this one."""
        self._decider = decider

    def add(self, recorded: Recorded) -> None:
        """Count one decided order."""
        decision, key = recorded.decided.decision, recorded.decided.order.key
        effects = line_effects(recorded)
        self._count(f"{decision.day:%Y-%m}", recorded.before is None, self._stopped.get(key, {}), effects)
        for kept in (self._stopped, self._stops):
            kept.pop(key, None)
        if decision.effect != "allow":
            self._stopped[key] = effects
        if decision.effect == "deny":
            self._stops[key] = tuple(stops(recorded, self._decider))

    def _count(self, month: str, first: bool, before: Mapping[str, str], after: Mapping[str, str]) -> None:
        counted = self._months.setdefault(month, Counter())
        counted["decided"] += len(after) if first else 0
        for line, effect in after.items():
            was = before.get(line, "allow")
            if effect != was:
                counted[_BECAME[effect]] += 1

    def months(self) -> tuple[Month, ...]:
        """Each month in which something was decided, in order."""
        return tuple(
            Month(month, *(counted[name] for name in ("decided", "denied", "held", "released")))
            for month, counted in sorted(self._months.items())
        )

    def stops(self) -> tuple[Stop, ...]:
        """Every line that is denied by the latest decision of its order, by order."""
        return tuple(stop for key in sorted(self._stops) for stop in self._stops[key])


def line_effects(recorded: Recorded) -> dict[str, str]:
    """Effect of each line: the gravest, where several of our entities act on it."""
    effects: dict[str, str] = {}
    for line in recorded.decided.decision.lines:
        effects[line.line] = max(effects.get(line.line, "allow"), line.effect, key=_RANK.__getitem__)
    return effects


def stops(recorded: Recorded, decider: Decider) -> Iterator[Stop]:
    """The denied lines of one decision, each once, whatever number of our entities act on it."""
    decided, seen = recorded.decided, set[str]()
    for facts, found in zip(decided.rows, decided.judged, strict=True):
        if found.judgement.effect == "deny" and facts.line.number not in seen:
            seen.add(facts.line.number)
            yield _stop(decided.order, facts, found, decider)


def _stop(order: Order, facts: Facts, found: Judged, decider: Decider) -> Stop:
    denying = tuple(finding.measure for finding in found.judgement.findings if finding.effect == "deny")
    line = facts.line
    product = decider.reference.catalogue.products.get(line.product or "")
    family = product.facts.get("family") if product else NOT_IN_CATALOGUE
    return Stop(
        order=order.id,
        buyer=_buyer(order),
        line=line.number,
        territory=_territory(facts, denying, decider) or NOT_STATED,
        family=family if isinstance(family, str) else NOT_STATED,
        units=line.quantity or Decimal(0),
        value=line.value,
        currency=order.currency or "?",
        measures=denying,
    )


def _buyer(order: Order) -> str:
    return next((name for party in order.parties.get("buyer", ()) for name in party.names), "")


def _territory(facts: Facts, denying: Iterable[str], decider: Decider) -> str:
    """What the denying measures name and the row reaches; where they name no territory, the destination."""
    atlas = decider.reference.atlas
    codes = set(_reached(facts, denying, decider))
    if not codes:
        stated = (value for name in _DESTINATION if isinstance(value := facts.row.get(name), Members))
        codes = next((set(found) for one in stated if (found := atlas.countries_of(one).known)), set())
    return ", ".join(sorted(atlas.name(code) for code in atlas.finest(codes)))


def _reached(facts: Facts, denying: Iterable[str], decider: Decider) -> Iterator[str]:
    for id in denying:
        measure = decider.rulebook.measure(id)
        for leaf in _places(measure.scope) if measure else ():
            value = facts.row.get(leaf.fact)
            known = value.known if isinstance(value, Members) else frozenset()
            yield from (code for code in leaf.territories if not _inside(code, decider).isdisjoint(known))


def _inside(code: str, decider: Decider) -> frozenset[str]:
    """What lies in a territory; for a group of countries, its members as of the day of the atlas's sources."""
    atlas = decider.reference.atlas
    return atlas.extent((code,), atlas.as_of).inside


def _places(predicate: Predicate) -> Iterator[Within]:
    """Territories that a scope asks for, not those that it leaves out."""
    match predicate:
        case AllOf(of) | AnyOf(of):
            for part in of:
                yield from _places(part)
        case Within():
            yield predicate
