"""A web server of this machine that answers as it is told, faults included; also over TLS, with its own certificate."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HOST = "127.0.0.1"
Reply = Callable[["Handler"], None]


class Web:
    """A server and what it answers.

    Attributes:
        base: Its address, without a slash at the end.
        replies: For each path what is answered in turn; the last answer is given again and again.
        asked: Paths asked for, in order, with the headers of the question.
    """

    def __init__(self, base: str) -> None:
        self.base = base
        self.replies: dict[str, list[Reply]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []

    def on(self, path: str, *replies: Reply) -> str:
        """Answer a path in this way; returns its address."""
        self.replies[path] = list(replies)
        return self.base + path

    @property
    def paths(self) -> list[str]:
        """Paths asked for, in order."""
        return [path for path, _ in self.asked]


class Handler(BaseHTTPRequestHandler):
    """Answers one question."""

    protocol_version = "HTTP/1.1"
    web: Web

    def do_GET(self) -> None:
        """The next answer for this path."""
        self.web.asked.append((self.path, dict(self.headers)))
        waiting = self.web.replies.get(self.path, [gives(b"", 404)])
        with suppress(OSError):
            (waiting.pop(0) if len(waiting) > 1 else waiting[0])(self)
        self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients of these tests hang up in the middle."""


@contextmanager
def serving(context: ssl.SSLContext | None = None) -> Iterator[Web]:
    """A server for the length of a block."""
    web = Web("")
    handler = type("Bound", (Handler,), {"web": web})
    server = _Server((HOST, 0), handler)
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    web.base = f"{'https' if context else 'http'}://{HOST}:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield web
    finally:
        server.shutdown()
        server.server_close()


# -- answers ----------------------------------------------------------------------------------------------------------


def gives(body: bytes, status: int = 200, /, **headers: str) -> Reply:
    """A whole answer; ``Retry_After="1"`` is the header ``Retry-After``, and ``Content_Length`` may lie."""

    def reply(handler: Handler) -> None:
        handler.send_response(status)
        for name, value in ({"Content_Length": str(len(body))} | headers).items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return reply


def moved(address: str, status: int = 302) -> Reply:
    """A redirect."""
    return gives(b"", status, Location=address)


def raw(*pieces: bytes, pause: float = 0.0, farewell: bool = False) -> Reply:
    """Bytes as they are, with a pause after each; then the connection is cut, or ended as TLS wants it."""

    def reply(handler: Handler) -> None:
        for piece in pieces:
            handler.wfile.write(piece)
            handler.wfile.flush()
            time.sleep(pause)
        if farewell and isinstance(handler.connection, ssl.SSLSocket):
            handler.connection.unwrap()
        handler.connection.shutdown(socket.SHUT_RDWR)

    return reply


def endless(head: bytes, piece: bytes, pause: float = 0.0) -> Reply:
    """An answer that never ends."""

    def reply(handler: Handler) -> None:
        handler.wfile.write(head)
        while True:
            handler.wfile.write(piece)
            time.sleep(pause)

    return reply


# -- certificates -----------------------------------------------------------------------------------------------------


def certificate(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server's context with a certificate made for it, and a client's that trusts this certificate alone."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "publisher.example")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address(HOST))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    chain, secret = folder / "server.pem", folder / "server.key"
    chain.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(chain, secret)
    return server, ssl.create_default_context(cafile=str(chain))
