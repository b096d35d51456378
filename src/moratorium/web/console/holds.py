"""The queue of holds: what waits, by question and by order; what an answer would do before it is given."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec

from moratorium.desk import confirming, hold_rules, holds, releasing
from moratorium.errors import Fault, InputError
from moratorium.web.console.language import N_
from moratorium.web.console.page import Look, Moved, Page, Result, Shown, Visit, filled
from moratorium.web.console.screening import party_path
from moratorium.web.console.tables import Cell, Column, Effect, Link, Money, Said, Table, Word, Worth, worth_of

SHOWN = 50
_QUESTIONS = 12
_IN_FILE = 10_000

NOBODY = "-"
"""In the query, for orders that nobody has taken: an empty text takes all."""

KINDS = {"answer": N_("a fact is missing"), "clearance": N_("our word")}
STATES = {"open": N_("open"), "confirmed": N_("confirmed"), "rejected": N_("rejected")}


class HoldsLook(Look, frozen=True):
    """Which held orders.

    Attributes:
        question: Only those that wait for it.
        assignee: Only those of a person; a dash for those of nobody.
        territory: Only those that go there.
        days: Only those held for more days.
        currency: With ``above``.
        above: Only those worth more.
        late: ``yes`` for those alone that are late.
        by: Questions by ``orders``, or by ``age``.
    """

    question: str = ""
    assignee: str = ""
    territory: str = ""
    days: str = ""
    currency: str = ""
    above: str = ""
    late: str = ""
    by: str = "orders"


class GivenForm(msgspec.Struct, frozen=True):
    """What would be said to a question."""

    source: str
    answer: str = "yes"
    expires: date | None = None


class ReleaseForm(msgspec.Struct, frozen=True):
    """What is said to a question, as it was previewed."""

    preview: str
    source: str
    answer: str = "yes"
    expires: date | None = None


class ReasonForm(msgspec.Struct, frozen=True):
    """Why."""

    reason: str


class RulesForm(msgspec.Struct, frozen=True):
    """Rules for holds."""

    text: str


# -- the queue --------------------------------------------------------------------------------------------------------


def queue(visit: Visit) -> Result:
    """Questions on top, held orders below."""
    look: HoldsLook = visit.query
    wanted = _wanted(visit, look)
    found, more = holds.queue(visit.home, wanted, _place(look.cursor), SHOWN)
    values = {
        "orders": _orders(visit, wanted, found, more),
        "questions": _questions(visit, look) if not look.question else None,
        "question": _question_of(visit, look.question),
        "total": holds.counted(visit.home, wanted, _IN_FILE),
        "most": _IN_FILE,
        "assignees": holds.assignees(visit.home),
        "territories": tuple(holds.destinations(visit.home)),
        "nobody": NOBODY,
        "has_clock": holds.has_clock(visit.home),
        "open": len(releasing.open_clearances(visit.home)),
        "answered": len(confirming.open_answers(visit.home)),
        "replies": len(holds.replies(visit.home)),
        "kinds": KINDS,
    }
    return Shown(values)


def _wanted(visit: Visit, look: HoldsLook) -> Any:
    assignee = None if not look.assignee else "" if look.assignee == NOBODY else look.assignee
    older = None if not look.days else timedelta(days=_whole(look.days))
    above = None
    if look.above or look.currency:
        above = (look.currency.strip().upper(), _amount(look.above or "0"))
    where, is_late = look.territory or None, look.late == "yes"
    return holds.filter_of(visit.home, look.question or None, assignee, where, older, above, is_late)


def _whole(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > 5:
        raise InputError.of([Fault(f"`{text[:20]}` is no number of days", "days", "write a whole number")])
    return int(text)


def _amount(text: str) -> Decimal:
    try:
        found = Decimal(text.replace(" ", ""))
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or abs(found) > Decimal(10) ** 12:
        raise InputError.of([Fault(f"`{text[:20]}` is no amount", "above", "write a number")])
    return found


def _place(cursor: str) -> tuple[datetime, str] | None:
    if not cursor:
        return None
    since, _, key = cursor.partition("|")
    try:
        return datetime.fromisoformat(since), key
    except ValueError:
        raise InputError("this is no page", "cursor", "begin at the first one") from None


def _cursor(place: Any) -> str:
    return "" if place is None else f"{place[0].isoformat()}|{place[1]}"


def _orders(visit: Visit, wanted: Any, found: Iterable[Any], more: Any) -> Table:
    now = visit.home.clock()
    columns = (
        Column("order", N_("Order"), lambda one: Link(one.row.order_key, order_path(one.row.order_key))),
        Column("waits", N_("Waits for"), lambda one: Said("; ".join(dict.fromkeys(wait.text for wait in one.waits)))),
        Column("days", N_("Days"), lambda one: max(0, (now - one.row.since).days)),
        Column("due", N_("Due"), lambda one: one.due),
        Column("state", N_("State"), _state),
        Column("destination", N_("To"), lambda one: one.row.country),
        Column("value", N_("Value"), lambda one: Money(one.row.value, one.row.currency), is_money=True),
        Column("assignee", N_("Who works on it"), lambda one: one.row.assignee),
    )
    empty = N_(
        "No order is held here. When a measure lacks a fact, or wants a person's word, the order stands here with what "
        "would settle it."
    )

    def every() -> Iterable[Any]:
        rows, _ = holds.queue(visit.home, wanted, None, _IN_FILE)
        return rows

    return Table(
        "holds", N_("Held orders, the one held longest first"), columns, tuple(found), empty, _cursor(more), every
    )


def _state(one: Any) -> Word | None:
    if one.asked is not None:
        return Word(N_("asked outside: the clock stands still"))
    if one.is_late:
        return Word(N_("late"))
    return Word(N_("two people")) if one.needs_two else None


def order_path(key: str) -> str:
    """Address of an order's page."""
    return filled("/orders/{order:path}", {"order": key})


