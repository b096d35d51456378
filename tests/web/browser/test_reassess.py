"""Reading a replay and trying a change, in a real browser: from the list to the drawing, with and without a script."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.web.browser.checks import MOST_BYTES, Heard, faults, overflows
from tests.web.browser.conftest import PHONE, Open
from tests.web.browser.site import Site
from tests.worlds import SUSPENSION

pytestmark = pytest.mark.xdist_group("browser")


def test_a_replay_is_read(site: Site, tab: Open) -> None:
    """As the auditor does, by keyboard and link."""
    seen = tab("auditor", "/reassess")
    heard = Heard(seen)
    seen.get_by_role("row", name="Replay").get_by_role("link").click()
    seen.get_by_role("link", name="Look at it").press("Enter")
    expect(seen.get_by_role("heading", level=1)).to_have_text("Drafts compared")
    expect(seen.get_by_role("img", name="Changed lines by month").first).to_be_visible()
    assert not faults(seen)
    assert not heard.complaints
    assert heard.bytes < MOST_BYTES
    with seen.expect_download() as got:
        seen.get_by_role("link", name="The report with maps").click()
    assert got.value.suggested_filename == "report.html"


def test_a_change_is_tried_on_a_phone_without_a_script(tab: Open) -> None:
    seen = tab("officer", "/reassess/what-if?measure=suspension", PHONE, has_script=False, is_dark=True)
    field = seen.get_by_label("Measures, as they are written")
    assert "Temporary suspension" in field.input_value()
    field.fill(SUSPENSION.replace("[RU, UA]", "[RU]"))
    seen.get_by_label("Day for all lines").fill("2022-05-02")
    seen.get_by_role("button", name="Count it now").click()
    expect(seen.get_by_text("12 lines no longer stopped")).to_be_visible()
    assert not overflows(seen)


def test_what_is_wrong_with_a_change_is_told_beside_it(tab: Open) -> None:
    seen = tab("officer", "/reassess/what-if")
    seen.get_by_label("Measures, as they are written").fill("measure: x\neffect: maybe\n")
    seen.get_by_role("button", name="Count it now").click()
    expect(seen.get_by_label("Measures, as they are written")).to_have_attribute("aria-invalid", "true")
    expect(seen.get_by_label("Measures, as they are written")).to_have_value("measure: x\neffect: maybe\n")
    assert not faults(seen)


def test_a_job_is_followed_and_stopped(tab: Open) -> None:
    seen = tab("officer", "/reassess/proofs")
    seen.get_by_label("Property").fill("never allow where any role within RU")
    seen.get_by_role("button", name="Prove it").click()
    expect(seen.get_by_text("The proof is asked for.")).to_be_visible()
    expect(seen.locator("#job")).to_have_attribute("hx-trigger", "every 1s")
    seen.get_by_role("button", name="Stop it").click()
    expect(seen.get_by_text("It is stopped; nothing was done.")).to_be_visible()
    assert not faults(seen)


@pytest.mark.parametrize("path", ["/mail", "/jobs", "/reassess", "/reassess/proofs"])
def test_pages_are_whole_on_a_phone(tab: Open, path: str) -> None:
    seen = tab("administrator" if path == "/mail" else "officer", path, PHONE)
    assert not overflows(seen)
    assert not faults(seen)
