"""Judging: one row of facts meets the measures in force on a day.

``applies = bound AND scope AND NOT exempt`` in three values. True gives the measure's effect; unknown gives a hold
with its question, or, where the measure says so, a report; an error in a measure is unknown. A measure that is not
verified, or whose list is not at hand, is shown and counted, never silent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from moratorium.conditions.bind import Extent, bind
from moratorium.conditions.compiled import Test, compiled
from moratorium.conditions.evaluate import Row, holds
from moratorium.conditions.explain import Reason, absent, deciding, explain, missing
from moratorium.conditions.predicate import Predicate, Within, facts_of
from moratorium.decision.activities import LANE
from moratorium.decision.decision import Finding, Judgement, join
from moratorium.decision.reference import Reference
from moratorium.measures import Measure, Rulebook, applies
from moratorium.terms.canon import digest
from moratorium.terms.members import Members
from moratorium.terms.party import PARTY_ROLES, spoken_role
from moratorium.terms.truth import Truth
from moratorium.terms.vocabulary import VOCABULARY, Value, split_role
from moratorium.territories import Atlas

NOT_AT_HAND = "list not at hand"

Clearances = frozenset[tuple[str, str, str]]

NOWHERE: Mapping[str, Predicate] = {}
"""No blocking rule is in force."""


class Ready:
    """A measure made ready for one day: territories bound to codes, the condition compiled.

    Attributes:
        measure: The measure.
        condition: When it applies, bound to the day.
        dormant: Why it only shows itself; an empty text if it counts.
        blocking: Laws that forbid complying with it, each with the condition on the acting entity's seat.
    """

    __slots__ = ("blocking", "condition", "dormant", "facts", "measure", "test")

    def __init__(
        self, measure: Measure, condition: Predicate, dormant: str, blocking: tuple[tuple[str, Predicate], ...] = ()
    ) -> None:
        self.measure = measure
        self.blocking = blocking
        self.condition = condition
        self.dormant = dormant
        self.test: Test = compiled(condition)
        self.facts = tuple(sorted(set(facts_of(condition))))


def make_ready(rulebook: Rulebook, day: date, reference: Reference) -> tuple[Ready, ...]:
    """The measures in force on a day, active and inactive alike.

    Args:
        rulebook: The measures.
        day: Valid day: windows, and who belongs to a group of countries.
        reference: Tells which lists are at hand.
    """
    at_hand = frozenset(reference.index.versions) | frozenset(reference.goods.lists)
    return ready_on(rulebook, day, reference.atlas, at_hand)


def ready_on(rulebook: Rulebook, day: date, atlas: Atlas, at_hand: frozenset[str]) -> tuple[Ready, ...]:
    """The same, of a reference of which only two things are known.

    Args:
        rulebook: The measures.
        day: Valid day.
        atlas: Who belongs to a group of countries.
        at_hand: Party lists and goods lists that are at hand; what asks for another one only shows itself.
    """

    def extent(codes: tuple[str, ...]) -> Extent:
        return atlas.extent(codes, day)

    seats = {
        rule.id: bind(Within("actor.territory", (rule.jurisdiction,)), extent)
        for rule in rulebook.blocking
        if rule.is_in_force(day)
    }
    return tuple(ready_of(measure, extent, at_hand, seats) for measure in rulebook.in_force(day))


def ready_of(
    measure: Measure,
    extent: Callable[[tuple[str, ...]], Extent],
    at_hand: frozenset[str],
    seats: Mapping[str, Predicate] = NOWHERE,
) -> Ready:
    """One measure made ready.

    Args:
        measure: The measure.
        extent: What lies within the given territories on the day meant.
        at_hand: Party lists and goods lists that are at hand.
        seats: For each blocking rule in force, when the acting entity sits there.
    """
    blocking = tuple((id, seats[id]) for id in measure.conflicts_with if id in seats)
    return Ready(measure, applies(measure, extent), dormant(measure, at_hand), blocking)


def dormant(measure: Measure, at_hand: frozenset[str]) -> str:
    """Why a measure only shows itself; an empty text if it counts.

    Args:
        measure: The measure.
        at_hand: Party lists and goods lists that are at hand.
    """
    if not measure.active:
        return measure.inactive_reason
    absent = sorted((measure.lists | measure.goods_lists) - at_hand)
    return f"{NOT_AT_HAND}: {', '.join(absent)}; bring it with `moratorium lists import`" if absent else ""


def judge(row: Row, measures: Iterable[Ready], cleared: Clearances = frozenset()) -> Judgement:
    """The findings of one row, joined.

    Args:
        row: Values by vocabulary name.
        measures: In force on the day, made ready.
        cleared: Measure, revision and row digest of the clearances that count.
    """
    return join(finding for ready in measures if (finding := _finding(ready, row, cleared)) is not None)


def _finding(ready: Ready, row: Row, cleared: Clearances) -> Finding | None:
    try:
        truth = ready.test(row)
    except Exception as error:
        return _broken(ready, error)
    if truth is False:
        return None
    if ready.dormant:
        return _shown(ready, row, "inactive", ready.dormant)
    if truth is None and ready.measure.unknown == "report":
        return _shown(ready, row, "not_evaluable", ready.measure.unknown_reason)
    return _stopping(ready, row, truth, cleared)


def _shown(ready: Ready, row: Row, status: str, note: str) -> Finding:
    """A finding that stops nothing and is shown and counted all the same.

    What an inactive measure lacks is a verified text or its list, which its note says; no fact would wake it.
    """
    measure = ready.measure
    return Finding(
        measure=measure.id,
        revision=measure.revision,
        effect="allow",
        status="inactive" if status == "inactive" else "not_evaluable",
        missing=_missing(ready.condition, row) if status == "not_evaluable" else (),
        note=note,
        title=measure.title,
    )


def _stopping(ready: Ready, row: Row, truth: Truth, cleared: Clearances) -> Finding | None:
    measure = ready.measure
    holds_only = truth is None or measure.effect.word == "hold"
    key = row_digest(ready.facts, row) if holds_only else ""
    if holds_only and (measure.id, measure.revision, key) in cleared:
        return None
    gaps = wanting(measure, ready.condition, row, truth)
    return Finding(
        measure=measure.id,
        revision=measure.revision,
        effect="hold" if truth is None else measure.effect.word,
        status="unknown" if truth is None else "applies",
        question=_question(ready, row, gaps) if holds_only else "",
        missing=gaps,
        reason=explain(ready.condition, row),
        conflict=tuple(id for id, seat in ready.blocking if holds(seat, row) is not False),
        row=key,
        title=measure.title,
    )


def _broken(ready: Ready, error: Exception) -> Finding:
    """A measure that fails is unknown: it holds, whatever it would have said."""
    measure = ready.measure
    return Finding(
        measure=measure.id,
        revision=measure.revision,
        effect="allow" if ready.dormant else "hold",
        status="inactive" if ready.dormant else "unknown",
        question="" if ready.dormant else f"Measure {measure.id} cannot be evaluated; mend it or lift it.",
        reason=Reason(f"the measure failed: {type(error).__name__}", None),
        note=ready.dormant,
        title=measure.title,
    )


def _missing(condition: Predicate, row: Row) -> tuple[str, ...]:
    named = (name for found in missing(condition, row) for name in _behind(found, row))
    return tuple(dict.fromkeys(named))


def _behind(name: str, row: Row) -> Iterator[str]:
    """Whether goods are exported hangs on where they come from and go to: that is what can be asked."""
    places = [place for place in LANE if name == "activity" and not _is_settled(row.get(place))]
    yield from places or (name,)


def _is_settled(value: Value) -> bool:
    return isinstance(value, Members) and bool(value.known) and not (value.open or value.possible)


def wanting(measure: Measure, condition: Predicate, row: Row, truth: Truth) -> tuple[str, ...]:
    """The facts for want of which a measure stops a row: those that leave it unknown, or that it asks to be there.

    Args:
        measure: The measure.
        condition: When it applies, bound to the day.
        row: The row.
        truth: The condition's answer for it; not false.
    """
    if truth is None:
        return _missing(condition, row)
    return tuple(dict.fromkeys(absent(condition, row))) if measure.kind == "completeness" else ()


def _question(ready: Ready, row: Row, gaps: tuple[str, ...]) -> str:
    """What would settle it: the missing fact, else what the measure itself asks, of whom the facts are about."""
    if gaps:
        return VOCABULARY[gaps[0]].question
    asked = ready.measure.question or f"{ready.measure.title}: may this go on, and who says so?"
    return asked.replace("{subject}", _spoken(ready, row)) if "{subject}" in asked else asked


def _spoken(ready: Ready, row: Row) -> str:
    """Whom or what a finding is about: the holder of a role, the product, or the order."""
    named = [split_role(name) for name in deciding(ready.condition, row)]
    roles = [
        role for role, attribute in named if role in PARTY_ROLES and attribute not in ("territory", "filled", "assumed")
    ]
    if roles:
        return f"the {spoken_role(roles[0])}"
    return "the product" if any(name.startswith("product.") for _, name in named) else "the order"


def row_digest(facts: tuple[str, ...], row: Row) -> str:
    """What a clearance is bound to: the facts that one measure asks about."""
    return digest([[name, row.get(name)] for name in facts])
