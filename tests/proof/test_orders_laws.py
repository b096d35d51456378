"""What the prover takes for "every order" holds every order; so what it says of all, it says of each.

Real orders of many kinds are looked up by the decision room. Each row must be among those that the solver knows, and
the solver must come to the same effect of it. (A class of countries has two that stand for it, which is enough to tell
whether goods cross a border; the orders here name no more than two of one class, and those two.)
"""

from __future__ import annotations

from typing import Any

import pytest
import z3
from hypothesis import given, settings
from hypothesis import strategies as st

from moratorium.conditions.evaluate import Row
from moratorium.decision.facts import Enricher
from moratorium.decision.reference import Reference
from moratorium.measures import Rulebook
from moratorium.proof.prover import Question, World
from moratorium.proof.symbols import SetSymbol, TextSymbol, is_value
from moratorium.proof.witness import judged, ready_on
from moratorium.terms.members import Members
from moratorium.terms.order import Order
from moratorium.terms.vocabulary import Value
from tests.proof.worlds import DAY, orders, parts, question, starter, with_parts


class Checked:
    """One rulebook, outlined once; rows are then laid on it one by one."""

    def __init__(self, book: Rulebook) -> None:
        self.question: Question = question(book)
        self.world = World(self.question)
        self.solver: Any = self.world.solver()
        self.solver.add(self.world.days.number == DAY.toordinal())
        self.ready = ready_on(book, DAY, self.question.reference, self.question.dormant)

    def check(self, order: Order, reference: Reference) -> None:
        """Each row of the order is among the solver's, with the effect that the scalar interpreter says."""
        asking = self.world.asking
        enricher = Enricher(reference, asking.facts, asking.goods_lists, asking.entries, asking.lists)
        for facts in enricher.rows(order, day=DAY):
            self.solver.push()
            try:
                self._check(facts.row)
            finally:
                self.solver.pop()

    def _check(self, row: Row) -> None:
        symbols = self.world.orders.symbols
        self.solver.add(*(_laid(one, row[name]) for name, one in symbols.items() if name in row))
        assert self.solver.check() == z3.sat, f"the solver knows no such row: {row}"
        said = judged(row, self.ready, frozenset()).effect
        self.solver.add(z3.Not(_z3(self.world.base.has(said))))
        assert self.solver.check() == z3.unsat, f"the prover does not say {said}: {row}"


def _laid(symbol: Any, value: Value) -> Any:
    """A symbol laid on a value; a member that nothing asks for, and a text of a class, stand for what they are."""
    if isinstance(symbol, SetSymbol) and isinstance(value, Members):
        classes = symbol.classes.of
        known = frozenset(classes[code] for code in value.known if code in classes)
        possible = frozenset(classes[code] for code in value.possible if code in classes)
        return _set_value(symbol, Members(known, possible, value.open))
    assert not (isinstance(symbol, TextSymbol) and isinstance(value, str) and symbol.classes.of(value) is None)
    return _z3(is_value(symbol, value))


def _set_value(symbol: SetSymbol, value: Members) -> Any:
    return _z3(is_value(symbol, value))


def _z3(condition: Any) -> Any:
    return z3.BoolVal(condition) if isinstance(condition, bool) else condition


@pytest.fixture(scope="module")
def checked() -> Checked:
    """The starter rulebook with everything switched on."""
    return Checked(starter())


@settings(max_examples=settings().max_examples // 4)
@given(st.data())
def test_every_order_is_among_those_of_the_solver_with_the_same_effect(checked: Checked, data: st.DataObject) -> None:
    checked.check(data.draw(orders()), with_parts(**data.draw(parts)))
