"""Today: what needs a decision now, and why: holds, reviews, proposals, lists, and what came in overnight."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from moratorium.desk import confirming, holds, lists, releasing, rulebooks
from moratorium.desk.home import Home
from moratorium.errors import MissingError
from moratorium.measures.agenda import Due, next_due
from moratorium.store import act_at, act_pages, projections
from moratorium.store.holds import QuestionRow
from moratorium.terms.act import CameIntoForce, holder_of

SHOWN = 10
"""So many of each are shown; the rest is a link away."""

LONGEST = 5
"""So many of those that have waited longest."""

NIGHT = timedelta(hours=24)
WEEKEND = timedelta(hours=72)
"""How far back the night goes: on a Monday to Friday."""

AHEAD = timedelta(days=14)
"""Reviews and dates so far ahead are told."""

_NEWS = (
    "approved",
    "came_into_force",
    "list_imported",
    "rescreened",
)  # fmt: skip


class MeasureDue(NamedTuple):
    """What is next for a measure."""

    id: str
    title: str
    due: Due


@dataclass(frozen=True)
class News:
    """Something that changed what is decided.

    Attributes:
        index: The act.
        at: When.
        kind: What was done.
        who: Who did it.
        subject: To what.
        changed: How many orders have another effect since; None where that is not counted.
    """

    index: int
    at: datetime
    kind: str
    who: str
    subject: str
    changed: int | None


@dataclass(frozen=True)
class Waits:
    """What holds wait for.

    Attributes:
        held: How many orders are held.
        unassigned: How many of them nobody works on.
        old: How many of them have been held for more than a week.
        late: How many of them are late by the clock of the rules; None where the rules promise nothing.
        yours: How many of them the person who looks works on.
        second: Clearances and answers that wait for a second person's word.
        replies: Replies of requesters that nobody has taken yet.
        questions: What most of them wait for.
        oldest: What has waited longest.
    """

    held: int
    unassigned: int
    old: int
    late: int | None
    yours: int
    second: int
    replies: int
    questions: tuple[QuestionRow, ...]
    oldest: tuple[QuestionRow, ...]


WEEK = timedelta(days=7)


def waits(home: Home) -> Waits:
    """What holds wait for."""
    by_orders, _ = holds.questions(home, None, SHOWN)
    by_age, _ = holds.oldest_questions(home, None, LONGEST)
    return Waits(
        holds.counted(home, holds.filter_of(home)),
        holds.counted(home, holds.filter_of(home, assignee="")),
        holds.counted(home, holds.filter_of(home, older_than=WEEK)),
        holds.counted(home, holds.filter_of(home, late=True)) if holds.has_clock(home) else None,
        holds.counted(home, holds.filter_of(home, assignee=holder_of(home.actor))),
        len(releasing.open_clearances(home)) + len(confirming.open_answers(home)),
        len(holds.replies(home)),
        by_orders,
        by_age,
    )


def proposals(home: Home) -> int:
    """How many proposals wait for a second person."""
    with home.store.read() as connection:
        return len(projections.open_proposals(connection))


def dues(home: Home) -> tuple[MeasureDue, ...]:
    """Reviews that are overdue, and what begins, ends or is to be looked at within two weeks."""
    today = home.today()
    try:
        with home.store.read() as connection:
            rulebook = rulebooks.adopted(connection)
    except MissingError:
        return ()
    found = ((one, next_due(one, today)) for one in rulebook.measures)
    near = (MeasureDue(one.id, one.title, due) for one, due in found if due is not None and due.day <= today + AHEAD)
    return tuple(sorted(near, key=lambda one: (one.due, one.id)))


def stale(home: Home) -> tuple[lists.Status, ...]:
    """Lists that are older than promised: what depends on them holds."""
    return tuple(one for one in lists.status(home) if one.is_stale)


def news(home: Home) -> tuple[News, ...]:
    """What changed since the evening before that decisions rest on, the newest first."""
    now = home.clock()
    since = now - (WEEKEND if now.weekday() == 0 else NIGHT)
    with home.store.read() as connection:
        rows = act_pages.since(connection, since, _NEWS, SHOWN)
        told = []
        for row in rows:
            payload = act_at(connection, row.index).act.payload if row.kind == "came_into_force" else None
            changed = len(payload.changed) if isinstance(payload, CameIntoForce) else None
            told.append(News(row.index, row.at, row.kind, row.who, row.subject, changed))
    return tuple(told)
