"""Activities: what an order wants done, and which roles each of them must name.

Source: the closed list of FACTS section 6. Activities of one order are a set, stated and derived: a movement of goods
across a border adds ``export``, within one country ``in_country_transfer``.
"""

from __future__ import annotations

import msgspec


class ActivityRule(msgspec.Struct, frozen=True):
    """What an activity is and whom it must name.

    Attributes:
        meaning: One line for people.
        required: Roles that must be filled; one left empty is unknown, never absent.
        moves_goods: Whether goods move, so that crossing a border makes it an export.
    """

    meaning: str
    required: tuple[str, ...] = ("buyer",)
    moves_goods: bool = False


_DELIVERY = ("buyer", "end_user", "ship_to")
"""The place of departure is ours: the order states it, or the acting entity's warehouse stands in (``decision``)."""

ACTIVITIES: dict[str, ActivityRule] = {
    "activation": ActivityRule("first binding of a unit to an account and place", ("end_user", "activation_place")),
    "brokering": ActivityRule("arranging a deal between third countries", ("buyer", "seller")),
    "cloud_service": ActivityRule("account, storage or fleet service", ("end_user",)),
    "data_disclosure": ActivityRule("handing data to somebody outside", ("buyer",)),
    "detection_service": ActivityRule("service that locates or identifies drones", ("end_user",)),
    "export": ActivityRule("goods leave a customs territory", _DELIVERY, moves_goods=True),
    "financing": ActivityRule("credit or guarantee for a deal", ("buyer",)),
    "firmware_update": ActivityRule("new firmware for a unit", ("end_user",)),
    "in_country_transfer": ActivityRule("change of holder or use within one country", _DELIVERY, moves_goods=True),
    "insurance": ActivityRule("cover for goods or their carriage", ("buyer",)),
    "map_or_geozone_service": ActivityRule("maps or geozones for a unit", ("end_user",)),
    "marketing": ActivityRule("promotion to a market", ("buyer",)),
    "partner_appointment": ActivityRule("making somebody a dealer or service partner", ("buyer",)),
    "partner_support": ActivityRule("help for a dealer or service partner", ("buyer",)),
    "quote": ActivityRule("an offer of goods or services", ("buyer",)),
    "reexport": ActivityRule("goods under a third country's law leave another country", _DELIVERY, moves_goods=True),
    "repair": ActivityRule("repair of a unit", ("buyer", "ship_to")),
    "sale": ActivityRule("sale of goods", _DELIVERY, moves_goods=True),
    "shipment": ActivityRule("goods leave the warehouse", _DELIVERY, moves_goods=True),
    "software_supply": ActivityRule("software or a licence for it", ("end_user",)),
    "spares": ActivityRule("spare parts and consumables", _DELIVERY, moves_goods=True),
    "supply": ActivityRule("goods are made available", _DELIVERY, moves_goods=True),
    "take_back": ActivityRule("goods come back to us: return, refund, recall", ("buyer",)),
    "technical_assistance": ActivityRule("advice or help with goods", ("buyer",)),
    "training": ActivityRule("instruction in the use of goods", ("buyer",)),
    "transit": ActivityRule("goods pass through a territory", _DELIVERY, moves_goods=True),
    "warranty": ActivityRule("service under warranty", ("buyer",)),
}


def is_required(role: str, activity: str) -> bool:
    """Whether an order of this activity must name somebody in this role.

    >>> is_required("end_user", "sale"), is_required("forwarder", "sale")
    (True, False)
    """
    rule = ACTIVITIES.get(activity)
    return rule is not None and role in rule.required
