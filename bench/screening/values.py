"""What an evaluation asks: queries, and the index that they are asked of."""

from __future__ import annotations

from dataclasses import dataclass

from moratorium.screening import ListVersion
from moratorium.screening.lists.entry import Kind


@dataclass(frozen=True)
class Query:
    """A name that is screened.

    Attributes:
        text: The name as somebody might write it.
        kind: What it names; ``unknown`` where the list does not say.
        expected: Key of the entry that ought to be found (``OFAC-SDN#36``); None for a party that is not listed.
        trait: How the name was made: the typing error, the system of romanisation, where a negative comes from.
        origin: The listed name that it was made from; empty for invented names.
    """

    text: str
    kind: Kind
    expected: str | None
    trait: str = ""
    origin: str = ""


@dataclass(frozen=True)
class QuerySet:
    """Queries, and the lists that they are asked of.

    Attributes:
        name: Such as ``alias-related/sdn``.
        versions: What to index. For some sets names were taken out of it, so each set has its own.
        queries: In an order that does not depend on the machine.
        about: What the set is, and what was left out of it and why, in words.
    """

    name: str
    versions: tuple[ListVersion, ...]
    queries: tuple[Query, ...]
    about: str
