"""The starter rulebook: what it holds, and what it says of orders written by hand."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest

from moratorium.conditions.evaluate import holds
from moratorium.measures import STARTER_FILES, Measure, Rulebook, applies, read_rulebook
from moratorium.measures.base import PARTY_LISTS
from moratorium.measures.measure import VERIFIED
from moratorium.screening import LISTS
from moratorium.terms.effect import Effect
from moratorium.terms.members import NONE, UNKNOWN, Members
from moratorium.terms.vocabulary import ANY_ROLE, VOCABULARY, Absence, Kind, Value, split_role
from moratorium.territories import ATLAS_FILES, Atlas, read_atlas

AT_HAND = frozenset({*PARTY_LISTS, "CHPL"})
OWN_COUNT_LIMIT = 20
TODAY = date(2026, 11, 24)


@cache
def atlas() -> Atlas:
    folder = files("moratorium") / "territories" / "data"
    return read_atlas({name: folder.joinpath(name).read_bytes() for name in ATLAS_FILES})


@cache
def starter() -> Rulebook:
    folder = files("moratorium") / "measures" / "law"
    texts = {name: folder.joinpath(name).read_text(encoding="utf-8") for name in STARTER_FILES}
    return read_rulebook(texts, atlas().knows, atlas().suggest, lists=(*PARTY_LISTS, "EU-833-ANNEX-IV"))


def order_row(origin: str = "NL", destination: str = "DE", **facts: Value) -> dict[str, Value]:
    """An honest sale: buyer, ship-to and end user in one place, our entity at the origin, catalogue complete.

    Keys write a dot as two underscores: ``ship_to__territory``.
    """
    row: dict[str, Value] = {name: _absent(name) for name in VOCABULARY}
    crossing = "in_country_transfer" if origin == destination else "export"
    row |= {
        "activity": Members.of("sale", crossing),
        "status": "open",
        "placed_on": date(2023, 6, 1),
        "quantity": Decimal(2),
        "value": Decimal(2400),
        "payment.in_usd": False,
        "actor.identified": True,
        "actor.territory": Members.of(origin),
        "actor.persons": Members.of(origin),
        "product.catalogued": True,
        "product.kind": "aircraft",
        "product.family": "Kestrel",
        "product.hs6": "880692",
        "product.eccn": "EAR99",
        "product.eu_annex1": "none",
        "product.cn_control_code": "none",
        "product.uk_control": "none",
        "product.subject_to_ear": False,
        "product.lists": NONE,
        "product.controls": NONE,
    }
    filled = {"seller": origin, "ship_from": origin, "buyer": destination, "ship_to": destination}
    for role, place in (filled | {"end_user": destination}).items():
        row |= {f"{role}.territory": Members.of(place), f"{role}.filled": True}
    row |= {name: NONE for name in row if name.endswith(".listed")}
    row |= {key.replace("__", "."): value for key, value in facts.items()}
    return row | {name: _joined(row, name) for name in row if name.startswith(f"{ANY_ROLE}.") and name not in facts}


def _absent(name: str) -> Value:
    """What the facts room gives for a role that an activity may lack, and for what nobody recorded."""
    fact = VOCABULARY[name]
    role, _ = split_role(name)
    is_set = fact.kind in (Kind.SET, Kind.TERRITORY)
    if role is not None and role not in ("buyer", "end_user", "seller", "ship_from", "ship_to"):
        return NONE if is_set else False if fact.kind is Kind.FLAG else None
    if fact.absence is Absence.FALSE:
        return NONE if is_set else False if fact.kind is Kind.FLAG else None
    return UNKNOWN if is_set else None


def _joined(row: Mapping[str, Value], name: str) -> Value:
    attribute = name.partition(".")[2]
    found = NONE
    for other, value in row.items():
        if split_role(other)[0] and other.endswith(f".{attribute}") and isinstance(value, Members):
            found = found.join(value)
    return found


def findings(day: date, row: Mapping[str, Value], rulebook: Rulebook | None = None) -> dict[str, Effect]:
    """Effect by measure of the active measures that apply or may apply; gaps that are only reported are left out."""
    told: dict[str, Effect] = {}
    for measure in (rulebook or starter()).in_force(day):
        effect = effect_of(measure, day, row)
        if measure.active and effect is not Effect.ALLOW:
            told[measure.id] = effect
    return told


def effect_of(measure: Measure, day: date, row: Mapping[str, Value]) -> Effect:
    truth = holds(applies(measure, lambda codes: atlas().extent(codes, day)), row)
    if truth is None:
        return Effect.HOLD if measure.unknown == "hold" else Effect.ALLOW
    return measure.effect if truth else Effect.ALLOW


# -- what is in it ----------------------------------------------------------------------------------------------------


def test_every_rule_of_the_collection_is_there(shared: Callable[[str], Path]) -> None:
    rules = json.loads(shared("data/rules/measures.json").read_text(encoding="utf-8"))["measures"]
    written = {measure.id for measure in starter().measures} | {rule.id for rule in starter().blocking}
    missing = [rule["id"] for rule in rules if not any(id.startswith(rule["id"]) for id in written)]
    assert missing == []


def test_marks_are_those_of_the_collection(shared: Callable[[str], Path]) -> None:
    """Nobody may better a mark on the way from the collection to the rulebook."""
    rules = json.loads(shared("data/rules/measures.json").read_text(encoding="utf-8"))["measures"]
    for measure in starter().measures:
        origin = [rule for rule in rules if measure.id.startswith(rule["id"])]
        if origin:
            rule = max(origin, key=lambda one: len(one["id"]))
            assert measure.source.mark == rule["mark"], measure.id
            assert measure.source.scope_mark == rule["scope_mark"], measure.id


def of_the_collection(measure: Measure) -> bool:
    return measure.source.scope_mark is not None


def test_only_verified_measures_with_lists_at_hand_are_active() -> None:
    for measure in starter().measures:
        if measure.active and of_the_collection(measure):
            marks = {measure.source.mark, measure.source.scope_mark, *(one.mark for one in measure.in_force)}
            assert marks <= VERIFIED, measure.id
        if measure.active:
            assert measure.lists | measure.goods_lists <= AT_HAND, measure.id


def test_fewer_than_twenty_rules_are_active_and_none_of_the_united_kingdom() -> None:
    active = [measure for measure in starter().measures if measure.active and of_the_collection(measure)]
    assert len(active) < OWN_COUNT_LIMIT
    assert not any(measure.id.startswith("UK-") for measure in active)


def test_every_list_that_can_be_read_is_asked_by_a_measure_of_its_own() -> None:
    """One that is not at hand is then inactive alone, and takes no other list with it."""
    assert list(PARTY_LISTS) == sorted(LISTS)
    for listed in LISTS:
        for id_ in (f"POSSIBLE-MATCH-{listed}", f"R14-{listed}"):
            measure = starter().measure(id_)
            assert measure is not None, id_
            assert (measure.active, measure.ground.kind, measure.effect) == (True, "own-policy", Effect.HOLD), id_
            assert measure.lists == {listed}


@pytest.mark.parametrize("listed", sorted(id for id, info in LISTS.items() if info.caution))
def test_a_measure_on_a_list_whose_reader_is_not_proved_says_so(listed: str) -> None:
    for id_ in (f"POSSIBLE-MATCH-{listed}", f"R14-{listed}"):
        measure = starter().measure(id_)
        assert measure is not None
        assert LISTS[listed].caution in measure.source.check, id_


def test_the_european_asset_freeze_stays_inactive_though_its_list_can_be_brought() -> None:
    measure = starter().measure("EU-269-2014")
    assert measure is not None
    assert not measure.active
    assert "recalled" in measure.inactive_reason
    assert "not at hand" not in measure.inactive_reason


def test_what_is_inactive_says_why() -> None:
    assert all(measure.inactive_reason for measure in starter().measures if not measure.active)


def test_law_carries_source_and_day() -> None:
    for measure in starter().measures:
        if measure.ground.kind == "law":
            assert measure.source.as_of is not None
            assert measure.source.text


def test_conflicts_name_blocking_rules_that_are_written_down() -> None:
    known = {rule.id for rule in starter().blocking}
    assert {name for measure in starter().measures for name in measure.conflicts_with} <= known


def test_a_suspension_on_our_own_ground_conflicts_with_nothing() -> None:
    assert not any(m.conflicts_with for m in starter().measures if m.ground.kind == "own-policy")


def test_the_public_text_of_our_own_measures_cites_no_law() -> None:
    for measure in starter().measures:
        for text in measure.statement.values() if measure.ground.kind == "own-policy" else ():
            assert not any(word in text for word in ("EAR", "833", "Regulation", "OFAC", "sanction"))


def test_questions_and_wording_are_careful() -> None:
    """No measure calls an order clear or safe."""
    for measure in starter().measures:
        words = f"{measure.title} {measure.question or ''} {' '.join(measure.statement.values())}".lower().split()
        assert not {"clear", "safe"} & set(words), measure.id


# -- windows: the fixtures of the collection --------------------------------------------------------------------------


def test_fixtures_of_the_collection(shared: Callable[[str], Path]) -> None:
    fixtures = json.loads(shared("data/rules/measures.json").read_text(encoding="utf-8"))["fixtures"]
    assert len(fixtures) == 17
    for fixture in fixtures:
        day = date.fromisoformat(fixture["on"])
        for id_, expected in fixture["expect"].items():
            assert in_force_for(id_, day, fixture.get("territory")) == (expected == "in_force"), fixture["id"]


def in_force_for(id_: str, day: date, territory: str | None) -> bool:
    """Whether a rule's measures that name the territory, or any if none does, are in force."""
    written = [measure for measure in starter().measures if measure.id.startswith(id_)]
    if territory and len(written) > 1:
        named = [m for m in written if names(m, territory, day)]
        written = named or written
    return any(measure.is_in_force(day) for measure in written)


