"""Licences and approvals: put on record, drawn down for order lines, given back. Never more is drawn than is left."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from moratorium.desk import authorisations
from moratorium.errors import MissingError
from moratorium.terms.authorisation import Authorised
from moratorium.terms.order_form import Number
from moratorium.web.api.licence_shapes import (
    AuthorisationShape,
    AuthorisationsShape,
    DrawdownShape,
    DrawdownsShape,
    DrewShape,
    ReleasedShape,
)
from moratorium.web.api.looking import Page, cursor_of, number_of, place_of
from moratorium.web.api.operation import Answer, Call, Operation
from moratorium.web.api.recording import Word, Words, decided_again, done_once
from moratorium.web.api.shapes import AgainShape, NumberShape

Names = Annotated[tuple[Word, ...], Meta(max_length=1_000)]


class AuthorisationForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A licence or approval to be put on record, or new terms of one.

    Attributes:
        number: As the authority gave it.
        law: ``cn``, ``eu`` or ``us``.
        source: Where the document is, and who read it.
        title: For people.
        since: First day on which it counts.
        until: First day on which it no longer counts.
        quantity: The most that may be drawn, in pieces.
        values: The most that may be drawn, by currency.
        territories: Where goods may go and be used; empty for anywhere.
        parties: Your ids of consignees and end users whom it names; empty for anybody.
        products: Your ids of products; empty for any.
        replaces: To state new terms: number of the act that states those of now.
    """

    number: Word
    law: Word
    source: Words
    title: Annotated[str, Meta(max_length=500)] = ""
    since: date | None = None
    until: date | None = None
    quantity: Number | None = None
    values: dict[str, Number] = {}
    territories: Names = ()
    parties: Names = ()
    products: Names = ()
    replaces: Annotated[int, Meta(ge=0, le=2**53)] | None = None


class DrawdownForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something to be drawn for an order line, which the authorisation covers from then on.

    Attributes:
        authorisation: Number of the authorisation.
        order: Your id of the order, or its key.
        line: Number of the line; may be left out if the order has one.
        quantity: In pieces; what the line states if left out.
        value: In the currency; what the line states if left out.
        currency: ISO 4217 code; the order's if left out.
        again: Whether the order is decided again at once.
    """

    authorisation: Word
    order: Word
    line: Annotated[str, Meta(max_length=500)] = ""
    quantity: Number | None = None
    value: Number | None = None
    currency: Word | None = None
    again: bool = True


class ReleaseForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why what was drawn is given back.

    Attributes:
        reason: Why.
        again: Whether the order is decided again at once.
    """

    reason: Words
    again: bool = True


class DrawdownsQuery(Page, frozen=True, forbid_unknown_fields=True):
    """Which drawdowns.

    Attributes:
        authorisation: Only those from the authorisation of this number.
        order: Only those for the order of this key.
        cursor: The `next` of the page before.
        limit: At most so many.
    """

    authorisation: str | None = None
    order: str | None = None


def listed(call: Call) -> Answer:
    """A page of authorisations."""
    query: Page = call.query
    rows = authorisations.page(call.service.home, place_of(query.cursor), query.limit)
    more = cursor_of(rows[-1].terms.number) if len(rows) == query.limit else None
    return Answer(AuthorisationsShape(tuple(_authorisation(call, row) for row in rows), more))


def shown(call: Call) -> Answer:
    """One authorisation."""
    return Answer(_authorisation(call, authorisations.one(call.service.home, call.path["authorisation"])))


def _authorisation(call: Call, row: Any) -> AuthorisationShape:
    terms = row.terms
    return AuthorisationShape(
        terms.number,
        terms.law,
        terms.title,
        terms.source,
        terms.since,
        terms.until,
        authorisations.state(row, call.home.today()),
        terms.limits,
        row.drawn,
        row.left,
        terms.territories,
        terms.parties,
        terms.products,
        row.act,
        row.by,
    )


def add(call: Call) -> Answer:
    """Put an authorisation on record, or state new terms of one."""
    body: AuthorisationForm = call.body
    fields = {name: getattr(body, name) for name in Authorised.__struct_fields__}
    return done_once(call, lambda: NumberShape(authorisations.add(call.home, Authorised(**fields), body.replaces)))


