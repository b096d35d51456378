"""The directory of our parties: who they are, in which orders, and which list entries they may be.

It is read from the log and from our register, some time after both, and is no part of the record: it can be emptied at
any time and is made again. It lets a person find a party among a hundred thousand, and its orders among a million.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    and_,
    delete,
    exists,
    func,
    insert,
    inspect,
    or_,
    select,
    tuple_,
    update,
)

from moratorium.store import tables
from moratorium.store.blobs import CHUNK
from moratorium.store.projections import OrderRow

READER = "directory"
"""Its mark in the table of those who read the log."""

_LAST = "\U0010ffff"


class PartyRow(msgspec.Struct, frozen=True):
    """A party of ours.

    Attributes:
        subject: The party, as answers know it: ``party:C-7``.
        id: Our id; empty if orders name it by name alone.
        name: Its first name.
        country: As stated; empty if nobody stated it.
        register: Digest of what our register says of it; empty if it is not in it.
        asked: How many list entries it may be, about which a person is asked.
    """

    subject: str
    id: str
    name: str
    country: str
    register: str
    asked: int


class MatchRow(msgspec.Struct, frozen=True):
    """A list entry that a party of ours may be.

    Attributes:
        subject: The party.
        entry: Key of the entry.
        list: Id of the list.
        listed: The listed name that meets.
        kind: What the entry is.
        state: ``open``, ``reopened``, ``true_match`` or ``false_positive``.
        asked: Whether a person is asked about it.
        score: Of 10,000; 0 if no name or number meets any longer.
    """

    subject: str
    entry: str
    list: str
    listed: str
    kind: str
    state: str
    asked: bool
    score: int


class Record(NamedTuple):
    """All that the directory holds of a party.

    Attributes:
        row: Who it is.
        words: By which it is found.
        variants: How it is spelled, by digest of what is compared.
        matches: Entries that it may be.
    """

    row: PartyRow
    words: frozenset[str]
    variants: Mapping[str, bytes]
    matches: Sequence[MatchRow]


class Part(NamedTuple):
    """A party's part in an order."""

    subject: str
    order_key: str
    roles: tuple[str, ...]
    digest: str


class Seen(NamedTuple):
    """An act as far as the directory asks."""

    act: int
    kind: str
    subject: str


# -- how far it has read ----------------------------------------------------------------------------------------------


def prepare(connection: Connection) -> None:
    """Make the tables if they are not there yet."""
    for table in (tables.marks, *_ALL):
        table.create(connection, checkfirst=True)


def mark(connection: Connection) -> int:
    """The size of the log up to which it has read."""
    of = tables.marks.c
    return connection.execute(select(of.act).where(of.reader == READER)).scalar() or 0


def moved(connection: Connection, before: int, after: int) -> bool:
    """Move the mark, if nobody else has moved it; whoever does holds the directory until the transaction ends."""
    of = tables.marks.c
    if connection.execute(select(of.act).where(of.reader == READER)).scalar() is None:
        connection.execute(insert(tables.marks).values(reader=READER, act=0))
    done = connection.execute(update(tables.marks).where((of.reader == READER) & (of.act == before)).values(act=after))
    return done.rowcount == 1


def seen(connection: Connection, start: int, stop: int) -> list[Seen]:
    """The acts between two log indexes, without what they say."""
    of = tables.acts.c
    asked = select(of.act, of.kind, of.subject).where((of.act >= start) & (of.act < stop)).order_by(of.act)
    return [Seen(*row) for row in connection.execute(asked)]


def act_of(connection: Connection, index: int) -> Seen | None:
    """One act without what it says."""
    found = seen(connection, index, index + 1)
    return found[0] if found else None


# -- what it is made of -----------------------------------------------------------------------------------------------


def new_documents(connection: Connection, keys: Collection[str]) -> dict[str, str]:
    """Digests of the documents of those of these orders that stand and are not in the directory as they are."""
    of = tables.orders.c
    asked, known = select(of.key, of.digest), documents(connection, keys)
    rows = (row for chunk in _chunks(keys) for row in connection.execute(asked.where(of.key.in_(chunk))))
    return {row.key: row.digest for row in rows if known.get(row.key) != row.digest}


def documents(connection: Connection, keys: Collection[str]) -> dict[str, str]:
    """Digests of the documents of those of these orders that are in the directory, as they were read."""
    of = tables.party_orders.c
    asked = select(of.order_key, of.digest).distinct()
    chunks = _chunks(keys)
    return {row.order_key: row.digest for c in chunks for row in connection.execute(asked.where(of.order_key.in_(c)))}


def parties_of(connection: Connection, keys: Collection[str]) -> set[str]:
    """Subjects that have a part in one of these orders, as the directory has it."""
    of = tables.party_orders.c
    return {
        subject
        for chunk in _chunks(keys)
        for subject in connection.execute(select(of.subject).where(of.order_key.in_(chunk)).distinct()).scalars()
    }


