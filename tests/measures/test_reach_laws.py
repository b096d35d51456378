"""What a map says of a territory is what a decision says of an order that lies wholly there."""

from __future__ import annotations

from datetime import date
from typing import get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moratorium.conditions.bind import Extent
from moratorium.desk import package
from moratorium.measures import Measure
from moratorium.measures.reach import STATES, Imagined, Said, State, gravest, reach
from moratorium.terms.activity import ACTIVITIES
from moratorium.terms.vocabulary import VOCABULARY
from tests.worlds import decide, measure, measure_text, order, rulebook

ATLAS = package.atlas()
DAY = date(2022, 5, 2)
COUNTRIES = ("NL", "RU", "UA", "BY", "KZ", "DE", "GB")
CODES = (*COUNTRIES, "UA-43", "UA-14", "RU-MOW", "MD-SN", "X-UA-DNR", "EU")
EVERYTHING = Imagined()


def extent(codes: tuple[str, ...]) -> Extent:
    return ATLAS.extent(codes, DAY)


def told(one: Measure, code: str, imagined: Imagined = EVERYTHING) -> State:
    return gravest(reach([one], [code], imagined, extent)[code])


def territories(*codes: str, roles: str = "any", word: str = "within") -> str:
    return f"{{territories: {{roles: {roles}, {word}: [{', '.join(codes)}]}}}}"


@pytest.mark.parametrize(
    ("scope", "code", "state"),
    [
        (territories("RU"), "RU", "deny"),
        (territories("RU"), "RU-MOW", "deny"),
        (territories("RU"), "UA", "none"),
        (territories("UA-43"), "UA-43", "deny"),
        (territories("UA-43"), "UA", "deny_some"),
        (territories("UA-43"), "UA-14", "none"),
        (territories("X-UA-NGCA-14"), "UA-14", "deny_some"),
        (territories("X-UA-NGCA-14"), "UA-09", "none"),
        (territories("EU"), "NL", "deny"),
        ("{territories: {roles: any, within: [EU], not_within: [NL]}}", "NL", "none"),
        ("{territories: {roles: any, within: [EU], not_within: [NL]}}", "DE", "deny"),
        (territories("RU", roles="[ship_from]"), "RU", "none"),
        (territories("RU", roles="[end_user]"), "RU", "deny"),
        ('{territories: {roles: any, within: [RU]}, products: {hs: ["8806"]}}', "RU", "deny_some"),
        ("{territories: {roles: any, within: [RU]}, activities: [repair]}", "RU", "deny_some"),
    ],
)
def test_whole_parts_and_neighbours_of_what_is_named(scope: str, code: str, state: str) -> None:
    assert told(measure(measure_text("m", scope)), code) == state


def test_what_is_chosen_decides_what_depended_on_it() -> None:
    repairs = measure(measure_text("m", "{territories: {roles: any, within: [RU]}, activities: [repair]}"))
    drones = measure(measure_text("m", '{territories: {roles: any, within: [RU]}, products: {hs: ["8806"]}}', "hold"))
    assert told(repairs, "RU", Imagined("repair")) == "deny"
    assert told(repairs, "RU", Imagined("sale")) == "none"
    assert told(drones, "RU", Imagined(hs6="880622")) == "hold"
    assert told(drones, "RU", Imagined(hs6="850760")) == "none"


def test_a_sale_may_be_an_export_or_not() -> None:
    exports = measure(measure_text("m", "{territories: {roles: any, within: [RU]}, activities: [export]}"))
    assert told(exports, "RU", Imagined("sale")) == "deny_some"
    assert told(exports, "RU", Imagined("repair")) == "none"


def test_what_certainly_relieves_is_left_out_and_what_may_relieve_is_not() -> None:
    relief = "[{id: e, title: e, where: \"activity IN ('take_back')\"}, {id: f, title: f, where: quantity < 2}]"
    relieved = measure(measure_text("m", territories("RU"), exemptions=relief))
    assert told(relieved, "RU") == "deny"
    assert told(relieved, "RU", Imagined("take_back")) == "none"


