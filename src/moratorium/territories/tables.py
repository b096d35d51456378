"""The files of territories as values: what stands in each of them.

Six files. ``countries``, ``names`` and ``subdivisions`` are generated (ISO 3166, CLDR); ``areas`` (named areas, groups
with dated members), ``spellings`` and ``localities`` (regions, postcodes, cities) are kept by hand, with marks.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TypeVar

import msgspec

from moratorium.errors import SourceError

T = TypeVar("T", bound=msgspec.Struct)
Dates = tuple[tuple[date | None, date | None], ...]


class Countries(msgspec.Struct, frozen=True):
    """ISO 3166-1: code -> short English name, alpha-3, numeric, ISO's own name; and Kosovo as ``XK``."""

    countries: dict[str, tuple[str, str, str, str]]


class Names(msgspec.Struct, frozen=True):
    """Localised names: keys by code, and keys that several territories share."""

    names: dict[str, tuple[str, ...]]
    several: dict[str, tuple[str, ...]]


class Subdivisions(msgspec.Struct, frozen=True):
    """ISO 3166-2: code -> name and keys; parents that the code does not tell; codes of what is a country too."""

    names: dict[str, tuple[str, ...]]
    parents: dict[str, str]
    same: dict[str, str]


class Area(msgspec.Struct, frozen=True):
    """A named area without an ISO code.

    Attributes:
        name: English, neutral.
        inside: The subdivision that it lies in.
        meets: Other areas that it may share ground with, each by its own legal definition.
        mark: How far it is verified.
        source: The legal text that knows it.
    """

    name: str
    inside: str
    meets: tuple[str, ...]
    mark: str
    source: str


class Group(msgspec.Struct, frozen=True):
    """A named group of countries, each with half-open windows of membership."""

    name: str
    mark: str
    source: str
    members: dict[str, Dates]

    def on(self, day: date) -> frozenset[str]:
        """The members on a day."""
        return frozenset(
            code
            for code, windows in self.members.items()
            if any((start is None or start <= day) and (end is None or day < end) for start, end in windows)
        )


class Areas(msgspec.Struct, frozen=True):
    """Named areas and groups, with the day of the sources."""

    as_of: date
    areas: dict[str, Area]
    groups: dict[str, Group]


class Spellings(msgspec.Struct, frozen=True):
    """Names kept by hand: of one territory, of several, of several if no country is stated, of none."""

    names: dict[str, tuple[str, ...]]
    several: dict[str, tuple[str, ...]]
    without_country: dict[str, tuple[str, ...]]
    unspecified: tuple[str, ...]


class Stem(msgspec.Struct, frozen=True):
    """How a Ukrainian region is named: stems, adjectives before ``oblast``, Chinese; ``city`` has no ``oblast``."""

    stems: tuple[str, ...]
    adjectives: tuple[str, ...] = ()
    zh: tuple[str, ...] = ()
    city: bool = False


class Cities(msgspec.Struct, frozen=True):
    """Spellings of cities of a region: held since 2015 or earlier, held later or in part, others."""

    sure: tuple[tuple[str, ...], ...] = ()
    later: tuple[tuple[str, ...], ...] = ()
    other: tuple[tuple[str, ...], ...] = ()


class Localities(msgspec.Struct, frozen=True):
    """Regions, postcodes and cities of Ukraine, and Russian postcodes used there."""

    regions: dict[str, Stem]
    areas: dict[str, tuple[str, ...]]
    area_of: dict[str, tuple[str, ...]]
    occupied: tuple[str, ...]
    postcodes: dict[str, str]
    russian_postcodes: dict[str, str]
    cities: dict[str, Cities]
    twins: dict[str, str]


ATLAS_FILES: tuple[str, ...] = (
    "areas.json",
    "countries.json",
    "localities.json",
    "names.json",
    "spellings.json",
    "subdivisions.json",
)


def decoded(data: Mapping[str, bytes], name: str, kind: type[T]) -> T:
    """One file as its value.

    Raises:
        SourceError: the file is missing or unreadable.
    """
    if name not in data:
        raise SourceError(f"the atlas lacks `{name}`", name, f"hand in {', '.join(ATLAS_FILES)}")
    try:
        return msgspec.json.decode(data[name], type=kind)
    except msgspec.MsgspecError as error:
        raise SourceError(f"`{name}` is not readable: {error}", name, "install the package again") from error
