"""Orders: something that somebody wants done. Always commercial; a suspension order is a measure."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import msgspec

from moratorium.errors import Fault, InputError
from moratorium.terms.activity import ACTIVITIES
from moratorium.terms.canon import digest
from moratorium.terms.party import PARTY_ROLES, PLACE_ROLES, Address, Party, Scalar

STATUSES = ("open", "shipped", "closed")
"""``open`` and not yet delivered orders are decided again when a measure comes into force."""


class Line(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line of an order.

    Attributes:
        number: The caller's line number; unique within the order.
        product: The caller's product id, joined to the catalogue.
        quantity: Units; None if not stated.
        value: Worth of the line in the order's currency; None if not stated.
        description: Free text, shown to people and never interpreted.
        serials: Serial numbers of the units, if known.
        facts: Further stated facts by vocabulary name, such as ``product.hs6``.
    """

    number: str
    product: str | None = None
    quantity: Decimal | None = None
    value: Decimal | None = None
    description: str | None = None
    serials: tuple[str, ...] = ()
    facts: dict[str, Scalar] = {}


class Order(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something that somebody wants done. Its identity is the caller's id and the activity.

    Attributes:
        id: The caller's id.
        activity: What is wanted, from the closed list.
        lines: At least one.
        status: ``open``, ``shipped`` or ``closed``.
        placed_on: Day on which the order was placed.
        currency: ISO 4217 code of all values.
        parties: Holders by party role; several holders of a role are joined.
        places: Addresses by place role; a transit may pass several.
        facts: Further stated facts by vocabulary name, such as ``contract.no_reexport_ru_clause``.
        assumed: Fields that nobody stated and the map assumed, such as ``end_user``.

    Raises:
        InputError: no lines, a repeated line number, or an unknown activity, status or role.
    """

    id: str
    activity: str
    lines: tuple[Line, ...]
    status: str = "open"
    placed_on: date | None = None
    currency: str | None = None
    parties: dict[str, tuple[Party, ...]] = {}
    places: dict[str, tuple[Address, ...]] = {}
    facts: dict[str, Scalar] = {}
    assumed: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        """An order that could not be judged cannot be built."""
        faults = [Fault(message, f"order {self.id}", help) for message, help in self._faults()]
        if faults:
            raise InputError.of(faults)

    def _faults(self) -> list[tuple[str, str]]:
        found = []
        if not self.id:
            found.append(("an order needs an id", "map a column to `order`"))
        if not self.lines:
            found.append(("an order without lines would be a silent allow", "give it at least one line"))
        if self.activity not in ACTIVITIES:
            found.append((f"unknown activity `{self.activity}`", f"one of {', '.join(ACTIVITIES)}"))
        if self.status not in STATUSES:
            found.append((f"unknown status `{self.status}`", f"one of {', '.join(STATUSES)}"))
        found += [(f"unknown party role `{role}`", "") for role in self.parties if role not in PARTY_ROLES]
        found += [(f"unknown place role `{role}`", "") for role in self.places if role not in PLACE_ROLES]
        if len({line.number for line in self.lines}) < len(self.lines):
            found.append(("a line number is repeated", "number the lines of an order apart"))
        return found

    @property
    def key(self) -> str:
        """Identity: caller's id and activity.

        >>> Order("SO-1", "sale", (Line("1"),)).key
        'SO-1/sale'
        """
        return f"{self.id}/{self.activity}"

    @property
    def is_undelivered(self) -> bool:
        """Whether a measure that comes into force can still stop it."""
        return self.status != "closed"

    def digest(self) -> str:
        """SHA-256 of the canonical order."""
        return digest(self)
