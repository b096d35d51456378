"""Measures as people look at them: what holds where and when, how it became so, and which orders it stops."""

from __future__ import annotations

import time
from datetime import date

import pytest

from moratorium.decision.decider import Decider
from moratorium.desk import measure_pages, rulebooks, stopped, territory_map
from moratorium.desk.again import decide_again
from moratorium.desk.checking import decide_batch
from moratorium.desk.references import References
from moratorium.errors import InputError, MissingError
from moratorium.measures.reach import Imagined
from moratorium.report.shapes import regions
from moratorium.store import size
from tests.desk.measure_office import Desk
from tests.worlds import SUSPENSION, measure_text, order

DAY = date(2022, 5, 2)
SHAPES = tuple(cell.code for cell in regions().cells)
KZ = measure_text("suspension-kz", "{territories: {roles: any, within: [KZ]}}", in_force="[[2022-06-01, 2022-07-01]]")


def decide(desk: Desk, *countries: str) -> None:
    with desk.ann.store.read() as connection:
        book = rulebooks.adopted(connection)
        decider = Decider(book, References(desk.ann).on(connection, DAY, book))
    orders = [(order(country, id=f"SO-{country}"), DAY) for country in countries]
    decide_batch(desk.ann, orders, decider)


# -- the map ----------------------------------------------------------------------------------------------------------


def test_each_territory_says_what_holds_in_it(desk: Desk) -> None:
    found = territory_map.territory_map(desk.ann, territory_map.Asked(DAY), SHAPES)
    assert {found.places[code].state for code in ("RU", "RU-MOW", "UA", "UA-43")} == {"deny"}
    assert found.places["BY"].state == "hold"
    assert found.places["NL"].state == "none"
    assert set(SHAPES) <= found.places.keys()
    assert [place.code for place in found.rows] == ["BY", "RU", "UA"]


def test_the_map_of_another_day_and_of_what_was_known(desk: Desk) -> None:
    with desk.ann.store.read() as connection:
        before = size(connection)
    desk.adopt(KZ)
    states = {
        (day, known): territory_map.territory_map(desk.ann, territory_map.Asked(day, known), SHAPES).places["KZ"].state
        for day in (DAY, date(2022, 6, 1), date(2022, 7, 1))
        for known in (None, before)
    }
    assert [states[day, None] for day in (DAY, date(2022, 6, 1), date(2022, 7, 1))] == ["none", "deny", "none"]
    assert {states[day, before] for day in (DAY, date(2022, 6, 1), date(2022, 7, 1))} == {"none"}
    found = territory_map.territory_map(desk.ann, territory_map.Asked(DAY))
    assert {date(2022, 4, 26), date(2022, 6, 1), date(2022, 7, 1), DAY} <= set(found.days)
    assert [one.by for one in found.knowns] == ["bo", "bo"]
    assert found.knowns[-1].size == found.size


def test_before_anything_was_adopted_there_is_no_map(desk: Desk) -> None:
    with pytest.raises(MissingError):
        territory_map.territory_map(desk.ann, territory_map.Asked(DAY, 0))


def test_only_the_chosen_ground_is_shown(desk: Desk) -> None:
    law = territory_map.territory_map(desk.ann, territory_map.Asked(DAY, ground="law"), SHAPES)
    assert law.rows == ()
    own = territory_map.territory_map(desk.ann, territory_map.Asked(DAY, ground="own-policy"), SHAPES)
    assert own.rows


def test_all_that_cannot_be_shown_is_told_at_once(desk: Desk) -> None:
    asked = territory_map.Asked(DAY, imagined=Imagined("flying", "toy", "88"), ground="whim")
    with pytest.raises(InputError) as caught:
        territory_map.territory_map(desk.ann, asked)
    assert {fault.at for fault in caught.value.faults} == {"activity", "kind", "hs6", "ground"}
    with pytest.raises(InputError, match="acts"):
        territory_map.territory_map(desk.ann, territory_map.Asked(DAY, 10**6))


def test_a_region_has_a_row_only_if_more_is_said_of_it(desk: Desk) -> None:
    desk.adopt(measure_text("crimea", "{territories: {roles: any, within: [UA-43, X-UA-NGCA-14]}}", "hold"))
    rows = territory_map.territory_map(desk.ann, territory_map.Asked(DAY), SHAPES).rows
    assert [place.code for place in rows] == ["BY", "RU", "UA", "UA-43", "X-UA-NGCA-14"]
    found = territory_map.territory_map(desk.ann, territory_map.Asked(DAY), SHAPES).places
    by_code = {code: [(one.measure, one.state) for one in place.said] for code, place in found.items()}
    assert by_code["UA-43"] == [("suspension", "deny"), ("crimea", "hold")]
    assert by_code["UA-14"] == [("suspension", "deny"), ("crimea", "hold_some")]


# -- lists ------------------------------------------------------------------------------------------------------------


