"""What a period counts is what a plain count over its acts counts, on both databases and at every size of the log."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from moratorium.registers.kinds import LIFECYCLES
from moratorium.store import Connection, Store, effects, periods, read_acts
from moratorium.store.effects import quarter_number
from moratorium.store.periods import ActOf, Changed, OfKind, Period, StepTaken, Waiting
from moratorium.store.project import Standing, is_trial, stands
from moratorium.terms.act import Act, Cleared, ListImported
from moratorium.terms.case import CaseMoved
from moratorium.terms.quarter import Quarter
from tests.store.office import DAY, START, act, decided, record

WHILE = timedelta(days=9, hours=5)
EFFECTS = ("allow", "hold", "deny")


@st.composite
def histories(draw: st.DrawFn) -> list[Act]:
    """Decisions, some of them looks back or ahead, steps of cases, clearances and list versions, hour after hour."""
    told: list[Act] = []
    states: dict[str, str] = {}
    for number in range(draw(st.integers(0, 18))):
        kind = draw(st.sampled_from(["decided", "decided", "decided", "case", "list", "cleared"]))
        one = decided(
            f"SO-{draw(st.integers(0, 2))}/sale", f"i{number}", draw(st.sampled_from(["allow", "hold", "deny"]))
        )
        if kind == "decided":
            day = DAY + timedelta(days=draw(st.sampled_from([0, 0, 0, -1, 1])))
            payload = msgspec.structs.replace(one.payload, day=day, outlook=draw(st.sampled_from([False, False, True])))
            one = msgspec.structs.replace(one, payload=payload)
        elif kind == "case":
            one = _step(draw, states)
        elif kind == "list":
            source = draw(st.sampled_from(["own", "un"]))
            imported = ListImported(source, ("OWN",), date(2022, 4, 1), f"d{number}", "b", number)
            one = act("list_imported", source, imported)
        else:
            one = act("cleared", "SO-1/sale", Cleared("SO-1/sale", "m", "r", "row", "visited"))
        told.append(msgspec.structs.replace(one, at=START + (draw(st.integers(0, 2)) + number) * WHILE))
    return told


def _step(draw: st.DrawFn, states: dict[str, str]) -> Act:
    """The next step of one of three cases, as its table allows."""
    kind, id = draw(st.sampled_from([("misuse_report", "MR-1"), ("allegation", "AL-1"), ("notice", "NO-1")]))
    table = LIFECYCLES[kind]
    before = states.get(id, "")
    allowed = table.steps_from(before) if before else (table.opening,)
    step = draw(st.sampled_from(allowed)) if allowed else None
    if step is None:
        return act("cleared", "SO-2/sale", Cleared("SO-2/sale", "m", "r", "row", "visited"))
    states[id] = step.after
    return act("case_moved", id, CaseMoved(id, kind, step.name, before, step.after))


class _Change(NamedTuple):
    """A change of an order's effect, by going through the acts: since when the one before, and what ended this one."""

    order: str
    act: int
    at: datetime
    effect: str
    quarter: int
    before: _Change | None


def _changes(acts: list[tuple[int, Act]]) -> list[_Change]:
    standing: dict[str, Standing] = {}
    last: dict[str, _Change] = {}
    told = []
    for index, one in acts:
        if one.kind != "decided":
            continue
        made = one.payload
        if stands(made, None, standing.get(made.order)):
            standing[made.order] = Standing(index, made.day, is_trial(made, None), made.effect)
            before = last.get(made.order)
            if before is None or before.effect != made.effect:
                quarter = max(quarter_number(one.at), before.quarter if before else 0)
                last[made.order] = _Change(made.order, index, one.at, made.effect, quarter, before)
                told.append(last[made.order])
    return told


