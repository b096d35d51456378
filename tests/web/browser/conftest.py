"""A real Chromium, and a served home that all browser tests of a run share."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from playwright.sync_api import Page as Tab

from tests.web.browser import site as sites
from tests.web.browser.site import Site

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PHONE, DESK = (390, 844), (1280, 900)
"""Width and height, in pixels."""


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A served home with some days of work in it."""
    folder = tmp_path_factory.mktemp("site")
    sites.furnish(folder)
    cookies = sites.people(folder / "home")
    with sites.serving(folder / "home") as url:
        yield Site(url, folder / "home", cookies)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A Chromium without a screen; a test that finds none is skipped."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.skip("needs chromium (`apt-get install chromium`)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield browser
        browser.close()


_open = ExitStack()


@cache
def _one() -> Browser:
    return _open.enter_context(chromium())


@pytest.fixture
def browser() -> Browser:
    """One for all tests of this folder."""
    return _one()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(nextitem: pytest.Item | None) -> Generator[None, None, None]:
    """End the browser after the last test here: while it runs, no other loop can run in the thread of the tests."""
    yield
    if nextitem is None or Path(__file__).parent not in nextitem.path.parents:
        _open.close()
        _one.cache_clear()


Open = Callable[..., Tab]


@pytest.fixture
def tab(site: Site, browser: Browser) -> Iterator[Open]:
    """Opens a tab: ``tab("officer", "/holds", width=390, is_dark=True)``; without a role nobody is signed in."""
    contexts = []

    def opened(role: str | None, path: str = "/", size: tuple[int, int] = DESK, **options: bool | str) -> Tab:
        width, height = size
        is_dark = bool(options.get("is_dark"))
        context = browser.new_context(
            base_url=site.url,
            viewport={"width": width, "height": height},
            color_scheme="dark" if is_dark else "light",
            java_script_enabled=bool(options.get("has_script", True)),
            locale=str(options.get("locale", "en-GB")),
        )
        contexts.append(context)
        context.set_default_timeout(60_000)
        if role is not None:
            context.add_cookies([{"name": "moratorium", "value": site.cookies[role], "url": site.url}])
        found = context.new_page()
        found.goto(path)
        return found

    yield opened
    for context in contexts:
        context.close()
