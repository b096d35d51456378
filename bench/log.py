"""The record: acts appended, each with its salted leaf and the tree over all; a receipt verified offline."""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

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
    """The bench."""
    batches = 1 if quick else 6
    appended = Figure("log", f"acts appended, {BATCH} in a transaction", "acts/s", [])
    appended.baseline = "the same documents inserted into a table, no leaf, no tree, no projection"
    with TemporaryDirectory() as folder:
        home = open_home(Path(folder) / "home", clock=lambda: AT)
        plain = sqlite3.connect(Path(folder) / "plain.db", isolation_level=None)
        plain.execute("pragma journal_mode=wal")
        plain.execute("create table acts (number integer primary key, document blob)")
        for run in times(quick):
            acts = [_act(home, f"C-{run}-{number}") for number in range(BATCH * batches)]
            appended.runs.append(len(acts) / seconds(partial(_append, home, acts)))
            appended.baseline_runs.append(len(acts) / seconds(partial(_insert, plain, acts)))
        plain.close()
        return [appended, _verify(home, times(quick), 20 if quick else 400)]


def _act(home: Home, party: str) -> Act:
    payload = Answered(f"party:{party}", "territory", "NL", "a bench", expires=date(2023, 1, 1))
    return Act("answered", payload.subject, home.actor, AT, payload)


def _append(home: Home, acts: list[Act]) -> None:
    for start in range(0, len(acts), BATCH):
        with home.store.begin() as connection:
            record(home, connection, acts[start : start + BATCH])


def _insert(plain: sqlite3.Connection, acts: list[Act]) -> None:
    for start in range(0, len(acts), BATCH):
        plain.execute("begin immediate")
        documents = [(canonical(one.document()),) for one in acts[start : start + BATCH]]
        plain.executemany("insert into acts (document) values (?)", documents)
        plain.execute("commit")


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
