"""Deciding online: the facts are ready, the measures in force are ready, how long does one line take?

Rows are distinct, and none is remembered: each is judged anew. Times are processor time of one thread, so that other
work on the machine does not count. What is timed is what a gate waits for: the findings with their reasons and
questions, joined, their canonical bytes and the digest under which a decision cites them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from material import DAY, Material, material
from measuring import Figure, aimed, percentile, times

from moratorium.conditions.evaluate import Row, holds
from moratorium.decision.facts import Enricher
from moratorium.decision.judge import Ready, judge, make_ready
from moratorium.terms.canon import canonical, digest_bytes
from moratorium.terms.members import Members

SUSPENSION = "OWN-2022-04-26-RU-UA"
MEASURES = 40


def figures(quick: bool) -> list[Figure]:
    """The bench."""
    with material(3_000 if quick else 12_000) as found:
        rows = _distinct(found)[: 200 if quick else None]
        ready = make_ready(found.rulebook, DAY, found.reference)
    active = [one for one in ready if not one.dormant][:MEASURES]
    return [
        *_figures(times(quick), rows, active, f"{len(active)} active measures", aim=True),
        *_figures(times(quick), rows, ready, f"all {len(ready)} in force, {len(active)} active"),
        _one_measure(times(quick), rows, [one for one in ready if one.measure.id == SUSPENSION]),
    ]


def _distinct(found: Material) -> list[Row]:
    goods_lists = frozenset().union(*(one.goods_lists for one in found.rulebook.measures))
    entries = frozenset().union(*(one.control_entries for one in found.rulebook.measures))
    enricher = Enricher(found.reference, found.rulebook.facts | {"actor.territory"}, goods_lists, entries)
    return list({facts.key: facts.row for order in found.orders for facts in enricher.rows(order)}.values())


def _figures(runs: range, rows: list[Row], ready: Sequence[Ready], what: str, aim: bool = False) -> list[Figure]:
    ours = [_times(rows, lambda row: _decided(row, ready)) for _ in runs]
    peer = [_times(rows, lambda row: [holds(one.condition, row) for one in ready]) for _ in runs]
    rate = Figure("decide", f"lines a second, {what}", "lines/s", [len(one) / sum(one) for one in ours])
    rate.baseline = "the scalar interpreter, answers only, without findings"
    rate.baseline_runs = [len(one) / sum(one) for one in peer]
    rate.note = f"{len(rows):,} distinct rows, one core, processor time"
    worst = [percentile(one, 0.99) * 1e3 for one in ours]
    found = [rate if not aim else aimed(rate, at_least=5_000)]
    for name, values in (
        ("p50", [percentile(one, 0.5) * 1e3 for one in ours]),
        ("p99", worst),
        ("max", [one[-1] * 1e3 for one in ours]),
    ):
        figure = Figure("decide", f"{name} of a line, {what}", "ms", values)
        found.append(aimed(figure, at_most=1) if aim and name == "p99" else figure)
    return found


def _times(rows: list[Row], work: Callable[[Row], object]) -> list[float]:
    """Seconds for each row, ordered."""
    clock = time.thread_time
    found = []
    for row in rows:
        start = clock()
        work(row)
        found.append(clock() - start)
    return sorted(found)


def _decided(row: Row, ready: Sequence[Ready]) -> str:
    return digest_bytes(canonical(judge(dict(row), ready)))


def _one_measure(runs: range, rows: list[Row], ready: Sequence[Ready]) -> Figure:
    """The suspension alone, beside what a programmer would write by hand for it."""
    figure = Figure("decide", "lines a second, the suspension of 2022 alone", "lines/s", [], "a function of three ifs")
    for _ in runs:
        ours, plain = _times(rows, lambda row: judge(dict(row), ready)), _times(rows, by_hand)
        figure.runs.append(len(rows) / sum(ours))
        figure.baseline_runs.append(len(rows) / sum(plain))
    figure.note = "the ifs give an effect; the engine also the reason, the missing facts and the question"
    return figure


def by_hand(row: Row) -> str:
    """The suspension of Russia and Ukraine as ifs: what is stopped, without saying why."""
    places = row["any_role.territory"]
    if not isinstance(places, Members):
        return "hold"
    if any(code[:2] in ("RU", "UA") for code in places.known):
        return "deny"
    return "hold" if places.open or any(code[:2] in ("RU", "UA") for code in places.possible) else "allow"
