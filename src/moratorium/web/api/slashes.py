"""An id may hold a slash: one that a caller wrote as ``%2F`` belongs to the id, and parts no steps of the path.

Servers hand the path on with every sign decoded, and then nobody can tell ``/v1/orders/45/00`` from the order 45/00.
So the bytes as they came are decoded here, and such a slash goes on as a sign that stands for no character.
"""

from __future__ import annotations

from urllib.parse import unquote

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Receive, Scope, Send

_STANDS_FOR_A_SLASH = "\ufdd0"
_BELOW = b"/v1/"


class Slashes:
    """Wraps the application: keeps slashes of ids apart from those of the path, for the API.

    Args:
        app: What is wrapped.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request through."""
        if scope["type"] == ScopeType.HTTP:
            raw = scope.get("raw_path") or b""
            if raw.startswith(_BELOW) and b"%2f" in raw.lower():
                text = raw.partition(b"?")[0].decode("latin-1")
                scope["path"] = unquote(text.replace("%2f", "%2F").replace("%2F", _STANDS_FOR_A_SLASH))
        await self._app(scope, receive, send)


def with_slashes(value: str) -> str:
    """A parameter of the path as the caller meant it.

    >>> with_slashes("45\\ufdd000")
    '45/00'
    """
    return value.replace(_STANDS_FOR_A_SLASH, "/")
