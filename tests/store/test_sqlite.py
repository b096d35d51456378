"""The database file: how it is opened, and what is no database."""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path
from shutil import copyfile

import pytest
from sqlalchemy import create_engine, text

from moratorium.errors import InputError, ProofError, SourceError
from moratorium.store import Store, fsck, open_store, size, tables
from tests.store.office import decided, record


def test_it_lies_in_the_folder(file_store: Store, tmp_path: Path) -> None:
    assert file_store.place == str(tmp_path / "moratorium.db")
    assert (tmp_path / "moratorium.db").exists()
    assert not file_store.is_shared


def test_its_tables_are_those_of_the_program(file_store: Store) -> None:
    """They are made from statements that were written down once; a server is asked table by table."""
    made = create_engine("sqlite://")
    tables.metadata.create_all(made)
    asked = text("SELECT type, name, sql FROM sqlite_master ORDER BY type, name")
    with made.connect() as plain, file_store.read() as connection:
        assert plain.execute(asked).all() == connection.execute(asked).all()
    made.dispose()


@pytest.mark.parametrize(("name", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1)])
def test_commits_reach_the_disk_and_readers_do_not_wait(file_store: Store, name: str, value: object) -> None:
    with file_store.read() as connection:
        assert connection.execute(text(f"PRAGMA {name}")).scalar() == value


def acts_in_the_file_alone(store: Store, folder: Path) -> int:
    """How many acts the file holds without its write-ahead log."""
    alone = folder / "alone"
    alone.mkdir()
    copyfile(store.place, alone / "moratorium.db")
    with open_store(alone) as opened, opened.read() as connection:
        return size(connection)


@pytest.mark.parametrize("is_read", [False, True], ids=["alone", "while somebody reads what was before"])
def test_settled_it_is_in_the_file(file_store: Store, tmp_path: Path, *, is_read: bool) -> None:
    """Who reads an older state goes on reading it; what came after it is moved once they have ended."""
    file_store.settle()
    with ExitStack() as stack:
        reader = stack.enter_context(file_store.read()) if is_read else None
        assert reader is None or size(reader) == 0
        with file_store.begin() as connection:
            record(connection, *(decided(inputs=f"i{number}") for number in range(50)))
        file_store.settle()
        assert reader is None or size(reader) == 0
    file_store.settle()
    assert acts_in_the_file_alone(file_store, tmp_path) == 50


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


def test_a_damaged_file_is_an_alarm(file_store: Store, tmp_path: Path) -> None:
    with file_store.begin() as connection:
        record(connection, *(decided(inputs=f"i{number}") for number in range(200)))
    file_store.close()
    for extra in ("-wal", "-shm"):
        (tmp_path / f"moratorium.db{extra}").unlink(missing_ok=True)
    with open(tmp_path / "moratorium.db", "r+b") as file:
        file.seek(4096)
        file.write(os.urandom(os.path.getsize(file.name) - 4096))
    with pytest.raises(ProofError, match="damaged"), open_store(tmp_path) as opened, opened.read() as connection:
        size(connection)


def test_a_full_disk_keeps_nothing_of_the_step_and_the_next_one_works(file_store: Store) -> None:
    """Shown by a limit on the pages of the file, which SQLite reports as a full disk."""

    def fill() -> None:
        with file_store.begin() as connection:
            pages = connection.execute(text("PRAGMA page_count")).scalar()
            connection.execute(text(f"PRAGMA max_page_count = {pages}"))
            record(connection, *(decided(inputs=f"i{number}") for number in range(2_000)))

    with pytest.raises(SourceError, match="the disk is full; make room and try again; nothing of this step was kept"):
        fill()
    with file_store.begin() as connection:
        assert size(connection) == 0
        connection.execute(text("PRAGMA max_page_count = 1000000"))
        record(connection, decided())
    assert fsck(file_store) == ()
