"""What a person said of a match holds while the entry and the party stay as they were compared."""

from __future__ import annotations

from datetime import UTC, date, datetime

import msgspec
import pytest

from moratorium.errors import ProofError
from moratorium.screening import ListVersion, index, screen
from moratorium.screening.disposition import (
    NOTHING_SAID,
    Disposition,
    Hit,
    Said,
    compared_entry,
    compared_party,
    decode_side,
    hit_words,
    hits,
    said,
    side_changes,
    told,
)
from moratorium.screening.lists import Entry, ListName
from moratorium.terms.party import Address, Identifier, Party

AT = datetime(2022, 5, 1, 9, tzinfo=UTC)
ENTRY = Entry("7", "OWN", "entity", (ListName("Volkov Rotor Works"),), countries=("RU",))
PARTY = Party("C-1", ("Volkov Rotor-Works",), Address("NL"))


def listed(*entries: Entry) -> ListVersion:
    return ListVersion("own", ("OWN",), date(2022, 4, 1), "0" * 64, len(entries), entries)


def answer(match: bool, entry: Entry = ENTRY, party: Party = PARTY) -> Said:
    theirs, ours = compared_entry(entry), compared_party(party)
    one = Disposition("party:C-1", entry.key, theirs.digest, ours.digest, "v", match, "passport seen", "anna", AT)
    return said([one], {side.digest: side.content for side in (theirs, ours)})


def found(known: Said = NOTHING_SAID, entry: Entry | None = ENTRY, party: Party = PARTY) -> tuple[Hit, ...]:
    entries = () if entry is None else (entry,)
    screened = screen(party, index([listed(*entries)]))
    return hits("party:C-1", party, screened, {one.key: one for one in entries}, known)


def states(known: Said = NOTHING_SAID, entry: Entry | None = ENTRY, party: Party = PARTY) -> list[str]:
    return [hit.state for hit in found(known, entry, party)]


def test_a_match_is_open_until_somebody_says_and_then_what_they_said() -> None:
    assert states() == ["open"]
    assert states(answer(match=False)) == ["false_positive"]
    assert states(answer(match=True)) == ["true_match"]


@pytest.mark.parametrize(("match", "words"), [(False, "not the listed party"), (True, "the listed party")])
def test_an_answer_that_does_not_say_what_was_compared_settles_nothing_and_is_told(match: bool, words: str) -> None:
    known = said([Disposition("party:C-1", ENTRY.key, "", "", "", match, "passport seen", "anna", AT)], {})
    (hit,) = found(known)
    assert hit.is_asked
    assert told(hit) == (
        f"answered 2022-05-01 by anna: {words} (passport seen); answered before entries were compared by digest"
    )
    other = msgspec.structs.replace(PARTY, names=("Fenna Example",))
    assert states(known, party=other) == (["reopened"] if match else [])  # nobody gets off by taking another name


def test_an_answer_about_another_party_of_the_same_name_is_no_answer() -> None:
    known = answer(match=False)
    assert hits("party:C-2", PARTY, screen(PARTY, index([listed(ENTRY)])), {ENTRY.key: ENTRY}, known)[0].state == "open"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"names": (*ENTRY.names, ListName("VRW", "weak"))}, 'the entry changed: names + "VRW (weak)"'),
        ({"kind": "person"}, "the entry changed: kind person, it was entity"),
        ({"countries": ("RU", "KG")}, 'the entry changed: countries + "KG"'),
        ({"identifiers": (Identifier("tax", "77-00 223330"),)}, 'the entry changed: identifiers + "tax 7700223330"'),
        ({"birth_dates": ("1970",)}, 'the entry changed: birth dates + "1970"'),
    ],
)
@pytest.mark.parametrize("match", [True, False])
def test_what_changes_in_the_entry_opens_the_question_again_and_is_shown(
    change: dict[str, object], words: str, match: bool
) -> None:
    (hit,) = found(answer(match), msgspec.structs.replace(ENTRY, **change))
    assert (hit.state, hit.changes) == ("reopened", (words,))
    assert told(hit).endswith(f"(passport seen); since then {words}")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"names": (*PARTY.names, "Volkov Trade")}, 'the party changed: names + "VOLKOV TRADE"'),
        ({"address": Address("KG")}, 'the party changed: countries + "KG", - "NL"'),
        (
            {"identifiers": (Identifier("tax", "123456789", "NL"),)},
            'the party changed: identifiers + "tax 123456789 (NL)"',
        ),
        ({"birth_dates": ("1970-01-02",)}, 'the party changed: birth dates + "1970-01-02"'),
    ],
)
def test_what_changes_in_the_party_opens_the_question_again_and_is_shown(change: dict[str, object], words: str) -> None:
    (hit,) = found(answer(match=False), party=msgspec.structs.replace(PARTY, **change))
    assert (hit.state, hit.changes) == ("reopened", (words,))


