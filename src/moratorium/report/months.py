"""The months of a replay: without holes, as years where there are too many, and as a drawing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from moratorium.history.impact import KINDS, Slice
from moratorium.report.chart import Chart, Stack, drawn
from moratorium.report.summary import counted

MOST = 120
"""Months that are shown each; of a longer history, years are."""

_TOLD = {
    "denied": "would newly be denied",
    "held": "would newly be held",
    "eased": "would be eased to a hold",
    "released": "would no longer be stopped",
}


def month_chart(months: Sequence[Slice]) -> tuple[Chart | None, tuple[Slice, ...]]:
    """The drawing, None where there is nothing to draw, and what it shows: each month, or each year."""
    shown = tuple(_whole(sorted(months, key=lambda one: one.key)))
    return drawn([_stack(one) for one in shown], _TOLD, _words(shown)), shown


def _whole(months: Sequence[Slice]) -> Iterator[Slice]:
    if not months:
        return
    first, last = _number(months[0].key), _number(months[-1].key)
    if last - first >= MOST:
        for year, of in groupby(months, key=lambda one: one.key[:4]):
            yield Slice(year, tuple(move for one in of for move in one.moves))
        return
    known = {one.key: one for one in months}
    for number in range(first, last + 1):
        key = f"{number // 12:04}-{number % 12 + 1:02}"
        yield known.get(key, Slice(key, ()))


def _number(key: str) -> int:
    year, month = key.split("-")
    return int(year) * 12 + int(month) - 1


def _stack(one: Slice) -> Stack:
    counts = _counts((one,))
    return Stack(
        one.key,
        tuple((kind, counts[kind]) for kind in ("denied", "held")),
        tuple((kind, counts[kind]) for kind in ("eased", "released")),
    )


def _counts(slices: Iterable[Slice]) -> dict[str, int]:
    counts = dict.fromkeys(KINDS, 0)
    for one in slices:
        for move in one.moves:
            if move.kind:
                counts[move.kind] += move.worth.lines
    return {str(kind): lines for kind, lines in counts.items()}


def _words(shown: Sequence[Slice]) -> str:
    if not shown:
        return ""
    counts = _counts(shown)
    most = max(shown, key=lambda one: one.changed)
    told = ", ".join(f"{counted(lines, 'line')} {_TOLD[kind]}" for kind, lines in counts.items() if lines)
    return f"From {shown[0].key} to {shown[-1].key}: {told}. Most change in {most.key} ({most.changed:,})."
