"""A request that changes something, done once however often it is made under the same idempotency key.

The key is noted before the work and the answer after it. What was begun and never ended (a kill in between) is not done
again: nobody knows how far it came, so its caller is told to look. Orders for decision have a stricter way, see
``writer``: there note and decision are one transaction.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from moratorium.desk.home import Home
from moratorium.errors import ConflictError, MoratoriumError
from moratorium.store import Connection, requests

AT = "Idempotency-Key"


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
    with home.store.begin() as connection:
        found = known(connection, once)
        if found is None:
            requests.put(connection, once.holder, once.key, requests.Request(once.content), home.clock())
    if isinstance(found, MoratoriumError):
        raise found
    if found is not None:
        return found
    try:
        content = work()
    except MoratoriumError:
        with home.store.begin() as connection:
            requests.forget(connection, once.holder, once.key)
        raise
    with home.store.begin() as connection:
        requests.end(connection, once.holder, once.key, requests.Request(once.content, 200, content))
    return content
