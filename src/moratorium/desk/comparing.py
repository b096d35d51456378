"""Two versions of a list beside each other: what was added and removed, and what is said differently."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import msgspec

from moratorium.desk.home import Home
from moratorium.desk.lists import check_source
from moratorium.errors import InputError, MissingError
from moratorium.screening import Difference, Entry, decode_version, diff
from moratorium.store import blobs, projections
from moratorium.terms.act import ListImported

_SHORTEST = 6
"""Digits of a digest that name a version."""


def difference(home: Home, source: str, old: str | None = None, new: str | None = None) -> Difference:
    """Added, removed and changed entries between two versions of a source.

    Args:
        home: The state.
        source: Source id.
        old: Day of publication, or first digits of the digest; None for the version before ``new``.
        new: The same; None for the newest.

    Raises:
        InputError: no such source; neither a day nor a digest; or a digest that names several.
        MissingError: no such version, or none before it.
    """
    check_source(source)
    with home.store.read() as connection:
        rows = projections.list_history(connection, source)
        if len(rows) < 2 and (old is None or new is None):
            raise MissingError(f"{len(rows)} versions of `{source}` are kept", help="a difference needs two")
        after = rows[-1] if new is None else _named(rows, source, new, "--to")
        before = _before(rows, after) if old is None else _named(rows, source, old, "--from")
        first, second = (decode_version(blobs.get(connection, row.blob)) for row in (before, after))
    return diff(first, second)


def _before(rows: Sequence[ListImported], after: ListImported) -> ListImported:
    place = rows.index(after)
    if place == 0:
        raise MissingError(f"no version is older than that of {after.published}", "--to", "name another with --from")
    return rows[place - 1]


def _named(rows: Sequence[ListImported], source: str, text: str, at: str) -> ListImported:
    """The version of a day, the one imported last if there are several; or of a digest."""
    found = [row for row in rows if _is(row, text)]
    if not found and not _day(text) and (len(text) < _SHORTEST or set(text.lower()) - set("0123456789abcdef")):
        raise InputError(f"`{text}` is neither a day nor a digest", at, "write 2022-04-26, or 6 digits or more")
    if not found:
        days = ", ".join(dict.fromkeys(str(row.published) for row in rows)) or "none"
        raise MissingError(f"no version `{text}` of `{source}`", at, f"at hand: {days}")
    if len({row.digest for row in found}) > 1 and not _day(text):
        raise InputError(f"`{text}` names several versions of `{source}`", at, "write more of the digest")
    return found[-1]


def _is(row: ListImported, text: str) -> bool:
    day = _day(text)
    return row.published == day if day else len(text) >= _SHORTEST and row.digest.startswith(text.lower())


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


# -- rows -------------------------------------------------------------------------------------------------------------


def difference_rows(found: Difference) -> Iterator[tuple[str, str, str, str, str]]:
    """A difference as rows: what happened, list, entry, name, and what is said differently."""
    for word, entries in (("added", found.added), ("removed", found.removed)):
        yield from ((word, entry.list, entry.id, entry.name, "") for entry in entries)
    for before, after in found.changed:
        yield "changed", after.list, after.id, after.name, "; ".join(changes(before, after))


def changes(before: Entry, after: Entry) -> Iterator[str]:
    """What two states of an entry say differently, field by field.

    >>> from moratorium.screening import ListName
    >>> old = Entry("36", "OFAC-SDN", "entity", (ListName("ACME"), ListName("ACME CO", "weak")), remarks="Cuba.")
    >>> new = Entry("36", "OFAC-SDN", "entity", (ListName("ACME"), ListName("AKME", "strong")))
    >>> list(changes(old, new))
    ['names: +AKME (strong) -ACME CO (weak)', 'remarks: Cuba. -> nothing']
    """
    for name in Entry.__struct_fields__:
        old, new = getattr(before, name), getattr(after, name)
        if old == new:
            continue
        if isinstance(old, tuple) and isinstance(new, tuple):
            yield f"{name.replace('_', ' ')}: {_tuple_change(old, new)}"
        else:
            yield f"{name.replace('_', ' ')}: {_text(old)} -> {_text(new)}"


def _tuple_change(old: tuple[Any, ...], new: tuple[Any, ...]) -> str:
    before, after = Counter(map(_text, old)), Counter(map(_text, new))
    gained, lost = (after - before).elements(), (before - after).elements()
    return " ".join([*(f"+{text}" for text in gained), *(f"-{text}" for text in lost)]) or "in another order"


def _text(value: Any) -> str:
    """A value for people: what it says first, the rest of it in brackets."""
    if value is None:
        return "nothing"
    if not isinstance(value, msgspec.Struct):
        return str(value)
    first, *rest = (str(part) for part in msgspec.structs.astuple(value) if part is not None and part != ())
    return f"{first} ({', '.join(rest)})" if rest else first
