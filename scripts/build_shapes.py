"""Draw the world map of the replay's page: ``src/moratorium/report/data/world.json``, from Natural Earth's shapes.

usage: build_world.py [SHAPES [TARGET]]

SHAPES is ``territories-display.geojson.gz`` (default: under ``geo/data`` of the folder named by ``MORATORIUM_SHARED``);
``NOTICE.md`` beside the result says where it comes from. The cells of the source share their border points exactly, so
the map is made of arcs between points where borders meet: each arc is simplified once, and neighbours still fit.

1. Cells are joined into what the map shows: countries, and areas that more than one state claims or that are not
   controlled by the state under whose code they stand. A border that both sides have in one cell falls away.
2. Points are projected (Equal Earth, so that areas compare), cut where Chukotka stays with Russia.
3. Arcs lose points whose triangle with their neighbours is small (Visvalingam and Whyatt); islands too small to be seen
   fall away, but no cell loses its largest part.
4. What remains is written in whole units as SVG paths, one for each cell.
"""

from __future__ import annotations

import gzip
import heapq
import json
import math
import os
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

Point = tuple[int, int]
"""Degrees east and north, times 10,000: as exact as the source."""

Ring = list[Point]

WIDTH = 3_000
"""Of the map, in units."""

SMALLEST_TRIANGLE = 5.0
SMALLEST_ISLAND = 12.0
"""Square units below which a point or an island falls away."""

NEAR = (1_330, 40, 560, 310)
FINER = 4.0
"""Left, top, width and height of what the page shows enlarged, and how much finer it is drawn."""

CENTRE = 11.0
"""The meridian in the middle: the cut then passes between Chukotka and Alaska."""

LEFT_OUT = {"AQ"}
APART = ("UA-43", "UA-40", "UA-14", "UA-09", "UA-65", "UA-23")
"""Regions of Ukraine that are claimed by another state; the map shows the others as one."""

JOINED = {"CY/SBA-A": "CY", "CY/SBA-D": "CY", "CU/GTMO": "CU", "KZ/BAIK": "KZ", "EH/MA": "EH", "XS/SPRATLY": ""}
"""Too small to be seen or the same area; the empty text leaves out."""

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

CLAIMED = {*APART, "CY/NORTH", "EH", "GE-AB", "IN/SIACHEN", "MD-SN", "SO/SOL", "TW", "XK"}
"""Hatched. That an area stands here or does not is no opinion on it."""

TARGET = Path(__file__).resolve().parents[1] / "src" / "moratorium" / "report" / "data" / "world.json"


def main() -> None:
    shared = Path(os.environ.get("MORATORIUM_SHARED", "../shared"))
    source = Path(sys.argv[1]) if len(sys.argv) > 1 else shared / "geo" / "data" / "territories-display.geojson.gz"
    with gzip.open(source) as file:
        features = json.load(file)["features"]
    cells = {code: outline(rings) for code, rings in joined(features).items()}
    drawn, height = simplified(cells)
    found = {
        "about": "Outlines for shading, made with Natural Earth (public domain); no statement on borders: NOTICE.md",
        "width": WIDTH,
        "height": height,
        "near": NEAR,
        "cells": [cell(code, rings) for code, rings in sorted(drawn.items())],
    }
    target = Path(sys.argv[2]) if len(sys.argv) > 2 else TARGET
    target.parent.mkdir(exist_ok=True)
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":")).replace('{"code"', '\n{"code"')
    target.write_text(text + "\n", encoding="utf-8", newline="\n")
    print(f"{target.name}: {len(drawn)} cells, {target.stat().st_size:,} bytes")


# -- cells -------------------------------------------------------------------------------------------------------------


def cell_of(code: str) -> str:
    """What the map shows a piece of the source as."""
    if code in JOINED:
        return JOINED[code]
    return code if code in APART or code in CLAIMED else code.split("-")[0]


def joined(features: Iterable[dict]) -> dict[str, list[Ring]]:
    """All rings of each cell, as the source has them."""
    found = defaultdict(list)
    for feature in features:
        code = cell_of(feature["id"])
        if code and code not in LEFT_OUT:
            for polygon in feature["geometry"]["coordinates"]:
                found[overseas(code, polygon[0])] += [whole(ring, beyond(polygon[0])) for ring in polygon]
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


