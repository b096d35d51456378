"""What is recorded, read: orders and their decisions, questions, measures, proposals, lists, acts, receipts."""

from __future__ import annotations

from base64 import b64decode, urlsafe_b64encode
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from moratorium.desk import drafting, lists, looking, proofs, rulebooks
from moratorium.desk.explaining import Explained
from moratorium.errors import InputError
from moratorium.report.decisions import question_document
from moratorium.report.lines import finding_document
from moratorium.terms.canon import canonical, digest_bytes
from moratorium.web.api.operation import Answer, Call, Operation
from moratorium.web.api.shapes import (
    ActShape,
    ActsShape,
    Cursor,
    Effect,
    Limit,
    ListShape,
    ListsShape,
    MeasureShape,
    MeasuresShape,
    MeasureStateShape,
    OrderShape,
    OrdersShape,
    OrderVariantsShape,
    ProposalShape,
    ProposalsShape,
    QuestionsShape,
    ReceiptShape,
    StandingShape,
    WholeMeasureShape,
)

USUAL = 100
"""Rows of a page if nothing is said."""


class Page(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Parameters of a page.

    Attributes:
        cursor: The `next` of the page before.
        limit: At most so many.
    """

    cursor: Cursor | None = None
    limit: Limit = USUAL


class OrdersQuery(Page, frozen=True, forbid_unknown_fields=True):
    """Which orders.

    Attributes:
        effect: Only with this effect.
        status: Only with this status.
        cursor: The `next` of the page before.
        limit: At most so many.
    """

    effect: Effect | None = None
    status: Literal["open", "shipped", "closed"] | None = None


class SinceQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Since when.

    Attributes:
        since: Number of an act: only decisions from it on.
        limit: At most so many.
    """

    since: Annotated[int, Meta(ge=0, le=2**53)] = 0
    limit: Limit = USUAL


class ActsQuery(Page, frozen=True, forbid_unknown_fields=True):
    """Which acts.

    Attributes:
        kind: Only of this kind, such as `approved`.
        cursor: The `next` of the page before.
        limit: At most so many.
    """

    kind: str | None = None


def cursor_of(place: str) -> str:
    """A place in a list as a caller sees it: not to be understood, only to be sent back."""
    return urlsafe_b64encode(place.encode()).decode().rstrip("=")


def place_of(cursor: str | None) -> str:
    """The place of a cursor; empty at the beginning.

    Raises:
        InputError: it is none of ours.
    """
    if not cursor:
        return ""
    try:
        return b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
    except ValueError:
        raise InputError("this is no cursor", "cursor", "send back the `next` of the page before") from None


def number_of(text: str, at: str) -> int:
    """A number of a path or a cursor.

    Raises:
        InputError: it is none.
    """
    if not text.isascii() or not text.isdecimal() or len(text) > 18:
        raise InputError(f"`{text[:40]}` is no number", at, "a whole number from 0")
    return int(text)


# -- orders -----------------------------------------------------------------------------------------------------------


def orders(call: Call) -> Answer:
    """A page of orders."""
    query: OrdersQuery = call.query
    wanted = looking.wanted(query.effect, query.status)
    rows = looking.orders(call.service.home, wanted, place_of(query.cursor), query.limit)
    more = cursor_of(rows[-1].key) if len(rows) == query.limit else None
    return Answer(OrdersShape(tuple(map(_order, rows)), more))


def decided(call: Call) -> Answer:
    """Orders decided since a number, also again and without being asked."""
    query: SinceQuery = call.query
    rows = looking.decided_since(call.service.home, query.since, query.limit)
    return Answer(StandingShape(tuple(map(_order, rows)), rows[-1].act + 1 if rows else query.since))


def _order(row: Any) -> OrderShape:
    activity = row.key.rpartition("/")[2]
    return OrderShape(row.id, activity, row.status, row.placed_on, row.day, row.effect, row.trial, row.act)


def order(call: Call) -> Answer:
    """An order with its decision, for each activity of its id."""
    found = looking.whole_orders(call.service.home, call.path["order"], call.service.directory)
    return Answer({"orders": [_explained(call, one) for one in found]})


def _explained(call: Call, one: Explained) -> dict[str, Any]:
    decision, document = one.decision, one.order
    lines = {line.number: line for line in document.lines}
    shared = {"order": document.id, "activity": document.activity, "decision": one.index}
    return {
        "order": _order(looking.order_row(call.service.home, document.key)),
        "document": msgspec.Raw(canonical(document)),
        "actor": one.actor,
        "at": one.at,
        "places": one.places,
        "answers": one.answers,
        "entries": one.entries,
        "ties": tuple(tie.words for tie in decision.ties),
        "digests": decision.digests,
        "lines": [
            {
                **shared,
                "line": line.decided.line,
                "actor": line.decided.actor,
                "effect": line.decided.effect,
                "assumed": decision.assumed,
                "findings": [
                    finding_document(finding, document, lines[line.decided.line], decision.ties)
                    for finding in line.findings
                ],
            }
            for line in one.lines
        ],
        "questions": tuple(dict.fromkeys(question.words for line in one.lines for question in line.questions)),
        "others": one.others,
    }


def questions(call: Call) -> Answer:
    """A page of what holds wait for."""
    _, asked = call.service.waiting.questions()
    start = number_of(place_of(call.query.cursor) or "0", "cursor")
    end = start + call.query.limit
    shown = [question_document(one) for one in asked[start:end]]
    more = cursor_of(str(end)) if end < len(asked) else None
    return Answer({"questions": shown, "total": len(asked), "next": more})


# -- measures ---------------------------------------------------------------------------------------------------------


def measures(call: Call) -> Answer:
    """The adopted rulebook."""
    digest, found = looking.measures(call.service.home)
    return Answer(MeasuresShape(digest, tuple(map(_measure, found))))


def _measure(one: Any) -> MeasureShape:
    windows = tuple(str(window.window) for window in one.in_force)
    effect, reason = one.effect.word, "" if one.active else one.inactive_reason
    return MeasureShape(one.id, one.title, one.kind, effect, one.active, reason, windows, one.next_review)


def measure(call: Call) -> Answer:
    """A measure with its text and history."""
    home, id = call.service.home, call.path["measure"]
    found = looking.whole_measure(home, id)
    states = tuple(MeasureStateShape(one.from_act, one.to_act, one.document) for one in found.states)
    words = tuple(drafting.history(home, id)) if states else ()
    shown = _measure(found.measure) if found.measure is not None else None
    return Answer(WholeMeasureShape(shown, found.text, states, words), headers={"etag": text_tag(found.text)})


def text_tag(text: str) -> str:
    """ETag of a measure's text: its digest, so that ``If-Match`` says which text somebody saw."""
    return f'"{digest_bytes(text.encode())}"'


def proposals(call: Call) -> Answer:
    """Proposals that wait."""
    return Answer(ProposalsShape(tuple(map(_proposal, looking.proposals(call.service.home)))))


def proposal(call: Call) -> Answer:
    """A proposal, and what it would change."""
    number = number_of(call.path["number"], "number")
    found = looking.proposal(call.service.home, number)
    words = tuple(rulebooks.approval_words(call.service.home, number)) if found.state == "open" else ()
    return Answer(msgspec.structs.replace(_proposal(found), would_change=words))


def _proposal(row: Any) -> ProposalShape:
    documents, removed = tuple(sorted(row.proposed.documents)), tuple(row.proposed.removed)
    return ProposalShape(row.index, row.change, documents, removed, row.by, row.reason, row.state)


# -- lists, acts ------------------------------------------------------------------------------------------------------


def list_status(call: Call) -> Answer:
    """Age of each list."""
    return Answer(ListsShape(tuple(map(_list, lists.status(call.service.home)))))


def _list(one: lists.Status) -> ListShape:
    version = one.version
    return ListShape(
        one.source,
        tuple(version.lists) if version else (),
        version.published if version else None,
        version.entries if version else None,
        version.digest if version else None,
        one.versions,
        one.age_days,
        one.promised_days,
        one.is_stale,
        one.words,
    )


def acts(call: Call) -> Answer:
    """A page of acts."""
    query: ActsQuery = call.query
    start = number_of(place_of(query.cursor) or "0", "cursor")
    kinds = None if query.kind is None else (query.kind,)
    found, size = looking.acts(call.service.home, start, query.limit, kinds)
    more = cursor_of(str(found[-1].index + 1)) if len(found) == query.limit else None
    return Answer(ActsShape(tuple(map(_act, found)), size, more))


def _act(one: Any) -> ActShape:
    is_erased, is_signed = one.payload is None, one.actor is not None
    return ActShape(one.index, one.kind, one.subject, one.who, one.at, is_erased, is_signed, one.commitment.hex())


def receipt(call: Call) -> Answer:
    """A receipt of an act with what it cites."""
    bundle = proofs.receipt(call.home, number_of(call.path["number"], "number"))
    evidence = {digest: content.decode() for digest, content in bundle.evidence.items()}
    return Answer(ReceiptShape(bundle.receipt.decode(), evidence, bundle.vkey))


OPERATIONS = (
    Operation(
        "GET",
        "/v1/orders",
        "Orders as they stand",
        orders,
        answers=(OrdersShape,),
        permission="read_orders",
        query=OrdersQuery,
        has_etag=True,
    ),
    Operation(
        "GET",
        "/v1/orders/{order}",
        "An order, its decision, and what that rests on",
        order,
        answers=(OrderVariantsShape,),
        permission="read_orders",
        description="By your id; one for each activity. An id with a slash is found through `/v1/orders`.",
        statuses=(404,),
        has_etag=True,
    ),
    Operation(
        "GET",
        "/v1/decisions",
        "Orders whose decision that stands was made since a number: what a program polls",
        decided,
        answers=(StandingShape,),
        permission="read_orders",
        description="Ask again from `next`; so you learn what was decided again, without being called yourself.",
        query=SinceQuery,
        has_etag=True,
    ),
    Operation(
        "GET",
        "/v1/questions",
        "What holds wait for, the question that most orders wait for first",
        questions,
        answers=(QuestionsShape,),
        permission="read_questions",
        query=Page,
        has_etag=True,
    ),
    Operation(
        "GET",
        "/v1/measures",
        "The adopted rulebook",
        measures,
        answers=(MeasuresShape,),
        permission="read_measures",
        statuses=(404,),
        has_etag=True,
    ),
    Operation(
        "GET",
        "/v1/measures/{measure}",
        "A measure, its text and its history",
        measure,
        answers=(WholeMeasureShape,),
        permission="read_measures",
        statuses=(404,),
        has_etag=True,
    ),
    Operation(
        "GET",
        "/v1/proposals",
        "Proposals that wait for a second person",
        proposals,
        answers=(ProposalsShape,),
        permission="read_measures",
        has_etag=True,
    ),
    Operation(
        "GET",
        "/v1/proposals/{number}",
        "A proposal, and what it would change",
        proposal,
        answers=(ProposalShape,),
        permission="read_measures",
        statuses=(404, 422),
    ),
    Operation(
        "GET",
        "/v1/lists",
        "The age of each list against its promise",
        list_status,
        answers=(ListsShape,),
        permission="read_lists",
        has_etag=True,
    ),
    Operation(
        "GET",
        "/v1/acts",
        "Who did what when",
        acts,
        answers=(ActsShape,),
        permission="read_acts",
        query=ActsQuery,
        has_etag=True,
    ),
    Operation(
        "GET",
        "/v1/acts/{number}/receipt",
        "The receipt of an act: offline proof that it is in the log, and what it rests on",
        receipt,
        answers=(ReceiptShape,),
        permission="read_receipts",
        statuses=(404, 422),
    ),
)
