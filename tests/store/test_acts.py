"""Acts: appended with their leaves, read back typed, proved, erased."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec
import pytest

from moratorium.errors import InputError, MissingError, ProofError, RefusedError
from moratorium.ledger.leaf import leaf_data
from moratorium.ledger.merkle import EMPTY_ROOT, leaf_hash, verify_inclusion
from moratorium.store import (
    Signed,
    Store,
    act_at,
    append,
    checkpoints,
    erase,
    fsck,
    holds,
    projections,
    read_acts,
    root,
    second_person,
    size,
)
from moratorium.store import acts as log
from moratorium.store.database import scratch
from moratorium.terms.act import Act, Answered, Cleared, Erased, Kept
from moratorium.terms.canon import canonical
from moratorium.terms.holding import AnswerConfirmed, Assigned, Commented
from tests.store.office import DAY, act, decided, keep_evidence, record, salt, signed

ANSWER = Answered("party:C-7", "territory", "NL", "chamber of commerce", expires=date(2023, 1, 1))


def answered(value: str = "NL", fact: str = "territory") -> Act:
    return act("answered", "party:C-7", msgspec.structs.replace(ANSWER, value=value, fact=fact))


def test_an_empty_log(store: Store) -> None:
    with store.begin() as connection:
        assert append(connection, []) == range(0)
        assert size(connection) == 0
        assert root(connection) == EMPTY_ROOT
        assert list(read_acts(connection)) == []


def test_what_of_some_kinds_was_done_since(store: Store) -> None:
    with store.begin() as connection:
        record(connection, answered(), decided(), act("commented", "SO-1/sale", Commented("SO-1/sale", "a call")))
        kinds = ("answered", "commented")
        assert log.done_since(connection, 0, kinds) == {("answered", "party:C-7"), ("commented", "SO-1/sale")}
        assert log.done_since(connection, 1, kinds) == {("commented", "SO-1/sale")}
        assert log.done_since(connection, 3, kinds) == log.done_since(connection, 0, ("kept",)) == set()


def test_an_act_comes_back_as_it_was(store: Store) -> None:
    acts = [decided(), answered()]
    with store.begin() as connection:
        assert record(connection, *acts) == range(2)
    with store.read() as connection:
        assert [one.act for one in read_acts(connection)] == acts
        assert act_at(connection, 1).act.payload == ANSWER
        assert [one.index for one in read_acts(connection, kinds=["answered"])] == [1]
        assert [one.index for one in read_acts(connection, start=1)] == [1]
        assert [one.index for one in read_acts(connection, stop=1)] == [0]
        assert list(read_acts(connection, kinds=[])) == []


def test_pages_do_not_lose_or_repeat_an_act(store: Store) -> None:
    with store.begin() as connection:
        record(connection, *(decided(inputs=f"i{number}") for number in range(2_050)))
        assert [one.index for one in read_acts(connection, start=7)] == list(range(7, 2_050))


def test_one_by_one_and_in_a_batch_give_the_same_root(store: Store) -> None:
    acts = [signed(decided(inputs=f"i{number}"), number) for number in range(21)]
    with store.begin() as connection:
        for one in acts:
            append(connection, [one])
    with scratch() as other, other.begin() as connection, store.read() as single:
        append(connection, acts)
        assert root(connection) == root(single)


def test_every_act_is_proved_in_the_tree_of_its_own_and_of_every_later_size(store: Store) -> None:
    with store.begin() as connection:
        record(connection, *(decided(inputs=f"i{number}") for number in range(13)))
        leaves = [leaf_hash(data) for data in log.leaves(connection)]
        for index, leaf in enumerate(leaves):
            for at in range(index + 1, 14):
                verify_inclusion(leaf, index, at, log.proof(connection, index, at), root(connection, at))


def test_a_signature_is_in_the_leaf(store: Store) -> None:
    with store.begin() as connection:
        append(connection, [signed(answered(), 0, bytes(32))])
        entry = log.entry_at(connection, 0)
        assert entry.actor is not None
        assert list(log.leaves(connection)) == [leaf_data(entry.commitment, entry.actor)]
        assert entry.payload == canonical(answered().document())
        assert entry.salt == salt(0)


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (act("forgotten", "x", None), "unknown kind of act `forgotten`"),
        (act("answered", "party:C-7", Kept("map", "d")), "carries a Answered, not a Kept"),
        (act("answered", "party:C-8", ANSWER), "the subject of a `answered` act is its subject, not `party:C-8`"),
        (act("decided", "SO-2/sale", decided().payload), "is its order, not `SO-2/sale`"),
    ],
)
def test_an_act_that_says_two_things_is_refused(store: Store, one: Act, words: str) -> None:
    with pytest.raises(InputError, match=words), store.begin() as connection:
        record(connection, one)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"salt": b"short"}, "salt"),
        ({"signature": bytes(64)}, "needs its public key"),
        ({"public_key": "AAAA"}, "a key its signature"),
        ({"public_key": "AAAA", "signature": bytes(64)}, "the public key"),
        ({"public_key": "A" * 43 + "=", "signature": b"short"}, "signature"),
    ],
)
def test_a_malformed_seal_is_refused(store: Store, changed: dict[str, object], words: str) -> None:
    broken: Signed = msgspec.structs.replace(signed(answered()), **changed)
    with pytest.raises(InputError, match=words), store.begin() as connection:
        append(connection, [broken])


def test_no_such_act(store: Store) -> None:
    with store.read() as connection, pytest.raises(MissingError, match="no act 0"):
        act_at(connection, 0)


def test_a_missing_node_is_an_alarm(store: Store) -> None:
    with store.read() as connection, pytest.raises(ProofError, match="node of the tree is missing"):
        log.nodes(connection)(0, 0)


def test_an_erased_act_leaves_its_leaf_and_nothing_else(store: Store) -> None:
    with store.begin() as connection:
        record(connection, answered("NL"), answered("880692", "hs6"), answered("RU"), answered("BY"))
        before = root(connection)
        erase(connection, 2)
        record(connection, act("erased", "party:C-7", Erased(2, "asked for")))
        assert root(connection, 4) == before
        assert act_at(connection, 2).act.payload is None
        assert act_at(connection, 2).act.kind == "answered"
        assert projections.answers_on(connection, DAY) == (answered("BY").payload,)
    assert fsck(store) == ()


def test_an_older_answer_does_not_come_back_to_life_when_the_newer_one_is_erased(store: Store) -> None:
    with store.begin() as connection:
        record(connection, answered("NL"), answered("RU"))
        erase(connection, 1)
        record(connection, act("erased", "party:C-7", Erased(1, "asked for")))
        assert projections.answers_on(connection, DAY) == ()
    assert fsck(store) == ()


def test_what_an_erased_clearance_and_decision_meant_is_gone(store: Store) -> None:
    cleared = act("cleared", "m1", Cleared("SO-1/sale", "m1", "r1", "d1", "seen"))
    with store.begin() as connection:
        record(connection, decided(effect="hold"), decided(inputs="i2", status="closed"), cleared)
        for index in (1, 2):
            erase(connection, index)
            record(connection, act("erased", "x", Erased(index, "asked for")))
        assert projections.clearances_on(connection, DAY) == ()
        assert projections.order(connection, "SO-1/sale") is None
        assert projections.decisions_of(connection, "SO-1/sale") == (0,)
    assert fsck(store) == ()


def test_an_undelivered_order_stays_under_control(store: Store) -> None:
    with store.begin() as connection:
        record(connection, decided(inputs="i1"), decided(inputs="i2"))
        erase(connection, 0)
        with pytest.raises(RefusedError, match="`SO-1/sale` is not delivered"):
            erase(connection, 1)


def _on(one: Act, day: int) -> Act:
    """The same decision for another day of the month."""
    payload = msgspec.structs.replace(one.payload, day=DAY.replace(day=day))
    return msgspec.structs.replace(one, payload=payload)


def test_an_open_order_stays_under_control_when_a_later_look_back_is_erased(store: Store) -> None:
    """Which of the two stood, nothing that is left would tell."""
    with store.begin() as connection:
        record(connection, _on(decided(inputs="i1"), 9), _on(decided(inputs="i2", status="closed"), 5))
        with pytest.raises(RefusedError, match="`SO-1/sale` is not delivered"):
            erase(connection, 1)


def test_a_look_back_goes_before_the_decision_because_of_which_it_did_not_stand(store: Store) -> None:
    with store.begin() as connection:
        record(connection, *(_on(decided(inputs=f"i{day}", status="closed"), day) for day in (9, 5)))
        with pytest.raises(RefusedError, match="did not stand because of it") as error:
            erase(connection, 0)
        assert error.value.fault.help == "erase act 1 first"
        for index in (1, 0):
            erase(connection, index)
            record(connection, act("erased", "x", Erased(index, "asked for")))
        assert projections.order(connection, "SO-1/sale") is None
    assert fsck(store) == ()


def test_whoever_repeats_themselves_is_no_second_person_when_the_second_word_is_erased(store: Store) -> None:
    said = act("answered", "party:C-7", ANSWER, "ann")
    with store.begin() as connection:
        words = (act("answer_confirmed", "party:C-7", AnswerConfirmed(0), by) for by in ("bo", "ann", "cy"))
        record(connection, said, *words)
        erase(connection, 1)
        record(connection, act("erased", "party:C-7", Erased(1, "asked for")))
        (one,) = second_person.counting(connection, "party:C-7", DAY)
        assert one.confirmed_by is None
        record(connection, act("answer_confirmed", "party:C-7", AnswerConfirmed(0), "di"))
        (one,) = second_person.counting(connection, "party:C-7", DAY)
        assert one.confirmed_by == "di"
    assert fsck(store) == ()


def test_a_second_word_is_about_what_was_answered(store: Store) -> None:
    with store.begin() as connection:
        record(connection, answered())
        with pytest.raises(MissingError, match="no answer 0 about `party:C-8`"):
            record(connection, act("answer_confirmed", "party:C-8", AnswerConfirmed(0), "bo"))


def test_a_hold_begins_anew_with_nobody_at_work_on_it_when_an_older_decision_is_erased(store: Store) -> None:
    """Whether it was let go meanwhile, and so handed back, nothing that is left would tell."""
    with store.begin() as connection:
        keep_evidence(connection)
        to_ann = act("assigned", "SO-1/sale", Assigned("SO-1/sale", "ann"))
        record(connection, decided(effect="hold"), to_ann, decided(inputs="i2"), decided(inputs="i3", effect="hold"))
        erase(connection, 2)
        record(connection, act("erased", "x", Erased(2, "asked for")))
        held = holds.hold(connection, "SO-1/sale")
        assert held is not None
        assert held.assignee == ""
    assert fsck(store) == ()


def test_what_makes_the_rulebook_stays(store: Store) -> None:
    with store.begin() as connection:
        record(connection, act("kept", "map", Kept("map", "d")))
        with pytest.raises(RefusedError, match="a `kept` act stays"):
            erase(connection, 0)


def test_an_erased_payload_is_overwritten_in_the_file(file_store: Store) -> None:
    store, file, secret = file_store, Path(file_store.place), "Ivan Petrov, Simferopol"
    with store.begin() as connection:
        record(connection, act("answered", "party:C-7", msgspec.structs.replace(ANSWER, source=secret)))
    store.close()
    assert secret.encode() in file.read_bytes()
    with store.begin() as connection:
        erase(connection, 0)
        record(connection, act("erased", "party:C-7", Erased(0, "asked for")))
    store.close()
    assert secret.encode() not in file.read_bytes()


def test_the_first_checkpoint_of_a_size_stays(store: Store) -> None:
    with store.begin() as connection:
        assert checkpoints.newest(connection) is None
        checkpoints.put(connection, 3, "three")
        checkpoints.put(connection, 3, "another three")
        checkpoints.put(connection, 2, "two")
        assert checkpoints.at_size(connection, 3) == "three"
        assert checkpoints.at_size(connection, 4) is None
        assert checkpoints.newest(connection) == (3, "three")
        assert checkpoints.all_notes(connection) == ((2, "two"), (3, "three"))
