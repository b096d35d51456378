"""What stands around every page: cookies, headers that keep other sites out, and where a request comes from."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from litestar import Request
from litestar.datastructures import Cookie

from moratorium.web.api.problems import StatusError
from moratorium.web.console.page import Page

LANGUAGE, THEME = "moratorium_language", "moratorium_theme"
THEMES = ("light", "dark")

_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
"""Nothing is run or loaded that is not a file of ours; nobody puts a page of ours into theirs."""

_YEAR = 365 * 24 * 3600


def headers_of(page: Page | None, base: str) -> dict[str, str]:
    """Headers of a page."""
    sources = page.sources if page is not None else {}
    policy = {**_POLICY, **{name: f"{_POLICY.get(name, '')} {more}".strip() for name, more in sources.items()}}
    found = {
        "content-security-policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "x-content-type-options": "nosniff",
        "referrer-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin",
        "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=()",
        "cache-control": "no-store",
        "vary": "cookie, accept-language",
    }
    if is_secure(base):
        found["strict-transport-security"] = f"max-age={_YEAR}"
    return found


def is_secure(base: str) -> bool:
    """Whether browsers come over TLS."""
    return base.startswith("https://")


# -- cookies ----------------------------------------------------------------------------------------------------------


def secret_of(request: Request[Any, Any, Any], base: str) -> str:
    """The id of the session that a browser shows; empty if it shows none."""
    return str(request.cookies.get(_session_name(base), ""))


def session_cookie(secret: str, base: str) -> Cookie:
    """The cookie of a session; with an empty secret, its end. The browser forgets it when it is closed."""
    return _cookie(_session_name(base), secret, base, 0 if not secret else None)


def kept_cookie(name: str, value: str, base: str) -> Cookie:
    """A cookie that stays for a year; with an empty value, its end."""
    return _cookie(name, value, base, _YEAR if value else 0)


def _session_name(base: str) -> str:
    """Behind TLS with the prefix for which browsers vouch that no neighbour has set it."""
    return "__Host-moratorium" if is_secure(base) else "moratorium"


def _cookie(name: str, value: str, base: str, age: int | None) -> Cookie:
    return Cookie(
        name, "/", value, httponly=True, samesite="lax", secure=is_secure(base), max_age=age, description=None
    )


def theme_of(text: str) -> str:
    """The theme that somebody chose; empty to go by the system."""
    return text if text in THEMES else ""


# -- where a request comes from ---------------------------------------------------------------------------------------


def base_of(request: Request[Any, Any, Any]) -> str:
    """The service's address as the browser sees it; behind a proxy as that says it."""
    return f"{request.url.scheme}://{request.headers.get('host', '')}"


def address_of(request: Request[Any, Any, Any]) -> str:
    """From where somebody comes; behind a proxy as that says it."""
    return request.client.host if request.client else ""


def check_origin(request: Request[Any, Any, Any], base: str) -> None:
    """Take a form only from a page of ours: browsers say where it comes from.

    Raises:
        StatusError: it comes from elsewhere.
    """
    site, origin = request.headers.get("sec-fetch-site", ""), request.headers.get("origin", "")
    is_elsewhere = site not in ("", "same-origin", "none")
    is_other = bool(origin) and urlsplit(origin).netloc.lower() != urlsplit(base).netloc.lower()
    if is_elsewhere or is_other:
        raise StatusError(403, "this form was sent from another site", "open the page here, and send it from here")
