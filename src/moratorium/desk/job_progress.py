"""How far a job has come, told while it works; and whether somebody asked to stop it.

It is written down at most once a second, so that telling costs nothing; a job learns at the same time that it is to
stop, and ends where it is whole.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread

from moratorium.desk.home import Home
from moratorium.errors import MoratoriumError
from moratorium.store import jobs

SECONDS = 1.0
"""Between two notes."""

LOOK = 0.05
"""Seconds between two looks whether to stop, at the least."""


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

    def begin(self, total: int) -> None:
        """Count from nothing, also if it was tried before."""
        self.done, self.total, self._words = 0, total, ""

    def passed(self, words: str) -> None:
        """Say what is being done now, after something else was done.

        Raises:
            StoppedError: somebody asked to stop.
        """
        if self._words:
            self.done += 1
        self.tell(words)

    def add(self, number: int = 1) -> None:
        """Count what is done.

        Raises:
            StoppedError: somebody asked to stop.
        """
        self.done += number
        if time.monotonic() - self._noted >= self._every:
            self._note()

    @contextmanager
    def watch(self, interrupt: Callable[[], None]) -> Iterator[None]:
        """Look for the length of a block whether somebody asked to stop, and then end what is under way at once.

        Args:
            interrupt: Ends it; called from another thread.

        Raises:
            StoppedError: somebody asked to stop.
        """
        ended, stopped_by = Event(), list[str]()

        def look() -> None:
            while not ended.wait(max(self._every, LOOK)):
                with suppress(MoratoriumError), self._home.store.read() as connection:  # away for now: looked at again
                    found = jobs.find(connection, self._id)
                    if found is not None and found.cancelled_by is not None:
                        stopped_by.append(found.cancelled_by)
                        interrupt()

        watcher = Thread(target=look, name="job watcher", daemon=True)
        watcher.start()
        try:
            yield
        except Exception as error:
            if stopped_by:
                raise StoppedError(stopped_by[0]) from error
            raise
        finally:
            ended.set()
            watcher.join()

    def _note(self) -> None:
        now = self._home.clock()
        with self._home.store.begin() as connection:
            stopped_by = jobs.advance(connection, self._id, self.done, self.total, self._words, now)
        self._noted = time.monotonic()
        if stopped_by is not None:
            raise StoppedError(stopped_by)
