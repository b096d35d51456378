"""The 50 per cent rule: the cases that OFAC's answers 398 to 402 speak of, what is not known, and odd registers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest

from moratorium.ownership import Holding, above, aggregate, by_owned, valid, words
from moratorium.terms.members import NONE, Members

SDN = Members.of("OFAC-SDN")
PERHAPS = Members.of(possible=("OFAC-SDN",))


def holdings(text: str) -> list[Holding]:
    """``X 30 P, Y ? P``: X holds 30 per cent of P, Y a share of P that is not known."""
    parts = (one.split() for one in text.split(","))
    return [Holding(owner, owned, None if share == "?" else Decimal(share)) for owner, share, owned in parts]


def owned(text: str, party: str, *known: str, perhaps: str = "") -> Members:
    """Lists that own a party, where some parties are known, or may be known, to be listed."""
    listed = dict.fromkeys(known, SDN) | dict.fromkeys(perhaps.split(), PERHAPS)
    return aggregate(holdings(text), listed).of(party)


@pytest.mark.parametrize(
    ("text", "listed", "expected"),
    [
        ("X 50 A", "X", True),
        ("X 49.99 A", "X", False),
        ("X 25 A, Y 25 A", "X Y", True),
        ("X 25 A, Y 25 A", "X", False),
        ("X 50 A, A 50 B", "X", True),  # never 25 per cent of B: A counts in full
        ("X 50 A, A 50 B, B 50 C", "X", True),
        ("X 50 A, X 10 B, A 40 B", "X", True),  # answer 401: direct and indirect shares together
        ("X 25 A, A 100 B", "X", False),  # a minority share does not travel
        ("X 25 A, X 25 B, A 50 C, B 50 C", "X", False),  # neither A nor B counts
        ("X 50 A, X 50 B, A 25 C, B 25 C", "X", True),
        ("X 50 A, X 10 B, A 50 C, B 10 C", "X", True),
        ("X 25 A, Y 25 A, A 25 B, Z 25 B", "X Y Z", True),
        ("X 0 A", "X", False),
        ("X 100 A", "Q", False),
    ],
)
def test_shares_of_listed_owners_add_up_and_owned_companies_count_in_full(
    text: str, listed: str, expected: bool
) -> None:
    last = holdings(text)[-1].owned
    assert owned(text, last, *listed.split()) == (SDN if expected else NONE)


def test_lists_are_not_added_to_each_other() -> None:
    """25 per cent of an SDN and 25 per cent of an Entity List party make neither rule apply."""
    listed = {"X": SDN, "Y": Members.of("BIS-EL")}
    assert aggregate(holdings("X 25 A, Y 25 A"), listed).of("A") == NONE
    both = {"X": Members.of("OFAC-SDN", "BIS-EL"), "Y": Members.of("BIS-EL")}
    assert aggregate(holdings("X 25 A, Y 25 A"), both).of("A") == Members.of("BIS-EL")


def test_who_is_listed_itself_is_not_thereby_owned() -> None:
    assert owned("X 50 A", "X", "X") == NONE


@pytest.mark.parametrize(
    ("text", "known", "perhaps", "expected"),
    [
        ("X ? A", "X", "", PERHAPS),
        ("X 30 A, Y ? A", "X Y", "", PERHAPS),
        ("X 30 A, Y ? A", "X", "", NONE),  # Y is on no list, whatever it holds
        ("X 50 A, Y ? A", "X Y", "", SDN),  # enough is known
        ("X 50 A", "", "X", PERHAPS),
        ("X 30 A", "", "X", NONE),  # even if X is the listed party
        ("X 30 A, Y 30 A", "X", "Y", PERHAPS),
        ("X ? A, A 60 B", "X", "", PERHAPS),
        ("X 60 A, A ? B", "X", "", PERHAPS),
        ("X ? A, A 30 B", "X", "", NONE),
        ("Q 60 A, X ? A", "X", "", PERHAPS),  # what the others hold leaves no conclusion: votes and capital differ
    ],
)
def test_a_share_or_a_listing_that_is_not_known_makes_it_possible(
    text: str, known: str, perhaps: str, expected: Members
) -> None:
    assert owned(text, holdings(text)[-1].owned, *known.split(), perhaps=perhaps) == expected


def test_an_owner_whom_nobody_could_compare_leaves_it_open() -> None:
    assert aggregate(holdings("X 60 A"), {"X": Members(open=True)}).of("A") == Members(open=True)
    assert aggregate(holdings("X 40 A"), {"X": Members(open=True)}).of("A") == NONE


@pytest.mark.parametrize(
    ("list_id", "at_half"), [("OFAC-SDN", True), ("BIS-EL", True), ("EU-CFSP", None), ("UK", None)]
)
def test_exactly_half_is_enough_for_us_lists_and_possible_for_those_that_ask_for_more_or_control(
    list_id: str, at_half: bool | None
) -> None:
    listed = {"X": Members.of(list_id)}
    assert aggregate(holdings("X 50 A"), listed).of("A").overlaps(frozenset({list_id})) is at_half
    assert aggregate(holdings("X 50.01 A"), listed).of("A").overlaps(frozenset({list_id})) is True


def test_cross_holdings_end_and_lift_nobody_by_itself() -> None:
    """A and B hold each other wholly: without a listed owner from outside neither counts."""
    ring = "A 60 B, B 60 A"
    assert owned(f"{ring}, X 40 A", "A", "X") == NONE
    assert owned(f"{ring}, X 50 A", "B", "X") == SDN
    assert owned("A 100 A, X 20 A", "A", "X") == NONE


def test_several_holdings_of_one_owner_are_added() -> None:
    assert owned("X 25 A, X 25 A", "A", "X") == SDN


def test_only_shares_of_the_day_count() -> None:
    held = [
        Holding("X", "A", Decimal(60), until=date(2022, 4, 26)),
        Holding("X", "A", Decimal(20), since=date(2022, 4, 26)),
    ]
    before, on = valid(held, date(2022, 4, 25)), valid(held, date(2022, 4, 26))
    assert aggregate(before, {"X": SDN}).of("A") == SDN
    assert aggregate(on, {"X": SDN}).of("A") == NONE
    assert valid(held, None) == tuple(held)


def test_everybody_above_a_party_is_found_once_and_nobody_else() -> None:
    held = holdings("X 50 A, A 50 B, B 50 X, B 50 C, Q 50 R")
    assert [(one.owner, one.owned) for one in above("B", by_owned(held))] == [("A", "B"), ("X", "A"), ("B", "X")]


# -- the chain --------------------------------------------------------------------------------------------------------


def told(text: str, party: str, *known: str, perhaps: str = "") -> str:
    """The chain of a party in words."""
    listed = dict.fromkeys(known, SDN) | dict.fromkeys(perhaps.split(), PERHAPS)
    chain = aggregate(holdings(text), listed).chain(party, "OFAC-SDN")
    return words(chain, str, lambda who, _: f"SDN#{who}") if chain else ""


@pytest.mark.parametrize(
    ("text", "known", "perhaps", "expected"),
    [
        ("X 60 P", "X", "", "X 60 % (SDN#X) of P"),
        ("X 30 P, Y 25 P, Z 60 Y", "X Z", "", "X 30 % (SDN#X) + Y 25 % via Z 60 % (SDN#Z) = 55 % of P"),
        ("Q 45 P, X 55 P", "X", "", "X 55 % (SDN#X) of P"),
        ("X ? P", "X", "", "X with a share that is not known (SDN#X) of P"),
        ("X 50 P", "", "X", "X 50 % (perhaps SDN#X) of P"),
        (
            "Y 60 P, X 30 Y, Z 20 Y",
            "X Z",
            "",
            "Y 60 % via [X 30 % (SDN#X) + Z 20 % (SDN#Z)] of P",
        ),
        (
            "X 20 P, Y ? P",
            "X Y",
            "",
            "X 20 % (SDN#X) + Y with a share that is not known (SDN#Y) = 20 % and what is not known of P",
        ),
        ("X 10 P", "X", "", ""),
    ],
)
def test_a_chain_is_told(text: str, known: str, perhaps: str, expected: str) -> None:
    assert told(text, "P", *known.split(), perhaps=perhaps) == expected


def test_a_chain_shows_the_owners_of_each_owner_once_so_that_rings_end() -> None:
    assert told("X 60 A, A 60 B, B 40 A, B 60 P, A 40 P", "P", "X") == (
        "B 60 % via A 60 % via [X 60 % (SDN#X) + B 40 % through its own owners] + A 40 % through its own owners"
        " = 100 % of P"
    )


def test_very_long_and_very_wide_chains_are_told_in_bounds() -> None:
    layers = ", ".join(f"N{a} 100 N{b}" for a, b in pairwise(range(5_000)))
    assert told(layers, "N4999", "N0").endswith("through its own owners of N4999")
    wide = ", ".join(f"N{n} 0.5 P" for n in range(200))
    assert "188 more = 100.0 % of P" in told(wide, "P", *(f"N{n}" for n in range(200)))
    found = aggregate(holdings(layers), {"N0": SDN})
    assert found.behind("N4999", "OFAC-SDN") == (("N0",), False)


def test_who_is_behind_is_named_past_those_who_may_be_listed_themselves() -> None:
    listed = {"X": SDN, "Y": PERHAPS}
    found = aggregate(holdings("X ? Y, Y 60 P"), listed)
    assert found.behind("P", "OFAC-SDN") == (("Y", "X"), True)
