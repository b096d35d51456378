"""The invented maker's group: a Chinese parent, a Dutch and a US affiliate.

The parent sells and ships in its own region, and is *not* an invoicing parent: an invoicing parent acts on every order,
and then each line would be judged under two seats although the Dutch or US company alone sells, ships and invoices it.
Orders under a group contract name the parent as their invoicing party; those, and only those, get both findings.
"""

from __future__ import annotations

from moratorium.terms.organisation import Entity, Organisation

GROUP = Organisation(
    name="Kestrel Robotics (example)",
    entities=(
        Entity("KR-CN", "CN", "Kestrel Robotics Parent (example)", persons=("CN",)),
        Entity("KR-NL", "NL", "Kestrel Robotics Europe (example)", persons=("DE", "NL"), default_seller=True),
        Entity("KR-US", "US", "Kestrel Robotics America (example)", persons=("US",)),
    ),
)

_REGIONS = {
    "KR-CN": ("AU", "CN", "IN", "JP", "KR", "SG"),
    "KR-US": ("BR", "CA", "MX", "US"),
}

CURRENCY = {"KR-CN": "CNY", "KR-NL": "EUR", "KR-US": "USD"}
"""Currency in which each company invoices."""

RATE = {"CNY": 7, "EUR": 1, "USD": 1.1}
"""Invented rates, units for one euro."""

_BY_ID = {entity.id: entity for entity in GROUP.entities}
_SELLERS = {country: _BY_ID[one] for one, countries in _REGIONS.items() for country in countries}


def entity(id: str) -> Entity:
    """The company of that id.

    >>> entity("KR-US").seat
    'US'
    """
    return _BY_ID[id]


def seller_for(country: str) -> Entity:
    """The company that serves a country; the Dutch one serves what no region names.

    >>> seller_for("JP").id, seller_for("KZ").id
    ('KR-CN', 'KR-NL')
    """
    return _SELLERS.get(country, GROUP.default)


def document() -> str:
    """Text of ``organisation.yaml``."""
    lines = [
        "# The group of an invented maker. No company here exists.",
        "# The parent is not an `invoicing_parent`: it would act on every order, and each line would be judged twice.",
        "# Orders under a group contract name it as their invoicing party instead.",
        f"name: {GROUP.name}",
        "entities:",
    ]
    for one in GROUP.entities:
        lines += [
            f"  - id: {one.id}",
            f"    seat: {one.seat}",
            f"    name: {one.name}",
            f"    capacities: [{', '.join(one.capacities)}]",
            f"    ships_from: {one.seat}",
            f"    persons: [{', '.join(one.persons or ())}]",
        ]
        lines += ["    default_seller: true"] if one.default_seller else []
    return "\n".join(lines) + "\n"
