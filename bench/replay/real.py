"""A real shop's 541,909 lines under three drafts, as a user runs it: the page, the figures, the changed lines."""

from __future__ import annotations

import csv
import gzip
import os
import sys
from itertools import islice
from pathlib import Path

from measuring import Figure, Ran, aimed, run, times

FILE = "data/orders/online-retail.csv.gz"
QUICK_LINES = 500
COMMAND = [sys.executable, "-c", "import sys; from moratorium.cli import main; sys.exit(main())"]
ORGANISATION = "entities: [{id: shop, seat: GB, name: Example Shop (example) Ltd, persons: []}]\n"
MEASURE = """
measure: bench
title: A bench
kind: suspension
ground: {{kind: own-policy, principle: a bench}}
in_force: [[{start}, null]]
scope: {scope}
effect: {effect}
source: {{text: bench}}
"""
BOOKS = {
    "base": ("null", "{territories: {roles: any, within: [IE]}}", "deny"),
    "wider": ("2011-03-01", "{territories: {roles: any, within: [IE, DE]}}", "deny"),
    "dearer": ("null", "{territories: {roles: any, within: [IE]}, where: value >= 20}", "hold"),
    "many": ("null", "{territories: {roles: any, within: [EU]}, where: quantity >= 48}", "hold"),
}


def figures(folder: Path, quick: bool) -> list[Figure]:
    """The bench; one row that says so if the real file is not at hand."""
    root = Path(__file__).resolve().parents[2]
    source = root / (os.environ.get("MORATORIUM_SHARED") or "../shared") / FILE
    if not source.exists():
        return [Figure("replay", "real lines", "", [], note=f"skipped: needs {FILE} below MORATORIUM_SHARED")]
    lines = _prepare(source, folder, QUICK_LINES if quick else None)
    drafts = [name for name in BOOKS if name != "base"]
    outs = (f"out-{number}" for number in times(quick))
    ran = [_moratorium(folder, "replay", *drafts, "--base", "base", "--out", out) for out in outs]
    peak = max(one.peak_mb for one in ran)
    what = f"{lines:,} real lines under three drafts, with the page"
    wall = Figure("replay", f"{what}, wall", "s", [one.wall for one in ran], peak_mb=peak)
    cpu = Figure("replay", "the same, processor time", "s", [one.cpu for one in ran], peak_mb=peak)
    return [aimed(wall, at_most=5), cpu]


def _prepare(source: Path, folder: Path, most: int | None) -> int:
    """Write order file, rulebooks and history; how many lines."""
    folder.mkdir()
    with gzip.open(source, "rt", encoding="utf-8", newline="") as file:
        rows = list(islice(csv.reader(file), None if most is None else most + 1))
    with (folder / "orders.csv").open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(rows)
    (folder / "organisation.yaml").write_text(ORGANISATION, encoding="utf-8")
    for name, (start, scope, effect) in BOOKS.items():
        (folder / name).mkdir()
        text = MEASURE.format(start=start, scope=scope, effect=effect)
        (folder / name / "bench.yaml").write_text(text, encoding="utf-8")
    _moratorium(folder, "map", "orders.csv")
    _moratorium(folder, "history", "build", "orders.csv", "--organisation", "organisation.yaml", "--rulebook", "base")
    return len(rows) - 1


def _moratorium(folder: Path, *arguments: str) -> Ran:
    ran = run([*COMMAND, *arguments], {"MORATORIUM_HOME": str(folder / "home")}, folder)
    if ran.code:
        raise SystemExit(f"{' '.join(arguments[:2])} ended with {ran.code}")
    return ran
