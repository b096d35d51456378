"""fsck: a sound record folds to itself; whatever is changed past the program is told, with its place."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import Connection, Table, delete, insert, select, text, update

from moratorium.ledger.checkpoint import Checkpoint, sign_checkpoint
from moratorium.ledger.leaf import commitment
from moratorium.ledger.note import Signer
from moratorium.store import Store, append, blobs, checkpoints, erase, fold, fsck, root, size
from moratorium.store.fold import LIMIT
from moratorium.store.tables import acts, answers, decisions, identities, measures, nodes, orders
from moratorium.store.tables import blobs as kept_blobs
from moratorium.terms.act import Answered, Approved, Erased, IdentityMade, Kept, Rejected
from moratorium.terms.canon import canonical
from tests.store.office import ORDER, act, decided, proposed, public_key, record, salt, signed

SEED = bytes(32)
LOG = Signer("example.com/log", bytes(32))

Damage = Callable[[Connection], object]


@pytest.fixture
def filled(store: Store) -> Store:
    """A store with some acts of most kinds, one erased, a signed identity, and a checkpoint."""
    answer = Answered("party:C-7", "territory", "NL", "call")
    with store.begin() as connection:
        append(connection, [signed(act("identity_made", "ann", IdentityMade("ann", public_key(SEED)), "ann"), 1, SEED)])
        append(connection, [signed(proposed({"m1": "one"}), 2, SEED)])
        record(connection, act("approved", "1", Approved(1, "r"), "bob"), decided(), decided(inputs="i2"))
        record(connection, act("answered", answer.subject, answer), act("answered", answer.subject, answer))
        erase(connection, 5)
        record(connection, act("erased", answer.subject, Erased(5, "asked for")))
        made = Checkpoint(LOG.name, size(connection), root(connection))
        checkpoints.put(connection, made.size, sign_checkpoint(made, LOG))
        append(connection, [signed(act("kept", "map", Kept("map", blobs.put(connection, b"m", "x")), "ann"), 3, SEED)])
    return store


def test_a_sound_record_folds_to_itself(filled: Store) -> None:
    folded = fold(filled)
    assert folded.faults == ()
    assert (folded.size, folded.erased) == (9, 1)
    with filled.read() as connection:
        assert folded.root == root(connection)
    assert {"orders", "decisions", "answers", "measures", "nodes"} < set(folded.tables)
    assert fold(filled) == folded


def test_an_empty_record_is_sound(store: Store) -> None:
    assert fsck(store) == ()


def _set(table: Table, where: str, **values: object) -> Damage:
    return lambda connection: connection.execute(update(table).where(text(where)).values(values))


def _drop(table: Table, where: str = "1 = 1") -> Damage:
    return lambda connection: connection.execute(delete(table).where(text(where)))


def _edit(connection: Connection) -> object:
    document = connection.execute(select(acts.c.document).where(acts.c.act == 3)).scalar_one()
    changed = document.replace(b'"effect":"allow"', b'"effect":"deny" ')
    return connection.execute(update(acts).where(acts.c.act == 3).values(document=changed))


@pytest.mark.parametrize(
    ("damage", "words", "place"),
    [
        (_edit, "the payload differs from its commitment", "act 3"),
        (_set(acts, "act = 3", document=b"{"), "cannot be read back", "act 3"),
        (_set(acts, "act = 3", salt=salt(99)), "the payload differs from its commitment", "act 3"),
        (_set(acts, "act = 3", salt=b"x"), "the payload differs from its commitment", "act 3"),
        (_set(acts, "act = 3", salt=None), "payload and salt are not erased together", "act 3"),
        (_set(acts, "act = 3", salt=None, document=None), "no act says that it was erased", "act 3"),
        (_set(acts, "act = 5", document=b"{}"), "payload and salt are not erased together", "act 5"),
        (_set(acts, "act = 3", actor="bob"), "differ from what the payload says", "act 3"),
        (_set(acts, "act = 3", subject="SO-9/sale"), "differ from what the payload says", "act 3"),
        (_set(acts, "act = 3", kind="kept"), "differ from what the payload says", "act 3"),
        (_set(acts, "act = 1", signature=bytes(64)), "the signature does not verify", "act 1"),
        (_set(acts, "act = 1", signature=None, public_key=None), "not signed with the key of `ann`", "act 1"),
        (_set(acts, "act = 1", signature=None, public_key=None), "row `0/1` of `nodes` differs", "table nodes"),
        (_drop(acts, "act = 4"), "acts are missing", "after act -1"),
        (_drop(acts, "act = 8"), "row `0/8` of `nodes` follows from no act", "table nodes"),
        (_drop(acts, "act >= 7"), "fewer than a checkpoint that it signed", "checkpoint 8"),
        (_set(nodes, "level = 1 AND position = 1", hash=bytes(32)), "row `1/1` of `nodes` differs", "table nodes"),
        (_drop(nodes, "level = 2 AND position = 0"), "row `2/0` of `nodes` is missing", "table nodes"),
        (_set(orders, "1 = 1", effect="deny"), "row `SO-1/sale` of `orders` differs", "table orders"),
        (_drop(orders), "row `SO-1/sale` of `orders` is missing", "table orders"),
        (_drop(decisions, "act = 3"), "row `3` of `decisions` is missing", "table decisions"),
        (_set(answers, "act = 6", value="RU"), "row `6` of `answers` differs", "table answers"),
        (_set(measures, "1 = 1", document="two"), "row `m1/2` of `measures` differs", "table measures"),
        (_set(kept_blobs, "bytes = 1", content=b"x"), "a blob is damaged", "blob "),
        (_drop(kept_blobs, f"bytes = {len(ORDER)}"), "is cited but not kept", "act "),
    ],
)
def test_what_is_changed_past_the_program_is_told(filled: Store, damage: Damage, words: str, place: str) -> None:
    with filled.begin() as connection:
        damage(connection)
    found = fsck(filled)
    assert any(words in fault.message and fault.at.startswith(place) for fault in found), found


def test_a_row_that_follows_from_no_act_is_told(filled: Store) -> None:
    with filled.begin() as connection:
        connection.execute(insert(identities).values(name="eve", public_key="k", act=0))
    (fault,) = fsck(filled)
    assert str(fault).startswith("table identities: row `eve` of `identities` follows from no act")


def test_acts_that_do_not_follow_from_each_other_are_told(store: Store) -> None:
    """As after a merge of two records by hand: the proposal that was rejected is not there."""
    with store.begin() as connection:
        record(connection, proposed({"m1": "one"}), act("rejected", "0", Rejected(0, "no")))
        connection.execute(update(acts).where(acts.c.act == 0).values(document=None, salt=None))
    messages = [fault.message for fault in fsck(store)]
    assert any("acts do not follow from each other: no proposal 0" in message for message in messages)
    assert any("no act says that it was erased" in message for message in messages)


def test_an_erasure_that_did_not_happen_is_told(store: Store) -> None:
    with store.begin() as connection:
        record(connection, decided(), act("erased", "x", Erased(0, "asked for")))
    assert any("but its payload is there" in fault.message for fault in fsck(store))


@pytest.mark.parametrize("seed", [None, bytes(31) + b"\x01"])
def test_an_act_in_another_person_s_name_is_told(filled: Store, seed: bytes | None) -> None:
    with filled.begin() as connection:
        append(connection, [signed(proposed({"m2": "two"}), 4, seed)])
    (fault,) = fsck(filled)
    assert (fault.message, fault.at) == ("the act is not signed with the key of `ann`", "act 9")


@pytest.mark.parametrize(("signer", "told"), [("ann", ()), ("eve", ("act 9",))])
def test_an_act_for_somebody_is_signed_by_an_identity(filled: Store, signer: str, told: tuple[str, ...]) -> None:
    with filled.begin() as connection:
        append(connection, [signed(proposed({"m2": "two"}, actor=f"cy@{signer}"), 4, SEED)])
    assert tuple(fault.at for fault in fsck(filled)) == told


def test_an_approval_by_the_proposer_in_the_log_is_told(store: Store) -> None:
    """As after writing past the program: the constraint is not there, and the row is as the act says."""
    with store.begin() as connection:
        record(connection, proposed({"m1": "one"}), act("approved", "0", Approved(0, "r"), "bob"))
        changed = act("approved", "0", Approved(0, "r"), "ann")
        sealed = signed(changed, 5)
        document = canonical(changed.document())
        connection.execute(
            update(acts)
            .where(acts.c.act == 1)
            .values(actor="ann", document=document, salt=sealed.salt, commitment=commitment(sealed.salt, document))
        )
    assert any("do not follow from each other" in fault.message for fault in fsck(store))


def test_a_checkpoint_over_another_root_is_told(filled: Store) -> None:
    with filled.begin() as connection:
        checkpoints.put(connection, 9, sign_checkpoint(Checkpoint(LOG.name, 9, bytes(32)), LOG))
        checkpoints.put(connection, 3, "no note")
    assert [fault.at for fault in fsck(filled)] == ["checkpoint 3", "checkpoint 9"]


def test_many_faults_of_a_kind_are_counted(store: Store) -> None:
    with store.begin() as connection:
        record(connection, *(decided(f"SO-{number}/sale") for number in range(LIMIT + 5)))
        connection.execute(delete(orders))
    found = fsck(store)
    assert len(found) == LIMIT + 1
    assert found[-1].message == "and 5 more of this kind"
