"""A real shop's export: its own columns and country names, returns, rows without a customer; mapped, then checked."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec
import pytest

from moratorium.store import blobs, projections
from moratorium.terms.order import Order
from tests.cli.office import Office, Ran
from tests.worlds import measure_text

Shared = Callable[[str], Path]

IRELAND = measure_text("suspension-ie", "{activities: all, territories: {roles: any, within: [IE]}}")
SHOP = "entities:\n  - {id: SHOP, seat: GB, name: A real shop, persons: [GB]}\n"
PREFIX = 20_000


def checked(office: Office, file: Path) -> Ran:
    """Map and check a file under a suspension for Ireland, on each order's own date."""
    assert office.run("map", file, "--out", "map.yaml").code == 0
    rules, organisation = office.rulebook(IRELAND), office.organisation(SHOP)
    options = ["--rulebook", rules, "--organisation", organisation, "--on", "order-date", "--out", "out.jsonl"]
    return office.run("check", file, "--map", "map.yaml", *options)


def decisions(office: Office) -> Iterator[dict[str, Any]]:
    """The decisions, line by line."""
    with (office.desk / "out.jsonl").open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def prefix(office: Office, shared: Shared) -> Path:
    """The first lines of the export."""
    target = office.desk / "export.csv"
    with gzip.open(shared("data/orders/online-retail.csv.gz"), "rt", encoding="utf-8", newline="") as file:
        target.write_text("".join(islice(file, PREFIX + 1)), encoding="utf-8")
    return target


def test_the_first_20_000_lines_of_a_real_export(office: Office, shared: Shared) -> None:
    """ "EIRE" is Ireland; returns become take-back with positive quantities; every row is decided."""
    file = prefix(office, shared)
    rows = [line.rsplit(",", 1)[-1] for line in file.read_text(encoding="utf-8").splitlines()[1:]]
    done = checked(office, file)
    assert done.code == 20
    effects = Counter(one["effect"] for one in decisions(office))
    assert effects == {"deny": rows.count("EIRE"), "allow": len(rows) - rows.count("EIRE")}
    assert not (office.desk / "rejected.csv").exists()
    assert "assumed by the map: end_user" in done.out
    activities = {one["activity"] for one in decisions(office)}
    assert activities == {"sale", "take_back"}
    returned = next(one["order"] for one in decisions(office) if one["activity"] == "take_back")
    home = office.opened()
    with home.store as store, store.read() as connection:
        found = projections.order(connection, f"{returned}/take_back")
        assert found is not None
        order = msgspec.json.decode(blobs.get(connection, found.digest), type=Order)
    assert all(line.quantity is not None and line.quantity > Decimal(0) for line in order.lines)
    size = office.size()
    assert "(0 decisions new in the log)" in checked_again(office, file).out
    assert office.size() == size
    assert office.is_sound()


def checked_again(office: Office, file: Path) -> Ran:
    """Check once more, with the map that is there."""
    (office.desk / "map.yaml").unlink()
    return checked(office, file)


@pytest.mark.soak
def test_the_whole_real_export(office: Office, shared: Shared) -> None:
    """Denied are exactly the Irish lines; held exactly those of a country that nobody can resolve, listed by name."""
    done = checked(office, shared("data/orders/online-retail.csv.gz"))
    assert done.code == 20
    effects: Counter[str] = Counter()
    held: Counter[str] = Counter()
    for one in decisions(office):
        effects[one["effect"]] += 1
        if one["effect"] == "hold":
            held.update(finding["measure"] for finding in one["findings"] if finding["effect"] == "hold")
    assert effects["deny"] == 8_196
    assert effects["hold"] == 446 + 61
    assert sum(effects.values()) == 541_909
    assert not (office.desk / "rejected.csv").exists()
    assert "European Community" in str(office.questions()) or held["base-territory"]
    assert office.is_sound()
