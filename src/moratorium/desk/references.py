"""The reference put together: what ships with the program, the lists at hand, our registers, and people's answers."""

from __future__ import annotations

import gzip
import os
import tempfile
from collections.abc import Collection
from datetime import date
from pathlib import Path

from moratorium.decision.licences import Drawdown, Licences, licences_of
from moratorium.decision.reference import NOTHING, Answers, Reference, answers_on
from moratorium.desk import package
from moratorium.desk.hold_rules import hold_rules
from moratorium.desk.home import Home
from moratorium.desk.indexes import index_at_hand
from moratorium.desk.partners_at_hand import partners_at_hand
from moratorium.desk.record import record_one
from moratorium.desk.texts import read_text
from moratorium.errors import Fault, InputError, MissingError, ProofError, SourceError
from moratorium.goods import NO_CATALOGUE, Catalogue, catalogue_of
from moratorium.intake import catalogue_rows, open_table, read_organisation, read_parties
from moratorium.measures import Rulebook
from moratorium.screening import SOURCES, Entry, Index, ListVersion, decode_version, is_stale
from moratorium.screening.disposition import Said, said
from moratorium.store import Connection, blobs, projections
from moratorium.terms.act import Kept
from moratorium.terms.organisation import NO_ORGANISATION, Organisation
from moratorium.terms.party import Party

PARTS = ("organisation", "catalogue", "parties")
"""Files of ours that facts are looked up in; handed in once, kept, and used until a newer one is handed in."""


def keep_part(home: Home, connection: Connection, part: str, path: Path) -> tuple[Fault, ...]:
    """Keep a file of ours; the same content is kept once. Returns what in it could not be read and was left out.

    Raises:
        MissingError: no such file.
        InputError: nothing in it can be used; nothing is kept then.
    """
    if not path.is_file():
        raise MissingError(f"no {part} file `{path}`", help=f"give its path with --{part}")
    faults = _check_part(part, path)
    data = path.read_bytes()
    digest = blobs.put(connection, gzip.compress(data, mtime=0), "application/gzip")
    current = projections.kept_part(connection, part)
    if current is None or current.digest != digest or current.name != path.name:
        record_one(home, connection, "kept", part, Kept(part, digest, path.name))
    return faults


def _check_part(part: str, path: Path) -> tuple[Fault, ...]:
    if part == "organisation":
        _check_codes(read_organisation(read_text(path), path.name), path.name)
        return ()
    faults = _read_catalogue(path)[1] if part == "catalogue" else read_parties(open_table(path))[1]
    return tuple(faults)


def _check_codes(organisation: Organisation, name: str) -> None:
    """A seat that no territory has would bind no law, in silence.

    Raises:
        InputError: an unknown code, with the nearest ones; all of them at once.
    """
    atlas = package.atlas()
    stated = [
        (entity.id, field, code)
        for entity in organisation.entities
        for field, codes in (
            ("seat", [entity.seat]),
            ("ships_from", [entity.ships_from]),
            ("persons", entity.persons or ()),
        )
        for code in codes
        if code is not None
    ]
    faults = [
        Fault(f"`{code}` is no territory", f"{name}, entity {id}, {field}", atlas.suggest(code))
        for id, field, code in stated
        if not atlas.knows(code)
    ]
    if faults:
        raise InputError.of(faults)


def _read_catalogue(path: Path) -> tuple[Catalogue, tuple[Fault, ...]]:
    """Products, and what was left out; a product left out is unknown, and what depends on it holds."""
    unread: list[Fault] = []
    found, faults = catalogue_of(catalogue_rows(open_table(path), unread), package.goods())
    return found, (*unread, *faults)


def _write_whole(path: Path, data: bytes) -> None:
    """Others may look at the same time, and a kill may come in the middle: the file is there whole, or not."""
    handle, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    Path(name).replace(path)


def _licences(connection: Connection, day: date) -> Licences:
    """What is drawn from the authorisations that count on a day."""
    drawn = [row.drawn for row in projections.drawdowns_on(connection, day)]
    terms = {one.terms.number: one.terms for one in projections.authorisations(connection)} if drawn else {}
    return licences_of(Drawdown(one, terms[one.authorisation]) for one in drawn)


