"""The reference: digests of its parts, answers that count, entities by id."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from moratorium.decision.reference import NOTHING, Answers, answers_on
from moratorium.goods import Catalogue, Product
from moratorium.screening import ListVersion, index
from moratorium.screening.lists import Entry, ListName
from moratorium.terms.act import Answered, Cleared
from moratorium.terms.organisation import Organisation
from tests.worlds import DAY, reference

LISTED = ListVersion(
    "own", ("OWN",), DAY, "0" * 64, 1, (Entry("7", "OWN", "entity", (ListName("Bad Rotors (example)", "primary"),)),)
)
CATALOGUE = Catalogue({"P-1": Product("P-1", "Kestrel (example)", {})}, "c" * 64)
PARTS = {"answers", "catalogue", "goods", "lists", "organisation", "parties", "territories", "unreadable"}


@pytest.mark.parametrize(
    ("part", "given"),
    [
        ("answers", {"answers": answers_on(DAY, [Answered("party:C", "territory", "NL", "a call")], [])}),
        ("catalogue", {"catalogue": CATALOGUE}),
        ("lists", {"index": index([LISTED])}),
        ("organisation", {"organisation": Organisation()}),
        ("parties", {"parties_digest": "p"}),
        ("unreadable", {"unreadable": frozenset({"list OWN"})}),
    ],
)
def test_each_part_has_a_digest_of_its_own(part: str, given: dict[str, Any]) -> None:
    plain, changed = reference().digests(), reference(**given).digests()
    assert plain.keys() == changed.keys() == PARTS
    assert {name for name in plain if plain[name] != changed[name]} == {part}


def answered(value: str, fact: str = "territory", expires: date | None = None) -> Answered:
    return Answered("party:C-1", fact, value, "a call", expires=expires)


def test_the_newest_answer_counts_and_each_question_has_its_own() -> None:
    found = answers_on(DAY, [answered("NL"), answered("dealer", "type"), answered("DE")], [])
    assert found.of("party:C-1", "territory") == answered("DE")
    assert found.of("party:C-1", "type") == answered("dealer", "type")
    assert found.of("party:C-1", "industry") is None
    assert found.of("party:C-2", "territory") is None


def test_without_a_subject_there_is_no_answer() -> None:
    found = answers_on(DAY, [Answered("", "territory", "NL", "a call")], [])
    assert found.of(None, "territory") is None
    assert found.of("", "territory") is None


def test_an_answer_counts_until_the_day_on_which_it_expires() -> None:
    one = answered("NL", expires=date(2022, 4, 27))
    assert answers_on(DAY, [one], []).of("party:C-1", "territory") == one
    assert answers_on(date(2022, 4, 27), [one], []).of("party:C-1", "territory") is None
    older = answered("DE")
    assert answers_on(date(2022, 4, 27), [older, one], []).of("party:C-1", "territory") == older


def test_the_digest_of_answers_depends_on_them_and_not_on_their_order() -> None:
    one, two = answered("NL"), answered("dealer", "type")
    cleared = Cleared("SO-1/sale", "m", "r", "d", "seen")
    other = Cleared("SO-1/sale", "m", "r", "e", "seen")
    both = answers_on(DAY, [one, two], [cleared, other]).digest
    assert both == answers_on(DAY, [two, one], [other, cleared]).digest
    assert answers_on(DAY, [], []) == Answers()
    assert Answers().digest == NOTHING
    digests = {
        both,
        NOTHING,
        answers_on(DAY, [one], []).digest,
        answers_on(DAY, [], [cleared]).digest,
        answers_on(DAY, [one], [cleared]).digest,
        answers_on(DAY, [answered("DE")], []).digest,
    }
    assert len(digests) == 6


def test_an_entity_of_ours_is_known_by_its_id() -> None:
    reference().entity_named("nl")
