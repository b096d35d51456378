"""Cases: kinds, the register, one case; opened, added to, moved on; files, search, messages, disclosures."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from moratorium.desk import cases as desk
from moratorium.desk import disclosures as register
from moratorium.desk import misuse, reading
from moratorium.errors import InputError
from moratorium.terms.case import LINKS, CaseEntered, CaseMoved, Link, Part
from moratorium.web.api import case_shapes as shapes
from moratorium.web.api.looking import Page, cursor_of, number_of, place_of
from moratorium.web.api.operation import Answer, Call, Operation
from moratorium.web.api.recording import Word, done_once

Text = Annotated[str, Meta(max_length=20_000)]
Name = Annotated[str, Meta(min_length=1, max_length=100)]
Title = Annotated[str, Meta(max_length=200)]
Number = Annotated[int, Meta(ge=0, le=100_000)]
Act = Annotated[int, Meta(ge=0, le=10**15)]
MOST_PARTS = 1_000
MOST_FIELDS = 100


class PartForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part that is new or added to.

    Attributes:
        kind: Such as ``claim``.
        number: Its number; 0 takes the next free one.
        fields: What is said of it.
    """

    kind: Name
    number: Number = 0
    fields: Annotated[dict[str, Text], Meta(max_length=MOST_FIELDS)] = {}


class LinkForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the case points to.

    Attributes:
        kind: What it is.
        target: Its key, number or id.
    """

    kind: Literal[LINKS]  # type: ignore[valid-type]  # the words stand in the register, once
    target: Word


class WordsForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is entered on a case.

    Attributes:
        title: One line for people.
        note: What you want to say.
        fields: Fields of the case, as text, by name; see `/v1/case-kinds`.
        parts: Parts that are new or added to.
        links: What the case points to from now on.
        seen: The `last` of the case as you saw it; refused if it was changed since.
    """

    title: Title = ""
    note: Text = ""
    fields: Annotated[dict[str, Text], Meta(max_length=MOST_FIELDS)] = {}
    parts: Annotated[tuple[PartForm, ...], Meta(max_length=MOST_PARTS)] = ()
    links: Annotated[tuple[LinkForm, ...], Meta(max_length=MOST_PARTS)] = ()
    seen: Act | None = None


class OpenForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A case to be opened.

    Attributes:
        kind: Its kind.
        title: One line for people.
        note: What you want to say.
        fields: Fields of the case, as text, by name; see `/v1/case-kinds`.
        parts: Its parts.
        links: What it points to.
    """

    kind: Name
    title: Title = ""
    note: Text = ""
    fields: Annotated[dict[str, Text], Meta(max_length=MOST_FIELDS)] = {}
    parts: Annotated[tuple[PartForm, ...], Meta(max_length=MOST_PARTS)] = ()
    links: Annotated[tuple[LinkForm, ...], Meta(max_length=MOST_PARTS)] = ()


class StepForm(WordsForm, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A step to be taken, with what it needs.

    Attributes:
        step: Its name.
        title: One line for people.
        note: What you want to say.
        fields: Fields of the case, as text, by name.
        parts: Parts that are new or added to.
        links: What the case points to from now on.
        seen: The `last` of the case as you saw it; refused if it was changed since.
    """

    step: Name


class FileForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file to be attached.

    Attributes:
        name: Its name.
        content: Its bytes, base64; of at most 5 MB.
        words: What it is.
        evidence: Whether it must stay byte for byte; else pictures lose their location data.
        seen: The `last` of the case as you saw it; refused if it was changed since.
    """

    name: Name
    content: Annotated[str, Meta(min_length=1, max_length=7_000_000)]
    words: Text = ""
    evidence: bool = False
    seen: Act | None = None


class MessageForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A message that reports misuse.

    Attributes:
        text: What it says, letter for letter.
        language: Such as ``uk``.
        channel: Where it was said.
        source: Who sent it, as far as that may be kept.
        said_at: When, with its zone.
        fields: Fields of the report that came with it, such as ``serial``.
    """

    text: Annotated[str, Meta(min_length=1, max_length=20_000)]
    language: Annotated[str, Meta(max_length=35)] = ""
    channel: Annotated[str, Meta(max_length=500)] = ""
    source: Annotated[str, Meta(max_length=500)] = ""
    said_at: Annotated[str, Meta(max_length=40)] = ""
    fields: Annotated[dict[str, Text], Meta(max_length=MOST_FIELDS)] = {}


class MessagesForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Many messages that report misuse, such as a flood of copies.

    Attributes:
        messages: Each is taken in as if it came by itself; all of them or none.
    """

    messages: Annotated[tuple[MessageForm, ...], Meta(min_length=1, max_length=MOST_PARTS)]


class CasesQuery(Page, frozen=True, forbid_unknown_fields=True):
    """Which cases.

    Attributes:
        kind: Only of this kind.
        state: Only in this state.
        closed: Only closed ones, or only open ones.
        due_by: Only those with a step due by this day.
        link: Only those that point to this, as `order:SO-1/sale`.
        owner: Only those that this person looks after; empty for those after whom nobody does.
        cursor: The `next` of the page before.
        limit: At most so many.
    """

    kind: str | None = None
    state: str | None = None
    closed: bool | None = None
    due_by: date | None = None
    link: Annotated[str, Meta(max_length=600)] | None = None
    owner: Annotated[str, Meta(max_length=100)] | None = None


class CaseSearchQuery(Page, frozen=True, forbid_unknown_fields=True):
    """What to search for.

    Attributes:
        words: Each occurs in the entry; one that ends with `*` stands for all that begin so.
        kind: Only of this kind.
        cursor: The `next` of the page before.
        limit: At most so many.
    """

    words: Annotated[str, Meta(max_length=500)] = ""
    kind: str | None = None


class DisclosuresQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which period; this year if nothing is said.

    Attributes:
        since: First day.
        until: The day before which it ends.
    """

    since: date | None = None
    until: date | None = None


# -- look -------------------------------------------------------------------------------------------------------------


def kinds(call: Call) -> Answer:  # noqa: ARG001 - every operation is handed its call
    """Every kind of case."""
    return Answer(shapes.CaseKindsShape(tuple(map(_kind, desk.lifecycles()))))


def _kind(one: Any) -> shapes.CaseKindShape:
    return shapes.CaseKindShape(
        one.kind,
        one.prefix,
        one.title,
        one.meaning,
        tuple(shapes.CaseStateShape(*state) for state in one.states),
        tuple(map(_field, one.fields)),
        tuple(shapes.CasePartKindShape(part.name, part.meaning, tuple(map(_field, part.fields))) for part in one.parts),
        tuple(map(_step, one.steps)),
    )


def _field(one: Any) -> shapes.CaseFieldShape:
    return shapes.CaseFieldShape(one.name, one.meaning, str(one.kind), one.choices, one.is_fixed, one.is_derived)


def _step(one: Any) -> shapes.CaseStepShape:
    return shapes.CaseStepShape(
        one.name,
        one.meaning,
        one.before,
        one.after,
        one.who,
        one.needs,
        {each.part: each.fields for each in one.each},
        one.evidence,
        one.apart_from,
        None if one.due is None else one.due.days,
        "" if one.due is None else one.due.field,
    )


def cases(call: Call) -> Answer:
    """A page of cases."""
    query: CasesQuery = call.query
    link = None if query.link is None else _link(query.link)
    wanted = desk.wanted(query.kind, query.state, query.closed, query.due_by, link, query.owner)
    rows = desk.listed(call.service.home, wanted, _before(query.cursor), query.limit)
    more = cursor_of(str(rows[-1].opened)) if len(rows) == query.limit else None
    return Answer(shapes.CasesShape(tuple(map(_row, rows)), more))


