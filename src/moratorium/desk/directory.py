"""The directory of our parties kept up with the log, beside whatever else is done.

Deciding an order does not wait for it: what was recorded is read some moments later, in pieces, by one thread that
begins when somebody looks and ends when nothing is left to read. Whoever looks waits a moment for it, and is told how
far it has read. It holds who is a party of which order, how each party is spelled, and which list entries it may be, as
comparing it with the lists at hand gave; a re-screening tells it whom a new list concerns.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from itertools import islice
from typing import NamedTuple

import msgspec

from moratorium.decision.facts import Enricher
from moratorium.decision.owners import Owners
from moratorium.decision.reference import Reference
from moratorium.decision.register import Register
from moratorium.decision.screening import thresholds_of
from moratorium.decision.subjects import party_subject
from moratorium.desk import rulebooks
from moratorium.desk.current import CHANGES
from moratorium.desk.home import Home
from moratorium.desk.known_parties import registered
from moratorium.desk.references import PARTS, References
from moratorium.errors import MoratoriumError
from moratorium.measures import Rulebook
from moratorium.screening import normalised
from moratorium.screening.disposition import Hit, compared_party
from moratorium.screening.outcome import merged
from moratorium.store import Connection, blobs, directory, read_acts, size
from moratorium.store.acts import entries
from moratorium.store.directory import MatchRow, Part, PartyRow, Record
from moratorium.terms.act import Erased, Rescreened
from moratorium.terms.canon import digest
from moratorium.terms.order import Order
from moratorium.terms.party import PARTY_ROLES, Party

PIECE = 200
"""Acts, or parties of a register, that are written in one transaction."""

PATIENCE = 0.1
"""Seconds for which whoever looks waits for what was recorded last."""

MOST_DOCUMENTS = 200
"""Orders of one party that are read again when our register changes what is known of it."""

_SCORE = 10_000


class AtHand(NamedTuple):
    """What parties are compared with, as things stand.

    Attributes:
        reference: Lists, registers, and what people have said.
        rulebook: States thresholds; the base pack if none was adopted.
        enricher: Looks up what is known of the parties of an order, and compares.
        owners: Looks up owners and what parties have in common.
    """

    reference: Reference
    rulebook: Rulebook
    enricher: Enricher
    owners: Owners


class Directory:
    """Keeps the directory; many callers may look at once.

    Args:
        home: The state.
        references: What was read of lists and registers.

    Attributes:
        home: The state.
        lock: Held while something is compared.
        references: What was read of lists and registers, by digest.
    """

    def __init__(self, home: Home, references: References) -> None:
        self.lock = threading.RLock()
        self.home = home
        self.references = references
        self._at_hand: AtHand | None = None
        self._mark = -1
        self._day: date | None = None
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None
        self._ending = threading.Event()
        self._prepared = False

    # -- what parties are compared with ---------------------------------------------------------------------------

    def at_hand(self) -> AtHand:
        """What parties are compared with now; hold the lock while you use it."""
        with self.lock, self.home.store.read() as connection:
            now, today = size(connection), self.home.today()
            if self._at_hand is None or today != self._day or self._is_superseded(connection, now):
                rulebook = rulebooks.adopted_or_base(connection)
                reference = self.references.on(connection, today, rulebook)
                enricher = Enricher(reference, frozenset(), thresholds=thresholds_of(rulebook))
                owners = Owners(reference, enricher.screening)
                if self._at_hand is not None and self._at_hand.reference.parties is reference.parties:
                    owners.register = self._at_hand.owners.register  # the same register: its graph is made once
                self._at_hand = AtHand(reference, rulebook, enricher, owners)
                self._day = today
            self._mark = now
            return self._at_hand

    def _is_superseded(self, connection: Connection, now: int) -> bool:
        if now == self._mark:
            return False
        found = entries(connection, CHANGES, self._mark)
        return any(one.kind != "kept" or one.subject in PARTS for one in found)

    # -- reading on -----------------------------------------------------------------------------------------------

    def look(self, patience: float = PATIENCE) -> int:
        """Have it read on; returns how many acts are still to be read after a moment.

        Args:
            patience: Seconds to wait for it.
        """
        if not self._behind():
            return 0
        with self._starting:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="directory", daemon=True)
                self._thread.start()
            thread = self._thread
        until = time.monotonic() + patience
        while thread.is_alive() and (left := until - time.monotonic()) > 0:
            thread.join(left)
        return self._behind()

    def read_on(self) -> None:
        """Read everything that is to be read, here and now."""
        self._prepare()
        while self._piece():
            pass

    def close(self) -> None:
        """End after the piece that is being read."""
        self._ending.set()
        if self._thread is not None:
            self._thread.join()

    def _behind(self) -> int:
        self._prepare()
        with self.home.store.read() as connection:
            return size(connection) - directory.mark(connection)

    def _prepare(self) -> None:
        if not self._prepared:
            with self.home.store.begin() as connection:
                directory.prepare(connection)
            self._prepared = True

    def _run(self) -> None:
        """What goes wrong here ends the thread, not the service: whoever looks next begins again."""
        try:
            while not self._ending.is_set() and self._piece():
                pass
        except MoratoriumError:
            return

    def _piece(self) -> bool:
        """Read one piece of the log; False if there is none, or another process is reading it."""
        with self.home.store.read() as connection:
            start = directory.mark(connection)
            stop = min(start + PIECE, size(connection))
            if start >= stop:
                return False
            seen = directory.seen(connection, start, stop)
        known = self.at_hand()
        if any(one.kind == "kept" and one.subject == "parties" for one in seen) and not self._read_register(
            known, start
        ):
            return False
        with self.lock, self.home.store.read() as connection:
            piece = _gathered(connection, known, seen)
        with self.home.store.begin() as connection:
            if not directory.moved(connection, start, stop):
                return False
            directory.put_parts(connection, piece.keys, piece.parts)
            _write(connection, piece.records)
        return True

    def _read_register(self, known: AtHand, start: int) -> bool:
        """Our register as it stands, where the directory differs from it; False if another process is reading."""
        with self.lock:
            parties = known.reference.parties
            stated = {one.subject: one for _, one in registered(parties, Register(parties)) if one.subject is not None}
        digests = {subject: digest(_bare(one)) for subject, one in stated.items()}
        with self.home.store.read() as connection:
            before = directory.registered(connection)
        changed = sorted(one for one in before.keys() | digests.keys() if before.get(one) != digests.get(one))
        for some in _some(changed):
            with self.lock, self.home.store.read() as connection:
                spelled = _spelled(connection, known, some, stated)
                records = _records(known, spelled, {one: digests.get(one, "") for one in some})
            with self.home.store.begin() as connection:
                if self._ending.is_set() or not directory.moved(connection, start, start):
                    return False
                _write(connection, records)
        return True


# -- a piece of the log -----------------------------------------------------------------------------------------------

Spelled = dict[str, dict[str, Party]]
"""Parties by subject, then by digest of what is compared."""


class _Piece(NamedTuple):
    """What a piece of the log changes.

    Attributes:
        keys: Orders whose parts are written anew.
        parts: The parts.
        records: By subject; None for a party that is in no order and no register any more.
    """

    keys: Collection[str]
    parts: list[Part]
    records: Mapping[str, Record | None]


def _gathered(connection: Connection, known: AtHand, seen: list[directory.Seen]) -> _Piece:
    start, stop = seen[0].act, seen[-1].act + 1
    kinds = {one.kind for one in seen}
    decided = {one.subject for one in seen if one.kind == "decided"}
    erased = set(_erased(connection, start, stop)) if "erased" in kinds else set()
    documents = directory.new_documents(connection, decided | erased)
    stale = erased | documents.keys()
    parts, spelled = _of_orders(connection, known, documents)
    left = directory.parties_of(connection, erased) | _respelled(connection, known, documents, spelled)
    touched = {one.subject for one in seen if one.subject.startswith("party:")}
    touched |= _withdrawn(connection, seen)
    if "rescreened" in kinds:
        touched |= _rescreened(connection, start, stop)
    kept = directory.variants(connection, (touched | spelled.keys()) - left)
    for subject, contents in kept.items():
        found = spelled.setdefault(subject, {})
        found.update((name, _PARTY.decode(content)) for name, content in contents.items() if name not in found)
    again = _spelled(connection, known, left, known.reference.parties, but=stale)
    for subject, of in again.items():
        spelled.setdefault(subject, {}).update(of)
    rows = directory.rows(connection, spelled.keys())
    return _Piece(stale, parts, _records(known, spelled, {one: row.register for one, row in rows.items()}))


def _of_orders(connection: Connection, known: AtHand, documents: Mapping[str, str]) -> tuple[list[Part], Spelled]:
    """Who has a part in orders, and how each is spelled there."""
    contents = blobs.get_many(connection, documents.values())
    parts: list[Part] = []
    spelled: Spelled = {}
    for key, name in documents.items():
        if name not in contents:
            continue
        order = _ORDER.decode(contents[name])
        roles: dict[str, list[str]] = {}
        for role in PARTY_ROLES:
            for party in order.parties.get(role, ()):
                roles.setdefault(party_subject(party, order), []).append(role)
        for subject, party in known.enricher.parties(order):
            roles.setdefault(subject, [])
            spelled.setdefault(subject, {})[compared_party(party).digest] = party
        parts += [Part(subject, key, tuple(of), name) for subject, of in roles.items()]
    return parts, spelled


def _respelled(connection: Connection, known: AtHand, documents: Mapping[str, str], now: Spelled) -> set[str]:
    """Parties of orders handed in before that are no longer spelled as they were, or are no longer named."""
    before = directory.documents(connection, documents.keys())
    _, then = _of_orders(connection, known, before)
    return {subject for subject, of in then.items() if not of.keys() <= now.get(subject, {}).keys()}


def _erased(connection: Connection, start: int, stop: int) -> Iterator[str]:
    """Keys of orders of which a decision was erased."""
    for one in read_acts(connection, ["erased"], start, stop):
        if isinstance(one.act.payload, Erased):
            gone = directory.act_of(connection, one.act.payload.index)
            if gone is not None and gone.kind == "decided":
                yield gone.subject


def _withdrawn(connection: Connection, seen: list[directory.Seen]) -> set[str]:
    """Parties about whom an answer was taken back."""
    taken = [int(one.subject) for one in seen if one.kind == "withdrawn" and one.subject.isdecimal()]
    said = [directory.act_of(connection, act) for act in taken]
    return {one.subject for one in said if one is not None and one.subject.startswith("party:")}


def _rescreened(connection: Connection, start: int, stop: int) -> set[str]:
    """Parties whose outcome a re-screening changed."""
    found: set[str] = set()
    for one in read_acts(connection, ["rescreened"], start, stop):
        if isinstance(one.act.payload, Rescreened):
            found |= {change.subject for change in one.act.payload.changes} | set(one.act.payload.gone)
    return found


# -- parties ----------------------------------------------------------------------------------------------------------


def _spelled(
    connection: Connection,
    known: AtHand,
    subjects: Collection[str],
    stated: Mapping[str, Party],
    but: Collection[str] = (),
) -> Spelled:
    """How parties are spelled in our register and in their orders, read anew.

    Args:
        connection: To the store.
        known: What is at hand.
        subjects: Which parties.
        stated: Those of our register, by subject or by id.
        but: Keys of orders that no longer count.
    """
    found: Spelled = {subject: {} for subject in subjects}
    for subject, of in found.items():
        party = stated.get(subject) or stated.get(subject.partition(":")[2])
        if party is not None:
            of[compared_party(party).digest] = party
        contents = blobs.get_many(connection, directory.documents_of(connection, subject, MOST_DOCUMENTS)).values()
        for order in (_ORDER.decode(content) for content in contents):
            for other, spelled in known.enricher.parties(order) if order.key not in but else ():
                if other == subject:
                    of[compared_party(spelled).digest] = spelled
    return found


def _records(known: AtHand, spelled: Spelled, register: Mapping[str, str]) -> dict[str, Record | None]:
    """Parties compared with the lists at hand; None for those that nobody names any more."""
    known.enricher.screening.compare([one for of in spelled.values() for one in of.values()])
    return {subject: _record(known, subject, of, register.get(subject, "")) for subject, of in spelled.items()}


def _record(known: AtHand, subject: str, of: Mapping[str, Party], register: str) -> Record | None:
    if not of:
        return None
    stated = known.reference.parties.get(subject.partition(":")[2])
    first = compared_party(stated).digest if stated is not None else ""
    spelled = [of[name] for name in sorted(of, key=lambda name: (name != first, name))]
    hits = merged(known.enricher.screening.hits(one, subject) for one in spelled)
    matches = [_match(known, subject, hit) for hit in hits.values()]
    name = next((name for one in spelled for name in one.names), "")
    country = next((one.address.country for one in spelled if one.address.country), "")
    id = next((one.id for one in spelled if one.id), "")
    words = frozenset(word for one in of.values() for text in (*one.names, one.id or "") for word in words_of(text))
    row = PartyRow(subject, id, name, country, register, sum(match.asked for match in matches))
    return Record(row, words, {name: _ENCODER.encode(_bare(one)) for name, one in of.items()}, matches)


def _match(known: AtHand, subject: str, hit: Hit) -> MatchRow:
    entry = known.enricher.screening.entries[hit.entry]
    listed, score = (hit.match.name, round(hit.match.score * _SCORE)) if hit.match else (entry.name, 0)
    return MatchRow(subject, hit.entry, entry.list, listed, entry.kind, hit.state, hit.is_asked, score)


def spelled_of(connection: Connection, subject: str) -> dict[str, Party]:
    """How a party is spelled, by digest of what is compared."""
    kept = directory.variants(connection, [subject]).get(subject, {})
    return {name: _PARTY.decode(content) for name, content in kept.items()}


def words_of(text: str) -> tuple[str, ...]:
    """The words by which a name or an id is found, in Latin letters.

    >>> words_of("Илья Голберг"), words_of("C-7")
    (('ilya', 'golberg'), ('c', '7'))
    """
    return tuple(normalised(text).split()) or tuple(text.casefold().split())


def _bare(party: Party) -> Party:
    """What orders and lists say of a party; who owns it stands in our register."""
    return msgspec.structs.replace(party, relations=(), facts={})


def _write(connection: Connection, records: Mapping[str, Record | None]) -> None:
    directory.remove(connection, [subject for subject, record in records.items() if record is None])
    directory.put(connection, [record for record in records.values() if record is not None])


def _some(of: Iterable[str]) -> Iterator[tuple[str, ...]]:
    rest = iter(of)
    while found := tuple(islice(rest, PIECE)):
        yield found


_ENCODER = msgspec.json.Encoder()
_PARTY = msgspec.json.Decoder(Party)
_ORDER = msgspec.json.Decoder(Order)
