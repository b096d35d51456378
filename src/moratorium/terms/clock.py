"""The clock of a hold: until when it is to be settled, in plain hours or in working hours.

Every hour counts unless the company states its working hours. The clock starts when the hold was first recorded, stands
still while somebody outside was asked and has not replied, and goes on when they reply, or the link to reply ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta, tzinfo

from moratorium.terms.holding import DAYS, WorkingHours

Span = tuple[datetime, datetime]
"""From an instant until another one, which it does not hold."""

_FAR = timedelta(days=10_000)
_TICK = timedelta(microseconds=1)
"""The finest that an instant is told."""


def due(
    since: datetime, allowed: timedelta, pauses: Iterable[Span], hours: WorkingHours | None, zone: tzinfo
) -> datetime:
    """The instant at which the allowed time is used up.

    Args:
        since: When the hold was first recorded.
        allowed: How long it may wait.
        pauses: When it waited for somebody outside; they may overlap.
        hours: When the office works; None counts every hour.
        zone: Where it works.

    >>> from datetime import time
    >>> friday = datetime(2022, 4, 29, 16, tzinfo=UTC)
    >>> due(friday, timedelta(hours=8), (), WorkingHours("UTC", time(9), time(17)), UTC)
    datetime.datetime(2022, 5, 2, 16, 0, tzinfo=datetime.timezone.utc)
    """
    left = allowed
    for opens, closes in _counted(since, sorted(pauses), hours, zone):
        if closes - opens >= left:
            return opens + left
        left -= closes - opens
    return since + _FAR  # an office that never opens


def begun_before(now: datetime, allowed: timedelta, hours: WorkingHours | None, zone: tzinfo) -> datetime:
    """What began before this instant, and never stood still, has used up the allowed time by now.

    Arguments as of :func:`due`; it is found by halving, as what begins later is never due earlier.

    >>> from datetime import time
    >>> monday = datetime(2022, 5, 2, 16, tzinfo=UTC)
    >>> begun_before(monday, timedelta(hours=8), WorkingHours("UTC", time(9), time(17)), UTC)
    datetime.datetime(2022, 4, 29, 16, 0, tzinfo=datetime.timezone.utc)
    """
    span = max(allowed, _TICK)
    while due(now - span, allowed, (), hours, zone) >= now:
        span *= 2
    late, early = now - span, now  # due by now, and not yet
    while early - late > _TICK:
        middle = late + (early - late) // 2
        late, early = (middle, early) if due(middle, allowed, (), hours, zone) < now else (late, middle)
    return early


def _counted(since: datetime, pauses: list[Span], hours: WorkingHours | None, zone: tzinfo) -> Iterator[Span]:
    """Spans that count, in order, for as long as anybody could wait."""
    for opens, closes in _open(since, hours, zone):
        at = max(opens, since)
        for start, end in pauses:
            if end <= at or start >= closes:
                continue
            if at < start:
                yield at, start
            at = end
        if at < closes:
            yield at, closes


def _open(since: datetime, hours: WorkingHours | None, zone: tzinfo) -> Iterator[Span]:
    """When the office works, from a day on, as instants in UTC: a day on which clocks change is shorter or longer."""
    if hours is None:
        yield since, since + _FAR
        return
    first = since.astimezone(zone).date()
    for number in range(_FAR.days):
        day = first + timedelta(days=number)
        if DAYS[day.weekday()] in hours.days and day not in hours.not_on:
            opens = datetime.combine(day, hours.opens, zone).astimezone(UTC)
            closes = datetime.combine(day, hours.closes, zone).astimezone(UTC)
            if closes > since:
                yield opens, closes
