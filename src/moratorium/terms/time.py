"""Calendar windows. Always half-open: the first day counts, the last does not, ``None`` is open.

"In effect until 10 November" and "through 9 November" are the same window; writing ``[from, to)`` ends the quarrel.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import pairwise

import msgspec


class Window(msgspec.Struct, frozen=True, order=True):
    """Days ``start <= day < end``; ``None`` leaves that side open.

    Raises:
        ValueError: the window is empty or runs backwards.
    """

    start: date | None = None
    end: date | None = None

    def __post_init__(self) -> None:
        """A window without a day in it is a mistake."""
        if self.start is not None and self.end is not None and self.end <= self.start:
            raise ValueError(f"window [{self.start}, {self.end}) holds no day")

    def contains(self, day: date) -> bool:
        """Whether ``day`` lies in the window.

        >>> Window(date(2025, 9, 29), date(2025, 11, 10)).contains(date(2025, 11, 10))
        False
        """
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)

    def overlaps(self, other: Window) -> bool:
        """Whether some day lies in both."""
        starts_before = self.start is None or other.end is None or self.start < other.end
        ends_after = self.end is None or other.start is None or other.start < self.end
        return starts_before and ends_after

    def __str__(self) -> str:
        """In words.

        >>> str(Window(date(2022, 4, 26)))
        'from 2022-04-26'
        """
        if self.start is None and self.end is None:
            return "always"
        start = f"from {self.start}" if self.start is not None else ""
        end = f"until before {self.end}" if self.end is not None else ""
        return " ".join(part for part in (start, end) if part)


def in_any(windows: Iterable[Window], day: date) -> bool:
    """Whether ``day`` lies in one of the windows."""
    return any(window.contains(day) for window in windows)


def overlapping(windows: Iterable[Window]) -> tuple[Window, Window] | None:
    """The first two windows that share a day, or None.

    >>> overlapping([Window(None, date(2025, 1, 1)), Window(date(2025, 1, 1))]) is None
    True
    """
    ordered = sorted(windows, key=lambda window: window.start or date.min)
    for before, after in pairwise(ordered):
        if before.overlaps(after):
            return before, after
    return None
