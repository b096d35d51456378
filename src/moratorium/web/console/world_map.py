"""A map of territories as a page draws it: outlines from one file, shaded by what holds, a link for each row of a list.

The map says nothing that the table beneath it does not say. What holds is shown by pattern and word, never by colour
alone; the outlines of one row are one link, so that a keyboard passes through rows and not through regions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from moratorium.desk.territory_map import Place
from moratorium.report.shapes import Box, Cell, regions
from moratorium.web.console.language import N_

SHAPES = tuple(sorted({cell.code for cell in regions().cells}))
"""Territories that have a shape."""

STATE_WORDS = {
    "deny": N_("denied"),
    "hold": N_("held"),
    "deny_some": N_("denied in some cases"),
    "hold_some": N_("held in some cases"),
    "noted": N_("only noted"),
    "none": N_("no measure names it"),
}
"""What holds in a territory, gravest first."""

STATE_MEANINGS = {
    "deny": N_("every order that lies wholly there is denied"),
    "hold": N_("every order that lies wholly there is held"),
    "deny_some": N_("denied if more is true: of goods, parties, licences, or in a part of the territory"),
    "hold_some": N_("held if more is true: of goods, parties, licences, or in a part of the territory"),
    "noted": N_("a measure is inactive or only reports"),
}

VIEW_WORDS = {
    "world": N_("World"),
    "europe": N_("Europe"),
    "ukraine": N_("Ukraine"),
    "caucasus": N_("Caucasus"),
    "west-asia": N_("West Asia"),
    "central-asia": N_("Central Asia"),
    "east-asia": N_("East Asia"),
    "africa": N_("Africa"),
    "americas": N_("Americas"),
}
"""What maps show close."""

_SMALL = 0.00002
"""Share of what is shown below which a shaded outline is also marked by a dot."""


class Patch(NamedTuple):
    """Outlines of a row in which the same holds.

    Attributes:
        state: What holds.
        ids: Of the outlines in the file.
        dots: Places of those that are too small to be seen.
    """

    state: str
    ids: tuple[str, ...]
    dots: tuple[tuple[int, int], ...]


class Area(NamedTuple):
    """All outlines of a row.

    Attributes:
        code: Of the row.
        name: Of the territory.
        state: The gravest that holds in it.
        measures: Ids of those that say so.
        patches: The outlines by what holds.
    """

    code: str
    name: str
    state: str
    measures: tuple[str, ...]
    patches: tuple[Patch, ...]


class Drawn(NamedTuple):
    """A map.

    Attributes:
        view: Name of what is shown.
        box: Left, top, width and height of it.
        areas: What is shaded.
        missing: Names of rows that have no outline.
        states: What occurs, gravest first.
    """

    view: str
    box: Box
    areas: tuple[Area, ...]
    missing: tuple[str, ...]
    states: tuple[str, ...]

    @property
    def unit(self) -> float:
        """A thousandth of the width: about a pixel."""
        return self.box[2] / 1000


def drawn(places: Mapping[str, Place], rows: Iterable[Place], view: str = "world") -> Drawn:
    """The map of some places.

    Args:
        places: By code, with what holds in each.
        rows: Those that have a row in the table.
        view: What is shown; the world if there is no such view.
    """
    shown = view if view in VIEW_WORDS else "world"
    box = regions().views[shown]
    told = {row.code: row for row in rows}
    cells: dict[str, list[tuple[str, Cell]]] = {}
    for cell in regions().cells:
        place = places.get(cell.code)
        if place is not None and place.said:
            cells.setdefault(_row_of(cell.code, told), []).append((place.state, cell))
    areas = tuple(_area(told[code], cells[code], box) for code in told if code in cells)
    missing = tuple(row.name for code, row in told.items() if code not in cells)
    present = {patch.state for area in areas for patch in area.patches}
    return Drawn(shown, box, areas, missing, tuple(state for state in STATE_WORDS if state in present))


class Group(NamedTuple):
    """Territories of which the same is said: one row of the table.

    Attributes:
        places: By name.
    """

    places: tuple[Place, ...]

    @property
    def state(self) -> str:
        """What holds in each of them."""
        return self.places[0].state

    @property
    def said(self) -> tuple[Any, ...]:
        """What each measure says of each of them."""
        return self.places[0].said


def grouped(rows: Iterable[Place]) -> tuple[Group, ...]:
    """Territories of which the same is said side by side, gravest first; within that, as they come."""
    found: dict[tuple[Any, ...], list[Place]] = {}
    for row in rows:
        found.setdefault(row.said, []).append(row)
    groups = (Group(tuple(places)) for places in found.values())
    return tuple(sorted(groups, key=lambda group: list(STATE_WORDS).index(group.state)))


def _row_of(code: str, told: Mapping[str, Place]) -> str:
    return code if code in told else code.split("-")[0]


def _area(row: Place, cells: list[tuple[str, Cell]], box: Box) -> Area:
    least = _SMALL * box[2] * box[3]
    patches = []
    for state in STATE_WORDS:
        of = [cell for held, cell in cells if held == state]
        ids = tuple(cell.id for cell in of if cell.path)
        dots = tuple((cell.x, cell.y) for cell in of if cell.area < least and not _is_part(cell))
        if ids or dots:
            patches.append(Patch(state, ids, dots))
    return Area(row.code, row.name, row.state, tuple(one.measure for one in row.said), tuple(patches))


def _is_part(cell: Cell) -> bool:
    """Whether the outline is a part of a larger one under the same code, which shows where it is."""
    return cell.id != cell.code
