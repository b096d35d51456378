"""``python -m bench.screening``: recall, alerts and speed of each engine on the same names, in one run.

Without sets it runs those of the README's table. Recall is the share of names whose entry was found at the engine's
threshold; alerts are names of nobody listed on which there was at least one alert, per 1,000.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from bench.measuring import machine
from bench.screening import engines
from bench.screening.dice import dice
from bench.screening.engines import Answers
from bench.screening.misses import miss_report
from bench.screening.outcome import LEAST, Outcome, outcome
from bench.screening.sets import NEGATIVE, POSITIVE
from bench.screening.values import Query, QuerySet

USUAL: Mapping[str, float] = {"ours": 0.80, "logic-v2": 0.70, "rapidfuzz": 0.85}
"""Thresholds at which engines are compared: the project's default, the peer's own, and a usual one."""

SCORES_ALL = frozenset({"logic-v2"})
"""Engines that take as long at any threshold."""

FIRST = ("alias-near/sdn", "alias-close/sdn", "mistakes/sdn", "others/sdn", "customers/sdn", "hard/sdn")
"""Sets of a run that names none."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the evaluation; 0 if all went through."""
    given = _parser().parse_args(arguments)
    makers = {**POSITIVE, **NEGATIVE}
    unknown = [name for name in given.sets if name not in makers]
    if unknown:
        print(f"no set {', '.join(unknown)}; one of {', '.join(makers)}", file=sys.stderr)
        return 2
    at = {**USUAL, "ours": given.threshold}
    found: list[Outcome] = []
    for asked in (makers[name]() for name in given.sets or FIRST):
        print(f"\n{asked.name}  {len(asked.queries):,} names; {asked.about}", flush=True)
        for each in measured(asked, given.engine, given.names, given.peer, at):
            print(row(each, at[each.engine]), flush=True)
            found.append(each)
    if given.misses:
        given.misses.write_text("\n".join(miss_report(each, at[each.engine]) for each in found), "utf-8")
    if given.json:
        given.json.write_text(json.dumps(document(found, at), indent=1, ensure_ascii=False) + "\n", "utf-8")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.screening", description=__doc__)
    parser.add_argument("sets", nargs="*", help="sets; `list` below the README's heading Sets", metavar="SET")
    parser.add_argument("--engine", type=lambda text: text.split(","), default=["ours"], help="such as ours,logic-v2")
    parser.add_argument("--names", type=int, default=0, help="at most so many names of each set; 0: all", metavar="N")
    parser.add_argument("--peer", default=os.environ.get("MORATORIUM_PEER"), help="Python of the peers' environment")
    parser.add_argument("--threshold", type=float, default=USUAL["ours"], help="of `ours` in the table")
    parser.add_argument("--json", type=Path, help="write all figures here", metavar="FILE")
    parser.add_argument("--misses", type=Path, help="write what was missed or alerted on here", metavar="FILE")
    return parser


def measured(
    asked: QuerySet,
    names: Sequence[str],
    most: int,
    python: str | None,
    at: Mapping[str, float] = USUAL,
    make: engines.Make = engines.engine,
) -> Iterator[Outcome]:
    """Each engine's outcome on the same names of a set, one engine after the other.

    The time is that of the engine at its threshold, the scores are those from the lowest threshold on. One call gives
    both where the engine scores every candidate in any case.
    """
    queries = sample(asked.queries, most)
    for name in names:
        with make(name, asked.versions, python) as engine:
            engine.screen(queries[:1], LEAST)
            timed = engine.screen(queries, LEAST if name in SCORES_ALL else at[name])
            found = timed if name in SCORES_ALL else engine.screen(queries, LEAST)
            yield outcome(asked, name, queries, Answers(found.found, timed.seconds, timed.cpu), engine.built)


def sample(queries: Sequence[Query], most: int) -> tuple[Query, ...]:
    """So many queries drawn evenly, in their order; all of them if ``most`` is 0."""
    if not most or len(queries) <= most:
        return tuple(queries)
    places = sorted(dice("sample", len(queries), most).sample(range(len(queries)), most))
    return tuple(queries[place] for place in places)


def row(each: Outcome, threshold: float) -> str:
    """One engine's line of the table."""
    share = each.share(threshold) or 0.0
    what = f"recall {share:.4f}" if each.is_positive else f"alerts {1000 * share:6.2f} per 1,000"
    fitted, other = (each.share(threshold, half=half) or 0.0 for half in ("even", "odd"))
    halves = f"({fitted:.4f}, held out {other:.4f})" if each.engine == "ours" else ""
    return (
        f"  {each.engine:10} at {threshold:.2f}  {what:24} {halves:26} {each.speed:9,.0f} names/s, "
        f"{each.speed_cpu:,.0f} a processor second  ({len(each.queries):,} names, index built in {each.built:.1f} s)"
    )


def document(found: Sequence[Outcome], at: Mapping[str, float]) -> dict[str, object]:
    """Everything for the JSON file."""
    return {
        "measured": time.strftime("%Y-%m-%d", time.gmtime()),
        "machine": machine(),
        "figures": [_figure(each, at[each.engine]) for each in found],
    }


def _figure(each: Outcome, threshold: float) -> dict[str, object]:
    traits = {trait: each.share(threshold, trait=trait) for trait in each.traits()}
    return {
        "set": each.set,
        "engine": each.engine,
        "threshold": threshold,
        "names": len(each.queries),
        "recall" if each.is_positive else "alerts_per_name": each.share(threshold),
        "by_trait": traits if len(traits) < 40 else {},
        "names_per_second": round(each.speed, 1),
        "names_per_processor_second": round(each.speed_cpu, 1),
        "index_seconds": round(each.built, 2),
    }
