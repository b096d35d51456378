"""Journeys at screening: a possible match followed from the list to a disposition, with a keyboard, and on a phone."""

from __future__ import annotations

import pytest

from tests.web.browser.checks import faults, overflows
from tests.web.browser.conftest import PHONE, Open

pytestmark = pytest.mark.xdist_group("browser")


def test_a_match_is_followed_to_a_disposition(tab: Open) -> None:
    """From the list to the match; more is needed first, then the answer; it no longer waits for a person."""
    seen = tab("officer", "/screening")
    seen.get_by_role("link", name="Volkov Rotor Works BV").click()
    assert seen.get_by_role("heading", level=1).inner_text().startswith("Is Volkov Rotor Works BV the listed")
    assert not faults(seen)
    seen.get_by_label("cannot be told yet").check()
    seen.get_by_label("Reason").fill("extract of the trade register, from the dealer")
    seen.get_by_role("button", name="Put it on record").click()
    assert "It is on record as act" in seen.get_by_role("status").inner_text()
    seen.get_by_label("not the listed party").check()
    seen.get_by_label("Reason").fill("another company number in the extract of 2 May")
    seen.get_by_role("button", name="Put it on record").click()
    said = seen.locator(".timeline").inner_text()
    assert "another company number" in said
    assert "extract of the trade register" in said
    seen.goto("/screening")
    assert seen.get_by_role("link", name="Volkov Rotor Works BV").count() == 0
    seen.goto("/screening?show=false_positive")
    assert seen.get_by_role("link", name="Volkov Rotor Works BV").count() == 1


def test_without_a_script_it_is_the_same(tab: Open) -> None:
    seen = tab("officer", "/parties", has_script=False)
    seen.get_by_label("Name or our id, in any script").fill("nordb")
    seen.get_by_role("button", name="Search").click()
    seen.get_by_role("link", name="Nordblick Drohnen (example) GmbH").first.click()
    assert "Who owns it" in seen.get_by_role("main").inner_text()
    assert seen.locator("svg[role=img]").count() == 1


def test_a_name_compared_is_whole_on_a_phone_in_the_dark(tab: Open) -> None:
    seen = tab("officer", "/screening/names?name=Volkof+Rotor+Works&country=RU", PHONE, is_dark=True)
    assert "OWN#1" in seen.get_by_role("main").inner_text()
    assert not overflows(seen)
    assert not faults(seen)