def documents_of(connection: Connection, subject: str, limit: int) -> list[str]:
    """Digests of the documents of a party's orders, so many."""
    of = tables.party_orders.c
    return list(connection.execute(select(of.digest).where(of.subject == subject).limit(limit)).scalars())


def variants(connection: Connection, subjects: Collection[str]) -> dict[str, dict[str, bytes]]:
    """How parties are spelled: by subject, then by digest of what is compared."""
    found: dict[str, dict[str, bytes]] = {}
    of = tables.party_variants.c
    for chunk in _chunks(subjects):
        for row in connection.execute(select(of.subject, of.digest, of.document).where(of.subject.in_(chunk))):
            found.setdefault(row.subject, {})[row.digest] = bytes(row.document)
    return found


def rows(connection: Connection, subjects: Collection[str]) -> dict[str, PartyRow]:
    """Parties by subject; those that are not in the directory are left out."""
    asked = select(tables.parties)
    return {
        row.subject: PartyRow(*row)
        for chunk in _chunks(subjects)
        for row in connection.execute(asked.where(tables.parties.c.subject.in_(chunk)))
    }


def registered(connection: Connection) -> dict[str, str]:
    """Digest of what our register says, by subject, as the directory has it."""
    of = tables.parties.c
    asked = select(of.subject, of.register).where(of.register != "")
    return {row.subject: row.register for row in connection.execute(asked)}


# -- writing ----------------------------------------------------------------------------------------------------------


def put(connection: Connection, records: Iterable[Record]) -> None:
    """Write parties, each in place of what was there of it."""
    new = list(records)
    remove(connection, [one.row.subject for one in new])
    _insert(connection, tables.parties, [msgspec.structs.asdict(one.row) for one in new])
    words = [{"word": word, "subject": one.row.subject} for one in new for word in one.words]
    _insert(connection, tables.party_words, words)
    spelled = [
        {"subject": one.row.subject, "digest": digest, "document": document}
        for one in new
        for digest, document in one.variants.items()
    ]
    _insert(connection, tables.party_variants, spelled)
    _insert(connection, tables.party_matches, [msgspec.structs.asdict(match) for one in new for match in one.matches])


def remove(connection: Connection, subjects: Collection[str]) -> None:
    """Remove parties; their parts in orders stay."""
    for table in (tables.parties, tables.party_words, tables.party_variants, tables.party_matches):
        for chunk in _chunks(subjects):
            connection.execute(delete(table).where(table.c.subject.in_(chunk)))


def put_parts(connection: Connection, keys: Collection[str], parts: Iterable[Part]) -> None:
    """Write who has a part in these orders, in place of what was there."""
    of = tables.party_orders
    for chunk in _chunks(keys):
        connection.execute(delete(of).where(of.c.order_key.in_(chunk)))
    _insert(connection, of, [part._asdict() for part in parts])


def without_orders(connection: Connection, subjects: Collection[str]) -> set[str]:
    """Those of these subjects that have a part in no order."""
    of = tables.party_orders.c
    asked = select(of.subject).distinct()
    chunks = _chunks(subjects)
    return set(subjects) - {one for c in chunks for one in connection.execute(asked.where(of.subject.in_(c))).scalars()}


def empty(connection: Connection) -> None:
    """Forget everything; it is read anew."""
    for table in _ALL:
        connection.execute(delete(table))
    connection.execute(delete(tables.marks).where(tables.marks.c.reader == READER))


# -- looking ----------------------------------------------------------------------------------------------------------


def found(
    connection: Connection, words: Collection[str], asked: bool, after: tuple[str, str], limit: int
) -> tuple[PartyRow, ...]:
    """So many parties by name, from a place on.

    Args:
        connection: To the store.
        words: Each begins a word of a name, or of the id.
        asked: Only those that may be a listed party, about which a person is asked.
        after: Name and subject of the last one of the page before.
        limit: At most so many.
    """
    of = tables.parties.c
    few = _few(connection, words) if words else None
    if few is not None:
        chosen = sorted(rows(connection, few).values(), key=lambda one: (one.name, one.subject))
        found = (one for one in chosen if (one.name, one.subject) > after and (one.asked > 0 or not asked))
        return tuple(islice(found, limit))
    wanted = select(tables.parties).where(tuple_(of.name, of.subject) > tuple_(*after) if any(after) else of.name >= "")
    for i, word in enumerate(words):
        begun = select(tables.party_words.c.subject).where(_begins(tables.party_words, word)).cte(f"word_{i}")
        wanted = wanted.where(of.subject.in_(select(begun.prefix_with("MATERIALIZED", dialect="postgresql").c.subject)))
    if asked:
        wanted = wanted.where(of.asked > 0)
    return tuple(PartyRow(*row) for row in connection.execute(wanted.order_by(of.name, of.subject).limit(limit)))


FEW = 2_000
"""Parties that words find and that are then put in order; where more are found, all names are gone through in order."""


