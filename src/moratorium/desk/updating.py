"""``lists update``: the official lists fetched from their publishers, and switched to as a whole or not at all.

All parts of a source are fetched, then read, then compared with the version at hand, and recorded in one transaction.
Whatever goes wrong before its end, a kill included, leaves the old version in force; it is told, and the other sources
go on. That somebody asked, and what came of it, is an act of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from msgspec.structs import replace

from moratorium.desk.fetching import Fetched, Fetcher, origin
from moratorium.desk.home import Home
from moratorium.desk.lists import Imported, compare_with_newest, keep_version, words
from moratorium.desk.publishers import addresses, chosen, mirror_setting
from moratorium.desk.record import record_one
from moratorium.errors import InputError, MoratoriumError, SourceError
from moratorium.screening import ListVersion, Reading, encode_version, read_version
from moratorium.store import Connection, projections
from moratorium.terms.act import ListChecked, ListImported
from moratorium.terms.canon import digest_bytes

PUBLISHER = "publisher"
"""Where a list came from, if no mirror is set."""

_AHEAD = timedelta(days=1)
"""A publisher east of us may have begun the next day."""

Result = Literal["new", "unchanged", "failed"]


@dataclass(frozen=True)
class Outcome:
    """What came of one source.

    Attributes:
        source: Source id.
        result: ``new``: a version was recorded; ``unchanged``: the version at hand is what is published; ``failed``:
            the old version, if any, stays.
        words: In one line.
        version: The version fetched; None if it could not be read.
        imported: What was recorded, for those who screen again; None unless ``new``, or if nothing was to be recorded.
        error: Why it failed.
    """

    source: str
    result: Result
    words: str
    version: ListVersion | None = None
    imported: Imported | None = None
    error: MoratoriumError | None = None


@dataclass(frozen=True)
class _Found:
    """A publication, read.

    Attributes:
        version: As read.
        reading: The same, with what was rejected.
        dated: How its day of publication is known.
    """

    version: ListVersion
    reading: Reading
    dated: str


def update(
    home: Home, sources: Iterable[str] = (), fetcher: Fetcher | None = None, dry_run: bool = False
) -> Iterator[Outcome]:
    """Bring sources up to date, one after the other; each is whole before the next begins.

    Args:
        home: The state.
        sources: Which; none for all that are published somewhere.
        fetcher: How to fetch; None for the usual way.
        dry_run: Fetch, read and compare, and record nothing.

    Raises:
        InputError: no such source, or a mirror setting that cannot be used.
        ConflictError: another process is writing for longer than the wait.
    """
    mirror = mirror_setting()
    by = fetcher or Fetcher(plain=origin(mirror) if mirror else None)
    for source in chosen(sources):
        yield _update(home, source, mirror, by, dry_run)


def _update(home: Home, source: str, mirror: str | None, fetcher: Fetcher, dry_run: bool) -> Outcome:
    found: _Found | None = None
    try:
        files = {part: fetcher.fetch(address) for part, address in addresses(source, mirror).items()}
        found = _read(home, source, files)
        return _try_out(home, found) if dry_run else _switch(home, found, mirror)
    except (SourceError, InputError) as error:
        if not dry_run:
            with home.store.begin() as connection:
                _record_check(home, connection, ListChecked(source, "failed", mirror or PUBLISHER, words=str(error)))
        return Outcome(source, "failed", str(error), found.version if found else None, error=error)


def _read(home: Home, source: str, files: Mapping[str, Fetched]) -> _Found:
    """Read the parts; the day is the one stated in the file, else the server's, else today.

    Raises:
        SourceError: unreadable, or dated in the future.
    """
    today = home.today()
    served = max((file.modified for file in files.values() if file.modified), default=None)
    fallback = today if served is None else min(served, today)
    version, reading = read_version(source, {part: file.data for part, file in files.items()}, fallback)
    if reading.stated_on is None:
        return _Found(
            version, reading, "today, for neither file nor server says" if served is None else "by the server"
        )
    if reading.stated_on > today + _AHEAD:
        raise SourceError(
            f"the file says it was published on {reading.stated_on}", source, "compare this clock with it"
        )
    return _Found(replace(version, published=reading.stated_on), reading, "by the file")


# -- the switch -------------------------------------------------------------------------------------------------------


def _switch(home: Home, found: _Found, mirror: str | None) -> Outcome:
    with home.store.begin() as connection:
        outcome = _compared(connection, found)
        if outcome.imported is not None:
            keep_version(home, connection, outcome.imported.version, outcome.imported.reading)
        asked = ListChecked(outcome.source, outcome.result, mirror or PUBLISHER, found.version.digest)
        _record_check(home, connection, asked)
    return outcome


def _try_out(home: Home, found: _Found) -> Outcome:
    with home.store.read() as connection:
        outcome = _compared(connection, found)
    would = f"would be recorded: {outcome.words}" if outcome.result == "new" else outcome.words
    return Outcome(outcome.source, outcome.result, would, outcome.version)


def _compared(connection: Connection, found: _Found) -> Outcome:
    """What a publication means beside the version at hand.

    Raises:
        SourceError: it is older, or shrunken.
    """
    version, source = found.version, found.version.source
    kept = next((row for row in projections.list_versions(connection) if row.source == source), None)
    if kept is not None and kept.digest == version.digest:
        version = replace(version, published=kept.published)
        if _is_as_kept(version, kept):
            return Outcome(source, "unchanged", f"unchanged since {kept.published}", version)
    elif kept is not None and version.published < kept.published:
        raise SourceError(
            f"published on {version.published} ({found.dated}), older than the version of {kept.published} at hand",
            source,
            "ask again later, or see whether the mirror is behind",
        )
    difference = compare_with_newest(connection, version)
    change = words(difference) if difference else "the first version"
    told = f"{version.count:,} entries published {version.published} ({found.dated}): {change}"
    return Outcome(source, "new", told, version, Imported(version, found.reading, difference))


def _is_as_kept(version: ListVersion, kept: ListImported) -> bool:
    """Whether this program reads the same bytes as the one that kept them; a better reader makes a new version."""
    return digest_bytes(encode_version(version)) == kept.blob


def _record_check(home: Home, connection: Connection, asked: ListChecked) -> None:
    record_one(home, connection, "list_checked", asked.source, asked)
