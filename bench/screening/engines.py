"""Engines side by side behind one seam: index some lists, screen some names, tell how long it took.

``ours`` runs in this process. The peers run in an environment of their own (see README.md) and speak lines of JSON with
``peer.py``; what counts as their time is measured over there, so the lines cost them nothing.
"""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol, Self, get_args

from bench.screening.published import entries_of
from bench.screening.values import Query
from moratorium.screening import ListVersion, Thresholds, index, screen_all
from moratorium.screening.lists.entry import Kind
from moratorium.terms.party import Party

Found = Mapping[str, float]
"""Score of each entry that was alerted on, by key."""

AT_ONCE = 2_000
"""Names handed over at once, to bound the memory."""


@dataclass(frozen=True)
class Answers:
    """What an engine found for some queries, in their order; seconds by the clock, and of processor time."""

    found: tuple[Found, ...]
    seconds: float
    cpu: float


class Engine(Protocol):
    """A way of screening, with some lists indexed.

    Attributes:
        built: Seconds to build the index.
    """

    built: float

    def screen(self, queries: Sequence[Query], least: float) -> Answers:
        """For each query the entries that score at least so much."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...


class Ours:
    """``moratorium.screening`` as the product calls it: whole parties in, matches with their words out."""

    def __init__(self, versions: Sequence[ListVersion]) -> None:
        start = time.perf_counter()
        self._index = index(versions)
        self.built = time.perf_counter() - start
        self._lists = tuple(self._index.lists)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing to end."""

    def screen(self, queries: Sequence[Query], least: float) -> Answers:
        at = thresholds(self._lists, least)
        parties = [Party(names=(query.text,)) for query in queries]
        found: list[Found] = []
        start, before = time.perf_counter(), time.process_time()
        for first in range(0, len(parties), AT_ONCE):
            screened = screen_all(parties[first : first + AT_ONCE], self._index, at)
            found.extend({match.key: match.score for match in each.matches} for each in screened)
        return Answers(tuple(found), time.perf_counter() - start, time.process_time() - before)


def thresholds(lists: Sequence[str], least: float) -> Thresholds:
    """One threshold for all kinds of these lists."""
    everywhere = dict.fromkeys(get_args(Kind), Decimal(str(least)))
    return Thresholds(dict.fromkeys(lists, everywhere))


class Peer:
    """An engine of ``peer.py`` in a process of another environment."""

    def __init__(self, python: str, engine: str, versions: Sequence[ListVersion]) -> None:
        script = Path(__file__).with_name("peer.py")
        self._process = subprocess.Popen(
            [python, str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )
        listed = [(entry.key, entry.kind, [name.text for name in entry.names]) for entry in entries_of(versions)]
        self.built: float = self._asked({"engine": engine, "listed": listed})["seconds"]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def screen(self, queries: Sequence[Query], least: float) -> Answers:
        asked = [(query.text, query.kind) for query in queries]
        answer = self._asked({"asked": asked, "least": least})
        return Answers(tuple(dict(found) for found in answer["found"]), answer["seconds"], answer["cpu"])

    def _asked(self, question: object) -> Any:
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("the peer has no pipes")
        try:
            self._process.stdin.write(json.dumps(question) + "\n")
            self._process.stdin.flush()
            return json.loads(self._process.stdout.readline())
        except (BrokenPipeError, json.JSONDecodeError) as error:
            self._end()
            raise RuntimeError("the peer ended; is its environment as README.md says?") from error

    def _end(self) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(BrokenPipeError):
                if pipe:
                    pipe.close()
        self._process.wait()


def engine(name: str, versions: Sequence[ListVersion], python: str | None) -> Engine:
    """An engine by name with some lists indexed; peers need the Python of their environment."""
    if name == "ours":
        return Ours(versions)
    if python is None:
        raise ValueError(f"`{name}` needs --peer, the Python of the peers' environment (see README.md)")
    return Peer(python, name, versions)


NAMES = ("ours", "logic-v2", "rapidfuzz")

Make = Callable[[str, Sequence[ListVersion], str | None], Engine]
"""Makes an engine; tests hand in their own."""
