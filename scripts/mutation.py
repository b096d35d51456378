"""Mutation testing: are the tests of the core good enough to notice a small change of what it does?

Every change of ``terms``, ``decision`` and the scalar interpreter (see ``mutants.py``) runs in a process of its own,
forked from one that has collected the tests: the changed code takes the place of the function's, and the tests that
cover the line run until one fails. Nothing on disk is touched. A mutant that no test notices *survives* and is listed;
one that runs too long is noticed. Laws run with few examples and a fixed seed.

    python scripts/mutation.py                    # all of it; exit 1 below 90 %
    python scripts/mutation.py terms/time.py      # one module
    python scripts/mutation.py --sample 200       # some of them, for a first look
"""

from __future__ import annotations

import argparse
import importlib
import io
import json
import os
import random
import resource
import signal
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from types import FunctionType

import coverage
import pytest
from _pytest.runner import runtestprotocol
from mutants import Mutant, mutants

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "moratorium"
TARGETS = ("terms", "decision", "conditions/evaluate.py")
TESTS = ("tests/terms", "tests/decision", "tests/conditions")
ENOUGH = 90.0
EXAMPLES = 40
SECONDS = 20
MEMORY = 4 * 1024**3


@dataclass(frozen=True)
class Job:
    """One mutant of one module, with the tests that reach it, quickest first."""

    module: str
    path: Path
    mutant: Mutant
    tests: tuple[int, ...]


def main() -> int:
    """Run; 0 if the score is high enough."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("modules", nargs="*", help="paths below src/moratorium; default: all targets", metavar="MODULE")
    parser.add_argument("--sample", type=int, help="only so many mutants, chosen by a fixed seed", metavar="N")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes at once")
    parser.add_argument("--json", type=Path, help="write every mutant's fate here", metavar="FILE")
    given = parser.parse_args()
    os.nice(10)
    os.chdir(ROOT)
    files = [file for target in given.modules or TARGETS for file in _files(PACKAGE / target)]
    run = Run(files, given.sample, given.jobs)
    doctests = [str(file.relative_to(ROOT)) for file in files]
    options = ["-q", "--no-header", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:cov", "--capture=no"]
    pytest.main([*options, *TESTS, *doctests], plugins=[run])
    if run.broken:
        print(run.broken)
        return 2
    return run.report(given.json)


def _files(target: Path) -> list[Path]:
    return [target] if target.is_file() else sorted(one for one in target.glob("*.py") if one.name != "__init__.py")


class Run:
    """A pytest plugin that, in place of running the tests once, runs them against every mutant.

    Args:
        files: Modules to change.
        sample: Only so many mutants.
        jobs: Processes at once.
    """

    def __init__(self, files: list[Path], sample: int | None, jobs: int) -> None:
        self.sources = {file: file.read_text(encoding="utf-8") for file in files}
        self.sample, self.jobs = sample, jobs
        self.fates: list[tuple[Job, str]] = []
        self.broken = ""

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """All mutants, each in a fork of this process."""
        _few_examples()
        start = time.monotonic()
        reached, failed = _reached(session.items, list(self.sources))
        changed = [str(file) for file, text in self.sources.items() if file.read_text(encoding="utf-8") != text]
        if failed or changed:
            self.broken = f"fails without any change: {', '.join(failed)}" if failed else f"edited meanwhile: {changed}"
            return True
        jobs = list(_jobs(self.sources, reached))
        if self.sample is not None:
            jobs = random.Random(0).sample(jobs, min(self.sample, len(jobs)))
        print(
            f"{len(session.items)} tests, {len(jobs)} mutants, {time.monotonic() - start:.0f} s to prepare", flush=True
        )
        self.fates = list(_fates(session.items, jobs, self.jobs))
        return True

    def report(self, target: Path | None) -> int:
        """Print survivors and scores by module; 0 if the score is high enough."""
        for job, fate in self.fates:
            if fate != "noticed":
                place = f"{job.path.relative_to(ROOT)}:{job.mutant.line}"
                print(f"{fate}: {place} {job.mutant.function}: {job.mutant.words}")
        counted: dict[str, Counter[str]] = defaultdict(Counter)
        for job, fate in self.fates:
            counted[job.module][fate] += 1
        for module, fates in sorted(counted.items()):
            print(f"{fates['noticed']:5} of {fates.total():5}  {_score(fates):5.1f} %  {module}")
        total = sum(counted.values(), Counter[str]())
        print(
            f"{total['noticed']:5} of {total.total():5}  {_score(total):5.1f} %  mutation score; {ENOUGH} % asked for"
        )
        if target:
            told = [
                [job.module, job.mutant.function, job.mutant.line, job.mutant.words, fate] for job, fate in self.fates
            ]
            target.write_text(json.dumps(told, indent=0), encoding="utf-8")
        return 0 if _score(total) >= ENOUGH else 1


def _row(fates: Counter[str], words: str) -> str:
    return f"{fates['noticed']:5} of {fates.total():5}  {_score(fates):5.1f} %  {words}"


def _score(fates: Counter[str]) -> float:
    return 100 * fates["noticed"] / max(1, fates.total())


def _few_examples() -> None:
    from hypothesis import HealthCheck, Phase, settings

    settings.register_profile(
        "mutation",
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    settings.load_profile("mutation")


# -- which tests reach which line --------------------------------------------------------------------------------------

Reached = dict[tuple[str, int], list[tuple[float, int]]]
"""Tests by file and line: seconds, and position among the collected tests."""


def _reached(items: list[pytest.Item], files: list[Path]) -> tuple[Reached, list[str]]:
    """Which tests reach which line of the files, and which fail; found in a fork, so this process stays untouched."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        with os.fdopen(write, "w") as out:
            json.dump(_covered(items, files), out)
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as told:
        lines, failed = json.load(told)
    os.waitpid(child, 0)
    reached: Reached = defaultdict(list)
    for path, line, seconds, number in lines:
        reached[path, line].append((seconds, number))
    return reached, failed


