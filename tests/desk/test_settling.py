"""An answer about list entries counts for what was compared when the question was asked, and for nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from moratorium.decision.questions import compared_token
from moratorium.desk.settling import written
from moratorium.screening.disposition import decode_side
from moratorium.store import blobs, projections
from moratorium.terms.members import Members
from tests.desk.screening_office import DAY, Desk, named, opened

VOLKOV = "1,Volkov Rotor Works,,entity,RU,x"
TWIN = "2,Rotor Works Volkov,,entity,KG,x"
LATER = DAY + timedelta(days=1)
ORDER = named("SO-1", "Volkov Rotor Works")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Anna's desk with a list of two namesakes, and an order that waits for an answer."""
    made = opened(tmp_path)
    with made.home.store:
        made.publish(VOLKOV, TWIN)
        assert dict(made.check(ORDER).orders) == {"hold": 1}
        yield made


def effect(desk: Desk) -> str:
    (found,) = desk.check(ORDER).orders
    return found


def states(desk: Desk) -> dict[str, str]:
    decider = desk.decider()
    party = ORDER.parties["buyer"][0]
    return {hit.entry: hit.state for hit in decider._enricher.screening.hits(party, "party:C-1")}


def test_an_answer_settles_each_entry_that_it_is_about(desk: Desk) -> None:
    assert desk.say("party:C-1", "none", "OWN#1", "OWN#2").faults == ()
    assert states(desk) == {"OWN#1": "false_positive", "OWN#2": "false_positive"}
    assert effect(desk) == "allow"
    assert desk.hits(ORDER) == ()


def test_one_of_several_entries_is_named_by_its_key(desk: Desk) -> None:
    assert desk.say("party:C-1", "OWN#2", "OWN#1", "OWN#2").faults == ()
    assert states(desk) == {"OWN#1": "false_positive", "OWN#2": "true_match"}
    assert effect(desk) == "deny"


def test_the_list_itself_means_all_its_entries_that_were_asked_about(desk: Desk) -> None:
    desk.say("party:C-1", "OWN", "OWN#1")
    assert states(desk) == {"OWN#1": "true_match", "OWN#2": "open"}


def test_a_later_answer_takes_an_earlier_one_back(desk: Desk) -> None:
    desk.say("party:C-1", "OWN#1", "OWN#1", "OWN#2")
    assert effect(desk) == "deny"
    desk.say("party:C-1", "none", "OWN#1", reason="another passport number")
    assert states(desk) == {"OWN#1": "false_positive", "OWN#2": "false_positive"}
    assert desk.is_sound()


def test_it_is_silent_over_versions_in_which_nothing_compared_changes_and_asks_again_when_it_does(desk: Desk) -> None:
    desk.say("party:C-1", "none", "OWN#1", "OWN#2", reason="passport seen")
    desk.publish("3,Someone Else Entirely,,person,NL,x", TWIN, VOLKOV.replace(",x", ",another reason"), day=LATER)
    assert effect(desk) == "allow"
    desk.publish(TWIN, "1,Volkov Rotor Works,Volkov Wings,entity,RU,x", day=LATER + timedelta(days=1))
    assert effect(desk) == "hold"
    (hit,) = desk.hits(ORDER)
    assert (hit.entry, hit.state) == ("OWN#1", "reopened")
    assert hit.changes == ('the entry changed: names + "VOLKOV WINGS"',)
    assert hit.disposition is not None
    assert (hit.disposition.by, hit.disposition.reason) == ("anna", "passport seen")


def test_an_answer_counts_for_all_spellings_of_the_party_known_then_and_not_for_a_later_one(desk: Desk) -> None:
    other, third = named("SO-2", "Volkov Rotor Works LLC"), named("SO-3", "Rotor Works of Volkov")
    desk.check(other)
    assert desk.say("party:C-1", "none", "OWN#1", "OWN#2").faults == ()
    assert dict(desk.check(ORDER, other).orders) == {"allow": 2}
    assert dict(desk.check(third).orders) == {"hold": 1}
    assert {hit.state for hit in desk.hits(third)} == {"reopened"}
    desk.say("party:C-1", "none", "OWN#1", "OWN#2")
    assert dict(desk.check(ORDER, other, third).orders) == {"allow": 3}


