"""An order as the demo plants it, and the row that each of its lines becomes in the ERP's export.

The export's headings are the names of the fact vocabulary, so that reading it needs no guess. Its status is that of
the end of 2022: what the suspension caught is still ``open``, with the day on which it was to be shipped.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import msgspec

from moratorium.demo.catalogue import Product
from moratorium.demo.network import Partner, said
from moratorium.demo.organisation import CURRENCY, GROUP, RATE, entity
from moratorium.demo.places import Place
from moratorium.demo.truth import HONEST, Truth

FIRST, LAST = date(2021, 1, 1), date(2022, 12, 31)
"""The two years of the export."""

SUSPENSION = date(2022, 4, 26)
"""Day from which the maker does no business in Russia and Ukraine."""

COLUMNS = (
    "order", "line", "activity", "status", "placed_on", "ship_on", "received_on", "returned_to_sender", "channel",
    "currency", "seller.id", "seller.name", "seller.country", "invoicing_party.id", "invoicing_party.name",
    "invoicing_party.country", "buyer.id", "buyer.name", "buyer.country", "buyer.city", "buyer.postcode",
    "ship_from.country", "ship_to.country", "ship_to.city", "ship_to.postcode", "transit.country",
    "activation_place.country", "activation_place.city", "activation_place.postcode", "end_user.id", "end_user.name",
    "end_user.country", "end_user.city", "end_user.postcode", "end_use.class", "end_use.statement_on_file",
    "contract.no_reexport_ru_clause", "route.known", "payment.method", "payment.by_third_party", "services_declined",
    "changed_late", "military_modification_requested", "product", "description", "quantity", "unit_price", "value",
    "licence.number", "licence.covers_eu",
)  # fmt: skip
"""Columns of ``orders.csv``."""

PREFIX = {
    "activation": "AC",
    "firmware_update": "FW",
    "repair": "RE",
    "sale": "SO",
    "spares": "SP",
    "take_back": "RT",
}
"""Activities of the demo, and the letters with which their order numbers begin."""

_MOVES = frozenset({"repair", "sale", "spares", "take_back"})
_DELIVERY = timedelta(days=6)


class Item(msgspec.Struct, frozen=True):
    """One line: what, how many, under which EU authorisation, and what ought to become of it."""

    product: Product
    quantity: int
    licence: str = ""
    truth: Truth = HONEST


class Draft(msgspec.Struct, frozen=True):
    """An order before it has a number.

    Attributes:
        activity: As in the vocabulary.
        placed: Day of the order.
        ship: Day on which it is to be, or was, shipped or done.
        seller: Id of our company; empty if the record names none (then the default seller acts).
        buyer: Who orders.
        items: Its lines.
        end_use: Declared end use, or empty.
        end_user: Who will use it; None if nobody asked.
        ship_to: Where it goes; None if the record does not say.
        transit: Country that the goods pass through, or empty.
        invoiced_by_parent: Whether it falls under a group contract.
        channel: As in the vocabulary.
        documented: Whether statement, route and clause are on file, as rules for watched lanes ask.
        stopped: Whether it was never shipped, or never delivered, and so is not closed at the end of 2022.
    """

    activity: str
    placed: date
    ship: date
    seller: str
    buyer: Partner
    items: tuple[Item, ...]
    end_use: str
    end_user: Partner | None
    ship_to: Place | None
    transit: str = ""
    invoiced_by_parent: bool = False
    channel: str = "dealer"
    documented: bool = False
    stopped: bool = False

    @property
    def status(self) -> str:
        """State at the end of 2022."""
        if self.stopped:
            return "shipped" if self.ship < SUSPENSION else "open"
        if self.ship > LAST:
            return "open"
        return "shipped" if self.ship + _DELIVERY > LAST else "closed"


def rows(draft: Draft, number: str) -> Iterator[dict[str, str]]:
    """Rows of ``orders.csv``, one a line."""
    head = _head(draft, number)
    currency = CURRENCY[draft.seller or GROUP.default.id]
    for line, item in enumerate(draft.items, 1):
        price = round(item.product.price * RATE[currency])
        yield head | {
            "line": str(line),
            "currency": currency,
            "product": item.product.id,
            "description": item.product.name,
            "quantity": str(item.quantity),
            "unit_price": f"{price}.00",
            "value": f"{price * item.quantity}.00",
            "licence.number": item.licence,
            "licence.covers_eu": "yes" if item.licence else "",
        }


def _head(draft: Draft, number: str) -> dict[str, str]:
    on_file = said(True if draft.documented else None)
    not_so = said(False if draft.documented else None)
    is_repair = draft.activity == "repair"
    return {
        "order": number,
        "activity": draft.activity,
        "status": draft.status,
        "placed_on": draft.placed.isoformat(),
        "ship_on": draft.ship.isoformat(),
        "received_on": draft.placed.isoformat() if is_repair else "",
        "returned_to_sender": "yes" if is_repair else "",
        "channel": draft.channel,
        "end_use.class": draft.end_use,
        "end_use.statement_on_file": on_file,
        "contract.no_reexport_ru_clause": on_file if draft.buyer.place.code not in ("BY", "RU", "UA") else "",
        "route.known": on_file,
        "payment.method": "card" if draft.channel == "web" else "bank_transfer",
        "payment.by_third_party": "no",
        "services_declined": not_so,
        "changed_late": not_so,
        "military_modification_requested": not_so,
        **_company("seller", draft.seller),
        **_company("invoicing_party", "KR-CN" if draft.invoiced_by_parent else ""),
        **_party("buyer", draft.buyer),
        **(_party("end_user", draft.end_user) if draft.end_user else {}),
        **_route(draft),
    }


def _company(role: str, id: str) -> dict[str, str]:
    if not id:
        return {}
    one = entity(id)
    return {f"{role}.id": one.id, f"{role}.name": one.name, f"{role}.country": one.seat or ""}


def _party(role: str, partner: Partner) -> dict[str, str]:
    return {f"{role}.id": partner.id, f"{role}.name": partner.name, **_place(role, partner.place)}


def _place(role: str, place: Place) -> dict[str, str]:
    return {f"{role}.country": place.written, f"{role}.city": place.city, f"{role}.postcode": place.postcode}


def _route(draft: Draft) -> dict[str, str]:
    if draft.activity == "activation":
        return _place("activation_place", draft.ship_to or draft.buyer.place)
    if draft.activity not in _MOVES:
        return {}
    warehouse = entity(draft.seller or GROUP.default.id).seat or ""
    if draft.activity == "take_back":
        return {"ship_from.country": draft.buyer.place.written, "ship_to.country": warehouse}
    to = _place("ship_to", draft.ship_to) if draft.ship_to else {}
    return {"ship_from.country": warehouse, "transit.country": draft.transit} | to
