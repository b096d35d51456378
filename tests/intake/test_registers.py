"""Our entities, the register of parties, and catalogue rows."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from moratorium.errors import InputError
from moratorium.intake import catalogue_rows, read_organisation, read_parties
from moratorium.terms.organisation import Entity, Organisation
from moratorium.terms.party import Address, Identifier, Party, Relation

GROUP = """\
name: Kestrel group
entities:
  - {id: KR-CN, seat: CN, capacities: [seller, invoicing_parent], persons: [CN]}
  - id: KR-NO
    seat: NO
    name: Kestrel Norge
    ships_from: NL
    persons: []
    default_seller: true
  - {id: KR-US, seat: US}
"""


def test_the_group_is_read_with_its_capacities() -> None:
    assert read_organisation(GROUP) == Organisation(
        (
            Entity("KR-CN", "CN", "", ("seller", "invoicing_parent"), None, ("CN",)),
            Entity("KR-NO", "NO", "Kestrel Norge", ships_from="NL", persons=(), default_seller=True),
            Entity("KR-US", "US", persons=None),
        ),
        "Kestrel group",
    )


def test_all_faults_of_an_organisation_are_told_at_their_places() -> None:
    text = "entities:\n  - {id: A, seat: nl}\n  - {id: A, capacity: [seller]}\n  - {seat: DE, capacities: [buyer]}\n"
    with pytest.raises(InputError) as refused:
        read_organisation(text, "o.yaml")
    told = [str(fault) for fault in refused.value.faults]
    assert "o.yaml:2:19: `nl` is no territory code; write an ISO 3166 code in capitals, such as NL or UA-43" in told
    assert any(text.startswith("o.yaml:3:5: entity `A` is there twice") for text in told)
    assert any("unknown field `capacity`; did you mean `capacities`?" in text for text in told)
    assert any("`id` is missing" in text for text in told)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "expected a map"),
        ("entities: []", "needs at least one entity"),
        ("entities: [{id: A}, {id: B}]", "0 entities are the default seller"),
        ("entities: [{id: A, default_seller: true}, {id: B, default_seller: true}]", "2 entities are the default"),
        ("entities: [&a {id: A}, *a]", "anchors and aliases are not allowed"),
    ],
)
def test_an_organisation_that_cannot_act_is_refused(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_organisation(text)


def test_parties_are_read_and_rows_complete_each_other(make: Any) -> None:
    table = make(
        "party_id;Name;Land;KvK nummer;incorporated_on;ownership_researched;owner;owner share;owner since\n"
        "C-1;Ann BV;NL;123;2020-01-31;yes;Ann;51 %;2021-01-01\n"
        "C-1;Ann Trading;;;;;Bob;49;\n"
        "C-2;Carl;DE;;;;;;\n"
    )
    parties, faults = read_parties(table)
    assert faults == ()
    assert parties["C-1"] == Party(
        "C-1",
        ("Ann BV", "Ann Trading"),
        Address("NL"),
        (Identifier("registration", "123"),),
        {"incorporated_on": "2020-01-31", "ownership_researched": True},
        relations=(Relation("owner", "Ann", Decimal(51), date(2021, 1, 1)), Relation("owner", "Bob", Decimal(49))),
    )
    assert parties["C-2"] == Party("C-2", ("Carl",), Address("DE"))


def test_faults_of_a_register_leave_out_only_what_they_are_about(make: Any) -> None:
    table = make("id,name,country,incorporated_on,shoe size\nC-1,Ann,NL,03/04/2022,44\n,Bob,NL,,\nC-1,Ann,RU,,\n")
    parties, faults = read_parties(table)
    assert parties == {"C-1": Party("C-1", ("Ann",), Address("NL"))}
    told = [str(fault) for fault in faults]
    assert told[0].startswith("orders.csv:1: column `shoe size` says nothing we know of a party")
    assert told[1].startswith("orders.csv:2, column `incorporated_on`: `03/04/2022` may be")
    assert told[2] == "orders.csv:3: the row has no party id; fill it in"
    assert told[3].startswith("orders.csv:4: `address` of party `C-1` differs from an earlier row")


def test_a_register_without_ids_is_refused(make: Any) -> None:
    with pytest.raises(InputError, match="no column of party ids"):
        read_parties(make("name,country\nAnn,NL\n"))


def test_catalogue_rows_carry_their_places_and_leave_out_what_is_empty(make: Any) -> None:
    rows = list(catalogue_rows(make("product,hs6,mtow_g\nKST-S1,880621,249\nKST-P3,,NULL\n")))
    assert rows == [
        ("orders.csv:2", {"product": "KST-S1", "hs6": "880621", "mtow_g": "249"}),
        ("orders.csv:3", {"product": "KST-P3"}),
    ]


def test_bad_catalogue_rows_are_handed_out_or_refuse_the_catalogue(make: Any) -> None:
    table = make("product,hs6\nA,880621\nB\nC,880622,,x\n")
    faults: list[Any] = []
    assert [cells["product"] for _, cells in catalogue_rows(table, faults)] == ["A"]
    assert len(faults) == 2
    with pytest.raises(InputError) as refused:
        list(catalogue_rows(table))
    assert len(refused.value.faults) == 2