def names(measure: Measure, territory: str, day: date) -> bool:
    row = order_row(destination=territory, product__subject_to_ear=True, product__eccn="9A012")
    row |= {"product.lists": Members.of(*measure.goods_lists), "activity": Members.of("sale", "export", "reexport")}
    return holds(applies(measure, lambda codes: atlas().extent(codes, day)), row) is not False


# -- honest orders ----------------------------------------------------------------------------------------------------

HONEST = [
    ("NL", "DE"),
    ("NL", "NL"),
    ("DE", "NL"),
    ("NL", "US"),
    ("NL", "CH"),
    ("NL", "JP"),
    ("NL", "GB"),
    ("US", "US"),
    ("CN", "CN"),
    ("CN", "JP"),
    ("KZ", "KZ"),
]


@pytest.mark.parametrize(("origin", "destination"), HONEST)
@pytest.mark.parametrize("day", [date(2021, 5, 3), date(2022, 6, 1), date(2023, 10, 1), date(2025, 10, 15), TODAY])
def test_an_honest_order_is_not_held(origin: str, destination: str, day: date) -> None:
    assert findings(day, order_row(origin, destination)) == {}


def test_an_honest_order_is_not_held_though_its_price_is_in_dollars() -> None:
    row = order_row("US", "US", payment__in_usd=True, product__subject_to_ear=True)
    assert findings(TODAY, row) == {}


