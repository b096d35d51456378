"""A home served until somebody ends it: Ctrl-C, or SIGTERM from a supervisor. What was handed in is decided first."""

from __future__ import annotations

import gc
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Sequence
from ipaddress import ip_network
from pathlib import Path

from granian import Granian
from granian.constants import Interfaces, Loops
from granian.http import HTTP1Settings
from granian.utils.proxies import wrap_asgi_with_proxy_headers
from litestar.types import ASGIApp

from moratorium.desk import accounts
from moratorium.desk.api_keys import ring
from moratorium.desk.cores import cores
from moratorium.desk.mail_setting import console_address
from moratorium.desk.other_half import OtherHalf
from moratorium.desk.service import FIRST_KEY, IDENTITY, Service, open_served_home
from moratorium.errors import InputError
from moratorium.web.api.app import make_app
from moratorium.web.api.watching import Figures, standard_log
from moratorium.web.lingering import Linger

_TURN_SECONDS = 0.001
"""So long the thread that decides keeps the interpreter from the one that reads and answers."""

_RUBBISH = (200_000, 10_000, 100)
"""How much has to come before the collector looks for rubbish that counting references leaves, and how often it looks
at what is new before it looks at older things too. Deciding leaves none, and what a batch of a thousand orders is made
of goes by itself; to go through all that is remembered of past orders stops everybody for a tenth of a second. It is
done when lists are read anew, for then orders wait in any case.
"""

_HEADERS_SECONDS = 10
"""So long the head of a request may take to come: who sends a byte now and then is cut off."""

_ORPHAN_SECONDS = 1.0
"""How often a worker process looks whether the one that started it is still there."""

_HOME, _IDENTITY, _BEHIND = "MORATORIUM_SERVED_HOME", "MORATORIUM_SERVED_AS", "MORATORIUM_SERVED_BEHIND"
_HALVES = "MORATORIUM_SERVED_HALVES"
"""How a worker process is told what to serve."""


def make_ready(
    path: Path | None,
    host: str,
    port: int,
    identity: str = IDENTITY,
    database: str | None = None,
    behind: Sequence[str] = (),
) -> list[str]:
    """Check that a home can be served, and make ready; returns what to tell the person.

    Args:
        path: The home folder; None for ``MORATORIUM_HOME``.
        host: Address to listen on.
        port: Port to listen on.
        identity: Identity that signs.
        database: Address on a server; None for ``MORATORIUM_DATABASE``, or the file in the folder.
        behind: Addresses or networks of the proxies that are believed who calls, and whether by TLS.

    Raises:
        MissingError: there is no home.
        InputError: the address cannot be had, or a proxy's address is none.
    """
    os.environ[_BEHIND] = ",".join(map(_network, behind))
    home = open_served_home(path, identity, database)
    with home.store.read() as connection:
        has_keys = any(key.is_good(home.today()) for key in ring(connection).keys)
    _check_free(host, port)
    first = accounts.first_link(home)
    home.store.close()
    os.environ[_HOME], os.environ[_IDENTITY] = str(home.path), identity
    if database is not None:
        os.environ["MORATORIUM_DATABASE"] = database
    url = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    told = [] if has_keys else [f"there is no key yet, so every call of the API is answered 401; {FIRST_KEY}"]
    if first is not None:
        link = accounts.address(console_address() or url, first)
        told.append(f"nobody has an account yet; first sign-in, once, within the hour: {link}")
    return [*told, f"serving {home.path} on {url} (Ctrl-C ends it)"]


def _network(text: str) -> str:
    try:
        return str(ip_network(text))
    except ValueError as error:
        help_ = "an address such as 10.0.0.5, or a network such as 10.0.0.0/24; a name or `*` would let others in"
        raise InputError(f"`{text}` is no address of a proxy: {error}", "--behind", help_) from error


def _check_free(host: str, port: int) -> None:
    try:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except (OSError, OverflowError) as error:
        words = getattr(error, "strerror", None) or str(error)
        raise InputError(f"cannot serve on {host}:{port}: {words}", "--port", "give another one") from error


def run(host: str, port: int, workers: int, *, halves: bool = True) -> None:
    """Serve until it is ended.

    Args:
        host: Address to listen on.
        port: Port to listen on.
        workers: Processes that answer.
        halves: Whether each of them may have half of a large batch decided by another one, if there are cores for it.
    """
    os.environ[_HALVES] = "yes" if halves and cores() > workers else ""
    Granian(
        "moratorium.web.serving:app",
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        loop=Loops.asyncio,
        workers=workers,
        factory=True,
        websockets=False,
        http1_settings=HTTP1Settings(header_read_timeout=1000 * _HEADERS_SECONDS),
        log_enabled=True,
        log_level="warning",  # type: ignore[arg-type]  # the word of its level
        workers_kill_timeout=60,
    ).serve()


def app() -> ASGIApp:
    """The application of one worker process."""
    sys.setswitchinterval(_TURN_SECONDS)
    gc.set_threshold(*_RUBBISH)
    threading.Thread(target=_end_with, args=(os.getppid(),), name="end with", daemon=True).start()
    figures = Figures()
    home = open_served_home(Path(os.environ[_HOME]), os.environ[_IDENTITY])
    database = home.store.address if home.store.is_shared else None
    other_half = OtherHalf(home.path, database) if os.environ.get(_HALVES) else None
    service = Service(home, figures.transaction, other_half)
    service.warm()
    made: ASGIApp = Linger(make_app(service, figures, standard_log()))
    proxies = os.environ.get(_BEHIND)
    return wrap_asgi_with_proxy_headers(made, proxies.split(",")) if proxies else made


def _end_with(parent: int) -> None:
    """End this process, as if asked to, once the one that started it is gone: after a kill nobody still answers."""
    while os.getppid() == parent:
        time.sleep(_ORPHAN_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)
