"""Draw the shapes of all maps: ``src/moratorium/report/data/world.json``, from Natural Earth's shapes.

usage: build_shapes.py [SHAPES [TARGET]]

SHAPES is ``territories-display.geojson.gz`` (default: under ``geo/data`` of the folder named by ``MORATORIUM_SHARED``);
``NOTICE.md`` beside the result says where it comes from. The cells of the source share their border points exactly, so
the map is made of arcs between points where borders meet: each arc is simplified and written once, and neighbours fit.

1. Pieces of the source become cells: countries, the regions of Ukraine and Russia, and areas that more than one state
   claims or that are not controlled by the state under whose code they stand. Each cell has a code of the atlas; a part
   that has no code of its own has its country's, and a word. A border that both sides have in one cell falls away.
2. Points are projected (Equal Earth, so that areas compare), cut where Chukotka stays with Russia.
3. Arcs lose points whose triangle with their neighbours is small (Visvalingam and Whyatt), fewer where maps are shown
   close; islands too small to be seen fall away, but no cell loses its largest part.
4. Arcs are written in whole units as steps from point to point; a ring of a cell is a list of arcs, where ``-1`` is arc
   0 backwards, ``-2`` arc 1. What is too small or not in the source at all is a point.
"""

from __future__ import annotations

import gzip
import heapq
import json
import math
import os
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from pathlib import Path

Point = tuple[int, int]
"""Degrees east and north, times 10,000: as exact as the source."""

Ring = list[Point]
Line = list[tuple[float, float]]
Place = Callable[[Point], tuple[float, float]]

WIDTH = 18_000
"""Of the map, in units."""

SMALLEST_TRIANGLE = 280.0
SMALLEST_ISLAND = 430.0
"""Square units below which a point or an island falls away."""

BOXES = {
    "near": (-9, 34, 62, 61),
    "europe": (-11, 34, 42, 71),
    "ukraine": (21.5, 43.5, 43, 53),
    "caucasus": (37, 36.5, 51, 45.5),
    "west-asia": (25, 11, 64, 45),
    "central-asia": (45, 34, 90, 56),
    "east-asia": (72, -11, 150, 54),
    "africa": (-20, -36, 53, 38),
    "americas": (-168, -57, -33, 72),
}
"""What maps show close, by west, south, east and north in degrees."""

FINER = {"near": 7.0, "ukraine": 60.0, "caucasus": 60.0}
"""How much finer what is shown close is drawn."""

CENTRE = 11.0
"""The meridian in the middle: the cut then passes between Chukotka and Alaska."""

LEFT_OUT = {"AQ", "RU", "XS/SPRATLY"}
"""Antarctica, which would be as large as all the rest; an island without a name; rocks without a code."""

IN_REGIONS = ("RU", "UA")
"""Countries whose regions are cells: the only ones of which the source has them."""

PARTS = {
    "CY/NORTH": ("CY", "north"),
    "IN/SIACHEN": ("IN", "siachen"),
    "SO/SOL": ("SO", "somaliland"),
    "CY/SBA-A": ("CY", ""),
    "CY/SBA-D": ("CY", ""),
    "CU/GTMO": ("CU", ""),
    "KZ/BAIK": ("KZ", ""),
    "EH/MA": ("EH", ""),
}
"""Codes of the source that the atlas does not know: the code that it has there, and a word if it is drawn apart."""

OVERSEAS = {
    "GF": ("FR", -55, 2, -51, 6),
    "GP": ("FR", -62, 15.7, -60.9, 16.6),
    "MQ": ("FR", -61.3, 14.3, -60.8, 15),
    "RE": ("FR", 55, -21.5, 56, -20.8),
    "YT": ("FR", 44.9, -13.1, 45.4, -12.5),
    "BQ": ("NL", -69, 11.9, -62.8, 17.8),
    "SJ": ("NO", -10, 73, 35, 81),
}
"""Codes of their own, which the source has under another: its code, and the box (west, south, east, north)."""

POINTS = {
    ("BV", ""): (3.4, -54.4),
    ("CC", ""): (96.8, -12.2),
    ("CX", ""): (105.6, -10.5),
    ("TK", ""): (-171.8, -9.2),
    ("UM", ""): (166.6, 19.3),
    ("GE", "south-ossetia"): (43.97, 42.23),
    ("MD-SN", "tiraspol"): (29.63, 46.84),
}
"""What the source lacks, by code and word: degrees east and north. Its Transnistria is without Tiraspol and Bender."""

