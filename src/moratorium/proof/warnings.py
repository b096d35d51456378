"""What is odd about a rulebook, by proof: nothing here is forbidden, and a person should look at each.

- a measure that can never apply: its scope, bound and exemptions leave no order;
- an exemption that covers everything that its measure is about;
- two measures that have the same effect on every order and day;
- a review that falls due only when the measure has ended;
- an end that opens a region with its country: lifting UA opens UA-43 too, unless another measure stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import combinations
from typing import Any

import msgspec
import z3

from moratorium.conditions.predicate import Predicate, Within, all_of
from moratorium.measures import Exemption, Measure, base_pack
from moratorium.measures.reading import territories_of
from moratorium.proof.days import bind_on
from moratorium.proof.kleene import Bool, conj, disj, neg
from moratorium.proof.prover import Question, World
from moratorium.proof.ruling import Ruled
from moratorium.proof.violations import exceeds
from moratorium.terms.effect import Effect
from moratorium.terms.vocabulary import ANY_ROLE


class Warnings(msgspec.Struct, frozen=True):
    """What was found.

    Attributes:
        told: One sentence each.
        unread: Questions for which there was no time.
    """

    told: tuple[str, ...]
    unread: int


def warnings(question: Question) -> Warnings:
    """What a person should look at in a rulebook.

    Args:
        question: The rulebook and the period; a draft is not looked at.
    """
    watch = _Watch(question)
    told = [*watch.told()]
    return Warnings(tuple(told), watch.unread)


class _Watch:
    def __init__(self, question: Question) -> None:
        self._question = question
        base = {one.id for one in base_pack()}
        own = [one for one in question.base.measures if one.id not in base]
        self._measures = [one for one in own if _in_force_later(one, question.period.start)]
        self._opened = list(self._openings())
        within = [_within(code) for _, _, codes in self._opened for code in codes]
        alone = [part for one in self._measures for part in (_unrelieved(one), *(e.where for e in one.exemptions))]
        self._world = World(question, [*within, *alone])
        self._solver: Any = self._world.solver()
        self._never: set[str] = set()
        self.unread = 0

    def told(self) -> Iterator[str]:
        """All of it, measure by measure."""
        for measure in self._measures:
            yield from self._of_measure(measure)
        yield from self._twins()
        yield from self._reviews()
        yield from self._regions()

    def _can_be(self, *conditions: Bool) -> bool | None:
        """Whether an order and a day are like this; None if there was no time to find out."""
        condition = conj(conditions)
        if isinstance(condition, bool):
            return condition
        answer = self._world.check(self._solver, condition)
        if answer == z3.unknown:
            self.unread += 1
            return None
        return bool(answer == z3.sat)

    def _ruled(self, measure: Measure) -> Ruled:
        return self._world.base.ruled[measure.id]

    def _of_measure(self, measure: Measure) -> Iterator[str]:
        ruled = self._ruled(measure)
        if self._can_be(ruled.applies) is not False:
            return
        self._never.add(measure.id)
        swallowing = [one.id for one in measure.exemptions if one.relieves and self._swallows(measure, one)]
        if swallowing:
            exemption = " and ".join(f"`{one}`" for one in swallowing)
            yield f"`{measure.id}`: its exemption {exemption} covers everything that it is about, so it never applies"
        elif measure.effect is Effect.HOLD and self._can_be(conj((ruled.in_force, ruled.truth.unknown))):
            yield f"`{measure.id}` can never certainly apply; it only holds what is not known"
        else:
            yield f"`{measure.id}` can never apply: no order and no day meet its condition"

    def _swallows(self, measure: Measure, exemption: Exemption) -> bool:
        """Whether whatever the measure is about is certainly exempt, and it is about something."""
        days, reader = self._world.days, self._world.reader
        about, exempt = days.truth(_unrelieved(measure), reader), days.truth(exemption.where, reader)
        return bool(self._can_be(about.yes)) and self._can_be(about.yes, neg(exempt.yes)) is False

    def _twins(self) -> Iterator[str]:
        """Pairs are asked about only if they ask of the same facts and have the same effect."""
        for one, other in combinations(self._measures, 2):
            alike = (one.effect, one.facts, one.unknown) == (other.effect, other.facts, other.unknown)
            if alike and not {one.id, other.id} & self._never and self._are_same(one, other):
                yield f"`{one.id}` and `{other.id}` have the same effect on every order; one of them is enough"

    def _are_same(self, one: Measure, other: Measure) -> bool:
        a, b = (self._ruled(each)._replace(is_dormant=False) for each in (one, other))
        return self._can_be(disj((exceeds(a, b), exceeds(b, a)))) is False

    def _reviews(self) -> Iterator[str]:
        for measure in self._measures:
            due, end = measure.next_review, _end(measure)
            if due is not None and end is not None and due >= end:
                yield f"`{measure.id}`: its next review is due on {due}, and it ends on {end}; nobody would look at it"

    # -- ends that open a region ----------------------------------------------------------------------------------

    def _openings(self) -> Iterator[tuple[Measure, date, tuple[str, ...]]]:
        """Denying measures that end, with the regions within their territories that somebody has named apart."""
        atlas, period = self._question.reference.atlas, self._question.period
        named = {code for one in self._question.base.measures for code in territories_of(one.condition)}
        for measure in self._measures:
            end, codes = _end(measure), territories_of(measure.scope)
            if end is None or not codes or measure.effect is not Effect.DENY or not measure.active:
                continue
            if not period.start <= end <= period.last:
                continue
            inside = atlas.extent(codes, end - timedelta(days=1)).inside - set(codes)
            regions = sorted(code for code in inside if "-" in code and (code in named or code in OCCUPIED))
            if regions:
                yield measure, end, tuple(regions)

    def _regions(self) -> Iterator[str]:
        for measure, end, codes in self._opened:
            opened = [code for code in codes if self._opens(measure, end, code)]
            if opened:
                listed = ", ".join(f"`{code}`" for code in opened)
                help_ = "if a region is to stay suspended, write a measure for it"
                yield f"`{measure.id}` ends on {end}; orders to {listed} that it denied are then allowed; {help_}"

    def _opens(self, measure: Measure, end: date, code: str) -> bool | None:
        """Whether an order to the region that the measure denies passes on the day on which it ends."""
        world, atlas = self._world, self._question.reference.atlas
        before = world.reader.of(bind_on(measure.condition, atlas, end)).yes
        within = world.reader.of(bind_on(_within(code), atlas, end)).yes
        on_end = world.days.number == end.toordinal()
        return self._can_be(on_end, before, within, world.base.has("allow"))


OCCUPIED = frozenset(
    {
        "UA-40",
        "UA-43",
        "X-UA-DNR",
        "X-UA-LNR",
        "X-UA-NGCA-09",
        "X-UA-NGCA-14",
        "X-UA-NGCA-23",
        "X-UA-NGCA-65",
    }
)
"""Regions that are looked at even where no measure names them: suspended in many laws apart from their country."""


def _within(code: str) -> Predicate:
    return Within(f"{ANY_ROLE}.territory", (code,))


def _unrelieved(measure: Measure) -> Predicate:
    return all_of(measure.scope, measure.bound)


def _in_force_later(measure: Measure, day: date) -> bool:
    return any(one.window.end is None or one.window.end > day for one in measure.in_force)


def _end(measure: Measure) -> date | None:
    """The first day after its last window; None if it has no end."""
    ends: Iterable[date | None] = [one.window.end for one in measure.in_force]
    known = [end for end in ends if end is not None]
    return max(known) if known and None not in ends else None
