"""From acts to rows: one function per kind of act.

Each takes a run of acts of its kind, oldest first, so that hundreds of decisions cost a few statements. A projection
reads only its acts and earlier projections, never a clock, so folding the same acts again gives the same rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, bindparam, delete, select, update

from moratorium.decision.decision import Decision
from moratorium.errors import ConflictError, MissingError
from moratorium.store import case_rows, effects, holding, remarks, tables
from moratorium.store.blobs import CHUNK
from moratorium.store.holding import AtHand
from moratorium.store.rows import delete_rows, insert_rows, put_rows, rows_at
from moratorium.terms.account import AccountSet
from moratorium.terms.act import Act, OutcomeChange, Rescreened, holder_of
from moratorium.terms.authorisation import Authorised, Drawn
from moratorium.terms.canon import digest

Entry = tuple[int, Act]
"""An act and its log index."""


def project(connection: Connection, index: int, act: Act) -> None:
    """Write the rows that one act means."""
    project_all(connection, [(index, act)])


def project_all(connection: Connection, entries: Iterable[Entry], at_hand: AtHand | None = None) -> None:
    """Write the rows that acts mean, in their order.

    Args:
        connection: In a write transaction.
        entries: Acts with their log indexes.
        at_hand: What decisions among them rest on and ask, if that is known already; the rows are the same without.

    Raises:
        ConflictError: an act no longer fits: its proposal is decided.
        MissingError: an act refers to one that is not there.
    """
    for kind, run in groupby(entries, key=lambda entry: entry[1].kind):
        if kind == "decided":
            _decided(connection, list(run), at_hand)
        else:
            KINDS[kind](connection, list(run))


def _insert(connection: Connection, table: Any, rows: Sequence[dict[str, Any]]) -> None:
    insert_rows(connection, table, rows)


def _decided(connection: Connection, entries: Sequence[Entry], at_hand: AtHand | None = None) -> None:
    """Every decision is kept; which one stands for its order is another question, see :func:`stands`."""
    adopted = adopted_rulebook(connection)
    before = standing_of(connection, [act.payload.order for _, act in entries])
    standing = dict(before)
    decisions, newest, stops = [], {}, dict[str, dict[str, dict[str, Any]]]()
    came: list[Entry] = []
    for index, act in entries:
        made = act.payload
        shared = {"act": index, "day": made.day, "effect": made.effect}
        stood = stands(made, adopted, standing.get(made.order))
        decisions.append({**shared, "order_key": made.order, "inputs": made.inputs, "stood": stood})
        if not stood:
            continue
        trial = is_trial(made, adopted)
        standing[made.order] = Standing(index, made.day, trial, made.effect)
        came.append((index, act))
        stops[made.order] = _stops(index, made)
        id, *_ = made.order.rpartition("/")
        newest[made.order] = (
            *(made.order, id, made.order_digest, made.status, made.placed_on),
            *(made.day, made.effect, trial, index),
        )
    effects.mark(
        connection, decisions, {n: act.at for n, act in entries}, {key: one.effect for key, one in before.items()}
    )
    _insert(connection, tables.decisions, decisions)
    stood_before = [(key,) for key in newest if key in before]
    put_rows(connection, tables.orders, _OF_ORDER, list(newest.values()), stood_before)
    delete_rows(connection, tables.stops, ("order_key",), stood_before)
    _insert(connection, tables.stops, [row for of in stops.values() for row in of.values()])
    were_held = {key for key, one in before.items() if one.effect == "hold"}
    holding.note(connection, came, were_held, at_hand or {})


_OF_ORDER = ("key", "id", "digest", "status", "placed_on", "day", "effect", "trial", "act")


def _stops(index: int, made: Decision) -> dict[str, dict[str, Any]]:
    """The judgements that hold or deny lines of an order."""
    return {
        one.judgement: {"judgement": one.judgement, "order_key": made.order, "effect": one.effect, "act": index}
        for one in made.lines
        if one.effect != "allow"
    }


class Standing(NamedTuple):
    """The decision that stands for an order: its act, its valid day, whether it is only a trial, and its effect."""

    act: int
    day: date
    trial: bool
    effect: str


class Adopted(NamedTuple):
    """The adopted rulebook, by digests.

    Attributes:
        digest: With the base pack of the program with which it was approved.
        measures: Of its own documents.
    """

    digest: str
    measures: str

    def made(self, digests: Mapping[str, str]) -> bool:
        """Whether a decision with these digests was made by it.

        The base pack comes with the program: when another program brings another one, what two people adopted is the
        same still, and goes on deciding.
        """
        return digests.get("rulebook") == self.digest or digests.get("measures") == self.measures


def stands(made: Decision, adopted: Adopted | None, standing: Standing | None) -> bool:
    """Whether a decision becomes the one that stands for its order.

    A decision by the adopted rulebook stands until one of the same or a later day. A decision by any other rulebook
    is a trial once one is adopted, and so is one for a day that was still to come: it stands only where nothing else
    does. So a look at a draft, at the past or ahead never replaces what was decided for the order.
    """
    if standing is None:
        return True
    if is_trial(made, adopted):
        return standing.trial
    return standing.trial or made.day >= standing.day


def is_trial(made: Decision, adopted: Adopted | None) -> bool:
    """Whether a decision was made by another rulebook than the adopted one, or for a day still to come."""
    return made.outlook or (adopted is not None and not adopted.made(made.digests))


_ADOPTED = (
    select(tables.rulebooks.c.digest, tables.rulebooks.c.measures).order_by(tables.rulebooks.c.act.desc()).limit(1)
)


def adopted_rulebook(connection: Connection) -> Adopted | None:
    """The adopted rulebook, or None if none was adopted."""
    found = connection.execute(_ADOPTED).first()
    return None if found is None else Adopted(*found)


def standing_of(connection: Connection, keys: Iterable[str]) -> dict[str, Standing]:
    """The decision that stands for each of these orders; orders without one are left out."""
    rows = rows_at(connection, tables.orders, ("key", *Standing._fields), "key", keys)
    return {key: Standing(*standing) for key, *standing in rows}


def _answered(connection: Connection, entries: Sequence[Entry]) -> None:
    """An answer about list entries is a disposition of each of them; any other is an answer about a fact."""
    rows, settled = [], {}
    for index, act in entries:
        made = act.payload
        shared = {"act": index, "subject": made.subject, "expires": made.expires, "actor": act.actor, "at": act.at}
        if not made.settles:
            rows.append({**shared, "fact": made.fact, "value": made.value, "source": made.source})
        for one in made.settles:
            row = {name: getattr(one, name) for name in one.__struct_fields__}
            settled[index, one.entry, one.party_digest] = {**shared, **row, "reason": made.source}
    _insert(connection, tables.answers, rows)
    _insert(connection, tables.dispositions, list(settled.values()))


def _cleared(connection: Connection, entries: Sequence[Entry]) -> None:
    rows = [
        {
            "act": index,
            "order_key": act.payload.order,
            "measure": act.payload.measure,
            "revision": act.payload.revision,
            "row": act.payload.row,
            "reason": act.payload.reason,
            "expires": act.payload.expires,
            "actor": act.actor,
        }
        for index, act in entries
    ]
    _insert(connection, tables.clearances, rows)


def _clock_mended(connection: Connection, entries: Sequence[Entry]) -> None:
    """What stands for a later day stands for this one: the next decision of today takes its place."""
    day = tables.orders.c.day
    for _, act in entries:
        connection.execute(update(tables.orders).where(day > act.payload.day).values(day=act.payload.day))


def _proposed(connection: Connection, entries: Sequence[Entry]) -> None:
    for index, act in entries:
        made = act.payload
        row = {"act": index, "change": made.change, "by": act.actor, "reason": made.reason, "state": "open"}
        _insert(connection, tables.proposals, [row])
        documents = {**made.documents, **dict.fromkeys(made.removed)}
        rows = [{"act": index, "id": id, "document": text} for id, text in documents.items()]
        _insert(connection, tables.proposed_documents, rows)


def _approved(connection: Connection, entries: Sequence[Entry]) -> None:
    for index, act in entries:
        _close_proposal(connection, act, "approved", None)
        asked = tables.proposed_documents
        wanted = connection.execute(select(asked.c.id, asked.c.document).where(asked.c.act == act.payload.proposal))
        for id, document in wanted.all():
            _change_measure(connection, index, id, document)
        row = {"act": index, "digest": act.payload.rulebook, "measures": digest(_present_measures(connection))}
        _insert(connection, tables.rulebooks, [row])


def _present_measures(connection: Connection) -> dict[str, str]:
    measures = tables.measures
    asked = select(measures.c.id, measures.c.document).where(measures.c.to_act.is_(None))
    return {row.id: row.document for row in connection.execute(asked)}


def _rejected(connection: Connection, entries: Sequence[Entry]) -> None:
    for _, act in entries:
        _close_proposal(connection, act, "rejected", act.payload.reason)


def _close_proposal(connection: Connection, act: Act, state: str, verdict: str | None) -> None:
    number, proposals = act.payload.proposal, tables.proposals
    found = connection.execute(select(proposals.c.state).where(proposals.c.act == number)).scalar()
    if found is None:
        raise MissingError(f"no proposal {number}")
    if found != "open":
        raise ConflictError(f"proposal {number} is {found} already", help="read the rulebook again")
    decided = {"state": state, "decided_by": act.actor, "decided_at": act.at, "verdict": verdict}
    connection.execute(update(proposals).where(proposals.c.act == number).values(decided))


def _change_measure(connection: Connection, index: int, id: str, document: str | None) -> None:
    """Close the measure's present state and open the new one; an unchanged document keeps its state."""
    measures = tables.measures
    present = (measures.c.id == id) & measures.c.to_act.is_(None)
    if connection.execute(select(measures.c.document).where(present)).scalar() == document:
        return
    connection.execute(update(measures).where(present).values(to_act=index))
    if document is not None:
        _insert(connection, measures, [{"id": id, "from_act": index, "document": document}])


