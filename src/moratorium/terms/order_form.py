"""The form on which another program hands an order in: the JSON of ``POST /v1/decisions``.

It has the fields that a file of orders has (docs/maps.md), nested, not in columns. A field that is not on the form is
refused, since a misspelt one would otherwise be left out in silence. What is filled in is read by ``intake``.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

import msgspec
from msgspec import Meta

from moratorium.terms.party import PARTY_ROLES, PLACE_ROLES, Scalar

MAX_LINES = 10_000
"""Lines of one order."""

_TEXT = 2_000

Text = Annotated[str, Meta(max_length=_TEXT)]
Name = Annotated[str, Meta(min_length=1, max_length=200)]
Stated = Annotated[
    dict[str, Scalar],
    Meta(description="Further stated facts by name; see docs/vocabulary.md. Decimals and days are text."),
]


class AddressForm(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A place as written; nothing needs to be coded.

    Attributes:
        country: Name or code.
        region: Region, state, oblast.
        city: City.
        postcode: Postal code.
        text: Street and whatever else, or the whole address in one piece.
    """

    country: Text | None = None
    region: Text | None = None
    city: Text | None = None
    postcode: Text | None = None
    text: Text | None = None


class IdentifierForm(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """An official number.

    Attributes:
        kind: ``tax``, ``registration``, ``lei`` or another word.
        value: The number as written.
        country: Where it was issued.
    """

    kind: Name
    value: Name
    country: Text | None = None


class PartyForm(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A person or organisation.

    Attributes:
        id: Your id of it; answers about it are kept under this id.
        names: Names as written, the primary one first.
        address: Where it sits.
        identifiers: Official numbers.
        facts: Further stated facts, such as ``incorporated_on``.
    """

    id: Name | None = None
    names: tuple[Name, ...] = ()
    address: AddressForm = AddressForm()
    identifiers: tuple[IdentifierForm, ...] = ()
    facts: Stated = {}


class LineForm(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One line.

    Attributes:
        number: Your line number; unique within the order.
        product: Your product id, joined to the catalogue.
        quantity: Units; not negative, for a return is an order with the activity ``take_back``.
        value: Worth of the line in the order's currency.
        description: Shown to people, never interpreted.
        serials: Serial numbers.
        facts: Further stated facts, such as ``product.hs6``.
    """

    number: Name
    product: Name | None = None
    quantity: Number | None = None
    value: Number | None = None
    description: Text | None = None
    serials: tuple[Name, ...] = ()
    facts: Stated = {}


Number = Annotated[
    Decimal,
    Meta(extra_json_schema={"type": ["string", "number"], "description": "A decimal, as text or number, exact."}),
]

Parties = Annotated[
    dict[str, tuple[PartyForm, ...]],
    Meta(description=f"Holders by role: {', '.join(PARTY_ROLES)}. Several are joined."),
]
Places = Annotated[
    dict[str, tuple[AddressForm, ...]], Meta(description=f"Addresses by role: {', '.join(PLACE_ROLES)}.")
]


class OrderForm(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """An order. Its identity is ``id`` and ``activity``: the same order handed in again is decided anew.

    Attributes:
        id: Your id.
        activity: What is wanted: ``sale``, ``shipment``, ``repair``, … (docs/orders.md).
        lines: At least one.
        status: ``open``, ``shipped`` or ``closed``.
        placed_on: Day on which it was placed.
        currency: ISO 4217 code of all values.
        parties: Who is who.
        places: Places apart from the parties' seats.
        facts: Further stated facts, such as ``contract.no_reexport_ru_clause``.
        assumed: Roles or fields that your program filled in and nobody stated, such as ``end_user``.
    """

    id: Name
    activity: Name
    lines: Annotated[tuple[LineForm, ...], Meta(min_length=1, max_length=MAX_LINES)]
    status: Name = "open"
    placed_on: date | None = None
    currency: Name | None = None
    parties: Parties = {}
    places: Places = {}
    facts: Stated = {}
    assumed: tuple[Name, ...] = ()
