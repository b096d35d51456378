"""From acts to the queue of holds: one row for each held order, one for each thing it waits for, and sums of these.

What an order waits for stands in the judgements that its decision cites, so these rows follow from acts and from blobs
that acts cite by digest. The same rows come out however many acts are projected at once: each sum and each age is a
function of what waits in the end.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar

import msgspec
from sqlalchemy import ColumnElement, Connection, Table, insert, select, update

from moratorium.decision.decision import Decision, Judgement
from moratorium.decision.questions import Asked, Questionnaire
from moratorium.errors import ConflictError, MissingError, ProofError
from moratorium.store import blobs, tables
from moratorium.store.rows import delete_rows, put_rows, rows_at, update_rows
from moratorium.terms.act import Act, Cleared
from moratorium.terms.authorisation import PLACES
from moratorium.terms.canon import digest
from moratorium.terms.eyes import are_two_people, is_somebody
from moratorium.terms.holding import AskClosed, AskedOutside, Assigned, Replied, worth
from moratorium.terms.order import Order

T = TypeVar("T")

Entry = tuple[int, Act]

MOST = Decimal(9 * 10**12)
"""The largest value that a column of amounts takes; what is worth more is told as this much. Sums have no bound."""

_STEP = Decimal(1).scaleb(-PLACES)

_ORDER, _JUDGEMENT = msgspec.json.Decoder(Order), msgspec.json.Decoder(Judgement)


def name_of(kind: str, subject: str, fact: str) -> str:
    """Name of a question, of one length however long its subject is.

    Names of one subject begin alike: what an order asks of a party lies side by side in the database.
    """
    return _part(subject)[:32] + _part(kind, fact)[:16]


@lru_cache(maxsize=8192)
def _part(*of: str) -> str:
    return digest(of)


class Wait(NamedTuple):
    """One order waits for one thing.

    Attributes:
        kind: ``answer`` or ``clearance``.
        subject: Whose fact; for a clearance, the digest of the facts.
        fact: Which fact; for a clearance, ``measure@revision``.
        text: What is asked, in words.
        measures: Ids of the measures that ask.
        lines: How many of its lines wait.
        currency: Of their value; None where it is not stated.
        value: What they are worth; None where it is not stated.
        since: From when on.
    """

    kind: str
    subject: str
    fact: str
    text: str
    measures: tuple[str, ...]
    lines: int
    currency: str | None
    value: Decimal | None
    since: datetime


class Held(NamedTuple):
    """A held order.

    Attributes:
        act: The decision that stands.
        since: When it was first held.
        kind: ``answer`` if it lacks a fact, ``clearance`` if it waits for our word alone.
        currency: Of its value.
        value: Of the whole order; None where it is not known.
        country: Where goods are to go, as stated.
        assignee: Who works on it; empty for nobody.
        waits: What it waits for, by name of the question.
    """

    act: int
    since: datetime
    kind: str
    currency: str | None
    value: Decimal | None
    country: str
    assignee: str
    waits: Mapping[str, Wait]


_WAITS = msgspec.json.Decoder(dict[str, Wait])


def waits_in(document: str) -> dict[str, Wait]:
    """What an order waits for, as its row in the queue tells it: by name of the question."""
    return _WAITS.decode(document)


AtHand = Mapping[str, tuple[Order, Sequence[Asked]]]
"""By the inputs of a decision, its order and what that waits for: just what the blobs say that the decision cites."""


def note(connection: Connection, entries: Sequence[Entry], were_held: set[str], at_hand: AtHand) -> None:
    """Bring the queue to what decisions say.

    Args:
        connection: In a write transaction.
        entries: Decisions that came to stand, oldest first, with their acts.
        were_held: Keys of those of their orders that were held before: no other is in the queue.
        at_hand: Of decisions that were made just now; what others rest on is read.

    Raises:
        ProofError: what a decision cites cannot be read.
    """
    before = _held(connection, were_held & {act.payload.order for _, act in entries})
    holding = [act.payload for _, act in entries if act.payload.effect == "hold"]
    if not before and not holding:
        return
    after, evidence = dict(before), _Evidence(connection, holding, at_hand)
    for index, act in entries:
        made: Decision = act.payload
        if made.effect == "hold":
            after[made.order] = evidence.held(index, act, after.get(made.order))
        else:
            after.pop(made.order, None)
    _write(connection, before, after)


def after_erasure(connection: Connection, order_key: str) -> None:
    """Bring the queue to a decision that was erased: the hold ends with its order, or begins anew.

    How long an order was held before, and whether it stayed with who worked on it, cannot be told without the
    decisions in between.
    """
    held = _held(connection, {order_key})
    if order_key not in held:
        return
    orders, acts = tables.orders, tables.acts
    stands = connection.execute(select(orders.c.act).where(orders.c.key == order_key)).scalar()
    if stands is None:
        _write(connection, held, {})
        return
    since = connection.execute(select(acts.c.at).where(acts.c.act == stands)).scalar_one()
    one = held[order_key]
    waits = {key: wait._replace(since=since) for key, wait in one.waits.items()}
    _write(connection, held, {order_key: one._replace(since=since, assignee="", waits=waits)})


# -- what a decision waits for ----------------------------------------------------------------------------------------


class _Evidence:
    """Orders and judgements that decisions cite: at hand, or read at once."""

    def __init__(self, connection: Connection, decisions: Sequence[Decision], at_hand: AtHand) -> None:
        self._at_hand = at_hand
        unread = [one for one in decisions if one.inputs not in at_hand]
        cited = {one.order_digest for one in unread}
        cited |= {line.judgement for one in unread for line in one.lines if line.effect == "hold"}
        self._contents = blobs.get_many(connection, cited)
        self._judgements: dict[str, Judgement] = {}

    def held(self, index: int, act: Act, before: Held | None) -> Held:
        """The hold that a decision means."""
        made: Decision = act.payload
        order, asked = self._at_hand.get(made.inputs) or self._read_asked(made)
        at, waits, kind = act.at.astimezone(UTC), dict[str, Wait](), "clearance"
        since = at if before is None else before.since
        for one in asked:
            question = one.question
            name = name_of(question.kind, question.subject, question.fact)
            old = None if before is None else before.waits.get(name)
            waits[name] = _wait(one, at if old is None else old.since)
            if question.kind == "answer":
                kind = "answer"
        currency, value = worth(order) or (order.currency, None)
        assignee = "" if before is None else before.assignee
        return Held(index, since, kind, currency, _bounded(value), _destination(order), assignee, waits)

    def _read_asked(self, made: Decision) -> tuple[Order, Sequence[Asked]]:
        order = self._read(made.order_digest, _ORDER)
        asked, lines = Questionnaire(), {line.number: line for line in order.lines}
        for one in made.lines:
            if one.effect == "hold" and one.line in lines:
                asked.add(order, lines[one.line], self._judgement(one.judgement).findings, made.ties)
        return order, asked.ranked()

    def _judgement(self, digest: str) -> Judgement:
        if digest not in self._judgements:
            self._judgements[digest] = self._read(digest, _JUDGEMENT)
        return self._judgements[digest]

    def _read(self, digest: str, form: msgspec.json.Decoder[T]) -> T:
        content = self._contents.get(digest)
        if content is None:
            raise ProofError(f"blob `{digest}` is cited but not kept", help="restore the database from a backup")
        try:
            return form.decode(content)
        except msgspec.MsgspecError as error:
            raise ProofError(f"it cannot be read: {error}", f"blob {digest}") from error


def _wait(asked: Asked, since: datetime) -> Wait:
    question, currency, value = asked.question, None, None
    for name, amount in asked.value.items():
        if len(name) == 3:  # else: currency not stated
            currency, value = name, _bounded(amount)
            break
    said = question.kind, _kept(question.subject), _kept(question.fact), _kept(question.text)
    return Wait(*said, tuple(sorted(asked.measures)), asked.lines, currency, value, since)


def _kept(text: str) -> str:
    """A text of an order without the one character that no database keeps."""
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}")


@lru_cache(maxsize=1024)
def _bounded(value: Decimal | None) -> Decimal | None:
    return None if value is None else tables.plain(max(-MOST, min(MOST, value)).quantize(_STEP)) + 0


def _destination(order: Order) -> str:
    """The country to which goods go, as the order states it; empty if it does not."""
    for country in _stated_countries(order):
        if country and country.strip():
            return _kept(country.strip())
    return ""


def _stated_countries(order: Order) -> Iterator[str | None]:
    for place in order.places.get("ship_to", ()):
        yield place.country
    for role in ("end_user", "consignee", "buyer"):
        for party in order.parties.get(role, ()):
            yield party.address.country


# -- rows -------------------------------------------------------------------------------------------------------------


def _held(connection: Connection, keys: set[str]) -> dict[str, Held]:
    """Held orders among some, with what they wait for."""
    rows = rows_at(connection, tables.holds, _OF_HOLD, "order_key", keys)
    return {row[0]: Held._make((*row[1:-1], waits_in(row[-1]))) for row in rows}


_OF_HOLD = ("order_key", *Held._fields)


def _write(connection: Connection, before: Mapping[str, Held], after: Mapping[str, Held]) -> None:
    """Write what differs between two states of some orders."""
    keys = [key for key in sorted({*before, *after}) if before.get(key) != after.get(key)]
    holds = [(key, *after[key][:-1], _document(after[key].waits)) for key in keys if key in after]
    _replace(connection, tables.holds, _OF_HOLD, [(key,) for key in keys if key in before], holds)
    gone, come = dict[str, dict[str, Wait]](), dict[str, dict[str, Wait]]()
    for key in keys:
        old = before[key].waits if key in before else {}
        new = after[key].waits if key in after else {}
        for waits, others, changed in ((old, new, gone), (new, old, come)):
            for name, wait in waits.items():
                if not others or others.get(name) != wait:
                    changed.setdefault(name, {})[key] = wait
    _sum(connection, gone, come)


def _document(waits: Mapping[str, Wait]) -> str:
    """What an order waits for in one text; the same whatever it was asked first."""
    return msgspec.json.encode({name: waits[name] for name in sorted(waits)}).decode()


def _replace(
    connection: Connection,
    table: Table,
    names: tuple[str, ...],
    gone: Sequence[tuple[Any, ...]],
    come: Sequence[tuple[Any, ...]],
) -> None:
    """Write rows, and remove those of the primary keys that are gone and do not come again."""
    keys = tuple(column.name for column in table.primary_key)
    coming = {row[: len(keys)] for row in come} if gone else set()
    delete_rows(connection, table, keys, [key for key in gone if key not in coming])
    put_rows(connection, table, names, come, gone)


# -- sums -------------------------------------------------------------------------------------------------------------

_Changed = Mapping[str, Mapping[str, Wait]]
"""By question and order."""


_Place = tuple[datetime, str]
"""Since when an order waits, and which: the least one has waited longest."""


class _Known(NamedTuple):
    """A question as its row tells it."""

    question: str
    orders: int
    lines: int
    worth: str
    order_key: str
    kind: str
    subject: str
    fact: str
    text: str
    since: datetime


def _sum(connection: Connection, gone: _Changed, come: _Changed) -> None:
    """Bring the sums of questions, and who waits for them, to what waits now."""
    touched = sorted({*gone, *come})
    known = {row[0]: _Known._make(row) for row in rows_at(connection, tables.questions, _OF_ASKED, "question", touched)}
    left = {name: {(wait.since, order) for order, wait in waits.items()} for name, waits in gone.items()}
    _leave(connection, [(name, *place) for name in left if known[name].orders > 1 for place in left[name]])
    rows, sums, behind = [], [], list[tuple[str, datetime, str]]()
    for name in touched:
        old, joined = known.get(name), come.get(name, {})
        if old is None and len(joined) == 1:  # as most questions are
            ((order, wait),) = joined.items()
            rows.append((name, 1, wait.lines, _told(wait.currency, wait.value), order, *_asking(wait), wait.since))
        elif orders := (old.orders if old else 0) + len(joined) - len(left.get(name, ())):
            first, asking, others = _queued(connection, name, old, left.get(name, set()), joined)
            behind += [(name, *place) for place in others]
            summed, asked = (orders, *_sums(old, gone.get(name, {}), joined)), (first[1], *asking, first[0])
            if old is not None and asked == old[4:]:
                sums.append((*summed, name))
            else:
                rows.append((name, *summed, *asked))
    put_rows(connection, tables.waits, _OF_WAITING, behind, ())
    update_rows(connection, tables.questions, _SUMMED, sums)
    same = {name for *_, name in sums}
    _replace(connection, tables.questions, _OF_ASKED, [(name,) for name in known if name not in same], rows)


_OF_ASKED = _Known._fields
_SUMMED = ("orders", "lines", "worth", "question")
_OF_WAITING = ("question", "since", "order_key")


def _leave(connection: Connection, places: Sequence[tuple[str, datetime, str]]) -> None:
    delete_rows(connection, tables.waits, _OF_WAITING, places)


def _queued(
    connection: Connection, name: str, old: _Known | None, left: set[_Place], joined: Mapping[str, Wait]
) -> tuple[_Place, tuple[str, str, str, str], list[_Place]]:
    """Who has waited longest for a question, the question as they ask it, and who else comes to stand behind them."""
    came = {(wait.since, order): _asking(wait) for order, wait in joined.items()}
    if old is not None and (first := (old.since, old.order_key)) not in left:
        came.setdefault(first, _asking(old))
    elif old is not None and old.orders > len(left):
        came |= _next(connection, name)
    longest = min(came)
    return longest, came[longest], [place for place in came if place != longest]


_asking = attrgetter("kind", "subject", "fact", "text")


def _next(connection: Connection, name: str) -> dict[_Place, tuple[str, str, str, str]]:
    """Take the first one of those who stand behind the one who has waited longest."""
    of, holds = tables.waits.c, tables.holds.c
    asked = select(of.since, of.order_key, holds.waits).join(tables.holds, of.order_key == holds.order_key)
    first = asked.where(of.question == name).order_by(of.since, of.order_key).limit(1)
    since, order, waits = connection.execute(first).one()
    _leave(connection, [(name, since, order)])
    return {(since, order): _asking(waits_in(waits)[name])}


@lru_cache(maxsize=1024)
def _told(currency: str | None, value: Decimal | None) -> str:
    """What one order's lines are worth, as a sum."""
    return _worth_in({} if currency is None or value is None else {currency: value})


