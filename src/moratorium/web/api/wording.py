"""Statements and notices: filled from templates, checked, read by another person, released, compared, superseded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from moratorium.desk import statements, wording
from moratorium.errors import InputError
from moratorium.web.api.looking import number_of
from moratorium.web.api.operation import Answer, Call, Operation
from moratorium.web.api.recording import done_once

Text = Annotated[str, Meta(min_length=1, max_length=20_000)]
Short = Annotated[str, Meta(min_length=1, max_length=200)]
Language = Annotated[str, Meta(min_length=2, max_length=35)]
Seen = Annotated[int, Meta(ge=0, le=10**15)]

# -- what goes in -----------------------------------------------------------------------------------------------------


class TextForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A template to be filled.

    Attributes:
        measure: Id of a measure of the adopted rulebook.
        audience: For whom, such as `public` or `partners`.
        language: Of the text.
        contact: Whom to ask.
    """

    measure: Short
    audience: Short
    language: Language = "en"
    contact: Annotated[str, Meta(max_length=200)] = ""


class CheckForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A text to be checked, without a record.

    Attributes:
        text: It.
        language: Its language.
        measure: Id of the measure that it speaks of; empty for none.
        audience: For whom it is.
    """

    text: Text
    language: Language = "en"
    measure: Annotated[str, Meta(max_length=200)] = ""
    audience: Short = "public"


class DraftForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A statement or notice to be drafted from templates.

    Attributes:
        kind: `public_statement` or `notice`.
        measure: Id of a measure of the adopted rulebook.
        audience: For whom.
        languages: In which languages.
        title: One line for your own people; it never goes out.
        release_at: Instant before which it does not go out.
        contact: Whom to ask.
        corrects: The case that it corrects.
    """

    kind: Short
    measure: Short
    audience: Short
    languages: Annotated[tuple[Language, ...], Meta(min_length=1, max_length=20)] = ("en", "nl", "zh")
    title: Annotated[str, Meta(max_length=200)] = ""
    release_at: datetime | None = None
    contact: Annotated[str, Meta(max_length=200)] = ""
    corrects: Annotated[str, Meta(max_length=40)] = ""


class AcceptForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """That you have read a text, and why what the check found may stand.

    Attributes:
        reasons: Why each hit may stand, by its id; every hit needs one.
        seen: The `last` of the case as you saw it; refused if it was changed since.
    """

    reasons: Annotated[dict[str, Annotated[str, Meta(max_length=1_000)]], Meta(max_length=500)] = {}
    seen: Seen | None = None


class MendForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Another text in the place of a version.

    Attributes:
        text: It.
        seen: The `last` of the case as you saw it; refused if it was changed since.
    """

    text: Text
    seen: Seen | None = None


class CopyForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a channel really published.

    Attributes:
        text: Its words.
        channel: Where it was published.
        seen: The `last` of the case as you saw it; refused if it was changed since.
    """

    text: Text
    channel: Annotated[str, Meta(max_length=500)] = ""
    seen: Seen | None = None


class RecipientForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody who gets it.

    Attributes:
        name: Who.
        language: In which they read.
        address: Their mail address; empty if they are told in another way.
        party: Your id of them.
    """

    name: Short
    language: Annotated[str, Meta(min_length=2, max_length=35)] = "en"
    address: Annotated[str, Meta(max_length=320)] = ""
    party: Annotated[str, Meta(max_length=500)] = ""


class RecipientsForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Recipients to be put on a statement or notice.

    Attributes:
        recipients: They; one whose party is on it already is left out.
        partners: Whether every partner who can sign in to the portal is put on it too.
        seen: The `last` of the case as you saw it; refused if it was changed since.
    """

    recipients: Annotated[tuple[RecipientForm, ...], Meta(max_length=1_000)] = ()
    partners: bool = False
    seen: Seen | None = None


class ReleaseForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """That an approved text goes out now.

    Attributes:
        seen: The `last` of the case as you saw it; refused if it was changed since.
    """

    seen: Seen | None = None


class SupersedeForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Another statement or notice in the place of one.

    Attributes:
        by: Id of the other one, which is out already.
        what_was_wrong: What was wrong, and since when that is known.
        seen: The `last` of the case as you saw it; refused if it was changed since.
    """

    by: Annotated[str, Meta(min_length=1, max_length=40)]
    what_was_wrong: Text
    seen: Seen | None = None


# -- what comes out ---------------------------------------------------------------------------------------------------


class TemplateShape(msgspec.Struct):
    """A template.

    Attributes:
        audience: For whom.
        language: Of its words.
        name: With the beginning of the digest of its text.
        headline: Its first line.
        paragraphs: The rest; `{name}` stands for a value of the measure.
    """

    audience: str
    language: str
    name: str
    headline: str
    paragraphs: tuple[str, ...]


class TemplatesShape(msgspec.Struct):
    """All templates.

    Attributes:
        templates: By audience and language.
        variables: What a template may name, and what is put there.
    """

    templates: tuple[TemplateShape, ...]
    variables: dict[str, str]


class FilledShape(msgspec.Struct):
    """A template filled.

    Attributes:
        text: Headline and paragraphs.
        language: Of the text.
        audience: For whom.
        template: Name and digest of the template.
    """

    text: str
    language: str
    audience: str
    template: str


class FoundShape(msgspec.Struct):
    """A hit of the check. It is a question: mend the text, or say why the words may stand.

    Attributes:
        id: By which a reason is given.
        rule: Id of the rule.
        title: What the rule finds.
        place: Line and column in the text, from 1.
        start: First sign in the text, from 0.
        end: The sign after the last one.
        words: What stands there.
        why: Why such words do not go out.
        mend: What to do instead.
    """

    id: str
    rule: str
    title: str
    place: str
    start: int
    end: int
    words: str
    why: str
    mend: str


class CheckedShape(msgspec.Struct):
    """A text with what the check found. That nothing was found does not mean that all is well.

    Attributes:
        text: It.
        language: Its language.
        digest: SHA-256 of the text.
        found: What was found, in the order of the text.
        rules: Beginning of the digest of the rules.
        revision: Of the measure; `none` without one.
    """

    text: str
    language: str
    digest: str
    found: tuple[FoundShape, ...]
    rules: str
    revision: str


class DraftedShape(msgspec.Struct):
    """A case that was opened.

    Attributes:
        case: Its id.
    """

    case: str


class MendedShape(msgspec.Struct):
    """A new version.

    Attributes:
        case: Of which case.
        version: Its number; it is read by another person than its author.
    """

    case: str
    version: int


class CountedShape(msgspec.Struct):
    """Recipients that were put on a case.

    Attributes:
        case: Which.
        added: How many.
    """

    case: str
    added: int


class ReleasedShape(msgspec.Struct):
    """A text that went out.

    Attributes:
        case: Which.
        letters: Letters put into the outbox.
    """

    case: str
    letters: int


class ComparedShape(msgspec.Struct):
    """A copy beside the approved text.

    Attributes:
        same: Whether it is the same, letter for letter; ends of lines aside.
        digest: SHA-256 of the copy.
        lines: Each line with a sign before it: `-` of the text, `+` of the copy, a blank for both.
    """

    same: bool
    digest: str
    lines: tuple[str, ...]


class SupersededShape(msgspec.Struct):
    """What superseding came to.

    Attributes:
        case: Which was superseded.
        state: Its state; `corrected` if everybody was told.
        letters: Letters to recipients.
        untold: Numbers of recipients who have to be told in another way.
    """

    case: str
    state: str
    letters: int
    untold: tuple[int, ...]


# -- what is done -----------------------------------------------------------------------------------------------------


def templates(call: Call) -> Answer:
    """All templates."""
    found = wording.templates(call.service.home)
    shapes = (
        TemplateShape(one.audience, one.language, one.name, one.headline, one.paragraphs)
        for _, one in sorted(found.items())
    )
    return Answer(TemplatesShape(tuple(shapes), dict(wording.VARIABLES)))


def text(call: Call) -> Answer:
    """A template filled from a measure."""
    body: TextForm = call.body
    made = wording.filled(call.service.home, body.measure, body.audience, body.language, body.contact or None)
    return Answer(FilledShape(made.text, made.language, made.audience, made.template))


def check(call: Call) -> Answer:
    """A text checked, without a record."""
    body: CheckForm = call.body
    home = call.service.home
    return Answer(_checked(wording.checked_text(home, body.text, body.language, body.measure, body.audience)))


def check_version(call: Call) -> Answer:
    """A version of a statement or notice checked."""
    return Answer(_checked(wording.checked(call.home, call.path["case"], _number(call))))


def _checked(made: wording.Checked) -> CheckedShape:
    found = (
        FoundShape(one.id, one.rule, one.title, made.place(one), one.start, one.end, one.words, one.why, one.mend)
        for one in made.found
    )
    return CheckedShape(made.text, made.language, made.digest, tuple(found), made.rules, made.revision)


def _number(call: Call) -> int:
    text = call.path["number"]
    if not text.isdecimal() or len(text) > 6:
        raise InputError(f"`{text[:20]}` is no number of a version", "number", "versions are counted from 1")
    return number_of(text, "number")


def draft(call: Call) -> Answer:
    """Draft a statement or notice from templates."""
    body: DraftForm = call.body
    if body.release_at is not None and body.release_at.tzinfo is None:
        raise InputError("the instant has no zone", "release_at", "write it as 2022-04-26T09:00:00+00:00")
    hour = body.release_at.isoformat() if body.release_at else ""
    wanted = statements.Drafted(
        body.kind, body.measure, body.audience, body.languages, body.title, hour, body.contact or None, body.corrects
    )
    return done_once(call, lambda: DraftedShape(statements.draft(call.home, wanted, call.key.role)))


def accept(call: Call) -> Answer:
    """Put on record that a version was read, and why each hit may stand."""
    body: AcceptForm = call.body
    number = _number(call)
    return done_once(
        call, lambda: _checked(wording.accept(call.home, call.path["case"], number, body.reasons, body.seen))
    )


def mend(call: Call) -> Answer:
    """Put another text in the place of a version."""
    body: MendForm = call.body
    id, number = call.path["case"], _number(call)
    return done_once(call, lambda: MendedShape(id, wording.mend(call.home, id, number, body.text, body.seen)))


def copy(call: Call) -> Answer:
    """Hold what a channel published against the approved text."""
    body: CopyForm = call.body
    id, number = call.path["case"], _number(call)

    def work() -> ComparedShape:
        made = statements.compare_copy(call.home, id, number, body.text.encode(), body.channel, body.seen)
        return ComparedShape(made.is_same, made.digest, tuple(f"{sign} {line}" for sign, line in made.lines))

    return done_once(call, work)


def recipients(call: Call) -> Answer:
    """Put recipients on a statement or notice."""
    body: RecipientsForm = call.body
    id = call.path["case"]
    wanted = [statements.Recipient(one.name, one.language, one.address, one.party) for one in body.recipients]

    def work() -> CountedShape:
        found = [*wanted, *(statements.partner_recipients(call.home) if body.partners else ())]
        return CountedShape(id, statements.add_recipients(call.home, id, found, body.seen))

    return done_once(call, work)


def release(call: Call) -> Answer:
    """Send an approved text out now."""
    body: ReleaseForm = call.body
    id = call.path["case"]
    return done_once(
        call, lambda: ReleasedShape(id, statements.release(call.home, id, body.seen, call.key.role).letters)
    )


def supersede(call: Call) -> Answer:
    """Put another statement or notice in the place of one."""
    body: SupersedeForm = call.body
    id = call.path["case"]

    def work() -> SupersededShape:
        done = statements.supersede(call.home, id, body.by, body.what_was_wrong, body.seen, call.key.role)
        return SupersededShape(id, done.state, done.letters, done.untold)

    return done_once(call, work)


def _on_case(
    path: str,
    summary: str,
    run: Callable[[Call], Answer],
    answers: type,
    body: Any,
    example: Any,
    description: str = "",
) -> Operation:
    """An operation that changes a statement or notice."""
    return Operation(
        "POST",
        f"/v1/cases/{{case}}/{path}",
        summary,
        run,
        answers=(answers,),
        permission="work_cases",
        description=description,
        body=body,
        example=example,
        statuses=(404, 409),
        takes_key=True,
    )


OPERATIONS = (
    Operation(
        "GET",
        "/v1/statement-templates",
        "Templates of statements and notices, and what they may name",
        templates,
        answers=(TemplatesShape,),
        permission="read_cases",
        has_etag=True,
    ),
    Operation(
        "POST",
        "/v1/statement-texts",
        "Fill a template from a measure, without a record",
        text,
        answers=(FilledShape,),
        permission="read_cases",
        body=TextForm,
        example={"measure": "OWN-2022-04-26-RU-UA", "audience": "public", "language": "nl"},
        statuses=(404,),
    ),
    Operation(
        "POST",
        "/v1/wording-checks",
        "Check the words of a text, without a record",
        check,
        answers=(CheckedShape,),
        permission="read_cases",
        description="Every hit is a question. That nothing was found does not mean that all is well.",
        body=CheckForm,
        example={"text": "We suspend our business because Russia attacked Ukraine.", "language": "en"},
        statuses=(404,),
    ),
    Operation(
        "POST",
        "/v1/statements",
        "Draft a statement or notice from templates, a text in each language",
        draft,
        answers=(DraftedShape,),
        permission="work_cases",
        body=DraftForm,
        example={
            "kind": "public_statement",
            "measure": "OWN-2022-04-26-RU-UA",
            "audience": "public",
            "release_at": "2022-04-26T09:00:00+00:00",
        },
        statuses=(404,),
        takes_key=True,
    ),
    Operation(
        "GET",
        "/v1/cases/{case}/versions/{number}/check",
        "What the check finds in a version of a statement or notice",
        check_version,
        answers=(CheckedShape,),
        permission="read_cases",
        statuses=(404,),
    ),
    _on_case(
        "versions/{number}/acceptance",
        "Put on record that you have read a version, and why what was found may stand",
        accept,
        CheckedShape,
        AcceptForm,
        {"reasons": {"truth:64-68": "a saying, no promise"}},
        "Another person than the author reads it. Every hit needs a reason; without them nothing is recorded, and "
        "`faults` names each.",
    ),
    _on_case(
        "versions/{number}/mending",
        "Put another text in the place of a version; it is then read again",
        mend,
        MendedShape,
        MendForm,
        {"text": "A pause\n\nWe pause our business in two countries."},
    ),
    _on_case(
        "versions/{number}/copy",
        "Hold what a channel really published against the approved text",
        copy,
        ComparedShape,
        CopyForm,
        {"text": "A pause\n\nWe stop our business in two countries.", "channel": "a network"},
    ),
    _on_case(
        "recipients",
        "Put recipients on a statement or notice",
        recipients,
        CountedShape,
        RecipientsForm,
        {"recipients": [{"name": "De Vries Drones (example)", "language": "nl", "address": "info@dealer.example"}]},
    ),
    _on_case(
        "release",
        "Send an approved text out now; not before its hour",
        release,
        ReleasedShape,
        ReleaseForm,
        {},
        "Refused (403) before `release_at`, and if the measure was changed since the words were checked.",
    ),
    _on_case(
        "superseding",
        "Put another statement or notice in the place of one; its recipients are told",
        supersede,
        SupersededShape,
        SupersedeForm,
        {"by": "PS-2022-0002", "what_was_wrong": "The signals are not encrypted; known since 28 April 2022."},
    ),
)
