"""Licences and approvals: put on record, drawn down for order lines, given back.

What is drawn is counted under the lock of the one writer, so two orders that draw at once can never be covered by the
same piece; the database refuses it too. A line is covered while something is drawn for it; whether it still is, is
judged anew with every decision (:mod:`moratorium.decision.licences`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import msgspec

from moratorium.decision.licences import NAMED, Drawdown, gaps
from moratorium.desk import package
from moratorium.desk.home import Home
from moratorium.desk.record import record_one
from moratorium.errors import ConflictError, Fault, InputError, MissingError, RefusedError
from moratorium.store import Connection, blobs, projections
from moratorium.store.projections import AuthorisationRow, DrawdownRow
from moratorium.terms.authorisation import PIECES, Authorised, Drawn, Released, amount_faults, faults_of
from moratorium.terms.members import Members
from moratorium.terms.order import Line, Order

_WHO = "moratorium whoami --new NAME, then add `--as NAME`"
_LIST = "moratorium licence list"
_WORTH = "--value and --currency"


@dataclass(frozen=True)
class Asked:
    """What somebody wants to draw.

    Attributes:
        number: Of the authorisation.
        order: The order's id, or its key.
        line: Number of the line; empty if the order has only one.
        quantity: In pieces; None takes what the line states.
        value: In ``currency``; None takes what the line states.
        currency: ISO 4217 code; None takes the order's.
    """

    number: str
    order: str
    line: str = ""
    quantity: Decimal | None = None
    value: Decimal | None = None
    currency: str | None = None


@dataclass(frozen=True)
class Drew:
    """What drawing came to.

    Attributes:
        drawdown: Its number, to release it by.
        drawn: What was drawn.
        is_new: Whether it was drawn now; the same was drawn before otherwise, and is not drawn twice.
        left: What is left of the authorisation, by unit.
        unknown: Why it cannot be told yet whether it covers the line.
    """

    drawdown: int
    drawn: Drawn
    is_new: bool
    left: dict[str, Decimal]
    unknown: tuple[str, ...] = ()


def add(home: Home, terms: Authorised, replaces: int | None = None) -> int:
    """Put an authorisation on record, or state new terms of one; returns the log index of the act.

    Args:
        home: The state.
        terms: What it says.
        replaces: Log index of the act that stated the terms so far; None for an authorisation that is new.

    Raises:
        RefusedError: nobody is named, or more is drawn than the new terms would leave.
        InputError: the terms are faulty; all faults at once.
        ConflictError: it is on record already, or somebody changed it since.
        MissingError: it is to be replaced and is not there.
    """
    _somebody(home, "an authorisation")
    if faults := [*faults_of(terms), *_strange_codes(terms)]:
        raise InputError.of(faults)
    with home.store.begin() as connection:
        found = projections.authorisation(connection, terms.number)
        _check_replaced(terms.number, found, replaces)
        if found is not None and found.terms == terms:
            return found.act
        return record_one(home, connection, "authorised", terms.number, terms)


def _strange_codes(terms: Authorised) -> Iterator[Fault]:
    atlas = package.atlas()
    for code in terms.territories:
        if not atlas.knows(code):
            yield Fault(f"`{code}` is no territory", f"authorisation {terms.number}", atlas.suggest(code))


def _check_replaced(number: str, found: AuthorisationRow | None, replaces: int | None) -> None:
    if found is None and replaces is not None:
        raise MissingError(f"no authorisation `{number}` to replace", help=_LIST)
    if found is not None and replaces is None:
        help = f"give --replace {found.act} to state new terms"
        raise ConflictError(f"authorisation `{number}` is on record already, by act {found.act}", help=help)
    if found is not None and found.act != replaces:
        help = "look at it again, then replace the newest terms"
        raise ConflictError(f"authorisation `{number}` was changed since, by act {found.act}", help=help)


def draw(home: Home, asked: Asked) -> Drew:
    """Draw from an authorisation for an order line; the same is drawn once, however often it is asked for.

    Raises:
        RefusedError: nobody is named, it is not valid today, it does not name what the line is about, or it leaves
            less than is asked for.
        MissingError: no such authorisation, order or line.
        InputError: the authorisation limits what is not stated; or several orders have this id.
        ConflictError: another quantity or value is drawn for this line already.
    """
    _somebody(home, "a drawdown")
    with home.store.begin() as connection:
        row = _authorisation(connection, asked.number)
        order = _order(connection, asked.order)
        drawn = _wanted(asked, order, _line(order, asked.line))
        before = _standing(connection, drawn)
        if before is not None:
            return Drew(before.act, before.drawn, False, row.left)
        unknown = _check_covered(home, row, drawn, order)
        _check_left(row, drawn)
        index = record_one(home, connection, "drawn", drawn.order, drawn)
        return Drew(index, drawn, True, _authorisation(connection, asked.number).left, unknown)


def _wanted(asked: Asked, order: Order, line: Line) -> Drawn:
    value = line.value if asked.value is None else asked.value
    currency = asked.currency or (order.currency if value is not None else None)
    quantity = line.quantity if asked.quantity is None else asked.quantity
    drawn = Drawn(order.key, line.number, asked.number, quantity, value, currency if value is not None else None)
    if faults := list(amount_faults(drawn.amounts, f"order {order.key}, line {line.number}")):
        raise InputError.of(faults)
    return drawn


def _standing(connection: Connection, drawn: Drawn) -> DrawdownRow | None:
    for row in projections.drawdowns_of_line(connection, drawn.order, drawn.line):
        if row.drawn.authorisation != drawn.authorisation:
            continue
        if row.drawn != drawn:
            message = f"drawdown {row.act} stands for this line already, with {_spoken(row.drawn.amounts)}"
            raise ConflictError(
                message, drawn.order, f"moratorium licence release {row.act} --reason REASON, then draw"
            )
        return row
    return None


def _check_covered(home: Home, row: AuthorisationRow, drawn: Drawn, order: Order) -> tuple[str, ...]:
    """Refuse what it certainly does not cover; returns what cannot be told from the order alone."""
    atlas, day = package.atlas(), home.today()
    line = next(one for one in order.lines if one.number == drawn.line)
    one = Drawdown(drawn, row.terms)
    found = list(gaps(one, order, line, _destination(order), lambda codes: atlas.extent(codes, day), day))
    if against := [words for truth, words in found if truth is False]:
        raise RefusedError(
            f"authorisation `{drawn.authorisation}` does not cover it: {'; '.join(against)}",
            f"order {drawn.order}, line {drawn.line}",
            "draw from another one",
        )
    return tuple(words for _, words in found)


def _destination(order: Order) -> Members:
    """Where goods go and are used, as far as the order itself tells."""
    places = list(order.places.get("ship_to", ()))
    places += [party.address for role in NAMED for party in order.parties.get(role, ())]
    found = Members()
    for place in places:
        found = found.join(package.atlas().resolve(place).members)
    return found


def _check_left(row: AuthorisationRow, drawn: Drawn) -> None:
    at, number = f"order {drawn.order}, line {drawn.line}", drawn.authorisation
    for units, option in (
        ([PIECES] if row.terms.quantity is not None else [], "--quantity"),
        (row.terms.values, _WORTH),
    ):
        if units and drawn.amounts.keys().isdisjoint(units):
            message = f"authorisation `{number}` is limited in {' or '.join(units)}, and the line states none"
            raise InputError(message, at, f"say how much with {option}")
    for unit, amount in drawn.amounts.items():
        left = row.left.get(unit, amount)
        if amount > left:
            message = f"authorisation `{number}` leaves {left} {unit}, {amount} are wanted"
            raise RefusedError(message, at, "draw from another one, or release what is not used any more")


def release(home: Home, drawdown: int, reason: str) -> DrawdownRow:
    """Give back what was drawn: the line is no longer covered by it. Returns what it was.

    Raises:
        RefusedError: nobody is named, or no reason is given.
        MissingError: no such drawdown.
        ConflictError: it was released already.
    """
    _somebody(home, "a release")
    if not reason.strip():
        raise RefusedError("a release needs a reason", f"drawdown {drawdown}", "say why with --reason")
    with home.store.begin() as connection:
        row = projections.drawdown(connection, drawdown)
        if row is None:
            raise MissingError(f"no drawdown {drawdown}", help="moratorium licence show NUMBER")
        record_one(home, connection, "released", row.drawn.order, Released(drawdown, reason))
        return row


def listed(home: Home) -> tuple[AuthorisationRow, ...]:
    """All authorisations, by number."""
    with home.store.read() as connection:
        return projections.authorisations(connection)


def page(home: Home, after: str, limit: int) -> tuple[AuthorisationRow, ...]:
    """So many authorisations that follow a number, by number."""
    with home.store.read() as connection:
        return projections.authorisations_page(connection, after, limit)


def one(home: Home, number: str) -> AuthorisationRow:
    """An authorisation.

    Raises:
        MissingError: there is none of this number.
    """
    with home.store.read() as connection:
        return _authorisation(connection, number)


def drawdowns(home: Home, number: str | None, order_key: str | None, start: int, limit: int) -> tuple[DrawdownRow, ...]:
    """So many drawdowns from a log index on, oldest first, of an authorisation and an order; None takes all."""
    with home.store.read() as connection:
        return projections.drawdowns_page(connection, number, order_key, start, limit)


def shown(home: Home, number: str) -> tuple[AuthorisationRow, tuple[DrawdownRow, ...]]:
    """An authorisation with all that was ever drawn from it, oldest first.

    Raises:
        MissingError: there is none of this number.
    """
    with home.store.read() as connection:
        return _authorisation(connection, number), projections.drawdowns(connection, number)


def state(row: AuthorisationRow, day: date) -> str:
    """``in force``, ``to come``, ``ended`` or ``used up``."""
    terms = row.terms
    if terms.until is not None and terms.until <= day:
        return "ended"
    if terms.since is not None and day < terms.since:
        return "to come"
    return "used up" if any(left == 0 for left in row.left.values()) else "in force"


def _spoken(amounts: dict[str, Decimal]) -> str:
    return " and ".join(f"{amount} {unit}" for unit, amount in amounts.items()) or "no amount"


def _somebody(home: Home, what: str) -> None:
    if home.identity is None:
        raise RefusedError(f"{what} needs a name", help=_WHO)


def _authorisation(connection: Connection, number: str) -> AuthorisationRow:
    found = projections.authorisation(connection, number)
    if found is None:
        raise MissingError(f"no authorisation `{number}`", help=_LIST)
    return found


def _order(connection: Connection, id: str) -> Order:
    one = projections.order(connection, id)
    rows = (one,) if one is not None else projections.orders_of_id(connection, id)
    if not rows:
        raise MissingError(f"no order `{id}`", help="decide it first: moratorium check FILE")
    if len(rows) > 1:
        raise InputError(f"several orders have the id `{id}`", help=f"one of {', '.join(row.key for row in rows)}")
    return msgspec.json.decode(blobs.get(connection, rows[0].digest), type=Order)


def _line(order: Order, number: str) -> Line:
    if not number and len(order.lines) == 1:
        return order.lines[0]
    for line in order.lines:
        if line.number == number:
            return line
    known = ", ".join(line.number for line in order.lines)
    raise MissingError(f"no line `{number}` in order `{order.key}`", help=f"one of {known}")
