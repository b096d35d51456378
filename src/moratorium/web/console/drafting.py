"""Measures changed by two people: drafts, checked as they are written; proposals, approval, and what it stopped."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from moratorium.desk import approving, measure_drafts, measure_pages, proving, reassessing, rulebooks, territory_map
from moratorium.desk.measure_drafts import Preview
from moratorium.desk.measure_pages import WholeProposal
from moratorium.errors import InputError
from moratorium.report.impact_page import impact_brief
from moratorium.web.console import world_map
from moratorium.web.console.consulted import consulted
from moratorium.web.console.language import N_
from moratorium.web.console.measures import (
    CHANGE_WORDS,
    GROUND_WORDS,
    PLACE_COLUMNS,
    PROPOSAL_WORDS,
    measure_address,
)
from moratorium.web.console.page import Moved, Page, Result, Shown, Visit, filled
from moratorium.web.console.tables import Column, Effect, Link, Table, Word

PROOF_SECONDS = 10.0
_MOST_DRAWN = 20
"""Measures of a proposal that are drawn on a map; a whole rulebook has a map of its own."""

COMMON = ("title", "effect", "within", "activities", "start", "end", "statement")
"""Fields of the form beside the text; the document has them under the same names."""

_SHARED: dict[str, Any] = {
    "CHANGE_WORDS": CHANGE_WORDS,
    "GROUND_WORDS": GROUND_WORDS,
    "PROPOSAL_WORDS": PROPOSAL_WORDS,
    "STATE_WORDS": world_map.STATE_WORDS,
    "STATE_MEANINGS": world_map.STATE_MEANINGS,
    "grouped": world_map.grouped,
}


def draft_address(id: str) -> str:
    """Where a draft is written."""
    return filled("/drafts/{draft}", {"draft": id})


def proposal_address(number: int) -> str:
    """Where a proposal is shown."""
    return filled("/proposals/{number}", {"number": str(number)})


def number_of(visit: Visit) -> int:
    """The number of a proposal in the path.

    Raises:
        InputError: it is none.
    """
    text = visit.path["number"]
    if not text.isascii() or not text.isdecimal() or len(text) > 18:
        raise InputError(f"`{text[:40]}` is no number of a proposal", "number", "see the list of proposals")
    return int(text)


# -- drafts -----------------------------------------------------------------------------------------------------------


class BeginForm(msgspec.Struct, frozen=True):
    """A draft of a new measure, or of a change of one."""

    measure: str = ""


class DraftForm(msgspec.Struct, frozen=True):
    """A draft as it is written, with the fields beside it."""

    version: int
    text: str = ""
    reason: str = ""
    do: str = "keep"
    title: str = ""
    effect: str = ""
    within: str = ""
    activities: str = ""
    start: str = ""
    end: str = ""
    statement: str = ""


DRAFT_COLUMNS = (
    Column("draft", N_("Draft"), lambda row: Link(_head(row), draft_address(row.id))),
    Column("measure", N_("Changes"), lambda row: _changed(row)),
    Column("by", N_("Kept last by"), lambda row: row.by),
    Column("at", N_("When"), lambda row: row.at),
    Column("reason", N_("Reason"), lambda row: row.reason),
)


def _changed(row: Any) -> Link | None:
    return Link(row.measure, measure_address(row.measure)) if row.measure else None


def _head(row: Any) -> str:
    """The first line of a text, by which people know it."""
    return str(next((line.strip() for line in row.text.splitlines() if line.strip()), row.id))[:80]


def drafts_page(visit: Visit) -> Result:
    """All drafts."""
    table = Table(
        "drafts",
        N_("Drafts"),
        DRAFT_COLUMNS,
        measure_drafts.all_drafts(visit.home),
        empty=N_("Nobody is writing a measure. Begin one here, or on the page of the measure that is to change."),
    )
    return Shown({"drafts": table})


def begin(visit: Visit) -> Result:
    """Begin a draft."""
    form: BeginForm = visit.form
    row = measure_drafts.begin(visit.home, measure=form.measure)
    return Moved(draft_address(row.id), visit.words("The draft is begun. It is kept, and nobody else is bound by it."))


def draft_page(visit: Visit) -> Result:
    """A draft in the editor, with what the reader says of it."""
    row = measure_drafts.draft(visit.home, visit.path["draft"])
    text = str(visit.typed.value("draft", "text", row.text))
    return Shown(_draft_values(visit, row, text, str(visit.typed.value("draft", "reason", row.reason))))


def _draft_values(visit: Visit, row: Any, text: str, reason: str) -> dict[str, Any]:
    home = visit.home
    found = measure_drafts.preview(home, text)
    common = measure_drafts.common(text)
    places = territory_map.scope_map(found.measures, home.today(), world_map.SHAPES)
    rows = territory_map.rows_of(places)
    return {
        **_SHARED,
        "draft": row,
        "text": text,
        "reason": reason,
        "found": found,
        "common": {name: common.get(name, "") for name in COMMON},
        "has_common": bool(common),
        "map": world_map.drawn(places, rows) if rows else None,
        "places": rows,
        "lines": text.count("\n") + 1,
        "stored": _stored(visit, found),
        "consulted": consulted(visit, [one.id for one in found.measures] or filter(None, [row.measure])),
    }


def _stored(visit: Visit, change: Preview | WholeProposal) -> dict[str, Any] | None:
    """What a stored replay says of a change, for who may read replays; None if there is none."""
    if change.before is None or change.after is None or not visit.may("read_replays"):
        return None
    found = reassessing.stored(visit.home, change.before, change.after)
    if found is None:
        return None
    return {"job": found.job, "brief": impact_brief(found.impact), "is_beside_another": found.is_beside_another}


def check(visit: Visit) -> Result:
    """What the reader says of a text that is being written; nothing is kept."""
    form: DraftForm = visit.form
    row = measure_drafts.draft(visit.home, visit.path["draft"])
    return Shown(_draft_values(visit, row, form.text, form.reason))


def keep(visit: Visit) -> Result:
    """Keep a draft, write the fields beside it into the text, or propose it."""
    form: DraftForm = visit.form
    home, id = visit.home, visit.path["draft"]
    match form.do:
        case "propose":
            number = measure_drafts.propose(home, id, form.version, form.text, form.reason)
            return Moved(proposal_address(number), visit.words("It is proposed. Another person has to approve it."))
        case "apply":
            fields = {name: getattr(form, name) for name in COMMON}
            text = measure_drafts.with_common(form.text, fields)
            measure_drafts.keep(home, id, form.version, text, form.reason)
            return Moved(draft_address(id), visit.words("The fields are written into the text, and the draft is kept."))
    measure_drafts.keep(home, id, form.version, form.text, form.reason)
    return Moved(draft_address(id), visit.words("The draft is kept."))


def discard(visit: Visit) -> Result:
    """Throw a draft away."""
    measure_drafts.discard(visit.home, visit.path["draft"])
    return Moved("/drafts", visit.words("The draft is thrown away."))


def oddities_page(visit: Visit) -> Result:
    """What is odd about a draft, by proof."""
    home = visit.home
    row = measure_drafts.draft(home, visit.path["draft"])
    found = measure_drafts.preview(home, row.text)
    if found.faults or found.after is None:
        return Shown({"draft": row, "faults": found.faults, "told": (), "unread": 0})
    warned = proving.draft_warnings(found.after.documents, home.today(), PROOF_SECONDS)
    own = {one.id for one in found.measures}
    told = [one for one in warned.told if any(f"`{id}`" in one for id in own)]
    others = len(warned.told) - len(told)
    return Shown({"draft": row, "faults": (), "told": told, "others": others, "unread": warned.unread})


# -- extend, lift -----------------------------------------------------------------------------------------------------


class ExtendForm(msgspec.Struct, frozen=True):
    """A measure is to last longer."""

    reason: str
    until: date | None = None
    seen: str = ""


class LiftForm(msgspec.Struct, frozen=True):
    """A measure is to end."""

    day: date
    reason: str
    seen: str = ""


def extend(visit: Visit) -> Result:
    """Propose that a measure last longer."""
    form: ExtendForm = visit.form
    number = rulebooks.propose_extension(visit.home, visit.path["measure"], form.until, form.reason, form.seen or None)
    return Moved(proposal_address(number), visit.words("The extension is proposed. Another person has to approve it."))


def lift(visit: Visit) -> Result:
    """Propose that a measure end."""
    form: LiftForm = visit.form
    number = rulebooks.propose_lift(visit.home, visit.path["measure"], form.day, form.reason, form.seen or None)
    return Moved(proposal_address(number), visit.words("The end is proposed. Another person has to approve it."))


# -- proposals --------------------------------------------------------------------------------------------------------


class RejectForm(msgspec.Struct, frozen=True):
    """Why a proposal is rejected or withdrawn."""

    reason: str


PROPOSAL_COLUMNS = (
    Column("number", N_("Proposal"), lambda row: Link(str(row.index), proposal_address(row.index))),
    Column("change", N_("Change"), lambda row: Word(CHANGE_WORDS[row.change])),
    Column("measures", N_("Measures"), lambda row: _named(row)),
    Column("by", N_("Proposed by"), lambda row: row.by),
    Column("reason", N_("Reason"), lambda row: row.reason),
    Column("state", N_("State"), lambda row: Word(PROPOSAL_WORDS[row.state])),
    Column("decided_by", N_("Decided by"), lambda row: row.decided_by),
    Column("decided_at", N_("When"), lambda row: row.decided_at),
)
_WAITING = PROPOSAL_COLUMNS[:5]


def _named(row: Any) -> str:
    """A few ids by name, many by number."""
    ids = sorted({*row.proposed.documents, *row.proposed.removed})
    return " ".join(ids) if len(ids) <= 4 else f"{' '.join(ids[:3])} … {len(ids)}"


def proposals_page(visit: Visit) -> Result:
    """Proposals that wait, and what became of others."""
    waiting = Table(
        "waiting",
        N_("Waiting for another person"),
        _WAITING,
        measure_pages.waiting_proposals(visit.home),
        empty=N_("No proposal waits. A draft becomes one with “Propose”."),
    )
    decided = Table(
        "decided",
        N_("Decided"),
        PROPOSAL_COLUMNS,
        measure_pages.decided_proposals(visit.home),
        empty=N_("No proposal was approved or rejected yet."),
    )
    return Shown({"waiting": waiting, "decided": decided})


CHANGED_COLUMNS = (
    Column("order", N_("Order"), lambda one: Link(one[0], filled("/orders/{order:path}", {"order": one[0]}))),
    Column("before", N_("Before"), lambda one: Effect(one[1]) if one[1] != "none" else None),
    Column("after", N_("After"), lambda one: Effect(one[2])),
)


def proposal_page(visit: Visit) -> Result:
    """A proposal: what it would change, or did; and what it stopped."""
    number = number_of(visit)
    whole = measure_pages.whole_proposal(visit.home, number)
    places = (
        territory_map.scope_map(whole.measures, visit.home.today(), world_map.SHAPES)
        if len(whole.measures) < 20
        else {}
    )
    rows = territory_map.rows_of(places)
    changed = Table(
        "changed",
        N_("Orders whose decision changed"),
        CHANGED_COLUMNS,
        whole.came.changed if whole.came else (),
        empty=N_("No open order changed."),
    )
    return Shown(
        {
            **_SHARED,
            "whole": whole,
            "row": whole.row,
            "map": world_map.drawn(places, rows) if rows else None,
            "places": rows,
            "territories": Table("territories", N_("What holds where"), PLACE_COLUMNS, rows),
            "changed": changed if whole.came and visit.may("read_orders") else None,
            "stored": _stored(visit, whole),
            "consulted": consulted(visit, (one.id for one in whole.measures[:_MOST_DRAWN])),
        }
    )


def approve(visit: Visit) -> Result:
    """Approve a proposal as the second person; open orders are decided again."""
    number = number_of(visit)
    found = approving.approve(visit.home, number, visit.service.references)
    to = proposal_address(number)
    if found.again is None:
        words = N_("It is approved. Open orders are being decided again; the job tells how far it is.")
        return Moved(to, visit.words(words))
    words = N_("It is approved. %(orders)s open orders were decided again; %(changed)s of them changed.")
    orders = sum(found.again.tally.orders.values())
    return Moved(to, visit.words(words, orders=orders, changed=len(found.again.changed)))


def reject(visit: Visit) -> Result:
    """Reject a proposal, or withdraw one's own."""
    number = number_of(visit)
    mine = measure_pages.whole_proposal(visit.home, number).mine
    form: RejectForm = visit.form
    rulebooks.reject(visit.home, number, form.reason)
    said = visit.words("It is withdrawn.") if mine else visit.words("It is rejected.")
    return Moved(proposal_address(number), said)


