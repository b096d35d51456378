"""The daily round: what a day that came brings with it.

Once a day: measures whose review is due or soon will be, and lists older than promised, are told to whoever wants to
know. If windows of measures began or ended, or answers, clearances or authorisations ran out, orders are decided again,
as a job. What ended long ago is cleared away. The round of a day is done once, whoever asks for it.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from moratorium.desk import jobs, lists, mail, partner_effects, partner_reminders, receivers, rulebooks
from moratorium.desk.home import Home
from moratorium.desk.jobs import KEPT_FOR, Again
from moratorium.errors import MissingError
from moratorium.measures import Measure
from moratorium.store import Connection, happenings, marks, outbox
from moratorium.store import jobs as rows

READER = "rounds"
REVIEW_DAYS = 14
"""So many days before a review is due it is told."""

MOST_NAMED = 5


@dataclass(frozen=True)
class Round:
    """What a round came to.

    Attributes:
        day: Its day.
        causes: Why orders are decided again; nothing if they are not.
        letters: Letters put in.
        forgotten: Jobs whose results were cleared away.
    """

    day: date
    causes: tuple[str, ...] = ()
    letters: int = 0
    forgotten: tuple[str, ...] = ()


def daily(home: Home) -> Round | None:
    """Do the round of this day; None if it was done."""
    today = home.today()
    with home.store.read() as connection:
        last = marks.mark(connection, READER)
    if last is not None and last >= today.toordinal():
        return None
    stale = [
        f"{one.source}: published {one.version.published}" for one in lists.status(home) if one.version and one.is_stale
    ]
    with home.store.begin() as connection:
        last = marks.mark(connection, READER)
        if last is not None and last >= today.toordinal():
            return None
        since = today - timedelta(days=1) if last is None else date.fromordinal(last)
        marks.put(connection, READER, today.toordinal())
        measures = _adopted(connection)
        causes = tuple(_causes(connection, measures, since, today))
        if causes:
            words = "; ".join(causes[:MOST_NAMED]) + (
                f"; and {len(causes) - MOST_NAMED} more" if causes[MOST_NAMED:] else ""
            )
            jobs.ask(home, connection, Again(words), cause=f"round of {today}")
        letters = _letters(home, connection, measures, stale, today)
        forgotten = rows.forget_before(connection, home.clock() - KEPT_FOR)
        outbox.forget_before(connection, home.clock() - mail.KEPT_FOR)
    for id in forgotten:
        shutil.rmtree(jobs.results(home, id), ignore_errors=True)
    return Round(today, causes, letters, forgotten)


def _adopted(connection: Connection) -> tuple[Measure, ...]:
    try:
        return rulebooks.adopted(connection).measures
    except MissingError:
        return ()


def _causes(connection: Connection, measures: tuple[Measure, ...], since: date, today: date) -> Iterator[str]:
    """What changed by itself because days came."""
    for measure in measures:
        for one in measure.in_force:
            for day, what in ((one.window.start, "is in force"), (one.window.end, "has ended")):
                if day is not None and since < day <= today:
                    yield f"{measure.id} {what} since {day}"
    for words, count in happenings.expired(connection, since, today).items():
        yield f"{count:,} {words} ran out"
    yield from partner_effects.causes(connection, since, today)


def _letters(home: Home, connection: Connection, measures: tuple[Measure, ...], stale: list[str], today: date) -> int:
    """The same letter is put in once, so a state that goes on is not told every day."""
    soon = today + timedelta(days=REVIEW_DAYS)
    due = [
        f"{one.id}: {one.next_review}"
        for one in sorted(measures, key=lambda one: (str(one.next_review), one.id))
        if one.next_review is not None and one.next_review <= soon and one.is_in_force(today)
    ]
    count = partner_reminders.remind(home, connection, today)
    if due:
        values = {"measures": "\n".join(due[:50]), "link": "/measures"}
        count += receivers.tell_all(home, connection, "reviews_due", values)
    if stale:
        count += receivers.tell_all(home, connection, "lists_stale", {"lists": "\n".join(stale), "link": "/lists"})
    return count
