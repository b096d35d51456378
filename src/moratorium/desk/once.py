"""A request that changes something, done once however often it is made under the same idempotency key.

The key is noted before the work and the answer after it. What was begun and never ended (a kill in between) is not done
again: nobody knows how far it came, so its caller is told to look. Orders for decision have a stricter way, see
``writer``: there note and decision are one transaction. A form of the console that is sent twice is such a request too.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from typing import NamedTuple

from moratorium.desk.home import Home
from moratorium.errors import ConflictError, MoratoriumError
from moratorium.store import Connection, requests

AT = "Idempotency-Key"

_PATIENCE, _LOOK = 10.0, 0.05
"""Seconds that a form sent twice waits for the first to end, and between two looks."""

_LOOK_FIRST = "look whether it is done before you send it again"


class Once(NamedTuple):
    """What makes a request the same as an earlier one: who asks, the key they gave it, and a digest of its content."""

    holder: str
    key: str
    content: str


def known(connection: Connection, once: Once) -> bytes | MoratoriumError | None:
    """The answer of the same request made before; None if it is new, an error if it is another one or never ended."""
    found = requests.find(connection, once.holder, once.key)
    if found is None:
        return None
    if found.asked != once.content:
        return ConflictError(f"the key `{once.key}` was used for another request", AT, "give each request its own key")
    if found.status is None:
        message = f"a request with the key `{once.key}` was begun and is not known to have ended"
        return ConflictError(message, AT, "look what it did before you ask again with another key")
    return found.answer


def answered(home: Home, once: Once | None, work: Callable[[], bytes]) -> bytes:
    """Do the work, unless it was done under the same key.

    Raises:
        ConflictError: the key was used for another request, or one was begun and did not end.
        MoratoriumError: of the work; it can then be asked for again.
    """
    if once is None:
        return work()
    found = _begun(home, once)
    if isinstance(found, MoratoriumError):
        raise found
    if found is not None:
        return found
    try:
        content = work()
    except MoratoriumError:
        _forgotten(home, once)
        raise
    with home.store.begin() as connection:
        requests.end(connection, once.holder, once.key, requests.Request(once.content, 200, content))
    return content


def pressed(home: Home, once: Once, work: Callable[[], bytes | None]) -> bytes:
    """Do what a form asks for; the same form sent again while it is being done, or after, is answered as the first was.

    Args:
        home: What is served.
        once: The form: who sent it, its token and its fields.
        work: Does it. What it answers with nothing is not kept, and is done again if it is sent again.

    Returns:
        The answer, which was made by an earlier one if ``work`` was not called; empty if there is none to keep.

    Raises:
        ConflictError: it was sent before and is not known to have ended.
        MoratoriumError: of the work; the form can then be sent again.
    """
    until = time.monotonic() + _PATIENCE
    while isinstance(found := _looked(home, once), MoratoriumError) and time.monotonic() < until:
        time.sleep(_LOOK)
    if isinstance(found, MoratoriumError):
        raise ConflictError("this form was sent before, and what it asked for is still being done", "", _LOOK_FIRST)
    if found is not None:
        return found
    try:
        content = work()
    except BaseException:
        with contextlib.suppress(MoratoriumError):  # a database that has gone keeps the note, and the form is told so
            _forgotten(home, once)
        raise
    if content is None:
        _forgotten(home, once)
        return b""
    with home.store.begin() as connection:
        requests.end(connection, once.holder, once.key, requests.Request(once.content, 200, content))
    return content


def _begun(home: Home, once: Once) -> bytes | MoratoriumError | None:
    """What became of the same request made before; None if there is none, and it is noted as begun now."""
    with home.store.begin() as connection:
        found = known(connection, once)
        if found is None:
            requests.put(connection, once.holder, once.key, requests.Request(once.content), home.clock())
    return found


def _looked(home: Home, once: Once) -> bytes | MoratoriumError | None:
    """The same, where somebody may note it at this very moment."""
    try:
        return _begun(home, once)
    except ConflictError as error:
        return error


def _forgotten(home: Home, once: Once) -> None:
    with home.store.begin() as connection:
        requests.forget(connection, once.holder, once.key)
