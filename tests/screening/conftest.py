"""The real lists, read once."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from moratorium.screening import ListVersion, Reading, read_version

Read = tuple[ListVersion, Reading]


@pytest.fixture(scope="session")
def published(shared: Callable[[str], Path]) -> Callable[[str], bytes]:
    """Bytes of a file below ``data/lists``, decompressed."""
    return lambda name: gzip.decompress(shared(f"data/lists/{name}.gz").read_bytes())


@pytest.fixture(scope="session")
def sdn_before(published: Callable[[str], bytes]) -> Read:
    """SDN as published the day before the invasion."""
    return read_version("ofac-sdn", {"sdn": published("ofac-sdn/sdn-2022-02-23.csv")}, date(2022, 2, 23))


@pytest.fixture(scope="session")
def sdn_after(published: Callable[[str], bytes]) -> Read:
    """SDN as published some weeks later."""
    return read_version("ofac-sdn", {"sdn": published("ofac-sdn/sdn-2022-05-08.csv")}, date(2022, 5, 8))


@pytest.fixture(scope="session")
def sdn_full(published: Callable[[str], bytes]) -> Read:
    """The whole set of files of one day."""
    files = {"sdn": "sdn", "alt": "alt", "add": "add", "comments": "sdn_comments"}
    found = {name: published(f"ofac-sdn-full/{file}-2021-07-07.csv") for name, file in files.items()}
    return read_version("ofac-sdn", found, date(2021, 7, 7))


@pytest.fixture(scope="session")
def csl(published: Callable[[str], bytes]) -> Read:
    """The US Consolidated Screening List."""
    return read_version("us-csl", {"csl": published("csl/consolidated-2026-07-31.json")})


@pytest.fixture(scope="session")
def un(published: Callable[[str], bytes]) -> Read:
    """The UN list."""
    return read_version("un", {"un": published("un/consolidated-2026-02-27.xml")})
