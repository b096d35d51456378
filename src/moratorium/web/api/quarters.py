"""The account of a quarter: as values, as a page, as a PDF; for the board and for everybody."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from moratorium.desk import quarters as desk
from moratorium.desk.quarter_content import Account, CaseLine, DisclosureLine, Figure, Suspension
from moratorium.report.quarter_document import spans_of
from moratorium.report.quarter_page import quarter_page
from moratorium.report.quarter_print import quarter_print
from moratorium.terms.quarter import read_quarter
from moratorium.web.api import quarter_shapes as shapes
from moratorium.web.api.looking import USUAL, cursor_of, number_of, place_of
from moratorium.web.api.operation import Answer, Call, Operation
from moratorium.web.api.shapes import Cursor, Limit


class AccountQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which account.

    Attributes:
        at_size: As of which size of the log; its size now if left out.
        edition: For the board, or for everybody.
    """

    at_size: Annotated[int, Meta(ge=0, le=2**53)] | None = None
    edition: Literal["board", "public"] = "board"


class FigureQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which acts of a number.

    Attributes:
        at_size: As of which size of the log; its size now if left out, or that of the page before.
        cursor: The `next` of the page before.
        limit: At most so many.
    """

    at_size: Annotated[int, Meta(ge=0, le=2**53)] | None = None
    cursor: Cursor | None = None
    limit: Limit = USUAL


def quarters(call: Call) -> Answer:
    """Quarters of which account can be given."""
    return Answer(shapes.QuartersShape(tuple(map(str, desk.quarters(call.service.home)))))


def account(call: Call) -> Answer:
    """The account as values."""
    found = _account(call)
    plain = ("edition", "size", "root", "origin", "vkey", "reaches", "erased")
    return Answer(
        shapes.AccountShape(
            quarter=str(found.quarter),
            suspensions=tuple(map(_suspension, found.suspensions)),
            sections=tuple(
                shapes.SectionShape(one.id, one.title, one.words, tuple(map(_figure, one.figures)))
                for one in found.sections
            ),
            disclosures=tuple(map(_disclosure, found.disclosures)),
            lists=tuple(
                shapes.ListUsedShape(one.source, one.published, one.entries, one.digest, one.act) for one in found.lists
            ),
            not_controlled=tuple(shapes.LeverShape(one.name, one.words) for one in found.not_controlled),
            cases=tuple(map(_case, found.cases)),
            **{name: getattr(found, name) for name in plain},
        )
    )


def figure(call: Call) -> Answer:
    """A page of the acts that a number rests on; the pages after the first are of the same size of the log."""
    query: FigureQuery = call.query
    size, _, after = place_of(query.cursor).partition(" ")
    at_size = number_of(size, "cursor") if size else query.at_size
    found = desk.account_of(call.service.home, read_quarter(call.path["quarter"]), at_size)
    one = found.figure(call.path["figure"])
    start = number_of(after, "cursor") if after else None
    rows, more = desk.acts_of(call.service.home, found, one, start, query.limit)
    acts = tuple(shapes.ActBehindShape(row.index, row.kind, row.subject, row.at) for row in rows)
    next = None if more is None else cursor_of(f"{found.size} {more}")
    return Answer(shapes.ActsBehindShape(one.id, one.rests_on, found.size, acts, next))


def page(call: Call) -> Answer:
    """The account as a page that needs nothing else."""
    return Answer(quarter_page(_account(call)).encode(), "text/html; charset=utf-8", _saved(call, "html"))


def print_(call: Call) -> Answer:
    """The account as a PDF."""
    return Answer(quarter_print(_account(call)), "application/pdf", _saved(call, "pdf"))


def _account(call: Call) -> Account:
    query: AccountQuery = call.query
    quarter = read_quarter(call.path["quarter"])
    return desk.account_of(call.service.home, quarter, query.at_size, public=query.edition == "public")


def _saved(call: Call, ending: str) -> dict[str, str]:
    """It is saved and never shown by a browser under our address."""
    query: AccountQuery = call.query
    name = f"account-{read_quarter(call.path['quarter'])}-{query.edition}.{ending}"
    return {"content-disposition": f'attachment; filename="{name}"', "x-content-type-options": "nosniff"}


def _figure(one: Figure) -> shapes.FigureShape:
    spans = tuple(shapes.SpanShape(*span) for span in spans_of(one.acts))
    return shapes.FigureShape(one.id, one.words, one.value, one.unit, one.how, spans, one.rests_on, one.is_each_an_act)


def _suspension(one: Suspension) -> shapes.SuspensionShape:
    return shapes.SuspensionShape(
        overdue=one.is_overdue, **{name: value for name, value in vars(one).items() if name != "is_overdue"}
    )


def _disclosure(one: DisclosureLine) -> shapes.DisclosureLineShape:
    return shapes.DisclosureLineShape(**{**vars(one), "categories": dict(one.categories)})


def _case(one: CaseLine) -> shapes.CaseLineShape:
    return shapes.CaseLineShape(one.id, one.kind, one.state, one.title, one.is_closed, one.acts)


OPERATIONS = (
    Operation(
        "GET",
        "/v1/quarters",
        "Quarters of which account can be given",
        quarters,
        answers=(shapes.QuartersShape,),
        permission="read_quarters",
        has_etag=True,
    ),
    Operation(
        "GET",
        "/v1/quarters/{quarter}",
        "The account of a quarter, each number with the acts that it rests on",
        account,
        answers=(shapes.AccountShape,),
        permission="read_quarters",
        description="The same quarter, edition and `at_size` give the same account; what was erased since is missing.",
        query=AccountQuery,
        has_etag=True,
    ),
    Operation(
        "GET",
        "/v1/quarters/{quarter}/figures/{figure}",
        "The acts that a number of the account rests on",
        figure,
        answers=(shapes.ActsBehindShape,),
        permission="read_quarters",
        query=FigureQuery,
    ),
    Operation(
        "GET",
        "/v1/quarters/{quarter}/page",
        "The same as one HTML file, to be saved",
        page,
        permission="read_quarters",
        query=AccountQuery,
        media_type="text/html",
    ),
    Operation(
        "GET",
        "/v1/quarters/{quarter}/print",
        "The same as a PDF, to be saved",
        print_,
        permission="read_quarters",
        query=AccountQuery,
        media_type="application/pdf",
    ),
)
