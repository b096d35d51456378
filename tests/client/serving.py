"""The application served over a real socket by a small server of the standard library, beside the test."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.web.office import Office, build, served


@dataclass
class Served:
    """The service, and where it is.

    Attributes:
        url: Its address.
        office: Its home.
        trouble: Answers to give in place of the service's, the next one first: a status, or 0 for a cut connection.
        seen: Requests that came, as method and path.
    """

    url: str
    office: Office
    trouble: list[int]
    seen: list[tuple[str, str]]


@contextmanager
def served_over_the_network(folder: Path) -> Iterator[Served]:
    """Serve a home; what comes over the socket is answered by the application itself."""
    template = folder / "template"
    template.mkdir()
    keys = build(template)
    with served(template, keys, folder / "home") as office:
        found = Served("", office, [], [])
        server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(found))
        server.daemon_threads = True
        found.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, name="serving", kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield found
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


def _handler(found: Served) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _answer(self) -> None:
            found.seen.append((self.command, self.path))
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            trouble = found.trouble.pop(0) if found.trouble else None
            if trouble == 0:
                self.close_connection = True
                self.connection.close()
                return
            if trouble is not None:
                self._send(trouble, {"retry-after": "0", "content-type": "text/plain"}, b"not now")
                return
            headers = {name.lower(): value for name, value in self.headers.items() if name.lower() != "host"}
            answer = found.office.http.request(self.command, self.path, content=body, headers=headers)
            kept = {name: value for name, value in answer.headers.items() if name not in ("content-length",)}
            self._send(answer.status_code, kept, answer.content)

        do_GET = do_POST = _answer  # noqa: N815 - the library's names

        def _send(self, status: int, headers: dict[str, str], content: bytes) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Nothing is logged."""

    return Handler
