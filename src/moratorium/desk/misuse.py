"""Messages that report misuse, taken in one by one: a copy joins the case of its first, a new one opens a case.

A thousand equal posts are one report, so they make one case, whose messages and independent sources are both counted.
A copy changes no state: how many repeat a thing says nothing of whether it is so. One that joins a closed case stays
there, and whoever closed it can see that it goes on being said.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from moratorium.desk import cases as desk
from moratorium.desk.cases import File, Words
from moratorium.desk.home import Home
from moratorium.desk.record import act, record
from moratorium.errors import InputError
from moratorium.intake.attachments import Kept
from moratorium.registers.case import Case
from moratorium.registers.copies import are_copies, likeness, text_digest
from moratorium.store import Connection, cases
from moratorium.terms.case import CaseEntered, Part

KIND = "misuse_report"
PART = "message"
_SUMMARY = 300


@dataclass(frozen=True)
class Reported:
    """A message as it came in.

    Attributes:
        text: What it says, letter for letter.
        language: Such as ``uk``; empty if nobody said.
        channel: Where it was said.
        source: Who sent it, as far as that may be kept.
        said_at: When, as an instant with its zone; empty if nobody said.
        fields: Fields of the report that came with it, such as ``serial`` or ``seen_on``.
        contact: How to reach whoever sent it, if they wish; entered by itself, so that it can be erased alone.
    """

    text: str
    language: str = ""
    channel: str = ""
    source: str = ""
    said_at: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    contact: str = ""


@dataclass(frozen=True)
class Taken:
    """What became of a message.

    Attributes:
        case: The case that it is on.
        number: Its number there.
        is_copy: Whether the case was there: it is a copy, equal or lightly changed, of an earlier message.
    """

    case: str
    number: int
    is_copy: bool


def take_message(home: Home, reported: Reported, files: Iterable[File] = (), role: str | None = None) -> Taken:
    """Take in one message; copies are gathered, whatever state their case is in.

    Args:
        home: The state; the service takes in what the public hands in, in its own name.
        reported: The message.
        files: What came with it.
        role: Role of the caller in the service; None for none.

    Raises:
        InputError: it says nothing, or does not fit the table of misuse reports.
        RefusedError: nobody is named, a file may not be kept, or the role may not.
    """
    _check_says(reported, "text")
    desk.check_somebody(home)
    read = desk.read_files(files)
    with home.store.begin() as connection:
        return _taken_in(home, connection, reported, read, role)


def take_messages(home: Home, reported: Sequence[Reported], role: str | None = None) -> tuple[Taken, ...]:
    """Take in many messages at once, each as if it came by itself; all of them or none.

    Raises:
        InputError: one says nothing, or does not fit the table of misuse reports; then none is taken.
        RefusedError: nobody is named, or the role may not.
    """
    for place, one in enumerate(reported):
        _check_says(one, f"messages[{place}].text")
    desk.check_somebody(home)
    with home.store.begin() as connection:
        return tuple(_taken_in(home, connection, one, [], role) for one in reported)


def _check_says(reported: Reported, at: str) -> None:
    if not reported.text.strip():
        raise InputError("the message says nothing", at, "write what was seen, where and when")


def _taken_in(
    home: Home, connection: Connection, reported: Reported, read: Sequence[tuple[Kept, File]], role: str | None
) -> Taken:
    id = _case_of_copy(connection, reported.text)
    number = 1 if id is None else cases.next_message(connection, id)
    said = {name: getattr(reported, name) for name in ("text", "language", "channel", "source", "said_at")}
    parts = (Part(PART, number, {name: text for name, text in said.items() if text}),)
    if id is None:
        fields = {"summary": reported.text.strip()[:_SUMMARY], **reported.fields}
        words = Words(title=_title(reported.text), fields=fields, parts=parts)
        id = desk.open_in(home, connection, KIND, words, read, role)
        _enter_contact(home, connection, id, 1, reported.contact)
        return Taken(id, 1, False)
    row = cases.row(connection, id)
    kept = [desk.keep(connection, *one) for one in read]
    entered = desk.entered_in(home, connection, Case(id, KIND, row.state), Words(parts=parts), "", kept)
    record(home, connection, [act(home, "case_entered", id, entered)])
    _enter_contact(home, connection, id, number, reported.contact)
    return Taken(id, number, True)


def _enter_contact(home: Home, connection: Connection, id: str, number: int, contact: str) -> None:
    if contact.strip():
        part = Part(PART, number, {"contact": contact.strip()})
        record(home, connection, [act(home, "case_entered", id, CaseEntered(id, parts=(part,)))])


def _title(text: str) -> str:
    first = " ".join(text.split())
    return first if len(first) <= 100 else f"{first[:99]}…"


def _case_of_copy(connection: Connection, text: str) -> str | None:
    """The case on which this message is already; of a merged one the case that goes on."""
    met = cases.equal_message(connection, text_digest(text))
    if met is None:
        near = cases.near_messages(connection, likeness(text))
        met = next((one for one in near if are_copies(text, cases.text_of_message(connection, one))), None)
    if met is None:
        return None
    id, seen = met.case, set[str]()
    while id not in seen and cases.row(connection, id).state == "merged":
        seen.add(id)
        id = cases.case(connection, id).fields.get("merged_into", id)
    return id
