"""What is sent is bounded and told apart: not JSON, too large, too deep, not said to be JSON, not of its form."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from litestar import Request
from litestar.exceptions import MethodNotAllowedException
from litestar.types import Message

from moratorium.errors import (
    BusyError,
    ConflictError,
    Fault,
    InputError,
    MissingError,
    MoratoriumError,
    ProofError,
    RefusedError,
    SettingError,
    SourceError,
)
from moratorium.web.api.bodies import MAX_BYTES
from moratorium.web.api.problems import STATUSES, StatusError, told
from tests.web.office import Office, form

JSON = {"content-type": "application/json"}


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"", 400),
        (b"   ", 400),
        (b"{", 400),
        (b'{"id": "\xff"}', 400),
        (b'{"id": "\\ud800"}', 400),
        (b"[" * 100_000, 400),
        (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, 400),
        (b'{"id":"1","id":"2"}', 422),
        (b"null", 422),
        (b"[]", 422),
        (b"NaN", 400),
    ],
)
def test_what_is_no_order_is_told(office: Office, content: bytes, status: int) -> None:
    answer = office.call("POST", "/v1/decisions", "machine", content=content, headers=JSON)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert answer.json()["detail"]


@pytest.mark.parametrize(
    "kind",
    ["text/plain", "application/xml", "application/x-www-form-urlencoded", "application/json; charset=latin-1", ""],
)
def test_what_is_not_said_to_be_json_is_not_read(office: Office, kind: str) -> None:
    answer = office.call("POST", "/v1/decisions", "machine", content=b"{}", headers={"content-type": kind})
    assert answer.status_code == 415


def test_what_is_packed_is_not_read(shared_office: Office) -> None:
    answer = shared_office.call(
        "POST", "/v1/decisions", "machine", content=b"{}", headers={**JSON, "content-encoding": "gzip"}
    )
    assert (answer.status_code, answer.json()["help"]) == (415, "send it as it is")


def test_a_body_that_is_too_large_is_not_read(office: Office) -> None:
    content = b'"' + b"a" * MAX_BYTES + b'"'
    answer = office.call("POST", "/v1/decisions", "machine", content=content, headers=JSON)
    assert (answer.status_code, answer.json()["status"]) == (413, 413)


def test_another_method_is_told_which_there_are(office: Office) -> None:
    answer = office.call("DELETE", "/v1/decisions", "machine")
    assert (answer.status_code, answer.headers["content-type"]) == (405, "application/problem+json")
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS, POST"


def test_head_is_get_without_the_content_and_options_tells_all_methods(shared_office: Office) -> None:
    """Programs that look whether a service is there ask by HEAD."""
    full, head = (shared_office.call(method, "/v1/measures") for method in ("GET", "HEAD"))
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == full.headers["etag"]
    assert head.headers["content-length"] == str(len(full.content))
    assert shared_office.call("HEAD", "/v1/answers/1/confirm").status_code == 405
    assert shared_office.http.head("/v1/measures").status_code == 401
    told = shared_office.http.options("/v1/decisions")
    assert (told.status_code, told.content, told.headers["allow"]) == (204, b"", "GET, HEAD, OPTIONS, POST")
    assert shared_office.http.options("/v1/nothing").status_code == 404
    assert shared_office.http.get("/v1").headers["content-type"] == "application/problem+json"


def test_what_stands_twice_is_refused_since_one_of_the_two_would_be_left_out(office: Office) -> None:
    body = json.dumps([form("NL", "SO-1"), form("NL", "SO-2")]).replace(
        '"SO-1", "activity"', '"SO-1", "id": "SO-3", "activity"'
    )
    batch = office.call("POST", "/v1/decisions", "machine", content=body, headers=JSON).json()
    assert [(one["position"], one["faults"][0]["message"]) for one in batch["rejected"]] == [
        (0, "`id` stands twice in one object")
    ]
    assert [one["order"] for one in batch["decisions"]] == ["SO-2"]
    other = office.call(
        "POST",
        "/v1/screenings",
        content=b'{"parties": [{"names": ["A"]}], "parties": [{"names": ["B"]}]}',
        headers=JSON,
    )
    assert (other.status_code, other.json()["detail"]) == (422, "`parties` stands twice in one object")
    query = office.call("GET", "/v1/orders?effect=hold&effect=deny&limit=1")
    assert (query.status_code, query.json()["faults"][0]["place"]) == (422, "effect")


def test_text_of_every_script_comes_through(office: Office) -> None:
    body = form("NL", "заказ-1", lines=[{"number": "1", "description": "无人机 🚁 \u202e"}])
    assert office.decide(body).json()["order"] == "заказ-1"
    found = office.call("GET", "/v1/orders/заказ-1").json()["orders"][0]["document"]
    assert found["lines"][0]["description"] == "无人机 🚁 \u202e"


# -- errors as problems -----------------------------------------------------------------------------------------------


def request() -> Request[Any, Any, Any]:
    """A request with a number."""
    return Request({"type": "http", "state": {"request_id": "r1"}, "headers": [], "method": "GET"})  # type: ignore[arg-type]  # as much of a request as an error needs


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (InputError("a"), 422),
        (MissingError("a"), 404),
        (RefusedError("a"), 403),
        (ConflictError("a"), 409),
        (SourceError("a"), 503),
        (ProofError("a"), 500),
        (BusyError("a"), 503),
        (SettingError("a"), 503),
        (StatusError(429, "a"), 429),
        (MethodNotAllowedException(), 405),
        (KeyError("secret"), 500),
    ],
)
def test_each_kind_of_error_has_its_status(error: Exception, status: int) -> None:
    answer = told(request(), error)
    assert answer.status_code == status
    assert answer.media_type == "application/problem+json"
    assert b"secret" not in answer.content
    assert b"urn:moratorium:request:r1" in answer.content
    assert ("retry-after" in answer.headers) is (status == 503)


def test_every_kind_is_in_the_table() -> None:
    assert {kind for kind, _ in STATUSES} == {BusyError, SettingError, *MoratoriumError.__subclasses__()}


def test_all_faults_are_told_with_place_and_mend() -> None:
    answer = told(request(), InputError.of([Fault("no id", "a.yaml:1", "write one"), Fault("no title", "a.yaml:1")]))
    assert b'{"place":"a.yaml:1","message":"no id","mend":"write one"}' in answer.content
    assert b'{"place":"a.yaml:1","message":"no title","mend":""}' in answer.content


# -- what comes slowly, or not at all ---------------------------------------------------------------------------------


AS_JSON: dict[bytes, bytes] = {b"content-type": b"application/json"}
AS_FORM: dict[bytes, bytes] = {b"content-type": b"application/x-www-form-urlencoded", b"content-length": b"99"}


async def asked(
    office: Office, events: list[dict[str, Any]], path: str = "/v1/decisions", kind: dict[bytes, bytes] = AS_JSON
) -> list[Any]:
    """What the service answers to a body that comes in these pieces; after the last nothing more ever comes."""
    headers = [(b"authorization", f"Bearer {office.keys['machine']}".encode()), *kind.items()]
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": headers,
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
        "state": {},
    }
    waiting, sent = iter(events), list[Any]()

    async def receive() -> Any:
        event = next(waiting, None)
        if event is None:
            await asyncio.sleep(60)
        return event

    async def send(message: Message) -> None:
        sent.append(message)

    await office.http.app(scope, receive, send)
    return sent


HALF: dict[str, Any] = {"type": "http.request", "body": b'{"id": "SO-1",', "more_body": True}


def test_a_body_that_comes_too_slowly_is_cut_off(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("moratorium.web.api.bodies.MOST_SECONDS", 0.05)
    start, body = office.http.blocking_portal.call(asked, office, [HALF])
    assert (start["status"], b"not all of it came within" in body["body"]) == (408, True)
    assert (b"connection", b"close") in start["headers"]
    monkeypatch.setattr("moratorium.web.console.answering.MOST_SECONDS", 0.05)
    monkeypatch.setattr("moratorium.web.console.answering._LEAST_BYTES_A_SECOND", 1e12)
    start, body = office.http.blocking_portal.call(asked, office, [HALF], "/report-misuse", AS_FORM)
    assert (start["status"], b"not all of it came within" in body["body"]) == (408, True)


def test_a_connection_that_breaks_in_the_middle_of_a_body_is_no_fault_of_ours(office: Office) -> None:
    """Nothing is decided, and no error is counted as ours."""
    start, body = office.http.blocking_portal.call(asked, office, [HALF, {"type": "http.disconnect"}])
    assert (start["status"], b"broke before all of it had come" in body["body"]) == (400, True)
    assert office.call("GET", "/v1/orders/SO-1", "officer").status_code == 404
