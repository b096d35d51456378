"""``moratorium serve`` as people run it: a process of its own, asked over the network, ended by a signal."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.cli.office import PROGRAM

WAIT = 60.0
"""Seconds after which a test gives up."""


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """A server in a process of its own, with all that it starts.

    Args:
        home: What is served.
        options: Of ``serve``.
        database: Address of a database elsewhere.
        before: Is run in the process before the program.
    """

    def __init__(
        self, home: Path, *options: str, database: str | None = None, before: Callable[[], None] | None = None
    ) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        at = ["--database", database] if database else []
        serve = ["serve", "--no-worker", "--port", str(self.port), *options]
        command = [sys.executable, "-c", PROGRAM, "--home", str(home), *at, *serve]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("MORATORIUM_")}
        self._printed = [home.with_name(f"serve-{self.port}.{name}") for name in ("out", "err")]
        with self._printed[0].open("w") as out, self._printed[1].open("w") as err:  # pipes would fill up
            self.process = subprocess.Popen(
                command, stdout=out, stderr=err, start_new_session=True, env=environment, preexec_fn=before
            )

    def wait(self) -> None:
        """Until it answers."""
        deadline = time.monotonic() + WAIT
        while time.monotonic() < deadline:
            try:
                httpx.get(f"{self.url}/v1/health", timeout=WAIT)
            except httpx.TransportError:
                if self.process.poll() is not None:
                    raise AssertionError(self.printed()) from None
                time.sleep(0.05)
            else:
                return
        raise AssertionError("it does not answer")

    def end(self, by: signal.Signals = signal.SIGTERM) -> tuple[int, str, str]:
        """End it; its exit code, and what it printed."""
        os.kill(self.process.pid, by)
        self.process.wait(WAIT)
        return self.process.returncode, *self.printed()

    def printed(self) -> tuple[str, str]:
        """What it printed so far, on standard output and standard error."""
        out, err = (file.read_text(encoding="utf-8") for file in self._printed)
        return out, err

    def kill(self) -> None:
        """End all of it at once, as a power cut does."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(WAIT)


@contextmanager
def running(
    home: Path, *options: str, database: str | None = None, before: Callable[[], None] | None = None
) -> Iterator[Server]:
    """A server that answers; ended at the end if it still runs."""
    server = Server(home, *options, database=database, before=before)
    try:
        server.wait()
        yield server
    finally:
        if server.process.poll() is None:
            server.kill()
