"""A record carried over from one kind of database to the other: every act, every hash, and the same tables."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select, update

from moratorium.errors import ConflictError, ProofError
from moratorium.ledger.checkpoint import Checkpoint, sign_checkpoint
from moratorium.ledger.note import Signer
from moratorium.store import Store, append, checkpoints, copy, fold, open_store, root, size, tables
from moratorium.store.database import scratch
from moratorium.terms.act import Answered, Approved
from tests.store.office import act, decided, keep_evidence, proposed, record, signed


@pytest.fixture
def filled(store: Store) -> Store:
    """A store with a rulebook, many decisions, an answer in another script, and a checkpoint."""
    log, answer = Signer("example.com/log", bytes(32)), Answered("party:C-7", "territory", "NL", "звонок")
    with store.begin() as connection:
        record(connection, proposed({"m1": "one"}), act("approved", "0", Approved(0, "r"), "bo"))
        append(connection, [signed(decided(f"SO-{number}/sale"), number) for number in range(1_200)])
        record(connection, act("answered", answer.subject, answer))
        made = Checkpoint(log.name, size(connection), root(connection))
        checkpoints.put(connection, made.size, sign_checkpoint(made, log))
    return store


@pytest.fixture
def target(store: Store, tmp_path: Path, request: pytest.FixtureRequest) -> Path | str:
    """Where an empty database of the other kind is."""
    (tmp_path / "other").mkdir()
    return tmp_path / "other" if store.is_shared else str(request.getfixturevalue("address"))


def test_a_record_carried_over_is_the_same_record(filled: Store, target: Path | str) -> None:
    with open_store(target) as other:
        assert copy(filled, other) == 1_203
        assert fold(other) == fold(filled)
        assert fold(other).faults == ()
        with other.read() as new, filled.read() as old:
            assert checkpoints.all_notes(new) == checkpoints.all_notes(old)
            every = select(tables.acts).order_by(tables.acts.c.act)
            assert new.execute(every).all() == old.execute(every).all()
        with other.begin() as connection:
            assert record(connection, decided("SO-X/sale")) == range(1_203, 1_204)


def test_a_record_is_not_carried_into_another_one(filled: Store, target: Path | str) -> None:
    with open_store(target) as other:
        with other.begin() as connection:
            keep_evidence(connection)
        with pytest.raises(ConflictError, match="there is a record in it already"):
            copy(filled, other)
    with pytest.raises(ConflictError, match="there is a record in it already"):
        copy(filled, filled)


def test_a_damaged_record_is_not_carried_over(filled: Store) -> None:
    with filled.begin() as connection:
        connection.execute(update(tables.acts).where(tables.acts.c.act == 7).values(commitment=bytes(32)))
    with scratch() as other:
        with pytest.raises(ProofError, match="the acts lead to another root"):
            copy(filled, other)
        with other.read() as connection:
            assert size(connection) == 0
