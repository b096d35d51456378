"""The database, of either kind: made once, whole transactions, one writer, fixed reads, versions."""

from __future__ import annotations

from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import update

from moratorium.errors import ConflictError, InputError, MissingError, RefusedError, SourceError
from moratorium.store import Store, fsck, open_store, size, state_of, tables
from moratorium.terms.act import Approved, IdentityMade
from tests.store.office import act, decided, proposed, public_key, record


def test_it_is_made_on_first_use_and_opened_afterwards(empty: Path | str) -> None:
    assert state_of(empty).version is None
    with open_store(empty) as store, store.begin() as connection:
        record(connection, decided())
    assert state_of(empty).version == tables.VERSION
    with open_store(empty) as store, store.read() as connection:
        assert size(connection) == 1
    with open_store(empty) as store:
        assert store.upgraded_from is None


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
    with pytest.raises(SourceError, match="may only be read"), store.read() as connection:
        record(connection, decided())
    with store.begin() as connection:
        assert record(connection, decided()) == range(1)


def test_a_second_writer_is_told_that_another_one_writes(store: Store, database: Path | str) -> None:
    with open_store(database, wait=0.05) as other, store.begin() as connection:
        record(connection, decided())
        with pytest.raises(ConflictError, match="another process is writing"), other.begin():
            pass
    with open_store(database) as other, other.begin() as connection:
        assert record(connection, decided(inputs="i2")) == range(1, 2)


def test_a_second_writer_waits_and_sees_what_the_first_one_wrote(store: Store, database: Path | str) -> None:
    """What it reads first, after it has the lock, is the state in which it writes."""
    found, begun = list[int](), Event()

    def second() -> None:
        begun.set()
        with open_store(database) as other, other.begin() as connection:
            found.extend(record(connection, decided(inputs="i2")))

    thread = Thread(target=second)
    with store.begin() as connection:
        thread.start()
        assert begun.wait(20)
        thread.join(0.1)  # it waits, however long it takes to open
        record(connection, decided())
    thread.join(20)
    assert found == [1]
    assert fsck(store) == ()


def test_a_newer_program_s_database_is_refused_and_left_alone(store: Store, database: Path | str) -> None:
    with store.begin() as connection:
        connection.execute(update(tables.schema).values(version=tables.VERSION + 1))
    with pytest.raises(InputError, match=f"version {tables.VERSION + 1}, this program knows {tables.VERSION}"):
        open_store(database)
    assert state_of(database).version == tables.VERSION + 1


def test_a_program_that_goes_on_while_another_one_upgrades_writes_nothing(store: Store) -> None:
    with store.begin() as connection:
        connection.execute(update(tables.schema).values(version=tables.VERSION + 1))
    with pytest.raises(ConflictError, match="by now, this program knows"), store.begin() as connection:
        record(connection, decided())
    with store.read() as connection:
        assert size(connection) == 0


def test_what_somebody_else_wrote_first_is_a_conflict(store: Store) -> None:
    made = act("identity_made", "ann", IdentityMade("ann", public_key(bytes(32))))
    with store.begin() as connection:
        record(connection, made)
    with pytest.raises(ConflictError, match="somebody was faster"), store.begin() as connection:
        record(connection, made)
    with store.read() as connection:
        assert size(connection) == 1


@pytest.mark.parametrize("approver", ["ann", "Ann", "ann@service", "unauthenticated"])
def test_the_database_itself_refuses_an_approval_by_the_proposer(store: Store, approver: str) -> None:
    with store.begin() as connection:
        record(connection, proposed({"m1": "one"}, actor="ann"))
    with pytest.raises(RefusedError, match="nobody approves what they proposed"), store.begin() as connection:
        record(connection, act("approved", "0", Approved(0, "r"), approver))
    with store.begin() as connection:
        record(connection, act("approved", "0", Approved(0, "r"), "bo"))


def test_texts_come_in_the_order_of_their_code_points(store: Store) -> None:
    """Whatever the language of the server: pages of orders must not lose any, and folding compares row by row."""
    keys = ["a/sale", "B/sale", "Ä/sale", "ä/sale", "_/sale", "-/sale", " /sale", "Россия/sale", "中/sale", "😀/sale"]
    with store.begin() as connection:
        record(connection, *(decided(key) for key in keys))
        rows = connection.execute(tables.orders.select().order_by(tables.orders.c.key)).all()
    assert [row.key for row in rows] == sorted(keys)
    assert fsck(store) == ()
