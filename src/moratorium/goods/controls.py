"""Control entries: the technical figures of an entry as a condition over a product's facts, three-valued.

An entry has up to three conditions. ``concerns`` says what kinds of product its text is about, so that a charger does
not become "perhaps an unmanned aircraft" because nobody stated its endurance. ``condition`` holds the figures that
were verified. ``unverified`` says where further figures exist that nobody has read: there, "not met" is not known. An
entry without a condition is unknown for every product that it concerns, never absent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

import msgspec

from moratorium.conditions.evaluate import Row, holds
from moratorium.conditions.parse import parse_condition
from moratorium.conditions.predicate import (
    ALWAYS,
    NEVER,
    AllOf,
    AnyOf,
    Compare,
    FactTerm,
    Number,
    Predicate,
    all_of,
    facts_of,
)
from moratorium.errors import InputError
from moratorium.terms.truth import Truth, every, some
from moratorium.terms.vocabulary import Value

MINUTES_AN_HOUR = 60


class ControlEntry(msgspec.Struct, frozen=True):
    """An entry of a control list.

    Attributes:
        id: Ours, such as ``EU-9A012.a``.
        jurisdiction: Whose list it is.
        title: The list, for people.
        concerns: Condition text: which kinds of product the entry is about; empty if all.
        condition: Condition text: the verified figures; empty if none is at hand (then it is not evaluable).
        unverified: Condition text: where figures that nobody has read may be met; empty if there are none.
        valid_from: First day of the entry, if it has one. Measures hold the windows; this is for people.
        valid_to: First day after it.
        source: Addresses.
        as_of: Day of the source.
        mark: How well it is verified: V1, V2, R (recalled), U (unclear).
        notes: For people.
        about: ``concerns``, parsed.
        figures: ``condition``, parsed; None if there is none.
        doubt: ``unverified``, parsed.
        bounded: Figures that may be replaced by an upper bound, since more of them only meets more (see ``BOUNDS``).
    """

    id: str
    jurisdiction: str
    title: str
    concerns: str
    condition: str
    unverified: str
    valid_from: date | None
    valid_to: date | None
    source: tuple[str, ...]
    as_of: date
    mark: str
    notes: str
    about: Predicate = ALWAYS
    figures: Predicate | None = None
    doubt: Predicate = NEVER
    bounded: tuple[str, ...] = ()

    @property
    def predicate(self) -> Predicate | None:
        """The verified condition together with what the entry concerns; None if the entry is not evaluable."""
        return None if self.figures is None else all_of(self.about, self.figures)

    @property
    def is_evaluable(self) -> bool:
        """Whether "not met" can be known: a condition is at hand, and no part of the entry is wholly unread."""
        return self.figures is not None and self.doubt != ALWAYS


def parsed(entry: ControlEntry) -> ControlEntry:
    """The entry with its condition texts parsed.

    Raises:
        InputError: a text is not a condition, or asks about something other than a product.
    """
    at = f"control entry {entry.id}"
    about = parse_condition(entry.concerns, at) if entry.concerns else ALWAYS
    figures = parse_condition(entry.condition, at) if entry.condition else None
    doubt = parse_condition(entry.unverified, at) if entry.unverified else NEVER
    for fact in (*facts_of(about), *facts_of(figures or ALWAYS), *facts_of(doubt)):
        if not fact.startswith("product."):
            raise InputError(f"`{fact}` is no fact of a product", at, "a control entry asks only about the product")
    bounded = tuple(fact for fact in BOUNDS if figures is not None and _rises_with(figures, fact))
    return msgspec.structs.replace(entry, about=about, figures=figures, doubt=doubt, bounded=bounded)


def entry_truth(entry: ControlEntry, row: Row) -> Truth:
    """Whether a product meets an entry: yes, no, or not known.

    Args:
        entry: Parsed.
        row: Facts of the product by vocabulary name.
    """
    met = None if entry.figures is None else _figures_met(entry, entry.figures, row)
    doubt = None if holds(entry.doubt, row) is not False else False
    return every((holds(entry.about, row), some((met, doubt))))


def _figures_met(entry: ControlEntry, figures: Predicate, row: Row) -> Truth:
    """Kleene's answer; an unknown figure is also tried at its upper bound, which may prove "no" and never "yes"."""
    truth = holds(figures, row)
    if truth is not None:
        return truth
    bounds = {fact: BOUNDS[fact](row) for fact in entry.bounded if row.get(fact) is None}
    at_most = {**row, **{fact: bound for fact, bound in bounds.items() if bound is not None}}
    return False if holds(figures, at_most) is False else None


def _range_at_most(row: Mapping[str, Value]) -> Decimal | None:
    """No aircraft flies further than its endurance at its maximum speed (km = min / 60 * km/h)."""
    endurance, speed = row.get("product.max_endurance_min"), row.get("product.max_speed_kmh")
    if isinstance(endurance, Decimal) and isinstance(speed, Decimal):
        return endurance * speed / MINUTES_AN_HOUR
    return None


BOUNDS: dict[str, Callable[[Mapping[str, Value]], Decimal | None]] = {"product.max_range_km": _range_at_most}
"""Upper bounds of figures that are rarely stated (FACTS 2.6). A bound below a threshold proves that it is not met."""


def _rises_with(predicate: Predicate, fact: str) -> bool:
    """Whether the fact occurs, and only as "more than" or "at least" a constant and never under NOT."""
    if fact not in facts_of(predicate):
        return False
    match predicate:
        case AllOf(of) | AnyOf(of):
            return all(fact not in facts_of(part) or _rises_with(part, fact) for part in of)
        case Compare(FactTerm(), ">" | ">=", Number()):
            return True
    return False
