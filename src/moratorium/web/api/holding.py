"""Holds: what waits for a decision, who works on it, and how it ends. The same use cases as in the console."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Annotated, Any, Literal, TypeVar

import msgspec
from msgspec import Meta

from moratorium.desk import asking, confirming, hold_rules, holds, releasing
from moratorium.errors import ConflictError, InputError
from moratorium.web.api.hold_shapes import (
    ActsOfShape,
    AskShape,
    AsksShape,
    ClearanceShape,
    ClearancesShape,
    DoneShape,
    EventShape,
    ForeseenShape,
    HoldShape,
    HoldsShape,
    MovedShape,
    PreviewShape,
    QueuedShape,
    QueueShape,
    RulesShape,
    SentShape,
    WaitingAnswerShape,
    WaitingAnswersShape,
    WaitShape,
    WholeHoldShape,
)
from moratorium.web.api.looking import Page, cursor_of, number_of, place_of
from moratorium.web.api.operation import Answer, Call, Operation, Run
from moratorium.web.api.problems import StatusError
from moratorium.web.api.recording import Word, Words, done_once
from moratorium.web.api.shapes import NumberShape

T = TypeVar("T")

Hours = Annotated[int, Meta(ge=0, le=100_000)]


class QueueQuery(Page, frozen=True, forbid_unknown_fields=True):
    """Which questions.

    Attributes:
        by: Which comes first: the one that most orders wait for, or the one waited for longest.
        kind: Only facts that are missing, or only clearances.
        cursor: The `next` of the page before.
        limit: At most so many.
    """

    by: Literal["orders", "age"] = "orders"
    kind: Literal["answer", "clearance"] | None = None


class HoldsQuery(Page, frozen=True, forbid_unknown_fields=True):
    """Which held orders.

    Attributes:
        question: Only those that wait for it: its name.
        assignee: Only those of a person; empty for those of nobody.
        territory: Only those that go there: a code, or as orders state it.
        older_than: Only those held for more hours than this.
        currency: With `above`: only orders in this currency.
        above: With `currency`: only orders worth more than this.
        late: Only those that are late by the rules.
        cursor: The `next` of the page before.
        limit: At most so many.
    """

    question: str | None = None
    assignee: str | None = None
    territory: str | None = None
    older_than: Hours | None = None
    currency: str | None = None
    above: Decimal | None = None
    late: bool = False


class HoldQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which order.

    Attributes:
        activity: Which of several orders with this id.
    """

    activity: str | None = None


class AssignForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who works on it from now on.

    Attributes:
        to: Name as it stands in acts; empty hands it back to the queue.
        note: Why, for people.
    """

    to: Annotated[str, Meta(max_length=63)]
    note: Annotated[str, Meta(max_length=4_000)] = ""


class CommentForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A remark for colleagues.

    Attributes:
        text: What they need to know.
    """

    text: Words


class AskForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A question to the requester, sent by mail with a link to reply, or put into the partner portal, or both.

    Attributes:
        question: Name of what the order waits for.
        address: To whom it is mailed; may be left out if a partner finds it in the portal.
        party: Id of the partner who is to find it in the portal.
        note: Written beside the question.
        language: Of the letter.
    """

    question: Word
    address: Annotated[str, Meta(max_length=500)] = ""
    party: Annotated[str, Meta(max_length=200)] = ""
    note: Annotated[str, Meta(max_length=4_000)] = ""
    language: Literal["en", "nl", "zh"] = "en"


class ClearForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A clearance of what a held order waits for.

    Attributes:
        question: Its name.
        reason: Why it may go on.
        expires: First day on which it no longer counts.
    """

    question: Word
    reason: Words
    expires: date | None = None


class ReasonForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why.

    Attributes:
        reason: Why.
    """

    reason: Words


class GivenForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What would be said to a question.

    Attributes:
        answer: The fact, in the form that the question expects; `yes` for a clearance.
        source: What it rests on; of a clearance, why the orders may go on.
        expires: First day on which it no longer counts.
    """

    answer: Words
    source: Words
    expires: date | None = None


