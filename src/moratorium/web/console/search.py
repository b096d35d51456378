"""The search box: an order id, a party, a measure, a case or the number of an act."""

from __future__ import annotations

from moratorium.desk import finding
from moratorium.desk.finding import Found, Kind
from moratorium.web.console.language import N_
from moratorium.web.console.page import Look, Moved, Page, Result, Shown, Visit, filled
from moratorium.web.console.tables import Column, Link, Table, Word


class SearchLook(Look, frozen=True):
    """What is looked for.

    Attributes:
        text: As typed.
    """

    text: str = ""


_KINDS: dict[Kind, tuple[str, str, str]] = {
    "order": (N_("Order"), "/orders/{id:path}", "read_orders"),
    "party": (N_("Party"), "/parties/{id:path}", "read_parties"),
    "measure": (N_("Measure"), "/measures/{id}", "read_measures"),
    "act": (N_("Act"), "/acts/{id}", "read_acts"),
    "case": (N_("Case"), "/cases/{id}", "read_cases"),
}
"""What can be found: its word, its page, and who may open that."""


def _address(one: Found) -> str:
    return filled(_KINDS[one.kind][1], {"id": one.id})


_COLUMNS = (
    Column("words", N_("Found"), lambda one: Link(one.words or one.id, _address(one))),
    Column("kind", N_("What"), lambda one: Word(_KINDS[one.kind][0])),
    Column("id", N_("Id"), lambda one: one.id),
)


def search(visit: Visit) -> Result:
    """What a text may mean; if it can mean one thing only, that is opened."""
    text = visit.query.text.strip()[:200]
    kinds = frozenset(kind for kind, (_, _, permission) in _KINDS.items() if visit.may(permission))
    found = finding.find(visit.home, text, kinds)
    if len(found) == 1:
        return Moved(_address(found[0]))
    empty = N_(
        "Nothing is called so. An order is found by its whole id, a party or a measure by pieces of its name, a case "
        "by its words."
    )
    return Shown({"found": Table("found", N_("What it may be"), _COLUMNS, found, empty), "text": text})


PAGES = (Page("GET", "/search", "use_console", search, title=N_("Find"), template="search.html.j2", query=SearchLook),)