def _link(text: str) -> tuple[str, str]:
    kind, divided, target = text.partition(":")
    if not divided:
        raise InputError("this points to nothing", "link", "write it as order:SO-1/sale or case:MR-2022-0001")
    return kind, target


def _before(cursor: str | None) -> int | None:
    place = place_of(cursor)
    return number_of(place, "cursor") if place else None


def _row(one: Any) -> shapes.CaseRowShape:
    return shapes.CaseRowShape(
        one.id, one.kind, one.state, one.is_closed, one.title, one.due, one.opened_at, one.moved_at
    )


def case(call: Call) -> Answer:
    """One case."""
    _note_look(call)
    found = desk.shown(call.home, call.path["case"], call.key.role)
    one = found.case
    parts = (Part(kind, number, fields) for (kind, number), fields in sorted(one.parts.items()))
    options = (
        shapes.CaseOptionShape(option.step.name, option.step.meaning, option.step.after, option.missing)
        for option in found.options
    )
    return Answer(
        shapes.WholeCaseShape(
            _row(found.row),
            one.fields,
            _parts(parts),
            _links(one.links),
            _files(one.attachments),
            tuple(map(_event, one.events)),
            tuple(options),
            shapes.CaseSourcesShape(**asdict(found.sources)),
            found.pointed_from,
            found.last,
        )
    )


def _note_look(call: Call) -> None:
    """That somebody looks at a case is on record before anything of it is shown."""
    row = desk.case_row(call.home, call.path["case"])
    reading.note_look(call.home, f"case:{row.id}", call.operation)


def _parts(parts: Iterable[Part]) -> tuple[shapes.CasePartShape, ...]:
    """Without the bands of a sketch, which are for finding copies alone."""
    return tuple(
        shapes.CasePartShape(
            one.kind, one.number, {name: text for name, text in one.fields.items() if name != "likeness"}
        )
        for one in parts
    )


def _links(links: Iterable[Link]) -> tuple[shapes.CaseLinkShape, ...]:
    return tuple(shapes.CaseLinkShape(one.kind, one.target) for one in links)


def _files(files: Iterable[Any]) -> tuple[shapes.CaseFileShape, ...]:
    return tuple(
        shapes.CaseFileShape(one.digest, one.name, one.media, one.bytes, one.original, one.words) for one in files
    )


def _event(one: Any) -> shapes.CaseEventShape:
    shared = (one.act, one.at, one.actor, one.payload is None)
    match one.payload:
        case CaseMoved() as moved:
            return shapes.CaseEventShape(*shared, moved.step, moved.before, moved.state)
        case CaseEntered() as entered:
            return shapes.CaseEventShape(
                *shared,
                step=entered.step,
                title=entered.title,
                note=entered.note,
                fields=entered.fields,
                parts=_parts(entered.parts),
                links=_links(entered.links),
                files=_files(entered.attachments),
            )
    return shapes.CaseEventShape(*shared)


def search(call: Call) -> Answer:
    """Entries in which all of some words occur."""
    query: CaseSearchQuery = call.query
    hits = desk.search(call.service.home, query.words, query.kind, _before(query.cursor), query.limit)
    more = cursor_of(str(hits[-1].act)) if len(hits) == query.limit else None
    found = (shapes.CaseHitShape(one.case, one.kind, one.state, one.title, one.act, one.excerpt) for one in hits)
    return Answer(shapes.CaseHitsShape(tuple(found), more))


def file(call: Call) -> Answer:
    """A file of a case, to be saved and never to be shown by a browser in our name."""
    _note_look(call)
    content, name = desk.attachment(call.service.home, call.path["case"], call.path["digest"])
    plain = "".join(sign if sign.isascii() and sign not in '"\\' else "_" for sign in name)
    headers = {
        "content-disposition": f'attachment; filename="{plain}"',
        "x-content-type-options": "nosniff",
        "content-security-policy": "default-src 'none'; sandbox",
    }
    return Answer(content, "application/octet-stream", headers)


