"""Orders: one with its decision as a tree, what it waits for and who says so; and the page behind a link to reply."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import msgspec

from moratorium.desk import asking, confirming, holds, looking, reading, releasing
from moratorium.desk.order_page import WholeOrder, whole_order
from moratorium.errors import ConflictError, InputError, MissingError, MoratoriumError, RefusedError
from moratorium.terms.act import holder_of
from moratorium.terms.party import spoken_role
from moratorium.web.console.acts import KIND_WORDS, act_cell
from moratorium.web.console.holds import KINDS, STATES, answer_words, order_path, said_of
from moratorium.web.console.language import N_
from moratorium.web.console.page import Look, Moved, Page, Result, Shown, Visit
from moratorium.web.console.tables import Column, Effect, Link, Money, Said, Table, Word

SHOWN, AT_ONCE = 50, 5_000
"""Orders of a page, and of a look when all go into a file."""

EFFECTS = ("allow", "hold", "deny")

ASK_STATES = {
    "open": N_("no reply yet"),
    "replied": N_("replied"),
    "taken": N_("taken as an answer"),
    "closed": N_("done with"),
}


class OrdersLook(Look, frozen=True):
    """Which orders.

    Attributes:
        effect: Only with this effect.
        id: Go to the order of this id.
    """

    effect: str = ""
    id: str = ""


class SeenForm(msgspec.Struct, frozen=True):
    """Something done about a hold as it was seen."""

    seen: int = -1


class AssignForm(SeenForm, frozen=True):
    """Who works on it."""

    to: str = ""
    note: str = ""


class CommentForm(msgspec.Struct, frozen=True):
    """A remark."""

    text: str


class ClearForm(SeenForm, frozen=True, kw_only=True):
    """A clearance."""

    question: str
    reason: str
    expires: date | None = None


class AnswerForm(SeenForm, frozen=True, kw_only=True):
    """An answer to what the order waits for."""

    question: str
    answer: str
    source: str
    expires: date | None = None


class AskForm(SeenForm, frozen=True, kw_only=True):
    """A question to the requester."""

    question: str
    address: str = ""
    party: str = ""
    note: str = ""
    language: str = "en"


class RefuseForm(SeenForm, frozen=True, kw_only=True):
    """A refusal."""

    reason: str


class NumberedForm(msgspec.Struct, frozen=True):
    """Something done about one answer, clearance or question of the order."""

    number: int
    reason: str = ""
    answer: str = ""
    source: str = ""


class ReplyForm(msgspec.Struct, frozen=True):
    """What a requester writes."""

    text: str
    name: str


# -- orders -----------------------------------------------------------------------------------------------------------


def orders(visit: Visit) -> Result:
    """A page of orders, or the one that was asked for."""
    look: OrdersLook = visit.query
    if look.id.strip():
        return Moved(order_path(look.id.strip()))
    if look.effect not in ("", *EFFECTS):
        raise InputError(f"`{look.effect[:20]}` is no effect", "effect", "allow, hold or deny")
    wanted = looking.wanted(look.effect or None, None)
    found = looking.orders(visit.home, wanted, look.cursor, SHOWN)
    columns = (
        Column("order", N_("Order"), lambda one: Link(one.key, order_path(one.key))),
        Column("effect", N_("Decision"), lambda one: Effect(one.effect)),
        Column("status", N_("State"), lambda one: Said(one.status)),
        Column("placed", N_("Placed on"), lambda one: one.placed_on),
        Column("day", N_("Decided as of"), lambda one: one.day),
        Column("act", N_("Act"), act_cell(visit)),
    )
    empty = N_("No order was decided yet. Hand one in: POST /v1/decisions, or moratorium check FILE.")
    more = found[-1].key if len(found) == SHOWN else ""
    table = Table("orders", N_("Orders as they stand"), columns, found, empty, more, lambda: _every(visit, wanted))
    return Shown({"orders": table, "effects": EFFECTS})


def _every(visit: Visit, wanted: Any) -> Iterator[Any]:
    after = ""
    while rows := looking.orders(visit.home, wanted, after, AT_ONCE):
        yield from rows
        after = rows[-1].key


def order(visit: Visit) -> Result:
    """One order: what it waits for, to everybody who reads orders; who works on it and what was said, of the queue."""
    found = whole_order(visit.home, visit.path["order"], visit.service.directory)
    key = found.order.key
    reading.note_look(visit.home, f"order:{key}", "/orders/{order:path}")
    hold = found.hold
    waits = hold.held.waits if hold else ()
    return Shown(
        {
            "found": found,
            "order": found.order,
            "key": key,
            "held": hold.held if hold else None,
            "version": hold.held.row.version if hold else -1,
            "waits": waits,
            "expects": {one.question: releasing.expects(one.kind, one.subject, one.fact) for one in waits},
            "pending": {one.cleared.row: one for one in found.clearances if one.state == "open"},
            "answered": _by_question(hold.answers if hold else ()),
            "answer_words": answer_words,
            "asks": hold.asks if hold else (),
            "our_word": {one.fact for one in hold.asks if asking.waits_for_our_word(one.fact)} if hold else set(),
            "history": _history(visit, found),
            "said_so": _said_so(visit, found) if visit.may("read_holds") else None,
            "drawn": _drawn(found),
            "events": [(one.at, one.by, one.kind, one.text) for one in reversed(found.events)],
            "kind_words": KIND_WORDS,
            "kinds": KINDS,
            "states": STATES,
            "ask_states": ASK_STATES,
            "roles": _roles(found),
            "lines": _lines(found),
            "whom": {one.question: _whom(visit, found, one) for one in waits},
            "mine": visit.person.name,
        }
    )


def _by_question(answers: Iterable[Any]) -> dict[str, list[Any]]:
    """What one person answered, by the question."""
    found: dict[str, list[Any]] = {}
    for one in answers:
        found.setdefault(one.question, []).append(one)
    return found


def _whom(visit: Visit, found: WholeOrder, wait: Any) -> str:
    """Who can tell what an order waits for: it follows from whose fact it is."""
    if "base-reference" in wait.measures:
        return visit.words("Whoever keeps our lists and registers: once they are fresh, the order is decided again.")
    if wait.kind == "clearance":
        return visit.words("Somebody of ours says whether it may go on, after asking those named in the order.")
    if wait.fact == "listed":
        return visit.words("Somebody of ours compares the party with the list entry.")
    kind, _, of = wait.subject.partition(":")
    match kind:
        case "party":
            named = (one for parties in found.order.parties.values() for one in parties if one.subject == wait.subject)
            name = next((one.names[0] for one in named if one.names), of)
            return visit.words("%(name)s, or whoever of ours sells to it.", name=name)
        case "order" if not found.more:
            return visit.words("%(name)s, who handed the order in.", name=holder_of(found.history[-1].by))
        case "order":
            return visit.words("Whoever handed the order in.")
        case "product":
            return visit.words("Whoever keeps our catalogue of products.")
    return visit.words("Whoever keeps our own files: it is asked of no customer.")


def _roles(found: WholeOrder) -> Table:
    """Who is who: role, name with our id, country as stated."""
    rows = list[tuple[str, str, str]]()
    for role, parties in found.order.parties.items():
        for party in parties:
            name = next(iter(party.names), "") or party.id or "–"
            ours = f" ({party.id})" if party.id and party.id != name else ""
            rows.append((spoken_role(role), name + ours, party.address.country or ""))
    for role, places in found.order.places.items():
        rows += [(spoken_role(role), place.city or "", place.country or "") for place in places]
    columns = (
        Column("role", N_("Role"), lambda one: Said(one[0])),
        Column("name", N_("Name"), lambda one: one[1]),
        Column("country", N_("Country as stated"), lambda one: one[2]),
    )
    return Table("roles", N_("Who and where"), columns, rows, N_("The order names nobody and no place."))


def _lines(found: WholeOrder) -> Table:
    currency = found.order.currency
    columns = (
        Column("line", N_("Line"), lambda one: one.number),
        Column("product", N_("Product"), lambda one: one.product),
        Column("quantity", N_("Pieces"), lambda one: one.quantity),
        Column("value", N_("Value"), lambda one: Money(one.value, currency), is_money=True),
    )
    return Table("lines", N_("Lines"), columns, found.order.lines)


def _history(visit: Visit, found: WholeOrder) -> Table:
    columns = (
        Column("act", N_("Act"), act_cell(visit)),
        Column("effect", N_("Decision"), lambda one: Effect(one.effect)),
        Column("stands", N_("Counts"), lambda one: Word(N_("stands")) if one.stands else None),
        Column("day", N_("Decided as of"), lambda one: one.day),
        Column("differs", N_("What was different"), lambda one: Said("; ".join(one.differs)) if one.differs else None),
        Column("by", N_("Who"), lambda one: one.by),
        Column("at", N_("When"), lambda one: one.at),
    )
    return Table("decisions", N_("Decisions, the newest first"), columns, found.history)


def _said_so(visit: Visit, found: WholeOrder) -> Table:
    columns = (
        Column("act", N_("Act"), act_cell(visit)),
        Column("fact", N_("What"), lambda one: one.fact),
        Column("value", N_("Said"), lambda one: one.value),
        Column("source", N_("Source"), lambda one: one.source),
        Column("by", N_("Who"), lambda one: " + ".join(filter(None, (one.by, one.confirmed_by)))),
        Column("expires", N_("Until"), lambda one: one.expires),
        Column("withdrawn", N_("Withdrawn by act"), lambda one: one.withdrawn),
    )
    empty = N_("Nothing was answered or cleared that bears on this order.")
    return Table("said", N_("Answers and clearances"), columns, found.said, empty)


def _drawn(found: WholeOrder) -> Table:
    columns = (
        Column("authorisation", N_("Licence"), lambda one: one.drawn.authorisation),
        Column("line", N_("Line"), lambda one: one.drawn.line),
        Column("quantity", N_("Pieces"), lambda one: one.drawn.quantity),
        Column("value", N_("Value"), lambda one: Money(one.drawn.value, one.drawn.currency), is_money=True),
        Column("by", N_("Who"), lambda one: one.by),
        Column("at", N_("When"), lambda one: one.at),
    )
    return Table("drawn", N_("Drawn from licences"), columns, found.drawn, N_("Nothing is drawn from a licence."))


# -- what people do about it ------------------------------------------------------------------------------------------


def assign(visit: Visit) -> Result:
    """Take it, hand it over, hand it back."""
    form: AssignForm = visit.form
    holds.assign(visit.home, [visit.path["order"]], form.to.strip(), form.note, form.seen)
    said = visit.words("%(name)s works on it now.", name=form.to) if form.to else visit.words("It is handed back.")
    return Moved(order_path(visit.path["order"]), said)


def comment(visit: Visit) -> Result:
    """Leave a remark."""
    holds.comment(visit.home, visit.path["order"], visit.form.text)
    return Moved(order_path(visit.path["order"]), visit.words("Your remark is written."))


def answer(visit: Visit) -> Result:
    """Answer what this order, and all others, wait for."""
    form: AnswerForm = visit.form
    given = releasing.Given(form.answer, form.source, form.expires)
    done = releasing.answer_one(
        visit.home, visit.path["order"], form.question, given, form.seen, visit.service.references
    )
    return Moved(order_path(visit.path["order"]), said_of(visit, done))


def clear(visit: Visit) -> Result:
    """Clear it."""
    form: ClearForm = visit.form
    done = releasing.clear(
        visit.home,
        visit.path["order"],
        form.question,
        form.reason,
        form.expires,
        form.seen,
        visit.service.references,
    )
    return Moved(order_path(visit.path["order"]), said_of(visit, done))


def ask(visit: Visit) -> Result:
    """Ask the requester."""
    form: AskForm = visit.form
    asking.ask(
        visit.home,
        visit.path["order"],
        form.question,
        form.address.strip(),
        form.note,
        form.language,
        form.seen,
        form.party.strip(),
    )
    return Moved(order_path(visit.path["order"]), visit.words("The question is on its way; the clock stands still."))


def refuse(visit: Visit) -> Result:
    """Refuse it."""
    form: RefuseForm = visit.form
    releasing.refuse(visit.home, visit.path["order"], form.reason, form.seen, visit.service.references)
    return Moved(order_path(visit.path["order"]), visit.words("The order is refused."))


def withdraw(visit: Visit) -> Result:
    """Take back an answer, a clearance or a refusal."""
    form: NumberedForm = visit.form
    releasing.withdraw(visit.home, form.number, form.reason, visit.service.references)
    return Moved(order_path(visit.path["order"]), visit.words("It is taken back; the question is open again."))


def confirm(visit: Visit) -> Result:
    """Confirm an answer or a clearance as the second person."""
    done = confirming.confirm(visit.home, visit.form.number, visit.service.references)
    return Moved(order_path(visit.path["order"]), said_of(visit, done))


def reject(visit: Visit) -> Result:
    """Turn down an answer or a clearance."""
    confirming.reject(visit.home, visit.form.number, visit.form.reason, visit.service.references)
    return Moved(order_path(visit.path["order"]), visit.words("It is turned down."))


def take(visit: Visit) -> Result:
    """Make a reply the answer."""
    form: NumberedForm = visit.form
    done = asking.take(visit.home, form.number, form.answer, form.source, visit.service.references)
    return Moved(order_path(visit.path["order"]), said_of(visit, done))


def close(visit: Visit) -> Result:
    """Withdraw a question to the requester, or put a reply aside."""
    asking.close(visit.home, visit.form.number, visit.form.reason)
    return Moved(order_path(visit.path["order"]), visit.words("The question is done with; the clock goes on."))


# -- the requester ----------------------------------------------------------------------------------------------------


def reply_page(visit: Visit) -> Result:
    """What is asked, to whoever has the link."""
    try:
        return Shown({"asked": asking.opened(visit.service.home, visit.path["token"]), "done": False, "problem": None})
    except (ConflictError, MissingError, RefusedError) as error:
        return _no_link(error)


def reply(visit: Visit) -> Result:
    """Take what the requester wrote."""
    form: ReplyForm = visit.form
    token = visit.path["token"]
    try:
        asked = asking.opened(visit.service.home, token)
        asking.reply(visit.service.home, token, form.text, form.name)
    except (ConflictError, MissingError, RefusedError) as error:
        return _no_link(error)
    return Shown({"asked": asked, "done": True, "problem": None})


_GONE = {ConflictError: 409, MissingError: 404, RefusedError: 410}


def _no_link(error: MoratoriumError) -> Shown:
    """Why a link opens nothing, for somebody who has no account and is not to be sent to the sign-in."""
    return Shown({"asked": None, "done": False, "problem": error.fault}, _GONE[type(error)])


def _form(name: str, permission: str, run: Any, form: type[msgspec.Struct]) -> Page:
    return Page("POST", f"/holds/{name}/{{order:path}}", permission, run, form=form, back="/orders/{order:path}")


PAGES = (
    Page(
        "GET",
        "/orders",
        "read_orders",
        orders,
        title=N_("Orders"),
        template="orders/list.html.j2",
        query=OrdersLook,
    ),
    Page(
        "GET",
        "/orders/{order:path}",
        "read_orders",
        order,
        title=N_("Order"),
        template="orders/order.html.j2",
        section="/orders",
    ),
    _form("assign", "work_on_holds", assign, AssignForm),
    _form("comment", "work_on_holds", comment, CommentForm),
    _form("answer", "answer", answer, AnswerForm),
    _form("clear", "clear", clear, ClearForm),
    _form("ask", "ask_requester", ask, AskForm),
    _form("refuse", "refuse", refuse, RefuseForm),
    _form("withdraw", "withdraw", withdraw, NumberedForm),
    _form("confirm", "confirm_clearance", confirm, NumberedForm),
    _form("reject", "confirm_clearance", reject, NumberedForm),
    _form("take", "ask_requester", take, NumberedForm),
    _form("close", "ask_requester", close, NumberedForm),
    Page("GET", "/reply/{token}", None, reply_page, title=N_("A question to you"), template="orders/reply.html.j2"),
    Page(
        "POST",
        "/reply/{token}",
        None,
        reply,
        title=N_("A question to you"),
        template="orders/reply.html.j2",
        form=ReplyForm,
        back="/reply/{token}",
    ),
)
