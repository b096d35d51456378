"""Comparing a party with the lists at hand. What is found is a *possible match*: whether the party is the listed one
is a question for a person, and nothing found is "no match in list L version V", never more.

This is the first matcher: names that are equal when normalised, and equal official numbers. A scoring matcher will take
its place behind :func:`index` and :func:`screen`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Literal

import msgspec

from moratorium.screening.lists import LISTS, Entry
from moratorium.screening.lists.entry import Kind, Quality
from moratorium.screening.names import Keys, keys
from moratorium.screening.numbers import number_key
from moratorium.screening.version import ListVersion
from moratorium.terms.party import Party


class Compared(msgspec.Struct, frozen=True):
    """A list as it was compared: the version's digest and day of publication."""

    list: str
    version: str
    published: date


class Index(msgspec.Struct, frozen=True):
    """Lists ready to be compared. Made by :func:`index`.

    Attributes:
        lists: The lists in it, by id, one version each.
        entries: All their entries.
        names: Places in ``entries`` by name key.
        numbers: Places in ``entries`` by number key.
    """

    lists: Mapping[str, Compared]
    entries: tuple[Entry, ...]
    names: Mapping[str, tuple[int, ...]]
    numbers: Mapping[str, tuple[int, ...]]

    @property
    def versions(self) -> dict[str, str]:
        """Digest of the version of each list."""
        return {list_id: compared.version for list_id, compared in self.lists.items()}


class Match(msgspec.Struct, frozen=True):
    """A possible match.

    Attributes:
        list: Id of the list.
        version: Digest of its version.
        published: Day of its publication.
        entry: Id of the entry within the list.
        kind: What the entry is.
        name: Name of the entry that met; its primary name if a number met.
        quality: How good a name the publisher holds it for.
        met: ``name`` or ``identifier``.
        value: The party's name or number as written.
    """

    list: str
    version: str
    published: date
    entry: str
    kind: Kind
    name: str
    quality: Quality
    met: Literal["name", "identifier"]
    value: str


class Screened(msgspec.Struct, frozen=True):
    """What comparing one party with the lists gave.

    Attributes:
        matches: Possible matches, by list and entry; one for each name or number that met.
        against: The lists compared, by id; empty if nothing of the party could be compared.
        compared: Whether anything of the party could be compared; if not, whether it is listed is unknown.
        not_comparable: The party's names and numbers that say too little to be compared, as written.
    """

    matches: tuple[Match, ...]
    against: tuple[Compared, ...]
    compared: bool
    not_comparable: tuple[str, ...] = ()

    @property
    def lists(self) -> tuple[str, ...]:
        """Ids of the lists compared."""
        return tuple(each.list for each in self.against)


def index(versions: Iterable[ListVersion]) -> Index:
    """Lists ready to be compared, one version of each.

    Of a list in several versions the one published last is taken; of one day, the list's own publisher before a
    compilation.
    """
    chosen = _newest(tuple(versions))
    distinct = {id(version): version for version in chosen.values()}
    entries = tuple(
        entry for version in distinct.values() for entry in version.entries if chosen.get(entry.list) is version
    )
    names: dict[str, tuple[int, ...]] = {}
    numbers: dict[str, tuple[int, ...]] = {}
    for place, entry in enumerate(entries):
        for key in _name_keys(entry):
            names[key] = (*names.get(key, ()), place)
        for key in _number_keys(entry):
            numbers[key] = (*numbers.get(key, ()), place)
    lists = {each: Compared(each, chosen[each].digest, chosen[each].published) for each in sorted(chosen)}
    return Index(lists, entries, names, numbers)


def _newest(versions: tuple[ListVersion, ...]) -> dict[str, ListVersion]:
    chosen: dict[str, ListVersion] = {}
    for version in versions:
        for list_id in version.lists:
            chosen[list_id] = max(chosen.get(list_id, version), version, key=lambda each: _rank(list_id, each))
    return chosen


def _rank(list_id: str, version: ListVersion) -> tuple[date, bool, str]:
    info = LISTS.get(list_id)
    return version.published, info is not None and info.source == version.source, version.digest


