"""The account of a quarter: its figures, each with the way to the acts that it rests on; as a page or a PDF."""

from __future__ import annotations

from typing import Any

from moratorium.desk import quarters as desk
from moratorium.desk.quarter_content import Account
from moratorium.errors import InputError
from moratorium.report.quarter_document import document_of
from moratorium.report.quarter_page import quarter_page
from moratorium.report.quarter_print import quarter_print
from moratorium.terms.quarter import read_quarter
from moratorium.web.console.acts import KIND_WORDS
from moratorium.web.console.language import N_
from moratorium.web.console.page import Look, Page, Result, Sent, Shown, Visit, filled
from moratorium.web.console.quarter_words import SPOKEN
from moratorium.web.console.tables import Column, Link, Said, Table, Word

QUARTER = "/quarters/{quarter}"
EDITIONS = ("board", "public")


class AccountLook(Look, frozen=True):
    """Which account.

    Attributes:
        at_size: As of which size of the log; its size now if left out.
        edition: ``board`` or ``public``.
    """

    at_size: str = ""
    edition: str = "board"


_QUARTERS = (
    Column("quarter", N_("Quarter"), lambda one: Link(str(one), _path(str(one)))),
    Column("since", N_("From"), lambda one: one.since),
    Column("until", N_("Until before"), lambda one: one.until),
)
_ACTS = (
    Column("act", N_("Act"), lambda one: Link(str(one.index), f"/acts/{one.index}")),
    Column("kind", N_("What"), lambda one: Word(KIND_WORDS.get(one.kind, one.kind))),
    Column("subject", N_("To what"), lambda one: _subject(one)),
    Column("who", N_("Who"), lambda one: one.who),
    Column("at", N_("When"), lambda one: one.at),
    Column("receipt", N_("Receipt"), lambda one: Link(f"act-{one.index}.zip", f"/acts/{one.index}/receipt")),
)


def _path(quarter: str, below: str = "") -> str:
    return filled(QUARTER, {"quarter": quarter}) + below


def _subject(one: Any) -> Link | str:
    if one.kind in ("case_moved", "case_entered"):
        return Link(one.subject, filled("/cases/{case}", {"case": one.subject}))
    if one.kind == "decided":
        return Link(one.subject, filled("/orders/{order:path}", {"order": one.subject}))
    return str(one.subject)


def quarters(visit: Visit) -> Result:
    """Quarters of which account can be given."""
    empty = N_("Nothing was recorded yet. Account can be given of every quarter from the first act on.")
    return Shown({"quarters": Table("quarters", N_("Quarters"), _QUARTERS, desk.quarters(visit.home), empty)})


_FIGURES = (
    Column("figure", N_("Figure"), lambda one: one[1].id),
    Column("part", N_("Part"), lambda one: Said(one[0].title)),
    Column("number", N_("Number"), lambda one: one[1].number),
    Column("what", N_("Of what"), lambda one: Said(one[1].words)),
    Column("acts", N_("Acts"), lambda one: one[1].acts),
)


def account(visit: Visit) -> Result:
    """The account of a quarter."""
    found = _account(visit)
    document = document_of(found)
    kept = visit.here(at_size=str(found.size)).partition("?")[2]  # what is looked at stays, however the log grows
    other = EDITIONS[found.edition == "board"]
    return Shown(
        {
            "account": found,
            "document": document,
            "figures": Table(
                "figures", N_("Figures"), _FIGURES, [(b, one) for b in document.blocks for one in b.figures]
            ),
            "spoken": SPOKEN,
            "kept": f"?{kept}",
            "other": other,
            "to_other": visit.here(edition=other, at_size=str(found.size)),
            "below": _path(str(found.quarter)),
        }
    )


def figure(visit: Visit) -> Result:
    """A number, and every act that it rests on."""
    found = _account(visit)
    one = found.figure(visit.path["figure"])
    after = _number(visit.query.cursor, "cursor") if visit.query.cursor else None
    rows, more = desk.acts_of(visit.home, found, one, after)
    table = Table(
        "acts",
        N_("Acts that it rests on, the oldest first"),
        _ACTS,
        rows,
        N_("No act: the number is nil."),
        next="" if more is None else str(more),
        every=lambda: desk.every_act_of(visit.home, found, one),
    )
    back = visit.here(cursor="", at_size=str(found.size)).partition("?")[2]
    return Shown(
        {
            "account": found,
            "figure": one,
            "acts": table,
            "back": _path(str(found.quarter), f"?{back}"),
            "spoken": SPOKEN,
        }
    )


def page(visit: Visit) -> Result:
    """The account as a file of its own."""
    found = _account(visit)
    return Sent(quarter_page(found).encode(), "text/html; charset=utf-8", _name(found, "html"))


def print_(visit: Visit) -> Result:
    """The account as a PDF."""
    found = _account(visit)
    return Sent(quarter_print(found), "application/pdf", _name(found, "pdf"))


def _account(visit: Visit) -> Account:
    query: AccountLook = visit.query
    if query.edition not in EDITIONS:
        raise InputError(f"there is no edition `{query.edition[:20]}`", "edition", "board or public")
    at_size = _number(query.at_size, "at_size") if query.at_size else None
    quarter = read_quarter(visit.path["quarter"])
    return desk.account_of(visit.home, quarter, at_size, public=query.edition == "public")


def _number(text: str, at: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > 15:
        raise InputError(f"`{text[:40]}` is no number", at, "a whole number from 0")
    return int(text)


def _name(found: Account, ending: str) -> str:
    return f"account-{found.quarter}-{found.edition}.{ending}"


PAGES = (
    Page("GET", "/quarters", "read_quarters", quarters, title=N_("Quarters"), template="quarters/quarters.html.j2"),
    Page(
        "GET",
        QUARTER,
        "read_quarters",
        account,
        title=N_("Account of a quarter"),
        template="quarters/account.html.j2",
        query=AccountLook,
        section="/quarters",
    ),
    Page(
        "GET",
        f"{QUARTER}/figures/{{figure}}",
        "read_quarters",
        figure,
        title=N_("What a number rests on"),
        template="quarters/figure.html.j2",
        query=AccountLook,
        section="/quarters",
    ),
    Page("GET", f"{QUARTER}/page", "read_quarters", page, query=AccountLook),
    Page("GET", f"{QUARTER}/print", "read_quarters", print_, query=AccountLook),
)
