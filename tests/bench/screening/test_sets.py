"""The sets of the evaluation are honest: an alias asked for is not in the index, a negative is on no list."""

from __future__ import annotations

from datetime import date

import pytest

from bench.screening.aliases import MOSTLY, Variant, in_common, is_related, removed_aliases
from bench.screening.customers import customers
from bench.screening.likeness import Neighbours, sort_key, token_sort
from bench.screening.mistakes import ANY, COMPANY, PERSON, mistaken
from bench.screening.negatives import NEAR, hard, invented, of_other_lists
from bench.screening.published import texts_of
from bench.screening.values import Query
from moratorium.screening import Entry, ListName, ListVersion
from moratorium.screening.lists.entry import Kind


def entry(number: int, kind: Kind, *names: str, of: str = "TEST") -> Entry:
    return Entry(
        str(number),
        of,
        kind,
        tuple(ListName(name, "strong" if place else "primary") for place, name in enumerate(names)),
    )


def version(*entries: Entry, of: str = "TEST") -> ListVersion:
    return ListVersion("own", (of,), date(2022, 5, 2), "0" * 64, len(entries), entries)


LISTED = version(
    entry(1, "person", "SAVCHENKO, Petr Olegovich", "SAVCHENKO, Peter", "THE OWL"),
    entry(2, "person", "KOWALCZUK, Bohdan Ilyich", "KOVALCHUK, Bogdan"),
    entry(3, "entity", "NORTHERN AVIONICS TRADING LLC", "NORTHERN AVIONIKS LLC", "СЕВЕРНАЯ АВИОНИКА"),
    entry(4, "entity", "GRANITMASH PLANT, OOO", "Granitmash plant, ooo"),
    entry(5, "person", "HADDAD, Samir Youssef"),
    entry(6, "person", "BELTRAME, Corrado Luigi", "BELTRAMI, Corrado Luigi"),
)
VARIANTS: tuple[Variant, ...] = ("all", "related", "close", "near")


@pytest.mark.parametrize("variant", VARIANTS)
def test_an_alias_that_is_asked_for_is_gone_from_the_index_and_the_others_stay(variant: Variant) -> None:
    asked = removed_aliases("test", LISTED, variant)
    (indexed,) = asked.versions
    assert [each.key for each in indexed.entries] == [each.key for each in LISTED.entries]
    assert len(list(texts_of([LISTED]))) - len(list(texts_of([indexed]))) == len(asked.queries) > 0
    names = {each.key: {name.text for name in each.names} for each in indexed.entries}
    assert all(query.expected and query.text not in names[query.expected] for query in asked.queries)


def test_aliases_that_say_the_same_and_those_in_another_script_are_not_asked_for() -> None:
    texts = {query.text for seed in range(20) for query in removed_aliases("test", LISTED, "all", seed).queries}
    assert texts == {
        "SAVCHENKO, Peter",
        "THE OWL",
        "KOVALCHUK, Bogdan",
        "NORTHERN AVIONIKS LLC",
        "BELTRAMI, Corrado Luigi",
    }


def test_a_code_name_is_not_related() -> None:
    texts = {query.text for seed in range(20) for query in removed_aliases("test", LISTED, "related", seed).queries}
    assert "THE OWL" not in texts
    assert not is_related("THE OWL", ["SAVCHENKO, Petr"])
    assert not is_related("ABC LLC", ["XYZ LLC"])


def test_each_variant_is_within_the_one_before() -> None:
    assert is_related("LIN, Becky", ["LIN, Qing"])
    assert not is_related("LIN, Becky", ["LIN, Qing"], MOSTLY)
    assert 0 < in_common("LIN, Becky", "LIN, Qing") < MOSTLY


def test_sets_are_equal_under_one_seed_and_differ_under_another() -> None:
    assert mistaken("test", LISTED, 1) == mistaken("test", LISTED, 1)
    assert mistaken("test", LISTED, 1) != mistaken("test", LISTED, 2)
    assert customers(50) == customers(50) != customers(50, seed=5)


def test_a_mistake_changes_the_name_and_expects_its_entry() -> None:
    asked = mistaken("test", LISTED)
    assert {query.trait for query in asked.queries} <= ANY.keys() | PERSON.keys() | COMPANY.keys()
    keys = {each.key for each in LISTED.entries}
    for query in asked.queries:
        assert query.expected in keys
        assert query.text != query.origin


def test_negatives_of_other_lists_are_on_none_that_is_indexed() -> None:
    other = version(
        entry(7, "person", "PETER SAVCHENKO", of="OTHER"),
        entry(8, "entity", "Avionics Northern Co", of="OTHER"),
        entry(9, "entity", "BLUE HARBOUR SHIPPING", of="OTHER"),
        of="OTHER",
    )
    assert [query.text for query in of_other_lists([LISTED], [other], 10)] == ["BLUE HARBOUR SHIPPING"]


def test_a_customer_of_a_listed_name_is_left_out() -> None:
    namesake = customers(1)[0]
    listed = version(entry(1, namesake.kind, namesake.text.upper()))
    assert namesake not in invented([listed], 30)
    assert len(invented([listed], 30)) < 30


@pytest.mark.parametrize("scripts", [False, True])
def test_customers_are_different_and_not_listed(scripts: bool) -> None:
    found = customers(2_000, scripts=scripts)
    assert len({query.text.casefold() for query in found}) == len(found) > 1_500
    assert {query.kind for query in found} == {"person", "entity"}
    assert all(query.expected is None and query.text.strip() for query in found)


def test_hard_negatives_are_not_nearly_equal_to_a_listed_name() -> None:
    listed = version(
        *LISTED.entries,
        entry(11, "entity", "SOLVEIG MARITIME TRADING LTD"),
        entry(12, "entity", "QUARTZ OPTICS TRADING LTD"),
    )
    near = Neighbours(texts_of([listed]))
    found: list[Query] = hard([listed], 20)
    assert {query.trait for query in found} == {"hard: same family name", "hard: same words of trade"} or found
    assert all(near.near(query.text, NEAR) is None and query.expected is None for query in found)


def test_neighbours_find_what_comparing_with_all_finds() -> None:
    names = ["SAVCHENKO, Petr Olegovich", "HADDAD, Samir Youssef", "BLUE HARBOUR SHIPPING CO"]
    near = Neighbours(names)
    for asked in ("Petr Olegovic Savchenko", "Samir Yousef Haddad", "Blue Harbor Shipping Co", "Green Harbour Farm"):
        expected = any(token_sort(asked, name) >= NEAR for name in names)
        assert (near.near(asked, NEAR) is not None) is expected
    assert near.near("Petr Olegovic Savchenko") == sort_key("SAVCHENKO, Petr Olegovich")
