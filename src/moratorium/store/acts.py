"""Acts and their leaves: append, read, erase. The record; every other table follows from it.

An act, its leaf, the new nodes of the tree and the rows that it means are written in one transaction, so a log never
has a leaf without its act. Several processes may append: the one who writes holds the lock, the next one reads the
size after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import cache, lru_cache
from heapq import merge
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, Select, bindparam, func, or_, select, update

from moratorium.decision.decision import Decision
from moratorium.errors import InputError, MissingError, ProofError, RefusedError
from moratorium.ledger import merkle
from moratorium.ledger.base64text import from_base64
from moratorium.ledger.keys import KEY_BYTES
from moratorium.ledger.leaf import ActorSignature, commitment, leaf_data
from moratorium.store import attachments, tables
from moratorium.store.forms import readers
from moratorium.store.holding import AtHand
from moratorium.store.project import project_all
from moratorium.store.rows import insert_rows
from moratorium.terms.account import AccountSet, Looked
from moratorium.terms.act import (
    Act,
    Answered,
    Approved,
    CameIntoForce,
    Cleared,
    ClockMended,
    Erased,
    IdentityMade,
    Kept,
    ListChecked,
    ListImported,
    Proposed,
    Rejected,
    Rescreened,
)
from moratorium.terms.authorisation import Authorised, Drawn, Released
from moratorium.terms.canon import canonical
from moratorium.terms.case import CaseEntered, CaseMoved
from moratorium.terms.deferral import Deferred
from moratorium.terms.holding import (
    AnswerConfirmed,
    AskClosed,
    AskedOutside,
    Assigned,
    ClearanceConfirmed,
    ClearanceRejected,
    Commented,
    Replied,
    Withdrawn,
)

PAYLOADS: dict[str, type] = {
    "account_set": AccountSet,
    "answer_confirmed": AnswerConfirmed,
    "answered": Answered,
    "approved": Approved,
    "ask_closed": AskClosed,
    "asked_outside": AskedOutside,
    "assigned": Assigned,
    "authorised": Authorised,
    "came_into_force": CameIntoForce,
    "case_entered": CaseEntered,
    "case_moved": CaseMoved,
    "clearance_confirmed": ClearanceConfirmed,
    "clearance_proposed": Cleared,
    "clearance_rejected": ClearanceRejected,
    "cleared": Cleared,
    "clock_mended": ClockMended,
    "commented": Commented,
    "decided": Decision,
    "deferred": Deferred,
    "drawn": Drawn,
    "erased": Erased,
    "identity_made": IdentityMade,
    "kept": Kept,
    "list_checked": ListChecked,
    "list_imported": ListImported,
    "looked": Looked,
    "proposed": Proposed,
    "rejected": Rejected,
    "released": Released,
    "replied": Replied,
    "rescreened": Rescreened,
    "withdrawn": Withdrawn,
}
"""What an act of each kind carries."""

ERASABLE = frozenset(
    {
        "answer_confirmed", "answered", "asked_outside", "case_entered", "cleared", "commented", "decided", "deferred",
        "replied", "rescreened",
    }
)  # fmt: skip
"""Kinds that may hold data of a customer. The others make the rulebook and who may act, and stay."""

_SUBJECTS = {
    "account_set": "name",
    "answered": "subject",
    "ask_closed": "order",
    "asked_outside": "order",
    "assigned": "order",
    "authorised": "number",
    "case_entered": "case",
    "case_moved": "case",
    "commented": "order",
    "decided": "order",
    "deferred": "subject",
    "drawn": "order",
    "looked": "subject",
    "replied": "order",
}
"""Payload fields that an act's subject must repeat: it outlives the payload, and tells what an erased act was about."""

_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
"""As canonical JSON writes it; not what somebody wrote with a backslash of their own."""

_PAGE = 1000


class Signed(msgspec.Struct, frozen=True):
    """An act ready to be appended.

    Attributes:
        act: What was done.
        salt: 32 bytes drawn at random for this act alone.
        signature: Ed25519 signature of the act's commitment, 64 bytes; None for an unauthenticated actor.
        public_key: The key that verifies it, base64; None without a signature.
        document: Canonical bytes of the act, if they were made for signing it; None has them made.
    """

    act: Act
    salt: bytes
    signature: bytes | None = None
    public_key: str | None = None
    document: bytes | None = None


class Entry(msgspec.Struct, frozen=True):
    """An act as it lies in the log.

    Attributes:
        index: Log index.
        kind: What was done.
        subject: What it was done to.
        who: Who did it.
        at: When, in UTC.
        payload: Canonical bytes of the whole act; None once erased.
        salt: What the commitment is salted with; None once erased.
        commitment: The salted digest.
        actor: Signature and key of whoever signed; None for an act that nobody signed.
    """

    index: int
    kind: str
    subject: str
    who: str
    at: datetime
    payload: bytes | None
    salt: bytes | None
    commitment: bytes
    actor: ActorSignature | None


