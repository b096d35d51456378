"""Building a history: ``moratorium history build`` on a real shop's 541,909 lines, as a user runs it.

Every run begins with an empty folder and looks up all facts of the vocabulary. The same file doubled, with other order
ids, shows whether memory grows with it. The baseline reads the file and compares one column.
"""

from __future__ import annotations

import sys
from pathlib import Path

from check import BY_HAND, COMMAND, QUICK_LINES, of_real_file, prepare, written
from measuring import Figure, Ran, aimed, run, times


def figures(quick: bool) -> list[Figure]:
    """The bench; one row that says so if the real file is not at hand."""
    return of_real_file("history", quick, _figures)


def _figures(source: Path, folder: Path, quick: bool) -> list[Figure]:
    file, doubled = folder / "orders.csv.gz", folder / "doubled.csv.gz"
    lines = written(source, file, 1, QUICK_LINES if quick else None)
    written(source, doubled, 2, QUICK_LINES if quick else None)
    prepare(folder, file)
    ran = [_build(folder, file, f"history-{number}") for number in times(quick)]
    plain = [run([sys.executable, "-c", BY_HAND, str(file)]) for _ in times(quick)]
    twice = [_build(folder, doubled, f"twice-{number}") for number in range(1 if quick else 2)]
    peak = max(one.peak_mb for one in ran)
    wall = Figure("history", f"build of {lines:,} real lines, wall", "s", [one.wall for one in ran], peak_mb=peak)
    wall.baseline, wall.baseline_runs = "a csv loop that compares the country", [one.wall for one in plain]
    rate = Figure("history", "the same", "lines/s", [lines / one.wall for one in ran], peak_mb=peak)
    memory = Figure("history", "peak memory", "MB", [one.peak_mb for one in ran], peak_mb=peak)
    memory.baseline, memory.baseline_runs = "the file doubled, other order ids", [one.peak_mb for one in twice]
    return [wall, aimed(rate, at_least=20_000), aimed(memory, at_most=1024)]


def _build(folder: Path, file: Path, into: str) -> Ran:
    options = ["--map", "orders.map.yaml", "--organisation", "organisation.yaml", "--into", into]
    ran = run([*COMMAND, "history", "build", str(file), *options], {"MORATORIUM_HOME": str(folder / "home")}, folder)
    if ran.code:
        raise SystemExit(f"history build ended with {ran.code}")
    return ran
