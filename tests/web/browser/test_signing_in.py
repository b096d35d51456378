"""Journeys of the console's frame in a real browser: a first sign-in, a session that ended, the keyboard, no script."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from moratorium.desk import accounts, sessions
from moratorium.desk.home import open_home
from tests.web.browser.conftest import Open
from tests.web.browser.site import Site

pytestmark = pytest.mark.xdist_group("browser")

PASSWORD = "three quiet herons"


def test_somebody_invited_signs_in_types_too_long_and_loses_nothing(site: Site, tab: Open) -> None:
    """From the link to the password, to a form that is sent after the session ended, to the same form filled in."""
    home = open_home(site.home, "ann")
    with home.store:
        secret = accounts.invite(home, "ida", "administrator")
    page = tab(None, f"/welcome/{secret}")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Set the password").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Today")
    page.get_by_role("link", name="People").click()
    page.get_by_label("Name", exact=False).last.fill("gus the third")
    page.get_by_label("Role").select_option("counsel")
    with open_home(site.home, "ann").store as store:
        sessions.end(type(home)(home.path, store, home.identity), sessions.Person("ida", "", ""), everywhere=True)
    page.get_by_role("button", name="Invite").click()
    expect(page.get_by_text("nothing that you typed is lost")).to_be_visible()
    page.get_by_label("Name").fill("ida")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("nothing was done yet")).to_be_visible()
    assert page.get_by_label("Name", exact=False).last.input_value() == "gus the third"
    assert page.get_by_label("Role").input_value() == "counsel"
    page.get_by_role("button", name="Invite").click()
    expect(page.get_by_text("not a usable name")).to_be_visible()
    page.get_by_label("Name", exact=False).last.fill("gus")
    page.get_by_role("button", name="Invite").click()
    expect(page.locator("pre")).to_contain_text("/welcome/")


def test_pages_are_used_with_the_keyboard_and_without_a_script(tab: Open) -> None:
    """Tab reaches the content first, then the sections; languages are a button away, and the page says so."""
    page = tab("auditor", "/acts", has_script=False)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="To the content")).to_be_focused()
    page.keyboard.press("Enter")
    page.locator("summary").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Nederlands").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Handelingen")
    page.get_by_label("Wie").fill("ann")
    page.get_by_label("Wie").press("Enter")
    assert "who=ann" in page.url
    page.locator("summary").click()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Acts")


def test_somebody_chooses_dark_and_the_page_is_dark_but_on_paper(tab: Open) -> None:
    """The menu closes by Escape, and who pressed it is where they were; paper is white and shows nothing to press."""
    page = tab("counsel", "/")
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    menu = page.locator("summary").first
    menu.click()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(menu).to_be_focused()
    expect(page.get_by_role("button", name="Dark")).to_be_hidden()
    menu.press("Enter")
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert page.evaluate(ground) != light
    page.emulate_media(media="print")
    assert page.evaluate(ground) == light
    assert not page.get_by_role("navigation").or_(page.get_by_role("search")).or_(page.get_by_role("button")).all()
    expect(page.locator(".printed")).to_contain_text("cor · ")