class Logged(msgspec.Struct, frozen=True):
    """An act read back; its payload is None once erased."""

    index: int
    act: Act


# -- append -----------------------------------------------------------------------------------------------------------


def append(connection: Connection, acts: Sequence[Signed], at_hand: AtHand | None = None) -> range:
    """Append acts, their leaves, and the rows that they mean.

    Args:
        connection: In a write transaction; nothing counts before it commits.
        acts: In the order in which they were done.
        at_hand: What decisions among them rest on and ask, so that it need not be read again.

    Returns:
        Their log indexes.

    Raises:
        InputError: an unknown kind, a payload of another kind, or a salt, key or signature of wrong length.
        ConflictError: an act no longer fits what others wrote meanwhile.
    """
    start = size(connection)
    added = range(start, start + len(acts))
    if not added:
        return added
    rows, leaves = zip(*(_row(index, signed) for index, signed in zip(added, acts, strict=True)), strict=True)
    insert_rows(connection, tables.acts, rows)
    grow(connection, start, leaves)
    project_all(connection, zip(added, (signed.act for signed in acts), strict=True), at_hand)
    return added


def _row(index: int, signed: Signed) -> tuple[dict[str, Any], bytes]:
    """The row of an act, and the hash of its leaf."""
    act = signed.act
    _check(act)
    document = signed.document or canonical(act.document())
    if b"\\u0000" in document and _NUL.search(document):
        raise InputError(
            "a text holds a NUL character, which no database keeps", act.subject.replace("\0", "?"), "remove it"
        )
    committed = commitment(signed.salt, document)
    actor = _actor(signed.signature, signed.public_key)
    row = {
        "act": index,
        "kind": act.kind,
        "subject": act.subject,
        "actor": act.actor,
        "at": act.at,
        "document": document,
        "salt": signed.salt,
        "commitment": committed,
        "signature": signed.signature,
        "public_key": signed.public_key,
    }
    return row, merkle.leaf_hash(leaf_data(committed, actor))


def _check(act: Act) -> None:
    expected = PAYLOADS.get(act.kind)
    if expected is None:
        raise InputError(f"unknown kind of act `{act.kind}`", help=f"one of {', '.join(PAYLOADS)}")
    if type(act.payload) is not expected:
        raise InputError(f"a `{act.kind}` act carries a {expected.__name__}, not a {type(act.payload).__name__}")
    field = _SUBJECTS.get(act.kind)
    if field is not None and getattr(act.payload, field) != act.subject:
        raise InputError(f"the subject of a `{act.kind}` act is its {field}, not `{act.subject}`")


def _actor(signature: bytes | None, public_key: str | None) -> ActorSignature | None:
    if signature is None and public_key is None:
        return None
    if signature is None or public_key is None:
        raise InputError("a signature needs its public key, and a key its signature")
    return ActorSignature(_key(public_key), signature)


@lru_cache(maxsize=64)
def _key(text: str) -> bytes:
    """The few keys that sign, read once."""
    return from_base64(text, "the public key", KEY_BYTES)


def grow(connection: Connection, start: int, leaves: Sequence[bytes]) -> None:
    """Write the nodes that come into being when leaf hashes are added to a tree of ``start`` leaves."""
    made = merkle.extend_nodes(start, leaves, nodes(connection, edge(start)))
    rows = [{"level": level, "position": position, "hash": hash} for level, position, hash in made]
    insert_rows(connection, tables.nodes, rows)


def edge(size: int) -> list[tuple[int, int]]:
    """Roots of the perfect trees that a tree of this size is made of: all that growing it asks for.

    >>> edge(6)
    [(1, 2), (2, 0)]
    """
    return [(level, (size >> level) - 1) for level in range(size.bit_length()) if size >> level & 1]


# -- the tree ---------------------------------------------------------------------------------------------------------


_LAST = select(func.max(tables.acts.c.act))


def size(connection: Connection) -> int:
    """How many acts the log holds."""
    last = connection.execute(_LAST).scalar()
    return 0 if last is None else int(last) + 1


