"""The application put together: a service, its operations, and what is around them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, TextIO

import msgspec
from litestar import Litestar, Request, Response, get
from litestar.handlers import HTTPRouteHandler

from moratorium.desk.service import Service
from moratorium.report.decisions import DecisionDocuments
from moratorium.web import press
from moratorium.web.api import (
    case_proofs,
    cases,
    changing,
    deciding,
    exporting,
    health,
    holding,
    jobs,
    keys,
    licences,
    listing,
    looking,
    measuring,
    partners,
    quarters,
    screening,
    wording,
)
from moratorium.web.api.access import Buckets
from moratorium.web.api.contract import document
from moratorium.web.api.operation import JSON, Operation, handler_of
from moratorium.web.api.problems import told
from moratorium.web.api.slashes import Slashes
from moratorium.web.api.watching import Figures, Watch
from moratorium.web.console import answering
from moratorium.web.console.app import handlers as console_handlers
from moratorium.web.console.app import house_of
from moratorium.web.methods import Methods

OPERATIONS: tuple[Operation, ...] = (
    *health.OPERATIONS,
    *deciding.OPERATIONS,
    *looking.OPERATIONS,
    *changing.OPERATIONS,
    *measuring.OPERATIONS,
    *holding.OPERATIONS,
    *licences.OPERATIONS,
    *screening.OPERATIONS,
    *listing.OPERATIONS,
    *exporting.OPERATIONS,
    *jobs.OPERATIONS,
    *cases.OPERATIONS,
    *case_proofs.OPERATIONS,
    *quarters.OPERATIONS,
    *wording.OPERATIONS,
    *partners.OPERATIONS,
    *keys.OPERATIONS,
)
"""Everything that can be called."""


def make_app(service: Service, figures: Figures, log: TextIO | None = None) -> Litestar:
    """The application over an open service, which it closes when it ends.

    Args:
        service: What is served.
        figures: Where it is counted.
        log: Where the log of requests goes; None for nowhere.
    """
    extras: Mapping[str, Any] = {"documents": DecisionDocuments(), "figures": figures}
    buckets = Buckets()
    handlers: Sequence[HTTPRouteHandler] = [handler_of(one, service, buckets, extras) for one in OPERATIONS]
    house = house_of(service, buckets, extras)

    def answered(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
        if answering.is_for_programs(request.url.path):
            return told(request, error)
        return answering.told(request, house, error)

    app = Litestar(
        route_handlers=[*handlers, _contract(), *press.handlers(service), *console_handlers(house)],
        exception_handlers={Exception: answered},
        openapi_config=None,
        on_shutdown=[service.close],
        logging_config=None,
    )
    app.asgi_handler = Watch(
        Methods(Slashes(app.asgi_handler)), figures, log
    )  # around what finds the way: a 404 is told of too
    return app


@cache
def _document() -> bytes:
    return msgspec.json.encode(document(OPERATIONS))


def _contract() -> HTTPRouteHandler:
    content = _document()

    @get("/openapi.json", name="get_openapi", sync_to_thread=False)
    def contract(request: Request[Any, Any, Any]) -> Response[bytes]:  # noqa: ARG001 - the framework's signature
        return Response(content, media_type=JSON)

    return contract
