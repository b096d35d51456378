"""A worker that is killed: the next one goes on, nothing is done twice, and the bytes are those of an unhurt run."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pyarrow import parquet

from moratorium.desk import jobs, whoami
from moratorium.desk.home import Home
from moratorium.desk.identities import Identity
from moratorium.desk.jobs import DECISIONS, Asked, Build, Decisions, Replay
from moratorium.desk.replaying import IMPACT
from moratorium.history.folder import load
from moratorium.history.replay import CHANGED
from moratorium.store import fsck, open_store
from moratorium.store.acts import entries
from moratorium.store.jobs import Job
from tests.cli.office import COLUMNS, row
from tests.desk.job_office import asked, done
from tests.postgres import postgres
from tests.web.office import WATCH, build, form

PROGRAM = """
import sys
from moratorium.desk import job_progress
job_progress.SECONDS = 0.0
from moratorium.desk import history_building, job_steps
from moratorium.history import compared
history_building.MOST_LINES, compared.HERE_AT_ONCE, job_steps.PIECE = 50, 10, 5
from moratorium.cli import main
sys.exit(main())
"""
ORDERS, LINES, WAIT = 100, 300, 240.0
DAY = datetime(2022, 5, 2, tzinfo=UTC).date()
COUNTRIES = ("NL", "BY", "RU", "DE", "UA")
BATCH = Decisions(json.dumps([form(COUNTRIES[number % 5], f"SO-{number}") for number in range(ORDERS)]), DAY)
DRAFT = Replay({"none": {"watch.yaml": WATCH}})


@dataclass
class Yard:
    """A home on which workers die.

    Attributes:
        home: The state, as ann.
        place: Where the database is: a folder, or an address.
        dice: Says when.
    """

    home: Home
    place: Path | str
    dice: random.Random

    def start(self) -> subprocess.Popen[str]:
        """A worker in a process of its own."""
        at = [] if isinstance(self.place, Path) else ["--database", self.place]
        command = [sys.executable, "-c", PROGRAM, "--home", str(self.home.path), *at, "worker"]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("MORATORIUM_")}
        pipe = subprocess.PIPE
        return subprocess.Popen(command, env=environment, text=True, stdout=pipe, stderr=pipe)

    def kill(self, ids: list[str]) -> None:
        """Start a worker and kill it as soon as it has come on, and a while."""
        before = [self.job(id).done for id in ids]
        worker = self.start()
        self.wait(lambda: worker.poll() is not None or [self.job(id).done for id in ids] != before or self.ended(ids))
        time.sleep(self.dice.uniform(0.0, 0.3))
        worker.send_signal(signal.SIGKILL)
        _, told = worker.communicate()
        assert worker.returncode == -signal.SIGKILL, f"{worker.returncode}: {told}"

    def finish(self, ids: list[str]) -> None:
        """Let a worker end what was begun, then tell it to end."""
        worker = self.start()
        try:
            self.wait(lambda: worker.poll() is not None or self.ended(ids))
        finally:
            worker.terminate()
            _, told = worker.communicate(timeout=WAIT)
        assert (worker.returncode, self.ended(ids)) == (0, True), told

    def job(self, id: str) -> Job:
        """A job as it stands."""
        return jobs.job(self.home, id)

    def ended(self, ids: list[str]) -> bool:
        """Whether all of them have ended."""
        return all(self.job(id).has_ended for id in ids)

    def wait(self, until: object) -> None:
        """Until something is so."""
        assert callable(until)
        deadline = time.monotonic() + WAIT
        while not until():
            assert time.monotonic() < deadline
            time.sleep(0.02)


@contextmanager
def yard(folder: Path, database: Path | str, seed: int) -> Iterator[Yard]:
    """A home with a rulebook and a file of orders."""
    folder.mkdir(exist_ok=True)
    place = folder if isinstance(database, Path) else database
    build(folder, None if isinstance(database, Path) else database)
    lines = [row(f"A{number}", COUNTRIES[number % 5], placed_on="2022-05-01") for number in range(LINES)]
    (folder / "orders.csv").write_text("\n".join([COLUMNS, *lines]) + "\n", encoding="utf-8")
    with open_store(place) as store:
        home = Home(folder, store, Identity.load(folder, "ann"))
        whoami.make(home, "worker")
        yield Yard(home, place, random.Random(seed))  # noqa: S311 - moments of kills, not keys


def straight(folder: Path, *what: Asked) -> list[object]:
    """What the same jobs write in this process, without kills, on a home that is the same."""
    with yard(folder, folder, 0) as found:
        return [written(found.home, done(found.home, one)) for one in (here(found, each) for each in what)]


def here(yard: Yard, what: Asked) -> Asked:
    """What is asked for, with the files of a yard."""
    return Build((str(yard.home.path / "orders.csv"),)) if isinstance(what, Build) else what


def written(home: Home, job: Job) -> object:
    """What a job left, but for how large the log was then, and in which order an engine wrote the lines."""
    assert job.outcome is not None
    assert (job.state, job.outcome.faults) == ("done", ())
    match job.kind:
        case "decisions":
            return jobs.result(home, job, DECISIONS).read_bytes()
        case "replay":
            impact = json.loads(jobs.result(home, job, IMPACT).read_bytes())
            assert impact.pop("log_size") > 0
            changed = parquet.read_table(jobs.result(home, job, CHANGED))
            return impact, changed.sort_by([("order", "ascending"), ("line", "ascending")]).to_pylist()
        case _:
            history = load(home.history)
            return history.lines, history.unfinished, len(history.files), history.record.files[0].digest


def killed_then_finished(database: Path | str, folder: Path, kills: int, seed: int, *what: Asked) -> None:
    """Kill workers at random moments, then let one end; compare with what nobody killed."""
    with yard(folder / "home", database, seed) as found:
        ids = [asked(found.home, here(found, one)) for one in what]
        for _ in range(kills):
            found.kill(ids)
        found.finish(ids)
        assert [written(found.home, found.job(id)) for id in ids] == straight(folder / "straight", *what)
        with found.home.store.read() as connection:
            decided = [one.subject for one in entries(connection, ["decided"])]
        assert sorted(decided) == sorted(f"SO-{number}/sale" for number in range(ORDERS))
        assert fsck(found.home.store) == ()
        left = [path.name for path in (found.home.path / "results").iterdir() if path.name.startswith(".")]
        assert left == []


HISTORY = Build(("orders.csv",))


def test_a_worker_that_is_killed_is_followed_by_one_that_goes_on(tmp_path: Path) -> None:
    """A batch in one lane; in the other a history, then a replay over it."""
    killed_then_finished(tmp_path, tmp_path, 1, 1, BATCH, HISTORY, DRAFT)


@pytest.mark.soak
def test_so_it_is_on_a_server(address: str, tmp_path: Path) -> None:
    killed_then_finished(address, tmp_path, 1, 2, BATCH)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(10))
def test_kills_at_many_moments(database: Path | str, tmp_path: Path, seed: int) -> None:
    """A hundred kills, ten in each row."""
    killed_then_finished(database, tmp_path, 10, seed, BATCH, HISTORY, DRAFT)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(3))
def test_a_worker_whose_server_goes_away_goes_on_when_it_is_back(tmp_path: Path, testrun_uid: str, seed: int) -> None:
    """It waits or begins anew by itself, in the same process: nobody has to start it again."""
    with (
        postgres(f"away-{seed}-{testrun_uid}") as apart,
        apart.emptied() as address,
        yard(tmp_path / "home", address, seed) as found,
    ):
        ids = [asked(found.home, here(found, one)) for one in (BATCH, HISTORY, DRAFT)]
        worker = found.start()
        for _ in range(4):
            before = [found.job(id).done for id in ids]
            found.wait(lambda before=before: [found.job(id).done for id in ids] != before or found.ended(ids))
            apart.stop()
            time.sleep(found.dice.uniform(0.0, 2.0))
            apart.start()
        found.wait(lambda: worker.poll() is not None or found.ended(ids))
        worker.terminate()
        _, told = worker.communicate(timeout=WAIT)
        assert worker.returncode == 0, told
        assert "beginning anew" in told
        assert [written(found.home, found.job(id)) for id in ids] == straight(
            tmp_path / "straight", BATCH, HISTORY, DRAFT
        )
        assert fsck(found.home.store) == ()
