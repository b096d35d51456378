"""Jobs: what takes longer than anybody waits for an answer. Asked for here, done by the worker, seen by everybody.

A job is put in within the transaction of its cause. Asked for again by the same cause (an idempotency key, a day, an
act) it is the same job. The worker does it step by step (:mod:`moratorium.desk.job_steps`); what it writes lies in the
home, in ``results/ID``.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple, get_args

import msgspec

from moratorium.desk.home import Home
from moratorium.desk.permissions import check_may, may
from moratorium.errors import Fault, InputError, MissingError, RefusedError
from moratorium.store import Connection, jobs
from moratorium.store.jobs import Job, State

__all__ = ["Job", "State"]
from moratorium.terms.canon import digest
from moratorium.terms.document import nearest

DECISIONS, PROOF, WITNESS = "decisions.json", "proof.json", "witness.jsonl"
"""Names of files that jobs write; a replay's are those of the command."""

KEPT_FOR = timedelta(days=90)
"""How long a job that ended is shown, and what it wrote kept."""

MOST_ORDERS = 20_000
"""Orders of one batch."""

MOST_TEXT = 4_000_000
"""Characters of all measures of one job."""

Documents = dict[str, str]
"""Measures as text, by file name: a whole rulebook."""


class Replay(msgspec.Struct, frozen=True, tag_field="kind", tag="replay"):
    """Drafts replayed over the history of the home.

    Attributes:
        drafts: Each a whole rulebook, by name.
        base: What they are compared with; None for the adopted rulebook.
        known_at: The adopted rulebook as known at a log size or time.
        on: The day for all lines; None for each line's own.
        share: From which share of its lines' worth on a partner's loss is told.
    """

    drafts: dict[str, Documents]
    base: Documents | None = None
    known_at: str | None = None
    on: date | None = None
    share: Decimal = Decimal("0.2")


class Profile(msgspec.Struct, frozen=True, tag_field="kind", tag="profile"):
    """A profile of the history made anew, so that changes are counted in a moment while somebody writes them.

    Attributes:
        drafts: Whole rulebooks, by name: what they ask of lines is kept in the profile.
    """

    drafts: dict[str, Documents]


class Proof(msgspec.Struct, frozen=True, tag_field="kind", tag="proof"):
    """A property to be proved, as for ``moratorium prove``.

    Attributes:
        property: As written.
        draft: A whole rulebook beside the base, which the property is about.
        start: First day; None for today.
        end: First day after it; None for no end.
        timeout: Seconds.
        with_inactive: Whether inactive measures count as well.
        clearances: Whether any hold may have been cleared.
    """

    property: str
    draft: Documents | None = None
    start: date | None = None
    end: date | None = None
    timeout: float = 60.0
    with_inactive: bool = False
    clearances: bool = True


class Build(msgspec.Struct, frozen=True, tag_field="kind", tag="history"):
    """A history to be built of order files on the worker's machine.

    Attributes:
        files: Files, folders and patterns, as whole paths.
        map: The column map of all of them; None for the one beside each.
        again: Whether everything is built anew.
        replace: Whether a file that has changed takes the place of what was built of it.
    """

    files: tuple[str, ...]
    map: str | None = None
    again: bool = False
    replace: bool = False


class Decisions(msgspec.Struct, frozen=True, tag_field="kind", tag="decisions"):
    """A batch of orders to be decided.

    Attributes:
        orders: The array of their forms, as handed in.
        on: Valid day; None for today.
    """

    orders: str
    on: date | None = None


class Again(msgspec.Struct, frozen=True, tag_field="kind", tag="again"):
    """Undelivered and held orders to be decided again.

    Attributes:
        cause: Why, in words.
        on: Valid day; None for today.
    """

    cause: str
    on: date | None = None


class Rescreen(msgspec.Struct, frozen=True, tag_field="kind", tag="rescreen"):
    """All parties of ours to be compared anew with all lists.

    Attributes:
        cause: Why, in words.
    """

    cause: str


Asked = Replay | Profile | Proof | Build | Decisions | Again | Rescreen


