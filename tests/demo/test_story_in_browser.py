"""The story of 2022 read in a real browser: from the account of the quarter to what it counts, and to its proof."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import pytest
from playwright.sync_api import Page, expect

from moratorium.desk import accounts, sessions
from moratorium.desk.home import open_home
from tests.demo.told import Told
from tests.web.browser.checks import faults
from tests.web.browser.conftest import PHONE, chromium
from tests.web.running import running

pytestmark = pytest.mark.xdist_group("demo_run")  # the story is told once


@pytest.fixture(scope="module")
def auditor(told: Told, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """An auditor at the console over the story's own state, on a phone."""
    folder = Path(copytree(told.folder / "home", tmp_path_factory.mktemp("story") / "home"))
    home = open_home(folder, "ann")
    with home.store:
        accounts.invite(home, "dee", "auditor")
        secret = sessions.begin(home, "dee").secret
    with running(folder) as server, chromium() as browser:
        width, height = PHONE
        context = browser.new_context(base_url=server.url, viewport={"width": width, "height": height}, locale="en-GB")
        context.set_default_timeout(60_000)
        context.add_cookies([{"name": "moratorium", "value": secret, "url": server.url}])
        yield context.new_page()
        context.close()


def test_noticed_and_not_confirmed_is_counted_proved_and_read(auditor: Page) -> None:
    auditor.goto("/quarters/2022-Q1")
    expect(auditor.get_by_role("heading", level=1)).to_have_text("Account of 2022-Q1")
    assert not faults(auditor)
    auditor.get_by_role("row", name="reports noticed, not confirmed").get_by_role("link").click()
    row = auditor.get_by_role("row", name="case moved on").first
    with auditor.expect_download() as receipt:
        row.get_by_role("link", name="act-").click()
    assert receipt.value.suggested_filename.endswith(".zip")
    row.get_by_role("link", name="MR-2022-").click()
    expect(auditor.get_by_text("noticed, not confirmed").first).to_be_visible()


@pytest.mark.parametrize(
    ("quarter", "counted", "link", "heading"),
    [
        ("2022-Q1", "delistings heard of", "DL-2022-", "range"),
        ("2022-Q1", "allegations answered", "AL-2022-", "detection receiver"),
        ("2022-Q2", "recipients who had acknowledged", "NO-2022-", "OWN-2022-04-26-RU-UA"),
    ],
)
def test_what_the_account_counts_leads_to_the_record(
    auditor: Page, quarter: str, counted: str, link: str, heading: str
) -> None:
    auditor.goto(f"/quarters/{quarter}")
    auditor.get_by_role("row", name=counted).get_by_role("link").click()
    auditor.get_by_role("link", name=link).first.click()
    expect(auditor.get_by_role("heading", level=1)).to_contain_text(heading)


def test_the_suspension_stands_with_two_people_and_what_is_not_controlled_is_said(auditor: Page) -> None:
    auditor.goto("/quarters/2022-Q2")
    expect(auditor.get_by_text("OWN-2022-04-26-RU-UA").first).to_be_visible()
    for lever in ("flight geofence", "activation"):
        expect(auditor.get_by_text(lever).first).to_be_visible()
    auditor.goto("/measures/OWN-2022-04-26-RU-UA")
    for name in ("ann", "bo"):
        expect(auditor.get_by_text(name, exact=False).first).to_be_visible()
