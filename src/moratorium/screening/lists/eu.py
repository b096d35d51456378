"""The consolidated list of persons and entities under financial sanctions of the European Union, XML version 1.1.

Nearly everything stands in attributes. No name is marked as the chief one: the first that is not called weak is taken.
A name is weak if the publisher says so (``strong="false"``, or a remark that begins with "low quality"). The file does
not state how many entries it holds. Not proved on a published file.

Source: European Commission, Financial Sanctions Files, consolidated list (XML 1.1).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from moratorium.screening.lists.entry import (
    Entry,
    Kind,
    ListName,
    Quality,
    Reading,
    address,
    day_of,
    distinct,
    distinct_names,
    statement,
)
from moratorium.screening.lists.markup import children, reading_of, root_of, text_of
from moratorium.terms.party import Address, Identifier

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

LIST = "EU-CFSP"
_KINDS: dict[str, Kind] = {"person": "person", "P": "person", "enterprise": "entity", "E": "entity"}
_NUMBERS = {
    "passport": "passport",
    "id": "national_id",
    "ssn": "national_id",
    "unssn": "national_id",
    "taxid": "tax",
    "fiscalcode": "tax",
    "euvat": "tax",
    "regnumber": "registration",
    "tradelic": "registration",
    "imo": "imo",
    "swiftbic": "swift",
}
_UNKNOWN = {"", "00", "UNKNOWN"}
_NOTHING = {"", "-"}
_WEAK = re.compile(r"(?:^|[;\n])[\s(\"']*low\s+quality", re.IGNORECASE)


def read_eu(data: bytes) -> Reading:
    """All persons and entities of the file.

    Args:
        data: ``xmlFullSanctionsList_1_1``, decompressed.

    Raises:
        SourceError: not XML, cut off, with a document type declaration, or not this list.

    >>> ann = b'<sanctionEntity euReferenceNumber="EU.1.1"><nameAlias wholeName="Ann" strong="true"/></sanctionEntity>'
    >>> found = read_eu(b'<export xmlns="http://eu.europa.ec/fpi/fsd/export">' + ann + b"</export>")
    >>> found.entries[0].key, found.entries[0].name
    ('EU-CFSP#EU.1.1', 'Ann')
    """
    root = root_of(data, "eu", "export")
    elements = ((f"eu:sanctionEntity[{n}]", each) for n, each in enumerate(children(root, "sanctionEntity"), 1))
    return reading_of(LIST, elements, _entry, day_of(root.get("generationDate")))


def _entry(element: Element) -> Entry | None:
    id = _stated(element, "euReferenceNumber") or _stated(element, "logicalId")
    names = _names(element)
    if not id or not names:
        return None
    regulations = list(children(element, "regulation"))
    return Entry(
        id,
        LIST,
        _kind(element),
        names,
        identifiers=tuple(dict.fromkeys(_identifiers(element))),
        birth_dates=distinct(_birth_date(born) for born in children(element, "birthdate")),
        countries=distinct(_country(part) for tag in ("citizenship", "address") for part in children(element, tag)),
        addresses=tuple(part for place in children(element, "address") for part in _address(place)),
        phones=distinct(_phones(element)),
        programmes=distinct(regulation.get("programme") for regulation in regulations),
        notice=statement(*distinct(regulation.get("numberTitle") for regulation in regulations)),
        remarks=_remarks(element),
    )


def _stated(element: Element, attribute: str) -> str:
    return " ".join((element.get(attribute) or "").split())


def _kind(element: Element) -> Kind:
    subject = next(children(element, "subjectType"), None)
    if subject is None:
        return "unknown"
    return _KINDS.get(_stated(subject, "code")) or _KINDS.get(_stated(subject, "classificationCode")) or "unknown"


def _names(element: Element) -> tuple[ListName, ...]:
    """All names, the first that is not weak before the others."""
    found = [_name(alias) for alias in children(element, "nameAlias")]
    names = distinct_names(name for name in found if name is not None)
    chief = next((name for name in names if name.quality != "weak"), names[0] if names else None)
    if chief is None:
        return ()
    primary = ListName(chief.text, "primary", chief.script, chief.language)
    return (primary, *(name for name in names if name is not chief))


def _name(alias: Element) -> ListName | None:
    whole = _stated(alias, "wholeName")
    text = whole or " ".join(part for tag in ("firstName", "middleName", "lastName") if (part := _stated(alias, tag)))
    remark = next((child.text or "" for child in children(alias, "remark")), "")
    is_weak = _stated(alias, "strong").lower() == "false" or _WEAK.search(remark) is not None
    quality: Quality = "weak" if is_weak else "strong"
    return ListName(text, quality, language=_stated(alias, "nameLanguage") or None) if text else None


def _country(element: Element) -> str | None:
    """The country's code, or its name; a place of which the publisher knows no country has none."""
    told = (_stated(element, "countryIso2Code"), _stated(element, "countryDescription"))
    return next((part for part in told if part not in _UNKNOWN), None)


