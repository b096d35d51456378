"""A restrictive measure: our own suspension or a rule of law, in one schema; only its ground tells them apart.

A measure applies to a row of facts if the acting entity is *bound* by it, the row is in its *scope*, and none of its
*exemptions* relieves it (DESIGN sections 1 and 3). It is a value: it never changes, it is superseded by a revision.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Literal

import msgspec

from moratorium.conditions.bind import Extent, bind
from moratorium.conditions.evaluate import shift
from moratorium.conditions.predicate import (
    NEVER,
    AllOf,
    AnyOf,
    Not,
    Overlaps,
    Predicate,
    all_of,
    any_of,
    facts_of,
)
from moratorium.terms.effect import Effect
from moratorium.terms.time import Window

KINDS = (
    "suspension",
    "embargo",
    "licence_requirement",
    "party_list",
    "end_use",
    "duty",
    "red_flag",
    "completeness",
    "refusal",
)
"""Closed list of what a measure can be."""

MARKS = ("V1", "V2", "R", "U")
"""V1 read in an official text, V2 in a secondary one; R recalled, U unverified: such a measure ships inactive."""

VERIFIED = frozenset({"V1", "V2"})

Mark = Literal["V1", "V2", "R", "U"]
Unknown = Literal["hold", "report"]


class Ground(msgspec.Struct, frozen=True, omit_defaults=True):
    """Why the measure exists. A suspension on our own ground leans on no state's law.

    Attributes:
        kind: ``own-policy`` or ``law``.
        jurisdiction: Whose law it is, such as ``EU``; None for own policy.
        principle: The company's principle, or the instrument of law.
    """

    kind: Literal["own-policy", "law"]
    jurisdiction: str | None = None
    principle: str = ""


class Dates(msgspec.Struct, frozen=True, omit_defaults=True):
    """Days that decide nothing: only the windows do. Either may be unknown; one is never copied into another."""

    decided: date | None = None
    announced: date | None = None


class InForce(msgspec.Struct, frozen=True, omit_defaults=True):
    """A window in which the measure is in force, with the mark of its days."""

    window: Window
    mark: Mark | None = None


class Period(msgspec.Struct, frozen=True):
    """A calendar period such as ``P3M``.

    Attributes:
        text: As written, in ISO 8601.
        months: Years and months, in months.
        days: Weeks and days, in days.
    """

    text: str
    months: int
    days: int


class Review(msgspec.Struct, frozen=True, omit_defaults=True):
    """When the measure is to be looked at again. A passed review ends nothing; it alarms.

    Attributes:
        every: Period between reviews.
        question: What the review has to answer.
        owner: Who has to answer it.
        last: Day of the last review, if there was one.
    """

    every: Period
    question: str
    owner: str
    last: date | None = None


class Exemption(msgspec.Struct, frozen=True, omit_defaults=True):
    """What relieves of this measure, and of no other (DESIGN law 5).

    Attributes:
        id: Its name within the measure.
        title: In words.
        where: When it relieves; ``NEVER`` if it is known but the vocabulary cannot express it.
        mark: How well it is verified; one marked R or U is shown and relieves nothing.
    """

    id: str
    title: str
    where: Predicate
    mark: Mark | None = None

    @property
    def relieves(self) -> bool:
        """Whether it can relieve at all."""
        return self.where != NEVER and (self.mark is None or self.mark in VERIFIED)


class Source(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where the measure is written down. Law data carries its as-of day and is not legal advice.

    Attributes:
        text: The instrument and provision, or the company's statement, with addresses of the texts read.
        as_of: Day as of which the source was read.
        mark: How well existence and content are verified.
        scope_mark: How well the goods scope (codes, figures) is verified.
        check: What a person has to check before relying on it.
    """

    text: str
    as_of: date | None = None
    mark: Mark | None = None
    scope_mark: Mark | None = None
    check: str = ""


class Activation(msgspec.Struct, frozen=True):
    """Who made an unverified measure active, and on which source."""

    by: str
    source: str
    on: date | None = None


