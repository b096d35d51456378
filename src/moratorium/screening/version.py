"""Versions of lists: what was published on a day, under a digest; its age; what changed since the one before.

A file that is empty, cut off or much shorter than the one before is refused: the loss of entries or names would look
like nobody being listed any more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date

import msgspec

from moratorium.errors import InputError, SourceError
from moratorium.screening.lists import (
    LISTS,
    SOURCES,
    Entry,
    Reading,
    check_intact,
    read_csl,
    read_eu,
    read_ofac,
    read_ofac_cons,
    read_plain,
    read_uk,
    read_un,
)
from moratorium.terms.canon import canonical, digest, digest_bytes

SHRINK = 5
"""A version may lack at most one entry, and one name, in this many of the version before (20 %)."""

SMALL = 20
"""Lists with fewer entries than this are not judged one by one: a few delistings may halve them."""

_SHRUNKEN = "compare with the publisher; if it is so: `moratorium lists import --accept-shrink REASON`"

_READERS: dict[str, Callable[[Mapping[str, bytes]], Reading]] = {
    "ofac-sdn": read_ofac,
    "ofac-cons": read_ofac_cons,
    "us-csl": lambda files: read_csl(files["csl"]),
    "un": lambda files: read_un(files["un"]),
    "eu": lambda files: read_eu(files["eu"]),
    "uk": lambda files: read_uk(files["uk"]),
    "cn-uel": lambda files: read_plain("CN-UEL", files["cn-uel"]),
    "cn-ecl": lambda files: read_plain("CN-ECL", files["cn-ecl"]),
    "own": lambda files: read_plain("OWN", files["own"]),
}


class ListVersion(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a source published on a day.

    Attributes:
        source: One of ``SOURCES``, such as ``ofac-sdn``.
        lists: Ids of the lists in it.
        published: Day of publication, as stated by the publisher or the importer.
        digest: SHA-256 of the published bytes; of several files, of the canonical map of their digests.
        count: How many entries there are.
        entries: In the publisher's order.
    """

    source: str
    lists: tuple[str, ...]
    published: date
    digest: str
    count: int
    entries: tuple[Entry, ...]


class Difference(msgspec.Struct, frozen=True):
    """What changed from one version to another.

    Attributes:
        added: Entries of the new version whose key the old one lacks.
        removed: Entries of the old version whose key the new one lacks.
        changed: Old and new entry, where one key says something else.
    """

    added: tuple[Entry, ...]
    removed: tuple[Entry, ...]
    changed: tuple[tuple[Entry, Entry], ...]


_VERSION = msgspec.json.Decoder(ListVersion)


def read_version(source: str, files: Mapping[str, bytes], published: date | None = None) -> tuple[ListVersion, Reading]:
    """Read one publication of a source.

    Args:
        source: Id of the source.
        files: Its files by name (see ``SOURCES``), decompressed; of a source of one file its name does not matter.
        published: Day of publication; None takes the day that the file states.

    Returns:
        The version, and the reading with what was rejected and what to note.

    Raises:
        SourceError: unreadable, cut off, no list at all, without entries, or more rows are rejected than read.
        InputError: unknown source, a file missing, or no day of publication; or a list kept by hand is malformed.

    >>> version, reading = read_version("own", {"own": b"id,name\\n1,Acme Ltd\\n"}, date(2022, 4, 26))
    >>> version.count, version.lists
    (1, ('OWN',))
    """
    given = _named(source, files)
    for name, data in given.items():
        if name != "comments":
            check_intact(data, name)
    reading = _READERS[source](given)
    day = published or reading.stated_on
    if day is None:
        raise InputError("the file does not state when it was published", source, "give the day with `--published`")
    if not reading.entries and source != "own":
        raise SourceError("the list holds no entry that can be read", source, "download it again")
    if len(reading.rejected) > len(reading.entries):
        first = reading.rejected[0]
        raise SourceError(
            f"{len(reading.rejected):,} rows cannot be read, and {len(reading.entries):,} can: {first.message}",
            first.at,
            "look whether the file is what its source publishes",
        )
    whole = digest_bytes(next(iter(given.values()))) if len(given) == 1 else digest(_digests(given))
    return ListVersion(source, reading.lists, day, whole, len(reading.entries), reading.entries), reading


