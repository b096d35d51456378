"""What the worker does by itself: the round of a day, done once; letters of what stands in the log, each told once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from moratorium.desk import accounts, holds, jobs, notices, receivers, rounds, rulebooks
from moratorium.desk.again import decide_again
from moratorium.desk.home import Home
from moratorium.desk.identities import Identity
from moratorium.desk.jobs import Again
from moratorium.desk.receivers import Receiver
from moratorium.errors import InputError
from moratorium.store import jobs as rows
from moratorium.store import open_store, outbox
from tests.desk.job_office import asked, done
from tests.desk.test_jobs import batch
from tests.web.office import NOON, build
from tests.worlds import measure_text

SOON = measure_text(
    "suspension-soon",
    "{territories: {roles: any, within: [NL]}}",
    in_force="[[2022-05-10, 2022-05-20]]",
)
ALL = ("hold", "lists_stale", "orders_changed", "outcomes_changed", "proposed", "reviews_due")


class Clock:
    """A clock that is set."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("rounds")
    build(folder)
    return folder


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ann(template: Path, tmp_path: Path, clock: Clock) -> Iterator[Home]:
    folder = Path(shutil.copytree(template, tmp_path / "home"))
    with open_store(folder) as store:
        yield Home(folder, store, Identity.load(folder, "ann"), clock)


@pytest.fixture
def bo(ann: Home) -> Home:
    return replace(ann, identity=Identity.load(ann.path, "bo"))


def wants(home: Home, *kinds: str, language: str = "en", is_grouped: bool = False) -> None:
    receivers.choose(home, Receiver("", f"{home.actor}@maker.example", language, kinds, is_grouped))


def letters(home: Home) -> list[tuple[str, str, dict[str, str]]]:
    with home.store.read() as connection:
        return sorted((one.to, one.kind, one.values) for one in outbox.page(connection, None, 100))


def adopt(ann: Home, bo: Home, text: str) -> None:
    rulebooks.approve(bo, rulebooks.propose_documents(ann, {"document": text}, "a test"))


# -- the round --------------------------------------------------------------------------------------------------------


def test_a_round_is_made_once_a_day(ann: Home, clock: Clock) -> None:
    assert rounds.daily(ann) is not None
    assert rounds.daily(ann) is None
    clock.now += timedelta(days=1)
    assert rounds.daily(ann) is not None


def test_orders_are_decided_again_when_a_window_begins_and_when_it_ends(ann: Home, bo: Home, clock: Clock) -> None:
    done(ann, batch(3))
    adopt(ann, bo, SOON)
    rounds.daily(ann)
    for day, causes in (
        (9, ()),
        (10, ("suspension-soon is in force since 2022-05-10",)),
        (11, ()),
        (25, ("has ended",)),
    ):
        clock.now = NOON.replace(day=day)
        made = rounds.daily(ann)
        assert made is not None
        assert len(made.causes) == len(causes)
        assert all(words in told for words, told in zip(causes, made.causes, strict=True))
    assert [one.kind for one in jobs.listed(ann)].count("again") == 2


def test_days_that_nobody_worked_on_are_made_up_for(ann: Home, bo: Home, clock: Clock) -> None:
    adopt(ann, bo, SOON)
    rounds.daily(ann)
    clock.now = NOON.replace(day=28)
    made = rounds.daily(ann)
    assert made is not None
    assert len(made.causes) == 2


def test_reviews_that_are_due_soon_are_told_once(ann: Home, bo: Home, clock: Clock) -> None:
    text = measure_text("suspension-pl", "{territories: {roles: any, within: [PL]}}", in_force="[[2022-04-26, null]]")
    adopt(ann, bo, text + "review: {every: P1M, question: still so?, owner: trade}\n")
    wants(ann, "reviews_due")
    clock.now = NOON.replace(day=20)
    rounds.daily(ann)
    clock.now = NOON.replace(day=21)
    rounds.daily(ann)
    ((to, kind, values),) = letters(ann)
    assert (to, kind) == ("ann@maker.example", "reviews_due")
    assert values["measures"].startswith("suspension-pl: ")


