"""A small log in memory, as a stranger would keep it: a mapping of perfect subtrees."""

from __future__ import annotations

import runpy
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from moratorium.ledger.merkle import Nodes, extend_nodes, leaf_hash

ROOT = Path(__file__).resolve().parent.parent.parent


def _tree(datas: Iterable[bytes]) -> Nodes:
    made: dict[tuple[int, int], bytes] = {}

    def nodes(level: int, index: int) -> bytes:
        return made[level, index]

    made.update({(level, index): known for level, index, known in extend_nodes(0, map(leaf_hash, datas), nodes)})
    return nodes


@pytest.fixture(scope="session")
def tree() -> Callable[[Iterable[bytes]], Nodes]:
    """Getter over the tree of these leaf data."""
    return _tree


@pytest.fixture(scope="session")
def made() -> dict[str, Any]:
    """Names of the script that writes the assets: ``receipt``, ``LOG``, ``ACTOR``, …"""
    return runpy.run_path(str(ROOT / "scripts" / "make_bad_receipts.py"))


@pytest.fixture(scope="session")
def assets() -> Path:
    """Folder of named bad inputs."""
    return ROOT / "tests" / "assets"
