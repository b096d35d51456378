"""The table of facts: one row for each thing that a measure may ask about."""

from __future__ import annotations

import pytest

from moratorium.terms.party import PARTY_ROLES, PLACE_ROLES, ROLES
from moratorium.terms.vocabulary import ANY_ROLE, TEMPLATES, VOCABULARY, Kind, Subject, among_words, split_role


def test_a_fact_of_every_role_stands_once_for_each_role() -> None:
    for role in ROLES:
        assert VOCABULARY[f"{role}.territory"].kind is Kind.TERRITORY
        assert VOCABULARY[f"{role}.filled"].kind is Kind.FLAG


def test_a_fact_of_parties_stands_for_no_place() -> None:
    assert all(f"{role}.listed" in VOCABULARY for role in PARTY_ROLES)
    assert not any(f"{role}.listed" in VOCABULARY for role in PLACE_ROLES)


def test_only_sets_have_a_fact_that_joins_all_roles() -> None:
    joined = {name for name in VOCABULARY if name.startswith(f"{ANY_ROLE}.")}
    lists = {"any_role.listed", "any_role.owned_by_listed", "any_role.linked_to_listed"}
    assert joined == {"any_role.territory", *lists}
    assert VOCABULARY["any_role.territory"].subject is Subject.PARTY


def test_rows_speak_of_their_role_and_keep_the_subject_to_be_filled_in() -> None:
    assert VOCABULARY["end_user.filled"].question == "Who is the end user of {subject}?"
    assert VOCABULARY["intermediate_consignee.named"].meaning == (
        "whether the intermediate consignee has a name to compare with lists"
    )
    assert VOCABULARY["any_role.territory"].meaning.startswith("where the party or place is")
    assert VOCABULARY["any_role.listed"].meaning == "party lists that the party is on"
    for name, fact in VOCABULARY.items():
        assert name == fact.name
        assert not any(word in text for text in (name, fact.meaning, fact.question) for word in ("{role}", "{party}"))


def test_every_row_tells_its_meaning_its_question_and_its_source() -> None:
    for fact in VOCABULARY.values():
        assert fact.meaning, fact.name
        assert fact.question, fact.name
        assert fact.source, fact.name


def test_no_fact_is_written_twice() -> None:
    assert len({template.name for template in TEMPLATES}) == len(TEMPLATES)


@pytest.mark.parametrize(
    ("name", "split"),
    [
        ("end_user.listed", ("end_user", "listed")),
        ("ship_to.territory", ("ship_to", "territory")),
        ("product.hs6", (None, "product.hs6")),
        ("any_role.territory", (None, "any_role.territory")),
        ("status", (None, "status")),
        ("buyer", (None, "buyer")),
        ("payment.in_usd", (None, "payment.in_usd")),
    ],
)
def test_a_name_is_split_only_at_a_role(name: str, split: tuple[str | None, str]) -> None:
    assert split_role(name) == split


@pytest.mark.parametrize(
    ("name", "attribute"),
    [
        ("buyer.territory", "territory"),
        ("end_user.filled", "end_user.filled"),
        ("product.hs6", "hs6"),
        ("payment.in_usd", "payment.in_usd"),
        ("licence.number", "licence.number"),
        ("quantity", "quantity"),
    ],
)
def test_an_answer_uses_the_part_of_the_name_that_belongs_to_the_subject(name: str, attribute: str) -> None:
    assert VOCABULARY[name].attribute == attribute


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("weapon_carriage", "weapon_carriage"),
        ("Weapon carriage", "weapon_carriage"),
        (" WEAPON-CARRIAGE ", "weapon_carriage"),
        ("weapon  carriage", "weapon_carriage"),
        ("weaponcarriage", None),
        ("", None),
    ],
)
def test_a_word_of_a_closed_list_is_known_in_any_spelling(text: str, word: str | None) -> None:
    assert among_words(text, VOCABULARY["end_use.class"].words) == word


def test_only_texts_and_sets_that_say_so_have_a_closed_list() -> None:
    assert VOCABULARY["status"].words == ("open", "shipped", "closed")
    assert VOCABULARY["known_end_use"].words == ("military", "terrorism", "wmd")
    assert {VOCABULARY[name].words for name in ("buyer.listed", "product.hs6", "quantity", "buyer.territory")} == {()}