def _worth_in(sums: Mapping[str, Decimal]) -> str:
    told = {name: tables.plain(sums[name]) for name in sorted(sums) if sums[name]}
    return msgspec.json.encode(told).decode()


def _sums(old: _Known | None, left: Mapping[str, Wait], joined: Mapping[str, Wait]) -> tuple[int, str]:
    """How many lines wait and what they are worth in sum, with some waits less and some more."""
    lines = old.lines if old else 0
    worth = msgspec.json.decode(old.worth, type=dict[str, Decimal]) if old else {}
    for sign, waits in ((1, joined), (-1, left)):
        for one in waits.values():
            lines += sign * one.lines
            if one.currency is not None and one.value is not None:
                worth[one.currency] = worth.get(one.currency, 0) + sign * one.value
    return lines, _worth_in(worth)


# -- who works on holds, what was said and asked ----------------------------------------------------------------------


def assigned(connection: Connection, entries: Sequence[Entry]) -> None:
    """The last one says who works on a held order."""
    holds = tables.holds
    for index, act in entries:
        made: Assigned = act.payload
        this = holds.c.order_key == made.order
        connection.execute(update(holds).where(this).values(assignee=made.to))
        _event(connection, index, act, " ".join(filter(None, (f"@{made.to}" if made.to else "", made.note))))


