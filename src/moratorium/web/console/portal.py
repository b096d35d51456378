"""The partner portal: what is addressed to a partner, in their language, on a phone first; nothing of anybody else."""

from __future__ import annotations

from datetime import date

import msgspec

from moratorium.desk import portal as desk
from moratorium.desk.cases import File
from moratorium.web.console.forms import Upload
from moratorium.web.console.language import N_
from moratorium.web.console.page import Look, Moved, Page, Result, Shown, Visit, filled
from moratorium.web.console.tables import Cell, Column, Table, Word

HOME, NOTICE, QUESTION = "/partner", "/partner/notices/{notice}", "/partner/questions/{question}"
UNDERTAKINGS = "/partner/undertakings"
FORM_BYTES = desk.MOST_FILE + 256 * 1024
RUNS_OUT = 30
"""Days before its end from which an undertaking is shown as one that runs out."""

UNDERTAKING_WORDS = {
    "end_use_statement": N_("End-use statement"),
    "no_reexport": N_("Undertaking not to re-export"),
}
STATE_WORDS = {
    "handed_in": N_("handed in; we look at it"),
    "accepted": N_("accepted"),
    "refused": N_("not accepted"),
    "ended": N_("ended"),
}


class NoticeLook(Look, frozen=True):
    """In which language.

    Attributes:
        language: Of the text; empty for that of the page.
    """

    language: str = ""


class AcknowledgeForm(msgspec.Struct, frozen=True):
    """They have read it.

    Attributes:
        name: Their name, as they type it.
        digest: Of the text that they were shown.
        question: What they ask about it.
    """

    name: str
    digest: str
    question: str = ""


class ReplyForm(msgspec.Struct, frozen=True):
    """An answer.

    Attributes:
        text: What they answer.
        name: Their name, as they type it.
    """

    text: str
    name: str


class UndertakingForm(msgspec.Struct, frozen=True, kw_only=True):
    """What is handed in.

    Attributes:
        undertaking: Which of the two.
        text: What is undertaken.
        language: Of the text.
        files: The signed file, if the text is on one.
        products: Ids of products.
        orders: Ids of orders.
        end_user: Id of the end user.
        territories: To which goods may not be re-exported.
        valid_from: First day on which it is to count.
        valid_until: First day on which it no longer does.
        signed_by: The name of who signs.
    """

    undertaking: str
    valid_from: date
    valid_until: date
    signed_by: str
    text: str = ""
    language: str = "en"
    files: tuple[Upload, ...] = ()
    products: str = ""
    orders: str = ""
    end_user: str = ""
    territories: str = ""


def portal(visit: Visit) -> Result:
    """Notices, open questions, and what was undertaken."""
    found = desk.portal(visit.home)
    return Shown(
        {
            "found": found,
            "awaited": sum(one.is_awaited for one in found.notices),
            "undertakings": _undertakings(visit, found.undertakings),
            "expiring": _expiring(found.undertakings),
        }
    )


def _expiring(found: tuple[desk.UndertakingRow, ...]) -> int:
    return sum(one.counts and one.days_left <= RUNS_OUT for one in found)


def _undertakings(visit: Visit, found: tuple[desk.UndertakingRow, ...]) -> Table:
    columns = (
        Column("what", N_("What"), lambda one: Word(UNDERTAKING_WORDS[one.kind])),
        Column("state", N_("State"), lambda one: Word(STATE_WORDS[one.state])),
        Column("from", N_("Valid from"), lambda one: one.valid_from),
        Column("until", N_("Until"), lambda one: one.valid_until),
        Column("about", N_("About"), lambda one: _about(visit, one)),
        Column("left", N_("What is to be done"), lambda one: _left(visit, one)),
        Column("number", N_("Number"), lambda one: one.id),
    )
    empty = N_(
        "You have handed in nothing yet. An end-use statement says what goods are for; an undertaking not to re-export "
        "says where they do not go. Hand one in, and we look at it."
    )
    return Table("undertakings", N_("What you undertook"), columns, found, empty)


