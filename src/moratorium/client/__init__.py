"""A client of the service for other programs: typed, synchronous, with nothing to install beyond this package.

======== ====================================================================
module   what is in it
======== ====================================================================
calls    the operations, one method each; pages come as iterators
sending  one connection a thread, kept open; when to ask again, and how often
problems what a caller is told, as exceptions
======== ====================================================================

What comes back has the shapes of the service itself. The client loads no part of the server.
"""

from moratorium.client.calls import Client
from moratorium.client.problems import (
    ChangedError,
    ClientError,
    ConflictError,
    FailedError,
    ForbiddenError,
    InvalidError,
    KeyRefusedError,
    MissingError,
    TooOftenError,
    UnavailableError,
)

__all__ = [
    "ChangedError",
    "Client",
    "ClientError",
    "ConflictError",
    "FailedError",
    "ForbiddenError",
    "InvalidError",
    "KeyRefusedError",
    "MissingError",
    "TooOftenError",
    "UnavailableError",
]
