"""A database of version 3, which a service had worked in, in a file and on a server: brought to the tables of today.

What is no projection of acts must survive it: what callers asked for and were answered, and whatever else lies beside.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import inspect, make_url, select

from moratorium.errors import InputError
from moratorium.store import (
    VERSION,
    fsck,
    open_store,
    projections,
    read_acts,
    requests,
    size,
    state_of,
    tables,
    upgrade_store,
)
from moratorium.store.acts import root
from tests.conftest import BOTH
from tests.postgres import Postgres

PLACE = Path(__file__).parent / "old_home"
DAY = date(2022, 5, 2)
EFFECTS = {"SO-1/sale": "allow", "SO-2/sale": "deny", "SO-3/sale": "hold", "SO-4/sale": "hold"}


@pytest.fixture(params=BOTH)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path | str]:
    """Where a database of version 3 is, of either kind."""
    if request.param == "sqlite":
        (tmp_path / "moratorium.db").write_bytes(gzip.decompress((PLACE / "home_3.db.gz").read_bytes()))
        yield tmp_path
        return
    server: Postgres = request.getfixturevalue("server")
    with server.new() as address:
        restored = gzip.decompress((PLACE / "home_3.sql.gz").read_bytes()).decode()
        server.do(restored, database=str(make_url(address).database))
        yield address


def test_it_is_what_a_program_of_version_3_left(old: Path | str) -> None:
    assert state_of(old).version == 3 < VERSION


def test_a_server_is_upgraded_on_command_only(old: Path | str) -> None:
    if isinstance(old, str):
        with pytest.raises(InputError, match=f"version 3, this program needs {VERSION}.*db upgrade"):
            open_store(old)
        assert state_of(old).version == 3
    else:
        open_store(old).close()
        assert state_of(old).version == VERSION


def test_the_record_is_the_same_and_sound(old: Path | str) -> None:
    before, after = upgrade_store(old)
    assert (before.version, after.version) == (3, VERSION)
    with open_store(old) as store:
        with store.read() as connection:
            assert projections.effects(connection, EFFECTS) == EFFECTS
            assert projections.answers_on(connection, DAY)[0].value == "NL"
            left = projections.authorisation(connection, "NL-1")
            assert left is not None
            assert left.left == {"pieces": Decimal(1)}
            assert len(list(read_acts(connection))) == size(connection)
            assert root(connection) == root(connection, size(connection))
        assert fsck(store) == ()


def test_what_is_no_projection_survives(old: Path | str) -> None:
    """Whoever got no answer before the upgrade may ask again after it, and it is still done once."""
    upgrade_store(old)
    with open_store(old) as store, store.read() as connection:
        for key in EFFECTS:
            id = key.partition("/")[0]
            found = requests.find(connection, "machine", id)
            assert found is not None
            assert f'"order":"{id}"'.encode() in found.answer


def test_an_upgraded_database_has_the_tables_of_a_new_one(old: Path | str, tmp_path: Path) -> None:
    """Table by table, column by column, index by index: nothing that a program of today asks for is missing."""
    upgrade_store(old)
    with open_store(old) as store, store.read() as connection:
        found = inspect(connection)
        for table in tables.metadata.sorted_tables:
            columns = {column["name"] for column in found.get_columns(table.name)}
            assert columns >= {column.name for column in table.columns}, table.name
            indexes = {index["name"] for index in found.get_indexes(table.name)}
            assert indexes >= {index.name for index in table.indexes}, table.name
            connection.execute(select(table).limit(1)).all()
