"""How far a job has come, told while it works; and whether somebody asked to stop it.

It is written down at most once a second, so that telling costs nothing; a job learns at the same time that it is to
stop, and ends where it is whole.
"""

from __future__ import annotations

import time

from moratorium.desk.home import Home
from moratorium.store import jobs

SECONDS = 1.0
"""Between two notes."""


class StoppedError(Exception):
    """Somebody asked to stop the job; carries who."""


class Progress:
    """Tells of one step of a job.

    Args:
        home: The state.
        id: The job.
        done: How much was done in steps before.
        total: Of how much; None if it is not known.
        every: Seconds between two notes.
    """

    def __init__(self, home: Home, id: str, done: int = 0, total: int | None = None, every: float = SECONDS) -> None:
        self.done = done
        self.total = total
        self._home = home
        self._id = id
        self._words = ""
        self._every = every
        self._noted = float("-inf")

    def tell(self, words: str) -> None:
        """Say what is being done now.

        Raises:
            StoppedError: somebody asked to stop.
        """
        self._words = words
        self._note()

    def add(self, number: int = 1) -> None:
        """Count what is done.

        Raises:
            StoppedError: somebody asked to stop.
        """
        self.done += number
        if time.monotonic() - self._noted >= self._every:
            self._note()

    def _note(self) -> None:
        now = self._home.clock()
        with self._home.store.begin() as connection:
            stopped_by = jobs.advance(connection, self._id, self.done, self.total, self._words, now)
        self._noted = time.monotonic()
        if stopped_by is not None:
            raise StoppedError(stopped_by)
