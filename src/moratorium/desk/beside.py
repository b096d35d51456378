"""A worker beside the service, as a process of its own: a replay must not slow down those who wait for an answer.

It is started with the service, at a lower priority, started again if it dies, and ended with it, even by a kill.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_PROGRAM = "import sys; from moratorium.cli import main; sys.exit(main())"
_PAUSES = (1.0, 5.0, 30.0)
"""Seconds before a worker that died is started again; the last one for every further time."""

_PATIENCE = 20.0
"""Seconds that a worker has to end."""


@contextmanager
def worker_beside(folder: Path) -> Iterator[None]:
    """A worker on a home, for the length of a block."""
    ending = threading.Event()
    running: list[subprocess.Popen[bytes]] = []

    def keep() -> None:
        deaths = 0
        while not ending.is_set():
            worker = subprocess.Popen(  # noqa: S603 - this program
                [sys.executable, "-c", _PROGRAM, "--home", str(folder), "worker", "--below"],
                stdin=subprocess.PIPE,  # closed when the service ends or dies, and then the worker ends
                start_new_session=True,  # Ctrl-C ends the service, and the service ends it
            )
            running[:] = [worker]
            worker.wait()
            ending.wait(_PAUSES[min(deaths, len(_PAUSES) - 1)])
            deaths += 1

    keeper = threading.Thread(target=keep, name="worker beside", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        ending.set()
        for worker in running:
            with suppress(ProcessLookupError):
                worker.terminate()
            with suppress(subprocess.TimeoutExpired):
                worker.wait(_PATIENCE)
            if worker.poll() is None:
                worker.kill()
            if worker.stdin is not None:
                worker.stdin.close()
        keeper.join(_PATIENCE)
