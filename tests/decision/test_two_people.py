"""Two people above a value: what one person says of a dear order may hold or deny it, and never lets it go on."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import msgspec
import pytest

from moratorium.decision.decision import graver
from moratorium.decision.facts import Enricher
from moratorium.decision.reference import Reference, answers_on
from moratorium.terms.act import Answered, Cleared
from moratorium.terms.members import Members
from moratorium.terms.order import Order
from moratorium.terms.party import Address
from tests.decision.test_decision_laws import MANY
from tests.worlds import DAY, decide, measure_text, order, reference, rulebook

DELIVERIES = measure_text("deliveries", "{activities: all, territories: {roles: [end_user], within: [RU]}}")
UNCHECKED = measure_text(
    "unchecked", '{activities: all, where: "NOT buyer.background_checked"}', "hold", unknown="{report: a red flag}"
)
MILITARY = measure_text(
    "military", '{activities: all, where: "buyer.military"}', "hold", unknown="{report: a red flag}"
)


def said(fact: str, value: str) -> Answered:
    return Answered("party:C-1", fact, value, "a call")


def known(one: Sequence[Answered], two: Sequence[Answered] = (), above: int = 50) -> Reference:
    """What one person said last, and what two people had said: where they differ it is in doubt."""
    doubted = {(answer.subject, answer.fact) for answer in one}
    return reference(
        answers=answers_on(DAY, [*two, *one], []),
        answers_of_two=answers_on(DAY, [it for it in two if (it.subject, it.fact) not in doubted], [], doubted=doubted),
        two_people_above={"EUR": Decimal(above)},
    )


def effect(book: str, ref: Reference, country: str | None = "NL") -> str:
    return decide(sold_to(country), rulebook(book), ref).decision.effect


def sold_to(country: str | None) -> Order:
    """Goods that go to the Netherlands, to somebody who sits in a country."""
    return order(country, places={"ship_to": (Address("NL"),)})


@pytest.mark.parametrize(
    ("book", "country", "answer"),
    [(DELIVERIES, None, said("territory", "NL")), (UNCHECKED, "NL", said("background_checked", "yes"))],
)
def test_an_answer_releases_a_dear_order_once_two_people_gave_it(
    book: str, country: str | None, answer: Answered
) -> None:
    """Whatever absence means, and also where a measure only reports what it does not know."""
    assert (effect(book, known([]), country), effect(book, known([answer]), country)) == ("hold", "hold")
    assert effect(book, known([], [answer]), country) == "allow"
    assert effect(book, known([answer], above=100), country) == "allow"


@pytest.mark.parametrize(
    ("book", "country", "answer", "grave"),
    [
        (DELIVERIES, None, said("territory", "RU"), "deny"),
        (DELIVERIES, "NL", said("territory", "RU"), "deny"),
        (MILITARY, "NL", said("military", "yes"), "hold"),
    ],
)
def test_an_answer_that_stops_an_order_needs_one_person(
    book: str, country: str | None, answer: Answered, grave: str
) -> None:
    """Nobody waits for a second person to be careful."""
    assert effect(book, known([answer]), country) == grave


def test_what_one_person_says_of_what_two_said_puts_it_in_doubt() -> None:
    """Neither of them lets the order go on: it is open until two people say the same."""
    assert effect(DELIVERIES, known([], [said("territory", "NL")]), None) == "allow"
    for newer in ("NL DE", "DE"):
        assert effect(DELIVERIES, known([said("territory", newer)], [said("territory", "NL")]), None) == "hold"


def test_the_question_of_a_dear_order_stays_the_same_until_it_is_confirmed() -> None:
    """It waits under the question that one person answered, in the words of before."""
    book = rulebook(DELIVERIES)
    before, after = (decide(sold_to(None), book, known(one)) for one in ([], [said("territory", "NL")]))
    asked, still = ([one.question for one in found.judged[0].judgement.findings] for found in (before, after))
    assert asked == still
    assert asked


def test_a_clearance_of_one_person_releases_no_dear_order() -> None:
    """The same reference tells of both."""
    many = rulebook(MANY)
    lines = (msgspec.structs.replace(order().lines[0], quantity=Decimal(9)),)
    held = decide(order(lines=lines), many, known([]))
    (finding,) = held.judged[0].judgement.findings
    cleared = [Cleared("SO-1/sale", finding.measure, finding.revision, finding.row, "seen")]
    for by_two, expected in (([], "hold"), (cleared, "allow")):
        ref = msgspec.structs.replace(
            known([]), answers=answers_on(DAY, [], cleared), answers_of_two=answers_on(DAY, [], by_two)
        )
        assert decide(order(lines=lines), many, ref).decision.effect == expected


def test_the_row_that_a_history_keeps_is_the_one_by_which_a_dear_order_is_held() -> None:
    """What one person said is not known in it; of an order below the value it is."""
    book, one = rulebook(DELIVERIES), sold_to(None)
    for above, is_known in ((50, False), (100, True)):
        ref = known([said("territory", "NL")], above=above)
        (kept,) = Enricher(ref, book.facts).counted(one).rows(one, day=DAY)
        assert kept.row == decide(one, book, ref).rows[0].row
        assert (kept.row["end_user.territory"] == Members.of("NL")) is is_known


def test_what_counts_of_two_people_is_in_the_digests_of_a_decision() -> None:
    """Confirmed or not, the same answer gives two decisions; where no value is set it is none of their parts."""
    one, two = known([said("territory", "NL")]), known([], [said("territory", "NL")])
    assert one.digests()["answers"] == two.digests()["answers"]
    assert one.digests()["two_people"] != two.digests()["two_people"]
    assert "two_people" not in msgspec.structs.replace(one, two_people_above={}).digests()


def test_of_two_judgements_the_graver_finding_of_each_measure_counts() -> None:
    """What is equal is told as the first has it."""
    allowed, denied = (decide(sold_to(it), rulebook(DELIVERIES)).judged[0].judgement for it in ("NL", "RU"))
    held = decide(sold_to(None), rulebook(DELIVERIES)).judged[0].judgement
    assert graver(allowed, denied) == graver(denied, allowed) == denied
    assert {one.effect for one in graver(held, denied).findings if one.measure == "deliveries"} == {"deny"}
    assert graver(allowed, held) == held
