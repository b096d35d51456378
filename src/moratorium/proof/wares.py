"""The product in outline: what the order or the catalogue states of it, and what goods lists and control entries make
of that, as in ``goods.facts``.
"""

from __future__ import annotations

from typing import Any

import z3

from moratorium.conditions.predicate import facts_of
from moratorium.goods.controls import ControlEntry
from moratorium.proof.encode import Encoder
from moratorium.proof.kleene import Bool, Three, all_three, any_three, conj, disj, neg
from moratorium.proof.sketch import FACTS, FIGURES, PLAIN, Sketch
from moratorium.proof.symbols import FlagSymbol, NumberSymbol, SetSymbol, Symbol, as_set, as_text
from moratorium.terms.vocabulary import VOCABULARY, Absence

CATALOGUED, LISTS, CONTROLS = "product.catalogued", "product.lists", "product.controls"
ENDURANCE, SPEED = "product.max_endurance_min", "product.max_speed_kmh"


class Wares:
    """The product of an order's line in outline.

    Args:
        sketch: What is gathered.
        goods_lists: Goods lists that are asked about.

    Attributes:
        named: Whether the order names a product.
        catalogued: Whether the catalogue holds it.
        settled: By set of the product, whether a person has stated it.
    """

    def __init__(self, sketch: Sketch, goods_lists: frozenset[str]) -> None:
        self._sketch = sketch
        self.named, self.catalogued = z3.Bool("product!"), z3.Bool("catalogue!")
        self.settled: dict[str, Any] = {}
        sketch.rule(z3.Implies(self.catalogued, self.named))
        sketch.wish(PLAIN, self.named)
        wanted = {name for name in sketch.asked.facts if name.startswith("product.")}
        wanted |= {"product.hs6"} if LISTS in wanted else set()
        if CONTROLS in wanted:
            wanted |= {fact for entry in self._entries() for fact in _asked_by(entry)}
        for name in sorted(wanted - {CATALOGUED, LISTS, CONTROLS}):
            sketch.symbols[name] = self._fact(name)
        if CATALOGUED in wanted:
            sketch.symbols[CATALOGUED] = FlagSymbol(self.named, self.catalogued)
        if LISTS in wanted:
            sketch.symbols[LISTS] = self._lists(goods_lists)
        if CONTROLS in wanted:
            sketch.symbols[CONTROLS] = self._controls()

    def _entries(self) -> list[ControlEntry]:
        entries = self._sketch.reference.goods.entries
        return [entries[id] for id in sorted(self._sketch.entries & entries.keys())]

    def _fact(self, name: str) -> Symbol:
        fact, found = VOCABULARY[name], self._sketch.new(name)
        if isinstance(found, SetSymbol):
            raise TypeError(f"`{name}` is a set that nothing derives")
        if fact.absence is Absence.FALSE:
            self._sketch.rule(disj((found.known, neg(self.catalogued))))
        self._sketch.wish(FACTS, neg(found.known))
        if isinstance(found, NumberSymbol):
            self._sketch.stated += [found.value >= 0, found.value <= 1_000_000]
            self._sketch.wish(FIGURES, z3.IsInt(found.value))
        return found

    def _settle(self, name: str) -> tuple[SetSymbol, Any]:
        found = as_set(self._sketch.new(name))
        settled = self.settled[name] = z3.Bool(f"{name}!")
        self._sketch.rule(found.given, z3.Implies(settled, self.named))
        self._sketch.wish(PLAIN, neg(settled))
        return found, settled

    def _lists(self, asked: frozenset[str]) -> SetSymbol:
        """Lists at hand name a code or do not; lists not at hand are possible until a person has said."""
        stated, settled = self._settle(LISTS)
        code = as_text(self._sketch.symbols["product.hs6"])
        at_hand, known, possible = self._sketch.lists_at_hand, {}, {}
        for one in stated.classes.codes:
            listed: Bool = False
            if one in at_hand:
                listed = conj((code.known, code.is_among(code.classes.meeting(("list", one)))))
            unsure = disj((neg(code.known), one not in at_hand)) if one in asked | at_hand else False
            known[one] = disj((listed, conj((settled, stated.known[one]))))
            possible[one] = conj((neg(settled), unsure))
        return SetSymbol(known, possible, conj((neg(settled), neg(code.known))), stated.classes)

    def _controls(self) -> SetSymbol:
        """Entries whose figures are met; one that is not at hand is possible until a person has said."""
        stated, settled = self._settle(CONTROLS)
        reader = Encoder(self._sketch.symbols)
        truths = {entry.id: self._met(entry, reader) for entry in self._entries()}
        self._sketch.rule(*reader.rules)
        known, possible = {}, {}
        for one in stated.classes.codes:
            truth = truths.get(one, Three(False, one not in self._sketch.entries))
            known[one] = disj((truth.yes, conj((settled, stated.known[one]))))
            possible[one] = conj((neg(settled), truth.unknown))
        return SetSymbol(known, possible, False, stated.classes)

    def _met(self, entry: ControlEntry, reader: Encoder) -> Three:
        doubt = reader.of(entry.doubt)
        met = any_three((self._figures(entry, reader), Three(False, doubt.no)))
        return all_three((reader.of(entry.about), met))

    def _figures(self, entry: ControlEntry, reader: Encoder) -> Three:
        """Kleene's answer. Where an upper bound may prove "no", either answer is taken as possible: endurance times
        speed is beyond what a solver answers surely. A witness has no such figures."""
        truth = Three(False, False) if entry.figures is None else reader.of(entry.figures)
        for fact in entry.bounded:
            bounds = (self._sketch.symbols[ENDURANCE], self._sketch.symbols[SPEED], self._sketch.symbols[fact])
            endurance, speed, figure = (one for one in bounds if isinstance(one, NumberSymbol))
            is_bounded = conj((endurance.known, speed.known, neg(figure.known)))
            perhaps = conj((is_bounded, truth.unknown, z3.Bool(f"{entry.id} bounded")))
            self._sketch.stated.append(neg(conj((is_bounded, truth.unknown))))
            truth = Three(truth.yes, disj((truth.no, perhaps)))
        return truth


def _asked_by(entry: ControlEntry) -> set[str]:
    found = {fact for part in (entry.about, entry.doubt, entry.figures) if part is not None for fact in facts_of(part)}
    return found | ({ENDURANCE, SPEED} if entry.bounded else set())