def disclosures(call: Call) -> Answer:
    """The disclosure register of a period."""
    query: DisclosuresQuery = call.query
    first, last = register.this_year(call.service.home)
    found = register.disclosures(call.service.home, query.since or first, query.until or last)
    rows = (
        shapes.DisclosureShape(
            **{
                **vars(one),
                "categories": tuple(shapes.DisclosedCategoryShape(*category) for category in one.categories),
            }
        )
        for one in found.rows
    )
    return Answer(shapes.DisclosuresShape(**{**vars(found), "rows": tuple(rows)}))


# -- change -----------------------------------------------------------------------------------------------------------


def _words(form: WordsForm | OpenForm) -> desk.Words:
    parts = tuple(Part(one.kind, one.number, one.fields) for one in form.parts)
    links = tuple(Link(one.kind, one.target) for one in form.links)
    return desk.Words(form.title, form.note, form.fields, parts, links)


def open_case(call: Call) -> Answer:
    """Open a case."""
    body: OpenForm = call.body
    opened = shapes.OpenedCaseShape
    return done_once(call, lambda: opened(desk.open_case(call.home, body.kind, _words(body), role=call.key.role)))


def enter(call: Call) -> Answer:
    """Enter something on a case."""
    body: WordsForm = call.body
    return done_once(call, lambda: _entered(call, _words(body), (), body.seen))


def attach(call: Call) -> Answer:
    """Attach a file to a case."""
    body: FileForm = call.body
    try:
        content = b64decode(body.content, validate=True)
    except ValueError:
        raise InputError("this is no base64", "content", "send the bytes of the file in base64") from None
    files = (desk.File(content, body.name, body.words, body.evidence),)
    return done_once(call, lambda: _entered(call, desk.NO_WORDS, files, body.seen))


def _entered(call: Call, words: desk.Words, files: tuple[desk.File, ...], seen: int | None) -> shapes.SteppedCaseShape:
    kept = desk.enter(call.home, call.path["case"], words, files, seen)
    row = desk.case_row(call.service.home, call.path["case"])
    return shapes.SteppedCaseShape(row.id, row.state, row.due, _files(kept))


def step(call: Call) -> Answer:
    """Take a step with a case."""
    body: StepForm = call.body

    def work() -> shapes.SteppedCaseShape:
        after = desk.take_step(call.home, call.path["case"], body.step, _words(body), body.seen, call.key.role)
        return shapes.SteppedCaseShape(after.id, after.state, date.fromisoformat(after.due) if after.due else None, ())

    return done_once(call, work)


def message(call: Call) -> Answer:
    """Take in a message that reports misuse."""
    body: MessageForm = call.body
    return done_once(call, lambda: _taken(misuse.take_message(call.home, _reported(body), role=call.key.role)))


def messages(call: Call) -> Answer:
    """Take in many messages that report misuse."""
    body: MessagesForm = call.body
    reported = [_reported(one) for one in body.messages]

    def work() -> shapes.TakenMessagesShape:
        taken = misuse.take_messages(call.home, reported, call.key.role)
        return shapes.TakenMessagesShape(tuple(map(_taken, taken)))

    return done_once(call, work)


def _reported(body: MessageForm) -> misuse.Reported:
    return misuse.Reported(body.text, body.language, body.channel, body.source, body.said_at, body.fields)


def _taken(taken: misuse.Taken) -> shapes.TakenMessageShape:
    return shapes.TakenMessageShape(taken.case, taken.number, taken.is_copy)


_SUMMARY = {"summary": "Footage of a crop sprayer with a load, over a village", "seen_on": "2022-03-29"}

