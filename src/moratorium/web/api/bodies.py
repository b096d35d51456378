"""What was sent, bounded and read: its size, how long it takes, its depth, its types, and what does not fit."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import msgspec
from litestar import Request
from litestar.exceptions import InternalServerException

from moratorium.errors import Fault, InputError
from moratorium.terms.repeated import repeated
from moratorium.web.api.problems import StatusError

MAX_BYTES = 8 * 1024 * 1024
"""Of one body."""

MOST_SECONDS = 30.0
"""So long one body may take to come: who sends a byte now and then must not keep a connection for ever."""

_ONCE = "state it once: one of the two would be left out"

T = TypeVar("T")


async def content_of(request: Request[Any, Any, Any]) -> bytes:
    """The bytes of a JSON body.

    Raises:
        StatusError: it is not said to be JSON, is empty, came too slowly or broke off.
        RequestEntityTooLarge: it is larger than any body may be.
    """
    kind, options = request.content_type
    if kind != "application/json" or options.get("charset", "utf-8").lower() not in ("utf-8", "utf8"):
        raise StatusError(415, f"`{kind[:100] or 'nothing'}` is not read here")
    packed = request.headers.get("content-encoding", "identity")
    if packed.lower() != "identity":
        raise StatusError(415, f"a body packed as `{packed[:100]}` is not read here", "send it as it is")
    async with in_time(MOST_SECONDS):
        content = await request.body()
    if not content.strip():
        raise StatusError(400, "nothing was sent")
    try:
        content.decode()
    except UnicodeDecodeError as error:
        raise StatusError(400, f"it is not UTF-8 from byte {error.start} on") from error
    return content


@asynccontextmanager
async def in_time(seconds: float) -> AsyncIterator[None]:
    """Within it a body is read, in so long and no longer.

    Raises:
        StatusError: it came too slowly, or broke off.
    """
    try:
        async with asyncio.timeout(seconds):
            yield
    except TimeoutError as error:
        headers = {"connection": "close"}
        raise StatusError(408, f"not all of it came within {seconds:.0f} s", "send it again", headers) from error
    except InternalServerException as error:  # so the framework says that the caller is gone; nobody reads the answer
        raise StatusError(400, "the connection broke before all of it had come", "send it again") from error


def read_json(content: bytes, kind: type[T]) -> T:
    """A body as its shape.

    Raises:
        StatusError: it is not JSON.
        InputError: it does not fit the shape; says where.
    """
    try:
        read = msgspec.json.decode(content, type=kind)
        twice = repeated(content.decode()) if kind is not msgspec.Raw else None
    except msgspec.ValidationError as error:
        raise InputError.of([spoken(error)]) from error
    except RecursionError as error:  # of what a shape skips; what it reads is as deep as the shape
        raise StatusError(400, "it is nested too deeply", "no form of ours is nested more than eight deep") from error
    except (msgspec.DecodeError, UnicodeError) as error:
        raise StatusError(400, f"not readable as JSON: {error}") from error
    if twice is not None:
        raise InputError(f"`{twice}` stands twice in one object", twice, _ONCE)
    return read


def each_once(parameters: Sequence[tuple[str, str]]) -> dict[str, str]:
    """The parameters of a query by name.

    Raises:
        InputError: one stands twice.

    >>> each_once([("on", "2022-04-26"), ("limit", "5")])
    {'on': '2022-04-26', 'limit': '5'}
    """
    names = [name for name, _ in parameters]
    twice = [name for name in dict.fromkeys(names) if names.count(name) > 1]
    if twice:
        raise InputError.of([Fault(f"`{name}` stands twice", name, _ONCE) for name in twice])
    return dict(parameters)


def read_query(parameters: Mapping[str, str], kind: type[T]) -> T:
    """The parameters of a query as their shape.

    Raises:
        InputError: one is unknown, or is not of its type.
    """
    try:
        return msgspec.convert(dict(parameters), kind, strict=False, str_keys=True)
    except msgspec.ValidationError as error:
        raise InputError.of([spoken(error)]) from error


def spoken(error: msgspec.ValidationError) -> Fault:
    """What does not fit, and where."""
    words, _, place = str(error).partition(" - at `")
    at = place.removesuffix("`").removeprefix("$").removeprefix(".")
    return Fault(words[:1].lower() + words[1:], at, "see /openapi.json for its form")