class Kind(NamedTuple):
    """A kind of job.

    Attributes:
        meaning: What it does, in words.
        is_long: Whether it may take the machine for minutes; such jobs wait for each other, not for the short ones.
        reading: Who may read what it wrote: a row of the table of permissions.
    """

    meaning: str
    is_long: bool
    reading: str


KINDS: dict[str, Kind] = {
    "replay": Kind("drafts replayed over the history", True, "read_replays"),
    "profile": Kind("the profile made for changes as they are written", True, "read_replays"),
    "proof": Kind("a property proved of every order that could come", True, "read_replays"),
    "history": Kind("past orders looked up, ready for replays", True, "read_replays"),
    "decisions": Kind("a batch of orders decided", False, "read_orders"),
    "again": Kind("undelivered and held orders decided again", False, "read_orders"),
    "rescreen": Kind("our parties compared anew with the lists", False, "read_orders"),
}
"""Every kind of job."""

LANES = tuple(tuple(name for name, kind in KINDS.items() if kind.is_long is is_long) for is_long in (False, True))
"""Kinds that wait for each other."""


# -- ask --------------------------------------------------------------------------------------------------------------


def ask(home: Home, connection: Connection, asked: Asked, cause: str = "") -> str:
    """Put a job in; it is begun after the transaction has committed.

    Args:
        home: The state; who acts on it asks.
        connection: In a write transaction.
        asked: What is to be done.
        cause: Names what it comes from, so that the same cause brings it once; empty for a job of its own.

    Returns:
        Its id.

    Raises:
        InputError: what is asked for can be seen to be wrong at once.
    """
    _check(asked)
    kind, by = kind_of(asked), holder(home.actor)
    id = digest(["job", kind, by, cause])[:24] if cause else secrets.token_hex(12)
    jobs.put(connection, id, kind, _ENCODER.encode(asked), by, home.clock())
    return id


def asked_for(home: Home, asked: Asked) -> Job:
    """Put a job in, in a transaction of its own; returns it as it stands.

    Raises:
        InputError: what is asked for can be seen to be wrong at once.
    """
    with home.store.begin() as connection:
        id = ask(home, connection, asked)
    return job(home, id)


def kind_of(asked: Asked) -> str:
    """The name of a kind of job."""
    return str(type(asked).__struct_config__.tag)


def holder(actor: str) -> str:
    """The person behind an actor.

    >>> holder("ann@service")
    'ann'
    """
    return actor.partition("@")[0]


_ENCODER = msgspec.json.Encoder(decimal_format="string")


def _check(asked: Asked) -> None:
    match asked:
        case Replay(drafts=drafts, base=base):
            if not drafts:
                raise InputError("no draft to replay", "drafts", "give at least one")
            _check_texts({**drafts, **({"base": base} if base else {})})
            if not 0 < asked.share <= 1:
                raise InputError(f"`{asked.share}` is no share", "share", "write it as 0.2, for a fifth")
        case Profile(drafts=drafts):
            _check_texts(drafts)
        case Proof(draft=draft):
            _check_texts({"draft": draft} if draft is not None else {})
        case Build(files=files):
            if not files:
                raise InputError("no file to build from", "files", "give at least one")
        case Again(cause=cause) | Rescreen(cause=cause):
            if not cause.strip():
                raise InputError("a cause is needed, in words", "cause", "say why")
        case Decisions():
            pass


def _check_texts(books: dict[str, Documents]) -> None:
    """Names become names of files, so they are plain; and all of it is of a size that a person could have written."""
    faults = [
        Fault(f"`{name[:40]}` is no plain name", at, "letters, digits, `-`, `_` and `.`")
        for at, documents in books.items()
        for name in (at, *documents)
        if not name or name.startswith(".") or not all(one.isalnum() or one in "-_." for one in name) or len(name) > 100
    ]
    faults += [Fault("holds no measure", at, "give at least one document") for at, found in books.items() if not found]
    if sum(len(text) for documents in books.values() for text in documents.values()) > MOST_TEXT:
        faults.append(Fault("the measures are too long altogether", "", f"at most {MOST_TEXT:,} characters"))
    if faults:
        raise InputError.of(faults)


# -- look and stop ----------------------------------------------------------------------------------------------------