def _kept(connection: Connection, entries: Sequence[Entry]) -> None:
    rows = [
        {"act": index, "part": act.payload.part, "digest": act.payload.digest, "name": act.payload.name}
        for index, act in entries
    ]
    _insert(connection, tables.kept, rows)


def _list_imported(connection: Connection, entries: Sequence[Entry]) -> None:
    rows = [
        {
            "act": index,
            "source": act.payload.source,
            "lists": act.payload.lists,
            "published": act.payload.published,
            "digest": act.payload.digest,
            "blob": act.payload.blob,
            "entries": act.payload.entries,
            "rejected": act.payload.rejected,
            "accepted_shrink": act.payload.accepted_shrink,
        }
        for index, act in entries
    ]
    _insert(connection, tables.lists, rows)


def _list_checked(connection: Connection, entries: Sequence[Entry]) -> None:
    rows = [
        {
            "act": index,
            "source": act.payload.source,
            "at": act.at,
            "result": act.payload.result,
            "origin": act.payload.origin,
            "digest": act.payload.digest,
            "words": act.payload.words,
        }
        for index, act in entries
    ]
    _insert(connection, tables.list_checks, rows)


def _identity_made(connection: Connection, entries: Sequence[Entry]) -> None:
    rows = [{"act": index, "name": act.payload.name, "public_key": act.payload.public_key} for index, act in entries]
    _insert(connection, tables.identities, rows)


