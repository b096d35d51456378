"""What the two databases have in common: how each is opened, and how its errors are put into words.

A driver hands out connections whose transactions begin in the right way (a writer alone, a reader with one fixed
state) and knows what its database's error codes mean. Everything else of this room is the same on both.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from moratorium.errors import BusyError, ConflictError, MoratoriumError, RefusedError, SourceError

WAIT_SECONDS = 20.0
"""How long a writer waits for another one."""


class Words(NamedTuple):
    """An error of the database in words: kind, what is wrong, what to do next."""

    kind: type[MoratoriumError]
    message: str
    help: str = ""


class Driver(NamedTuple):
    """A database as it is spoken to.

    Attributes:
        engine: Hands out connections.
        place: Where it is, for people: a file, or an address without its secrets.
        words: What an error of it means.
        is_shared: Whether other machines may be at work in it, so that its tables are upgraded only on command.
        settle: Does what the database leaves to a quiet moment; a server finds one itself.
    """

    engine: Engine
    place: str
    words: Callable[[DBAPIError], Words]
    is_shared: bool
    settle: Callable[[], None] = lambda: None


BUSY = Words(BusyError, "another process is writing", "wait until it has ended, then try again")
READ_ONLY = Words(SourceError, "the database may only be read", "give this program the right to write to it")
FULL = Words(SourceError, "the disk is full", "make room and try again; nothing of this step was kept")

CONSTRAINTS = {
    "four_eyes": Words(RefusedError, "nobody approves what they proposed", "ask another person"),
    "never_overdrawn": Words(
        RefusedError, "more would be drawn than the authorisation leaves", "moratorium licence show"
    ),
}
"""What the database itself refuses, by the name of the constraint, whatever program asks for it."""


def begins(engine: Engine, begin: Callable[[Connection, bool], None]) -> None:
    """Let every transaction of an engine begin by a function, which is told whether it is to write."""

    def _begin(connection: Connection) -> None:
        begin(connection, connection.get_execution_options().get("moratorium_write", False))

    event.listen(engine, "begin", _begin)


def spoken(error: DBAPIError | PoolTimeout, driver: Driver) -> MoratoriumError:
    """An error of the database as one that a user can meet. It never holds a secret of the address."""
    kind, message, help = _words(error, driver)
    return kind(message, driver.place, help)


def _words(error: DBAPIError | PoolTimeout, driver: Driver) -> Words:
    if isinstance(error, PoolTimeout):
        return Words(BusyError, "all connections to the database are in use", "try again in a moment")
    if not isinstance(error, IntegrityError):
        return driver.words(error)
    text = str(error.orig)
    broken = next((words for name, words in CONSTRAINTS.items() if name in text), None)
    return broken or Words(
        ConflictError, f"somebody was faster: {first_line(error)}", "read again, then repeat the step"
    )


def first_line(error: DBAPIError) -> str:
    """What the database says, without the details that may hold data."""
    return (str(error.orig).strip().splitlines() or ["no reason given"])[0]
