"""How long a person waits for ``moratorium --help``, beside an interpreter that does nothing."""

from __future__ import annotations

import sys

from measuring import RUNS, Figure, Ran, aimed, run

HELP = [sys.executable, "-c", "import sys; from moratorium.cli import main; sys.exit(main())", "--help"]
NOTHING = [sys.executable, "-c", "pass"]


def figures(quick: bool) -> list[Figure]:
    """The bench."""
    runs = 1 if quick else 4 * RUNS
    ours, plain = _runs(HELP, runs), _runs(NOTHING, runs)
    wall = Figure("startup", "moratorium --help, wall", "ms", [one.wall * 1e3 for one in ours], "python -c pass")
    wall.baseline_runs = [one.wall * 1e3 for one in plain]
    cpu = Figure("startup", "the same, processor time", "ms", [one.cpu * 1e3 for one in ours], "python -c pass")
    cpu.baseline_runs = [one.cpu * 1e3 for one in plain]
    for figure in (wall, cpu):
        figure.peak_mb = max(one.peak_mb for one in ours)
    return [aimed(wall, at_most=150), cpu]


def _runs(command: list[str], runs: int) -> list[Ran]:
    run(command)  # the first one warms the disk
    return [run(command) for _ in range(runs)]