class References:
    """Puts references together; holds what was read before, by digest, so that deciding again is quick."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._organisations: dict[str, Organisation] = {}
        self._catalogues: dict[str, Catalogue] = {}
        self._registers: dict[str, dict[str, Party]] = {}
        self._versions: dict[str, ListVersion] = {}
        self._sides: dict[str, bytes] = {}
        self._indexes: dict[frozenset[str], Index] = {}

    def on(self, connection: Connection, day: date, rulebook: Rulebook, *, stale_is_unknown: bool = True) -> Reference:
        """The reference as it stands, with the answers that count on a day.

        Args:
            connection: To the store.
            day: Valid day of answers.
            rulebook: Tells which lists matter; a stale list that no active measure asks for holds nothing.
            stale_is_unknown: False for a look at the past, which lets nothing pass: it takes lists as old as they are
                and tells their days (DESIGN law 11).
        """
        register = projections.kept_part(connection, "parties")
        at_hand, unreadable = self._lists(connection, rulebook, stale_is_unknown)
        answered, cleared = projections.answers_on(connection, day), projections.clearances_on(connection, day)
        above = hold_rules(connection).two_people_above
        return Reference(
            atlas=package.atlas(),
            goods=package.goods(),
            index=at_hand,
            organisation=self._organisation(connection),
            catalogue=self._catalogue(connection),
            parties=self._register(connection, register),
            answers=answers_on(day, answered, cleared, self._said(connection, day)),
            answers_of_two=self._of_two(connection, day) if above else Answers(),
            unreadable=unreadable,
            parties_digest=register.digest if register else NOTHING,
            licences=_licences(connection, day),
            two_people_above=above,
            partners=partners_at_hand(connection),
        )

    def _of_two(self, connection: Connection, day: date) -> Answers:
        """What two people said, which alone releases an order above the set value."""
        answered, doubted = projections.answers_of_two(connection, day)
        cleared = projections.clearances_on(connection, day, confirmed=True)
        return answers_on(day, answered, cleared, self._said(connection, day, confirmed=True), doubted)

    def _said(self, connection: Connection, day: date, *, confirmed: bool = False) -> Said:
        """What people said of list entries, with what was compared then."""
        found = projections.dispositions(connection, day, confirmed=confirmed)
        cited = {digest for one in found for digest in (one.entry_digest, one.party_digest)}
        self._sides.update(blobs.get_many(connection, cited - self._sides.keys()))
        return said(found, self._sides)

    def _organisation(self, connection: Connection) -> Organisation:
        kept = projections.kept_part(connection, "organisation")
        if kept is None:
            return NO_ORGANISATION
        if kept.digest not in self._organisations:
            text = _content(connection, kept).decode()
            self._organisations[kept.digest] = read_organisation(text, kept.name)
        return self._organisations[kept.digest]

    def _catalogue(self, connection: Connection) -> Catalogue:
        kept = projections.kept_part(connection, "catalogue")
        if kept is None:
            return NO_CATALOGUE
        if kept.digest not in self._catalogues:
            self._catalogues[kept.digest] = _read_catalogue(self._file(connection, kept))[0]
        return self._catalogues[kept.digest]

    def _register(self, connection: Connection, kept: Kept | None) -> dict[str, Party]:
        if kept is None:
            return {}
        if kept.digest not in self._registers:
            self._registers[kept.digest] = read_parties(open_table(self._file(connection, kept)))[0]
        return self._registers[kept.digest]

    def _file(self, connection: Connection, kept: Kept) -> Path:
        """Kept bytes as a file of the same name, since the name tells the format of a table."""
        folder = self._home.path / "parts"
        folder.mkdir(mode=0o700, exist_ok=True)
        path = folder / f"{kept.digest[:16]}-{kept.name}"
        if not path.exists():
            part = path.with_name(path.name + ".part")
            part.write_bytes(_content(connection, kept))
            part.replace(path)
        return path

    def _lists(
        self, connection: Connection, rulebook: Rulebook, stale_is_unknown: bool
    ) -> tuple[Index, frozenset[str]]:
        versions: list[ListVersion] = []
        unreadable: set[str] = set()
        confirmed = projections.list_confirmations(connection)
        for row in projections.list_versions(connection):
            try:
                version = self._version(connection, row.blob)
            except (SourceError, ProofError, MissingError):
                unreadable.update(row.lists)
                continue
            versions.append(version)
            if stale_is_unknown and is_stale(version, self._home.today(), confirmed.get(version.digest)):
                unreadable.update(row.lists)
        asked = {name for measure in rulebook.measures if measure.active for name in measure.lists}
        return self._index(versions), frozenset(f"list {name}" for name in unreadable & asked)

    def entries_of(self, connection: Connection, versions: Collection[str]) -> dict[str, Entry]:
        """Entries of list versions that were imported, by key.

        Args:
            connection: To the store.
            versions: Digests of versions; those that are not kept are left out.
        """
        rows = [row for source in SOURCES for row in projections.list_history(connection, source)]
        kept = {row.digest: row.blob for row in rows if row.digest in versions}
        found = [self._version(connection, blob) for blob in kept.values()]
        return {entry.key: entry for version in found for entry in version.entries}

    def _version(self, connection: Connection, digest: str) -> ListVersion:
        if digest not in self._versions:
            self._versions[digest] = decode_version(blobs.get(connection, digest))
        return self._versions[digest]

    def _index(self, versions: list[ListVersion]) -> Index:
        key = frozenset(version.digest for version in versions)
        if key not in self._indexes:
            self._indexes[key] = index_at_hand(self._home, versions)
        return self._indexes[key]


def _content(connection: Connection, kept: Kept) -> bytes:
    return gzip.decompress(blobs.get(connection, kept.digest))
