"""Jobs: asked for once, done step by step, a step done twice does nothing twice, stopped where they are whole."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import z3
from ibis.backends.duckdb import Backend as DuckDB

from moratorium.desk import job_steps, jobs, proving
from moratorium.desk.home import Home
from moratorium.desk.identities import Identity
from moratorium.desk.job_progress import Progress, StoppedError
from moratorium.desk.job_steps import Steps
from moratorium.desk.jobs import (
    DECISIONS,
    PROOF,
    WITNESS,
    Again,
    Asked,
    Build,
    Decisions,
    Profile,
    Proof,
    Replay,
    Rescreen,
)
from moratorium.desk.replaying import IMPACT, REPORT, ReplayRun, replay
from moratorium.errors import Fault, InputError, MissingError, RefusedError
from moratorium.history import engines
from moratorium.proof.prover import Halt, World
from moratorium.store import fsck, open_store, size
from moratorium.store import jobs as rows
from moratorium.store.acts import entries
from tests.desk.job_office import DRAFTS, asked, carried, done, printers, with_history
from tests.web.office import NOON, build, form
from tests.worlds import SUSPENSION, rulebook

pytestmark = pytest.mark.xdist_group("desk_jobs")  # what all of it looks at is made once

ORDERS = 25


def batch(count: int = ORDERS) -> Decisions:
    """A batch of orders, some of which are held or denied, and one that is none."""
    forms = [form(("NL", "BY", "RU")[number % 3], f"SO-{number}") for number in range(count)]
    return Decisions(json.dumps([*forms, {"id": "SO-X"}]))


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that is made once, to be copied."""
    folder = tmp_path_factory.mktemp("template")
    build(folder)
    return folder


@pytest.fixture
def home(template: Path, tmp_path: Path) -> Iterator[Home]:
    """A home with a rulebook, on which ann acts."""
    folder = Path(shutil.copytree(template, tmp_path / "home"))
    with open_store(folder) as store:
        yield Home(folder, store, Identity.load(folder, "ann"), lambda: NOON)


@pytest.fixture
def either(database: Path | str, tmp_path: Path) -> Iterator[Home]:
    """The same over a database of either kind."""
    build(tmp_path, None if database == tmp_path else database)
    with open_store(database) as store:
        yield Home(tmp_path, store, Identity.load(tmp_path, "ann"), lambda: NOON)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pieces of ten orders."""
    monkeypatch.setattr(job_steps, "PIECE", 10)


def acts(home: Home, kind: str) -> list[str]:
    """Subjects of all acts of a kind."""
    with home.store.read() as connection:
        return [one.subject for one in entries(connection, [kind])]


# -- asked for --------------------------------------------------------------------------------------------------------


def test_the_same_cause_brings_a_job_once(either: Home) -> None:
    one, two = (asked(either, Rescreen("a list is new"), cause="list 7") for _ in range(2))
    assert (one == two, len(jobs.listed(either))) == (True, 1)
    assert asked(either, Rescreen("a list is new")) != one


def test_another_person_asking_under_the_same_key_gets_a_job_of_their_own(home: Home) -> None:
    bo = replace(home, identity=Identity.load(home.path, "bo"))
    assert asked(home, Again("x"), cause="key") != asked(bo, Again("x"), cause="key")


@pytest.mark.parametrize(
    "wrong",
    [
        Replay({}),
        Replay({"../x": {"a.yaml": "x"}}),
        Replay({"x": {"../a.yaml": "x"}}),
        Replay({"x": {}}),
        Replay({"x": {"a": "y" * 5_000_000}}),
        Build(()),
        Again(" "),
    ],
)
def test_what_can_be_seen_to_be_wrong_is_refused_at_once(home: Home, wrong: Asked) -> None:
    with pytest.raises(InputError):
        asked(home, wrong)
    assert jobs.listed(home) == ()


def test_a_page_goes_on_after_the_one_before(home: Home) -> None:
    ids = {asked(home, Again(f"cause {number}")) for number in range(7)}
    first = jobs.listed(home, limit=4)
    rest = jobs.listed(home, before=(first[-1].at, first[-1].id), limit=4)
    assert {one.id for one in (*first, *rest)} == ids
    assert (len(first), len(rest)) == (4, 3)


# -- batches ----------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("small")
def test_a_batch_is_decided_as_one_that_is_waited_for(either: Home) -> None:
    found = done(either, batch())
    answer = json.loads(jobs.result(either, found, DECISIONS).read_bytes())
    assert (found.state, found.done, found.total, found.tries) == ("done", ORDERS, ORDERS, 1)
    assert [one["effect"] for one in answer["decisions"][:3]] == ["allow", "hold", "deny"]
    assert [(one["position"], one["order"]) for one in answer["rejected"]] == [(ORDERS, "SO-X")]
    assert sorted(acts(either, "decided")) == sorted(f"SO-{number}/sale" for number in range(ORDERS))
    assert fsck(either.store) == ()


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("again", [0, 1, 2])
def test_a_piece_done_twice_gives_the_same_bytes_and_no_act_twice(home: Home, again: int) -> None:
    """As after a kill between a piece and the note that it ended."""
    id = asked(home, batch())
    steps = Steps(home, printers(), every=0.0)
    state = carried(steps, id, most=again)
    steps(id, state)
    steps.close()
    steps = Steps(home, printers(), every=0.0)
    assert carried(steps, id, state) == {"ended": "done"}
    steps.close()
    answer = json.loads(jobs.result(home, jobs.job(home, id), DECISIONS).read_bytes())
    assert all(one["new"] for one in answer["decisions"])
    assert len(acts(home, "decided")) == ORDERS


class Killed(BaseException):
    """Nothing in the program catches it, as nothing catches a kill."""


@pytest.mark.usefixtures("small")
def test_a_kill_before_the_end_is_noted_loses_no_answer(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the whole is put together from must be there when that is done again."""

    def killed(*_: object) -> None:
        raise Killed

    id = asked(home, batch())
    steps = Steps(home, printers(), every=0.0)
    state = carried(steps, id, most=3)
    assert state["done"] == ORDERS
    with monkeypatch.context() as patched:
        patched.setattr(rows, "end", killed)
        with pytest.raises(Killed):
            steps(id, state)
    steps.close()
    steps = Steps(home, printers(), every=0.0)
    assert carried(steps, id, state) == {"ended": "done"}
    steps.close()
    found = jobs.job(home, id)
    assert len(json.loads(jobs.result(home, found, DECISIONS).read_bytes())["decisions"]) == ORDERS
    assert [one.name for one in jobs.results(home, id).iterdir()] == [DECISIONS]


