"""What a column can feed: the closed list of fields of an order, each with its type and where it belongs.

The list follows the fact vocabulary, so a new fact can be mapped without a change here. What only we derive (who is on
a list, which territory an address lies in) cannot be stated by a file.
"""

from __future__ import annotations

import enum
import re

import msgspec

from moratorium.terms.party import PARTY_ROLES, PLACE_ROLES, ROLES
from moratorium.terms.vocabulary import VOCABULARY, Kind, Subject


class Level(enum.Enum):
    """What a field describes."""

    ORDER = "order"
    LINE = "line"
    PARTY = "party"
    PLACE = "place"


class Field(msgspec.Struct, frozen=True):
    """One field.

    Attributes:
        name: As written in a map.
        kind: How its cells are read.
        level: What it describes.
        role: The party or place role, else an empty text.
        attribute: What of the role, else the name.
        absent_is_false: Whether a fact is taken as false where nothing is stated.
    """

    name: str
    kind: Kind
    level: Level
    role: str = ""
    attribute: str = ""
    absent_is_false: bool = False


ADDRESS_PARTS = ("country", "region", "city", "postcode", "address")
IDENTIFIERS = {"tax_number": "tax", "registration": "registration", "lei": "lei"}
"""Fields of official numbers, with the kind that terms give them."""

NAMES = ("name", "name2", "name3", "name4")

_ORDER_FIELDS = {
    "order": Kind.TEXT,
    "activity": Kind.TEXT,
    "status": Kind.TEXT,
    "currency": Kind.TEXT,
    "placed_on": Kind.DAY,
}
_LINE_FIELDS = {
    "line": Kind.TEXT,
    "product": Kind.TEXT,
    "description": Kind.TEXT,
    "quantity": Kind.NUMBER,
    "unit_price": Kind.NUMBER,
    "value": Kind.NUMBER,
    "serials": Kind.SET,
}
_DERIVED_OF_ROLES = {"territory", "filled", "assumed", "named", "listed", "linked_to_listed"}
_DERIVED = re.compile(
    r"(actor|reference|any_role)\..*|activity_assumed|order_quantity|refused|product\.(catalogued|lists|controls)"
)
_SUBJECTS = {Subject.ORDER: Level.ORDER, Subject.LINE: Level.LINE, Subject.PRODUCT: Level.LINE}


def _fields() -> dict[str, Field]:
    fields = [Field(name, kind, Level.ORDER, attribute=name) for name, kind in _ORDER_FIELDS.items()]
    fields += [Field(name, kind, Level.LINE, attribute=name) for name, kind in _LINE_FIELDS.items()]
    for role in PARTY_ROLES:
        parts = ("id", *NAMES, *ADDRESS_PARTS, *IDENTIFIERS)
        fields += [Field(f"{role}.{part}", Kind.TEXT, Level.PARTY, role, part) for part in parts]
    for role in PLACE_ROLES:
        fields += [Field(f"{role}.{part}", Kind.TEXT, Level.PLACE, role, part) for part in ADDRESS_PARTS]
    taken = {field.name for field in fields}
    return {field.name: field for field in fields + [one for one in _facts() if one.name not in taken]}


def _facts() -> list[Field]:
    """Facts of the vocabulary that a file may state."""
    found = []
    for name, fact in VOCABULARY.items():
        role, _, attribute = name.partition(".")
        false = fact.absence.name == "FALSE"
        if _DERIVED.fullmatch(name) or (role in ROLES and attribute in _DERIVED_OF_ROLES):
            continue
        if role in PARTY_ROLES:
            found.append(Field(name, fact.kind, Level.PARTY, role, attribute, false))
        elif fact.subject in _SUBJECTS and role not in ROLES:
            found.append(Field(name, fact.kind, _SUBJECTS[fact.subject], attribute=name, absent_is_false=false))
    return found


FIELDS: dict[str, Field] = _fields()
"""All fields by name.

>>> FIELDS["end_user.country"].level, FIELDS["product.hs6"].level, FIELDS["contract.concluded_on"].kind
(<Level.PARTY: 'party'>, <Level.LINE: 'line'>, <Kind.DAY: 'day'>)
>>> "buyer.listed" in FIELDS
False
"""

PARTY_ATTRIBUTES: dict[str, Field] = {
    field.attribute: field for field in FIELDS.values() if field.role == PARTY_ROLES[0] and field.level is Level.PARTY
}
"""Fields of one party, by attribute: what a register of parties can state."""
