"""Versions of the official lists: imported, kept, compared, and told when older than promised."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from moratorium.desk.home import Home
from moratorium.desk.record import record_one
from moratorium.errors import InputError, MissingError, SourceError
from moratorium.screening import (
    LISTS,
    SOURCES,
    Difference,
    ListVersion,
    Reading,
    check_shrink,
    decode_version,
    diff,
    encode_version,
    read_version,
)
from moratorium.store import Connection, blobs, projections
from moratorium.terms.act import ListImported

MAX_BYTES = 512 * 1024 * 1024


@dataclass(frozen=True)
class Imported:
    """What an import came to.

    Attributes:
        version: The new version.
        reading: The same as read, with the rows that could not be read and what a person should know.
        difference: To the version before; None if it is the first.
    """

    version: ListVersion
    reading: Reading
    difference: Difference | None


@dataclass(frozen=True)
class Status:
    """State of one source.

    Attributes:
        source: Source id.
        version: The newest version at hand; None if there is none.
        age_days: Days since publication.
        promised_days: Freshness that the project promises; None if it does not age.
        is_stale: Whether what depends on it holds.
        words: The same in words, with the command that mends it.
    """

    source: str
    version: ListImported | None
    age_days: int | None
    promised_days: int | None
    is_stale: bool
    words: str


def import_list(home: Home, source: str, published: date, paths: Mapping[str, Path]) -> Imported:
    """Import one version of a source; a truncated, empty or shrunken one is refused and the old one stays.

    Args:
        home: The state.
        source: ``ofac-sdn``, ``us-csl``, ``un`` or ``own``.
        published: Day of publication.
        paths: The files by part, see :func:`parts_of`; gzip is accepted.

    Raises:
        InputError: no such source, or a day in the future.
        MissingError: a file is missing.
        SourceError: the content is unreadable, empty or shrunken.
    """
    if source not in SOURCES:
        raise InputError(f"no source `{source}`", "--source", f"one of {', '.join(SOURCES)}")
    if published > home.today():
        raise InputError(f"published on {published}, which is still to come", "--published")
    version, reading = read_version(source, {part: _bytes(path) for part, path in paths.items()}, published)
    with home.store.begin() as connection:
        before = _newest(connection, source)
        if before is not None:
            check_shrink(before, version)
        _record(home, connection, version, reading)
    return Imported(version, reading, diff(before, version) if before else None)


def _record(home: Home, connection: Connection, version: ListVersion, reading: Reading) -> None:
    payload = ListImported(
        source=version.source,
        lists=version.lists,
        published=version.published,
        digest=version.digest,
        blob=blobs.put(connection, encode_version(version), "application/json"),
        entries=version.count,
        rejected=len(reading.rejected),
    )
    record_one(home, connection, "list_imported", version.source, payload)


def parts_of(source: str, files: list[Path]) -> dict[str, Path]:
    """Which file is which part of a source, by its name: ``sdn``, ``alt``, ``add``, ``comments``.

    Raises:
        InputError: no such source, or a file's name names no part.
    """
    names = SOURCES.get(source)
    if names is None:
        raise InputError(f"no source `{source}`", "--source", f"one of {', '.join(SOURCES)}")
    if len(files) == 1:
        return {names[0]: files[0]}
    found = {}
    for path in files:
        part = next((name for name in reversed(names) if name in path.name.lower()), None)
        if part is None or part in found:
            raise InputError(f"which part of {source} is `{path.name}`?", help=f"names hold {', '.join(names)}")
        found[part] = path
    return found


def _bytes(path: Path) -> bytes:
    if not path.is_file():
        raise MissingError(f"no file `{path}`")
    if path.stat().st_size > MAX_BYTES:
        raise InputError(f"the file has {path.stat().st_size:,} bytes", str(path), f"at most {MAX_BYTES:,}")
    data = path.read_bytes()
    if data[:2] != b"\x1f\x8b":
        return data
    try:
        with gzip.open(path) as file:
            plain = file.read(MAX_BYTES + 1)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise SourceError(f"the gzip file is damaged or cut short ({error})", str(path), "fetch it again") from error
    if len(plain) > MAX_BYTES:
        raise InputError("the file unpacks to more than is taken", str(path), f"at most {MAX_BYTES:,} bytes")
    return plain


def _newest(connection: Connection, source: str) -> ListVersion | None:
    rows = [row for row in projections.list_versions(connection) if row.source == source]
    return decode_version(blobs.get(connection, rows[0].blob)) if rows else None


def status(home: Home) -> tuple[Status, ...]:
    """Age of each source against its promised freshness."""
    with home.store.read() as connection:
        newest = {row.source: row for row in projections.list_versions(connection)}
        return tuple(_status(home, source, newest.get(source)) for source in SOURCES)


def _status(home: Home, source: str, kept: ListImported | None) -> Status:
    promised = min((LISTS[name].fresh_days for name in kept.lists), default=None) if kept else None
    age = (home.today() - kept.published).days if kept else None
    stale = age is not None and promised is not None and age > promised
    return Status(source, kept, age, promised, stale, _state_words(source, kept, stale))


def _state_words(source: str, kept: ListImported | None, stale: bool) -> str:
    if kept is None:
        return f"not at hand: moratorium lists import --source {source} --published DAY FILE"
    if stale:
        return f"older than promised; what depends on it holds: moratorium lists import --source {source} ..."
    return f"at hand, published {kept.published}"


def difference(home: Home, source: str) -> Difference:
    """Added, removed and changed entries between the two newest versions of a source.

    Raises:
        MissingError: fewer than two versions are kept.
    """
    with home.store.read() as connection:
        rows = projections.list_history(connection, source)
        if len(rows) < 2:
            raise MissingError(f"{len(rows)} versions of `{source}` are kept", help="a difference needs two")
        old, new = (decode_version(blobs.get(connection, row.blob)) for row in rows[-2:])
        return diff(old, new)


def difference_rows(found: Difference) -> Iterator[tuple[str, str, str, str]]:
    """A difference as rows: what happened, list, entry, name."""
    for word, entries in (("added", found.added), ("removed", found.removed)):
        yield from ((word, entry.list, entry.id, entry.name) for entry in entries)
    yield from (("changed", after.list, after.id, after.name) for _, after in found.changed)


def words(found: Difference) -> str:
    """A difference in one line."""
    return f"{len(found.added):,} added, {len(found.removed):,} removed, {len(found.changed):,} changed"
