"""From an order to rows of facts: roles, absence, places, joining, answers, activities."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from moratorium.decision.activities import activities
from moratorium.decision.facts import Enricher
from moratorium.decision.reference import Answers, answers_on
from moratorium.goods import Catalogue, Product
from moratorium.screening import ListVersion, index
from moratorium.screening.lists import Entry, ListName
from moratorium.terms.act import Answered
from moratorium.terms.members import NONE, UNKNOWN, Members
from moratorium.terms.order import Line, Order
from moratorium.terms.organisation import Entity, Organisation
from moratorium.terms.party import Address, Identifier, Party
from moratorium.terms.vocabulary import Value
from tests.worlds import DAY, order, party, reference

LISTED = ListVersion(
    "own",
    ("OWN",),
    date(2022, 1, 1),
    "0" * 64,
    1,
    (Entry("7", "OWN", "entity", (ListName("Bad Rotors (example)", "primary"),)),),
)


def value(one: Order, name: str, **parts: Any) -> Value:
    """Value of one fact in the first row of an order."""
    facts = next(iter(Enricher(reference(**parts), frozenset({name})).rows(one)))
    return facts.row[name]


def members(one: Order, name: str, **parts: Any) -> Members:
    """The same of a fact that is a set."""
    found = value(one, name, **parts)
    assert isinstance(found, Members)
    return found


def answered(subject: str, fact: str, text: str) -> Answers:
    """One answer."""
    return answers_on(DAY, [Answered(subject, fact, text, "a letter")], [])


# -- roles and absence ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("end_user.filled", None),
        ("end_user.territory", UNKNOWN),
        ("end_user.listed", UNKNOWN),
        ("end_user.military", None),
        ("end_user.incorporated_on", None),
        ("forwarder.filled", False),
        ("forwarder.territory", NONE),
        ("forwarder.listed", NONE),
        ("forwarder.military", False),
        ("forwarder.incorporated_on", None),
        ("forwarder.assumed", False),
        ("buyer.filled", True),
        ("buyer.military", False),
        ("buyer.terms_acknowledged", None),
        ("buyer.named", False),
    ],
)
def test_a_required_role_that_nobody_filled_is_unknown_and_an_optional_one_is_absent(
    name: str, expected: Value
) -> None:
    one = order(parties={"buyer": (party("NL", "C-1"),)})
    assert value(one, name) == expected


def test_assumed_roles_are_marked() -> None:
    one = order(assumed=frozenset({"end_user"}))
    assert value(one, "end_user.assumed") is True
    assert value(one, "buyer.assumed") is False
    assert value(order(assumed=frozenset({"activity"})), "activity_assumed") is True


def test_several_holders_of_a_role_are_joined() -> None:
    two = (party("NL", "A", military=True, type="dealer"), party("RU", "B", type="user"))
    one = order(parties={"buyer": two, "end_user": two})
    assert members(one, "buyer.territory").known >= {"NL", "RU"}
    assert value(one, "buyer.military") is True
    assert value(one, "buyer.type") is None
    same = order(parties={"buyer": (party("NL", "A", type="user"), party("DE", "B", type="user"))})
    assert value(same, "buyer.type") == "user"


def test_a_flag_of_several_holders_is_kleenes_or() -> None:
    def both(a: object, b: object) -> Value:
        facts: list[dict[str, Any]] = [{} if one is None else {"terms_acknowledged": one} for one in (a, b)]
        holders = tuple(party("NL", id, **f) for id, f in zip("AB", facts, strict=True))
        return value(order(parties={"buyer": holders}), "buyer.terms_acknowledged")

    assert both(True, None) is True
    assert both(False, None) is None
    assert both(False, False) is False


def test_any_role_joins_all_roles() -> None:
    one = order("NL", parties={"buyer": (party("NL", "A"),), "end_user": (party("DE", "B"),), "bank": (party("AE"),)})
    found = value(one, "any_role.territory")
    assert isinstance(found, Members)
    assert found.known >= {"NL", "DE", "AE"}
    assert not found.open


def test_without_an_organisation_our_own_side_does_not_make_every_place_unknown() -> None:
    nobody = Organisation()
    found = value(order("NL"), "any_role.territory", organisation=nobody)
    assert isinstance(found, Members)
    assert not found.open
    assert value(order("NL"), "actor.territory", organisation=nobody) == UNKNOWN
    assert value(order("NL"), "ship_from.territory", organisation=nobody) == UNKNOWN
    assert value(order("NL"), "actor.identified", organisation=nobody) is True


def test_an_unresolved_party_of_the_order_leaves_any_role_open() -> None:
    found = value(order("Unspecified"), "any_role.territory")
    assert isinstance(found, Members)
    assert found.open


# -- the order and the line -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("status", "open"),
        ("placed_on", DAY),
        ("order_quantity", Decimal(1)),
        ("payment.in_usd", False),
        ("quantity", Decimal(1)),
        ("value", Decimal(100)),
        ("ship_on", None),
        ("informed_by_authority", False),
        ("known_end_use", NONE),
        ("licence.number", ""),
        ("licence.covers_eu", False),
        ("activity_assumed", False),
    ],
)
def test_facts_of_the_order_and_the_line(name: str, expected: Value) -> None:
    assert value(order(), name) == expected


def test_money_clears_in_dollars_if_the_order_is_in_dollars_unless_it_says_otherwise() -> None:
    assert value(order(currency="USD"), "payment.in_usd") is True
    assert value(order(currency=None), "payment.in_usd") is None
    assert value(order(currency="EUR", facts={"payment.in_usd": True}), "payment.in_usd") is True


def test_a_quantity_that_is_not_stated_leaves_the_sum_unknown() -> None:
    lines = (Line("1", quantity=Decimal(2)), Line("2"))
    assert value(order(lines=lines), "order_quantity") is None
    assert value(order(lines=(Line("1", quantity=Decimal(2)), Line("2", quantity=Decimal(3)))), "order_quantity") == 5


def test_a_stated_value_that_cannot_be_read_is_not_known() -> None:
    assert value(order(facts={"ship_on": "soon"}), "ship_on") is None
    assert value(order(facts={"ship_on": "2022-05-01"}), "ship_on") == date(2022, 5, 1)


@pytest.mark.parametrize(
    ("activity", "origin", "destination", "ear", "known", "possible"),
    [
        ("sale", Members.of("NL"), Members.of("NL"), None, {"sale", "in_country_transfer"}, set()),
        ("sale", Members.of("NL"), Members.of("KZ"), False, {"sale", "export"}, set()),
        ("sale", Members.of("NL"), Members.of("KZ"), True, {"sale", "export", "reexport"}, set()),
        ("sale", Members.of("NL"), Members.of("KZ"), None, {"sale", "export"}, {"reexport"}),
        ("sale", Members.of("US"), Members.of("KZ"), True, {"sale", "export"}, set()),
        ("sale", UNKNOWN, Members.of("KZ"), True, {"sale"}, {"export", "in_country_transfer", "reexport"}),
        ("sale", Members.of("NL"), UNKNOWN, True, {"sale"}, {"export", "in_country_transfer", "reexport"}),
        (
            "sale",
            Members.of("NL"),
            Members.of(possible=["GG", "JE"]),
            None,
            {"sale"},
            {"export", "in_country_transfer", "reexport"},
        ),
        ("sale", Members.of("NL"), NONE, None, {"sale"}, {"export", "in_country_transfer", "reexport"}),
        (
            "sale",
            Members.of("RU"),
            Members.of("RU", "UA"),
            False,
            {"sale", "export"},
            {"in_country_transfer", "reexport"},
        ),
        ("repair", Members.of("NL"), Members.of("KZ"), True, {"repair"}, set()),
        ("take_back", Members.of("NL"), Members.of("KZ"), True, {"take_back"}, set()),
    ],
)
def test_activities_are_stated_and_derived(
    activity: str, origin: Members, destination: Members, ear: Value, known: set[str], possible: set[str]
) -> None:
    found = activities(activity, origin, destination, ear)
    assert (set(found.known), set(found.possible), found.open) == (known, possible, False)


def test_the_warehouse_is_the_origin_and_the_order_may_name_another() -> None:
    hk = Organisation((Entity("nl", "NL", ships_from="HK"),))
    assert value(order("HK"), "activity", organisation=hk) == Members.of("sale", "in_country_transfer")
    stated = order("HK", places={"ship_to": (Address("HK"),), "ship_from": (Address("NL"),)})
    assert "export" in members(stated, "activity", organisation=hk).known
    assert value(stated, "ship_from.territory", organisation=hk) == Members.of("NL")
    assert value(order("HK"), "ship_from.territory", organisation=hk) == Members.of("HK")


def test_an_answer_about_a_place_settles_whether_goods_are_exported() -> None:
    one = order("Unspecified", assumed=frozenset({"ship_to"}))
    assert "export" in members(one, "activity").possible
    given = answered("party:C-1", "territory", "KZ")
    assert "export" in members(one, "activity", answers=given).known
    nowhere = order("Unspecified", places={})
    assert "export" in members(nowhere, "activity", answers=given).known


def test_crimea_is_in_ukraine_so_a_sale_from_kyiv_is_no_export() -> None:
    ua = Organisation((Entity("ua", "UA"),))
    one = order("UA-43")
    assert "in_country_transfer" in members(one, "activity", organisation=ua).known


# -- who acts ---------------------------------------------------------------------------------------------------------


def test_each_acting_entity_has_a_row_of_its_own() -> None:
    group = Organisation(
        (
            Entity("nl", "NL", default_seller=True),
            Entity("cn", "CN", capacities=("invoicing_parent",), persons=("CN", "US")),
            Entity("us", "US", persons=None),
        )
    )
    names = frozenset({"actor.territory", "actor.persons", "actor.identified"})
    rows = list(Enricher(reference(organisation=group), names).rows(order()))
    assert [facts.actor for facts in rows] == ["nl", "cn"]
    assert rows[0].row["actor.persons"] == NONE
    assert rows[1].row["actor.persons"] == Members.of("CN", "US")
    only = list(Enricher(reference(organisation=group), names).rows(order(), "us"))
    assert [facts.row["actor.persons"] for facts in only] == [UNKNOWN]


def test_a_seller_who_is_none_of_ours_leaves_nobody_acting() -> None:
    one = order(parties={"seller": (Party(id="stranger"),), "buyer": (party("NL", "C"),)})
    facts = next(iter(Enricher(reference(), frozenset({"actor.identified", "actor.territory"})).rows(one)))
    assert facts.actor == ""
    assert facts.row == {"actor.identified": False, "actor.territory": UNKNOWN}


# -- the product ------------------------------------------------------------------------------------------------------

CATALOGUE = Catalogue({"P-1": Product("P-1", "Kestrel (example)", {"hs6": "880692", "kind": "aircraft"})})


def test_a_product_is_looked_up_by_its_id() -> None:
    assert value(order(), "product.hs6", catalogue=CATALOGUE) == "880692"
    assert value(order(), "product.catalogued", catalogue=CATALOGUE) is True
    assert value(order(), "product.catalogued") is False
    assert value(order(), "product.hs6") is None
    assert value(order(lines=(Line("1"),)), "product.catalogued") is None


def test_what_the_line_states_fills_what_the_catalogue_lacks_and_does_not_overrule_it() -> None:
    stated = order(lines=(Line("1", "P-1", facts={"product.hs6": "8807.30", "product.eccn": "ear99"}),))
    assert value(stated, "product.hs6", catalogue=CATALOGUE) == "880692"
    assert value(stated, "product.eccn", catalogue=CATALOGUE) == "EAR99"
    assert value(stated, "product.hs6") == "880730"


def test_an_answer_about_a_product_settles_its_lines() -> None:
    given = answered("product:P-1", "eccn", "EAR99")
    assert value(order(), "product.eccn", catalogue=CATALOGUE, answers=given) == "EAR99"
    assert value(order(), "product.eccn", answers=given) == "EAR99"
    assert value(order(lines=(Line("1", "P-2"),)), "product.eccn", answers=given) is None


# -- answers ----------------------------------------------------------------------------------------------------------


def test_an_answer_settles_an_open_place_and_one_answer_settles_both_roles() -> None:
    one = order("Unspecified", assumed=frozenset({"ship_to"}))
    given = answered("party:C-1", "territory", "NL")
    for role in ("buyer", "end_user", "ship_to", "any_role"):
        assert value(one, f"{role}.territory", answers=given) == Members.of("NL")


def test_an_answer_never_takes_back_what_was_stated() -> None:
    given = answered("party:C-1", "territory", "NL")
    assert members(order("Russia, Moscow"), "buyer.territory", answers=given).known >= {"RU-MOW", "NL"}


def test_an_answer_makes_a_country_finer() -> None:
    given = answered("party:C-1", "territory", "UA-30")
    assert value(order("Ukraine"), "buyer.territory", answers=given) == Members.of("UA-30")


def test_a_place_of_its_own_is_answered_for_the_order() -> None:
    one = order("NL", places={"ship_to": (Address("Unspecified"),)})
    given = answered("order:SO-1/sale", "ship_to.territory", "DE")
    assert value(one, "ship_to.territory", answers=given) == Members.of("DE")
    assert value(one, "ship_to.territory", answers=answered("party:C-1", "territory", "DE")) == UNKNOWN


def test_an_answer_of_yes_counts_against_what_absence_says_and_a_no_does_not_overrule_a_yes() -> None:
    assert value(order(), "buyer.military", answers=answered("party:C-1", "military", "yes")) is True
    stated = order(parties={"buyer": (party("NL", "C-1", military=True),)})
    assert value(stated, "buyer.military", answers=answered("party:C-1", "military", "no")) is True


def test_an_expired_answer_does_not_count() -> None:
    old = Answered("party:C-1", "territory", "NL", "a call", (), date(2022, 4, 26))
    assert answers_on(DAY, [old], []).answered == {}
    assert answers_on(date(2022, 4, 25), [old], []).of("party:C-1", "territory") == old
    assert answers_on(DAY, [], []).digest == Answers().digest


# -- the register and the lists ---------------------------------------------------------------------------------------


def test_the_register_fills_what_the_order_does_not_state() -> None:
    kept = Party("C-1", ("Example Dealer",), Address("KZ"), (Identifier("tax", "123456789"),), {"type": "dealer"})
    one = order(None)
    assert value(one, "buyer.territory", parties={"C-1": kept}) == Members.of("KZ")
    assert value(one, "buyer.type", parties={"C-1": kept}) == "dealer"
    assert value(one, "buyer.named", parties={"C-1": kept}) is True
    stated = order("NL", parties={"buyer": (party("NL", "C-1", type="user"),)})
    assert value(stated, "buyer.type", parties={"C-1": kept}) == "user"
    assert members(stated, "buyer.territory", parties={"C-1": kept}).known == {"NL"}


def test_a_match_is_possible_until_somebody_says() -> None:
    one = order(
        parties={
            "buyer": (party("NL", "C-1", "BAD ROTORS (example)"),),
            "end_user": (party("NL", "C-2", "Good Fields (example)"),),
        }
    )
    lists = {"index": index([LISTED])}
    assert value(one, "buyer.listed", **lists) == Members.of(possible=["OWN"])
    assert value(one, "end_user.listed", **lists) == NONE
    assert value(one, "any_role.listed", **lists) == Members.of(possible=["OWN"])
    assert value(one, "buyer.listed", answers=answered("party:C-1", "listed", "OWN"), **lists) == Members.of("OWN")


def test_a_party_without_a_name_cannot_be_compared() -> None:
    assert value(order(), "buyer.listed", index=index([LISTED])) == UNKNOWN


def test_what_is_stale_is_a_fact() -> None:
    assert value(order(), "reference.unreadable", unreadable=frozenset({"list OWN"})) == Members.of("list OWN")
    assert value(order(), "reference.unreadable") == NONE


def test_equal_keys_mean_equal_rows() -> None:
    names = frozenset({"buyer.territory", "quantity", "product.hs6", "placed_on"})
    enricher = Enricher(reference(), names)
    orders = [
        order("NL", id="A"),
        order("NL", id="B"),
        order("DE", id="C"),
        order("NL", id="D", lines=(Line("1", "P-1", Decimal(2)),)),
    ]
    found = [next(iter(enricher.rows(one))) for one in orders]
    assert found[0].key == found[1].key
    assert found[0].row == found[1].row
    assert len({facts.key for facts in found}) == 3
