"""Parties compared with the lists while a history is built: in this process, or shared out over Spark.

On Spark every machine is given the lists as one file, once; a Python process of it reads them when it first compares
somebody and keeps them. Parties go out and what came of them comes back as Arrow, so the result is the same bytes
wherever it was found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import msgspec
import pyarrow as pa
from ibis.util import gen_name

from moratorium.decision.screening import Compare
from moratorium.history.engines import DUCKDB, Engine, opened
from moratorium.screening import Index, Screened, Thresholds, decode_index, encode_index, screen_all
from moratorium.screening.thresholds import AT_DEFAULT
from moratorium.terms.party import Party

HERE_AT_ONCE = 1_000
"""Orders whose parties are compared at once in this process."""

SHARED_AT_ONCE = 50_000
"""The same on Spark, where every round trip costs a good part of a second."""

_FIELDS: list[pa.Field[Any]] = [pa.field("number", pa.int64()), pa.field("party", pa.binary())]
_SENT = pa.schema(_FIELDS)
_CAME = "number bigint, screened binary"


class Comparer(NamedTuple):
    """What compares, and how much at once.

    Attributes:
        compare: Compares many parties.
        batch: Orders whose parties it is worth giving it at once.
    """

    compare: Compare
    batch: int


@contextmanager
def comparing(engine: str, index: Index) -> Iterator[Comparer]:
    """What compares parties, ready until the end of the block.

    Args:
        engine: ``duckdb`` for this process; ``pyspark`` or ``pyspark:ADDRESS`` for Spark, whose machines need Python
            with this program.
        index: The lists; no other is compared with.

    Raises:
        InputError: no such engine.
        ConflictError: this process works with Spark already.
        MissingError: Spark or Java is not there; says how to get it.
        SourceError: Spark could not do it.
    """
    if engine == DUCKDB:
        yield Comparer(screen_all, HERE_AT_ONCE)
        return
    with TemporaryDirectory(prefix="moratorium-") as folder, opened(engine) as spark:
        yield shared_out(spark, index, Path(folder))


def shared_out(spark: Engine, index: Index, folder: Path) -> Comparer:
    """Spark as what compares parties.

    Args:
        spark: Open.
        index: The lists; no other is compared with.
        folder: Where the file of the lists lies as long as Spark is open.
    """
    path = folder / f"{gen_name('lists')}.index"
    path.write_bytes(encode_index(index))
    session = spark.con.session
    session.sparkContext.addFile(str(path))
    return Comparer(partial(_compared, session, path.name), SHARED_AT_ONCE)


def _compared(
    session: Any, file: str, parties: Sequence[Party], _: Index, thresholds: Thresholds = AT_DEFAULT
) -> Iterable[Screened]:
    if not parties:
        return []
    pack = msgspec.msgpack.Encoder().encode
    sent = pa.table([range(len(parties)), [pack(party) for party in parties]], schema=_SENT)
    share = partial(_share_compared, file, pack(thresholds))
    came = session.createDataFrame(sent).mapInArrow(share, _CAME).toArrow().sort_by("number")
    read = msgspec.msgpack.Decoder(Screened).decode
    return [read(one.as_buffer()) for one in came["screened"]]


def _share_compared(file: str, packed: bytes, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Runs in a Python process of Spark: a share of the parties compared."""
    from pyspark import SparkFiles

    thresholds = msgspec.msgpack.decode(packed, type=Thresholds)
    read, pack = msgspec.msgpack.Decoder(Party).decode, msgspec.msgpack.Encoder().encode
    for batch in batches:
        parties = [read(one.as_buffer()) for one in batch["party"]]
        found = screen_all(parties, _lists(SparkFiles.get(file)), thresholds)
        yield pa.RecordBatch.from_arrays(
            [batch["number"], pa.array([pack(one) for one in found], pa.binary())], ["number", "screened"]
        )


@cache
def _lists(path: str) -> Index:
    return decode_index(Path(path).read_bytes())
