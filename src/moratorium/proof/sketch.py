"""An order in outline: every fact that is asked about, as the solver sees it, before any order is written down.

Three kinds of condition are gathered. *Rules* hold of every order that can come: they say no more than what the
decision room does with facts, so what is shown under them is shown of all orders. *Stated* hold beside them of the
orders that a file can state plainly: a witness is looked for among these. *Wishes* make it easy to read: few facts,
few roles, ordinary places.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from typing import Any

import z3

from moratorium.decision.reference import Reference
from moratorium.goods.catalogue import read_attribute
from moratorium.goods.codes import NONE_STATED
from moratorium.proof.classes import CodeClasses, TextAsked, TextClasses, code_classes, text_classes
from moratorium.proof.kleene import Bool, conj, neg
from moratorium.proof.symbols import Asked, DaySymbol, Symbol, TextSymbol, family, symbol
from moratorium.terms.members import Members
from moratorium.terms.values import read_value
from moratorium.terms.vocabulary import VOCABULARY, Absence, Fact, Kind

CROSSING = frozenset({"export", "reexport", "in_country_transfer"})
"""Activities that hang on where goods come from and go to."""

_GROUP = "a group"
_LIKELY = ("NL", "DE", "FR", "RU", "UA", "KZ", "CN", "US", "GB", "TR", "AE")

EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
"""Days that an order or a register states; others are taken for slips of the pen."""

# in which order wishes are granted
CLEARED, CHANGES, PLAIN, LISTED, ROLES, HOLDERS, PLACES, HOME, DAYS, FACTS, FIGURES = range(11)


class Sketch:
    """What is gathered while an order is outlined.

    Args:
        asked: What the conditions ask.
        reference: Territories and goods; lists and registers are free and not looked into.
        entries: Control entries that are asked about.

    Attributes:
        symbols: The facts, by name.
        rules: Hold of every order.
        stated: Hold of orders that a file can state.
        wishes: Make a witness easy to read, with their rank.
        raw: Of facts that an order states, what it states (a fact may be known otherwise, too).
    """

    def __init__(self, asked: Asked, reference: Reference, entries: frozenset[str]) -> None:
        self.asked = asked
        self.reference = reference
        self.entries = entries
        self.symbols: dict[str, Symbol] = {}
        self.raw: dict[str, Symbol] = {}
        self.rules: list[Bool] = []
        self.stated: list[Bool] = []
        self.wishes: list[tuple[int, Bool]] = []
        self._codes: dict[str, CodeClasses] = {}
        self.is_lane_asked = "activity" in asked.facts

    def rule(self, *conditions: Bool) -> None:
        """Something that holds of every order."""
        self.rules += [one for one in conditions if one is not True]

    def wish(self, rank: int, *conditions: Bool) -> None:
        """Something that makes a witness easier to read."""
        self.wishes += [(rank, one) for one in conditions if not isinstance(one, bool)]

    def new(self, name: str) -> Symbol:
        """A fact that an order may or may not state."""
        kind = VOCABULARY[name].kind
        texts = self._texts(name) if kind is Kind.TEXT else None
        codes = self.codes(family(name)) if kind in (Kind.SET, Kind.TERRITORY) else None
        found, rule = symbol(name, texts, codes)
        self.rule(rule)
        self.raw[name] = found
        match found:
            case TextSymbol(_, value, texts):
                unreadable = (i for i, example in enumerate(texts.examples) if example is None)
                self.stated.append(conj(neg(value == i) for i in unreadable))
            case DaySymbol(_, value):
                self.rule(value >= EARLIEST.toordinal(), value <= LATEST.toordinal())
        return found

    def _texts(self, name: str) -> TextClasses:
        fact = VOCABULARY[name]
        questions = [*self.asked.texts.get(name, ())]
        if name == "product.hs6" and "product.lists" in self.asked.facts:
            questions += [_listing(self.reference, one) for one in sorted(self.reference.goods.lists)]
        return text_classes(
            questions,
            closed=(*fact.words, *([""] if fact.absence is Absence.FALSE else [])) if fact.words else (),
            written=[""] if fact.absence is Absence.FALSE else [NONE_STATED] if name == "product.hs6" else [],
            complete=_completions(name, self.reference),
            is_readable=lambda text: _is_readable(fact, text, self.reference),
        )

    def codes(self, kind: str) -> CodeClasses:
        """The classes of the codes of one kind of set."""
        found = self._codes.get(kind)
        if found is None:
            found = self._codes[kind] = self._new_codes(kind)
        return found

    def _new_codes(self, kind: str) -> CodeClasses:
        sets, atlas = self.asked.sets.get(kind, ()), self.reference.atlas
        if kind == "territory":
            if self.is_lane_asked:
                return code_classes(
                    sets, atlas.codes, self.country, most_apart=2, always=("US", _GROUP), likely=_LIKELY
                )
            return code_classes(sets, atlas.codes, likely=_LIKELY)
        if kind == "product.lists":
            each = [frozenset({one}) for one in self.reference.goods.lists]
            return code_classes([*sets, *each])
        if kind == "product.controls":
            return code_classes([*sets, *(frozenset({one}) for one in self.entries)])
        if kind == "actor.persons":
            return code_classes(sets, [code for code in atlas.codes if len(code) == 2])
        return code_classes(sets)

    def country(self, code: str) -> str:
        """The country in which a territory lies; of a group, that it is one."""
        return _GROUP if self.reference.atlas.is_group(code) else _country(self.reference, code)

    @property
    def lists_at_hand(self) -> frozenset[str]:
        """Goods lists at hand."""
        return frozenset(self.reference.goods.lists)


@cache
def _countries(reference_digest: str) -> dict[str, str]:  # noqa: ARG001 - the key of what is remembered
    return {}


def _country(reference: Reference, code: str) -> str:
    known = _countries(reference.atlas.digest)
    if code not in known:
        found = reference.atlas.countries_of(Members.of(code))
        known[code] = next(iter(found.known), code)
    return known[code]


def _listing(reference: Reference, id: str) -> TextAsked:
    """Whether a goods list names an HS code."""
    one = reference.goods.lists[id]
    return TextAsked(
        ("list", id),
        frozenset(),
        frozenset(one.items),
        lambda text: text != NONE_STATED and one.item_for(text) is not None,
    )


def _is_readable(fact: Fact, text: str, reference: Reference) -> bool:
    if text == "":
        return fact.absence is Absence.FALSE
    try:
        if fact.name.startswith("product."):
            return read_attribute(fact.attribute, text, reference.goods).value == text
        return read_value(fact, text) == text
    except ValueError:
        return False


def _completions(name: str, reference: Reference) -> Callable[[str], Iterator[str]]:
    match name:
        case "product.hs6":
            return _hs_codes
        case "product.eccn":
            return lambda prefix: _eccns(prefix, reference)
    return lambda prefix: iter((prefix or "something else", f"{prefix}Z", f"{prefix}-other"))


def _hs_codes(prefix: str) -> Iterator[str]:
    if not prefix.isdigit() and prefix:
        return
    width = 6 - len(prefix)
    if width < 0:
        return
    if not prefix:
        yield from (f"{chapter:02d}0100" for chapter in range(1, 98))
        return
    yield from (f"{prefix}{number:0{width}d}" if width else prefix for number in range(10**width))


def _eccns(prefix: str, reference: Reference) -> Iterator[str]:
    if not prefix:
        yield "EAR99"
    entries = sorted(reference.goods.eccn) or ["9A991", "9A012", "6A003", "1C010"]
    yield from (entry for entry in entries if entry.startswith(prefix))
    head = prefix[:5]
    if head in entries:
        yield from (f"{prefix.rstrip('.')}.{letter}" for letter in "zyxwv")
        yield from (f"{prefix}{letter}" for letter in "zyxwv")


def exactly_one(of: list[Any]) -> Bool:
    """Just one of some conditions."""
    return z3.PbEq([(one, 1) for one in of], 1) if len(of) > 1 else of[0]
