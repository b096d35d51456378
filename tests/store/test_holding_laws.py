"""The queue of holds follows from what is recorded: the same rows however acts are batched, and sums that are sums."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from moratorium.decision.decision import Decision, Finding, Judgement, LineDecision
from moratorium.errors import MoratoriumError
from moratorium.store import Connection, append, blobs, erase, fsck, holds, tables
from moratorium.store.database import scratch
from moratorium.store.holding import name_of
from moratorium.terms.act import Act, Answered, Cleared, Erased, Settled
from moratorium.terms.canon import canonical, digest_bytes
from moratorium.terms.holding import (
    AnswerConfirmed,
    Assigned,
    ClearanceConfirmed,
    ClearanceRejected,
    Commented,
    Withdrawn,
)
from moratorium.terms.order import Line, Order
from tests.store.office import DAY, act, signed

QUEUE = (tables.holds, tables.waits, tables.questions, tables.hold_events, tables.asks, tables.clearance_proposals)

FINDINGS = (
    Finding("m1", "r1", "hold", "unknown", missing=("product.hs6",)),
    Finding("m2", "r1", "hold", "unknown", missing=("product.hs6", "quantity")),
    Finding("m3", "r1", "hold", "applies", "May it go on?", row="row-1"),
    Finding("m4", "r1", "allow", "not_evaluable", missing=("value",)),
)
FORMS = ((Decimal("2.5"), "P-1", "EUR"), (None, "P-2", None), (Decimal(10) ** 15, None, "USD"))
ORDERS = [
    canonical(Order(f"SO-{number}", "sale", (Line("1", "P-1", value=value), Line("2", product)), currency=currency))
    for number in range(3)
    for value, product, currency in (
        (Decimal("2.5"), "P-1", "EUR"),
        (None, "P-2", None),
        (Decimal(10) ** 15, None, "USD"),
    )
]
JUDGEMENTS = [
    canonical(Judgement("hold", FINDINGS[start:end])) for start, end in ((0, 1), (0, 2), (2, 3), (1, 4), (3, 4))
]

numbers = st.integers(0, 2)


@st.composite
def decided(draw: st.DrawFn) -> Act:
    """A decision of one of three orders, as it stands in one of three forms."""
    number, effect = draw(numbers), draw(st.sampled_from(["hold", "hold", "allow", "deny"]))
    content = ORDERS[3 * number + draw(numbers)]
    judged = [digest_bytes(draw(st.sampled_from(JUDGEMENTS))) for _ in range(2)]
    effects = [draw(st.sampled_from([effect, "allow"])) for _ in range(2)]
    lines = tuple(LineDecision(str(i + 1), "nl", effects[i], judged[i]) for i in range(2))
    status, inputs = draw(st.sampled_from(["open", "closed"])), draw(st.uuids()).hex
    made = Decision(f"SO-{number}/sale", digest_bytes(content), status, DAY, DAY, effect, lines, (), {}, inputs)
    return act("decided", made.order, made, minute=draw(st.integers(0, 5)))


KEPT = digest_bytes(JUDGEMENTS[0])
SAID = (
    Answered("party:C-1", "territory", "NL", "a call"),
    Answered("party:C-1", "listed", "none", "a passport", (Settled("UN#1", KEPT, KEPT, "v"),)),
)
keys = numbers.map(lambda number: f"SO-{number}/sale")
indexes = st.integers(0, 12)
others = st.one_of(
    st.builds(Assigned, keys, st.sampled_from(["", "ann", "bo"])).map(lambda one: act("assigned", one.order, one)),
    st.builds(Commented, keys, st.just("they called")).map(lambda one: act("commented", one.order, one)),
    keys.map(lambda key: act("clearance_proposed", "m3", Cleared(key, "m3", "r1", "row-1", "visited"), "ann")),
    indexes.map(lambda number: act("clearance_confirmed", "m3", ClearanceConfirmed(number), "bo")),
    indexes.map(lambda number: act("clearance_rejected", "m3", ClearanceRejected(number, "no"), "bo")),
    st.sampled_from(SAID).map(lambda one: act("answered", one.subject, one, "ann")),
    indexes.map(lambda number: act("answer_confirmed", "party:C-1", AnswerConfirmed(number), "bo")),
    indexes.map(lambda number: act("withdrawn", str(number), Withdrawn(number, "wrong"))),
    indexes.map(lambda number: act("erased", "x", Erased(number, "asked for"))),
)
histories = st.lists(st.one_of(decided(), decided(), others), max_size=14)


def _keep(connection: Connection) -> None:
    for content in (*ORDERS, *JUDGEMENTS):
        blobs.put(connection, content, "application/json")


def _rows(connection: Connection) -> list[list[tuple[Any, ...]]]:
    return [[tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))] for table in QUEUE]


def _done(connection: Connection, history: list[Act]) -> Iterator[Act]:
    """What fits of a history, one act after the other."""
    for number, one in enumerate(history):
        try:
            with connection.begin_nested():
                if isinstance(one.payload, Erased):
                    erase(connection, one.payload.index)
                append(connection, [signed(one, number)])
        except MoratoriumError:
            continue
        yield one


@settings(max_examples=25)
@given(histories)
def test_sums_are_those_of_what_waits_and_only_held_orders_wait(history: list[Act]) -> None:
    """At every moment: orders, lines, value and age of a question are those of the orders that wait for it."""
    with scratch() as store, store.begin() as connection:
        _keep(connection)
        found: dict[str, Any] = {}
        for _ in _done(connection, history):
            held = {row.key for row in connection.execute(select(tables.orders)) if row.effect == "hold"}
            assert {row.order_key for row in connection.execute(select(tables.holds))} == held
            by_name: dict[str, list[Any]] = {}
            for waits in holds.waits_of(connection, held).values():
                for row in waits:
                    by_name.setdefault(row.question, []).append(row)
            behind = sorted(tuple(row) for row in connection.execute(select(tables.waits)))
            lines = {name: sorted((row.since, row.order_key) for row in of) for name, of in by_name.items()}
            assert behind == sorted((name, *place) for name, of in lines.items() for place in of[1:])
            for name, of in lines.items():
                page = holds.holds(connection, holds.Filter(question=name), None, 9)
                assert [one.order_key for one in page] == [key for _, key in of]
                assert page[1:] == holds.holds(connection, holds.Filter(question=name), holds.Place(*of[0]), 9)
                assert [key for key, _ in holds.waiting(connection, name)] == sorted(key for _, key in of)
                assert holds.count(connection, holds.Filter(question=name), 9) == len(of)
            found = {row.question: row for row in connection.execute(select(tables.questions))}
            assert found.keys() == by_name.keys()
            for name, rows in by_name.items():
                one = holds.question(connection, name)
                assert one is not None
                assert (one.orders, one.lines) == (len(rows), sum(row.lines for row in rows))
                assert (one.since, one.order_key) == min((row.since, row.order_key) for row in rows)
                for currency in ("EUR", "USD"):
                    worth = sum((row.value for row in rows if row.currency == currency and row.value), Decimal(0))
                    assert one.worth.get(currency, Decimal(0)) == worth
        asked = sorted(found.values(), key=lambda row: (-row.orders, row.since, row.question))
        assert [one.name for one in _leafed(connection)] == [row.question for row in asked]


def _leafed(connection: Connection) -> Iterator[holds.QuestionRow]:
    """All questions, two to a page."""
    page = holds.questions_by_orders(connection, None, 2)
    while page:
        yield from page
        page = holds.questions_by_orders(connection, (page[-1].orders, page[-1].since, page[-1].name), 2)


@settings(max_examples=25)
@given(st.lists(decided(), max_size=10), st.integers(1, 10))
def test_the_queue_is_the_same_however_decisions_are_batched(history: list[Act], size: int) -> None:
    """One at a time, or many in a transaction: the same rows."""
    with scratch() as one, scratch() as many, one.begin() as first, many.begin() as second:
        _keep(first)
        _keep(second)
        for number, made in enumerate(history):
            append(first, [signed(made, number)])
        for start in range(0, len(history), size):
            append(second, [signed(made, start + i) for i, made in enumerate(history[start : start + size])])
        assert _rows(first) == _rows(second)


@settings(max_examples=20)
@given(histories)
def test_folding_the_acts_again_gives_the_same_queue(history: list[Act]) -> None:
    """Of whatever people did, erasures included."""
    with scratch() as store:
        with store.begin() as connection:
            _keep(connection)
            list(_done(connection, history))
        assert fsck(store) == ()


def test_a_question_has_one_name_however_long_its_subject_is() -> None:
    """A name of 10,000 characters does not break an index; what is asked of one subject has names side by side."""
    subject = "party:" + "x" * 10_000
    names = {name_of("answer", subject, "territory"), name_of("answer", subject, "type")}
    assert {len(name) for name in names} == {48}
    assert len(names) == 2
    assert len({name[:32] for name in names}) == 1
    assert name_of("answer", "party:C-1", "type")[32:] in {name[32:] for name in names}
