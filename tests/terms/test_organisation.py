"""Our own entities, and which of them act on an order."""

from __future__ import annotations

import pytest

from moratorium.errors import InputError
from moratorium.terms.order import Line, Order
from moratorium.terms.organisation import NO_ORGANISATION, UNSTATED, Entity, Organisation
from moratorium.terms.party import Party

NL = Entity("nl", "NL", "Example Robotics (example) B.V.", default_seller=True)
CN = Entity("cn", "CN", "Example Parent (example) Ltd", ("invoicing_parent",))
US = Entity("us", "US", "Example Inc. (example)")
GROUP = Organisation((NL, CN, US))


def order(**roles: str) -> Order:
    parties: dict[str, tuple[Party, ...]] = {role: (Party(id=id),) for role, id in roles.items()}
    return Order("SO-1", "sale", (Line("1"),), parties=parties)


def acting(organisation: Organisation, one: Order, only: str | None = None) -> list[str]:
    return [entity.id for entity in organisation.acting(one, only)]


def test_an_order_that_names_no_seller_is_sold_by_the_default_seller() -> None:
    assert acting(GROUP, order()) == ["nl", "cn"]
    assert GROUP.default is NL


def test_a_named_seller_acts_in_place_of_the_default() -> None:
    assert acting(GROUP, order(seller="us")) == ["us", "cn"]
    assert acting(GROUP, order(seller="Example Inc. (example)")) == ["us", "cn"]


def test_an_invoicing_parent_acts_on_every_order_and_once() -> None:
    assert acting(GROUP, order(seller="us", invoicing_party="cn")) == ["cn", "us"]
    assert acting(GROUP, order(invoicing_party="us")) == ["nl", "us", "cn"]
    assert acting(GROUP, order(invoicing_party="nl")) == ["nl", "cn"]


def test_a_seller_who_is_none_of_ours_leaves_only_the_parent_acting() -> None:
    assert acting(GROUP, order(seller="stranger")) == ["cn"]
    assert acting(Organisation((US,)), order(seller="stranger")) == []
    nameless = Order("SO-1", "sale", (Line("1"),), parties={"seller": (Party(names=("X (example)",)),)})
    assert acting(Organisation((Entity("us", "US"),)), nameless) == []


def test_one_entity_may_be_asked_for_alone() -> None:
    assert acting(GROUP, order(), "us") == ["us"]
    assert acting(GROUP, order(), "xx") == []


def test_without_an_organisation_one_entity_of_unknown_nexus_acts() -> None:
    assert not NO_ORGANISATION.is_stated
    assert NO_ORGANISATION.default is UNSTATED
    assert UNSTATED.seat is None
    assert UNSTATED.persons is None
    assert acting(NO_ORGANISATION, order()) == ["unstated"]
    assert Organisation((US,)).is_stated


def test_a_single_entity_is_the_default_seller() -> None:
    assert Organisation((US,)).default is US


def test_faults_are_told_all_at_once() -> None:
    with pytest.raises(InputError) as raised:
        Organisation((Entity("a", capacities=("seller", "juggler")), Entity("a"), Entity("b")))
    assert [str(fault) for fault in raised.value.faults] == [
        "organisation: entity `a` is there twice",
        "entity a: unknown capacity `juggler`; one of seller, shipper, invoicing_parent",
        "organisation: 0 entities are the default seller; set `default_seller: true` for one of them",
    ]


def test_one_of_several_entities_is_the_default_seller_and_no_second() -> None:
    with pytest.raises(InputError, match="2 entities are the default seller"):
        Organisation((NL, Entity("x", default_seller=True)))
    with pytest.raises(InputError, match="0 entities are the default seller"):
        Organisation((CN, US))


def test_an_organisation_has_an_entity() -> None:
    with pytest.raises(InputError, match=r"^organisation: an organisation needs at least one entity$"):
        Organisation(())
