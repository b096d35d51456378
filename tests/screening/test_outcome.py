"""What changed of an outcome, and what it is due to."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from moratorium.screening.disposition import Hit
from moratorium.screening.lists import Entry, ListName
from moratorium.screening.outcome import Since, changed, merged

STATES = ("open", "reopened", "false_positive", "true_match")
keys = st.sampled_from(["OWN#1", "OWN#2", "UN#1"])
hits = st.builds(Hit, keys, st.sampled_from(STATES), st.just("e"), st.just("p"))
outcomes = st.lists(hits, max_size=3).map(lambda found: {hit.entry: hit for hit in found})
ENTRY = Entry("1", "OWN", "entity", (ListName("Volkov"),))


def due(then: str, now: Hit | None, since: Since) -> str:
    (change,) = changed("party:C-1", {"OWN#1": then} if then else {}, {now.entry: now} if now else {}, "same", since)
    return change.due


def test_what_a_change_is_due_to() -> None:
    hit, entries = Hit("OWN#1", "open", "e", "p"), {"OWN#1": ENTRY}
    assert due("", hit, Since(None, entries)) == "first comparison"
    assert due("", hit, Since({}, entries)) == "added to the list"
    assert due("open", None, Since(entries, {})) == "removed from the list"
    assert due("", hit, Since(entries, entries, thresholds=True, lists=True)) == "the threshold changed"
    assert due("", hit, Since(entries, entries, lists=True)) == "words weigh otherwise in the new version"
    assert due("", hit, Since(entries, entries)) == "compared otherwise than before"
    assert due("false_positive", hit, Since(entries, entries)) == "the answer has expired"


def test_a_question_that_is_open_for_one_spelling_is_open() -> None:
    settled, open_ = Hit("OWN#1", "false_positive", "e", "p"), Hit("OWN#1", "open", "e", "q")
    assert merged([[settled], [open_]])["OWN#1"] == open_
    assert merged([[open_], [settled]])["OWN#1"] == open_


@given(outcomes, outcomes)
def test_changes_lead_from_one_outcome_to_the_other_and_each_is_told_once(
    before: dict[str, Hit], after: dict[str, Hit]
) -> None:
    states = {key: str(hit.state) for key, hit in before.items()}
    told = list(changed("party:C-1", states, after, "same", Since({}, {})))
    assert len({one.entry for one in told}) == len(told)
    for one in told:
        assert states.get(one.entry, "") == one.before != one.state
        states[one.entry] = one.state
    assert {key: state for key, state in states.items() if state} == {key: hit.state for key, hit in after.items()}
    assert all(one.due for one in told)