def commented(connection: Connection, entries: Sequence[Entry]) -> None:
    """What was said stands under the order."""
    for index, act in entries:
        _event(connection, index, act, act.payload.text)


def _event(connection: Connection, index: int, act: Act, text: str) -> None:
    row = {"act": index, "order_key": act.payload.order, "kind": act.kind, "by": act.actor, "at": act.at, "text": text}
    connection.execute(insert(tables.hold_events), [row])


def asked_outside(connection: Connection, entries: Sequence[Entry]) -> None:
    """The clock stops from here on, until a reply or the end of the link."""
    for index, act in entries:
        made: AskedOutside = act.payload
        row = {name: getattr(made, name) for name in made.__struct_fields__ if name != "order"}
        shared = {"act": index, "order_key": made.order, "by": act.actor, "at": act.at, "state": "open"}
        connection.execute(insert(tables.asks), [{**row, **shared}])
        _event(connection, index, act, made.question)


def replied(connection: Connection, entries: Sequence[Entry]) -> None:
    """A link serves once.

    Raises:
        MissingError: nobody asked.
        ConflictError: it was replied to, or withdrawn.
    """
    for index, act in entries:
        made: Replied = act.payload
        values = {"state": "replied", "reply": made.text, "name": made.name, "ended": act.at}
        _move_ask(connection, made.ask, ("open",), values)
        _event(connection, index, act, f"{made.name}: {made.text}")


