"""A whole file: ``moratorium check`` on a real shop's 541,909 lines under one measure, as a user runs it.

Every run starts from an empty home. The same file doubled, with other order ids, shows whether memory grows with it.
The baseline reads the file and compares one column: no lines grouped, no reasons, no record.
"""

from __future__ import annotations

import csv
import gzip
import os
import sys
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from measuring import Figure, Ran, aimed, run, times

FILE = "data/orders/online-retail.csv.gz"
QUICK_LINES = 500

ORGANISATION = "entities: [{id: shop, seat: GB, name: Example Shop (example) Ltd, persons: []}]\n"
MEASURE = """
measure: bench-ireland
title: No delivery to Ireland (bench)
kind: suspension
ground: {kind: own-policy, principle: a bench}
in_force: [[null, null]]
bound: all-affiliates
scope: {activities: all, territories: {roles: any, within: [IE]}}
effect: deny
source: {text: bench}
"""
COMMAND = [sys.executable, "-c", "import sys; from moratorium.cli import main; sys.exit(main())"]
BY_HAND = """
import csv, gzip, sys
with gzip.open(sys.argv[1], "rt", encoding="utf-8", newline="") as file:
    print(sum(row["Country"] == "EIRE" for row in csv.DictReader(file)))
"""


def figures(quick: bool) -> list[Figure]:
    """The bench; one row that says so if the real file is not at hand."""
    return of_real_file("check", quick, _figures)


def of_real_file(bench: str, quick: bool, measured: Callable[[Path, Path, bool], list[Figure]]) -> list[Figure]:
    """What is measured on the real file, in a folder that goes; one row that says so if the file is not at hand."""
    root = Path(__file__).resolve().parent.parent
    source = root / (os.environ.get("MORATORIUM_SHARED") or "../shared") / FILE
    if not source.exists():
        return [Figure(bench, "a real file", "", [], note=f"skipped: needs {FILE} below MORATORIUM_SHARED")]
    with TemporaryDirectory() as folder:
        return measured(source, Path(folder), quick)


def _figures(source: Path, folder: Path, quick: bool) -> list[Figure]:
    file, doubled = folder / "orders.csv.gz", folder / "doubled.csv.gz"
    lines = written(source, file, 1, QUICK_LINES if quick else None)
    written(source, doubled, 2, QUICK_LINES if quick else None)
    prepare(folder, file)
    ran = [_check(folder, file, f"home-{number}") for number in times(quick)]
    plain = [run([sys.executable, "-c", BY_HAND, str(file)]) for _ in times(quick)]
    twice = [_check(folder, doubled, f"twice-{number}") for number in range(1 if quick else 2)]
    peak = max(one.peak_mb for one in ran)
    wall = Figure("check", f"check of {lines:,} real lines, wall", "s", [one.wall for one in ran], peak_mb=peak)
    wall.baseline, wall.baseline_runs = "a csv loop that compares the country", [one.wall for one in plain]
    cpu = Figure("check", "the same, processor time", "s", [one.cpu for one in ran], peak_mb=peak)
    cpu.baseline, cpu.baseline_runs = "a csv loop that compares the country", [one.cpu for one in plain]
    rate = Figure("check", "the same, lines a second of wall time", "lines/s", [lines / one.wall for one in ran])
    memory = Figure("check", "peak memory", "MB", [one.peak_mb for one in ran], peak_mb=peak)
    memory.baseline, memory.baseline_runs = "the file doubled, other order ids", [one.peak_mb for one in twice]
    return [aimed(wall, at_most=60), cpu, rate, aimed(memory, at_most=1024)]


def written(source: Path, target: Path, times: int, most: int | None) -> int:
    """The rows of the file so many times, each time with order ids of its own; how many rows."""
    count = 0
    with gzip.open(target, "wt", encoding="utf-8", newline="", compresslevel=1) as out:
        writer = csv.writer(out)
        for turn in range(times):
            with gzip.open(source, "rt", encoding="utf-8", newline="") as file:
                reader = csv.reader(file)
                header = next(reader)
                if turn == 0:
                    writer.writerow(header)
                for row in islice(reader, most):
                    writer.writerow([f"{row[0]}-{turn}" if turn else row[0], *row[1:]])
                    count += 1
    return count


def prepare(folder: Path, file: Path) -> None:
    """A rulebook, an organisation and a map of the file."""
    (folder / "organisation.yaml").write_text(ORGANISATION, encoding="utf-8")
    (folder / "rulebook").mkdir()
    (folder / "rulebook" / "ireland.yaml").write_text(MEASURE, encoding="utf-8")
    ran = run([*COMMAND, "map", str(file), "--out", str(folder / "orders.map.yaml")])
    if ran.code:
        raise SystemExit("the map could not be proposed")


def _check(folder: Path, file: Path, home: str) -> Ran:
    options = ["--map", "orders.map.yaml", "--rulebook", "rulebook", "--organisation", "organisation.yaml"]
    out = ["--out", f"{home}.jsonl", "--on", "2022-05-02"]
    ran = run([*COMMAND, "check", str(file), *options, *out], {"MORATORIUM_HOME": str(folder / home)}, folder)
    if ran.code not in (0, 10, 20):
        raise SystemExit(f"check ended with {ran.code}")
    (folder / f"{home}.jsonl").unlink()
    return ran
