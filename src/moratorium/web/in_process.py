"""The service called within this process, without a port: the demo enters its story so, as any other program would.

Every call goes through the whole application: the key is looked up, the role is checked, the body is read into its
shape, and errors come back as the problems that callers over the network are told.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import msgspec

from moratorium.desk import whoami
from moratorium.desk.home import Home
from moratorium.desk.identities import names
from moratorium.desk.service import IDENTITY, Service, open_served_home
from moratorium.web.api.app import make_app
from moratorium.web.api.watching import Figures


class Caller:
    """Calls the operations of a service; one call at a time.

    Args:
        service: Open; it is closed by whoever opened it.
    """

    def __init__(self, service: Service) -> None:
        self._app = make_app(service, Figures())
        self._loop = asyncio.new_event_loop()

    def __call__(self, key: str, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        """Call an operation.

        Args:
            key: Of the caller.
            method: HTTP method.
            path: With its query, as it stands in a URL.
            body: What is sent, as plain values; None for nothing.

        Returns:
            The status, and what was answered as plain values; bytes where it is no JSON.
        """
        content = b"" if body is None else msgspec.json.encode(body)
        status, kind, answered = self._loop.run_until_complete(self._called(key, method, path, content))
        return status, msgspec.json.decode(answered) if "json" in kind else answered

    def close(self) -> None:
        """Give back the loop."""
        self._loop.run_until_complete(self._loop.shutdown_default_executor())
        self._loop.close()

    async def _called(self, key: str, method: str, path: str, content: bytes) -> tuple[int, str, bytes]:
        bare, _, query = path.partition("?")
        headers = [(b"authorization", f"Bearer {key}".encode()), (b"content-type", b"application/json")]
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "scheme": "http",
            "method": method,
            "path": bare,
            "raw_path": bare.encode(),
            "root_path": "",
            "query_string": query.encode(),
            "headers": [*headers, (b"content-length", str(len(content)).encode())],
            "client": ("127.0.0.1", 0),
            "server": ("127.0.0.1", 0),
            "state": {},
        }
        told: list[Any] = []

        async def receive() -> Any:
            return {"type": "http.request", "body": content, "more_body": False}

        async def send(message: Any) -> None:
            told.append(message)

        await self._app(scope, receive, send)  # type: ignore[arg-type]  # a plain scope, as servers make it
        head = next(one for one in told if one["type"] == "http.response.start")
        body = b"".join(one.get("body", b"") for one in told if one["type"] == "http.response.body")
        kinds = [value.decode() for name, value in head["headers"] if name.lower() == b"content-type"]
        return head["status"], kinds[0] if kinds else "", body


@contextmanager
def called_in_process(home: Home) -> Iterator[Caller]:
    """The service over the state of a home, by its clock; it signs with an identity of its own, made on first use.

    Args:
        home: Whose database is in its folder.
    """
    if IDENTITY not in names(home.path):
        whoami.make(replace(home, identity=None), IDENTITY)
    served = replace(open_served_home(home.path, database=str(home.path)), clock=home.clock)
    service = Service(served)
    caller = Caller(service)
    try:
        yield caller
    finally:
        caller.close()
        service.close()
