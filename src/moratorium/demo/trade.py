"""Regular trade: who orders what, when and how much, where nothing is planted but the gaps that records have."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import msgspec

from moratorium.demo.catalogue import PRODUCTS, Product
from moratorium.demo.chance import Chance, Urn
from moratorium.demo.network import Network, Partner
from moratorium.demo.orders import FIRST, LAST, Draft, Item
from moratorium.demo.organisation import entity, seller_for
from moratorium.demo.places import EU, leaves_the_eu
from moratorium.demo.truth import Truth, asked, general_authorisation, of_export

_MONTHS = (0.8, 0.85, 1.05, 1.2, 1.2, 1.1, 0.9, 0.8, 1.0, 1.0, 1.25, 1.3)
_WEEKDAYS = (1.1, 1.1, 1.0, 1.0, 0.9, 0.2, 0.1)
_GROWTH = {2021: 1.0, 2022: 1.12}

ACTIVITIES = Urn(
    (("sale", 66), ("spares", 21), ("repair", 6), ("activation", 4), ("take_back", 2), ("firmware_update", 1))
)
"""What is ordered, by how often."""

_LINES = Urn(((1, 38), (2, 25), (3, 17), (4, 12), (5, 8)))

_MODELS: dict[str, Urn[str]] = {
    "consumer": Urn((("KST-S1", 45), ("KST-P3", 35), ("BAT-P3", 15), ("RC-2", 5))),
    "enterprise": Urn(
        (("OSP-M4", 24), ("KST-P3", 30), ("CAM-V1", 14), ("CAM-T2L", 10), ("STN-RTK", 9), ("BAT-M4", 6), ("KST-P3T", 2),
         ("OSP-M4W", 2), ("OSP-M4L", 1), ("CAM-T2", 1), ("UNK-X", 1))
    ),
    "agriculture": Urn((("HRN-A10", 70), ("HRN-A30", 4), ("STN-RTK", 14), ("KST-P3", 12))),
    "safety": Urn((("OSP-M4", 40), ("KST-P3", 32), ("CAM-T2L", 16), ("KST-P3T", 4), ("OSP-M4W", 4), ("SCP-G8", 4))),
}  # fmt: skip
_PARTS = Urn(
    (("SPR-PRP", 34), ("BAT-P3", 16), ("BAT-M4", 14), ("SPR-ARM", 12), ("RC-2", 7), ("CHG-M4", 7), ("SPR-ANT", 4),
     ("SPR-TX", 3), ("SPR-RTK", 3))
)  # fmt: skip
_FIELDED = {"consumer": "KST-S1", "enterprise": "OSP-M4", "agriculture": "HRN-A10", "safety": "KST-P3"}
_USES = {
    "consumer": ("film", "media", "personal"),
    "enterprise": ("inspection", "mapping", "industrial"),
    "agriculture": ("agriculture",),
    "safety": ("emergency", "public_safety"),
}
_NO_END_USER = asked("end user not stated in a watched lane", "missing end user")
_NO_DESTINATION = asked("the record does not say where the goods go", "missing ship-to")


def days() -> Urn[date]:
    """Days of the two years, weighted by season, weekday and growth."""
    every = (FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1))
    return Urn([(day, _MONTHS[day.month - 1] * _WEEKDAYS[day.weekday()] * _GROWTH[day.year]) for day in every])


def regular(network: Network, chance: Chance) -> Iterator[Draft]:
    """Regular orders without end, in no order of days."""
    when, buyers = days(), network.buyers()
    while True:
        yield order(buyers.draw(chance), when.draw(chance), network, chance)


def order(
    buyer: Partner, placed: date, network: Network, chance: Chance, activity: str = "", seller: str = ""
) -> Draft:
    """A regular order of that buyer on that day."""
    activity = activity or ACTIVITIES.draw(chance)
    by_web = buyer.type == "individual"
    company = seller or seller_for(buyer.place.code).id
    end_user = _end_user(buyer, network, chance)
    goods = _goods(activity, buyer, chance)
    draft = Draft(
        activity=activity,
        placed=placed,
        ship=placed + timedelta(days=chance.randrange(1, 25 if activity == "repair" else 13)),
        seller="" if by_web and company == "KR-NL" else company,
        buyer=buyer,
        items=tuple(_item(product, quantity, activity, company, buyer.place.code) for product, quantity in goods),
        end_use=_end_use(buyer, end_user, sum(quantity for _, quantity in goods), chance),
        end_user=end_user,
        ship_to=buyer.place,
        invoiced_by_parent=company == "KR-NL" and buyer.type == "dealer" and chance.random() < 0.04,
        channel={"dealer": "dealer", "individual": "web"}.get(buyer.type, "key_account"),
        documented=buyer.is_watched,
    )
    return _with_gaps(draft, chance)


def relabelled(draft: Draft, truth: Truth) -> Draft:
    """The same order with that truth on every line."""
    items = tuple(msgspec.structs.replace(item, truth=truth) for item in draft.items)
    return msgspec.structs.replace(draft, items=items)


def _with_gaps(draft: Draft, chance: Chance) -> Draft:
    """One in twelve deliveries to a watched lane lacks its end user; one in 120 elsewhere lacks its destination."""
    if draft.activity not in ("sale", "spares") or draft.buyer.place.code in ("BY", "RU", "UA"):
        return draft
    if draft.documented and chance.random() < 1 / 12:
        gap = msgspec.structs.replace(draft, end_user=None, end_use="", documented=False)
        return relabelled(gap, _NO_END_USER)
    if not draft.documented and chance.random() < 1 / 120:
        return relabelled(msgspec.structs.replace(draft, ship_to=None), _NO_DESTINATION)
    return draft


def _end_user(buyer: Partner, network: Network, chance: Chance) -> Partner:
    """In a watched lane a dealer names its customer with the order; elsewhere it buys for its own stock."""
    if buyer.type == "dealer" and buyer.is_watched:
        return chance.choice(network.users(buyer.place.code))
    return buyer


def _end_use(buyer: Partner, end_user: Partner, units: int, chance: Chance) -> str:
    """Five units or more need a declared use; a dealer's smaller order is for resale."""
    if buyer.type == "dealer" and end_user is buyer and units < 5:
        return "resale"
    return "personal" if buyer.type == "individual" else chance.choice(_USES[end_user.segment])


