"""The whole world of the demo, written into an empty folder: the same seed gives the same bytes."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TextIO

import msgspec

from moratorium.demo import catalogue, orders, organisation, own_list, stories, truth
from moratorium.demo import network as parties
from moratorium.demo.chance import Chance
from moratorium.demo.suspended import CRIMEAN, suspended
from moratorium.demo.trade import regular
from moratorium.errors import RefusedError

LINES = 50_000
"""Lines of ``orders.csv``, exactly."""

SEED = 20220426
"""The seed that the demo uses."""


class World(msgspec.Struct, frozen=True):
    """Where the files are, and how much is in them.

    Attributes:
        folder: Where everything was written.
        catalogue: ``catalogue.csv``, one row a product.
        organisation: ``organisation.yaml``, the maker's own companies.
        parties: ``parties.csv``, what the register knows of dealers and customers.
        orders: ``orders.csv``, one row an order line.
        own_list: ``own-list.csv``, a made-up list of the maker's own.
        truth: ``truth.csv``, what ought to become of each line; for tests and benches only.
        counts: Rows by file, ``orders``, and lines by label.
    """

    folder: Path
    catalogue: Path
    organisation: Path
    parties: Path
    orders: Path
    own_list: Path
    truth: Path
    counts: dict[str, int]


def generate(folder: Path, seed: int = SEED, lines: int = LINES) -> World:
    """Write a maker's world into an empty or missing folder.

    Args:
        folder: Made if missing.
        seed: Same seed, same bytes.
        lines: Order lines in all; the planted stories take about 2,500 of them.

    Raises:
        RefusedError: The folder holds something already, or fewer lines are asked for than the stories need.
    """
    if folder.exists() and any(folder.iterdir()):
        raise RefusedError(f"folder `{folder}` is not empty", help="give the demo an empty folder of its own")
    chance = Chance(seed)
    network = parties.network(chance)
    drafts = _drafts(network, chance, lines)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "organisation.yaml").write_text(organisation.document(), encoding="utf-8", newline="\n")
    counts = {
        "products": _write(folder / "catalogue.csv", catalogue.COLUMNS, catalogue.rows()),
        "parties": _write(folder / "parties.csv", parties.COLUMNS, [one.row() for one in _register(network)]),
        "own_list": _write(folder / "own-list.csv", own_list.COLUMNS, own_list.rows()),
        "orders": len(drafts),
        "lines": lines,
    }
    return World(
        folder=folder,
        catalogue=folder / "catalogue.csv",
        organisation=folder / "organisation.yaml",
        parties=folder / "parties.csv",
        orders=folder / "orders.csv",
        own_list=folder / "own-list.csv",
        truth=folder / "truth.csv",
        counts=counts | _write_orders(folder, drafts),
    )


def _register(network: parties.Network) -> tuple[parties.Partner, ...]:
    return (*parties.own_companies(), *network.partners, *CRIMEAN, *stories.PARTIES)


def _drafts(network: parties.Network, chance: Chance, lines: int) -> list[orders.Draft]:
    """Planted orders first, then regular ones until the lines are full; all by the day on which they were placed."""
    drafts = [*suspended(network, chance), *stories.stories(network, chance)]
    left = lines - sum(len(draft.items) for draft in drafts)
    if left < 0:
        raise RefusedError(f"the demo's stories need {lines - left} lines and got `{lines}`", help="ask for more lines")
    drafts += _filling(regular(network, chance), left)
    return sorted(drafts, key=lambda draft: draft.placed)


def _filling(source: Iterator[orders.Draft], lines: int) -> Iterator[orders.Draft]:
    """Orders from the source until exactly so many lines are reached; the last one may be cut."""
    while lines > 0:
        draft = next(source)
        yield msgspec.structs.replace(draft, items=draft.items[:lines])
        lines -= len(draft.items)


def _write_orders(folder: Path, drafts: Sequence[orders.Draft]) -> dict[str, int]:
    """Write orders and their truth side by side; lines by label."""
    labels: Counter[str] = Counter()
    with _open(folder / "orders.csv") as export, _open(folder / "truth.csv") as told:
        lines, truths = _writer(export, orders.COLUMNS), _writer(told, truth.COLUMNS)
        for number, draft in enumerate(drafts, 1):
            order = f"{orders.PREFIX[draft.activity]}-{draft.placed:%y}-{number:05}"
            for row, item in zip(orders.rows(draft, order), draft.items, strict=True):
                lines.writerow(row)
                truths.writerow(truth.row(item.truth, order, draft.activity, row["line"]))
                labels[item.truth.label.value] += 1
    return dict(labels)


def _write(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> int:
    with _open(path) as file:
        writer = _writer(file, columns)
        return sum(1 for row in rows if writer.writerow(row))


def _open(path: Path) -> TextIO:
    return path.open("w", encoding="utf-8", newline="")


def _writer(file: TextIO, columns: Sequence[str]) -> csv.DictWriter[str]:
    writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
    writer.writeheader()
    return writer
