"""A bar chart over months, as geometry: what became denied and held above the axis, what was released below it.

The page draws it as SVG. Denied bars are solid, held ones hatched, released ones hollow, so that the chart reads
without colour; every number stands in a table beneath it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from moratorium.report.figures import Month

STEP = 30
BAR = 20
LEFT, RIGHT, TOP, BOTTOM = 56, 8, 12, 34
PLOT = 220
"""All in user units of the drawing."""


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
        axis: Where zero is.
        bars: All bars.
        ticks: Lines across.
        labels: Months.
        words: What it shows, for those who do not see it.
    """

    width: int
    height: int
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
    above = max((month.denied + month.held for month in months), default=0)
    below = max((month.released for month in months), default=0)
    if len(months) < 2 or not above + below:
        return None
    step = tick_step(max(above, below))
    up, down = -(-above // step) * step, -(-below // step) * step
    scale = PLOT / (up + down)
    axis = TOP + up * scale
    return Chart(
        width=LEFT + RIGHT + STEP * len(months),
        height=TOP + PLOT + BOTTOM,
        axis=axis,
        bars=tuple(_bars(months, axis, scale)),
        ticks=tuple(Tick(axis - value * scale, f"{abs(value):,}") for value in range(-down, up + 1, step)),
        labels=tuple(_labels(months)),
        words=_words(months),
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


def _bars(months: Sequence[Month], axis: float, scale: float) -> Iterator[Bar]:
    for position, month in enumerate(months):
        x = LEFT + STEP * position + (STEP - BAR) / 2
        reached = axis
        for kind, lines in (("denied", month.denied), ("held", month.held)):
            if lines:
                reached -= lines * scale
                yield Bar(x, reached, lines * scale, kind, f"{month.month}: {lines:,} lines became {kind}")
        if month.released:
            words = f"{month.month}: {month.released:,} lines were released"
            yield Bar(x, axis, month.released * scale, "released", words)


def _labels(months: Sequence[Month]) -> Iterator[Label]:
    seen = ""
    for position, month in enumerate(months):
        year, number = month.month.split("-")
        yield Label(LEFT + STEP * position + STEP / 2, number, year if year != seen else "")
        seen = year


def _words(months: Sequence[Month]) -> str:
    worst = max(months, key=lambda month: month.denied)
    denied, held, released = (sum(getattr(month, name) for month in months) for name in ("denied", "held", "released"))
    return (
        f"From {months[0].month} to {months[-1].month}, {denied:,} lines became denied and {held:,} held, and "
        f"{released:,} were released; most were denied in {worst.month} ({worst.denied:,})."
    )
