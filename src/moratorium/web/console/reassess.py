"""Re-assess: what a change of the rulebook would have done, counted at once or replayed in full; proofs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec

from moratorium.desk import drafting, jobs, measure_drafts, measure_pages, reassessing
from moratorium.desk.jobs import Job
from moratorium.desk.replaying import read_impact
from moratorium.errors import Fault, InputError, MissingError
from moratorium.report.impact_page import impact_fragment
from moratorium.web.console.job_pages import COLUMNS, job_address
from moratorium.web.console.language import N_
from moratorium.web.console.page import Look, Moved, Page, Result, Shown, Visit
from moratorium.web.console.tables import Cell, Column, Said, Table

KINDS = ("replay", "profile", "proof", "history")

EXAMPLES = (
    "never allow where any role within RU and product in hs:8806",
    "never allow where any role listed",
    "the draft never eases",
)


class OverviewLook(Look, frozen=True):
    """Which page of runs."""


class WhatIfLook(Look, frozen=True):
    """What the form begins with: a draft, a measure of the adopted rulebook, or the number of a proposal."""

    draft: str = ""
    measure: str = ""
    proposal: int | None = None


class ChangeForm(msgspec.Struct, frozen=True):
    """A change of the rulebook.

    Attributes:
        text: Measures, new or changed.
        without: Ids of measures left out, separated by commas or spaces.
        on: The day for all lines; None for each line's own.
    """

    text: str = ""
    without: str = ""
    on: date | None = None


class CompareForm(msgspec.Struct, frozen=True):
    """Drafts to be compared.

    Attributes:
        drafts: Ids of drafts of measures.
        on: The day for all lines; None for each line's own.
    """

    drafts: tuple[str, ...] = ()
    on: date | None = None


class ProofForm(msgspec.Struct, frozen=True):
    """A property to be proved.

    Attributes:
        property: As written.
        text: Measures put over the adopted rulebook; empty for the rulebook as it stands.
        start: First day; None for today.
        end: First day after it; None for no end.
        with_inactive: Whether inactive measures count as well.
    """

    property: str
    text: str = ""
    start: date | None = None
    end: date | None = None
    with_inactive: bool = False


# -- what was asked ---------------------------------------------------------------------------------------------------


def overview(visit: Visit) -> Result:
    """What can be asked, and what was asked before."""
    found = jobs.listed(visit.home, among=KINDS, limit=50)
    table = Table(
        "runs",
        N_("Replays and proofs"),
        COLUMNS,
        found,
        empty=N_("Nothing was replayed or proved yet. Write a change and see what it would have done."),
    )
    drafts = measure_drafts.all_drafts(visit.home) if visit.may("propose") else ()
    return Shown({"runs": table, "history": reassessing.history_state(visit.home), "drafts": drafts})


# -- what if ----------------------------------------------------------------------------------------------------------


def what_if(visit: Visit) -> Result:
    """The form, with the text of a draft or proposal if one was chosen."""
    query: WhatIfLook = visit.query
    if query.proposal is not None:
        proposed = measure_pages.whole_proposal(visit.home, query.proposal).row.proposed
        text = "\n---\n".join(proposed.documents.values())
        return Shown(_form(visit, ChangeForm(text, ", ".join(proposed.removed))))
    text = measure_drafts.draft(visit.home, query.draft).text if query.draft else ""
    text = drafting.document(visit.home, query.measure, None) if query.measure else text
    return Shown(_form(visit, ChangeForm(text)))


def count(visit: Visit) -> Result:
    """Count a change on the profile of the history, now."""
    form: ChangeForm = visit.form
    impact = visit.service.what_if.impact(_changed(visit, form), form.on)
    return Shown({**_form(visit, form), "impact": impact_fragment(impact, whole=False), "lines": impact.lines})


def _form(visit: Visit, form: ChangeForm) -> dict[str, Any]:
    measures = [(one, one) for one in reassessing.measures(visit.home)]
    history = reassessing.history_state(visit.home)
    return {"form": form, "measures": measures, "history": history, "impact": None, "lines": 0}


def _changed(visit: Visit, form: ChangeForm) -> jobs.Documents:
    return _over(visit, form.text, tuple(form.without.replace(",", " ").split()))


def _over(visit: Visit, text: str, without: tuple[str, ...] = ()) -> jobs.Documents:
    """The adopted rulebook with a text put over it; faults in its lines are told beside its field."""
    try:
        return reassessing.changed_rulebook(visit.home, text, without)
    except InputError as error:
        raise InputError.of(map(_beside, error.faults)) from error


def _beside(fault: Fault) -> Fault:
    field, _, place = fault.at.partition(":")
    return fault._replace(at=field, message=f"{place}: {fault.message}") if place else fault


def profile(visit: Visit) -> Result:
    """Have the profile made for what a change asks of lines."""
    found = jobs.asked_for(visit.home, jobs.Profile({reassessing.NAME: _changed(visit, visit.form)}))
    return Moved(job_address(found.id), visit.words("The profile is being made."))


# -- replays ----------------------------------------------------------------------------------------------------------


def replay(visit: Visit) -> Result:
    """Have a change replayed in full."""
    form: ChangeForm = visit.form
    found = jobs.asked_for(visit.home, jobs.Replay({reassessing.NAME: _changed(visit, form)}, on=form.on))
    return Moved(job_address(found.id), visit.words("The replay is asked for."))


def compare(visit: Visit) -> Result:
    """Have several drafts replayed side by side."""
    form: CompareForm = visit.form
    if not form.drafts:
        raise InputError.of([Fault("no draft is chosen", "drafts", "choose at least one")])
    drafts = {}
    for id in form.drafts:
        row = measure_drafts.draft(visit.home, id)
        drafts[f"{row.measure or 'new'}-{row.id}"] = reassessing.changed_rulebook(visit.home, row.text)
    found = jobs.asked_for(visit.home, jobs.Replay(drafts, on=form.on))
    return Moved(job_address(found.id), visit.words("The replay is asked for."))


def replayed(visit: Visit) -> Result:
    """What came of a replay."""
    found = _ended(visit, "replay")
    if found is None:
        return Moved(job_address(visit.path["job"]))
    impact = read_impact(jobs.results(visit.home, found.id))
    return Shown({"job": found, "impact": impact_fragment(impact), "several": len(impact.drafts) > 1})


def _ended(visit: Visit, kind: str) -> Job | None:
    """A job of a kind that is done; None if it is not, and its own page tells why."""
    found = jobs.job(visit.home, visit.path["job"])
    if found.kind != kind:
        raise MissingError(f"job `{found.id}` is no {kind}")
    return found if found.state == "done" else None


# -- proofs -----------------------------------------------------------------------------------------------------------


def proofs(visit: Visit) -> Result:
    """The form for a property."""
    return Shown({"examples": EXAMPLES, "start": visit.home.today()})


def prove(visit: Visit) -> Result:
    """Have a property proved."""
    form: ProofForm = visit.form
    draft = _over(visit, form.text) if form.text.strip() else None
    asked = jobs.Proof(form.property, draft, form.start, form.end, with_inactive=form.with_inactive)
    return Moved(job_address(jobs.asked_for(visit.home, asked).id), visit.words("The proof is asked for."))


def proved(visit: Visit) -> Result:
    """What came of a proof, with the order that breaks the property."""
    found = _ended(visit, "proof")
    if found is None:
        return Moved(job_address(visit.path["job"]))
    proof: dict[str, Any] = msgspec.json.decode(jobs.result(visit.home, found, jobs.PROOF).read_bytes())
    return Shown({"job": found, "proof": proof, "witness": _witness(proof.get("order") or [])})


def _witness(records: list[dict[str, Any]]) -> Table:
    """The lines of a witness: a row for each field, a column for each line."""
    names = sorted({name for record in records for name in record})
    columns = [
        Column("field", N_("Field"), lambda row: row[0]),
        *(Column(f"line{number + 1}", N_("Value"), _value(number)) for number in range(len(records))),
    ]
    rows = [(name, [str(record.get(name, "")) for record in records]) for name in names]
    return Table("witness", N_("The order that breaks it"), columns, rows)


def _value(number: int) -> Callable[[Any], Cell]:
    return lambda row: Said(row[1][number])


_REASSESS = "/reassess"

PAGES = (
    Page(
        "GET", _REASSESS, "read_replays", overview,
        title=N_("Re-assess"), template="reassess/overview.html.j2", query=OverviewLook,
    ),
    Page(
        "GET", "/reassess/what-if", "replay", what_if,
        title=N_("What would a change do?"), template="reassess/what_if.html.j2", query=WhatIfLook, section=_REASSESS,
    ),
    Page(
        "POST", "/reassess/what-if", "replay", count,
        title=N_("What would a change do?"), template="reassess/what_if.html.j2", query=WhatIfLook, form=ChangeForm,
        back="/reassess/what-if", section=_REASSESS,
    ),
    Page("POST", "/reassess/profile", "replay", profile, form=ChangeForm, back="/reassess/what-if"),
    Page("POST", "/reassess/replay", "replay", replay, form=ChangeForm, back="/reassess/what-if"),
    Page("POST", "/reassess/compare", "replay", compare, form=CompareForm, back=_REASSESS),
    Page(
        "GET", "/reassess/replays/{job}", "read_replays", replayed,
        title=N_("What would have changed"), template="reassess/replay.html.j2", section=_REASSESS,
    ),
    Page(
        "GET", "/reassess/proofs", "prove", proofs,
        title=N_("Prove a property"), template="reassess/proofs.html.j2", section=_REASSESS,
    ),
    Page("POST", "/reassess/proofs", "prove", prove, form=ProofForm, back="/reassess/proofs"),
    Page(
        "GET", "/reassess/proofs/{job}", "read_replays", proved,
        title=N_("What the proof found"), template="reassess/proof.html.j2", section=_REASSESS,
    ),
)  # fmt: skip
