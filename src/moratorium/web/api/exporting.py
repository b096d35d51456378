"""Orders and acts as files, and a decision as a tree."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from moratorium.desk import explaining, exports, looking
from moratorium.report.explanation import tree
from moratorium.web.api.looking import number_of
from moratorium.web.api.operation import Answer, Call, Operation
from moratorium.web.api.party_shapes import ExplanationShape
from moratorium.web.api.shapes import Effect, ReasonShape

_CSV = "text/csv"


class OrdersQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which orders.

    Attributes:
        effect: Only with this effect.
        status: Only with this status.
    """

    effect: Effect | None = None
    status: Literal["open", "shipped", "closed"] | None = None


class ActsQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which acts.

    Attributes:
        kind: Only of this kind.
    """

    kind: Annotated[str, Meta(max_length=100)] | None = None


def orders(call: Call) -> Answer:
    """All orders as a file."""
    query: OrdersQuery = call.query
    pieces = exports.orders(call.home, looking.wanted(query.effect, query.status))
    return _file(pieces, "orders")


def acts(call: Call) -> Answer:
    """All acts as a file."""
    query: ActsQuery = call.query
    pieces = exports.acts(call.home, None if query.kind is None else (query.kind,))
    return _file(pieces, "acts")


def _file(pieces: Iterator[bytes], name: str) -> Answer:
    return Answer(pieces, f"{_CSV}; charset=utf-8", {"content-disposition": f'attachment; filename="{name}.csv"'})


def explanation(call: Call) -> Answer:
    """A decision as a tree."""
    number = number_of(call.path["number"], "number")
    found = explaining.explain_act(call.home, number, call.service.directory)
    shown = msgspec.convert(tree(found), ReasonShape, from_attributes=True)
    return Answer(ExplanationShape(found.order.key, found.index, found.decision.effect, shown))


OPERATIONS = (
    Operation(
        "GET",
        "/v1/exports/orders",
        "All orders as they stand, as CSV",
        orders,
        permission="read_orders",
        query=OrdersQuery,
        media_type=_CSV,
    ),
    Operation(
        "GET",
        "/v1/exports/acts",
        "All acts, as CSV: who did what when",
        acts,
        permission="read_acts",
        query=ActsQuery,
        media_type=_CSV,
    ),
    Operation(
        "GET",
        "/v1/decisions/{number}/explanation",
        "A decision as a tree in plain words: the order, its lines, what each measure said, and why",
        explanation,
        answers=(ExplanationShape,),
        permission="read_orders",
        description="Of any decision, also of one that no longer stands.",
        statuses=(404, 422),
        has_etag=True,
    ),
)
