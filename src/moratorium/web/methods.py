"""HEAD and OPTIONS, which every address takes: HEAD is GET without the content, OPTIONS tells which methods there are.

Programs that look whether a service is there ask by HEAD. The framework answers it nowhere, and of an address with
several operations tells the methods of one of them; asked by a method that there is not, it tells all.
"""

from __future__ import annotations

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

_NONE = "-"
"""A method that no address takes."""

_NO_CONTENT, _NOT_ALLOWED = 204, 405


class Methods:
    """Wraps the application.

    Args:
        app: What is wrapped.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request through."""
        if scope["type"] != ScopeType.HTTP:
            await self._app(scope, receive, send)
            return
        asked: str = scope["method"]
        is_told = False  # OPTIONS: the address is there, and its methods are told

        async def sent(message: Message) -> None:
            nonlocal is_told
            if message["type"] == "http.response.start" and message["status"] == _NOT_ALLOWED:
                headers = [
                    (name, _with_head(value) if name == b"allow" else value) for name, value in message["headers"]
                ]
                is_told = asked == "OPTIONS"
                message = {**message, "headers": headers}
                if is_told:
                    kept = [one for one in headers if not one[0].startswith(b"content-")]
                    message = {**message, "status": _NO_CONTENT, "headers": kept}
            elif message["type"] == "http.response.body" and (is_told or asked == "HEAD"):
                message = {**message, "body": b""}
            await send(message)

        # in place, for whoever wraps this one reads there what was found
        scope["method"] = {"HEAD": "GET", "OPTIONS": _NONE}.get(asked, asked)  # type: ignore[typeddict-item]  # any word
        await self._app(scope, receive, sent)


def _with_head(methods: bytes) -> bytes:
    """The methods of an address, each once; where there is GET there is HEAD.

    >>> _with_head(b"POST, OPTIONS, GET")
    b'GET, HEAD, OPTIONS, POST'
    """
    found = set(methods.split(b", "))
    return b", ".join(sorted(found | {b"HEAD"} if b"GET" in found else found))
