"""A case: the fold of its acts. What it is now, what was said of it and when, and what may be done with it next.

A case begins with the step ``open`` and takes steps of the table of its kind, no others. What was entered adds up: the
newest value of a field counts, every earlier one stays in the timeline. Where an entry was erased (personal data), its
words are gone and its steps are not: the case keeps its state, and the register its count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import NamedTuple

import msgspec

from moratorium.errors import Fault, InputError, RefusedError
from moratorium.registers.kinds import lifecycle_of
from moratorium.registers.lifecycle import Field, Kind, Lifecycle, PartTable, Step, due_of, wrong_with
from moratorium.terms.act import holder_of
from moratorium.terms.case import LINKS, OPEN, Attachment, CaseEntered, CaseMoved, Link, Part
from moratorium.terms.eyes import are_two_people, is_somebody

MOST_PARTS = 100_000
"""Parts of one kind on one case."""

MOST_TITLE = 200
MOST_TARGET = 500
NONE = "none"
"""What a derived field holds that was looked up and found empty; it asks for nothing further."""


class Event(NamedTuple):
    """An act of a case, with its place in the log.

    Attributes:
        act: Log index.
        actor: Who did it.
        at: When, in UTC.
        payload: What was done; None for an entry that was erased.
    """

    act: int
    actor: str
    at: datetime
    payload: CaseMoved | CaseEntered | None


class Case(msgspec.Struct, frozen=True):
    """A case as it stands.

    Attributes:
        id: Such as ``MR-2022-0007``.
        kind: Its kind.
        state: Its state.
        title: One line for people; empty if it was erased.
        fields: What is stated of it, the newest value of each.
        parts: By kind and number, with what is stated of each.
        links: What it points to.
        attachments: Files on it, in the order in which they came.
        events: Its acts, oldest first.
        takers: Who took each step last.
        due: The deadline, as a day; empty without one.
    """

    id: str
    kind: str
    state: str
    title: str = ""
    fields: dict[str, str] = {}
    parts: dict[tuple[str, int], dict[str, str]] = {}
    links: tuple[Link, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    events: tuple[Event, ...] = ()
    takers: dict[str, str] = {}
    due: str = ""

    @property
    def lifecycle(self) -> Lifecycle:
        """The table of its kind."""
        return lifecycle_of(self.kind)

    @property
    def is_closed(self) -> bool:
        """Whether it has come to an end."""
        return self.state in self.lifecycle.ends

    def parts_of(self, kind: str) -> dict[int, dict[str, str]]:
        """The parts of one kind, by number."""
        return {number: fields for (name, number), fields in sorted(self.parts.items()) if name == kind}


# -- what it is -------------------------------------------------------------------------------------------------------


def case_of(events: Iterable[Event]) -> Case:
    """The case that some acts make.

    Args:
        events: All acts of one case, oldest first.

    Raises:
        RefusedError: they take a step that the table of its kind does not have.
        InputError: they do not begin with opening a case.
    """
    case: Case | None = None
    for event in events:
        case = _begun(event) if case is None else with_event(case, event)
    if case is None:
        raise InputError("no acts, so no case")
    return case


def _begun(event: Event) -> Case:
    payload = event.payload
    if not isinstance(payload, CaseMoved) or payload.step != OPEN:
        raise InputError("a case begins when it is opened", f"act {event.act}")
    return with_event(Case(payload.case, payload.kind, ""), event)


def with_event(case: Case, event: Event) -> Case:
    """The case after one more act.

    Raises:
        RefusedError: the table of its kind does not have that step.
    """
    events = (*case.events, event)
    match event.payload:
        case CaseMoved() as moved:
            check_moved(moved, case.state)
            takers, due = {**case.takers, moved.step: event.actor}, moved.due.isoformat() if moved.due else ""
            return msgspec.structs.replace(case, state=moved.state, takers=takers, due=due, events=events)
        case CaseEntered() as entered:
            return msgspec.structs.replace(_with_words(case, entered), events=events)
    return msgspec.structs.replace(case, events=events)


def _with_words(case: Case, entered: CaseEntered) -> Case:
    parts = dict(case.parts)
    for part in entered.parts:
        place = (part.kind, part.number)
        parts[place] = {**parts.get(place, {}), **part.fields}
    files = {one.digest: one for one in (*case.attachments, *entered.attachments)}
    return msgspec.structs.replace(
        case,
        title=entered.title or case.title,
        fields={**case.fields, **entered.fields},
        parts=parts,
        links=tuple(dict.fromkeys((*case.links, *entered.links))),
        attachments=tuple(files.values()),
    )


def check_moved(moved: CaseMoved, state: str) -> None:
    """Check that a step is one of the table, taken from the state in which the case is (empty before it is opened).

    Raises:
        RefusedError: it is not.
    """
    table = lifecycle_of(moved.kind)
    step = table.opening if not state and moved.step == OPEN else table.step(state, moved.step)
    if step is None or moved.before != state:
        raise _forbidden(table, moved.case, state, moved.step)
    if step.after != moved.state:
        raise RefusedError(f"`{step.name}` leads to `{step.after}`, not to `{moved.state}`", moved.case)


def _forbidden(table: Lifecycle, case: str, state: str, name: str) -> RefusedError:
    allowed = ", ".join(one.name for one in table.steps_from(state)) if state else OPEN
    words = f"a case of the kind {table.title.lower()} that is `{state or 'not opened'}` cannot `{name}`"
    return RefusedError(words, case, f"allowed from here: {allowed or 'nothing; open a new case and link this one'}")


# -- what may be done with it -----------------------------------------------------------------------------------------


class Option(NamedTuple):
    """A step that the table allows from here.

    Attributes:
        step: The step.
        missing: What is lacking for it, in words; empty if it may be taken.
        barred: What of that keeps this person from it, whatever is entered: their role, or two pairs of eyes.
    """

    step: Step
    missing: tuple[str, ...]
    barred: tuple[str, ...] = ()


def options(case: Case, actor: str | None = None, role: str | None = None) -> tuple[Option, ...]:
    """Every step that may come next, with what is missing for it.

    Args:
        case: The case.
        actor: Who would take it; None leaves two pairs of eyes aside.
        role: In which role of the service; None leaves roles aside, as on the command line.
    """
    return tuple(
        Option(step, tuple(missing(case, step, actor, role)), tuple(_barred(case, step, actor, role)))
        for step in case.lifecycle.steps_from(case.state)
    )


def missing(case: Case, step: Step, actor: str | None = None, role: str | None = None) -> Iterator[str]:
    """What is lacking for a step, in words; arguments as in :func:`options`."""
    yield from _missing_fields(case, step)
    for each in step.each:
        table, found = case.lifecycle.part(each.part), case.parts_of(each.part)
        if not found:
            yield f"at least one {each.part}"
        for number, stated in found.items():
            yield from _missing_of_part(table, each.part, number, each.fields, stated)
    if len(case.attachments) < step.evidence:
        yield f"evidence: {step.evidence} file{'s' * (step.evidence > 1)} on the case"
    yield from _barred(case, step, actor, role)


def _barred(case: Case, step: Step, actor: str | None, role: str | None) -> Iterator[str]:
    if role is not None and role not in step.who:
        yield f"one of the roles {', '.join(step.who)}"
    if actor is not None:
        yield from _missing_eyes(case, step, actor)


def _missing_fields(case: Case, step: Step) -> Iterator[str]:
    conditional = (needed for field, needed in step.if_stated if case.fields.get(field, NONE) != NONE)
    for name in dict.fromkeys((*step.needs, *conditional)):
        if not case.fields.get(name):
            field = case.lifecycle.field(name)
            yield f"field `{name}` ({field.meaning})" if field else f"field `{name}`"


def _missing_of_part(
    table: PartTable | None, kind: str, number: int, needs: Iterable[str], stated: Mapping[str, str]
) -> Iterator[str]:
    conditional = [
        name for field, value, names in (table.also if table else ()) if stated.get(field) == value for name in names
    ]
    for name in dict.fromkeys((*needs, *conditional)):
        if not stated.get(name):
            yield f"{kind} {number}: `{name}`"


def _missing_eyes(case: Case, step: Step, actor: str) -> Iterator[str]:
    if step.apart_from and not is_somebody(actor):
        yield "a named person"
        return
    for name in step.apart_from:
        before = case.takers.get(name)
        if before is not None and not (is_somebody(before) and are_two_people(before, actor)):
            yield f"another person than `{holder_of(before)}`, who took the step `{name}`"


def move(case: Case, name: str, actor: str, day: date, role: str | None = None) -> CaseMoved:
    """The act of taking a step; the words that it needs are on the case already.

    Args:
        case: The case with those words.
        name: Of the step.
        actor: Who takes it.
        day: On which; deadlines are counted from it.
        role: In which role of the service; None leaves roles aside.

    Raises:
        RefusedError: the table does not allow it from here, or something is missing; says what.
    """
    table = case.lifecycle
    step = table.opening if not case.state and name == OPEN else table.step(case.state, name)
    if step is None:
        raise _forbidden(table, case.id, case.state, name)
    if lacking := list(missing(case, step, actor, role)):
        others = ", ".join(one.name for one in table.steps_from(case.state) if one is not step)
        help_ = f"enter it with the step; also allowed from here: {others}" if others else "enter it with the step"
        place = case.id if case.state else table.title.lower()
        raise RefusedError(f"`{name}` is not possible yet; missing: {'; '.join(lacking)}", place, help_)
    return CaseMoved(case.id, case.kind, name, case.state, step.after, due_of(step, case.fields, day))


# -- what may be entered ----------------------------------------------------------------------------------------------


def check_entered(case: Case, entered: CaseEntered, *, is_derived: bool = False) -> None:
    """Check what is to be entered against the table of the case's kind.

    Args:
        case: The case before it.
        entered: What is to be entered.
        is_derived: Whether the program itself states it, and may fill derived fields.

    Raises:
        InputError: a field is unknown, not of its kind, fixed and stated otherwise; a link points nowhere. All faults.
    """
    faults = [*_text_faults(entered), *_link_faults(entered)]
    table = case.lifecycle
    for name, text in entered.fields.items():
        faults += _value_faults(table.field(name), name, text, case.fields, table.fields, "", is_derived)
    files = {one.digest for one in (*case.attachments, *entered.attachments)}
    faults += _file_faults(table.fields, entered.fields, files, "")
    seen = dict(case.parts)
    for part in entered.parts:
        faults += _part_faults(table, part, seen, files, is_derived)
        place = (part.kind, part.number)
        seen[place] = {**seen.get(place, {}), **part.fields}
    if faults:
        raise InputError.of(faults)


def _text_faults(entered: CaseEntered) -> Iterator[Fault]:
    if len(entered.title) > MOST_TITLE or "\n" in entered.title:
        yield Fault(f"a title is one line of at most {MOST_TITLE} characters", "title", "say the rest in a note")
    if words := wrong_with(Field("note", ""), entered.note or "-"):
        yield Fault(words, "note")


def _link_faults(entered: CaseEntered) -> Iterator[Fault]:
    for link in entered.links:
        at = f"link {link.kind}:{link.target[:40]}"
        if link.kind not in LINKS:
            yield Fault(f"`{link.kind}` is nothing that a case points to", at, f"one of {', '.join(LINKS)}")
        if not link.target.strip() or len(link.target) > MOST_TARGET:
            yield Fault("it points to nothing", at, f"write KIND:TARGET, of at most {MOST_TARGET} characters")
        elif link.kind == "act" and not link.target.isdecimal():
            yield Fault(f"`{link.target[:40]}` is no number of an act", at, "acts are counted from 0")


def _part_faults(
    table: Lifecycle, part: Part, seen: Mapping[tuple[str, int], Mapping[str, str]], files: set[str], is_derived: bool
) -> Iterator[Fault]:
    at, kind = f"{part.kind} {part.number}", table.part(part.kind)
    if kind is None:
        known = ", ".join(one.name for one in table.parts) or "nothing"
        yield Fault(f"a case of this kind has no `{part.kind}`", at, f"it may hold: {known}")
        return
    if not 1 <= part.number <= MOST_PARTS:
        yield Fault(f"parts are numbered from 1 to {MOST_PARTS:,}", at)
    before = seen.get((part.kind, part.number), {})
    for name, text in part.fields.items():
        yield from _value_faults(kind.field(name), name, text, before, kind.fields, f"{at}, ", is_derived)
    yield from _file_faults(kind.fields, part.fields, files, f"{at}, ")


def _value_faults(
    field: Field | None,
    name: str,
    text: str,
    before: Mapping[str, str],
    known: Iterable[Field],
    at: str,
    is_derived: bool,
) -> Iterator[Fault]:
    place = f"{at}{name}"
    if field is None:
        yield Fault(f"there is no field `{name}`", place, f"one of {', '.join(one.name for one in known)}")
        return
    if field.is_derived and not is_derived:
        yield Fault(f"`{name}` is worked out by the program", place, "leave it out")
    if words := wrong_with(field, text):
        yield Fault(words, place)
    if field.is_fixed and before.get(name, text) != text:
        help_ = "a text is kept as it was said; enter the other one beside it, or supersede it"
        yield Fault(f"`{name}` is stated already and stays as it is", place, help_)


def _file_faults(known: Iterable[Field], stated: Mapping[str, str], files: set[str], at: str) -> Iterator[Fault]:
    for field in known:
        text = stated.get(field.name)
        if field.kind is Kind.FILE and text and text not in files:
            yield Fault(f"no file on the case has the digest `{text[:16]}…`", f"{at}{field.name}", "attach it first")
