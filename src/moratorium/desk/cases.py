"""Cases: opened, added to, moved on, closed, looked up. One function for each thing that an office does with a case.

What somebody says is checked against the table of the case's kind, the program adds what it works out itself (digests
of verbatim texts, the form of a serial number, laws that conflict), and both are recorded in one transaction with the
step that they are for. So no case can stand in a state whose conditions it does not meet.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import msgspec

from moratorium.desk import package, release_guard
from moratorium.desk.conflicts import conflicts_words
from moratorium.desk.home import Home
from moratorium.desk.partner_effects import orders_follow
from moratorium.desk.record import act, record
from moratorium.errors import ConflictError, Fault, InputError, MissingError, RefusedError
from moratorium.intake.attachments import Kept, read_attachment
from moratorium.registers.case import Case, Option, check_entered, move, options, with_event
from moratorium.registers.case import Event as CaseEvent
from moratorium.registers.copies import Message, collapse, likeness, text_digest
from moratorium.registers.kinds import LIFECYCLES, lifecycle_of
from moratorium.registers.lifecycle import Field, Kind, Lifecycle
from moratorium.registers.serials import read_serial
from moratorium.registers.undertakings import KIND as UNDERTAKING
from moratorium.registers.undertakings import undertaking_faults
from moratorium.store import Connection, attachments, case_search, cases, projections, size
from moratorium.store.cases import CaseRow, Wanted
from moratorium.terms.act import Act
from moratorium.terms.case import OPEN, Attachment, CaseEntered, Link, Part

_WHO = "moratorium whoami --new NAME, then add `--as NAME`"


class Words(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What somebody enters on a case.

    Attributes:
        title: One line for people; empty leaves the title as it is.
        note: What they want to say.
        fields: Fields of the case, as text, by name.
        parts: Parts that are new or added to; number 0 takes the next free one.
        links: What the case points to from now on.
    """

    title: str = ""
    note: str = ""
    fields: dict[str, str] = {}
    parts: tuple[Part, ...] = ()
    links: tuple[Link, ...] = ()


NO_WORDS = Words()


@dataclass(frozen=True)
class File:
    """A file handed in for a case.

    Attributes:
        content: Its bytes.
        name: What the sender calls it.
        words: What it is.
        is_evidence: Whether it must stay byte for byte; else the location data of pictures is taken out.
    """

    content: bytes
    name: str
    words: str = ""
    is_evidence: bool = False


@dataclass(frozen=True)
class Sources:
    """How many messages report a thing, and how many sources they go back to.

    Attributes:
        messages: All of them.
        texts: Different ones, letter for letter of what is compared.
        independent: Sources: copies, lightly changed copies and what one person sent are one.
    """

    messages: int
    texts: int
    independent: int


@dataclass(frozen=True)
class Shown:
    """A case with what may be done next.

    Attributes:
        case: As it stands.
        row: Its row of the register.
        options: Steps that the table allows from here, with what is missing for each.
        sources: Of its messages.
        pointed_from: Other cases that point to it.
        last: Log index of its newest act: who adds or moves says what they saw.
    """

    case: Case
    row: CaseRow
    options: tuple[Option, ...]
    sources: Sources
    pointed_from: tuple[str, ...]
    last: int


# -- change -----------------------------------------------------------------------------------------------------------


def open_case(home: Home, kind: str, words: Words, files: Iterable[File] = (), role: str | None = None) -> str:
    """Open a case; returns its id.

    Args:
        home: The state.
        kind: Of the case.
        words: What is known; the table says what is needed at least.
        files: What is attached at once.
        role: Role of the caller in the service; None on the command line, which has no roles.

    Raises:
        InputError: no such kind, or the words do not fit its table; all faults at once.
        RefusedError: nobody is named, something that it needs is missing, or the role may not.
    """
    check_somebody(home)
    read = read_files(files)
    with home.store.begin() as connection:
        return open_in(home, connection, kind, words, read, role)


def open_in(
    home: Home,
    connection: Connection,
    kind: str,
    words: Words,
    read: Iterable[tuple[Kept, File]] = (),
    role: str | None = None,
) -> str:
    """The same in a write transaction of the caller."""
    id = cases.next_id(connection, lifecycle_of(kind).prefix, home.today().year)
    new = Case(id, kind, "")
    entered = entered_in(home, connection, new, words, OPEN, [keep(connection, *one) for one in read])
    _step(home, connection, new, OPEN, entered, role)
    return id


