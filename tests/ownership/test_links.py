"""Who hangs together: the same owner, director, address or telephone number."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from moratorium.ownership import MOST_SHARING, Link, Links, Trait, address_key, phone_key
from moratorium.terms.party import Address

DAY = date(2022, 6, 1)


def linked(traits: dict[str, list[Trait]], party: str = "A", day: date | None = DAY) -> list[tuple[str, str]]:
    """The others, and what there is in common."""
    named = {of: [Trait("self", of), *its] for of, its in traits.items()}
    return [(link.other, link.words(link.key, link.other)) for link in Links(named).of(party, day)]


@pytest.mark.parametrize(
    ("mine", "its", "expected"),
    [
        (Trait("owner", "P"), Trait("owner", "P"), "the same owner, P, as B"),
        (Trait("director", "P"), Trait("director", "P"), "the same director, P, as B"),
        (Trait("owner", "P"), Trait("director", "P"), "an owner, P, who directs B"),
        (Trait("director", "P"), Trait("owner", "P"), "a director, P, who owns B"),
        (Trait("owner", "B"), Trait("phone", "1"), "B as an owner"),
        (Trait("director", "B"), Trait("phone", "1"), "B as a director"),
        (Trait("phone", "1"), Trait("owner", "A"), "a share in B"),
        (Trait("phone", "1"), Trait("director", "A"), "a seat in the direction of B"),
        (Trait("address", "x"), Trait("address", "x"), "the same address as B"),
        (Trait("phone", "1"), Trait("phone", "1"), "the same telephone number as B"),
    ],
)
def test_what_two_parties_have_in_common_is_told(mine: Trait, its: Trait, expected: str) -> None:
    assert linked({"A": [mine], "B": [its]}) == [("B", expected)]


def test_a_number_is_no_address_and_an_owner_no_number() -> None:
    assert linked({"A": [Trait("phone", "1")], "B": [Trait("address", "1"), Trait("owner", "1")]}) == []


def test_only_what_holds_on_the_day_counts() -> None:
    sold = Trait("owner", "P", until=date(2022, 6, 1))
    assert linked({"A": [sold], "B": [Trait("owner", "P")]}) == []
    assert linked({"A": [sold], "B": [Trait("owner", "P")]}, day=date(2022, 5, 31)) != []
    assert linked({"A": [sold], "B": [Trait("owner", "P")]}, day=None) != []


def test_small_shares_tie_nobody_together_and_unknown_ones_do() -> None:
    small, unknown = Trait("owner", "P", Decimal("9.9")), Trait("owner", "P")
    assert linked({"A": [small], "B": [unknown]}) == []
    assert linked({"A": [unknown], "B": [small]}) == []
    assert linked({"A": [Trait("owner", "P", Decimal(10))], "B": [unknown]}) != []
    links = Links({"A": [unknown], "B": [Trait("owner", "P", Decimal(20))]})
    assert list(links.of("A", DAY, least=Decimal(25))) == []


def test_an_address_of_very_many_ties_nobody_together_and_an_owner_of_many_does() -> None:
    crowd = {f"N{n}": [Trait("address", "x"), Trait("owner", "P")] for n in range(MOST_SHARING)}
    assert linked({"A": [Trait("address", "x")], **crowd}) == []
    assert len(linked({"A": [Trait("owner", "P")], **crowd})) == MOST_SHARING


def test_a_party_outside_the_register_is_tied_by_what_is_said_of_it() -> None:
    links = Links({"B": [Trait("address", "x")]})
    assert list(links.of("new", DAY, more=[Trait("address", "x")])) == [Link("B", "address", "address", "x")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Address(city="Алматы", text="ул. Абая, д. 10, оф. 5"), Address(text="Абая 10 - 5, Алматы")),
        (
            Address(city="Köln", text="Hauptstraße 7"),
            Address(country="DE", postcode="50667", text="HAUPTSTRASSE 7, KÖLN"),
        ),
    ],
)
def test_addresses_written_differently_meet(one: Address, other: Address) -> None:
    assert address_key(one) == address_key(other) is not None


@pytest.mark.parametrize("address", [Address("NL"), Address(city="Almaty", text="Abay"), Address(text="Office 5")])
def test_an_address_without_a_house_meets_nothing(address: Address) -> None:
    assert address_key(address) is None


@pytest.mark.parametrize(
    ("one", "other", "country"),
    [
        ("+31 (0)10-123 45 67", "0031 10 1234567", "NL"),
        ("8 (727) 123-45-67", "+7 727 1234567", "KZ"),
        ("010-1234567 ext. 12", "010 123 45 67", "NL"),
    ],
)
def test_numbers_written_differently_meet(one: str, other: str, country: str) -> None:
    assert phone_key(one, country) == phone_key(other, country) is not None


def test_national_numbers_meet_within_their_country_only_and_short_ones_not_at_all() -> None:
    assert phone_key("010 1234567", "NL") != phone_key("010 1234567", "DE")
    assert phone_key("12345", "NL") is None
    assert phone_key("+", None) is None
