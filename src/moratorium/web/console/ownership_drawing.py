"""Who owns whom, drawn on the server: owners above, the party below, shares on the lines. The same stands in a table.

Sizes are in pixels of the drawing. Nothing is told by colour alone: whoever is on a list has it written in their box.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from moratorium.desk.party_file import Owner

MOST = 40
"""Boxes that are drawn; where there are more owners, the table has them."""

_WIDTH, _HEIGHT, _BESIDE, _ABOVE, _EDGE = 190, 64, 26, 62, 12
_LETTERS = 25


@dataclass(frozen=True)
class Box:
    """Somebody in the drawing.

    Attributes:
        key: Key in the register.
        x: Left edge.
        y: Upper edge.
        name: Shortened to fit.
        whole: The name whole.
        lists: Lists that they are on or may be on; empty for none.
        kind: ``own`` for the party, ``listed``, ``perhaps``, or empty.
    """

    key: str
    x: int
    y: int
    name: str
    whole: str
    lists: str
    kind: str

    width: int = _WIDTH
    height: int = _HEIGHT

    @property
    def middle(self) -> int:
        """Middle of its width."""
        return self.x + self.width // 2


@dataclass(frozen=True)
class Line:
    """A share in the drawing.

    Attributes:
        x1: Under the owner.
        y1: Lower edge of the owner.
        x2: Above the company.
        y2: Upper edge of the company.
        share: Such as ``60 %``.
        counts: Whether it holds on the day.
    """

    x1: int
    y1: int
    x2: int
    y2: int
    share: str
    counts: bool

    @property
    def x(self) -> int:
        """Where the share is written."""
        return (self.x1 + self.x2) // 2

    @property
    def y(self) -> int:
        """Where the share is written."""
        return (self.y1 + self.y2) // 2


@dataclass(frozen=True)
class Drawing:
    """A drawing.

    Attributes:
        width: In pixels.
        height: In pixels.
        boxes: Who.
        lines: Who owns whom.
        left_out: Owners that are not drawn.
    """

    width: int
    height: int
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    left_out: int


def drawn(key: str, name: str, owners: Sequence[Owner]) -> Drawing | None:
    """The owners of a party, each once, on the layer where they are first met; None if there are none.

    Args:
        key: Of the party in the register, as the owners of layer 1 name it.
        name: Of the party.
        owners: Layer by layer.
    """
    if not owners:
        return None
    layers: list[dict[str, Owner | None]] = [{key: None}]
    seen = {key}
    for one in owners:
        if one.owner in seen or len(seen) > MOST:
            continue
        seen.add(one.owner)
        while len(layers) <= one.layer:
            layers.append({})
        layers[one.layer][one.owner] = one
    widest = max(map(len, layers))
    width = widest * (_WIDTH + _BESIDE) - _BESIDE + 2 * _EDGE
    boxes: dict[str, Box] = {}
    for depth, layer in enumerate(reversed(layers)):
        room = len(layer) * (_WIDTH + _BESIDE) - _BESIDE
        for place, (owner, of) in enumerate(layer.items()):
            x = (width - room) // 2 + place * (_WIDTH + _BESIDE)
            boxes[owner] = _box(owner, x, _EDGE + depth * (_HEIGHT + _ABOVE), name, of)
    lines = tuple(_line(boxes, one) for one in owners if one.owner in boxes and one.owned in boxes)
    height = len(layers) * (_HEIGHT + _ABOVE) - _ABOVE + 2 * _EDGE
    left_out = len({one.owner for one in owners} - boxes.keys())
    return Drawing(width, height, tuple(boxes.values()), lines, left_out)


def _box(key: str, x: int, y: int, name: str, owner: Owner | None) -> Box:
    whole = name if owner is None else owner.name
    lists = "" if owner is None else owner.lists
    kind = "own" if owner is None else "" if not lists else "perhaps" if "perhaps" in lists else "listed"
    return Box(key, x, y, _short(whole), whole, _short(lists), kind)


def _short(text: str) -> str:
    return text if len(text) <= _LETTERS else f"{text[: _LETTERS - 1]}…"


def _line(boxes: dict[str, Box], one: Owner) -> Line:
    above, below = boxes[one.owner], boxes[one.owned]
    share = "?" if one.share is None else f"{_plain(one.share)} %"
    return Line(above.middle, above.y + above.height, below.middle, below.y, share, one.counts)


def _plain(share: Decimal) -> str:
    return f"{share.normalize():f}"
