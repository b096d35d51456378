"""Holds in a real browser: one released by two people, and a requester asked who replies on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from moratorium.desk import holds
from moratorium.desk.asking import _sealed, _Token
from moratorium.desk.hold_rules import keep_rules
from moratorium.desk.home import open_home
from tests.web.browser.checks import Heard, faults, overflows
from tests.web.browser.conftest import PHONE, Open
from tests.web.browser.site import Site

pytestmark = pytest.mark.xdist_group("browser")


def test_a_hold_is_released_by_two_people(tab: Open, site: Site) -> None:
    """From the queue to the confirmation of another person, with what one may not do not offered."""
    home = open_home(site.home, "ann")
    with home.store:
        keep_rules(home, "two_people_above: {EUR: 50}")
    ann, bo = tab("officer", "/holds"), tab("approver", "/holds/clearances")
    heard = Heard(ann)
    assert not faults(ann)
    ann.get_by_role("link", name="watch-by: may this go on, and who says so?").first.click()
    ann.get_by_label("Reason").fill("site visit, report 17")
    ann.get_by_role("button", name="See what it would do").click()
    expect(ann.get_by_text("would wait for a second person")).to_be_visible()
    assert not faults(ann)
    ann.get_by_role("button", name="Record it").click()
    expect(ann.get_by_role("status")).to_contain_text("waits for a second person")
    ann.goto("/orders/SO-1005/sale")
    expect(ann.get_by_text("You proposed it, so another person confirms.")).to_be_visible()
    expect(ann.get_by_role("button", name="Confirm: it goes on")).to_have_count(0)
    assert not faults(ann)
    bo.reload()
    assert not faults(bo)
    bo.get_by_role("button", name="Confirm: the orders go on").click()
    expect(bo.get_by_role("status")).to_contain_text("orders go on")
    ann.reload()
    expect(ann.get_by_role("heading", level=1)).to_contain_text("SO-1005/sale")
    expect(ann.get_by_role("heading", name="watch-by: may this go on, and who says so?")).to_have_count(0)
    expect(ann.get_by_role("row", name="site visit, report 17")).to_contain_text("ann@service + bo@service")
    assert not heard.complaints


def test_a_requester_is_asked_and_replies_on_a_phone(tab: Open, site: Site) -> None:
    """The link needs no account; the reply moves nothing until an officer takes it, and above the value another one."""
    home = open_home(site.home, "ann")
    with home.store:
        keep_rules(home, "two_people_above: {EUR: 50}")
    ann = tab("officer", "/orders/SO-1006/sale")
    ann.get_by_text("Ask the requester").last.click()
    ann.get_by_label("Mail address").last.fill("h.vries@dealer.example")
    ann.get_by_role("button", name="Send the question").last.click()
    expect(ann.get_by_role("status")).to_contain_text("the clock stands still")
    home = open_home(site.home, "ann")
    with home.store:
        (asked,) = holds.hold(home, "SO-1006/sale").asks
        link = f"/reply/{_sealed(home, _Token(asked.act, int(asked.until.timestamp()), 'ann'))}"
    phone = tab(None, link, PHONE)
    expect(phone.get_by_role("heading", level=1)).to_contain_text("A question about order SO-1006")
    assert not faults(phone)
    assert not overflows(phone)
    phone.get_by_label("Your answer").fill("NL")
    phone.get_by_label("Your name, and what you do").fill("H. de Vries, sales")
    phone.get_by_role("button", name="Send it").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Thank you")
    ann.reload()
    expect(ann.get_by_text("H. de Vries, sales").first).to_be_visible()
    assert not faults(ann)
    ann.get_by_role("button", name="Take it as the answer").click()
    expect(ann.get_by_role("status")).to_contain_text("The rest waits for a second person")
    expect(ann.get_by_text("You answered it, so another person confirms.")).to_be_visible()
    assert not faults(ann)
    bo = tab("approver", "/holds/clearances")
    expect(bo.get_by_text("reply by link to h.vries@dealer.example").first).to_be_visible()
    assert not faults(bo)
    bo.goto("/orders/SO-1006/sale")
    assert not faults(bo)
    bo.get_by_role("button", name="Confirm this answer").click()
    expect(bo.get_by_role("status")).to_contain_text("It is recorded")
    expect(bo.get_by_role("row", name="reply by link to h.vries@dealer.example")).to_contain_text(
        "ann@service + bo@service"
    )
