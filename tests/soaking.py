"""A soak that can be stopped and gone on with: quick tests first, kill loops last, and what passed is not run again.

`make soak` loads this beside the tests. It takes those that are marked `soak` and every test of generated cases (ten
thousand each, by the profile), in the order in which `docs/testing.md` lists their modules; what is not listed yet
comes first. Each test that passed is written into `.soak` with the state of the sources, and left out as long as that
state is the same. Each line says how long is left, by the minutes of that page.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections import Counter
from collections.abc import Iterable
from hashlib import sha256
from itertools import compress
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "testing.md"
PASSED = ROOT / ".soak"
TESTED = ("src", "tests", "scripts", "bench", "requirements-dev.lock")
_ROW = re.compile(r"^\| `(tests/\S+)` \| ([0-9.]+) \|", re.MULTILINE)


def minutes() -> dict[str, float]:
    """Modules in the order in which they are run, with the minutes that each takes one core."""
    return {module: float(taken) for module, taken in _ROW.findall(PAGE.read_text(encoding="utf-8"))}


def belongs(item: pytest.Item) -> bool:
    """Whether a test is of the soak: marked so, or one whose cases are generated."""
    called = getattr(item, "obj", None)
    return item.get_closest_marker("soak") is not None or bool(getattr(called, "is_hypothesis_test", False))


def state() -> str:
    """What is tested: the program and its tests at this commit, and what was changed in them since."""
    told = [["git", "rev-parse", *(f"HEAD:{one}" for one in TESTED)], ["git", "diff", "HEAD", "--", *TESTED]]
    return sha256(b"".join(subprocess.run(one, cwd=ROOT, capture_output=True).stdout for one in told)).hexdigest()[:16]


def passed(at: str) -> set[str]:
    """Tests that passed at a state."""
    if not PASSED.is_file():
        return set()
    lines = (line.split(" ", 1) for line in PASSED.read_text(encoding="utf-8").splitlines())
    return {test for when, test in lines if when == at}


def module_of(test: str) -> str:
    """The module of a test."""
    return test.partition("::")[0]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave what is of the soak and did not pass yet, in the order of the page."""
    done, order = passed(state()), list(minutes())
    chosen = [belongs(item) and item.nodeid not in done for item in items]
    config.hook.pytest_deselected(items=[item for item, is_left in zip(items, chosen, strict=True) if not is_left])
    places = {module: place for place, module in enumerate(order)}
    items[:] = sorted(compress(items, chosen), key=lambda item: places.get(module_of(item.nodeid), -1))


def pytest_configure(config: pytest.Config) -> None:
    """The process that hands the tests out keeps the account."""
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(_Account())


class _Account:
    """What passed, and how long the rest takes."""

    def __init__(self) -> None:
        self.at = state()
        self.before = passed(self.at)
        self.left: set[str] = set()
        self.called: set[str] = set()
        self.each: dict[str, float] = {}

    def pytest_report_header(self) -> str:
        return f"soak: {len(self.before)} tests passed at this state before and are left out (`.soak`)"

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, ids: list[str]) -> None:
        self.left = set(ids)
        counted = Counter(map(module_of, self.left | self.before))
        self.each = {module: taken / max(1, counted[module]) for module, taken in minutes().items()}

    def pytest_report_teststatus(self, report: pytest.TestReport) -> tuple[str, str, str] | None:
        if report.when != "call" or not report.passed:
            return None
        return "passed", ".", f"PASSED in {report.duration:.0f} s, some {self._still():.0f} min left"

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" and report.passed:
            self.called.add(report.nodeid)
        elif report.when == "teardown":
            self.left.discard(report.nodeid)
            if report.passed and report.nodeid in self.called:
                with PASSED.open("a", encoding="utf-8") as out:
                    out.write(f"{self.at} {report.nodeid}\n")

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if session.exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED and self.before:
            session.exitstatus = pytest.ExitCode.OK

    def _still(self) -> float:
        return self._sum(self.left) / (os.cpu_count() or 1)

    def _sum(self, tests: Iterable[str]) -> float:
        return sum(self.each.get(module_of(test), 0) for test in tests)
