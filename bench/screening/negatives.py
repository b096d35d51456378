"""Set e, second part: names that no list at hand speaks of, so that every alert on them is false.

Three kinds. *Others*: primary names of the other lists' entries that are not on the indexed list. Lists repeat each
other's parties, so an entry is left out where any of its names is nearly equal (0.92 by sorted words) to a listed one,
holds two thirds in common with one, or shares an official number. *Customers*: invented ones (``customers``). *Hard*:
a listed person's family name with another given name, a listed company's words of trade with another name of its own.

A namesake of a listed party is rightly alerted on, so customers nearly equal to a listed name are left out too;
how many is told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from bench.screening.aliases import in_common
from bench.screening.customers import customers
from bench.screening.dice import Random, dice
from bench.screening.likeness import Neighbours, frequencies, words
from bench.screening.mistakes import natural
from bench.screening.published import entries_of, is_latin, texts_of
from bench.screening.values import Query
from moratorium.screening import Entry, ListVersion

NEAR = 0.92
"""Sorted words at least so alike are taken for one name."""

SHARED = 0.67
"""Two names that have so much in common are taken for names of one party, where both stand on lists."""


def invented(versions: Sequence[ListVersion], count: int, seed: int = 4, scripts: bool = False) -> list[Query]:
    """So many customers (see ``customers``), less the namesakes of listed parties."""
    listed = Neighbours(texts_of(versions))
    return [query for query in customers(count, seed, scripts) if not listed.near(query.text, NEAR)]


def of_other_lists(
    versions: Sequence[ListVersion], others: Iterable[ListVersion], count: int, seed: int = 4
) -> list[Query]:
    """So many primary names of entries that are on ``others`` only."""
    known = _Known(versions)
    entries = [entry for entry in entries_of(others) if is_latin(entry.name)]
    dice(seed, "others", *(version.source for version in versions)).shuffle(entries)
    found: dict[str, Query] = {}
    for entry in entries:
        if len(found) == count:
            break
        if entry.name.casefold() not in found and not known.has(entry):
            found[entry.name.casefold()] = Query(entry.name, entry.kind, None, f"on {entry.list}", entry.key)
    return list(found.values())


class _Known:
    """The parties of some lists, to tell whether an entry of another list is one of them."""

    def __init__(self, versions: Sequence[ListVersion]) -> None:
        self._near = Neighbours(texts_of(versions))
        self._numbers = {number for entry in entries_of(versions) for number in _numbers(entry)}

    def has(self, entry: Entry) -> bool:
        return (
            not self._numbers.isdisjoint(_numbers(entry))
            or any(self._near.near(name.text, NEAR) for name in entry.names)
            or any(
                in_common(name.text, other) >= SHARED
                for name in entry.names[:6]
                for other in self._near.beside(name.text)
            )
        )


def _numbers(entry: Entry) -> set[str]:
    return {found for number in entry.identifiers if len(found := "".join(words(number.value))) >= 5}


def hard(versions: Sequence[ListVersion], count: int, seed: int = 4) -> list[Query]:
    """So many names that share a family name, or words of trade, with a listed one; half persons, half companies."""
    chance = dice(seed, "hard", *(version.source for version in versions))
    listed = Neighbours(texts_of(versions))
    persons = [entry for entry in entries_of(versions) if entry.kind == "person" and entry.name.count(", ") == 1]
    companies = [entry for entry in entries_of(versions) if entry.kind == "entity" and is_latin(entry.name)]
    made = [*_first(_other_persons(persons, chance), count // 2, listed)]
    made += _first(_other_companies(companies, chance), count // 2, listed)
    return list({query.text.casefold(): query for query in made}.values())


def _first(offered: Iterator[Query], count: int, listed: Neighbours) -> list[Query]:
    kept = (query for query in offered if not listed.near(query.text, NEAR))
    return [query for query, _ in zip(kept, range(count), strict=False)]


def _other_persons(entries: Sequence[Entry], chance: Random) -> Iterator[Query]:
    """The family name of one person with the given names of another of the same programme, all its words new to it."""
    groups: dict[tuple[str, ...], list[Entry]] = defaultdict(list)
    for entry in entries:
        groups[entry.programmes[:1]].append(entry)
    for _ in range(20 * len(entries)):
        one = chance.choice(entries)
        other = chance.choice(groups[one.programmes[:1]])
        family, given = one.name.split(", ")[0], other.name.split(", ")[1]
        own = {word for name in one.names for word in words(name.text)}
        if own.isdisjoint(words(given)):
            yield Query(natural(f"{family}, {given}"), "person", None, "hard: same family name", one.name)


def _other_companies(entries: Sequence[Entry], chance: Random) -> Iterator[Query]:
    """A company's name in which the rarest words, half of them, are replaced by those of another company."""
    often = frequencies(entry.name for entry in entries)
    for _ in range(20 * len(entries)):
        one, other = (chance.choice(entries).name for _ in range(2))
        mine, theirs = (sorted(words(name), key=lambda word: (often[word], word)) for name in (one, other))
        replaced = [word for word in mine if often[word] <= 20]
        spare = [word for word in theirs if often[word] <= 3 and word not in mine and len(word) > 3]
        if replaced and len(replaced) < len(mine) and len(spare) >= len(replaced):
            new = dict(zip(replaced, spare, strict=False))
            text = " ".join(new.get(word, word) for word in words(one)).upper()
            yield Query(text, "entity", None, "hard: same words of trade", one)
