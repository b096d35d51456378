"""Orders that come one at a time, from many callers at once, decided and recorded together: group commit.

A commit waits for the disk, so a commit for each order would bound a service by its disk. Here one thread decides what
has come in while the last commit was under way, and records all of it in one transaction. An answer is handed out only
after its transaction has committed. What was handed in and could not be recorded gets an error, never a decision.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import chain
from typing import NamedTuple

from moratorium.decision.decider import Decider
from moratorium.desk import once
from moratorium.desk.checking import BATCH, Made, Recorded, Wanted, make_all, record_batch
from moratorium.desk.current import Current
from moratorium.desk.home import Home
from moratorium.desk.once import Once
from moratorium.desk.other_half import LARGE, OtherHalf
from moratorium.errors import ConflictError, InputError, MissingError, MoratoriumError, SourceError
from moratorium.store import Connection, requests
from moratorium.terms.order import Order

MOST_WAITING = 20_000
"""Orders that may wait; beyond it callers are asked to come again."""

KEPT_FOR = timedelta(days=1)
"""How long an answer can be had again by its idempotency key."""

SETTLE_AFTER = 250
"""Orders recorded before the database settles; whoever has been answered does not wait for that."""

IDLE = 0.5
"""Seconds without an order after which it settles too, so that the next batch need not do so at its commit."""

HERE, SOON = 0.30, 0.55
"""Where a large batch is cut. The first are decided here, those up to the second cut elsewhere meanwhile, and the
others elsewhere too, while those before are recorded, which takes longer than deciding.
"""

_TRIES = 3
_AGAIN = "try again in a moment"


class Outcome(NamedTuple):
    """What became of orders that were handed in together.

    Attributes:
        recorded: Decisions in the log, in the order handed in.
        decider: What they were decided by.
    """

    recorded: Sequence[Recorded]
    decider: Decider


@dataclass(frozen=True)
class Handed:
    """Orders handed in together; all of them are recorded, or none.

    Attributes:
        orders: What is wanted.
        day: Valid day; None for today.
        actor: In whose name.
        render: Makes the answer's bytes, before the transaction commits.
        once: Tells whether it was handed in before.
        done: Gets the answer's bytes, or the error.
    """

    orders: Sequence[Order]
    day: date | None
    actor: str
    render: Callable[[Outcome], bytes]
    once: Once | None = None
    done: Future[bytes] = field(default_factory=Future)


class _SupersededError(Exception):
    """Something that decisions rest on came in while they were made; they are made again, all of them here."""


class Writer:
    """Decides and records what is handed in, in one thread of its own.

    Args:
        home: The state; its identity signs.
        watch: Is told how many orders each transaction recorded.
        other_half: Decides half of what is much; the writer closes it.
    """

    def __init__(
        self, home: Home, watch: Callable[[int], None] = lambda _: None, other_half: OtherHalf | None = None
    ) -> None:
        self.current = Current(home)
        self._home = home
        self._watch = watch
        self._other_half = other_half
        self._queue: queue.SimpleQueue[Handed | None] = queue.SimpleQueue()
        self._waiting = 0
        self._lock = threading.Lock()
        self._is_open = True
        self._forget_at = home.clock()
        self._unsettled = 0
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    @property
    def waiting(self) -> int:
        """Orders that wait to be decided."""
        return self._waiting

    def hand_in(self, handed: Handed) -> Future[bytes]:
        """Have orders decided; the future gets the answer.

        Raises:
            SourceError: too many orders wait, or the service is ending.
        """
        with self._lock:
            if not self._is_open:
                raise SourceError("the service is ending", help=_AGAIN)
            if self._waiting + len(handed.orders) > MOST_WAITING:
                raise SourceError(f"{self._waiting:,} orders are waiting to be decided", help=_AGAIN)
            self._waiting += len(handed.orders)
            self._queue.put(handed)
        return handed.done

    def refreshed(self) -> Decider:
        """What orders of today are decided by, after making sure that nothing newer is in the log.

        Raises:
            SourceError: it cannot be read.
        """
        found: list[Decider] = []

        def note(outcome: Outcome) -> bytes:
            found.append(outcome.decider)
            return b""

        self.hand_in(Handed((), None, self._home.actor, note)).result()
        return found[0]

    def close(self) -> None:
        """Decide what was handed in before, then end."""
        with self._lock:
            if self._is_open:
                self._is_open = False
                self._queue.put(None)
        self._thread.join()
        if self._other_half is not None:
            self._other_half.close()

    def _run(self) -> None:
        is_open = True
        while is_open:
            batch, is_open = self._next()
            if batch:
                with self._lock:
                    self._waiting -= sum(len(one.orders) for one in batch)
                self._serve([one for one in batch if one.done.set_running_or_notify_cancel()])
                if self._unsettled >= SETTLE_AFTER:
                    self._settle()

    def _next(self) -> tuple[list[Handed], bool]:
        """What waits, up to a batch; and whether more may come."""
        batch: list[Handed] = []
        one = self._first()
        while one is not None:
            batch.append(one)
            if sum(len(handed.orders) for handed in batch) >= BATCH:
                return batch, True
            try:
                one = self._queue.get_nowait()
            except queue.Empty:
                return batch, True
        return batch, False

    def _first(self) -> Handed | None:
        """The next that comes, however long that takes."""
        if self._unsettled:
            with suppress(queue.Empty):
                return self._queue.get(timeout=IDLE)
            self._settle()
        return self._queue.get()

    def _settle(self) -> None:
        self._unsettled = 0
        self._home.store.settle()

    def _serve(self, batch: list[Handed]) -> None:
        """Answer all of a batch; the same request made twice in it is answered from the first one's answer."""
        first: dict[tuple[str, str] | int, Handed] = {}
        for one in batch:
            first.setdefault(one.once[:2] if one.once else id(one), one)
        self._serve_distinct(list(first.values()))
        repeated = [one for one in batch if first[one.once[:2] if one.once else id(one)] is not one]
        if repeated:
            self._serve(repeated)

    def _serve_distinct(self, batch: list[Handed]) -> None:
        """If one of them breaks the transaction, each is tried alone; what stands in the way of all is told to all."""
        try:
            answers = self._answers(batch)
        except SourceError as error:
            for one in batch:
                one.done.set_exception(error)
            return
        except Exception as error:
            if len(batch) > 1:
                for one in batch:
                    self._serve_distinct([one])
            elif batch:
                batch[0].done.set_exception(error)
            return
        for handed, answer in zip(batch, answers, strict=True):
            if isinstance(answer, MoratoriumError):
                handed.done.set_exception(answer)
            else:
                handed.done.set_result(answer)

    def _answers(self, batch: list[Handed]) -> list[bytes | MoratoriumError]:
        for turn in range(_TRIES):
            try:
                return self._decided(batch, trusting=turn == 0)
            except (_SupersededError, ConflictError):
                continue
        raise SourceError("what decisions rest on is changing, or another process is writing", help=_AGAIN)

    def _decided(self, batch: list[Handed], *, trusting: bool) -> list[bytes | MoratoriumError]:
        """Decide outside the write transaction, which others wait for; look inside it whether that still holds.

        Args:
            batch: What waits.
            trusting: Decide by what is at hand, which nearly always still holds, without asking the log before.
        """
        ready = self._ready(batch, trusting)
        wanted = [
            Wanted(order, day, one.actor) for one, (_, day) in zip(batch, ready, strict=True) for order in one.orders
        ]
        deciders = [decider for one, (decider, _) in zip(batch, ready, strict=True) for _ in one.orders]
        portions = self._portions(wanted, deciders, self._other_half if trusting else None)
        first = next(portions)
        with self._home.store.begin() as connection:
            if self.current.is_superseded(connection):
                raise _SupersededError
            made = chain([first], portions)
            answers, appended = self._recorded(connection, batch, made, [decider for decider, _ in ready])
        self.current.passed(appended)
        return answers

    def _portions(
        self, wanted: list[Wanted], deciders: list[Decider], other_half: OtherHalf | None
    ) -> Iterator[list[Made]]:
        """Decide them, in portions; of many the latter ones are decided elsewhere meanwhile.

        Raises:
            _SupersededError: what was decided elsewhere does not rest on what is at hand here, or did not come.
        """
        today, here, soon = self._home.today(), int(HERE * len(wanted)), int(SOON * len(wanted))
        if len(wanted) < LARGE or not other_half or not other_half.begin([wanted[here:soon], wanted[soon:]], today):
            with self.current.lock:
                made = make_all(wanted, deciders, today)
            yield made
            return
        with self.current.lock:
            made = make_all(wanted[:here], deciders[:here], today)
        yield made + _elsewhere(other_half, deciders[here:soon])
        yield _elsewhere(other_half, deciders[soon:])

    def _ready(self, batch: list[Handed], trusting: bool) -> list[tuple[Decider, date]]:
        today = self._home.today()
        days = [one.day or today for one in batch]
        if trusting:
            at_hand = [(found, day) for day in days if (found := self.current.at_hand(day)) is not None]
            if len(at_hand) == len(batch):
                return at_hand
        try:
            with self._home.store.read() as connection:
                return [(self.current.decider(connection, day), day) for day in days]
        except (MissingError, InputError) as error:
            raise SourceError(error.fault.message, error.fault.at, error.fault.help) from error

    def _recorded(
        self, connection: Connection, batch: list[Handed], portions: Iterable[list[Made]], deciders: list[Decider]
    ) -> tuple[list[bytes | MoratoriumError], int]:
        """The answers, and how many acts the log got."""
        answers = [once.known(connection, one.once) if one.once else None for one in batch]
        whose = iter([i for i, one in enumerate(batch) for _ in one.orders])
        recorded: list[list[Recorded]] = [[] for _ in batch]
        for portion in portions:
            asked = [(i, one) for one in portion if answers[i := next(whose)] is None]
            for (i, _), one in zip(asked, record_batch(self._home, connection, [one for _, one in asked]), strict=True):
                recorded[i].append(one)
        for i, handed in enumerate(batch):
            if answers[i] is None:
                answers[i] = content = handed.render(Outcome(recorded[i], deciders[i]))
                self._note(connection, handed.once, content)
        self._forget_old(connection)
        every = [one for of in recorded for one in of]
        self._watch(len(every))
        self._unsettled += len(every)
        return [one for one in answers if one is not None], len({one.index for one in every if one.is_new})

    def _note(self, connection: Connection, asked: Once | None, content: bytes) -> None:
        if asked is not None:
            request = requests.Request(asked.content, 200, content)
            requests.put(connection, asked.holder, asked.key, request, self._home.clock())

    def _forget_old(self, connection: Connection) -> None:
        """Once an hour, so that it costs nothing."""
        now = self._home.clock()
        if now >= self._forget_at:
            self._forget_at = now + timedelta(hours=1)
            requests.forget_before(connection, now - KEPT_FOR)


def _elsewhere(other_half: OtherHalf, deciders: list[Decider]) -> list[Made]:
    made = other_half.end()
    if made is None or any(
        one.decided.decision.digests != decider.digests for one, decider in zip(made, deciders, strict=True)
    ):
        raise _SupersededError
    return made
