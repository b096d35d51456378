"""What all tests share: the folder of real data, and Hypothesis profiles."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent

settings.register_profile("default", deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile(
    "soak",
    deadline=None,
    max_examples=10_000,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
settings.load_profile("default")


@pytest.fixture(scope="session")
def shared() -> Callable[[str], Path]:
    """Path of a file of real data below ``MORATORIUM_SHARED`` (default: ``../shared``); skips where it is missing."""
    folder = Path(os.environ.get("MORATORIUM_SHARED") or "../shared")
    base = folder if folder.is_absolute() else ROOT / folder

    def path(name: str) -> Path:
        found = base / name
        if not found.exists():
            pytest.skip(f"needs `{name}` below MORATORIUM_SHARED ({base})")
        return found

    return path
