"""One question to a web server, with an end to every wait, and an answer that is whole.

The standard library bounds the wait for each next piece, and a server that sends one byte now and then is never late.
So a timer ends the connection at the deadline, whatever it is waiting for. A body is whole if it has the length that
was announced, or ends as its transfer coding says that it ends; not every version of TLS's library tells a cut.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import urllib.request
from base64 import b64encode
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from email.message import Message
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from moratorium import __version__
from moratorium.errors import SourceError

_HEADERS = {
    "User-Agent": f"moratorium/{__version__} (lists update)",
    "Accept": "*/*",
    "Accept-Encoding": "gzip",
    "Connection": "close",
}
_PIECE = 1 << 16

_SURPLUS_WAIT = 1.0
"""Seconds in which a server that sends more than it announced shows it; others close the connection at once."""

_DISTRUST = "do not go round it; a proxy that inspects TLS needs its certificate in SSL_CERT_FILE"


class PassingError(Exception):
    """What may be gone at the next try.

    Attributes:
        after: Seconds after which the server wants to be asked again; None if it does not say.
    """

    def __init__(self, words: str, after: float | None = None) -> None:
        super().__init__(words)
        self.after = after


@dataclass(frozen=True)
class Answer:
    """What a server answered; the body is whole, and empty unless the status is 200."""

    status: int
    headers: Message
    body: bytes


def ask(address: str, context: ssl.SSLContext, timeout: float, seconds: float, most: int) -> Answer:
    """Ask for one address, through the proxy that the environment names, if any.

    Args:
        address: With ``http`` or ``https``.
        context: Whose certificates are trusted.
        timeout: Seconds for a connection, and for each next piece.
        seconds: Seconds for the whole.
        most: Bytes of body taken.

    Raises:
        PassingError: no connection, no answer, or a body that is cut off.
        SourceError: it is not trusted, too large, too slow, or not of a form that we read.
    """
    try:
        way = _way(address, context, timeout)
        with _Deadline(way.connection, seconds) as deadline:
            return deadline.of(lambda: _answer(way, deadline, address, most), address)
    except ssl.SSLCertVerificationError as error:
        raise SourceError(f"its certificate is not trusted: {error.verify_message}", address, _DISTRUST) from error
    except (ValueError, http.client.InvalidURL) as error:
        raise SourceError(f"the address cannot be used: {error}", address) from error
    except (OSError, http.client.HTTPException) as error:
        raise PassingError(_words(error)) from error


def _words(error: Exception) -> str:
    match error:
        case TimeoutError():
            return "no answer in time"
        case http.client.IncompleteRead() | ssl.SSLEOFError():
            return "the answer is cut off"
        case socket.gaierror():
            return "the host's name is not known here"
        case _:
            return f"no connection ({str(error) or type(error).__name__})"


def _answer(way: _Way, deadline: _Deadline, address: str, most: int) -> Answer:
    way.connection.connect()
    deadline.keep()
    way.connection.request("GET", way.target, headers={**_HEADERS, **way.headers})
    with way.connection.getresponse() as response:
        is_ok = response.status == http.client.OK
        body = _body(response, deadline, address, most) if is_ok else b""
        return Answer(response.status, response.headers, body)


# -- the end of every wait --------------------------------------------------------------------------------------------


class _Deadline:
    """Ends a connection after some seconds; closes it at the end of the block."""

    def __init__(self, connection: http.client.HTTPConnection, seconds: float) -> None:
        self.connection = connection
        self.seconds = seconds
        self.is_late = threading.Event()
        self.sock: socket.socket | None = None
        self._timer = threading.Timer(max(seconds, 0.0), self._end)
        self._timer.daemon = True

    def __enter__(self) -> _Deadline:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        self.connection.close()
        if self.sock is not None:
            self.sock.close()  # the connection leaves it to an answer, which a bad first line leaves open

    def keep(self) -> None:
        """Keep the open socket: the connection forgets it as soon as the answer begins."""
        self.sock = self.connection.sock
        if self.is_late.is_set():
            raise TimeoutError

    def of(self, work: Callable[[], Answer], address: str) -> Answer:
        """Do the work; what fails after the deadline failed by it."""
        try:
            return work()
        except (OSError, http.client.HTTPException, PassingError) as error:
            if not self.is_late.is_set():
                raise
            words = f"not finished within {self.seconds:,.0f} s"
            raise SourceError(words, address, "try again later, or use a mirror") from error

    def _end(self) -> None:
        self.is_late.set()
        current: Any = self.sock or self.connection.sock
        if current is not None:
            with suppress(OSError):  # past TLS, whose own farewell could wait as well
                socket.socket.shutdown(current, socket.SHUT_RDWR)


# -- the connection ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Way:
    """A connection to the server or to the proxy before it, and what is asked there."""

    connection: http.client.HTTPConnection
    target: str
    headers: dict[str, str]


class _Secure(http.client.HTTPSConnection):
    """As its parent, but its socket is at hand before the handshake, so that the deadline can end that too."""

    def __init__(self, place: SplitResult, server: str, context: ssl.SSLContext, timeout: float) -> None:
        super().__init__(place.hostname or "", place.port, context=context, timeout=timeout)
        self._server = server
        self._trusted = context

    def connect(self) -> None:
        """Connect, and have the server prove who it is; a connection cut without TLS's farewell is an error."""
        http.client.HTTPConnection.connect(self)
        wrapped = self._trusted.wrap_socket(
            self.sock, server_hostname=self._server, do_handshake_on_connect=False, suppress_ragged_eofs=False
        )
        self.sock = wrapped
        wrapped.do_handshake()


