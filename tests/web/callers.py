"""Callers as an ERP is one: each order under a key of its own, asked again until there is an answer."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Thread

import httpx

from moratorium.store import Store, read_acts
from tests.web.office import form
from tests.web.running import WAIT


@dataclass
class Callers:
    """Many callers at once.

    Attributes:
        urls: Services that they call, in turn.
        key: With which they call.
        country: Where their goods go.
        answered: Number of the decision of each order that was answered, by the order's id.
        pending: Orders that were asked for and not answered: whoever wants to know asks again.
        statuses: Statuses other than 200 that were answered.
        effects: What was answered.
    """

    urls: Sequence[str]
    key: str
    country: str = "RU"
    answered: dict[str, int] = field(default_factory=dict)
    pending: set[str] = field(default_factory=set)
    statuses: list[int] = field(default_factory=list)
    effects: set[str] = field(default_factory=set)

    @contextmanager
    def calling(self, name: str, many: int = 6) -> Iterator[None]:
        """They call for as long as the block lasts; the ids of their orders begin with a name."""
        end = Event()

        def call(caller: int) -> None:
            number = 0
            with httpx.Client(timeout=WAIT) as client:
                while not end.is_set():
                    id = f"{name}-{caller}-{number}"
                    self.pending.add(id)
                    if not self.ask(client, id, self.urls[(caller + number) % len(self.urls)]):
                        end.wait(0.02)
                    number += 1

        threads = [Thread(target=call, args=(caller,)) for caller in range(many)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            end.set()
            for thread in threads:
                thread.join(WAIT)

    def ask(self, client: httpx.Client, id: str, url: str) -> bool:
        """Ask once; whether there was a decision."""
        headers = {"authorization": f"Bearer {self.key}", "idempotency-key": id}
        try:
            answer = client.post(f"{url}/v1/decisions", json=form(self.country, id), headers=headers)
        except httpx.TransportError:
            return False
        if answer.status_code != 200:
            self.statuses.append(answer.status_code)
            return False
        self.effects.add(answer.json()["effect"])
        self.answered[id] = answer.json()["decision"]
        self.pending.discard(id)
        return True

    def ask_again(self) -> None:
        """What got no answer is asked again, under the same keys, until all of it has one."""
        deadline = time.monotonic() + WAIT
        with httpx.Client(timeout=WAIT) as client:
            while self.pending and time.monotonic() < deadline:
                for id in sorted(self.pending):
                    self.ask(client, id, self.urls[0])
        assert not self.pending

    def until(self, holds: Callable[[], bool]) -> None:
        """Let them call until something holds."""
        deadline = time.monotonic() + WAIT
        while not holds():
            assert time.monotonic() < deadline, (self.statuses[-5:], len(self.answered))
            time.sleep(0.005)


def decided(store: Store) -> dict[str, list[int]]:
    """Log indexes of the decisions of each order, by the order's id."""
    found: dict[str, list[int]] = {}
    with store.read() as connection:
        for one in read_acts(connection, ["decided"]):
            found.setdefault(one.act.subject.rpartition("/")[0], []).append(one.index)
    return found