def _few(connection: Connection, words: Collection[str]) -> list[str] | None:
    """The parties that words find, if there are few; None if there are many.

    Looked up by the longest word, without asking for each party once: a database may read all parties in their order
    for that.
    """
    known = tables.party_words
    first, *others = sorted(set(words), key=lambda word: (-len(word), word))
    asked = select(known.c.subject).where(_begins(known, first))
    for word in others:
        beside = known.alias()
        asked = asked.where(exists().where((beside.c.subject == known.c.subject) & _begins(beside, word)))
    subjects = connection.execute(asked.limit(2 * FEW + 1)).scalars().all()
    return list(dict.fromkeys(subjects)) if len(subjects) <= 2 * FEW else None


def _begins(words: FromClause, word: str) -> ColumnElement[bool]:
    return (words.c.word >= word) & (words.c.word < word + _LAST)


def of_id(connection: Connection, id: str) -> PartyRow | None:
    """The party of a subject, or of an id of ours."""
    of = tables.parties.c
    asked = select(tables.parties).where(or_(of.subject == id, of.subject == f"party:{id}"))
    row = connection.execute(asked.order_by(of.subject).limit(1)).first()
    return None if row is None else PartyRow(*row)


def counted(connection: Connection) -> tuple[int, int]:
    """How many parties there are, and how many possible matches about which a person is asked."""
    of = tables.party_matches
    parties = connection.execute(select(func.count()).select_from(tables.parties)).scalar() or 0
    return parties, connection.execute(select(func.count()).select_from(of).where(of.c.asked)).scalar() or 0


class Wanted(msgspec.Struct, frozen=True):
    """Which matches; None takes all.

    Attributes:
        asked: Whether a person is asked about it.
        state: ``open``, ``reopened``, ``true_match`` or ``false_positive``.
        list: Id of the list.
        subject: The party.
    """

    asked: bool | None = None
    state: str | None = None
    list: str | None = None
    subject: str | None = None


After = tuple[bool, int, str, str]
"""Whether asked, score, subject and entry of the last match of the page before."""


def matches(connection: Connection, wanted: Wanted, after: After | None, limit: int) -> tuple[MatchRow, ...]:
    """So many possible matches: those about which a person is asked first, then by score, from a place on."""
    of = tables.party_matches.c
    asked = select(tables.party_matches)
    for name in ("asked", "state", "list", "subject"):
        value = getattr(wanted, name)
        if value is not None:
            asked = asked.where(of[name] == value)
    if after is not None:
        is_asked, score, subject, entry = after
        later = or_(of.score < score, and_(of.score == score, tuple_(of.subject, of.entry) > tuple_(subject, entry)))
        same = and_(of.asked == is_asked, later)
        asked = asked.where(or_(same, of.asked.is_(False)) if is_asked else same)
    order = (of.asked.desc(), of.score.desc(), of.subject, of.entry)
    return tuple(MatchRow(*row) for row in connection.execute(asked.order_by(*order).limit(limit)))


def orders_of(
    connection: Connection, subject: str, after: str, limit: int
) -> tuple[tuple[OrderRow, tuple[str, ...]], ...]:
    """So many orders of a party from a key on, each with the party's roles in it."""
    of, orders = tables.party_orders.c, tables.orders
    asked = select(orders, of.roles).join(tables.party_orders, of.order_key == orders.c.key)
    asked = asked.where((of.subject == subject) & (of.order_key > after)).order_by(of.order_key).limit(limit)
    return tuple((OrderRow(*row[:-1]), row[-1]) for row in connection.execute(asked))


def to_decide_again(connection: Connection, subject: str, limit: int) -> list[str]:
    """Keys of so many orders of a party that are not delivered or are held, in their order."""
    of = tables.party_orders.c
    asked = select(of.order_key).join(tables.orders, of.order_key == tables.orders.c.key)
    asked = asked.where((of.subject == subject) & tables.TO_DECIDE_AGAIN).order_by(of.order_key).limit(limit)
    return list(connection.execute(asked).scalars())


_ALL = (tables.parties, tables.party_words, tables.party_variants, tables.party_orders, tables.party_matches)


def _chunks(of: Collection[str]) -> list[list[str]]:
    wanted = sorted(set(of))
    return [wanted[start : start + CHUNK] for start in range(0, len(wanted), CHUNK)]


def _insert(connection: Connection, table: Any, values: list[dict[str, Any]]) -> None:
    if values:
        connection.execute(insert(table), values)


def is_there(connection: Connection) -> bool:
    """Whether the directory was ever made."""
    return inspect(connection).has_table(tables.parties.name)


def spelled(connection: Connection, names: Collection[str]) -> dict[str, str]:
    """Parties that are spelled exactly so: subject by name; none before the directory is made."""
    of = tables.parties.c
    if not is_there(connection):
        return {}
    asked = select(of.name, of.subject)
    return {
        row.name: row.subject for chunk in _chunks(names) for row in connection.execute(asked.where(of.name.in_(chunk)))
    }
