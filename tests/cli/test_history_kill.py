"""A build that is killed goes on where it was stopped; the tables are those of a build that was not."""

from __future__ import annotations

import random
import signal
import time
from pathlib import Path

import pytest
from pyarrow import parquet

from moratorium.desk import history_building
from moratorium.history import compared
from moratorium.history.folder import load, part_path, read_record
from tests.cli.office import Office, row
from tests.history.reading import lines_of

ORDERS = 600
COUNTRIES = ("NL", "RU", "KZ", "UA", "DE", "TR", "AE")

IN_PARTS = """
import sys
from moratorium.desk import history_building
from moratorium.history import compared
history_building.MOST_LINES, compared.HERE_AT_ONCE = 100, 25
from moratorium.cli import main
sys.exit(main())
"""


def large(office: Office) -> list[Path]:
    """Two exports, some rows of which are no lines; what is known of the lines differs."""
    rows = [
        row(f"A{order}", COUNTRIES[order % 7], line=str(line), quantity="x" if order % 50 == 3 else str(line))
        for order in range(ORDERS)
        for line in range(3)
    ]
    half = len(rows) // 2
    return [office.orders(*rows[:half], name="a.csv"), office.orders(*rows[half:], name="b.csv")]


def tables(folder: Path) -> dict[str, object]:
    """Everything in a history, part by part: rows in order, and what is told of each file."""
    found: dict[str, object] = {"record": read_record(folder)}
    for path in sorted(folder.glob("*/*")):
        is_table = path.suffix == ".parquet"
        found[path.relative_to(folder).as_posix()] = parquet.read_table(path) if is_table else path.read_bytes()
    return found


def killed_then_finished(office: Office, monkeypatch: pytest.MonkeyPatch, kills: int, seed: int) -> None:
    """Kill builds at random moments, then let one end."""
    files, dice = large(office), random.Random(seed)  # noqa: S311 - moments of kills, not keys
    monkeypatch.setattr("tests.cli.office.PROGRAM", IN_PARTS)
    given = ["history", "build", *files, "--organisation", office.organisation()]
    folder = office.home / "history"
    for number in range(kills):
        before = parts(folder)
        process = office.start(*given)
        wait_for_parts(folder, before + 1 if number else 1, dice.uniform(0.0, 0.3))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert process.returncode in (-signal.SIGKILL, 0, 2)  # 0: all was built before the kill came
        assert parts(folder) >= before
        assert_whole(folder)
    monkeypatch.setattr(history_building, "MOST_LINES", 100)
    monkeypatch.setattr(compared, "HERE_AT_ONCE", 25)
    assert office.run(*given).code in (0, 2)  # 0 if the last kill came after the last part
    assert load(folder).unfinished == ()
    assert office.run(*given[:-2], "--into", "straight").code == 2
    assert tables(folder) == tables(office.desk / "straight")
    assert len(lines_of(load(folder))) == (ORDERS - ORDERS // 50) * 3


def parts(folder: Path) -> int:
    """Parts that count."""
    record = read_record(folder)
    return sum(len(file.parts) for file in record.files) if record else 0


def assert_whole(folder: Path) -> None:
    """Every part that counts has all its files, as long as they were written."""
    record = read_record(folder)
    for file in record.files if record else ():
        for part in file.parts:
            for kind, size in part.sizes.items():
                assert part_path(folder, kind, part.name).stat().st_size == size


def wait_for_parts(folder: Path, wanted: int, more: float) -> None:
    """Wait until so many parts count, then a little more."""
    end = time.monotonic() + 30
    while time.monotonic() < end and parts(folder) < wanted:
        time.sleep(0.01)
    time.sleep(more)


def test_two_kills_leave_whole_parts_and_a_build_that_goes_on(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    killed_then_finished(office, monkeypatch, 2, seed=20220426)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(6))
def test_thirty_kills(office: Office, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    killed_then_finished(office, monkeypatch, 5, seed)
