"""``python -m bench.screening.speed``: names a second cold and warm, one name online, two processes, memory, the index.

Cold is a process of its own: it loads the index from disk, has seen no name before, and all names are different. The
time of the first call, in which the kernel is compiled or fetched from its cache, is shown apart. The index is built in
another process of its own.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.measuring import machine, percentile
from bench.screening.customers import customers
from bench.screening.likeness import words
from bench.screening.mistakes import mistaken
from bench.screening.published import all_lists, published, texts_of
from bench.screening.recombined import recombined
from moratorium.screening import Entry, ListName, ListVersion, decode_index, encode_index, index, screen, screen_all
from moratorium.terms.party import Party

AT_ONCE = 2_000
INDEXES = ("all", "synthetic")
KINDS = ("recombined", "customers", "mistakes")
RUNS = 5


Work = Callable[[Path, str, int], dict[str, float]]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure everything; children of this module do the work."""
    parser = argparse.ArgumentParser(prog="python -m bench.screening.speed", description=__doc__)
    parser.add_argument("--names", type=int, default=20_000, metavar="N")
    parser.add_argument("--runs", type=int, default=RUNS, metavar="N")
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--child", nargs=3, metavar=("WORK", "FOLDER", "PART"), help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.child:
        print(json.dumps(_WORK[given.child[0]](Path(given.child[1]), given.child[2], given.names)))
        return 0
    with TemporaryDirectory() as folder:
        found = {name: _measured(name, Path(folder), given.names, given.runs) for name in INDEXES}
    if given.json:
        given.json.write_text(json.dumps({"machine": machine(), "figures": found}, indent=1) + "\n", "utf-8")
    return 0


def _measured(name: str, folder: Path, names: int, runs: int) -> dict[str, Any]:
    print(f"\n{name}", flush=True)
    built = [_child("build", folder, name, names) for _ in range(runs)]
    _tell("index built", [each["seconds"] for each in built], "s")
    print(f"  {built[0]['entries']:,} entries, {built[0]['names']:,} names; {built[0]['disk_mb']:.0f} MB on disk")
    cold = {of: [_child("cold", folder, f"{name}/{of}", names) for _ in range(runs)] for of in KINDS}
    for what, unit in (("load", "s"), ("first_call", "s"), ("index_mb", "MB"), ("peak_mb", "MB")):
        _tell(what.replace("_", " "), [each[what] for each in cold["recombined"]], unit)
    for of, runs_of in cold.items():
        print(f"  {of}: names with {runs_of[0]['words']:,} different words")
        for what, unit in (
            ("cold", "names/s"),
            ("cold_cpu", "names/processor second"),
            ("again", "names/s"),
            ("p50", "ms"),
            ("p99", "ms"),
        ):
            _tell("  " + what.replace("_", " "), [each[what] for each in runs_of], unit)
    two = [_two(folder, name, names) for _ in range(runs)]
    _tell("two processes", two, "names/s")
    one = statistics.median(each["cold"] for each in cold["recombined"])
    print(f"  {statistics.median(two) / one:.2f} times one process, recombined names")
    return {"built": built, "cold": cold, "two": two}


def _tell(what: str, values: Sequence[float], unit: str) -> None:
    middle, low, high = statistics.median(values), min(values), max(values)
    shown = [f"{each:,.0f}" if each >= 100 else f"{each:.3g}" for each in (middle, low, high)]
    print(f"  {what:16} {shown[0]:>10} {unit:8} ({shown[1]} .. {shown[2]}, n={len(values)})", flush=True)


def _command(work: str, folder: Path, part: str, names: int) -> list[str]:
    return [sys.executable, "-m", "bench.screening.speed", "--names", str(names), "--child", work, str(folder), part]


def _child(work: str, folder: Path, part: str, names: int) -> dict[str, Any]:
    ran = subprocess.run(_command(work, folder, part, names), stdout=subprocess.PIPE, check=True)
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


