"""Laws of territories, on made-up addresses."""

from __future__ import annotations

from datetime import date

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from moratorium.conditions.evaluate import holds
from moratorium.conditions.predicate import Overlaps
from moratorium.terms.members import Members
from moratorium.terms.party import Address
from moratorium.terms.truth import Truth
from moratorium.territories import Atlas

FIELDS = ("country", "region", "city", "postcode", "text")
WORDS = [
    *("Russia", "RU", "Россия", "Ukraine", "UA", "NL", "Netherlands", "US", "USA", "Georgia", "CN", "KZ", "BE"),
    *("Korea", "Channel Islands", "EU", "Unspecified", "n/a", "Atlantis", "Hong Kong", "Luxembourg", "Mexico", "MN"),
    *("UA-43", "X-UA-DNR", "US-TX", "CN-HK", "Crimea", "Крым", "DNR", "ЛНР", "Sevastopol", "Simferopol", "Donetsk"),
    *("Mariupol", "Kherson", "Kyiv", "Kyiv oblast", "Донецкая область", "Moscow", "Москва", "Rostov oblast", "Altai"),
    *("Altay", "Donbas", "Odessa", "Texas", "DE", "CA", "295000", "95000", "283001", "346330", "101000", "Street 5"),
    *("Kyiv Ukraine", "295000 Simferopol", "Russia, 295000 Simferopol", "Tokmak", "Puerto Rico", "Brest", "Sumy"),
]  # fmt: skip
CODES = ["RU", "UA", "UA-43", "UA-40", "UA-14", "X-UA-DNR", "X-UA-NGCA-14", "X-UA-LNR", "EU", "EAEU", "NL", "US",
         "US-TX", "GE", "CN", "HK", "KR", "RU-MOW", "RU-AL", "DIVERSION-WATCH", "PR", "LU", "MX"]  # fmt: skip
DAYS = st.sampled_from([date(1990, 1, 1), date(2013, 6, 30), date(2013, 7, 1), date(2015, 1, 2), date(2015, 8, 11),
                        date(2020, 1, 31), date(2020, 2, 1), date(2022, 4, 26), date(2030, 12, 31)])  # fmt: skip

words = st.sampled_from(WORDS)
joined = st.lists(words, min_size=1, max_size=3).map(", ".join)
addresses = st.fixed_dictionaries({}, optional=dict.fromkeys(FIELDS, words | joined)).map(
    lambda parts: Address(**parts)
)
wild = st.fixed_dictionaries({}, optional=dict.fromkeys(FIELDS, st.text(max_size=60) | joined)).map(
    lambda parts: Address(**parts)
)


def within(atlas: Atlas, place: Members, code: str, day: date) -> Truth:
    extent = atlas.extent((code,), day)
    return holds(Overlaps("place", extent.inside, extent.overlaps), {"place": place})


@given(address=wild)
def test_any_text_resolves_and_says_how(atlas: Atlas, address: Address) -> None:
    found = atlas.resolve(address)
    assert found.notes
    assert found.members.open or found.members.known or found.members.possible
    assert all(atlas.knows(code) for code in found.members.known | found.members.possible)


@given(address=addresses, field=st.sampled_from(FIELDS), detail=words | joined, code=st.sampled_from(CODES), day=DAYS)
def test_a_detail_never_turns_true_into_false(
    atlas: Atlas, address: Address, field: str, detail: str, code: str, day: date
) -> None:
    if getattr(address, field):
        return
    more = msgspec.structs.replace(address, **{field: detail})
    before = within(atlas, atlas.resolve(address).members, code, day)
    assert not (before is True and within(atlas, atlas.resolve(more).members, code, day) is False)


@given(codes=st.lists(st.sampled_from(CODES), min_size=1, max_size=4), day=DAYS)
def test_an_extent_holds_its_own_codes_and_its_two_parts_are_apart(atlas: Atlas, codes: list[str], day: date) -> None:
    extent = atlas.extent(tuple(codes), day)
    assert extent.inside.issuperset(codes)
    assert extent.inside.isdisjoint(extent.overlaps)


@given(one=st.sampled_from(CODES), other=st.sampled_from(CODES), day=DAYS)
def test_what_lies_within_a_part_lies_within_the_whole(atlas: Atlas, one: str, other: str, day: date) -> None:
    whole = atlas.extent((one,), day).inside
    if other in whole:
        assert atlas.extent((other,), day).inside <= whole


@given(one=st.sampled_from(CODES), other=st.sampled_from(CODES), day=DAYS)
def test_asking_for_more_never_excludes(atlas: Atlas, one: str, other: str, day: date) -> None:
    alone, both = atlas.extent((one,), day), atlas.extent((one, other), day)
    assert alone.inside <= both.inside
    assert alone.overlaps <= both.inside | both.overlaps


@given(address=addresses)
def test_the_same_address_gives_the_same_place(atlas: Atlas, address: Address) -> None:
    assert atlas.resolve(address) == atlas.resolve(msgspec.structs.replace(address))


@given(address=addresses)
def test_lifting_to_countries_keeps_certainty(atlas: Atlas, address: Address) -> None:
    place = atlas.resolve(address).members
    lifted = atlas.countries_of(place)
    assert lifted.open or not place.open
    assert bool(place.known) <= bool(lifted.known | lifted.possible)
