"""Re-assessing: what a change of the rulebook would have done, counted in a moment while somebody writes it.

A change is a text of one or several measures, put over the adopted rulebook, and measures that are left out of it. The
profile of the history is opened once and kept, so each next question takes well under a second; it is opened anew when
the history has changed.
"""

from __future__ import annotations

import threading
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from msgspec import structs

from moratorium.desk import jobs, rulebooks
from moratorium.desk.home import Home
from moratorium.desk.jobs import Documents, Job
from moratorium.desk.replaying import ReplayRun, history_in, opened_profile, read_impact
from moratorium.errors import ConflictError, Fault, InputError, MissingError, SourceError
from moratorium.history.impact import Impact
from moratorium.history.profile import read_profile
from moratorium.measures import Rulebook
from moratorium.store import projections

TEXT = "text"
"""Under this name faults tell the lines of what was written: ``text:4:12``."""

MOST_SEARCHED = 100
"""Replays among which the one of a change is looked for, the newest first."""

NAME = "change"
"""Name of the changed rulebook in figures and on pages."""


def changed_rulebook(home: Home, text: str, without: tuple[str, ...] = ()) -> Documents:
    """The adopted rulebook with a text put over it, as documents by measure.

    Args:
        home: The state.
        text: Measures, new or changed; empty for none.
        without: Ids of measures that are left out.

    Raises:
        InputError: the text holds faults (all are told, with line and column), or an id is none of the rulebook's.
        MissingError: no rulebook is adopted.
    """
    with home.store.read() as connection:
        documents = projections.rulebook_documents(connection, None)
        rulebooks.adopted(connection)
    unknown = [one for one in without if one not in documents]
    if unknown:
        raise InputError.of(Fault(f"no measure `{one}` in the adopted rulebook", "without") for one in unknown)
    own = rulebooks.read({TEXT: text}).documents if text.strip() else {}
    if not own and not without:
        raise InputError("nothing is changed", TEXT, "write a measure, or leave one out")
    whole = {id: document for id, document in {**documents, **own}.items() if id not in without}
    if not whole:
        raise InputError("nothing would be left of the rulebook", "without", "leave at least one measure in it")
    rulebooks.read(whole)
    return whole


def measures(home: Home) -> tuple[str, ...]:
    """Ids of the measures of the adopted rulebook, without the base pack; none if nothing is adopted."""
    with home.store.read() as connection:
        return tuple(sorted(projections.rulebook_documents(connection, None)))


@dataclass(frozen=True)
class HistoryState:
    """Whether there is a history to replay over.

    Attributes:
        orders: Orders in it.
        lines: Lines in it.
        has_profile: Whether a what-if can be answered.
        trouble: Why it cannot be used, with what to do; empty if it can.
    """

    orders: int = 0
    lines: int = 0
    has_profile: bool = False
    trouble: str = ""


def history_state(home: Home) -> HistoryState:
    """Whether there is a history, and a profile of it."""
    try:
        history = history_in(home.history)
        return HistoryState(history.orders, history.lines, read_profile(history) is not None)
    except (MissingError, SourceError) as error:
        return HistoryState(trouble=str(home.told(error.fault)))


@dataclass(frozen=True)
class Stored:
    """What a replay said of a change, kept from when it was made.

    Attributes:
        job: The replay.
        impact: Its figures for this change alone.
        is_beside_another: Whether it was compared with a rulebook that is no longer the adopted one.
    """

    job: Job
    impact: Impact
    is_beside_another: bool


def stored(home: Home, before: Rulebook, after: Rulebook) -> Stored | None:
    """The newest replay of a change that is kept; None if there is none, or its figures are not on this machine.

    Args:
        home: The state.
        before: The rulebook that it changes.
        after: The same with the change.
    """
    for job in jobs.listed(home, "replay", "done", limit=MOST_SEARCHED):
        books = job.outcome.books if job.outcome else {}
        name = next((name for name, digest in books.items() if name and digest == after.digest), None)
        if name is None:
            continue
        try:
            impact = read_impact(jobs.results(home, job.id))
        except SourceError:
            continue
        drafts = tuple(one for one in impact.drafts if one.book.name == name)
        return Stored(job, structs.replace(impact, drafts=drafts), books.get("") != before.digest)
    return None


class WhatIf:
    """Answers what a change would have done, on an opened profile. One question at a time; close it.

    Args:
        home: The state.
    """

    def __init__(self, home: Home) -> None:
        self._home = home
        self._lock = threading.Lock()
        self._opened = ExitStack()
        self._judged: Any = None

    def close(self) -> None:
        """Give back the profile."""
        with self._lock:
            self._forget()

    def impact(self, documents: Documents, day: date | None = None) -> Impact:
        """The impact of a changed rulebook, without orders, partners and products.

        Args:
            documents: The whole changed rulebook.
            day: The day for all lines; None for each line's own.

        Raises:
            InputError: the rulebook holds faults, or asks something of lines that the profile was not made for.
            MissingError: there is no history, or no profile of it.
            SourceError: the history or its profile cannot be read.
        """
        with self._lock, TemporaryDirectory() as folder:
            draft = Path(folder) / NAME
            draft.mkdir()
            for name, text in documents.items():
                (draft / f"{name}.yaml").write_text(text, encoding="utf-8")
            run = ReplayRun((draft,), self._home.history, day=day)
            try:
                return self._ask(run)
            except ConflictError:  # the history has changed since its profile was opened
                self._forget()
                return self._ask(run)

    def _ask(self, run: ReplayRun) -> Impact:
        if self._judged is None:
            if read_profile(history_in(run.history)) is None:
                raise MissingError("the history has no profile yet", help="have it made: it takes as long as a replay")
            self._judged = self._opened.enter_context(opened_profile(self._home, run, False, lambda _: None))
        found: Impact = self._judged(run)
        return found

    def _forget(self) -> None:
        self._judged = None
        self._opened.close()
        self._opened = ExitStack()