def _named(source: str, files: Mapping[str, bytes]) -> Mapping[str, bytes]:
    names = SOURCES.get(source)
    if names is None:
        raise InputError(f"unknown source `{source}`", "lists", f"one of {', '.join(SOURCES)}")
    if len(files) == 1:
        return {names[0]: next(iter(files.values()))}
    unknown = [name for name in files if name not in names]
    if names[0] not in files or unknown:
        raise InputError(
            f"the source `{source}` needs the file `{names[0]}`", source, f"known files: {', '.join(names)}"
        )
    return files


def _digests(files: Mapping[str, bytes]) -> dict[str, str]:
    return {name: digest_bytes(data) for name, data in files.items()}


def is_stale(version: ListVersion, on: date, confirmed: date | None = None) -> bool:
    """Whether the version is older on that day than promised for any of its lists.

    Args:
        version: The version at hand.
        on: The day of the question.
        confirmed: Last day on which its publisher was seen to publish these very bytes; None if that is not known. A
            version that is still published is not out of date, however long ago it was published.

    >>> version = ListVersion("un", ("UN",), date(2026, 2, 27), "0" * 64, 0, ())
    >>> is_stale(version, date(2026, 3, 6)), is_stale(version, date(2026, 3, 7))
    (False, True)
    >>> is_stale(version, date(2026, 3, 7), confirmed=date(2026, 3, 1))
    False
    """
    promised = min((LISTS[list_id].fresh_days for list_id in version.lists if list_id in LISTS), default=0)
    return (on - max(version.published, confirmed or version.published)).days > promised


def diff(old: ListVersion, new: ListVersion) -> Difference:
    """Entries added, removed and changed from ``old`` to ``new``, each in the order of its version."""
    before = {entry.key: entry for entry in old.entries}
    after = {entry.key: entry for entry in new.entries}
    return Difference(
        added=tuple(entry for key, entry in after.items() if key not in before),
        removed=tuple(entry for key, entry in before.items() if key not in after),
        changed=tuple((before[key], entry) for key, entry in after.items() if key in before and before[key] != entry),
    )


def check_shrink(old: ListVersion, new: ListVersion) -> None:
    """Refuse a version that lost a list, or more than a fifth of the entries or names, in all or in one list.

    Names are counted apart, since a set that is imported without its file of aliases has as many entries as before. The
    company's own list is not judged: its entries are ours to remove.

    Raises:
        SourceError: the new version is too short to be believed.
    """
    if new.source == "own":
        return
    lost = sorted(set(old.lists) - set(new.lists))
    if lost:
        raise SourceError(f"the new version lacks the list `{lost[0]}`", new.source, _SHRUNKEN)
    before, after = _sizes(old), _sizes(new)
    for name in (new.source, *(list_id for list_id in old.lists if before["entries", list_id] >= SMALL)):
        for what in ("entries", "names"):
            _check_count(name, what, before[what, name], after[what, name])


def _sizes(version: ListVersion) -> Counter[tuple[str, str]]:
    """How many entries and names there are, in all and by list."""
    found = Counter({("entries", version.source): version.count})
    for entry in version.entries:
        found["entries", entry.list] += 1
        for name in (version.source, entry.list):
            found["names", name] += len(entry.names)
    return found


def _check_count(name: str, what: str, before: int, after: int) -> None:
    if (before - after) * SHRINK > before:
        raise SourceError(f"`{name}` shrank from {before:,} to {after:,} {what}", name, _SHRUNKEN)


def encode_version(version: ListVersion) -> bytes:
    """Canonical JSON of a version, to be kept as a blob."""
    return canonical(version)


def decode_version(data: bytes) -> ListVersion:
    """A version from its blob.

    Raises:
        SourceError: the bytes are not a list version.
    """
    try:
        return _VERSION.decode(data)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise SourceError(f"not a list version: {error}", "lists", "import the list again") from error
