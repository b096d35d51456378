"""A bar chart over months, as geometry: what is stopped stands above the axis, what is relieved below it.

The page draws it as SVG. Denied bars are solid, held ones hatched, eased and released ones hollow, so that the chart
reads without colour; every number stands in a table beneath it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from moratorium.report.figures import Month
from moratorium.report.summary import counted

STEP = 30
WIDEST = 900
"""Of the plot: with many months the steps become narrower, so that it fits on paper."""

BAR = 2 / 3
"""Part of a step."""

LEFT, RIGHT, TOP, BOTTOM = 56, 8, 12, 34
PLOT = 220
"""All in user units of the drawing."""

_MONTH, _YEAR = 18, 32
"""Room that the words under the axis need."""

_QUARTERS = ("01", "04", "07", "10")


class Stack(msgspec.Struct, frozen=True):
    """What happened in one month.

    Attributes:
        key: As ``2022-04``, or ``2022`` for a whole year.
        above: Kinds and numbers of lines from the axis upwards.
        below: From the axis downwards.
    """

    key: str
    above: tuple[tuple[str, int], ...]
    below: tuple[tuple[str, int], ...]


class Bar(msgspec.Struct, frozen=True):
    """One bar: its upper left corner, its size, and what it shows."""

    x: float
    y: float
    height: float
    kind: str
    words: str


class Tick(msgspec.Struct, frozen=True):
    """A line across, with its number."""

    y: float
    words: str


class Label(msgspec.Struct, frozen=True):
    """A month under the axis; a year where one begins."""

    x: float
    month: str
    year: str


class Chart(msgspec.Struct, frozen=True):
    """The drawing.

    Attributes:
        width: Of the drawing.
        height: Of the drawing.
        bar: Width of a bar.
        axis: Where zero is.
        bars: All bars.
        ticks: Lines across.
        labels: Months.
        words: What it shows, for those who do not see it.
    """

    width: int
    height: int
    bar: float
    axis: float
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    labels: tuple[Label, ...]
    words: str


def chart(months: Sequence[Month]) -> Chart | None:
    """The drawing of some months; None if there are fewer than two, or nothing was stopped.

    >>> chart([Month("2022-04", 10, 2, 1, 0)]) is None
    True
    """
    stacks = [
        Stack(one.month, (("denied", one.denied), ("held", one.held)), (("released", one.released),)) for one in months
    ]
    told = {"denied": "became denied", "held": "became held", "released": "were released"}
    return drawn(stacks, told, _words(months)) if months else None


def drawn(stacks: Sequence[Stack], told: Mapping[str, str], words: str) -> Chart | None:
    """The drawing of some stacks; None if there are fewer than two, or nothing stands on them.

    Args:
        stacks: In order.
        told: For each kind, what its lines did.
        words: What the drawing shows.
    """
    above = max((sum(count for _, count in stack.above) for stack in stacks), default=0)
    below = max((sum(count for _, count in stack.below) for stack in stacks), default=0)
    if len(stacks) < 2 or not above + below:
        return None
    tick = tick_step(max(above, below))
    up, down = -(-above // tick) * tick, -(-below // tick) * tick
    scale = PLOT / (up + down)
    axis = TOP + up * scale
    step = min(STEP, WIDEST / len(stacks))
    return Chart(
        width=round(LEFT + RIGHT + step * len(stacks)),
        height=TOP + PLOT + BOTTOM,
        bar=step * BAR,
        axis=axis,
        bars=tuple(_bars(stacks, told, axis, scale, step)),
        ticks=tuple(Tick(axis - value * scale, f"{abs(value):,}") for value in range(-down, up + 1, tick)),
        labels=tuple(_labels(stacks, step)),
        words=words,
    )


def tick_step(most: int) -> int:
    """A round step that gives at most six ticks up to a number.

    >>> tick_step(1), tick_step(47), tick_step(1234)
    (1, 10, 500)
    """
    power = 1
    while True:
        for step in (power, 2 * power, 5 * power):
            if most <= 5 * step:
                return step
        power *= 10


def _bars(stacks: Sequence[Stack], told: Mapping[str, str], axis: float, scale: float, step: float) -> Iterator[Bar]:
    for position, stack in enumerate(stacks):
        x = LEFT + step * position + step * (1 - BAR) / 2
        up = down = axis
        for kind, lines in stack.above:
            if lines:
                up -= lines * scale
                yield Bar(x, up, lines * scale, kind, f"{stack.key}: {counted(lines, 'line')} {told[kind]}")
        for kind, lines in stack.below:
            if lines:
                yield Bar(x, down, lines * scale, kind, f"{stack.key}: {counted(lines, 'line')} {told[kind]}")
                down += lines * scale


def _labels(stacks: Sequence[Stack], step: float) -> Iterator[Label]:
    """Months, or the first of each quarter, where there is room for them; and each year where it begins."""
    seen, free = "", 0.0
    for position, stack in enumerate(stacks):
        year, _, month = stack.key.partition("-")
        x = LEFT + step * (position + 0.5)
        begins = year != seen and x >= free
        if begins:
            free = x + _YEAR
        fits = step >= _MONTH or (3 * step >= _MONTH and month in _QUARTERS)
        if begins or (month and fits):
            yield Label(x, month if fits else "", year if begins else "")
        seen = year


def _words(months: Sequence[Month]) -> str:
    worst = max(months, key=lambda month: month.denied)
    denied, held, released = (sum(getattr(month, name) for month in months) for name in ("denied", "held", "released"))
    return (
        f"From {months[0].month} to {months[-1].month}, {denied:,} lines became denied and {held:,} held, and "
        f"{released:,} were released; most were denied in {worst.month} ({worst.denied:,})."
    )
