"""Whatever people try with cases, no case comes into a state that its table does not allow: a model beside the program.

The model is the plain reading of the table: a state, the fields and parts that are stated, who took which step. The
program is the fold of the acts that were let through; at the end they are recorded in a store, which must agree too.
"""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from moratorium.errors import InputError, RefusedError
from moratorium.registers import (
    LIFECYCLES,
    Case,
    Event,
    Lifecycle,
    Step,
    case_of,
    check_entered,
    lifecycle_of,
    move,
    with_event,
)
from moratorium.store import append, attachments, cases, fold
from moratorium.store.database import scratch
from moratorium.terms.act import Act
from moratorium.terms.case import OPEN, CaseEntered, CaseMoved, Part
from tests.registers.office import AT, CONTENT, DAY, FILE, sample
from tests.store.office import signed

PEOPLE = ("ann", "bo", "cy", "ANN", "unauthenticated")
NAMES = sorted({step.name for table in LIFECYCLES.values() for step in table.steps})


class Model:
    """A case as somebody who only reads the table would keep it on paper."""

    def __init__(self, table: Lifecycle) -> None:
        self.table = table
        self.state = ""
        self.fields: dict[str, str] = {}
        self.parts: dict[tuple[str, int], dict[str, str]] = {}
        self.files = 0
        self.takers: dict[str, str] = {}

    def row(self, name: str) -> Step | None:
        rows = [
            one
            for one in self.table.steps
            if one.name == name and (self.state in one.before or not (self.state or one.before))
        ]
        return rows[0] if rows else None

    def lets(self, step: Step, actor: str) -> bool:
        """Whether the step lacks nothing."""
        stated = all(self.fields.get(name) for name in step.needs)
        conditional = all(self.fields.get(b) for a, b in step.if_stated if self.fields.get(a, "none") != "none")
        people = actor != "unauthenticated" and all(
            _person(self.takers.get(name, "nobody")) not in (_person(actor), "unauthenticated")
            for name in step.apart_from
        )
        return (
            stated
            and conditional
            and self.files >= step.evidence
            and all(self._each(one.part, one.fields) for one in step.each)
            and (people or not step.apart_from)
        )

    def _each(self, kind: str, fields: tuple[str, ...]) -> bool:
        found = [stated for (name, _), stated in self.parts.items() if name == kind]
        table = next(one for one in self.table.parts if one.name == kind)
        also = [(a, b, names) for a, b, names in table.also]
        return bool(found) and all(
            all(one.get(name) for name in fields)
            and all(one.get(name) for a, b, names in also if one.get(a) == b for name in names)
            for one in found
        )


def _person(actor: str) -> str:
    return actor.partition("@")[0].casefold()