CLAIMED = {
    *("UA-43", "UA-40", "UA-14", "UA-09", "UA-65", "UA-23"),
    *("CY/north", "EH", "GE-AB", "GE/south-ossetia", "IN/siachen", "MD-SN", "MD-SN/tiraspol", "SO/somaliland"),
    *("TW", "XK"),
}
"""Hatched. That an area stands here or does not is no opinion on it."""

TARGET = Path(__file__).resolve().parents[1] / "src" / "moratorium" / "report" / "data" / "world.json"


def main() -> None:
    shared = Path(os.environ.get("MORATORIUM_SHARED", "../shared"))
    source = Path(sys.argv[1]) if len(sys.argv) > 1 else shared / "geo" / "data" / "territories-display.geojson.gz"
    with gzip.open(source) as file:
        features = json.load(file)["features"]
    cells = {id: outline(rings) for id, rings in joined(features).items()}
    place, height = fitted(point for rings in cells.values() for ring in rings for point in ring)
    boxes = {name: box_of(degrees, place) for name, degrees in BOXES.items()}
    arcs, drawn = simplified(cells, place, boxes)
    found = {
        "about": "Shapes for shading, made with Natural Earth (public domain); no statement on borders: NOTICE.md",
        "width": WIDTH,
        "height": height,
        "views": {"world": (0, 0, WIDTH, height), **boxes},
        "arcs": arcs,
        "cells": [drawn[id] if id in drawn else point_of(id, place) for id in sorted({*drawn, *map(named, POINTS)})],
    }
    target = Path(sys.argv[2]) if len(sys.argv) > 2 else TARGET
    target.parent.mkdir(exist_ok=True)
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    text = text.replace('{"code"', '\n{"code"').replace('"arcs"', '\n"arcs"').replace('"cells"', '\n"cells"')
    target.write_text(text + "\n", encoding="utf-8", newline="\n")
    print(f"{target.name}: {len(found['cells'])} cells, {len(arcs)} arcs, {target.stat().st_size:,} bytes")


# -- cells -------------------------------------------------------------------------------------------------------------


def cell_of(source: str) -> str:
    """The cell that a piece of the source belongs to; a part of a code is written after a slash.

    >>> cell_of("UA-43"), cell_of("CY/NORTH"), cell_of("CU/GTMO"), cell_of("FR-75")
    ('UA-43', 'CY/north', 'CU', 'FR')
    """
    if source in PARTS:
        return named(PARTS[source])
    return source if source.startswith(IN_REGIONS) or source in CLAIMED else source.split("-")[0]


def named(cell: tuple[str, str]) -> str:
    code, part = cell
    return f"{code}/{part}" if part else code


def joined(features: Iterable[dict]) -> dict[str, list[Ring]]:
    """All rings of each cell, as the source has them."""
    found = defaultdict(list)
    for feature in features:
        if feature["id"] in LEFT_OUT:
            continue
        for polygon in feature["geometry"]["coordinates"]:
            cell = overseas(cell_of(feature["id"]), polygon[0])
            found[cell] += [whole(ring, beyond(polygon[0])) for ring in polygon]
    return found


def overseas(code: str, ring: list[list[float]]) -> str:
    """The code of a part that lies in one of the boxes, else the code itself."""
    x, y = ring[0]
    for own, (of, west, south, east, north) in OVERSEAS.items():
        if code == of and west <= x <= east and south <= y <= north:
            return own
    return code


def beyond(ring: list[list[float]]) -> float:
    """How far a polygon west of the cut is moved to come to its other side."""
    return 360.0 if sum(x for x, _ in ring) / len(ring) < CENTRE - 180 else 0.0


def whole(ring: list[list[float]], shift: float) -> Ring:
    points = [(round((x + shift) * 10_000), round(y * 10_000)) for x, y in ring]
    return [point for place, point in enumerate(points) if point != points[place - 1]]