def drawdowns(call: Call) -> Answer:
    """A page of drawdowns."""
    query: DrawdownsQuery = call.query
    start = number_of(place_of(query.cursor) or "0", "cursor")
    rows = authorisations.drawdowns(call.service.home, query.authorisation, query.order, start, query.limit)
    more = cursor_of(str(rows[-1].act + 1)) if len(rows) == query.limit else None
    return Answer(DrawdownsShape(tuple(map(_drawdown, rows)), more))


def _drawdown(row: Any) -> DrawdownShape:
    of = row.drawn
    return DrawdownShape(row.act, of.authorisation, of.order, of.line, of.amounts, row.by, row.at, row.released)


def draw(call: Call) -> Answer:
    """Draw for an order line, and decide its order again."""
    body: DrawdownForm = call.body
    asked = authorisations.Asked(body.authorisation, body.order, body.line, body.quantity, body.value, body.currency)

    def work() -> DrewShape:
        drew = authorisations.draw(call.home, asked)
        again = _again(call, drew.drawn.order, f"licence {body.authorisation} drawn") if body.again else None
        return DrewShape(drew.drawdown, drew.is_new, drew.drawn.amounts, drew.left, drew.unknown, again)

    return done_once(call, work)


def release(call: Call) -> Answer:
    """Give back what was drawn, and decide its order again."""
    number, body = number_of(call.path["number"], "number"), call.body

    def work() -> ReleasedShape:
        row = authorisations.release(call.home, number, body.reason)
        again = _again(call, row.drawn.order, f"drawdown {number} released") if body.again else None
        return ReleasedShape(number, row.drawn.authorisation, row.drawn.amounts, again)

    return done_once(call, work)


def _again(call: Call, key: str, cause: str) -> AgainShape | None:
    """The order decided again, if there is a rulebook to decide by."""
    try:
        return decided_again(call, cause, among=lambda order: order.key == key)
    except MissingError:
        return None


OPERATIONS = (
    Operation(
        "GET",
        "/v1/authorisations",
        "Licences and approvals, with what is left of each",
        listed,
        answers=(AuthorisationsShape,),
        permission="read_authorisations",
        query=Page,
        has_etag=True,
    ),
    Operation(
        "GET",
        "/v1/authorisations/{authorisation}",
        "A licence or approval, with what is left",
        shown,
        answers=(AuthorisationShape,),
        permission="read_authorisations",
        description="A number with a slash is found through `/v1/authorisations`.",
        statuses=(404,),
        has_etag=True,
    ),
    Operation(
        "POST",
        "/v1/authorisations",
        "Put a licence or approval on record, or state new terms of one",
        add,
        answers=(NumberShape,),
        permission="keep_authorisations",
        description="The answer's number is that of the act. New terms that leave less than is drawn are refused.",
        body=AuthorisationForm,
        example={
            "number": "X-2022-117",
            "law": "eu",
            "source": "letter of the authority of 2022-04-12, file 117, read by ann",
            "until": "2023-01-01",
            "quantity": "40",
            "values": {"EUR": "90000"},
            "territories": ["RS"],
        },
        statuses=(404, 409),
        takes_key=True,
    ),
    Operation(
        "GET",
        "/v1/drawdowns",
        "What is drawn, and what was given back",
        drawdowns,
        answers=(DrawdownsShape,),
        permission="read_authorisations",
        query=DrawdownsQuery,
        has_etag=True,
    ),
    Operation(
        "POST",
        "/v1/drawdowns",
        "Draw from an authorisation for an order line, and decide the order again",
        draw,
        answers=(DrewShape,),
        permission="draw",
        description=(
            "What is drawn is counted under lock: two orders that draw at once never draw more than is left. The same "
            "is drawn once, however often it is asked for."
        ),
        body=DrawdownForm,
        example={"authorisation": "X-2022-117", "order": "SO-1001", "line": "1", "quantity": "2"},
        statuses=(404, 409),
        takes_key=True,
    ),
    Operation(
        "POST",
        "/v1/drawdowns/{number}/release",
        "Give back what was drawn, and decide the order again",
        release,
        answers=(ReleasedShape,),
        permission="draw",
        body=ReleaseForm,
        example={"reason": "the customer cancelled two of four"},
        statuses=(404, 409),
        takes_key=True,
    ),
)
