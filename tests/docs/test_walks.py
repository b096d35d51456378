"""The walks of README and docs are run, command by command, and print what they show."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]
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


def run(walk: list[Step], tmp_path: Path) -> list[tuple[int, str]]:
    """Exit code and output of each step, all in one shell as a person would."""
    parts = [f'{step.command}\nrc=$?; echo; echo "@@ $rc"; (exit $rc)' for step in walk]
    (tmp_path / "bin").mkdir()
    shim = tmp_path / "bin" / "moratorium"
    program = "import sys; from moratorium.cli import main; sys.exit(main())"
    shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "{program}" "$@"\n')
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
    ],
)
def test_every_command_of_a_walk_runs_and_prints_what_is_shown(page: str, tmp_path: Path) -> None:
    walk = steps((ROOT / page).read_text(encoding="utf-8"))
    assert walk, "the page has a walk"
    done = run(walk, tmp_path)
    assert len(done) == len(walk)
    for step, (code, output) in zip(walk, done, strict=True):
        allowed = {1} if step.command.startswith("diff ") else DECIDING
        assert code in allowed, f"$ {step.command}\n{output}"
        lacking = shows(output, step.shown)
        assert lacking is None, f"$ {step.command}\nlacks: {lacking}\n{output}"
