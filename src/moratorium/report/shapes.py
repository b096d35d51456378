"""The shapes of all maps: countries, the regions of Ukraine and Russia, and what more than one state claims.

They are simplified from Natural Earth (public domain) by ``scripts/build_shapes.py`` and drawn in equal area. They
serve to find places and say nothing of borders; what more than one state claims is an area of its own, and hatched.
A border between two areas is written once, so areas join without gaps, and a country is its regions without the borders
between them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache, cached_property
from importlib.resources import files
from itertools import groupby

import msgspec

Box = tuple[int, int, int, int]
"""Left, top, width and height, in units of the map."""

Step = tuple[int, int]


class Shape(msgspec.Struct, frozen=True):
    """An area as the file has it.

    Attributes:
        code: Of the atlas.
        part: Word for a part that has no code of its own, such as the north of Cyprus; empty for all others.
        claimed: Whether more than one state claims it, or another than its code's controls it.
        x: About the middle of its largest part.
        y: About the middle of its largest part.
        area: In square units; 0 of what is known only as a point.
        rings: Arcs by number; ``-1`` is arc 0 backwards.
    """

    code: str
    part: str
    claimed: bool
    x: int
    y: int
    area: int
    rings: tuple[tuple[int, ...], ...]

    @property
    def id(self) -> str:
        """Code and part in one word."""
        return f"{self.code}-{self.part}" if self.part else self.code


class Shapes(msgspec.Struct, frozen=True, dict=True):
    """All of the file.

    Attributes:
        about: What they are.
        width: Of the map, in units.
        height: Of the map.
        views: What maps show: the world, and parts of it close, by name.
        arcs: Lines between points where borders meet: a point, then steps.
        cells: The areas.
    """

    about: str
    width: int
    height: int
    views: dict[str, Box]
    arcs: tuple[str, ...]
    cells: tuple[Shape, ...]

    @cached_property
    def lines(self) -> tuple[tuple[Step, tuple[Step, ...]], ...]:
        """Each arc as the point where it begins, and its steps."""
        return tuple(map(_line, self.arcs))


class Cell(msgspec.Struct, frozen=True):
    """An outline on a map.

    Attributes:
        id: A word of its own.
        code: Of its territory in the atlas.
        claimed: Whether it is hatched.
        x: About the middle of its largest part.
        y: About the middle of its largest part.
        area: In square units.
        path: As SVG; empty of what is only a point.
    """

    id: str
    code: str
    claimed: bool
    x: int
    y: int
    area: int
    path: str


class World(msgspec.Struct, frozen=True, dict=True):
    """A map without shades.

    Attributes:
        about: What the outlines are.
        width: In units.
        height: In units.
        views: What maps show: the world, and parts of it close, by name.
        cells: All outlines.
    """

    about: str
    width: int
    height: int
    views: dict[str, Box]
    cells: tuple[Cell, ...]

    @cached_property
    def by_code(self) -> dict[str, Cell]:
        """The outline of each code; of several, the largest."""
        return {cell.code: cell for cell in sorted(self.cells, key=lambda cell: cell.area)}


@cache
def shapes() -> Shapes:
    """The shapes that ship with the program."""
    data = (files("moratorium") / "report" / "data" / "world.json").read_bytes()
    return msgspec.json.decode(data, type=Shapes)


@cache
def world() -> World:
    """Countries, and apart from them what more than one state claims."""
    return _joined(lambda shape: shape.id if shape.claimed else shape.code.partition("-")[0])


@cache
def regions() -> World:
    """The same with each region for itself, where the file has regions."""
    return _joined(lambda shape: shape.id)


@cache
def file() -> bytes:
    """All regions as one SVG file, for pages that draw from it: each outline under its id, ``land`` and ``claimed``."""
    drawn = [cell for cell in regions().cells if cell.path]
    paths = "".join(f'<path id="{one.id}" vector-effect="non-scaling-stroke" d="{one.path}"/>\n' for one in drawn)
    claimed = "".join(cell.path for cell in drawn if cell.claimed)
    box = f"0 0 {regions().width} {regions().height}"
    text = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">\n<!-- {shapes().about} -->\n'
        f'<g id="land">\n{paths}</g>\n<path id="claimed" vector-effect="non-scaling-stroke" d="{claimed}"/>\n</svg>\n'
    )
    return text.encode()


def _joined(name: Callable[[Shape], str]) -> World:
    """A map on which areas of one name are one outline."""
    found = shapes()
    named = groupby(sorted(found.cells, key=lambda shape: (name(shape), shape.id)), key=name)
    cells = tuple(_cell(id, tuple(group)) for id, group in named)
    return World(found.about, found.width, found.height, found.views, cells)


def _cell(id: str, joined: tuple[Shape, ...]) -> Cell:
    largest = max(joined, key=lambda shape: shape.area)
    claimed = largest.claimed
    code = largest.code if claimed or len(joined) == 1 else largest.code.partition("-")[0]
    size = sum(shape.area for shape in joined)
    return Cell(id, code, claimed, largest.x, largest.y, size, outline(joined))


def outline(joined: Iterable[Shape]) -> str:
    """The path around some areas, without the borders between them."""
    arcs = {arc for shape in joined for ring in shape.rings for arc in ring}
    return "".join(map(_path, _rings(sorted(arc for arc in arcs if _backwards(arc) not in arcs))))


def _backwards(arc: int) -> int:
    return -1 - arc


def _rings(arcs: list[int]) -> Iterable[list[int]]:
    """Arcs put end to end until each ring closes."""
    onward: dict[Step, list[int]] = {}
    for arc in reversed(arcs):
        onward.setdefault(_ends(arc)[0], []).append(arc)
    for arc in arcs:
        start = _ends(arc)[0]
        if arc not in onward.get(start, ()):
            continue
        ring, at = list[int](), start
        while onward.get(at):
            ring.append(onward[at].pop())
            at = _ends(ring[-1])[1]
        yield ring


@cache
def _ends(arc: int) -> tuple[Step, Step]:
    start, steps = shapes().lines[arc if arc >= 0 else _backwards(arc)]
    end = (start[0] + sum(x for x, _ in steps), start[1] + sum(y for _, y in steps))
    return (start, end) if arc >= 0 else (end, start)


def _path(ring: list[int]) -> str:
    steps = [step for arc in ring for step in _steps(arc)]
    x, y = _ends(ring[0])[0]
    return f"M{x} {y}l{_packed(steps[:-1])}z" if len(steps) > 2 else ""


def _steps(arc: int) -> Iterable[Step]:
    _, steps = shapes().lines[arc if arc >= 0 else _backwards(arc)]
    return steps if arc >= 0 else [(-x, -y) for x, y in reversed(steps)]


def _packed(steps: Iterable[Step]) -> str:
    """Numbers with as few blanks as SVG needs."""
    numbers = [number for step in steps for number in step]
    return "".join(f"{number}" if number < 0 or at == 0 else f" {number}" for at, number in enumerate(numbers))


def _line(text: str) -> tuple[Step, tuple[Step, ...]]:
    numbers = [int(number) for number in _NUMBER.findall(text)]
    points = list(zip(numbers[::2], numbers[1::2], strict=True))
    return points[0], tuple(points[1:])


_NUMBER = re.compile(r"-?\d+")
