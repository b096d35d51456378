"""The consolidated list of the United Nations Security Council, in the XML of its publisher.

It does not state how many entries it holds.

Source: United Nations Security Council, Consolidated List (XML).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from moratorium.screening.lists.entry import (
    Entry,
    Kind,
    Quality,
    Reading,
    address,
    day_of,
    distinct,
    names_of,
    statement,
)
from moratorium.screening.lists.markup import reading_of, root_of
from moratorium.terms.party import Address, Identifier

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

LIST = "UN"
_KINDS: dict[str, Kind] = {"INDIVIDUAL": "person", "ENTITY": "entity"}
_NAMES = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_WEAK = "low"
_NOTE = re.compile(r"\(([^()]*)\)")
_IMO = re.compile(r"\bIMO(?:\)? [Nn]umber| [Nn]o\.?)?:? ?(\d{7})\b")
_WORDS = re.compile(r"^(?:\D*(?:number|no\.?|N°):?\s+)?", re.IGNORECASE)


def read_un(data: bytes) -> Reading:
    """All individuals and entities of the file.

    Args:
        data: ``consolidated.xml``, decompressed.

    Raises:
        SourceError: not XML, cut off, with a document type declaration, or not this list.

    >>> ann = b"<INDIVIDUAL><REFERENCE_NUMBER>XXi.001</REFERENCE_NUMBER><FIRST_NAME>ANN</FIRST_NAME></INDIVIDUAL>"
    >>> found = read_un(b"<CONSOLIDATED_LIST><INDIVIDUALS>" + ann + b"</INDIVIDUALS></CONSOLIDATED_LIST>")
    >>> found.entries[0].key, found.entries[0].name
    ('UN#XXi.001', 'ANN')
    """
    root = root_of(data, "un", "CONSOLIDATED_LIST")
    return reading_of(LIST, _elements(root), _entry, day_of(root.get("dateGenerated")))


def _elements(root: Element) -> Iterator[tuple[str, Element]]:
    for group in root:
        for number, element in enumerate(group, 1):
            yield f"un:{group.tag}[{number}]", element


def _entry(element: Element) -> Entry | None:
    id = _text(element, "REFERENCE_NUMBER") or _text(element, "DATAID")
    name = " ".join(part for tag in _NAMES if (part := _text(element, tag)))
    original: list[tuple[str, Quality]] = [
        (part, "strong") for part in re.split("[;،,]", _text(element, "NAME_ORIGINAL_SCRIPT"))
    ]
    names = names_of(name, *original, *_aliases(element))
    if not id or not names or element.tag not in _KINDS:
        return None
    comments = _text(element, "COMMENTS1")
    vessels = [Identifier("imo", number) for number in _IMO.findall(comments)]
    return Entry(
        id,
        LIST,
        _KINDS[element.tag],
        names,
        identifiers=tuple(dict.fromkeys([*_documents(element), *vessels])),
        birth_dates=distinct(_birth_date(born) for born in element.iter("INDIVIDUAL_DATE_OF_BIRTH")),
        countries=distinct(
            [_text(place, "COUNTRY") for tag in ("INDIVIDUAL_ADDRESS", "ENTITY_ADDRESS") for place in element.iter(tag)]
            + [value.text for nationality in element.iter("NATIONALITY") for value in nationality]
        ),
        addresses=tuple(_addresses(element)),
        programmes=distinct([_text(element, "UN_LIST_TYPE")]),
        remarks=statement(comments, *((tag, _values(element, tag)) for tag in ("TITLE", "DESIGNATION"))),
    )


def _text(element: Element, tag: str) -> str:
    return " ".join((element.findtext(tag) or "").split())


def _values(element: Element, tag: str) -> str:
    return ", ".join(distinct(value.text for group in element.iter(tag) for value in group))


def _addresses(element: Element) -> Iterator[Address]:
    for tag in ("INDIVIDUAL_ADDRESS", "ENTITY_ADDRESS"):
        for place in element.iter(tag):
            street = " ".join(part for name in ("STREET", "NOTE") if (part := _text(place, name)))
            region, postcode = _text(place, "STATE_PROVINCE"), _text(place, "ZIP_CODE")
            yield from address(_text(place, "COUNTRY"), _text(place, "CITY"), street, region, postcode)


def _aliases(element: Element) -> Iterator[tuple[str, Quality]]:
    """Aliases, one by one; a note in brackets is left out, unless it is the name in another script."""
    for tag in ("INDIVIDUAL_ALIAS", "ENTITY_ALIAS"):
        for alias in element.iter(tag):
            quality: Quality = "weak" if _text(alias, "QUALITY").lower() == _WEAK else "strong"
            for spelling in _text(alias, "ALIAS_NAME").split(";"):
                yield spelling, quality
                if _NOTE.search(spelling):
                    yield _NOTE.sub(" ", spelling), quality
                    yield from ((note, quality) for note in _NOTE.findall(spelling) if not note.isascii())


def _documents(element: Element) -> Iterator[Identifier]:
    """Passports and other papers; words before the number ("Congo service passport number ...") are left out."""
    for document in element.iter("INDIVIDUAL_DOCUMENT"):
        number = _WORDS.sub("", _text(document, "NUMBER"))
        if number:
            kind = "passport" if "pas" in _text(document, "TYPE_OF_DOCUMENT").lower() else "national_id"
            country = _text(document, "ISSUING_COUNTRY") or _text(document, "COUNTRY_OF_ISSUE")
            yield Identifier(kind, number, country or None)


def _birth_date(born: Element) -> str:
    """An exact date or year, a span of years, or the publisher's note."""
    first, last = _text(born, "FROM_YEAR"), _text(born, "TO_YEAR")
    span = f"{first} to {last}" if first and last else ""
    stated = _text(born, "DATE") or _text(born, "YEAR") or span or _text(born, "NOTE")
    about = _text(born, "TYPE_OF_DATE") == "APPROXIMATELY" and stated
    return f"circa {stated}" if about else stated
