"""A process may be killed at any moment, and several may write at once: acts are whole, dense, and none is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path
from random import Random
from time import sleep

import pytest

from moratorium.store import fsck, open_store, read_acts, size

ROOT = Path(__file__).resolve().parent.parent.parent
BATCH = 7


def _start(place: Path | str, name: str, batch: int, *batches: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.store.appender", str(place), name, str(batch), *map(str, batches)]
    paths = os.pathsep.join([str(ROOT), str(ROOT / "src")])
    return subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": paths}
    )


def _kill_in_the_middle(place: Path | str, name: str, chance: Random) -> int:
    """Let a process append, kill it at a moment of chance; returns the size that it last promised."""
    with _start(place, name, BATCH) as process:
        assert process.stdout is not None
        promised = [int(process.stdout.readline())]
        sleep(chance.uniform(0, 0.3))
        process.send_signal(signal.SIGKILL)
        promised += [int(line) for line in process.stdout if line.endswith("\n")]
    assert process.returncode == -signal.SIGKILL
    return promised[-1]


def _killed_loop(place: Path | str, rounds: int, seed: int = 20220426) -> None:
    chance, expected = Random(seed), Counter[str]()  # noqa: S311 - moments, not secrets
    for round in range(rounds):
        promised = _kill_in_the_middle(place, f"P{round}", chance)
        with open_store(place) as store:
            assert fsck(store) == ()
            with store.read() as connection:
                kept = size(connection)
                found = Counter(one.act.subject.rpartition("-")[0] for one in read_acts(connection))
        assert kept in (promised, promised + BATCH)  # the last batch may be kept before it could be told
        assert set(found.values()) == {BATCH}  # whole batches only
        assert not expected - found  # nothing that was there is gone
        expected = found


def test_a_kill_leaves_whole_batches_and_loses_none_that_was_promised(database: Path | str) -> None:
    _killed_loop(database, 3)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(3))
def test_three_hundred_kills_leave_whole_batches(database: Path | str, seed: int) -> None:
    _killed_loop(database, 100, seed)


def test_two_processes_append_at_once_and_none_is_lost(database: Path | str) -> None:
    batches = 15
    both = [_start(database, name, 10, batches) for name in ("A", "B")]
    told = [[int(line) for line in process.communicate(timeout=120)[0].split()] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert sorted(told[0] + told[1]) == list(range(10, 2 * batches * 10 + 1, 10))
    with open_store(database) as store, store.read() as connection:
        acts = list(read_acts(connection))
    assert [one.index for one in acts] == list(range(2 * batches * 10))
    wanted = {f"{name}-{number}-{place}/sale" for name in "AB" for number in range(batches) for place in range(10)}
    assert {one.act.subject for one in acts} == wanted
    with open_store(database) as store:
        assert fsck(store) == ()
