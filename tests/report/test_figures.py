"""Figures follow an order through its life: each change counts once, and only the latest decision is stopped trade."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from moratorium.decision.decider import Decider
from moratorium.desk.checking import Recorded, Tally
from moratorium.desk.home import open_home
from moratorium.report.figures import Figures, Month
from moratorium.report.gather import report_data, stopped
from moratorium.report.page import render
from tests.worlds import SUSPENSION, order, reference, rulebook

BEFORE, AFTER, LATER = date(2022, 4, 25), date(2022, 4, 26), date(2022, 5, 2)
DECIDER = Decider(rulebook(SUSPENSION), reference())


def recorded(country: str | None, day: date, before: str | None) -> Recorded:
    one = order(country)
    return Recorded(DECIDER.decide(one, day, one.digest()), 0, before, True)


def test_an_order_that_a_suspension_catches_counts_in_the_month_of_the_change() -> None:
    figures = Figures(DECIDER)
    figures.add(recorded("RU", BEFORE, None))
    assert figures.stops() == ()
    figures.add(recorded("RU", AFTER, "allow"))
    figures.add(recorded("RU", LATER, "deny"))
    assert figures.months() == (Month("2022-04", 1, 1, 0, 0), Month("2022-05", 0, 0, 0, 0))
    (stop,) = figures.stops()
    assert (stop.territory, stop.value, stop.currency, stop.measures) == (
        "Russia",
        Decimal(100),
        "EUR",
        ("suspension",),
    )


def test_a_hold_that_is_settled_counts_as_released() -> None:
    figures = Figures(DECIDER)
    figures.add(recorded(None, AFTER, None))
    figures.add(recorded("NL", LATER, "hold"))
    assert figures.months() == (Month("2022-04", 1, 0, 1, 0), Month("2022-05", 0, 0, 0, 1))
    assert figures.stops() == ()


def test_totals_of_a_block_count_an_order_once() -> None:
    figures = Figures(DECIDER)
    figures.add(recorded("RU", AFTER, None))
    block = stopped("Stopped", "", figures.stops() * 2)
    assert (block.total.orders, block.total.lines, block.total.value) == (1, 2, {"EUR": Decimal(200)})
    assert [place.total.words for place in block.places] == ["Russia"]


def test_a_tally_alone_makes_a_report(tmp_path: Path) -> None:
    """As ``check --report`` has it: no months, no answers, nothing planted."""
    tally = Tally()
    for country in ("RU", "NL", None):
        tally.add(recorded(country, AFTER, None))
    data = report_data(open_home(tmp_path), DECIDER, tally, day=AFTER)
    assert [headline.number for headline in data.headlines[:4]] == ["3", "1", "1", "1"]
    assert [(one.id, one.effect) for one in data.active if one.id == "suspension"] == [("suspension", "deny")]
    assert data.groups
    assert "<h1>What was decided</h1>" in render(data)