def _questions(visit: Visit, look: HoldsLook) -> Table:
    find = holds.oldest_questions if look.by == "age" else holds.questions
    found, _ = find(visit.home, None, _QUESTIONS)
    now = visit.home.clock()
    columns = (
        Column("question", N_("Question"), lambda one: Link(Said(one.text), f"/holds/question/{one.name}")),
        Column("about", N_("About"), about_of(visit)),
        Column("kind", N_("What settles it"), lambda one: Word(KINDS[one.kind])),
        Column("orders", N_("Orders"), lambda one: Link(str(one.orders), f"/holds?question={one.name}")),
        Column("order", N_("Oldest order"), oldest_order),
        Column("days", N_("Days"), lambda one: max(0, (now - one.since).days)),
        Column("worth", N_("Value"), lambda one: worth_of(one.worth)),
    )

    def every() -> Iterable[Any]:
        rows, _ = holds.questions(visit.home, None, _IN_FILE)
        return rows

    caption = N_("What held orders wait for")
    return Table("questions", caption, columns, found, N_("Nothing waits for an answer."), every=every)


def about_of(visit: Visit) -> Callable[[Any], Cell]:
    """Whose fact each question asks for: what is asked in the same words of several stands in a row for each.

    Of what waits for our word alone, it is the measure.
    """
    leads = visit.may("read_parties")

    def about(one: Any) -> Cell:
        if one.kind == "clearance":
            measure = str(one.fact.partition("@")[0])
            return Link(measure, f"/measures/{measure}") if visit.may("read_measures") else measure
        kind, _, name = str(one.subject).partition(":")
        order, at, _ = name.partition("@party")
        if kind == "order" and at:
            return Link(Said(f"the customer of {order}"), order_path(order))
        if kind == "order":
            return Link(name.replace("#", " #"), order_path(name.partition("#")[0]))
        if kind == "party" and leads:
            return Link(name, party_path(one.subject))
        return name or Said("our own entities")

    return about


def oldest_order(one: Any) -> Cell:
    """The order that has waited longest for a question."""
    return Link(one.order_key, order_path(one.order_key))


def _question_of(visit: Visit, name: str) -> Any:
    return holds.question(visit.home, name) if name else None


