"""A large batch of which a second process decides a part: the same decisions, whatever becomes of that process."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import replace

import pytest

from moratorium.desk import answering
from moratorium.desk import other_half as second
from moratorium.desk.checking import Wanted
from moratorium.desk.home import Home
from moratorium.desk.identities import Identity
from moratorium.desk.other_half import LARGE, OtherHalf
from moratorium.desk.service import IDENTITY
from moratorium.desk.writer import Handed, Outcome, Writer
from moratorium.report.decisions import DecisionDocuments
from moratorium.store import fsck, open_store
from moratorium.terms.act import Answered
from moratorium.terms.order import Order
from tests.web.office import build
from tests.worlds import order

pytestmark = pytest.mark.xdist_group("other half")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """A home with a rulebook, on the clock that a second process has too."""
    folder = tmp_path_factory.mktemp("halves")
    build(folder)
    with open_store(folder) as store:
        yield Home(folder, store, Identity.load(folder, IDENTITY))


class Watched(OtherHalf):
    """The second process, of which a test sees whether it was asked and what came of it."""

    came: int | None = None

    @property
    def number(self) -> int:
        """Of the process."""
        assert self._process is not None
        assert self._process.pid is not None
        return self._process.pid

    def end(self) -> list[object] | None:  # type: ignore[override]
        """As it is, noted."""
        made = super().end()
        self.came = None if made is None else len(made)
        return list(made) if made is not None else None


@pytest.fixture(scope="module")
def other_half(home: Home) -> Iterator[Watched]:
    """One that is ready."""
    found = Watched(home.path)
    make_ready(found, home)
    yield found
    found.close()


def make_ready(other_half: OtherHalf, home: Home) -> None:
    """Wait until it decides; it reads rulebook and lists meanwhile."""
    deadline = time.monotonic() + 120
    while not other_half.begin([Wanted(order("NL"), home.today())], home.today()):
        assert time.monotonic() < deadline, "the second process does not get ready"
        time.sleep(0.02)
    assert other_half.end() is not None


def many(first: str) -> list[Order]:
    """As many orders as are decided in two halves, some of which are denied, held and allowed."""
    return [order(("NL", "RU", "BY", None)[number % 4], id=f"{first}-{number}") for number in range(LARGE)]


def told(outcome: Outcome) -> bytes:
    """All that is said of the decisions, but where they lie in the log and whether they are new there."""
    documents = json.loads(DecisionDocuments().several(outcome, []))["decisions"]
    kept = [[one.content for one in recorded.decided.judged] for recorded in outcome.recorded]
    for document in documents:
        del document["decision"], document["new"]
        for line in document["lines"]:
            del line["decision"]
    return repr((documents, kept)).encode()


def decided(home: Home, orders: list[Order], other_half: OtherHalf | None) -> bytes:
    """What a writer answers to orders; the other half goes on when the writer has ended."""
    writer = Writer(home, other_half=None if other_half is None else Kept(other_half))
    answer: Future[bytes] = writer.hand_in(Handed(orders, None, "erp@service", told))
    try:
        return answer.result()
    finally:
        writer.close()


class Kept(OtherHalf):
    """One that outlives the writer."""

    def __init__(self, kept: OtherHalf) -> None:
        self.begin, self.end = kept.begin, kept.end  # type: ignore[method-assign]

    def close(self) -> None:
        """Not yet."""


def test_two_halves_are_decided_as_the_whole_is(home: Home, other_half: Watched) -> None:
    orders = many("whole")
    halves = decided(home, orders, other_half)
    assert other_half.came is not None
    assert 0 < other_half.came < LARGE
    assert halves == decided(home, orders, None)
    assert [b"'effect': '%b'" % one in halves for one in (b"allow", b"hold", b"deny")] == [True] * 3
    assert fsck(home.store) == ()


def test_what_came_in_since_counts_in_both_halves(home: Home, other_half: Watched) -> None:
    """The second process reads the log itself; if it read more or less than the first, its half would be made again."""
    orders = [order(None, id=f"since-{number}", buyer="C-since") for number in range(LARGE)]
    before = decided(home, orders, other_half)
    ann = replace(home, identity=Identity.load(home.path, "ann"))
    answering.answer(ann, [Answered("party:C-since", "territory", "RU", "a call")])
    after = decided(home, orders, other_half)
    assert before != after == decided(home, orders, None)
    assert other_half.came is not None


def test_few_orders_start_no_process(home: Home) -> None:
    never = Watched(home.path)
    decided(home, many("few")[: LARGE - 1], never)
    assert never._process is None


def test_a_second_process_that_is_killed_costs_nobody_an_answer(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is started again, but not for ever: what ends it each time, such as a lack of memory, would end it again."""
    monkeypatch.setattr(second, "MOST_STARTS", 1)
    mortal = Watched(home.path)
    make_ready(mortal, home)
    os.kill(mortal.number, signal.SIGKILL)
    orders = many("killed")
    assert decided(home, orders, mortal) == decided(home, orders, None)
    assert not mortal.begin([Wanted(order("NL"), home.today())], home.today())
    assert mortal._process is None
    assert fsck(home.store) == ()
