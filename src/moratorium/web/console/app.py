"""The console put together: its pages, and the files that they load."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from litestar.handlers import HTTPRouteHandler

from moratorium.desk.service import Service
from moratorium.web.api.access import Buckets
from moratorium.web.console import static
from moratorium.web.console.answering import House, handler_of
from moratorium.web.console.pages import PAGES
from moratorium.web.console.routing import routes_of


def house_of(service: Service, buckets: Buckets, extras: Mapping[str, Any]) -> House:
    """What all pages share."""
    known = {(page.method, page.path): page for page in PAGES}
    return House(service, known, routes_of(PAGES), buckets, {**extras, "buckets": buckets})


def handlers(house: House) -> list[HTTPRouteHandler]:
    """All pages, and the files that they load, as handlers of the framework."""
    return [handler_of(house), static.handler()]