def enter(
    home: Home, id: str, words: Words, files: Iterable[File] = (), seen: int | None = None
) -> tuple[Attachment, ...]:
    """Enter something on a case, without moving it on; returns the files as they were kept.

    Args:
        home: The state.
        id: Of the case.
        words: What is entered.
        files: What is attached.
        seen: The case's newest act as the caller saw it; None does not ask.

    Raises:
        MissingError: no such case.
        InputError: the words do not fit the table of its kind, or there are none.
        RefusedError: nobody is named, or a file may not be kept.
        ConflictError: the case was changed since it was seen.
    """
    check_somebody(home)
    read = read_files(files)
    with home.store.begin() as connection:
        case = _seen(connection, id, seen)
        return enter_in(home, connection, case, words, read)


def enter_in(
    home: Home, connection: Connection, case: Case, words: Words, read: Iterable[tuple[Kept, File]] = ()
) -> tuple[Attachment, ...]:
    """The same in a write transaction of the caller."""
    entered = entered_in(home, connection, case, words, "", [keep(connection, *one) for one in read])
    if entered.is_empty:
        raise InputError("nothing was entered", case.id, "give a note, a field, a part, a link or a file")
    with orders_follow(home, connection, case.kind, case.id):
        record(home, connection, [act(home, "case_entered", case.id, entered)])
    return entered.attachments


def take_step(
    home: Home,
    id: str,
    step: str,
    words: Words = NO_WORDS,
    seen: int | None = None,
    role: str | None = None,
    files: Iterable[File] = (),
) -> Case:
    """Move a case on, with the words that the step needs; returns the case after it.

    Args:
        home: The state.
        id: Of the case.
        step: Name of the step.
        words: What is entered with it.
        seen: The case's newest act as the caller saw it; None does not ask.
        role: Role of the caller in the service; None on the command line.
        files: What is attached with it.

    Raises:
        MissingError: no such case.
        InputError: the words do not fit the table of its kind.
        RefusedError: the table does not allow it from here, or something is missing; says what. Or nobody is named.
        ConflictError: the case was changed since it was seen.
    """
    check_somebody(home)
    read = read_files(files)
    with home.store.begin() as connection:
        case = _seen(connection, id, seen)
        kept = [keep(connection, *one) for one in read]
        return _step(home, connection, case, step, entered_in(home, connection, case, words, step, kept), role)


def step_in(
    home: Home, connection: Connection, case: Case, step: str, words: Words = NO_WORDS, role: str | None = None
) -> Case:
    """The same in a write transaction of the caller."""
    return _step(home, connection, case, step, entered_in(home, connection, case, words, step, ()), role)


def _step(home: Home, connection: Connection, case: Case, step: str, entered: CaseEntered, role: str | None) -> Case:
    """Words and step in one go; what is missing is told of the case with the words on it."""
    start = size(connection)
    entry = act(home, "case_entered", case.id, entered)
    with_words = with_event(case, _event(start + 1, entry)) if not entered.is_empty else case
    moved = act(home, "case_moved", case.id, move(with_words, step, home.actor, home.today(), role))
    release_guard.check_step(home, connection, with_words, step)
    acts = [moved] if entered.is_empty else [moved, entry]
    with orders_follow(home, connection, case.kind, case.id):
        record(home, connection, acts)
    after = case
    for index, one in enumerate(acts, start):
        after = with_event(after, _event(index, one))
    return after


def _event(index: int, one: Act) -> CaseEvent:
    return CaseEvent(index, one.actor, one.at, one.payload)


def _seen(connection: Connection, id: str, seen: int | None) -> Case:
    last = cases.last_act(connection, id)
    if seen is not None and seen != last:
        raise ConflictError(f"the case was changed since, by act {last}", id, "look at it again, then repeat the step")
    return cases.case(connection, id)


def read_files(files: Iterable[File]) -> list[tuple[Kept, File]]:
    """Files read before the database is locked: a picture takes its time."""
    return [(read_attachment(one.content, one.name, is_evidence=one.is_evidence), one) for one in files]


def keep(connection: Connection, kept: Kept, file: File) -> Attachment:
    """Put a file that was read into the store."""
    digest = attachments.put(connection, kept.content, kept.media)
    original = hashlib.sha256(file.content).hexdigest() if kept.is_stripped else ""
    return Attachment(digest, kept.name, kept.media, len(kept.content), original, file.words.strip())


# -- what is entered, with what the program works out -----------------------------------------------------------------


