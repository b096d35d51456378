"""The remarks of OFAC's list: one running text that hides aliases, dates of birth, nationalities and numbers.

Parts are separated by ``; ``. Each begins with a label ("Passport", "Tax ID No.", "DOB"); numbers may be followed by
the issuing country in brackets and by dates of issue and expiry. What carries no known label stays
remark and nothing else.
"""

from __future__ import annotations

import re
from datetime import date

import msgspec

from moratorium.terms.party import Identifier

COLUMN = 1000
"""Characters that the remarks column of ``sdn`` can hold; a longer text goes on in ``sdn_comments``."""

_LABELS = {
    "passport": "Passport|Diplomatic Passport|Stateless Person Passport|British National Overseas Passport|"
    "Passport Booklet|Travel Document Number",
    "imo": "Vessel Registration Identification IMO|Identification Number IMO|Company Number IMO|"
    "International Maritime Organization No.",
    "mmsi": "MMSI",
    "call_sign": "Vessel Call Sign|Other Vessel Call Sign",
    "swift": "SWIFT/BIC",
    "isin": "ISIN",
    "duns": "D-U-N-S Number",
    "lei": "Legal Entity Number",
    "aircraft": "Aircraft Manufacturer's Serial Number (MSN)|Aircraft Tail Number|Previous Aircraft Tail Number|"
    "Aircraft Construction Number (also called L/N or S/N or F/N)|Aircraft Serial Identification|"
    "Aircraft Mode S Transponder Code",
    "tax": "Tax ID No.|NIT #|RUC #|RIF #|R.F.C.|RFC|R.F.C. #|C.U.I.T.|C.I.F.|V.A.T. Number|Italian Fiscal Code|"
    "Fiscal Code|US FEIN|RTN|Numero Unico de Identificacao Tributaria (NUIT)|Paraguayan tax identification number",
    "registration": "Registration Number|Registration ID|Company Number|UK Company Number|Commercial Registry Number|"
    "Business Registration Number|Business Registration Document #|Folio Mercantil No.|Matricula Mercantil No|"
    "Matricula Mercantil No.|Government Gazette Number|Trade License No.|C.R. No.|Chamber of Commerce Number|"
    "Public Registration Number|Enterprise Number|Branch Unit Number|Certificate of Incorporation Number|"
    "Registered Charity No.|Dubai Chamber of Commerce Membership No.|United Social Credit Code Certificate (USCCC)|"
    "Unified Social Credit Code (USCC)|Central Registration System Number|Business Number|Romanian C.R.|"
    "Economic Register Number (CBLS)|BIK (RU)|License|Istanbul Chamber of Comm. No.|Romanian Tax Registration",
    "national_id": "National ID No.|Cedula No.|C.U.R.P.|C.U.R.P. #|C.U.I.|C.U.I.P.|D.N.I.|N.I.E.|I.F.E.|LE Number|SSN|"
    "Identification Number|Personal ID Card|Electoral Registry No.|Credencial electoral|Residency Number|"
    "Cartilla de Servicio Militar Nacional|National Foreign ID Number|Numero de Identidad|Kenyan ID No.|"
    "Turkish Identification Number|Citizen's Card Number|Tazkira National ID Card|Stateless Person ID Card|"
    "Refugee ID Card|Bosnian Personal ID No.|Moroccan Personal ID No.|UAE Identification|VisaNumberID|"
    "CNP (Personal Numerical Code)|Driver's License No.|Immigration No.|SRE Permit No.|Birth Certificate Number",
}
_KIND = {label: kind for kind, labels in _LABELS.items() for label in labels.split("|")}
_SHORT = {label.removesuffix(" IMO") for label in _KIND}
_NUMBERED = re.compile(
    rf"({'|'.join(re.escape(label) for label in sorted(_KIND, key=len, reverse=True))}):?(?= |#|\()(.+)"
)
_WALLET = re.compile(r"Digital Currency Address - (\w+) (\S+)")
_OTHER = re.compile(r"(?!Linked|Phone|Fax|Tele)[^:;\d]*(?:\bNumber|\bNo\.|#) (\S*\d.*)", re.IGNORECASE)
_NUMBER = re.compile(
    r"[ #:]*+(?P<value>[^()]*?)(?: \([^()]*\))*?(?: \((?P<country>[^()]*(?:\([^()]*\)[^()]*)?)\))?"
    r"(?: (?:issued|expires)\b.*)?"
)
_PHONE = re.compile(r"(?:Phone|Telephone)(?: Number| No\.)?:? (.*\d.*)", re.IGNORECASE)
_ALIAS = re.compile(r"[afn]\.k\.a\. '(.+)'")
_PLACE = re.compile(r"(?:nationality|citizen) (.+)")
_FLAG = re.compile(r"(?:Former )?Vessel Flag (.+)")
_DAY = re.compile(r"(?:(\d{1,2}) )?([A-Z][a-z]{2}) (\d{4})")
_MONTH_NAMES = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES.split(), 1)}


