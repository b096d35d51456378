"""Data that ships with the program: territories, goods lists, the starter rulebook."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from moratorium.goods import GOODS_FILES, Goods, read_goods
from moratorium.measures import STARTER_FILES
from moratorium.territories import ATLAS_FILES, Atlas, read_atlas


@cache
def atlas() -> Atlas:
    """The territories."""
    return read_atlas(_shipped("territories", "data", ATLAS_FILES))


@cache
def goods() -> Goods:
    """The goods lists and control entries."""
    return read_goods(_shipped("goods", "data", GOODS_FILES))


@cache
def starter() -> dict[str, str]:
    """The starter rulebook's documents, by file name."""
    return {name: data.decode() for name, data in _shipped("measures", "law", STARTER_FILES).items()}


def _shipped(room: str, folder: str, names: tuple[str, ...]) -> dict[str, bytes]:
    place = files("moratorium") / room / folder
    return {name: place.joinpath(name).read_bytes() for name in names}
