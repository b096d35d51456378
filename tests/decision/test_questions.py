"""Questions: whom they are about, and which come first."""

from __future__ import annotations

from decimal import Decimal

import pytest

from moratorium.decision.decision import Finding
from moratorium.decision.questions import Questionnaire, questions, with_subject
from moratorium.screening.disposition import Hit
from moratorium.terms.order import Line, Order
from moratorium.terms.party import Address, Party
from tests.worlds import order, party


def hold(*names: str, measure: str = "m") -> Finding:
    return Finding(measure, "1", "hold", "unknown", missing=names)


def texts(name: str, one: Order, line: Line | None = None) -> list[str]:
    return [asked.text for asked in questions(hold(name), one, line or one.lines[0])]


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        ("party:C-7", "Who is C-7?"),
        ("party:Ann Example (NL)", "Who is Ann Example (NL)?"),
        ("order:SO-1/sale@party", "Who is the customer of SO-1/sale?"),
        ("order:SO-1/sale#2", "Who is SO-1/sale#2?"),
        ("organisation", "Who is organisation?"),
        ("the transit of SO-1", "Who is the transit of SO-1?"),
    ],
)
def test_a_question_names_its_subject_as_people_would(subject: str, words: str) -> None:
    assert with_subject("Who is {subject}?", subject) == words


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("buyer.terms_acknowledged", "Has C-1 signed the partner terms in force?"),
        (
            "end_use_place.territory",
            "In which territory (country, and region if it matters) is the place of use of SO-1?",
        ),
        ("product.eccn", "Which ECCN does P-1 have?"),
        ("quantity", "How many units?"),
        ("licence.number", "Which licence or authorisation covers this line?"),
        ("status", "Is the order open, shipped or closed?"),
        ("actor.identified", "Which of our entities acts on SO-1/sale?"),
        ("reference.unreadable", "Bring the reference up to date."),
    ],
)
def test_a_question_is_asked_in_words(name: str, text: str) -> None:
    one = order(places={"ship_to": (Address("NL"),), "end_use_place": (Address("Unspecified"),)})
    assert texts(name, one) == [text]


def test_a_line_without_a_product_is_asked_about_by_its_number() -> None:
    one = order(lines=(Line("7"),))
    assert texts("product.eccn", one) == ["Which ECCN does SO-1/sale#7 have?"]


def test_each_holder_of_a_role_is_asked() -> None:
    two = (party("NL", "A"), Party(names=("Ann Example",)), party("NL"))
    asked = questions(hold("buyer.type"), order(parties={"buyer": two}), order().lines[0])
    assert [one.subject for one in asked] == [
        "party:A",
        "party:Ann Example (no country stated)",
        "order:SO-1/sale@party",
    ]
    assert asked[2].text == "What kind of business is the customer of SO-1/sale?"
    assert {one.fact for one in asked} == {"type"}
    assert {one.about for one in asked} == {()}


def test_a_place_that_the_map_took_from_the_buyer_is_asked_of_the_buyer() -> None:
    one = order("Unspecified", assumed=frozenset({"ship_to"}))
    (asked,) = questions(hold("ship_to.territory"), one, one.lines[0])
    assert (asked.subject, asked.fact) == ("party:C-1", "territory")
    assert "is C-1?" in asked.text
    stated = order("Unspecified")
    (asked,) = questions(hold("ship_to.territory"), stated, stated.lines[0])
    assert (asked.subject, asked.fact) == ("order:SO-1/sale", "ship_to.territory")
    assert "is the place of delivery of SO-1?" in asked.text


def test_only_a_question_about_a_list_names_its_entries() -> None:
    def matches(_: Party, __: Order) -> tuple[Hit, ...]:
        return (Hit("OWN#7", "open", "e" * 64, "p" * 64),)

    one = order()
    (listed,) = questions(hold("buyer.listed"), one, one.lines[0], matches)
    (kind,) = questions(hold("buyer.type"), one, one.lines[0], matches)
    assert (listed.about, kind.about) == (("OWN#7",), ())


def test_a_party_that_orders_spell_differently_is_asked_about_once_for_all_spellings() -> None:
    def matches(party: Party, _: Order) -> tuple[Hit, ...]:
        return (Hit("OWN#7", "open", "e" * 64, party.names[0] * 64),)

    found = Questionnaire(matches)
    for name in ("a", "b", "a"):
        one = order(id=name, parties={"buyer": (party("NL", "C-1", name),)})
        found.add(one, one.lines[0], [hold("buyer.listed")])
    (asked,) = found.ranked()
    assert asked.question.about == ("OWN#7",)
    assert [token.rpartition(":")[2] for token in asked.question.compared] == ["a" * 16, "b" * 16]
    assert len(asked.orders) == 2


def test_every_missing_fact_of_a_hold_is_asked() -> None:
    one = order()
    asked = questions(hold("buyer.type", "product.eccn", "status"), one, one.lines[0])
    assert [question.fact for question in asked] == ["type", "eccn", "status"]


def test_the_question_that_most_orders_wait_for_comes_first_then_the_one_of_most_lines() -> None:
    found = Questionnaire()
    lines = (Line("1", value=Decimal(10)), Line("2", value=Decimal(5)), Line("3"))
    big = order(id="A", lines=lines)
    for line in lines:
        found.add(big, line, [hold("status")])
    small = order(id="B", buyer="C-2", lines=lines[:1])
    found.add(small, lines[0], [hold("ship_on")])
    for id in ("D", "E"):
        one = order(id=id, buyer="C-9", lines=lines[:1])
        found.add(one, lines[0], [hold("buyer.type"), hold("buyer.type", measure="n")])
    ranked = found.ranked()
    assert [(asked.question.subject, len(asked.orders), asked.lines) for asked in ranked] == [
        ("party:C-9", 2, 2),
        ("order:A/sale", 1, 3),
        ("order:B/sale", 1, 1),
    ]
    assert ranked[0].measures == {"m", "n"}
    assert ranked[1].value == {"EUR": Decimal(15)}


def test_worth_without_a_currency_is_kept_apart_and_worth_not_stated_is_not_counted() -> None:
    found = Questionnaire()
    one = order(currency=None, lines=(Line("1", value=Decimal(10)), Line("2")))
    for line in one.lines:
        found.add(one, line, [hold("status")])
    (asked,) = found.ranked()
    assert asked.value == {"currency not stated": Decimal(10)}
    assert asked.lines == 2


def test_equal_claims_are_ranked_in_a_fixed_order() -> None:
    names = ["buyer.type", "product.eccn", "status", "ship_on"]
    ranked = []
    for shuffled in (names, names[::-1]):
        found = Questionnaire()
        one = order()
        found.add(one, one.lines[0], [hold(*shuffled)])
        ranked.append([asked.question for asked in found.ranked()])
    assert ranked[0] == ranked[1]
