"""One Hypothesis strategy for each kind of value that laws are tested on."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from moratorium.conditions.predicate import (
    AllOf,
    Always,
    AnyOf,
    Compare,
    Day,
    FactTerm,
    Flag,
    Missing,
    Not,
    Number,
    OneOf,
    Overlaps,
    Predicate,
    Scaled,
    Shifted,
    StartsWith,
    Sum,
    Term,
    Within,
)
from moratorium.terms.members import Members
from moratorium.terms.vocabulary import VOCABULARY, Kind, Value

CODES = ("RU", "UA", "UA-43", "NL", "KZ", "DE")
WORDS = ("aircraft", "battery", "880692", "880730", "x")
FLAGS = ("end_user.military", "product.thermal_camera", "buyer.filled")
NUMBERS = ("product.mtow_g", "quantity", "value")
TEXTS = ("product.kind", "product.hs6", "status")
DAYS = ("placed_on", "buyer.incorporated_on")
SETS = ("ship_to.territory", "any_role.territory", "product.lists", "activity")
FACTS = FLAGS + NUMBERS + TEXTS + DAYS + SETS

truths = st.sampled_from([True, False, None])
days = st.dates(date(2014, 1, 1), date(2027, 1, 1))
numbers = st.integers(-3, 9).map(Decimal) | st.decimals(-9, 9, places=2)
codes = st.frozensets(st.sampled_from(CODES), min_size=1, max_size=3)
members = st.builds(
    Members,
    st.frozensets(st.sampled_from(CODES), max_size=2),
    st.frozensets(st.sampled_from(CODES), max_size=2),
    st.booleans(),
)


def value_of(name: str) -> st.SearchStrategy[Value]:
    """Values that a fact may have, unknown among them."""
    known: dict[Kind, st.SearchStrategy[Value]] = {
        Kind.FLAG: st.booleans(),
        Kind.NUMBER: numbers,
        Kind.TEXT: st.sampled_from(WORDS),
        Kind.DAY: days,
        Kind.SET: members,
        Kind.TERRITORY: members,
    }
    return st.none() | known[VOCABULARY[name].kind]


rows = st.fixed_dictionaries({name: value_of(name) for name in FACTS})
relations = st.sampled_from(["=", "<>", "<", "<=", ">", ">="])

number_terms: st.SearchStrategy[Term] = st.recursive(
    st.builds(FactTerm, st.sampled_from(NUMBERS)) | st.builds(Number, numbers),
    lambda inner: st.builds(Sum, inner, inner) | st.builds(Scaled, inner, numbers),
    max_leaves=3,
)
day_terms: st.SearchStrategy[Term] = st.builds(FactTerm, st.sampled_from(DAYS)) | st.builds(Day, days)
shifted_terms = day_terms | st.builds(Shifted, day_terms, st.integers(-30, 30), st.integers(-400, 400))

leaves: st.SearchStrategy[Predicate] = st.one_of(
    st.builds(Always, st.booleans()),
    st.builds(Flag, st.sampled_from(FLAGS)),
    st.builds(OneOf, st.sampled_from(TEXTS), st.frozensets(st.sampled_from(WORDS), min_size=1)),
    st.builds(StartsWith, st.sampled_from(TEXTS), st.sampled_from([("88",), ("8807", "air"), ("x",)])),
    st.builds(Overlaps, st.sampled_from(SETS), codes),
    st.builds(Overlaps, st.sampled_from(SETS), codes, codes),
    st.builds(Compare, number_terms, relations, number_terms),
    st.builds(Compare, shifted_terms, relations, shifted_terms),
)


def _grown(leaf: st.SearchStrategy[Predicate]) -> st.SearchStrategy[Predicate]:
    return st.recursive(
        leaf,
        lambda inner: st.one_of(
            st.builds(AllOf, st.lists(inner, min_size=1, max_size=3).map(tuple)),
            st.builds(AnyOf, st.lists(inner, min_size=1, max_size=3).map(tuple)),
            st.builds(Not, inner),
        ),
        max_leaves=6,
    )


predicates = _grown(leaves)
"""Any predicate without ``IS NULL``."""

completeness = st.builds(AllOf, st.tuples(st.builds(Missing, st.sampled_from(FACTS)), leaves)) | st.builds(
    Missing, st.sampled_from(FACTS)
)
"""Predicates of completeness measures: unnegated ``IS NULL`` joined with something else."""


@st.composite
def learned(draw: st.DrawFn, row: dict[str, Value]) -> dict[str, Value]:
    """The same row with some of what was not known filled in."""
    after = dict(row)
    for name, value in row.items():
        if draw(st.booleans()):
            after[name] = draw(_learned_value(name, value))
    return after


def _learned_value(name: str, value: Value) -> st.SearchStrategy[Value]:
    if value is None:
        return value_of(name)
    if isinstance(value, Members) and (value.open or value.possible):
        more = st.frozensets(st.sampled_from(CODES)) if value.open else st.just(frozenset[str]())
        certain = st.frozensets(st.sampled_from(sorted(value.possible)) if value.possible else st.nothing())
        return st.builds(lambda a, b: Members(value.known | a | b), more, certain)
    return st.just(value)


# -- names of the listed and of those asked about ---------------------------------------------------------------------

syllables = st.sampled_from(["a", "e", "ee", "o", "ka", "ke", "go", "mu", "sha", "s", "tch", "h", "ia", "w", "0", "1"])
_likely_words = st.lists(syllables, min_size=1, max_size=5).map("".join)
_long_words = st.integers(31, 34).flatmap(
    lambda size: st.sampled_from(["ka", "o", "skamu"]).map(lambda part: (part * size)[:size])
)
_told_words = st.sampled_from(["llc", "trading", "al", "12", "t34", "eeee", "mhmd", "mohammed", "muhammad", "petrov"])
name_words = _likely_words | _told_words | _long_words
"""Words of few syllables, so that many are alike; numbers, forms, letters and words as long as are compared."""


def spelt(pool: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    """A spelling of words of the pool, some of them mistyped, joined with the next, cut in two or to the initial."""
    accidents = st.tuples(st.sampled_from(pool), st.integers(0, 8), st.integers(0, 9), syllables)
    return st.lists(accidents, min_size=1, max_size=5).map(
        lambda found: tuple(part for each in found for part in _as_written(*each) if part) or ("a",)
    )


def _as_written(word: str, accident: int, at: int, part: str) -> tuple[str, ...]:
    at = min(at, len(word))
    match accident:
        case 0:
            return word[:at], word[at:]
        case 1:
            return (word[:at] + part + word[at:],)
        case 2:
            return (word[:at] + word[at + 1 :],)
        case 3:
            return (word[:at] + word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :],)
        case 4:
            return (word[0],)
        case _:
            return (word,)


pools = st.lists(name_words, min_size=1, max_size=5, unique=True).map(tuple)
"""The few words of which the names of one example are made."""


# -- facts at the edges of what a history holds, and conditions that meet them ----------------------------------------

AWKWARD = (*WORDS, "", "X", "Air", "a'b", "a\\b", "a%", "a_", '"', "é", "e\u0301", "航", " x", "x ", "\\'", "{}", "\n")
"""Texts that a query language might read as something else, beside ordinary ones."""
_MOST = Decimal(10**24 - 1).scaleb(-6)
_month_ends = st.sampled_from([date(2020, 1, 31), date(2020, 2, 29), date(2021, 2, 28), date(2023, 12, 31)])
_last_days = st.sampled_from([date.min, date(1, 1, 31), date(9999, 11, 30), date.max])
far_days = days | _month_ends | _last_days | st.dates()
wide_numbers = (
    numbers
    | st.sampled_from([_MOST, -_MOST, Decimal("0.000001"), Decimal("-0.000001"), Decimal(0)])
    | st.integers(-(10**24) + 1, 10**24 - 1).map(lambda units: Decimal(f"{units}E-6"))
)
_awkward_codes = st.sampled_from((*CODES, "a'b", "a\\b", ""))
_wide_values: dict[Kind, st.SearchStrategy[Value]] = {
    Kind.FLAG: st.booleans(),
    Kind.NUMBER: wide_numbers,
    Kind.TEXT: st.sampled_from(AWKWARD),
    Kind.DAY: far_days,
    Kind.SET: members | st.builds(Members, st.frozensets(_awkward_codes, max_size=2)),
    Kind.TERRITORY: members,
}
edge_rows = st.fixed_dictionaries({name: st.none() | _wide_values[VOCABULARY[name].kind] for name in FACTS})

_fine_numbers = wide_numbers | st.sampled_from(
    [Decimal("1E-9"), Decimal("1E30"), Decimal("-0.0000005"), Decimal("1E-40")]
)
_number_facts = st.builds(FactTerm, st.sampled_from(NUMBERS))
_edge_numbers: st.SearchStrategy[Term] = st.one_of(
    _number_facts,
    st.builds(Number, _fine_numbers),
    st.builds(Scaled, _number_facts, _fine_numbers),
    st.builds(Sum, _number_facts, st.builds(Number, _fine_numbers)),
    st.builds(Sum, st.builds(Scaled, _number_facts, numbers), _number_facts),
)
_far = st.integers(-40, 40) | st.sampled_from([-120_000, -12, 12, 1_000, 120_000])
_edge_days: st.SearchStrategy[Term] = st.recursive(
    st.builds(FactTerm, st.sampled_from(DAYS)) | st.builds(Day, far_days),
    lambda inner: st.builds(Shifted, inner, _far, _far | st.sampled_from([-4_000_000, 4_000_000])),
    max_leaves=2,
)
edge_leaves: st.SearchStrategy[Predicate] = st.one_of(
    st.builds(OneOf, st.sampled_from(TEXTS), st.frozensets(st.sampled_from(AWKWARD), min_size=1, max_size=4)),
    st.builds(StartsWith, st.sampled_from(TEXTS), st.sampled_from(AWKWARD).map(lambda text: (text,))),
    st.builds(Overlaps, st.sampled_from(SETS), st.frozensets(_awkward_codes, min_size=1, max_size=3)),
    st.builds(Compare, _edge_numbers, relations, _edge_numbers),
    st.builds(Compare, _edge_days, relations, _edge_days),
    st.builds(Within, st.sampled_from(SETS), st.just(("EU",))),
    st.builds(Missing, st.sampled_from(FACTS)),
    st.sampled_from([AllOf(()), AnyOf(()), Flag("nobody.asked")]),
)
edge_predicates = _grown(edge_leaves | leaves)
"""Any predicate of which engines might think otherwise."""
