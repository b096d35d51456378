"""A large batch by two processes: the second decides most of it, while this one decides the rest and records all.

Python decides on one core. Deciding is pure: the same order, day, rulebook and reference give the same bytes, whoever
works them out. So the second process reads the same home, decides what it is handed, and writes nothing. What comes
back counts only if it is about just the bytes handed over and, to which the writer looks, rests on just what is at
hand here. If anything is the matter with that process, everything is decided here, as if there were none.

It is handed several portions, since it decides the last while those before are recorded.

It is started by the first large batch, since it holds the lists in memory too, and reads them while that one is decided
here.
"""

from __future__ import annotations

import gc
import signal
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

import msgspec

from moratorium.desk.checking import Made, Wanted, make_all
from moratorium.desk.current import Current
from moratorium.desk.home import Home, open_home
from moratorium.desk.screening import prepare_kernel
from moratorium.errors import MoratoriumError
from moratorium.terms.canon import canonical
from moratorium.terms.order import Order

LARGE = 200
"""Orders of a batch from which on halving it pays."""

PATIENCE = 5.0
"""Seconds that this process waits for a portion, perhaps with a transaction open, before it decides that too."""

MOST_STARTS = 3
"""If it ended so often, something ends it, such as a lack of memory; then it is left alone."""

_ORDER = msgspec.json.Decoder(Order)


class OtherHalf:
    """The second process, from the side of the first. One thread uses it, and closes it.

    Args:
        path: The home folder.
        database: Address of its database, if that is on a server.
    """

    def __init__(self, path: Path, database: str | None = None) -> None:
        self._place = path, database
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None
        self._is_ready = False
        self._starts = 0
        self._handed: deque[list[bytes]] = deque()

    def begin(self, portions: Sequence[Sequence[Wanted]], today: date) -> bool:
        """Have orders decided, unless it is not ready for them; then :meth:`end` is to be called for each portion.

        Args:
            portions: What is to be decided, in the order in which it is called for.
            today: The day, here.
        """
        while self._handed:  # what was begun before, and no longer wanted
            self.end()
        if self._pipe is None:
            self._start()
        if self._pipe is None:
            return False
        try:
            if not self._is_ready:
                self._is_ready = self._pipe.poll() and bool(self._pipe.recv())
            if self._is_ready:
                handed = [[canonical(one.order) for one in portion] for portion in portions]
                self._pipe.send(([[(one.day, one.actor) for one in portion] for portion in portions], handed, today))
                self._handed.extend(handed)
            return self._is_ready
        except (OSError, EOFError):
            self.close()
            return False

    def end(self) -> list[Made] | None:
        """What was decided of the next portion, in the order handed over; None if nothing came of it."""
        if self._pipe is None:
            return None
        try:
            if self._pipe.poll(PATIENCE):
                handed = self._handed.popleft()
                made: list[Made] | None = self._pipe.recv()
                return made if made and [one.content for one in made] == handed else None
        except (OSError, EOFError):
            pass
        self.close()
        return None

    def close(self) -> None:
        """End the second process."""
        if self._pipe is not None:
            self._pipe.close()
        if self._process is not None:
            self._process.terminate()
            self._process.join()
        self._pipe, self._process, self._is_ready = None, None, False
        self._handed.clear()

    def _start(self) -> None:
        """A fresh process: a forked one would copy the locks of this one's threads."""
        if self._starts == MOST_STARTS:
            return
        self._starts += 1
        spawn = get_context("spawn")
        ours, theirs = spawn.Pipe()
        self._process = spawn.Process(target=_serve, args=(theirs, *self._place), daemon=True)
        self._process.start()
        theirs.close()  # so that the pipe ends with the process
        self._pipe = ours


def _serve(pipe: Connection, path: Path, database: str | None) -> None:
    """The second process: it leaves interruption to the first, and ends with it, since the pipe does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()  # deciding leaves no rubbish that it could find, and `Current` clears away what newer lists leave
    home = open_home(path, database=database)
    current = Current(home)
    with suppress(EOFError, OSError):
        pipe.send(_is_warm(home, current))
        while True:
            whose, contents, today = pipe.recv()
            for portion, by in zip(contents, whose, strict=True):
                wanted = [Wanted(_ORDER.decode(one), *who) for one, who in zip(portion, by, strict=True)]
                pipe.send(_made(home, current, wanted, today))


def _is_warm(home: Home, current: Current) -> bool:
    """Read rulebook and lists, and load what compares names; what cannot be read now is read with the first orders."""
    with suppress(MoratoriumError), home.store.read() as connection:
        prepare_kernel(current.decider(connection, home.today()).reference.index, lambda _: None)
    return True


def _made(home: Home, current: Current, wanted: Sequence[Wanted], today: date) -> list[Made] | None:
    """What is decided; None where it cannot be, for whoever asked will find the same and say so."""
    try:
        with home.store.read() as connection:
            of = {day: current.decider(connection, day) for day in {one.day for one in wanted}}
        return make_all(wanted, [of[one.day] for one in wanted], today)
    except Exception:  # whatever it is about an order: it is decided by itself again, and its caller told
        return None
