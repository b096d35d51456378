"""Goods as shipped, and the invented catalogue of the shared rules."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from moratorium.goods import GOODS_FILES, Goods, read_goods


@pytest.fixture(scope="session")
def data() -> dict[str, bytes]:
    """Bytes of the shipped data files."""
    folder = files("moratorium") / "goods" / "data"
    return {name: folder.joinpath(name).read_bytes() for name in GOODS_FILES}


@pytest.fixture(scope="session")
def goods(data: dict[str, bytes]) -> Goods:
    """Goods as shipped."""
    return read_goods(data)


@pytest.fixture(scope="session")
def invented(shared: Callable[[str], Path]) -> list[dict[str, Any]]:
    """The 21 invented products with their expected outcomes."""
    document = json.loads(shared("data/rules/products.json").read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = document["catalogue_synthetic"]
    return found