def test_results_are_cleared_away_after_a_while(ann: Home, clock: Clock) -> None:
    found = done(ann, batch(2))
    folder = jobs.results(ann, found.id)
    rounds.daily(ann)
    assert folder.is_dir()
    clock.now += jobs.KEPT_FOR + timedelta(days=1)
    made = rounds.daily(ann)
    assert made is not None
    assert (made.forgotten, folder.exists()) == ((found.id,), False)
    with ann.store.read() as connection:
        assert rows.find(connection, found.id) is None


# -- letters ----------------------------------------------------------------------------------------------------------


def follow(home: Home) -> None:
    while notices.follow(home):
        pass


def test_what_was_before_the_first_reading_is_not_told(ann: Home) -> None:
    wants(ann, *ALL)
    done(ann, batch())
    follow(ann)
    assert letters(ann) == []


def test_whoever_handed_an_order_in_is_told_once_that_it_is_held(ann: Home, bo: Home, clock: Clock) -> None:
    wants(ann, "hold", language="nl")
    wants(bo, "hold")
    follow(ann)
    done(ann, batch(3))
    follow(ann)
    ((to, kind, values),) = letters(ann)
    assert (to, kind, values["order"]) == ("ann@maker.example", "hold", "SO-1/sale")
    assert values["link"] == "/orders/SO-1/sale"
    assert values["questions"]
    clock.now += timedelta(days=1)
    decide_again(ann, "a test")
    follow(ann)
    assert len(letters(ann)) == 1


def test_a_proposal_is_told_to_all_but_its_proposer(ann: Home, bo: Home) -> None:
    wants(ann, *ALL)
    wants(bo, *ALL)
    follow(ann)
    number = rulebooks.propose_documents(ann, {"document": SOON}, "a test")
    follow(ann)
    ((to, kind, values),) = letters(ann)
    assert (to, kind) == ("bo@maker.example", "proposed")
    assert values == {
        "number": str(number),
        "by": "ann",
        "measures": "suspension-soon",
        "link": f"/proposals/{number}",
    }


def test_orders_that_came_out_otherwise_are_told_as_a_number(ann: Home, bo: Home, clock: Clock) -> None:
    done(ann, batch(6))
    wants(bo, "orders_changed")
    follow(ann)
    adopt(ann, bo, SOON)
    clock.now = NOON.replace(day=11)
    done(ann, Again("windows began"))
    follow(ann)
    ((_, kind, values),) = letters(ann)
    assert (kind, values["count"], values["cause"]) == ("orders_changed", "4", "windows began")


def test_nobody_is_told_what_their_role_may_not_read(ann: Home, bo: Home) -> None:
    accounts.invite(ann, "bo", "administrator")
    wants(bo, *ALL)
    follow(ann)
    rulebooks.propose_documents(ann, {"document": SOON}, "a test")
    done(bo, batch(3))
    follow(ann)
    assert [kind for _, kind, _ in letters(ann)] == ["proposed"]


def test_whoever_is_given_a_held_order_is_told_and_who_takes_one_is_not(ann: Home, bo: Home) -> None:
    wants(ann, "assigned")
    wants(bo, "assigned")
    done(ann, batch(3))
    follow(ann)
    holds.assign(ann, ["SO-1/sale"], "ann")
    holds.assign(ann, ["SO-1/sale"], "bo")
    follow(ann)
    ((to, kind, values),) = letters(ann)
    assert (to, kind) == ("bo@maker.example", "assigned")
    assert values == {"order": "SO-1/sale", "by": "ann", "link": "/orders/SO-1/sale"}


def test_a_job_that_ended_is_told_to_who_asked_for_it(ann: Home, bo: Home) -> None:
    wants(ann, "job_ended")
    wants(bo, "job_ended")
    found = done(ann, batch(2))
    jobs.cancel(ann, asked(ann, Again("never begun")))
    ((to, kind, values),) = letters(ann)
    assert (to, kind, values["link"]) == ("ann@maker.example", "job_ended", f"/jobs/{found.id}")


def test_a_choice_that_cannot_be_is_told_with_all_its_faults(ann: Home) -> None:
    with pytest.raises(InputError) as error:
        receivers.choose(ann, Receiver("", "ann", "tlh", ("invitation", "hold")))
    assert {one.at for one in error.value.faults} == {"kinds", "language", "address"}
    assert receivers.choice(ann) is None
