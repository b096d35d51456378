"""A home as an office has it after some days, served in a process of its own, and people signed in to it."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from moratorium.desk import accounts, sessions
from moratorium.desk.home import open_home
from moratorium.web.console.page import Page
from moratorium.web.console.pages import PAGES
from tests.web.office import build, form, served
from tests.web.screening_office import furnish_screening

WAIT = 60.0
PROGRAM = "import sys; from moratorium.cli import main; sys.exit(main())"
PEOPLE = {
    "officer": "ann",
    "approver": "bo",
    "counsel": "cor",
    "auditor": "dee",
    "administrator": "eve",
    "requester": "fay",
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
        furnish_screening(office)
        for role, name in PEOPLE.items():
            accounts.invite(office.home, name, role)


def people(home: Path) -> dict[str, str]:
    """Sign somebody of each role in; returns the ids of their sessions."""
    opened = open_home(home, "ann")
    with opened.store:
        return {role: sessions.begin(opened, name).secret for role, name in PEOPLE.items()}


@contextmanager
def serving(home: Path) -> Iterator[str]:
    """The home served; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-c", PROGRAM, "--home", str(home), "serve", "--port", str(port)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MORATORIUM_")}
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, stdout=quiet, stderr=quiet, env=environment, start_new_session=True)
    try:
        _until_it_answers(url, process)
        yield url
    finally:
        process.terminate()
        process.wait(WAIT)


def _until_it_answers(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + WAIT
    while time.monotonic() < deadline and process.poll() is None:
        try:
            httpx.get(f"{url}/sign-in", timeout=WAIT)
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("it does not answer")


def page_of(path: str) -> Page | None:
    """The page that an address belongs to."""
    for page in PAGES:
        pattern = re.sub(r"\\{\w+:path\\}", ".+", re.sub(r"\\{\w+\\}", "[^/]+", re.escape(page.path)))
        if page.method == "GET" and re.fullmatch(pattern, path):
            return page
    return None
