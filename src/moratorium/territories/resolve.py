"""Resolution: an address as somebody wrote it becomes a set of territories, with the way there in plain words.

What is stated and what is derived are joined: ``Russia, 295000 Simferopol`` is stated as RU *and* lies in UA-43. What
has several meanings is possible, what has none is unknown; nothing is guessed and nothing is dropped. Adding a detail
to an address refines or adds territories; what was certain may become possible, but it never vanishes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from moratorium.terms.members import UNKNOWN, Members
from moratorium.terms.party import Address
from moratorium.territories.containment import finest
from moratorium.territories.gazetteer import City, Gazetteer
from moratorium.territories.spelling import MAX_CHARACTERS, pieces, postcodes, spelled, without_numbers
from moratorium.territories.stated import Stated, stated_in_field, stated_in_text

_RECALLED = "(recalled data, mark R)"
_NEAR = ("RU", "UA")
"""Countries whose regions, cities and postcodes are looked up by name; in others a like name means nothing."""


class Resolution(msgspec.Struct, frozen=True):
    """Where an address lies.

    Attributes:
        members: Certain and possible territories; open if anything else may be one too.
        notes: How it was resolved, in plain words, one sentence a step.
    """

    members: Members
    notes: tuple[str, ...] = ()


class _Case:
    """One address on its way: what was found so far, and why."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self.known: set[str] = set()
        self.possible: set[str] = set()
        self.open = False
        self.country: str | None = None
        self.elsewhere = False
        self.notes: list[str] = []

    def note(self, text: str) -> None:
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
        known = finest(self.gazetteer, self.known)
        return Members(known, frozenset(self.possible) - known, self.open) if known or self.possible else UNKNOWN


def resolve(gazetteer: Gazetteer, address: Address) -> Resolution:
    """Where the address lies. Takes any text and raises nothing.

    Args:
        gazetteer: Names, regions, postcodes and cities.
        address: As written; of each field the first 1,000 characters are read.
    """
    case = _Case(gazetteer)
    fields = (address.country, address.region, address.city, address.postcode, address.text)
    if any(text and len(text) > MAX_CHARACTERS for text in fields):
        case.note(f"only the first {MAX_CHARACTERS:,} characters of each field were read")
        case.open = True
    region, city, postcode, text = (_said(gazetteer, field) for field in fields[1:])
    rest = _state(case, address.country, text)
    codes = [digits for part in (postcode, text, *rest) for digits in postcodes(part or "")]
    case.elsewhere = any(len(digits) == 6 and gazetteer.postcode(digits) is None for digits in codes)
    if region:
        _take_region(case, region)
    if city:
        _take_city(case, city)
    for digits in postcodes(postcode or ""):
        _take_postcode(case, digits)
    for part in (*rest, *pieces(text or "")):
        _take_part(case, part)
    if not (city or postcode or rest or codes):
        _perhaps_occupied(case)
    if case.members() == UNKNOWN:
        case.note(f"no territory is known by {', '.join(_written(address))}" if _written(address) else "nothing stated")
    return Resolution(case.members(), tuple(case.notes))


def _said(gazetteer: Gazetteer, text: str | None) -> str | None:
    return None if text is None or gazetteer.is_unspecified(text) else text


def _state(case: _Case, country: str | None, text: str | None) -> tuple[str, ...]:
    """Take in what country field and text state; returns what else stood in the country field."""
    field = Stated()
    if country and case.gazetteer.is_unspecified(country):
        case.note(f"country `{_short(country)}` names no territory")
    elif country:
        field = stated_in_field(case.gazetteer, country)
        case.open = case.open or not field.codes
    below = stated_in_text(case.gazetteer, text) if text else Stated()
    if field.codes:
        _take_stated(case, field)
        _take_contradiction(case, below)
    elif below.codes:
        _take_stated(case, below)
    return field.rest


def _take_stated(case: _Case, stated: Stated) -> None:
    if stated.certain:
        case.known.update(stated.codes)
        case.country = case.gazetteer.country(stated.codes[0])
        case.note(f"stated: {case.places(*stated.codes)}")
    else:
        case.possible.update(stated.codes)
        case.open = case.open or len(stated.codes) == 1
        word = "stated, with more than one meaning" if len(stated.codes) > 1 else "perhaps stated"
        case.note(f"{word}: {case.places(*stated.codes)}")


def _take_contradiction(case: _Case, below: Stated) -> None:
    """The address text ends in another country than the country field: it may be either."""
    others = [code for code in below.codes if case.country != case.gazetteer.country(code)]
    if others and len(others) == len(below.codes):
        case.may_lie("the address text", *others)


def _take_region(case: _Case, region: str) -> None:
    code = case.gazetteer.canonical(region.strip().upper())
    if code is not None and "-" in region and code not in case.gazetteer.groups:
        case.lies(f"region `{_short(region)}`", code)
        return
    taken = [_by_region(case, part, sure=True) for part in _each(region)]
    if any(taken):
        return
    _take_city(case, region)
    key = spelled(region)
    codes = case.gazetteer.meanings(key) if len(key) > 3 else ()
    if codes and not set(codes) & case.known:
        case.may_lie(f"region `{_short(region)}`", *(case.gazetteer.without_country.get(key) or codes))


