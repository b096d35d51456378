"""Blobs: what acts cite by digest, kept whole. Order documents, judgements, list versions, registers, evidence.

A blob's name is the SHA-256 of its content, so the same content is kept once and a changed one is noticed.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, select

from moratorium.errors import MissingError, ProofError
from moratorium.store.rows import MOST_KEYS, insert_rows, rows_at
from moratorium.store.tables import blobs
from moratorium.terms.canon import digest_bytes

CHUNK = MOST_KEYS


def put(connection: Connection, content: bytes, media: str) -> str:
    """Keep a content; the same content is kept once.

    Args:
        connection: In a write transaction.
        content: The bytes.
        media: Their media type, such as ``application/json``.

    Returns:
        SHA-256, as 64 hexadecimal digits.
    """
    digest = digest_bytes(content)
    put_many(connection, [(digest, content)], media)
    return digest


def put_many(connection: Connection, contents: Iterable[tuple[str, bytes]], media: str) -> None:
    """Keep many contents of one media type under their digests, each once.

    Raises:
        ProofError: a digest is not that of its content.
    """
    named = dict(contents)
    known = present(connection, list(named))
    rows = [_row(digest, content, media) for digest, content in named.items() if digest not in known]
    insert_rows(connection, blobs, rows)


def _row(digest: str, content: bytes, media: str) -> dict[str, object]:
    if digest_bytes(content) != digest:
        raise ProofError("a content differs from the digest given for it", f"blob {digest}")
    return {"digest": digest, "media": media, "bytes": len(content), "content": zlib.compress(content, 6)}


def get(connection: Connection, digest: str) -> bytes:
    """The content of a digest, checked.

    Raises:
        MissingError: no such blob.
        ProofError: what is kept under this digest is something else.
    """
    kept = connection.execute(select(blobs.c.content).where(blobs.c.digest == digest)).scalar()
    if kept is None:
        raise MissingError(f"no blob `{digest}`", help="run `moratorium fsck`")
    return opened(digest, kept)


def get_many(connection: Connection, digests: Iterable[str]) -> dict[str, bytes]:
    """Contents of those of these digests that are kept, each checked.

    Raises:
        ProofError: what is kept under a digest is something else.
    """
    rows = rows_at(connection, blobs, ("digest", "content"), "digest", digests)
    return {digest: opened(digest, content) for digest, content in rows}


def opened(digest: str, kept: bytes) -> bytes:
    """Stored bytes decompressed and checked against their digest.

    Raises:
        ProofError: they are something else.
    """
    try:
        content = zlib.decompress(kept)
    except zlib.error as error:
        raise ProofError("a blob is damaged", f"blob {digest}", "restore the database from a backup") from error
    if digest_bytes(content) != digest:
        raise ProofError("a blob differs from its digest", f"blob {digest}", "restore the database from a backup")
    return content


def has(connection: Connection, digest: str) -> bool:
    """Whether a blob of this digest is kept."""
    return bool(present(connection, [digest]))


def present(connection: Connection, digests: Sequence[str]) -> set[str]:
    """Which of these digests are kept."""
    return {digest for (digest,) in rows_at(connection, blobs, ("digest",), "digest", digests)}