def test_what_was_compared_is_kept_with_the_list_version_of_the_day(desk: Desk) -> None:
    desk.say("party:C-1", "none", "OWN#1")
    decider = desk.decider()
    with desk.home.store.read() as connection:
        (one,) = projections.dispositions(connection, DAY)
        kept = [decode_side(blobs.get(connection, digest)) for digest in (one.entry_digest, one.party_digest)]
    assert one.version == decider.reference.index.versions["OWN"]
    assert [side.names for side in kept] == [("VOLKOV ROTOR WORKS",), ("VOLKOV ROTOR WORKS",)]
    assert desk.is_sound()


def test_an_answer_to_a_question_that_has_changed_since_is_not_taken(desk: Desk) -> None:
    """Whoever answers has seen the entry as it was; what they have not seen, they have not said."""
    compared = [compared_token(hit) for hit in desk.hits(ORDER)]
    desk.publish("1,Volkov Rotor Works,Volkov Wings,entity,RU,x", TWIN, day=LATER)
    taken = desk.say("party:C-1", "none", "OWN#1", "OWN#2", compared=compared)
    assert [str(fault) for fault in taken.faults] == [
        "questions.csv:2: the entry has changed since it was asked whether `party:C-1` is `OWN#1`; "
        "ask again: moratorium again --questions FILE"
    ]
    assert len(taken.indexes) == 1
    assert states(desk) == {"OWN#1": "open", "OWN#2": "false_positive"}


def test_an_answer_about_a_party_that_has_changed_since_is_not_taken(desk: Desk) -> None:
    compared = [compared_token(hit) for hit in desk.hits(ORDER)]
    closed = msgspec.structs.replace(ORDER, status="closed")
    desk.check(closed, named("SO-2", "Volkov Rotor Works of Kyrgyzstan"))
    desk.say("party:C-1", "none", "OWN#1", "OWN#2")
    desk.check(closed)
    taken = desk.say("party:C-1", "OWN", "OWN#1", compared=compared)
    assert [fault.message for fault in taken.faults] == [
        "the party has changed since it was asked whether `party:C-1` is `OWN#1`"
    ]
    assert len(taken.indexes) == 0


@pytest.mark.parametrize(
    ("subject", "value", "entries", "message"),
    [
        (
            "party:C-9",
            "none",
            ("OWN#1",),
            "`party:C-9` is neither in our register nor in an order that is open or held",
        ),
        ("party:C-1", "none", ("OWN#77",), "no entry `OWN#77` in the lists at hand"),
        ("party:C-1", "UN", ("OWN#1", "OWN#2"), "`UN` is none of OWN#1, OWN#2"),
        ("party:C-1", "OWN#3", ("OWN#1",), "`OWN#3` is none of OWN#1"),
    ],
)
def test_what_settles_nothing_is_told_and_not_recorded(
    desk: Desk, subject: str, value: str, entries: tuple[str, ...], message: str
) -> None:
    taken = desk.say(subject, value, *entries)
    assert [fault.message for fault in taken.faults] == [message]
    assert len(taken.indexes) == 0
    assert all(fault.help for fault in taken.faults)
    assert effect(desk) == "hold"


def test_an_entry_whose_id_has_blanks_is_named_in_one_word(desk: Desk) -> None:
    desk.publish("no 7,Volkov Rotor Works,,entity,RU,x", day=LATER)
    (hit,) = desk.hits(ORDER)
    compared = [written(compared_token(hit))]
    assert desk.say("party:C-1", "none", written(hit.entry), compared=compared).faults == ()
    assert effect(desk) == "allow"


def test_a_list_named_without_an_entry_is_taken_at_its_word(desk: Desk) -> None:
    desk.say("party:C-1", "UN")
    decider = desk.decider()
    row = next(iter(decider.rows(ORDER))).row
    assert isinstance(listed := row["any_role.listed"], Members)
    assert "UN" in listed.known
