"""``python -m bench.screening.cores``: ``screen --names`` on one core and on two; what an index of 60,000 names takes.

A run reads, compares and writes a file as whoever uses the program does; each is timed with a file of so many names and
with one of twice as many, and the difference counts, so that starting and loading fall away. On one core means that the
whole tree of processes is held to one; on two, to two. Names are recombined (see ``recombined``), all different.

The index is looked at in a process that does nothing else: what it grows by when the index is loaded, and the peak.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.measuring import machine
from bench.screening.published import FILES, shared_folder
from bench.screening.recombined import recombined
from bench.screening.speed import lists, resident
from moratorium.screening import decode_index, encode_index, index, screen
from moratorium.terms.party import Party

PROGRAM = str(Path(sys.executable).with_name("moratorium"))


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure both; 0 if all went through."""
    parser = argparse.ArgumentParser(prog="python -m bench.screening.cores", description=__doc__)
    parser.add_argument("--names", type=int, default=300_000, help="of the smaller file", metavar="N")
    parser.add_argument("--runs", type=int, default=1, metavar="N")
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS, metavar="FILE")
    given = parser.parse_args(arguments)
    if given.child:
        print(json.dumps(_loaded(given.child)))
        return 0
    with TemporaryDirectory() as folder:
        alone = _index_alone(Path(folder))
        print("index of 60,000 names: " + ", ".join(f"{what} {value:.3g}" for what, value in alone.items()), flush=True)
        cores = _cores(Path(folder), given.names, given.runs)
    if given.json:
        given.json.write_text(json.dumps({"machine": machine(), "index": alone, "seconds": cores}, indent=1), "utf-8")
    return 0


def _index_alone(folder: Path) -> dict[str, float]:
    start = time.perf_counter()
    made = index(lists("synthetic"))
    built = time.perf_counter() - start
    (folder / "index").write_bytes(encode_index(made))
    command = [sys.executable, "-m", "bench.screening.cores", "--child", str(folder / "index")]
    found: dict[str, float] = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return {"built_s": built, **found}


def _loaded(file: Path) -> dict[str, float]:
    """What loading an index takes: seconds of the clock and of the processor, growth and peak of the process in MB."""
    before = resident()
    start, cpu = time.perf_counter(), time.process_time()
    listed = decode_index(file.read_bytes())
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
    grown = resident() - before
    screen(Party(names=("Zebulon Quixwort",)), listed)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"loaded_s": seconds, "loaded_cpu_s": cpu, "grown_mb": grown, "process_peak_mb": peak}


def _cores(folder: Path, names: int, runs: int) -> dict[str, list[float]]:
    """Seconds that the second half of the names took, by number of cores."""
    home = folder / "home"
    for source, day, parts in (FILES["csl"], FILES["un"]):  # the state of the SDN in the CSL is the newer one
        paths = [str(shared_folder() / path) for path in parts.values()]
        _run(home, ["lists", "import", "--source", source, "--published", str(day), *paths], None)
    texts = [query.text for query in recombined(2 * names, seed=9)]
    files = {count: _written(folder / f"{count}.csv", texts[:count]) for count in (1, names, 2 * names)}
    allowed = sorted(os.sched_getaffinity(0))[:2]
    if len(allowed) < 2:
        print("one core at hand: nothing to compare")
        return {}
    _screened(home, files[1], allowed)  # compiles the kernel and makes the index
    found: dict[str, list[float]] = {"1": [], "2": []}
    for _ in range(runs):
        for cores in (allowed[:1], allowed):
            took = _screened(home, files[2 * names], cores) - _screened(home, files[names], cores)
            found[str(len(cores))].append(took)
            print(f"{len(cores)} of the cores: {names / took:,.0f} names/s ({took:.1f} s for {names:,})", flush=True)
    one, two = (statistics.median(each) for each in found.values())
    print(f"{one / two:.2f} times as quick on two cores as on one")
    return found


def _written(file: Path, texts: Sequence[str]) -> Path:
    rows = (f'{number},"{text}"\n' for number, text in enumerate(texts))
    file.write_text("id,name\n" + "".join(rows), "utf-8")
    return file


def _screened(home: Path, names: Path, cores: Sequence[int]) -> float:
    start = time.perf_counter()
    _run(home, ["screen", "--names", str(names), "--out", str(names.with_suffix(".arrow"))], cores)
    return time.perf_counter() - start


def _run(home: Path, arguments: Sequence[str], cores: Sequence[int] | None) -> None:
    def held() -> None:
        if cores is not None:
            os.sched_setaffinity(0, cores)

    environment: dict[str, Any] = {**os.environ, "MORATORIUM_HOME": str(home)}
    subprocess.run([PROGRAM, *arguments], env=environment, check=True, capture_output=True, preexec_fn=held)


if __name__ == "__main__":
    sys.exit(main())
