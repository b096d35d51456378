"""The prover: whether a property holds of every order and day, or an order that breaks it.

First the solver is asked whether anything breaks the property at all. If not, it holds. Else an order is looked for
that a file can state, made as small as can be, written down, read again and judged by the scalar interpreter; only if
that confirms it, it is a witness. What is not confirmed is set aside and the search goes on, for a while. Whatever
stays open is *undecided*, never *holds*.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import Any, Literal, NamedTuple

import msgspec
import z3

from moratorium.conditions.predicate import Predicate, facts_of
from moratorium.decision.reference import Reference
from moratorium.errors import InputError
from moratorium.goods.controls import ControlEntry
from moratorium.measures import Measure, Rulebook
from moratorium.proof.days import Days, Period
from moratorium.proof.encode import Encoder
from moratorium.proof.kleene import Bool, conj, neg
from moratorium.proof.orders import Orders
from moratorium.proof.properties import Property
from moratorium.proof.ruling import Clearances, Ruling, rule
from moratorium.proof.sketch import CLEARED, DAYS, FIGURES
from moratorium.proof.symbols import asked, is_value
from moratorium.proof.violations import Asked, Shown, conditions, has_clearances, is_broken, named, violation
from moratorium.proof.witness import (
    Asking,
    ReadOrder,
    Witness,
    assumptions,
    judged,
    ready_on,
    records,
    row_of,
)

_A_YEAR = 365

MOST_TRIED = 40
"""Orders that are looked at and not confirmed before the search is given up."""

Result = Literal["holds", "witness", "undecided"]
Dormant = Callable[[Measure], str]


class HaltedError(Exception):
    """The search was ended before it came to anything."""


class Halt:
    """Ends a search from another thread: the solver stops at once, and the search with it.

    Attributes:
        is_set: Whether it was called.
    """

    def __init__(self) -> None:
        self.is_set = False

    def __call__(self) -> None:
        """End it. What the solver has just come to no longer counts."""
        self.is_set = True
        z3.main_ctx().interrupt()


class Question(NamedTuple):
    """What is to be proved, and of what.

    Attributes:
        base: The rulebook.
        draft: Another one beside it; None if there is none.
        reference: Territories, goods, and which lists are at hand.
        period: The days over which it is judged.
        dormant: Why a measure only shows itself; an empty text if it counts.
        read_order: Reads rows as ``check`` reads a file.
        timeout: Seconds.
        clearances: Whether any hold may have been cleared by a person.
        halt: Ends the search from another thread; None for nothing that does.
    """

    base: Rulebook
    draft: Rulebook | None
    reference: Reference
    period: Period
    dormant: Dormant
    read_order: ReadOrder
    timeout: float = 60.0
    clearances: bool = True
    halt: Halt | None = None


class Proof(msgspec.Struct, frozen=True):
    """What came of it.

    Attributes:
        result: ``holds``, ``witness`` or ``undecided``.
        seconds: How long it took.
        witness: An order that breaks the property; confirmed by the scalar interpreter.
        note: Why it is undecided.
    """

    result: Result
    seconds: float
    witness: Witness | None = None
    note: str = ""


class World:
    """Two rulebooks over every order and day, for the solver.

    Args:
        question: Rulebooks, reference and period.
        more: Further conditions that are asked.
        clearances: Whether any hold may have been cleared.
        on: Ids of measures that are taken as switched on.
    """

    def __init__(
        self, question: Question, more: Sequence[Predicate] = (), clearances: bool = False, on: Sequence[str] = ()
    ) -> None:
        self.question = question
        self._on = frozenset(on)
        self.deadline = time.monotonic() + question.timeout
        self.days = Days(question.period, question.reference.atlas)
        books = [question.base, *([question.draft] if question.draft else [])]
        measures = list({(one.id, one.revision): one for book in books for one in book.measures}.values())
        written = [*(one.condition for one in measures), *more]
        self.asking = _asking(measures, written)
        entries = [question.reference.goods.entries.get(id) for id in sorted(self.asking.entries)]
        bound = [*(one for part in written for one in self.days.bound(part)), *_parts(entries)]
        self.orders = Orders(
            asked(bound, self.asking.facts), question.reference, self.asking.entries, self.asking.goods_lists
        )
        self.reader = Encoder(self.orders.symbols)
        self.clearances = Clearances(clearances)
        self.base = self._ruling(question.base)
        self.draft = self._ruling(question.draft) if question.draft else self.base
        windows = [window.window for one in measures for window in one.in_force]
        wishes = [(CLEARED, neg(one)) for one in self.clearances.of.values()] + self.orders.wishes
        edges = self.days.edges(windows)
        wishes += [(DAYS, z3.Or(edges)), *((DAYS, edge) for edge in edges[:1])]
        first = question.period.start.toordinal()
        wishes += [(FIGURES, z3.And(day >= first - _A_YEAR, day <= first)) for day in self.orders.days]
        wishes += [(FIGURES, day == first) for day in self.orders.days]
        self._wishes = wishes
        self._model: Any = None

    def add_wishes(self, wishes: Iterable[tuple[int, Bool]]) -> None:
        """More that makes a witness easier to read, with its rank."""
        self._wishes += wishes

    def _by_rank(self) -> Iterator[list[Bool]]:
        """Wishes that are granted together, the weightiest first."""
        for each in sorted({rank for rank, _ in self._wishes}):
            yield [one for rank, one in self._wishes if rank == each]

    def dormant(self, measure: Measure) -> str:
        """Why a measure only shows itself here."""
        return "" if measure.id in self._on else self.question.dormant(measure)

    def _ruling(self, book: Rulebook) -> Ruling:
        return rule(book, self.days, self.reader, lambda one: bool(self.dormant(one)), self.clearances)

    def asked(self) -> Asked:
        """Both rulebooks, for properties."""
        return Asked(self.base, self.draft, self.days, self.reader)

    def solver(self) -> Any:
        """A solver that knows what orders are."""
        found = z3.Solver()
        found.set(random_seed=1, phase_selection=0)
        found.add(*self.days.rules, *self.orders.rules, *self.reader.rules)
        return found

    def check(self, solver: Any, *more: Bool) -> Any:
        """Ask the solver, within the time that is left.

        Raises:
            HaltedError: it was ended from another thread.
        """
        left = int((self.deadline - time.monotonic()) * 1000)
        if left <= 0:
            return z3.unknown
        solver.set("timeout", left)
        found = solver.check(*more)
        if self.question.halt is not None and self.question.halt.is_set:
            raise HaltedError
        return found

    # -- witnesses ------------------------------------------------------------------------------------------------

    def smallest(self, solver: Any) -> Any:
        """The solver's answer, made as easy to read as can be; the solver is told each wish that it can grant."""
        self._model = solver.model()
        for wishes in self._by_rank():
            self._grant(solver, wishes)
        return self._model

    def _grant(self, solver: Any, wishes: list[Bool]) -> None:
        """Grant as many wishes as can be: those that are met already, all others at once, or else half by half."""
        met: list[Bool] = []
        open_: list[Bool] = []
        for wish in wishes:
            (met if z3.is_true(self._model.eval(wish, model_completion=True)) else open_).append(wish)
        solver.add(*met)
        if not open_:
            return
        if self.check(solver, *open_) == z3.sat:
            self._model = solver.model()
            solver.add(*open_)
        elif len(open_) > 1:
            self._grant(solver, open_[: len(open_) // 2])
            self._grant(solver, open_[len(open_) // 2 :])

    def confirmed(self, model: Any, is_so: Callable[[Shown], bool]) -> Witness | None:
        """The order that the solver found, if it can be written down and the scalar interpreter says the same of it."""
        question, outline = self.question, self.orders.outline(model)
        day = date.fromordinal(model.eval(self.days.number, model_completion=True).as_long())
        cleared = frozenset(key for key, one in self.clearances.of.items() if z3.is_true(model.eval(one)))
        rows = records(outline)
        try:
            order = question.read_order(rows)
        except InputError:  # a file cannot state it
            return None
        row = row_of(outline, order, day, question.reference, self.asking)
        if row is None:
            return None
        base = judged(row, ready_on(question.base, day, question.reference, self.dormant), cleared)
        draft = None
        if question.draft is not None:
            draft = judged(row, ready_on(question.draft, day, question.reference, self.dormant), cleared)
        shown = Shown(day, row, base, draft or base, question.draft or question.base, question.reference.atlas)
        if not is_so(shown):
            return None
        told = assumptions(outline, (id for id, _ in cleared), question.reference.atlas.name)
        return Witness(day, rows, told, dict(row), base, draft)

    def set_aside(self, solver: Any, model: Any) -> None:
        """Tell the solver not to come with the same facts again."""

        values = self.orders.values(model, self.asking.facts)
        same = (is_value(self.orders.symbols[name], value) for name, value in values.items())
        solver.add(neg(conj((*same, self.days.number == model.eval(self.days.number, model_completion=True)))))

    def witnesses(self, solver: Any, is_so: Callable[[Shown], bool]) -> Iterator[Witness | None]:
        """Orders that the solver finds under what it was told: those confirmed, and None for each that is not.

        Ends when the solver finds no more, or the time is up.
        """
        while True:
            solver.push()
            model = self.smallest(solver) if self.check(solver) == z3.sat else None
            solver.pop()
            if model is None:
                return
            yield self.confirmed(model, is_so)
            self.set_aside(solver, model)


def prove(property: Property, question: Question) -> Proof:
    """Whether a property holds of every order and day.

    Args:
        property: See ``properties``.
        question: Rulebooks, reference and period.

    Raises:
        HaltedError: it was ended from another thread.
    """
    begun = time.monotonic()

    def done(result: Result, witness: Witness | None = None, note: str = "") -> Proof:
        return Proof(result, round(time.monotonic() - begun, 3), witness, note)

    clearances = question.clearances and has_clearances(property)
    world = World(question, conditions(property), clearances, named(property))
    solver = world.solver()
    solver.add(violation(property, world.asked()))
    late = f"not decided within {question.timeout:g} s"
    answer = world.check(solver)
    if answer == z3.unsat:
        return done("holds")
    if answer == z3.unknown:
        return done("undecided", note=late)
    tried = 0
    for plain in (True, False):
        solver.push()
        if plain:
            solver.add(*world.orders.stated)
        for found in world.witnesses(solver, lambda shown: is_broken(property, shown)):
            if found is not None:
                return done("witness", found)
            tried += 1
            if tried >= MOST_TRIED:
                break
        solver.pop()
    note = late if time.monotonic() >= world.deadline else _open(tried)
    return done("undecided", note=note)


def _open(tried: int) -> str:
    return f"not decided: {tried} orders looked as if they broke it, and none of them could be confirmed"


def _asking(measures: Collection[Measure], conditions: Sequence[Predicate]) -> Asking:
    facts = {fact for part in conditions for fact in facts_of(part)} | {"actor.territory"}
    goods_lists = frozenset().union(*(one.goods_lists for one in measures))
    entries = frozenset().union(*(one.control_entries for one in measures))
    lists = frozenset().union(*(one.lists for one in measures))
    return Asking(frozenset(facts), goods_lists, entries, lists)


def _parts(entries: Sequence[ControlEntry | None]) -> Iterator[Predicate]:
    for entry in entries:
        if entry is not None:
            yield from (part for part in (entry.about, entry.doubt, entry.figures) if part is not None)
