"""A database of an older program: upgraded once, whole or not at all, with every act and every hash as it was."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text, update

from moratorium.errors import ConflictError, MoratoriumError, ProofError, SourceError
from moratorium.store import (
    VERSION,
    Connection,
    Store,
    act_at,
    fsck,
    open_store,
    projections,
    state_of,
    tables,
    upgrade_store,
)
from moratorium.store.upgrade import upgrade
from moratorium.terms.act import Answered, Approved
from tests.store.office import act, decided, proposed, record
from tests.store.old_homes import ANSWERS, copy_to, rows

ROOT = Path(__file__).resolve().parent.parent.parent
DAY = date(2026, 11, 25)
RECORD = (
    "SELECT * FROM acts ORDER BY act",
    "SELECT * FROM nodes ORDER BY level, position",
    "SELECT * FROM checkpoints ORDER BY size",
    "SELECT * FROM blobs ORDER BY digest",
)
VERSIONS = "SELECT version FROM schema_version"
OLD_COLUMN = "SELECT settles FROM answers"

KILLED = """
import os, signal, sys
from pathlib import Path
from sqlalchemy import Engine, event
from moratorium.store import open_store

@event.listens_for(Engine, "before_cursor_execute")
def kill(connection, cursor, statement, *rest):
    if statement.strip().startswith(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)

open_store(Path(sys.argv[1]))
"""
OPENED = """
import sys
from pathlib import Path
from moratorium.store import open_store

with open_store(Path(sys.argv[1])) as store:
    print(store.upgraded_from)
