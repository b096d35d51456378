"""The atlas: one value that answers where an address lies, what lies within a territory, and what a code is called."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property, lru_cache

from moratorium.conditions.bind import Extent
from moratorium.terms.canon import digest, digest_bytes
from moratorium.terms.members import Members
from moratorium.terms.party import Address
from moratorium.territories.containment import countries_of, extent, finest
from moratorium.territories.gazetteer import Gazetteer
from moratorium.territories.resolve import Resolution, resolve
from moratorium.territories.tables import ATLAS_FILES

_ADDRESSES = 65_536
"""Addresses remembered by an atlas; a file of orders repeats them."""


class Atlas:
    """Territories by code and name. Immutable; indexes are built when first needed, answers are remembered.

    Attributes:
        digest: SHA-256 over the digests of the files, 64 hexadecimal digits.
        as_of: Day of the sources of named areas and groups.
    """

    def __init__(self, gazetteer: Gazetteer, digest: str) -> None:
        self._gazetteer = gazetteer
        self.digest = digest
        self.as_of = gazetteer.as_of
        windows = (pair for group in gazetteer.groups.values() for pairs in group.members.values() for pair in pairs)
        self._changes = sorted({day for pair in windows for day in pair if day is not None})
        self._extent = lru_cache(maxsize=4_096)(lambda codes, day: extent(gazetteer, codes, day))
        self._countries = lru_cache(maxsize=4_096)(lambda members: countries_of(gazetteer, members))
        self._resolve = lru_cache(maxsize=_ADDRESSES)(lambda address: resolve(gazetteer, address))

    def extent(self, codes: tuple[str, ...], day: date) -> Extent:
        """What lies within ``codes`` on ``day`` and what overlaps them; see ``containment.extent``.

        Raises:
            InputError: no code, or unknown ones, each with the nearest known.
        """
        found: Extent = self._extent(tuple(codes), day)
        return found

    def resolve(self, address: Address) -> Resolution:
        """Where an address lies, and how that was found; see ``resolve.resolve``. Raises nothing."""
        found: Resolution = self._resolve(address)
        return found

    def name(self, code: str) -> str:
        """Short, neutral English name.

        Raises:
            InputError: no such code.
        """
        return self._gazetteer.name(code)

    def knows(self, code: str) -> bool:
        """Whether this is a code of the atlas, written exactly so."""
        return self._gazetteer.canonical(code) is not None

    @cached_property
    def codes(self) -> frozenset[str]:
        """Every code that a place can be known by: countries, subdivisions, named areas and groups."""
        return self._gazetteer.codes()

    def is_group(self, code: str) -> bool:
        """Whether the code names a group of countries."""
        return code in self._gazetteer.groups

    def finest(self, codes: Iterable[str]) -> frozenset[str]:
        """The codes without those that merely contain another one of them: UA beside UA-30 says nothing more."""
        return finest(self._gazetteer, codes)

    def epoch(self, day: date) -> int:
        """Number of changes in the membership of groups up to a day: equal numbers mean equal extents."""
        return bisect_right(self._changes, day)

    def changes(self, first: date, last: date) -> tuple[date, ...]:
        """Days after ``first`` and up to ``last`` on which the membership of some group changes."""
        return tuple(day for day in self._changes if first < day <= last)

    def countries_of(self, members: Members) -> Members:
        """The same place in countries; see ``containment.countries_of``."""
        found: Members = self._countries(members)
        return found

    def suggest(self, text: str) -> str:
        """A question that offers the code meant by a name, an alpha-3 code or a typing error; empty if none is near."""
        return self._gazetteer.suggest(text)


def read_atlas(data: Mapping[str, bytes]) -> Atlas:
    """The atlas in the package's data files.

    Args:
        data: Bytes by name, of all ``ATLAS_FILES``.

    Raises:
        SourceError: a file is missing or unreadable.
    """
    gazetteer = Gazetteer(data)
    return Atlas(gazetteer, digest({name: digest_bytes(data[name]) for name in ATLAS_FILES}))
