"""From effect to effect, as a drawing: bands as wide as what moves, from the effect before to the effect after.

Only what changes is drawn. In most histories nearly every line keeps its effect, and what changes could not be seen
beside it; the table beneath has both. Lines, or the worth in one currency, are drawn; currencies never share a drawing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

import msgspec

from moratorium.history.impact import EFFECTS, Move
from moratorium.report.typeset import number

WIDTH, SIDE, STRIP = 480, 132, 12
"""Of the drawing, of the words on each side, and of the strip that stands for an effect."""

FULL = 150
"""Height of all that moves."""

ROOM, TOP = 42, 18
"""Least room for an effect and its two lines of words, and above the first."""

EFFECT_WORDS = {"allow": "not stopped", "hold": "held", "deny": "denied"}


class Strip(msgspec.Struct, frozen=True):
    """An effect on one side.

    Attributes:
        x: Left edge.
        y: Upper edge.
        height: As high as all that leaves or arrives here.
        effect: Which.
        side: ``before`` or ``after``.
        words: Its name.
        amount: How much leaves or arrives.
    """

    x: float
    y: float
    height: float
    effect: str
    side: str
    words: str
    amount: str


class Band(msgspec.Struct, frozen=True):
    """What moves from one effect to another: its outline as an SVG path, how it changes, and what it shows."""

    path: str
    kind: str
    words: str


class Flow(msgspec.Struct, frozen=True):
    """The drawing.

    Attributes:
        width: Of the drawing.
        height: Of the drawing.
        unit: ``lines``, or a currency.
        strips: Effects before, then after.
        bands: What moves, the widest first.
        words: What it shows, for those who do not see it.
    """

    width: int
    height: float
    unit: str
    strips: tuple[Strip, ...]
    bands: tuple[Band, ...]
    words: str


def flow(moves: Sequence[Move], unit: str = "lines") -> Flow | None:
    """The drawing of what changes; None if nothing does.

    Args:
        moves: By effect before and after.
        unit: ``lines``, or the currency whose worth is drawn. Worth below nought (credit notes) cannot be drawn.
    """
    moving = {
        (move.before, move.after): (amount, str(move.kind))
        for move in moves
        if move.kind and (amount := amount_of(move, unit)) > 0
    }
    if not moving:
        return None
    scale = FULL / float(sum(amount for amount, _ in moving.values()))
    sizes = {pair: max(float(amount) * scale, 1.0) for pair, (amount, _) in moving.items()}
    before, after = _strips(moving, sizes, unit, 0), _strips(moving, sizes, unit, 1)
    told = [
        f"{_said(amount, unit)} from {EFFECT_WORDS[pair[0]]} to {EFFECT_WORDS[pair[1]]}"
        for pair, (amount, _) in sorted(moving.items(), key=lambda one: -one[1][0])
    ]
    return Flow(
        width=WIDTH,
        height=max(strip.y + max(strip.height, ROOM) for strip in (*before, *after)) + 2,
        unit=unit,
        strips=(*before, *after),
        bands=tuple(_bands(moving, sizes, before, after, unit)),
        words="; ".join(told) + ".",
    )


def amount_of(move: Move, unit: str) -> Decimal:
    """Lines of a move, or their worth in a currency, rounded to whole units of it."""
    if unit == "lines":
        return Decimal(move.worth.lines)
    return Decimal(move.worth.value.get(unit, "0")).to_integral_value()


_Moving = dict[tuple[str, str], tuple[Decimal, str]]
_Sizes = dict[tuple[str, str], float]


def _strips(moving: _Moving, sizes: _Sizes, unit: str, side: int) -> list[Strip]:
    """The effects of one side from top to bottom, the mildest first, with room for their words."""
    found, y = [], float(TOP)
    for effect in EFFECTS:
        pairs = [pair for pair in moving if pair[side] == effect]
        if pairs:
            height = sum(sizes[pair] for pair in pairs)
            amount = sum((moving[pair][0] for pair in pairs), Decimal(0))
            x = float(WIDTH - SIDE - STRIP if side else SIDE)
            name = ("before", "after")[side]
            found.append(Strip(x, y, height, effect, name, EFFECT_WORDS[effect], _said(amount, unit)))
            y += max(height, ROOM) + 10
    return found


def _bands(
    moving: _Moving, sizes: _Sizes, before: Sequence[Strip], after: Sequence[Strip], unit: str
) -> Iterator[Band]:
    left = {strip.effect: strip.y for strip in before}
    right = {strip.effect: strip.y for strip in after}
    outlines = {}
    for pair in sorted(moving, key=lambda one: (EFFECTS.index(one[0]), EFFECTS.index(one[1]))):
        outlines[pair] = _outline(left[pair[0]], right[pair[1]], sizes[pair])
        left[pair[0]] += sizes[pair]
        right[pair[1]] += sizes[pair]
    for pair, path in sorted(outlines.items(), key=lambda one: -sizes[one[0]]):
        amount, kind = moving[pair]
        effects = f"{EFFECT_WORDS[pair[0]]} before, {EFFECT_WORDS[pair[1]]} after"
        yield Band(path, kind, f"{_said(amount, unit)}: {effects}")


def _said(amount: Decimal, unit: str) -> str:
    return f"{number(amount)} {'line' if unit == 'lines' and amount == 1 else unit}"


def _outline(left: float, right: float, height: float) -> str:
    """A band from the left strip to the right one, level where it meets them."""
    start, end = SIDE + STRIP, WIDTH - SIDE - STRIP
    middle = (start + end) / 2
    return (
        f"M{start} {left:.1f}C{middle:.1f} {left:.1f} {middle:.1f} {right:.1f} {end} {right:.1f}"
        f"v{height:.1f}C{middle:.1f} {right + height:.1f} {middle:.1f} {left + height:.1f} {start} {left + height:.1f}z"
    )
