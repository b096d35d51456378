"""A kill in the middle leaves whole decisions only; running again adds what is missing and nothing else."""

from __future__ import annotations

import random
import signal
import time
from pathlib import Path

import pytest

from moratorium.report.summary import counted
from tests.cli.office import SUSPENSION, Office, row

ORDERS = 4_000
LINES = 5


def large(office: Office) -> Path:
    """An export of 20,000 lines."""
    rows = (
        row(f"A{order}", "RU" if order % 7 == 0 else "NL", line=str(line), buyer=f"C-{order % 50}")
        for order in range(ORDERS)
        for line in range(LINES)
    )
    return office.orders(*rows)


def killed_then_finished(office: Office, kills: int, seed: int) -> None:
    """Kill runs at random moments, then let one end."""
    orders, dice = large(office), random.Random(seed)  # noqa: S311 - moments of kills, not keys
    rules, organisation = office.rulebook(SUSPENSION), office.organisation()
    given = ["check", orders, "--rulebook", rules, "--organisation", organisation]
    given += ["--on", "2022-05-02", "--out", "out.jsonl"]
    decided = 0
    for _ in range(kills):
        process = office.start(*given)
        wait_for_growth(office, decided, dice.uniform(0.0, 0.4))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert process.returncode in (-signal.SIGKILL, 20)
        assert office.is_sound()
        assert is_whole_or_absent(office.desk / "out.jsonl")
        assert office.size() >= decided
        decided = office.size()
    done = office.run(*given)
    assert done.code == 20
    assert f"({counted(ORDERS + 2 - decided, 'decision')} new in the log)" in done.out
    assert len((office.desk / "out.jsonl").read_text().splitlines()) == ORDERS * LINES
    assert office.size() == ORDERS + 2
    assert office.is_sound()
    assert list(office.desk.glob("*.part")) == []


def is_whole_or_absent(out: Path) -> bool:
    """A file of decisions appears under its name with all of them; a run killed just after that leaves it there."""
    return not out.exists() or len(out.read_text().splitlines()) == ORDERS * LINES


def wait_for_growth(office: Office, before: int, more: float) -> None:
    """Wait until the run has written something, then a little more."""
    end = time.monotonic() + 30
    wal = office.home / "moratorium.db-wal"
    start = wal.stat().st_size if wal.exists() else 0
    while time.monotonic() < end:
        grown = wal.exists() and wal.stat().st_size > start + 200_000
        if grown or (before >= ORDERS + 2):
            break
        time.sleep(0.02)
    time.sleep(more)


def test_two_kills_leave_a_sound_record_and_a_run_that_can_be_finished(office: Office) -> None:
    killed_then_finished(office, 2, seed=20220426)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(6))
def test_thirty_kills(office: Office, seed: int) -> None:
    killed_then_finished(office, 5, seed)
