"""Licences over HTTP: put on record, drawn down, given back; never more than is left, and the order decided again."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import httpx
import msgspec
import pytest

from moratorium.web.api import licence_shapes as shapes
from moratorium.web.api.shapes import NumberShape
from tests.web.office import Office, form

LICENCE = {"number": "X-117", "law": "eu", "source": "letter, file 117", "quantity": "3", "values": {"EUR": "1000"}}


def put(office: Office, role: str = "officer", **fields: Any) -> httpx.Response:
    """Put the licence on record, with other terms."""
    return office.call("POST", "/v1/authorisations", role, json={**LICENCE, **fields})


def draw(office: Office, order: str, **fields: Any) -> httpx.Response:
    """Draw from the licence."""
    body = {"authorisation": "X-117", "order": order, **fields}
    return office.call("POST", "/v1/drawdowns", "machine", json=body)


def shown(office: Office) -> shapes.AuthorisationShape:
    """The licence as it stands."""
    answer = office.call("GET", "/v1/authorisations/X-117", "auditor")
    return msgspec.json.decode(answer.content, type=shapes.AuthorisationShape)


@pytest.fixture
def licensed(office: Office) -> Office:
    """Four orders, and a licence for three pieces."""
    office.decide([form("NL", f"SO-{i}") for i in range(4)])
    assert put(office).status_code == 200
    return office


def test_a_licence_shows_its_terms_and_what_is_left(licensed: Office) -> None:
    found = shown(licensed)
    assert (found.state, found.by) == ("in force", "ann@service")
    assert found.granted == found.left == {"pieces": Decimal(3), "EUR": Decimal(1000)}
    page = licensed.call("GET", "/v1/authorisations", "auditor")
    assert msgspec.json.decode(page.content, type=shapes.AuthorisationsShape).authorisations == (found,)


def test_what_is_drawn_is_counted_and_the_order_decided_again(licensed: Office) -> None:
    drew = msgspec.json.decode(draw(licensed, "SO-1").content, type=shapes.DrewShape)
    assert (drew.new, drew.amounts) == (True, {"pieces": Decimal(1), "EUR": Decimal(100)})
    assert drew.left == shown(licensed).left == {"pieces": Decimal(2), "EUR": Decimal(900)}
    assert drew.again is not None
    assert drew.again.decided == 1


def test_the_same_is_drawn_once(licensed: Office) -> None:
    first, second = (msgspec.json.decode(draw(licensed, "SO-1").content, type=shapes.DrewShape) for _ in range(2))
    assert (first.new, second.new) == (True, False)
    assert first.drawdown == second.drawdown
    assert shown(licensed).left["pieces"] == 2


def test_more_than_is_left_is_refused_and_nothing_is_drawn(licensed: Office) -> None:
    answer = draw(licensed, "SO-1", quantity="4")
    assert answer.status_code == 403
    assert "leaves 3 pieces, 4 are wanted" in answer.json()["detail"]
    assert shown(licensed).left["pieces"] == 3


def test_what_is_given_back_can_be_drawn_again(licensed: Office) -> None:
    drawdown = draw(licensed, "SO-1", quantity="3").json()["drawdown"]
    assert draw(licensed, "SO-2").status_code == 403
    back = licensed.call("POST", f"/v1/drawdowns/{drawdown}/release", json={"reason": "cancelled"})
    assert msgspec.json.decode(back.content, type=shapes.ReleasedShape).amounts["pieces"] == 3
    assert draw(licensed, "SO-2").status_code == 200
    assert licensed.call("POST", f"/v1/drawdowns/{drawdown}/release", json={"reason": "again"}).status_code == 409


def test_drawdowns_come_in_pages_of_an_authorisation_or_an_order(licensed: Office) -> None:
    for i in range(3):
        assert draw(licensed, f"SO-{i}").status_code == 200
    found: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        answer = licensed.call(
            "GET", "/v1/drawdowns", "auditor", params={"authorisation": "X-117", "limit": 2, **cursor}
        )
        page = msgspec.json.decode(answer.content, type=shapes.DrawdownsShape)
        found += [one.order for one in page.drawdowns]
        if page.next is None:
            break
        cursor = {"cursor": page.next}
    assert found == ["SO-0/sale", "SO-1/sale", "SO-2/sale"]
    of_order = licensed.call("GET", "/v1/drawdowns", "auditor", params={"order": "SO-1/sale"}).json()["drawdowns"]
    assert [one["order"] for one in of_order] == ["SO-1/sale"]


def test_new_terms_are_stated_only_by_who_saw_those_of_now(licensed: Office) -> None:
    act = shown(licensed).act
    assert put(licensed, quantity="9").status_code == 409
    assert put(licensed, quantity="9", replaces=act + 1).status_code == 409
    changed = msgspec.json.decode(put(licensed, quantity="9", replaces=act).content, type=NumberShape)
    assert shown(licensed).act == changed.number
    assert shown(licensed).left["pieces"] == 9


def test_faulty_terms_are_told_all_at_once(office: Office) -> None:
    answer = put(office, law="mars", values={"euro": "-1"}, territories=["XX"])
    assert answer.status_code == 422
    assert len(answer.json()["faults"]) == 4


def test_orders_that_draw_at_once_never_draw_more_than_is_left(licensed: Office) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda i: draw(licensed, f"SO-{i % 4}", again=False), range(16)))
    assert {one.status_code for one in answers} == {200, 403}
    assert len({one.json()["drawdown"] for one in answers if one.status_code == 200}) == 3
    assert shown(licensed).left["pieces"] == 0
    assert shown(licensed).state == "used up"