def test_a_documented_order_to_a_watched_lane_is_not_held() -> None:
    row = order_row("NL", "KZ")
    for role in ("buyer", "end_user"):
        row |= {
            f"{role}.ownership_researched": True,
            f"{role}.incorporated_on": date(2009, 5, 4),
            f"{role}.type": "user",
        }
    row |= {"end_use.class": "agriculture", "buyer.industry": "agriculture"}
    assert findings(date(2022, 6, 1), row) == {}


def test_an_undocumented_order_to_a_watched_lane_is_asked_about() -> None:
    told = findings(date(2022, 6, 1), order_row("NL", "KZ"))
    assert {"COMPLETE-OWNERSHIP-WATCH", "COMPLETE-FOUNDED-WATCH", "COMPLETE-END-USE-WATCH"} <= told.keys()
    assert set(told.values()) == {Effect.HOLD}


def test_a_missing_fact_of_a_red_flag_holds_nothing_outside_watched_lanes() -> None:
    row = order_row("NL", "DE")
    gaps = [
        measure
        for measure in starter().in_force(TODAY)
        if measure.kind == "red_flag"
        and holds(applies(measure, lambda codes: atlas().extent(codes, TODAY)), row) is None
    ]
    assert gaps
    assert all(measure.unknown == "report" and measure.unknown_reason for measure in gaps)


# -- forbidden orders -------------------------------------------------------------------------------------------------


def test_the_suspension_denies_from_its_first_day_and_not_before() -> None:
    row = order_row("NL", "RU")
    assert "OWN-2022-04-26-RU-UA" not in findings(date(2022, 4, 25), row)
    assert findings(date(2022, 4, 26), row)["OWN-2022-04-26-RU-UA"] is Effect.DENY


