"""Blobs: named by their content, kept once, checked when read."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select, update

from moratorium.errors import MissingError, ProofError
from moratorium.store import Store, blobs, tables
from moratorium.terms.canon import digest_bytes


@pytest.mark.parametrize("content", [b"", b"list", bytes(range(256)) * 5000])
def test_what_is_kept_comes_back(store: Store, content: bytes) -> None:
    with store.begin() as connection:
        digest = blobs.put(connection, content, "text/plain")
        assert digest == digest_bytes(content)
        assert blobs.get(connection, digest) == content
        assert blobs.has(connection, digest)


def test_the_same_content_is_kept_once(store: Store) -> None:
    count = select(func.count()).select_from(tables.blobs)
    with store.begin() as connection:
        before = connection.execute(count).scalar_one()
        twice = [(digest_bytes(b"a"), b"a"), (digest_bytes(b"a"), b"a"), (digest_bytes(b"b"), b"b")]
        blobs.put_many(connection, twice, "text/plain")
        blobs.put_many(connection, twice, "text/plain")
        assert connection.execute(count).scalar_one() == before + 2


def test_more_than_one_statement_can_ask_for(store: Store) -> None:
    contents = [b"%d" % number for number in range(1_200)]
    named = [(digest_bytes(content), content) for content in contents]
    with store.begin() as connection:
        blobs.put_many(connection, named, "text/plain")
        assert blobs.present(connection, [digest for digest, _ in named]) == {digest for digest, _ in named}


def test_a_digest_of_something_else_is_refused(store: Store) -> None:
    with pytest.raises(ProofError, match="differs from the digest"), store.begin() as connection:
        blobs.put_many(connection, [(digest_bytes(b"a"), b"b")], "text/plain")


@pytest.mark.parametrize("kept", [b"x\x9c\x03\x00\x00\x00\x00\x01", b"no zlib", b""])
def test_a_changed_content_is_an_alarm(store: Store, kept: bytes) -> None:
    with store.begin() as connection:
        digest = blobs.put(connection, b"list", "text/plain")
        connection.execute(update(tables.blobs).where(tables.blobs.c.digest == digest).values(content=kept))
        with pytest.raises(ProofError):
            blobs.get(connection, digest)


def test_a_blob_that_is_not_there_is_missing(store: Store) -> None:
    with store.read() as connection:
        assert not blobs.has(connection, "00" * 32)
        with pytest.raises(MissingError, match="no blob"):
            blobs.get(connection, "00" * 32)
