"""Laws of conditions: Kleene's logic, learning, and the closures held to the specification."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from moratorium.conditions.compiled import compiled
from moratorium.conditions.evaluate import Row, holds
from moratorium.conditions.explain import absent, explain, missing
from moratorium.conditions.predicate import AllOf, AnyOf, Not, Predicate
from moratorium.terms.truth import every, negate, some
from tests.strategies import completeness, learned, predicates, rows


@given(predicates | completeness, rows)
def test_closures_answer_as_the_specification(predicate: Predicate, row: Row) -> None:
    assert compiled(predicate)(row) is holds(predicate, row)


@given(st.lists(predicates, min_size=1, max_size=4), rows)
def test_connectives_are_kleenes(parts: list[Predicate], row: Row) -> None:
    answers = [holds(part, row) for part in parts]
    assert holds(AllOf(tuple(parts)), row) is every(answers)
    assert holds(AnyOf(tuple(parts)), row) is some(answers)
    assert holds(Not(parts[0]), row) is negate(answers[0])


@given(st.data(), predicates)
def test_learning_changes_only_what_was_unknown(data: st.DataObject, predicate: Predicate) -> None:
    """Law 6: filling in what is not known never turns a yes into a no, nor a no into a yes."""
    row = data.draw(rows)
    before = holds(predicate, row)
    if before is not None:
        assert holds(predicate, data.draw(learned(row))) is before


@given(predicates, rows)
def test_an_unknown_answer_names_what_is_missing(predicate: Predicate, row: Row) -> None:
    named = list(missing(predicate, row))
    assert bool(named) is (holds(predicate, row) is None)


@given(predicates | completeness, rows)
def test_an_explanation_gives_the_answer_of_the_specification(predicate: Predicate, row: Row) -> None:
    reason = explain(predicate, row)
    assert reason.truth is holds(predicate, row)
    assert reason.words or reason.of


@given(completeness, rows)
def test_completeness_names_the_absent_fact(predicate: Predicate, row: Row) -> None:
    if holds(predicate, row) is True:
        assert list(absent(predicate, row))
