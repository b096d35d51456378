"""A map of the world, shaded by numbers of lines: where a draft would stop something, and where it would relieve.

The outlines are in :mod:`moratorium.report.shapes`. A place known more finely than the map shows, such as a region or a
named area, counts for the smallest outline around it. Every number stands in a table as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from moratorium.report.shapes import Cell, world
from moratorium.territories import Atlas

LEVELS = 5
"""Shades, from few lines to many."""

SMALL = 3_240
"""Area, in square units, below which a shaded outline is also marked by a dot."""


class Shade(msgspec.Struct, frozen=True):
    """A shaded outline.

    Attributes:
        code: Of its cell.
        level: Its shade, from 1.
        words: What it shows.
        row: Id of the row of the table beneath that tells of it; empty if none is shown.
        cells: Outlines that are shaded: its own, and parts that have no code of their own.
        dot: Where its dot is, if it is small.
    """

    code: str
    level: int
    words: str
    row: str
    cells: tuple[str, ...]
    dot: tuple[int, int] | None


class WorldMap(msgspec.Struct, frozen=True):
    """A shaded map.

    Attributes:
        kind: ``stopped`` or ``relieved``: colour of its shades.
        shades: Of the outlines with lines.
        legend: What each shade stands for.
        elsewhere: Lines that go to no outline of the map, or it is not known where.
        words: What it shows, for those who do not see it.
    """

    kind: str
    shades: tuple[Shade, ...]
    legend: tuple[str, ...]
    elsewhere: int
    words: str


def _cells() -> Mapping[str, Cell]:
    """Outlines by code; of a country with parts that others hold, its own."""
    return world().by_code


def cell_of(code: str, atlas: Atlas) -> str:
    """Code of the smallest outline around a territory; empty if the map has none, as for a group of countries."""
    if code in _cells() or not atlas.knows(code):
        return code if code in _cells() else ""
    around = atlas.finest(atlas.extent((code,), atlas.as_of).overlaps & _cells().keys())
    return min(around, default="")


def name_of(code: str, atlas: Atlas) -> str:
    """Name of a territory; a code that the atlas does not know stands for itself."""
    return atlas.name(code) if atlas.knows(code) else code


def outline_id(id: str, kind: str, code: str) -> str:
    """Id of a shaded outline on a map, for links to it.

    >>> outline_id("d1", "stopped", "UA-43")
    'd1-stopped-UA-43'
    """
    return f"{id}-{kind}-{code}"


def world_map(kind: str, lines: Mapping[str, int], rows: Mapping[str, str], what: str, atlas: Atlas) -> WorldMap | None:
    """The map; None if there is nothing to shade.

    Args:
        kind: ``stopped`` or ``relieved``.
        lines: By code of the territory; an empty code is a place that is not known.
        rows: Ids of the rows of the table beneath, by code of the territory.
        what: What becomes of the lines, such as ``newly denied or held``.
        atlas: Names, and what lies around what.
    """
    found, linked = dict[str, int](), dict[str, str]()
    for code, count in lines.items():
        cell = cell_of(code, atlas)
        found[cell] = found.get(cell, 0) + count
        if code in rows and (cell == code or cell not in linked):
            linked[cell] = rows[code]
    elsewhere = found.pop("", 0)
    shaded = sorted((code for code in found if found[code]), key=lambda code: (-found[code], code))
    if not shaded:
        return None
    bounds = _bounds(found[shaded[0]])
    names = {code: name_of(code, atlas) for code in shaded}
    return WorldMap(
        kind=kind,
        shades=tuple(_shade(code, found[code], names[code], linked.get(code, ""), bounds) for code in shaded),
        legend=tuple(_legend(bounds)),
        elsewhere=elsewhere,
        words=f"Most lines {what}: {', '.join(f'{names[code]} {found[code]:,}' for code in shaded[:5])}.",
    )


def _shade(code: str, lines: int, name: str, row: str, bounds: tuple[int, ...]) -> Shade:
    cell = _cells()[code]
    level = sum(lines >= bound for bound in bounds) + LEVELS - len(bounds)
    words = f"{name}: {lines:,} {'line' if lines == 1 else 'lines'}"
    drawn = tuple(one.id for one in world().cells if one.code == code and one.path)
    return Shade(code, level, words, row, drawn, (cell.x, cell.y) if cell.area < SMALL else None)


def _bounds(most: int) -> tuple[int, ...]:
    """From how many lines on each shade begins: as fine as ``LEVELS`` shades allow, in round numbers.

    >>> _bounds(1), _bounds(47), _bounds(99), _bounds(4_000), _bounds(2_000_000)
    ((1,), (1, 2, 5, 10, 20), (1, 3, 10, 30), (1, 10, 100, 1000), (1, 1000, 10000, 100000, 1000000))
    """
    for steps in ((1, 2, 5), (1, 3), (1,)):
        found = [step * 10**power for power in range(len(str(most))) for step in steps if step * 10**power <= most]
        if len(found) <= LEVELS:
            return tuple(found)
    return (1, *found[1 - LEVELS :])


def _legend(bounds: tuple[int, ...]) -> Iterable[str]:
    for first, following in zip(bounds, (*bounds[1:], None), strict=True):
        if following is None:
            yield f"{first:,} or more" if len(bounds) > 1 else "1"
        else:
            yield f"{first:,}" if following == first + 1 else f"{first:,} to {following - 1:,}"
