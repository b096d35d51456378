"""An answer that comes before all was sent still arrives: what is yet to come is read on for a while and thrown away.

Who sends more than is taken, or sends to an address that does not exist, is answered at once. A connection that was
closed there and then would break under their hands while they still send, and most programs never read an answer that
they did not wait for; many systems even take back what had already arrived. So the answer goes out whole, and what
still comes is read until it ends, until nothing comes for a while, or until the time is over that any body may take.
None of it is kept.

Who asks first (``Expect: 100-continue``) has sent nothing yet and need not.
"""

from __future__ import annotations

import asyncio
import contextlib

from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send
from litestar.types.asgi_types import ReceiveMessage

MOST_SECONDS, STILL_SECONDS = 30.0, 5.0
"""So long is read on, and so long if nothing comes."""


_OF_THE_CONNECTION = (b"connection", b"content-length")
"""An answer of a stated length is over for the server with its last byte, and the connection with it."""


class Linger:
    """Wraps the application as it stands on the wire.

    Args:
        app: What is wrapped.
        seconds: So long is read on.
        still: So long if nothing comes.
    """

    def __init__(self, app: ASGIApp, seconds: float = MOST_SECONDS, still: float = STILL_SECONDS) -> None:
        self._app = app
        self._seconds = seconds
        self._still = still

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request through."""
        if scope["type"] != ScopeType.HTTP or not _has_body(scope):
            await self._app(scope, receive, send)
            return
        closing = [(b"connection", b"close")] if scope["http_version"].startswith("1") else []  # a fault in HTTP/2
        has_all = (b"expect", b"100-continue") in scope["headers"]

        async def received() -> ReceiveMessage:
            nonlocal has_all
            message = await receive()
            has_all = _is_last(message)
            return message

        async def sent(message: Message) -> None:
            if has_all:
                await send(message)
            elif message["type"] == "http.response.start":
                others = [one for one in message.get("headers", ()) if one[0].lower() not in _OF_THE_CONNECTION]
                await send({**message, "headers": [*others, *closing]})
            elif message["type"] == "http.response.body" and not message.get("more_body"):
                await send({**message, "more_body": True})
                await self._read_on(receive)
                await send({"type": "http.response.body", "body": b"", "more_body": False})
            else:
                await send(message)

        await self._app(scope, received, sent)

    async def _read_on(self, receive: Receive) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._seconds):
                has_ended = False
                while not has_ended:
                    async with asyncio.timeout(self._still):  # `wait_for` of Python 3.11 can lose the end of the other
                        has_ended = _is_last(await receive())


def _has_body(scope: HTTPScope) -> bool:
    """Whether a body is announced: by its length, or in chunks."""
    headers = dict(scope["headers"])
    return b"transfer-encoding" in headers or headers.get(b"content-length", b"0") != b"0"


def _is_last(message: ReceiveMessage) -> bool:
    return message["type"] == "http.disconnect" or not message.get("more_body")
