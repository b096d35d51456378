"""Errors as problems (RFC 9457): what is wrong, where, and what to do next, with one status for each kind of error."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException

from moratorium.errors import (
    BusyError,
    ConflictError,
    InputError,
    MissingError,
    MoratoriumError,
    ProofError,
    RefusedError,
    SettingError,
    SourceError,
)
from moratorium.web.api.shapes import FaultShape, Problem

STATUSES: tuple[tuple[type[MoratoriumError], int], ...] = (
    (SettingError, 503),
    (BusyError, 503),
    (InputError, 422),
    (MissingError, 404),
    (RefusedError, 403),
    (ConflictError, 409),
    (SourceError, 503),
    (ProofError, 500),
)
"""The status of each kind of error, the first that it is of."""

MEDIA_TYPE = "application/problem+json"
RETRY_SECONDS = 2
"""After so long a caller who was told 503 may try again."""

_HELP = {
    400: "send well-formed JSON",
    404: "see /openapi.json for the paths",
    405: "see /openapi.json for the methods",
    413: "send it in several parts",
    415: "send it as application/json in UTF-8",
}


class StatusError(Exception):
    """An error that only a border over HTTP knows: no key, too often, too large, not JSON.

    Attributes:
        status: The HTTP status.
        detail: What is wrong.
        help: What to do next.
        headers: To be sent with it.
    """

    def __init__(self, status: int, detail: str, help: str = "", headers: Mapping[str, str] | None = None) -> None:
        self.status = status
        self.detail = detail
        self.help = help or _HELP.get(status, "")
        self.headers = dict(headers or {})
        super().__init__(detail)


def status_of(error: MoratoriumError) -> int:
    """The status of an error.

    >>> status_of(MissingError("no order `SO-1`"))
    404
    """
    return next(status for kind, status in STATUSES if isinstance(error, kind))


def told(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """What a caller is told of an error; of one that nobody foresaw only that it is noted."""
    match error:
        case MoratoriumError():
            faults = tuple(FaultShape(_place(one.at), one.message, one.help) for one in error.faults)
            found = status_of(error)
            return _response(request, found, error.fault.message, error.fault.help, faults, _headers(found))
        case StatusError():
            return _response(request, error.status, error.detail, error.help, (), error.headers)
        case HTTPException():
            detail = error.detail or HTTPStatus(error.status_code).phrase
            help_ = _HELP.get(error.status_code, "")
            return _response(request, error.status_code, detail, help_, (), error.headers or {})
    request.scope["state"]["unforeseen"] = error
    return _response(request, 500, "something went wrong here", "tell the administrator the number of the request", ())


def _place(at: str) -> str:
    """Where in what was sent; where our database or files lie is not for callers.

    >>> _place("lines[0].value"), _place("postgresql://erp@db.internal/moratorium"), _place("/srv/moratorium.db")
    ('lines[0].value', '', '')
    """
    return "" if "://" in at or at.startswith("/") else at


def _headers(status: int) -> dict[str, str]:
    return {"retry-after": str(RETRY_SECONDS)} if status == HTTPStatus.SERVICE_UNAVAILABLE else {}


def _response(
    request: Request[Any, Any, Any],
    status: int,
    detail: str,
    help: str,
    faults: tuple[FaultShape, ...],
    headers: Mapping[str, str] | None = None,
) -> Response[bytes]:
    phrase = HTTPStatus(status).phrase
    kind = f"urn:moratorium:problem:{phrase.lower().replace(' ', '-')}"
    number = str(request.scope["state"].get("request_id", ""))
    problem = Problem(kind, phrase, status, detail, f"urn:moratorium:request:{number}", help, faults)
    return Response(
        msgspec.json.encode(problem), status_code=status, media_type=MEDIA_TYPE, headers=dict(headers or {})
    )
