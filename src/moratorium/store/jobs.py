"""Jobs: what was asked for, how far it has come, and what became of it.

This is no part of the record: a job decides nothing but through the same use cases as everybody, and those write acts.
A job is put in with its cause, in one transaction, and seen by every replica and the worker. Rows go after a while.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, Literal

import msgspec
from sqlalchemy import Connection, Row, and_, delete, func, insert, or_, select, update

from moratorium.errors import Fault
from moratorium.store import tables

jobs = tables.jobs

State = Literal["waiting", "running", "done", "failed", "cancelled"]
ENDED: tuple[State, ...] = ("done", "failed", "cancelled")


class Outcome(msgspec.Struct, frozen=True):
    """What became of a job.

    Attributes:
        words: In a sentence.
        files: Names of the files that it wrote.
        faults: What went wrong; none if nothing did.
        figures: Numbers to be shown beside.
        books: Digests of the rulebooks that a replay compared, by name; the base's under an empty one.
    """

    words: str
    files: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    figures: dict[str, str] = {}
    books: dict[str, str] = {}


class Job(msgspec.Struct, frozen=True):
    """A job as it stands.

    Attributes:
        id: Its name; the same for the same thing asked for by the same key or cause.
        kind: What it does.
        by: Who asked for it.
        at: When.
        state: Whether it waits, runs, or how it ended.
        cancelled_by: Who asked to stop it; None if nobody did.
        done: How much is done.
        total: Of how much; None if it is not known.
        words: What is being done, in words.
        begun: When it was begun last; None if it was not yet.
        changed: When it was last heard of.
        ended: When it ended; None if it has not.
        tries: How often it was begun: more than once if a worker died in it.
        outcome: What became of it; None before the end.
    """

    id: str
    kind: str
    by: str
    at: datetime
    state: State
    cancelled_by: str | None
    done: int
    total: int | None
    words: str
    begun: datetime | None
    changed: datetime
    ended: datetime | None
    tries: int
    outcome: Outcome | None

    @property
    def has_ended(self) -> bool:
        """Whether nothing more will come of it."""
        return self.state in ENDED


_SEEN = [column for column in jobs.c if column is not jobs.c.asked]
"""All that is told of a job; what was asked for may be large and is read by the worker alone."""


def prepare(connection: Connection) -> None:
    """Make the table if it is not there yet."""
    jobs.create(connection, checkfirst=True)


def put(connection: Connection, id: str, kind: str, asked: bytes, by: str, at: datetime) -> bool:
    """Put a job in, unless it is there; returns whether it was put in."""
    if find(connection, id) is not None:
        return False
    row = {"id": id, "kind": kind, "asked": asked, "by": by, "at": at, "changed": at}
    connection.execute(insert(jobs).values(**row, state="waiting", done=0, words="", tries=0))
    return True


def find(connection: Connection, id: str) -> Job | None:
    """A job, or None."""
    row = connection.execute(select(*_SEEN).where(jobs.c.id == id)).first()
    return None if row is None else _job(row)


def asked(connection: Connection, id: str) -> bytes:
    """What a job was asked for; empty if there is none."""
    found = connection.execute(select(jobs.c.asked).where(jobs.c.id == id)).scalar()
    return bytes(found or b"")


def page(
    connection: Connection, kinds: Collection[str], state: State | None, before: tuple[datetime, str] | None, limit: int
) -> tuple[Job, ...]:
    """Jobs of some kinds, the newest first.

    Args:
        connection: In any transaction.
        kinds: Which.
        state: Only in this state; None for any.
        before: Instant and id of the last job of the page before.
        limit: At most so many.
    """
    wanted = select(*_SEEN).where(jobs.c.kind.in_(kinds))
    if state is not None:
        wanted = wanted.where(jobs.c.state == state)
    if before is not None:
        at, id = before
        wanted = wanted.where(or_(jobs.c.at < at, and_(jobs.c.at == at, jobs.c.id < id)))
    return tuple(map(_job, connection.execute(wanted.order_by(jobs.c.at.desc(), jobs.c.id.desc()).limit(limit))))


def next_of(connection: Connection, kinds: Collection[str]) -> Job | None:
    """The job that is to be worked on: one that a worker died in, or the one that waits longest."""
    for state in ("running", "waiting"):
        wanted = select(*_SEEN).where((jobs.c.state == state) & jobs.c.kind.in_(kinds))
        row = connection.execute(wanted.order_by(jobs.c.at, jobs.c.id).limit(1)).first()
        if row is not None:
            return _job(row)
    return None


def begin(connection: Connection, id: str, at: datetime) -> None:
    """Note that a job is being worked on, unless it ended meanwhile."""
    tries = jobs.c.tries + 1
    _note(connection, id, ("waiting", "running"), state="running", begun=at, changed=at, tries=tries)


def advance(connection: Connection, id: str, done: int, total: int | None, words: str, at: datetime) -> str | None:
    """Note how far a running job has come; returns who asked to stop it, if anybody did."""
    _note(connection, id, ("running",), done=done, total=total, words=words, changed=at)
    found: str | None = connection.execute(select(jobs.c.cancelled_by).where(jobs.c.id == id)).scalar()
    return found


def cancel(connection: Connection, id: str, by: str, at: datetime) -> None:
    """Stop a job: at once if it waits, at its next step if it runs."""
    outcome = msgspec.json.encode(Outcome("stopped before it was begun; nothing was done"))
    _note(connection, id, ("waiting",), state="cancelled", cancelled_by=by, changed=at, ended=at, outcome=outcome)
    running = (jobs.c.id == id) & (jobs.c.state == "running") & jobs.c.cancelled_by.is_(None)
    connection.execute(update(jobs).where(running).values(cancelled_by=by, changed=at))


def end(connection: Connection, id: str, state: State, outcome: Outcome, at: datetime) -> None:
    """Note how a job ended, unless that is known already."""
    content = msgspec.json.encode(outcome)
    _note(connection, id, ("waiting", "running"), state=state, outcome=content, changed=at, ended=at)


def counts(connection: Connection) -> dict[str, int]:
    """How many jobs there are in each state."""
    asked = select(jobs.c.state, func.count()).group_by(jobs.c.state)
    return {state: int(number) for state, number in connection.execute(asked)}


def forget_before(connection: Connection, instant: datetime) -> tuple[str, ...]:
    """Remove jobs that ended before an instant; returns their ids."""
    old = jobs.c.ended < instant
    ids = tuple(connection.execute(select(jobs.c.id).where(old)).scalars())
    connection.execute(delete(jobs).where(old))
    return ids


def _note(connection: Connection, id: str, states: tuple[State, ...], **columns: Any) -> None:
    connection.execute(update(jobs).where((jobs.c.id == id) & jobs.c.state.in_(states)).values(**columns))


def _job(row: Row[Any]) -> Job:
    found = dict(row._mapping)
    outcome = found.pop("outcome")
    return Job(**found, outcome=None if outcome is None else msgspec.json.decode(outcome, type=Outcome))