def test_a_measure_that_only_shows_itself_is_noted() -> None:
    asleep = measure(measure_text("m", territories("RU"), active="{inactive: not verified}"))
    flag = measure(measure_text("m", '{territories: {roles: any, within: [RU]}, where: "quantity > 1"}', "hold",
                                unknown="{report: a red flag}"))  # fmt: skip
    assert told(asleep, "RU") == "noted"
    assert told(flag, "RU") == "noted"


def test_a_measure_that_singles_out_no_territory_is_on_no_map() -> None:
    everywhere = (
        measure(measure_text("m")),
        measure(measure_text("n", territories("EU", word="not_within"))),
        measure(measure_text("o", """{where: "end_user.territory IN ('RU') OR quantity > 1"}""")),
    )
    assert reach(everywhere, CODES, EVERYTHING, extent) == dict.fromkeys(CODES, ())


def test_the_gravest_comes_first() -> None:
    books = rulebook(
        measure_text("a", territories("RU"), "hold"),
        measure_text("b", territories("RU")),
        measure_text("c", '{territories: {roles: any, within: [RU]}, products: {hs: ["8806"]}}'),
    )
    found = reach(books.measures, ["RU"], EVERYTHING, extent)["RU"]
    assert found == (Said("b", "deny"), Said("a", "hold"), Said("c", "deny_some"))


scopes = st.builds(
    lambda codes, word, activities, hs: (
        f"{{territories: {{roles: any, {word}: [{', '.join(codes)}]}}"
        + (f", activities: [{', '.join(activities)}]" if activities else "")
        + (', products: {hs: ["8806"]}' if hs else "")
        + "}"
    ),
    st.lists(st.sampled_from([*COUNTRIES[1:], "UA-43", "EAEU", "X-UA-NGCA-14"]), min_size=1, max_size=3, unique=True),
    st.sampled_from(["within", "within: [RU, UA, BY, KZ, DE, GB], not_within"]),
    st.lists(st.sampled_from(["sale", "repair", "export"]), max_size=2, unique=True),
    st.booleans(),
)


@given(scopes, st.sampled_from(["hold", "deny"]), st.sampled_from(COUNTRIES), st.sampled_from(["sale", "repair"]))
def test_a_decision_finds_what_the_map_says(scope: str, effect: str, country: str, activity: str) -> None:
    """Goods leave from the Netherlands, where we sit, and not every place is stated: the map does not look at that."""
    text = measure_text("m", scope, effect)
    state = told(measure(text), country, Imagined(activity))
    decided = decide(order(country, activity), rulebook(text), day=DAY)
    said = {one.status for line in decided.judged for one in line.judgement.findings if one.measure == "m"}
    match state:
        case "deny" | "hold":
            assert said == {"applies"} or ("not_within" in scope and said == {"unknown"})
        case "none":
            assert "applies" not in said
        case "deny_some" | "hold_some":
            assert said <= {"applies", "unknown"}
        case _:
            pytest.fail(f"nothing here is {state}")


@given(scopes, st.sampled_from(CODES), st.sampled_from(sorted(ACTIVITIES)), st.sampled_from(["880622", "850760", ""]))
def test_choosing_more_changes_only_what_was_open(scope: str, code: str, activity: str, hs6: str) -> None:
    one = measure(measure_text("m", scope))
    before, after = told(one, code), told(one, code, Imagined(activity, hs6=hs6))
    assert before == after or before == "deny_some"


def test_all_that_can_be_chosen_is_a_fact() -> None:
    named = {"activity", *(f"product.{name}" for name in Imagined.__struct_fields__ if name != "activity")}
    assert named <= VOCABULARY.keys()
    assert set(STATES) == set(get_args(State))
    assert msgspec.structs.replace(EVERYTHING, activity="sale") == Imagined("sale")
