"""Every order that can come, for the solver, and the way back: from the solver's answer to an order of words.

The outline follows ``decision.facts``: what an order states, what absence means, what is derived from it. Lists,
owners, the organisation and whether the reference can be read are free: they are told beside a witness. Nobody of
ours has refused it, since every rulebook denies what was refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import msgspec
import z3

from moratorium.decision.reference import Reference
from moratorium.proof.classes import CodeClasses
from moratorium.proof.kleene import Bool, conj, disj, neg, same
from moratorium.proof.roles import OF_LISTS, ORDINARY, Roles
from moratorium.proof.sketch import FACTS, FIGURES, PLAIN, Sketch, exactly_one
from moratorium.proof.symbols import (
    Asked,
    DaySymbol,
    FlagSymbol,
    NumberSymbol,
    SetSymbol,
    Symbol,
    TextSymbol,
    as_set,
)
from moratorium.proof.wares import Wares
from moratorium.terms.activity import ACTIVITIES
from moratorium.terms.members import NONE, Members
from moratorium.terms.party import Address
from moratorium.terms.vocabulary import ANY_ROLE, VOCABULARY, Absence, Value, split_role

EAR = "product.subject_to_ear"
COVERED = "licence.covers_"
REFUSED = "refused"

_OF_US: dict[str, Members] = {
    "actor.territory": Members.of(ORDINARY),
    "actor.persons": NONE,
    "reference.unreadable": NONE,
}
"""What is told beside a witness, and what is said of it where nothing asks."""


class Outline(msgspec.Struct, frozen=True):
    """An order that the solver found, in plain values.

    Attributes:
        activity: What is wanted.
        places: By role that is filled, the addresses of its holders.
        stated: Facts that the order states, by vocabulary name.
        assumed: Roles, and perhaps the activity, that the map assumed.
        named: Whether the order names a product.
        catalogued: Whether the catalogue holds it.
        settled: Sets of the product that a person has stated.
        lists: What lists and registers say of the parties.
        seat: Territory of our acting entity; None if not known.
        persons: Nationalities of who takes part in its decisions; None if nobody looked.
        is_identified: Whether an entity of ours acts.
        is_organisation_stated: Whether an organisation is written down.
        unreadable: Parts of the reference that cannot be read.
        is_total_asked: Whether the quantity on all lines matters.
    """

    activity: str
    places: dict[str, tuple[Address, ...]]
    stated: dict[str, Value]
    assumed: frozenset[str]
    named: bool
    catalogued: bool
    settled: dict[str, Members]
    lists: dict[str, Members]
    seat: str | None
    persons: tuple[str, ...] | None
    is_identified: bool
    is_organisation_stated: bool
    unreadable: frozenset[str]
    is_total_asked: bool


class Orders:
    """Every order, in outline.

    Args:
        asked: What conditions ask, bound to their days.
        reference: Territories and goods.
        entries: Control entries that are asked about.
        goods_lists: Goods lists that are asked about.
    """

    def __init__(
        self, asked: Asked, reference: Reference, entries: frozenset[str], goods_lists: frozenset[str]
    ) -> None:
        self._sketch = sketch = Sketch(asked, reference, entries)
        self._stated = {name: z3.Bool(f"activity:{name}") for name in ACTIVITIES}
        sketch.rule(exactly_one(list(self._stated.values())))
        self._organisation, self._identified = z3.Bool("organisation!"), z3.Bool("entity!")
        sketch.wish(PLAIN, self._organisation, self._identified, self._stated["sale"])
        self._roles = Roles(sketch, self._stated, self._organisation)
        self._wares = Wares(sketch, goods_lists)
        self._actor()
        for name in sorted(asked.facts):
            if name not in sketch.symbols and name != "activity":
                self._order_fact(name)
        if "activity" in asked.facts:
            sketch.symbols["activity"] = self._activity()

    @property
    def symbols(self) -> Mapping[str, Symbol]:
        """The facts, by name."""
        return self._sketch.symbols

    @property
    def days(self) -> list[Any]:
        """Days that the order may state, by their numbers."""
        return [found.value for found in self._sketch.raw.values() if isinstance(found, DaySymbol)]

    @property
    def rules(self) -> list[Bool]:
        """What holds of every order."""
        return self._sketch.rules

    @property
    def stated(self) -> list[Bool]:
        """What holds of orders that a file can state plainly."""
        return self._sketch.stated

    @property
    def wishes(self) -> list[tuple[int, Bool]]:
        """What makes an order easy to read, with its rank."""
        return self._sketch.wishes

    # -- the order and its line -----------------------------------------------------------------------------------

    def _order_fact(self, name: str) -> None:
        sketch, fact = self._sketch, VOCABULARY[name]
        found = sketch.new(name)
        sketch.symbols[name] = found
        match found:
            case SetSymbol(known, possible, open_):
                sketch.rule(found.given, neg(open_), *(neg(one) for one in possible.values()))
                sketch.wish(PLAIN if name == "reference.unreadable" else FACTS, *(neg(one) for one in known.values()))
            case FlagSymbol(known, value) if name == REFUSED:
                sketch.rule(known, neg(value))  # what somebody of ours refuses one by one is no work of the rulebook
            case FlagSymbol(known, value) if fact.absence is Absence.FALSE:
                # what was drawn from a licence may leave open whether it covers the line; no file states that
                (sketch.stated.append if name.startswith(COVERED) else sketch.rule)(known)
                sketch.wish(PLAIN if name == "activity_assumed" else FACTS, neg(value))
            case TextSymbol(known, value, words) if fact.absence is Absence.FALSE or name == "status":
                sketch.rule(known)
                sketch.wish(FACTS, value == (words.of("open" if name == "status" else "") or 0))
            case NumberSymbol(known, value):
                self._number(name, found)
            case _:
                sketch.wish(FACTS, neg(found.known))

    def _number(self, name: str, found: NumberSymbol) -> None:
        sketch = self._sketch
        sketch.wish(FACTS, neg(found.known))
        if name in ("quantity", "order_quantity"):
            sketch.rule(found.value >= 0)
        if name == "order_quantity":
            one = sketch.symbols.get("quantity") or sketch.raw.get("quantity")
            if isinstance(one, NumberSymbol):
                sketch.rule(z3.Implies(found.known, z3.And(one.known, found.value >= one.value)))
                sketch.wish(FIGURES, z3.And(found.known == one.known, found.value == one.value))
        sketch.stated.append(z3.And(found.value >= 0, found.value <= 1_000_000_000))
        sketch.wish(FIGURES, z3.IsInt(found.value), found.value == 1)

    def _actor(self) -> None:
        """Our acting entity: none if the order names a seller who is none of ours."""
        sketch, wanted = self._sketch, self._sketch.asked.facts
        sketch.rule(disj((self._identified, self._roles.filled["seller"])))
        if "actor.identified" in wanted:
            sketch.symbols["actor.identified"] = FlagSymbol(True, self._identified)
        for name in sorted(wanted & {"actor.territory", "actor.persons"}):
            found = as_set(sketch.new(name))
            certain = list(found.known.values())
            sketch.rule(found.given, *(neg(one) for one in found.possible.values()))
            sketch.rule(z3.Implies(found.open, z3.Not(z3.Or(certain))) if certain else True)
            sketch.rule(disj((found.open, conj((self._identified, self._organisation)))))
            sketch.wish(PLAIN, neg(found.open))
            if name == "actor.territory" and certain:
                sketch.rule(same(found.open, neg(disj(certain))), z3.AtMost(*certain, 1))
                atlas = sketch.reference.atlas
                sketch.stated += [neg(one) for code, one in found.known.items() if atlas.is_group(code)]
                sketch.wish(PLAIN, *(neg(one) for code, one in found.known.items() if len(code) > len("NL")))
                home = found.classes.of.get(ORDINARY)
                sketch.wish(PLAIN, *([found.known[home]] if home else []))
            else:
                sketch.wish(PLAIN, *(neg(one) for one in certain))
            sketch.symbols[name] = found

    # -- what crossing a border makes of an activity --------------------------------------------------------------

    def _activity(self) -> SetSymbol:
        """As ``decision.activities``."""
        moves = disj(self._stated[name] for name, rule in ACTIVITIES.items() if rule.moves_goods)
        origin = self._countries(as_set(self.symbols["ship_from.territory"]), True)
        destination = self._countries(*self._destination())
        unsure = disj((origin.unsure, destination.unsure))
        alike = conj(same(a, destination.known[country]) for country, a in origin.known.items())
        within = conj((alike, z3.AtMost(*origin.known.values(), 1) if len(origin.known) > 1 else True))
        meets = disj(conj((a, destination.known[country])) for country, a in origin.known.items())
        settled = conj((moves, neg(unsure)))
        apart = conj((settled, neg(within), neg(meets)))
        ear = self._sketch.symbols.get(EAR)
        yes, no = (ear.known, neg(ear.value)) if isinstance(ear, FlagSymbol) else (False, False)
        is_not, is_so = conj((yes, no)), conj((yes, neg(no)))
        is_not = disj((is_not, origin.known.get("US", False)))
        perhaps = conj((moves, unsure))
        vague = conj((settled, neg(within), meets))
        known = {
            "export": conj((settled, neg(within))),
            "in_country_transfer": conj((settled, within)),
            "reexport": conj((apart, neg(is_not), is_so)),
        }
        possible = {
            "export": perhaps,
            "in_country_transfer": disj((perhaps, vague)),
            "reexport": disj((perhaps, vague, conj((apart, neg(is_not), neg(is_so))))),
        }
        names = tuple(ACTIVITIES)
        return SetSymbol(
            {name: disj((self._stated[name], known.get(name, False))) for name in names},
            {name: conj((neg(self._stated[name]), possible.get(name, False))) for name in names},
            False,
            CodeClasses(names, {name: name for name in names}),
        )

    def _destination(self) -> tuple[SetSymbol, Bool]:
        """The place of delivery, or, if the order states none, where the buyer is."""
        to, buyer = as_set(self.symbols["ship_to.territory"]), as_set(self.symbols["buyer.territory"])
        states, bought = self._roles.filled["ship_to"], self._roles.filled["buyer"]

        def either(a: Bool, b: Bool) -> Bool:
            return disj((conj((states, a)), conj((neg(states), b))))

        codes = to.classes.codes
        found = SetSymbol(
            {code: either(to.known[code], buyer.known[code]) for code in codes},
            {code: either(to.possible[code], buyer.possible[code]) for code in codes},
            either(to.open, disj((buyer.open, neg(bought)))),
            to.classes,
        )
        return found, disj((states, bought))

    def _countries(self, found: SetSymbol, is_somewhere: Bool) -> _Countries:
        """A place in countries. A group may be any of its members; that it is none that is not known already is left
        open, since a class of countries stands for many."""
        atlas, country = self._sketch.reference.atlas, self._sketch.country
        lands: dict[str, list[str]] = {}
        for code in found.classes.codes:
            if not atlas.is_group(code):
                lands.setdefault(country(code), []).append(code)
        known = {land: disj(found.known[code] for code in of) for land, of in lands.items()}
        perhaps = disj(
            conj((neg(known[land]), disj(found.possible[code] for code in of))) for land, of in lands.items()
        )
        groups = [code for code in found.classes.codes if atlas.is_group(code)]
        grouped = disj(disj((found.known[code], found.possible[code])) for code in groups)
        if groups:
            grouped = conj((grouped, neg(z3.FreshBool("group"))))
        unsure = disj((neg(is_somewhere), found.open, perhaps, grouped, neg(disj(known.values()))))
        return _Countries(known, unsure)

    # -- back to words --------------------------------------------------------------------------------------------

    def outline(self, model: Any) -> Outline:
        """The order that the solver found."""
        read = _Reader(model)
        roles, wares = self._roles, self._wares
        filled = [role for role, is_filled in roles.filled.items() if read.true(is_filled)]
        places = {role: self._addresses(role, read) for role in filled}
        stated: dict[str, Value] = {}
        lists: dict[str, Members] = {}
        assumed: set[str] = {"activity"} if read.flag(self._sketch.raw.get("activity_assumed")) else set()
        for name, found in self._sketch.raw.items():
            role, attribute = split_role(name)
            if name.startswith(("actor.", ANY_ROLE, "reference.")) or attribute == "territory" or name in wares.settled:
                continue
            if attribute == "assumed":
                assumed |= {role or ""} if read.flag(found) else set()
            elif (role is None or role in filled) and name != "activity_assumed":
                value = read.value(found)
                if attribute in OF_LISTS and isinstance(value, Members):
                    lists[name] = value
                elif value not in (None, "", NONE) and not (value is False and _absent(name)):
                    stated[name] = value
        of_us = {name: read.members(self.symbols[name]) for name in _OF_US if name in self.symbols}
        seat, persons, broken = (of_us.get(name, usual) for name, usual in _OF_US.items())
        return Outline(
            activity=next(name for name, one in self._stated.items() if read.true(one)),
            places=places,
            stated=stated,
            assumed=frozenset(assumed),
            named=read.true(wares.named),
            catalogued=read.true(wares.catalogued),
            settled={
                name: read.members(self._sketch.raw[name]) for name, one in wares.settled.items() if read.true(one)
            },
            lists=lists,
            seat=next(iter(seat.known), None),
            persons=None if persons.open else tuple(sorted(persons.known)),
            is_identified=read.true(self._identified),
            is_organisation_stated=read.true(self._organisation),
            unreadable=broken.known,
            is_total_asked="order_quantity" in self.symbols,
        )

    def _addresses(self, role: str, read: _Reader) -> tuple[Address, ...]:
        chosen = self._roles.chosen.get(role, [])
        found = tuple(place.address for one, place in zip(chosen, self._roles.places, strict=False) if read.true(one))
        return found or (Address(country="NL"),)

    def values(self, model: Any, names: Iterable[str]) -> dict[str, Value]:
        """What the solver takes facts to be, by name; codes and texts stand for their classes."""
        read = _Reader(model)
        return {name: read.value(self.symbols[name]) for name in names if name in self.symbols}


class _Countries(msgspec.Struct, frozen=True):
    """Countries in which a place lies, and whether that is unsure."""

    known: dict[str, Any]
    unsure: Any


def _absent(name: str) -> bool:
    return VOCABULARY[name].absence is Absence.FALSE


class _Reader:
    """Reads the solver's answer."""

    def __init__(self, model: Any) -> None:
        self._model = model

    def true(self, condition: Bool) -> bool:
        if isinstance(condition, bool):
            return condition
        return z3.is_true(self._model.eval(condition, model_completion=True)) is True

    def flag(self, found: Symbol | None) -> bool:
        return isinstance(found, FlagSymbol) and self.true(found.known) and self.true(found.value)

    def members(self, found: Symbol) -> Members:
        value = self.value(found)
        return value if isinstance(value, Members) else NONE

    def value(self, found: Symbol) -> Value:
        match found:
            case SetSymbol(known, possible, open_, _, given):
                if not self.true(given):
                    return None
                certain = frozenset(code for code, one in known.items() if self.true(one))
                perhaps = frozenset(code for code, one in possible.items() if self.true(one))
                return Members(certain, perhaps - certain, self.true(open_))
            case FlagSymbol(known, value):
                return self.true(value) if self.true(known) else None
        if not self.true(found.known):
            return None
        number = self._model.eval(found.value, model_completion=True)
        match found:
            case NumberSymbol():
                return _decimal(number.as_fraction())
            case DaySymbol():
                return date.fromordinal(number.as_long())
            case TextSymbol(_, _, classes):
                example: str | None = classes.examples[number.as_long()]
                return example


def _decimal(fraction: Fraction) -> Decimal:
    return Decimal(fraction.numerator) / Decimal(fraction.denominator)
