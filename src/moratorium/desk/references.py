"""The reference put together: what ships with the program, the lists at hand, our registers, and people's answers."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from moratorium.decision.reference import NOTHING, Reference, answers_on
from moratorium.desk import package
from moratorium.desk.home import Home
from moratorium.desk.record import record_one
from moratorium.errors import Fault, InputError, MissingError, SourceError
from moratorium.goods import NO_CATALOGUE, Catalogue, catalogue_of
from moratorium.intake import catalogue_rows, open_table, read_organisation, read_parties
from moratorium.measures import Rulebook
from moratorium.screening import LISTS, Index, ListVersion, decode_version, index, is_stale
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
        read_organisation(path.read_text(encoding="utf-8"), path.name)
        return ()
    faults = _catalogue(path)[1] if part == "catalogue" else read_parties(open_table(path))[1]
    return tuple(faults)


def _catalogue(path: Path) -> tuple[Catalogue, tuple[Fault, ...]]:
    return catalogue_of(catalogue_rows(open_table(path)), package.goods())


class References:
    """Puts references together; holds what was read before, by digest, so that deciding again is quick."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._read: dict[str, object] = {}

    def on(self, connection: Connection, day: date, rulebook: Rulebook) -> Reference:
        """The reference as it stands, with the answers that count on a day.

        Args:
            connection: To the store.
            day: Valid day of answers.
            rulebook: Tells which lists matter; a stale list that no active measure asks for holds nothing.
        """
        parts = {part: projections.kept_part(connection, part) for part in PARTS}
        organisation, catalogue, parties = (self._part(connection, part, parts[part]) for part in PARTS)
        at_hand, unreadable = self._lists(connection, rulebook)
        kept = parts["parties"]
        return Reference(
            atlas=package.atlas(),
            goods=package.goods(),
            index=at_hand,
            organisation=organisation if isinstance(organisation, Organisation) else NO_ORGANISATION,
            catalogue=catalogue if isinstance(catalogue, Catalogue) else NO_CATALOGUE,
            parties=parties if isinstance(parties, dict) else {},
            answers=answers_on(
                day, projections.answers_on(connection, day), projections.clearances_on(connection, day)
            ),
            unreadable=unreadable,
            parties_digest=kept.digest if kept else NOTHING,
        )

    def _part(self, connection: Connection, part: str, kept: Kept | None) -> object:
        if kept is None:
            return None
        key = f"{part}:{kept.digest}"
        if key not in self._read:
            self._read[key] = self._read_part(connection, part, kept)
        return self._read[key]

    def _read_part(self, connection: Connection, part: str, kept: Kept) -> Organisation | Catalogue | dict[str, Party]:
        """Kept bytes are read through a file of the same name, since the name tells the format."""
        data = gzip.decompress(blobs.get(connection, kept.digest))
        if part == "organisation":
            return read_organisation(data.decode(), kept.name)
        folder = self._home.path / "parts"
        folder.mkdir(exist_ok=True)
        path = folder / f"{kept.digest[:16]}-{kept.name}"
        if not path.exists():
            path.write_bytes(data)
        return _catalogue(path)[0] if part == "catalogue" else read_parties(open_table(path))[0]

    def _lists(self, connection: Connection, rulebook: Rulebook) -> tuple[Index, frozenset[str]]:
        versions: list[ListVersion] = []
        unreadable: set[str] = set()
        for row in projections.list_versions(connection):
            try:
                version = self._version(connection, row.blob)
            except SourceError:
                unreadable.update(row.lists)
                continue
            versions.append(version)
            if is_stale(version, self._home.today()):
                unreadable.update(row.lists)
        asked = {name for measure in rulebook.measures if measure.active for name in measure.lists}
        return self._index(versions), frozenset(f"list {name}" for name in unreadable & asked)

    def _version(self, connection: Connection, digest: str) -> ListVersion:
        if digest not in self._read:
            self._read[digest] = decode_version(blobs.get(connection, digest))
        found = self._read[digest]
        if not isinstance(found, ListVersion):
            raise SourceError("not a list version", digest)
        return found

    def _index(self, versions: Iterable[ListVersion]) -> Index:
        chosen = tuple(versions)
        key = "index:" + ",".join(sorted(version.digest for version in chosen))
        if key not in self._read:
            self._read[key] = index(chosen)
        found = self._read[key]
        if not isinstance(found, Index):
            raise InputError("not an index", key)
        return found


__all__ = ["LISTS", "PARTS", "References", "keep_part"]
