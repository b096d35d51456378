"""The directory of parties in both databases: the same parties, orders and matches, in the same order, page by page."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import insert

from moratorium.store import Store, directory, tables
from moratorium.store.directory import After, MatchRow, Part, PartyRow, Record, Wanted

NAMES = ["Zürich Survey", "anna example", "Anna Example", "Ivanov", "Ivanov", ""]


def filled(store: Store) -> None:
    """Six parties, some of one name; each with two orders and two matches."""
    with store.begin() as connection:
        assert directory.moved(connection, 0, 0)
        for i, name in enumerate(NAMES):
            subject = f"party:C-{i}"
            matches = [
                MatchRow(
                    subject, f"OWN#{n}", "OWN", "X", "entity", "open" if n else "true_match", bool(n), 9000 + i % 3
                )
                for n in range(2)
            ]
            words = frozenset(name.lower().split())
            row = PartyRow(subject, f"C-{i}", name, "NL", "", 1)
            directory.put(connection, [Record(row, words, {"d": b"{}"}, matches)])
            keys = [f"SO-{i}-{n}/sale" for n in range(2)]
            directory.put_parts(connection, keys, [Part(subject, key, ("buyer",), "d") for key in keys])
            rows = [
                {
                    "key": key,
                    "id": key,
                    "digest": "d",
                    "placed_on": None,
                    "day": date(2022, 5, 2),
                    "trial": False,
                    "status": "open" if n else "closed",
                    "effect": "allow",
                    "act": 10 * i + n,
                }
                for n, key in enumerate(keys)
            ]
            connection.execute(insert(tables.orders), rows)


def test_parties_come_by_name_then_subject_and_each_once(store: Store) -> None:
    filled(store)
    found: list[str] = []
    after = ("", "")
    with store.read() as connection:
        every = directory.found(connection, (), False, ("", ""), 100)
        while page := directory.found(connection, (), False, after, 2):
            found += [one.subject for one in page]
            after = (page[-1].name, page[-1].subject)
    assert [(one.name, one.subject) for one in every] == sorted((name, f"party:C-{i}") for i, name in enumerate(NAMES))
    assert found == [one.subject for one in every]


@pytest.mark.parametrize("few", [0, 100])
def test_words_find_beginnings_of_words_and_all_of_them(
    store: Store, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    """The same, whether few are found and put in order, or all names are gone through."""
    monkeypatch.setattr(directory, "FEW", few)
    filled(store)
    with store.read() as connection:
        ivan = directory.found(connection, ("ivan",), False, ("", ""), 100)
        both = directory.found(connection, ("ann", "ex"), False, ("", ""), 100)
        none = directory.found(connection, ("ann", "ivan"), False, ("", ""), 100)
        second = directory.found(connection, ("ivan",), False, ("Ivanov", "party:C-3"), 100)
    assert [one.id for one in ivan] == ["C-3", "C-4"]
    assert [one.id for one in both] == ["C-2", "C-1"]
    assert none == ()
    assert [one.id for one in second] == ["C-4"]


def test_matches_come_asked_ones_first_by_score_page_by_page(store: Store) -> None:
    filled(store)
    paged: list[MatchRow] = []
    after: After | None = None
    with store.read() as connection:
        every = directory.matches(connection, Wanted(), None, 100)
        while page := directory.matches(connection, Wanted(), after, 5):
            paged += page
            after = (page[-1].asked, page[-1].score, page[-1].subject, page[-1].entry)
        asked = directory.matches(connection, Wanted(asked=True), None, 100)
    assert tuple(paged) == every
    assert list(every) == sorted(every, key=lambda one: (not one.asked, -one.score, one.subject, one.entry))
    assert asked == every[: len(asked)]
    assert len(asked) == len(NAMES)


def test_orders_of_a_party_come_with_its_roles_and_those_still_to_be_decided(store: Store) -> None:
    filled(store)
    with store.read() as connection:
        first = directory.orders_of(connection, "party:C-1", "", 1)
        rest = directory.orders_of(connection, "party:C-1", first[0][0].key, 10)
        assert [(row.key, roles) for row, roles in (*first, *rest)] == [
            ("SO-1-0/sale", ("buyer",)),
            ("SO-1-1/sale", ("buyer",)),
        ]
        assert directory.to_decide_again(connection, "party:C-1", 10) == ["SO-1-1/sale"]
        assert directory.counted(connection) == (6, 6)


def test_only_one_reader_moves_the_mark(store: Store) -> None:
    with store.begin() as connection:
        assert directory.moved(connection, 0, 5)
        assert not directory.moved(connection, 0, 7)
    with store.read() as connection:
        assert directory.mark(connection) == 5
    with store.begin() as connection:
        directory.empty(connection)
        assert directory.mark(connection) == 0