# -- one question -----------------------------------------------------------------------------------------------------


def question(visit: Visit) -> Result:
    """A question, how many wait for it, and the form that settles it for all."""
    found = holds.question(visit.home, visit.path["name"])
    wanted = holds.filter_of(visit.home, found.name)
    shown, _ = holds.queue(visit.home, wanted, None, _QUESTIONS)
    return Shown(
        {
            "question": found,
            "orders": _orders(visit, wanted, shown, None),
            "worth": worth_of(found.worth),
            "kinds": KINDS,
            "expected": expected(found),
            "is_of_match": found.fact == "listed",
        }
    )


def expected(found: Any) -> str:
    """What an answer looks like, in words."""
    return releasing.expects(found.kind, found.subject, found.fact)


def preview(visit: Visit) -> Result:
    """What the answer would do; nothing is recorded."""
    form: GivenForm = visit.form
    name = visit.path["name"]
    given = releasing.Given(form.answer, form.source, form.expires)
    found = releasing.preview(visit.home, name, given, visit.service.references)
    columns = (
        Column("order", N_("Order"), lambda one: Link(one.order, order_path(one.order))),
        Column("effect", N_("Would become"), lambda one: Effect(one.effect)),
        Column("two", N_("Takes two people"), lambda one: Word(N_("yes")) if one.needs_two else None),
        Column("left", N_("Would still wait for"), lambda one: Said("; ".join(one.left)) if one.left else None),
        Column("value", N_("Value"), lambda one: Money(one.value, one.currency), is_money=True),
    )
    table = Table("preview", N_("Every order that waits for this"), columns, found.orders)
    return Shown({"found": found, "given": form, "orders": table, "worth": _sum(found.released), "name": name})


def _sum(orders: Iterable[Any]) -> Worth:
    worth: dict[str, Decimal] = {}
    for one in orders:
        if one.currency is not None and one.value is not None:
            worth[one.currency] = worth.get(one.currency, Decimal(0)) + one.value
    return worth_of(worth)


def release(visit: Visit) -> Result:
    """Do what was previewed."""
    form: ReleaseForm = visit.form
    given = releasing.Given(form.answer, form.source, form.expires)
    done = releasing.release(visit.home, visit.path["name"], given, form.preview, visit.service.references)
    return Moved("/holds", said_of(visit, done))


def said_of(visit: Visit, done: releasing.Done) -> str:
    """What was done, in words."""
    if done.proposals and done.proposals == done.acts and not done.decided:
        return visit.words("The clearance waits for a second person.")
    went_on = sum(after == "allow" for _, _, after in done.changed)
    said = visit.words(
        "It is recorded; %(went)s orders go on, %(all)s were decided again.", went=went_on, all=done.decided
    )
    return f"{said} {visit.words('The rest waits for a second person.')}" if done.proposals else said


# -- clearances that wait, replies, rules -----------------------------------------------------------------------------


def clearances(visit: Visit) -> Result:
    """Clearances and answers that wait for a second person, and replies that nobody has taken."""
    columns = (
        Column("number", N_("Number"), lambda one: one.act),
        Column("order", N_("Order"), lambda one: Link(one.cleared.order, order_path(one.cleared.order))),
        Column("measure", N_("Measure"), lambda one: Link(one.cleared.measure, f"/measures/{one.cleared.measure}")),
        Column("reason", N_("Reason"), lambda one: one.cleared.reason),
        Column("by", N_("Proposed by"), lambda one: one.by),
        Column("at", N_("When"), lambda one: one.at),
    )
    found = releasing.open_clearances(visit.home)
    empty = N_("No clearance waits for a second person. Above the set value, one person proposes and another confirms.")
    table = Table("clearances", N_("Clearances that wait for a second person"), columns, found, empty)
    answers = _answers(visit)
    asked = (
        Column("order", N_("Order"), lambda one: Link(one.order_key, order_path(one.order_key))),
        Column("question", N_("Question"), lambda one: Said(one.question)),
        Column("reply", N_("Reply"), lambda one: one.reply or ""),
        Column("name", N_("By"), lambda one: one.name or ""),
        Column("at", N_("Replied"), lambda one: one.ended),
    )
    none = N_("No reply of a requester waits. A reply moves nothing until somebody takes it as an answer.")
    replies = Table("replies", N_("Replies that nobody has taken yet"), asked, holds.replies(visit.home), none)
    return Shown(
        {"clearances": table, "answers": answers, "replies": replies, "found": found, "answer_words": answer_words}
    )


