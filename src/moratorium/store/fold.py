"""The record folded again: what ``moratorium fsck`` does.

All acts are read from the first, hashed, and projected into an empty database in memory. Then every node of the tree
and every row of every projection is compared with what is stored, every blob with its digest, and every checkpoint
with the root of its size. What differs was damaged, or changed past the program.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from heapq import merge
from itertools import groupby, islice
from operator import itemgetter
from typing import Any

import msgspec
from sqlalchemy import Connection, Table, delete, insert, select
from sqlalchemy.exc import IntegrityError

from moratorium.decision.decision import Decision
from moratorium.errors import Fault, MoratoriumError, ProofError
from moratorium.ledger import keys
from moratorium.ledger.base64text import to_base64
from moratorium.ledger.checkpoint import parse_checkpoint
from moratorium.ledger.leaf import SALT_BYTES, commitment, leaf_data
from moratorium.ledger.merkle import leaf_hash
from moratorium.ledger.note import unverified_text
from moratorium.store import attachments, blobs, checkpoints, projections, tables
from moratorium.store.acts import Entry, Logged, entries, grow, logged, root
from moratorium.store.database import Store, scratch
from moratorium.store.driver import first_line
from moratorium.store.project import project_all
from moratorium.terms.act import Act, Answered, Erased, Kept, ListImported, signer_of

LIMIT = 100
"""Faults told of each kind; a damaged file may have millions."""

_PAGE = 1000
_COMPARED = (tables.nodes, *tables.PROJECTIONS)
_MEND = "restore the database from a backup"


class Fold(msgspec.Struct, frozen=True):
    """What folding the acts again gave.

    Attributes:
        size: Number of acts.
        root: Root of the tree over them.
        tables: Digest of the rows of each table, as the acts give them.
        erased: How many acts were erased; their leaves count, their rows do not.
        faults: What is stored otherwise; empty if the record is sound.
    """

    size: int
    root: bytes
    tables: dict[str, str]
    erased: int
    faults: tuple[Fault, ...]


def fsck(store: Store) -> tuple[Fault, ...]:
    """What is wrong with the stored record; empty if it is sound."""
    return fold(store).faults


def fold(store: Store) -> Fold:
    """Fold all acts again and compare with one fixed state of the store; others may go on writing."""
    with store.read() as stored, scratch() as memory, memory.begin() as again:
        replay = _Replay(stored, again)
        faults = list(_some(replay.run()))
        if replay.is_whole:
            for table in _COMPARED:
                faults += _some(_differences(table, stored, again))
            faults += _some(_checkpoint_faults(stored, again, replay.size))
        faults += _some(_blob_faults(stored))
        faults += _some(attachments.faults(stored))
        digests = {table.name: _digest(again, table) for table in _COMPARED}
        return Fold(replay.size, root(again), digests, len(replay.erased), tuple(faults))


def _some(faults: Iterable[Fault]) -> Iterator[Fault]:
    shown = iter(faults)
    yield from islice(shown, LIMIT)
    if more := sum(1 for _ in shown):
        yield Fault(f"and {more} more of this kind")


class _Replay:
    """Acts read once, checked one by one, and projected afresh.

    Attributes:
        size: Acts read so far.
        erased: Log indexes of acts without payload.
        is_whole: Whether all acts could be folded, so that tables can be compared.
    """

    def __init__(self, stored: Connection, again: Connection) -> None:
        self._stored = stored
        self._again = again
        self._announced: set[int] = set()
        self.size = 0
        self.erased: set[int] = set()
        self.is_whole = True

    def run(self) -> Iterator[Fault]:
        """Fold page by page; yields what is wrong with single acts."""
        read = entries(self._stored)
        while page := list(islice(read, _PAGE)):
            if [entry.index for entry in page] != list(range(self.size, self.size + len(page))):
                self.is_whole = False
                yield Fault("acts are missing", f"after act {self.size - 1}", _MEND)
                return
            yield from self._page(page)
        yield from self._erasures()

    def _page(self, page: list[Entry]) -> Iterator[Fault]:
        acts, faults = self._read(page)
        yield from faults
        self.erased.update(entry.index for entry in page if entry.payload is None)
        self._again.execute(insert(tables.acts), [_skeleton(entry) for entry in page])
        grow(self._again, self.size, [leaf_hash(leaf_data(entry.commitment, entry.actor)) for entry in page])
        self.size += len(page)
        self._announced.update(one.act.payload.index for one in acts if isinstance(one.act.payload, Erased))
        yield from self._project(acts)
        yield from _signer_faults(self._again, page)
        yield from _missing_blobs(self._stored, acts)

    def _read(self, page: list[Entry]) -> tuple[list[Logged], list[Fault]]:
        """Acts that still have their payloads, and what is wrong with single acts."""
        acts: list[Logged] = []
        faults: list[Fault] = []
        for entry in page:
            faults += _seal_faults(entry)
            if entry.payload is None:
                continue
            try:
                acts.append(logged(entry))
            except ProofError as error:
                self.is_whole = False
                faults.append(error.fault)
                continue
            faults += _column_faults(entry, acts[-1].act)
        return acts, faults

    def _project(self, acts: list[Logged]) -> Iterator[Fault]:
        try:
            with self._evidence(acts):
                project_all(self._again, [(one.index, one.act) for one in acts])
        except (MoratoriumError, IntegrityError) as error:
            self.is_whole = False
            words = error.fault if isinstance(error, MoratoriumError) else first_line(error)
            yield Fault(f"acts do not follow from each other: {words}", f"acts from {acts[0].index}", _MEND)

    @contextmanager
    def _evidence(self, acts: list[Logged]) -> Iterator[None]:
        """What held orders wait for stands in what their decisions cite: lent while a page is projected."""
        held = [one.act for one in acts if isinstance(one.act.payload, Decision) and one.act.payload.effect == "hold"]
        cited = sorted({digest for act in held for digest in _cited(act)})
        for start in range(0, len(cited), blobs.CHUNK):
            asked = select(tables.blobs).where(tables.blobs.c.digest.in_(cited[start : start + blobs.CHUNK]))
            if rows := self._stored.execute(asked).mappings().all():
                self._again.execute(insert(tables.blobs), [dict(row) for row in rows])
        yield
        self._again.execute(delete(tables.blobs))

    def _erasures(self) -> Iterator[Fault]:
        for index in sorted(self.erased - self._announced):
            yield Fault("the payload is gone, and no act says that it was erased", f"act {index}", _MEND)
        for index in sorted(self._announced - self.erased):
            yield Fault("an act says that it was erased, but its payload is there", f"act {index}")


def _skeleton(entry: Entry) -> dict[str, Any]:
    """An act without its payload: enough to fold an erasure."""
    return {
        "act": entry.index,
        "kind": entry.kind,
        "subject": entry.subject,
        "actor": entry.who,
        "at": entry.at,
        "commitment": entry.commitment,
    }


# -- single acts ------------------------------------------------------------------------------------------------------


def _seal_faults(entry: Entry) -> Iterator[Fault]:
    """Whether payload and signature are those that the log committed to."""
    place = f"act {entry.index}"
    if entry.actor is not None:
        try:
            keys.verify(entry.actor.public_key, entry.commitment, entry.actor.signature)
        except ProofError as error:
            yield Fault(error.fault.message, place, _MEND)
    if (entry.payload is None) != (entry.salt is None):
        yield Fault("payload and salt are not erased together", place, _MEND)
    elif entry.payload is not None and entry.salt is not None and not _is_committed(entry, entry.salt, entry.payload):
        yield Fault("the payload differs from its commitment in the log", place, _MEND)


def _is_committed(entry: Entry, salt: bytes, payload: bytes) -> bool:
    return len(salt) == SALT_BYTES and commitment(salt, payload) == entry.commitment


def _column_faults(entry: Entry, act: Act) -> Iterator[Fault]:
    if (act.kind, act.subject, act.actor, act.at) != (entry.kind, entry.subject, entry.who, entry.at):
        yield Fault("kind, subject, actor or time differ from what the payload says", f"act {entry.index}", _MEND)


def _signer_faults(again: Connection, page: list[Entry]) -> Iterator[Fault]:
    """A person with a recorded key signs with it; whoever acts through an identity, with the key of that."""
    known = {name: projections.identity(again, name) for name in {signer_of(entry.who) for entry in page}}
    for entry in page:
        signer = signer_of(entry.who)
        person = known[signer]
        if person is None or entry.index < person.act:
            if signer != entry.who:
                yield Fault(f"the act is signed by nobody known as `{signer}`", f"act {entry.index}", _MEND)
            continue
        if entry.actor is None or to_base64(entry.actor.public_key) != person.public_key:
            yield Fault(f"the act is not signed with the key of `{signer}`", f"act {entry.index}", _MEND)


# -- blobs and checkpoints --------------------------------------------------------------------------------------------


def _missing_blobs(stored: Connection, acts: list[Logged]) -> Iterator[Fault]:
    cited = {digest: one.index for one in acts for digest in _cited(one.act)}
    for digest in sorted(cited.keys() - blobs.present(stored, list(cited))):
        yield Fault(f"blob `{digest}` is cited but not kept", f"act {cited[digest]}", _MEND)


def _cited(act: Act) -> tuple[str, ...]:
    match act.payload:
        case Decision() as decision:
            return (decision.order_digest, *(line.judgement for line in decision.lines))
        case Answered(settles=settles):
            return tuple(digest for one in settles for digest in (one.entry_digest, one.party_digest) if digest)
        case Kept(digest=digest):
            return (digest,)
        case ListImported(blob=blob):
            return (blob,)
    return ()


def _blob_faults(stored: Connection) -> Iterator[Fault]:
    table = tables.blobs
    asked = select(table.c.digest, table.c.content).execution_options(yield_per=_PAGE)
    for digest, content in stored.execute(asked):
        try:
            blobs.opened(digest, content)
        except ProofError as error:
            yield error.fault


def _checkpoint_faults(stored: Connection, again: Connection, size: int) -> Iterator[Fault]:
    for kept, note in checkpoints.all_notes(stored):
        place = f"checkpoint {kept}"
        try:
            signed = parse_checkpoint(unverified_text(note))
        except MoratoriumError as error:
            yield Fault(error.fault.message, place, _MEND)
            continue
        if signed.size > size:
            yield Fault(f"the log has {size} acts, fewer than a checkpoint that it signed", place, _MEND)
        elif signed.size != kept or signed.root != root(again, signed.size):
            yield Fault("the acts lead to another root than the signed one", place, _MEND)


# -- tables -----------------------------------------------------------------------------------------------------------


def _differences(table: Table, stored: Connection, again: Connection) -> Iterator[Fault]:
    """Rows that are missing, too many, or otherwise than the acts say."""
    sides = _rows(stored, table, "stored"), _rows(again, table, "folded")
    for key, found in groupby(merge(*sides, key=itemgetter(0)), key=itemgetter(0)):
        rows = {side: row for _, side, row in found}
        if rows.get("stored") != rows.get("folded"):
            words = "is missing" if "stored" not in rows else "differs" if "folded" in rows else "follows from no act"
            shown = "/".join(map(str, key))
            yield Fault(f"row `{shown}` of `{table.name}` {words}", f"table {table.name}", _MEND)


def _rows(connection: Connection, table: Table, side: str) -> Iterator[tuple[tuple[Any, ...], str, tuple[Any, ...]]]:
    """Key, side and values of each row, in the order of the keys."""
    names = table.columns.keys()
    places = [names.index(column.name) for column in table.primary_key]
    asked = select(table).order_by(*table.primary_key).execution_options(yield_per=_PAGE)
    for row in connection.execute(asked):
        yield tuple(row[place] for place in places), side, tuple(row)


def _digest(connection: Connection, table: Table) -> str:
    hasher = hashlib.sha256()
    for _, _, row in _rows(connection, table, "folded"):
        hasher.update(msgspec.json.encode(row) + b"\n")
    return hasher.hexdigest()