@pytest.mark.parametrize("role", ["ship_to", "end_user", "transit", "bank", "activation_place"])
def test_the_suspension_looks_at_every_role(role: str) -> None:
    row = order_row("NL", "DE", **{f"{role}__territory": Members.of("UA-43")})
    assert findings(date(2022, 5, 1), row)["OWN-2022-04-26-RU-UA"] is Effect.DENY


def test_goods_coming_back_from_a_suspended_territory_are_asked_about() -> None:
    told = findings(date(2022, 5, 1), order_row("NL", "RU", activity=Members.of("take_back")))
    assert told["OWN-2022-04-26-RU-UA-RETURNS"] is Effect.HOLD
    assert "OWN-2022-04-26-RU-UA" not in told


def test_candidate_exemptions_relieve_nothing() -> None:
    row = order_row("NL", "UA", end_use__class="humanitarian", product__safety_critical=True)
    assert findings(date(2022, 5, 1), row)["OWN-2022-04-26-RU-UA"] is Effect.DENY


def test_a_military_end_user_is_denied_since_the_policy() -> None:
    row = order_row("NL", "PL", end_user__military=True)
    assert findings(date(2022, 4, 20), row) == {}
    assert findings(date(2022, 4, 21), row)["OWN-2022-04-21-NOMIL"] is Effect.DENY


def test_a_declared_military_use_is_denied() -> None:
    row = order_row("NL", "PL", end_use__class="weapon_carriage")
    assert findings(date(2022, 4, 21), row) == {"OWN-2022-04-21-NOMIL-DECLARED": Effect.DENY}


def test_control_list_items_to_belarus_only_since_march_2022() -> None:
    row = order_row("CN", "BY", product__subject_to_ear=True, product__eccn="9A991")
    row["activity"] = Members.of("sale", "export", "reexport")
    assert findings(date(2022, 3, 1), row) == {}
    assert findings(date(2022, 3, 2), row) == {"US-EAR-746.8-CCL-BY": Effect.DENY}


def test_ear99_drones_to_belarus_only_since_january_2024() -> None:
    row = order_row("CN", "BY", product__subject_to_ear=True)
    assert findings(date(2024, 1, 22), row) == {}
    assert findings(date(2024, 1, 23), row) == {"US-EAR-746.8-HTS-88": Effect.DENY}


def test_a_us_licence_relieves_the_us_measure_and_no_other() -> None:
    row = order_row("CN", "RU", product__subject_to_ear=True, product__eccn="9A991", licence__covers_us=True)
    assert findings(date(2022, 3, 10), row) == {}
    assert findings(date(2022, 5, 10), row) == {"OWN-2022-04-26-RU-UA": Effect.DENY}


def test_an_affiliate_of_a_listed_party_only_in_the_six_weeks_of_2025() -> None:
    row = order_row("CN", "JP", product__subject_to_ear=True, buyer__owned_by_listed=Members.of("BIS-EL"))
    row |= {"any_role.owned_by_listed": Members.of("BIS-EL")}
    for day, denied in ((date(2025, 9, 28), False), (date(2025, 10, 15), True), (date(2025, 11, 10), False)):
        told = findings(day, row)
        assert ("US-EAR-AFFILIATES-2025" in told) is denied
        assert told["R16"] is Effect.HOLD
    assert "US-EAR-AFFILIATES-2026" not in findings(TODAY, row)


def test_a_share_that_is_not_known_is_asked_for() -> None:
    possible = Members(possible=frozenset({"OFAC-SDN"}))
    row = order_row("US", "US", buyer__owned_by_listed=possible)
    row |= {"any_role.owned_by_listed": possible}
    told = findings(TODAY, row)
    assert told["US-OFAC-50"] is Effect.HOLD
    assert told["R16"] is Effect.HOLD


@pytest.mark.parametrize("listed", list(PARTY_LISTS))
def test_a_possible_match_holds_and_asks(listed: str) -> None:
    row = order_row("NL", "DE")
    row |= {"any_role.listed": Members(possible=frozenset({listed}))}
    assert findings(TODAY, row) == {f"POSSIBLE-MATCH-{listed}": Effect.HOLD}


@pytest.mark.parametrize("listed", list(PARTY_LISTS))
def test_something_in_common_with_a_listed_party_holds_and_asks(listed: str) -> None:
    for members in (Members.of(listed), Members.of(possible=(listed,))):
        row = order_row("NL", "DE") | {"any_role.linked_to_listed": members}
        assert findings(TODAY, row) == {f"R14-{listed}": Effect.HOLD}


