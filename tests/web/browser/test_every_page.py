"""Every page that can be reached by links, in a real browser: accessible, light, whole on a phone, refused nothing."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from tests.web.browser.checks import MOST_BYTES, Heard, faults, overflows
from tests.web.browser.conftest import DESK, PHONE, Open
from tests.web.browser.crawling import found_pages
from tests.web.browser.site import Site

OF_ONE_FILE = {"/quarters/{quarter}"}
"""Pages whose tables make up one file."""

pytestmark = pytest.mark.xdist_group("browser")


@pytest.fixture(scope="module")
def addresses(site: Site) -> dict[str, tuple[str, str]]:
    """An address of each page, and the role of who found it."""
    return found_pages(site)


def test_pages_are_found_by_links(addresses: dict[str, tuple[str, str]]) -> None:
    assert {"/", "/account", "/acts", "/people"} <= set(addresses)


def test_each_page_is_accessible_light_and_whole_on_a_phone_in_the_dark(
    addresses: dict[str, tuple[str, str]], tab: Open
) -> None:
    """Each is opened once: on a desk in the light, then the same page narrow and dark."""
    wrong = []
    for role in sorted({role for _, role in addresses.values()}):
        seen = tab(role, "about:blank")
        heard = Heard(seen)
        for path, address in sorted((path, address) for path, (address, who) in addresses.items() if who == role):
            heard.begin()
            seen.emulate_media(color_scheme="light")
            seen.set_viewport_size({"width": DESK[0], "height": DESK[1]})
            seen.goto(address, wait_until="load")
            wrong += [f"{path}: {fault}" for fault in (*faults(seen), *heard.complaints)]
            wrong += [f"{path}: {heard.bytes:,} bytes"] if heard.bytes >= MOST_BYTES else []
            wrong += [f"{path}: no heading"] if seen.locator("h1").count() != 1 else []
            files, tables = seen.locator("a[download][href*='export=csv']").count(), seen.locator("main table").count()
            wrong += (
                [f"{path}: {tables} tables, {files} as files"] if tables > files and path not in OF_ONE_FILE else []
            )
            seen.emulate_media(color_scheme="dark")
            seen.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
            wrong += [f"{path}: wider than the window"] if overflows(seen) else []
            wrong += [f"{path}: in the dark {fault}" for fault in faults(seen, "color-contrast")]
    assert not wrong


def test_the_sign_in_is_accessible(tab: Open) -> None:
    seen = tab(None, "/")
    assert urlsplit(seen.url).path == "/sign-in"
    assert not faults(seen)
