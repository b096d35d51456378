"""What is odd about a rulebook is told, and nothing else is."""

from __future__ import annotations

from datetime import date

import pytest

from moratorium.proof.warnings import warnings
from tests.proof.worlds import book, period, question, starter
from tests.worlds import SUSPENSION, measure_text

RU = "{activities: all, territories: {roles: any, within: [RU]}}"
UA = "{activities: all, territories: {roles: any, within: [UA]}}"
CRIMEA = "{activities: all, territories: {roles: any, within: [UA-43]}}"


def told(*documents: str, on: date = date(2026, 11, 28)) -> tuple[str, ...]:
    """What is told of some measures."""
    return warnings(question(book(*documents), period=period(on))).told


def exempt(where: str) -> str:
    """Exemptions, as YAML."""
    return f'[{{id: e, title: e, where: "{where}"}}]'


def test_of_a_sound_rulebook_nothing_is_told() -> None:
    assert told(SUSPENSION, measure_text("crimea", CRIMEA)) == ()


@pytest.mark.parametrize(
    "scope",
    [
        '{where: "quantity > 5 AND quantity <= 5"}',
        "{activities: [repair], where: \"NOT activity IN ('repair', 'export')\"}",
        "{territories: {roles: [buyer], within: [UA-43]}, where: \"NOT buyer.territory IN ('UA')\"}",
        "{where: \"status = 'open' AND status = 'closed'\"}",
        "{where: end_user.military AND NOT end_user.military}",
    ],
)
def test_a_measure_that_can_never_apply(scope: str) -> None:
    assert told(measure_text("m", scope)) == ("`m` can never apply: no order and no day meet its condition",)


def test_a_measure_that_ended_is_left_alone() -> None:
    assert (
        told(measure_text("m", "{where: quantity > 5 AND quantity < 5}", in_force="[[2020-01-01, 2021-01-01]]")) == ()
    )


def test_an_exemption_that_covers_everything() -> None:
    swallowed = measure_text("m", CRIMEA, exemptions=exempt("any_role.territory IN ('UA')"))
    assert told(swallowed) == ("`m`: its exemption `e` covers everything that it is about, so it never applies",)
    assert told(measure_text("m", UA, exemptions=exempt("any_role.territory IN ('UA-43')"))) == ()


def test_two_measures_that_are_the_same() -> None:
    one, other = measure_text("one", RU), measure_text("other", "{territories: {roles: any, within: [RU, RU-MOW]}}")
    assert told(one, other) == ("`one` and `other` have the same effect on every order; one of them is enough",)
    assert told(one, measure_text("other", RU, in_force="[[2026-12-01, null]]")) == ()


def test_a_review_after_the_end() -> None:
    review = "{every: P1Y, question: is it needed, owner: us}"
    late = measure_text("m", RU, in_force="[[2026-12-01, 2027-03-01]]", review=review)
    assert told(late) == (
        "`m`: its next review is due on 2027-12-01, and it ends on 2027-03-01; nobody would look at it",
    )
    assert told(measure_text("m", RU, in_force="[[2026-12-01, null]]", review=review)) == ()


def test_an_end_that_opens_a_region_with_its_country() -> None:
    """Lifting UA must not open UA-43."""
    ending = measure_text("ua", UA, in_force="[[2022-04-26, 2027-01-01]]")
    (one,) = told(ending)
    assert one.startswith("`ua` ends on 2027-01-01; orders to `UA-40`, `UA-43`, ")
    assert "`UA-43`" not in "".join(told(ending, measure_text("crimea", CRIMEA)))
    assert "`UA-43`" in "".join(told(ending, measure_text("crimea", CRIMEA, active="{inactive: not verified}")))
    assert told(ending, on=date(2027, 2, 1)) == ()


def test_the_starter_rulebook_holds_nothing_that_never_applies() -> None:
    found = warnings(question(starter()))
    assert found.unread == 0
    assert not [one for one in found.told if "never apply" in one or "covers everything" in one]
