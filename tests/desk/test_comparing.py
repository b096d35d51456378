"""Two versions of a list beside each other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from moratorium.desk.comparing import changes, difference, difference_rows
from moratorium.desk.home import Home
from moratorium.desk.lists import import_list
from moratorium.errors import InputError, MissingError
from moratorium.screening import Entry, ListName
from moratorium.store import open_store
from moratorium.terms.party import Identifier

DAYS = (date(2022, 1, 1), date(2022, 2, 1), date(2022, 2, 1), date(2022, 3, 1))
TEXTS = ("1,Ann\n", "1,Ann\n2,Bo\n", "1,Anna\n2,Bo\n", "2,Bo\n3,Cy\n")


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    """Four versions of our own list, two of them of one day."""
    with open_store(tmp_path) as store:
        home = Home(tmp_path, store, clock=lambda: datetime(2022, 4, 1, tzinfo=UTC))
        for day, text in zip(DAYS, TEXTS, strict=True):
            file = tmp_path / "own.csv"
            file.write_text("id,name\n" + text)
            import_list(home, "own", day, {"own": file})
        yield home


def rows(home: Home, old: str | None = None, new: str | None = None) -> list[tuple[str, str]]:
    """What happened to which entry."""
    return [(word, id) for word, _, id, _, _ in difference_rows(difference(home, "own", old, new))]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (None, None, [("added", "3"), ("removed", "1")]),
        (None, "2022-02-01", [("changed", "1")]),
        ("2022-01-01", "2022-02-01", [("added", "2"), ("changed", "1")]),
        ("2022-01-01", None, [("added", "2"), ("added", "3"), ("removed", "1")]),
        ("2022-03-01", "2022-01-01", [("added", "1"), ("removed", "2"), ("removed", "3")]),
        ("2022-01-01", "2022-01-01", []),
    ],
)
def test_versions_are_named_by_day(
    home: Home, old: str | None, new: str | None, expected: list[tuple[str, str]]
) -> None:
    assert rows(home, old, new) == expected


def test_versions_are_named_by_the_first_digits_of_their_digest(home: Home, tmp_path: Path) -> None:
    """So that the one of two of a day can be named that does not count any more."""
    from moratorium.store import projections

    with home.store.read() as connection:
        digests = [row.digest for row in projections.list_history(connection, "own")]
    assert rows(home, digests[0][:6].upper(), digests[1]) == [("added", "2")]


@pytest.mark.parametrize(
    ("source", "old", "error", "words"),
    [
        ("own", "2021-01-01", MissingError, "no version `2021-01-01` of `own`"),
        ("own", "ffffff", MissingError, "at hand: 2022-01-01, 2022-02-01, 2022-03-01"),
        ("own", "newest", InputError, "`newest` is neither a day nor a digest"),
        ("own", "ab", InputError, "`ab` is neither a day nor a digest"),
        ("un", None, MissingError, "0 versions of `un` are kept; a difference needs two"),
        ("un", "2021-01-01", MissingError, "0 versions of `un` are kept"),
        ("eu-x", None, InputError, "no source `eu-x`"),
    ],
)
def test_what_is_no_version_is_told(
    home: Home, source: str, old: str | None, error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        difference(home, source, old)


def test_the_first_version_has_none_before_it(home: Home) -> None:
    with pytest.raises(MissingError, match="no version is older than that of 2022-01-01"):
        difference(home, "own", None, "2022-01-01")


def test_what_an_entry_says_differently_is_told_field_by_field() -> None:
    before = Entry(
        "1",
        "OFAC-SDN",
        "unknown",
        (ListName("ACME"), ListName("ACME CO", "weak"), ListName("AKME", "strong")),
        identifiers=(Identifier("tax", "77", "Russia"),),
        countries=("Russia", "Cuba"),
        programmes=("CUBA",),
        remarks="Old.",
    )
    after = Entry(
        "1",
        "OFAC-SDN",
        "entity",
        (ListName("ACME"), ListName("AKME", "strong"), ListName("ACME CO", "strong")),
        identifiers=(Identifier("tax", "78", "Russia"), Identifier("imo", "9")),
        countries=("Cuba", "Russia"),
        programmes=("CUBA",),
        licence_policy="Presumption of denial",
    )
    assert list(changes(before, after)) == [
        "kind: unknown -> entity",
        "names: +ACME CO (strong) -ACME CO (weak)",
        "identifiers: +tax (78, Russia) +imo (9) -tax (77, Russia)",
        "countries: in another order",
        "licence policy: nothing -> Presumption of denial",
        "remarks: Old. -> nothing",
    ]
    assert list(changes(after, after)) == []