def _same_changes(connection: Connection, period: Period, acts: list[tuple[int, Act]]) -> None:
    until = [one for one in _changes(acts) if one.act < period.size and one.quarter <= period.number]
    now = [one for one in until if one.quarter == period.number]
    questions = {
        f"{was} {effect}": Changed(((was, effect),)) for was in ("", *EFFECTS) for effect in EFFECTS if was != effect
    }
    for name, question in questions.items():
        expected = [one.act for one in now if name == f"{one.before.effect if one.before else ''} {one.effect}"]
        _finds(connection, period, question, expected)
    every = Changed(tuple(way for one in questions.values() for way in one.ways))
    _finds(connection, period, every, [one.act for one in now])
    last = {one.order: one for one in until}.values()
    _finds(connection, period, Waiting(), sorted(one.act for one in last if one.effect == "hold"))
    lasted = sorted(
        max(0, (one.at - one.before.at) // timedelta(seconds=1))
        for one in now
        if one.before is not None and one.before.effect == "hold"
    )
    held = periods.held(connection, period, len(lasted))
    half = len(lasted) // 2
    assert list(held.middle) == (lasted[half : half + 1] if len(lasted) % 2 else lasted[max(0, half - 1) : half + 1])
    assert held.longest == (lasted[-1] if lasted else None)


def _finds(connection: Connection, period: Period, question: periods.Question, expected: list[int]) -> None:
    """The number, the first ones, and all of them two at a time."""
    number, first = periods.found(connection, period, {"it": question}, 3)["it"]
    assert (number, list(first)) == (len(expected), expected[:3])
    told: list[int] = []
    while page := periods.acts_behind(connection, period, question, told[-1] if told else None, 2):
        told += page
    assert told == expected


@settings(
    max_examples=settings().max_examples // 3,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(histories(), st.integers(2, 4), st.integers(0, 18), st.sampled_from([1, 2, 4096]))
def test_a_period_counts_what_its_acts_say(
    store: Store, history: list[Act], number: int, held: int, stretch: int
) -> None:
    """Whatever lies outside of it, however far the log reaches by then, and however much of it is counted at once."""
    with (
        pytest.MonkeyPatch.context() as patched,
        store.begin() as connection,
        connection.begin_nested() as example,
    ):
        patched.setattr(effects, "STRETCH", stretch)
        patched.setattr(periods, "STRETCH", stretch)
        record(connection, *history)
        acts = [(one.index, one.act) for one in read_acts(connection)]
        period = Period(Quarter(2022, number), min(held, len(acts)))
        inside = [(index, one) for index, one in acts if index < period.size and period.since <= one.at < period.until]
        before = [(index, one) for index, one in acts if index < period.size and one.at < period.until]
        _same_changes(connection, period, acts)
        kinds = ("cleared", "list_imported")
        assert periods.acts_in(connection, period, kinds) == tuple(
            ActOf(index, one.kind, one.subject) for index, one in inside if one.kind in kinds
        )
        cleared = sorted((one.at, index) for index, one in inside if one.kind == "cleared")
        _finds(connection, period, OfKind("cleared"), [index for _, index in cleared])
        _same_cases(connection, period, inside, before)
        lists = [index for index, one in before if one.kind == "list_imported"]
        old = {dict(before)[index].subject: index for index in lists if dict(before)[index].at < period.since}
        now = {index for index in lists if dict(before)[index].at >= period.since}
        assert {one.act for one in periods.lists_used(connection, period)} == now | set(old.values())
        example.rollback()


def _same_cases(
    connection: Connection, period: Period, inside: list[tuple[int, Act]], before: list[tuple[int, Act]]
) -> None:
    def taken(index: int, one: Act) -> StepTaken:
        moved = one.payload
        return StepTaken(index, moved.case, moved.kind, moved.step, moved.state, one.at)

    steps = tuple(taken(index, one) for index, one in inside if one.kind == "case_moved")
    assert periods.steps_in(connection, period) == steps
    assert [one.step for one in periods.steps_counted(connection, period)] == [one.step for one in steps]
    ends = {one.subject: index for index, one in before if one.kind == "case_moved"}
    acts = [(one.index, one.act) for one in read_acts(connection, ["case_moved"])]
    newest = {one.subject: taken(index, one) for index, one in acts if index <= ends.get(one.subject, -1)}
    assert periods.last_steps(connection, period) == tuple(sorted(newest.values(), key=lambda one: one.act))
    cases = {id: case.state for id, case in periods.cases_at(connection, period).items()}
    assert cases == {id: one.state for id, one in newest.items()}
