"""The tables of all kinds: sound in themselves, and every step that they allow or forbid, one by one."""

from __future__ import annotations

import msgspec
import pytest

from moratorium.desk.permissions import ROLES, may
from moratorium.errors import InputError, RefusedError
from moratorium.registers import LIFECYCLES, Lifecycle, Step, lifecycle_of, move, options
from moratorium.registers.case import check_moved
from moratorium.registers.lifecycle import Kind, due_of
from moratorium.terms.case import OPEN, CaseMoved
from tests.registers.office import DAY, whole_case, whole_part, without

TABLES = list(LIFECYCLES.values())
NAMES = sorted({step.name for table in TABLES for step in table.steps} | {"nonsense", ""})
STEPS = [(table, step, state) for table in TABLES for step in table.steps for state in step.before or ("",)]

per_table = pytest.mark.parametrize("table", TABLES, ids=lambda one: one.kind)
per_step = pytest.mark.parametrize(
    ("table", "step", "state"), STEPS, ids=[f"{table.kind}-{state}-{step.name}" for table, step, state in STEPS]
)


def test_the_kinds_of_the_registers_are_there() -> None:
    assert set(LIFECYCLES) == {
        *("misuse_report", "allegation", "authority_request", "delisting", "consultation", "notice"),
        *("public_statement", "technical_claim", "voluntary_disclosure", "exemption_request"),
        "undertaking",
    }
    assert len({table.prefix for table in TABLES}) == len(TABLES)
    with pytest.raises(InputError, match="misuse_report"):
        lifecycle_of("misuse")


@per_table
def test_a_table_names_only_what_it_has(table: Lifecycle) -> None:
    states, fields = {one.name for one in table.states}, {one.name for one in table.fields}
    names = {one.name for one in table.steps}
    assert len(states) == len(table.states)
    assert len(fields) == len(table.fields)
    for step in table.steps:
        assert {*step.before, step.after} <= states
        assert {*step.needs, *(name for pair in step.if_stated for name in pair)} <= fields
        assert set(step.apart_from) <= names
        assert step.who
        assert set(step.who) <= set(ROLES)
        for each in step.each:
            part = table.part(each.part)
            assert part is not None
            assert set(each.fields) <= {one.name for one in part.fields}
        if step.due and step.due.field:
            field = table.field(step.due.field)
            assert field is not None
            assert field.kind in (Kind.DAY, Kind.INSTANT)
    for part in table.parts:
        for name, value, needed in part.also:
            field = part.field(name)
            assert field is not None
            assert value in field.choices
            assert set(needed) <= {one.name for one in part.fields}


@per_table
def test_a_state_and_a_verb_lead_to_one_step(table: Lifecycle) -> None:
    pairs = [(state, step.name) for step in table.steps for state in step.before]
    assert len(pairs) == len(set(pairs))
    assert [step.name for step in table.steps if not step.before] == [OPEN]


@per_table
def test_every_state_can_be_reached_and_from_every_state_an_end(table: Lifecycle) -> None:
    reached = {table.opening.after}
    while more := {s.after for s in table.steps if reached & set(s.before)} - reached:
        reached |= more
    assert reached == {one.name for one in table.states}
    ending = set(table.ends)
    assert ending
    while more := {state for s in table.steps if s.after in ending for state in s.before} - ending:
        ending |= more
    assert ending == {one.name for one in table.states}


@per_table
def test_an_open_state_has_a_deadline_and_an_end_has_none(table: Lifecycle) -> None:
    for step in table.steps:
        assert (step.due is None) is (step.after in table.ends), step.name


@per_table
def test_who_may_take_a_step_may_work_on_cases(table: Lifecycle) -> None:
    """Otherwise the row of the table would be one that nobody in the service can use."""
    for step in table.steps:
        assert all(
            may(role, "open_cases" if step.name == OPEN else "work_cases") for role in step.who if role != "approver"
        )
        assert "auditor" not in step.who


