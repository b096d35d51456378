"""Of small changes of the core, the tests of the core notice nine in ten at least."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.conftest import ROOT


@pytest.mark.soak
def test_small_changes_of_the_core_are_noticed() -> None:
    """Those that were not are listed by the script, which also runs alone."""
    ran = subprocess.run([sys.executable, "scripts/mutation.py"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
