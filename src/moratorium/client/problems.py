"""What a caller is told when there is no answer to work with. None of it ever means that an order may go on."""

from __future__ import annotations

from moratorium.web.api.shapes import FaultShape, Problem


class ClientError(Exception):
    """The service gave no answer to work with.

    Attributes:
        problem: What it said; None if nothing readable came back.
    """

    def __init__(self, message: str, problem: Problem | None = None) -> None:
        super().__init__(message)
        self.problem = problem

    @property
    def faults(self) -> tuple[FaultShape, ...]:
        """All that is wrong, each with its place and how to mend it."""
        return self.problem.faults if self.problem else ()


class InvalidError(ClientError):
    """What was sent does not fit (400, 413, 415, 422): mend it; asking again brings the same."""


class KeyRefusedError(ClientError):
    """The key opens nothing (401): it is mistyped, expired or revoked."""


class ForbiddenError(ClientError):
    """The role of the key, or the procedure, forbids it (403)."""


class MissingError(ClientError):
    """There is no such thing (404)."""


class ConflictError(ClientError):
    """Somebody was faster, or the key of the request was used for another one (409)."""


class ChangedError(ClientError):
    """It was changed since it was read (412)."""


class TooOftenError(ClientError):
    """The key calls too often, also after waiting (429)."""


class UnavailableError(ClientError):
    """No decision now: 503, no connection, no answer in time, or one that cannot be read. Hold, and ask again later."""


class FailedError(ClientError):
    """Something went wrong in the service (500): hold, and tell its administrator the number of the request."""


BY_STATUS: dict[int, type[ClientError]] = {
    400: InvalidError,
    401: KeyRefusedError,
    403: ForbiddenError,
    404: MissingError,
    405: InvalidError,
    408: UnavailableError,
    409: ConflictError,
    412: ChangedError,
    413: InvalidError,
    415: InvalidError,
    422: InvalidError,
    429: TooOftenError,
    500: FailedError,
    503: UnavailableError,
}
"""The exception of each status; any other one is a `ClientError`."""
