"""What the benches decide on: the demo's world, its orders, and a reference put together from its files."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from moratorium.decision.reference import Reference
from moratorium.demo import World, generate
from moratorium.desk import package
from moratorium.goods import catalogue_of
from moratorium.intake import catalogue_rows, open_table, propose, read_orders, read_organisation, read_parties
from moratorium.measures import Rulebook, read_rulebook
from moratorium.screening import SOURCES, index, read_version
from moratorium.terms.order import Order

DAY = date(2022, 5, 2)
"""A day on which the suspension of 2022 is in force."""


class Material(NamedTuple):
    """The demo's world, read.

    Attributes:
        world: Its files.
        orders: Its orders.
        rulebook: The starter rulebook.
        reference: Its catalogue, organisation, parties and own list.
    """

    world: World
    orders: list[Order]
    rulebook: Rulebook
    reference: Reference


@contextmanager
def material(lines: int) -> Iterator[Material]:
    """The demo's world with so many order lines, in a folder that goes away."""
    with TemporaryDirectory() as folder:
        world = generate(Path(folder) / "world", lines=lines)
        table = open_table(world.orders)
        orders = [one for one in read_orders(table, propose(table)) if isinstance(one, Order)]
        yield Material(world, orders, starter(), _reference(world))


def starter() -> Rulebook:
    """The starter rulebook."""
    atlas = package.atlas()
    return read_rulebook(package.starter(), atlas.knows, atlas.suggest)


def _reference(world: World) -> Reference:
    goods = package.goods()
    own, _ = read_version("own", {SOURCES["own"][0]: world.own_list.read_bytes()}, date(2022, 1, 1))
    return Reference(
        atlas=package.atlas(),
        goods=goods,
        index=index([own]),
        organisation=read_organisation(world.organisation.read_text(encoding="utf-8"), world.organisation.name),
        catalogue=catalogue_of(catalogue_rows(open_table(world.catalogue)), goods)[0],
        parties=read_parties(open_table(world.parties))[0],
    )


def shared(name: str) -> Path | None:
    """A file of real data below ``MORATORIUM_SHARED`` (default ``../shared``), if it is there."""
    root = Path(__file__).resolve().parent.parent
    path = root / (os.environ.get("MORATORIUM_SHARED") or "../shared") / name
    return path if path.exists() else None
