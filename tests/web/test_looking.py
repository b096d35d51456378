"""What is recorded, read over HTTP: in pages, with ETags, and only what is there."""

from __future__ import annotations

import base64
from typing import Any

import msgspec
import pytest

from moratorium.desk import rulebooks
from moratorium.ledger.note import Verifier
from moratorium.ledger.receipt import decode_receipt
from moratorium.ledger.verify import verify_receipt
from moratorium.terms.canon import digest_bytes
from moratorium.web.api import shapes
from tests.web.office import Office, form
from tests.worlds import measure_text


def read(office: Office, path: str, shape: Any, role: str = "auditor", **given: Any) -> Any:
    """What a path answers, by the shape that the contract promises."""
    answer = office.call("GET", path, role, **given)
    assert answer.status_code == 200, answer.text
    return msgspec.json.decode(answer.content, type=shape)


@pytest.fixture
def decided(office: Office) -> Office:
    """Seven orders decided: two allowed, three held (two of them since nobody stated a country), two denied."""
    countries = ["NL", "BY", "RU", "NL", None, "RU", None]
    office.decide([form(country, f"SO-{i}") for i, country in enumerate(countries)])
    return office


def test_pages_hold_every_order_once(decided: Office) -> None:
    found: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = read(decided, "/v1/orders", shapes.OrdersShape, params={"limit": 3, **cursor})
        found += [one.order for one in page.orders]
        if page.next is None:
            break
        cursor = {"cursor": page.next}
    assert found == [f"SO-{i}" for i in range(7)]


@pytest.mark.parametrize(("effect", "count"), [("allow", 2), ("hold", 3), ("deny", 2)])
def test_orders_are_found_by_their_effect(decided: Office, effect: str, count: int) -> None:
    page = read(decided, "/v1/orders", shapes.OrdersShape, params={"effect": effect})
    assert {one.effect for one in page.orders} == {effect}
    assert len(page.orders) == count


def test_an_order_shows_its_document_its_decision_and_why(decided: Office) -> None:
    (one,) = read(decided, "/v1/orders/SO-2", shapes.OrderVariantsShape).orders
    assert (one.order.effect, one.actor) == ("deny", "machine@service")
    assert one.document["parties"]["buyer"][0]["address"]["country"] == "RU"
    assert [finding.measure for finding in one.lines[0].findings if finding.effect == "deny"] == ["suspension"]


def test_an_id_with_a_slash_is_had_by_its_id_and_by_its_key(office: Office) -> None:
    office.decide(form("BY", "45/00 #1")).raise_for_status()
    for path in ("/v1/orders/45%2F00%20%231", "/v1/orders/45%2f00%20%231%2Fsale"):
        (one,) = read(office, path, shapes.OrderVariantsShape).orders
        assert one.order.order == "45/00 #1"
    path = "/v1/holds/45%2F00%20%231%2Fsale"
    assert office.call("POST", f"{path}/assign", json={"to": "ann"}).status_code == 200
    assert office.call("GET", path).json()["hold"]["assignee"] == "ann"


def test_questions_come_with_what_they_would_settle(decided: Office) -> None:
    page = read(decided, "/v1/questions", shapes.QuestionsShape, params={"limit": 2})
    every = read(decided, "/v1/questions", shapes.QuestionsShape)
    assert len(page.questions) == 2
    assert page.total == every.total == len(every.questions) > 2
    assert {one.kind for one in every.questions} == {"answer", "clearance"}
    rest = read(decided, "/v1/questions", shapes.QuestionsShape, params={"cursor": page.next})
    assert [*page.questions, *rest.questions] == list(every.questions)


def test_questions_of_an_order_that_is_no_longer_held_go(decided: Office) -> None:
    before = read(decided, "/v1/questions", shapes.QuestionsShape).total
    decided.decide(form("NL", "SO-1"))
    assert read(decided, "/v1/questions", shapes.QuestionsShape).total == before - 1


