"""How long pages of parties, matches and lists take the server, with many orders and parties.

``python -m bench.party_pages [--orders 1000000] [--parties 100000] [--postgresql]`` fills a scratch database by its
tables (the orders' documents are left out, which these pages do not read), then asks each question some times. Process
time and wall time of the use case alone; what a template adds is told apart.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection, insert

from bench.measuring import machine
from moratorium.desk import party_file, possible_matches
from moratorium.desk.directory import Directory, words_of
from moratorium.desk.home import Home
from moratorium.desk.references import References
from moratorium.store import directory, open_store, size, tables
from moratorium.store.directory import Wanted
from moratorium.terms.party import Address, Party

FIRST = [
    "Flussblick",
    "Nordwind",
    "Kestrel",
    "Sahin",
    "Volkov",
    "Ivanov",
    "Meyer",
    "Jansen",
    "Zhang",
    "Kim",
    "Tanaka",
    "Silva",
    "Garcia",
    "Petrov",
    "Holm",
]
SECOND = [
    "Drohnen",
    "Survey",
    "Aviation",
    "Trading",
    "Rotor",
    "Agro",
    "Media",
    "Systems",
    "Labs",
    "Imaging",
    "Maps",
    "Works",
    "Logistics",
    "Parts",
    "Film",
]
FORM = ["GmbH", "BV", "Ltd", "LLC", "SAS", "AB", "KK", "Oy", "SpA", "TOO"]
TIMES = 15


def name_of(i: int) -> str:
    """A name that recurs now and then, as names do."""
    return f"{FIRST[i % 15]} {SECOND[i // 15 % 15]} {i // 225 % 997} {FORM[i % 10]}"


def chunks(rows: Iterable[dict[str, Any]], size: int = 5_000) -> Iterator[list[dict[str, Any]]]:
    """Rows in pieces."""
    rest = iter(rows)
    while some := list(islice(rest, size)):
        yield some


def fill(connection: Connection, orders: int, parties: int) -> None:
    """The tables as a year of trade would leave them."""
    rows = (
        {
            "key": f"SO-{i:07}/sale", "id": f"SO-{i:07}", "digest": "", "status": "closed",
            "placed_on": date(2022, 4, 1), "day": date(2022, 4, 1), "effect": "allow", "trial": False, "act": i,
        }
        for i in range(orders)
    )  # fmt: skip
    for some in chunks(rows):
        connection.execute(insert(tables.orders), some)
    fill_directory(connection, parties, ((i, f"SO-{i:07}/sale") for i in range(orders)))


def fill_directory(connection: Connection, parties: int, orders: Iterable[tuple[int, str]]) -> None:
    """The directory of parties, as reading the log would leave it.

    Args:
        connection: In a write transaction.
        parties: How many.
        orders: Number and key of each order.
    """
    put: list[tuple[Any, Iterable[dict[str, Any]]]] = [
        (
            tables.parties,
            (
                {
                    "subject": f"party:C-{i}", "id": f"C-{i}", "name": name_of(i), "country": "NL", "register": "",
                    "asked": int(i % 40 == 0),
                }
                for i in range(parties)
            ),
        ),
        (
            tables.party_words,
            (
                {"word": word, "subject": f"party:C-{i}"}
                for i in range(parties)
                for word in sorted({*words_of(name_of(i)), *words_of(f"C-{i}")})
            ),
        ),
        (
            tables.party_variants,
            (
                {"subject": f"party:C-{i}", "digest": f"{i:064x}", "document": document(i)}
                for i in range(parties)
            ),
        ),
        (
            tables.party_matches,
            (
                {
                    "subject": f"party:C-{i}", "entry": f"OWN#{i % 997}", "list": "OWN", "listed": name_of(i + 1),
                    "kind": "entity", "state": "open" if i % 40 == 0 else "false_positive", "asked": i % 40 == 0,
                    "score": 8_000 + i * 37 % 2_000,
                }
                for i in range(0, parties, 4)
            ),
        ),
        (
            tables.party_orders,
            (
                {
                    "subject": f"party:C-{owner(i, parties)}", "order_key": key, "roles": ("buyer", "end_user"),
                    "digest": "",
                }
                for i, key in orders
            ),
        ),
    ]  # fmt: skip
    for table, rows in put:
        for some in chunks(rows):
            connection.execute(insert(table), some)


def owner(i: int, parties: int) -> int:
    """Whose order it is: a tenth of all orders is the first party's."""
    return 0 if i % 10 == 0 else i * 7919 % parties


def document(i: int) -> bytes:
    """A party as an order spells it."""
    return msgspec.json.encode(Party(f"C-{i}", (name_of(i),), Address(country="NL")))


def timed(words: str, work: Callable[[], Any]) -> None:
    """One line: what, median and worst."""
    work()
    process, wall = [], []
    for _ in range(TIMES):
        start, begin = time.process_time(), time.perf_counter()
        work()
        process.append(time.process_time() - start)
        wall.append(time.perf_counter() - begin)
    told = (statistics.median(process), statistics.median(wall), max(wall))
    print(f"{words:52} {told[0] * 1e3:8.1f} {told[1] * 1e3:8.1f} {told[2] * 1e3:8.1f}")


def main() -> None:
    """Fill, ask, print."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--orders", type=int, default=1_000_000)
    asked.add_argument("--parties", type=int, default=100_000)
    asked.add_argument("--database", default=None, help="address of an empty PostgreSQL database")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder), open_store(given.database or Path(folder)))
        with home.store:
            start = time.perf_counter()
            with home.store.begin() as connection:
                fill(connection, given.orders, given.parties)
                directory.moved(connection, 0, size(connection))
            with home.store.begin() as connection:
                connection.exec_driver_sql("ANALYZE")  # as a server does by itself after a while
            print(machine())
            print(f"{given.orders:,} orders, {given.parties:,} parties; filled in {time.perf_counter() - start:.0f} s")
            print(f"{'question':52} {'process':>8} {'wall':>8} {'worst':>8}  ms, {TIMES} times")
            ask(home, Directory(home, References(home)))


def ask(home: Home, known: Directory) -> None:
    """The questions of the pages."""
    none = ("", "")
    timed("parties, first page", lambda: party_file.found(home, known, "", False, none, 50))
    timed("parties by a rare word", lambda: party_file.found(home, known, "volkov 417", False, none, 50))
    timed("parties by a common beginning", lambda: party_file.found(home, known, "v", False, none, 50))
    timed("parties by two common beginnings", lambda: party_file.found(home, known, "k d", False, none, 50))
    timed("parties by a word that nobody has", lambda: party_file.found(home, known, "qqq", False, none, 50))
    timed("parties with a match that waits", lambda: party_file.found(home, known, "", True, none, 50))
    timed("how many are known and wait", lambda: party_file.counted(home, known))
    timed("a party whole", lambda: party_file.whole(home, known, "C-41"))
    timed("orders of a party, few", lambda: party_file.orders(home, known, "C-41", "", 50))
    timed("orders of a party with a tenth of all", lambda: party_file.orders(home, known, "C-0", "SO-0500000", 50))
    timed("matches that wait", lambda: possible_matches.listed(home, known, Wanted(asked=True), None, 50))
    deep = (True, 8_900, "party:C-5000", "OWN#1")
    timed("matches that wait, further on", lambda: possible_matches.listed(home, known, Wanted(asked=True), deep, 50))
    timed("all matches", lambda: possible_matches.listed(home, known, Wanted(), None, 50))
    timed("matches of a state", lambda: possible_matches.listed(home, known, Wanted(state="true_match"), None, 50))


if __name__ == "__main__":
    main()