def test_a_list_says_what_each_measure_is_and_what_is_next(desk: Desk) -> None:
    desk.adopt(KZ)
    waiting = rulebooks.propose_lift(desk.ann, "suspension", date(2022, 9, 1), "review")
    rows = {row.measure.id: row for row in measure_pages.rows(desk.ann, DAY)}
    assert rows.keys() == {"suspension", "suspension-kz", "watch-by"}
    assert (rows["suspension-kz"].stage, rows["suspension"].stage) == ("to_come", "in_force")
    assert rows["suspension"].proposals == (waiting,)
    assert rows["suspension"].change is not None
    assert (rows["suspension"].change.by, rows["suspension"].change.approved_by) == ("ann", "bo")
    due = rows["suspension-kz"].due
    assert due is not None
    assert (due.day, due.what) == (date(2022, 6, 1), "begins")


def test_extended_lifted_and_expired_are_told_apart(desk: Desk) -> None:
    desk.adopt(KZ)
    rulebooks.approve(desk.bo, rulebooks.propose_extension(desk.ann, "suspension-kz", date(2022, 8, 1), "longer"))
    rulebooks.approve(desk.bo, rulebooks.propose_lift(desk.ann, "suspension", date(2022, 5, 3), "over"))
    how = {row.measure.id: row.how for row in measure_pages.rows(desk.ann, date(2022, 7, 15))}
    assert (how["suspension-kz"], how["suspension"]) == ("extended", "lifted")
    desk.adopt(KZ)
    later = {row.measure.id: row.how for row in measure_pages.rows(desk.ann, date(2022, 9, 1))}
    assert later["suspension-kz"] == "expired"


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        (measure_pages.Wanted(text="COMPANY"), {"suspension"}),
        (measure_pages.Wanted(territory="UA-43"), {"suspension"}),
        (measure_pages.Wanted(territory="BY"), {"watch-by"}),
        (measure_pages.Wanted(territory="nowhere"), set()),
        (measure_pages.Wanted(stage="ended"), set()),
        (measure_pages.Wanted(ground="own-policy"), {"suspension", "watch-by"}),
    ],
)
def test_a_list_can_be_narrowed(desk: Desk, wanted: measure_pages.Wanted, ids: set[str]) -> None:
    assert {row.measure.id for row in measure_pages.rows(desk.ann, DAY, wanted)} == ids


def test_the_base_pack_is_shown_only_when_asked_for(desk: Desk) -> None:
    rows = measure_pages.rows(desk.ann, DAY, measure_pages.Wanted(base=True))
    assert {row.measure.id for row in rows if row.is_base} == rulebooks.base_ids()


# -- one measure ------------------------------------------------------------------------------------------------------


def test_every_text_a_measure_ever_had_with_what_changed(desk: Desk) -> None:
    desk.adopt(SUSPENSION.replace("[RU, UA]", "[RU]"), "only Russia")
    whole = measure_pages.whole(desk.ann, "suspension", DAY)
    assert [one.change.change for one in whole.versions] == ["propose", "adopt"]
    assert whole.versions[0].words == ("`suspension`: territories within loses `UA`",)
    assert whole.versions[0].until is None
    assert whole.versions[1].until == whole.versions[0].change.at
    assert not whole.versions[1].removed
    assert [one.reason for one in whole.proposals] == ["only Russia", ""]


def test_a_measure_of_the_base_pack_and_one_that_is_not_there(desk: Desk) -> None:
    assert measure_pages.whole(desk.ann, min(rulebooks.base_ids()), DAY).versions == ()
    with pytest.raises(MissingError):
        measure_pages.whole(desk.ann, "nowhere", DAY)


# -- what it stops ----------------------------------------------------------------------------------------------------


def test_orders_are_counted_by_the_measures_that_stop_them(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stopped, "SECONDS", 0.0)
    of = stopped.Stopped(desk.ann)
    decide(desk, "RU", "UA", "BY", "NL")
    found, now = of.by_measure()
    assert found["suspension"] == stopped.Stops((), ("SO-RU/sale", "SO-UA/sale"))
    assert found["watch-by"] == stopped.Stops(("SO-BY/sale",), ())
    assert [row.key for row in of.orders("suspension", 1, 10)] == ["SO-UA/sale"]
    assert of.orders("nowhere", 0, 10) == ()
    with desk.ann.store.read() as connection:
        assert now == size(connection)


def test_an_order_that_is_let_go_is_no_longer_counted(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stopped, "SECONDS", 0.0)
    of = stopped.Stopped(desk.ann)
    decide(desk, "RU", "UA")
    desk.adopt(SUSPENSION.replace("[RU, UA]", "[RU]"))
    decide_again(desk.ann, "narrowed", DAY)
    assert of.by_measure()[0]["suspension"] == stopped.Stops((), ("SO-RU/sale",))


def test_a_count_grows_beside_whoever_asks(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stopped, "SECONDS", 0.0)
    of = stopped.Stopped(desk.ann)
    assert of.by_measure()[0] == {}
    decide(desk, "RU")
    deadline = time.monotonic() + 30
    while "suspension" not in of.by_measure()[0] and time.monotonic() < deadline:
        time.sleep(0.01)
    assert of.by_measure()[0]["suspension"].denied == ("SO-RU/sale",)
