"""An operation of the API: who may, what goes in, what comes out, which statuses. The table of them is the API.

What all operations do is done here, once: the caller is let in, query and body are read into their shapes, the use case
runs beside the loop that serves others, and the answer gets its ETag.
"""

from __future__ import annotations

import asyncio
import hashlib
import inspect
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import msgspec
from litestar import Request, Response, route
from litestar.handlers import HTTPRouteHandler
from litestar.response import Stream

from moratorium.desk.api_keys import Key
from moratorium.desk.home import Home
from moratorium.desk.service import Service
from moratorium.errors import RefusedError
from moratorium.web.api.access import Buckets, caller, let_in
from moratorium.web.api.bodies import MAX_BYTES, content_of, each_once, read_json, read_query
from moratorium.web.api.slashes import with_slashes

JSON = "application/json"


class NoQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An operation without parameters."""


@dataclass(frozen=True)
class Call:
    """One call of an operation.

    Attributes:
        operation: Its name.
        service: What is served.
        who: Who calls; None where no key is asked for.
        path: Parameters of the path, as text.
        query: Parameters of the query, in their shape.
        content: Bytes of the body; empty if the operation takes none.
        body: The body in its shape; None if the operation reads the bytes itself.
        headers: Of the request.
        extras: What the application hands to operations, by name.
    """

    operation: str
    service: Service
    who: Key | None
    path: Mapping[str, str]
    query: Any
    content: bytes
    body: Any
    headers: Mapping[str, str]
    extras: Mapping[str, Any]

    @property
    def key(self) -> Key:
        """Who calls, of an operation that asks for a key."""
        if self.who is None:
            raise RefusedError("nobody calls")
        return self.who

    @property
    def home(self) -> Home:
        """The home with the caller as who acts."""
        return self.service.acting(self.key)


class Answer(NamedTuple):
    """What an operation answers.

    Attributes:
        content: A value that has a JSON form, or the bytes themselves, whole or piece by piece.
        media_type: Of the bytes.
        headers: To be sent with it.
        status: The HTTP status.
    """

    content: Any
    media_type: str = JSON
    headers: Mapping[str, str] = {}
    status: int = 200


Run = Callable[[Call], Answer | Awaitable[Answer]]


@dataclass(frozen=True)
class Operation:
    """One operation.

    Attributes:
        method: HTTP method.
        path: Below the root; parameters in braces.
        summary: What it does, in a line.
        run: Does it. A plain function runs in a thread; a coroutine waits without holding one.
        answers: Shapes of which the answer has one; none if it is no JSON.
        accepts: Shape of the answer 202, of what is begun and not waited for; None if there is no such answer.
        permission: Row of the table of permissions; None lets everybody in, without a key.
        description: More about it.
        query: Shape of the query.
        body: Shape of the body; None for none.
        reads_bytes: Whether it reads the body itself; the shape is then for the document alone.
        example: Of the body.
        statuses: Errors that it may answer beyond those of its kind.
        media_type: Of the answer.
        has_etag: Whether the answer is named by an ETag.
        takes_key: Whether it takes an idempotency key.
    """

    method: str
    path: str
    summary: str
    run: Run
    answers: Sequence[type] = ()
    permission: str | None = None
    description: str = ""
    query: type[msgspec.Struct] = NoQuery
    body: Any = None
    reads_bytes: bool = False
    example: Any = None
    statuses: Sequence[int] = ()
    media_type: str = JSON
    has_etag: bool = False
    takes_key: bool = False
    accepts: type | None = None

    @property
    def name(self) -> str:
        """A name of its own, such as ``get_orders``."""
        parts = [part.strip("{}") for part in self.path.split("/") if part and part != "v1"]
        return "_".join([self.method.lower(), *parts]).replace(".", "_").replace("-", "_")


_ENCODER = msgspec.json.Encoder(decimal_format="string")


def handler_of(operation: Operation, service: Service, buckets: Buckets, extras: Mapping[str, Any]) -> HTTPRouteHandler:
    """The operation as a handler of the framework."""
    is_plain = not inspect.iscoroutinefunction(operation.run)

    async def handle(request: Request[Any, Any, Any]) -> Response[Any]:
        call = await _called(request, operation, service, buckets, extras)
        answer = await asyncio.to_thread(operation.run, call) if is_plain else operation.run(call)
        if inspect.isawaitable(answer):
            answer = await answer
        return _response(request, operation, answer)

    path = operation.path.replace("}", ":str}")
    return route(
        path,
        http_method=operation.method,  # type: ignore[arg-type]  # a plain text is taken
        name=operation.name,
        status_code=200,
        request_max_body_size=MAX_BYTES,
        opt={"operation": operation},
    )(handle)


async def _called(
    request: Request[Any, Any, Any],
    operation: Operation,
    service: Service,
    buckets: Buckets,
    extras: Mapping[str, Any],
) -> Call:
    """Let the caller in, then read what they sent: who may not call learns nothing of what is wrong with it."""
    key = None
    if operation.permission is not None:
        key = await caller(request, service)
        let_in(key, operation.permission, buckets)
    query = read_query(each_once(list(request.query_params.multi_items())), operation.query)
    content = await content_of(request) if operation.body is not None else b""
    read = operation.body is not None and not operation.reads_bytes
    body = read_json(content, operation.body) if read else None
    path = {name: with_slashes(str(value)) for name, value in request.path_params.items()}
    return Call(operation.name, service, key, path, query, content, body, request.headers, extras)


def _response(request: Request[Any, Any, Any], operation: Operation, answer: Answer) -> Response[Any]:
    if isinstance(answer.content, Iterator):
        return Stream(answer.content, media_type=answer.media_type, headers=dict(answer.headers))
    content = answer.content if isinstance(answer.content, bytes) else _ENCODER.encode(answer.content)
    headers = dict(answer.headers)
    if operation.has_etag:
        tag = headers.setdefault("etag", etag(content))
        if _is_known(request.headers.get("if-none-match", ""), tag):
            return Response(b"", status_code=304, headers=headers, media_type=answer.media_type)
    return Response(content, status_code=answer.status, headers=headers, media_type=answer.media_type)


def etag(content: bytes) -> str:
    """The ETag of a content.

    >>> etag(b"")
    '"e3b0c44298fc1c149afbf4c8996fb924"'
    """
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def _is_known(header: str, tag: str) -> bool:
    return header.strip() == "*" or tag in {one.strip().removeprefix("W/") for one in header.split(",")}
