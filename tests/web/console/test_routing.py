"""Which page an address belongs to."""

from __future__ import annotations

import pytest

from moratorium.web.api.problems import StatusError
from moratorium.web.console.page import Page, Shown, filled
from moratorium.web.console.pages import PAGES
from moratorium.web.console.routing import find, page_of, routes_of
from tests.web.office import Office
from tests.web.people import signed_in


def page(method: str, path: str) -> Page:
    """A page that shows nothing."""
    return Page(method, path, None, lambda _: Shown())


TABLE = routes_of(
    [
        page("GET", "/things/{thing:path}"),
        page("GET", "/things/{thing}/edit"),
        page("POST", "/things/{thing}/edit"),
        page("GET", "/things/new"),
        page("GET", "/things"),
        page("GET", "/"),
    ]
)


@pytest.mark.parametrize(
    ("address", "path", "parameters"),
    [
        ("/", "/", {}),
        ("/things", "/things", {}),
        ("/things/new", "/things/new", {}),
        ("/things/a", "/things/{thing:path}", {"thing": "a"}),
        ("/things/a/b", "/things/{thing:path}", {"thing": "a/b"}),
        ("/things/a/edit", "/things/{thing}/edit", {"thing": "a"}),
        ("/things/a/b/edit", "/things/{thing:path}", {"thing": "a/b/edit"}),
        ("/things/\n.*", "/things/{thing:path}", {"thing": "\n.*"}),
    ],
)
def test_a_word_comes_before_a_parameter_and_that_before_a_rest(
    address: str, path: str, parameters: dict[str, str]
) -> None:
    found, values = find(TABLE, "GET", address)
    assert (found.path, values) == (path, parameters)


@pytest.mark.parametrize(("method", "address", "status"), [("GET", "/nothing", 404), ("POST", "/things", 405)])
def test_what_is_no_page_is_told_apart_from_what_takes_no_such_request(method: str, address: str, status: int) -> None:
    with pytest.raises(StatusError) as caught:
        find(TABLE, method, address)
    assert caught.value.status == status


def test_every_page_is_found_by_an_address_of_its_own() -> None:
    """No page stands in another's way."""
    routes = routes_of(PAGES)
    for one in PAGES:
        values = dict.fromkeys(("name", "secret", "number", "order", "party", "measure", "id"), "x-1")
        address = filled(one.path.replace(":path", ""), values)
        if "{" not in address:
            assert find(routes, one.method, address)[0] is one
    assert page_of(routes, "/no/such/page/at/all") is None


def test_the_framework_finds_pages_by_the_same_table(shared_office: Office) -> None:
    ann = signed_in(shared_office, "officer")
    assert ann.get("/acts/").status_code == 200
    assert ann.get("/acts/1").status_code == 200
    assert ann.send("/acts/1").status_code == 405
    assert ann.get("/acts/1/2/3").status_code == 404
    assert ann.http.put("/acts").status_code == 405
    assert "too large" in ann.http.post("/sign-out", content=b"x" * 2_000_000, headers={"content-type": "text/x"}).text
