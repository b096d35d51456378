"""Forms of cases: what is asked, made from the lifecycle tables, and read back into words for the desk.

A field of the case is sent as ``case.NAME``, one of a part as ``claim.1.NAME``, of a new part as ``claim.new.NAME``.
What stands as it stood is not entered again, so that the timeline holds what somebody said and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, NamedTuple

import msgspec

from moratorium.desk.cases import File, Words
from moratorium.errors import ConflictError, Fault, InputError, MissingError, MoratoriumError, RefusedError
from moratorium.terms.case import Link, Part
from moratorium.web.console.case_words import choice_word, field_word
from moratorium.web.console.forms import Fields, Upload
from moratorium.web.console.page import Visit

CASE = "case"
NEW = "new"
MOST_FILES = 10
FILE_BYTES = 26 * 1024 * 1024
"""Of a form that takes files."""

_SHORT = frozenset(
    {
        *("address", "addressed_to", "applicant", "audience", "author", "authority", "authority_territory", "capacity"),
        *("channel", "checked_by", "contact", "currency", "end_user", "law", "measure", "name", "partner", "party"),
        *("period", "place", "product", "reference", "serial", "source", "template", "territory", "tested_by"),
    }
)
"""Texts of one line."""

_TYPES = {"DAY": "date", "INSTANT": "datetime-local"}


class Input(NamedTuple):
    """One thing that a form asks.

    Attributes:
        name: In the form.
        label: In English, marked for translation.
        hint: What it holds, in English; shown as such.
        control: ``line``, ``text``, ``choice``, ``date`` or ``datetime-local``.
        choices: Value and words, of a choice.
        value: What stands there.
        is_needed: Whether it must be filled in here.
        instant: Whether it is an instant, which is written in UTC.
    """

    name: str
    label: str
    hint: str
    control: str
    choices: Sequence[tuple[str, str]]
    value: str
    is_needed: bool
    instant: bool = False


class EntryForm(msgspec.Struct, frozen=True):
    """What is entered on a case, alone or with a step.

    Attributes:
        sent: All that was sent, of which the fields of the tables are read.
        seen: The case's newest act as the person saw it.
        title: One line for people.
        note: What they want to say.
        files: What is attached.
        file_words: What the files are.
        evidence: Whether the files must stay byte for byte.
    """

    sent: Fields
    seen: int | None = None
    title: str = ""
    note: str = ""
    files: tuple[Upload, ...] = ()
    file_words: str = ""
    evidence: bool = False


# -- asked ------------------------------------------------------------------------------------------------------------


def inputs_of(
    known: Iterable[Any], prefix: str, stated: Mapping[str, str], needed: Iterable[str], files: Iterable[Any] = ()
) -> list[Input]:
    """What a form asks of fields of a table, those that are needed first.

    Args:
        known: Fields of the case or of a kind of part.
        prefix: ``case``, or ``claim.1``.
        stated: What stands there already.
        needed: Names of fields that must be filled in.
        files: Files on the case, among which a field may choose.
    """
    wanted = set(needed)
    asked = [one for one in known if not one.is_derived and not (one.is_fixed and stated.get(one.name))]
    asked.sort(key=lambda one: one.name not in wanted)
    return [_input(one, f"{prefix}.{one.name}", stated.get(one.name, ""), one.name in wanted, files) for one in asked]


def _input(field: Any, name: str, value: str, is_needed: bool, files: Iterable[Any]) -> Input:
    choices: list[tuple[str, str]] = []
    kind = str(field.kind.name)
    match kind:
        case "CHOICE":
            control, choices = "choice", [(one, choice_word(field.name, one)) for one in field.choices]
        case "FLAG":
            control, choices = "choice", [(one, choice_word(field.name, one)) for one in ("yes", "no")]
        case "FILE":
            control, choices = "choice", [(one.digest, one.name) for one in files]
        case "TEXT" if field.name not in _SHORT:
            control = "text"
        case _:
            control = _TYPES.get(kind, "line")
    is_instant = kind == "INSTANT"
    shown = _as_typed(value) if is_instant else value
    return Input(name, field_word(field.name), field.meaning, control, choices, shown, is_needed, is_instant)


def _as_typed(value: str) -> str:
    """An instant as a browser's field for one holds it, in UTC; empty if it cannot be read.

    >>> _as_typed("2022-04-26T09:30:00+02:00")
    '2022-04-26T07:30'
    """
    try:
        return datetime.fromisoformat(value).astimezone(UTC).strftime("%Y-%m-%dT%H:%M")
    except ValueError:
        return ""


# -- read back --------------------------------------------------------------------------------------------------------


def words_of(form: EntryForm, table: Any, case: Any = None, links: Iterable[Link] = ()) -> Words:
    """What was typed, as words for the desk.

    Args:
        form: As sent.
        table: The lifecycle of the case's kind.
        case: The case as it stands; None for a new one.
        links: What it is to point to.
    """
    own: dict[str, str] = {}
    parts: dict[tuple[str, int], dict[str, str]] = {}
    for name, values in form.sent.words.items():
        owner, _, rest = name.partition(".")
        number, _, field = rest.rpartition(".")
        value = values[-1].strip() if values else ""
        if not rest or not value:
            continue
        if owner == CASE and not number:
            _keep(own, rest, value, table.fields, case.fields if case else {})
        elif number == NEW or number.isdecimal():
            place = (owner, 0 if number == NEW else int(number[:9]))
            kind = table.part(owner)
            before = case.parts.get(place, {}) if case else {}
            _keep(parts.setdefault(place, {}), field, value, kind.fields if kind else (), before)
    made = tuple(Part(kind, number, stated) for (kind, number), stated in parts.items() if stated)
    return Words(form.title, form.note, own, made, tuple(links))


def _keep(into: dict[str, str], name: str, value: str, known: Iterable[Any], before: Mapping[str, str]) -> None:
    field = next((one for one in known if one.name == name), None)
    if field is not None and field.kind.name == "INSTANT":
        if value == _as_typed(before.get(name, "")):
            return
        value = _in_utc(value)
    if value != before.get(name):
        into[name] = value


def _in_utc(value: str) -> str:
    """What a browser's field for an instant holds is in UTC here, and says so from now on.

    >>> _in_utc("2022-04-26T07:30"), _in_utc("2022-04-26T07:30:00+02:00"), _in_utc("soon")
    ('2022-04-26T07:30:00+00:00', '2022-04-26T07:30:00+02:00', 'soon')
    """
    try:
        read = datetime.fromisoformat(value)
    except ValueError:
        return value
    return value if read.tzinfo else read.replace(tzinfo=UTC).isoformat()


def files_of(form: EntryForm) -> tuple[File, ...]:
    """The files of a form.

    Raises:
        InputError: there are too many.
    """
    if len(form.files) > MOST_FILES:
        raise InputError(f"{len(form.files)} files", "files", f"send at most {MOST_FILES} at a time")
    return tuple(File(one.content, one.name, form.file_words, form.evidence) for one in form.files)


@contextmanager
def told_beside(visit: Visit) -> Iterator[None]:
    """Faults of what was typed are told beside the fields in which they stand; all others on top of the page."""
    try:
        yield
    except (InputError, MissingError, RefusedError, ConflictError) as error:
        sent: Fields = visit.form.sent
        raise _placed(error, frozenset((*sent.words, "files"))) from error


def _placed(error: MoratoriumError, names: frozenset[str]) -> MoratoriumError:
    faults = [_at(one, names) for one in error.faults]
    if isinstance(error, InputError):
        return InputError.of(faults)
    return type(error)(*faults[0])


def _at(fault: Fault, names: frozenset[str]) -> Fault:
    """A fault at its field of the form: ``finding`` is ``case.finding``, ``claim 1, text`` is ``claim.1.text``."""
    part, comma, name = fault.at.partition(", ")
    kind, _, number = part.partition(" ")
    places = (f"{kind}.{number}.{name}", f"{kind}.{NEW}.{name}") if comma else (f"{CASE}.{fault.at}", fault.at)
    found = next((one for one in places if one in names), "")
    words = fault.message if found or not fault.at or not comma else f"{fault.at}: {fault.message}"
    return Fault(words, found, fault.help)
