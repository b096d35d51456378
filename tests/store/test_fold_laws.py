"""Law 13: tables are projections of acts. Whatever people do, folding the acts again gives the same tables and root."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from moratorium.errors import MoratoriumError
from moratorium.store import Connection, Fold, append, erase, fold, open_store, projections, size
from moratorium.store.database import scratch
from moratorium.terms.account import AccountSet, Local, Looked, Oidc
from moratorium.terms.act import (
    Act,
    Answered,
    Approved,
    Cleared,
    ClockMended,
    Erased,
    IdentityMade,
    Kept,
    ListChecked,
    ListImported,
    OutcomeChange,
    Rejected,
    Rescreened,
    Settled,
)
from moratorium.terms.authorisation import Authorised, Drawn, Released
from moratorium.terms.canon import digest_bytes
from moratorium.terms.case import CaseEntered, CaseMoved, Link, Part
from moratorium.terms.deferral import Deferred
from moratorium.terms.holding import (
    AnswerConfirmed,
    AskClosed,
    AskedOutside,
    Assigned,
    ClearanceConfirmed,
    ClearanceRejected,
    Commented,
    Replied,
    Withdrawn,
)
from tests.postgres import Postgres
from tests.store.office import DAY, ORDER, START, act, decided, keep_evidence, proposed, signed

few = st.integers(0, 2)
words = st.sampled_from(["a", "b", "Россия"])
days = st.sampled_from([DAY, DAY + timedelta(days=1), DAY + timedelta(days=9)])
blob = st.just(digest_bytes(ORDER))

people = st.sampled_from(["ann", "bob", "cy"])
indexes = st.integers(0, 12)


@st.composite
def decisions(draw: st.DrawFn) -> Act:
    """Of today, a look back or ahead, by the adopted rulebook or another one."""
    effect, status = draw(st.sampled_from(["allow", "hold", "deny"])), draw(st.sampled_from(["open", "closed"]))
    one = decided(f"SO-{draw(few)}/sale", f"i{draw(st.integers(0, 9))}", effect, status)
    one = replace(one, at=one.at + timedelta(days=60 * draw(few)))
    digests = {"rulebook": draw(st.sampled_from(["r", "r1"]))}
    return replace(one, payload=replace(one.payload, day=draw(days), outlook=draw(st.booleans()), digests=digests))


settled = st.builds(Settled, words, blob, blob, words, st.booleans())
answers = st.builds(
    lambda by, made: act("answered", made.subject, made, by),
    people,
    st.builds(Answered, words, words, words, words, st.lists(settled, max_size=2).map(tuple), st.none() | days),
)
second_words = st.builds(
    lambda by, subject, number: act("answer_confirmed", subject, AnswerConfirmed(number), by), people, words, indexes
)
withdrawals = indexes.map(lambda number: act("withdrawn", str(number), Withdrawn(number, "wrong")))
deferrals = st.builds(Deferred, words, words, words).map(lambda made: act("deferred", made.subject, made))
outcome_changes = st.builds(OutcomeChange, words, words, st.sampled_from(["", "open", "reopened", "true_match"]))
rescreens = st.builds(
    Rescreened,
    cause=words,
    inputs=words,
    thresholds=words,
    lists=st.just({"L": "v"}),
    after=st.just("") | words,
    last=words,
    compared=few,
    parties=st.dictionaries(words, words, max_size=3).map(lambda found: tuple(found.items())),
    gone=st.sets(words, max_size=1).map(tuple),
    changes=st.lists(outcome_changes, max_size=3).map(tuple),
    ended=st.booleans(),
).map(lambda made: act("rescreened", made.inputs, made))
clocks = days.map(lambda day: act("clock_mended", "clock", ClockMended(day, "the battery was empty"), "ann"))
orders = few.map(lambda number: f"SO-{number}/sale")
cleared = st.builds(Cleared, orders, words, words, words, words, st.none() | days)
clearances = cleared.map(lambda made: act("cleared", made.measure, made))
clearances_proposed = st.builds(lambda by, made: act("clearance_proposed", made.measure, made, by), people, cleared)
clearance_verdicts = st.builds(
    lambda by, number, yes: (
        act("clearance_confirmed", "m", ClearanceConfirmed(number), by)
        if yes
        else act("clearance_rejected", "m", ClearanceRejected(number, "no"), by)
    ),
    *(people, indexes, st.booleans()),
)
assigned = st.builds(Assigned, orders, st.just("") | people).map(lambda made: act("assigned", made.order, made))
comments = st.builds(Commented, orders, words).map(lambda made: act("commented", made.order, made))
asks = st.builds(AskedOutside, orders, words, words, words, words, st.just(START)).map(
    lambda made: act("asked_outside", made.order, made)
)
replies = st.builds(Replied, indexes, orders, words, words, words).map(lambda made: act("replied", made.order, made))
asks_closed = st.builds(AskClosed, indexes, orders, st.booleans(), words).map(
    lambda made: act("ask_closed", made.order, made)
)
proposals = st.builds(
    proposed, st.dictionaries(st.sampled_from(["m1", "m2"]), words), st.sampled_from([(), ("m1",), ("m2", "m9")])
)
verdicts = st.builds(
    lambda number, yes: (
        act("approved", "p", Approved(number, "r"), "bob")
        if yes
        else act("rejected", "p", Rejected(number, "no"), "bob")
    ),
    st.integers(0, 5),
    st.booleans(),
)
registers = st.builds(Kept, st.sampled_from(["map", "catalogue"]), blob, words).map(
    lambda made: act("kept", made.part, made)
)
lists = st.builds(ListImported, words, st.just(("L",)), days, words, blob, few).map(
    lambda made: act("list_imported", made.source, made)
)
checks = st.builds(
    ListChecked, words, st.sampled_from(["new", "unchanged", "failed"]), st.sampled_from(["publisher", "mirror"]), words
).map(lambda made: act("list_checked", made.source, made))
names = st.builds(lambda name: act("identity_made", name, IdentityMade(name, "k")), words)
accounts = st.builds(
    AccountSet, words, words, st.sampled_from([Local(), Oidc("i", "s")]), st.sampled_from(["enabled", "disabled"])
).map(lambda made: act("account_set", made.name, made))
looks = st.builds(Looked, words, words).map(lambda made: act("looked", made.subject, made))
erasures = indexes.map(lambda index: act("erased", "x", Erased(index, "asked for")))

pieces = st.none() | st.integers(1, 3).map(Decimal)
worths = st.dictionaries(st.sampled_from(["EUR", "USD"]), st.sampled_from([Decimal("0.5"), Decimal(2)]), max_size=2)
licences = st.builds(
    Authorised, words, st.just("eu"), words, until=st.none() | days, quantity=pieces, values=worths
).map(lambda made: act("authorised", made.number, made))
drawdowns = st.builds(
    Drawn, words, words, words, pieces, st.sampled_from([None, Decimal("0.5")]), st.sampled_from([None, "EUR", "USD"])
).map(lambda made: act("drawn", made.order, made))
releases = st.integers(0, 12).map(lambda index: act("released", "x", Released(index, "not used")))

case_ids = st.sampled_from(["MR-2022-0001", "MR-2022-0002"])
case_moves = st.builds(
    lambda id, step: act("case_moved", id, CaseMoved(id, "misuse_report", *step)),
    case_ids,
    st.sampled_from(
        [
            ("open", "", "received", DAY),
            ("assess", "received", "assessed", None),
            ("notice", "assessed", "noticed_not_confirmed", None),
            ("confirm", "received", "confirmed", None),
        ]
    ),
)
case_words = st.builds(
    CaseEntered,
    case_ids,
    title=st.just("") | words,
    note=words,
    fields=st.permutations(["summary", "finding", "place"]).map(lambda names: {name: f"{name} x" for name in names}),
    parts=st.lists(
        st.builds(Part, st.just("message"), few, st.just({"copy_of": "t", "likeness": "b c"})),
        max_size=2,
        unique_by=lambda one: one.number,
    ).map(tuple),
    links=st.lists(st.builds(Link, st.just("order"), words), max_size=2).map(tuple),
).map(lambda made: act("case_entered", made.case, made))

of_orders = (
    *(decisions(), decisions(), decisions(), erasures, clocks, assigned, comments, asks, replies, asks_closed),
    *(clearances, clearances_proposed, clearance_verdicts, withdrawals),
)
of_parties = answers, answers, second_words, second_words, withdrawals, deferrals, rescreens, erasures
of_cases = case_moves, case_moves, case_words, erasures
of_rules = proposals, verdicts, registers, lists, checks, names, accounts, looks, licences, drawdowns, releases

histories = st.one_of(
    *(st.lists(st.one_of(*some), max_size=14) for some in (of_orders, of_parties, of_cases)),
    st.lists(st.one_of(*of_orders, *of_parties, *of_cases, *of_rules), max_size=25),
)
"""Of one subject, so that acts meet and what was erased matters to what is left; and of all."""


def _do(connection: Connection, one: Act, number: int) -> None:
    """One act as the desk would do it: refused as a whole if it does not fit."""
    with connection.begin_nested():
        if isinstance(one.payload, Erased):
            erase(connection, one.payload.index)
        append(connection, [signed(one, number)])


def _did(connection: Connection, history: list[Act]) -> list[tuple[int, Act]]:
    """Do what fits of a history; returns those acts with the number of their salt."""
    keep_evidence(connection)
    done = []
    for number, one in enumerate(history):
        try:
            _do(connection, one, number)
        except (MoratoriumError, ValueError):
            continue
        except Exception as error:  # a second decision on the same inputs, a second key for a name
            if type(error).__name__ != "IntegrityError":
                raise
            continue
        done.append((number, one))
    return done


@settings(max_examples=50)
@given(histories)
def test_folding_the_acts_again_gives_the_same_tables_and_root(history: list[Act]) -> None:
    with scratch() as store:
        with store.begin() as connection:
            done = _did(connection, history)
            assert size(connection) == len(done)
        folded = fold(store)
        assert folded.faults == ()
        assert folded.erased == len({one.payload.index for _, one in done if isinstance(one.payload, Erased)})


@settings(max_examples=5)
@given(history=histories)
def test_folding_what_a_server_keeps_gives_the_same_tables_and_root(server: Postgres, history: list[Act]) -> None:
    """And the same as what SQLite keeps: every digest of every table."""
    with server.emptied() as address, open_store(address) as store, scratch() as other:
        found = []
        for one in (store, other):
            with one.begin() as connection:
                _did(connection, history)
            found.append(fold(one))
    assert found[0].faults == ()
    assert found[0] == found[1]


def _without_erasures(history: list[Act]) -> list[Act]:
    return [one for one in history if one.kind != "erased"]


def _folded(done: list[tuple[int, Act]], cuts: set[int]) -> Fold:
    with scratch() as store:
        with store.begin() as connection:
            keep_evidence(connection)
            batch: list[Any] = []
            for place, (number, one) in enumerate(done):
                batch.append(signed(one, number))
                if place in cuts:
                    append(connection, batch)
                    batch = []
            append(connection, batch)
        return fold(store)


@settings(max_examples=settings().max_examples // 5)
@given(histories.map(_without_erasures), st.sets(st.integers(0, 25)))
def test_how_acts_are_cut_into_batches_changes_nothing(history: list[Act], cuts: set[int]) -> None:
    with scratch() as store, store.begin() as connection:
        done = _did(connection, history)
    one_by_one = _folded(done, set(range(len(done))))
    assert one_by_one.faults == ()
    assert _folded(done, cuts) == one_by_one


def _newest(history: list[Act], day: date) -> set[Answered]:
    """Those about list entries are dispositions, and answer no other question."""
    plain = [one.payload for one in history if not one.payload.settles]
    newest = {(made.subject, made.fact): made for made in plain}
    return {made for made in newest.values() if made.expires is None or day < made.expires}


def _said(history: list[Act], day: date) -> set[tuple[str, str, bool, str]]:
    newest: dict[tuple[str, str, str, str], tuple[Answered, Settled]] = {}
    for one in history:
        for about in one.payload.settles:
            key = (one.payload.subject, about.entry, about.entry_digest, about.party_digest)
            newest[key] = (one.payload, about)
    return {
        (made.subject, about.entry, about.match, made.source)
        for made, about in newest.values()
        if made.expires is None or day < made.expires
    }


@given(st.lists(answers, max_size=12), days, st.integers(0, 12))
def test_answers_are_those_that_a_plain_reading_gives(history: list[Act], day: date, known_at: int) -> None:
    with scratch() as store, store.begin() as connection:
        append(connection, [signed(one, number) for number, one in enumerate(history)])
        assert set(projections.answers_on(connection, day)) == _newest(history, day)
        assert set(projections.answers_on(connection, day, known_at)) == _newest(history[:known_at], day)
        for at in (None, known_at):
            found = projections.dispositions(connection, day, at)
            told = {(one.subject, one.entry, one.match, one.reason) for one in found}
            assert told == _said(history[:at] if at is not None else history, day)
            assert len(told) == len(found)


@settings(max_examples=settings().max_examples // 2)
@given(st.lists(st.one_of(licences, drawdowns, drawdowns, releases), max_size=20))
def test_what_is_left_of_an_authorisation_is_what_a_plain_reading_gives(history: list[Act]) -> None:
    """Granted less all that stands drawn, never below nothing."""
    with scratch() as store, store.begin() as connection:
        _did(connection, history)
        for row in projections.authorisations(connection):
            standing = [one.drawn for one in projections.drawdowns(connection, row.terms.number) if not one.released]
            for unit, most in row.terms.limits.items():
                drawn = sum((one.amounts.get(unit, Decimal(0)) for one in standing), Decimal(0))
                assert row.left[unit] == most - drawn >= 0


@settings(max_examples=settings().max_examples // 2)
@given(st.lists(st.tuples(proposals, st.booleans()), max_size=8))
def test_the_rulebook_at_each_size_is_what_a_plain_reading_gives(history: list[tuple[Act, bool]]) -> None:
    stands: dict[str, str] = {}
    known = [stands]
    with scratch() as store, store.begin() as connection:
        for number, (one, yes) in enumerate(history):
            verdict = Approved(2 * number, "r") if yes else Rejected(2 * number, "no")
            append(connection, [signed(one), signed(act("approved" if yes else "rejected", "p", verdict, "bob"))])
            if yes:
                both = {**stands, **one.payload.documents}
                stands = {id: text for id, text in both.items() if id not in one.payload.removed}
            known += [known[-1], stands]
        assert [projections.rulebook_documents(connection, at) for at in range(len(known))] == known


@pytest.mark.soak
@settings(max_examples=10_000)
@given(histories)
def test_ten_thousand_histories_fold_to_themselves(history: list[Act]) -> None:
    with scratch() as store:
        with store.begin() as connection:
            _did(connection, history)
        assert fold(store).faults == ()


@pytest.mark.soak
@settings(max_examples=1_000)
@given(history=histories)
def test_a_thousand_histories_on_a_server_fold_to_themselves(server: Postgres, history: list[Act]) -> None:
    with server.emptied() as address, open_store(address) as store:
        with store.begin() as connection:
            _did(connection, history)
        assert fold(store).faults == ()