def _about(visit: Visit, one: desk.UndertakingRow) -> Cell:
    """What it is about: goods, orders, whom, and where they do not go."""
    said = (
        visit.words("products %(ids)s", ids=one.products) if one.products else visit.words("all products"),
        visit.words("orders %(ids)s", ids=one.orders) if one.orders else visit.words("all your orders"),
        visit.words("end user %(id)s", id=one.end_user) if one.end_user else "",
        visit.words("not to %(codes)s", codes=one.territories) if one.territories else "",
    )
    return "; ".join(text for text in said if text)


def _left(visit: Visit, one: desk.UndertakingRow) -> Cell:
    """Whether it is to be renewed; nothing where it has ended."""
    if one.state != "accepted":
        return None
    if one.days_left <= 0:
        return visit.words("It has run out; hand in a new one.")
    if one.days_left <= RUNS_OUT:
        return visit.words("It runs out in %(days)s days; hand in a new one in time.", days=one.days_left)
    return None


def notice(visit: Visit) -> Result:
    """A notice, with its text and the form that acknowledges it."""
    language = visit.query.language if isinstance(visit.query, NoticeLook) else ""
    return Shown({"notice": desk.notice(visit.home, visit.path["notice"], language or visit.language)})


def acknowledge(visit: Visit) -> Result:
    """They have read it."""
    form: AcknowledgeForm = visit.form
    desk.acknowledge(visit.home, visit.path["notice"], form.name, form.digest, form.question)
    return Moved(filled(NOTICE, visit.path), visit.words("Thank you. It is on record that you have read the notice."))


def question(visit: Visit) -> Result:
    """A question, and the form that answers it."""
    found = desk.question(visit.home, visit.path["question"])
    return Shown({"asked": found, "is_over": found.until < visit.home.clock()})


def reply(visit: Visit) -> Result:
    """Answer it."""
    form: ReplyForm = visit.form
    asked = desk.question(visit.home, visit.path["question"])
    desk.reply(visit.home, asked.act, form.text, form.name)
    return Moved(HOME, visit.words("Thank you. Your answer is on its way to whoever asked."))


def undertakings(visit: Visit) -> Result:
    """What was undertaken, and the form that hands in more."""
    found = desk.portal(visit.home)
    return Shown(
        {
            "undertakings": _undertakings(visit, found.undertakings),
            "kinds": [(kind, visit.words(words)) for kind, words in UNDERTAKING_WORDS.items()],
            "today": visit.home.today(),
        }
    )


def hand_in(visit: Visit) -> Result:
    """Hand in an undertaking; a signed file stays byte for byte."""
    form: UndertakingForm = visit.form
    given = {name: getattr(form, name) for name in form.__struct_fields__ if name not in ("undertaking", "files")}
    files = [File(one.content, one.name, is_evidence=True) for one in form.files]
    id = desk.hand_in(visit.home, desk.Undertaking(form.undertaking, **given), files)
    said = visit.words("It is handed in as %(number)s. It counts once we have accepted it.", number=id)
    return Moved(UNDERTAKINGS, said)


PAGES = (
    Page("GET", HOME, "use_portal", portal, title=N_("Notices and questions to you"), template="portal/home.html.j2"),
    Page(
        "GET",
        NOTICE,
        "use_portal",
        notice,
        title=N_("A notice to you"),
        template="portal/notice.html.j2",
        query=NoticeLook,
        section=HOME,
    ),
    Page("POST", f"{NOTICE}/acknowledge", "use_portal", acknowledge, form=AcknowledgeForm, back=NOTICE),
    Page(
        "GET",
        QUESTION,
        "use_portal",
        question,
        title=N_("A question to you"),
        template="portal/question.html.j2",
        section=HOME,
    ),
    Page("POST", f"{QUESTION}/reply", "use_portal", reply, form=ReplyForm, back=QUESTION),
    Page(
        "GET",
        UNDERTAKINGS,
        "use_portal",
        undertakings,
        title=N_("Statements and undertakings"),
        template="portal/undertakings.html.j2",
        section=UNDERTAKINGS,
    ),
    Page(
        "POST",
        UNDERTAKINGS,
        "use_portal",
        hand_in,
        form=UndertakingForm,
        back=UNDERTAKINGS,
        max_bytes=FORM_BYTES,
    ),
)
