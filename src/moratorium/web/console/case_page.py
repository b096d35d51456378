"""One case: what is known, what may come next with the form of each step, its parts, files, links and timeline.

Whoever looks at a case leaves a trace (``looked``), at most one an hour. A form carries the newest act that its reader
saw; if somebody was faster, it comes back as it was typed, beside the case as it stands now.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

import msgspec

from moratorium.desk import case_bundle, erasing, finding, reading
from moratorium.desk import cases as desk
from moratorium.desk.finding import Found, Kind
from moratorium.errors import InputError, MissingError
from moratorium.terms.case import CaseEntered, CaseMoved, Link
from moratorium.web.console.case_forms import (
    CASE,
    FILE_BYTES,
    NEW,
    EntryForm,
    Input,
    files_of,
    inputs_of,
    told_beside,
    words_of,
)
from moratorium.web.console.case_sections import sections_of
from moratorium.web.console.case_words import (
    LINK_WORDS,
    ONE_PART_WORDS,
    PART_WORDS,
    choice_word,
    field_word,
    kind_word,
    state_word,
    step_word,
)
from moratorium.web.console.cases import case_path
from moratorium.web.console.language import N_
from moratorium.web.console.page import Look, Moved, Page, Result, Sent, Shown, Visit, filled
from moratorium.web.console.screening import party_path
from moratorium.web.console.tables import Cell, Column, Table, Word
from moratorium.web.console.tables import Link as To

PARTS_SHOWN = 20
"""Parts of one kind on the page of the case; more are a link away."""

PARTS_ASKED = 12
"""Parts of which a step asks what they lack, on the form of the step."""

PART_PAGE = 100
_CLIPPED = 280
_UNSHOWN = frozenset({"likeness", "copy_of"})
"""Fields that help the program to find copies, and tell a person nothing."""


class Next(NamedTuple):
    """A step that the table allows from here.

    Attributes:
        name: Of the step.
        word: What it is called.
        meaning: In English.
        after: The state that it leads to.
        is_end: Whether that closes the case.
        barred: What keeps this person from it.
        missing: What is lacking else, in English.
        inputs: Fields of the case that it asks.
        parts: Parts that lack something, or a new one: heading and inputs.
        unlisted: How many more parts lack something.
        files: How many files must be on the case.
    """

    name: str
    word: str
    meaning: str
    after: str
    is_end: bool
    barred: tuple[str, ...]
    missing: tuple[str, ...]
    inputs: list[Input]
    parts: list[tuple[str, int, list[Input]]]
    unlisted: int
    files: int


class Happened(NamedTuple):
    """An act of the case as the timeline shows it.

    Attributes:
        act: Its number.
        at: When.
        who: Who did it.
        word: What was done.
        state: The state that it led to; empty for words alone.
        due: The deadline from then on.
        note: What they wanted to say.
        lines: What was entered: label and text.
        is_erased: Whether its words are gone.
        may_erase: Whether there are words that can be.
    """

    act: int
    at: datetime
    who: str
    word: str
    state: str = ""
    due: date | None = None
    note: str = ""
    lines: tuple[tuple[str, str], ...] = ()
    is_erased: bool = False
    may_erase: bool = False


# -- shown ------------------------------------------------------------------------------------------------------------


def looked_at(visit: Visit) -> Any:
    """The case of the path, with what may be done next; that somebody looks at it is on record first.

    Raises:
        MissingError: there is no such case.
    """
    id = visit.path["case"]
    row = desk.case_row(visit.home, id)
    reading.note_look(visit.home, f"case:{row.id}", visit.page.path)
    return desk.shown(visit.home, id, visit.person.role)


def case_page(visit: Visit) -> Result:
    """A case."""
    found = looked_at(visit)
    case = found.case
    table = case.lifecycle
    state = table.state(case.state)
    values = {
        "found": found,
        "case": case,
        "state_word": state_word,
        "kind": kind_word(case.kind),
        "state": state_word(case.state),
        "meaning": state.meaning if state else "",
        "due": found.row.due,
        "is_late": found.row.due is not None and found.row.due < visit.home.today(),
        "next": [_next(found, one) for one in found.options] if visit.may("work_cases") else [],
        "fields": _stated(case.fields, table.fields),
        "entry": inputs_of(table.fields, CASE, case.fields, (), case.attachments),
        "parts": [_part_table(found, one, case.parts_of(one.name), PARTS_SHOWN) for one in table.parts],
        "files": _files(case),
        "links": _links(found),
        "timeline": [_happened(one) for one in reversed(case.events)],
        "sections": sections_of(visit, found),
        "sources": found.sources if table.part("message") else None,
    }
    return Shown(values)


def _stated(fields: dict[str, str], known: Iterable[Any]) -> list[tuple[str, Cell]]:
    """Label and value of the fields that are stated, in the order of the table."""
    return [
        (field_word(one.name), _cell(one, fields[one.name]))
        for one in known
        if fields.get(one.name) and one.name not in _UNSHOWN
    ]


def _cell(field: Any, text: str) -> Cell:
    """A value as it is shown: a choice in words, a day as a day, a case as a link."""
    match field.kind.name:
        case "CASE":
            return To(text, case_path(text))
        case "CHOICE" | "FLAG":
            return Word(choice_word(field.name, text))
        case "DAY":
            return date.fromisoformat(text)
        case "INSTANT":
            return datetime.fromisoformat(text).astimezone(UTC)
    if field.name == "measure":
        return To(text, filled("/measures/{id}", {"id": text}))
    return To(text, f"/acts/{text}") if field.name == "act" else text


def _next(found: Any, option: Any) -> Next:
    case, step = found.case, option.step
    table = case.lifecycle
    conditional = (also for name, also in step.if_stated if case.fields.get(name, "none") != "none")
    wanted = tuple(dict.fromkeys((*step.needs, *conditional, *_of_deadline(step))))
    needed = tuple(name for name in wanted if name not in _of_deadline(step) or name in step.needs)
    known = [field for name in wanted if (field := table.field(name)) is not None]
    parts, unlisted = _lacking(case, step)
    return Next(
        step.name,
        step_word(step.name),
        step.meaning,
        step.after,
        step.after in table.ends,
        option.barred,
        tuple(one for one in option.missing if one not in option.barred),
        inputs_of(known, CASE, case.fields, needed, case.attachments),
        parts,
        unlisted,
        max(0, step.evidence - len(case.attachments)),
    )


def _of_deadline(step: Any) -> tuple[str, ...]:
    return (step.due.field,) if step.due is not None and step.due.field else ()


def _lacking(case: Any, step: Any) -> tuple[list[tuple[str, int, list[Input]]], int]:
    """Parts of which the step asks something: of each what it lacks, or a first one."""
    asked: list[tuple[str, int, list[Input]]] = []
    for each in step.each:
        table = case.lifecycle.part(each.part)
        also = {name for field, _, names in table.also for name in (field, *names) if field in each.fields}
        known = [one for one in table.fields if one.name in {*each.fields, *also}]
        word = ONE_PART_WORDS.get(each.part, each.part)
        stated = case.parts_of(each.part) or {0: {}}
        for number, fields in stated.items():
            conditional = [n for field, value, ns in table.also if fields.get(field) == value for n in ns]
            if all(fields.get(name) for name in (*each.fields, *conditional)):
                continue
            prefix = f"{each.part}.{number or NEW}"
            if inputs := inputs_of(known, prefix, fields, each.fields, case.attachments):
                asked.append((word, number, inputs))
    return asked[:PARTS_ASKED], max(0, len(asked) - PARTS_ASKED)


# -- parts, files, links, timeline ------------------------------------------------------------------------------------


def part_path(case: str, kind: str, number: int | str) -> str:
    """Address of a part of a case."""
    return filled("/cases/{case}/parts/{kind}/{number}", {"case": case, "kind": kind, "number": str(number)})


def _part_table(found: Any, table: Any, parts: dict[int, dict[str, str]], limit: int, after: int = 0) -> Any:
    """A kind of part as a table, with its words and how many there are."""
    id = found.case.id
    named = [one for one in table.fields if any(one.name in fields for fields in parts.values())]
    columns = [Column("number", N_("Number"), lambda row: To(str(row[0]), part_path(id, table.name, row[0])))]
    columns += [
        Column(one.name, field_word(one.name), _column(one))
        for one in named
        if one.name not in _UNSHOWN and one.name != "digest"
    ]
    shown = [row for row in parts.items() if row[0] > after][:limit]
    left = len([number for number in parts if number > after]) - len(shown)
    made = Table(
        table.name,
        PART_WORDS.get(table.name, table.name),
        columns,
        shown,
        N_("None is stated yet."),
        str(shown[-1][0]) if left else "",
        lambda: iter(parts.items()),
    )
    return PartTable(table.name, made.caption, table.meaning, len(parts), left, made)


class PartTable(NamedTuple):
    """Parts of one kind, as the page shows them."""

    name: str
    word: str
    meaning: str
    total: int
    left: int
    table: Table


def _column(field: Any) -> Callable[[tuple[int, dict[str, str]]], Cell]:
    def cell(row: tuple[int, dict[str, str]]) -> Cell:
        text = row[1].get(field.name, "")
        clipped = len(text) > _CLIPPED and field.kind.name == "TEXT"
        return _cell(field, f"{text[:_CLIPPED]}…" if clipped else text) if text else None

    return cell


def _files(case: Any) -> Table:
    columns = (
        Column("name", N_("File"), lambda one: To(one.name, f"{case_path(case.id)}/files/{one.digest}")),
        Column("words", N_("What it is"), lambda one: one.words),
        Column("media", N_("Kind, told from its content"), lambda one: one.media),
        Column("bytes", N_("Bytes"), lambda one: one.bytes),
        Column(
            "kept",
            N_("Kept"),
            lambda one: Word(N_("without its location data") if one.original else N_("as it came in")),
        ),
        Column("digest", N_("SHA-256"), lambda one: one.digest),
    )
    empty = N_("No file is on this case. Evidence is kept by its digest, so that nobody can change it unseen.")
    return Table("files", N_("Files"), columns, case.attachments, empty)


_ADDRESSES = {"order": "/orders/{id:path}", "measure": "/measures/{id}", "act": "/acts/{id}", "case": "/cases/{id}"}


def link_cell(kind: str, target: str) -> To:
    """What a case points to, as a link."""
    match kind:
        case "party":
            return To(target, party_path(target if ":" in target else f"party:{target}"))
        case "serial":
            return To(target, f"/cases?{_asked(kind, target)}")
    return To(target, filled(_ADDRESSES[kind], {"id": target}))


def _asked(kind: str, target: str) -> str:
    from urllib.parse import urlencode

    return urlencode({"link": f"{kind}:{target}"})


def _links(found: Any) -> Table:
    rows = [(one.kind, one.target, False) for one in found.case.links]
    rows += [("case", id, True) for id in found.pointed_from]
    columns = (
        Column("target", N_("To what"), lambda row: link_cell(row[0], row[1])),
        Column("kind", N_("What"), lambda row: Word(LINK_WORDS.get(row[0], row[0]))),
        Column(
            "way", N_("Which way"), lambda row: Word(N_("it points here") if row[2] else N_("this case points to it"))
        ),
        Column("others", N_("Other cases on it"), lambda row: To("→", f"/cases?{_asked(row[0], row[1])}")),
    )
    empty = N_("This case points to nothing. Link the order, the party, the measure or the other case it is about.")
    return Table("links", N_("Links"), columns, rows, empty)


def _happened(event: Any) -> Happened:
    shared = (event.act, event.at, event.actor)
    match event.payload:
        case CaseMoved() as moved:
            return Happened(*shared, step_word(moved.step), moved.state, moved.due)
        case CaseEntered() as entered:
            lines = tuple(_lines(entered))
            return Happened(*shared, N_("Entered"), note=entered.note, lines=lines, may_erase=True)
    return Happened(*shared, N_("Entered"), is_erased=True)


def _lines(entered: CaseEntered) -> Iterator[tuple[str, str]]:
    if entered.title:
        yield N_("Title"), entered.title
    for name, text in entered.fields.items():
        if name not in _UNSHOWN:
            yield field_word(name), text
    for part in entered.parts:
        stated = "; ".join(text for name, text in part.fields.items() if name not in _UNSHOWN and name != "digest")
        yield ONE_PART_WORDS.get(part.kind, part.kind), f"{part.number}: {stated}"
    for link in entered.links:
        yield LINK_WORDS.get(link.kind, link.kind), link.target
    for file in entered.attachments:
        yield N_("File"), file.name


# -- done -------------------------------------------------------------------------------------------------------------


def enter(visit: Visit) -> Result:
    """Enter fields, parts, a title, a note or files, without moving the case on."""
    id, form = visit.path["case"], visit.form
    with told_beside(visit):
        case = desk.shown(visit.home, id).case
        desk.enter(visit.home, id, words_of(form, case.lifecycle, case), files_of(form), form.seen)
    return Moved(case_path(id), visit.words("It is entered."))


def step(visit: Visit) -> Result:
    """Move the case on, with what the step needs."""
    id, form = visit.path["case"], visit.form
    with told_beside(visit):
        case = desk.shown(visit.home, id).case
        words = words_of(form, case.lifecycle, case)
        after = desk.take_step(visit.home, id, visit.path["step"], words, form.seen, visit.person.role, files_of(form))
    return Moved(case_path(id), visit.words("The case is now: %(state)s.", state=visit.words(state_word(after.state))))


def file(visit: Visit) -> Result:
    """A file of a case, to be saved and never shown by a browser in our name."""
    id = visit.path["case"]
    row = desk.case_row(visit.home, id)
    reading.note_look(visit.home, f"case:{row.id}", visit.page.path)
    content, name = desk.attachment(visit.home, id, visit.path["digest"])
    return Sent(content, "application/octet-stream", name)


# -- parts ------------------------------------------------------------------------------------------------------------


def parts_page(visit: Visit) -> Result:
    """All parts of one kind, a page at a time."""
    found = looked_at(visit)
    table = _part_kind(found, visit.path["kind"])
    after = visit.query.cursor
    if after and (not after.isascii() or not after.isdecimal() or len(after) > 9):
        raise InputError(f"`{after[:40]}` is no number of a part", "cursor")
    made = _part_table(found, table, found.case.parts_of(table.name), PART_PAGE, int(after or 0))
    return Shown({"found": found, "case": found.case, "parts": made, "kind": kind_word(found.case.kind)})


def _part_kind(found: Any, name: str) -> Any:
    table = found.case.lifecycle.part(name)
    if table is None:
        known = ", ".join(one.name for one in found.case.lifecycle.parts) or "nothing"
        raise MissingError(f"a case of this kind has no `{name[:40]}`", help=f"it may hold: {known}")
    return table


def part_page(visit: Visit) -> Result:
    """One part whole, with the form that adds to it; or the form of a new one."""
    found = looked_at(visit)
    table = _part_kind(found, visit.path["kind"])
    number, stated = _part(found, table, visit.path["number"])
    values = {
        "found": found,
        "case": found.case,
        "kind": kind_word(found.case.kind),
        "part": table,
        "word": ONE_PART_WORDS.get(table.name, table.name),
        "number": number,
        "fields": _stated(stated, table.fields),
        "inputs": inputs_of(table.fields, f"{table.name}.{number or NEW}", stated, (), found.case.attachments),
        "also": table.also,
    }
    return Shown(values)


def _part(found: Any, table: Any, number: str) -> tuple[int, dict[str, str]]:
    if number == NEW:
        return 0, {}
    known = found.case.parts_of(table.name)
    if not number.isascii() or not number.isdecimal() or len(number) > 9 or int(number) not in known:
        raise MissingError(
            f"no {table.name} `{number[:40]}` on case `{found.case.id}`", help="see the page of the case"
        )
    return int(number), known[int(number)]


def enter_part(visit: Visit) -> Result:
    """Add to a part, or begin a new one."""
    id, form = visit.path["case"], visit.form
    with told_beside(visit):
        case = desk.shown(visit.home, id).case
        desk.enter(visit.home, id, words_of(form, case.lifecycle, case), files_of(form), form.seen)
    return Moved(case_path(id), visit.words("It is entered."))


# -- links ------------------------------------------------------------------------------------------------------------


class LinkLook(Look, frozen=True):
    """What is looked for.

    Attributes:
        text: An id, a name, a serial number.
    """

    text: str = ""


class LinkForm(msgspec.Struct, frozen=True):
    """What the case is to point to.

    Attributes:
        kind: What it is.
        target: Its key, number or id.
        seen: The case's newest act as the person saw it.
    """

    kind: str
    target: str
    seen: int | None = None


_FOUND: dict[Kind, str] = {
    "order": "read_orders",
    "party": "read_parties",
    "measure": "read_measures",
    "act": "read_acts",
    "case": "read_cases",
}
"""What can be found, and who may."""


def links_page(visit: Visit) -> Result:
    """Look for what the case is about, and link it."""
    found = looked_at(visit)
    text = visit.query.text.strip()[:200]
    candidates = list(_candidates(visit, found.case.id, text)) if text else []
    return Shown({"found": found, "case": found.case, "text": text, "candidates": candidates, "LINKS": LINK_WORDS})


def _candidates(visit: Visit, id: str, text: str) -> Iterator[tuple[str, str, str]]:
    """Kind, target and words of what a text may mean."""
    kinds = frozenset(kind for kind, permission in _FOUND.items() if visit.may(permission))
    for one in finding.find(visit.home, text, kinds):
        if (one.kind, one.id) == ("case", id):
            continue
        yield one.kind, _target(one), one.words
    yield "serial", text, ""


def _target(one: Found) -> str:
    """What a case points to: the key of an order, our id of a party, the id of all else."""
    return one.words if one.kind == "order" else one.id.removeprefix("party:")


def link(visit: Visit) -> Result:
    """Point to something."""
    id, form = visit.path["case"], visit.form
    words = desk.Words(links=(Link(form.kind, form.target),))
    desk.enter(visit.home, id, words, seen=form.seen)
    return Moved(case_path(id), visit.words("The link is entered."))


# -- handed on, erased ------------------------------------------------------------------------------------------------


def bundle(visit: Visit) -> Result:
    """The evidence bundle, to hand on."""
    row = desk.case_row(visit.home, visit.path["case"])
    reading.note_look(visit.home, f"case:{row.id}", visit.page.path)
    made = case_bundle.bundle(visit.home, row.id)
    return Sent(made.content, "application/zip", made.name)


class EraseForm(msgspec.Struct, frozen=True):
    """Why words are erased."""

    reason: str


def erase_page(visit: Visit) -> Result:
    """What would go with an entry."""
    found = looked_at(visit)
    going = erasing.going(visit.home, found.case.id, _act(visit))
    return Shown({"case": found.case, "going": going, "happened": _happened(going.event)})


def erase(visit: Visit) -> Result:
    """Erase the words of an entry."""
    id = visit.path["case"]
    erasing.erase_entry(visit.home, id, _act(visit), visit.form.reason)
    return Moved(case_path(id), visit.words("Its words are erased. That something was entered then stays proved."))


def _act(visit: Visit) -> int:
    text = visit.path["act"]
    if not text.isascii() or not text.isdecimal() or len(text) > 15:
        raise MissingError(f"no act `{text[:40]}`", help="see the timeline of the case")
    return int(text)


def _page(method: str, path: str, permission: str, run: Any, **given: Any) -> Page:
    return Page(method, f"/cases/{{case}}{path}", permission, run, section="/cases", **given)


_ENTRY: dict[str, Any] = {"form": EntryForm, "max_bytes": FILE_BYTES}

PAGES = (
    _page("GET", "", "read_cases", case_page, title=N_("Case"), template="cases/case.html.j2"),
    _page("POST", "/entries", "work_cases", enter, back="/cases/{case}", **_ENTRY),
    _page("POST", "/steps/{step}", "work_cases", step, back="/cases/{case}", **_ENTRY),
    _page("GET", "/files/{digest}", "read_cases", file),
    _page(
        "GET", "/parts/{kind}", "read_cases", parts_page, title=N_("Parts of a case"), template="cases/parts_of.html.j2"
    ),
    _page("GET", "/parts/{kind}/{number}", "read_cases", part_page, title=N_("Part"), template="cases/part.html.j2"),
    _page(
        "POST",
        "/parts/{kind}/{number}",
        "work_cases",
        enter_part,
        back="/cases/{case}/parts/{kind}/{number}",
        **_ENTRY,
    ),
    _page(
        "GET",
        "/links",
        "work_cases",
        links_page,
        title=N_("Link it to something"),
        template="cases/links.html.j2",
        query=LinkLook,
    ),
    _page("GET", "/bundle", "read_receipts", bundle),
    _page(
        "GET",
        "/erase/{act}",
        "erase_words",
        erase_page,
        title=N_("Erase what was entered"),
        template="cases/erase.html.j2",
    ),
    _page("POST", "/erase/{act}", "erase_words", erase, form=EraseForm, back="/cases/{case}/erase/{act}"),
    _page("POST", "/links", "work_cases", link, form=LinkForm, back="/cases/{case}/links"),
)