@pytest.mark.usefixtures("small")
def test_a_batch_that_is_stopped_says_what_stands(home: Home) -> None:
    id = asked(home, batch())
    steps = Steps(home, printers(), every=0.0)
    state = carried(steps, id, most=1)
    jobs.cancel(home, id)
    carried(steps, id, state)
    steps.close()
    found = jobs.job(home, id)
    assert found.outcome is not None
    assert (found.state, found.outcome.words) == (
        "cancelled",
        "stopped by ann; 10 orders were decided, and those decisions stand",
    )
    assert len(acts(home, "decided")) == 10
    with pytest.raises(RefusedError):
        jobs.cancel(home, id)


def test_a_job_that_waits_is_stopped_at_once(home: Home) -> None:
    id = asked(home, Again("x"))
    assert jobs.cancel(home, id).state == "cancelled"
    assert Steps(home, printers())(id, {}) == {"ended": "cancelled"}


def test_what_goes_wrong_is_kept_in_our_words(home: Home) -> None:
    found = done(home, Replay({"draft": {"one.yaml": SUSPENSION}}))
    assert found.outcome is not None
    fault = Fault("no history in `history`", "", "make one: moratorium history build FILE...")
    assert (found.state, found.outcome.faults) == ("failed", (fault,))


# -- decided again ----------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("small")
def test_orders_are_decided_again_and_what_changed_is_noted_once(either: Home) -> None:
    """The last piece and the note are begun twice, as after kills."""
    done(either, batch())
    later = replace(either, clock=lambda: NOON.replace(day=3))
    id = asked(later, Again("a test of ours", date(2022, 4, 1)))
    steps = Steps(later, printers(), every=0.0)
    state: dict[str, object] = {}
    while "ended" not in state:
        steps(id, state) if "looked" in state else None
        before, state = state, steps(id, state)
    steps(id, before)
    found = jobs.job(later, id)
    assert found.outcome is not None
    assert len(acts(later, "came_into_force")) == 1
    assert found.done == ORDERS
    assert fsck(either.store) == ()


# -- replays, proofs, histories ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shop(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """A home with a history of sixty orders, which a job built."""
    folder = Path(shutil.copytree(template, tmp_path_factory.mktemp("shop") / "home"))
    with open_store(folder) as store:
        found = Home(folder, store, Identity.load(folder, "ann"), lambda: NOON)
        built = with_history(found)
        assert built.outcome is not None
        assert (built.state, built.outcome.faults) == ("done", ())
        assert built.outcome.words.startswith("1 files built, 0 left as built before: 60 lines")
        yield found


def test_a_replay_gives_the_bytes_of_the_command(shop: Home, tmp_path: Path) -> None:
    found = done(shop, Replay(DRAFTS))
    assert found.outcome is not None
    assert (found.state, found.outcome.faults) == ("done", ())
    assert found.outcome.figures == {"narrower": "12", "none": "0"}
    for name, documents in DRAFTS.items():
        (tmp_path / name).mkdir()
        for file, text in documents.items():
            (tmp_path / name / file).write_text(text, encoding="utf-8")
    run = ReplayRun(tuple(tmp_path / name for name in DRAFTS), shop.history, out=tmp_path / "out")
    replay(shop, run, printers().impact)
    for name in (IMPACT, REPORT):
        assert jobs.result(shop, found, name).read_bytes() == (tmp_path / "out" / name).read_bytes()


