"""What is particular to a server: its lock and settings, its errors in words, an address that keeps its secrets."""

from __future__ import annotations

import traceback
from contextlib import ExitStack

import pytest
from sqlalchemy import Connection, text

from moratorium.errors import InputError, MoratoriumError, SourceError
from moratorium.store import Store, blobs, fsck, open_store, size, tables
from moratorium.store.postgresql import CONNECTIONS
from moratorium.store.rows import MANY, insert_rows
from tests.postgres import Postgres, postgres
from tests.store.office import decided, record


def _setting(connection: Connection, name: str) -> object:
    return connection.execute(text(f"SELECT current_setting('{name}')")).scalar()


@pytest.fixture
def opened(address: str) -> Store:
    return open_store(address)


def test_a_write_waits_for_the_server_s_disk_even_if_the_server_would_not(server: Postgres) -> None:
    with server.new() as address:
        name = address.split("?")[0].rpartition("/")[2]
        server.do(f"ALTER DATABASE {name} SET synchronous_commit = off")
        server.do(f"ALTER DATABASE {name} SET default_transaction_isolation = 'serializable'")
        with open_store(address) as store:
            with store.begin() as connection:
                assert _setting(connection, "synchronous_commit") == "on"
                assert _setting(connection, "transaction_isolation") == "read committed"
            with store.read() as connection:
                assert _setting(connection, "transaction_isolation") == "repeatable read"
                assert _setting(connection, "transaction_read_only") == "on"


def test_every_column_of_text_is_in_the_order_of_code_points(opened: Store) -> None:
    asked = (
        "SELECT count(*), count(*) FILTER (WHERE collation_name = 'C') FROM information_schema.columns "
        "WHERE table_schema = current_schema() AND data_type = 'text'"
    )
    with opened.read() as connection:
        every, plain = connection.execute(text(asked)).one()
    assert every == plain > len(tables.PROJECTIONS)


def test_two_schemas_of_one_database_are_two_records_that_do_not_wait_for_each_other(server: Postgres) -> None:
    with server.new() as address:
        name = address.split("?")[0].rpartition("/")[2]
        server.do("CREATE SCHEMA one", "CREATE SCHEMA two", database=name)
        places = [f"{address}&options=-csearch_path%3D{schema}" for schema in ("one", "two")]
        with open_store(places[0]) as one, open_store(places[1], wait=0.1) as two:
            with one.begin() as first, two.begin() as second:
                record(first, decided())
                record(second, decided(), decided(inputs="i2"))
            with one.read() as first, two.read() as second:
                assert (size(first), size(second)) == (1, 2)


# -- a server that goes away ------------------------------------------------------------------------------------------


def cut(address: str) -> str:
    """Ends every connection of ours to one database; others of the server belong to tests that run beside."""
    name = address.split("?")[0].rpartition("/")[2]
    ours = f"application_name = 'moratorium' AND datname = '{name}'"
    return f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {ours}"  # noqa: S608 - a name of our own


def test_connections_that_the_server_cut_are_made_anew(opened: Store, address: str, server: Postgres) -> None:
    with opened.begin() as connection:
        record(connection, decided())
    server.do(cut(address))
    with opened.begin() as connection:
        assert record(connection, decided(inputs="i2")) == range(1, 2)


def test_a_connection_that_is_lost_in_a_write_keeps_nothing_and_the_next_step_works(
    opened: Store, address: str, server: Postgres
) -> None:
    def cut_in_the_middle() -> None:
        with opened.begin() as connection:
            record(connection, decided())
            server.do(cut(address))
            size(connection)

    with pytest.raises(SourceError, match="stopping or starting"):
        cut_in_the_middle()
    with opened.read() as connection:
        assert size(connection) == 0
    with opened.begin() as connection:
        record(connection, decided())


