"""The queue of holds: what waits for a decision, for how long, who works on it, and what was said of it.

Held orders are grouped by what they wait for: one answer or one clearance settles all of them. A person takes an
order, hands it back, or leaves a remark for colleagues; none of this moves it. What moves it is in ``releasing``, and
questions to requesters are in ``asking``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from moratorium.desk import package
from moratorium.desk.hold_rules import hold_rules, is_above, value_of, zone_of
from moratorium.desk.home import Home
from moratorium.desk.identities import check_name
from moratorium.desk.record import act, record
from moratorium.errors import ConflictError, Fault, InputError, MissingError, RefusedError
from moratorium.store import Connection, overdue, projections, second_person
from moratorium.store import holds as rows
from moratorium.store.holds import AskRow, ClearanceProposalRow, EventRow, Filter, HoldRow, Place, QuestionRow, WaitRow
from moratorium.store.overdue import Overdue, Promised
from moratorium.store.second_person import SaidByOne
from moratorium.terms.clock import begun_before, due
from moratorium.terms.holding import Assigned, Commented, HoldRules, promise_for
from moratorium.terms.party import Address

SEEN = "If-Match"
"""Place of the fault when somebody did something about a hold since it was seen."""

MOST_AT_ONCE = 1_000
"""Orders that are handed to somebody in one go."""

_WHO = "moratorium whoami --new NAME, then add `--as NAME`"


@dataclass(frozen=True)
class Held:
    """A held order as the queue shows it.

    Attributes:
        row: The hold.
        waits: What it waits for.
        due: Until when it is to be settled; None if no promise fits it.
        is_late: Whether that has passed.
        asked: The question to a requester for whose reply the clock stands still; None if it runs.
        needs_two: Whether an answer or a clearance releases it only if a second person confirms it.
    """

    row: HoldRow
    waits: tuple[WaitRow, ...]
    due: datetime | None
    is_late: bool
    asked: AskRow | None
    needs_two: bool


@dataclass(frozen=True)
class WholeHold:
    """A held order with everything that was said of it.

    Attributes:
        held: As the queue shows it.
        events: What was said and done, oldest first.
        asks: What requesters were asked.
        clearances: Clearances that wait, or waited, for a second person.
        answers: Answers to what it waits for, of one person, if it takes two.
    """

    held: Held
    events: tuple[EventRow, ...]
    asks: tuple[AskRow, ...]
    clearances: tuple[ClearanceProposalRow, ...]
    answers: tuple[SaidByOne, ...]


# -- looking ----------------------------------------------------------------------------------------------------------


def queue(
    home: Home, wanted: Filter, after: tuple[datetime, str] | None, limit: int
) -> tuple[tuple[Held, ...], Place | None]:
    """A page of held orders, the one held longest first, and where the next page begins; None if this is the last."""
    with home.store.read() as connection:
        found = rows.holds(connection, wanted, None if after is None else Place(*after), limit + 1)
        shown = found[:limit]
        more = rows.place_of(connection, wanted, shown[-1]) if len(found) > limit else None
        return _held(home, connection, shown), more


def counted(home: Home, wanted: Filter, most: int = 10_000) -> int:
    """How many held orders there are of a kind, up to a bound."""
    with home.store.read() as connection:
        return rows.count(connection, wanted, most)


def questions(
    home: Home, after: tuple[int, datetime, str] | None, limit: int, kind: str | None = None
) -> tuple[tuple[QuestionRow, ...], tuple[int, datetime, str] | None]:
    """A page of what holds wait for, the question that most orders wait for first, and where the next page begins."""
    with home.store.read() as connection:
        found = rows.questions_by_orders(connection, after, limit + 1, kind)
    last = found[limit - 1] if len(found) > limit else None
    more = None if last is None else (last.orders, last.since, last.name)
    return found[:limit], more


def oldest_questions(
    home: Home, after: tuple[datetime, str] | None, limit: int, kind: str | None = None
) -> tuple[tuple[QuestionRow, ...], tuple[datetime, str] | None]:
    """The same, the question for which an order has waited longest first."""
    with home.store.read() as connection:
        found = rows.questions_by_age(connection, after, limit + 1, kind)
    more = (found[limit - 1].since, found[limit - 1].name) if len(found) > limit else None
    return found[:limit], more


def question(home: Home, name: str) -> QuestionRow:
    """A question.

    Raises:
        MissingError: nothing waits for it.
    """
    with home.store.read() as connection:
        found = rows.question(connection, name)
    if found is None:
        raise MissingError(f"nothing waits for a question `{name[:40]}`", help="it may be settled: look at the queue")
    return found


def hold(home: Home, order_key: str) -> WholeHold:
    """A held order with everything that was said of it.

    Raises:
        MissingError: it is not held.
    """
    with home.store.read() as connection:
        row = held_row(connection, order_key)
        (held,) = _held(home, connection, (row,))
        asks = rows.asks_of(connection, [order_key]).get(order_key, ())
        cleared = {wait.subject for wait in held.waits if wait.kind == "clearance"}
        clearances, answers = rows.clearances_about(connection, cleared), _answers(home, connection, held)
        return WholeHold(held, rows.events(connection, order_key), asks, clearances, answers)


def _answers(home: Home, connection: Connection, held: Held) -> tuple[SaidByOne, ...]:
    """What one person answered of what an order waits for that takes two."""
    asked = {wait.question: wait.subject for wait in held.waits if wait.kind == "answer"} if held.needs_two else {}
    found = second_person.unconfirmed(connection, set(asked.values()), home.today()) if asked else ()
    return tuple(one for one in found if one.question in asked)


def events(home: Home, order_key: str) -> tuple[EventRow, ...]:
    """What was said and done about an order, held or not, oldest first."""
    with home.store.read() as connection:
        return rows.events(connection, order_key)


def replies(home: Home, limit: int = 200) -> tuple[AskRow, ...]:
    """Replies of requesters that nobody has taken yet, oldest first."""
    with home.store.read() as connection:
        return rows.replied_asks(connection, limit)


def assignees(home: Home) -> tuple[str, ...]:
    """Who works on held orders; an empty text stands for nobody."""
    with home.store.read() as connection:
        return rows.assignees(connection)


def destinations(home: Home) -> dict[str, tuple[str, ...]]:
    """Where held orders go: by territory code, how orders state it. What is no territory stands for itself."""
    with home.store.read() as connection:
        stated = rows.countries(connection)
    found: dict[str, list[str]] = {}
    for country in stated:
        members = package.atlas().resolve(Address(country=country)).members if country else None
        known = sorted(members.known) if members is not None else []
        found.setdefault(known[0] if len(known) == 1 else country, []).append(country)
    return {code: tuple(spellings) for code, spellings in sorted(found.items())}


def filter_of(
    home: Home,
    question: str | None = None,
    assignee: str | None = None,
    territory: str | None = None,
    older_than: timedelta | None = None,
    above: tuple[str, Decimal] | None = None,
    late: bool = False,
) -> Filter:
    """Which held orders.

    Args:
        home: Tells the time.
        question: Only those that wait for it.
        assignee: Only those of a person; an empty text for those of nobody.
        territory: Only those that go there, by code, or as orders state it.
        older_than: Only those held for longer.
        above: Only those worth more, as currency and value.
        late: Only those that are late by the clock of the rules.
    """
    spellings = None if territory is None else destinations(home).get(territory, (territory,))
    before = None if older_than is None else home.clock() - older_than
    return Filter(question, assignee, spellings, before, above, _overdue(home) if late else None)


def has_clock(home: Home) -> bool:
    """Whether the rules promise anything, so that a hold can be late."""
    with home.store.read() as connection:
        return bool(hold_rules(connection).promises)


def _overdue(home: Home) -> Overdue:
    """What makes a hold late now; of those about which somebody outside was asked, which are."""
    with home.store.read() as connection:
        rules, now = hold_rules(connection), home.clock()
        zone = zone_of(rules)
        promised = tuple(
            Promised(one.kind, one.above, begun_before(now, timedelta(hours=one.hours), rules.working, zone))
            for one in rules.promises
        )
        asked = rows.holds_of(connection, overdue.asked_about(connection) if promised else ())
        timed = _held(home, connection, tuple(asked.values()))
        return Overdue(promised, tuple(sorted(one.row.order_key for one in timed if one.is_late)))


def key_of(home: Home, id: str, activity: str | None = None) -> str:
    """Key of a held order.

    Args:
        home: The state.
        id: The caller's id, or the key itself.
        activity: Which of several orders with the id; None where one of them is held.

    Raises:
        MissingError: there is no such order, or it is not held.
        InputError: several orders with this id are held.
    """
    with home.store.read() as connection:
        found = [row.key for row in projections.orders_of_id(connection, id)] or [id]
        if activity is not None:
            found = [f"{id}/{activity}"]
        held = sorted(rows.holds_of(connection, found))
        if len(held) > 1:
            raise InputError(f"several orders `{id}` are held", "activity", f"one of {', '.join(held)}")
        return held[0] if held else held_row(connection, found[0]).order_key


def held_row(connection: Connection, order_key: str, seen: int | None = None) -> HoldRow:
    """The hold of an order as it stands.

    Args:
        connection: To the store.
        order_key: Which.
        seen: The version that somebody saw; None does not ask.

    Raises:
        MissingError: it is not held, or there is no such order.
        ConflictError: somebody did something about it since.
    """
    row = rows.hold(connection, order_key)
    if row is None:
        order = projections.order(connection, order_key)
        words = f"order `{order_key}` is not held: {order.effect}" if order else f"no order `{order_key}`"
        raise MissingError(words, help="see what is held: moratorium holds list")
    if seen is not None and row.version != seen:
        raise ConflictError(f"somebody did something about order `{order_key}` since you looked", SEEN, "look again")
    return row


def _held(home: Home, connection: Connection, found: Sequence[HoldRow]) -> tuple[Held, ...]:
    keys = [row.order_key for row in found]
    waits, asks = rows.waits_of(connection, keys), rows.asks_of(connection, keys)
    rules, now = hold_rules(connection), home.clock()
    return tuple(_timed(row, waits.get(row.order_key, ()), asks.get(row.order_key, ()), rules, now) for row in found)


def _timed(row: HoldRow, waits: tuple[WaitRow, ...], asks: tuple[AskRow, ...], rules: HoldRules, now: datetime) -> Held:
    promise = promise_for(rules, row.kind, value_of(row))
    until = None
    if promise is not None:
        pauses = [(one.at, min(one.ended or one.until, one.until)) for one in asks]
        until = due(row.since, timedelta(hours=promise.hours), pauses, rules.working, zone_of(rules))
    open_ask = next((one for one in asks if one.state == "open" and now < one.until), None)
    late = until is not None and until < now and open_ask is None
    return Held(row, waits, until, late, open_ask, is_above(rules, row))


# -- working on a hold ------------------------------------------------------------------------------------------------


def assign(home: Home, orders: Iterable[str], to: str, note: str = "", seen: int | None = None) -> tuple[int, ...]:
    """Hand held orders to somebody, take them, or hand them back to the queue.

    Args:
        home: Who does it.
        orders: Keys.
        to: Name as it stands in acts; empty hands back.
        note: Why, for people.
        seen: Of one order: the version that somebody saw.

    Returns:
        Log indexes of the acts; none for an order that this person has already.

    Raises:
        RefusedError: nobody is named.
        MissingError: an order is not held.
        ConflictError: somebody did something about it since.
        InputError: this is no name, or these are too many orders.
    """
    somebody(home, "an assignment")
    if to:
        check_name(to)
    keys = tuple(dict.fromkeys(orders))
    if not 1 <= len(keys) <= MOST_AT_ONCE:
        raise InputError(f"{len(keys)} orders in one go", "orders", f"from 1 to {MOST_AT_ONCE:,}")
    with home.store.begin() as connection:
        found = [held_row(connection, key, seen) for key in keys]
        made = [Assigned(row.order_key, to, note.strip()) for row in found if row.assignee != to]
        return tuple(record(home, connection, [act(home, "assigned", one.order, one) for one in made]))


def comment(home: Home, order_key: str, text: str) -> int:
    """Leave a remark about an order, for colleagues; returns the log index of the act.

    Raises:
        RefusedError: nobody is named.
        InputError: there is nothing in it.
        MissingError: no such order.
    """
    somebody(home, "a remark")
    if not text.strip():
        raise InputError.of([Fault("nothing was written", "text", "write what a colleague needs to know")])
    with home.store.begin() as connection:
        if projections.order(connection, order_key) is None:
            raise MissingError(f"no order `{order_key}`")
        made = Commented(order_key, text.strip())
        return record(home, connection, [act(home, "commented", order_key, made)])[0]


def somebody(home: Home, what: str) -> None:
    """Check that somebody stands behind what is done.

    Raises:
        RefusedError: nobody is named.
    """
    if home.identity is None:
        raise RefusedError(f"{what} needs a name", help=_WHO)
