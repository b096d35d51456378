"""The demo: its world written, and, where the command exists, all of it from an empty folder."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from measuring import RUNS, Figure, Ran, aimed, run, times

GENERATE = "import sys; from pathlib import Path; from moratorium.demo import generate; generate(Path(sys.argv[1]){})"
COPY = "import csv, sys; csv.writer(open(sys.argv[2], 'w', newline='')).writerows(csv.reader(open(sys.argv[1])))"
COMMAND = [sys.executable, "-c", "import sys; from moratorium.cli import main; sys.exit(main())"]


def figures(quick: bool) -> list[Figure]:
    """The bench."""
    with TemporaryDirectory() as folder:
        found = [_generated(Path(folder), quick)]
        return found if quick else [*found, *_whole(Path(folder))]


def _generated(folder: Path, quick: bool) -> Figure:
    program = GENERATE.format(", lines=3_000" if quick else "")
    ours = [run([sys.executable, "-c", program, str(folder / f"world-{n}")]) for n in times(quick)]
    orders = folder / "world-0" / "orders.csv"
    plain = [run([sys.executable, "-c", COPY, str(orders), str(folder / "copy.csv")]) for _ in times(quick)]
    figure = Figure("demo", "the world generated, process and all", "s", [one.wall for one in ours])
    figure.baseline, figure.baseline_runs = "its orders copied row by row", [one.wall for one in plain]
    figure.peak_mb = max(one.peak_mb for one in ours)
    return figure


def _whole(folder: Path) -> list[Figure]:
    if run([*COMMAND, "demo", "--help"]).code:
        return [Figure("demo", "the whole demo", "s", [], note="skipped: there is no command `demo` yet")]
    ran: list[Ran] = []
    for number in range(RUNS):
        into, home = folder / f"demo-{number}", folder / f"home-{number}"
        ran.append(run([*COMMAND, "demo", "--into", str(into)], {"MORATORIUM_HOME": str(home)}))
        if ran[-1].code:
            raise SystemExit(f"the demo ended with {ran[-1].code}")
    peak = max(one.peak_mb for one in ran)
    wall = Figure("demo", "the whole demo, wall", "s", [one.wall for one in ran], peak_mb=peak)
    return [aimed(wall, at_most=60), Figure("demo", "the same, processor time", "s", [one.cpu for one in ran])]
