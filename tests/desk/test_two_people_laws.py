"""Two people above a value: whatever officers do, no order above it goes on by the word of one."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from moratorium.desk import confirming, holds, releasing
from moratorium.desk.hold_rules import keep_rules
from moratorium.errors import MoratoriumError
from moratorium.store import act_at, fsck
from moratorium.store import holds as rows
from moratorium.terms.act import holder_of
from tests.desk.hold_office import hold_office, sale

PEOPLE = st.sampled_from(["ann", "bo"])
ORDERS = st.sampled_from(["SO-1", "SO-2", "SO-3"])
VALUES = {"SO-1": "100", "SO-2": "5000", "SO-3": None}
"""Below the value, above it, and not known."""

UNPLACED = {"SO-4": "100", "SO-5": "5000"}
"""Orders of which nobody says where they go: an answer settles that."""


class TwoPeople(RuleBasedStateMachine):
    """Officers clear, answer, confirm, reject, take back and change hands, in any order and by any of two people."""

    def __init__(self) -> None:
        super().__init__()
        self._stack = ExitStack()
        folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory()))
        self.office = self._stack.enter_context(hold_office(folder, folder))
        self.office.decide(*(sale(id, value=value) for id, value in VALUES.items()))
        self.office.decide(*(sale(id, None, value) for id, value in UNPLACED.items()))
        self.proposed: list[int] = []
        self.given: list[int] = []

    def teardown(self) -> None:
        """What is recorded is sound."""
        assert fsck(self.office.home.store) == ()
        self._stack.close()

    def _try(self, work: Any) -> Any:
        try:
            return work()
        except MoratoriumError:
            return None

    @rule(order=ORDERS, by=PEOPLE)
    def clear(self, order: str, by: str) -> None:
        """Clear what an order waits for."""
        done = self._try(lambda: self.office.clear(f"{order}/sale", by))
        if done is not None:
            self.proposed += done.proposals
            self.given += [number for number in done.acts if number not in done.proposals]

    @rule(order=st.sampled_from(sorted(UNPLACED)), by=PEOPLE, place=st.sampled_from(["Netherlands", "Belarus"]))
    def answer(self, order: str, by: str, place: str) -> None:
        """Answer whatever an order waits for; the same answer of another person confirms it."""
        held = self._try(lambda: holds.hold(self.office.home, f"{order}/sale"))
        for wait in held.held.waits if held else ():
            if wait.kind == "answer":
                given = releasing.Given(place, "a call")
                home, read = self.office.acting(by), self.office.references
                work = partial(releasing.answer_one, home, f"{order}/sale", wait.question, given, references=read)
                done = self._try(work)
                self.proposed += done.acts if done else ()
                self.given += done.acts if done else ()
        self.office.again()

    @precondition(lambda self: self.proposed)
    @rule(data=st.data(), by=PEOPLE)
    def confirm(self, data: st.DataObject, by: str) -> None:
        """Confirm an answer or a proposal: who gave it cannot."""
        number = data.draw(st.sampled_from(self.proposed))
        with self.office.home.store.read() as connection:
            first = act_at(connection, number).act.actor
        home = self.office.acting(by)
        done = self._try(lambda: confirming.confirm(home, number, self.office.references))
        assert done is None or holder_of(first) != by
        if done is not None:
            self.given += done.acts
        self.office.again()

    @precondition(lambda self: self.proposed)
    @rule(data=st.data(), by=PEOPLE)
    def reject(self, data: st.DataObject, by: str) -> None:
        """Reject or withdraw a proposal."""
        number = data.draw(st.sampled_from(self.proposed))
        self._try(lambda: confirming.reject(self.office.acting(by), number, "no", self.office.references))
        self.office.again()

    @precondition(lambda self: self.given)
    @rule(data=st.data(), by=PEOPLE)
    def withdraw(self, data: st.DataObject, by: str) -> None:
        """Take an answer or a clearance back; all orders are decided again, as the job does."""
        number = data.draw(st.sampled_from(self.given))
        self._try(lambda: releasing.withdraw(self.office.acting(by), number, "wrong", self.office.references))
        self.office.again()

    @rule(order=ORDERS, by=PEOPLE)
    def take(self, order: str, by: str) -> None:
        """Whoever works on it changes nothing."""
        self._try(lambda: holds.assign(self.office.acting(by), [f"{order}/sale"], by))

    @rule(value=st.sampled_from(["1000", "10"]))
    def set_value(self, value: str) -> None:
        """The company sets another value."""
        keep_rules(self.office.home, f"two_people_above: {{EUR: {value}}}")
        self.office.again()

    @invariant()
    def none_goes_on_by_the_word_of_one(self) -> None:
        """An order above the value is let through only while a clearance stands that two people are behind."""
        with self.office.home.store.read() as connection:
            said = rows.said_about(connection, "SO-1/sale", ())
            for id in VALUES:
                said += rows.said_about(connection, f"{id}/sale", ())
        standing = [one for one in said if one.kind == "clearance" and one.withdrawn is None]
        by_two = [one for one in standing if one.confirmed_by and holder_of(one.confirmed_by) != holder_of(one.by)]
        effects = self.office.effects()
        for id in ("SO-2", "SO-3"):
            assert effects[f"{id}/sale"] == "hold" or by_two

    @invariant()
    def what_is_answered_lets_none_go_on_by_the_word_of_one(self) -> None:
        """Whatever was answered about it last, two people say, and nobody took it back."""
        with self.office.home.store.read() as connection:
            said = rows.said_about(connection, "SO-5/sale", ("party:C-SO-5", "order:SO-5/sale"))
        last = {(one.subject, one.fact): one for one in said if one.kind == "answer"}
        by_two = [one.confirmed_by and holder_of(one.confirmed_by) != holder_of(one.by) for one in last.values()]
        assert self.office.effects()["SO-5/sale"] != "allow" or (by_two and all(by_two))
        assert all(one.withdrawn is None for one in last.values()) or self.office.effects()["SO-5/sale"] != "allow"


TestTwoPeople = TwoPeople.TestCase
TestTwoPeople.settings = settings(
    max_examples=settings().max_examples // 25, stateful_step_count=12, suppress_health_check=list(HealthCheck)
)