class Office:
    """One case, tried by people; every act that was let through, and the model of it."""

    def __init__(self, kind: str) -> None:
        self.table = lifecycle_of(kind)
        self.model = Model(self.table)
        self.case = Case(f"{self.table.prefix}-2022-0001", kind, "")
        self.acts: list[Act] = []
        self.steps = 0

    def _did(self, actor: str, payload: CaseMoved | CaseEntered) -> None:
        at = AT + timedelta(minutes=len(self.acts))
        self.case = with_event(self.case, Event(len(self.acts), actor, at, payload))
        kind = "case_moved" if isinstance(payload, CaseMoved) else "case_entered"
        self.acts.append(Act(kind, self.case.id, actor, at, payload))

    def try_step(self, name: str, actor: str) -> None:
        self.steps += 1
        row = self.model.row(name)
        try:
            moved = move(self.case, name, actor, DAY)
        except RefusedError:
            moved = None
        may = row is not None and self.model.lets(row, actor)
        assert (moved is not None) is may, f"{name} from {self.model.state} by {actor}"
        if moved is None or row is None:
            return
        self._did(actor, moved)
        self.model.state = row.after
        self.model.takers[name] = actor

    def state_field(self, place: int, value: str) -> None:
        self.steps += 1
        if not self.model.state:
            return
        field = self.table.fields[place % len(self.table.fields)]
        text = value or sample(field)
        self._enter({field.name: text}, ())

    def state_part(self, place: int, number: int, whole: bool, drop: int) -> None:
        self.steps += 1
        if not self.model.state or not self.table.parts:
            return
        table = self.table.parts[place % len(self.table.parts)]
        names = [one.name for one in table.fields if one.kind.name != "FILE"]
        dropped = set() if whole else {names[drop % len(names)], names[(drop // 2) % len(names)]}
        fields = {one.name: sample(one) for one in table.fields if one.name in names and one.name not in dropped}
        if self.model.files:
            fields |= {one.name: sample(one) for one in table.fields if one.kind.name == "FILE"}
        self._enter({}, (Part(table.name, number, fields),))

    def attach(self) -> None:
        self.steps += 1
        if self.model.state:
            self._did("ann", CaseEntered(self.case.id, attachments=(FILE,)))
            self.model.files = 1

    def _enter(self, fields: dict[str, str], parts: tuple[Part, ...]) -> None:
        entered = CaseEntered(self.case.id, fields=fields, parts=parts)
        try:
            check_entered(self.case, entered, is_derived=True)
        except InputError:
            return
        self._did("ann", entered)
        self.model.fields |= fields
        for part in parts:
            self.model.parts[part.kind, part.number] = {
                **self.model.parts.get((part.kind, part.number), {}),
                **part.fields,
            }

    def check(self) -> None:
        """The program and the model agree, and the state is one of the table."""
        assert self.case.state == self.model.state
        assert self.case.fields == self.model.fields
        assert self.case.parts == self.model.parts
        if self.case.state:
            state = self.table.state(self.case.state)
            assert state is not None
            assert bool(self.case.due) is not state.is_end

    def check_recorded(self) -> None:
        """The store, the fold of all acts and the case in memory are the same."""
        if not self.acts:
            return
        with scratch() as store:
            with store.begin() as connection:
                if self.model.files:
                    attachments.put(connection, CONTENT, FILE.media)
                append(connection, [signed(one, number) for number, one in enumerate(self.acts)])
                row, read = cases.row(connection, self.case.id), cases.case(connection, self.case.id)
            assert read == self.case == case_of(self.case.events)
            assert (row.state, row.is_closed) == (self.case.state, self.case.is_closed)
            assert fold(store).faults == ()


class Cases(RuleBasedStateMachine):
    """People who try anything with a case of any kind."""

    office: Office

    @initialize(kind=st.sampled_from(sorted(LIFECYCLES)))
    def a_case(self, kind: str) -> None:
        self.office = Office(kind)
        opening = self.office.table.opening
        self.office.try_step(OPEN, "ann")
        needs = {name: sample(field) for name in opening.needs if (field := self.office.table.field(name))}
        if not self.office.model.state:
            self.office.case = msgspec.structs.replace(self.office.case, fields=needs)
            self.office.model.fields = dict(needs)
            self.office.try_step(OPEN, "ann")
            self.office.case = msgspec.structs.replace(self.office.case, fields={})
            self.office.model.fields = {}
            self.office._enter(needs, ())

    @rule(name=st.sampled_from(NAMES), actor=st.sampled_from(PEOPLE))
    def try_any_step(self, name: str, actor: str) -> None:
        self.office.try_step(name, actor)

    @rule(place=st.integers(0, 20), actor=st.sampled_from(PEOPLE))
    def try_a_step_from_here(self, place: int, actor: str) -> None:
        steps = self.office.table.steps_from(self.office.case.state)
        if steps:
            self.office.try_step(steps[place % len(steps)].name, actor)

    @rule(place=st.integers(0, 40), value=st.sampled_from(["", "", "", "none", "other words"]))
    def state_a_field(self, place: int, value: str) -> None:
        self.office.state_field(place, value)

    @rule(place=st.integers(0, 3), number=st.integers(1, 2), whole=st.booleans(), drop=st.integers(0, 60))
    def state_a_part(self, place: int, number: int, whole: bool, drop: int) -> None:
        self.office.state_part(place, number, whole, drop)

    @rule()
    def attach_a_file(self) -> None:
        self.office.attach()

    @invariant()
    def no_illegal_state(self) -> None:
        if hasattr(self, "office"):
            self.office.check()

    def teardown(self) -> None:
        if hasattr(self, "office"):
            self.office.check_recorded()


def test_no_case_comes_into_a_state_that_its_table_does_not_allow() -> None:
    run_state_machine_as_test(Cases, settings=settings(max_examples=12, stateful_step_count=40, deadline=None))


@pytest.mark.soak
def test_a_hundred_thousand_steps_find_no_illegal_state() -> None:
    """Random people, who look at what is missing half of the time, so that cases come to their ends."""
    chance = random.Random(7)  # noqa: S311 - no secret
    taken, ends = 0, set[Any]()
    while taken < 100_000:
        office = Office(chance.choice(sorted(LIFECYCLES)))
        needs = {name: sample(field) for name in office.table.opening.needs if (field := office.table.field(name))}
        office.case = msgspec.structs.replace(office.case, fields=needs)
        office.model.fields = dict(needs)
        office.try_step(OPEN, "ann")
        office.case = msgspec.structs.replace(office.case, fields={})
        office.model.fields = {}
        office._enter(needs, ())
        for _ in range(chance.randrange(20, 120)):
            _random_step(office, chance)
            office.check()
            ends.add((office.table.kind, office.case.state))
        taken += office.steps
        if chance.random() < 0.1:
            office.check_recorded()
    reached = {(table.kind, state) for table in LIFECYCLES.values() for state in table.ends}
    assert reached <= ends, "every end of every kind was come to"


def _random_step(office: Office, chance: random.Random) -> None:
    steps = office.table.steps_from(office.case.state)
    match chance.randrange(6):
        case 0:
            office.try_step(chance.choice(NAMES), chance.choice(PEOPLE))
        case 1 if steps:
            office.try_step(chance.choice(steps).name, chance.choice(PEOPLE))
        case 2 if steps:
            _with_what_it_needs(office, chance.choice(steps), chance.choice(PEOPLE))
        case 3:
            office.state_field(chance.randrange(40), chance.choice(["", "", "none", "other words"]))
        case 4:
            office.state_part(chance.randrange(4), chance.randrange(1, 3), chance.random() < 0.7, chance.randrange(60))
        case _:
            office.attach()


def _with_what_it_needs(office: Office, step: Step, actor: str) -> None:
    """Somebody who reads what is missing, enters it, and then takes the step."""
    names = [one.name for one in office.table.fields]
    for name in (*step.needs, *(needed for _, needed in step.if_stated)):
        office.state_field(names.index(name), "")
    if step.evidence:
        office.attach()
    kinds = [one.name for one in office.table.parts]
    for each in step.each:
        for number in {1, *(number for kind, number in office.model.parts if kind == each.part)}:
            office.state_part(kinds.index(each.part), number, True, 0)
    office.try_step(step.name, actor)