OPERATIONS = (
    Operation(
        "GET",
        "/v1/case-kinds",
        "Kinds of cases and their lifecycles",
        kinds,
        answers=(shapes.CaseKindsShape,),
        permission="read_cases",
        has_etag=True,
    ),
    Operation(
        "GET",
        "/v1/cases",
        "The register of cases",
        cases,
        answers=(shapes.CasesShape,),
        permission="read_cases",
        query=CasesQuery,
        has_etag=True,
    ),
    Operation(
        "POST",
        "/v1/cases",
        "Open a case",
        open_case,
        answers=(shapes.OpenedCaseShape,),
        permission="open_cases",
        body=OpenForm,
        example={"kind": "misuse_report", "title": "Sprayer over a village", "fields": _SUMMARY},
        statuses=(404,),
        takes_key=True,
    ),
    Operation(
        "GET",
        "/v1/cases/{case}",
        "A case, its timeline, and what may be done next",
        case,
        answers=(shapes.WholeCaseShape,),
        permission="read_cases",
        description="`options` are told for the role and the name of your key.",
        statuses=(404,),
        has_etag=True,
    ),
    Operation(
        "POST",
        "/v1/cases/{case}/entries",
        "Enter something on a case, without moving it on",
        enter,
        answers=(shapes.SteppedCaseShape,),
        permission="work_cases",
        body=WordsForm,
        example={"note": "called the source back", "links": [{"kind": "serial", "target": "1581F5BKD229001ABC12"}]},
        statuses=(404, 409),
        takes_key=True,
    ),
    Operation(
        "POST",
        "/v1/cases/{case}/steps",
        "Take a step with a case, with what the step needs",
        step,
        answers=(shapes.SteppedCaseShape,),
        permission="work_cases",
        description="A step that the lifecycle does not allow from here is refused (403), and so is one that lacks "
        "something; `help` and `detail` say what.",
        body=StepForm,
        example={
            "step": "notice",
            "fields": {
                "reliability": "C",
                "credibility": "3",
                "finding": "the footage is seen; place and unit cannot be told from it",
                "would_change": "the original file with its metadata, or the serial number",
            },
        },
        statuses=(404, 409),
        takes_key=True,
    ),
    Operation(
        "POST",
        "/v1/cases/{case}/files",
        "Attach a file to a case",
        attach,
        answers=(shapes.SteppedCaseShape,),
        permission="work_cases",
        description="The media type is told from the content. Programs are refused; archives are kept closed.",
        body=FileForm,
        example={"name": "letter.txt", "content": "bGV0dGVy", "words": "letter of 2022-03-16"},
        statuses=(404, 409),
        takes_key=True,
    ),
    Operation(
        "GET",
        "/v1/cases/{case}/files/{digest}",
        "A file of a case, to be saved",
        file,
        permission="read_cases",
        statuses=(404,),
        media_type="application/octet-stream",
    ),
    Operation(
        "GET",
        "/v1/case-search",
        "Entries in which all of some words occur",
        search,
        answers=(shapes.CaseHitsShape,),
        permission="read_cases",
        query=CaseSearchQuery,
    ),
    Operation(
        "POST",
        "/v1/misuse-messages",
        "Take in a message that reports misuse; a copy joins the case of the first",
        message,
        answers=(shapes.TakenMessageShape,),
        permission="open_cases",
        body=MessageForm,
        example={"text": "One of your sprayers flew over our village with a load.", "language": "en"},
        statuses=(404,),
        takes_key=True,
    ),
    Operation(
        "POST",
        "/v1/misuse-messages/batch",
        "Take in up to 1,000 messages that report misuse, all of them or none",
        messages,
        answers=(shapes.TakenMessagesShape,),
        permission="open_cases",
        body=MessagesForm,
        example={"messages": [{"text": "One of your sprayers flew over our village with a load.", "language": "en"}]},
        statuses=(404,),
        takes_key=True,
    ),
    Operation(
        "GET",
        "/v1/disclosures",
        "The disclosure register of a period, reconciled with the log",
        disclosures,
        answers=(shapes.DisclosuresShape,),
        permission="read_cases",
        query=DisclosuresQuery,
    ),
)
