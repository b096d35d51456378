"""A quarter of a calendar year: the period of which the company gives account."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time

import msgspec

from moratorium.errors import InputError

_FORM = re.compile(r"(\d{4})-[Qq]([1-4])")


class Quarter(msgspec.Struct, frozen=True, order=True):
    """Three months, in days of UTC.

    Attributes:
        year: Of the calendar.
        number: From 1 to 4.
    """

    year: int
    number: int

    @property
    def since(self) -> date:
        """Its first day."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def until(self) -> date:
        """The day before which it ends: the first of the next one.

        >>> Quarter(2022, 4).until
        datetime.date(2023, 1, 1)
        """
        return self.next.since

    @property
    def next(self) -> Quarter:
        """The one after it."""
        return Quarter(self.year + 1, 1) if self.number == 4 else Quarter(self.year, self.number + 1)

    @property
    def instants(self) -> tuple[datetime, datetime]:
        """Its first instant, and the instant before which it ends."""
        return datetime.combine(self.since, time(), UTC), datetime.combine(self.until, time(), UTC)

    def __str__(self) -> str:
        """As people write it.

        >>> str(Quarter(2022, 2))
        '2022-Q2'
        """
        return f"{self.year:04}-Q{self.number}"


def quarter_of(day: date) -> Quarter:
    """The quarter in which a day lies.

    >>> str(quarter_of(date(2022, 4, 26)))
    '2022-Q2'
    """
    return Quarter(day.year, (day.month + 2) // 3)


def read_quarter(text: str, at: str = "quarter") -> Quarter:
    """A quarter as ``2022-Q2``.

    Args:
        text: As written.
        at: Where it stands, for the message.

    Raises:
        InputError: it is none.
    """
    found = _FORM.fullmatch(text.strip())
    if found is None or not 1 <= int(found[1]) < date.max.year:
        raise InputError(f"`{text[:40]}` is no quarter", at, "write it as 2022-Q2")
    return Quarter(int(found[1]), int(found[2]))
