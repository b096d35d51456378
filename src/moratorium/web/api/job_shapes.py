"""How a job looks to a caller."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

from moratorium.web.api.shapes import FaultShape

JobState = Literal["waiting", "running", "done", "failed", "cancelled"]


class FileShape(msgspec.Struct):
    """A file that a job wrote.

    Attributes:
        name: Its name.
        link: Where to get it.
    """

    name: str
    link: str


class JobShape(msgspec.Struct):
    """A job: something that takes longer than anybody waits.

    Attributes:
        id: Its name.
        kind: What it does: ``replay``, ``profile``, ``proof``, ``history``, ``decisions``, ``again`` or ``rescreen``.
        meaning: The same in words.
        by: Who asked for it.
        at: When.
        state: Whether it waits, runs, or how it ended.
        cancelled_by: Who asked to stop it; null if nobody did.
        done: How much is done.
        total: Of how much; null if it is not known.
        words: What is being done, or what came of it.
        begun: When it was begun last; null if it was not yet.
        ended: When it ended; null if it has not.
        tries: How often it was begun: more than once if a worker died in it.
        figures: What came of it, in figures.
        files: What it wrote.
        faults: What went wrong.
    """

    id: str
    kind: str
    meaning: str
    by: str
    at: datetime
    state: JobState
    cancelled_by: str | None
    done: int
    total: int | None
    words: str
    begun: datetime | None
    ended: datetime | None
    tries: int
    figures: dict[str, str]
    files: tuple[FileShape, ...]
    faults: tuple[FaultShape, ...]


class JobsShape(msgspec.Struct):
    """A page of jobs.

    Attributes:
        jobs: The newest first.
        next: Cursor of the next page; null at the end.
    """

    jobs: tuple[JobShape, ...]
    next: str | None