"""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """The database file of an old home."""
    return copy_to(tmp_path)


def start(program: str, *arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", program, *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    return subprocess.Popen(command, env=environment, text=True, stdout=subprocess.PIPE)


def payload(store: Store, index: int) -> Any:
    with store.read() as connection:
        return act_at(connection, index).act.payload


def test_it_is_upgraded_once_and_sound_afterwards(old: Path) -> None:
    with open_store(old) as store:
        assert store.upgraded_from == 1
        assert fsck(store) == ()
    with open_store(old) as store:
        assert store.upgraded_from is None
    assert rows(old, VERSIONS) == [[(VERSION,)]]


def test_acts_tree_checkpoints_and_blobs_are_left_as_they_were(old: Path) -> None:
    before = rows(old, *RECORD)
    assert all(before)
    open_store(old).close()
    assert rows(old, *RECORD) == before


def test_old_answers_about_entries_are_told_and_say_nothing_of_what_was_compared(old: Path) -> None:
    with open_store(old) as store, store.read() as connection:
        said = projections.dispositions(connection, DAY)
        answers = projections.answers_on(connection, DAY)
    told = [(one.subject, one.entry, one.match, one.reason, one.by, one.is_compared) for one in said]
    assert told == [
        ("party:C-1", "OWN#7", False, "passport seen", "bo", False),
        ("party:C-2", "OWN#9", True, "register of companies", "bo", False),
    ]  # that about party:C-5 was erased
    assert answers == (Answered("party:C-6", "territory", "NL", "a call"),)


def test_old_acts_read_back_with_the_value_that_was_given(old: Path) -> None:
    with open_store(old) as store:
        assert {payload(store, index).value: index for index in ANSWERS.values()} == ANSWERS


def test_what_stood_stands(old: Path) -> None:
    before = rows(old, "SELECT key, effect, act FROM orders ORDER BY key")
    assert len(before[0]) == 6
    open_store(old).close()
    assert rows(old, "SELECT key, effect, act FROM orders ORDER BY key") == before


@pytest.mark.parametrize(
    "statement", ["DROP TABLE", "CREATE TABLE", "INSERT INTO dispositions", "UPDATE schema_version"]
)
def test_a_kill_in_the_middle_leaves_the_old_version_whole(old: Path, statement: str) -> None:
    before = rows(old, *RECORD, VERSIONS, OLD_COLUMN)
    with start(KILLED, old, statement) as process:
        process.wait(60)
    assert process.returncode == -signal.SIGKILL
    assert rows(old, *RECORD, VERSIONS, OLD_COLUMN) == before
    with open_store(old) as store:
        assert store.upgraded_from == 1
        assert fsck(store) == ()


def test_of_two_processes_at_once_one_upgrades_and_both_go_on(old: Path) -> None:
    both = [start(OPENED, old) for _ in range(2)]
    told = sorted(process.communicate(timeout=60)[0].strip() for process in both)
    assert told == ["1", "None"]
    assert [process.returncode for process in both] == [0, 0]


def failure(old: Path, kind: type[MoratoriumError], wait: float = 20.0) -> str:
    """What opening says; the version is as it was."""
    with pytest.raises(kind) as raised:
        open_store(old, wait)
    assert rows(old, VERSIONS, OLD_COLUMN)[0] == [(1,)]
    return str(raised.value)


def test_a_locked_database_is_not_upgraded_and_says_what_to_do(old: Path) -> None:
    other = sqlite3.connect(old, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    told = failure(old, ConflictError, 0.05)
    other.close()
    assert f"the state has version 1 and was not upgraded to {VERSION}; it is as it was: another process" in told
    assert "wait until it has ended, then try again" in told


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_database_that_may_only_be_read_says_what_to_do(old: Path) -> None:
    old.chmod(0o444)
    told = failure(old, SourceError)
    assert "the database may only be read; give write permission to the file and its folder" in told


def test_a_damaged_tree_is_not_upgraded(old: Path) -> None:
    damage(old, "UPDATE nodes SET hash = zeroblob(32) WHERE level = 4 AND position = 0")
    assert "the acts lead to another root than the stored one" in failure(old, ProofError)


def test_an_act_that_cannot_be_read_back_is_named(old: Path) -> None:
    damage(old, "UPDATE acts SET document = x'7b' WHERE act = 13")
    assert "act 13" in failure(old, ProofError)


def damage(old: Path, statement: str) -> None:
    database = sqlite3.connect(old)
    database.execute(statement)
    database.commit()
    database.close()


def test_a_database_of_this_program_is_not_touched(file_store: Store, tmp_path: Path) -> None:
    with open_store(tmp_path) as again:
        assert (file_store.upgraded_from, again.upgraded_from) == (None, None)
    assert rows(tmp_path / "moratorium.db", VERSIONS) == [[(tables.VERSION,)]]


# -- either database --------------------------------------------------------------------------------------------------


def make_older(store: Store) -> None:
    """As a program left it whose tables knew less: a column and a table of today are not there."""
    with store.begin() as connection:
        record(connection, proposed({"m1": "one"}), act("approved", "0", Approved(0, "r"), "bo"), decided())
        connection.execute(text("DROP TABLE drawdowns"))
        connection.execute(text("ALTER TABLE orders DROP COLUMN trial"))
        connection.execute(update(tables.schema).values(version=VERSION - 1))


def test_an_upgrade_on_command_folds_all_acts_into_the_tables_of_today(store: Store, database: Path | str) -> None:
    make_older(store)
    before, after = upgrade_store(database)
    assert (before.version, after.version) == (VERSION - 1, VERSION)
    assert upgrade_store(database) == (after, after)
    with open_store(database) as opened, opened.read() as connection:
        assert projections.effects(connection, ["SO-1/sale"]) == {"SO-1/sale": "allow"}
    assert fsck(store) == ()


def test_an_upgrade_that_fails_leaves_the_database_as_it_was(store: Store, database: Path | str) -> None:
    make_older(store)
    with store.transaction(write=True) as connection:
        connection.execute(update(tables.acts).where(tables.acts.c.act == 2).values(document=b"{"))
    with pytest.raises(ProofError, match=r"was not upgraded to .*; it is as it was: the act cannot be read back"):
        upgrade_store(database)
    assert state_of(database).version == VERSION - 1
    with store.transaction(write=True) as connection:
        assert connection.execute(text("SELECT count(*) FROM orders")).scalar() == 1
        connection.execute(text("DROP TABLE orders"))  # for the tests that follow on this server
        upgrade_tables(connection)


def upgrade_tables(connection: Connection) -> None:
    """Tables of today again, with nothing in them."""
    connection.execute(tables.acts.delete())
    connection.execute(tables.nodes.delete())
    upgrade(connection)