def nodes(connection: Connection, ahead: Iterable[tuple[int, int]] = ()) -> merkle.Nodes:
    """Getter of the tree's nodes, for the functions of :mod:`moratorium.ledger.merkle`.

    Args:
        connection: To the store.
        ahead: Level and position of nodes that will be asked for, read in one go.

    Raises:
        ProofError: (by the getter) a node is missing.
    """
    wanted, known = list(ahead), {}
    if wanted:
        places = {f"{name}{i}": value for i, pair in enumerate(wanted) for name, value in zip("lp", pair, strict=True)}
        known = {(row.level, row.position): row.hash for row in connection.execute(_nodes_at(len(wanted)), places)}

    def node(level: int, position: int) -> bytes:
        found = known.get((level, position))
        if found is None:
            row = connection.execute(_nodes_at(1), {"l0": level, "p0": position}).first()
            found = None if row is None else row.hash
        if found is None:
            raise ProofError("a node of the tree is missing", f"node {level}/{position}", "run `moratorium fsck`")
        return bytes(found)

    return node


@cache
def _nodes_at(count: int) -> Select[Any]:
    """So many nodes; an OR of pairs is looked up in the key, a row value IN a list would be searched for in the table.

    Kept, since a tree grown by one leaf asks it, and putting it together takes as long as asking.
    """
    of = tables.nodes.c
    pairs = (
        (of.level == bindparam(f"l{i}", type_=of.level.type))
        & (of.position == bindparam(f"p{i}", type_=of.position.type))
        for i in range(count)
    )
    return select(tables.nodes).where(or_(*pairs))


def root(connection: Connection, at_size: int | None = None) -> bytes:
    """Root of the tree over the first ``at_size`` leaves; None for all."""
    leaves = size(connection) if at_size is None else at_size
    return merkle.root(leaves, nodes(connection, edge(leaves)))


def proof(connection: Connection, index: int, at_size: int | None = None) -> tuple[bytes, ...]:
    """Inclusion proof of an act in the tree over the first ``at_size`` leaves; None for all.

    Raises:
        InputError: there is no such leaf in that tree.
    """
    return merkle.inclusion_proof(index, size(connection) if at_size is None else at_size, nodes(connection))