def ask_closed(connection: Connection, entries: Sequence[Entry]) -> None:
    """What was replied is taken as an answer, or the question is done with.

    Raises:
        MissingError: nobody asked.
        ConflictError: it was done with already, or there is no reply to take.
    """
    for index, act in entries:
        made: AskClosed = act.payload
        values: dict[str, Any] = {"state": "taken" if made.taken else "closed"}
        state = _move_ask(connection, made.ask, ("replied",) if made.taken else ("open", "replied"), values)
        if state == "open":
            _set_ask(connection, made.ask, {"ended": act.at})
        _event(connection, index, act, made.reason)


def _move_ask(connection: Connection, ask: int, states: tuple[str, ...], values: dict[str, Any]) -> str:
    """From one of some states to another; returns the one before, or nothing where the question was erased since."""
    of = tables.asks.c
    state = connection.execute(select(of.state).where(of.act == ask)).scalar()
    if state is None:
        if _is_known(connection, ask):
            return ""
        raise MissingError(f"no question {ask} to a requester")
    if state not in states:
        raise ConflictError(f"question {ask} is {state} already", help="look at the order again")
    _set_ask(connection, ask, values)
    return str(state)


def _is_known(connection: Connection, ask: int) -> bool:
    """Whether an act asked a requester; folded after its erasure it has no row any more."""
    acts = tables.acts.c
    kind = connection.execute(select(acts.kind).where((acts.act == ask) & acts.document.is_(None))).scalar()
    return kind == "asked_outside"


