"""A served home, reached over the network as a client reaches it: one for all tests of the client."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from moratorium.client import Client
from tests.client.serving import Served, served_over_the_network


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The service in this process, on a port of its own."""
    with served_over_the_network(tmp_path_factory.mktemp("client")) as found:
        yield found
    assert not [one for one in threading.enumerate() if one.name == "serving"]


@pytest.fixture
def machine(served: Served) -> Iterator[Client]:
    """A client with the key of a machine."""
    with Client(served.url, served.office.keys["machine"], timeout=20, patience=20) as client:
        yield client


@pytest.fixture
def officer(served: Served) -> Iterator[Client]:
    """A client with the key of an officer."""
    with Client(served.url, served.office.keys["officer"], timeout=20, patience=20) as client:
        yield client


@pytest.fixture
def approver(served: Served) -> Iterator[Client]:
    """A client with the key of an approver."""
    with Client(served.url, served.office.keys["approver"], timeout=20, patience=20) as client:
        yield client


@pytest.fixture
def erp_file(tmp_path: Path) -> Path:
    """Where an ERP keeps its tables."""
    return tmp_path / "erp.db"