def test_a_connection_that_is_lost_while_many_rows_go_to_the_server_keeps_nothing(
    opened: Store, address: str, server: Postgres
) -> None:
    digests = [f"{number:064x}" for number in range(2 * MANY)]
    rows = [{"digest": digest, "media": "", "bytes": 0, "content": b""} for digest in digests]

    def cut_before_they_go() -> None:
        with opened.begin() as connection:
            server.do(cut(address))
            insert_rows(connection, tables.blobs, rows)

    with pytest.raises(SourceError, match="stopping or starting"):
        cut_before_they_go()
    with opened.begin() as connection:
        assert blobs.present(connection, digests) == set()
        insert_rows(connection, tables.blobs, rows)


def test_a_server_that_lets_nobody_in_for_a_while_is_used_again(server: Postgres) -> None:
    with server.new() as address, open_store(address) as store:
        name = address.split("?")[0].rpartition("/")[2]
        with store.begin() as connection:
            record(connection, decided())
        server.do(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false", cut(address))
        with pytest.raises(SourceError, match="stopping or starting"), store.read() as connection:
            size(connection)
        with pytest.raises(SourceError, match="stopping or starting"), store.begin() as connection:
            record(connection, decided(inputs="i2"))
        server.do(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
        with store.begin() as connection:
            assert record(connection, decided(inputs="i2")) == range(1, 2)


@pytest.mark.soak
def test_a_server_that_stops_and_comes_back_is_used_again(testrun_uid: str) -> None:
    with postgres(f"apart-{testrun_uid}") as apart, apart.emptied() as address, open_store(address) as store:
        with store.begin() as connection:
            record(connection, decided())
        apart.server.stop()
        for _ in range(2):
            with pytest.raises(SourceError, match="cannot be reached"), store.read() as connection:
                size(connection)
            with pytest.raises(SourceError, match="cannot be reached"), store.begin() as connection:
                record(connection, decided(inputs="i2"))
        apart.server.ensure_postgres_running()
        with store.begin() as connection:
            assert record(connection, decided(inputs="i2")) == range(1, 2)


def test_more_readers_at_once_than_connections_are_told_to_wait(address: str) -> None:
    with open_store(address, wait=0.1) as store, ExitStack() as held:
        for _ in range(CONNECTIONS):
            held.enter_context(store.read())
        with pytest.raises(MoratoriumError, match="all connections to the database are in use"), store.read():
            pass


def test_a_text_that_the_server_cannot_keep_is_refused_on_both(store: Store) -> None:
    with pytest.raises(InputError, match="NUL character"), store.begin() as connection:
        record(connection, decided("SO-\0/sale"))
    with store.begin() as connection:
        record(connection, decided(r"SO-\u0000/sale"))
    assert fsck(store) == ()


# -- addresses --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "kind", "words"),
    [
        (lambda a: a.replace("own_", "nowhere_"), InputError, "there is no such database"),
        (lambda a: a.replace("//postgres:", "//stranger:"), InputError, "does not let this user in"),
        (lambda _: "postgresql://ann:s3cret@127.0.0.1:1/m", SourceError, "cannot be reached"),
        (lambda _: "postgresql://ann:s3cret@nowhere.invalid/m", SourceError, "cannot be reached"),
        (lambda _: "postgresql://ann:s3cret@host:s3cret/m", InputError, "cannot be read"),
        (lambda _: "postgresql://ann:s3cret@127.0.0.1:1/m?password=s3cret", SourceError, "cannot be reached"),
        (lambda _: "mysql://ann:s3cret@host/m", InputError, "of the kind `mysql` is not known"),
    ],
)
def test_what_cannot_be_opened_is_told_without_secrets(
    address: str, change: object, kind: type[MoratoriumError], words: str
) -> None:
    with pytest.raises(kind, match=words) as raised:
        open_store(change(address))  # type: ignore[operator]
    assert "s3cret" not in str(raised.value)
    if kind is InputError:
        shown = "".join(traceback.format_exception(raised.value))
        assert "s3cret@" not in shown
