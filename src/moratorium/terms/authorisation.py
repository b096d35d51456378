"""Authorisations: licences and approvals with limits, and what is drawn from them.

An authorisation covers an order line only while something is drawn from it for that line. So what is left is known at
any moment, and two orders can never be covered by the same piece.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

import msgspec

from moratorium.errors import Fault

LAWS = ("cn", "eu", "us")
"""Whose law an authorisation is of; each has a fact of its own, ``licence.covers_eu`` and so on."""

PIECES = "pieces"
"""The unit of a limit on quantity; a limit on value has a currency as its unit."""

PLACES = 6
"""Decimal places that are kept of a quantity or a value."""

_MOST = Decimal(10) ** 12


class Authorised(msgspec.Struct, frozen=True, omit_defaults=True):
    """A licence or approval was put on record; the newest act of a number states its terms.

    Attributes:
        number: As the authority gave it.
        law: ``cn``, ``eu`` or ``us``.
        source: Where the document is, and who read it.
        title: For people.
        since: First day on which it counts; None without a beginning.
        until: First day on which it no longer counts; None without an end.
        quantity: The most that may be drawn, in pieces; None without such a limit.
        values: The most that may be drawn, in each currency; empty without such a limit.
        territories: Where goods may go and be used; empty for anywhere.
        parties: Our ids of consignees and end users whom it names; empty for anybody.
        products: Our ids of products; empty for any.
    """

    number: str
    law: str
    source: str
    title: str = ""
    since: date | None = None
    until: date | None = None
    quantity: Decimal | None = None
    values: dict[str, Decimal] = {}
    territories: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    products: tuple[str, ...] = ()

    @property
    def limits(self) -> dict[str, Decimal]:
        """The most that may be drawn, by unit.

        >>> Authorised("L-1", "eu", "letter", quantity=Decimal(5), values={"EUR": Decimal(900)}).limits
        {'pieces': Decimal('5'), 'EUR': Decimal('900')}
        """
        return ({} if self.quantity is None else {PIECES: self.quantity}) | self.values

    def counts_on(self, day: date) -> bool:
        """Whether a day lies within its validity."""
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)


class Drawn(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something was drawn from an authorisation for one order line, which it covers from then on.

    Attributes:
        order: Key of the order.
        line: Number of the line.
        authorisation: Number of the authorisation.
        quantity: In pieces.
        value: In ``currency``.
        currency: ISO 4217 code.
    """

    order: str
    line: str
    authorisation: str
    quantity: Decimal | None = None
    value: Decimal | None = None
    currency: str | None = None

    @property
    def amounts(self) -> dict[str, Decimal]:
        """What is drawn, by unit."""
        pieces = {} if self.quantity is None else {PIECES: self.quantity}
        worth = {} if self.value is None or self.currency is None else {self.currency: self.value}
        return pieces | worth


class Released(msgspec.Struct, frozen=True):
    """What was drawn was given back: the line is no longer covered, and the authorisation has it again.

    Attributes:
        drawdown: Log index of the ``drawn`` act.
        reason: Why.
    """

    drawdown: int
    reason: str


def faults_of(one: Authorised) -> Iterator[Fault]:
    """What is wrong with the terms of an authorisation, apart from codes that only the atlas knows."""
    at = f"authorisation {one.number}".strip()
    if not one.number.strip():
        yield Fault("an authorisation needs its number", at, "as the authority gave it")
    if one.law not in LAWS:
        yield Fault(f"unknown law `{one.law}`", at, f"one of {', '.join(LAWS)}")
    if not one.source.strip():
        yield Fault("an authorisation needs a source", at, "say where the document is")
    if one.since and one.until and one.until <= one.since:
        yield Fault(
            f"it would end on {one.until}, before it begins on {one.since}", at, "the end is the first day without it"
        )
    yield from amount_faults(one.limits, at)


def amount_faults(amounts: Mapping[str, Decimal], at: str) -> Iterator[Fault]:
    """What is wrong with quantities and values."""
    for unit, amount in amounts.items():
        if unit != PIECES and not (len(unit) == 3 and unit.isascii() and unit.isupper()):
            yield Fault(f"`{unit}` is no currency", at, "write its ISO 4217 code, such as EUR")
        if not amount.is_finite() or amount <= 0 or amount >= _MOST:
            yield Fault(f"`{amount}` {unit} is no amount above 0 and below {_MOST:,}", at, "write a number")
        elif amount != round(amount, PLACES):
            yield Fault(f"`{amount}` {unit} has more than {PLACES} decimal places", at, "round it")
