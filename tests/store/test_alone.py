"""One of several programs at a time: the second stands by until the first has ended, on a file and on a server."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from moratorium.errors import SourceError
from moratorium.store import Store, open_store
from moratorium.store.postgresql import postgresql


def test_the_second_stands_by_until_the_first_has_ended(database: Path | str) -> None:
    with open_store(database) as one, open_store(database) as two:
        with one.alone("work") as is_held:
            assert is_held is not None
            assert is_held()
            with two.alone("work") as other:
                assert other is None
            with two.alone("other work") as another:
                assert another is not None
        with two.alone("work") as is_held:
            assert is_held is not None


def test_who_lost_the_connection_no_longer_holds_the_place(address: str) -> None:
    with open_store(address) as one, open_store(address) as two, one.alone("work") as is_held:
        assert is_held is not None
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
                "AND pid IN (SELECT pid FROM pg_locks WHERE locktype = 'advisory') AND pid <> pg_backend_pid()"
            )
        assert not is_held()
        with two.alone("work") as other:
            assert other is not None


def test_of_a_server_that_is_away_it_is_told_in_our_words() -> None:
    with (
        Store(postgresql("postgresql://nobody@127.0.0.1:1/none", 1)) as away,
        pytest.raises(SourceError, match="cannot be reached"),
        away.alone("work"),
    ):
        pass
