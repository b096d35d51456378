"""Usefulness: plain orders inside one country, or between the Netherlands and Germany, are not held."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from moratorium.demo import catalogue
from moratorium.desk import files, package
from moratorium.desk.checking import Recorded
from moratorium.desk.home import Home, open_home
from tests.cli import office

SALES = {
    "NL": "Voorbeeld Landbouw B.V. (example)",
    "DE": "Beispiel Vermessung GmbH (example)",
}
ACTIVITIES = ("quote", "sale", "shipment", "spares", "repair", "warranty", "training", "take_back", "firmware_update")
DAYS = (date(2021, 6, 1), date(2022, 12, 1), date(2026, 11, 24))


def stopped(home: Home, desk: Path, rows: list[str], day: date) -> dict[str, set[str]]:
    """Measures that hold or deny, by order."""
    orders = desk / "orders.csv"
    orders.write_text("\n".join([office.COLUMNS, *rows]) + "\n", encoding="utf-8")
    rules = desk / "starter"
    rules.mkdir(exist_ok=True)
    for name, text in package.starter().items():
        (rules / name).write_text(text, encoding="utf-8")
    organisation, products = desk / "organisation.yaml", desk / "catalogue.csv"
    organisation.write_text(office.ORGANISATION, encoding="utf-8")
    with products.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, catalogue.COLUMNS, restval="")
        writer.writeheader()
        writer.writerows(catalogue.rows())
    found: dict[str, set[str]] = {}

    def sink(one: Recorded) -> None:
        findings = [finding for judged in one.decided.judged for finding in judged.judgement.findings]
        found[one.decided.order.key] = {finding.measure for finding in findings if finding.effect != "allow"}

    parts = {"organisation": organisation, "catalogue": products}
    run = files.CheckRun(file=orders, rulebook=rules, day=day, parts=parts)
    files.check_file(home, run, lambda _: sink, desk / "rejected.csv")
    assert not (desk / "rejected.csv").exists()
    return found


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_plain_orders_are_not_held(tmp_path: Path, day: date) -> None:
    """Each activity, each product of the catalogue (controlled ones too), inside NL and from NL to DE."""
    products = [one["product"] for one in catalogue.rows()]
    rows = [
        office.row(f"{country}-{activity}-{product}", country, product=product, name=name).replace(
            ",sale,", f",{activity},"
        )
        for country, name in SALES.items()
        for activity in ACTIVITIES
        for product in products
    ]
    with open_home(tmp_path / "home").store as store:
        found = stopped(Home(tmp_path / "home", store), tmp_path, rows, day)
    held = {measure: [key for key, by in found.items() if measure in by] for by in found.values() for measure in by}
    assert held == {}
