"""The lists of ``MORATORIUM_SHARED`` as versions, and versions with names taken out."""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date
from functools import cache
from pathlib import Path

import msgspec

from moratorium.screening import SOURCES, Entry, ListName, ListVersion, read_version

FILES: dict[str, tuple[str, date, dict[str, str]]] = {
    "sdn": (
        "ofac-sdn",
        date(2021, 7, 7),
        {
            name: f"data/lists/ofac-sdn-full/{file}-2021-07-07.csv.gz"
            for name, file in zip(SOURCES["ofac-sdn"], ("sdn", "alt", "add", "sdn_comments"), strict=True)
        },
    ),
    "csl": ("us-csl", date(2026, 7, 31), {"csl": "data/lists/csl/consolidated-2026-07-31.json.gz"}),
    "un": ("un", date(2026, 2, 27), {"un": "data/lists/un/consolidated-2026-02-27.xml.gz"}),
}
"""Source, day and files of each list at hand: SDN in full of 2021, the consolidated screening list, the UN's list."""


@cache
def published(name: str) -> ListVersion:
    """A list by its short name, as published.

    Raises:
        FileNotFoundError: it is not at hand.
    """
    source, day, files = FILES[name]
    return read_version(source, {key: _bytes(path) for key, path in files.items()}, day)[0]


def _bytes(path: str) -> bytes:
    return gzip.decompress((shared_folder() / path).read_bytes())


def shared_folder() -> Path:
    """The folder of real data: ``MORATORIUM_SHARED``, by default ``../shared``."""
    return Path(__file__).resolve().parents[2] / (os.environ.get("MORATORIUM_SHARED") or "../shared")


def all_lists() -> tuple[ListVersion, ...]:
    """CSL, UN and SDN of 2021 together, the largest set at hand.

    The SDN of 2021 is renamed to ``SDN-2021``: under its own name it would give way to the newer state in the CSL.
    """
    return published("csl"), published("un"), renamed(published("sdn"), "SDN-2021")


def renamed(version: ListVersion, list_id: str) -> ListVersion:
    """The version as another list."""
    entries = tuple(msgspec.structs.replace(entry, list=list_id) for entry in version.entries)
    return msgspec.structs.replace(version, lists=(list_id,), entries=entries)


def without(version: ListVersion, taken: Collection[tuple[str, str]]) -> ListVersion:
    """The version without some names, each given as (key of the entry, text)."""
    return _keeping(version, lambda entry, name: (entry.key, name.text) not in taken)


def only_latin(version: ListVersion) -> ListVersion:
    """The version without the names that hold letters of another script."""
    return _keeping(version, lambda _, name: is_latin(name.text))


def _keeping(version: ListVersion, keep: Callable[[Entry, ListName], bool]) -> ListVersion:
    def kept(entry: Entry) -> Entry:
        names = tuple(name for name in entry.names if keep(entry, name))
        return entry if len(names) == len(entry.names) else msgspec.structs.replace(entry, names=names)

    entries = tuple(changed for entry in version.entries if (changed := kept(entry)).names)
    return msgspec.structs.replace(version, entries=entries, count=len(entries))


def is_latin(text: str) -> bool:
    """Whether no letter of another script is in it; marks and quotation marks do not count.

    >>> is_latin("Sa’ad “Örsted”"), is_latin("سعد")
    (True, False)
    """
    return not any(letter.isalpha() and ord(letter) > 0x2AF for letter in text if not 0x1E00 <= ord(letter) < 0x1F00)


def entries_of(versions: Iterable[ListVersion]) -> Iterator[Entry]:
    """All entries of some versions."""
    return (entry for version in versions for entry in version.entries)


def texts_of(versions: Iterable[ListVersion]) -> Iterator[str]:
    """All names of some versions."""
    return (name.text for entry in entries_of(versions) for name in entry.names)
