"""Parties: persons and organisations, and the roles in which an order names them."""

from __future__ import annotations

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


class Address(msgspec.Struct, frozen=True, omit_defaults=True):
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


class Identifier(msgspec.Struct, frozen=True, omit_defaults=True):
    """An official number of a party, such as a tax number or a registration.

    Attributes:
        kind: ``tax``, ``registration``, ``lei``, ``imo``, ``passport`` or another word of the source.
        value: The number as written.
        country: Where it was issued, as written.
    """

    kind: str
    value: str
    country: str | None = None


class Party(msgspec.Struct, frozen=True, omit_defaults=True):
    """A person or organisation as one order or register states it.

    Attributes:
        id: The caller's id; None if the file names the party by name or address alone.
        names: Names as written, the first being the primary one.
        address: Where the party sits.
        identifiers: Official numbers.
        facts: Further stated facts by the party part of their vocabulary name, such as ``incorporated_on``.
    """

    id: str | None = None
    names: tuple[str, ...] = ()
    address: Address = Address()
    identifiers: tuple[Identifier, ...] = ()
    facts: dict[str, Scalar] = {}

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