def _set_ask(connection: Connection, ask: int, values: dict[str, Any]) -> None:
    connection.execute(update(tables.asks).where(tables.asks.c.act == ask).values(values))


# -- clearances that wait for a second person -------------------------------------------------------------------------


def clearance_proposed(connection: Connection, entries: Sequence[Entry]) -> None:
    """It clears nothing until it is confirmed."""
    for index, act in entries:
        made: Cleared = act.payload
        row = {name: getattr(made, name) for name in made.__struct_fields__ if name != "order"}
        shared = {"act": index, "order_key": made.order, "by": act.actor, "at": act.at, "state": "open"}
        connection.execute(insert(tables.clearance_proposals), [{**row, **shared}])
        _event(connection, index, act, made.reason)


def clearance_confirmed(connection: Connection, entries: Sequence[Entry]) -> None:
    """From here on it clears, for orders of any value.

    Raises:
        MissingError: no such proposal.
        ConflictError: it is decided.
    """
    for index, act in entries:
        row = _decide(connection, act.payload.proposal, act, "confirmed", None)
        cleared = {name: row[name] for name in ("order_key", "measure", "revision", "row", "reason", "expires")}
        shared = {"act": index, "actor": row["by"], "confirmed_by": act.actor}
        connection.execute(insert(tables.clearances), [{**cleared, **shared}])
        _decided_event(connection, index, act, row["order_key"], "")


def clearance_rejected(connection: Connection, entries: Sequence[Entry]) -> None:
    """It never clears.

    Raises:
        MissingError: no such proposal.
        ConflictError: it is decided.
    """
    for index, act in entries:
        row = _decide(connection, act.payload.proposal, act, "rejected", act.payload.reason)
        _decided_event(connection, index, act, row["order_key"], act.payload.reason)