@per_table
def test_every_step_is_allowed_or_refused_as_the_table_says(table: Lifecycle) -> None:
    """Every state against every verb of every kind: what is not in the table is refused, whatever is stated."""
    allowed = 0
    for state in table.states:
        case = whole_case(table, state.name)
        for name in NAMES:
            row = table.step(state.name, name)
            if row is None:
                with pytest.raises(RefusedError, match=f"cannot `{name}`") as refused:
                    move(case, name, "zoe", DAY)
                for step in table.steps_from(state.name):
                    assert step.name in refused.value.fault.help
            else:
                allowed += 1
                assert move(case, name, "zoe", DAY).state == row.after
    assert allowed == sum(len(step.before) for step in table.steps)


@per_step
def test_a_step_that_lacks_nothing_is_taken(table: Lifecycle, step: Step, state: str) -> None:
    case = whole_case(table, state)
    moved = move(case, step.name, "zoe", DAY)
    assert moved == CaseMoved(case.id, table.kind, step.name, state, step.after, due_of(step, case.fields, DAY))
    check_moved(moved, state)


@per_step
def test_a_step_is_refused_without_each_single_thing_that_it_needs(table: Lifecycle, step: Step, state: str) -> None:
    whole = whole_case(table, state)

    def refused(case: object, words: str, actor: str = "zoe", role: str | None = None) -> None:
        with pytest.raises(RefusedError) as found:
            move(case, step.name, actor, DAY, role)  # type: ignore[arg-type]
        assert words in str(found.value)

    for name in step.needs:
        refused(without(whole, name), f"`{name}`")
    for field, needed in step.if_stated:
        refused(without(whole, needed), f"`{needed}`")
        nothing = msgspec.structs.replace(whole, fields={**whole.fields, field: "none"})
        assert move(without(nothing, needed), step.name, "zoe", DAY).state == step.after
    for each in step.each:
        refused(
            msgspec.structs.replace(whole, parts={k: v for k, v in whole.parts.items() if k[0] != each.part}),
            f"at least one {each.part}",
        )
        for name in each.fields:
            parts = {**whole.parts, (each.part, 2): {k: v for k, v in whole.parts[each.part, 2].items() if k != name}}
            refused(msgspec.structs.replace(whole, parts=parts), f"{each.part} 2: `{name}`")
    if step.evidence:
        refused(msgspec.structs.replace(whole, attachments=()), "evidence")
    for name in step.apart_from:
        refused(msgspec.structs.replace(whole, takers={name: "Zoe@service"}), f"the step `{name}`")
        refused(whole, "a named person", "unauthenticated")
    for role in ROLES:
        if role in step.who:
            assert move(whole, step.name, "zoe", DAY, role).state == step.after
        else:
            refused(whole, "one of the roles", role=role)


@per_step
def test_what_depends_on_an_answer_is_needed_with_it(table: Lifecycle, step: Step, state: str) -> None:
    """A category that is not held needs what was searched; one that is refused needs the reason."""
    for each in step.each:
        part = table.part(each.part)
        assert part is not None
        for name, value, needed in part.also:
            if name not in each.fields:
                continue
            for lacking in needed:
                stated = {k: v for k, v in {**whole_part(part), name: value}.items() if k != lacking}
                case = whole_case(table, state)
                case = msgspec.structs.replace(case, parts={**case.parts, (each.part, 1): stated})
                with pytest.raises(RefusedError, match=f"{each.part} 1: `{lacking}`"):
                    move(case, step.name, "zoe", DAY)


@per_table
def test_what_may_come_next_is_told_with_what_is_missing(table: Lifecycle) -> None:
    for state in table.states:
        whole = whole_case(table, state.name)
        told = options(whole, "zoe")
        assert [one.step for one in told] == list(table.steps_from(state.name))
        assert not any(one.missing for one in told)
        bare = msgspec.structs.replace(whole, fields={}, parts={}, attachments=())
        for one in options(bare, "zoe"):
            assert bool(one.missing) is bool(one.step.needs or one.step.each or one.step.evidence)
