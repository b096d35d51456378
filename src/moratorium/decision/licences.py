"""Whether what is drawn from an authorisation covers an order line.

A line is covered while something is drawn for it from an authorisation that counts on the day, names its product,
its consignees and end users and where the goods go and are used, and while no more is wanted than was drawn. What
cannot be told is unknown, and holds; what differs is not covered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

import msgspec

from moratorium.conditions.bind import Extent
from moratorium.terms.authorisation import Authorised, Drawn
from moratorium.terms.canon import digest
from moratorium.terms.members import Members
from moratorium.terms.order import Line, Order
from moratorium.terms.truth import Truth

NAMED = ("consignee", "end_user")
"""Roles whose holders an authorisation names, if it names anybody."""

_NOTHING = digest(None)


class Drawdown(msgspec.Struct, frozen=True):
    """What was drawn for a line, and the terms of what it was drawn from."""

    drawn: Drawn
    terms: Authorised


class Licences(msgspec.Struct, frozen=True):
    """Our register of authorisations, as far as something is drawn from it.

    Attributes:
        of: What stands drawn, by key of the order and number of the line.
        digest: Over all of it.
    """

    of: Mapping[tuple[str, str], tuple[Drawdown, ...]] = {}
    digest: str = _NOTHING


def licences_of(drawdowns: Iterable[Drawdown]) -> Licences:
    """The register of what stands drawn, oldest first."""
    found: dict[tuple[str, str], tuple[Drawdown, ...]] = {}
    for one in drawdowns:
        key = (one.drawn.order, one.drawn.line)
        found[key] = (*found.get(key, ()), one)
    return Licences(found, digest([found[key] for key in sorted(found)])) if found else Licences()


def gaps(
    one: Drawdown,
    order: Order,
    line: Line,
    destination: Members,
    extent: Callable[[tuple[str, ...]], Extent],
    day: date | None,
) -> Iterator[tuple[Truth, str]]:
    """What keeps a drawdown from covering a line: False where it differs, None where it is unknown, with words.

    Args:
        one: The drawdown.
        order: The order.
        line: Its line.
        destination: Where the goods go and are used.
        extent: What lies within territories on the day.
        day: Valid day; None leaves validity out.
    """
    terms = one.terms
    if day is not None and not terms.counts_on(day):
        yield False, f"it does not count on {day}"
    if terms.products and line.product not in terms.products:
        yield None if line.product is None else False, f"product `{line.product or 'unknown'}` is not named in it"
    if terms.parties:
        yield from _strangers(terms, order)
    if terms.territories:
        within = _within(destination, extent(terms.territories))
        if within is not True:
            where = ", ".join(sorted(destination.known | destination.possible)) or "an unknown place"
            yield within, f"the goods go to or are used in {where}, it names {', '.join(terms.territories)}"
    yield from _wanted(one, order, line)


def _strangers(terms: Authorised, order: Order) -> Iterator[tuple[Truth, str]]:
    holders = [(role, party) for role in NAMED for party in order.parties.get(role, ())]
    if not holders:
        yield None, "neither consignee nor end user is known"
    for role, party in holders:
        if party.id not in terms.parties:
            name = party.id or next(iter(party.names), "unknown")
            yield None if party.id is None else False, f"the {role.replace('_', ' ')} `{name}` is not named in it"


def _within(places: Members, asked: Extent) -> Truth:
    """Whether all of a set lies within what is asked."""
    if any(code not in asked.inside and code not in asked.overlaps for code in places.known):
        return False
    certain = not places.open and (places.known | places.possible) <= asked.inside
    return True if certain and places.known else None


def _wanted(one: Drawdown, order: Order, line: Line) -> Iterator[tuple[Truth, str]]:
    """Whether the line wants no more than was drawn for it, of what the authorisation limits."""
    terms, drawn = one.terms, one.drawn
    if terms.quantity is not None:
        if line.quantity is None or drawn.quantity is None:
            yield None, "the quantity of the line is not known"
        elif line.quantity > drawn.quantity:
            yield False, f"{line.quantity} pieces are wanted, {drawn.quantity} are drawn"
    if terms.values:
        if line.value is None or drawn.value is None or drawn.currency != order.currency:
            yield None, f"the value of the line in {drawn.currency or 'its currency'} is not known"
        elif line.value > drawn.value:
            yield False, f"{line.value} {order.currency} are wanted, {drawn.value} are drawn"
