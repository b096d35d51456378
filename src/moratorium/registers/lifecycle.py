"""What a lifecycle is: a table of states and steps, with what each step needs, who may take it, and what is due then.

The tables themselves, one for each kind of case, stand in :mod:`moratorium.registers.words` (what is said about us and
by us) and :mod:`moratorium.registers.dealings` (what is asked of us and agreed with others). They are printed into
``docs/cases.md``, so the page and the program cannot differ.

A row is never removed from a table, since records were made by it; what is no longer wanted is left without a way in.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple

from moratorium.terms.case import OPEN

OFFICE = ("officer", "counsel")
"""Roles that work on cases."""

SECOND = ("approver", "counsel")
"""Roles that approve what somebody else prepared."""

MOST_TEXT = 20_000
"""Characters of one field or note: a long statement fits, a book is an attachment."""

_DIGEST = re.compile(r"[0-9a-f]{64}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_NUMBER = re.compile(r"[0-9]{1,15}(\.[0-9]{1,6})?")
_CASE = re.compile(r"[A-Z]{2}-[0-9]{4}-[0-9]{4,}")


class Kind(enum.StrEnum):
    """What a field holds; always kept as text."""

    TEXT = "text"
    CHOICE = "one of"
    FLAG = "yes or no"
    DAY = "day"
    INSTANT = "instant"
    NUMBER = "number"
    LANGUAGE = "language"
    DIGEST = "SHA-256"
    FILE = "SHA-256 of a file on the case"
    CASE = "case"


class Field(NamedTuple):
    """Something that can be said of a case or of a part of it.

    Attributes:
        name: As it is entered.
        meaning: In words, for people.
        kind: What it holds.
        choices: The words that it may be, of a choice.
        is_fixed: Whether it stays as first stated: a verbatim text is superseded, never edited.
        is_derived: Whether the program states it, and nobody else.
    """

    name: str
    meaning: str
    kind: Kind = Kind.TEXT
    choices: tuple[str, ...] = ()
    is_fixed: bool = False
    is_derived: bool = False


class PartTable(NamedTuple):
    """One of the several like things that a case may hold.

    Attributes:
        name: Such as ``claim``.
        meaning: In words.
        fields: What can be said of each.
        also: Where a field has a value, these others are needed too: ``("outcome", "refused", ("reason",))``.
    """

    name: str
    meaning: str
    fields: tuple[Field, ...]
    also: tuple[tuple[str, str, tuple[str, ...]], ...] = ()

    def field(self, name: str) -> Field | None:
        """The field of a name, or None."""
        return next((one for one in self.fields if one.name == name), None)


class Each(NamedTuple):
    """What a step asks of the parts of one kind: there is one at least, and each of them states these fields."""

    part: str
    fields: tuple[str, ...]


class Due(NamedTuple):
    """When the next step is due: on the day that a field states, else some days after this step."""

    days: int
    field: str = ""


class Step(NamedTuple):
    """One transition.

    Attributes:
        name: The verb.
        meaning: In words.
        before: States from which it may be taken; empty for ``open`` alone.
        after: The state that it leads to.
        who: Roles that may take it in the service.
        needs: Fields that must be stated by then.
        each: What it asks of parts.
        evidence: How many files must be on the case by then.
        apart_from: Steps that another person must have taken last (two pairs of eyes).
        if_stated: Where the first field is stated, the second is needed too.
        due: When the next step is due; None ends the deadline.
    """

    name: str
    meaning: str
    before: tuple[str, ...]
    after: str
    who: tuple[str, ...] = OFFICE
    needs: tuple[str, ...] = ()
    each: tuple[Each, ...] = ()
    evidence: int = 0
    apart_from: tuple[str, ...] = ()
    if_stated: tuple[tuple[str, str], ...] = ()
    due: Due | None = None


class State(NamedTuple):
    """A state in words. An end closes the case: it is counted, and nothing is due any more."""

    name: str
    meaning: str
    is_end: bool = False


class Lifecycle(NamedTuple):
    """The table of one kind of case.

    Attributes:
        kind: Such as ``misuse_report``.
        prefix: Two letters with which the ids of its cases begin.
        title: For people.
        meaning: What such a case is.
        states: In the order of a usual life.
        fields: What can be said of the case.
        parts: What it can hold several of.
        steps: All that can happen to it; what is not in the table is refused.
    """

    kind: str
    prefix: str
    title: str
    meaning: str
    states: tuple[State, ...]
    fields: tuple[Field, ...]
    parts: tuple[PartTable, ...]
    steps: tuple[Step, ...]

    @property
    def opening(self) -> Step:
        """The step with which it begins."""
        return next(one for one in self.steps if one.name == OPEN)

    @property
    def ends(self) -> frozenset[str]:
        """States that close the case."""
        return frozenset(one.name for one in self.states if one.is_end)

    def state(self, name: str) -> State | None:
        """The state of a name, or None."""
        return next((one for one in self.states if one.name == name), None)

    def field(self, name: str) -> Field | None:
        """The field of a name, or None."""
        return next((one for one in self.fields if one.name == name), None)

    def part(self, name: str) -> PartTable | None:
        """The table of a kind of part, or None."""
        return next((one for one in self.parts if one.name == name), None)

    def step(self, state: str, name: str) -> Step | None:
        """The step of a name that may be taken from a state, or None."""
        return next((one for one in self.steps if one.name == name and state in one.before), None)

    def steps_from(self, state: str) -> tuple[Step, ...]:
        """All steps that may be taken from a state."""
        return tuple(one for one in self.steps if state in one.before)


def due_of(step: Step, fields: Mapping[str, str], day: date) -> date | None:
    """The day by which the next step is due after this one.

    >>> due_of(Step("open", "", (), "received", due=Due(5, "due_on")), {}, date(2022, 4, 26))
    datetime.date(2022, 5, 1)
    >>> due_of(Step("open", "", (), "received", due=Due(5, "due_on")), {"due_on": "2022-04-28"}, date(2022, 4, 26))
    datetime.date(2022, 4, 28)
    """
    if step.due is None:
        return None
    stated = fields.get(step.due.field, "")
    return date.fromisoformat(stated[:10]) if stated else day + timedelta(days=step.due.days)


def wrong_with(field: Field, text: str) -> str:
    """What is wrong with a value, in words; empty if nothing.

    >>> wrong_with(Field("seen_on", "", Kind.DAY), "26.4.2022")
    '`26.4.2022` is no day; write it as 2022-04-26'
    >>> wrong_with(Field("reliability", "", Kind.CHOICE, ("A", "B")), "A")
    ''
    """
    if len(text) > MOST_TEXT:
        return f"it has {len(text):,} characters, at most {MOST_TEXT:,} are kept; attach it as a file"
    return next(_wrong(field, text), "")


def _wrong(field: Field, text: str) -> Iterator[str]:
    shown = text if len(text) <= 40 else f"{text[:40]}…"
    match field.kind:
        case Kind.CHOICE if text not in field.choices:
            yield f"`{shown}` is not one of {', '.join(field.choices)}"
        case Kind.FLAG if text not in ("yes", "no"):
            yield f"`{shown}` is neither yes nor no"
        case Kind.DAY if not _is_day(text):
            yield f"`{shown}` is no day; write it as 2022-04-26"
        case Kind.INSTANT if not _is_instant(text):
            yield f"`{shown}` is no instant; write it as 2022-04-26T07:30:00+00:00"
        case Kind.NUMBER if not _NUMBER.fullmatch(text):
            yield f"`{shown}` is no number; write it as 12 or 1250.50"
        case Kind.LANGUAGE if not _LANGUAGE.fullmatch(text):
            yield f"`{shown}` is no language; write it as en, nl, zh or uk"
        case Kind.DIGEST | Kind.FILE if not _DIGEST.fullmatch(text):
            yield f"`{shown}` is no SHA-256; write its 64 hexadecimal digits in lower case"
        case Kind.CASE if not _CASE.fullmatch(text):
            yield f"`{shown}` is no case; write it as PS-2022-0001"
        case Kind.TEXT if not text.strip():
            yield "it says nothing"


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _is_instant(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False
