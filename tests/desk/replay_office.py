"""A small office with a history: the demo's orders, judged by the starter rulebook, and drafts of it."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from moratorium.decision.reference import Reference
from moratorium.demo import World, generate
from moratorium.desk import package, rulebooks
from moratorium.desk.history_building import BuildRun, build_history, reference_of_past
from moratorium.desk.home import Home
from moratorium.intake import open_table, propose, read_orders
from moratorium.measures import Rulebook
from moratorium.store import open_store
from moratorium.terms.order import Order

NOON = datetime(2022, 5, 2, 12, tzinfo=UTC)

LINE_FACTS = """
- measure: many-pieces
  title: Many pieces, or dear ones
  kind: red_flag
  ground: {kind: own-policy, principle: a test}
  in_force: [[2021-07-15, 2022-03-02]]
  scope: {where: "quantity > 6 OR (value >= 4000 AND NOT licence.covers_eu)"}
  effect: hold
  source: {text: a test}

- measure: late-repairs
  title: Repairs received late, and young buyers
  kind: duty
  ground: {kind: own-policy, principle: a test}
  in_force: [[null, null]]
  scope:
    where: >-
      received_on >= DATE '2022-01-01' OR buyer.incorporated_on > placed_on - INTERVAL '2' YEAR OR status = 'open'
  effect: deny
  unknown: {report: a test}
  source: {text: a test}
"""
"""Measures that ask of lines what the starter rulebook does not."""


class Office(NamedTuple):
    """A home with a history.

    Attributes:
        home: The state.
        history: Folder of its history.
        base: Folder of the starter rulebook.
        drafts: Folders of drafts by name.
        orders: What the history was built from.
        world: The demo's files.
    """

    home: Home
    history: Path
    base: Path
    drafts: dict[str, Path]
    orders: list[Order]
    world: World

    def reference(self, rulebook: Rulebook) -> Reference:
        """What the history's facts were looked up in."""
        with self.home.store.read() as connection:
            return reference_of_past(self.home, connection, rulebook)


@contextmanager
def office(folder: Path, lines: int, every: int = 1) -> Iterator[Office]:
    """An office with every so many of the orders of a world of so many lines."""
    world = generate(folder / "world", lines=lines)
    keep_orders(world.orders, every)
    base = _written(folder / "base", package.starter())
    drafts = {
        "wider": _written(folder / "wider", {name: _wider(text) for name, text in package.starter().items()}),
        "lines": _written(folder / "lines", {**package.starter(), "lines.yaml": LINE_FACTS}),
        "none": _written(folder / "none", {"one.yaml": LINE_FACTS}),
    }
    (folder / "home").mkdir()
    with open_store(folder / "home") as store:
        home = Home(folder / "home", store, clock=lambda: NOON)
        parts = {"organisation": world.organisation, "catalogue": world.catalogue, "parties": world.parties}
        history = folder / "history"
        build_history(home, BuildRun((world.orders,), into=history, rulebook=base, parts=parts), lambda _: None)
        table = open_table(world.orders)
        orders = [one for one in read_orders(table, propose(table)) if isinstance(one, Order)]
        yield Office(home, history, base, drafts, orders, world)


def keep_orders(path: Path, every: int) -> None:
    """Leave every so many orders in a file, with all their lines."""
    with path.open(encoding="utf-8", newline="") as file:
        heading, *rows = csv.reader(file)
    at = heading.index("order")
    chosen = set(list(dict.fromkeys(row[at] for row in rows))[::every])
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([heading, *(row for row in rows if row[at] in chosen)])


def _written(folder: Path, documents: dict[str, str]) -> Path:
    folder.mkdir()
    for name, text in documents.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def _wider(text: str) -> str:
    """The suspension of 2022 from another day, and of more countries; licences that relieve no more."""
    return (
        text.replace("within: [RU, UA]", "within: [RU, BY, KZ]")
        .replace("{from: 2022-04-26, to: null", "{from: 2022-03-10, to: null")
        .replace("where: licence.covers_eu", "where: licence.covers_us")
    )


def read(folder: Path) -> Rulebook:
    """The rulebook in a folder."""
    return rulebooks.read(rulebooks.documents_in(folder))