class Measure(msgspec.Struct, frozen=True):
    """A restrictive measure.

    Attributes:
        id: Unique in a rulebook.
        title: One line for people.
        kind: One of ``KINDS``.
        ground: Own policy, or whose law.
        dates: When it was decided and announced.
        in_force: Half-open windows, in the acting entity's calendar days; they do not overlap.
        review: When it is to be looked at again.
        bound: Which acting entities, goods, payments or origins it binds.
        bound_words: The same in words.
        scope: Which rows it is about; territories as written, not yet bound to a day.
        thresholds: Least score at which a name is asked about, by party list, then kind of listed party.
        effect: Hold or deny.
        unknown: ``hold``, or ``report`` for a gap that is shown and counted instead.
        unknown_reason: Why a gap is only reported.
        question: What to ask when it holds; ``{subject}`` is filled in.
        exemptions: What relieves of it.
        conflicts_with: Blocking rules that forbid complying with it.
        statement: The neutral public text by language.
        source: Where it is written down.
        active: Whether it decides, or only shows itself.
        inactive_reason: Why it does not decide.
        activated_by: Who activated it in spite of an unverified mark.
        text: The canonical document.
        revision: First 16 hexadecimal digits of the digest of the document's plain value.
    """

    id: str
    title: str
    kind: str
    ground: Ground
    dates: Dates
    in_force: tuple[InForce, ...]
    review: Review | None
    bound: Predicate
    bound_words: str
    scope: Predicate
    thresholds: Mapping[str, Mapping[str, Decimal]]
    effect: Effect
    unknown: Unknown
    unknown_reason: str
    question: str | None
    exemptions: tuple[Exemption, ...]
    conflicts_with: tuple[str, ...]
    statement: dict[str, str]
    source: Source
    active: bool
    inactive_reason: str
    activated_by: Activation | None
    text: str
    revision: str

    def __hash__(self) -> int:
        """Equal measures hash alike."""
        return hash((self.id, self.revision))

    @property
    def condition(self) -> Predicate:
        """When it applies, territories as written: cheap and selective parts first, nexus and exemptions last."""
        relieved = any_of(*(exemption.where for exemption in self.exemptions if exemption.relieves))
        return all_of(self.scope, self.bound, *([] if relieved == NEVER else [Not(relieved)]))

    @property
    def facts(self) -> frozenset[str]:
        """Names of the facts it asks about."""
        return frozenset(facts_of(self.condition))

    @property
    def lists(self) -> frozenset[str]:
        """Party lists it asks about."""
        return self._asked(".listed") | self._asked(".owned_by_listed") | self._asked(".linked_to_listed")

    @property
    def screened(self) -> dict[str, Mapping[str, Decimal]]:
        """Each party list it asks about, with the thresholds it states; the default is meant where it states none."""
        return {name: self.thresholds.get(name, {}) for name in sorted(self.lists)}

    @property
    def goods_lists(self) -> frozenset[str]:
        """Goods lists it asks about."""
        return self._asked("product.lists")

    @property
    def control_entries(self) -> frozenset[str]:
        """Control entries it asks about."""
        return self._asked("product.controls")

    def _asked(self, suffix: str) -> frozenset[str]:
        leaves = _set_leaves(self.condition)
        return frozenset().union(*(leaf.values for leaf in leaves if leaf.fact.endswith(suffix)))

    def is_in_force(self, day: date) -> bool:
        """Whether one of its windows holds the day; active or not."""
        return any(one.window.contains(day) for one in self.in_force)

    @property
    def next_review(self) -> date | None:
        """First day on which the next review is due; counted from the last one, else from the first day in force."""
        if self.review is None:
            return None
        starts = [one.window.start for one in self.in_force if one.window.start is not None]
        since = self.review.last or min(starts, default=None)
        return None if since is None else shift(since, self.review.every.months, self.review.every.days)

    def review_due(self, day: date) -> bool:
        """Whether the measure is in force and its review date has passed."""
        due = self.next_review
        return due is not None and due <= day and self.is_in_force(day)


def applies(measure: Measure, extent: Callable[[tuple[str, ...]], Extent]) -> Predicate:
    """When the measure applies, bound to a day: bound AND scope AND NOT exempt.

    Args:
        measure: The measure.
        extent: What lies within the given territories on the day meant.
    """
    return bind(measure.condition, extent)


def _set_leaves(predicate: Predicate) -> Iterator[Overlaps]:
    match predicate:
        case AllOf(of) | AnyOf(of):
            for part in of:
                yield from _set_leaves(part)
        case Not(part):
            yield from _set_leaves(part)
        case Overlaps():
            yield predicate
