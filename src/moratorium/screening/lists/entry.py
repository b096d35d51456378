"""What an official list says about one listed party, in one shape for all lists.

Nothing is interpreted here: countries, dates and numbers stand as the publisher wrote them, and every name is kept in
its original spelling. How much weight a name carries is the publisher's own statement (``quality``).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal

import msgspec

from moratorium.errors import Fault
from moratorium.terms.party import Identifier

Kind = Literal["person", "entity", "vessel", "aircraft", "unknown"]
Quality = Literal["primary", "strong", "weak"]


class ListName(msgspec.Struct, frozen=True, gc=False):
    """A name of a listed party.

    Attributes:
        text: As the publisher wrote it.
        quality: ``primary``, ``strong`` (a good alias) or ``weak`` (a nickname, a low-quality alias).
    """

    text: str
    quality: Quality = "primary"


class Entry(msgspec.Struct, frozen=True, omit_defaults=True):
    """One listed party.

    Attributes:
        id: The publisher's own number; where it gives none, made from what the entry says (see ``csl``).
        list: Id of the list, such as ``OFAC-SDN``.
        kind: What is listed; ``unknown`` where the publisher does not say.
        names: Primary name first, then aliases.
        identifiers: Official numbers.
        birth_dates: Dates of birth, ISO 8601 where exact (a year alone is fine), else as written.
        countries: Countries of addresses, nationality, citizenship and flag, as written.
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
    """What a reader found in a file: every row is an entry or is reported.

    Attributes:
        entries: In the order of the file.
        lists: Ids of the lists that the file holds, even those without an entry.
        rejected: Rows that could not be read, each with its place.
        stated: How many entries the file itself says it holds; None if it does not say.
        stated_on: Day on which the file says it was made; None if it does not say.
        notes: What a person should know: remarks cut off by the publisher, a missing end mark.
    """

    entries: tuple[Entry, ...]
    lists: tuple[str, ...]
    rejected: tuple[Fault, ...] = ()
    stated: int | None = None
    stated_on: date | None = None
    notes: tuple[Fault, ...] = ()


def names_of(primary: str, *aliases: tuple[str, Quality]) -> tuple[ListName, ...]:
    """Names without blanks and repetitions; of two equal spellings the first stays.

    >>> [name.text for name in names_of(" ACME  LTD", ("Acme", "strong"), ("", "weak"), ("Acme", "weak"))]
    ['ACME LTD', 'Acme']
    """
    found: dict[str, ListName] = {}
    offered: tuple[tuple[str, Quality], ...] = ((primary, "primary"), *aliases)
    for text, quality in offered:
        spelling = " ".join(text.split())
        if spelling:
            found.setdefault(spelling, ListName(spelling, quality))
    return tuple(found.values())


def distinct(texts: Iterable[str | None]) -> tuple[str, ...]:
    """Texts without blanks and repetitions, in order."""
    return tuple(dict.fromkeys(text for each in texts if each and (text := " ".join(each.split()))))