def test_a_replay_done_twice_is_found_done(shop: Home) -> None:
    """As after a kill between the folder's name and the note that it ended."""
    id = asked(shop, Replay(DRAFTS))
    steps = Steps(shop, printers(), every=0.0)
    replayed = steps._replay(shop, id, Replay(DRAFTS), Progress(shop, id))
    written = (jobs.results(shop, id) / IMPACT).stat().st_mtime_ns
    assert carried(steps, id) == {"ended": "done"}
    assert jobs.job(shop, id).outcome == replayed
    assert (jobs.results(shop, id) / IMPACT).stat().st_mtime_ns == written


class KilledError(BaseException):
    """As a kill: the job has no chance to tidy anything."""


@pytest.mark.parametrize(
    ("what", "last", "kept"),
    [
        (
            Replay(DRAFTS),
            "moratorium.desk.replaying._counted",
            {"changed", "cube", "orders_by_effects", "partner_totals"},
        ),
        (Profile(DRAFTS), "moratorium.history.profile._write", {"raw"}),
    ],
    ids=["replay", "profile"],
)
def test_what_passes_over_the_lines_found_outlives_a_kill(
    shop: Home, monkeypatch: pytest.MonkeyPatch, what: Replay | Profile, last: str, kept: set[str]
) -> None:
    """The next worker makes none of them again, comes to the same, and leaves nothing lying about."""

    def killed(*_: object, **__: object) -> None:
        raise KilledError

    unhurt, id = done(shop, what), asked(shop, what)
    with monkeypatch.context() as patch:
        patch.setattr(last, killed)
        with pytest.raises(KilledError):
            carried(Steps(shop, printers(), every=0.0), id)
    passes = jobs.results(shop, f".{id}-passes")
    assert {one.stem for one in passes.glob("*/*.parquet")} == kept
    monkeypatch.setattr(DuckDB, "to_parquet", killed)
    carried(Steps(shop, printers(), every=0.0), id)
    found = jobs.job(shop, id)
    assert (found.state, found.outcome, found.done) == ("done", unhurt.outcome, unhurt.done)
    assert not passes.exists()


def test_a_pass_is_ended_as_soon_as_somebody_stops_the_job(shop: Home) -> None:
    id = asked(shop, Replay(DRAFTS))
    with shop.store.begin() as connection:
        rows.begin(connection, id, NOON)
    jobs.cancel(shop, id)

    def long_pass() -> None:
        with engines.opened() as engine, Progress(shop, id, every=0.0).watch(engine.raw.interrupt):
            engine.raw.execute("SELECT max(hash(range)) FROM range(1000000000000000)")

    with pytest.raises(StoppedError, match="ann"):
        long_pass()


def test_a_solver_is_ended_as_soon_as_somebody_stops_the_job(home: Home) -> None:
    """In the middle of a question that it would not settle in a day: more pigeons than holes."""
    id, halt = asked(home, Proof("never allow where any role within RU")), Halt()
    with home.store.begin() as connection:
        rows.begin(connection, id, NOON)
    jobs.cancel(home, id)
    question = proving.question_of(rulebook(), None, proving.period_of(NOON.date(), None), 60.0)._replace(halt=halt)
    world = World(question)
    solver, sits = world.solver(), [[z3.Bool(f"{pigeon} in {hole}") for hole in range(13)] for pigeon in range(14)]
    solver.add(*(z3.Or(places) for places in sits), *(z3.AtMost(*of, 1) for of in zip(*sits, strict=True)))
    with pytest.raises(StoppedError, match="ann"), Progress(home, id, every=0.0).watch(halt):
        world.check(solver)


def test_a_replay_that_is_stopped_leaves_nothing(shop: Home) -> None:
    id = asked(shop, Replay(DRAFTS))
    with shop.store.begin() as connection:
        rows.begin(connection, id, NOON)
    jobs.cancel(shop, id)
    carried(Steps(shop, printers(), every=0.0), id)
    found = jobs.job(shop, id)
    assert found.outcome is not None
    assert "nothing is left of it" in found.outcome.words
    assert list(jobs.results(shop, id).parent.glob(f"*{id}*")) == []


def test_a_proof_is_kept_with_the_order_that_breaks_it(home: Home) -> None:
    found = done(home, Proof("never allow where any role within RU", start=date(2022, 5, 2)))
    broken = done(home, Proof("never allow where any role within BE", start=date(2022, 5, 2)))
    assert found.outcome is not None
    assert (found.state, found.outcome.figures) == ("done", {"result": "holds"})
    assert broken.outcome is not None
    assert broken.outcome.files == (PROOF, WITNESS)
    answer = json.loads(jobs.result(home, broken, PROOF).read_bytes())
    assert answer["result"] == "witness"


def test_a_file_that_a_job_did_not_write_is_missing(home: Home) -> None:
    found = done(home, batch(1))
    for name in ("../moratorium.db", "impact.json", ""):
        with pytest.raises(MissingError):
            jobs.result(home, found, name)


def test_a_job_decides_nothing_by_itself(home: Home) -> None:
    """Asking, looking and stopping write no act."""
    with home.store.read() as connection:
        before = size(connection)
    jobs.cancel(home, asked(home, batch()))
    with home.store.read() as connection:
        assert size(connection) == before
