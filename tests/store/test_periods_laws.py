"""What a period counts is what a plain count over its acts counts, on both databases and at every size of the log."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from moratorium.registers.kinds import LIFECYCLES
from moratorium.store import Connection, Store, periods, read_acts
from moratorium.store.periods import ActOf, EffectChange, Period, StepTaken
from moratorium.store.project import Standing, is_trial, stands
from moratorium.terms.act import Act, Cleared, ListImported
from moratorium.terms.case import CaseMoved
from tests.store.office import DAY, START, act, decided, record

HOUR = timedelta(hours=1)


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
        told.append(msgspec.structs.replace(one, at=START + draw(st.integers(0, 2)) * HOUR + number * HOUR))
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


def _changes(acts: list[tuple[int, Act]], period: Period) -> list[EffectChange]:
    """The same by going through the acts, one after the other."""
    standing: dict[str, Standing] = {}
    changes: dict[str, list[tuple[int, datetime, str]]] = {}
    for index, one in acts:
        if one.kind == "decided":
            made = one.payload
            if stands(made, None, standing.get(made.order)):
                standing[made.order] = Standing(index, made.day, is_trial(made, None), made.effect)
                of = changes.setdefault(made.order, [])
                if index < period.size and one.at < period.until and (not of or of[-1][2] != made.effect):
                    of.append((index, one.at, made.effect))
    return sorted(_told(changes, period), key=lambda change: change.act)


def _told(changes: dict[str, list[tuple[int, datetime, str]]], period: Period) -> Iterator[EffectChange]:
    for order, of in changes.items():
        for place, (index, at, effect) in enumerate(of):
            before = of[place - 1] if place else None
            lasts = place + 1 == len(of)
            if at >= period.since or (lasts and effect == "hold"):
                since = before[1] if before else None
                yield EffectChange(order, index, at, effect, before[2] if before else None, since, lasts)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(histories(), st.integers(0, 20), st.integers(0, 20), st.integers(0, 18))
def test_a_period_counts_what_its_acts_say(store: Store, history: list[Act], first: int, hours: int, held: int) -> None:
    """Whatever lies outside of it, however far the log reaches by then."""
    with store.begin() as connection, connection.begin_nested() as example:
        record(connection, *history)
        acts = [(one.index, one.act) for one in read_acts(connection)]
        period = Period(START + first * HOUR, START + (first + hours) * HOUR, min(held, len(acts)))
        inside = [(index, one) for index, one in acts if index < period.size and period.since <= one.at < period.until]
        before = [(index, one) for index, one in acts if index < period.size and one.at < period.until]
        assert list(periods.effect_changes(connection, period)) == _changes(acts, period)
        assert periods.acts_in(connection, period, ("cleared", "decided")) == tuple(
            ActOf(index, one.kind, one.subject) for index, one in inside if one.kind in ("cleared", "decided")
        )
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
