"""Every page that can be reached by links, in a real browser: accessible, light, whole on a phone, refused nothing."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from tests.web.browser.checks import MOST_BYTES, Heard, faults, overflows
from tests.web.browser.conftest import PHONE, Open
from tests.web.browser.crawling import found_pages
from tests.web.browser.site import Site

pytestmark = pytest.mark.xdist_group("browser")


@pytest.fixture(scope="module")
def addresses(site: Site) -> dict[str, tuple[str, str]]:
    """An address of each page, and the role of who found it."""
    return found_pages(site)


def test_pages_are_found_by_links(addresses: dict[str, tuple[str, str]]) -> None:
    assert {"/", "/account", "/acts", "/people"} <= set(addresses)


def test_each_page_is_accessible_light_and_refused_nothing(
    site: Site, addresses: dict[str, tuple[str, str]], tab: Open, browser: Browser
) -> None:
    wrong = []
    for path, (address, role) in sorted(addresses.items()):
        seen = tab(role, "about:blank")
        heard = Heard(seen)
        seen.goto(site.url + address, wait_until="networkidle")
        wrong += [f"{path}: {fault}" for fault in faults(seen)]
        wrong += [f"{path}: {complaint}" for complaint in heard.complaints]
        wrong += [f"{path}: {heard.bytes:,} bytes"] if heard.bytes >= MOST_BYTES else []
        wrong += [f"{path}: no heading"] if seen.locator("h1").count() != 1 else []
        seen.close()
    assert not wrong


def test_each_page_is_whole_on_a_phone_in_the_dark(addresses: dict[str, tuple[str, str]], tab: Open) -> None:
    wrong = []
    for path, (address, role) in sorted(addresses.items()):
        seen = tab(role, address, PHONE, is_dark=True)
        wrong += [f"{path}: wider than the window"] if overflows(seen) else []
        wrong += [f"{path}: {fault}" for fault in faults(seen, "color-contrast", "scrollable-region-focusable")]
        seen.close()
    assert not wrong


def test_the_sign_in_is_accessible(tab: Open) -> None:
    seen = tab(None, "/")
    assert urlsplit(seen.url).path == "/sign-in"
    assert not faults(seen)
