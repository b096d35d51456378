"""Versions of the official lists looked through: who brought which, what is in one, what differs between two."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec

from moratorium.desk import lists
from moratorium.desk.file_names import check_file_name
from moratorium.desk.home import Home
from moratorium.desk.lists import Imported
from moratorium.errors import InputError, MissingError
from moratorium.screening import Entry, ListVersion, decode_version, diff
from moratorium.screening.disposition import compared_entry, side_changes
from moratorium.store import Connection, act_at, blobs, list_acts
from moratorium.store.list_acts import Brought, RunRow
from moratorium.store.projections import ListCheckRow
from moratorium.terms.act import OutcomeChange, Rescreened
from moratorium.terms.document import nearest

CHECKS = 50
"""Checks of a publisher that are shown."""

_PLAIN = ("addresses", "phones", "programmes", "licence_requirement", "licence_policy", "notice", "remarks")
"""What an entry says beside what is compared."""


@dataclass(frozen=True)
class Source:
    """A source of lists with all that was ever brought of it.

    Attributes:
        status: Its age against what is promised.
        versions: The last published first.
        checks: The last times that its publisher was asked, newest first.
    """

    status: lists.Status
    versions: tuple[Brought, ...]
    checks: tuple[ListCheckRow, ...]


class Change(msgspec.Struct, frozen=True):
    """One entry that differs between two versions.

    Attributes:
        what: ``added``, ``removed`` or ``changed``.
        entry: Its key.
        name: Its primary name, in the later version if it is there.
        kind: What it is.
        words: What differs, one thing each; empty for one that is added or removed.
    """

    what: str
    entry: str
    name: str
    kind: str
    words: tuple[str, ...] = ()


class Differing(msgspec.Struct, frozen=True):
    """What differs between two versions of a source.

    Attributes:
        before: The earlier version.
        after: The later one.
        changes: Added entries, then removed, then changed, each by key.
    """

    before: Brought
    after: Brought
    changes: tuple[Change, ...]

    def count(self, what: str) -> int:
        """How many were ``added``, ``removed`` or ``changed``."""
        return sum(one.what == what for one in self.changes)


def source(home: Home, id: str) -> Source:
    """A source with its versions and checks.

    Raises:
        MissingError: no such source.
    """
    status = {one.source: one for one in lists.status(home)}
    if id not in status:
        raise MissingError(f"no source `{id}`", help=nearest(id, status) or f"one of {', '.join(status)}")
    with home.store.read() as connection:
        return Source(status[id], list_acts.versions(connection, id), list_acts.checks(connection, id, CHECKS))


def _chosen(versions: Sequence[Brought], named: str, id: str) -> Brought:
    """A version by the beginning of its digest."""
    found = [one for one in versions if named and one.version.digest.startswith(named)]
    if not found:
        raise MissingError(f"no version `{named[:64]}` of {id}", help=f"see the versions of {id}")
    return found[0]


def _version(home: Home, brought: Brought) -> ListVersion:
    """A version with its entries; the last few that were looked at are remembered."""
    blob = brought.version.blob
    with _lock:
        found = _opened.get(blob)
        if found is None:
            with home.store.read() as connection:
                found = decode_version(blobs.get(connection, blob))
            while len(_opened) >= _MOST_OPENED:
                _opened.pop(next(iter(_opened)))
            _opened[blob] = found
    return found


_opened: dict[str, ListVersion] = {}
_made: dict[tuple[str, str], tuple[Change, ...]] = {}
_lock = threading.RLock()
_MOST_OPENED, _MOST_MADE = 4, 8


def entries(
    home: Home,
    id: str,
    named: str = "",
    words: str = "",
    list_id: str = "",
    after: str = "",
    limit: int = 100,
) -> tuple[Brought, tuple[Entry, ...]]:
    """Entries of one version, by key, from a key on.

    Args:
        home: The state.
        id: The source.
        named: Beginning of the version's digest; empty for the last published one.
        words: Each stands in a name, an official number or the id, as written; to find by sound, screen the name.
        list_id: Only entries of this list.
        after: Key of the last entry of the page before.
        limit: At most so many.

    Raises:
        MissingError: no such source or version.
    """
    found = source(home, id)
    if not found.versions:
        raise MissingError(f"no version of {id} is at hand", help=found.status.words)
    brought = _chosen(found.versions, named, id) if named else found.versions[0]
    version = _version(home, brought)
    wanted = words.casefold().split()
    chosen = (
        one
        for one in version.entries
        if one.key > after and (not list_id or one.list == list_id) and (not wanted or _holds(one, wanted))
    )
    return brought, tuple(sorted(chosen, key=lambda one: one.key)[:limit])


def _holds(entry: Entry, wanted: Sequence[str]) -> bool:
    parts = [entry.id, *(name.text for name in entry.names), *(number.value for number in entry.identifiers)]
    text = " ".join(parts).casefold()
    return all(word in text for word in wanted)


@dataclass(frozen=True)
class WholeEntry:
    """A list entry with the version that it is of.

    Attributes:
        entry: The entry.
        source: Id of its source.
        brought: The version.
    """

    entry: Entry
    source: str
    brought: Brought


def entry(home: Home, key: str, named: str = "") -> WholeEntry:
    """A list entry whole.

    Args:
        home: The state.
        key: Of the entry, such as ``OFAC-SDN#36``.
        named: Beginning of a version's digest; empty for the versions at hand.

    Raises:
        MissingError: no such entry, there.
    """
    list_id = key.partition("#")[0]
    for status in lists.status(home):
        if status.version is None or (list_id not in status.version.lists and not named):
            continue
        for brought in source(home, status.source).versions:
            if brought.version.digest.startswith(named) and list_id in brought.version.lists:
                found = next((one for one in _version(home, brought).entries if one.key == key), None)
                if found is not None:
                    return WholeEntry(found, status.source, brought)
            if not named:
                break
    raise MissingError(f"no entry `{key}` in the lists at hand", help="it may have left its list; name a version")


def difference(home: Home, id: str, before: str = "", after: str = "") -> Differing:
    """What differs between two versions of a source.

    Args:
        home: The state.
        id: The source.
        before: Beginning of the earlier version's digest; empty for the one published before the later one.
        after: The same of the later one; empty for the last published.

    Raises:
        MissingError: no such source or version, or there is none before.
    """
    versions = source(home, id).versions
    if not versions:
        raise MissingError(f"no version of {id} is at hand", help=f"bring one: moratorium lists update {id}")
    later = _chosen(versions, after, id) if after else versions[0]
    older = versions[versions.index(later) + 1 :]
    if not before and not older:
        raise MissingError(f"no version of {id} before that of {later.version.published}", help="it is the first")
    earlier = _chosen(versions, before, id) if before else older[0]
    key = (earlier.version.blob, later.version.blob)
    with _lock:
        found = _made.get(key)
        if found is None:
            found = tuple(_changes(_version(home, earlier), _version(home, later)))
            while len(_made) >= _MOST_MADE:
                _made.pop(next(iter(_made)))
            _made[key] = found
    return Differing(earlier, later, found)


def _changes(before: ListVersion, after: ListVersion) -> Iterator[Change]:
    found = diff(before, after)
    for what, of in (("added", found.added), ("removed", found.removed)):
        yield from (Change(what, one.key, one.name, one.kind) for one in sorted(of, key=lambda one: one.key))
    for old, new in sorted(found.changed, key=lambda pair: pair[1].key):
        words = (*side_changes(compared_entry(old), compared_entry(new)), *_plain(old, new))
        yield Change("changed", new.key, new.name, new.kind, words)


def _plain(old: Entry, new: Entry) -> Iterator[str]:
    for name in _PLAIN:
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            label = name.replace("_", " ")
            yield f"{label}: {_text(after)}; it was {_text(before)}" if before else f"{label}: {_text(after)}"


def _text(value: object) -> str:
    match value:
        case None | ():
            return "nothing"
        case tuple():
            return ", ".join(map(_text, value))
        case msgspec.Struct():
            return ", ".join(str(part) for part in msgspec.structs.astuple(value) if part)
    return str(value)


# -- import -----------------------------------------------------------------------------------------------------------


def import_files(
    home: Home, id: str, published: date, files: Mapping[str, bytes], accept_shrink: str | None = None
) -> Imported:
    """Import one version of a source from files that were sent; as :func:`moratorium.desk.lists.import_list`.

    Args:
        home: The state.
        id: The source.
        published: Day of publication.
        files: By name; of a source of several parts the names tell which is which.
        accept_shrink: Why it is right that the list has shrunk.

    Raises:
        InputError: no such source, a name that is none, a day in the future, or an empty reason.
        RefusedError: a shrunken list, and nobody is named who accepts it.
        SourceError: the content is unreadable, empty or shrunken.
    """
    if not files:
        raise InputError("no file was sent", "files", "send the file as it was published")
    with tempfile.TemporaryDirectory(prefix="moratorium-list-") as folder:
        paths = []
        for name, content in files.items():
            path = Path(folder) / check_file_name(name, "files")
            path.write_bytes(content)
            paths.append(path)
        return lists.import_list(home, id, published, lists.parts_of(id, paths), accept_shrink)


# -- re-screening -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Run:
    """A batch of a re-screening, or its end.

    Attributes:
        row: When, by whom, how many.
        cause: Why; empty if the act was erased.
        changes: What changed, each with what it is due to.
    """

    row: RunRow
    cause: str
    changes: tuple[OutcomeChange, ...]


def runs(home: Home, before: int | None, limit: int) -> tuple[Run, ...]:
    """Batches of re-screening in which something changed, and ends of runs, newest first."""
    with home.store.read() as connection:
        rows = list_acts.runs(connection, before, limit)
        return tuple(_run(connection, row) for row in rows)


def _run(connection: Connection, row: RunRow) -> Run:
    payload = act_at(connection, row.act).act.payload
    return Run(row, payload.cause, payload.changes) if isinstance(payload, Rescreened) else Run(row, "", ())