@pytest.mark.parametrize(
    "entry",
    [
        msgspec.structs.replace(ENTRY, programmes=("X",), remarks="new", notice="n", licence_policy="p"),
        msgspec.structs.replace(ENTRY, names=(ListName("VOLKOV  ROTOR WORKS."),)),
    ],
)
def test_what_is_not_compared_opens_nothing(entry: Entry) -> None:
    assert states(answer(match=False), entry) == ["false_positive"]


@pytest.mark.parametrize(
    "party",
    [
        msgspec.structs.replace(PARTY, names=("VOLKOV ROTOR WORKS",)),
        msgspec.structs.replace(PARTY, address=Address("nl", city="Goes"), facts={"type": "dealer"}, phones=("1",)),
    ],
)
def test_how_the_party_is_spelled_and_what_is_not_compared_opens_nothing(party: Party) -> None:
    assert states(answer(match=False), party=party) == ["false_positive"]


def test_a_match_that_somebody_confirmed_is_asked_again_even_if_the_names_no_longer_meet() -> None:
    """Else a listed party would pass by taking another name."""
    renamed = msgspec.structs.replace(PARTY, names=("Quiet Gardens Zutphen",))
    (hit,) = found(answer(match=True), party=renamed)
    assert (hit.state, hit.match) == ("reopened", None)
    assert hit_words(hit).startswith(
        "OWN#7: no name or number meets any longer; answered 2022-05-01 by anna: the listed"
    )
    assert states(answer(match=False), party=renamed) == []


def test_a_confirmed_match_ends_when_the_entry_leaves_the_list() -> None:
    assert states(answer(match=True), entry=None) == []


def test_of_two_answers_about_the_same_the_later_counts() -> None:
    first, second = (answer(match).of["party:C-1"][0] for match in (True, False))
    later = msgspec.structs.replace(second, at=datetime(2022, 5, 2, tzinfo=UTC))
    sides = answer(match=True).compared
    assert states(said([first, later], sides)) == ["false_positive"]
    assert states(said([later, first], sides)) == ["true_match"]


def test_a_change_whose_other_side_is_not_kept_is_told_without_detail() -> None:
    bare = Said(answer(match=False).of)
    (hit,) = found(bare, msgspec.structs.replace(ENTRY, kind="person"))
    assert hit.changes == ("the entry changed",)


def test_a_side_survives_its_bytes_and_other_bytes_are_refused() -> None:
    side = compared_entry(ENTRY)
    assert decode_side(side.content) == side
    with pytest.raises(ProofError, match="not what was compared"):
        decode_side(b"{}")


def test_a_name_of_punctuation_stays_as_it_is() -> None:
    assert compared_party(Party(names=("???", "!"))).names == ("!", "???")


def test_what_left_is_told_as_well_as_what_came() -> None:
    before, after = (compared_party(Party(names=names)) for names in (("A", "B"), ("B", "C")))
    assert side_changes(before, after) == ('names + "C", - "A"',)
