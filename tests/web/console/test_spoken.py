"""What the core says in fixed forms is said in the person's language; what it cannot is marked as English."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moratorium.decision.questions import with_subject
from moratorium.terms.vocabulary import VOCABULARY
from moratorium.web.console import language
from moratorium.web.console.spoken import FORMS, QUESTIONS, ROLE_NAMES, spoken
from tests.web.office import Office, form
from tests.web.people import signed_in, words

VALUE = re.compile(r"{\w+}")


SUBJECTS = ("party:C-7", "order:SO 1/sale@party", "product:K (x); y?")


@given(st.sampled_from(sorted(VOCABULARY)), st.sampled_from(SUBJECTS))
def test_every_question_is_asked_in_dutch_and_chinese_of_any_subject(name: str, subject: str) -> None:
    asked = with_subject(VOCABULARY[name].question, subject)
    for code in ("nl", "zh"):
        told = spoken(code, asked)
        assert 'lang="en"' not in told
        assert ("{subject}" in VOCABULARY[name].question) <= (subject.partition(":")[2].partition("@")[0] in told)


@pytest.mark.parametrize("code", ["nl", "zh"])
def test_a_form_keeps_its_values(code: str) -> None:
    for text in (*QUESTIONS, *FORMS, *ROLE_NAMES):
        assert sorted(VALUE.findall(language.words(code, text))) == sorted(VALUE.findall(text)), text


@given(st.text(max_size=60))
def test_whatever_stands_in_a_text_is_escaped_and_none_of_it_is_lost(text: str) -> None:
    for code in language.LANGUAGES:
        told = spoken(code, f"yes: {text}<b>&")
        assert "<b>" not in told
        assert told.striptags().endswith("&") or not text.strip()


def test_what_ties_parties_stays_english_behind_a_question_in_dutch() -> None:
    told = spoken("nl", "Is C-7 the listed party? (the same owner as Sky)")
    assert told == 'Is C-7 de partij op de lijst? <span lang="en">(the same owner as Sky)</span>'


def test_a_role_of_several_words_is_said_whole() -> None:
    """Its own words may be those that follow a role."""
    asked = "What is the place of delivery of SO-1/sale?"
    assert spoken("nl", asked) == "Wat is de plaats van levering van SO-1/sale?"
    assert spoken("nl", "Who owns the buyer, with which shares, and since when?").startswith(
        "Wie is eigenaar van de koper,"
    )


def test_what_stops_nothing_is_counted_in_dutch() -> None:
    told = spoken("nl", "shown, and stop nothing: 3 inactive, 1 not evaluable for want of facts")
    assert told == "ter informatie, houdt niets tegen: 3 inactief, 1 niet te beoordelen omdat feiten ontbreken"


def test_a_dutch_officer_reads_the_queue_and_the_decision_in_dutch(office: Office) -> None:
    office.decide([form("BY", "SO-1"), form(None, "SO-3")]).raise_for_status()
    ann, dutch = signed_in(office, "officer"), {"accept-language": "nl"}
    assert "In welk gebied" in words(ann.get("/holds", headers=dutch))
    page = words(ann.get("/orders/SO-1/sale", headers=dutch))
    assert "regel 1, P-1" in page
    assert "eindgebruiker" in page
