"""A file of names compared with the lists, on several cores, in memory that does not grow with the file.

The parent reads names and hands them out in chunks; workers compare them and return pieces of the result as bytes; the
parent puts the pieces together in the order of the file. Only a few chunks are under way at a time. Each worker is a
fresh process that loads the index from its file; it ends by itself if the parent is killed.
"""

from __future__ import annotations

import gc
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from pathlib import Path

import msgspec

from moratorium.desk.indexes import load_index
from moratorium.desk.match_files import Kind, Sink, encode
from moratorium.desk.screening import Scope, Screener
from moratorium.errors import SourceError
from moratorium.intake import Asked, NamesFile, RejectedFile, Table

CHUNK = 2_000
"""Names handed out together."""

CHUNK_CHARACTERS = 1_000_000
"""Characters of them, since names may be long."""

WORTH_A_WORKER = 10_000
"""Names for which starting one more process pays."""


class Piece(msgspec.Struct, frozen=True):
    """What comparing a chunk gave.

    Attributes:
        data: Rows as a piece of a file.
        names: How many were compared.
        matched: How many of them have a possible match.
        not_compared: How many say too little.
        rows: How many rows there are.
    """

    data: bytes
    names: int
    matched: int
    not_compared: int
    rows: int


@dataclass
class Tally:
    """A run counted.

    Attributes:
        names: How many were compared.
        matched: How many of them have a possible match.
        not_compared: How many say too little.
        rows: How many rows were written.
        rejected: How many rows of the file could not be taken.
        left_out: What of the file was not understood and not used.
    """

    names: int = 0
    matched: int = 0
    not_compared: int = 0
    rows: int = 0
    rejected: int = 0
    left_out: tuple[str, ...] = ()

    def add(self, piece: Piece) -> None:
        """Count a piece."""
        self.names += piece.names
        self.matched += piece.matched
        self.not_compared += piece.not_compared
        self.rows += piece.rows


Work = Callable[[list[Asked]], Piece]


def screen_file(
    screener: Screener,
    table: Table,
    kind: Kind,
    sink: Sink,
    rejected: Path,
    workers: int = 1,
    advance: Callable[[int], None] = lambda _: None,
) -> Tally:
    """Compare every name of a table.

    Args:
        screener: Lists, thresholds and a day.
        table: The names.
        kind: How pieces are encoded.
        sink: Takes the pieces, in the order of the file.
        rejected: Where rows that cannot be compared are written, with reasons; none leave no file.
        workers: Processes; one is this one.
        advance: Is told how many names were compared.

    Raises:
        InputError: no column of names, or the table cannot be read.
        SourceError: a worker was ended from outside.
    """
    names = NamesFile(table)
    tally = Tally()
    with RejectedFile(rejected, table.columns, "id") as file:
        chunks = _chunks(_taken(names, file))
        for piece in _pieces(screener, kind, chunks, workers):
            sink(piece.data)
            tally.add(piece)
            advance(piece.names)
        tally.rejected = file.count
    if not tally.rejected:
        rejected.unlink(missing_ok=True)  # of an earlier run; this one has none
    tally.left_out = tuple(_left_out(names))
    return tally


def _left_out(names: NamesFile) -> Iterator[str]:
    if names.unread:
        yield f"columns not understood, left unread: {', '.join(f'`{name}`' for name in names.unread)}"
    if names.unknown_kinds:
        known = "person, entity, vessel, aircraft"
        yield f"kinds not understood: {', '.join(f'`{kind}`' for kind in names.unknown_kinds)}; known: {known}"


def workers_for(table: Table, most: int | None = None) -> int:
    """How many processes a table is worth: at most one a core, and no more than were asked for."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(most or cores, table.lines // WORTH_A_WORKER))


def _taken(names: NamesFile, rejected: RejectedFile) -> Iterator[Asked]:
    for one in names.rows():
        if isinstance(one, Asked):
            yield one
        else:
            rejected.add(one)


def _chunks(asked: Iterable[Asked]) -> Iterator[list[Asked]]:
    chunk: list[Asked] = []
    characters = 0
    for one in asked:
        chunk.append(one)
        characters += sum(map(len, one.party.names))
        if len(chunk) >= CHUNK or characters >= CHUNK_CHARACTERS:
            yield chunk
            chunk, characters = [], 0
    if chunk:
        yield chunk


def _pieces(screener: Screener, kind: Kind, chunks: Iterator[list[Asked]], workers: int) -> Iterator[Piece]:
    if workers < 2 or screener.path is None:
        yield from (compared(screener, kind, chunk) for chunk in chunks)
        return
    with _pool(screener, kind, workers) as pool:
        under_way: deque[Future[Piece]] = deque()
        for chunk in chunks:
            under_way.append(pool.submit(_work, _PACKED.encode(chunk)))
            if len(under_way) > 2 * workers:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()


def compared(screener: Screener, kind: Kind, chunk: list[Asked]) -> Piece:
    """A chunk compared, and its rows encoded."""
    rows = list(screener.rows(chunk))
    without = sum(row.entry is None for row in rows)
    weak = sum(row.result == "not compared" for row in rows)
    return Piece(encode(rows, kind), len(chunk), len(chunk) - without, weak, len(rows))


# -- workers ----------------------------------------------------------------------------------------------------------

_PACKED = msgspec.msgpack.Encoder()
_UNPACKED = msgspec.msgpack.Decoder(list[Asked])
_worker: list[tuple[Screener, Kind]] = []


@contextmanager
def _pool(screener: Screener, kind: Kind, workers: int) -> Iterator[ProcessPoolExecutor]:
    """Fresh processes: a forked one would copy the locks of this one's threads."""
    given = (str(screener.path), msgspec.msgpack.encode(screener.scope), kind)
    pool = ProcessPoolExecutor(workers, get_context("spawn"), _begin, given)
    try:
        yield pool
    except BrokenProcessPool as error:
        help_ = "run it again; with `--workers 1` if memory is short"
        raise SourceError("a screening process was ended before its work was done", help=help_) from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _begin(path: str, scope: bytes, kind: Kind) -> None:
    """Make a worker ready. It leaves interruption to the parent, and does not outlive it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    screener = Screener(load_index(Path(path)), msgspec.msgpack.decode(scope, type=Scope))
    gc.freeze()
    _worker.append((screener, kind))


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work(chunk: bytes) -> Piece:
    screener, kind = _worker[0]
    return compared(screener, kind, _UNPACKED.decode(chunk))