def _way(address: str, context: ssl.SSLContext, timeout: float) -> _Way:
    parts = urlsplit(address)
    host, target = parts.hostname or "", (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    proxy = None if urllib.request.proxy_bypass(parts.netloc) else urllib.request.getproxies().get(parts.scheme)
    place = parts if proxy is None else urlsplit(proxy if "//" in proxy else f"//{proxy}")
    credentials = {} if proxy is None else _credentials(place)
    if parts.scheme == "http":
        made = http.client.HTTPConnection(place.hostname or "", place.port, timeout=timeout)
        return _Way(made, target if proxy is None else address, credentials)
    secure = _Secure(place, host, context, timeout)
    if proxy is not None:
        secure.set_tunnel(host, parts.port or http.client.HTTPS_PORT, credentials)
    return _Way(secure, target, {})


def _credentials(place: SplitResult) -> dict[str, str]:
    if place.username is None:
        return {}
    pair = f"{unquote(place.username)}:{unquote(place.password or '')}"
    return {"Proxy-Authorization": f"Basic {b64encode(pair.encode()).decode()}"}


# -- the body ---------------------------------------------------------------------------------------------------------


def _body(response: http.client.HTTPResponse, deadline: _Deadline, address: str, most: int) -> bytes:
    coding = response.headers.get("Content-Encoding", "identity")
    if coding.strip().lower() not in ("identity", "gzip", "x-gzip"):
        raise SourceError(f"the answer is coded as `{coding}`", address, "gzip was offered")
    announced = response.length
    if announced is not None and announced > most:
        raise SourceError(f"the file has {announced:,} bytes", address, f"at most {most:,} are taken")
    if announced is None and not response.chunked:
        raise PassingError("the answer does not say how long it is, so a cut would not show")
    body = _read(response, announced, address, most)
    if announced is not None and len(body) < announced:
        raise PassingError(f"the answer is cut off: {len(body):,} of {announced:,} bytes")
    if announced is not None and _has_surplus(response, deadline):
        raise PassingError(f"the answer is longer than the {announced:,} bytes announced")
    return body


def _read(response: http.client.HTTPResponse, announced: int | None, address: str, most: int) -> bytes:
    """The body to its end, or as much as was announced; past the library, which closes at the announced length."""
    read = response.read1 if announced is None else response.fp.read1
    body = bytearray()
    while announced is None or len(body) < announced:
        piece = read(_PIECE if announced is None else min(_PIECE, announced - len(body)))
        if not piece:
            break
        body += piece
        if len(body) > most:
            raise SourceError(f"the file goes on beyond {most:,} bytes", address, "no more is taken")
    return bytes(body)


def _has_surplus(response: http.client.HTTPResponse, deadline: _Deadline) -> bool:
    with suppress(OSError):
        if deadline.sock is not None:
            deadline.sock.settimeout(_SURPLUS_WAIT)
        return bool(response.fp.read1(1))
    return False
