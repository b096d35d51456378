"""The account of a quarter in a real browser: from a number to its proof, to the case; and handed on."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.web.browser.checks import faults, overflows
from tests.web.browser.conftest import PHONE, Open

pytestmark = pytest.mark.xdist_group("browser")


def test_a_number_is_followed_to_its_proof_and_to_the_case(tab: Open) -> None:
    seen = tab("auditor", "/quarters")
    seen.get_by_role("row", name="2022-Q2").get_by_role("link").click()
    expect(seen.get_by_role("heading", level=1)).to_have_text("Account of 2022-Q2")
    assert not faults(seen)
    with seen.expect_download() as got:
        seen.get_by_role("link", name="PDF").click()
    assert got.value.suggested_filename == "account-2022-Q2-board.pdf"
    seen.get_by_role("row", name="allegations taken in").get_by_role("link").click()
    expect(seen.get_by_role("heading", level=1)).to_have_text("allegations taken in")
    assert not faults(seen)
    row = seen.get_by_role("row", name="case moved on").first
    with seen.expect_download() as receipt:
        row.get_by_role("link", name="act-").click()
    assert receipt.value.suggested_filename.endswith(".zip")
    row.get_by_role("link", name="AL-2022-").click()
    expect(seen.get_by_role("heading", level=1)).to_contain_text("Two points in a post")


def test_the_edition_for_everybody_is_read_on_a_phone_without_a_script(tab: Open) -> None:
    seen = tab("officer", "/quarters/2022-Q2", PHONE, has_script=False, is_dark=True)
    expect(seen.get_by_text("Internal ground", exact=True).first).to_be_visible()
    seen.get_by_role("link", name="See the edition for everybody").click()
    expect(seen.get_by_text("no names, no internal ground")).to_be_visible()
    expect(seen.get_by_text("Internal ground", exact=True)).to_have_count(0)
    assert not overflows(seen)
