"""Acts: who did what when, one of them whole, and its proof for somebody outside."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

import msgspec

from moratorium.desk import acts as log
from moratorium.desk import asking
from moratorium.errors import InputError, MissingError
from moratorium.web.console.language import N_
from moratorium.web.console.page import Look, Moved, Page, Result, Sent, Shown, Visit, filled
from moratorium.web.console.tables import Cell, Column, Link, Table, Word

SHOWN = 50

KIND_WORDS = {
    "account_set": N_("account made or changed"),
    "answer_confirmed": N_("answer confirmed by a second person"),
    "answered": N_("question answered"),
    "approved": N_("proposal approved"),
    "ask_closed": N_("question to the requester ended"),
    "asked_outside": N_("requester asked"),
    "assigned": N_("hold assigned"),
    "authorised": N_("licence put on record"),
    "came_into_force": N_("open orders decided again"),
    "case_entered": N_("case opened or added to"),
    "case_moved": N_("case moved on"),
    "clearance_confirmed": N_("clearance confirmed by a second person"),
    "clearance_proposed": N_("clearance proposed"),
    "clearance_rejected": N_("clearance rejected"),
    "cleared": N_("hold cleared"),
    "clock_mended": N_("clock set right that had run ahead"),
    "commented": N_("comment written"),
    "decided": N_("order decided"),
    "deferred": N_("match needs more"),
    "drawn": N_("drawn from a licence"),
    "erased": N_("payload erased"),
    "identity_made": N_("local identity made"),
    "kept": N_("document kept"),
    "list_checked": N_("list asked for"),
    "list_imported": N_("list version read"),
    "looked": N_("personal data looked at"),
    "proposed": N_("measure proposed"),
    "rejected": N_("proposal rejected"),
    "released": N_("drawdown given back"),
    "replied": N_("requester replied"),
    "rescreened": N_("parties compared again"),
    "withdrawn": N_("answer or clearance withdrawn"),
}
"""What people read for a kind; of one that is not here, its own name."""


class ActsLook(Look, frozen=True):
    """Which acts.

    Attributes:
        kind: Only of this kind.
        who: Only of this person.
        subject: Only those whose subject begins so.
    """

    kind: str = ""
    who: str = ""
    subject: str = ""


def _kind(one: Any) -> Word:
    return Word(KIND_WORDS.get(one.kind, one.kind))


_PAGES = {
    "order": "/orders/{id:path}",
    "party": "/parties/party%3A{id:path}",
    "case": "/cases/{id}",
    "act": "/acts/{id}",
    "measure": "/measures/{id}",
    "proposal": "/proposals/{id}",
    "list": "/lists/{id}",
}
"""Where each sort of thing is shown; who may read acts may read all of them."""

_OF_KIND = {
    "approved": "proposal",
    "assigned": "order",
    "case_entered": "case",
    "case_moved": "case",
    "clearance_proposed": "measure",
    "cleared": "measure",
    "commented": "order",
    "decided": "order",
    "list_imported": "list",
    "rejected": "proposal",
}
"""What the subject of an act is, where it does not say so itself."""


def subject_cell(kind: str, subject: str) -> Link | str:
    """To what something was done, as a link to it where it has a page.

    >>> subject_cell("decided", "SO-1/sale"), subject_cell("looked", "party:C 7"), subject_cell("kept", "catalogue")
    (Link(words='SO-1/sale', to='/orders/SO-1/sale'), Link(words='party:C 7', to='/parties/party%3AC%207'), 'catalogue')
    """
    sort, colon, id = subject.partition(":")
    if not colon or sort not in _PAGES:
        sort, id = _OF_KIND.get(kind, ""), subject
    return Link(subject, filled(_PAGES[sort], {"id": id})) if sort else subject


def act_cell(visit: Visit) -> Callable[[Any], Cell]:
    """The act of a row, as a link for who may read acts."""
    leads = visit.may("read_acts")
    return lambda one: Link(str(one.act), f"/acts/{one.act}") if leads else str(one.act)


_COLUMNS = (
    Column("act", N_("Act"), lambda one: Link(str(one.index), f"/acts/{one.index}")),
    Column("kind", N_("What"), _kind),
    Column("subject", N_("To what"), lambda one: subject_cell(one.kind, one.subject)),
    Column("who", N_("Who"), lambda one: Link(one.who, f"/acts?{urlencode({'who': one.who.partition('@')[0]})}")),
    Column("at", N_("When"), lambda one: one.at),
)


def acts(visit: Visit) -> Result:
    """The newest acts first."""
    query: ActsLook = visit.query
    which = log.wanted(query.kind, query.who, query.subject)
    found, more = log.page(visit.home, which, _number(query.cursor, "cursor") if query.cursor else None, SHOWN)
    return Shown({"acts": _table(visit, found, which, more), "kinds": _kinds(visit)})


def _table(visit: Visit, found: Sequence[Any], which: Any, more: int | None) -> Table:
    return Table(
        "acts",
        N_("Acts, the newest first"),
        _COLUMNS,
        found,
        N_("No act is like this among those looked through. Take away a part of what you asked for, or look further."),
        next="" if more is None else str(more),
        every=lambda: log.every(visit.home, which),
    )


def _kinds(visit: Visit) -> list[tuple[str, str]]:
    known = sorted((visit.words(KIND_WORDS.get(kind, kind)), kind) for kind in log.KINDS)
    return [("", visit.words(N_("all"))), *((kind, words) for words, kind in known)]


def act(visit: Visit) -> Result:
    """One act whole, and how to prove it."""
    index = _number(visit.path["number"], "number")
    found = log.whole(visit.home, index, "/acts")
    return Shown(
        {
            "act": found.entry,
            "kind": KIND_WORDS.get(found.entry.kind, found.entry.kind),
            "subject": subject_cell(found.entry.kind, found.entry.subject),
            "text": found.text,
            "command": log.verification(visit.home, index),
            "erasable": found.entry.kind == "asked_outside" and bool(found.text) and visit.may("erase_words"),
        }
    )


class EraseForm(msgspec.Struct, frozen=True):
    """Why a question to a requester is erased."""

    reason: str


def erase(visit: Visit) -> Result:
    """Erase a question to a requester, with its reply."""
    index = _number(visit.path["number"], "number")
    asking.erase(visit.home, index, visit.form.reason)
    return Moved(f"/acts/{index}", visit.words("It is erased; that somebody was asked stays proved."))


def receipt(visit: Visit) -> Result:
    """The receipt and what it cites, to hand on."""
    index = _number(visit.path["number"], "number")
    content, _ = log.receipt_files(visit.home, index)
    return Sent(content, "application/zip", f"act-{index}.zip")


def _number(text: str, at: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > 15:
        if at == "number":
            raise MissingError(f"no act `{text[:40]}`", help="acts are numbered from 0")
        raise InputError(f"`{text[:40]}` is no number", at, "a whole number from 0")
    return int(text)


PAGES = (
    Page("GET", "/acts", "read_acts", acts, title=N_("Acts"), template="acts/acts.html.j2", query=ActsLook),
    Page("GET", "/acts/{number}", "read_acts", act, title=N_("Act"), template="acts/act.html.j2", section="/acts"),
    Page("GET", "/acts/{number}/receipt", "read_receipts", receipt),
    Page("POST", "/acts/{number}/erase", "erase_words", erase, form=EraseForm, back="/acts/{number}"),
)