def job(home: Home, id: str) -> Job:
    """A job as it stands.

    Raises:
        MissingError: there is none, or it ended long ago.
    """
    with home.store.read() as connection:
        found = jobs.find(connection, id)
    if found is None:
        raise MissingError(f"no job `{id[:40]}`", help=f"they go {KEPT_FOR.days} days after they end")
    return found


def listed(
    home: Home,
    kind: str | None = None,
    state: State | None = None,
    among: Collection[str] = (),
    before: tuple[datetime, str] | None = None,
    limit: int = 100,
) -> tuple[Job, ...]:
    """Jobs, the newest first.

    Args:
        home: The state.
        kind: Only of this kind.
        state: Only in this state.
        among: Kinds that may be seen; none for all.
        before: Instant and id of the last job of the page before.
        limit: At most so many.

    Raises:
        InputError: no such kind.
    """
    if kind is not None and kind not in KINDS:
        raise InputError(f"no kind of job `{kind}`", "kind", nearest(kind, KINDS) or f"one of {', '.join(KINDS)}")
    with home.store.read() as connection:
        kinds = [one for one in (among or KINDS) if kind in (None, one)]
        return jobs.page(connection, kinds, state, before, limit)


def counts(home: Home) -> dict[str, int]:
    """How many jobs there are in each state; none left out, so that a figure that falls to zero is seen to."""
    with home.store.read() as connection:
        return dict.fromkeys(get_args(State), 0) | jobs.counts(connection)


def cursor_of(last: Job) -> str:
    """The place after a job in the list, as text."""
    return f"{last.at.isoformat()} {last.id}"


def place_of(cursor: str) -> tuple[datetime, str] | None:
    """The place of such a text; None for the beginning.

    Raises:
        InputError: it is none of ours.
    """
    at, _, id = cursor.partition(" ")
    if not cursor:
        return None
    try:
        return datetime.fromisoformat(at), id
    except ValueError:
        raise InputError("this is no cursor", "cursor", "send back the `next` of the page before") from None


def cancel(home: Home, id: str, *, of_others: bool = True) -> Job:
    """Stop a job: at once if it waits, at its next step if it runs. What it did until then stays and is told.

    Args:
        home: The state; who acts on it stops it.
        id: The job.
        of_others: Whether jobs may be stopped that somebody else asked for.

    Raises:
        MissingError: there is none.
        RefusedError: it has ended, or somebody else asked for it.
    """
    found, by = job(home, id), holder(home.actor)
    if found.by != by and not of_others:
        raise RefusedError(f"job `{id}` was asked for by {found.by}", help="ask them, or an administrator, to stop it")
    if found.has_ended:
        raise RefusedError(f"job `{id}` has ended already", help="there is nothing to stop")
    with home.store.begin() as connection:
        jobs.cancel(connection, id, by, home.clock())
    return job(home, id)


def visible(role: str) -> tuple[str, ...]:
    """Kinds of jobs that a role sees: those whose results it may read, or all if it looks after the machine."""
    return tuple(kind for kind, one in KINDS.items() if may(role, one.reading) or may(role, "cancel_any_job"))


# -- what it wrote ----------------------------------------------------------------------------------------------------


def results(home: Home, id: str) -> Path:
    """Folder of what a job writes."""
    return home.path / "results" / id


def read_result(home: Home, id: str, name: str, role: str) -> bytes:
    """Content of a file that a job wrote, for somebody of a role.

    Raises:
        MissingError: no such job or file, or it lies on another machine.
        RefusedError: the role may not read it.
    """
    found = job(home, id)
    check_may(role, KINDS[found.kind].reading)
    return result(home, found, name).read_bytes()


def result(home: Home, found: Job, name: str) -> Path:
    """A file that a job wrote.

    Raises:
        MissingError: it wrote none of that name, or it lies on another machine.
    """
    if found.outcome is None or name not in found.outcome.files:
        raise MissingError(f"job `{found.id}` wrote no file `{name[:40]}`", help="see its `files`")
    path = results(home, found.id) / name
    if not path.is_file():
        help_ = "the worker wrote it into its own home: share the folder `results` between the machines"
        raise MissingError(f"`{name}` of job `{found.id}` is not on this machine", help=help_)
    return path
