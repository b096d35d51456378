"""What a measure is on a day, and what is next for it: it begins, it ends, or somebody is to look at it again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

import msgspec

from moratorium.measures.measure import Measure

Stage = Literal["in_force", "inactive", "to_come", "ended"]
"""``inactive``: in force by its windows, but it only shows itself."""

What = Literal["begins", "ends", "review", "overdue"]


class Due(msgspec.Struct, frozen=True, order=True):
    """Something that is next.

    Attributes:
        day: When.
        what: ``begins`` and ``ends`` happen by themselves; a ``review`` is for a person, and ``overdue`` if its day has
            passed. A passed review ends nothing.
    """

    day: date
    what: What


def stage(measure: Measure, day: date) -> Stage:
    """What a measure is on a day."""
    if measure.is_in_force(day):
        return "in_force" if measure.active else "inactive"
    starts = [one.window.start for one in measure.in_force if one.window.start is not None]
    return "to_come" if any(start > day for start in starts) else "ended"


def next_due(measure: Measure, day: date) -> Due | None:
    """What is next; a review that nobody made comes first. None if nothing is."""
    return min(_dues(measure, day), default=None)


def _dues(measure: Measure, day: date) -> Iterator[Due]:
    for one in measure.in_force:
        if one.window.start is not None and one.window.start > day:
            yield Due(one.window.start, "begins")
        if one.window.end is not None and one.window.end > day:
            yield Due(one.window.end, "ends")
    review = measure.next_review
    if review is not None and stage(measure, day) != "ended":
        yield Due(review, "overdue" if measure.review_due(day) else "review")
