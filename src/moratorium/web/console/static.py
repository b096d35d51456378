"""Files that pages load: style, script, pictures. Each has a name with its digest, so browsers keep it for ever."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, NamedTuple

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler

from moratorium.report import shapes

_TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "svg": "image/svg+xml",
    "png": "image/png",
    "woff2": "font/woff2",
}
"""What is served; a file with another ending, such as a notice, is not."""

_PACKED = frozenset({"css", "js", "json", "svg"})
_LEAST = 500


class File(NamedTuple):
    """A file as it is served.

    Attributes:
        content: Its bytes.
        packed: The same compressed; empty if that gains nothing.
        media_type: Of it.
    """

    content: bytes
    packed: bytes
    media_type: str


def address(name: str) -> str:
    """Where a file is found.

    Raises:
        KeyError: there is no such file.
    """
    return _addresses()[name]


@cache
def _addresses() -> dict[str, str]:
    return {name: f"/static/{_named(name, file.content)}" for name, file in _files().items()}


@cache
def _by_address() -> dict[str, File]:
    return {_addresses()[name].removeprefix("/static/"): file for name, file in _files().items()}


def _named(name: str, content: bytes) -> str:
    """The name of a file with its digest.

    >>> _named("maps/world.json", b"")
    'maps/world.e3b0c44298fc1c14.json'
    """
    stem, _, ending = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(content).hexdigest()[:16]}.{ending}"


@cache
def _files() -> dict[str, File]:
    return dict([*_found(files("moratorium.web.console") / "static", ""), *_made()])


def _made() -> Iterator[tuple[str, File]]:
    """Files that are made when first asked for: the outlines of maps."""
    yield "world.svg", _file(shapes.file(), "svg")


def _file(content: bytes, ending: str) -> File:
    packed = gzip.compress(content, 9, mtime=0) if ending in _PACKED and len(content) > _LEAST else b""
    return File(content, packed, _TYPES[ending])


def _found(folder: Traversable, prefix: str) -> Iterator[tuple[str, File]]:
    for one in sorted(folder.iterdir(), key=lambda entry: entry.name):
        ending = one.name.rpartition(".")[2]
        if one.is_dir():
            yield from _found(one, f"{prefix}{one.name}/")
        elif ending in _TYPES:
            yield f"{prefix}{one.name}", _file(one.read_bytes(), ending)


def takes_gzip(request: Request[Any, Any, Any]) -> bool:
    """Whether a browser takes what is compressed."""
    return "gzip" in request.headers.get("accept-encoding", "")


def handler() -> HTTPRouteHandler:
    """Serves the files; asked for under a name with another digest, it has none."""

    @get("/static/{name:path}", name="static", sync_to_thread=False)
    def static(request: Request[Any, Any, Any]) -> Response[bytes]:
        file = _by_address().get(str(request.path_params["name"]).removeprefix("/"))
        if file is None:
            raise NotFoundException("no such file")
        headers = {
            "cache-control": "public, max-age=31536000, immutable",
            "x-content-type-options": "nosniff",
            "vary": "accept-encoding",
        }
        if file.packed and takes_gzip(request):
            return Response(file.packed, media_type=file.media_type, headers={**headers, "content-encoding": "gzip"})
        return Response(file.content, media_type=file.media_type, headers=headers)

    return static
