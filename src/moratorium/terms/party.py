"""Parties: persons and organisations, and the roles in which an order names them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

import msgspec

Scalar = bool | int | str
"""What a stated fact may be; decimals and days travel as text, as in JSON, and are typed by the vocabulary."""

PARTY_ROLES = (
    "seller",
    "buyer",
    "consignee",
    "intermediate_consignee",
    "end_user",
    "forwarder",
    "carrier",
    "bank",
    "invoicing_party",
)
"""Closed list. The consignee is the ultimate consignee; the end user may differ from it."""

PLACE_ROLES = ("ship_from", "ship_to", "transit", "end_use_place", "activation_place")
"""Closed list of places that an order names apart from its parties' seats."""

ROLES = PARTY_ROLES + PLACE_ROLES

_SPOKEN = {
    "ship_from": "place of departure",
    "ship_to": "place of delivery",
    "transit": "place of transit",
    "end_use_place": "place of use",
    "activation_place": "place of activation",
}


def spoken_role(role: str) -> str:
    """A role as people say it.

    >>> spoken_role("end_user"), spoken_role("ship_to")
    ('end user', 'place of delivery')
    """
    return _SPOKEN.get(role) or role.replace("_", " ")


class Address(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """A place as somebody wrote it. Nothing here is interpreted; the territory resolver does that.

    Attributes:
        country: Name or code of the country, as stated.
        region: Region, oblast, state, as stated.
        city: City, as stated.
        postcode: Postal code, as stated.
        text: Street and whatever else, or the whole address in one piece.
    """

    country: str | None = None
    region: str | None = None
    city: str | None = None
    postcode: str | None = None
    text: str | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was stated at all."""
        return not (self.country or self.region or self.city or self.postcode or self.text)


class Identifier(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """An official number of a party, such as a tax number or a registration.

    Attributes:
        kind: ``tax``, ``registration``, ``lei``, ``imo``, ``passport`` or another word of the source.
        value: The number as written.
        country: Where it was issued, as written.
    """

    kind: str
    value: str
    country: str | None = None


class Relation(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """Who owns or directs a party, as our register states it.

    Attributes:
        kind: ``owner`` or ``director``.
        who: Id of a party in our register, or a name as written.
        share: What an owner holds, in per cent; None if not known.
        since: First day; None if not known or from the beginning.
        until: First day on which it no longer holds; None if it lasts.
        source: Where it was read, as written.
    """

    kind: Literal["owner", "director"]
    who: str
    share: Decimal | None = None
    since: date | None = None
    until: date | None = None
    source: str = ""


class Party(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """A person or organisation as one order or register states it.

    Attributes:
        id: The caller's id; None if the file names the party by name or address alone.
        names: Names as written, the first being the primary one.
        address: Where the party sits.
        identifiers: Official numbers.
        facts: Further stated facts by the party part of their vocabulary name, such as ``incorporated_on``.
        birth_dates: Of a person, ISO 8601 where exact (a year alone is fine), else as written.
        phones: Telephone numbers as written.
        relations: Who owns and directs it; a register's, never an order's.
    """

    id: str | None = None
    names: tuple[str, ...] = ()
    address: Address = Address()
    identifiers: tuple[Identifier, ...] = ()
    facts: dict[str, Scalar] = {}
    birth_dates: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    relations: tuple[Relation, ...] = ()

    @property
    def subject(self) -> str | None:
        """The key under which answers about this party are kept: its id, or else its name and country.

        >>> Party(id="C-7").subject
        'party:C-7'
        >>> Party(names=("Ann Example",), address=Address(country="NL")).subject
        'party:Ann Example (NL)'
        """
        if self.id:
            return f"party:{self.id}"
        if self.names:
            return f"party:{self.names[0]} ({self.address.country or 'no country stated'})"
        return None