class ReleaseForm(GivenForm, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is said to a question, as it was previewed.

    Attributes:
        preview: Digest of the preview.
        answer: As for the preview.
        source: As for the preview.
        expires: As for the preview.
    """

    preview: Word


class TakeForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The answer that a reply comes to.

    Attributes:
        answer: The fact, as you read it from the reply.
        source: What it rests on besides the reply.
    """

    answer: Words
    source: Annotated[str, Meta(max_length=4_000)] = ""


class RulesForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Rules for holds.

    Attributes:
        text: A document as in docs/holds.md.
    """

    text: Annotated[str, Meta(max_length=100_000)]


def _as(kind: type[T], row: Any, /, **named: Any) -> T:
    """A row as a shape: fields of the same name, and those given."""
    names: Iterable[str] = kind.__struct_fields__  # type: ignore[attr-defined]  # a struct of the API
    return kind(**{name: named[name] if name in named else getattr(row, name) for name in names})


# -- the queue --------------------------------------------------------------------------------------------------------


def queue(call: Call) -> Answer:
    """A page of what holds wait for."""
    query: QueueQuery = call.query
    home, limit, kind = call.service.home, query.limit, query.kind
    more: Any
    if query.by == "age":
        place = _cells(query.cursor, 2)
        after = None if place is None else (_instant(place[0]), place[1])
        found, more = holds.oldest_questions(home, after, limit, kind)
    else:
        place = _cells(query.cursor, 3)
        last = None if place is None else (number_of(place[0], "cursor"), _instant(place[1]), place[2])
        found, more = holds.questions(home, last, limit, kind)
    shown = tuple(_as(QueuedShape, one, question=one.name, example=one.order_key) for one in found)
    return Answer(QueueShape(shown, _next(more)))


def _next(place: Any) -> str | None:
    if place is None:
        return None
    return cursor_of("\n".join(one.isoformat() if hasattr(one, "isoformat") else str(one) for one in place))


def _cells(cursor: str | None, count: int) -> list[str] | None:
    text = place_of(cursor)
    if not text:
        return None
    cells = text.split("\n", count - 1)
    if len(cells) != count:
        raise InputError("this is no cursor", "cursor", "send back the `next` of the page before")
    return cells


def _instant(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise InputError("this is no cursor", "cursor", "send back the `next` of the page before") from None


def listed(call: Call) -> Answer:
    """A page of held orders."""
    query: HoldsQuery = call.query
    if (query.currency is None) != (query.above is None):
        raise InputError("`above` and `currency` go together", "above", "give both, or none")
    above = None if query.currency is None or query.above is None else (query.currency, query.above)
    older = None if query.older_than is None else timedelta(hours=query.older_than)
    home = call.service.home
    wanted = holds.filter_of(home, query.question, query.assignee, query.territory, older, above, query.late)
    place = _cells(query.cursor, 2)
    after = None if place is None else (_instant(place[0]), place[1])
    found, more = holds.queue(home, wanted, after, query.limit)
    return Answer(HoldsShape(tuple(map(_hold, found)), _next(more)))


def _hold(held: holds.Held) -> HoldShape:
    row = held.row
    return HoldShape(
        row.order_key,
        row.act,
        row.since,
        held.due,
        held.is_late,
        held.asked.address if held.asked else None,
        row.currency,
        row.value,
        row.country,
        row.assignee,
        held.needs_two,
        tuple(_as(WaitShape, one) for one in held.waits),
    )


def one(call: Call) -> Answer:
    """A held order with everything that was said of it."""
    found = holds.hold(call.service.home, _key(call))
    shown = WholeHoldShape(
        _hold(found.held),
        tuple(_as(EventShape, event) for event in found.events),
        tuple(map(_ask, found.asks)),
        tuple(map(_clearance, found.clearances)),
        tuple(map(_answer, found.answers)),
    )
    return Answer(shown, headers={"etag": f'"{found.held.row.version}"'})


def _ask(row: Any) -> AskShape:
    return _as(AskShape, row, number=row.act, order=row.order_key)


def _clearance(row: Any) -> ClearanceShape:
    return _as(ClearanceShape, row, number=row.act, **msgspec.structs.asdict(row.cleared))


def _answer(one: Any) -> WaitingAnswerShape:
    said = one.said
    about = (said.subject, said.fact, said.value, said.source, one.entries, said.expires)
    return WaitingAnswerShape(one.act, one.question, *about, one.by, one.at, one.order or None)


def _key(call: Call) -> str:
    return holds.key_of(call.service.home, call.path["order"], call.query.activity)


def _seen(call: Call) -> int | None:
    """The version of the hold that somebody saw, from ``If-Match``."""
    header = call.headers.get("if-match")
    if header is None or header.strip() == "*":
        return None
    text = header.strip().removeprefix("W/").strip('"')
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 18 else -1


def _once(call: Call, work: Callable[[], Any]) -> Answer:
    """Once under its key; what changed since it was seen is a precondition that failed."""
    try:
        return done_once(call, work)
    except ConflictError as error:
        if error.fault.at == holds.SEEN:
            raise StatusError(412, error.fault.message, error.fault.help) from error
        raise


# -- working on a hold ------------------------------------------------------------------------------------------------


def assign(call: Call) -> Answer:
    """Hand a held order to somebody, take it, or hand it back."""
    body: AssignForm = call.body
    return _once(call, lambda: ActsOfShape(holds.assign(call.home, [_key(call)], body.to, body.note, _seen(call))))


def comment(call: Call) -> Answer:
    """Leave a remark."""
    return _once(call, lambda: NumberShape(holds.comment(call.home, _key(call), call.body.text)))


def ask(call: Call) -> Answer:
    """Ask the requester by mail."""
    body: AskForm = call.body

    def work() -> SentShape:
        sent = asking.ask(
            call.home,
            _key(call),
            body.question,
            body.address,
            body.note,
            body.language,
            seen=_seen(call),
            party=body.party,
        )
        return SentShape(sent.number, sent.letter)

    return _once(call, work)


def clear(call: Call) -> Answer:
    """Clear what a held order waits for."""
    body: ClearForm = call.body
    given = (body.question, body.reason, body.expires)
    return _once(
        call, lambda: _done(releasing.clear(call.home, _key(call), *given, _seen(call), call.service.references))
    )


def refuse(call: Call) -> Answer:
    """Refuse a held order."""
    reason = call.body.reason
    return _once(
        call, lambda: _done(releasing.refuse(call.home, _key(call), reason, _seen(call), call.service.references))
    )


def _done(done: releasing.Done) -> DoneShape:
    changed = tuple(MovedShape(*one) for one in done.changed)
    return DoneShape(done.acts, done.proposals, changed, done.decided, done.job or None)


# -- many at once -----------------------------------------------------------------------------------------------------


def preview(call: Call) -> Answer:
    """What an answer or a clearance would do."""
    body: GivenForm = call.body
    given = releasing.Given(body.answer, body.source, body.expires)
    found = releasing.preview(call.home, call.path["question"], given, call.service.references)
    worth: dict[str, Decimal] = {}
    for one in found.released:
        if one.currency is not None and one.value is not None:
            worth[one.currency] = worth.get(one.currency, Decimal(0)) + one.value
    shown = tuple(_as(ForeseenShape, one) for one in found.orders)
    released, for_two, held, denied = map(len, (found.released, found.for_two, found.held, found.denied))
    return Answer(PreviewShape(found.digest, shown, released, for_two, held, denied, worth))


def release(call: Call) -> Answer:
    """Answer or clear, as it was previewed."""
    body: ReleaseForm = call.body
    given = releasing.Given(body.answer, body.source, body.expires)
    name, references = call.path["question"], call.service.references
    return _once(call, lambda: _done(releasing.release(call.home, name, given, body.preview, references)))


# -- the second person, and what is taken back ------------------------------------------------------------------------


def clearances(call: Call) -> Answer:
    """A page of clearances that wait for a second person."""
    query: Page = call.query
    after = number_of(place_of(query.cursor) or "0", "cursor") - 1
    found = releasing.open_clearances(call.service.home, after, query.limit)
    more = cursor_of(str(found[-1].act + 1)) if len(found) == query.limit else None
    return Answer(ClearancesShape(tuple(map(_clearance, found)), more))


def confirm(call: Call) -> Answer:
    """Confirm a clearance as the second person."""
    number = number_of(call.path["number"], "number")
    return _once(call, lambda: _done(releasing.confirm(call.home, number, call.service.references)))


def reject(call: Call) -> Answer:
    """Reject a proposed clearance."""
    number = number_of(call.path["number"], "number")
    return _once(call, lambda: NumberShape(releasing.reject(call.home, number, call.body.reason)))


def answers(call: Call) -> Answer:
    """Answers that wait for a second person."""
    return Answer(WaitingAnswersShape(tuple(map(_answer, confirming.open_answers(call.service.home)))))


def confirm_answer(call: Call) -> Answer:
    """Confirm an answer as the second person."""
    number = number_of(call.path["number"], "number")
    return _once(call, lambda: _done(confirming.confirm(call.home, number, call.service.references)))


def reject_answer(call: Call) -> Answer:
    """Turn down an answer, which takes it back."""
    number, reason = number_of(call.path["number"], "number"), call.body.reason
    return _once(call, lambda: _done(confirming.reject(call.home, number, reason, call.service.references)))


def withdraw(call: Call) -> Answer:
    """Take back an answer, a clearance or a refusal."""
    number, reason = number_of(call.path["number"], "number"), call.body.reason
    return _once(call, lambda: _done(releasing.withdraw(call.home, number, reason, call.service.references)))


# -- replies ----------------------------------------------------------------------------------------------------------


def replies(call: Call) -> Answer:
    """Replies that nobody has taken yet."""
    return Answer(AsksShape(tuple(map(_ask, holds.replies(call.service.home)))))


def take(call: Call) -> Answer:
    """Make a reply the answer."""
    number, body = number_of(call.path["number"], "number"), call.body
    return _once(call, lambda: _done(asking.take(call.home, number, body.answer, body.source, call.service.references)))


def close(call: Call) -> Answer:
    """Withdraw a question to a requester, or put a reply aside."""
    number = number_of(call.path["number"], "number")
    return _once(call, lambda: NumberShape(asking.close(call.home, number, call.body.reason)))


# -- rules ------------------------------------------------------------------------------------------------------------


def rules(call: Call) -> Answer:
    """The rules for holds."""
    return Answer(RulesShape(hold_rules.rules_text(call.service.home)))


def keep_rules(call: Call) -> Answer:
    """Put rules for holds in force."""

    def work() -> RulesShape:
        hold_rules.keep_rules(call.home, call.body.text)
        return RulesShape(call.body.text)

    return _once(call, work)


_SEEN_WORDS = "With `If-Match` (the ETag of the hold) it is done only if nobody did something about the hold since."
_QUESTION = "0f3c9a7b1e4c385d0f3c9a7b1e4c385d"


def _post(
    path: str, summary: str, run: Run, permission: str, body: type, shape: type, example: Any, **more: Any
) -> Operation:
    is_of_order = "{order}" in path
    asks_for_seen = is_of_order and run is not comment  # a remark is written whatever others did
    statuses = (404, 409, *((412,) if asks_for_seen else ()))
    query = {"query": HoldQuery, "description": _SEEN_WORDS if asks_for_seen else ""} if is_of_order else {}
    return Operation(
        *("POST", path, summary, run),
        answers=(shape,),
        permission=permission,
        body=body,
        example=example,
        statuses=statuses,
        takes_key=True,
        **{**query, **more},
    )


OPERATIONS = (
    Operation(
        "GET",
        "/v1/queue",
        "What holds wait for, with the orders, their age and their value",
        queue,
        answers=(QueueShape,),
        permission="read_holds",
        query=QueueQuery,
        has_etag=True,
    ),
    Operation(
        "POST",
        "/v1/queue/{question}/preview",
        "What an answer or a clearance would do to every order that waits for it; records nothing",
        preview,
        answers=(PreviewShape,),
        permission="release",
        body=GivenForm,
        example={"answer": "NL", "source": "company register, extract of 2022-04-25"},
        statuses=(404,),
    ),
    _post(
        "/v1/queue/{question}/release",
        "Answer or clear for every order that waits, as it was previewed",
        release,
        "release",
        ReleaseForm,
        DoneShape,
        {"answer": "NL", "source": "company register, extract of 2022-04-25", "preview": "4f1a…"},
        description="A 409 if it would do something else than was previewed. Orders above the set value wait for a "
        "second person. After an answer a job decides all other open orders again.",
    ),
    Operation(
        "GET",
        "/v1/holds",
        "Held orders, the one held longest first",
        listed,
        answers=(HoldsShape,),
        permission="read_holds",
        query=HoldsQuery,
        has_etag=True,
    ),
    Operation(
        "GET",
        "/v1/holds/{order}",
        "A held order: what it waits for, for how long, and what was said of it",
        one,
        answers=(WholeHoldShape,),
        permission="read_holds",
        query=HoldQuery,
        statuses=(404,),
        has_etag=True,
    ),
    _post(
        "/v1/holds/{order}/assign",
        "Take a held order, hand it over, or hand it back",
        assign,
        "work_on_holds",
        AssignForm,
        ActsOfShape,
        {"to": "ann"},
    ),
    _post(
        "/v1/holds/{order}/comments",
        "Leave a remark for colleagues",
        comment,
        "work_on_holds",
        CommentForm,
        NumberShape,
        {"text": "they send the register extract tomorrow"},
    ),
    _post(
        "/v1/holds/{order}/asks",
        "Ask the requester by mail, with a link to reply",
        ask,
        "ask_requester",
        AskForm,
        SentShape,
        {"question": _QUESTION, "address": "h.vries@dealer.example", "note": "please by Friday"},
    ),
    _post(
        "/v1/holds/{order}/clear",
        "Clear what a held order waits for; above the set value another person confirms it",
        clear,
        "clear",
        ClearForm,
        DoneShape,
        {"question": _QUESTION, "reason": "site visit on 2022-04-20, report 17"},
    ),
    _post(
        "/v1/holds/{order}/refuse",
        "Refuse a held order, with a reason",
        refuse,
        "refuse",
        ReasonForm,
        DoneShape,
        {"reason": "nobody says who will fly it"},
    ),
    Operation(
        "GET",
        "/v1/clearances",
        "Clearances that wait for a second person",
        clearances,
        answers=(ClearancesShape,),
        permission="read_holds",
        query=Page,
        has_etag=True,
    ),
    Operation(
        "POST",
        "/v1/clearances/{number}/confirm",
        "Confirm a clearance as the second person; the orders that wait are decided again",
        confirm,
        answers=(DoneShape,),
        permission="confirm_clearance",
        statuses=(404, 409, 422),
        takes_key=True,
    ),
    _post(
        "/v1/clearances/{number}/reject",
        "Reject a proposed clearance, with a reason",
        reject,
        "confirm_clearance",
        ReasonForm,
        NumberShape,
        {"reason": "who visited?"},
    ),
    Operation(
        "GET",
        "/v1/answers",
        "Answers of one person for which an order above the set value waits",
        answers,
        answers=(WaitingAnswersShape,),
        permission="read_holds",
        has_etag=True,
    ),
    Operation(
        "POST",
        "/v1/answers/{number}/confirm",
        "Confirm an answer as the second person; the orders that wait are decided again",
        confirm_answer,
        answers=(DoneShape,),
        permission="confirm_clearance",
        description="It counts for orders above the set value from then on. Whoever gives the same answer through "
        "`POST /v1/answers` confirms it too.",
        statuses=(404, 409, 422),
        takes_key=True,
    ),
    _post(
        "/v1/answers/{number}/reject",
        "Turn down an answer that waits for a second person, with a reason; its question is open again",
        reject_answer,
        "confirm_clearance",
        ReasonForm,
        DoneShape,
        {"reason": "that is the address of a mail box"},
    ),
    _post(
        "/v1/acts/{number}/withdraw",
        "Take back an answer, a clearance or a refusal; what it settled is open again",
        withdraw,
        "withdraw",
        ReasonForm,
        DoneShape,
        {"reason": "the report was about another site"},
    ),
    Operation(
        "GET",
        "/v1/asks",
        "Replies of requesters that nobody has taken yet",
        replies,
        answers=(AsksShape,),
        permission="read_holds",
        has_etag=True,
    ),
    _post(
        "/v1/asks/{number}/take",
        "Make a requester's reply the answer; the orders that wait are decided again",
        take,
        "ask_requester",
        TakeForm,
        DoneShape,
        {"answer": "NL"},
    ),
    _post(
        "/v1/asks/{number}/close",
        "Withdraw a question to a requester, or put a reply aside",
        close,
        "ask_requester",
        ReasonForm,
        NumberShape,
        {"reason": "found in the register"},
    ),
    Operation(
        "GET",
        "/v1/hold-rules",
        "Above which value two people release, and how long a hold may wait",
        rules,
        answers=(RulesShape,),
        permission="read_hold_rules",
        has_etag=True,
    ),
    _post(
        "/v1/hold-rules",
        "Put rules for holds in force",
        keep_rules,
        "keep_hold_rules",
        RulesForm,
        RulesShape,
        {"text": "two_people_above: {EUR: 50000}\n"},
    ),
)
