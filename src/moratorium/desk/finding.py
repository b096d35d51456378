"""The search box: an order id, a party, a measure, a case or the number of an act, found and named."""

from __future__ import annotations

import contextlib
from typing import Literal, NamedTuple

from moratorium.desk import rulebooks
from moratorium.desk.directory import words_of
from moratorium.desk.home import Home
from moratorium.errors import InputError, MissingError
from moratorium.store import Connection, case_search, cases, directory, projections, size

MOST = 20
"""So many of each kind are shown."""

Kind = Literal["order", "measure", "party", "act", "case"]


class Found(NamedTuple):
    """Something that was found.

    Attributes:
        kind: What it is.
        id: By which its page is found.
        words: What it is called.
    """

    kind: Kind
    id: str
    words: str


def find(home: Home, text: str, kinds: frozenset[Kind]) -> tuple[Found, ...]:
    """What a text may mean, the nearest first: a whole id before a piece of a title.

    Args:
        home: The state.
        text: As typed.
        kinds: Only these; a person is not shown what they may not open.
    """
    wanted = text.strip()
    if not wanted:
        return ()
    found: list[Found] = []
    with home.store.read() as connection:
        if "order" in kinds:
            exact = projections.order(connection, wanted)
            rows = [exact] if exact is not None else projections.orders_of_id(connection, wanted)
            found += [Found("order", row.id, row.key) for row in rows]
        if "act" in kinds:
            number = wanted.removeprefix("act:")
            if number.isascii() and number.isdecimal() and len(number) < 16 and int(number) < size(connection):
                found.append(Found("act", number, f"act {int(number)}"))
        if "measure" in kinds:
            found += _measures(_titles(home), wanted.casefold())
        if "party" in kinds:
            found += [Found("party", row.subject, row.name) for row in _parties(connection, wanted)]
        if "case" in kinds:
            named = _cases(connection, wanted, by_words=not found)
            found += [Found("case", id, f"{id} {title}".strip()) for id, title in named.items()]
    return tuple(found)


def _parties(connection: Connection, wanted: str) -> tuple[directory.PartyRow, ...]:
    words = words_of(wanted)
    exact = directory.of_id(connection, wanted)
    named = directory.found(connection, words, False, ("", ""), MOST) if words else ()
    return tuple(dict.fromkeys((exact, *named) if exact is not None else named))


def _cases(connection: Connection, wanted: str, *, by_words: bool) -> dict[str, str]:
    """Titles of cases by id: that of this id, else, if nothing is called so, those whose entries hold all words."""
    found: dict[str, str] = {}
    with contextlib.suppress(MissingError):
        row = cases.row(connection, wanted.upper())
        found[row.id] = row.title
    if by_words and not found:
        with contextlib.suppress(InputError):  # no word that can be searched
            found |= {row.case: row.title for row in case_search.search(connection, wanted, limit=MOST)}
    return found


def _titles(home: Home) -> tuple[tuple[str, str], ...]:
    """Id and title of the measures of the adopted rulebook; none if none is adopted."""
    try:
        with home.store.read() as connection:
            return tuple((one.id, one.title) for one in rulebooks.adopted(connection).measures)
    except MissingError:
        return ()


def _measures(known: tuple[tuple[str, str], ...], wanted: str) -> list[Found]:
    hits = [one for one in known if wanted in one[0].casefold() or wanted in one[1].casefold()]
    hits.sort(key=lambda one: (one[0].casefold() != wanted, not one[0].casefold().startswith(wanted), one[0]))
    return [Found("measure", id, title) for id, title in hits[:MOST]]
