"""Law 9: the prover means what the scalar interpreter means, for every condition, every rulebook and every row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

import msgspec
import z3
from hypothesis import given, settings
from hypothesis import strategies as st

from moratorium.conditions.evaluate import Row, holds, shift
from moratorium.conditions.predicate import Predicate, facts_of
from moratorium.decision.judge import judge
from moratorium.desk import package
from moratorium.measures import Exemption, Measure, Rulebook, base_pack
from moratorium.measures.measure import InForce
from moratorium.proof.calendar import calendar_of, moved, reach
from moratorium.proof.classes import code_classes, text_classes
from moratorium.proof.days import Days, Period
from moratorium.proof.encode import Encoder
from moratorium.proof.kleene import Bool, conj, neg, same
from moratorium.proof.ruling import Clearances, Ruled, rule
from moratorium.proof.symbols import Symbol, asked, family, is_value, symbol
from moratorium.proof.witness import judged, ready_on
from moratorium.terms.effect import Effect
from moratorium.terms.time import Window
from moratorium.terms.vocabulary import VOCABULARY, Kind
from tests.strategies import FACTS, completeness, predicates, rows, value_of
from tests.worlds import DAY, measure, measure_text, reference

PLAIN = measure(measure_text("plain"))
FIRST = DAY - timedelta(days=20)


def world(conditions: Iterable[Predicate], row: Row) -> tuple[dict[str, Symbol], list[Bool]]:
    """The facts of some conditions as symbols that have just the values of a row."""
    listed = list(conditions)
    names = sorted({fact for condition in listed for fact in facts_of(condition)})
    found = asked(listed, names)
    symbols: dict[str, Symbol] = {}
    rules: list[Bool] = []
    for name in names:
        value = row.get(name)
        texts = codes = None
        if VOCABULARY[name].kind is Kind.TEXT:
            texts = text_classes(found.texts.get(name, ()), written=[value] if isinstance(value, str) else [])
        elif VOCABULARY[name].kind in (Kind.SET, Kind.TERRITORY):
            codes = code_classes(found.sets.get(family(name), ()))
        symbols[name], obeyed = symbol(name, texts, codes)
        rules += [obeyed, is_value(symbols[name], value)]
    return symbols, rules


def are_so(expected: Iterable[tuple[Bool, bool]], rules: Iterable[Bool]) -> None:
    """Check that under the rules, which leave some row, each condition is so, or is not so, as expected."""
    solver = z3.Solver()
    solver.add(*rules)
    assert solver.check() == z3.sat, "the rules leave no row at all"
    listed = list(expected)
    solver.add(neg(conj(same(condition, is_so) for condition, is_so in listed)))
    if solver.check() != z3.unsat:
        model = solver.model()
        wrong = [(c, so) for c, so in listed if z3.is_true(model.eval(_z3(c), model_completion=True)) is not so]
        raise AssertionError(f"the prover says otherwise of {wrong}")


def _z3(condition: Bool) -> Any:
    return z3.BoolVal(condition) if isinstance(condition, bool) else condition


@given(predicates | completeness, rows)
def test_a_condition_is_true_false_and_unknown_where_the_specification_says_so(one: Predicate, row: Row) -> None:
    symbols, rules = world([one], row)
    reader = Encoder(symbols)
    truth = reader.of(one)
    said = holds(one, row)
    are_so([(truth.yes, said is True), (truth.no, said is False)], [*rules, *reader.rules])


@settings(max_examples=settings().max_examples // 10)
@given(st.dates(), st.integers(-14_000, 14_000), st.integers(-4_000, 4_000))
def test_a_day_moves_by_months_and_days_as_in_the_calendar(day: date, months: int, days: int) -> None:
    number = z3.Int("n")
    parts = calendar_of("n", number)
    inside, there, obeyed = moved("there", parts, months, days)
    rules = [number == day.toordinal(), parts.rules, obeyed]
    expected = shift(day, months, days)
    known = [(there == expected.toordinal(), True)] if expected is not None else []
    are_so([(inside, expected is not None), *known], rules)


@given(st.dates(), st.dates(), st.integers(-14_000, 14_000), st.integers(-4_000, 4_000))
def test_a_moved_day_reaches_a_constant_just_where_it_does_in_the_calendar(
    day: date, constant: date, months: int, days: int
) -> None:
    found, there, number = reach(months, days, constant), shift(day, months, days), day.toordinal()
    assert (found.first <= number < found.end) is (there is not None)
    if there is not None:
        assert (number >= found.reaches) is (there >= constant)
        assert (number >= found.passes) is (there > constant)


# -- rulebooks --------------------------------------------------------------------------------------------------------

exemptions = st.lists(st.builds(Exemption, st.just("e"), st.just("e"), predicates), max_size=1).map(tuple)
ends = st.none() | st.integers(1, 40).map(lambda more: FIRST + timedelta(days=more))
windows = st.builds(lambda end: (InForce(Window(FIRST - timedelta(days=3), end)),), ends)


@st.composite
def books(draw: st.DrawFn) -> Rulebook:
    """The base pack and up to three measures: any scope, exemption, window and state."""
    found: list[Measure] = []
    for number in range(draw(st.integers(1, 3))):
        fields = {
            "id": f"m{number}",
            "scope": draw(predicates),
            "exemptions": draw(exemptions),
            "effect": draw(st.sampled_from([Effect.HOLD, Effect.DENY])),
            "unknown": draw(st.sampled_from(["hold", "report"])),
            "in_force": draw(windows),
            "active": draw(st.sampled_from([True, True, False])),
            "inactive_reason": "not verified",
        }
        found.append(msgspec.structs.replace(PLAIN, **fields))
    return Rulebook((*base_pack(), *found))


base_facts = sorted(set().union(*(one.facts for one in base_pack())) - set(FACTS))
whole_rows = st.tuples(rows, st.fixed_dictionaries({name: value_of(name) for name in base_facts})).map(
    lambda both: {**both[0], **both[1]}
)


def _asleep(one: Measure) -> str:
    return "" if one.active else one.inactive_reason


@given(books(), whole_rows, st.integers(0, 40), st.booleans())
def test_a_rulebook_says_of_a_row_what_the_scalar_interpreter_says(
    book: Rulebook, row: Mapping[str, Any], later: int, clears: bool
) -> None:
    """The effect of the whole and of each measure, on a day within the period, with and without clearances."""
    day, atlas = FIRST + timedelta(days=later), package.atlas()
    days = Days(Period(FIRST, FIRST + timedelta(days=41)), atlas)
    conditions = [one for each in book.measures for one in days.bound(each.condition)]
    symbols, rules = world(conditions, row)
    reader, clearances = Encoder(symbols), Clearances(are_free=clears)
    ruling = rule(book, days, reader, lambda one: not one.active, clearances)
    rules += [*reader.rules, *days.rules, days.number == day.toordinal(), *clearances.of.values()]
    measures = ready_on(book, day, reference(), _asleep)
    said = judged(row, measures, frozenset(clearances.of))
    expected = [(ruling.has(word), said.effect == word) for word in ("allow", "hold", "deny")]
    for one in measures:
        expected += _of_measure(ruling.ruled[one.measure.id], judge(row, [one]).effect, clears)
    are_so(expected, rules)


def _of_measure(ruled: Ruled, effect: str, clears: bool) -> list[tuple[Bool, bool]]:
    return [(ruled.denies, effect == "deny"), (ruled.holds, effect == "hold" and not clears)]
