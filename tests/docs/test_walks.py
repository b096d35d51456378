"""The walks of README and docs are run, command by command, and print what they show."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest

from tests.cli.office import PROGRAM

pytestmark = pytest.mark.xdist_group("walks")  # what commands are forked from is made once

ROOT = Path(__file__).resolve().parents[2]
WARM = str(ROOT / "tests" / "warm.py")
DECIDING = {0, 10, 20}
"""What a command of a walk may end with: judged, whatever came of it."""

_BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)


class Step(NamedTuple):
    """A command and the lines that the page shows of its output."""

    command: str
    shown: tuple[str, ...]


def steps(page: str) -> list[Step]:
    """The commands of a page, with what is shown below each."""
    found: list[tuple[str, list[str]]] = []
    for block in _BLOCK.findall(page):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            else:
                found[-1][1].append(line)
    return [Step(command, tuple(shown)) for command, shown in found]


@pytest.fixture(scope="module")
def warm() -> Iterator[str]:
    """Where commands are forked from a process that has loaded the program; see :mod:`tests.warm`."""
    with TemporaryDirectory() as folder:  # a short name: that of a socket may have some hundred letters
        address = f"{folder}/warm"
        with subprocess.Popen([sys.executable, WARM, address]) as process:
            while process.poll() is None and not Path(address).exists():
                time.sleep(0.05)
            yield address
            process.send_signal(signal.SIGKILL)


def shim_of(warm: str) -> str:
    """The command ``moratorium``: forked; but what is told to end by a signal is started as it always is."""
    return (
        f'#!/bin/sh\n[ "$1" = serve ] && exec "{sys.executable}" -c "{PROGRAM}" "$@"\n'
        f'exec "{sys.executable}" -I -S "{WARM}" "{warm}" "$@"\n'
    )


def run(walk: list[Step], tmp_path: Path, warm: str) -> list[tuple[int, str]]:
    """Exit code and output of each step, all in one shell as a person would."""
    parts = [f'{step.command}\nrc=$?; echo; echo "@@ $rc"; (exit $rc)' for step in walk]
    (tmp_path / "bin").mkdir()
    shim = tmp_path / "bin" / "moratorium"
    shim.write_text(shim_of(warm))
    shim.chmod(0o755)
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("MORATORIUM")},
        "PATH": f"{shim.parent}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT / "src"),
        "TMPDIR": str(tmp_path),
        "COLUMNS": "120",
    }
    script = "exec 2>&1\n" + "\n".join(parts)
    done = subprocess.run(
        ["bash", "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    pieces = re.split(r"^@@ (\d+)\n", done.stdout, flags=re.MULTILINE)
    return [(int(code), output) for output, code in zip(pieces[::2], pieces[1::2], strict=False)]


def shows(output: str, shown: tuple[str, ...]) -> str | None:
    """The first shown line that the output lacks, in order; ``...`` stands for anything."""
    lines = iter(output.splitlines())
    for line in shown:
        pattern = re.compile(".*".join(map(re.escape, line.rstrip().split("..."))))
        if line.strip() != "..." and not any(pattern.fullmatch(one.rstrip()) for one in lines):
            return line
    return None


@pytest.mark.parametrize(
    "page",
    [
        "README.md",
        "docs/measures.md",
        "docs/ledger.md",
        "docs/operations.md",
        "docs/replay.md",
        "docs/api.md",
        "docs/proofs.md",
        "docs/ownership.md",
        "docs/matches.md",
        "docs/screening.md",
        "docs/history.md",
        "docs/cases.md",
        "docs/partners.md",
        "docs/statements.md",
    ],
)
def test_every_command_of_a_walk_runs_and_prints_what_is_shown(page: str, tmp_path: Path, warm: str) -> None:
    walk = steps((ROOT / page).read_text(encoding="utf-8"))
    assert walk, "the page has a walk"
    done = run(walk, tmp_path, warm)
    assert len(done) == len(walk)
    for step, (code, output) in zip(walk, done, strict=True):
        allowed = {1} if step.command.startswith("diff ") else DECIDING
        assert code in allowed, f"$ {step.command}\n{output}"
        lacking = shows(output, step.shown)
        assert lacking is None, f"$ {step.command}\nlacks: {lacking}\n{output}"
