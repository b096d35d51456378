"""Laws of documents and rulebooks, on generated and mutilated ones."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from moratorium.conditions.bind import Extent, bind
from moratorium.conditions.evaluate import holds
from moratorium.conditions.predicate import Overlaps, Predicate, facts_of, rewrite
from moratorium.errors import Fault, InputError
from moratorium.measures import STARTER_FILES, Measure, Rulebook, applies, read_rulebook, write_document
from moratorium.measures.diff import diff
from moratorium.measures.diff import words as words_of
from moratorium.measures.editing import extend, lift, new
from moratorium.terms.document import read_document
from moratorium.terms.effect import Effect, gravest
from moratorium.terms.members import UNKNOWN, Members
from moratorium.terms.vocabulary import VOCABULARY, Kind, Value

PLACES = ("NL", "RU", "UA", "UA-43", "KZ", "US", "CN", "BY")
Plain = dict[str, Any]


def extent(codes: tuple[str, ...]) -> Extent:
    """A small world: Crimea lies in Ukraine, and the groups have a member each."""
    members = {"UA": ["UA-43"], "EU": ["NL"], "DIVERSION-WATCH": ["KZ", "CN"], "EU-833-ANNEX-VIII-PARTNERS": ["US"]}
    inside = frozenset(codes).union(*(members.get(code, []) for code in codes))
    return Extent(inside, frozenset({"UA"} - inside if "UA-43" in inside else ()))


def read(**texts: str) -> Rulebook:
    return read_rulebook(texts, lambda _: True, str)


@cache
def starter() -> Rulebook:
    folder = files("moratorium") / "measures" / "law"
    return read(**{name.partition(".")[0]: folder.joinpath(name).read_text(encoding="utf-8") for name in STARTER_FILES})


@cache
def documents() -> tuple[str, ...]:
    return tuple(measure.text for measure in starter().measures if not measure.id.startswith("base-"))


texts = st.deferred(lambda: st.sampled_from(documents()))
measures: st.SearchStrategy[Measure] = st.deferred(lambda: st.sampled_from(starter().measures))


# -- documents --------------------------------------------------------------------------------------------------------

words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=12)
day = st.dates(date(1990, 1, 1), date(2040, 1, 1))
odd = st.sampled_from(
    ["null", "true", "NO", "1.50", "2022-02-30", "2022-02-28", "~", "- a", "{", "'", "#x", " x ", "é"]
)
scalars = st.none() | st.booleans() | st.integers() | st.decimals(-99, 99, places=2) | day | words | odd
plains: st.SearchStrategy[Any] = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3), max_leaves=12
)


@given(plains)
def test_what_is_written_reads_back(plain: object) -> None:
    assert read_document(write_document(plain), "x").plain() == plain


def shuffled(plain: object, order: Callable[[list[str]], list[str]]) -> object:
    if isinstance(plain, dict):
        return {key: shuffled(plain[key], order) for key in order(list(plain))}
    return [shuffled(item, order) for item in plain] if isinstance(plain, list) else plain


@given(texts, st.randoms(use_true_random=False))
def test_the_revision_follows_meaning_and_not_layout(text: str, chance: Any) -> None:
    """The order of fields, comments and white space are no part of a measure."""
    plain = shuffled(read_document(text, "x").plain(), lambda keys: chance.sample(keys, len(keys)))
    again = "# a remark\n\n" + write_document(plain).replace("\nscope:", "\n\n# another\nscope:")
    assert read(a=again).digest == read(a=text).digest


@given(texts, day)
def test_edits_give_a_measure_or_say_why_not(text: str, to: date) -> None:
    for edit in (lift, extend):
        try:
            edited = edit(text, to)
        except InputError:
            continue
        (measure,) = (one for one in read(a=edited).measures if not one.id.startswith("base-"))
        assert not measure.is_in_force(to)
        assert measure.is_in_force(date.fromordinal(to.toordinal() - 1)) or edit is lift


# -- mutilated documents ----------------------------------------------------------------------------------------------


def paths(plain: object, here: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
    found = [here] if here else []
    items = plain.items() if isinstance(plain, dict) else enumerate(plain) if isinstance(plain, list) else ()
    return found + [path for key, item in items for path in paths(item, (*here, key))]


def replaced(plain: Any, path: tuple[Any, ...], value: object) -> Any:
    if not path:
        return value
    copy = dict(plain) if isinstance(plain, dict) else list(plain)
    copy[path[0]] = replaced(plain[path[0]], path[1:], value)
    return copy


@given(texts, st.data())
def test_a_document_with_a_wrong_value_is_read_or_refused(text: str, data: st.DataObject) -> None:
    """Whatever stands where: a rulebook, or an input error whose faults all have a place."""
    plain = read_document(text, "x").plain()
    path = data.draw(st.sampled_from(paths(plain)))
    refused_or_read(write_document(replaced(plain, path, data.draw(plains))))


@given(texts, st.data())
def test_a_mutilated_document_is_read_or_refused(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text)))
    cut = data.draw(st.integers(0, 40))
    refused_or_read(text[:at] + data.draw(st.text(max_size=5) | odd) + text[at + cut :])


TOKENS = (
    "AND|OR|NOT|(|)|=|<|IN|IS NULL|LIKE|BETWEEN|'RU'|'x%'|DATE '2022-01-01'|quantity|activity|1|-|+|*|::"
    "|buyer.territory|any_role.military|1e999999999|;|INTERVAL '3' DAY|DATE 'x'|NULL|TRUE|placed_on|,|--"
    '|/*|$1|?|@a|\'|"a"|%'
)
CONDITIONS = st.lists(st.sampled_from(TOKENS.split("|")), max_size=8).map(" ".join)


@given(CONDITIONS)
def test_a_condition_is_read_or_refused(condition: str) -> None:
    plain = read_document(new("m"), "x").plain()
    refused_or_read(write_document(replaced(plain, ("scope", "where"), condition)))


def refused_or_read(text: str) -> None:
    assert all(fault.message and fault.at.startswith("a") for fault in faults_in(text))


def faults_in(text: str) -> tuple[Fault, ...]:
    try:
        read(a=text)
    except InputError as error:
        return error.faults
    return ()


@given(texts, st.data())
def test_a_change_is_told_in_words(text: str, data: st.DataObject) -> None:
    """Two rulebooks differ exactly if their digests do, and every difference has its sentence."""
    plain = read_document(text, "x").plain()
    path = data.draw(st.sampled_from(paths(plain)))
    other = write_document(replaced(plain, path, data.draw(scalars)))
    if not faults_in(other):
        before, after = read(a=text), read(a=other)
        told = [words_of(change) for change in diff(before, after)]
        assert all(one.startswith("`") for one in told)
        assert bool(told) or before.digest == after.digest or plain_differs_only_in_empty(text, other)


def plain_differs_only_in_empty(text: str, other: str) -> bool:
    """``where: null`` and no ``where`` say the same, and so do windows written in two ways."""
    one, two = read(a=text), read(a=other)
    return [m.condition for m in one.measures] == [m.condition for m in two.measures]


# -- laws of rulebooks ------------------------------------------------------------------------------------------------


def sets(values: tuple[str, ...]) -> st.SearchStrategy[Value]:
    some = st.frozensets(st.sampled_from(values), max_size=2)
    return st.builds(Members, some, some, st.booleans())


KNOWN: dict[Kind, st.SearchStrategy[Value]] = {
    Kind.FLAG: st.booleans(),
    Kind.NUMBER: st.sampled_from([Decimal(n) for n in (0, 1, 4, 5, 9_999, 10_000, 20_000)]),
    Kind.TEXT: st.sampled_from(["aircraft", "none", "EAR99", "9A012", "880692", "resale", "military", "dealer"]),
    Kind.DAY: st.sampled_from([date(2021, 6, 1), date(2022, 2, 23), date(2022, 2, 24), date(2024, 1, 1)]),
    Kind.SET: sets(("export", "sale", "CHPL", "OFAC-SDN", "BIS-EL", "CN-28-2023", "military", "US")),
    Kind.TERRITORY: sets(PLACES),
}
PERHAPS = {kind: st.none() | values for kind, values in KNOWN.items()}


@st.composite
def rows(draw: st.DrawFn, *asked: Measure) -> dict[str, Value]:
    names = sorted(frozenset().union(*(measure.facts for measure in asked)))
    return {name: draw(PERHAPS[VOCABULARY[name].kind]) for name in names}


def effect(measure: Measure, row: dict[str, Value]) -> Effect:
    truth = holds(applies(measure, extent), row)
    if truth is None:
        return Effect.HOLD if measure.unknown == "hold" else Effect.ALLOW
    return measure.effect if truth else Effect.ALLOW


@given(st.data(), st.lists(measures, max_size=2), measures)
def test_adding_a_measure_never_lowers_an_effect(data: st.DataObject, some: list[Measure], one: Measure) -> None:
    """Law 5: what relieves lives inside the measure that it relieves."""
    row = data.draw(rows(*some, one))
    assert gravest(effect(m, row) for m in [*some, one]) >= gravest(effect(m, row) for m in some)


@given(st.data(), measures)
def test_learning_a_fact_changes_only_a_hold(data: st.DataObject, measure: Measure) -> None:
    """Law 6, among measures that hold what is unknown."""
    if measure.unknown == "hold" and measure.facts:
        row = data.draw(rows(measure))
        name = data.draw(st.sampled_from(sorted(measure.facts)))
        unknown: Value = UNKNOWN if VOCABULARY[name].kind in (Kind.SET, Kind.TERRITORY) else None
        before, after = (
            effect(measure, row | {name: unknown}),
            effect(measure, row | {name: data.draw(KNOWN[VOCABULARY[name].kind])}),
        )
        assert before is Effect.HOLD or after is before


@given(st.data(), measures)
def test_the_order_of_conjuncts_changes_nothing(data: st.DataObject, measure: Measure) -> None:
    """A measure's condition is put together for speed; its meaning is bound AND scope AND NOT exempt."""
    row = data.draw(rows(measure))
    parts = [measure.scope, measure.bound]
    truths = [holds(bound_to(part), row) for part in parts]
    relieved = [holds(bound_to(one.where), row) for one in measure.exemptions if one.relieves]
    truths += [None if truth is None else not truth for truth in relieved]
    expected = False if False in truths else None if None in truths else True
    assert holds(applies(measure, extent), row) is expected


def bound_to(predicate: Predicate) -> Predicate:
    return bind(predicate, extent)


@given(measures)
def test_a_measure_names_what_it_asks(measure: Measure) -> None:
    found: list[Overlaps] = []

    def leaf(part: Predicate) -> Predicate:
        found.extend([part] if isinstance(part, Overlaps) else [])
        return part

    rewrite(measure.condition, leaf)
    asked = {value for part in found for value in part.values if part.fact == "product.lists"}
    assert measure.goods_lists == asked
    assert measure.facts == set(facts_of(measure.condition))
    assert measure.facts <= VOCABULARY.keys()
