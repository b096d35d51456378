"""Jobs for tests: done in this process step by step, or by a worker in a process of its own that is killed."""

from __future__ import annotations

from typing import Any

from moratorium.desk import jobs
from moratorium.desk.home import Home
from moratorium.desk.job_steps import Printers, Steps
from moratorium.desk.jobs import Asked, Build
from moratorium.report.decisions import DecisionDocuments
from moratorium.report.impact_page import impact_page
from moratorium.store.jobs import Job
from tests.cli.office import COLUMNS, row
from tests.web.office import WATCH
from tests.worlds import SUSPENSION

COUNTRIES = ("NL", "RU", "BY", "UA", "DE")
LINES = 60
DRAFTS = {"narrower": {"one.yaml": SUSPENSION.replace("[RU, UA]", "[RU]")}, "none": {"watch.yaml": WATCH}}
"""A rulebook that stops less, and one without the suspension."""


def printers() -> Printers:
    """What the worker of the command line is handed."""
    return Printers(impact_page, DecisionDocuments().several)


def asked(home: Home, what: Asked, cause: str = "") -> str:
    """Ask for a job; returns its id."""
    with home.store.begin() as connection:
        return jobs.ask(home, connection, what, cause)


def carried(steps: Steps, id: str, state: dict[str, Any] | None = None, most: int = 1_000) -> dict[str, Any]:
    """Do so many steps of a job, or all; returns the state after the last one."""
    found = state or {}
    while "ended" not in found and most > 0:
        found, most = steps(id, found), most - 1
    return found


def done(home: Home, what: Asked) -> Job:
    """A job asked for and carried through."""
    id = asked(home, what)
    steps = Steps(home, printers(), every=0.0)
    try:
        carried(steps, id)
    finally:
        steps.close()
    return jobs.job(home, id)


def with_history(home: Home) -> Job:
    """Have the history of a home built, of sixty orders over a year and a row that is none; returns the job."""
    lines = [
        row(f"A{number}", COUNTRIES[number % 5], placed_on=f"2021-{number % 12 + 1:02}-15") for number in range(LINES)
    ]
    file = home.path / "orders.csv"
    file.write_text("\n".join([COLUMNS, *lines, '"A-X","1"']) + "\n", encoding="utf-8")
    return done(home, Build((str(file),)))