def entered_in(
    home: Home, connection: Connection, case: Case, words: Words, step: str, files: Iterable[Attachment]
) -> CaseEntered:
    """What is to be entered, checked, with what the program works out of it.

    Raises:
        InputError: it does not fit the table of the case's kind; all faults at once.
        MissingError: it points to something that is not there.
    """
    numbered = tuple(_numbered(case, words.parts))
    fields = {name: text for name, text in words.fields.items() if text}
    entered = CaseEntered(
        case.id, step, words.title.strip(), words.note.strip(), fields, numbered, words.links, tuple(files)
    )
    check_entered(case, entered)
    _check_territories(fields)
    if case.kind == UNDERTAKING:
        _check_undertaking(case, entered)
    derived = _derived(connection, case, entered, home.today())
    check_entered(case, derived, is_derived=True)
    _check_links(connection, derived)
    return derived


def _numbered(case: Case, parts: Iterable[Part]) -> Iterator[Part]:
    """Parts with the number 0 get the next free one of their kind."""
    used: dict[str, int] = {}
    for kind, number in case.parts:
        used[kind] = max(used.get(kind, 0), number)
    for part in parts:
        number = part.number or used.get(part.kind, 0) + 1
        used[part.kind] = max(used.get(part.kind, 0), number)
        yield Part(part.kind, number, {name: text for name, text in part.fields.items() if text})


def _check_territories(fields: Mapping[str, str]) -> None:
    """Territories are codes, so that a request of one state is never counted for another."""
    atlas = package.atlas()
    faults = [
        Fault(
            f"`{fields[name][:40]}` is no territory",
            name,
            atlas.suggest(fields[name][:40]) or "write a code such as NL",
        )
        for name in ("territory", "authority_territory")
        if name in fields and not atlas.knows(fields[name])
    ]
    if faults:
        raise InputError.of(faults)


def _check_undertaking(case: Case, entered: CaseEntered) -> None:
    """An undertaking has words or a file, days in their order, and territories that there are."""
    said = {**case.fields, **entered.fields}
    faults = list(undertaking_faults(said, has_file=bool(case.attachments or entered.attachments)))
    atlas = package.atlas()
    strange = [code for code in said.get("territories", "").split() if not atlas.knows(code)]
    faults += [Fault(f"`{code[:40]}` is no territory", "territories", atlas.suggest(code[:40])) for code in strange]
    if faults:
        raise InputError.of(faults)


def _check_links(connection: Connection, entered: CaseEntered) -> None:
    """What a case points to is there; a serial or a party may be one that nobody knows yet."""
    for link in entered.links:
        at = f"link {link.kind}:{link.target[:40]}"
        if link.kind == "case":
            cases.row(connection, link.target)
        if link.kind == "act" and int(link.target) >= size(connection):
            raise MissingError(f"no act {link.target}", at, f"the log holds {size(connection)} acts, counted from 0")
        if link.kind == "order" and projections.order(connection, link.target) is None:
            keys = ", ".join(one.key for one in projections.orders_of_id(connection, link.target))
            raise MissingError(f"no order `{link.target[:40]}`", at, f"write its key: {keys}" if keys else "")


def _derived(connection: Connection, case: Case, entered: CaseEntered, day: date) -> CaseEntered:
    table = case.lifecycle
    fields, links = dict(entered.fields), list(entered.links)
    if "text" in fields and table.field("digest"):
        fields["digest"] = _digest(fields["text"])
    if "serial" in fields and table.field("serial_form"):
        serial = read_serial(fields["serial"])
        fields |= {"serial_form": serial.form, "serial_words": serial.words}
        if serial.form != "unreadable":
            links.append(Link("serial", serial.text))
    if entered.step == "assess" and table.field("conflicts"):
        fields["conflicts"] = conflicts_words(connection, {**case.fields, **fields}, day)
    links += _named(table.fields, entered.fields)
    for part in entered.parts:
        known = table.part(part.kind)
        links += _named(known.fields if known else (), part.fields)
    parts = tuple(_derived_part(table, part) for part in entered.parts)
    return msgspec.structs.replace(entered, fields=fields, links=tuple(dict.fromkeys(links)), parts=parts)


def _named(known: Iterable[Field], stated: Mapping[str, str]) -> Iterator[Link]:
    """Fields that name a measure, a party or another case point to it."""
    for field in known:
        if text := stated.get(field.name):
            if field.kind is Kind.CASE:
                yield Link("case", text)
            elif field.name in ("measure", "party"):
                yield Link(field.name, text)


def _derived_part(table: Lifecycle, part: Part) -> Part:
    known, text = table.part(part.kind), part.fields.get("text")
    if known is None or text is None:
        return part
    worked_out: dict[str, str] = {}
    if known.field("digest"):
        worked_out["digest"] = _digest(text)
    if known.field("copy_of"):
        bands = " ".join(likeness(text))
        worked_out |= {"copy_of": text_digest(text), **({"likeness": bands} if bands else {})}
    return Part(part.kind, part.number, {**part.fields, **worked_out})


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def check_somebody(home: Home) -> None:
    """Somebody stands behind an entry.

    Raises:
        RefusedError: nobody is named.
    """
    if home.identity is None:
        raise RefusedError("a case needs a name behind every entry", help=_WHO)


