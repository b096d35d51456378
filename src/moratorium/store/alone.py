"""One of several programs at a time: whoever holds the place works, the others stand by until it ends or dies.

On a file the place is a lock of the machine, on a server a lock of its own connection: both are gone with the process
that held them, whatever ended it.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

_TRY = "SELECT pg_try_advisory_lock(hashtextextended('moratorium ' || %(name)s || ' ' || current_schema(), 0))"

IsHeld = Callable[[], bool]
"""Tells whether the place is still held: the connection to a server may be lost."""


@contextmanager
def by_file(place: Path) -> Iterator[IsHeld | None]:
    """Hold a place by a lock on a file; None if somebody else holds it."""
    handle = os.open(place, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield None
        else:
            yield lambda: True
    finally:
        os.close(handle)


@contextmanager
def by_server(engine: Engine, name: str) -> Iterator[IsHeld | None]:
    """Hold a place by a lock of a connection; None if somebody else holds it.

    Raises:
        DBAPIError: the server cannot be reached.
    """
    with engine.connect() as pooled:
        connection: Any = pooled.connection.driver_connection
        connection.autocommit = True
        try:
            is_free = pooled.exec_driver_sql(_TRY, {"name": name}).scalar()
            pooled.commit()  # the lock is the connection's: no transaction lies open as long as it is held
            yield partial(_answers, connection) if is_free else None
        finally:
            pooled.invalidate()  # closes it, and with it the lock


def _answers(connection: Any) -> bool:
    try:
        connection.execute("SELECT 1")
    except Exception:  # whatever it is, nobody vouches for the lock any more
        return False
    return True
