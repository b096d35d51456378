"""Replay: ten measures, base and draft, over lines from our own generator, beside SQL written by hand for the question.

Both read the same tables, in a process of their own each, in turn, and give the same figures and the same changed lines
with the same reasons, which is checked. The replay also tells what the SQL does not: gaps, licences, contracts. Sizes
are named by ``MORATORIUM_BENCH_LINES``, ``1000000 10000000`` by default; 100 M lines need some 3 GB of disk and a
quarter of an hour.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from measuring import Figure, Ran, aimed, run, times

from replay import real
from replay.agreement import disagreements
from replay.forty import write_forty
from replay.generate import generate

HERE = Path(__file__).resolve().parent
QUICK_LINES = 20_000
BASELINE = "SQL by hand for the same question"


def figures(quick: bool) -> list[Figure]:
    """The bench."""
    stated = os.environ.get("MORATORIUM_BENCH_LINES", "1000000 10000000")
    sizes = [QUICK_LINES] if quick else [int(one) for one in stated.split()]
    found = []
    for lines in sizes:
        with TemporaryDirectory(prefix="moratorium-bench-") as folder:
            generate(Path(folder) / "history", lines)
            found += _figures(Path(folder), lines, quick)
    with TemporaryDirectory(prefix="moratorium-bench-") as folder:
        return found + real.figures(Path(folder) / "real", quick)


def _figures(folder: Path, lines: int, quick: bool) -> list[Figure]:
    ours, hand = [], []
    turns = times(quick) if lines <= 10_000_000 else range(1)
    for turn in turns:
        ours.append(child("replay.ours", folder, f"ours-{turn}"))
        hand.append(child("replay.by_hand", folder, f"hand-{turn}"))
        if differing := disagreements(folder / f"ours-{turn}", folder / f"hand-{turn}"):
            raise SystemExit(f"replay and SQL by hand disagree: {differing}")
    write_forty(folder / "forty", HERE)
    forty = child("replay.ours", folder, "forty-out", folder / "forty")
    edits = json.loads(child("replay.edits", folder, "edits").output)
    words = f"of {lines:,} lines, ten measures, base and draft"
    wall = Figure("replay", f"replay {words}, wall", "s", [one.wall for one in ours], BASELINE)
    wall.baseline_runs = [one.wall for one in hand]
    ratio = Figure(
        "replay", "the same, as a share of the SQL by hand", "", [a.wall / b.wall for a, b in _pairs(ours, hand)]
    )
    ratio.note = "both as whole processes in turn, starting Python included; results equal"
    cpu = Figure("replay", "the same, processor time", "s", [one.cpu for one in ours], BASELINE)
    cpu.baseline_runs = [one.cpu for one in hand]
    memory = Figure("replay", "the same, peak memory", "MB", [one.peak_mb for one in ours], BASELINE)
    memory.baseline_runs = [one.peak_mb for one in hand]
    rate = Figure("replay", "the same, lines a second", "lines/s", [lines / one.wall for one in ours])
    more = Figure("replay", f"replay of {lines:,} lines, forty measures, base and draft, wall", "s", [forty.wall])
    disk = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e9
    more.note = (
        f"processor time {forty.cpu:.1f} s, {lines / forty.wall:,.0f} lines/s; disk of all results {disk:.1f} GB"
    )
    most = Figure("replay", "the same, peak memory", "MB", [forty.peak_mb])
    what_if = f"what-if: from an edited draft to its impact, {lines:,} lines"
    edit = Figure("replay", f"{what_if}, on an opened profile", "s", [wall for wall, _ in edits["edits"]])
    megabytes = sum(edits["megabytes"].values())
    edit.note = f"after a profile that took {edits['profile'][0]:.1f} s and {megabytes:.0f} MB of disk"
    opening = Figure("replay", "the same, opening it each time", "s", [wall for wall, _ in edits["opened each time"]])
    command = Figure("replay", "the same, the whole command with the start of Python", "s", edits["command"])
    stated = [
        wall,
        aimed(ratio, at_most=1.2),
        cpu,
        aimed(memory, at_most=4_096),
        rate,
        more,
        aimed(most, at_most=4_096),
    ]
    return [*stated, aimed(edit, at_most=1), opening, command]


def _pairs(ours: list[Ran], hand: list[Ran]) -> list[tuple[Ran, Ran]]:
    return list(zip(ours, hand, strict=True))


def child(module: str, folder: Path, out: str, *more: Path | str) -> Ran:
    """A module of this folder in a process of its own, over the history in a folder."""
    (folder / "home").mkdir(exist_ok=True)
    command = [sys.executable, "-m", module, str(folder / "history"), str(folder / out), *map(str, more)]
    ran = run(command, {"MORATORIUM_HOME": str(folder / "home"), "PYTHONPATH": str(HERE.parent)}, HERE.parent)
    if ran.code:
        raise SystemExit(f"{module} ended with {ran.code}")
    return ran
