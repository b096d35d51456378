"""Owners, directors, addresses and numbers of our register as facts: absence, dates, names, answers, what is told."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from moratorium.decision.decider import Decider
from moratorium.decision.facts import Enricher
from moratorium.decision.questions import questions
from moratorium.decision.reference import Answers, Reference, answers_on
from moratorium.screening import ListVersion, index
from moratorium.screening.disposition import Disposition, compared_entry, compared_party, said
from moratorium.screening.lists import Entry, ListName
from moratorium.terms.act import Answered
from moratorium.terms.members import NONE, UNKNOWN, Members
from moratorium.terms.party import Address, Party, Relation
from moratorium.terms.vocabulary import Value
from tests.worlds import DAY, decide, measure_text, order, party, reference, rulebook, stopping

SKY = Entry("50788", "OFAC-SDN", "entity", (ListName("NEBESNAYA MEKHANIKA", "primary"),))
ROTOR = Entry("7", "OFAC-SDN", "entity", (ListName("Bad Rotors (example)", "primary"),))
SDN = ListVersion("ofac-sdn", ("OFAC-SDN",), date(2022, 1, 1), "0" * 64, 2, (SKY, ROTOR))
ON = Members.of("OFAC-SDN")
PERHAPS = Members.of(possible=("OFAC-SDN",))


def firm(id: str, *relations: Relation, name: str = "", **fields: Any) -> Party:
    """A party of the register."""
    return Party(id, (name or f"Quiet Meadow {id} (example)",), relations=relations, **fields)


def owner(who: str, share: str | None = None, until: date | None = None) -> Relation:
    """An owner of a party."""
    return Relation("owner", who, Decimal(share) if share else None, until=until)


def register(*parties: Party) -> dict[str, Party]:
    """A register by id."""
    return {one.id or "": one for one in parties}


def world(*parties: Party, **parts: Any) -> Reference:
    """A reference with the list and a register."""
    return reference(index=index([SDN]), parties=register(*parties), **parts)


def value(fact: str, ref: Reference, buyer: Party | None = None, day: date | None = DAY) -> Value:
    """Value of one fact of the buyer ``C-1``."""
    one = order(parties={"buyer": (buyer or party("NL", "C-1"),)})
    return next(iter(Enricher(ref, frozenset({f"buyer.{fact}"})).rows(one, day=day))).row[f"buyer.{fact}"]


def is_listed(subject: Party, entry: Entry, match: bool = True) -> Answers:
    """A person said whether a party is the listed one."""
    one = Disposition(
        subject.subject or "",
        entry.key,
        compared_entry(entry).digest,
        compared_party(subject).digest,
        SDN.digest,
        match,
        "a letter",
        "ann",
        datetime(2022, 4, 1, tzinfo=UTC),
    )
    return answers_on(DAY, [], [], said([one], {}))


BAD = firm("P-1", name="Bad Rotors (example)")


# -- owned by listed parties ------------------------------------------------------------------------------------------


def test_no_known_listed_owner_is_no() -> None:
    assert value("owned_by_listed", world()) == NONE
    assert value("owned_by_listed", world(firm("C-1", owner("P-2", "100")), firm("P-2"))) == NONE
    assert value("owned_by_listed", world(firm("C-1", owner("P-1", "49")), BAD)) == NONE


def test_an_owner_that_may_be_listed_is_possible_until_somebody_says() -> None:
    parties = (firm("C-1", owner("P-1", "50")), BAD)
    assert value("owned_by_listed", world(*parties)) == PERHAPS
    assert value("owned_by_listed", world(*parties, answers=is_listed(BAD, ROTOR))) == ON
    assert value("owned_by_listed", world(*parties, answers=is_listed(BAD, ROTOR, match=False))) == NONE


def test_a_listed_owner_of_unknown_share_is_possible() -> None:
    parties = (firm("C-1", owner("P-1")), BAD)
    assert value("owned_by_listed", world(*parties, answers=is_listed(BAD, ROTOR))) == PERHAPS


def test_owners_of_owners_count_and_named_owners_are_screened() -> None:
    named = Party(names=("Bad Rotors (example)",))
    parties = (firm("C-1", owner("P-2", "60")), firm("P-2", owner("Bad Rotors (example)", "60")))
    assert value("owned_by_listed", world(*parties)) == PERHAPS
    assert value("owned_by_listed", world(*parties, answers=is_listed(named, ROTOR))) == ON


def test_an_owner_named_as_a_party_of_the_register_is_that_party() -> None:
    """The owner is written by name; that it is owned by a listed party stands in its own row."""
    parties = (firm("C-1", owner("MEADOW holding", "60")), firm("P-2", owner("P-1", "60"), name="Holding Meadow"), BAD)
    sure = is_listed(BAD, ROTOR)
    assert value("owned_by_listed", world(*parties, answers=sure)) == ON
    twins = (*parties, firm("P-3", name="Holding Meadow"))
    assert value("owned_by_listed", world(*twins, answers=sure)) == PERHAPS


def test_a_share_counts_on_its_days_only() -> None:
    sold = firm("C-1", owner("P-1", "60", until=DAY))
    assert value("owned_by_listed", world(sold, BAD), day=date(2022, 4, 25)) == PERHAPS
    assert value("owned_by_listed", world(sold, BAD), day=DAY) == NONE
    assert value("owned_by_listed", world(sold, BAD), day=None) == PERHAPS


def test_an_owner_that_nobody_could_compare_leaves_it_open() -> None:
    assert value("owned_by_listed", world(firm("C-1", owner("...", "60")))) == UNKNOWN
    assert value("owned_by_listed", world(firm("C-1", owner("...", "40")))) == NONE


def test_what_a_register_states_of_an_owner_counts_as_its_listing() -> None:
    stated = firm("P-2", facts={"owned_by_listed": "OFAC-SDN"})
    assert value("owned_by_listed", world(firm("C-1", owner("P-2", "50")), stated)) == ON


def test_what_the_order_states_is_joined_and_takes_nothing_away() -> None:
    parties = (firm("C-1", owner("P-1", "50")), BAD)
    assert value("owned_by_listed", world(*parties), party("NL", "C-1", owned_by_listed="none")) == PERHAPS
    assert value("owned_by_listed", world(), party("NL", "C-1", owned_by_listed="BIS-EL")) == Members.of("BIS-EL")


def test_an_answer_names_lists_and_takes_none_away() -> None:
    """A share is told by the register; an answer of today would hide the owner of tomorrow."""
    parties = (firm("C-1", owner("P-1")), BAD)
    none = answers_on(DAY, [Answered("party:C-1", "owned_by_listed", "none", "a call")], [])
    assert value("owned_by_listed", world(*parties, answers=none)) == PERHAPS
    named = answers_on(DAY, [Answered("party:C-1", "owned_by_listed", "OFAC-SDN", "a call")], [])
    assert value("owned_by_listed", world(*parties, answers=named)) == ON


def test_a_register_that_could_not_be_read_leaves_it_unknown() -> None:
    ref = world(unreadable=frozenset({"parties"}))
    assert value("owned_by_listed", ref) == UNKNOWN
    assert value("linked_to_listed", ref) == UNKNOWN


def test_rings_of_owners_end() -> None:
    ring = (firm("C-1", owner("P-2", "60")), firm("P-2", owner("C-1", "60"), owner("P-1", "50")), BAD)
    assert value("owned_by_listed", world(*ring)) == PERHAPS


def test_orders_of_different_days_are_not_taken_for_each_other() -> None:
    """The same buyer, once while the listed owner held it and once after it had sold."""
    book = rulebook(measure_text("owned", "{listed: {lists: [OFAC-SDN], roles: [buyer], owned: 50, named: false}}"))
    decider = Decider(book, world(firm("C-1", owner("P-1", "60", until=DAY)), BAD))
    buyer = party("NL", "C-1")
    one = order(parties={"buyer": (buyer,), "end_user": (buyer,)})
    effects = [decider.decide(one, day, one.digest()).decision.effect for day in (date(2022, 4, 25), DAY)]
    assert effects == ["hold", "allow"]


# -- researched -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("register_fact", "has_owner", "expected"),
    [(None, False, None), (None, True, True), (False, False, False), (True, False, True)],
)
def test_owners_in_the_register_were_looked_up(
    register_fact: bool | None, has_owner: bool, expected: bool | None
) -> None:
    facts = {} if register_fact is None else {"ownership_researched": register_fact}
    one = firm("C-1", *([owner("Ann Example")] if has_owner else []), facts=facts)
    assert value("ownership_researched", world(one)) is expected


# -- linked to listed parties -----------------------------------------------------------------------------------------

GOLBERG = "Ilya Golberg"
MOSCOW = firm("C-2", owner(GOLBERG, "100"), name="NEBESNAYA MEKHANIKA", address=Address("RU"))
ADDRESS = Address("KZ", city="Almaty", text="Abay Ave. 10, office 5")


@pytest.mark.parametrize(
    ("mine", "other"),
    [
        (firm("C-1", owner("Илья Голберг")), MOSCOW),
        (firm("C-1", Relation("director", "GOLBERG, Ilya")), MOSCOW),
        (firm("C-1", phones=("8 727 123 45 67",)), firm("C-2", name="Nebesnaya Mekhanika", phones=("+77271234567",))),
        (
            firm("C-1", address=ADDRESS),
            firm("C-2", name="Nebesnaya Mekhanika", address=Address(text="10 Abay, 5, Almaty")),
        ),
        (firm("C-1", owner("C-2", "10")), MOSCOW),
        (firm("C-1", Relation("director", "Nebesnaya Mekhanika")), MOSCOW),
        (firm("C-1"), firm("C-2", owner("C-1", "20"), name="Nebesnaya Mekhanika")),
    ],
)
def test_somebody_in_common_with_a_listed_party_is_a_link(mine: Party, other: Party) -> None:
    assert value("linked_to_listed", world(mine, other)) == PERHAPS
    assert value("linked_to_listed", world(mine, other, answers=is_listed(other, SKY))) == ON
    assert value("linked_to_listed", world(mine, other, answers=is_listed(other, SKY, match=False))) == NONE


def test_nothing_in_common_is_no_and_being_listed_oneself_is_no_link() -> None:
    assert value("linked_to_listed", world(firm("C-1", owner("Ann Example")), MOSCOW)) == NONE
    assert value("linked_to_listed", world(firm("C-1", name="Nebesnaya Mekhanika"))) == NONE
    assert value("linked_to_listed", world()) == NONE


def test_a_link_to_somebody_who_cannot_be_compared_leaves_nothing_open() -> None:
    mute = firm("C-2", owner(GOLBERG), name="...")
    assert value("linked_to_listed", world(firm("C-1", owner(GOLBERG)), mute)) == NONE


def test_a_buyer_outside_the_register_is_tied_by_its_address() -> None:
    listed = firm("C-2", name="Nebesnaya Mekhanika", address=ADDRESS)
    new = Party(names=("New Sky (example)",), address=Address("KZ", text="Almaty, Abay 10 - 5"))
    assert value("linked_to_listed", world(listed), new) == PERHAPS


# -- both sides of an embargo -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mine", "other", "expected"),
    [
        (firm("C-1", owner(GOLBERG, "100")), MOSCOW, True),
        (firm("C-1", owner(GOLBERG)), MOSCOW, True),
        (firm("C-1", owner(GOLBERG, "24")), MOSCOW, None),
        (firm("C-1", Relation("director", GOLBERG)), MOSCOW, True),
        (firm("C-1", owner("C-2", "60")), MOSCOW, True),
        (firm("C-1", owner(GOLBERG)), firm("C-2", owner(GOLBERG), address=Address("KZ")), None),
        (firm("C-1", owner("P-9")), firm("P-9", address=Address("RU"), facts={"type": "individual"}), None),
        (firm("C-1"), MOSCOW, None),
    ],
)
def test_an_owner_on_both_sides_of_an_embargo_is_seen(mine: Party, other: Party, expected: bool | None) -> None:
    assert value("common_owner_with_embargoed_seller", world(mine, other)) is expected


def test_a_register_overrules_a_statement_that_there_is_no_common_owner() -> None:
    said_no = party("KZ", "C-1", common_owner_with_embargoed_seller=False)
    assert value("common_owner_with_embargoed_seller", world(firm("C-1", owner(GOLBERG)), MOSCOW), said_no) is True
    assert value("common_owner_with_embargoed_seller", world(), said_no) is False


# -- what is told -----------------------------------------------------------------------------------------------------

LINKED = rulebook(measure_text("linked", "{where: \"any_role.linked_to_listed IN ('OFAC-SDN')\"}", effect="hold"))
OWNED = rulebook(measure_text("owned", "{listed: {lists: [OFAC-SDN], roles: any, owned: 50, named: false}}"))


def test_a_link_is_told_in_the_decision_and_in_the_question_about_the_other_party() -> None:
    ref = world(firm("C-1", owner(GOLBERG, "100"), name="Aspan (example)"), MOSCOW)
    decider = Decider(LINKED, ref)
    one = order("KZ")
    decided = decider.decide(one, DAY, one.digest())
    assert decided.decision.effect == "hold"
    told = (
        "Aspan (example) (C-1) has the same owner, Ilya Golberg, as NEBESNAYA MEKHANIKA (C-2) (perhaps OFAC-SDN#50788)"
    )
    assert [(tie.subject, tie.fact, tie.words) for tie in decided.decision.ties] == [
        ("party:C-1", "linked_to_listed", told)
    ]
    finding = next(f for f in decided.judged[0].judgement.findings if f.measure == "linked")
    (asked,) = questions(finding, one, one.lines[0], decider.matches, decided.decision.ties)
    assert (asked.subject, asked.fact, asked.about) == ("party:C-2", "listed", ("OFAC-SDN#50788",))
    assert asked.text == f"Is C-2 the listed party? ({told})"


def test_a_link_that_is_certain_is_told_where_a_person_clears_it() -> None:
    ref = world(firm("C-1", owner(GOLBERG)), MOSCOW, answers=is_listed(MOSCOW, SKY))
    decided = decide(one := order("KZ"), LINKED, ref)
    finding = next(f for f in decided.judged[0].judgement.findings if f.measure == "linked")
    (asked,) = questions(finding, one, one.lines[0], ties=decided.decision.ties)
    assert asked.kind == "clearance"
    assert "the same owner, Ilya Golberg, as NEBESNAYA MEKHANIKA (C-2) (OFAC-SDN#50788)" in asked.text


def test_a_chain_of_owners_is_told_where_a_share_is_not_known() -> None:
    ref = world(firm("C-1", owner("P-2", "60")), firm("P-2", owner("P-1")), BAD, answers=is_listed(BAD, ROTOR))
    decided = decide(one := order("KZ"), OWNED, ref)
    finding = next(f for f in decided.judged[0].judgement.findings if f.measure == "owned")
    (asked,) = questions(finding, one, one.lines[0], ties=decided.decision.ties)
    assert (asked.subject, asked.fact) == ("party:C-1", "owned_by_listed")
    assert asked.text == (
        "What share of C-1 does the listed owner hold? (Quiet Meadow P-2 (example) (P-2) 60 % via Bad Rotors (example) "
        "(P-1) with a share that is not known (OFAC-SDN#7) of Quiet Meadow C-1 (example) (C-1))"
    )


def test_a_known_chain_denies_and_is_told() -> None:
    ref = world(firm("C-1", owner("P-1", "30"), owner("P-2", "25")), firm("P-2", owner("P-1", "60")), BAD,
                answers=is_listed(BAD, ROTOR))  # fmt: skip
    decided = decide(order("KZ"), OWNED, ref)
    assert stopping(decided) == {"owned"}
    assert decided.decision.effect == "deny"
    (tie,) = decided.decision.ties
    assert tie.words == (
        "Bad Rotors (example) (P-1) 30 % (OFAC-SDN#7) + Quiet Meadow P-2 (example) (P-2) 25 % via Bad Rotors (example) "
        "(P-1) 60 % (OFAC-SDN#7) = 55 % of Quiet Meadow C-1 (example) (C-1)"
    )
    assert (tie.asks, tie.lacks) == ((), False)


def test_decisions_without_a_tie_keep_their_bytes() -> None:
    decided = decide(order("KZ"), LINKED, world())
    assert decided.decision.ties == ()
    assert b"ties" not in decided.judged[0].content
