"""Whoever is refused while they still send reads why; what they send is read on, and no longer than it may take."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from moratorium.web.lingering import Linger

REFUSED = (
    {"type": "http.response.start", "status": 413, "headers": [(b"content-length", b"9"), (b"x", b"y")]},
    {"type": "http.response.body", "body": b"too large", "more_body": False},
)
PIECE = {"type": "http.request", "body": b"x", "more_body": True}
LAST = {"type": "http.request", "body": b"", "more_body": False}
GONE = {"type": "http.disconnect"}


def passed(
    header: tuple[bytes, bytes],
    pieces: list[dict[str, Any]],
    read: int,
    *more: tuple[bytes, bytes],
    version: str = "1.1",
) -> tuple[list[Any], int]:
    """What goes out to a caller whose body comes in pieces, of which the application reads some; and how many are left.

    After the last piece nothing more ever comes.
    """
    left, sent = list(pieces), list[Any]()

    async def receive() -> Any:
        if not left:
            await asyncio.sleep(60)
        return left.pop(0)

    async def send(message: Any) -> None:
        sent.append((message, len(left)))

    async def application(_: Any, receive: Any, send: Any) -> None:
        for _ in range(read):
            await receive()
        for message in REFUSED:
            await send(message)

    scope: Any = {"type": "http", "http_version": version, "headers": [header, *more]}
    asyncio.run(Linger(application, 60, still=0.05)(scope, receive, send))
    return sent, len(left)


CHUNKED = (b"transfer-encoding", b"chunked")


@pytest.mark.parametrize("header", [CHUNKED, (b"content-length", b"1073741824")])
@pytest.mark.parametrize("end", [[LAST], [GONE], []], ids=["whole", "gone", "silent"])
def test_the_answer_goes_out_before_the_rest_is_read_and_the_connection_ends_after_it(
    header: tuple[bytes, bytes], end: list[dict[str, Any]]
) -> None:
    sent, left = passed(header, [PIECE] * 5 + end, 1)
    (start, before), (body, still), (last, _) = sent
    assert start == {**REFUSED[0], "headers": [(b"x", b"y"), (b"connection", b"close")]}
    assert body == {**REFUSED[1], "more_body": True}
    assert before == still == 4 + len(end)
    assert last == {"type": "http.response.body", "body": b"", "more_body": False}
    assert left == 0


@pytest.mark.parametrize(
    ("header", "pieces"), [(CHUNKED, [PIECE, LAST]), ((b"content-length", b"0"), []), ((b"accept", b"*/*"), [])]
)
def test_an_answer_to_what_has_come_whole_goes_out_as_it_is(
    header: tuple[bytes, bytes], pieces: list[dict[str, Any]]
) -> None:
    sent, _ = passed(header, pieces, len(pieces))
    assert [message for message, _ in sent] == list(REFUSED)


def test_who_asks_before_sending_is_answered_and_not_waited_for() -> None:
    """They send nothing after a refusal; had they sent some of it, the rest would be read on."""
    asked = (b"expect", b"100-continue")
    sent, left = passed(CHUNKED, [PIECE, LAST], 0, asked)
    assert ([message for message, _ in sent], left) == (list(REFUSED), 2)
    assert passed(CHUNKED, [PIECE, PIECE, LAST], 1, asked)[1] == 0


def test_nothing_is_said_of_a_connection_in_http_2() -> None:
    """There such a header is a fault, for which the answer would not be read."""
    sent, left = passed((b"content-length", b"9"), [PIECE, LAST], 0, version="2")
    assert sent[0][0] == {**REFUSED[0], "headers": [(b"x", b"y")]}
    assert left == 0


def test_what_comes_without_end_is_read_no_longer_than_a_body_may_take() -> None:
    sent = []

    async def receive() -> Any:
        await asyncio.sleep(0.01)
        return PIECE

    async def send(message: Any) -> None:
        sent.append(message)

    async def application(_: Any, __: Any, send: Any) -> None:
        for message in REFUSED:
            await send(message)

    scope: Any = {"type": "http", "http_version": "1.1", "headers": [CHUNKED]}
    asyncio.run(Linger(application, 0.05)(scope, receive, send))
    assert [message["type"] for message in sent] == ["http.response.start", *["http.response.body"] * 2]
