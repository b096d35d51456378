"""Files on cases: kept under the SHA-256 of their content, beside the blobs and not among them, since they can go.

A file is there as long as one entry of a case cites it. When the last one is erased, so is the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, delete, insert, select

from moratorium.errors import Fault, MissingError, ProofError
from moratorium.store.blobs import CHUNK
from moratorium.store.tables import attachments, case_files
from moratorium.terms.canon import digest_bytes

_MEND = "restore the database from a backup"


def put(connection: Connection, content: bytes, media: str) -> str:
    """Keep a file; the same content is kept once. Returns its digest."""
    digest = digest_bytes(content)
    if not present(connection, [digest]):
        row = {"digest": digest, "media": media, "bytes": len(content), "content": content}
        connection.execute(insert(attachments), row)
    return digest


def get(connection: Connection, digest: str) -> bytes:
    """A file, checked.

    Raises:
        MissingError: no such file, or it was erased.
        ProofError: what is kept under this digest is something else.
    """
    kept = connection.execute(select(attachments.c.content).where(attachments.c.digest == digest)).scalar()
    if kept is None:
        raise MissingError(f"no file `{digest}`", help="it may have been erased with its entry")
    content = bytes(kept)
    if digest_bytes(content) != digest:
        raise ProofError("a file differs from its digest", f"file {digest}", _MEND)
    return content


def present(connection: Connection, digests: Sequence[str]) -> set[str]:
    """Which of these files are kept."""
    found: set[str] = set()
    for start in range(0, len(digests), CHUNK):
        asked = select(attachments.c.digest).where(attachments.c.digest.in_(digests[start : start + CHUNK]))
        found.update(connection.execute(asked).scalars())
    return found


def forget(connection: Connection, act: int) -> None:
    """Remove the files that this act alone cites; it is being erased."""
    cited = select(case_files.c.digest).where(case_files.c.act == act)
    elsewhere = select(case_files.c.digest).where(case_files.c.act != act)
    connection.execute(
        delete(attachments).where(attachments.c.digest.in_(cited) & attachments.c.digest.not_in(elsewhere))
    )


def faults(connection: Connection) -> Iterator[Fault]:
    """Files that are cited and not kept, kept and not cited, or other than their digest says."""
    cited = {row.digest: row.act for row in connection.execute(select(case_files.c.digest, case_files.c.act))}
    kept: set[str] = set()
    for digest, content in connection.execute(select(attachments.c.digest, attachments.c.content)):
        kept.add(digest)
        if digest_bytes(bytes(content)) != digest:
            yield Fault("a file differs from its digest", f"file {digest}", _MEND)
        elif digest not in cited:
            yield Fault("a file is kept that no case cites", f"file {digest}")
    for digest in sorted(cited.keys() - kept):
        yield Fault(f"file `{digest}` is cited but not kept", f"act {cited[digest]}", _MEND)