class Remarks(msgspec.Struct, frozen=True):
    """What the remarks say in a form that can be compared.

    Attributes:
        aliases: Aliases in quotation marks; OFAC marks weak ones so.
        identifiers: Official numbers.
        birth_dates: ISO 8601 where exact, else as written.
        countries: Nationalities, citizenships and flags, as written.
        phones: Telephone numbers, as written.
        is_cut: Whether the text ends in the middle, so that its last part could not be read.
    """

    aliases: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    birth_dates: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    is_cut: bool = False


def read_remarks(text: str) -> Remarks:
    """Aliases, numbers, dates of birth and countries in a remark.

    >>> found = read_remarks("DOB 10 Dec 1948; alt. DOB 1949; nationality Egypt; Passport 108 (Egypt); a.k.a. 'ABU X'.")
    >>> found.birth_dates, found.countries, found.aliases
    (('1948-12-10', '1949'), ('Egypt',), ('ABU X',))
    >>> found.identifiers
    (Identifier(kind='passport', value='108', country='Egypt'),)
    """
    is_cut = len(text) >= COLUMN and not text.endswith(".")
    parts = [" ".join(part.split()).removeprefix("alt. ") for part in text.removesuffix(".").split(";")]
    if is_cut:
        parts.pop()
    return Remarks(
        aliases=_all(_ALIAS, parts),
        identifiers=tuple(dict.fromkeys(number for part in parts if (number := _identifier(part)) is not None)),
        birth_dates=tuple(dict.fromkeys(birth_date(part[4:]) for part in parts if part.startswith("DOB "))),
        countries=tuple(dict.fromkeys(_all(_PLACE, parts) + _all(_FLAG, parts))),
        phones=tuple(dict.fromkeys(_all(_PHONE, parts))),
        is_cut=is_cut,
    )


def is_label(text: str) -> bool:
    """Whether a text is the label of a number: "Tax ID No.".

    >>> is_label("Vessel Registration Identification"), is_label("IMO 8898831")
    (True, False)
    """
    return text in _KIND or text in _SHORT


def birth_date(text: str) -> str:
    """A date of birth in ISO 8601, as exact as it was stated; anything else as written.

    >>> birth_date("10 Dec 1948"), birth_date("Dec 1948"), birth_date("circa 1951"), birth_date("31 Feb 1960")
    ('1948-12-10', '1948-12', 'circa 1951', '31 Feb 1960')
    """
    stated = _DAY.fullmatch(text)
    if stated is None or stated[2] not in _MONTHS:
        return text
    year, month = int(stated[3]), _MONTHS[stated[2]]
    if stated[1] is None:
        return f"{year:04}-{month:02}"
    try:
        return date(year, month, int(stated[1])).isoformat()
    except ValueError:
        return text


def _all(pattern: re.Pattern[str], parts: list[str]) -> tuple[str, ...]:
    return tuple(found[1] for part in parts if (found := pattern.fullmatch(part)) is not None)


def _identifier(part: str) -> Identifier | None:
    """The number in a part: of a label we know, else of any label that ends in "Number", "No." or "#"."""
    wallet = _WALLET.fullmatch(part)
    if wallet is not None:
        return Identifier("wallet", wallet[2])
    labelled = _NUMBERED.fullmatch(part)
    if labelled is not None:
        return _numbered(_KIND[labelled[1]], labelled[2])
    other = _OTHER.fullmatch(part)
    return _numbered("number", other[1]) if other is not None else None


def _numbered(kind: str, text: str) -> Identifier | None:
    number = _NUMBER.fullmatch(text)
    value = number["value"].strip() if number is not None else text.strip()
    if not any(mark.isdigit() for mark in value) and kind != "swift":
        return None
    return Identifier(kind, value, number["country"] if number is not None else None)
