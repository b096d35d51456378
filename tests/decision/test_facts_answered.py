"""Who fills a role that nobody named, and where goods go: answered, and asked."""

from __future__ import annotations

from typing import Any

import pytest

from moratorium.decision.decision import Finding
from moratorium.decision.facts import Enricher
from moratorium.decision.questions import questions
from moratorium.decision.reference import Answers, answers_on
from moratorium.terms.act import Answered
from moratorium.terms.members import UNKNOWN, Members
from moratorium.terms.order import Order
from moratorium.terms.party import Address, Party
from moratorium.terms.vocabulary import Value
from tests import worlds
from tests.worlds import DAY, measure_text, order, party, reference, rulebook

EXPORT = measure_text("export", "{activities: [export], territories: {roles: [buyer], within: [KZ]}}")


def value(one: Order, name: str, **parts: Any) -> Value:
    return next(iter(Enricher(reference(**parts), frozenset({name})).rows(one))).row[name]


def members(one: Order, name: str, **parts: Any) -> Members:
    """The same of a fact that is a set."""
    found = value(one, name, **parts)
    assert isinstance(found, Members)
    return found


def said(fact: str, text: str, subject: str = "order:SO-1/sale") -> Answers:
    return answers_on(DAY, [Answered(subject, fact, text, "a letter")], [])


def unnamed(**parties: Party) -> Order:
    """An order whose end user and destination nobody named."""
    holders = {role: (holder,) for role, holder in {"buyer": party("NL", "C-1"), **parties}.items()}
    return order(parties=holders, places={})


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("same as buyer", Members.of("NL")),
        (" Same As Buyer ", Members.of("NL")),
        ("buyer", Members.of("NL")),
        ("same as intermediate consignee", Members.of("DE")),
        ("C-9", Members.of("KZ")),
        ("Ann Example; Kazakhstan", Members.of("KZ")),
        ("Ann Example ;KZ", Members.of("KZ")),
        ("Ann Example", UNKNOWN),
    ],
)
def test_an_answer_names_who_fills_a_role(answer: str, expected: Members) -> None:
    register = {"C-9": Party("C-9", ("Nine (example)",), Address("KZ"))}
    one = unnamed(intermediate_consignee=party("DE", "C-3"))
    answers = said("end_user.filled", answer)
    assert value(one, "end_user.territory", answers=answers, parties=register) == expected
    assert value(one, "end_user.filled", answers=answers, parties=register) is True


def test_the_name_of_an_answer_can_be_compared_with_lists() -> None:
    assert value(unnamed(), "end_user.named", answers=said("end_user.filled", "Ann Example; KZ")) is True
    assert value(unnamed(), "end_user.named") is None


@pytest.mark.parametrize("answer", ["same as buyer", "Netherlands", "same as activation place"])
def test_an_answer_names_a_place(answer: str) -> None:
    one = unnamed()
    if "activation" in answer:
        one = order(parties=one.parties, places={"activation_place": (Address("NL"),)})
    assert value(one, "ship_to.territory", answers=said("ship_to.filled", answer)) == Members.of("NL")
    assert "in_country_transfer" in members(one, "activity", answers=said("ship_to.filled", answer)).known


def test_an_answer_never_replaces_a_holder_whom_the_order_names() -> None:
    answers = said("end_user.filled", "Ann Example; KZ")
    assert value(order("NL"), "end_user.territory", answers=answers) == Members.of("NL")
    elsewhere = said("ship_to.filled", "KZ")
    assert value(order("NL"), "ship_to.territory", answers=elsewhere) == Members.of("NL")


def test_an_answer_that_is_no_code_of_a_territory_settles_nothing() -> None:
    answers = said("territory", "Nowhere", "party:C-1")
    assert value(order("Unspecified"), "buyer.territory", answers=answers) == UNKNOWN
    assert value(order("NL"), "buyer.territory", answers=answers) == Members.of("NL")


@pytest.mark.parametrize("name", ["end_user.filled", "end_user.territory", "end_user.listed", "end_user.military"])
def test_whatever_is_missing_of_a_role_that_nobody_filled_the_question_is_who_fills_it(name: str) -> None:
    finding = Finding("m", "1", "hold", "unknown", missing=(name,))
    (asked,) = questions(finding, unnamed(), unnamed().lines[0])
    assert (asked.kind, asked.subject, asked.fact) == ("answer", "order:SO-1/sale", "end_user.filled")
    assert asked.text == "Who is the end user of SO-1/sale?"


def test_a_place_of_departure_that_is_not_known_is_asked_of_the_organisation() -> None:
    finding = Finding("m", "1", "hold", "unknown", missing=("ship_from.territory",))
    (asked,) = questions(finding, order(), order().lines[0])
    assert (asked.kind, asked.subject, asked.fact) == ("answer", "organisation", "actor.territory")
    assert "organisation.yaml" in asked.text


@pytest.mark.parametrize("role", ["end_user", "ship_to"])
def test_what_the_map_assumed_of_a_role_is_asked_of_the_order(role: str) -> None:
    finding = Finding("m", "1", "hold", "applies", missing=(f"{role}.assumed",))
    one = order(assumed=frozenset({role}))
    (asked,) = questions(finding, one, one.lines[0])
    assert (asked.subject, asked.fact) == ("order:SO-1/sale", f"{role}.assumed")
    assert "the map assumed it" in asked.text


def test_whether_goods_are_exported_is_asked_as_where_they_go() -> None:
    one = order("KZ", places={"ship_to": (Address("Unspecified"),)})
    decided = worlds.decide(one, rulebook(EXPORT))
    (finding,) = [f for f in decided.judged[0].judgement.findings if f.measure == "export"]
    assert (finding.effect, finding.missing) == ("hold", ("ship_to.territory",))
    settled = said("ship_to.territory", "DE")
    assert worlds.decide(one, rulebook(EXPORT), reference(answers=settled)).decision.effect == "deny"
    assert worlds.decide(one, rulebook(EXPORT), reference(answers=said("ship_to.territory", "NL"))).decision.effect == (
        "allow"
    )
