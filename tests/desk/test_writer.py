"""Orders of many callers recorded together: each by what the log says at that place, answered once it is there."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from shutil import copyfile, copytree
from tempfile import TemporaryDirectory

import pytest

from moratorium.decision.decision import Decision
from moratorium.desk import again, answering, once, rulebooks
from moratorium.desk.clock import mend_clock
from moratorium.desk.home import Home
from moratorium.desk.identities import Identity
from moratorium.desk.once import Once
from moratorium.desk.service import IDENTITY
from moratorium.desk.writer import MOST_WAITING, SETTLE_AFTER, Handed, Outcome, Writer
from moratorium.errors import ConflictError, InputError, MissingError, SourceError
from moratorium.store import fsck, open_store, projections, read_acts, size
from moratorium.terms.act import Answered
from moratorium.terms.order import Order
from tests.web.office import NOON, build
from tests.worlds import measure_text, order


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a rulebook."""
    folder = tmp_path_factory.mktemp("writer")
    build(folder)
    return folder


@pytest.fixture
def home(template: Path, tmp_path: Path) -> Iterator[Home]:
    """A copy of it, acting as the service."""
    folder = Path(copytree(template, tmp_path / "home"))
    with open_store(folder) as store:
        yield Home(folder, store, Identity.load(folder, IDENTITY), lambda: NOON)


@pytest.fixture
def kept(template: Path, database: Path | str, tmp_path: Path) -> Iterator[Home]:
    """The same with its database in the home or on a server."""
    folder = tmp_path / "home"
    if isinstance(database, str):
        folder.mkdir()
        build(folder, database)
    else:
        copytree(template, folder)
    with open_store(database if isinstance(database, str) else folder) as store:
        yield Home(folder, store, Identity.load(folder, IDENTITY), lambda: NOON)


def told(outcome: Outcome) -> bytes:
    """Effects and act numbers, as an answer."""
    return " ".join(f"{one.decided.decision.effect}:{one.index}" for one in outcome.recorded).encode()


def hand_in(writer: Writer, *orders: Order, asked: Once | None = None) -> Future[bytes]:
    """Hand in orders together."""
    return writer.hand_in(Handed(orders, None, "erp@service", told, asked))


def acts(home: Home) -> int:
    """Size of the log."""
    with home.store.read() as connection:
        return size(connection)


def test_orders_that_wait_together_are_recorded_together(kept: Home) -> None:
    transactions: list[int] = []
    writer = Writer(kept, transactions.append)
    hand_in(writer, order("NL", id="first")).result()
    with kept.store.begin():  # nobody can write meanwhile, so all that comes in waits
        waiting = [hand_in(writer, order("RU", id=f"SO-{number}")) for number in range(50)]
    effects = [one.result().partition(b":")[0] for one in waiting]
    writer.close()
    assert effects == [b"deny"] * 50
    assert sum(transactions) == 51
    assert len(transactions) <= 4


def test_after_many_orders_the_database_settles(home: Home, tmp_path: Path) -> None:
    writer = Writer(home)
    hand_in(writer, *(order("RU", id=f"SO-{number}") for number in range(SETTLE_AFTER))).result()
    writer.close()
    assert settled(home, tmp_path) == acts(home) > SETTLE_AFTER


