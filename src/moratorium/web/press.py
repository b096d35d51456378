"""The press page as it is served: to everybody, without signing in, kept by caches for a minute.

What is served is made from what is out, and made anew when something goes out or is superseded. The feed needs whole
addresses: those of ``MORATORIUM_URL``; without it those of whoever asks.
"""

from __future__ import annotations

import threading
from typing import Any, NamedTuple

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler

from moratorium.desk import press
from moratorium.desk.home import Home
from moratorium.desk.mail_setting import console_address
from moratorium.desk.service import Service
from moratorium.report.press_page import FEED, INDEX, media_type, press_feed, press_pages, served
from moratorium.web.api.operation import etag
from moratorium.web.console.guarding import base_of

_HEADERS = {
    "cache-control": "public, max-age=60",
    "content-security-policy": "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}


class _Made(NamedTuple):
    mark: object
    press: press.Press
    pages: dict[str, bytes]


class _Desk:
    """The pages as they were last made; many may ask at once."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._lock = threading.Lock()
        self._made: _Made | None = None

    def content(self, name: str, base: str) -> bytes | None:
        """What is under a name; None for nothing. The feed speaks of pages below a base such as ``https://a.example``."""
        made = self._newest()
        return press_feed(made.press, lambda page: base + served(page)) if name == FEED else made.pages.get(name)

    def _newest(self) -> _Made:
        mark = press.mark(self._home)
        with self._lock:
            if self._made is None or self._made.mark != mark:
                found = press.published(self._home)
                self._made = _Made(mark, found, press_pages(found, served))
            return self._made


def handlers(service: Service) -> list[HTTPRouteHandler]:
    """The index, and everything below it."""
    desk = _Desk(service.home)

    @get("/press", name="press", sync_to_thread=True)
    def index(request: Request[Any, Any, Any]) -> Response[bytes]:
        return _answered(request, desk, INDEX)

    @get("/press/{name:str}", name="press_page", sync_to_thread=True)
    def page(request: Request[Any, Any, Any]) -> Response[bytes]:
        return _answered(request, desk, str(request.path_params["name"]))

    return [index, page]


def _answered(request: Request[Any, Any, Any], desk: _Desk, name: str) -> Response[bytes]:
    content = desk.content(name, console_address() or base_of(request))
    if content is None:
        raise NotFoundException("no such statement")
    headers = {**_HEADERS, "etag": etag(content)}
    if request.headers.get("if-none-match") == headers["etag"]:
        return Response(b"", status_code=304, headers=headers)
    return Response(content, media_type=f"{media_type(name)}; charset=utf-8", headers=headers)
