"""What an official list says about one listed party, in one shape for all lists.

Nothing is interpreted here: countries, dates and numbers stand as the publisher wrote them, and every name is kept in
its original spelling. How much weight a name carries is the publisher's own statement (``quality``).

One party may stand in several rows of a file. Such rows are joined: their names, numbers and countries are those of
one entry. Where a publisher gives each party one row, a second row under the same id is joined too, and noted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

import msgspec

from moratorium.errors import Fault
from moratorium.terms.party import Address, Identifier

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

Kind = Literal["person", "entity", "vessel", "aircraft", "unknown"]
Quality = Literal["primary", "strong", "weak"]
_RANK = {"primary": 0, "strong": 1, "weak": 2}


class ListName(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """A name of a listed party.

    Attributes:
        text: As the publisher wrote it.
        quality: ``primary``, ``strong`` (a good alias) or ``weak`` (a nickname, a low-quality alias).
        script: Its script, where the publisher states one, as stated.
        language: Its language, where the publisher states one, as stated.
    """

    text: str
    quality: Quality = "primary"
    script: str | None = None
    language: str | None = None


class Entry(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """One listed party.

    Attributes:
        id: The publisher's own number; where it gives none, made from what the entry says (see ``csl``).
        list: Id of the list, such as ``OFAC-SDN``.
        kind: What is listed; ``unknown`` where the publisher does not say.
        names: Primary name first, then aliases.
        identifiers: Official numbers.
        birth_dates: Dates of birth, ISO 8601 where exact (a year alone is fine), else as written.
        countries: Countries of addresses, nationality, citizenship and flag, as written.
        addresses: Addresses that say more than a country.
        phones: Telephone numbers, as written.
        programmes: Sanctions programmes or regimes.
        licence_requirement: Which items need a licence, as written.
        licence_policy: How applications are judged, as written.
        notice: The legal notice that listed it.
        remarks: All else the publisher says, as written.
    """

    id: str
    list: str
    kind: Kind
    names: tuple[ListName, ...]
    identifiers: tuple[Identifier, ...] = ()
    birth_dates: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    addresses: tuple[Address, ...] = ()
    phones: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    licence_requirement: str | None = None
    licence_policy: str | None = None
    notice: str | None = None
    remarks: str | None = None

    @property
    def key(self) -> str:
        """The entry's key across lists, under which answers about it are kept.

        >>> Entry("36", "OFAC-SDN", "entity", (ListName("AEROCARIBBEAN AIRLINES"),)).key
        'OFAC-SDN#36'
        """
        return f"{self.list}#{self.id}"

    @property
    def name(self) -> str:
        """The primary name as written."""
        return self.names[0].text


class Reading(msgspec.Struct, frozen=True):
    """What a reader found in a file: every row is an entry, or belongs to one, or is reported.

    Attributes:
        entries: In the order of the file.
        lists: Ids of the lists that the file holds, even those without an entry.
        rejected: Rows that could not be read, each with its place.
        stated: How many entries the file itself says it holds; None if it does not say.
        stated_on: Day on which the file says it was made; None if it does not say.
        notes: What a person should know: rows joined, remarks cut off by the publisher, a missing end mark.
    """

    entries: tuple[Entry, ...]
    lists: tuple[str, ...]
    rejected: tuple[Fault, ...] = ()
    stated: int | None = None
    stated_on: date | None = None
    notes: tuple[Fault, ...] = ()


def names_of(primary: str, *aliases: tuple[str, Quality]) -> tuple[ListName, ...]:
    """Names without blanks and repetitions, the primary one first.

    >>> [name.text for name in names_of(" ACME  LTD", ("Acme", "strong"), ("", "weak"), ("Acme", "weak"))]
    ['ACME LTD', 'Acme']
    """
    return distinct_names([ListName(primary), *(ListName(text, quality) for text, quality in aliases)])


def distinct_names(names: Iterable[ListName]) -> tuple[ListName, ...]:
    """Names without blanks and repetitions, in order; of equal spellings the better quality stays.

    >>> names = distinct_names([ListName("ANN"), ListName("Al ", "weak"), ListName("Al", "strong")])
    >>> [(name.text, name.quality) for name in names]
    [('ANN', 'primary'), ('Al', 'strong')]
    """
    found: dict[str, ListName] = {}
    for name in names:
        text = " ".join(name.text.split())
        before = found.get(text)
        if text and (before is None or _RANK[name.quality] < _RANK[before.quality]):
            found[text] = msgspec.structs.replace(name, text=text)
    return tuple(found.values())


def distinct(texts: Iterable[str | None]) -> tuple[str, ...]:
    """Texts without blanks and repetitions, in order."""
    return tuple(dict.fromkeys(text for each in texts if each and (text := " ".join(each.split()))))


def statement(*parts: tuple[str, str | None] | str | None) -> str | None:
    """Remarks put together: each part, with its label where it has one.

    >>> statement("Governor", ("vessel type", "Tanker"), ("vessel owner", None))
    'Governor; vessel type: Tanker'
    """
    labelled = [
        part if part is None or isinstance(part, str) else part[1] and f"{part[0]}: {part[1].strip()}" for part in parts
    ]
    return "; ".join(part.strip() for part in labelled if part and part.strip()) or None


def address(
    country: str | None = None,
    city: str | None = None,
    text: str | None = None,
    region: str | None = None,
    postcode: str | None = None,
) -> tuple[Address, ...]:
    """An address, if it says more than a country.

    >>> address("NL"), address("NL", city=" Barendrecht ")[0].city
    ((), 'Barendrecht')
    """
    parts = (" ".join(part.split()) if part else None for part in (country, region, city, postcode, text))
    found = Address(*(part or None for part in parts))
    says_more = found.region or found.city or found.postcode or found.text
    return (found,) if says_more else ()


def day_of(instant: str | None) -> date | None:
    """The day of an instant in ISO 8601; None if there is none to be read.

    >>> day_of("2026-02-27T14:00:00Z"), day_of("yesterday"), day_of("2026-02-31")
    (datetime.date(2026, 2, 27), None, None)
    """
    stated = _DAY.match(instant or "")
    try:
        return date.fromisoformat(stated[0]) if stated else None
    except ValueError:
        return None


def gathered(rows: Iterable[tuple[str, Entry]], notes: list[Fault]) -> tuple[Entry, ...]:
    """Entries in the order in which they first appear; rows under one key are joined, and that is noted.

    >>> notes: list[Fault] = []
    >>> one, two = (Entry("1", "OWN", "unknown", (ListName(text),)) for text in ("Acme", "Acme Trading"))
    >>> [name.text for name in gathered([("own:2", one), ("own:5", two)], notes)[0].names]
    ['Acme', 'Acme Trading']
    >>> str(notes[0])
    'own:5: entry `1` stands here again (2 rows); joined with the first'
    """
    found: dict[str, list[Entry]] = {}
    again: dict[str, str] = {}
    for at, entry in rows:
        same = found.setdefault(entry.key, [])
        if same:
            again.setdefault(entry.key, at)
        same.append(entry)
    for key, at in again.items():
        same = found[key]
        notes.append(Fault(f"entry `{same[0].id}` stands here again ({len(same):,} rows); joined with the first", at))
    return tuple(same[0] if len(same) == 1 else joined(same) for same in found.values())


def joined(entries: Sequence[Entry]) -> Entry:
    """One entry that says what several rows of one party say; its primary name is that of the first row."""
    first, *others = entries
    more = [
        msgspec.structs.replace(name, quality="strong") if name.quality == "primary" else name
        for entry in others
        for name in entry.names
    ]
    return Entry(
        first.id,
        first.list,
        next((entry.kind for entry in entries if entry.kind != "unknown"), "unknown"),
        distinct_names([*first.names, *more]),
        identifiers=tuple(dict.fromkeys(number for entry in entries for number in entry.identifiers)),
        birth_dates=distinct(day for entry in entries for day in entry.birth_dates),
        countries=distinct(country for entry in entries for country in entry.countries),
        addresses=tuple(dict.fromkeys(place for entry in entries for place in entry.addresses)),
        phones=distinct(phone for entry in entries for phone in entry.phones),
        programmes=distinct(programme for entry in entries for programme in entry.programmes),
        licence_requirement=statement(*distinct(entry.licence_requirement for entry in entries)),
        licence_policy=statement(*distinct(entry.licence_policy for entry in entries)),
        notice=statement(*distinct(entry.notice for entry in entries)),
        remarks=statement(*distinct(entry.remarks for entry in entries)),
    )
