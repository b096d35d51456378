"""Localities: what region, city and postcode say of a place, depending on the country stated with them.

Only for Ukraine and Russia are cities and postcodes looked up: there an address says more than its country field. Under
another country a like name is a question at most, and mostly nothing; Odessa in Texas stays in Texas.
"""

from __future__ import annotations

from collections.abc import Iterable

from moratorium.terms.members import UNKNOWN, Members
from moratorium.territories.containment import finest
from moratorium.territories.gazetteer import City, Gazetteer
from moratorium.territories.spelling import pieces, postcodes, spelled, without_numbers

_RECALLED = "(recalled data, mark R)"
_NEAR = ("RU", "UA")
"""Countries whose regions, cities and postcodes are looked up by name; in others a like name means nothing."""


class Case:
    """One address on its way: what was found so far, and why.

    Attributes:
        known: Territories it certainly lies in, coarse and fine.
        possible: Territories it may lie in.
        open: Whether it may lie anywhere else too.
        country: The one country that is stated, if it is one.
        others: Further countries that the address text may mean.
        elsewhere: Whether a six-digit postcode points nowhere special.
        notes: The way so far, in words.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self.known: set[str] = set()
        self.possible: set[str] = set()
        self.open = False
        self.country: str | None = None
        self.others: set[str] = set()
        self.elsewhere = False
        self.notes: list[str] = []

    @property
    def near(self) -> bool:
        """Whether the place may be in Russia or Ukraine as far as the address states a country."""
        return self.country in (None, *_NEAR) or not self.others.isdisjoint(_NEAR)

    def note(self, text: str) -> None:
        """Say it once."""
        if text not in self.notes:
            self.notes.append(text)

    def places(self, *codes: str) -> str:
        """Codes with their names, as notes show them."""
        return ", ".join(f"{code} {self.gazetteer.name(code)}" for code in codes)

    def lies(self, text: str, *codes: str, why: str = "") -> None:
        """The place certainly lies in these."""
        self.known.update(codes)
        self.note(f"{text} lies in {self.places(*codes)}{why and f' {why}'}")

    def may_lie(self, text: str, *codes: str, why: str = "") -> None:
        """The place may lie in these; if no country is stated, it may as well lie anywhere else."""
        self.possible.update(codes)
        self.open = self.open or not self.known
        self.note(f"{text} may lie in {self.places(*codes)}{why and f' {why}'}")

    def members(self) -> Members:
        """The set as found so far, the finest of what is certain."""
        known = finest(self.gazetteer, self.known)
        return Members(known, frozenset(self.possible) - known, self.open) if known or self.possible else UNKNOWN


def take_region(case: Case, region: str) -> None:
    """Take the region field: a code, the name of a region, a city, or another country, which makes it a question."""
    code = case.gazetteer.canonical(region.strip().upper())
    if code is not None and "-" in region and code not in case.gazetteer.groups:
        case.lies(f"region `{shortened(region)}`", code)
        return
    taken = [_by_region(case, part, sure=True) for part in _each(region)]
    if any(taken):
        return
    take_city(case, region)
    key = spelled(region)
    codes = case.gazetteer.meanings(key) if len(key) > 3 else ()
    if codes and not set(codes) & case.known:
        case.may_lie(f"region `{shortened(region)}`", *(case.gazetteer.without_country.get(key) or codes))


def _by_region(case: Case, text: str, *, sure: bool) -> bool:
    """Take the text as the name of a region, if it is one.

    Args:
        case: What was found so far.
        text: As written.
        sure: Whether it stood in the region field. Elsewhere a name like Moscow may be a town in another country.
    """
    key = spelled(text)
    codes = case.gazetteer.region_meanings(key, case.country)
    others = {code for country in (None, *case.others) for code in case.gazetteer.region_meanings(key, country)}
    if not codes:
        if others:
            case.may_lie(f"`{shortened(text)}`", *sorted(others))
        return bool(others)
    if _is_certain(case, key, codes, sure=sure):
        case.lies(f"`{shortened(text)}`", *codes)
    elif sure or case.near or _is_plain(case, key, codes):
        case.may_lie(f"`{shortened(text)}`", *codes)
    else:
        return False
    if others - set(codes):
        case.may_lie(f"`{shortened(text)}`", *sorted(others - set(codes)))
    return True


def _is_certain(case: Case, key: str, codes: tuple[str, ...], *, sure: bool) -> bool:
    """Whether a region's name is enough to place the address in it, given the country stated."""
    plain = _is_plain(case, key, codes)
    if case.country is None:
        return sure or plain
    if case.country in {case.gazetteer.country(code) for code in codes} or case.gazetteer.has_region(case.country, key):
        return True
    return (case.country == "RU" and _is_claimed(case, *codes)) or (sure and (plain or case.country in _NEAR))


