"""Versions of the official lists: imported, kept, and told when older than promised."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from moratorium.desk.home import Home
from moratorium.desk.publishers import PUBLICATIONS
from moratorium.desk.record import record_one
from moratorium.desk.unpacking import MAX_BYTES, unpacked
from moratorium.errors import InputError, MissingError, RefusedError, SourceError
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
from moratorium.store.projections import ListCheckRow
from moratorium.terms.act import ListImported


@dataclass(frozen=True)
class Imported:
    """What a new version came to; the known parties are screened again against what it changes.

    Attributes:
        version: The new version.
        reading: The same as read, with the rows that could not be read and what a person should know.
        difference: To the version before; None if it is the first.
        shrunk: What it has lost, if it was taken all the same; empty otherwise.
    """

    version: ListVersion
    reading: Reading
    difference: Difference | None
    shrunk: str = ""


@dataclass(frozen=True)
class Status:
    """State of one source.

    Attributes:
        source: Source id.
        version: The newest version at hand; None if there is none.
        versions: How many versions are at hand.
        age_days: Days since publication.
        promised_days: Freshness that the project promises; None if it does not age.
        is_stale: Whether what depends on it holds. The promise counts from publication, or from the last day on which
            the publisher itself still published this version.
        check: The last time that its publisher, or the mirror, was asked; None if never.
        caution: What to know before relying on it; empty if nothing.
        words: The same in words, with the command that mends it.
    """

    source: str
    version: ListImported | None
    versions: int
    age_days: int | None
    promised_days: int | None
    is_stale: bool
    check: ListCheckRow | None
    caution: str
    words: str


# -- import -----------------------------------------------------------------------------------------------------------


def import_list(
    home: Home, source: str, published: date, paths: Mapping[str, Path], accept_shrink: str | None = None
) -> Imported:
    """Import one version of a source; a truncated, empty or shrunken one is refused and the old one stays.

    Args:
        home: The state.
        source: One of ``SOURCES``, such as ``ofac-sdn``.
        published: Day of publication.
        paths: The files by part, see :func:`parts_of`; gzip is accepted.
        accept_shrink: Why it is right that the list has shrunk; kept in the act if it has. None accepts no loss.

    Raises:
        InputError: no such source, a day in the future, or an empty reason.
        MissingError: a file is missing.
        RefusedError: a shrunken list, and nobody is named who accepts it.
        SourceError: the content is unreadable, empty or shrunken.
    """
    check_source(source)
    if accept_shrink is not None:
        _check_acceptance(home, accept_shrink)
    if published > home.today():
        raise InputError(f"published on {published}, which is still to come", "--published")
    version, reading = read_version(source, {part: _bytes(path) for part, path in paths.items()}, published)
    with home.store.begin() as connection:
        before = _newest(connection, source)
        shrunk = _shrunk(before, version)
        if shrunk is not None and accept_shrink is None:
            raise shrunk
        keep_version(home, connection, version, reading, (accept_shrink or "") if shrunk else "")
    lost = shrunk.fault.message if shrunk else ""
    return Imported(version, reading, diff(before, version) if before else None, lost)


def _check_acceptance(home: Home, reason: str) -> None:
    """Entries that go stop being looked for, so somebody stands behind it."""
    if not reason.strip():
        raise InputError("a shrunken list is accepted for a reason", "--accept-shrink", "say why it has shrunk")
    if home.identity is None:
        help_ = "act as a local identity (`moratorium --as NAME`); make one with `moratorium whoami --new NAME`"
        raise RefusedError("an unauthenticated user cannot accept a shrunken list", "--accept-shrink", help_)


def _shrunk(before: ListVersion | None, version: ListVersion) -> SourceError | None:
    try:
        if before is not None:
            check_shrink(before, version)
    except SourceError as error:
        return error
    return None


def check_source(source: str) -> None:
    """Refuse what is no source.

    Raises:
        InputError: it is none.
    """
    if source not in SOURCES:
        raise InputError(f"no source `{source}`", "--source", f"one of {', '.join(SOURCES)}")


def compare_with_newest(connection: Connection, version: ListVersion) -> Difference | None:
    """What a version changes; None if it is the first of its source.

    Raises:
        SourceError: it has shrunk too much to be believed.
    """
    before = _newest(connection, version.source)
    if before is None:
        return None
    check_shrink(before, version)
    return diff(before, version)


def _newest(connection: Connection, source: str) -> ListVersion | None:
    row = next((row for row in projections.list_versions(connection) if row.source == source), None)
    return None if row is None else decode_version(blobs.get(connection, row.blob))


def keep_version(
    home: Home, connection: Connection, version: ListVersion, reading: Reading, accepted_shrink: str = ""
) -> None:
    """Record a version; it counts when the transaction commits."""
    payload = ListImported(
        source=version.source,
        lists=version.lists,
        published=version.published,
        digest=version.digest,
        blob=blobs.put(connection, encode_version(version), "application/json"),
        entries=version.count,
        rejected=len(reading.rejected),
        accepted_shrink=accepted_shrink,
    )
    record_one(home, connection, "list_imported", version.source, payload)


def parts_of(source: str, files: list[Path]) -> dict[str, Path]:
    """Which file is which part of a source, by its name: ``sdn``, ``alt``, ``add``, ``comments``.

    Raises:
        InputError: no such source, or a file's name names no part.
    """
    check_source(source)
    names = SOURCES[source]
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
    return unpacked(path.read_bytes(), str(path))


# -- age --------------------------------------------------------------------------------------------------------------


def status(home: Home) -> tuple[Status, ...]:
    """Age of each source against its promised freshness."""
    with home.store.read() as connection:
        checks = projections.list_checks(connection)
        confirmed = projections.list_confirmations(connection)
        histories = {source: projections.list_history(connection, source) for source in SOURCES}
    return tuple(_status(home.today(), source, kept, checks, confirmed) for source, kept in histories.items())


def _status(
    today: date,
    source: str,
    history: tuple[ListImported, ...],
    checks: Mapping[str, ListCheckRow],
    confirmations: Mapping[str, date],
) -> Status:
    newest = history[-1] if history else None
    cautions = dict.fromkeys(info.caution for info in LISTS.values() if info.source == source and info.caution)
    if newest is not None and newest.accepted_shrink:
        cautions[f"taken although it had shrunk: {newest.accepted_shrink}"] = None
    promised = min((LISTS[name].fresh_days for name in newest.lists), default=None) if newest else None
    confirmed = confirmations.get(newest.digest) if newest else None
    is_stale = False
    if newest is not None and promised is not None:
        is_stale = (today - max(newest.published, confirmed or newest.published)).days > promised
    return Status(
        source=source,
        version=newest,
        versions=len(history),
        age_days=(today - newest.published).days if newest else None,
        promised_days=promised,
        is_stale=is_stale,
        check=checks.get(source),
        caution="; ".join(cautions),
        words=_state_words(source, newest, is_stale, confirmed),
    )


def _state_words(source: str, kept: ListImported | None, is_stale: bool, confirmed: date | None) -> str:
    mend = f"moratorium lists update {source}"
    if source not in PUBLICATIONS:
        mend = f"moratorium lists import --source {source} --published DAY FILE"
    if kept is None:
        return f"not at hand: {mend}"
    if is_stale:
        return f"older than promised; what depends on it holds: {mend}"
    still = f", still published on {confirmed}" if confirmed and confirmed > kept.published else ""
    return f"at hand, published {kept.published}{still}"


def words(found: Difference) -> str:
    """A difference in one line."""
    return f"{len(found.added):,} added, {len(found.removed):,} removed, {len(found.changed):,} changed"
