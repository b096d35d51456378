"""Statements and notices: all of them, drafted from templates; on their case the words with what the check found."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

from moratorium.desk import statements as desk
from moratorium.desk import wording
from moratorium.desk.cases import Shown as ShownCase
from moratorium.desk.release_guard import OUT, release_at
from moratorium.errors import Fault, InputError
from moratorium.terms.eyes import are_two_people
from moratorium.web.console.case_words import KIND_WORDS, state_word
from moratorium.web.console.cases import case_path
from moratorium.web.console.forms import Fields
from moratorium.web.console.language import LANGUAGES, N_
from moratorium.web.console.page import Moved, Page, Result, Shown, Visit
from moratorium.web.console.tables import Column, Link, Table, Word

CASE = "/cases/{case}"

RULE_WORDS = {
    "cause": N_("A state as a cause"),
    "conflict": N_("A judgement on a conflict"),
    "sides": N_("A side is taken"),
    "law": N_("A law is cited"),
    "truth": N_("More than we can know"),
    "confirmed": N_("Confirmed, where the register says otherwise"),
    "endless": N_("Without an end"),
    "open_end": N_("Open end, and the measure has one"),
    "ground": N_("Words of the internal ground"),
    "name": N_("A name or an id of ours"),
    "date": N_("A day that the measure does not have"),
    "hidden": N_("A sign that cannot be seen"),
}
"""Rules that ship, for people; rules of your own are told as they are written."""

AUDIENCE_WORDS = {
    "public": N_("Everybody: the press page"),
    "partners": N_("Dealers and service partners"),
    "customers": N_("Customers"),
    "staff": N_("Our own people"),
    "authority": N_("An authority"),
}
"""Audiences that there are templates for from the start."""

_KINDS = {kind: KIND_WORDS[kind] for kind in wording.KINDS}


# -- all of them ------------------------------------------------------------------------------------------------------

_COLUMNS = (
    Column("case", N_("Case"), lambda one: Link(one.id, case_path(one.id))),
    Column("title", N_("Title"), lambda one: one.title),
    Column("kind", N_("Kind"), lambda one: Word(KIND_WORDS[one.kind])),
    Column("state", N_("State"), lambda one: Word(state_word(one.state))),
    Column("languages", N_("Languages"), lambda one: ", ".join(one.languages)),
    Column("unread", N_("Texts to be read"), lambda one: one.unread or None),
    Column("release_at", N_("Not before"), lambda one: one.release_at),
    Column("released_at", N_("Released at"), lambda one: one.released_at),
)


def statements(visit: Visit) -> Result:
    """Statements and notices, the newest first."""
    rows = desk.listed(visit.home)
    table = Table(
        "statements",
        N_("Statements and notices"),
        _COLUMNS,
        rows,
        empty=N_(
            "There are none yet. Draft one from a measure: the templates give a text in each language, the check looks "
            "for what must not go out, another person reads it, a third approves it, and it goes out at its hour."
        ),
    )
    held = [one for one in rows if one.held]
    return Shown({"statements": table, "held": held, "unread": sum(one.unread for one in rows)})


class DraftForm(msgspec.Struct, frozen=True):
    """A statement or notice to be drafted."""

    kind: str
    measure: str
    audience: str
    languages: tuple[str, ...] = ()
    release_at: str = ""
    contact: str = ""
    title: str = ""
    corrects: str = ""


def new(visit: Visit) -> Result:
    """The form of a draft."""
    audiences = sorted({audience for audience, _ in wording.templates(visit.home)})
    values = {
        "kinds": [(kind, visit.words(word)) for kind, word in _KINDS.items()],
        "measures": desk.spoken_of(visit.home),
        "audiences": [(one, visit.words(AUDIENCE_WORDS.get(one, one))) for one in audiences],
        "languages": LANGUAGES,
    }
    return Shown(values)


def draft(visit: Visit) -> Result:
    """Draft it; the texts are on its case."""
    form: DraftForm = visit.form
    if not form.languages:
        raise InputError("no language is chosen", "languages", "choose one at least")
    wanted = desk.Drafted(
        form.kind,
        form.measure,
        form.audience,
        form.languages,
        form.title,
        _hour(form.release_at),
        form.contact or None,
        form.corrects,
    )
    id = desk.draft(visit.home, wanted, visit.person.role)
    return Moved(case_path(id), visit.words("It is drafted. Another person reads the texts now."))


def _hour(text: str) -> str:
    """An instant as a browser sends it; in UTC."""
    if not text:
        return ""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise InputError(f"`{text[:40]}` is no instant", "release_at", "write it as 2022-04-26T09:00") from None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).isoformat()


# -- on its case ------------------------------------------------------------------------------------------------------


def section(visit: Visit, found: ShownCase) -> Mapping[str, Any]:
    """The texts of a case with what the check finds in each, and what can be done with them."""
    case = found.case
    is_draft = case.state == "drafted"
    texts = [_text(visit, found, number) for number in wording.current(case)]
    hour = release_at(case)
    now = visit.home.clock()
    is_out = bool(case.takers.get(OUT[case.kind]))
    return {
        "texts": texts,
        "is_draft": is_draft,
        "may_add_partners": case.kind == "notice" and case.state in ("drafted", "approved"),
        "hour": hour,
        "is_due": hour is None or hour <= now,
        "is_approved": case.state == "approved",
        "held": case.fields.get("held", "") if case.state == "approved" else "",
        "is_out": is_out,
        "may_be_superseded": any(one.step.name == "supersede" for one in found.options),
        "is_press": case.kind == "public_statement" and is_out,
        "rule_words": RULE_WORDS,
    }


def _text(visit: Visit, found: ShownCase, number: int) -> Mapping[str, Any]:
    stated = found.case.parts_of(wording.VERSION)[number]
    author = wording.author_of(found.case, number)
    if not stated.get("text"):
        return {"number": number, "language": stated.get("language", "en"), "checked": None}
    made = wording.checked(visit.home, found.case.id, number)
    is_read = stated.get("checked_digest") == made.digest and stated.get("measure_revision") == made.revision
    return {
        "number": number,
        "language": made.language,
        "named": LANGUAGES.get(made.language, made.language),
        "checked": made,
        "template": stated.get("template", ""),
        "author": author,
        "is_own": not are_two_people(author, visit.home.actor),
        "is_read": is_read,
        "is_stale": bool(stated.get("checked_digest")) and not is_read,
        "read_by": stated.get("checked_by", ""),
        "said": stated.get("wording_check", ""),
        "copy_digest": stated.get("copy_digest", ""),
        "copy_words": stated.get("copy_words", ""),
    }


class AcceptForm(msgspec.Struct, frozen=True):
    """That a version was read; a field ``reason.ID`` for each hit."""

    seen: int
    fields: Fields


class MendForm(msgspec.Struct, frozen=True):
    """Another text in the place of a version."""

    seen: int
    text: str


class CopyForm(msgspec.Struct, frozen=True):
    """What a channel published."""

    seen: int
    copy: str
    channel: str = ""


class SeenForm(msgspec.Struct, frozen=True):
    """A button, of a case as it was seen."""

    seen: int


class SupersedeForm(msgspec.Struct, frozen=True):
    """Another one in the place of this one."""

    seen: int
    by: str
    what_was_wrong: str


_REASON = "reason."


def accept(visit: Visit) -> Result:
    """Put on record that a version was read."""
    form: AcceptForm = visit.form
    id, number = visit.path["case"], _number(visit)
    words = form.fields.words
    reasons = {name.removeprefix(_REASON): texts[-1] for name, texts in words.items() if name.startswith(_REASON)}
    try:
        wording.accept(visit.home, id, number, reasons, form.seen)
    except InputError as error:
        raise InputError.of([_beside(one) for one in error.faults]) from error
    return Moved(case_path(id), visit.words("It is on record that you have read version %(number)s.", number=number))


def _beside(fault: Fault) -> Fault:
    return fault._replace(at=f"{_REASON}{fault.at}")


def mend(visit: Visit) -> Result:
    """Put another text in the place of a version."""
    form: MendForm = visit.form
    id = visit.path["case"]
    new = wording.mend(visit.home, id, _number(visit), form.text, form.seen)
    return Moved(case_path(id), visit.words("It is version %(number)s now; another person reads it.", number=new))


def copy(visit: Visit) -> Result:
    """Hold what a channel published against the text."""
    form: CopyForm = visit.form
    id = visit.path["case"]
    made = desk.compare_copy(visit.home, id, _number(visit), form.copy.encode(), form.channel, form.seen)
    said = N_("The copy is the same, letter for letter.") if made.is_same else N_("The copy differs; see the text.")
    return Moved(case_path(id), visit.words(said))


def add_partners(visit: Visit) -> Result:
    """Put every partner who can sign in on a notice."""
    form: SeenForm = visit.form
    id = visit.path["case"]
    added = desk.add_recipients(visit.home, id, desk.partner_recipients(visit.home), form.seen)
    return Moved(case_path(id), visit.words("Partners added: %(count)s.", count=added))


def release(visit: Visit) -> Result:
    """Send an approved text out now."""
    form: SeenForm = visit.form
    id = visit.path["case"]
    done = desk.release(visit.home, id, form.seen, visit.person.role)
    return Moved(
        case_path(id), visit.words("It is out; letters that wait for the worker: %(count)s.", count=done.letters)
    )


def supersede(visit: Visit) -> Result:
    """Put another one in the place of this one; its recipients are told."""
    form: SupersedeForm = visit.form
    id = visit.path["case"]
    done = desk.supersede(visit.home, id, form.by, form.what_was_wrong, form.seen, visit.person.role)
    said = N_("It is superseded. Letters: %(count)s; recipients to be told in another way: %(open)s.")
    return Moved(case_path(id), visit.words(said, count=done.letters, open=len(done.untold)))


def _number(visit: Visit) -> int:
    text = visit.path["number"]
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else 0


PAGES = (
    Page(
        "GET",
        "/statements",
        "read_cases",
        statements,
        title=N_("Statements and notices"),
        template="wording/list.html.j2",
        section="/statements",
    ),
    Page(
        "GET",
        "/statements/new",
        "work_cases",
        new,
        title=N_("Draft a statement or notice"),
        template="wording/new.html.j2",
        section="/statements",
    ),
    Page("POST", "/statements/new", "work_cases", draft, form=DraftForm, back="/statements/new"),
    Page("POST", "/cases/{case}/wording/{number}/accept", "work_cases", accept, form=AcceptForm, back=CASE),
    Page("POST", "/cases/{case}/wording/{number}/mend", "work_cases", mend, form=MendForm, back=CASE),
    Page("POST", "/cases/{case}/wording/{number}/copy", "work_cases", copy, form=CopyForm, back=CASE),
    Page("POST", "/cases/{case}/wording/partners", "work_cases", add_partners, form=SeenForm, back=CASE),
    Page("POST", "/cases/{case}/wording/release", "work_cases", release, form=SeenForm, back=CASE),
    Page("POST", "/cases/{case}/wording/supersede", "work_cases", supersede, form=SupersedeForm, back=CASE),
)
