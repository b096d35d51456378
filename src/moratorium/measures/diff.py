"""Two rulebooks side by side, in words that the person who approves the change can check line by line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

import msgspec

from moratorium.measures.measure import Measure
from moratorium.measures.rulebook import Rulebook
from moratorium.terms.document import read_document

What = Literal["added", "removed", "windows", "effect", "active", "members", "field"]
Shown = tuple[str, ...]


class Change(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing that differs.

    Attributes:
        measure: Id of the measure.
        what: ``added``, ``removed``, ``windows``, ``effect``, ``active``, ``members`` (of a list) or ``field``.
        field: Path in the document, such as ``scope.territories.within``.
        before: As it was; for ``members`` what leaves the list.
        after: As it is; for ``members`` what joins the list.
        title: Title of the measure.
    """

    measure: str
    what: What
    field: str = ""
    before: Shown = ()
    after: Shown = ()
    title: str = ""


def diff(before: Rulebook, after: Rulebook) -> tuple[Change, ...]:
    """What differs between two rulebooks, by measure id; nothing if they say the same.

    Comments, the order of fields and the layout of a document are no difference.
    """
    old = {measure.id: measure for measure in before.measures}
    new = {measure.id: measure for measure in after.measures}
    changes: list[Change] = []
    for id_ in sorted(old.keys() | new.keys()):
        if id_ not in old:
            changes.append(Change(id_, "added", after=_summary(new[id_]), title=new[id_].title))
        elif id_ not in new:
            changes.append(Change(id_, "removed", before=_summary(old[id_]), title=old[id_].title))
        elif old[id_].revision != new[id_].revision:
            changes.extend(_changes(old[id_], new[id_]))
    return tuple(changes)


def words(change: Change) -> str:
    """A change as one sentence.

    >>> words(Change("ru", "members", "scope.territories.within", after=("BY",)))
    '`ru`: territories within gains `BY`'
    """
    name, then, now = f"`{change.measure}`", ", ".join(change.before), ", ".join(change.after)
    match change.what:
        case "added":
            return f"{name} is new ({change.title}): {now}"
        case "removed":
            return f"{name} leaves the rulebook ({change.title}): it was {then}"
        case "windows":
            return f"{name} {_window_words(change)}: {now or 'never in force'}; it was {then or 'never in force'}"
        case "effect":
            return f"{name} now says {now}, it said {then}"
        case "active":
            return f"{name} becomes {now}; it was {then}"
        case "members":
            gains = f" gains {_quoted(change.after)}" if change.after else ""
            loses = f" loses {_quoted(change.before)}" if change.before else ""
            return f"{name}: {_field_words(change.field)}{' and'.join(part for part in (gains, loses) if part)}"
        case "field":
            return (
                f"{name}: {_field_words(change.field)} is now {_quoted(change.after)}, it was {_quoted(change.before)}"
            )


def _quoted(values: Shown) -> str:
    return ", ".join(f"`{value}`" for value in values) or "not stated"


def _field_words(field: str) -> str:
    return " ".join(part.replace("_", " ") for part in field.split(".") if part != "scope")


def _window_words(change: Change) -> str:
    """Extended and shortened are told from moved by comparing the ends that the windows show."""
    if change.before[:-1] != change.after[:-1] or not change.before or not change.after:
        return "changes its windows"
    start_before, _, end_before = change.before[-1].partition(" until before ")
    start_after, _, end_after = change.after[-1].partition(" until before ")
    if start_before != start_after:
        return "changes its windows"
    return "is extended" if (not end_after or (end_before and end_after > end_before)) else "ends earlier"


def _summary(measure: Measure) -> Shown:
    state = "active" if measure.active else f"inactive ({measure.inactive_reason})"
    return (measure.effect.word, "; ".join(_windows(measure)), state)


def _windows(measure: Measure) -> Shown:
    return tuple(str(one.window) for one in sorted(measure.in_force, key=lambda one: one.window.start or date.min))


def _state(measure: Measure) -> Shown:
    if not measure.active:
        return (f"inactive ({measure.inactive_reason})",)
    by = measure.activated_by
    return (f"active by {by.by} on the source {by.source}",) if by else ("active",)


def _changes(old: Measure, new: Measure) -> Iterator[Change]:
    if _windows(old) != _windows(new):
        yield Change(new.id, "windows", "in_force", _windows(old), _windows(new), new.title)
    if old.effect is not new.effect:
        yield Change(new.id, "effect", "effect", (old.effect.word,), (new.effect.word,), new.title)
    if _state(old) != _state(new):
        yield Change(new.id, "active", "active", _state(old), _state(new), new.title)
    before, after = dict(_leaves(_plain(old))), dict(_leaves(_plain(new)))
    for field in sorted(before.keys() | after.keys()):
        if before.get(field) != after.get(field) and field.split(".")[0] not in ("effect", "active"):
            yield from _field_change(old, new, field, before.get(field), after.get(field))


def _field_change(old: Measure, new: Measure, field: str, then: object, now: object) -> Iterator[Change]:
    if (field == "in_force" and _windows(old) != _windows(new)) or (not _shown(then) and not _shown(now)):
        return
    if isinstance(then, list) or isinstance(now, list):
        gone, come = _shown(then), _shown(now)
        if set(gone) != set(come):
            leaves, joins = tuple(x for x in gone if x not in come), tuple(x for x in come if x not in gone)
            yield Change(new.id, "members", field, leaves, joins, new.title)
            return
    yield Change(new.id, "field", field, _shown(then), _shown(now), new.title)


def _plain(measure: Measure) -> object:
    return read_document(measure.text, measure.id).plain()


def _leaves(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    """Paths of a document with their values; entries of a list that have an id go by it."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _leaves(item, f"{path}.{key}" if path else key)
    elif isinstance(value, list) and value and all(isinstance(item, dict) and "id" in item for item in value):
        yield path, [item["id"] for item in value]
        for item in value:
            yield from _leaves({key: part for key, part in item.items() if key != "id"}, f"{path}.{item['id']}")
    else:
        yield path, value


def _shown(value: object) -> Shown:
    match value:
        case None:
            return ()
        case list():
            return tuple(_one(item) for item in value)
    return (_one(value),)


def _one(value: object) -> str:
    match value:
        case dict():
            return ", ".join(f"{key} {_one(item)}" for key, item in value.items())
        case list():
            return " to ".join(_one(item) for item in value)
        case bool():
            return "yes" if value else "no"
        case None:
            return "open"
    return str(value)