def _account_set(connection: Connection, entries: Sequence[Entry]) -> None:
    """An account is what the last act made it; it was made by the first."""
    of = tables.accounts.c.name
    for index, act in entries:
        made: AccountSet = act.payload
        since = connection.execute(select(tables.accounts.c.made_at).where(of == made.name)).scalar() or act.at
        source = msgspec.json.encode(made.source).decode()
        row = {"name": made.name, "role": made.role, "state": made.state, "source": source, "party": made.party}
        connection.execute(delete(tables.accounts).where(of == made.name))
        _insert(connection, tables.accounts, [{**row, "made_at": since, "act": index}])


def _looked(connection: Connection, entries: Sequence[Entry]) -> None:
    rows = [
        {"act": index, "who": holder_of(act.actor), "subject": act.payload.subject, "at": act.at}
        for index, act in entries
    ]
    _insert(connection, tables.looks, rows)


def _came_into_force(connection: Connection, entries: Sequence[Entry]) -> None:
    """Stands in the log alone: the decisions that it counts are acts of their own."""


def _rescreened(connection: Connection, entries: Sequence[Entry]) -> None:
    """The outcome of each party that was compared, as the changes of each batch make it."""
    for index, act in entries:
        made: Rescreened = act.payload
        row = {"act": index, "inputs": made.inputs, "compared": made.compared, "changed": len(made.changes)}
        _insert(connection, tables.rescreens, [{**row, "ended": made.ended}])
        if not made.ended:
            _compared(connection, index, made)


