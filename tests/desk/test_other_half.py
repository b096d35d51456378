"""A large batch of which a second process decides a part: the same decisions, whatever becomes of that process."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import replace
from datetime import date

import msgspec
import pytest

from moratorium.decision.decider import Decided
from moratorium.desk import answering
from moratorium.desk import other_half as second
from moratorium.desk.checking import Made, Recorded, Wanted, record_batch
from moratorium.desk.home import Home
from moratorium.desk.identities import Identity
from moratorium.desk.other_half import LARGE, OtherHalf
from moratorium.desk.service import IDENTITY
from moratorium.desk.writer import HERE, SOON, Handed, Outcome, Writer
from moratorium.report.decisions import DecisionDocuments
from moratorium.store import Connection, fsck, open_store, size
from moratorium.store.acts import entries
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
    """Of all portions; None if nothing came of one."""

    @property
    def number(self) -> int:
        """Of the process."""
        assert self._process is not None
        assert self._process.pid is not None
        return self._process.pid

    def begin(self, portions: Sequence[Sequence[Wanted]], today: date) -> bool:
        """As it is, noted."""
        is_ready = super().begin(portions, today)
        self.came = 0
        return is_ready

    def end(self) -> list[Made] | None:
        """As it is, noted."""
        made = super().end()
        self.came = None if made is None or self.came is None else self.came + len(made)
        return made


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
    while not other_half.begin([[Wanted(order("NL"), home.today())]], home.today()):
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
    deciding = Writer(home, other_half=None if other_half is None else Kept(other_half))
    answer: Future[bytes] = deciding.hand_in(Handed(orders, None, "erp@service", told))
    try:
        return answer.result()
    finally:
        deciding.close()


class Kept(OtherHalf):
    """One that outlives the writer."""

    def __init__(self, kept: OtherHalf) -> None:
        self._kept = kept

    def begin(self, portions: Sequence[Sequence[Wanted]], today: date) -> bool:
        """As that one does."""
        return self._kept.begin(portions, today)

    def end(self) -> list[Made] | None:
        """As that one does."""
        return self._kept.end()

    def close(self) -> None:
        """Not yet."""


def test_two_halves_are_decided_as_the_whole_is(home: Home, other_half: Watched) -> None:
    orders = many("whole")
    halves = decided(home, orders, other_half)
    assert other_half.came is not None
    assert other_half.came == LARGE - int(HERE * LARGE)
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
    assert not mortal.begin([[Wanted(order("NL"), home.today())]], home.today())
    assert mortal._process is None
    assert fsck(home.store) == ()


def test_killed_while_its_first_portion_is_recorded_it_leaves_nothing_half(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was recorded is rolled back and all of it decided again, so that it is in the log once."""
    mortal = Watched(home.path)
    make_ready(mortal, home)
    portions: list[int] = []

    def killing(home: Home, connection: Connection, made: Sequence[Made]) -> list[Recorded]:
        portions.append(len(made))
        if len(portions) == 1:
            os.kill(mortal.number, signal.SIGKILL)
        return record_batch(home, connection, made)

    monkeypatch.setattr("moratorium.desk.writer.record_batch", killing)
    orders = many("halfway")
    with home.store.read() as connection:
        before = size(connection)
    answer = decided(home, orders, mortal)
    with home.store.read() as connection:
        assert size(connection) == before + LARGE
    assert portions == [int(SOON * LARGE), LARGE]
    assert answer == decided(home, orders, None)
    assert fsck(home.store) == ()
    mortal.close()


def test_portions_that_nobody_wanted_any_more_are_not_taken_for_later_ones(home: Home, other_half: Watched) -> None:
    """As when something came in while a batch was decided, and all of it is decided anew."""
    today = home.today()
    assert other_half.begin([[Wanted(one, today)] for one in many("unwanted")[:3]], today)
    assert other_half.end() is not None  # and two are left
    orders = many("wanted")
    assert decided(home, orders, other_half) == decided(home, orders, None)
    assert other_half.came == LARGE - int(HERE * LARGE)


class Behind(Kept):
    """One that decides by another rulebook, as if it had not read what came in."""

    def end(self) -> list[Made] | None:
        """As it is, but by another rulebook, which allows everything."""
        made = super().end()
        return None if made is None else [one._replace(decided=behind(one.decided)) for one in made]


def behind(decided: Decided) -> Decided:
    """A decision by another rulebook."""
    digests = {**decided.decision.digests, "rulebook": "0" * 64}
    return decided._replace(decision=msgspec.structs.replace(decided.decision, effect="allow", digests=digests))


def test_what_rests_on_something_else_than_is_at_hand_here_does_not_count(home: Home, other_half: Watched) -> None:
    orders = many("behind")
    assert decided(home, orders, Behind(other_half)) == decided(home, orders, None)
    assert other_half.came is not None
    assert fsck(home.store) == ()


def test_an_order_that_comes_twice_is_recorded_once_in_whatever_portions(home: Home, other_half: Watched) -> None:
    *others, _ = many("twice")
    first = others[0]
    assert decided(home, [*others, first], other_half) == decided(home, [*others, first], None)
    with home.store.read() as connection:
        assert len([one for one in entries(connection, ["decided"]) if one.subject == first.key]) == 1
    assert fsck(home.store) == ()
