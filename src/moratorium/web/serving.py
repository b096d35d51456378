"""A home served until somebody ends it: Ctrl-C, or SIGTERM from a supervisor. What was handed in is decided first."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

from granian import Granian
from granian.constants import Interfaces, Loops
from litestar import Litestar

from moratorium.desk.api_keys import ring
from moratorium.desk.service import FIRST_KEY, IDENTITY, Service, open_served_home
from moratorium.errors import InputError
from moratorium.web.api.app import make_app
from moratorium.web.api.watching import Figures, standard_log

_TURN_SECONDS = 0.001
"""So long the thread that decides keeps the interpreter from the one that reads and answers."""

_HOME, _IDENTITY = "MORATORIUM_SERVED_HOME", "MORATORIUM_SERVED_AS"
"""How a worker process is told what to serve."""


def make_ready(
    path: Path | None, host: str, port: int, identity: str = IDENTITY, database: str | None = None
) -> list[str]:
    """Check that a home can be served, and make ready; returns what to tell the person.

    Raises:
        MissingError: there is no home.
        InputError: the address cannot be had.
    """
    home = open_served_home(path, identity, database)
    with home.store.read() as connection:
        has_keys = any(key.is_good(home.today()) for key in ring(connection).keys)
    home.store.close()
    _check_free(host, port)
    os.environ[_HOME], os.environ[_IDENTITY] = str(home.path), identity
    if database is not None:
        os.environ["MORATORIUM_DATABASE"] = database
    told = [] if has_keys else [f"there is no key yet, so every call is answered 401; {FIRST_KEY}"]
    return [*told, f"serving {home.path} on http://{host}:{port} (Ctrl-C ends it)"]


def _check_free(host: str, port: int) -> None:
    try:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except (OSError, OverflowError) as error:
        words = getattr(error, "strerror", None) or str(error)
        raise InputError(f"cannot serve on {host}:{port}: {words}", "--port", "give another one") from error


def run(host: str, port: int, workers: int) -> None:
    """Serve until it is ended."""
    Granian(
        "moratorium.web.serving:app",
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        loop=Loops.asyncio,
        workers=workers,
        factory=True,
        websockets=False,
        log_enabled=True,
        log_level="warning",  # type: ignore[arg-type]  # the word of its level
        workers_kill_timeout=60,
    ).serve()


def app() -> Litestar:
    """The application of one worker process."""
    sys.setswitchinterval(_TURN_SECONDS)
    figures = Figures()
    home = open_served_home(Path(os.environ[_HOME]), os.environ[_IDENTITY])
    service = Service(home, figures.transaction)
    service.warm()
    return make_app(service, figures, standard_log())
