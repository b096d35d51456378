"""Who may see and do what in the console: every cell of the table."""

from __future__ import annotations

import html
import re
from urllib.parse import urlsplit

import pytest

from moratorium.desk.permissions import PERMISSIONS, ROLES, may
from moratorium.web.console.page import Page
from moratorium.web.console.pages import PAGES
from moratorium.web.console.routing import page_of, routes_of
from tests.web.office import Office
from tests.web.people import Visitor, anybody, signed_in

pytestmark = pytest.mark.xdist_group("console_access")  # what all of it looks at is made once

OPEN = {"/sign-in", "/welcome/{secret}", "/settings", "/reply/{token}", "/report-misuse"}
ASKED = [one for one in PAGES if one.permission is not None]
ROUTES = routes_of(PAGES)
PEOPLE = [role for role in ROLES if role != "machine"]


@pytest.fixture(scope="session")
def everybody(shared_office: Office) -> dict[str, Visitor]:
    """Somebody of each role."""
    return {role: signed_in(shared_office, role) for role in PEOPLE}


def opened(visitor: Visitor, page: Page) -> int:
    """Status of a page asked for by somebody, where nothing is there and nothing that is sent fits."""
    path = re.sub(r"{[\w:]+}", "none", page.path)
    answer = visitor.get(path) if page.method == "GET" else visitor.send(path, "", _token="no token")
    return answer.status_code


@pytest.mark.parametrize("page", ASKED, ids=lambda one: one.name)
def test_each_row_of_the_table(everybody: dict[str, Visitor], page: Page) -> None:
    """A role that may is let in, whatever becomes of the request; one that may not is refused before it is read."""
    assert page.permission is not None
    statuses = {role: opened(everybody[role], page) for role in PEOPLE}
    assert max(statuses.values()) < 500
    assert {role: status != 403 for role, status in statuses.items()} == {
        role: may(role, page.permission) for role in PEOPLE
    }


@pytest.mark.parametrize("role", ["requester", "administrator"])
def test_no_link_leads_to_a_page_that_is_refused(everybody: dict[str, Visitor], role: str) -> None:
    """Of those who may least: each page that they reach offers only what they may open, and leads to all of it."""
    waiting, reached, refused = ["/"], set[str](), []
    while waiting:
        address = waiting.pop()
        page = page_of(ROUTES, urlsplit(address).path)
        if page is None or page.path in reached:
            continue
        reached.add(page.path)
        answer = everybody[role].get(address)
        refused += [address] if answer.status_code == 403 else []
        waiting += map(html.unescape, re.findall(r'<a\b[^>]*\bhref="(/[^"]*)"', answer.text))
    assert not refused
    lists = {
        one.path for one in ASKED if one.method == "GET" and "{" not in one.path and may(role, one.permission or "")
    }
    assert lists - reached == {"/search"}


def test_every_page_but_those_for_everybody_names_a_row_of_the_table() -> None:
    assert {one.path for one in PAGES if one.permission is None} == OPEN
    assert {one.permission for one in ASKED} <= set(PERMISSIONS)


def test_every_form_has_a_page_to_go_back_to_that_it_can_fill() -> None:
    shown = {page.path for page in PAGES if page.method == "GET"}
    for page in PAGES:
        if page.back:
            assert page.method == "POST"
            assert page.back in shown
            assert set(re.findall(r"{(\w+)", page.back)) <= set(re.findall(r"{(\w+)", page.path))


@pytest.mark.parametrize("page", ASKED, ids=lambda one: one.name)
def test_nobody_who_is_not_signed_in_sees_anything(shared_office: Office, page: Page) -> None:
    """A page leads to the sign-in, a form shows it."""
    assert opened(anybody(shared_office), page) == (303 if page.method == "GET" else 401)