def _answers(visit: Visit) -> Table:
    columns = (
        Column("number", N_("Number"), lambda one: one.act),
        Column("order", N_("Order"), lambda one: Link(one.order, order_path(one.order))),
        Column("question", N_("Question"), lambda one: Link(Said(one.text), f"/holds/question/{one.question}")),
        Column("answer", N_("Answer"), lambda one: Said(answer_words(one))),
        Column("source", N_("Source"), lambda one: one.said.source),
        Column("by", N_("Answered by"), lambda one: one.by),
        Column("at", N_("When"), lambda one: one.at),
    )
    empty = N_(
        "No answer waits for a second person. An order above the set value goes on when two people gave the same "
        "answer."
    )
    caption = N_("Answers that wait for a second person")
    return Table("answers", caption, columns, confirming.open_answers(visit.home), empty)


def answer_words(one: Any) -> str:
    """What somebody answered, with the list entries that it is about."""
    return " ".join((one.said.value, *(f"({entry})" for entry in one.entries)))


def confirm(visit: Visit) -> Result:
    """Confirm an answer or a clearance as the second person."""
    done = confirming.confirm(visit.home, _number(visit), visit.service.references)
    return Moved("/holds/clearances", said_of(visit, done))


def reject(visit: Visit) -> Result:
    """Turn down an answer or a clearance."""
    confirming.reject(visit.home, _number(visit), visit.form.reason, visit.service.references)
    return Moved("/holds/clearances", visit.words("It is turned down."))


def _number(visit: Visit) -> int:
    text = visit.path["number"]
    if not text.isascii() or not text.isdecimal() or len(text) > 18:
        raise InputError(f"`{text[:40]}` is no number")
    return int(text)


def rules(visit: Visit) -> Result:
    """The rules for holds."""
    return Shown({"text": hold_rules.rules_text(visit.home)})


def keep_rules(visit: Visit) -> Result:
    """Put rules in force."""
    hold_rules.keep_rules(visit.home, visit.form.text)
    return Moved("/holds/rules", visit.words("The rules are in force."))


PAGES = (
    Page("GET", "/holds", "read_holds", queue, title=N_("Holds"), template="holds/queue.html.j2", query=HoldsLook),
    Page(
        "GET",
        "/holds/question/{name}",
        "read_holds",
        question,
        title=N_("Question"),
        template="holds/question.html.j2",
        section="/holds",
    ),
    Page(
        "POST",
        "/holds/preview/{name}",
        "release",
        preview,
        title=N_("What this would do"),
        template="holds/preview.html.j2",
        form=GivenForm,
        back="/holds/question/{name}",
        section="/holds",
    ),
    Page("POST", "/holds/release/{name}", "release", release, form=ReleaseForm, back="/holds/question/{name}"),
    Page(
        "GET",
        "/holds/clearances",
        "read_holds",
        clearances,
        title=N_("Waiting for a second person"),
        template="holds/clearances.html.j2",
        section="/holds",
    ),
    Page("POST", "/holds/clearances/{number}/confirm", "confirm_clearance", confirm, back="/holds/clearances"),
    Page(
        "POST",
        "/holds/clearances/{number}/reject",
        "confirm_clearance",
        reject,
        form=ReasonForm,
        back="/holds/clearances",
    ),
    Page(
        "GET",
        "/holds/rules",
        "read_hold_rules",
        rules,
        title=N_("Rules for holds"),
        template="holds/rules.html.j2",
        section="/holds",
    ),
    Page("POST", "/holds/rules", "keep_hold_rules", keep_rules, form=RulesForm, back="/holds/rules"),
)
