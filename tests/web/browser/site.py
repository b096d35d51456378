"""A home as an office has it after some days, served in a process of its own, and people signed in to it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from moratorium.desk import accounts, sessions
from moratorium.desk.home import open_home
from moratorium.desk.jobs import Profile, Proof, Replay
from tests.desk.job_office import DRAFTS, asked, done, with_history
from tests.desk.partner_office import furnish as furnish_partners
from tests.web.case_office import furnish_cases
from tests.web.office import NOON, Office, build, form, served
from tests.web.running import running
from tests.web.screening_office import furnish_screening
from tests.web.statement_office import furnish_statements

PEOPLE = {
    "officer": "ann",
    "approver": "bo",
    "counsel": "cor",
    "auditor": "dee",
    "administrator": "eve",
    "requester": "fay",
    "partner": "hilda",
}
COUNTRIES = ("NL", "RU", "BY", "DE", "UA", "BY", None, "FR")
"""Where the orders go: some are let through, some held, some denied, of one nobody knows."""


@dataclass(frozen=True)
class Site:
    """A served home.

    Attributes:
        url: Its address.
        home: Its folder.
        cookies: The id of a session of somebody of each role.
    """

    url: str
    home: Path
    cookies: dict[str, str]


def furnish(folder: Path) -> None:
    """Make a home: a rulebook, orders with their decisions, a proposal that waits, an account for each role."""
    template = folder / "template"
    template.mkdir(parents=True)
    keys = build(template)
    with served(template, keys, folder / "home") as office:
        batch = [form(country, f"SO-{1000 + n}") for n, country in enumerate(COUNTRIES * 3)]
        office.decide(batch).raise_for_status()
        reassessed(office)
        furnish_screening(office)
        furnish_cases(office)
        furnish_statements(office)
        furnish_partners(office.home)
        for role, name in PEOPLE.items():
            if role != "partner":
                accounts.invite(office.home, name, role)


def reassessed(office: Office) -> None:
    """A history, a replay over it and a proof, done as the worker does them; and a job that waits."""
    home = office.home
    with_history(home)
    done(home, Profile(DRAFTS))
    done(home, Replay(DRAFTS))
    done(home, Proof("never allow where any role within BE", start=NOON.date()))
    asked(home, Proof("never allow where any role within RU"))


def people(home: Path, database: str | None = None) -> dict[str, str]:
    """Sign somebody of each role in; returns the ids of their sessions."""
    opened = open_home(home, "ann", database=database)
    with opened.store:
        return {role: sessions.begin(opened, name).secret for role, name in PEOPLE.items()}


@contextmanager
def serving(home: Path) -> Iterator[str]:
    """The home served; its address."""
    with running(home) as server:
        yield server.url