def _compared(connection: Connection, index: int, made: Rescreened) -> None:
    """One batch: all parties in its range were compared with its lists, and some outcomes differ."""
    outcomes = tables.outcomes
    of = outcomes.c.subject
    in_range = (of > made.after) & (of <= made.last)
    connection.execute(update(outcomes).where(in_range).values(act=index, inputs=made.inputs))
    parties, changes = dict(made.parties), dict[str, list[OutcomeChange]]()
    for change in made.changes:
        changes.setdefault(change.subject, []).append(change)
    touched = {*parties, *made.gone, *changes}
    before = outcomes_of(connection, touched)
    rows = [
        {
            "subject": subject,
            "act": index,
            "inputs": made.inputs,
            "party": parties.get(subject) or before[subject].party,
            "hits": _hits_after(before.get(subject), changes.get(subject, ())),
        }
        for subject in sorted(touched - set(made.gone))
        if subject in parties or subject in before
    ]
    if touched:
        touched_rows = [{"touched": subject} for subject in sorted(touched)]
        connection.execute(delete(outcomes).where(of == bindparam("touched")), touched_rows)
    _insert(connection, outcomes, rows)


def _hits_after(before: Outcome | None, changes: Iterable[OutcomeChange]) -> tuple[str, ...]:
    states = dict(before.hits) if before is not None else {}
    for change in changes:
        states[change.entry] = change.state
    return tuple(text for entry in sorted(states) if states[entry] for text in (entry, states[entry]))


class Outcome(NamedTuple):
    """What comparing a party with the lists last came to.

    Attributes:
        subject: The party, as answers know it.
        inputs: Digest of what it was compared with.
        party: Digest of its compared data.
        hits: Key and state of each entry that it may be.
    """

    subject: str
    inputs: str
    party: str
    hits: tuple[tuple[str, str], ...]


def outcomes_of(connection: Connection, subjects: Iterable[str] | None = None) -> dict[str, Outcome]:
    """The last outcome of each of these parties, or of all; those never compared are left out."""
    outcomes = tables.outcomes
    asked = select(outcomes.c.subject, outcomes.c.inputs, outcomes.c.party, outcomes.c.hits)
    if subjects is None:
        return {row.subject: _outcome(row) for row in connection.execute(asked)}
    wanted, found = sorted(set(subjects)), dict[str, Outcome]()
    for start in range(0, len(wanted), CHUNK):
        rows = connection.execute(asked.where(outcomes.c.subject.in_(wanted[start : start + CHUNK])))
        found.update({row.subject: _outcome(row) for row in rows})
    return found


def _outcome(row: Any) -> Outcome:
    return Outcome(row.subject, row.inputs, row.party, tuple(zip(row.hits[::2], row.hits[1::2], strict=True)))


def _authorised(connection: Connection, entries: Sequence[Entry]) -> None:
    """The newest terms of a number count; what was drawn from it stays drawn, and must fit them."""
    for index, act in entries:
        made: Authorised = act.payload
        for table in (tables.authorisations, tables.limits):
            connection.execute(delete(table).where(table.c.number == made.number))
        row = {name: getattr(made, name) for name in made.__struct_fields__ if name not in ("quantity", "values")}
        _insert(connection, tables.authorisations, [{**row, "act": index, "actor": act.actor}])
        drawn = _drawn_from(connection, made.number)
        limits = [
            {"number": made.number, "unit": unit, "granted": most, "drawn": drawn.get(unit, Decimal(0))}
            for unit, most in made.limits.items()
        ]
        _insert(connection, tables.limits, limits)


def _drawn_from(connection: Connection, number: str) -> dict[str, Decimal]:
    """What stands drawn from an authorisation, by unit."""
    of = tables.drawdowns.c
    asked = select(of.quantity, of.value, of.currency).where((of.authorisation == number) & tables.STANDING)
    total: dict[str, Decimal] = {}
    for quantity, value, currency in connection.execute(asked):
        for unit, amount in Drawn("", "", number, quantity, value, currency).amounts.items():
            total[unit] = total.get(unit, Decimal(0)) + amount
    return total


def _drawn(connection: Connection, entries: Sequence[Entry]) -> None:
    for index, act in entries:
        made: Drawn = act.payload
        row = {name: getattr(made, name) for name in made.__struct_fields__ if name != "order"}
        shared = {"act": index, "order_key": made.order, "actor": act.actor, "at": act.at}
        _insert(connection, tables.drawdowns, [{**row, **shared}])
        _draw(connection, made, 1)