def outline(rings: Iterable[Ring]) -> list[Ring]:
    """The rings around all of it: a border that is gone along in both directions lies within."""
    edges = {(ring[place - 1], point) for ring in rings for place, point in enumerate(ring)}
    edges = {(a, b) for a, b in edges if (b, a) not in edges}
    onward = defaultdict(list)
    for a, b in sorted(edges, reverse=True):
        onward[a].append(b)
    found = []
    for start in sorted(onward):
        while onward[start]:
            ring, at = [start], onward[start].pop()
            while at != start:
                ring.append(at)
                at = onward[at].pop()
            found.append(ring)
    return found


# -- arcs --------------------------------------------------------------------------------------------------------------


def simplified(
    cells: dict[str, list[Ring]], place: Place, boxes: dict[str, tuple[int, int, int, int]]
) -> tuple[list[str], dict[str, dict]]:
    """The arcs that are drawn, and the cells made of them; what is too small for an outline has none."""
    nodes = meeting_points(cells)
    lines: dict[tuple[Point, ...], Line] = {}
    numbers: dict[tuple[Point, ...], int] = {}

    def line_of(arc: tuple[Point, ...]) -> Line:
        key = forwards(arc)
        if key not in lines:
            lines[key] = thinned([place(point) for point in key], boxes)
        return lines[key] if key == arc else lines[key][::-1]

    def number_of(arc: tuple[Point, ...]) -> int:
        key = forwards(arc)
        number = numbers.setdefault(key, len(numbers))
        return number if key == arc else -1 - number

    found = {}
    for id, rings in sorted(cells.items()):
        parts = [list(arcs_of(ring, nodes)) for ring in rings]
        drawn = [([point for arc in arcs for point in line_of(arc)[:-1]], arcs) for arcs in parts]
        drawn.sort(key=lambda ring: -abs(area(ring[0])))
        largest = drawn[0][0]
        kept = [ring for ring in drawn if abs(area(ring[0])) >= SMALLEST_ISLAND] or drawn[:1]
        outlines = [[number_of(arc) for arc in arcs] for line, arcs in kept if is_drawn(line)]
        x, y = (sum(values) / len(largest) for values in zip(*largest, strict=True))
        found[id] = cell(id, (x, y), sum(abs(area(line)) for line, _ in kept), outlines)
    return [steps_of(lines[key]) for key in numbers], found


def forwards(arc: tuple[Point, ...]) -> tuple[Point, ...]:
    """An arc as it is written, whichever way a ring goes along it."""
    return min(arc, arc[::-1])


def meeting_points(cells: dict[str, list[Ring]]) -> set[Point]:
    """Points where a border begins, ends or branches."""
    neighbours: dict[Point, set[Point]] = defaultdict(set)
    owners: dict[frozenset[Point], set[str]] = defaultdict(set)
    for code, rings in cells.items():
        for ring in rings:
            for at, point in enumerate(ring):
                neighbours[point].add(ring[at - 1])
                neighbours[ring[at - 1]].add(point)
                owners[frozenset((point, ring[at - 1]))].add(code)
    return {
        point
        for point, around in neighbours.items()
        if len(around) != 2 or len({frozenset(owners[frozenset((point, other))]) for other in around}) != 1
    }


def arcs_of(ring: Ring, nodes: set[Point]) -> Iterator[tuple[Point, ...]]:
    """A ring from meeting point to meeting point; one without any from its least point round to it."""
    starts = [at for at, point in enumerate(ring) if point in nodes] or [ring.index(min(ring))]
    turned = ring[starts[0] :] + ring[: starts[0] + 1]
    breaks = [at - starts[0] for at in starts] + [len(ring)]
    for first, last in pairwise(breaks):
        yield tuple(turned[first : last + 1])


def thinned(line: Line, boxes: dict[str, tuple[int, int, int, int]]) -> Line:
    """A line without the points that stand out least; its ends stay, and of a ring two more points."""
    least = 4 if line[0] == line[-1] else 2
    before, after = list(range(-1, len(line) - 1)), list(range(1, len(line) + 1))
    finer = [fineness(point, boxes) for point in line]
    size = {at: finer[at] * triangle(line[at - 1], line[at], line[at + 1]) for at in range(1, len(line) - 1)}
    heap = [(of, at) for at, of in size.items()]
    heapq.heapify(heap)
    left = len(line)
    while heap and left > least:
        of, at = heapq.heappop(heap)
        if size.get(at) != of:
            continue
        if of >= SMALLEST_TRIANGLE:
            break
        del size[at]
        left -= 1
        a, b = before[at], after[at]
        after[a], before[b] = b, a
        for near in (a, b):
            if near in size:
                left_over = triangle(line[before[near]], line[near], line[after[near]])
                size[near] = max(of, finer[near] * left_over)
                heapq.heappush(heap, (size[near], near))
    return [line[0], *(line[at] for at in sorted(size)), line[-1]]


