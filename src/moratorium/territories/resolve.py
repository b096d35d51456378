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
from moratorium.territories.gazetteer import Gazetteer
from moratorium.territories.locality import (
    Case,
    perhaps_occupied,
    shortened,
    take_city,
    take_part,
    take_postcode,
    take_region,
)
from moratorium.territories.spelling import MAX_CHARACTERS, pieces, postcodes
from moratorium.territories.stated import Stated, stated_in_field, stated_in_text


class Resolution(msgspec.Struct, frozen=True):
    """Where an address lies.

    Attributes:
        members: Certain and possible territories; open if anything else may be one too.
        notes: How it was resolved, in plain words, one sentence a step.
    """

    members: Members
    notes: tuple[str, ...] = ()


def resolve(gazetteer: Gazetteer, address: Address) -> Resolution:
    """Where the address lies. Takes any text and raises nothing.

    Args:
        gazetteer: Names, regions, postcodes and cities.
        address: As written; of each field the first 1,000 characters are read.
    """
    case = Case(gazetteer)
    fields = (address.country, address.region, address.city, address.postcode, address.text)
    if any(text and len(text) > MAX_CHARACTERS for text in fields):
        case.note(f"only the first {MAX_CHARACTERS:,} characters of each field were read")
        case.open = True
    region, city, postcode, text = (_said(gazetteer, field) for field in fields[1:])
    rest = _state(case, address.country, text)
    codes = [digits for part in (postcode, text, *rest) for digits in postcodes(part or "")]
    case.elsewhere = any(len(digits) == 6 and gazetteer.postcode(digits) is None for digits in codes)
    if region:
        take_region(case, region)
    if city:
        take_city(case, city)
    for digits in postcodes(postcode or ""):
        take_postcode(case, digits)
    for part in (*rest, *pieces(text or "")):
        take_part(case, part)
    if not (city or postcode or rest or codes):
        perhaps_occupied(case)
    if case.members() == UNKNOWN:
        case.note(f"no territory is known by {', '.join(_written(address))}" if _written(address) else "nothing stated")
    return Resolution(case.members(), tuple(case.notes))


def _said(gazetteer: Gazetteer, text: str | None) -> str | None:
    return None if text is None or gazetteer.is_unspecified(text) else text


def _state(case: Case, country: str | None, text: str | None) -> tuple[str, ...]:
    """Take in what country field and text state; returns what else stood in the country field."""
    field = Stated()
    if country and case.gazetteer.is_unspecified(country):
        case.note(f"country `{shortened(country)}` names no territory")
    elif country:
        field = stated_in_field(case.gazetteer, country)
        case.open = case.open or not field.codes
    below = stated_in_text(case.gazetteer, text) if text else Stated()
    if field.codes:
        _take_stated(case, field)
        _take_below(case, below)
    elif below.codes:
        _take_stated(case, below)
    return field.rest


def _take_stated(case: Case, stated: Stated) -> None:
    if stated.certain:
        case.known.update(stated.codes)
        case.country = case.gazetteer.country(stated.codes[0])
        case.note(f"stated: {case.places(*stated.codes)}")
    else:
        case.possible.update(stated.codes)
        case.open = case.open or len(stated.codes) == 1
        word = "stated, with more than one meaning" if len(stated.codes) > 1 else "perhaps stated"
        case.note(f"{word}: {case.places(*stated.codes)}")


def _take_below(case: Case, below: Stated) -> None:
    """What the address text states under a country field: a finer place in it, or another one that it may be, too."""
    for code in below.codes:
        country = case.gazetteer.country(code)
        if code in case.known or (country == code and country == case.country):
            continue
        if below.certain and country in case.known:
            case.lies("the address text", code)
        else:
            case.others.add(country)
            case.may_lie("the address text", code)


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
    return (f"{word} `{shortened(text)}`" for word, text in words if text and text.strip())