def _is_plain(case: Case, key: str, codes: tuple[str, ...]) -> bool:
    """Whether an occupied region or area is written out, so that nothing else can be meant."""
    return not case.gazetteer.occupied.isdisjoint(codes) and (len(key) > 3 or not key.isascii())


def _each(text: str) -> Iterable[str]:
    """The text and its parts, each spelling once."""
    return {spelled(part): part for part in (*reversed(pieces(text)), text)}.values()


def take_city(case: Case, text: str) -> None:
    """Take the text as a city, with or without a postcode, or as the region that people write for one."""
    for part in _each(text):
        bare = without_numbers(part)
        city = case.gazetteer.city(spelled(part)) or case.gazetteer.city(spelled(bare))
        if city is not None:
            _at_city(case, bare or part, city)
        elif bare:
            _by_region(case, bare, sure=False)


def take_part(case: Case, part: str) -> None:
    """A part of a text: a region or a city, perhaps with a postcode, or nothing that we know."""
    bare = without_numbers(part)
    if case.gazetteer.city(spelled(bare)) or not _by_region(case, bare, sure=False):
        take_city(case, part)
    for digits in postcodes(part):
        take_postcode(case, digits)


def _at_city(case: Case, text: str, city: City) -> None:
    """What a known city says, depending on the country that is stated with it."""
    areas = case.gazetteer.localities.area_of.get(city.code, ())
    claimed = _is_claimed(case, city.code)
    if case.country == "UA" or (case.country == "RU" and claimed and not city.twin):
        case.lies(f"`{shortened(text)}`", city.code, why=_RECALLED)
        if areas and city.sure:
            case.lies(f"`{shortened(text)}`", *areas, why=_RECALLED)
        elif areas:
            case.may_lie(f"`{shortened(text)}`", *areas, why=_RECALLED)
    elif case.country == "RU" and city.twin and (case.elsewhere or _has_region_of(case, "RU")):
        case.note(f"`{shortened(text)}` is not the city in {case.places(city.code)}: {city.twin}")
    elif case.near or (claimed and not city.twin):
        reason = city.twin or ("the country stated is not Ukraine" if case.country else "no country is stated")
        case.may_lie(f"`{shortened(text)}`", city.code, *areas, why=f"({reason})")


def _is_claimed(case: Case, *codes: str) -> bool:
    """Whether Russia claims a part of these: an address there is written as Russian or as Ukrainian."""
    return any(code in case.gazetteer.occupied or code in case.gazetteer.localities.area_of for code in codes)


def _has_region_of(case: Case, country: str) -> bool:
    return any(code.startswith(f"{country}-") for code in case.known)


def take_postcode(case: Case, digits: str) -> None:
    """A Ukrainian postcode, or a Russian one that is used in the occupied parts of Ukraine."""
    code = case.gazetteer.postcode(digits)
    if code is None or not case.near:
        return
    areas = case.gazetteer.localities.area_of.get(code, ())
    label = f"postcode {digits}" + (f" under `{case.gazetteer.name(case.country)}`" if case.country else "")
    if case.country == "UA" or (case.country == "RU" and len(digits) == 6):
        case.lies(label, code, why=_RECALLED)
        if areas and len(digits) == 6:
            case.may_lie(label, *areas, why=_RECALLED)
    elif _is_claimed(case, code):
        case.may_lie(label, code, *areas, why=_RECALLED)


def perhaps_occupied(case: Case) -> None:
    """Stated as Russia with neither region, city nor postcode: it may be occupied Ukraine (DESIGN law 8)."""
    if case.known == {"RU"}:
        case.possible.update(case.gazetteer.occupied)
        case.note("stated as Russia without city or postcode, so the place may lie in an occupied part of Ukraine")


def shortened(text: str) -> str:
    """The text in one line of at most 60 characters, for notes."""
    line = " ".join(text[:200].split())
    return line if len(line) <= 60 else f"{line[:59]}…"
