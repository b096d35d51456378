"""Bytes of a file, gzipped or not, with every trouble of the disk or the packing told in words."""

from __future__ import annotations

import gzip
import io
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO, cast

from moratorium.errors import InputError

MAX_UNPACKED = 4 * 1024**3
"""Bytes of a gzipped workbook or Parquet file once unpacked; such files cannot be read as a stream."""

_GZIP = b"\x1f\x8b"


@contextmanager
def readable(name: str) -> Iterator[None]:
    """Turns trouble with disk or packing into an `InputError` that names the file."""
    try:
        yield
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        message = f"the gzip file is damaged or cut short ({error})"
        raise InputError(message, name, "fetch or pack it again") from error
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}", name, "check path and permission") from error


def open_bytes(path: Path) -> BinaryIO:
    """The file's bytes, unpacked if it is gzipped, whatever its name."""
    with path.open("rb") as file:
        packed = file.read(2) == _GZIP
    if packed:
        return cast(BinaryIO, io.BufferedReader(cast(io.RawIOBase, gzip.open(path, "rb")), 1024 * 1024))
    return path.open("rb", buffering=1024 * 1024)


def open_seekable(path: Path) -> IO[bytes]:
    """Like `open_bytes`, for formats that are read from their end: a packed file is first unpacked to a nameless one.

    Raises:
        InputError: it unpacks to more than `MAX_UNPACKED` bytes.
    """
    stream = open_bytes(path)
    if not isinstance(stream, io.BufferedReader) or not isinstance(stream.raw, gzip.GzipFile):
        return stream
    unpacked = tempfile.TemporaryFile()  # noqa: SIM115 - the caller closes it
    left = MAX_UNPACKED
    with stream:
        while chunk := stream.read(1024 * 1024):
            left -= len(chunk)
            if left < 0:
                raise InputError(f"unpacks to more than {MAX_UNPACKED:,} bytes", path.name, "split the file")
            unpacked.write(chunk)
    unpacked.seek(0)
    return unpacked
