"""The database file: made once, whole transactions, one writer, versions, and what is no database."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from sqlalchemy import text, update

from moratorium.errors import ConflictError, InputError, MissingError, ProofError
from moratorium.store import Store, open_store, size, tables
from moratorium.terms.act import Approved, IdentityMade
from tests.store.office import act, decided, public_key, record


def test_it_is_made_on_first_use_and_opened_afterwards(tmp_path: Path) -> None:
    with open_store(tmp_path) as store, store.begin() as connection:
        record(connection, decided())
    with open_store(tmp_path) as store, store.read() as connection:
        assert size(connection) == 1
    assert (tmp_path / "moratorium.db").exists()


@pytest.mark.parametrize(("name", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1)])
def test_commits_reach_the_disk_and_readers_do_not_wait(store: Store, name: str, value: object) -> None:
    with store.read() as connection:
        assert connection.execute(text(f"PRAGMA {name}")).scalar() == value


def test_an_error_takes_the_whole_transaction_back(store: Store) -> None:
    with pytest.raises(MissingError), store.begin() as connection:
        record(connection, decided(), act("approved", "7", Approved(7, "r2")))
    with store.read() as connection:
        assert size(connection) == 0


def test_a_read_sees_one_state_and_a_write_goes_on_beside_it(store: Store) -> None:
    with store.read() as reading:
        assert size(reading) == 0
        with store.begin() as writing:
            record(writing, decided())
        assert size(reading) == 0
    with store.read() as reading:
        assert size(reading) == 1


def test_a_read_cannot_write(store: Store) -> None:
    with pytest.raises(InputError, match="may only be read"), store.read() as connection:
        record(connection, decided())
    with store.begin() as connection:
        assert record(connection, decided()) == range(1)


def test_a_second_writer_is_told_that_another_one_writes(store: Store, tmp_path: Path) -> None:
    with open_store(tmp_path, wait=0.05) as other, store.begin() as connection:
        record(connection, decided())
        with pytest.raises(ConflictError, match="another process is writing"), other.begin():
            pass
    with open_store(tmp_path) as other, other.begin() as connection:
        assert record(connection, decided(inputs="i2")) == range(1, 2)


def test_a_newer_program_s_database_is_refused_and_left_alone(store: Store, tmp_path: Path) -> None:
    with store.begin() as connection:
        connection.execute(update(tables.schema).values(version=tables.VERSION + 1))
    before = (tmp_path / "moratorium.db").read_bytes()
    with pytest.raises(InputError, match=f"version {tables.VERSION + 1}, this program knows {tables.VERSION}"):
        open_store(tmp_path)
    assert (tmp_path / "moratorium.db").read_bytes() == before


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "moratorium.db").write_bytes(b"order;customer\n" * 500)
    with pytest.raises(InputError, match="not a database"):
        open_store(tmp_path)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no folder"):
        open_store(tmp_path / "nowhere")


def test_a_folder_in_the_place_of_the_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "moratorium.db").mkdir()
    with pytest.raises(InputError, match="cannot be opened"):
        open_store(tmp_path)


def test_a_damaged_file_is_an_alarm(store: Store, tmp_path: Path) -> None:
    with store.begin() as connection:
        record(connection, *(decided(inputs=f"i{number}") for number in range(200)))
    store.close()
    for extra in ("-wal", "-shm"):
        (tmp_path / f"moratorium.db{extra}").unlink(missing_ok=True)
    with open(tmp_path / "moratorium.db", "r+b") as file:
        file.seek(4096)
        file.write(os.urandom(os.path.getsize(file.name) - 4096))
    with pytest.raises(ProofError, match="damaged"), open_store(tmp_path) as opened, opened.read() as connection:
        size(connection)


def test_what_somebody_else_wrote_first_is_a_conflict(store: Store) -> None:
    made = act("identity_made", "ann", IdentityMade("ann", public_key(bytes(32))))
    with store.begin() as connection:
        record(connection, made)
    with pytest.raises(ConflictError, match="somebody was faster"), store.begin() as connection:
        record(connection, made)
    with store.read() as connection:
        assert size(connection) == 1