def _released(connection: Connection, entries: Sequence[Entry]) -> None:
    drawdowns = tables.drawdowns
    for index, act in entries:
        this = drawdowns.c.act == act.payload.drawdown
        row = connection.execute(select(drawdowns).where(this)).first()
        if row is None:
            raise MissingError(f"no drawdown {act.payload.drawdown}")
        if row.released is not None:
            raise ConflictError(f"drawdown {row.act} was released already", help="look at the authorisation again")
        connection.execute(update(drawdowns).where(this).values(released=index))
        made = Drawn(row.order_key, row.line, row.authorisation, row.quantity, row.value, row.currency)
        _draw(connection, made, -1)


def _draw(connection: Connection, made: Drawn, sign: int) -> None:
    """Count what is drawn, or released, against the limits that the authorisation has."""
    limits = tables.limits
    for unit, amount in made.amounts.items():
        this = (limits.c.number == made.authorisation) & (limits.c.unit == unit)
        connection.execute(update(limits).where(this).values(drawn=limits.c.drawn + sign * amount))


def _erased(connection: Connection, entries: Sequence[Entry]) -> None:
    """Rows of the erased acts go.

    With an answer go the subject's earlier answers, and with an order's newest decision its row: an older state must
    not come back to life because a newer one was erased. With a batch of a re-screen go all outcomes: the next
    re-screen compares everybody anew.
    """
    acts = tables.acts
    for index in (act.payload.index for _, act in entries):
        gone = connection.execute(select(acts.c.kind, acts.c.subject).where(acts.c.act == index)).first()
        if gone is None:
            raise MissingError(f"no act {index}")
        kind, subject = gone
        if kind == "decided":
            effects.forget(connection, subject, index)
        older = select(acts.c.act).where((acts.c.kind == kind) & (acts.c.subject == subject) & (acts.c.act <= index))
        for table in _OF_SUBJECT.get(kind, ()):
            connection.execute(delete(table).where(table.c.act.in_(older)))
        for table in _OF_ACT.get(kind, ()):
            connection.execute(delete(table).where(table.c.act == index))
        for table in _WHOLE.get(kind, ()):
            connection.execute(delete(table))
        if kind == "case_entered":
            case_rows.erased(connection, index, subject)
        if kind == "decided":
            holding.after_erasure(connection, subject)
        if kind == "answer_confirmed":
            holding.unconfirmed(connection, index, subject)


_OF_SUBJECT = {"answered": (tables.answers, tables.dispositions), "decided": (tables.orders, tables.stops)}
_OF_ACT = {
    "asked_outside": (tables.asks, tables.hold_events),
    "cleared": (tables.clearances,),
    "commented": (tables.hold_events,),
    "decided": (tables.decisions,),
    "deferred": (tables.deferrals,),
    "replied": (tables.hold_events,),
}
_WHOLE = {"rescreened": (tables.rescreens, tables.outcomes)}
"""What begins anew: an outcome follows from all batches before it, so without one of them none is certain."""

KINDS: dict[str, Callable[[Connection, Sequence[Entry]], None]] = {
    "account_set": _account_set,
    "answer_confirmed": holding.answer_confirmed,
    "answered": _answered,
    "approved": _approved,
    "ask_closed": holding.ask_closed,
    "asked_outside": holding.asked_outside,
    "assigned": holding.assigned,
    "authorised": _authorised,
    "came_into_force": _came_into_force,
    "case_entered": case_rows.entered,
    "case_moved": case_rows.moved,
    "clearance_confirmed": holding.clearance_confirmed,
    "clearance_proposed": holding.clearance_proposed,
    "clearance_rejected": holding.clearance_rejected,
    "cleared": _cleared,
    "clock_mended": _clock_mended,
    "commented": holding.commented,
    "decided": _decided,
    "deferred": remarks.deferred,
    "drawn": _drawn,
    "erased": _erased,
    "identity_made": _identity_made,
    "kept": _kept,
    "list_checked": _list_checked,
    "list_imported": _list_imported,
    "looked": _looked,
    "proposed": _proposed,
    "rejected": _rejected,
    "released": _released,
    "replied": holding.replied,
    "rescreened": _rescreened,
    "withdrawn": holding.withdrawn,
}
"""What each kind of act means to the tables."""