def test_when_no_order_comes_for_a_while_the_database_settles(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done, settle = threading.Event(), home.store.settle

    def noted() -> None:
        settle()
        done.set()

    monkeypatch.setattr(home.store, "settle", noted)
    writer = Writer(home)
    hand_in(writer, order("RU")).result()
    assert done.wait(60)
    assert settled(home, tmp_path) == acts(home)
    writer.close()


def settled(home: Home, folder: Path) -> int:
    """Acts in the file without its write-ahead log, which is not moved there of itself before it has grown long."""
    with TemporaryDirectory(dir=folder) as alone:
        copyfile(home.store.place, Path(alone) / "moratorium.db")
        with open_store(Path(alone)) as store, store.read() as connection:
            return size(connection)


def test_what_is_answered_is_in_the_log(home: Home) -> None:
    writer = Writer(home)
    seen: list[bool] = []

    def look(done: Future[bytes]) -> None:
        seen.append(acts(home) > int(done.result().partition(b":")[2]))

    for number in range(10):
        hand_in(writer, order("NL", id=f"SO-{number}")).add_done_callback(look)
    writer.close()
    assert seen == [True] * 10


def test_every_decision_rests_on_what_the_log_says_at_its_place(kept: Home) -> None:
    """The rulebook changes all the time while orders come in; none is recorded by one that was superseded."""
    writer = Writer(kept)
    ann, bo = (replace(kept, identity=Identity.load(kept.path, name)) for name in ("ann", "bo"))
    end = threading.Event()

    changed: list[int] = []
    came_by = threading.Event()

    def change() -> None:
        try:
            for number in range(6):
                draft = measure_text(
                    f"draft-{number}", scope="{activities: all, territories: {roles: any, within: [KZ]}}"
                )
                rulebooks.approve(bo, rulebooks.propose_documents(ann, {"d.yaml": draft}))
                changed.append(number)
                came_by.clear()
                came_by.wait(10)
        finally:
            end.set()

    changer = threading.Thread(target=change)
    changer.start()
    number = 0
    while not end.is_set():
        for one in [hand_in(writer, order("NL", id=f"SO-{number}-{i}")) for i in range(5)]:
            one.result()
        came_by.set()
        number += 1
    changer.join()
    writer.close()
    with kept.store.read() as connection:
        made = [(one.index, one.act.payload) for one in read_acts(connection, ["decided"])]
        rests = {payload.digests["rulebook"] for _, payload in made}
        for index, payload in made:
            assert isinstance(payload, Decision)
            assert payload.digests["rulebook"] == rulebooks.adopted(connection, index).digest
    assert len(changed) == 6
    assert len(rests) > 1
    assert fsck(kept.store) == ()


def test_an_answer_that_came_in_counts_for_the_next_decision(home: Home) -> None:
    writer = Writer(home)
    unknown = order(None, id="SO-1")
    assert hand_in(writer, unknown).result().startswith(b"hold")
    ann = replace(home, identity=Identity.load(home.path, "ann"))
    answering.answer(ann, [Answered("party:C-1", "territory", "RU", "a call")])
    assert hand_in(writer, order(None, id="SO-2")).result().startswith(b"deny")
    writer.close()


def test_a_decision_reads_the_reference_once_as_long_as_nothing_changes(home: Home) -> None:
    writer = Writer(home)
    for number in range(5):
        hand_in(writer, order("NL", id=f"SO-{number}")).result()
    assert writer.current.reads == 1
    writer.close()


def test_a_clock_that_goes_wrong_lets_nothing_pass_and_the_log_keeps_its_order(home: Home) -> None:
    """Ahead, lists look old and days are later ones; behind what decisions rest on, nothing is decided at all."""
    time = [NOON]
    home = replace(home, clock=lambda: time[0])
    writer, asked = Writer(home), Once("erp", "k", "content")
    first = hand_in(writer, order("RU", id="SO-1"), asked=asked).result()
    time[0] = NOON - timedelta(hours=20)  # as another machine's may lie
    assert hand_in(writer, order("RU", id="SO-1"), asked=asked).result() == first
    assert hand_in(writer, order("RU", id="SO-2")).result().startswith(b"deny")
    time[0] = NOON - timedelta(days=2)
    before = acts(home)
    error = hand_in(writer, order("NL", id="SO-3")).exception()
    assert isinstance(error, SourceError)
    assert "clock of this machine says 2022-04-30 12:00" in str(error)
    assert acts(home) == before
    time[0] = NOON + timedelta(days=400)
    assert hand_in(writer, order("RU", id="SO-4")).result().startswith(b"deny")
    time[0] = NOON + timedelta(minutes=5)
    assert hand_in(writer, order("RU", id="SO-5")).result().startswith(b"deny")
    writer.close()
    _mended(replace(home, identity=Identity.load(home.path, "ann")))
    with home.store.read() as connection:
        made = [(one.act.subject, one.act.at) for one in read_acts(connection, ["decided"])]
    offsets = (timedelta(0), timedelta(hours=-20), timedelta(days=400), timedelta(minutes=5))
    assert made[:4] == [(f"SO-{n}/sale", NOON + by) for n, by in zip((1, 2, 4, 5), offsets, strict=True)]
    assert fsck(home.store) == ()


def _mended(home: Home) -> None:
    """A decision of a day that has not come stands until a person says which day it is; no look back replaces it."""
    with home.store.read() as connection:
        late = projections.stand_after(connection, home.today())
        standing = projections.standing_acts(connection, ["SO-4/sale"])
    again.decide_again(home, "asked for")
    with home.store.read() as connection:
        assert (late, projections.standing_acts(connection, ["SO-4/sale"])) == (1, standing)
    with pytest.raises(InputError, match=r"the clock says 2022-05-02, not 2023-06-06"):
        mend_clock(home, date(2023, 6, 6), "the battery was empty")
    mend_clock(home, home.today(), "the battery was empty")
    again.decide_again(home, "a look back", date(2022, 4, 29))
    with home.store.read() as connection:
        assert projections.standing_acts(connection, ["SO-4/sale"]) == standing
    again.decide_again(home, "the clock was set right")
    with home.store.read() as connection:
        now = projections.order(connection, "SO-4/sale")
        assert now is not None
        assert (now.day, now.act > standing["SO-4/sale"]) == (home.today(), True)
    with pytest.raises(InputError, match="there is nothing to set right"):
        mend_clock(home, home.today(), "again")


def test_an_answer_is_kept_for_a_day_by_the_clock_and_asking_later_decides_the_same_again(home: Home) -> None:
    time = [NOON]
    home = replace(home, clock=lambda: time[0])
    writer, asked = Writer(home), Once("erp", "k", "content")
    first = hand_in(writer, order("RU", id="SO-1"), asked=asked).result()
    time[0] = NOON + timedelta(days=3)
    hand_in(writer, order("RU", id="SO-2")).result()  # old keys are forgotten
    again = hand_in(writer, order("RU", id="SO-1"), asked=Once("erp", "k", "another"))
    assert again.result().partition(b":")[0] == first.partition(b":")[0]
    writer.close()


# -- what goes wrong --------------------------------------------------------------------------------------------------


def test_an_order_that_breaks_the_batch_keeps_no_other_waiting(home: Home) -> None:
    writer = Writer(home)
    hand_in(writer, order("NL", id="first")).result()

    def breaks(_: Outcome) -> bytes:
        raise ZeroDivisionError

    with home.store.begin():
        good = [hand_in(writer, order("NL", id=f"SO-{number}")) for number in range(3)]
        bad = writer.hand_in(Handed((order("NL", id="bad"),), None, "erp@service", breaks))
        nul = hand_in(writer, order("NL", id="SO-\0"))
    assert [one.result().partition(b":")[0] for one in good] == [b"allow"] * 3
    assert isinstance(bad.exception(), ZeroDivisionError)
    assert isinstance(nul.exception(), InputError)
    writer.close()
    with home.store.read() as connection:
        assert "bad/sale" not in {one.act.subject for one in read_acts(connection, ["decided"])}
    assert fsck(home.store) == ()


def test_what_stands_in_the_way_of_all_is_told_to_all_and_the_next_are_served(home: Home) -> None:
    with open_store(home.path, wait=0.05) as impatient:
        writer = Writer(replace(home, store=impatient))
        hand_in(writer, order("NL", id="first")).result()
        with home.store.begin():
            waiting = [hand_in(writer, order("NL", id=f"SO-{number}")) for number in range(5)]
            errors = [one.exception() for one in waiting]
        assert all(isinstance(error, SourceError) for error in errors)
        assert hand_in(writer, order("NL", id="SO-0")).result().startswith(b"allow")
        writer.close()
    assert fsck(home.store) == ()


def test_without_a_rulebook_nothing_is_decided(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        writer = Writer(Home(tmp_path, store, clock=lambda: NOON))
        error = hand_in(writer, order("NL")).exception()
        writer.close()
    assert isinstance(error, SourceError)
    assert "no rulebook was adopted" in str(error)


def test_a_writer_that_ends_decides_what_came_before_and_refuses_what_comes_after(home: Home) -> None:
    writer = Writer(home)
    waiting = [hand_in(writer, order("NL", id=f"SO-{number}")) for number in range(20)]
    writer.close()
    assert all(one.result() for one in waiting)
    with pytest.raises(SourceError, match="ending"):
        hand_in(writer, order("NL"))
    writer.close()


def test_too_many_that_wait_are_asked_to_come_again(home: Home) -> None:
    writer = Writer(home)
    one = order("NL")
    with pytest.raises(SourceError, match="waiting"):
        writer.hand_in(Handed([one] * (MOST_WAITING + 1), None, "erp@service", told))
    assert writer.waiting == 0
    writer.close()


def test_a_caller_who_went_away_is_not_served(home: Home) -> None:
    writer = Writer(home)
    hand_in(writer, order("NL", id="first")).result()
    with home.store.begin():
        held = hand_in(writer, order("NL", id="held"))
        gone = hand_in(writer, order("NL", id="gone"))
        for one in (held, gone):
            one.cancel()
    writer.close()
    with home.store.read() as connection:
        subjects = {one.act.subject for one in read_acts(connection, ["decided"])}
    assert gone.cancelled() is ("gone/sale" not in subjects)


# -- once -------------------------------------------------------------------------------------------------------------


def test_a_request_repeated_in_one_batch_is_done_once(kept: Home) -> None:
    writer = Writer(kept)
    same = Once("erp", "k", "content")
    hand_in(writer, order("NL", id="first")).result()
    before = acts(kept)
    with kept.store.begin():
        twice = [hand_in(writer, order("NL", id="SO-1"), asked=same) for _ in range(3)]
        other = hand_in(writer, order("NL", id="SO-2"), asked=Once("erp", "k", "another"))
    assert len({one.result() for one in twice}) == 1
    assert isinstance(other.exception(), ConflictError)
    writer.close()
    assert acts(kept) == before + 1


def test_a_request_that_was_begun_and_never_ended_is_not_done_again(home: Home) -> None:
    asked = Once("ann", "k", "content")
    done: list[int] = []

    def cut_off() -> bytes:
        done.append(1)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        once.answered(home, asked, cut_off)
    with pytest.raises(ConflictError, match="not known to have ended"):
        once.answered(home, asked, lambda: b"")
    assert done == [1]


def test_a_request_that_failed_can_be_made_again(home: Home) -> None:
    asked = Once("ann", "k", "content")

    def fails() -> bytes:
        raise MissingError("no such thing")

    with pytest.raises(MissingError):
        once.answered(home, asked, fails)
    assert once.answered(home, asked, lambda: b"done") == b"done"
    assert once.answered(home, asked, fails) == b"done"


def test_work_without_a_key_is_done_each_time(home: Home) -> None:
    def fails() -> bytes:
        raise InputError("no")

    assert once.answered(home, None, lambda: b"a") == b"a"
    with pytest.raises(InputError):
        once.answered(home, None, fails)
