"""``bench/run.py`` runs: every bench gives figures on small inputs, as a table and as JSON."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

LIGHT = ("check", "startup")
HEAVY = (
    "decide",
    "log",
    "enrich",
    "screen",
    "demo",
    "proofs",
    "history",
    "replay",
    "spark",
    "service",
    "holds",
    "pages",
    "cases",
)


@pytest.mark.parametrize("benches", [LIGHT, pytest.param(HEAVY, marks=pytest.mark.soak)], ids=["light", "heavy"])
def test_a_quick_run_gives_every_bench_with_its_machine_and_baseline(tmp_path: Path, benches: tuple[str, ...]) -> None:
    target = tmp_path / "bench.json"
    command = [sys.executable, str(ROOT / "bench" / "run.py"), *benches, "--quick", "--json", str(target)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path, timeout=900)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    told = json.loads(target.read_text(encoding="utf-8"))
    assert told["machine"].keys() >= {"cpu", "cores", "python"}
    assert {figure["bench"] for figure in told["figures"]} == set(benches)
    for figure in told["figures"]:
        assert figure["n"] >= 1 or "skipped" in figure["note"]
        assert figure["peak_mb"] > 0
    assert any(figure["baseline_runs"] for figure in told["figures"])
    assert "lines/s" in ran.stdout


def test_an_unknown_bench_is_told() -> None:
    command = [sys.executable, str(ROOT / "bench" / "run.py"), "nonsense"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert ran.returncode == 2
    assert "no bench nonsense" in ran.stderr


def test_what_is_not_at_hand_is_skipped_and_said(tmp_path: Path) -> None:
    target = tmp_path / "bench.json"
    command = [sys.executable, str(ROOT / "bench" / "run.py"), "check", "--quick", "--json", str(target)]
    env = {**os.environ, "MORATORIUM_SHARED": str(tmp_path)}
    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, env=env)
    assert ran.returncode == 0, ran.stderr
    (figure,) = json.loads(target.read_text(encoding="utf-8"))["figures"]
    assert figure["note"].startswith("skipped: needs ")
    assert "skipped: needs " in ran.stdout