def test_a_measure_shows_its_text_and_who_brought_it_in(office: Office) -> None:
    found = read(office, "/v1/measures/suspension", shapes.WholeMeasureShape)
    assert found.document.strip().startswith("measure: suspension")
    assert len(found.history) == 1
    assert "approved by bo" in found.words[0]
    listed = read(office, "/v1/measures", shapes.MeasuresShape)
    assert {"suspension", "watch-by", "base-territory"} <= {one.measure for one in listed.measures}


def test_a_measure_of_the_base_pack_is_shown_too(office: Office) -> None:
    found = read(office, "/v1/measures/base-territory", shapes.WholeMeasureShape)
    assert found.history == ()
    assert found.document


def test_lists_say_that_they_were_never_imported(office: Office) -> None:
    found = {one.source: one for one in read(office, "/v1/lists", shapes.ListsShape).lists}
    assert found["ofac-sdn"].published is None
    assert found["ofac-sdn"].versions == 0


def test_acts_say_who_did_what(decided: Office) -> None:
    page = read(decided, "/v1/acts", shapes.ActsShape, params={"kind": "approved"})
    assert [(one.actor, one.signed) for one in page.acts] == [("bo", True)]
    first = read(decided, "/v1/acts", shapes.ActsShape, params={"limit": 4})
    rest = read(decided, "/v1/acts", shapes.ActsShape, params={"cursor": first.next})
    assert [one.number for one in (*first.acts, *rest.acts)] == list(range(first.size))


def test_a_receipt_is_verified_offline_and_names_the_holder(decided: Office) -> None:
    number = read(decided, "/v1/orders/SO-2", shapes.OrderVariantsShape).orders[0].order.decision
    found = read(decided, f"/v1/acts/{number}/receipt", shapes.ReceiptShape)
    proved = verify_receipt(decode_receipt(found.receipt.encode()), [Verifier.parse(found.vkey)])
    assert (proved.index, b'"actor":"machine@service"' in proved.payload) == (number, True)
    assert found.evidence
    assert all(digest_bytes(content.encode()) == digest for digest, content in found.evidence.items())


# -- what is not there, and what has not changed ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/v1/orders/SO-99", 404),
        ("/v1/measures/nope", 404),
        ("/v1/proposals/0", 404),
        ("/v1/acts/99999/receipt", 404),
        ("/v1/acts/x/receipt", 422),
        ("/v1/orders?effect=maybe", 422),
        ("/v1/orders?limit=0", 422),
        ("/v1/orders?limit=1001", 422),
        ("/v1/orders?nope=1", 422),
        ("/v1/orders?cursor=%25", 422),
        ("/v1/acts?cursor=" + base64.urlsafe_b64encode(b"x").decode().rstrip("="), 422),
        ("/v1/nothing", 404),
        ("/v1/orders/SO-2/00", 404),
    ],
)
def test_what_is_not_there_is_told(shared_office: Office, path: str, status: int) -> None:
    answer = shared_office.call("GET", path, "auditor")
    assert answer.json()["instance"] == f"urn:moratorium:request:{answer.headers['x-request-id']}"
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert answer.json()["status"] == status


@pytest.mark.parametrize("path", ["/v1/orders", "/v1/orders/SO-1", "/v1/measures", "/v1/lists", "/v1/acts"])
def test_what_has_not_changed_is_not_sent_again(decided: Office, path: str) -> None:
    first = decided.call("GET", path, "auditor")
    again = decided.call("GET", path, "auditor", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = decided.call("GET", path, "auditor", headers={"if-none-match": '"other"'})
    assert other.content == first.content


def test_the_etag_of_a_measure_is_that_of_its_text(office: Office) -> None:
    before = office.call("GET", "/v1/measures/suspension", "auditor")
    number = rulebooks.propose_documents(office.home, {"w.yaml": measure_text("another")})
    office.call("POST", f"/v1/proposals/{number}/approve", "approver")
    after = office.call("GET", "/v1/measures/suspension", "auditor")
    assert before.headers["etag"] == after.headers["etag"]
