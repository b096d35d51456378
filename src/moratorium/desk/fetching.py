"""A file fetched whole over HTTPS, or not at all.

What a company decides by comes from a server that may be slow, broken, or not the one it says it is. So: certificates
are verified, an address without TLS is taken only where the setting of the mirror names it, redirects are few and never
leave TLS, every wait and the whole have an end, nothing beyond a size is read, and a body that is not of the announced
length is no list. What may pass (no answer, an error of the server, a cut-off body) is tried again after a pause; what
will not pass (no such page, a certificate that is not trusted, too large) is told at once.
"""

from __future__ import annotations

import http.client
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

from moratorium.desk.connecting import Answer, PassingError, ask
from moratorium.desk.unpacking import MAX_BYTES, gunzipped, unpacked
from moratorium.errors import SourceError

REDIRECTS = 5
PAUSES = (1.0, 4.0, 15.0)
"""Seconds to wait before each further try."""

LONGEST_PAUSE = 60.0
"""Seconds that we wait if the server names a time; if it names a later one the fetch fails."""

_MOVED = frozenset({301, 302, 303, 307, 308})
_PASSING = frozenset({408, 425, 429})


@dataclass(frozen=True)
class Fetched:
    """A file as it came.

    Attributes:
        data: Its bytes, unpacked.
        modified: Day of the answer's ``Last-Modified``, in UTC; None if it states none.
    """

    data: bytes
    modified: date | None


@dataclass(frozen=True)
class Fetcher:
    """How files are fetched.

    Attributes:
        context: Whose certificates are trusted.
        plain: The one ``http://HOST:PORT`` that may be spoken to without TLS; None for none.
        timeout: Seconds to wait for a connection, and for each next piece.
        deadline: Seconds for one file, all tries together.
        most: Bytes taken.
        sleep: Waits some seconds.
        clock: Tells seconds.
    """

    context: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    plain: str | None = None
    timeout: float = 30.0
    deadline: float = 600.0
    most: int = MAX_BYTES
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic

    def fetch(self, address: str) -> Fetched:
        """Fetch one file.

        Raises:
            SourceError: it cannot be had, and why.
        """
        end = self.clock() + self.deadline
        for pause in (*PAUSES, None):
            try:
                return self._try(address, end)
            except PassingError as fault:
                wait = self._wait(fault, pause, end, address)
            self.sleep(wait)
        raise AssertionError("the last try returns or raises")

    def _wait(self, fault: PassingError, pause: float | None, end: float, address: str) -> float:
        """Seconds until the next try.

        Raises:
            SourceError: there is none.
        """
        if pause is None:
            raise SourceError(f"{fault} ({len(PAUSES) + 1} times)", address, "try again later") from fault
        wait = pause if fault.after is None else max(fault.after, 0.0)
        if wait > LONGEST_PAUSE or self.clock() + wait >= end:
            raise SourceError(f"{fault}; the next try would be in {wait:,.0f} s", address, "try again later") from fault
        return wait

    def _try(self, address: str, end: float) -> Fetched:
        place, secured = address, False
        for _ in range(REDIRECTS + 1):
            self._check(place, address, secured)
            secured = secured or place.startswith("https:")
            answer = ask(place, self.context, self.timeout, end - self.clock(), self.most)
            if answer.status not in _MOVED:
                return self._fetched(answer, address)
            place = _redirected(place, answer)
        raise SourceError(f"more than {REDIRECTS} redirects", address, "tell whoever runs the server")

    def _check(self, place: str, address: str, secured: bool) -> None:
        """Refuse what is not TLS, unless it is the mirror that the setting names, reached without leaving TLS."""
        is_tls = place.startswith("https:")
        if is_tls or (not secured and self.plain is not None and origin(place) == self.plain):
            return
        moved = "redirected to" if place != address else "the address is"
        raise SourceError(f"{moved} `{place}`, which is not HTTPS", address, "nothing is fetched from there")

    def _fetched(self, answer: Answer, address: str) -> Fetched:
        if answer.status in _PASSING or answer.status >= http.client.INTERNAL_SERVER_ERROR:
            raise PassingError(f"the server answers {_status(answer)}", _after(answer))
        if answer.status != http.client.OK:
            raise SourceError(f"the server answers {_status(answer)}", address, "see whether the address has moved")
        data = answer.body
        if answer.headers.get("Content-Encoding", "identity").strip().lower() in ("gzip", "x-gzip"):
            data = gunzipped(data, address, self.most)
        return Fetched(unpacked(data, address, self.most), _day(answer.headers.get("Last-Modified")))


def origin(address: str) -> str | None:
    """The part of a mirror's address that may be spoken to without TLS; None if it has TLS.

    >>> origin("http://lists.example:8080/copies"), origin("https://lists.example")
    ('http://lists.example:8080', None)
    """
    parts = urlsplit(address)
    return f"http://{parts.netloc}" if parts.scheme == "http" else None


def _redirected(place: str, answer: Answer) -> str:
    stated = answer.headers.get("Location", "")
    try:
        return urljoin(place, stated)
    except ValueError as error:
        raise SourceError(f"redirected to `{stated}`, which is no address", place) from error


def _status(answer: Answer) -> str:
    return f"{answer.status} {http.client.responses.get(answer.status, '')}".strip()


def _after(answer: Answer) -> float | None:
    """Seconds that the server asks us to wait, as a number or until a time by its own clock."""
    stated = answer.headers.get("Retry-After", "").strip()
    if stated.isascii() and stated.isdigit():
        return float(stated[:9])
    until, now = _instant(stated), _instant(answer.headers.get("Date"))
    return None if until is None else (until - (now or datetime.now(UTC))).total_seconds()


def _day(stated: str | None) -> date | None:
    found = _instant(stated)
    return found.astimezone(UTC).date() if found else None


def _instant(stated: str | None) -> datetime | None:
    try:
        found = parsedate_to_datetime(stated or "")
        return found if found.tzinfo else found.replace(tzinfo=UTC)
    except (TypeError, ValueError, OverflowError):
        return None
