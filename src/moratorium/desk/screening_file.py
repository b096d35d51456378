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
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import cycle
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from queue import SimpleQueue

import msgspec

from moratorium.desk.cores import cores
from moratorium.desk.indexes import load_index
from moratorium.desk.match_files import Kind, Sink, encode
from moratorium.desk.screening import Scope, Screener
from moratorium.errors import SourceError
from moratorium.intake import Asked, NamesFile, RejectedFile, Table

CHUNK = 2_000
"""Names handed out together."""

CHUNK_CHARACTERS = 1_000_000
"""Characters of them, since names may be long."""

AHEAD = 2
"""Chunks that each worker holds: one in work, one to go on with."""

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
    return max(1, min(most or cores(), table.lines // WORTH_A_WORKER))


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
    with _workers(screener, kind, workers) as pipes:
        under_way: deque[Connection] = deque()
        turn = cycle(pipes)
        for chunk in chunks:
            if len(under_way) == AHEAD * workers:
                yield _answer(under_way.popleft())
            pipe = next(turn)
            _ask(pipe, chunk)
            under_way.append(pipe)
        while under_way:
            yield _answer(under_way.popleft())


def compared(screener: Screener, kind: Kind, chunk: list[Asked]) -> Piece:
    """A chunk compared, and its rows encoded."""
    rows = list(screener.rows(chunk))
    without = sum(row.entry is None for row in rows)
    weak = sum(row.result == "not compared" for row in rows)
    return Piece(encode(rows, kind), len(chunk), len(chunk) - without, weak, len(rows))


# -- workers ----------------------------------------------------------------------------------------------------------

_PACKED = msgspec.msgpack.Encoder()
_CHUNK = msgspec.msgpack.Decoder(list[Asked])
_PIECE = msgspec.msgpack.Decoder(Piece)


@contextmanager
def _workers(screener: Screener, kind: Kind, workers: int) -> Iterator[list[Connection]]:
    """Fresh processes, each with a pipe: forked ones would copy the locks of this one's threads.

    No pool of the library: where a worker is killed while it is being handed work, some versions of Python wait for
    ever.
    """
    spawn = get_context("spawn")
    pipes: list[Connection] = []
    processes = []
    try:
        for _ in range(workers):
            ours, theirs = spawn.Pipe()
            given = (theirs, str(screener.path), _PACKED.encode(screener.scope), kind)
            process = spawn.Process(target=_serve, args=given, daemon=True)
            process.start()
            theirs.close()  # so that the pipe ends with the worker
            pipes.append(ours)
            processes.append(process)
        yield pipes
    finally:
        for pipe in pipes:
            pipe.close()
        for process in processes:
            process.terminate()
            process.join()


def _ask(pipe: Connection, chunk: list[Asked]) -> None:
    try:
        pipe.send_bytes(_PACKED.encode(chunk))
    except OSError as error:
        raise _ended() from error


def _answer(pipe: Connection) -> Piece:
    try:
        return _PIECE.decode(pipe.recv_bytes())
    except (EOFError, OSError) as error:
        raise _ended() from error


def _ended() -> SourceError:
    help_ = "run it again; with `--workers 1` if memory is short"
    return SourceError("a screening process was ended before its work was done", help=help_)


def _serve(pipe: Connection, path: str, scope: bytes, kind: Kind) -> None:
    """A worker: it leaves interruption to the parent, and ends with it, since the pipe does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    chunks: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_receive, args=(pipe, chunks), daemon=True).start()
    screener = Screener(load_index(Path(path)), msgspec.msgpack.decode(scope, type=Scope))
    gc.freeze()
    while True:
        piece = compared(screener, kind, _CHUNK.decode(chunks.get()))
        with suppress(BrokenPipeError):
            pipe.send_bytes(_PACKED.encode(piece))


def _receive(pipe: Connection, chunks: SimpleQueue[bytes]) -> None:
    """Take in what comes at once, so that the parent never waits to hand out while this process waits to answer."""
    with suppress(EOFError, OSError):
        while True:
            chunks.put(pipe.recv_bytes())
    os._exit(1)