def _by_region(case: _Case, text: str, *, sure: bool) -> bool:
    """Take the text as the name of a region, if it is one.

    Args:
        case: What was found so far.
        text: As written.
        sure: Whether it stood in the region field. Elsewhere a name like Moscow may be a town in another country.
    """
    key = spelled(text)
    codes = case.gazetteer.region_meanings(key, case.country)
    if not codes:
        return False
    stated = case.country in (*_NEAR, *map(case.gazetteer.country, codes))
    inner = case.country is not None and case.gazetteer.has_region(case.country, key)
    plain = not case.gazetteer.occupied.isdisjoint(codes) and (len(key) > 3 or not key.isascii())
    if stated or inner or (case.country is None and (sure or plain)) or (sure and plain):
        case.lies(f"`{_short(text)}`", *codes)
    elif sure or plain or case.country is None:
        case.may_lie(f"`{_short(text)}`", *codes)
    else:
        return False
    others = [code for code in case.gazetteer.region_meanings(key) if code not in codes]
    if others:
        case.may_lie(f"`{_short(text)}`", *others)
    return True


def _each(text: str) -> Iterable[str]:
    """The text and its parts, each spelling once."""
    return {spelled(part): part for part in (*reversed(pieces(text)), text)}.values()


def _take_city(case: _Case, text: str) -> None:
    """Take the text as a city, with or without a postcode, or as the region that people write for one."""
    for part in _each(text):
        bare = without_numbers(part)
        city = case.gazetteer.city(spelled(part)) or case.gazetteer.city(spelled(bare))
        if city is not None:
            _at_city(case, bare or part, city)
        elif bare:
            _by_region(case, bare, sure=False)


def _take_part(case: _Case, part: str) -> None:
    """A part of a text: a region or a city, perhaps with a postcode, or nothing that we know."""
    bare = without_numbers(part)
    if case.gazetteer.city(spelled(bare)) or not _by_region(case, bare, sure=False):
        _take_city(case, part)
    for digits in postcodes(part):
        _take_postcode(case, digits)


def _at_city(case: _Case, text: str, city: City) -> None:
    """What a known city says, depending on the country that is stated with it."""
    areas = case.gazetteer.localities.area_of.get(city.code, ())
    claimed = bool(areas) or city.code in case.gazetteer.occupied
    if case.country == "UA" or (case.country == "RU" and claimed and not city.twin):
        case.lies(f"`{_short(text)}`", city.code, why=_RECALLED)
        if areas and city.sure:
            case.lies(f"`{_short(text)}`", *areas, why=_RECALLED)
        elif areas:
            case.may_lie(f"`{_short(text)}`", *areas, why=_RECALLED)
    elif case.country == "RU" and city.twin and (case.elsewhere or _has_region_of(case, "RU")):
        case.note(f"`{_short(text)}` is not the city in {case.places(city.code)}: {city.twin}")
    elif case.country in (None, "RU") or (claimed and not city.twin):
        reason = city.twin or ("the country stated is not Ukraine" if case.country else "no country is stated")
        case.may_lie(f"`{_short(text)}`", city.code, *areas, why=f"({reason})")


def _has_region_of(case: _Case, country: str) -> bool:
    return any(code.startswith(f"{country}-") for code in case.known)


def _take_postcode(case: _Case, digits: str) -> None:
    """A Ukrainian postcode, or a Russian one that is used in the occupied parts of Ukraine."""
    code = case.gazetteer.postcode(digits)
    if code is None or case.country not in (None, *_NEAR):
        return
    areas = case.gazetteer.localities.area_of.get(code, ())
    label = f"postcode {digits}" + (f" under `{case.gazetteer.name(case.country)}`" if case.country else "")
    if case.country == "UA" or (case.country == "RU" and len(digits) == 6):
        case.lies(label, code, why=_RECALLED)
        if areas and len(digits) == 6:
            case.may_lie(label, *areas, why=_RECALLED)
    elif areas or code in case.gazetteer.occupied:
        case.may_lie(label, code, *areas, why=_RECALLED)


def _perhaps_occupied(case: _Case) -> None:
    """Stated as Russia with neither region, city nor postcode: it may be occupied Ukraine (DESIGN law 8)."""
    if case.known == {"RU"}:
        case.possible.update(case.gazetteer.occupied)
        case.note("stated as Russia without city or postcode, so the place may lie in an occupied part of Ukraine")


def _written(address: Address) -> tuple[str, ...]:
    words: Iterable[tuple[str, str | None]] = (
        ("country", address.country),
        ("region", address.region),
        ("city", address.city),
        ("postcode", address.postcode),
        ("address", address.text),
    )
    return tuple(_named(words))


def _named(words: Iterable[tuple[str, str | None]]) -> Iterator[str]:
    return (f"{word} `{_short(text)}`" for word, text in words if text and text.strip())


def _short(text: str) -> str:
    """The text in one line of at most 60 characters, for notes."""
    line = " ".join(text[:200].split())
    return line if len(line) <= 60 else f"{line[:59]}…"