def test_dual_use_exports_need_an_authorisation() -> None:
    row = order_row("NL", "TR", product__eu_annex1="9A012.a")
    assert findings(date(2021, 9, 9), row)["EU-2021-821-3"] is Effect.HOLD
    assert "EU-2021-821-3" not in findings(date(2021, 9, 8), row)
    assert "EU-2021-821-3" not in findings(TODAY, row | {"licence.covers_eu": True})
    assert "EU-2021-821-3" not in findings(TODAY, order_row("NL", "DE", product__eu_annex1="9A012.a"))


def test_a_classification_that_nobody_made_holds_an_export() -> None:
    assert findings(TODAY, order_row("NL", "US", product__eu_annex1=None)) == {"EU-2021-821-3": Effect.HOLD}
    assert findings(TODAY, order_row("NL", "DE", product__eu_annex1=None)) == {}


def test_chinese_temporary_control_in_its_year_only() -> None:
    row = order_row("CN", "DE", product__controls=Members.of("CN-28-2023"))
    held = {day: findings(day, row) for day in (date(2023, 8, 31), date(2023, 10, 1), date(2024, 9, 1))}
    assert [told.get("CN-28-2023-CTRL") for told in held.values()] == [None, Effect.HOLD, None]
    assert findings(date(2023, 10, 1), order_row("NL", "DE", product__controls=Members.of("CN-28-2023"))) == {}


def test_the_knowledge_clause_stays_when_the_temporary_control_ends() -> None:
    row = order_row("CN", "DE", known_end_use=Members.of("military"))
    assert findings(date(2023, 10, 1), row)["CN-28-2023-KNOW"] is Effect.DENY
    assert findings(date(2024, 9, 1), row)["CN-31-2024-KNOW"] is Effect.DENY


def test_a_new_dealer_in_a_watched_lane_is_asked_about() -> None:
    """The case of 2022: founded in April 2022, and its owner also owns a Moscow seller."""
    row = order_row("NL", "KZ", end_use__class="resale", quantity=Decimal(20))
    for role in ("buyer", "end_user"):
        row |= {f"{role}.incorporated_on": date(2022, 4, 5), f"{role}.ownership_researched": True}
        row |= {f"{role}.common_owner_with_embargoed_seller": True, f"{role}.type": "dealer"}
    assert {"R01", "R09", "R15"} <= findings(date(2022, 5, 9), row).keys()


def test_an_assumed_end_user_is_refused_where_that_is_not_enough() -> None:
    for destination, lists, held in (("DE", "CHPL", False), ("US", "CHPL", False), ("BR", "CHPL", True)):
        row = order_row("NL", destination, end_user__assumed=True, product__lists=Members.of(lists))
        assert ("COMPLETE-ASSUMED-END-USER" in findings(TODAY, row)) is held, destination
    assert "COMPLETE-ASSUMED-END-USER" in findings(TODAY, order_row("NL", "TR", end_user__assumed=True))


def test_occupied_areas_are_kept_apart() -> None:
    """US 746.6 knows Crimea; only the oblast known leaves the so-called DNR region open, which is inactive."""
    row = order_row("CN", "UA-43", product__subject_to_ear=True)
    assert findings(date(2016, 1, 1), row) == {"US-EAR-746.6-CRIMEA": Effect.DENY}
    dnr = starter().measure("US-EAR-746.6-DNR-LNR")
    assert dnr is not None
    oblast = order_row("CN", "UA-14", product__subject_to_ear=True)
    extent = atlas().extent
    assert holds(applies(dnr, lambda codes: extent(codes, TODAY)), oblast) is None
    assert holds(applies(dnr, lambda codes: extent(codes, TODAY)), order_row("CN", "UA-65")) is False


# -- the base pack ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("id_", "gap"),
    [
        ("base-acting-entity", {"actor.identified": False}),
        ("base-territory", {"any_role.territory": Members(frozenset({"NL"}), open=True)}),
        ("base-required-role", {"end_user.filled": None}),
        ("base-reference", {"reference.unreadable": Members.of("list OFAC-SDN")}),
        ("base-reference", {"reference.unreadable": Members.of("catalogue")}),
        ("base-activity", {"activity": UNKNOWN}),
    ],
)
def test_what_is_not_known_holds(id_: str, gap: dict[str, Value]) -> None:
    assert findings(TODAY, order_row("NL", "DE") | gap)[id_] is Effect.HOLD
