"""What would break a property: as the solver is asked, and as the scalar interpreter confirms it, side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from moratorium.conditions.evaluate import Row, holds
from moratorium.conditions.predicate import Predicate
from moratorium.decision.decision import Finding, Judgement
from moratorium.measures import Measure, Rulebook
from moratorium.proof.days import Days, bind_on
from moratorium.proof.encode import Encoder
from moratorium.proof.kleene import Bool, conj, disj, neg
from moratorium.proof.properties import Always, CanNeverApply, Grounded, Never, Nothing, Property, Same, Subsumed
from moratorium.proof.ruling import Ruled, Ruling
from moratorium.terms.effect import Effect
from moratorium.territories import Atlas


def named(property: Property) -> tuple[str, ...]:
    """Ids of the measures that it names; they are taken as switched on, whatever their state."""
    match property:
        case Subsumed(measure, other) | Same(measure, other):
            return measure, other
        case CanNeverApply(measure):
            return (measure,)
    return ()


def conditions(property: Property) -> tuple[Predicate, ...]:
    """Conditions that it adds to those of the measures."""
    match property:
        case Never(_, where) | Always(_, where) | Grounded(where):
            return (where,)
        case Nothing(_, _, unless):
            return (unless,) if unless is not None else ()
    return ()


def has_clearances(property: Property) -> bool:
    """Whether clearances matter: for what comes of an order, not for what single measures say."""
    return not named(property)


class Asked(NamedTuple):
    """What the solver knows of both rulebooks.

    Attributes:
        base: The rulebook.
        draft: The draft, or the rulebook again.
        days: The period.
        reader: Reads conditions.
    """

    base: Ruling
    draft: Ruling
    days: Days
    reader: Encoder


def violation(property: Property, asked: Asked) -> Bool:
    """The condition under which the property is broken."""
    match property:
        case Never(effect, where):
            return conj((asked.days.truth(where, asked.reader).yes, asked.draft.has(effect)))
        case Always(effect, where):
            return conj((asked.days.truth(where, asked.reader).yes, neg(asked.draft.has(effect))))
        case Nothing(draft, base, unless):
            excused = False if unless is None else asked.days.truth(unless, asked.reader).yes
            return conj((asked.draft.has(draft), asked.base.has(base), neg(excused)))
        case Subsumed(measure, by):
            return exceeds(_ruled(asked, measure), _ruled(asked, by))
        case CanNeverApply(measure):
            return _ruled(asked, measure).applies
        case Same(measure, other):
            one, two = _ruled(asked, measure), _ruled(asked, other)
            return disj((exceeds(one, two), exceeds(two, one)))
        case Grounded(where):
            truth = asked.days.truth(where, asked.reader)
            ruled = asked.draft.ruled.values()
            grounds = (conj((one.denies, _dated(one.measure, asked.days))) for one in ruled)
            return conj((truth.yes, asked.draft.denied, neg(disj(grounds))))


def exceeds(one: Ruled, other: Ruled) -> Bool:
    """Whether one measure is graver than another."""
    stops, less = disj((one.denies, one.holds)), disj((other.denies, other.holds))
    return disj((conj((one.denies, neg(other.denies))), conj((stops, neg(less)))))


def _ruled(asked: Asked, id: str) -> Ruled:
    return asked.draft.ruled.get(id) or asked.base.ruled[id]


def _dated(measure: Measure, days: Days) -> Bool:
    if measure.ground.kind == "law":
        return True
    known = policy_day(measure)
    return False if known is None else days.from_on(known)


def policy_day(measure: Measure) -> date | None:
    """The day on which a measure of our own was decided, or, if nobody wrote that, announced."""
    return measure.dates.decided or measure.dates.announced


# -- the same, by the scalar interpreter ------------------------------------------------------------------------------


class Shown(NamedTuple):
    """What the scalar interpreter says of an order.

    Attributes:
        day: Valid day.
        row: Its facts.
        base: What the rulebook says.
        draft: What the draft says, or the rulebook again.
        measures: The rulebook whose measures a property names.
        atlas: Tells what lies within a territory.
    """

    day: date
    row: Row
    base: Judgement
    draft: Judgement
    measures: Rulebook
    atlas: Atlas

    def is_true(self, where: Predicate) -> bool:
        """Whether a condition is certainly true."""
        return holds(bind_on(where, self.atlas, self.day), self.row) is True

    def finding(self, id: str) -> Finding | None:
        """What a measure says."""
        of = (one for judgement in (self.draft, self.base) for one in judgement.findings)
        return next((one for one in of if one.measure == id), None)

    def weight(self, id: str) -> Effect:
        """What comes of a measure alone."""
        found = self.finding(id)
        return Effect.ALLOW if found is None else Effect.read(found.effect)


def is_broken(property: Property, shown: Shown) -> bool:
    """Whether the order breaks the property."""
    match property:
        case Never(effect, where):
            return shown.is_true(where) and _has(shown.draft, effect)
        case Always(effect, where):
            return shown.is_true(where) and not _has(shown.draft, effect)
        case Nothing(draft, base, unless):
            excused = unless is not None and shown.is_true(unless)
            return _has(shown.draft, draft) and _has(shown.base, base) and not excused
        case Subsumed(measure, by):
            return shown.weight(measure) > shown.weight(by)
        case CanNeverApply(measure):
            found = shown.finding(measure)
            return found is not None and found.status == "applies"
        case Same(measure, other):
            return shown.weight(measure) != shown.weight(other)
        case Grounded(where):
            grounds = (_is_ground(shown, finding) for finding in _denying(shown.draft.findings))
            return shown.is_true(where) and shown.draft.effect == "deny" and not any(grounds)


def _has(judgement: Judgement, effect: str) -> bool:
    return judgement.effect != "allow" if effect == "stop" else judgement.effect == effect


def _denying(findings: Iterable[Finding]) -> Iterator[Finding]:
    return (finding for finding in findings if finding.effect == "deny")


def _is_ground(shown: Shown, finding: Finding) -> bool:
    measure = shown.measures.measure(finding.measure)
    if measure is None:
        return False
    known = policy_day(measure)
    return measure.ground.kind == "law" or (known is not None and known <= shown.day)
