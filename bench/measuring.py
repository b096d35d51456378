"""What all benches share: one figure, repeated runs, percentiles, the machine, and a process watched from outside."""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

RUNS = 5
"""Each figure is the median of at least so many runs, but for a smoke test."""


def times(quick: bool) -> range:
    """One for each run."""
    return range(1 if quick else RUNS)


@dataclass
class Figure:
    """One measured thing beside its baseline, both measured in the same run.

    Attributes:
        bench: Which bench it belongs to.
        what: What was measured, in words.
        unit: Unit of all numbers, such as ``lines/s``.
        runs: Our figure, one a run.
        baseline: What it is compared with, in words; empty if nothing.
        baseline_runs: The baseline's figure, one a run.
        target: The figure asked for, in words; empty if none.
        met: Whether the median meets it; None without a target.
        note: What a reader has to know.
        peak_mb: Peak memory of the process that was measured, in MB.
    """

    bench: str
    what: str
    unit: str
    runs: list[float]
    baseline: str = ""
    baseline_runs: list[float] = field(default_factory=list)
    target: str = ""
    met: bool | None = None
    note: str = ""
    peak_mb: float | None = None

    @property
    def median(self) -> float:
        """Median of the runs."""
        return statistics.median(self.runs)

    def document(self) -> dict[str, object]:
        """For the JSON file: the fields and the medians."""
        compared = {"baseline_median": statistics.median(self.baseline_runs)} if self.baseline_runs else {}
        return {**asdict(self), "median": self.median if self.runs else None, "n": len(self.runs), **compared}


def aimed(figure: Figure, at_least: float | None = None, at_most: float | None = None) -> Figure:
    """The figure with its target."""
    limit = at_least if at_least is not None else at_most
    if limit is None:
        return figure
    figure.met = figure.median >= limit if at_least is not None else figure.median <= limit
    figure.target = f"{'>=' if at_least is not None else '<='} {limit:,g}"
    return figure


def seconds(work: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    """How long one call takes."""
    start = clock()
    work()
    return clock() - start


def percentile(ordered: Sequence[float], share: float) -> float:
    """The value below which a share of an ordered sequence lies (nearest rank)."""
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


@dataclass(frozen=True)
class Ran:
    """What a process took: wall and processor seconds, peak memory in MB, exit code."""

    wall: float
    cpu: float
    peak_mb: float
    code: int
    output: bytes


def run(command: Sequence[str], env: dict[str, str] | None = None, cwd: Path | None = None) -> Ran:
    """Run a process and watch it from outside. Kept light, since a child inherits its parent's peak memory."""
    start = time.perf_counter()
    process = subprocess.Popen(command, env={**os.environ, **(env or {})}, cwd=cwd, stdout=subprocess.PIPE)
    output = process.stdout.read() if process.stdout else b""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    unit = 1024 * 1024 if platform.system() == "Darwin" else 1024
    wall = time.perf_counter() - start
    return Ran(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit, process.returncode, output)


def machine() -> dict[str, object]:
    """What it was measured on."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    return {
        "cpu": _cpu_model(),
        "cores": os.cpu_count(),
        "system": platform.system() + " " + platform.machine(),
        "python": platform.python_version(),
        "load_average": load,
    }


def _cpu_model() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return platform.processor() or "not told"
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "not told")
