"""Half-open windows: the first day counts, the last does not."""

from __future__ import annotations

from datetime import date

import pytest

from moratorium.terms.time import Window, in_any, overlapping

FIRST, LAST = date(2025, 9, 29), date(2025, 11, 10)


@pytest.mark.parametrize(
    ("window", "day", "inside"),
    [
        (Window(FIRST, LAST), date(2025, 9, 28), False),
        (Window(FIRST, LAST), FIRST, True),
        (Window(FIRST, LAST), date(2025, 11, 9), True),
        (Window(FIRST, LAST), LAST, False),
        (Window(FIRST), date.max, True),
        (Window(FIRST), date(2025, 9, 28), False),
        (Window(None, LAST), date.min, True),
        (Window(None, LAST), LAST, False),
        (Window(), FIRST, True),
    ],
)
def test_the_first_day_is_in_the_window_and_the_last_is_not(window: Window, day: date, inside: bool) -> None:
    assert window.contains(day) is inside
    assert in_any([window], day) is inside


def test_a_day_lies_in_any_of_several_windows_or_in_none() -> None:
    windows = [Window(None, date(2020, 1, 1)), Window(date(2021, 1, 1))]
    assert in_any(windows, date(2019, 12, 31)) is True
    assert in_any(windows, date(2020, 6, 1)) is False
    assert in_any([], FIRST) is False


@pytest.mark.parametrize("end", [FIRST, date(2025, 9, 28)])
def test_a_window_without_a_day_in_it_is_refused(end: date) -> None:
    with pytest.raises(ValueError, match=rf"^window \[2025-09-29, {end}\) holds no day$"):
        Window(FIRST, end)
    assert Window(FIRST, date(2025, 9, 30)).contains(FIRST)


@pytest.mark.parametrize(
    ("window", "words"),
    [
        (Window(), "always"),
        (Window(FIRST), "from 2025-09-29"),
        (Window(None, LAST), "until before 2025-11-10"),
        (Window(FIRST, LAST), "from 2025-09-29 until before 2025-11-10"),
    ],
)
def test_a_window_in_words(window: Window, words: str) -> None:
    assert str(window) == words


@pytest.mark.parametrize(
    ("one", "other", "share"),
    [
        (Window(None, FIRST), Window(FIRST), False),
        (Window(None, LAST), Window(FIRST), True),
        (Window(FIRST, LAST), Window(LAST), False),
        (Window(FIRST, LAST), Window(), True),
        (Window(), Window(), True),
        (Window(FIRST), Window(LAST), True),
        (Window(None, FIRST), Window(None, LAST), True),
    ],
)
def test_windows_that_touch_share_no_day(one: Window, other: Window, share: bool) -> None:
    assert one.overlaps(other) is share
    assert other.overlaps(one) is share


def test_the_first_two_windows_that_share_a_day_are_found_wherever_they_stand() -> None:
    spring = Window(date(2022, 3, 1), date(2022, 6, 1))
    summer = Window(date(2022, 6, 1), date(2022, 9, 1))
    may = Window(date(2022, 5, 1), date(2022, 5, 2))
    assert overlapping([summer, spring]) is None
    assert overlapping([summer, may, spring]) == (spring, may)
    assert overlapping([summer, Window(None, date(2022, 3, 2)), spring]) == (Window(None, date(2022, 3, 2)), spring)
    assert overlapping([]) is None
    assert overlapping([spring]) is None
