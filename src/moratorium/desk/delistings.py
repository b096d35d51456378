"""A delisting as it is shown: both sides' words side by side, which products are out, and what they are worth.

What is worth what is told twice and never mixed: as somebody entered it, line by line, and as our orders have it. The
orders are those that the case is linked to; without any, those of the party that it is linked to which are not
delivered or are held. Where products are entered, only their lines are counted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

import msgspec

from moratorium.desk.directory import Directory
from moratorium.desk.home import Home
from moratorium.errors import InputError
from moratorium.registers.case import Case
from moratorium.store import Connection, blobs, cases, directory, projections
from moratorium.store.projections import OrderRow
from moratorium.terms.order import Order

KIND = "delisting"
COMPANY, PARTNER, PRESS = "company", "partner", "press"
MOST_ORDERS = 200
"""Orders that are read for one delisting; where there are more, it is told."""


@dataclass(frozen=True)
class Wording:
    """How one side describes it.

    Attributes:
        number: Of the part.
        author: ``partner``, ``company`` or ``press``.
        text: Letter for letter.
        language: Of the text; empty if nobody said.
        channel: Where it was said; empty if nobody said.
        said_at: When, as an instant; empty if nobody said.
        digest: SHA-256 of the text.
    """

    number: int
    author: str
    text: str
    language: str
    channel: str
    said_at: str
    digest: str


@dataclass(frozen=True)
class StatedLine:
    """A product that is out, as somebody entered it.

    Attributes:
        product: Our id of it.
        quantity: Pieces a month, or on order; None if it is not stated.
        value: Their value; None if it is not stated.
        currency: Its currency.
    """

    product: str
    quantity: Decimal | None
    value: Decimal | None
    currency: str


@dataclass(frozen=True)
class AffectedOrder:
    """An order with lines that are affected.

    Attributes:
        id: The caller's id.
        key: Its key.
        effect: As it was decided last.
        status: ``open``, ``shipped`` or ``closed``.
        lines: How many of its lines are affected.
        value: Their value, as far as it is stated; None if of one it is not.
        currency: Its currency; empty if none is stated.
    """

    id: str
    key: str
    effect: str
    status: str
    lines: int
    value: Decimal | None
    currency: str


@dataclass(frozen=True)
class Delisting:
    """A delisting as it is shown.

    Attributes:
        case: As it stands.
        partner: Wordings of the partner, the oldest first.
        company: Our wordings.
        press: Wordings of the press.
        lines: Products that are out, as they were entered.
        stated: Their value, by currency.
        orders: Orders of ours that are affected.
        worth: Value of their lines, by currency, as far as it is stated.
        is_linked: Whether the orders are those that the case is linked to.
        has_more: Whether there are more orders than were read.
    """

    case: Case
    partner: tuple[Wording, ...]
    company: tuple[Wording, ...]
    press: tuple[Wording, ...]
    lines: tuple[StatedLine, ...]
    stated: dict[str, Decimal]
    orders: tuple[AffectedOrder, ...]
    worth: dict[str, Decimal]
    is_linked: bool
    has_more: bool


def delisting(home: Home, known: Directory, id: str) -> Delisting:
    """A delisting with what it affects.

    Args:
        home: The state.
        known: The directory, which knows whose orders are whose.
        id: Of the case.

    Raises:
        MissingError: no such case.
        InputError: the case is of another kind.
    """
    known.look()
    with home.store.read() as connection:
        case = cases.case(connection, id)
        if case.kind != KIND:
            raise InputError("this case is no delisting", id, "see the cases of that kind: moratorium case list")
        lines = tuple(_stated(case))
        rows, is_linked, has_more = _rows(connection, case)
        orders = tuple(_affected(connection, rows, frozenset(one.product for one in lines if one.product)))
    wordings = [_wording(number, part) for number, part in case.parts_of("wording").items()]
    return Delisting(
        case,
        tuple(one for one in wordings if one.author == PARTNER),
        tuple(one for one in wordings if one.author == COMPANY),
        tuple(one for one in wordings if one.author == PRESS),
        lines,
        _sums((one.currency, one.value) for one in lines),
        orders,
        _sums((one.currency, one.value) for one in orders),
        is_linked,
        has_more,
    )


def _wording(number: int, part: Mapping[str, str]) -> Wording:
    return Wording(
        number, *(part.get(name, "") for name in ("author", "text", "language", "channel", "said_at", "digest"))
    )


def _stated(case: Case) -> Iterator[StatedLine]:
    for part in case.parts_of("line").values():
        quantity, value = (Decimal(part[name]) if part.get(name) else None for name in ("quantity", "value"))
        yield StatedLine(part.get("product", ""), quantity, value, part.get("currency", ""))


def _rows(connection: Connection, case: Case) -> tuple[list[OrderRow], bool, bool]:
    """Orders of the case, whether it is linked to them itself, and whether there are more."""
    linked = [one.target for one in case.links if one.kind == "order"]
    keys = linked or [
        key
        for one in case.links
        if one.kind == "party"
        for key in directory.to_decide_again(connection, f"party:{one.target}", MOST_ORDERS + 1)
    ]
    found = (projections.order(connection, key) for key in dict.fromkeys(keys[:MOST_ORDERS]))
    return [row for row in found if row is not None], bool(linked), len(keys) > MOST_ORDERS


def _affected(connection: Connection, rows: Iterable[OrderRow], products: frozenset[str]) -> Iterator[AffectedOrder]:
    for row in rows:
        order = msgspec.json.decode(blobs.get(connection, row.digest), type=Order)
        lines = [line for line in order.lines if not products or line.product in products]
        if not lines:
            continue
        values = [line.value for line in lines]
        value = None if None in values else sum((one for one in values if one is not None), Decimal(0))
        yield AffectedOrder(row.id, row.key, row.effect, row.status, len(lines), value, order.currency or "")


def _sums(of: Iterable[tuple[str, Decimal | None]]) -> dict[str, Decimal]:
    """Sums by currency; what is not stated adds nothing."""
    found: dict[str, Decimal] = defaultdict(Decimal)
    for currency, value in of:
        if value is not None:
            found[currency] += value
    return dict(sorted(found.items()))
