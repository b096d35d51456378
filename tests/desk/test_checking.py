"""Deciding and recording: the same inputs once, evidence kept, and nothing counted that is not in the log."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from moratorium.decision.decider import Decider
from moratorium.desk.again import decide_again
from moratorium.desk.checking import BATCH, Recorded, check, decide_batch
from moratorium.desk.home import Home
from moratorium.errors import ConflictError, Fault
from moratorium.intake import Rejected
from moratorium.store import act_at, blobs, fsck, open_store, projections, size
from moratorium.terms.order import Order
from tests.worlds import DAY, SUSPENSION, order, reference, rulebook

NOON = datetime(2022, 5, 2, 12, tzinfo=UTC)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    """An empty home at noon of a fixed day."""
    with open_store(tmp_path) as store:
        yield Home(tmp_path, store, clock=lambda: NOON)


def decider() -> Decider:
    """The suspension, and a Dutch entity."""
    return Decider(rulebook(SUSPENSION), reference())


def acts(home: Home) -> int:
    """Size of the log."""
    with home.store.read() as connection:
        return size(connection)


def test_an_order_that_a_batch_repeats_is_one_act(home: Home) -> None:
    first, again, other = decide_batch(home, [(order("RU"), DAY)] * 2 + [(order("NL", id="SO-2"), DAY)], decider())
    assert first.index == again.index
    assert (first.is_new, again.is_new, other.is_new) == (True, False, True)
    assert acts(home) == 2


def test_a_decision_is_handed_on_only_after_it_is_in_the_log(home: Home) -> None:
    seen: list[int] = []

    def sink(one: Recorded) -> None:
        with home.store.read() as connection:
            assert act_at(connection, one.index).act.payload == one.decided.decision
        seen.append(one.index)

    many = [order("NL", id=f"SO-{number}") for number in range(BATCH + 3)]
    tally = check(home, many, decider(), DAY, sink)
    assert seen == list(range(BATCH + 3))
    assert (tally.new, tally.orders["allow"]) == (BATCH + 3, BATCH + 3)


def test_what_a_decision_cites_is_kept(home: Home) -> None:
    (one,) = decide_batch(home, [(order("RU"), DAY)], decider())
    decision = one.decided.decision
    with home.store.read() as connection:
        assert blobs.get(connection, decision.order_digest)
        assert all(blobs.get(connection, line.judgement) for line in decision.lines)
    assert fsck(home.store) == ()


def test_a_batch_that_fails_leaves_nothing_and_the_batches_before_it_stay(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second batch meets a broken order: its whole transaction is gone, the first one is whole."""

    def orders() -> Iterator[Order | Rejected]:
        for number in range(BATCH + 5):
            yield order("NL", id=f"SO-{number}")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        check(home, orders(), decider(), DAY)
    assert acts(home) == BATCH
    assert fsck(home.store) == ()


def test_rejected_rows_are_counted_with_the_first_as_samples(home: Home) -> None:
    bad = [Rejected(number, None, (Fault("no order id", f"o.csv:{number}"),)) for number in range(7)]
    told: list[Rejected] = []
    tally = check(home, [*bad, order()], decider(), DAY, reject=told.append)
    assert (tally.rejected, len(tally.samples), told) == (7, 5, bad)
    assert sum(tally.lines.values()) == 1


def test_lines_in_are_lines_decided_plus_rejected(home: Home) -> None:
    undated = order("NL", id="SO-9", placed_on=None)
    tally = check(home, [order(), undated], decider(), None)
    assert (sum(tally.lines.values()), tally.rejected) == (1, 1)
    assert "no order date" in tally.samples[0].faults[0].message


def test_before_is_the_effect_that_the_order_stood_at(home: Home) -> None:
    one = order("RU")
    assert decide_batch(home, [(one, date(2022, 4, 1))], decider())[0].before is None
    assert decide_batch(home, [(one, DAY)], decider())[0].before == "allow"


def test_an_order_that_somebody_decided_since_it_was_read_is_left_alone(home: Home) -> None:
    """``again`` read both orders; one of them came in anew, delivered elsewhere, before its page was written."""
    first, second = order("RU", id="SO-1"), order("RU", id="SO-2")
    old = decide_batch(home, [(first, DAY), (second, DAY)], decider())
    standing = {one.order.key: index for one, index in ((one.decided, one.index) for one in old)}
    (newer,) = decide_batch(home, [(order("NL", id="SO-1"), DAY)], decider())
    size_before = acts(home)
    tomorrow = date.fromordinal(DAY.toordinal() + 1)
    done = decide_batch(home, [(first, tomorrow), (second, tomorrow)], decider(), standing)
    assert [one.decided.order.key for one in done] == [second.key]
    assert acts(home) == size_before + 1
    with home.store.read() as connection:
        found = projections.order(connection, first.key)
    assert found is not None
    assert (found.act, found.effect) == (newer.index, "allow")
    assert fsck(home.store) == ()


def test_a_look_at_a_day_in_the_past_replaces_nothing(home: Home) -> None:
    one = order("RU")
    (standing,) = decide_batch(home, [(one, DAY)], decider())
    (look,) = decide_batch(home, [(one, date(2022, 4, 1))], decider())
    (known,) = decide_batch(home, [(one, DAY)], decider())
    assert (look.before, look.decided.decision.effect, look.is_new) == ("deny", "allow", True)
    assert (known.index, known.is_new, known.before) == (standing.index, False, "deny")


def test_a_writer_who_waits_too_long_is_told(tmp_path: Path) -> None:
    with open_store(tmp_path) as first, open_store(tmp_path, wait=0.1) as second:
        mine, other = Home(tmp_path, first, clock=lambda: NOON), Home(tmp_path, second, clock=lambda: NOON)
        with mine.store.begin(), pytest.raises(ConflictError, match="another process is writing"):
            decide_batch(other, [(order(), DAY)], decider())
        assert acts(mine) == 0


def test_deciding_again_pages_through_all_that_is_open(home: Home) -> None:
    many = [order("RU" if number % 3 else "NL", id=f"SO-{number:05}") for number in range(2 * BATCH + 7)]
    check(home, many, decider(), date(2022, 4, 1))
    seen: list[str] = []
    again = decide_again(
        home, "the morning", DAY, rulebook(SUSPENSION), lambda one: seen.append(one.decided.decision.order)
    )
    assert seen == sorted(one.key for one in many)
    assert again.day == DAY
    assert sum(again.tally.orders.values()) == len(many)
    assert all(one.before == "allow" for one in again.changed)
