"""The database on a server: the same work as in a file; its state, its upgrade, and what is said if it is not there."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import update

from moratorium.desk.home import database_place
from moratorium.store import VERSION, fsck, open_store, size, tables
from tests.cli.office import SUSPENSION, Office, row
from tests.postgres import Postgres
from tests.store.old_homes import copy_to

NOWHERE = "postgresql://ann:s3cret@127.0.0.1:1/moratorium?sslpassword=s3cret"


def test_a_morning_s_work_on_a_server(office: Office, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Decided, proposed, approved by another, decided again, proved, checked; nothing of it in the home folder."""
    monkeypatch.setenv("MORATORIUM_DATABASE", address)
    checked = office.check(office.orders(row("A"), row("B", "RU")), "--on", "2022-05-02", "--out", "out.jsonl")
    assert checked.code == 20
    office.adopt(SUSPENSION)
    assert office.run("again").code == 20
    assert "deny" in office.run("explain", "B").out
    assert office.run("ledger", "receipt", "B", "--out", "receipt.json").code == 0
    key = office.run("ledger", "key").out.strip()
    assert office.run("ledger", "verify", "receipt.json", "--key", key).code == 0
    assert office.run("fsck").out.startswith("sound")
    assert not (office.home / "moratorium.db").exists()


def test_its_state_is_told_and_it_is_made(office: Office, empty: Path | str) -> None:
    at = ["--database", str(empty)] if isinstance(empty, str) else []
    before = office.run(*at, "db", "status")
    assert (before.code, "not made yet; `moratorium db upgrade` makes it" in before.out) == (3, True)
    made = office.run(*at, "db", "upgrade")
    assert (made.code, made.err) == (0, "made\n")
    assert made.out.endswith(f"version {VERSION}, as this program needs it\n")
    after = office.run(*at, "db", "status")
    assert (after.code, after.out) == (0, made.out)


def test_an_older_file_is_upgraded_on_command_too(office: Office) -> None:
    copy_to(office.home)
    told = office.run("db", "status")
    assert (told.code, told.out.split(": ")[1]) == (
        3,
        f"version 1, this program needs {VERSION}; `moratorium db upgrade`\n",
    )
    assert "upgraded from version 1" in office.run("db", "upgrade").err
    assert office.run("db", "status").code == 0


def test_an_older_server_is_upgraded_on_command_only_since_others_may_be_at_work(
    office: Office, server: Postgres
) -> None:
    with server.new() as address:
        with open_store(address) as store, store.begin() as connection:
            connection.execute(update(tables.schema).values(version=VERSION - 1))
        refused = office.run("--database", address, "fsck")
        assert refused.code == 2
        assert "stop the other programs, back it up, then `moratorium db upgrade`" in refused.err
        assert office.run("--database", address, "db", "status").code == 3
        assert f"upgraded from version {VERSION - 1}" in office.run("--database", address, "db", "upgrade").err
        assert office.run("--database", address, "fsck").code == 0


@pytest.mark.parametrize("command", [["db", "status"], ["db", "upgrade"], ["fsck"], ["again"]])
def test_a_server_that_is_not_there_is_told_without_the_password(office: Office, command: list[str]) -> None:
    told = office.run("--database", NOWHERE, *command)
    assert told.code == 6
    assert "postgresql://ann@127.0.0.1:1/moratorium: the database cannot be reached" in told.err
    assert "s3cret" not in told.out + told.err


def test_orders_are_not_decided_while_the_database_is_away(office: Office) -> None:
    orders = office.orders(row("A"))
    told = office.run(
        "--database", NOWHERE, "check", orders, "--rulebook", office.rulebook(SUSPENSION), "--out", "o.jsonl"
    )
    assert (told.code, told.out) == (6, "")
    assert not (office.desk / "o.jsonl").exists()


def test_a_record_moves_from_the_file_to_a_server(
    office: Office, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing = office.run("db", "copy", address)
    assert (nothing.code, "there is no record to copy" in nothing.err) == (3, True)
    office.adopt(SUSPENSION)
    office.check(office.orders(row("A", "RU")), "--on", "2022-05-02")
    checkpoint = office.run("ledger", "checkpoint").out.splitlines()[:3]
    done = office.run("db", "copy", address)
    assert f"{office.size()} acts copied to postgresql://postgres@/" in done.out
    assert office.run("db", "copy", address).code == 5
    monkeypatch.setenv("MORATORIUM_DATABASE", address)
    assert office.run("ledger", "checkpoint").out.splitlines()[:3] == checkpoint
    assert office.is_sound()


def test_a_copy_of_the_file_is_whole_while_somebody_writes(office: Office) -> None:
    """It has one state, is sound by itself, and what came later is not in it."""
    nothing = office.run("db", "backup", office.desk / "copy")
    assert (nothing.code, "there is no record to copy" in nothing.err) == (3, True)
    office.adopt(SUSPENSION)
    with open_store(office.home) as store, store.begin() as connection:
        told = office.run("db", "backup", office.desk / "copy")
        connection.execute(tables.answers.delete())
    assert told.out == f"{office.size()} acts copied to {office.desk / 'copy' / 'moratorium.db'}\n"
    assert "the keys (log.key, identities/) are not in it" in told.err
    office.check(office.orders(row("A", "RU")), "--on", "2022-05-02")
    with open_store(office.desk / "copy") as store:
        assert fsck(store) == ()
        with store.read() as connection:
            assert size(connection) < office.size()


def test_a_copy_replaces_no_other_and_leaves_nothing_half(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.adopt(SUSPENSION)
    copy = office.desk / "copy"
    assert office.run("db", "backup", copy).code == 0
    before = (copy / "moratorium.db").read_bytes()
    again = office.run("db", "backup", copy)
    assert (again.code, "there is a file of this name already" in again.err) == (5, True)
    (copy / "moratorium.db").unlink()
    (copy / "moratorium.db.unfinished").write_bytes(b"what a kill left")
    assert office.run("db", "backup", copy).code == 0
    assert len((copy / "moratorium.db").read_bytes()) == len(before)
    assert [file.name for file in copy.iterdir() if "unfinished" in file.name] == []


def test_a_server_is_backed_up_by_its_own_means(office: Office, address: str) -> None:
    told = office.run("--database", address, "db", "backup", office.desk / "copy")
    assert (told.code, "pg_dump" in told.err) == (4, True)
    assert not (office.desk / "copy").exists()


def test_the_password_of_a_server_may_stand_in_a_file(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """As containers are given secrets; it is in no message, and a file that is not there is told."""
    monkeypatch.setenv("MORATORIUM_DATABASE", "postgresql://ann@127.0.0.1:1/moratorium")
    secret = office.write("secret", "s3cr@t\n")
    monkeypatch.setenv("MORATORIUM_DATABASE_PASSWORD_FILE", str(secret))
    assert database_place(office.home) == "postgresql://ann:s3cr%40t@127.0.0.1:1/moratorium"
    told = office.run("db", "status")
    assert (told.code, "s3cr" in told.out + told.err) == (6, False)
    secret.unlink()
    missing = office.run("db", "status")
    assert (missing.code, "password cannot be read: No such file" in missing.err) == (2, True)
    monkeypatch.delenv("MORATORIUM_DATABASE")
    assert database_place(office.home) == office.home
