"""``make bench``: speed and memory beside a baseline, as a table and as JSON.

Each bench runs in a process of its own, so that its peak memory is its own. ``--quick`` is a smoke test on small
inputs: its figures say nothing about speed.
"""

from __future__ import annotations

import argparse
import importlib
import json
import statistics
import sys
import time
from pathlib import Path

from measuring import Figure, machine, run

_NAMED = "decide enrich check startup log proofs screen history replay spark service holds pages demo cases"
BENCHES = tuple(_NAMED.split())
"""Modules of this folder; each has ``figures(quick)``."""


def main() -> int:
    """Run the benches; 0 if every target is met, 1 if one is missed, 2 if a bench broke."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("only", nargs="*", help=f"benches to run; default all: {' '.join(BENCHES)}", metavar="BENCH")
    parser.add_argument("--json", type=Path, help="write everything here too", metavar="FILE")
    parser.add_argument("--quick", action="store_true", help="a smoke test on small inputs")
    parser.add_argument("--child", choices=BENCHES, help=argparse.SUPPRESS)
    given = parser.parse_args()
    unknown = set(given.only) - set(BENCHES)
    if unknown:
        parser.error(f"no bench {', '.join(sorted(unknown))}; one of {', '.join(BENCHES)}")
    if given.child:
        return _child(given.child, given.quick)
    return _parent(given.only or list(BENCHES), given.quick, given.json)


def _child(name: str, quick: bool) -> int:
    found: list[Figure] = importlib.import_module(name).figures(quick)
    print(json.dumps([figure.document() for figure in found]))
    return 0


def _parent(names: list[str], quick: bool, target: Path | None) -> int:
    on = machine()
    print(f"{on['cpu']}, {on['cores']} cores, {on['system']}, Python {on['python']}, load {on['load_average']}")
    print("medians; * marks a target that is missed" + (" (quick: figures say nothing about speed)" if quick else ""))
    found: list[dict[str, object]] = []
    broken = []
    for name in names:
        start = time.perf_counter()
        command = [sys.executable, __file__, "--child", name, *(["--quick"] if quick else [])]
        ran = run(command)
        if ran.code:
            broken.append(name)
            print(f"\n{name}: broke with exit code {ran.code}", flush=True)
            continue
        figures = json.loads(ran.output)
        print(f"\n{name}  ({time.perf_counter() - start:.0f} s, peak {ran.peak_mb:.0f} MB)", flush=True)
        for figure in figures:
            figure["peak_mb"] = figure["peak_mb"] or round(ran.peak_mb, 1)
            print(_row(figure), flush=True)
        found += figures
    if target:
        target.write_text(json.dumps({"machine": on, "quick": quick, "figures": found}, indent=1) + "\n", "utf-8")
    missed = [figure for figure in found if figure["met"] is False]
    return 2 if broken else 1 if missed and not quick else 0


def _row(figure: dict[str, object]) -> str:
    runs = figure["runs"]
    if not isinstance(runs, list) or not runs:
        return f"  {figure['what']}: {figure['note']}"
    spread = f"{_number(min(runs))} .. {_number(max(runs))}, n={len(runs)}"
    mark = "*" if figure["met"] is False else " "
    parts = [f" {mark}{figure['what']:58} {_number(statistics.median(runs)):>10} {figure['unit']:9} ({spread})"]
    if figure["target"]:
        parts.append(f"target {figure['target']}")
    if figure["baseline"]:
        parts.append(f"\n      beside {figure['baseline']}: {_number(figure['baseline_median'])} {figure['unit']}")
    if figure["note"]:
        parts.append(f"\n      {figure['note']}")
    return " ".join(parts)


def _number(value: object) -> str:
    number = float(str(value))
    return f"{number:,.0f}" if abs(number) >= 100 else f"{number:.3g}"


if __name__ == "__main__":
    sys.exit(main())
