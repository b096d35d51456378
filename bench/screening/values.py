"""What an evaluation asks: queries, and the index that they are asked of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from zlib import crc32

from moratorium.screening import ListVersion
from moratorium.screening.lists.entry import Kind

Half = Literal["even", "odd"]
"""The numbers of the score were fitted on the even half of the sets; the odd half was not looked at."""


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

    @property
    def half(self) -> Half:
        """By the entry that it asks for, so that all names of an entry lie in one half; of a negative by its text."""
        return "odd" if crc32((self.expected or self.text).encode()) % 2 else "even"


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
