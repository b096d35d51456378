"""A settled question is open again if and only if what is compared changed."""

from __future__ import annotations

from datetime import UTC, date, datetime

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from moratorium.screening import Match, Screened
from moratorium.screening.disposition import (
    Disposition,
    compared_entry,
    compared_party,
    hits,
    said,
    side_changes,
)
from moratorium.screening.lists import Entry, ListName
from moratorium.screening.thresholds import KINDS
from moratorium.terms.party import Address, Identifier, Party

words = st.sampled_from(["Ann", "ANN", "ann.", "Bo Volkov", "Во Волков", "", "?", "1970"])
some = st.lists(words, max_size=2).map(tuple)
numbers = st.lists(st.builds(Identifier, st.sampled_from(["tax", "imo"]), words, st.none() | words), max_size=2).map(
    tuple
)
entries = st.builds(
    Entry,
    st.just("7"),
    st.just("OWN"),
    st.sampled_from(KINDS),
    st.lists(st.builds(ListName, words, st.sampled_from(["primary", "strong", "weak"])), min_size=1, max_size=3).map(
        tuple
    ),
    numbers,
    some,
    some,
    programmes=some,
    remarks=st.none() | words,
)
parties = st.builds(
    Party,
    st.just("C-1"),
    some,
    st.builds(Address, st.none() | words, city=st.none() | words),
    numbers,
    birth_dates=some,
    phones=some,
)
MATCH = Match("OWN", "v", date(2022, 1, 1), "7", "entity", "x", "primary", "name", "y")


@given(entries, parties, entries, parties, st.booleans())
def test_an_answer_counts_if_and_only_if_both_sides_are_as_they_were(
    entry: Entry, party: Party, later: Entry, renamed: Party, match: bool
) -> None:
    theirs, ours = compared_entry(entry), compared_party(party)
    at = datetime(2022, 5, 1, tzinfo=UTC)
    one = Disposition("party:C-1", entry.key, theirs.digest, ours.digest, "v", match, "seen", "anna", at)
    known = said([one], {side.digest: side.content for side in (theirs, ours)})
    screened = Screened((MATCH,), (), compared=True)
    (hit,) = hits("party:C-1", renamed, screened, {later.key: later}, known)
    same = (compared_entry(later), compared_party(renamed)) == (theirs, ours)
    assert hit.state == (("true_match" if match else "false_positive") if same else "reopened")
    assert bool(hit.changes) is not same
    assert all(": " in change for change in hit.changes)


@given(entries, entries)
def test_sides_differ_if_and_only_if_a_change_can_be_told(before: Entry, after: Entry) -> None:
    one, other = compared_entry(before), compared_entry(after)
    assert (one.digest == other.digest) is (one == other)
    assert bool(side_changes(one, other)) is (one != other)


@given(parties)
def test_order_and_repetition_of_what_a_party_states_change_nothing(party: Party) -> None:
    turned = msgspec.structs.replace(
        party,
        names=(*party.names[::-1], *party.names),
        identifiers=party.identifiers[::-1],
        birth_dates=party.birth_dates[::-1],
    )
    assert compared_party(turned) == compared_party(party)
