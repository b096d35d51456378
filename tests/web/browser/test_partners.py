"""A partner in a real browser, on a phone: a notice read and acknowledged, an undertaking handed in with its file."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from moratorium.desk import cases
from moratorium.desk.home import open_home
from tests.desk.partner_office import DUTCH, ENGLISH
from tests.web.browser.checks import Heard, faults, overflows
from tests.web.browser.conftest import PHONE, Open
from tests.web.browser.site import Site

pytestmark = pytest.mark.xdist_group("browser")


def test_a_partner_acknowledges_a_notice_on_a_phone(tab: Open, site: Site) -> None:
    """In their language, with their name, and on record from then on; without a script, too."""
    phone = tab("partner", "/partner", PHONE, locale="nl-NL", has_script=False)
    heard = Heard(phone)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Berichten en vragen aan u")
    phone.get_by_role("link", name="Bericht NO-2022").last.click()
    expect(phone.get_by_role("article")).to_have_text(DUTCH)
    assert not overflows(phone)
    id = phone.url.rpartition("/")[2]
    phone.get_by_role("link", name="English").click()
    expect(phone.get_by_role("article")).to_have_text(ENGLISH)
    phone.get_by_label("Uw naam").fill("Hilda Veenstra")
    phone.get_by_role("button", name="Ik heb het gelezen").click()
    expect(phone.get_by_role("status")).to_contain_text("Vastgelegd is dat u het bericht hebt gelezen")
    expect(phone.get_by_role("button", name="Ik heb het gelezen")).to_have_count(0)
    assert not overflows(phone)
    assert not heard.complaints
    ann = tab("officer", f"/cases/{id}")
    expect(ann.get_by_text("Hilda Veenstra").first).to_be_visible()
    ann.goto("/partners")
    expect(ann.get_by_role("row", name="C-7")).to_be_visible()
    assert not faults(ann)


def test_a_partner_hands_in_an_undertaking_with_its_signed_file_on_a_phone(tab: Open, site: Site) -> None:
    phone = tab("partner", "/partner/undertakings", PHONE)
    assert not faults(phone)
    phone.get_by_label("What it is").select_option("no_reexport")
    phone.get_by_label("Not to be re-exported to").fill("ru by")
    phone.get_by_label("First day on which it no longer counts").fill("2030-01-01")
    phone.get_by_label("Your name").fill("Hilda Veenstra")
    signed = {"name": "clause.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 signed"}
    phone.get_by_label("Signed file").set_input_files(signed)  # type: ignore[arg-type]  # a file as a table is taken
    phone.get_by_role("button", name="Hand it in").click()
    expect(phone.get_by_role("status")).to_contain_text("It counts once we have accepted it")
    assert not overflows(phone)
    home = open_home(site.home, "ann")
    with home.store:
        newest = cases.listed(home, cases.wanted(kind="undertaking"))[0]
        (file,) = cases.shown(home, newest.id).case.attachments
    assert (newest.state, file.name) == ("handed_in", "clause.pdf")


def test_the_portal_has_no_serious_fault_in_light_and_dark(tab: Open) -> None:
    for is_dark in (False, True):
        phone = tab("partner", "/partner", PHONE, is_dark=is_dark)
        assert not faults(phone)
        phone.get_by_role("link", name="Notice NO-2022").first.click()
        assert not faults(phone)
        assert not overflows(phone)
