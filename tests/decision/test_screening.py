"""Which lists a party is on: what was compared, and what people said."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moratorium.decision.decider import Decider
from moratorium.decision.reference import Answers, answers_on
from moratorium.decision.screening import Screening, thresholds_of
from moratorium.screening import Index, ListVersion, index
from moratorium.screening.disposition import Disposition, compared_entry, compared_party, said
from moratorium.screening.lists import Entry, ListName
from moratorium.terms.act import Answered
from moratorium.terms.effect import Effect
from moratorium.terms.members import Members
from moratorium.terms.party import Address, Party
from tests.worlds import DAY, measure_text, order, party, reference, rulebook

AT = datetime(2022, 4, 1, tzinfo=UTC)
FIRST = Entry("1", "OWN", "entity", (ListName("Volkov Rotor Works"),))
SECOND = Entry("2", "OWN", "person", (ListName("Works, Volkov Rotor"),))
VOLKOV = Party("C-1", ("Volkov Rotor Works",), Address("NL"))


def at_hand(*entries: Entry) -> Index:
    return index([ListVersion("own", ("OWN",), date(2022, 1, 1), "0" * 64, len(entries), entries)])


def answers(*said_of: tuple[Entry, bool], one: Party = VOLKOV, plain: tuple[Answered, ...] = ()) -> Answers:
    made = [
        Disposition(
            "party:C-1",
            entry.key,
            compared_entry(entry).digest,
            compared_party(one).digest,
            "v",
            match,
            "x",
            "anna",
            AT,
        )
        for entry, match in said_of
    ]
    sides = [compared_party(one), *(compared_entry(entry) for entry, _ in said_of)]
    return answers_on(DAY, plain, [], said(made, {side.digest: side.content for side in sides}))


def lists(*entries: Entry, given: Answers | None = None, one: Party = VOLKOV, absent: str = "") -> Members:
    screening = Screening(reference(index=at_hand(*entries), answers=given or Answers()))
    return screening.lists_of(one, "party:C-1", frozenset([absent] if absent else []))


def test_a_list_is_possible_while_one_of_its_entries_is_open() -> None:
    assert lists(FIRST, SECOND) == Members.of(possible=["OWN"])
    assert lists(FIRST, SECOND, given=answers((FIRST, False))) == Members.of(possible=["OWN"])
    assert lists(FIRST, SECOND, given=answers((FIRST, False), (SECOND, False))) == Members()


def test_a_list_is_certain_once_somebody_says_that_one_of_its_entries_is_the_party() -> None:
    assert lists(FIRST, SECOND, given=answers((FIRST, False), (SECOND, True))) == Members.of("OWN")


def test_a_certain_list_is_possible_again_when_its_entry_changes() -> None:
    changed = msgspec.structs.replace(FIRST, birth_dates=("1970",))
    assert lists(changed, given=answers((FIRST, True))) == Members.of(possible=["OWN"])


def test_a_settled_list_is_possible_again_when_the_party_changes() -> None:
    moved = msgspec.structs.replace(VOLKOV, address=Address("KG"))
    assert lists(FIRST, given=answers((FIRST, False)), one=moved) == Members.of(possible=["OWN"])


def test_lists_that_are_not_at_hand_are_possible_for_all_who_are_compared() -> None:
    assert lists(FIRST, given=answers((FIRST, False)), absent="UN") == Members.of(possible=["UN"])
    assert lists(FIRST, one=Party("C-1"), absent="UN") == Members(open=True)


def test_a_list_that_somebody_named_without_being_asked_is_certain_also_for_who_cannot_be_compared() -> None:
    stated = (Answered("party:C-1", "listed", "UN", "a letter"),)
    assert lists(FIRST, given=answers((FIRST, False), plain=stated)) == Members.of("UN")
    assert lists(FIRST, given=answers(plain=stated), one=Party("C-1")) == Members.of("UN", open=True)


def test_answers_about_entries_are_part_of_what_a_decision_cites() -> None:
    assert answers((FIRST, False)).digest != answers((FIRST, True)).digest
    assert answers((FIRST, False)).digest != Answers().digest


# -- thresholds --------------------------------------------------------------------------------------------------------


def listing(id: str, threshold: str, active: str = "true") -> str:
    more = f", threshold: {threshold}" if threshold else ""
    return measure_text(id, f"{{activities: all, listed: {{lists: [OWN], roles: any{more}}}}}", "hold", active=active)


@pytest.mark.parametrize(
    ("documents", "least"),
    [
        ([], 0.80),
        ([listing("a", "0.9")], 0.9),
        ([listing("a", "0.9"), listing("b", "")], 0.80),
        ([listing("a", "0.9"), listing("b", "0.6")], 0.6),
        ([listing("a", "0.9"), listing("b", "0.6", "{inactive: not verified}")], 0.9),
        ([listing("a", "{entity: 0.9}"), listing("b", "{person: 0.7}")], 0.80),
    ],
)
def test_the_lowest_threshold_of_the_active_measures_counts(documents: list[str], least: float) -> None:
    assert thresholds_of(rulebook(*documents)).of("OWN", "entity") == least


thresholds = st.sampled_from(["", "0.5", "0.7", "0.85", "0.95", "1", "{entity: 0.6}", "{person: 0.9, entity: 0.97}"])
books = st.lists(thresholds, max_size=3).map(lambda found: [listing(f"m{n}", each) for n, each in enumerate(found)])
names = st.sampled_from(
    ["Volkov Rotor Works", "Volkoff Rotor Works", "Volkov Roter Work", "Rotor Works", "Bo Beispiel"]
)


@given(books, thresholds, names)
def test_a_measure_more_never_takes_a_match_from_another(documents: list[str], more: str, name: str) -> None:
    """Law 5, with thresholds: no effect is lowered by what another measure asks."""
    buyer = party("NL", "C-1", name)
    one = order(parties={"buyer": (buyer,), "end_user": (buyer,)})
    ref = reference(index=at_hand(FIRST))
    before = Decider(rulebook(*documents), ref).decide(one, DAY, "d").decision.effect
    after = Decider(rulebook(*documents, listing("more", more)), ref).decide(one, DAY, "d").decision.effect
    assert Effect.read(after) >= Effect.read(before)


def test_a_match_is_kept_at_its_threshold_and_not_below() -> None:
    buyer = Party("C-1", ("Volkoff Rotor Works",))
    found = Screening(reference(index=at_hand(FIRST))).of(buyer).matches
    score = Decimal(str(found[0].score)).quantize(Decimal("0.01"))
    at, above = (thresholds_of(rulebook(listing("m", str(each)))) for each in (score - Decimal("0.01"), Decimal(1)))
    assert Screening(reference(index=at_hand(FIRST)), at).of(buyer).matches
    assert not Screening(reference(index=at_hand(FIRST)), above).of(buyer).matches