# -- look -------------------------------------------------------------------------------------------------------------


def shown(home: Home, id: str, role: str | None = None) -> Shown:
    """A case with all that was said of it and what may be done next.

    Raises:
        MissingError: no such case.
    """
    with home.store.read() as connection:
        case = cases.case(connection, id)
        return Shown(
            case,
            cases.row(connection, id),
            options(case, home.actor, role),
            sources_of(case),
            cases.cases_with(connection, "case", id),
            cases.last_act(connection, id),
        )


def sources_of(case: Case) -> Sources:
    """How many messages a case holds, and how many independent sources they go back to."""
    parts = case.parts_of("message")
    given = [Message(str(number), one.get("text", ""), one.get("source", "")) for number, one in parts.items()]
    clusters = collapse(given)
    return Sources(len(given), len({text_digest(one.text) for one in given}), len(clusters))


def listed(home: Home, wanted: Wanted, before: int | None = None, limit: int = 100) -> tuple[CaseRow, ...]:
    """Cases of the register, the newest first."""
    _check_wanted(wanted)
    with home.store.read() as connection:
        return cases.rows(connection, wanted, before, limit)


def wanted(
    kind: str | None = None,
    state: str | None = None,
    is_closed: bool | None = None,
    due_by: date | None = None,
    link: tuple[str, str] | None = None,
    owner: str | None = None,
) -> Wanted:
    """Which cases; None takes all. An empty owner takes those after whom nobody looks."""
    return Wanted(kind, state, is_closed, due_by, link, owner)


def owners(home: Home, rows: Iterable[CaseRow]) -> dict[str, str]:
    """Who looks after some cases, by their ids; those after whom nobody does are left out."""
    with home.store.read() as connection:
        return cases.owners(connection, [one.id for one in rows])


def _check_wanted(wanted: Wanted) -> None:
    if wanted.kind is not None:
        lifecycle_of(wanted.kind)
    states = sorted({one.name for table in LIFECYCLES.values() for one in table.states})
    if wanted.state is not None and wanted.state not in states:
        raise InputError(f"there is no state `{wanted.state}`", "state", f"one of {', '.join(states)}")


def counts(home: Home) -> dict[tuple[str, str], int]:
    """How many cases there are, by kind and state."""
    with home.store.read() as connection:
        return cases.counts(connection, Wanted())


def due(home: Home, by: date | None = None, limit: int | None = None) -> tuple[CaseRow, ...]:
    """Cases whose next step is due by a day (None: today), the most overdue first; a limit of None takes all."""
    with home.store.read() as connection:
        return cases.due(connection, by or home.today(), limit)


def count_due(home: Home, by: date) -> tuple[int, int]:
    """How many cases have a step that is overdue, and how many one that is due from today until a day."""
    with home.store.read() as connection:
        return cases.count_due(connection, home.today(), by)


@dataclass(frozen=True)
class Hit:
    """Where words were found: a case, the act on it, and the words around them."""

    case: str
    kind: str
    state: str
    title: str
    act: int
    excerpt: str


def search(
    home: Home, asked: str, kind: str | None = None, before: int | None = None, limit: int = 50
) -> tuple[Hit, ...]:
    """Entries in which all of these words occur, the newest first; see :func:`moratorium.store.case_search.search`.

    Raises:
        InputError: nothing to search for, or no such kind.
    """
    if kind is not None:
        lifecycle_of(kind)
    with home.store.read() as connection:
        found = case_search.search(connection, asked, kind, before, limit)
        return tuple(
            Hit(row.case, row.kind, row.state, row.title, row.act, case_search.excerpt(connection, row.act, asked))
            for row in found
        )


def attachment(home: Home, id: str, digest: str) -> tuple[bytes, str]:
    """A file of a case, and the name under which it was handed in.

    Raises:
        MissingError: no such case, or it has no such file (any more).
    """
    with home.store.read() as connection:
        cases.row(connection, id)
        name = cases.has_file(connection, id, digest)
        if name is None:
            raise MissingError(f"no file `{digest[:64]}` on case `{id}`", help="see the files of the case")
        return attachments.get(connection, digest), name


def lifecycles() -> tuple[Lifecycle, ...]:
    """The table of each kind of case."""
    return tuple(LIFECYCLES.values())


def case_row(home: Home, id: str) -> CaseRow:
    """The row of a case in the register.

    Raises:
        MissingError: no such case.
    """
    with home.store.read() as connection:
        return cases.row(connection, id)