def simplified(cells: dict[str, list[Ring]]) -> tuple[dict[str, list[list[tuple[float, float]]]], int]:
    """The cells in units of the map, each arc simplified once; and the map's height."""
    nodes = meeting_points(cells)
    place, height = fitted(point for rings in cells.values() for ring in rings for point in ring)
    arcs: dict[tuple[Point, ...], list[tuple[float, float]]] = {}

    def drawn(arc: tuple[Point, ...]) -> list[tuple[float, float]]:
        backwards = arc[::-1] < arc
        key = arc[::-1] if backwards else arc
        if key not in arcs:
            arcs[key] = thinned([place(point) for point in key])
        return arcs[key][::-1] if backwards else arcs[key]

    found = {}
    for code, rings in cells.items():
        lines = [[point for arc in arcs_of(ring, nodes) for point in drawn(arc)[:-1]] for ring in rings]
        lines.sort(key=lambda line: -abs(area(line)))
        kept = [line for line in lines if abs(area(line)) >= SMALLEST_ISLAND] or lines[:1]
        found[code] = kept
    return found, height


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


def thinned(line: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """A line without the points that stand out least; its ends stay, and of a ring two more points."""
    least = 4 if line[0] == line[-1] else 2
    before, after = list(range(-1, len(line) - 1)), list(range(1, len(line) + 1))
    size = {at: triangle(line[at - 1], line[at], line[at + 1]) for at in range(1, len(line) - 1)}
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
                size[near] = max(of, triangle(line[before[near]], line[near], line[after[near]]))
                heapq.heappush(heap, (size[near], near))
    return [line[0], *(line[at] for at in sorted(size)), line[-1]]


def triangle(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> float:
    """Size of the middle point's triangle; larger than it is where the map is shown enlarged."""
    size = abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2
    left, top, width, height = NEAR
    return size * FINER if left < b[0] < left + width and top < b[1] < top + height else size


def area(line: list[tuple[float, float]]) -> float:
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


def fitted(points: Iterable[Point]) -> tuple:
    """From degrees to units of the map, north above; and the map's height."""
    flat = [equal_earth(x / 10_000, y / 10_000) for x, y in set(points)]
    left, right = min(x for x, _ in flat), max(x for x, _ in flat)
    bottom, top = min(y for _, y in flat), max(y for _, y in flat)
    scale = WIDTH / (right - left)

    def place(point: Point) -> tuple[float, float]:
        x, y = equal_earth(point[0] / 10_000, point[1] / 10_000)
        return (x - left) * scale, (top - y) * scale

    return place, math.ceil((top - bottom) * scale)


def cell(code: str, rings: list[list[tuple[float, float]]]) -> dict:
    """A cell as it is written: its path, the middle of its largest part, and its area."""
    path = "".join(filter(None, map(path_of, rings))) or dot(rings[0])
    x, y = (sum(values) / len(rings[0]) for values in zip(*rings[0], strict=True))
    size = sum(abs(area(ring)) for ring in rings)
    return {
        "code": code,
        "claimed": code in CLAIMED,
        "x": round(x),
        "y": round(y),
        "area": round(size),
        "path": path,
    }


def path_of(ring: list[tuple[float, float]]) -> str:
    points = [(round(x), round(y)) for x, y in ring]
    points = [point for at, point in enumerate(points) if point != points[at - 1]]
    if len(points) < 3:
        return ""
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(points)]
    return f"M{points[0][0]} {points[0][1]}l{packed(steps)}z"


def packed(steps: Iterable[tuple[int, int]]) -> str:
    """Numbers with as few blanks as SVG needs."""
    text = ""
    for number in (value for step in steps for value in step):
        text += f"{number}" if number < 0 or not text else f" {number}"
    return text


def dot(ring: list[tuple[float, float]]) -> str:
    """A cell smaller than a unit: a small square."""
    return f"M{round(ring[0][0])} {round(ring[0][1])}h2v2h-2z"


if __name__ == "__main__":
    main()
