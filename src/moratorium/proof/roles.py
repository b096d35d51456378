"""Parties and places in outline: who is named, where they are, and what else is known of them.

As in ``decision.facts``: a role that the activity needs and nobody fills is unknown in all its facts, one that it may
lack is absent, which is no. Where a party is comes from its address; a witness has addresses that the territory
resolver was asked about beforehand.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import z3

from moratorium.proof.kleene import Bool, conj, disj, neg, same
from moratorium.proof.sketch import FACTS, HOLDERS, HOME, LISTED, PLACES, PLAIN, ROLES, Sketch
from moratorium.proof.symbols import DaySymbol, FlagSymbol, NumberSymbol, SetSymbol, Symbol, TextSymbol
from moratorium.terms.activity import ACTIVITIES
from moratorium.terms.party import ROLES as ALL_ROLES
from moratorium.terms.party import Address
from moratorium.terms.vocabulary import ANY_ROLE, VOCABULARY, Absence, Kind, split_role

OURS = frozenset({"seller", "ship_from", "invoicing_party"})
"""Roles on our own side: left out of ``any_role`` where nobody has written down who we are."""

OF_LISTS = ("listed", "owned_by_listed", "linked_to_listed")
"""Facts that come from lists and registers, not from an order."""

ORDINARY = "NL"
"""Where a witness is, if nothing is asked of the place."""


class Place(NamedTuple):
    """An address that a witness may have, with what the resolver makes of it, by class of territory."""

    address: Address
    known: frozenset[str]
    possible: frozenset[str]
    open: bool
    is_odd: bool


class Roles:
    """The roles of an order in outline.

    Args:
        sketch: What is gathered.
        stated: The activity that the order states, by name.
        is_our_side_known: Whether an organisation is written down.

    Attributes:
        filled: By role, whether somebody or some place is named.
        places: The addresses that a witness may have.
        chosen: By role, which of them its holders have.
    """

    def __init__(self, sketch: Sketch, stated: dict[str, Any], is_our_side_known: Bool) -> None:
        self._sketch = sketch
        self._stated = stated
        self._organisation = is_our_side_known
        self.filled: dict[str, Bool] = {}
        self.chosen: dict[str, list[Any]] = {}
        self._required: dict[str, Bool] = {}
        wanted = sorted(sketch.asked.facts)
        joined = [name for name in wanted if name.startswith(f"{ANY_ROLE}.") and name in VOCABULARY]
        names = {name for name in wanted if split_role(name)[0]}
        names |= {f"{role}.{name.partition('.')[2]}" for name in joined for role in ALL_ROLES} & VOCABULARY.keys()
        if sketch.is_lane_asked:
            names |= {"ship_from.territory", "ship_to.territory", "buyer.territory"}
        is_placed = any(VOCABULARY[name].kind is Kind.TERRITORY for name in names)
        self.places = _places(sketch) if is_placed else []
        of = {name: name.split(".", 1) for name in sorted(names)}
        for role in dict.fromkeys(["buyer", "seller", *(role for role, _ in of.values())]):
            self._fill(role)
        for name, (role, attribute) in of.items():
            sketch.symbols[name] = self._fact(role, attribute, name)
        for name in joined:
            sketch.symbols[name] = self._joined(name)

    def required(self, role: str) -> Bool:
        """Whether the activity needs the role."""
        found = self._required.get(role)
        if found is None:
            needing = (self._stated[name] for name, rule in ACTIVITIES.items() if role in rule.required)
            found = self._required[role] = disj(needing)
        return found

    def _fill(self, role: str) -> None:
        if role == "ship_from":
            self.filled[role] = True
            return
        self.filled[role] = z3.Bool(f"{role}!")
        self._sketch.wish(ROLES, same(self.filled[role], self.required(role)))

    def _fact(self, role: str, attribute: str, name: str) -> Symbol:
        filled, required = self.filled[role], self.required(role)
        absent = conj((neg(filled), neg(required)))
        if attribute == "filled":
            return FlagSymbol(disj((filled, absent)), filled)
        found = self._sketch.new(name)
        is_false_when_absent = VOCABULARY[name].absence is Absence.FALSE
        if attribute == "assumed" and isinstance(found, FlagSymbol):
            self._sketch.rule(found.known)
            self._sketch.wish(PLAIN, neg(found.value))
            return found
        match found:
            case FlagSymbol(known, value):
                if attribute == "named" or is_false_when_absent:
                    self._sketch.rule(known)
                self._sketch.wish(FACTS, neg(value) if is_false_when_absent else neg(known))
                return FlagSymbol(disj((conj((filled, known)), absent)), conj((filled, value)))
            case SetSymbol(known, possible, open_, classes):
                self._sketch.rule(found.given)
                self._set(role, attribute, found)
                return SetSymbol(
                    {code: conj((filled, one)) for code, one in known.items()},
                    {code: conj((filled, one)) for code, one in possible.items()},
                    disj((conj((filled, open_)), conj((neg(filled), required)))),
                    classes,
                )
            case TextSymbol(known, value, words):
                if is_false_when_absent:
                    self._sketch.stated.append(known)
                    self._sketch.wish(FACTS, value == words.of("") if words.of("") is not None else True)
                else:
                    self._sketch.wish(FACTS, neg(known))
                return TextSymbol(conj((filled, known)), value, words)
            case NumberSymbol(known, value) | DaySymbol(known, value):
                self._sketch.wish(FACTS, neg(known))
                return type(found)(conj((filled, known)), value)

    def _set(self, role: str, attribute: str, found: SetSymbol) -> None:
        if attribute == "territory":
            self._stand(role, found)
            return
        nothing = conj((neg(found.open), *(neg(one) for one in (*found.known.values(), *found.possible.values()))))
        self._sketch.wish(LISTED, nothing)
        self._sketch.stated += [neg(conj((found.known[code], found.possible[code]))) for code in found.classes.codes]

    def _stand(self, role: str, found: SetSymbol) -> None:
        """The territories of a role, as addresses of its holders give them."""
        chosen = self.chosen[role] = [z3.Bool(f"{role}@{i}") for i in range(len(self.places))]
        stated = self._sketch.stated
        stated.append(disj((neg(self.filled[role]), *chosen)))
        for code in found.classes.codes:
            stated.append(same(found.known[code], self._any(chosen, "known", code)))
            stated.append(same(found.possible[code], self._any(chosen, "possible", code)))
        stated.append(same(found.open, disj(one for one, place in zip(chosen, self.places, strict=True) if place.open)))
        self._sketch.wish(HOLDERS, z3.AtMost(*chosen, 1))
        odd = [neg(one) for one, place in zip(chosen, self.places, strict=True) if place.is_odd]
        self._sketch.wish(PLACES, conj(odd))
        self._sketch.wish(HOME, *chosen[:1])

    def _any(self, chosen: list[Any], how: str, code: str) -> Bool:
        return disj(one for one, place in zip(chosen, self.places, strict=True) if code in getattr(place, how))

    def _joined(self, name: str) -> SetSymbol:
        """The sets of all roles as one."""
        attribute = name.partition(".")[2]
        of = {role: self._sketch.symbols.get(f"{role}.{attribute}") for role in ALL_ROLES}
        sets = {role: one for role, one in of.items() if isinstance(one, SetSymbol)}
        classes = next(iter(sets.values())).classes
        opens = (conj((one.open, neg(self._is_left_out(role, one)))) for role, one in sets.items())
        return SetSymbol(
            {code: disj(one.known[code] for one in sets.values()) for code in classes.codes},
            {code: disj(one.possible[code] for one in sets.values()) for code in classes.codes},
            disj(opens),
            classes,
        )

    def _is_left_out(self, role: str, one: SetSymbol) -> Bool:
        if role not in OURS:
            return False
        nothing = conj(neg(part) for part in (*one.known.values(), *one.possible.values()))
        return conj((neg(self._organisation), nothing))


def _places(sketch: Sketch) -> list[Place]:
    """Addresses that differ in what the resolver makes of them; the ordinary one first."""
    codes, atlas = sketch.codes("territory"), sketch.reference.atlas
    home = codes.of.get(ORDINARY, ORDINARY)
    lands = [code for code in (home, *codes.codes) if not atlas.is_group(code)]
    addresses = [Address(country=code) for code in lands]
    addresses += [Address(country="RU", postcode="101000"), Address(country="unspecified")]
    addresses += [Address(country=home, text=atlas.name(code)) for code in lands]  # perhaps there, perhaps not
    found: dict[object, Place] = {}
    for address in addresses:
        members = atlas.resolve(address).members
        known = frozenset(codes.of[code] for code in members.known)
        possible = frozenset(codes.of[code] for code in members.possible) - known
        is_odd = bool(members.open or members.possible or "-" in (address.country or ""))
        found.setdefault((known, possible, members.open), Place(address, known, possible, members.open, is_odd))
    return list(found.values())
