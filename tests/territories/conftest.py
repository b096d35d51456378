"""The atlas of the package's own data files, read once."""

from __future__ import annotations

from importlib.resources import files

import pytest

from moratorium.territories import ATLAS_FILES, Atlas, read_atlas


@pytest.fixture(scope="session")
def atlas_data() -> dict[str, bytes]:
    folder = files("moratorium.territories") / "data"
    return {name: (folder / name).read_bytes() for name in ATLAS_FILES}


@pytest.fixture(scope="session")
def atlas(atlas_data: dict[str, bytes]) -> Atlas:
    return read_atlas(atlas_data)