def _two(folder: Path, name: str, names: int) -> float:
    """Names a second of two processes that screen half of the names each, at the same time."""
    pipe = subprocess.PIPE
    both = [
        subprocess.Popen(_command("half", folder, f"{name}/{half}", names), stdin=pipe, stdout=pipe, text=True)
        for half in (0, 1)
    ]
    for each in both:
        if each.stdout:
            each.stdout.readline()
    start = time.perf_counter()
    for each in both:
        each.communicate("go\n")
    return names / (time.perf_counter() - start)


def lists(name: str) -> tuple[ListVersion, ...]:
    """What is indexed: all lists at hand, or 60,000 names of nobody (30,000 entries with an alias each)."""
    if name == "all":
        return all_lists()
    made = recombined(60_000, seed=60_000)
    entries = tuple(
        Entry(str(place), "INVENTED", one.kind, (ListName(one.text), ListName(other.text, "strong")))
        for place, (one, other) in enumerate(zip(made[::2], made[1::2], strict=True))
    )
    day = published("un").published
    return (ListVersion("own", ("INVENTED",), day, "0" * 64, len(entries), entries),)


def _names(of: str, count: int) -> list[Party]:
    """Names all different: recombined ones, customers, or listed names with mistakes (at most 2,100 of these)."""
    match of:
        case "recombined":
            found = recombined(count, seed=7)
        case "customers":
            found = customers(count, seed=7)
        case _:
            found = list(mistaken("csl", published("csl")).queries)[:count]
    return [Party(names=(query.text,)) for query in found]


def _build(folder: Path, name: str, _: int) -> dict[str, float]:
    versions = lists(name)
    before = resident()
    start = time.perf_counter()
    made = index(versions)
    seconds = time.perf_counter() - start
    data = encode_index(made)
    (folder / name).write_bytes(data)
    return {
        "seconds": seconds,
        "entries": sum(version.count for version in versions),
        "names": sum(1 for _ in texts_of(versions)),
        "disk_mb": len(data) / 1e6,
        "grown_mb": resident() - before,
    }


def _cold(folder: Path, part: str, count: int) -> dict[str, float]:
    name, of = part.split("/")
    parties = _names(of, count)
    before = resident()
    start = time.perf_counter()
    listed = decode_index((folder / name).read_bytes())
    load = time.perf_counter() - start
    index_mb = resident() - before
    start = time.perf_counter()
    screen(Party(names=("Zebulon Quixwort",)), listed)
    first = time.perf_counter() - start
    before_cpu = time.process_time()
    cold = _speed(parties, listed)
    cold_cpu = len(parties) / (time.process_time() - before_cpu)
    ordered = sorted(_online(party, listed) for party in parties[:2_000])
    return {
        "load": load,
        "index_mb": index_mb,
        "first_call": first,
        "cold": cold,
        "cold_cpu": cold_cpu,
        "again": _speed(parties, listed),
        "p50": 1000 * percentile(ordered, 0.5),
        "p99": 1000 * percentile(ordered, 0.99),
        "words": len({word for party in parties for word in words(party.names[0])}),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _half(folder: Path, part: str, count: int) -> dict[str, float]:
    name, half = part.split("/")
    parties = _names("recombined", count)[int(half) :: 2]
    listed = decode_index((folder / name).read_bytes())
    screen(Party(names=("Zebulon Quixwort",)), listed)
    print("ready", flush=True)
    sys.stdin.readline()
    return {"speed": _speed(parties, listed)}


def _speed(parties: Sequence[Party], listed: Any) -> float:
    start = time.perf_counter()
    for first in range(0, len(parties), AT_ONCE):
        screen_all(parties[first : first + AT_ONCE], listed)
    return len(parties) / (time.perf_counter() - start)


def _online(party: Party, listed: Any) -> float:
    start = time.perf_counter()
    screen(party, listed)
    return time.perf_counter() - start


def resident() -> float:
    """Memory in use by this process, in MB."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * resource.getpagesize() / 1e6


_WORK: dict[str, Work] = {"build": _build, "cold": _cold, "half": _half}

if __name__ == "__main__":
    sys.exit(main())
