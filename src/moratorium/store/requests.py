"""Requests of the service that must not be done twice: the caller's key, what was asked, and what was answered.

This is no part of the record: it only lets a caller who got no answer ask again. Rows go after a day.
"""

from __future__ import annotations

import zlib
from datetime import datetime

import msgspec
from sqlalchemy import Connection, delete, insert, select, update

from moratorium.store import tables

requests = tables.requests


class Request(msgspec.Struct, frozen=True):
    """A request that was made before.

    Attributes:
        asked: Digest of what was asked.
        status: Of the answer; None if it was begun and nobody knows how it ended.
        answer: Bytes of the answer.
    """

    asked: str
    status: int | None = None
    answer: bytes = b""


def prepare(connection: Connection) -> None:
    """Make the table if it is not there yet."""
    requests.create(connection, checkfirst=True)


def find(connection: Connection, holder: str, key: str) -> Request | None:
    """The request that somebody made under a key, or None."""
    asked = select(requests.c.asked, requests.c.status, requests.c.answer)
    row = connection.execute(asked.where((requests.c.holder == holder) & (requests.c.key == key))).first()
    return None if row is None else Request(row.asked, row.status, zlib.decompress(row.answer) if row.answer else b"")


def put(connection: Connection, holder: str, key: str, request: Request, at: datetime) -> None:
    """Note a request, with its answer or before it.

    Raises:
        IntegrityError: somebody noted one under this key meanwhile.
    """
    row = {"holder": holder, "key": key, "asked": request.asked, "at": at}
    connection.execute(insert(requests).values(**row, **_answered(request)))


def end(connection: Connection, holder: str, key: str, request: Request) -> None:
    """Note the answer of a request that was noted before."""
    where = (requests.c.holder == holder) & (requests.c.key == key)
    connection.execute(update(requests).where(where).values(**_answered(request)))


def forget(connection: Connection, holder: str, key: str) -> None:
    """Remove a request that came to nothing, so that it can be made again."""
    connection.execute(delete(requests).where((requests.c.holder == holder) & (requests.c.key == key)))


def forget_before(connection: Connection, instant: datetime) -> None:
    """Remove what is older than an instant."""
    connection.execute(delete(requests).where(requests.c.at < instant))


def forget_answers(connection: Connection, since: datetime, until: datetime, about: bytes) -> int:
    """Remove requests of a span of time whose answers name something that is being erased; returns how many."""
    made = (requests.c.at >= since) & (requests.c.at <= until) & requests.c.answer.is_not(None)
    asked = select(requests.c.holder, requests.c.key, requests.c.answer).where(made)
    found = [row for row in connection.execute(asked) if about in zlib.decompress(row.answer)]
    for row in found:
        forget(connection, row.holder, row.key)
    return len(found)


def _answered(request: Request) -> dict[str, object]:
    return {"status": request.status, "answer": zlib.compress(request.answer, 1) if request.answer else None}
