"""Every page of the console with a million orders: how long the server takes for it, and how heavy it is.

``python bench/pages.py [--orders 1000000] [--keep FOLDER] [--only TEXT] [--postgresql]`` makes an office as the browser
tests have it (a history, replays, proofs, two versions of a list), then records orders as the program records them:
acts, tree, projections, the queue of holds and the documents that they cite, five years of them, of which an eighth is
held, and half of these decided again some weeks later. With ``--keep`` the home stays in a folder and is not made
again. Then a server of its own is asked for each page that links lead to, and for what a long table costs: filters,
pages further on, searches, accounts of quarters.

A page's time is that of the whole answer as its caller sees it; beside it stands the processor time of the server. Its
weight is the page with the styles and scripts that it names, compressed, as somebody loads it who comes first.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import msgspec

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.log import server as postgresql
from bench.measuring import RUNS, Figure, aimed, machine
from bench.party_pages import fill_directory, name_of, owner
from moratorium.decision.decision import Decision
from moratorium.desk import databases, lists, package, rulebooks
from moratorium.desk.home import Home, open_home
from moratorium.store import Connection, Signed, Store, act_at, append, blobs, directory, holds, projections, size
from moratorium.store.rows import insert_rows
from moratorium.store.tables import blobs as blob_rows
from moratorium.terms.act import Act
from moratorium.terms.canon import canonical, digest_bytes
from moratorium.terms.order import Order
from moratorium.terms.party import Party
from tests.web.browser import site as sites
from tests.web.browser.crawling import found_pages
from tests.web.browser.site import Site
from tests.web.running import running

ORDERS = 1_000_000
QUICK = 400
BATCH = 2_000
LISTED = 1_000
MOST_MS = 200.0
MOST_BYTES = 150_000
MOST_LINKS = 20_000
WAIT = 600.0
NOTHING = "\n"
"""Stands in no address."""

TOO_LONG = 2_000.0
"""Milliseconds after which a page is not asked again: it is over the limit, whatever a median would say."""
FIRST = datetime(2021, 11, 1, tzinfo=UTC)
YEARS = timedelta(days=5 * 365)
LATER = 4_000
"""A held order is decided again after so many others, or two to five times as many."""


@dataclass(frozen=True)
class Asked:
    """A page as it was asked for.

    Attributes:
        address: Of it.
        wall: Milliseconds until the whole answer was there, one a run.
        processor: Milliseconds of the server's processor for one answer.
        own: Bytes of the page, compressed.
        whole: Bytes of the page with styles and scripts.
    """

    address: str
    wall: list[float]
    processor: float
    own: int
    whole: int


def figures(quick: bool) -> list[Figure]:
    """The bench in a file."""
    with TemporaryDirectory() as folder:
        home = made(Path(folder), QUICK if quick else ORDERS)
        return [found for one in measured(home, None, 1 if quick else RUNS) for found in _figures(one)]


def _figures(one: Asked) -> Iterator[Figure]:
    yield aimed(Figure("pages", one.address[:58], "ms", one.wall, note=_note(one)), at_most=MOST_MS)
    yield aimed(Figure("pages", f"weight of {one.address[:48]}", "bytes", [one.whole]), at_most=MOST_BYTES)


def _note(one: Asked) -> str:
    return f"{one.processor:.0f} ms of the server's processor; the page alone {one.own / 1000:.1f} kB"


# -- the home ---------------------------------------------------------------------------------------------------------


def made(folder: Path, orders: int) -> Path:
    """An office with so many orders; one that is there already is taken as it is."""
    home = folder / "home"
    if not (folder / "whole").exists():
        sites.furnish(folder)
        furnish(home, None, orders)
        (folder / "whole").touch()
    return home


def copied(home: Path, database: str, orders: int) -> None:
    """The same small office on a server, then filled there; jobs stay behind."""
    databases.copy(database, home)
    furnish(home, database, orders)


def furnish(path: Path, database: str | None, orders: int) -> None:
    """Orders, parties and a longer list for a home; then the rulebook that ships with the program beside its own."""
    home = open_home(path, "ann", database=database)
    with home.store:
        _publish(home)
        fill(home.store, orders)
        with home.store.begin() as connection:
            directory.prepare(connection)
            fill_directory(connection, parties_of(orders), ((n, f"{_id(n)}/sale") for n in range(orders)))
            directory.moved(connection, directory.mark(connection), size(connection))
        _adopt_the_starter(home, database)
        with home.store.begin() as connection:
            connection.exec_driver_sql("ANALYZE")  # as a server does by itself after a while


def _publish(home: Home) -> None:
    """A version of our own list with so many names that some parties may be."""
    heading, company = "id,name,aliases,kind,country,reason", "1,Volkov Rotor Works,Rotor Volkov,entity,RU,x"
    rows = [heading, company, *(f"{n},{name_of(n + 1)},,entity,NL,x" for n in range(2, LISTED))]
    file = home.path / "own.csv"
    file.write_text("\n".join(rows) + "\n", encoding="utf-8")
    lists.import_list(home, "own", date(2022, 5, 2), {"own": file})


def _adopt_the_starter(home: Home, database: str | None) -> None:
    number = rulebooks.propose_documents(home, package.starter(), "for the bench")
    other = open_home(home.path, "bo", database=database)
    with other.store:
        rulebooks.approve(other, number)


def parties_of(orders: int) -> int:
    """How many parties so many orders have."""
    return max(10, orders // 10)


def _id(number: int) -> str:
    return f"SO-{10_000_000 + number}"


@dataclass(frozen=True)
class _Pattern:
    """An order of the office, after which others are made, with its decision."""

    order: Order
    decision: Decision


def fill(store: Store, orders: int) -> None:
    """Record orders after the patterns of the office, as they are recorded when they are decided."""
    with store.read() as connection:
        patterns = [_pattern(connection, f"SO-{1000 + n}") for n in range(len(sites.COUNTRIES))]
    allowed, held, denied = (
        [one for one in patterns if one.decision.effect == word] for word in ("allow", "hold", "deny")
    )
    step = YEARS / orders
    for start in range(0, orders, BATCH):
        contents, signed = [], []
        for n in range(start, min(orders, start + BATCH)):
            of = denied if n % 100 == 1 else held if n % 8 == 0 else allowed
            decided = [(n, of), *((again, allowed) for again in _held_before(n))]
            for number, patterns in decided:
                pattern = patterns[number // 8 % len(patterns)]
                act, content = _made(pattern, number, owner(number, parties_of(orders)), FIRST + n * step)
                contents.append((act.payload.order_digest, content))
                signed.append(Signed(act, os.urandom(32)))
        with store.begin() as connection:
            insert_rows(
                connection, blob_rows, [blobs._row(name, content, "application/json") for name, content in contents]
            )
            append(connection, signed)


def _held_before(number: int) -> Iterator[int]:
    """The held order that is decided again beside one; each order once at most, after a time that differs."""
    again = number - LATER * (1 + number // 16 % 5)
    if number % 16 == 0 and again >= 0:
        yield again


def _pattern(connection: Connection, id: str) -> _Pattern:
    row = projections.orders_of_id(connection, id)[0]
    decision = act_at(connection, row.act).act.payload
    return _Pattern(msgspec.json.decode(blobs.get(connection, decision.order_digest), type=Order), decision)


def _made(pattern: _Pattern, number: int, party: int, at: datetime) -> tuple[Act, bytes]:
    """A decision of another order like it, and the document of that."""
    change: Callable[..., Party] = msgspec.structs.replace
    parties = {
        role: tuple(change(one, id=f"C-{party}", names=(name_of(party),)) for one in of)
        for role, of in pattern.order.parties.items()
    }
    day, status = at.date(), "closed" if number % 20 else "open"
    order = msgspec.structs.replace(pattern.order, id=_id(number), parties=parties, placed_on=day, status=status)
    content = canonical(order)
    digest = digest_bytes(content)
    made = msgspec.structs.replace(
        pattern.decision, order=order.key, order_digest=digest, status=status, placed_on=day, day=day, inputs=digest
    )
    return Act("decided", order.key, "erp@service", at, made), content


# -- asked ------------------------------------------------------------------------------------------------------------


def measured(home: Path, database: str | None, runs: int, without: str = NOTHING, only: str = "") -> list[Asked]:
    """Each page, asked so many times after a first one, for which much is read that stays at hand.

    Args:
        home: What is served.
        database: Its database on a server; None for the file in it.
        runs: How many times.
        without: Pages whose address holds this are left out.
        only: Alone pages of the list below are asked whose address holds this; empty for all, and those of links.
    """
    opened = open_home(home, "ann", database=database)
    with opened.store, opened.store.read() as connection:
        question = holds.questions_by_orders(connection, None, 1)
        middle = projections.orders_of_id(connection, _id(0))
        acts = size(connection)
    cookies = sites.people(home, database)
    with running(home, database=database) as server:
        site = Site(server.url, home, cookies)
        _warm(site)
        pages = {} if only else found_pages(site, MOST_LINKS, WAIT, without)
        asked = dict(pages.values()) | _long(question[0].name if question else "", bool(middle), acts)
        with ExitStack() as stack:
            clients = {
                role: stack.enter_context(
                    httpx.Client(base_url=site.url, cookies={"moratorium": cookies[role]}, timeout=WAIT)
                )
                for role in cookies
            }
            weights: dict[str, int] = {}
            return [
                _asked(clients[role], address, runs, server.process.pid, weights)
                for address, role in sorted(asked.items())
                if only in address
            ]


def _warm(site: Site) -> None:
    """What a service reads once after its start: lists, register, the rulebook."""
    with httpx.Client(base_url=site.url, cookies={"moratorium": site.cookies["officer"]}, timeout=WAIT) as client:
        for address in ("/", "/parties", "/screening", "/measures/view/map"):
            client.get(address)


def _long(question: str, is_filled: bool, acts: int) -> dict[str, str]:
    """What long tables cost: filters, pages from the middle on, searches, accounts; with the role of who asks."""
    some = [
        "/orders?effect=hold", "/orders?effect=deny", "/orders?cursor=SO-10000200/sale", "/holds?by=age",
        "/holds?assignee=-", "/holds?territory=BY", "/holds?days=30", "/holds?currency=EUR&above=50",
        "/acts?kind=decided", "/acts?kind=looked", "/acts?who=erp", "/acts?who=nobody", "/acts?subject=SO-10000200",
        "/acts?cursor=100", "/parties?words=volkov", "/parties?words=v", "/parties?asked=true", "/parties?words=qqq",
        "/screening?show=all", "/screening?show=true_match", "/search?text=SO-10000200", "/search?text=volkov",
        "/search?text=suspension",
    ]  # fmt: skip
    if question:
        some.append(f"/holds/question/{question}")
    if is_filled:
        some += [f"/orders/{_id(n)}/sale" for n in (0, 1, 8, 200)] + ["/parties/party:C-0", "/parties/party:C-41"]
        quarter = "/quarters/2024-Q1"
        some += [quarter, f"{quarter}?at_size={acts // 2}", f"{quarter}?edition=public", "/quarters"]
        some += [f"{quarter}/figures/{one}" for one in ("orders-first", "orders-waiting", "hours-median", "answers")]
        some += [f"{quarter}/figures/{one}?cursor={acts // 2}" for one in ("orders-first", "orders-waiting")]
    return dict.fromkeys(some, "officer")


_LOADED = re.compile(r'<(?:link|script)\b[^>]*\b(?:href|src)="(/static/[^"]+)"')


def _asked(client: httpx.Client, address: str, runs: int, pid: int, weights: dict[str, int]) -> Asked:
    body = client.get(address)
    if body.status_code >= 400:
        raise RuntimeError(f"{address}: {body.status_code}")
    wall, before = [], _processor(pid)
    for _ in range(runs):
        start = time.perf_counter()
        own = _bytes(client, address)
        wall.append((time.perf_counter() - start) * 1000)
        if wall[-1] > TOO_LONG:
            break
    spent = (_processor(pid) - before) * 1000 / len(wall)
    parts = set(_LOADED.findall(body.text))
    for part in parts - weights.keys():
        weights[part] = _bytes(client, part)
    return Asked(address, wall, spent, own, own + sum(weights[part] for part in parts))


def _bytes(client: httpx.Client, address: str) -> int:
    """How much is sent for an address, compressed."""
    with client.stream("GET", address, headers={"accept-encoding": "gzip"}, follow_redirects=True) as answer:
        return sum(map(len, answer.iter_raw()))


def _processor(session: int) -> float:
    """Processor seconds that all processes of a session have spent."""
    total, ticks = 0, os.sysconf("SC_CLK_TCK")
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == session:
            total += int(fields[11]) + int(fields[12])
    return total / ticks


# -- told -------------------------------------------------------------------------------------------------------------


def tell(found: list[Asked], on: Mapping[str, object]) -> None:
    """A table, the slowest first; a star at what is over a limit."""
    print(f"{on['cpu']}, {on['cores']} cores, Python {on['python']}, load {on['load_average']}")
    print(f"{'page':64} {'median':>8} {'worst':>8} {'cpu':>7} {'page':>7} {'whole':>7}   ms, ms, ms, kB, kB")
    for one in sorted(found, key=lambda one: -statistics.median(one.wall)):
        median = statistics.median(one.wall)
        mark = "*" if median > MOST_MS or one.whole > MOST_BYTES else " "
        numbers = f"{median:8.0f} {max(one.wall):8.0f} {one.processor:7.0f}"
        print(f"{mark}{one.address[:63]:63} {numbers} {one.own / 1000:7.1f} {one.whole / 1000:7.1f}")
    over = sum(statistics.median(one.wall) > MOST_MS or one.whole > MOST_BYTES for one in found)
    print(f"{len(found)} pages, {over} over a limit of {MOST_MS:.0f} ms or {MOST_BYTES // 1000} kB")


def main() -> None:
    """Fill, ask, print."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--orders", type=int, default=ORDERS)
    asked.add_argument("--keep", type=Path, default=None, help="folder in which the home stays", metavar="FOLDER")
    asked.add_argument("--without", default=NOTHING, help="leave out pages whose address holds this", metavar="TEXT")
    asked.add_argument("--only", default="", help="ask alone the listed pages whose address holds this", metavar="TEXT")
    asked.add_argument("--postgresql", action="store_true", help="on a server of its own instead of a file")
    given = asked.parse_args()
    with ExitStack() as stack:
        folder = given.keep or Path(stack.enter_context(TemporaryDirectory()))
        folder.mkdir(parents=True, exist_ok=True)
        start = time.perf_counter()
        if given.postgresql:
            address = stack.enter_context(postgresql())
            sites.furnish(folder / "small")
            copied(folder / "small" / "home", address, given.orders)
            home, database = folder / "small" / "home", address
        else:
            home, database = made(folder, given.orders), None
        print(f"{given.orders:,} orders made or found in {time.perf_counter() - start:.0f} s", flush=True)
        tell(measured(home, database, RUNS, given.without, given.only), machine())


if __name__ == "__main__":
    main()