def _listed_key(found: Keys, kind: Kind) -> str | None:
    """Persons are listed with all words of their names, since "Ao" or "Sa" is no legal form there."""
    return found.full if kind == "person" else found.best


def _name_keys(entry: Entry) -> set[str]:
    found = (_listed_key(keys(name.text), entry.kind) for name in entry.names)
    return {key for key in found if key is not None}


def _number_keys(entry: Entry) -> set[str]:
    found = (number_key(number) for number in entry.identifiers)
    return {key for key in found if key is not None}


def screen(party: Party, index: Index) -> Screened:
    """Compare a party with the lists at hand: equal normalised names, equal official numbers.

    Args:
        party: As stated; all its names and identifiers are compared. Country and dates of birth are not: they are
            for the person who answers the question.
        index: The lists.

    >>> from moratorium.screening import index as make_index, read_version
    >>> version, _ = read_version("own", {"own": "id,name\\n1,ООО Ромашка\\n".encode()}, date(2022, 4, 26))
    >>> found = screen(Party(names=("Romashka LLC",)), make_index([version]))
    >>> [(match.list, match.entry, match.name, match.met) for match in found.matches]
    [('OWN', '1', 'ООО Ромашка', 'name')]
    >>> screen(Party(names=("Trading Company",)), make_index([version])).compared
    False
    """
    matches: list[Match] = []
    weak: list[str] = []
    for name in party.names:
        found = keys(name)
        if found.best is None:
            weak.append(name)
        else:
            matches.extend(_by_name(name, found, index))
    for number in party.identifiers:
        key = number_key(number)
        if key is None:
            weak.append(number.value)
        else:
            matches.extend(_by_number(number.value, key, index))
    compared = len(weak) < len(party.names) + len(party.identifiers)
    return Screened(
        tuple(sorted(dict.fromkeys(matches), key=_order)),
        tuple(index.lists.values()) if compared else (),
        compared,
        tuple(weak),
    )


def _by_name(name: str, found: Keys, index: Index) -> Iterator[Match]:
    sought = {key for key in found if key is not None}
    places = {place for key in sought for place in index.names.get(key, ())}
    for entry in (index.entries[place] for place in places):
        for listed in entry.names:
            if _listed_key(keys(listed.text), entry.kind) in sought:
                yield _match(entry, listed.text, listed.quality, "name", name, index)
                break


def _by_number(value: str, key: str, index: Index) -> Iterator[Match]:
    for place in index.numbers.get(key, ()):
        entry = index.entries[place]
        yield _match(entry, entry.name, "primary", "identifier", value, index)


def _match(
    entry: Entry, name: str, quality: Quality, met: Literal["name", "identifier"], value: str, index: Index
) -> Match:
    of = index.lists[entry.list]
    return Match(of.list, of.version, of.published, entry.id, entry.kind, name, quality, met, value)


def _order(match: Match) -> tuple[str, str, str, str]:
    return match.list, match.entry, match.met, match.value


def wording(screened: Screened) -> tuple[str, ...]:
    """What may be said of a comparison: the only words for "nothing found", and one line for each possible match.

    >>> of = Compared("UN", "0" * 64, date(2026, 2, 27))
    >>> wording(Screened((), (of,), compared=True))
    ('no match in list UN version 000000000000 (published 2026-02-27)',)
    >>> wording(Screened((), (), compared=False))
    ('not compared with any list: no name and no number that says enough',)
    """
    if screened.compared and not screened.against:
        return ("not compared with any list: no list is at hand",)
    if not screened.compared:
        return ("not compared with any list: no name and no number that says enough",)
    found = {match.list for match in screened.matches}
    return (
        *(
            f"possible match: {match.met} `{match.value}` with `{match.name}`, entry {match.entry} of {_version(match)}"
            for match in screened.matches
        ),
        *(f"no match in {_version(each)}" for each in screened.against if each.list not in found),
        *(f"not compared: `{value}` says too little" for value in screened.not_comparable),
    )


def _version(of: Match | Compared) -> str:
    return f"list {of.list} version {of.version[:12]} (published {of.published})"