def _address(place: Element) -> tuple[Address, ...]:
    box = _stated(place, "poBox")
    parts = (_stated(place, "street"), f"PO Box {box}" if box else "", _stated(place, "place"))
    street = ", ".join(part for part in parts if part)
    return address(_country(place), _stated(place, "city"), street, _stated(place, "region"), _stated(place, "zipCode"))


def _phones(element: Element) -> Iterator[str]:
    for place in children(element, "address"):
        for contact in children(place, "contactInfo"):
            if "PHONE" in _stated(contact, "key").upper():
                yield _stated(contact, "value")


def _identifiers(element: Element) -> Iterator[Identifier]:
    """Official numbers; one that the publisher calls false is not the party's, and stands in the remarks."""
    for document in children(element, "identification"):
        if _is_false(document):
            continue
        kind = _NUMBERS.get(_stated(document, "identificationTypeCode").lower(), "number")
        for attribute in ("number", "latinNumber"):
            if (value := _stated(document, attribute)) not in _NOTHING:
                yield Identifier(kind, value, _country(document))


def _is_false(document: Element) -> bool:
    return _stated(document, "knownFalse").lower() == "true"


def _birth_date(born: Element) -> str | None:
    """An exact date or year, a span of years, or nothing; a date of another calendar counts only if converted."""
    exact = _stated(born, "birthdate")
    is_ours = _stated(born, "calendarType") in {"", "GREGORIAN"}
    first, last = _stated(born, "yearRangeFrom"), _stated(born, "yearRangeTo")
    span = f"{first} to {last}" if first and last else ""
    stated = exact or ((_parts(born) or span) if is_ours else "")
    about = _stated(born, "circa").lower() == "true" and stated
    return (f"circa {stated}" if about else stated) or None


def _parts(born: Element) -> str:
    year, month, day = (_stated(born, part) for part in ("year", "monthOfYear", "dayOfMonth"))
    known = [year, *([month.zfill(2), *([day.zfill(2)] if day else [])] if month else [])]
    return "-".join(known) if year else ""


def _remarks(element: Element) -> str | None:
    aliases = list(children(element, "nameAlias"))
    births = list(children(element, "birthdate"))
    said = {
        "title": distinct(_stated(alias, "title") for alias in aliases),
        "function": distinct(_stated(alias, "function") for alias in aliases),
        "on a name": distinct(text_of(alias, "remark") for alias in aliases),
        "place of birth": distinct(_stated(born, part) for born in births for part in ("place", "city", "region")),
        "born": distinct(
            f"{_parts(born)} ({born.get('calendarType')})" for born in births if not _birth_date(born) and _parts(born)
        ),
        "false document": distinct(
            _stated(document, "number") for document in children(element, "identification") if _is_false(document)
        ),
        "UN reference": distinct([_stated(element, "unitedNationId")]),
    }
    remarks = [" ".join((remark.text or "").split()) for remark in children(element, "remark")]
    return statement(*remarks, *((label, ", ".join(values)) for label, values in said.items()))
