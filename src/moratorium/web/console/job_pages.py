"""Jobs: how far they are, what they wrote, and how to stop them."""

from __future__ import annotations

from moratorium.desk import jobs
from moratorium.desk.jobs import Job
from moratorium.desk.permissions import may
from moratorium.web.console.language import N_
from moratorium.web.console.page import Look, Moved, Page, Result, Sent, Shown, Visit, filled
from moratorium.web.console.tables import Cell, Column, Link, Said, Table, Word

KIND_WORDS = {
    "replay": N_("Replay"),
    "profile": N_("Profile of the history"),
    "proof": N_("Proof"),
    "history": N_("Building the history"),
    "decisions": N_("Batch of orders"),
    "again": N_("Orders decided again"),
    "rescreen": N_("Parties compared anew"),
}
STATE_WORDS = {
    "waiting": N_("waits"),
    "running": N_("runs"),
    "done": N_("done"),
    "failed": N_("failed"),
    "cancelled": N_("stopped"),
}
PAGE = 50


def job_address(id: str) -> str:
    """Where a job is shown."""
    return filled("/jobs/{job}", {"job": id})


def share(job: Job) -> Cell:
    """How much is done."""
    if not job.done:
        return None
    return job.done if job.total is None else f"{job.done:,} / {job.total:,}"


def result_address(job: Job) -> str:
    """Where what came of a job is shown; empty if only its own page tells."""
    paths = {"replay": "/reassess/replays/{job}", "proof": "/reassess/proofs/{job}"}
    return filled(paths[job.kind], {"job": job.id}) if job.state == "done" and job.kind in paths else ""


def _words(job: Job) -> Cell:
    found = job.outcome.words if job.outcome else job.words
    return Said(found) if found else None


COLUMNS = (
    Column("id", N_("Job"), lambda job: Link(job.id[:8], job_address(job.id))),
    Column("kind", N_("Kind"), lambda job: Word(KIND_WORDS[job.kind])),
    Column("by", N_("Asked for by"), lambda job: job.by),
    Column("at", N_("When"), lambda job: job.at),
    Column("state", N_("State"), lambda job: Word(STATE_WORDS[job.state])),
    Column("done", N_("Done"), share),
    Column("words", N_("What came of it"), _words),
)


def listed(visit: Visit) -> Result:
    """Jobs that the person may see, the newest first."""
    kinds = jobs.visible(visit.person.role)
    found = jobs.listed(visit.home, among=kinds, before=jobs.place_of(visit.query.cursor), limit=PAGE)
    table = Table(
        "jobs",
        N_("Jobs"),
        COLUMNS,
        found,
        empty=N_("No job was asked for yet. Replays, proofs and large batches become jobs, and the worker does them."),
        next=jobs.cursor_of(found[-1]) if len(found) == PAGE else "",
    )
    return Shown({"jobs": table})


def shown(visit: Visit) -> Result:
    """A job: how far it is, or what came of it."""
    job = jobs.job(visit.home, visit.path["job"])
    role = visit.person.role
    values = {
        "job": job,
        "kind": KIND_WORDS[job.kind],
        "state": STATE_WORDS[job.state],
        "result": result_address(job) if visit.may("read_replays") else "",
        "readable": may(role, jobs.KINDS[job.kind].reading),
        "stoppable": not job.has_ended and (job.by == visit.person.name or visit.may("cancel_any_job")),
    }
    return Shown(values)


def cancel(visit: Visit) -> Result:
    """Stop a job."""
    found = jobs.cancel(visit.home, visit.path["job"], of_others=visit.may("cancel_any_job"))
    told = N_("It is asked to stop.") if found.outcome is None else N_("It is stopped; nothing was done.")
    return Moved(job_address(found.id), visit.words(told))


def file(visit: Visit) -> Result:
    """A file that a job wrote."""
    name = visit.path["name"]
    content = jobs.read_result(visit.home, visit.path["job"], name, visit.person.role)
    return Sent(content, "application/octet-stream", name)


PAGES = (
    Page("GET", "/jobs", "read_jobs", listed, title=N_("Jobs"), template="jobs/list.html.j2", query=Look),
    Page("GET", "/jobs/{job}", "read_jobs", shown, title=N_("Job"), template="jobs/job.html.j2", section="/jobs"),
    Page("POST", "/jobs/{job}/cancel", "cancel_jobs", cancel, back="/jobs/{job}"),
    Page("GET", "/jobs/{job}/files/{name}", "read_jobs", file),
)