def _goods(activity: str, buyer: Partner, chance: Chance) -> list[tuple[Product, int]]:
    if activity in ("repair", "activation", "firmware_update"):
        service = {"repair": "SVC-REP", "firmware_update": "FW-UPD"}.get(activity, _FIELDED[buyer.segment])
        return [(PRODUCTS[service], 1)]
    models = _PARTS if activity == "spares" else _MODELS[buyer.segment]
    chosen = dict.fromkeys(models.draw(chance) for _ in range(_LINES.draw(chance)))
    return [(product, _units(product, buyer, chance)) for product in map(PRODUCTS.__getitem__, chosen)]


def _units(product: Product, buyer: Partner, chance: Chance) -> int:
    """A dealer orders by the carton, a firm a few, a private buyer one; the dearer, the fewer."""
    if buyer.type == "individual":
        return 1
    most = 3 if product.price > 5000 else 6 if product.price > 1000 else 12
    return chance.randrange(1, most + 1) if buyer.type == "dealer" else chance.randrange(1, 2 + most // 4)


def _item(product: Product, quantity: int, activity: str, company: str, destination: str) -> Item:
    if activity not in ("sale", "spares"):
        return Item(product, quantity)
    origin = entity(company).seat or ""
    licence = _licence(product, quantity, destination) if leaves_the_eu(origin, destination) else ""
    return Item(product, quantity, licence, of_export(product, licence, origin, destination))


def _licence(product: Product, quantity: int, destination: str) -> str:
    """The general authorisation, or an individual one, which the maker holds for small quantities only."""
    if product.eu_annex1 in ("", "none") or destination in EU:
        return ""
    return general_authorisation(destination) or (f"NL-IND-{destination}-EXAMPLE" if quantity < 3 else "")