def triangle(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> float:
    return abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2


def fineness(point: tuple[float, float], boxes: dict[str, tuple[int, int, int, int]]) -> float:
    """How much more a point counts because maps show it close."""
    around = [factor for name, factor in FINER.items() if lies_in(point, boxes[name])]
    return max(around, default=1.0)


def lies_in(point: tuple[float, float], box: tuple[int, int, int, int]) -> bool:
    left, top, width, height = box
    return left < point[0] < left + width and top < point[1] < top + height


def area(line: Line) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(line, line[1:] + line[:1], strict=True)) / 2


# -- on paper ----------------------------------------------------------------------------------------------------------


def equal_earth(longitude: float, latitude: float) -> tuple[float, float]:
    """Source: Šavrič, Patterson and Jenny (2018), The Equal Earth map projection, equations 5 and 6."""
    theta = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
    a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
    square = theta * theta
    slope = 9 * a4 * square**4 + 7 * a3 * square**3 + 3 * a2 * square + a1
    x = 2 * math.sqrt(3) * math.radians(longitude - CENTRE) * math.cos(theta) / (3 * slope)
    return x, theta * (a4 * square**4 + a3 * square**3 + a2 * square + a1)


def fitted(points: Iterable[Point]) -> tuple[Place, int]:
    """From degrees to units of the map, north above; and the map's height."""
    flat = [equal_earth(x / 10_000, y / 10_000) for x, y in set(points)]
    left, right = min(x for x, _ in flat), max(x for x, _ in flat)
    bottom, top = min(y for _, y in flat), max(y for _, y in flat)
    scale = WIDTH / (right - left)

    def place(point: Point) -> tuple[float, float]:
        x, y = equal_earth(point[0] / 10_000, point[1] / 10_000)
        return (x - left) * scale, (top - y) * scale

    return place, math.ceil((top - bottom) * scale)


def box_of(degrees: tuple[float, float, float, float], place: Place) -> tuple[int, int, int, int]:
    """Left, top, width and height of what lies between some meridians and parallels."""
    west, south, east, north = degrees
    edge = [(x, y) for x in (west, (west + east) / 2, east) for y in (south, (south + north) / 2, north)]
    placed = [place((round(x * 10_000), round(y * 10_000))) for x, y in edge]
    left, top = (max(0, math.floor(min(values))) for values in zip(*placed, strict=True))
    return left, top, math.ceil(max(x for x, _ in placed)) - left, math.ceil(max(y for _, y in placed)) - top


def cell(id: str, middle: tuple[float, float], size: float, rings: list[list[int]]) -> dict:
    """A cell as it is written: the middle of its largest part, its size in square units, and its rings."""
    code, _, part = id.partition("/")
    is_claimed = id in CLAIMED
    x, y = map(round, middle)
    return {"code": code, "part": part, "claimed": is_claimed, "x": x, "y": y, "area": round(size), "rings": rings}


def point_of(id: str, place: Place) -> dict:
    """A cell of which only the place is known."""
    code, _, part = id.partition("/")
    x, y = POINTS[code, part]
    beyond_the_cut = 360.0 if x < CENTRE - 180 else 0.0
    return cell(id, place((round((x + beyond_the_cut) * 10_000), round(y * 10_000))), 0, [])


def is_drawn(line: Line) -> bool:
    """Whether a ring still has an inside in whole units."""
    return len({(round(x), round(y)) for x, y in line}) > 2


def steps_of(line: Line) -> str:
    """Where a line begins and its steps from point to point, with as few blanks as can be."""
    points = [(round(x), round(y)) for x, y in line]
    points = [point for at, point in enumerate(points) if at == 0 or point != points[at - 1]]
    numbers = [*points[0], *(value for a, b in pairwise(points) for value in (b[0] - a[0], b[1] - a[1]))]
    return "".join(f"{number}" if number < 0 or at == 0 else f" {number}" for at, number in enumerate(numbers))


if __name__ == "__main__":
    main()