def begin_again(visit: Visit) -> Result:
    """Make a draft of what was rejected or withdrawn."""
    row = measure_drafts.from_proposal(visit.home, number_of(visit))
    return Moved(draft_address(row.id), visit.words("The draft is begun with what was proposed."))


def _page(method: str, path: str, permission: str, run: Any, **given: Any) -> Page:
    return Page(method, path, permission, run, section="/measures", **given)


PAGES = (
    _page("GET", "/drafts", "read_measures", drafts_page, title=N_("Drafts"), template="measures/drafts.html.j2"),
    _page("POST", "/drafts", "propose", begin, form=BeginForm, back="/drafts"),
    _page("GET", "/drafts/{draft}", "read_measures", draft_page, title=N_("Draft"), template="measures/draft.html.j2"),
    _page("POST", "/drafts/{draft}", "propose", keep, form=DraftForm, back="/drafts/{draft}"),
    _page(
        "POST",
        "/drafts/{draft}/check",
        "propose",
        check,
        title=N_("Draft"),
        template="measures/draft.html.j2",
        form=DraftForm,
        back="/drafts/{draft}",
    ),
    _page("POST", "/drafts/{draft}/discard", "propose", discard, back="/drafts/{draft}"),
    _page(
        "GET",
        "/drafts/{draft}/oddities",
        "read_measures",
        oddities_page,
        title=N_("What is odd about it"),
        template="measures/oddities.html.j2",
    ),
    _page("POST", "/measures/{measure}/extend", "propose", extend, form=ExtendForm, back="/measures/{measure}"),
    _page("POST", "/measures/{measure}/lift", "propose", lift, form=LiftForm, back="/measures/{measure}"),
    _page(
        "GET",
        "/proposals",
        "read_measures",
        proposals_page,
        title=N_("Proposals"),
        template="measures/proposals.html.j2",
    ),
    _page(
        "GET",
        "/proposals/{number}",
        "read_measures",
        proposal_page,
        title=N_("Proposal"),
        template="measures/proposal.html.j2",
    ),
    _page("POST", "/proposals/{number}/approve", "approve", approve, back="/proposals/{number}"),
    _page("POST", "/proposals/{number}/reject", "reject", reject, form=RejectForm, back="/proposals/{number}"),
    _page("POST", "/proposals/{number}/draft", "propose", begin_again, back="/proposals/{number}"),
)
