"""Laws of the 50 per cent rule, against a brute-force oracle on small registers."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from moratorium.ownership import Holding, aggregate
from moratorium.terms.members import NONE, Members

PARTIES = "ABCDE"
LISTS = ("OFAC-SDN", "EU-CFSP")

shares = st.one_of(st.none(), st.sampled_from([Decimal(n) for n in (0, 10, 20, 25, 30, 40, 49, 50, 51, 60, 100)]))
holding = st.builds(Holding, st.sampled_from(PARTIES), st.sampled_from(PARTIES), shares)
registers = st.lists(holding, max_size=8)
members = st.builds(
    lambda known, possible: Members(frozenset(known), frozenset(possible)),
    st.sets(st.sampled_from(LISTS)),
    st.sets(st.sampled_from(LISTS)),
)
listings = st.dictionaries(st.sampled_from(PARTIES), members, max_size=3)


def world(held: list[Holding], listed: set[str], inclusive: bool) -> set[str]:
    """The rule as one reads it, with nothing unknown: repeat until nobody more is owned."""
    owned: set[str] = set()
    while True:
        more = {
            party
            for party in PARTIES
            if (total := sum((one.share or Decimal(0)) for one in held if _counts(one, party, listed | owned)))
            and (total > 50 or (inclusive and total == 50))
        }
        if more == owned:
            return owned
        owned = more


def _counts(one: Holding, party: str, counted: set[str]) -> bool:
    return one.owned == party and one.owner != party and one.owner in counted


def worlds(held: list[Holding], listed: dict[str, Members], list_id: str) -> list[set[str]]:
    """Who is owned in every world that what we know allows."""
    unknown = [n for n, one in enumerate(held) if one.share is None]
    perhaps = [party for party, of in listed.items() if list_id in of.possible]
    sure = {party for party, of in listed.items() if list_id in of.known}
    at_half = (True,) if list_id == "OFAC-SDN" else (False, True)  # who controls at exactly half is not known
    found = []
    for filled in product((Decimal(0), Decimal(100)), repeat=len(unknown)):
        there = list(held)
        for n, share in zip(unknown, filled, strict=True):
            there[n] = msgspec.structs.replace(there[n], share=share)
        for chosen in product((False, True), repeat=len(perhaps)):
            also = {party for party, is_listed in zip(perhaps, chosen, strict=True) if is_listed}
            found += [world(there, sure | also, inclusive) for inclusive in at_half]
    return found


@given(registers, listings)
def test_known_is_what_holds_in_every_world_and_possible_what_holds_in_some(
    held: list[Holding], listed: dict[str, Members]
) -> None:
    found = aggregate(held, listed)
    for list_id in LISTS:
        possible_worlds = worlds(held, listed, list_id)
        for party in PARTIES:
            told = {party in one for one in possible_worlds}
            expected = None if len(told) > 1 else next(iter(told))
            assert found.of(party).overlaps(frozenset({list_id})) is expected


@given(registers, listings, holding)
def test_one_more_holding_never_takes_a_list_away(
    held: list[Holding], listed: dict[str, Members], more: Holding
) -> None:
    before, after = aggregate(held, listed), aggregate([*held, more], listed)
    for party in PARTIES:
        assert before.of(party).known <= after.of(party).known
        assert before.of(party).possible <= after.of(party).known | after.of(party).possible


@given(registers, listings, st.data())
def test_filling_in_a_share_only_settles_what_was_open(
    held: list[Holding], listed: dict[str, Members], data: st.DataObject
) -> None:
    filled = [
        msgspec.structs.replace(one, share=data.draw(shares.filter(lambda share: share is not None)))
        if one.share is None
        else one
        for one in held
    ]
    before, after = aggregate(held, listed), aggregate(filled, listed)
    for party in PARTIES:
        for list_id in LISTS:
            was = before.of(party).overlaps(frozenset({list_id}))
            assert was is None or was is after.of(party).overlaps(frozenset({list_id}))


@given(registers, listings)
def test_telling_who_may_be_listed_only_settles_what_was_open(held: list[Holding], listed: dict[str, Members]) -> None:
    settled = {party: Members(of.known) for party, of in listed.items()}
    before, after = aggregate(held, listed), aggregate(held, settled)
    for party in PARTIES:
        assert before.of(party).known == after.of(party).known


@given(registers, listings)
def test_every_list_that_owns_somebody_has_a_chain_that_leads_to_a_listed_owner(
    held: list[Holding], listed: dict[str, Members]
) -> None:
    found = aggregate(held, listed)
    for party in PARTIES:
        of = found.of(party)
        for list_id in LISTS:
            chain = found.chain(party, list_id)
            assert (chain is not None) == (list_id in of.known | of.possible)
            if chain is not None:
                assert chain.parts
                behind, lacks = found.behind(party, list_id)
                assert any(listed.get(one, NONE).overlaps(frozenset({list_id})) is not False for one in behind)
                assert not chain.certain or chain.known_share >= 50
                assert lacks or chain.known_share >= 50


@given(registers, listings)
def test_the_order_of_a_register_does_not_matter(held: list[Holding], listed: dict[str, Members]) -> None:
    assert aggregate(held, listed).lists == aggregate(list(reversed(held)), listed).lists