def _decide(connection: Connection, number: int, act: Act, state: str, verdict: str | None) -> Mapping[str, Any]:
    of = tables.clearance_proposals
    row = connection.execute(select(of).where(of.c.act == number)).mappings().first()
    if row is None:
        raise MissingError(f"no proposed clearance {number}")
    if row["state"] != "open":
        raise ConflictError(f"the proposed clearance {number} is {row['state']} already", help="look at it again")
    decided = {"state": state, "decided_by": act.actor, "decided_at": act.at, "verdict": verdict}
    connection.execute(update(of).where(of.c.act == number).values(decided))
    return dict(row)


def _decided_event(connection: Connection, index: int, act: Act, order_key: str, text: str) -> None:
    row = {"act": index, "order_key": order_key, "kind": act.kind, "by": act.actor, "at": act.at, "text": text}
    connection.execute(insert(tables.hold_events), [row])


def answer_confirmed(connection: Connection, entries: Sequence[Entry]) -> None:
    """From here on two people stand behind an answer. Who says the same after them changes nothing.

    Of an answer that was erased since nothing is left to confirm.

    Raises:
        MissingError: there is no such answer about the act's subject.
        ConflictError: it was taken back.
    """
    acts = tables.acts.c
    for index, act in entries:
        number, found = act.payload.answer, list[int | None]()
        for table in (tables.answers, tables.dispositions):
            this = (table.c.act == number) & (table.c.subject == act.subject)
            found += connection.execute(select(table.c.withdrawn).where(this)).scalars().all()
            if _repeats_erased(connection, index, act, this, table):
                continue
            values = {"confirmed": index, "confirmed_by": act.actor}
            connection.execute(update(table).where(this & table.c.confirmed.is_(None)).values(values))
        is_answer = (acts.act == number) & (acts.kind == "answered") & (acts.subject == act.subject)
        if not found and connection.execute(select(acts.act).where(is_answer)).first() is None:
            raise MissingError(f"no answer {number} about `{act.subject}`")
        if found and None not in found:
            raise ConflictError(f"answer {number} was taken back", help="look at the order again")


def _repeats_erased(connection: Connection, index: int, act: Act, this: ColumnElement[bool], table: Table) -> bool:
    """Whether somebody repeats what they said themselves, after a second person's word that was erased since."""
    asked = select(table.c.actor).where(this & table.c.confirmed.is_(None))
    by = connection.execute(asked).scalar()
    if by is None or (is_somebody(act.actor) and is_somebody(by) and are_two_people(by, act.actor)):
        return False
    acts = tables.acts.c
    word = (acts.kind == "answer_confirmed") & (acts.subject == act.subject) & acts.document.is_(None)
    between = (acts.act > act.payload.answer) & (acts.act < index)
    return connection.execute(select(acts.act).where(word & between).limit(1)).first() is not None


def unconfirmed(connection: Connection, index: int, subject: str) -> None:
    """One person stands behind an answer again: the second one's words were erased.

    Whether what was said of the subject since then only repeated them cannot be told any longer, so it counts no more.
    """
    for table in (tables.answers, tables.dispositions):
        values = {"confirmed": None, "confirmed_by": None}
        since = (table.c.subject == subject) & (table.c.confirmed >= index)
        connection.execute(update(table).where(since).values(values))


def withdrawn(connection: Connection, entries: Sequence[Entry]) -> None:
    """An answer or clearance counts no longer; nothing that was said before it comes back to life.

    Raises:
        MissingError: there is no such answer or clearance.
        ConflictError: it was withdrawn already.
    """
    for index, act in entries:
        number, found = act.payload.act, list[int | None]()
        for table in (tables.answers, tables.dispositions, tables.clearances):
            this = table.c.act == number
            rows = connection.execute(select(table.c.withdrawn).where(this)).scalars().all()
            connection.execute(update(table).where(this & table.c.withdrawn.is_(None)).values(withdrawn=index))
            found += rows
        acts = tables.acts.c
        kind = connection.execute(select(acts.kind).where(acts.act == number)).scalar()
        if not found and kind not in ("answered", "cleared"):  # these may be erased
            raise MissingError(f"no answer or clearance {number}")
        if found and None not in found:
            raise ConflictError(f"act {number} was withdrawn already", help="look at the order again")
