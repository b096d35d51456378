"""The gazetteer: every code, and what each spelling can mean.

Indexes are built when first asked for, so that a command that resolves nothing pays for nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import cached_property

import msgspec

from moratorium.errors import Fault, InputError
from moratorium.territories.spelling import MAX_CHARACTERS, spelled
from moratorium.territories.tables import Areas, Countries, Localities, Names, Spellings, Stem, Subdivisions, decoded

_OBLAST = ("oblast", "region", "province", "obl", "область", "обл", "край", "州")
_OBLAST_BEFORE = ("oblast", "region", "gebiet", "область", "обл", "region of", "oblast of")


class City(msgspec.Struct, frozen=True):
    """Where a city lies.

    Attributes:
        code: Its region.
        sure: Whether it lies in the region's named areas on every day; else it may.
        twin: Why the name alone is not enough outside Ukraine; empty if it is.
    """

    code: str
    sure: bool
    twin: str = ""


class Gazetteer:
    """Codes and spellings. Immutable; a name's meanings are looked up by its key (``spelled``).

    Args:
        data: Bytes of the six files by name.

    Raises:
        SourceError: a file is missing or unreadable.
    """

    def __init__(self, data: Mapping[str, bytes]) -> None:
        self._countries = decoded(data, "countries.json", Countries).countries
        self._names = decoded(data, "names.json", Names)
        self._subdivisions = decoded(data, "subdivisions.json", Subdivisions)
        self._spellings = decoded(data, "spellings.json", Spellings)
        areas = decoded(data, "areas.json", Areas)
        self.localities = decoded(data, "localities.json", Localities)
        self.as_of = areas.as_of
        self.areas = areas.areas
        self.groups = areas.groups

    def canonical(self, code: str) -> str | None:
        """The code itself, the country's code for a subdivision that is a country too, or None if there is no such."""
        if code in self._subdivisions.same:
            return self._subdivisions.same[code]
        known = code in self._countries or code in self._subdivisions.names or code in self.areas or code in self.groups
        return code if known else None

    def codes(self) -> frozenset[str]:
        """Every code, each in the one way in which a place is known by it."""
        subdivisions = self._subdivisions.names.keys() - self._subdivisions.same.keys()
        return frozenset(self._countries.keys() | subdivisions | self.areas.keys() | self.groups.keys())

    def require(self, codes: tuple[str, ...]) -> tuple[str, ...]:
        """The canonical codes.

        Raises:
            InputError: a code is unknown; carries all of them, each with the nearest known.
        """
        faults = [
            Fault(f"unknown territory `{code}`", help=self.suggest(code)) for code in codes if not self.canonical(code)
        ]
        if faults or not codes:
            raise InputError.of(faults or [Fault("no territory is named", help="name at least one code")])
        return tuple(self.canonical(code) or code for code in codes)

    def suggest(self, text: str) -> str:
        """A question that offers the code meant by a name, an alpha-3 code or a typing error; empty if none is near."""
        codes = self.meanings(spelled(text)) or self.region_meanings(spelled(text))
        if not codes and (turned := self.canonical(text.strip().upper().replace("_", "-"))):
            codes = (turned,)
        if not codes:
            codes = self._near(text)
        return f"did you mean {' or '.join(f'`{code}`' for code in codes[:3])}?" if codes else ""

    def _near(self, text: str) -> tuple[str, ...]:
        key = spelled(text)
        close = get_close_matches(key, [name for name in self.index if len(name) > 3], n=3, cutoff=0.8)
        return tuple(dict.fromkeys(code for name in close for code in self.index[name]))

    def name(self, code: str) -> str:
        """Short English name.

        Raises:
            InputError: no such code.
        """
        (known,) = self.require((code,))
        if known in self._countries:
            return self._countries[known][0]
        if known in self.areas:
            return self.areas[known].name
        return self.groups[known].name if known in self.groups else self._subdivisions.names[known][0]

    def parent(self, code: str) -> str | None:
        """The next wider territory: subdivision or country; None for countries and groups."""
        if code in self._subdivisions.same:
            return self._subdivisions.same[code]
        if code in self.areas:
            return self.areas[code].inside
        if code in self._subdivisions.names:
            return self._subdivisions.parents.get(code) or code.partition("-")[0]
        return None

    def country(self, code: str) -> str:
        """The country in which a subdivision or named area lies; countries and groups are themselves."""
        while (wider := self.parent(code)) is not None:
            code = wider
        return code

    @cached_property
    def children(self) -> dict[str, tuple[str, ...]]:
        """Code -> the codes directly within."""
        table: dict[str, list[str]] = {}
        for code in (*self._subdivisions.names, *self.areas):
            wider = self.parent(code)
            if wider is not None:
                table.setdefault(wider, []).append(code)
        return {code: tuple(within) for code, within in table.items()}

    @cached_property
    def index(self) -> dict[str, tuple[str, ...]]:
        """Key -> what a country field means by it: one code, or several that are possible."""
        table: dict[str, tuple[str, ...]] = dict(self._names.several)
        for code, keys in self._names.names.items():
            table.update(dict.fromkeys(keys, (code,)))
        for code, (_name, three, digits, _iso) in self._countries.items():
            for key in (code, three, digits):
                table[key.casefold()] = (code,)
        for code in (*self.areas, *self.groups):
            table[spelled(code)] = (code,)
        for code, written in self._spellings.names.items():
            table.update((spelled(text), (code,)) for text in written)
        table.update((spelled(text), codes) for text, codes in self._spellings.several.items())
        table.pop("", None)
        return table

    @cached_property
    def without_country(self) -> dict[str, tuple[str, ...]]:
        """Key -> what it may mean outside a country field, if no country is stated."""
        return {spelled(text): codes for text, codes in self._spellings.without_country.items()}

    @cached_property
    def _unspecified(self) -> frozenset[str]:
        written = frozenset(text.casefold() for text in self._spellings.unspecified)
        return written | frozenset(key for text in written if len(key := spelled(text)) > 3)

    def is_unspecified(self, text: str) -> bool:
        """Whether somebody wrote that nothing is known: ``Unspecified``, ``n/a``, ``неизвестно``, a dash."""
        bare = text[:MAX_CHARACTERS].strip().casefold()
        key = spelled(text)
        return not key.strip("0") or bare in self._unspecified or key in self._unspecified or key == "na" != bare

    def meanings(self, key: str) -> tuple[str, ...]:
        """What a country field means by a key; empty if nothing is known by that name."""
        return self.index.get(key, ())

    @cached_property
    def _special(self) -> dict[str, tuple[str, ...]]:
        """Key -> regions of Ukraine and Russia and the named areas; these are looked for in every address."""
        table: dict[str, tuple[str, ...]] = {}
        for code, row in self._subdivisions.names.items():
            if code.startswith(("RU-", "UA-")):
                table.update(dict.fromkeys(row[1:], (code,)))
        for code, stem in self.localities.regions.items():
            table.update(dict.fromkeys(_region_keys(stem), (code,)))
        for code, written in self.localities.areas.items():
            table.update((spelled(text), (code,)) for text in written)
        return table

    @cached_property
    def _regions(self) -> dict[str, dict[str, str]]:
        """Country -> key -> subdivision. Numbers are left out: in a file of orders they are rarely those of ISO."""
        table: dict[str, dict[str, str]] = {}
        for code, row in self._subdivisions.names.items():
            keys = table.setdefault(code.partition("-")[0], {})
            short = code.partition("-")[2].casefold()
            country = self._subdivisions.same.get(code)
            also = spelled(self._countries[country][0]) if country else ""
            for key in (*row[1:], "" if short.isdigit() else short, also):
                keys.setdefault(key, country or code)
            keys.pop("", None)
        return table

    def region_meanings(self, key: str, country: str | None = None) -> tuple[str, ...]:
        """What a region field means by a key: in a stated country, or among the regions known anywhere."""
        found = self._special.get(key, ())
        if country in ("UA", "RU") and found and found[0].startswith((country, f"X-{country}")):
            return found
        inner = self._regions.get(country, {}).get(key) if country else None
        return (inner,) if inner else found

    def has_region(self, country: str, key: str) -> bool:
        """Whether the country has a region of that name or short code."""
        return key in self._regions.get(country, {})

    @cached_property
    def occupied(self) -> frozenset[str]:
        """Occupied regions of Ukraine and named areas: an address stated as Russia may lie there."""
        return frozenset(self.localities.occupied)

    @cached_property
    def _cities(self) -> dict[str, City]:
        table: dict[str, City] = {}
        twins = {spelled(text): why for text, why in self.localities.twins.items()}
        for code, cities in self.localities.cities.items():
            for sure, rows in ((True, cities.sure), (False, cities.later), (False, cities.other)):
                for key in (spelled(text) for row in rows for text in row):
                    table[key] = City(code, sure, twins.get(key, ""))
        return table

    def city(self, key: str) -> City | None:
        """A city of Ukraine that is known by this key."""
        return self._cities.get(key)

    @cached_property
    def _postcodes(self) -> dict[str, str]:
        written = {**self.localities.postcodes, **self.localities.russian_postcodes}
        return {prefix: code for span, code in written.items() for prefix in _prefixes(span)}

    def postcode(self, digits: str) -> str | None:
        """Region of a Ukrainian five-digit postcode, or of a Russian six-digit one used in Ukraine; else None."""
        return self._postcodes.get(digits[: 2 if len(digits) == 5 else 3])


def _prefixes(span: str) -> Iterator[str]:
    """Prefixes of a span.

    >>> list(_prefixes("95-98")), list(_prefixes("299"))
    (['95', '96', '97', '98'], ['299'])
    """
    first, _, last = span.partition("-")
    return (str(number).zfill(len(first)) for number in range(int(first), int(last or first) + 1))


def _region_keys(stem: Stem) -> Iterator[str]:
    """Every way in which a region of Ukraine is written: with and without ``oblast``, before and after.

    An adjective alone is a street as often as a region, and Kyiv alone is the city.
    """
    if stem.city:
        yield from map(spelled, (*stem.stems, *stem.adjectives, *stem.zh))
        return
    for text in (*stem.stems, *stem.adjectives, *stem.zh):
        key = spelled(text)
        yield from (f"{key} {kind}" for kind in _OBLAST)
        yield from (f"{kind} {key}" for kind in _OBLAST_BEFORE)
        yield from (f"{key}{kind}" for kind in ("州",))
    if "Kyiv" not in stem.stems:
        yield from map(spelled, (*stem.stems, *stem.zh))