def leaves(connection: Connection, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
    """Data of the leaves in order, of erased acts too."""
    return (leaf_data(entry.commitment, entry.actor) for entry in entries(connection, start=start, stop=stop))


# -- read -------------------------------------------------------------------------------------------------------------


def entries(
    connection: Connection, kinds: Iterable[str] | None = None, start: int = 0, stop: int | None = None
) -> Iterator[Entry]:
    """Acts as they lie in the log, in order; read a page at a time.

    Args:
        connection: To the store.
        kinds: Only acts of these kinds; None for all.
        start: First log index.
        stop: The log index before which to end; None for the end of the log.
    """
    asked = select(tables.acts)
    if kinds is None:
        yield from _paged(connection, asked, start, stop)
        return
    # each kind along the index of kinds: asked for together, a database may go through the whole log
    kind = tables.acts.c.kind
    each = [_paged(connection, asked.where(kind == one), start, stop) for one in dict.fromkeys(kinds)]
    yield from merge(*each, key=lambda entry: entry.index)


def _paged(connection: Connection, asked: Select[Any], start: int, stop: int | None) -> Iterator[Entry]:
    act = tables.acts.c.act
    asked = asked.order_by(act).limit(_PAGE)
    if stop is not None:
        asked = asked.where(act < stop)
    while page := connection.execute(asked.where(act >= start)).all():
        yield from map(_entry, page)
        start = page[-1].act + 1


@cache
def _since(kinds: tuple[str, ...]) -> Select[Any]:
    """Kept, since each batch of orders may ask it."""
    acts = tables.acts.c
    return select(acts.kind, acts.subject).where(acts.kind.in_(kinds) & (acts.act >= bindparam("start")))


def done_since(connection: Connection, start: int, kinds: tuple[str, ...]) -> set[tuple[str, str]]:
    """What of some kinds was done from a log index on: kinds of acts with their subjects.

    Args:
        connection: In any transaction.
        start: The first index that is looked at; a great many acts of other kinds may come after it.
        kinds: Kinds looked for.
    """
    return {(kind, subject) for kind, subject in connection.execute(_since(kinds), {"start": start})}


def newest_at(connection: Connection, kinds: Iterable[str]) -> datetime | None:
    """When the newest act of these kinds was recorded, by the clock of whoever did; None if there is none."""
    acts = tables.acts
    last = select(func.max(acts.c.act)).where(acts.c.kind.in_(tuple(kinds))).scalar_subquery()
    found: datetime | None = connection.execute(select(acts.c.at).where(acts.c.act == last)).scalar()
    return found


def entry_at(connection: Connection, index: int) -> Entry:
    """One act as it lies in the log.

    Raises:
        MissingError: there is no such act.
    """
    row = connection.execute(select(tables.acts).where(tables.acts.c.act == index)).first()
    if row is None:
        raise MissingError(f"no act {index}", help=f"the log holds {size(connection)} acts, counted from 0")
    return _entry(row)


def _entry(row: Row[Any]) -> Entry:
    index, kind, subject, who, at, payload, salt, committed, signature, public_key = tuple(row)
    return Entry(index, kind, subject, who, at, payload, salt, committed, _actor(signature, public_key))


def read_acts(
    connection: Connection, kinds: Iterable[str] | None = None, start: int = 0, stop: int | None = None
) -> Iterator[Logged]:
    """Acts with their typed payloads, in order; arguments as in :func:`entries`.

    Raises:
        ProofError: an act cannot be read back.
    """
    return map(logged, entries(connection, kinds, start, stop))


def act_at(connection: Connection, index: int) -> Logged:
    """One act with its typed payload.

    Raises:
        MissingError: there is no such act.
    """
    return logged(entry_at(connection, index))


class _Document(msgspec.Struct):
    actor: str
    at: datetime
    kind: str
    payload: msgspec.Raw
    subject: str


_DOCUMENTS = msgspec.json.Decoder(_Document)
_READERS = readers(PAYLOADS)


def logged(entry: Entry) -> Logged:
    """An entry with its typed payload.

    Raises:
        ProofError: its bytes are not an act.
    """
    if entry.payload is None:
        return Logged(entry.index, Act(entry.kind, entry.subject, entry.who, entry.at, None))
    try:
        document = _DOCUMENTS.decode(entry.payload)
        payload = _READERS[document.kind](document.payload)
    except (msgspec.MsgspecError, KeyError) as error:
        raise ProofError(f"the act cannot be read back: {error}", f"act {entry.index}") from error
    return Logged(entry.index, Act(document.kind, document.subject, document.actor, document.at, payload))


# -- erase ------------------------------------------------------------------------------------------------------------


def erase(connection: Connection, index: int) -> None:
    """Remove payload and salt of an act; its leaf stays and proves that something was recorded then.

    The caller appends the ``erased`` act in the same transaction; that removes the rows which the act meant.

    Raises:
        MissingError: there is no such act.
        RefusedError: acts of this kind stay, the act decides an order that is not delivered yet, or others rest on it.
    """
    entry = entry_at(connection, index)
    if entry.kind not in ERASABLE:
        raise RefusedError(f"a `{entry.kind}` act stays in the record", f"act {index}")
    if entry.kind == "decided":
        _check_decision(connection, entry)
    if entry.kind in ("asked_outside", "replied"):
        _check_question(connection, entry)
    attachments.forget(connection, index)
    connection.execute(update(tables.acts).where(tables.acts.c.act == index).values(document=None, salt=None))


def _check_decision(connection: Connection, entry: Entry) -> None:
    """A decision goes when its order is delivered, and what was weighed against it goes first.

    What is left of the log cannot tell whether an erased decision stood, so with any of them the order's row goes if
    no newer one stands; and a later look back, which did not stand because of it, would seem to have stood.

    Raises:
        RefusedError: the order is open and no newer decision stands, or a later one did not stand because of this one.
    """
    orders, of, place = tables.orders.c, tables.decisions.c, f"act {entry.index}"
    is_open = (orders.key == entry.subject) & (orders.act <= entry.index) & (orders.status != "closed")
    if connection.execute(select(orders.key).where(is_open)).first() is not None:
        message = f"order `{entry.subject}` is not delivered and must stay under control"
        raise RefusedError(message, place, "close it first")
    stood = connection.execute(select(of.stood).where(of.act == entry.index)).scalar()
    later = (of.order_key == entry.subject) & (of.act > entry.index) & ~of.stood
    if stood and (looks := connection.execute(select(of.act).where(later).order_by(of.act)).scalars().all()):
        first = f"erase act {', '.join(map(str, looks))} first"
        raise RefusedError("later decisions of the order did not stand because of it", place, first)


def _check_question(connection: Connection, entry: Entry) -> None:
    """A question to a requester goes with its reply, and only when nothing hangs on it any more.

    Raises:
        RefusedError: it is not done with, its order is still held, or the reply alone is meant.
    """
    of, place = tables.asks.c, f"act {entry.index}"
    if entry.kind == "replied":
        payload = logged(entry).act.payload
        if connection.execute(select(of.act).where(of.act == payload.ask)).first() is not None:
            raise RefusedError("a reply goes with its question", place, f"erase act {payload.ask} first")
        return
    state = connection.execute(select(of.state).where(of.act == entry.index)).scalar()
    if state in ("open", "replied"):
        raise RefusedError("the question is not done with", place, "take the reply, or close the question, first")
    held = select(tables.holds.c.order_key).where(tables.holds.c.order_key == entry.subject)
    if connection.execute(held).first() is not None:
        raise RefusedError(f"order `{entry.subject}` is still held, and its clock rests on the question", place)
