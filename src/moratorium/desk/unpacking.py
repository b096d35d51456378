"""Gzip undone without trusting what it says of its size: a bomb, a cut-off or a damaged file is refused."""

from __future__ import annotations

import zlib

from moratorium.errors import SourceError

MAX_BYTES = 512 * 1024 * 1024
"""What a file of a list may measure, unpacked; the largest published one has about 50 MB."""

_MARK = b"\x1f\x8b"
_GZIP = 16 + zlib.MAX_WBITS
_PIECE = 1 << 20


def unpacked(data: bytes, at: str, most: int = MAX_BYTES) -> bytes:
    """Plain bytes of a file that may be gzipped.

    Args:
        data: The file.
        at: Which file it is, for messages.
        most: How many bytes may come out.

    Raises:
        SourceError: it is damaged, cut short, or holds more.

    >>> import gzip
    >>> unpacked(gzip.compress(b"id,name"), "own.csv"), unpacked(b"id,name", "own.csv")
    (b'id,name', b'id,name')
    """
    return gunzipped(data, at, most) if data[:2] == _MARK else data


def gunzipped(data: bytes, at: str, most: int = MAX_BYTES) -> bytes:
    """Bytes of a gzip file, which may have several members; raises as :func:`unpacked`."""
    plain, rest = bytearray(), data
    while rest:
        rest = _member(rest, plain, at, most).lstrip(b"\0")
    return bytes(plain)


def _member(data: bytes, plain: bytearray, at: str, most: int) -> bytes:
    """Unpack one member onto ``plain``; returns what follows it."""
    member, rest = zlib.decompressobj(_GZIP), data
    try:
        while not member.eof:
            piece = member.decompress(rest, _PIECE)
            rest = member.unconsumed_tail
            plain += piece
            if len(plain) > most:
                raise SourceError("the file unpacks to more than is taken", at, f"at most {most:,} bytes")
            if not piece and not rest and not member.eof:
                raise SourceError("the gzip file is cut short", at, "fetch it again")
    except zlib.error as error:
        raise SourceError(f"the gzip file is damaged ({error})", at, "fetch it again") from error
    return member.unused_data