def _covered(items: list[pytest.Item], files: list[Path]) -> tuple[list[tuple[str, int, float, int]], list[str]]:
    cover = coverage.Coverage(data_file=None, include=[str(file) for file in files], config_file=False)
    failed, seconds = [], []
    cover.start()
    for number, item in enumerate(items):
        cover.switch_context(str(number))
        start = time.perf_counter()
        if not _passes(item):
            failed.append(item.nodeid)
        seconds.append(time.perf_counter() - start)
    cover.stop()
    data = cover.get_data()
    lines = [
        (path, line, seconds[int(context)], int(context))
        for path in data.measured_files()
        for line, contexts in data.contexts_by_lineno(path).items()
        for context in contexts
        if context
    ]
    return lines, failed


def _passes(item: pytest.Item) -> bool:
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        return all(report.outcome != "failed" for report in runtestprotocol(item, nextitem=None, log=False))


# -- the mutants -------------------------------------------------------------------------------------------------------


def _jobs(sources: Mapping[Path, str], reached: Reached) -> Iterator[Job]:
    for path, source in sources.items():
        module = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
        of_line = {line: tests for (file, line), tests in reached.items() if file == str(path)}
        for mutant in mutants(source, str(path)):
            lines = range(mutant.line, mutant.code.co_firstlineno, -1)
            tests = next((of_line[line] for line in lines if line in of_line), [])
            yield Job(module, path, mutant, tuple(number for _, number in sorted(tests)))


_SURVIVED, _NOTICED, _BROKEN = 0, 1, 2
"""Exit codes of the process of a mutant; one that is killed for its time or memory is noticed too."""


def _fates(items: list[pytest.Item], jobs: list[Job], at_once: int) -> Iterator[tuple[Job, str]]:
    """What became of each mutant: ``noticed``, ``survived``, or ``not reached`` by any test."""
    running: dict[int, Job] = {}
    for number, job in enumerate(jobs, 1):
        if not job.tests:
            yield job, "not reached"
            continue
        while len(running) >= at_once:
            yield _ended(running)
        running[_start(items, job)] = job
        if number % 200 == 0:
            print(f"{number} of {len(jobs)} mutants", flush=True)
    while running:
        yield _ended(running)


def _start(items: list[pytest.Item], job: Job) -> int:
    child = os.fork()
    if child:
        return child
    signal.alarm(SECONDS)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    code = _BROKEN
    try:
        _put_in_place(job)
        code = _SURVIVED if all(_passes(items[number]) for number in job.tests) else _NOTICED
    finally:
        os._exit(code)


def _ended(running: dict[int, Job]) -> tuple[Job, str]:
    child, status = os.wait()
    fates = {_SURVIVED: "survived", _BROKEN: "could not be put in place"}
    return running.pop(child), fates.get(os.waitstatus_to_exitcode(status), "noticed")


def _put_in_place(job: Job) -> None:
    """Give the function its changed code; whoever imported it before gets the change too."""
    found: object = importlib.import_module(job.module)
    for part in job.mutant.function.split("."):
        found = vars(found)[part]
    for wrapped in ("__func__", "fget", "__wrapped__"):
        found = getattr(found, wrapped, found)
    if not isinstance(found, FunctionType):
        raise TypeError(f"{job.mutant.function} is no function")
    found.__code__ = job.mutant.code


if __name__ == "__main__":
    sys.exit(main())
