"""One question to the service and its answer: a connection kept open, and asking again while that can help.

It asks again after 429 and 503, and when the connection broke, until the time that the caller has is over. A request
that changes something carries a key of its own, the same at each try, so that it is done once however often it is sent.
"""

from __future__ import annotations

import http.client
import math
import random
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

import msgspec

from moratorium.client.problems import BY_STATUS, ClientError, UnavailableError
from moratorium.web.api.shapes import Problem

_FIRST_WAIT, _LONGEST_WAIT = 0.2, 5.0
_AGAIN = frozenset({429, 503})
_BROKEN = (OSError, http.client.HTTPException)


class Request(NamedTuple):
    """One request.

    Attributes:
        method: HTTP method.
        path: With its query.
        body: In JSON; None for none.
        headers: Beyond those of every request.
    """

    method: str
    path: str
    body: bytes | None
    headers: Mapping[str, str]


class Answered(NamedTuple):
    """An answer of success.

    Attributes:
        status: 200, or 304.
        headers: Of the answer, their names in lower case.
        content: Its bytes.
    """

    status: int
    headers: Mapping[str, str]
    content: bytes


class Sender:
    """Sends requests; many threads may use it at once, each with a connection of its own.

    Args:
        address: Of the service, with ``http`` or ``https``.
        key: Who calls.
        timeout: Seconds to wait for a connection, and for each next piece of an answer.
        patience: Seconds after which it is not asked again.
        context: Whose certificates are trusted; None for the system's.
        sleep: Waits; tests hand in another.

    Raises:
        ValueError: the address is none.
    """

    def __init__(
        self,
        address: str,
        key: str,
        timeout: float,
        patience: float,
        context: ssl.SSLContext | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(f"`{address}` is no address of a service: write it as https://HOST")
        self._parts = parts
        self._key = key
        self._timeout = timeout
        self._patience = patience
        self._context = context
        self._sleep = sleep
        self._own = threading.local()

    def close(self) -> None:
        """Close this thread's connection."""
        connection: http.client.HTTPConnection | None = getattr(self._own, "connection", None)
        if connection is not None:
            connection.close()
            self._own.connection = None

    def send(self, request: Request) -> Answered:
        """Send a request until it is answered, or the time is over.

        Raises:
            ClientError: it was answered with a problem; or was not answered.
        """
        deadline = time.monotonic() + self._patience
        wait = _FIRST_WAIT
        while True:
            after, error = wait, ClientError("not asked")
            try:
                status, headers, content = self._once(request)
            except _BROKEN as broken:
                self.close()
                error = UnavailableError(f"no answer: {str(broken) or type(broken).__name__}")
            else:
                if status < 400:
                    return Answered(status, headers, content)
                error = problem_of(status, content)
                if status not in _AGAIN:
                    raise error
                after = max(wait, _seconds(headers.get("retry-after")))
            if time.monotonic() + after > deadline:
                raise error
            self._sleep(after * (1 + random.random() / 4))  # noqa: S311 - so that many callers do not come back at once
            wait = min(2 * wait, _LONGEST_WAIT)

    def _once(self, request: Request) -> tuple[int, Mapping[str, str], bytes]:
        connection = self._connection()
        headers = {
            "authorization": f"Bearer {self._key}",
            "accept": "application/json, application/problem+json",
            **({"content-type": "application/json"} if request.body is not None else {}),
            **request.headers,
        }
        connection.request(request.method, self._parts.path.rstrip("/") + request.path, request.body, headers)
        answer = connection.getresponse()
        content = answer.read()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, content

    def _connection(self) -> http.client.HTTPConnection:
        connection: http.client.HTTPConnection | None = getattr(self._own, "connection", None)
        if connection is None:
            host, port = self._parts.hostname or "", self._parts.port
            if self._parts.scheme == "https":
                context = self._context or ssl.create_default_context()
                connection = http.client.HTTPSConnection(host, port, timeout=self._timeout, context=context)
            else:
                connection = http.client.HTTPConnection(host, port, timeout=self._timeout)
            self._own.connection = connection
        return connection


def problem_of(status: int, content: bytes) -> ClientError:
    """What an answer of failure says, as an exception."""
    kind = BY_STATUS.get(status, ClientError)
    with suppress(msgspec.MsgspecError):
        problem = msgspec.json.decode(content, type=Problem)
        told = f"{problem.detail}; {problem.help}" if problem.help else problem.detail
        return kind(told, problem)
    return kind(f"the service answered {status} and nothing readable")


def asked(path: str, query: Mapping[str, object]) -> str:
    """A path with its query; what is None is left out."""
    given = {name: _written(value) for name, value in query.items() if value is not None}
    return f"{path}?{urlencode(given)}" if given else path


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _seconds(text: str | None) -> float:
    try:
        found = float(text or 0)
    except ValueError:
        return 0.0
    return found if math.isfinite(found) else 0.0
