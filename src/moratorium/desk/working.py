"""The worker: does the jobs that are asked for, sends the letters that wait, and makes the daily round.

One works at a time over one database; others stand by and take over as soon as it ends or dies. Short jobs do not wait
for long ones. A worker that is told to end finishes what is short and leaves the rest to the next one, as a kill does.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from moratorium.desk import notices, rounds
from moratorium.desk.durable import MOST_DEATHS, Carry, durable, forget
from moratorium.desk.home import Home
from moratorium.desk.job_steps import Printers, Steps
from moratorium.desk.jobs import LANES
from moratorium.desk.mail_setting import mail_setting
from moratorium.desk.sending import send_due
from moratorium.desk.shapes_ready import make_shapes_ready
from moratorium.desk.statements import release_due
from moratorium.errors import MoratoriumError
from moratorium.store import jobs as rows
from moratorium.store import outbox
from moratorium.store.jobs import Outcome

PLACE = "worker"
LOOKS = 0.5
"""Seconds between looks at what there is to do."""

PATIENCE = 10.0
"""Seconds that a worker which is told to end gives to what it is doing."""

Tell = Callable[[str], None]


@dataclass
class Worker:
    """A worker. Hand ``stop`` to whoever may end it.

    Attributes:
        home: The state, with an identity of the worker's own.
        printers: What makes results readable.
        tell: Is told what a person who runs it should know.
        stop: Set to end it.
        is_cut_off: Whether it ended by itself, as when the database was away. Work may be under way still, in threads
            that nobody can end: whoever runs it begins anew in a fresh process, as after a kill.
    """

    home: Home
    printers: Printers
    tell: Tell
    stop: threading.Event = field(default_factory=threading.Event)
    is_cut_off: bool = False
    _told: str = field(default="", init=False)

    def run(self) -> None:
        """Work until told to stop; stand by while another one works.

        Raises:
            SourceError: the database cannot be used at all.
        """
        make_shapes_ready()
        with self.home.store.begin() as connection:
            rows.prepare(connection)
            outbox.prepare(connection)
        while not self.stop.is_set():
            self._each(self._turn)
            self.stop.wait(LOOKS)

    def _turn(self) -> bool:
        """Work if nobody else does; what stands in the way is told, and looked at again."""
        with self.home.store.alone(PLACE) as is_held:
            if is_held is not None:
                self._work(is_held)
            else:
                self._tell_once("another worker is at work; standing by")
        return True

    def _work(self, is_held: Callable[[], bool]) -> None:
        """Work as long as nobody else may."""
        steps = Steps(self.home, self.printers)
        with durable(self.home.store, self.home.path, steps) as carry:
            lanes = [
                threading.Thread(target=self._lane, args=(carry, kinds), name=f"lane {kinds[0]}", daemon=True)
                for kinds in LANES
            ]
            for lane in lanes:
                lane.start()
            self.tell("at work")
            try:
                while not self.stop.is_set() and is_held() and all(lane.is_alive() for lane in lanes):
                    self._each(self._look_round)
                    self.stop.wait(LOOKS)
            finally:
                self.is_cut_off = not self.stop.is_set()
                self.stop.set()  # nobody works in this process any more
            if not self.is_cut_off:
                deadline = time.monotonic() + PATIENCE
                for lane in lanes:
                    lane.join(max(0.0, deadline - time.monotonic()))
        if not self.is_cut_off and not any(lane.is_alive() for lane in lanes):
            steps.close()

    def _lane(self, carry: Carry, kinds: tuple[str, ...]) -> None:
        """Do jobs of some kinds, one after the other."""
        while not self.stop.is_set():
            if not self._each(partial(self._next, carry, kinds)):
                self.stop.wait(LOOKS)

    def _next(self, carry: Carry, kinds: tuple[str, ...]) -> bool:
        """Do the next job of some kinds; False if there is none."""
        with self.home.store.read() as connection:
            found = rows.next_of(connection, kinds)
        if found is None:
            return False
        is_done = carry(found.id)
        outcome = Outcome(
            "its end was not noted; look at what it wrote"
            if is_done
            else f"{MOST_DEATHS} workers died in it, so it is not begun again"
        )
        with self.home.store.begin() as connection:
            rows.end(connection, found.id, "failed", outcome, self.home.clock())  # does nothing if it ended itself
        return True

    def _look_round(self) -> bool:
        """Letters, and what a new day brings."""
        notices.follow(self.home)
        for one in release_due(self.home):
            self.tell(f"{one.case} is out" if one.is_out else f"{one.case} is held: {one.words}")
        made = rounds.daily(self.home)
        if made is not None:
            if made.forgotten:
                forget(list(made.forgotten))
            self.tell(f"round of {made.day}: {len(made.causes)} reasons to decide orders again, {made.letters} letters")
        setting = mail_setting()
        if setting is not None:
            sent = send_due(self.home, setting)
            if sent.fault:
                self._tell_once(f"mail: {sent.fault}; `moratorium mail list` tells of each letter")
        return True

    def _each(self, work: Callable[[], bool]) -> bool:
        """Do something; what a person can meet is told, and the worker goes on."""
        try:
            return work()
        except MoratoriumError as error:
            self._tell_once("; ".join(map(str, error.faults)))
            self.stop.wait(LOOKS * 10)
            return False

    def _tell_once(self, words: str) -> None:
        """Tell what stands in the way, but not again and again."""
        if words != self._told:
            self._told = words
            self.tell(words)
