"""The clock of a hold: what begins later is never due earlier, so an instant parts what is late from what is not."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from moratorium.terms.clock import begun_before, due
from moratorium.terms.holding import DAYS, WorkingHours

ZONES = (UTC, ZoneInfo("Europe/Amsterdam"), ZoneInfo("Asia/Shanghai"))
MARCH = datetime(2022, 3, 20, tzinfo=UTC)  # clocks change in the week after

instants = st.integers(0, 14 * 24 * 60).map(lambda minutes: MARCH + timedelta(minutes=minutes, microseconds=minutes))
offices = st.none() | st.builds(
    WorkingHours,
    st.just(""),
    st.sampled_from([time(0), time(9)]),
    st.sampled_from([time(12, 30), time(17)]),
    st.lists(st.sampled_from(DAYS), min_size=1, unique=True).map(tuple),
    st.just((date(2022, 3, 28),)),
)


@settings(max_examples=50)
@given(instants, st.integers(1, 40), offices, st.sampled_from(ZONES), st.lists(instants, max_size=4))
def test_what_began_before_is_due_and_nothing_else(
    now: datetime, allowed: int, office: WorkingHours | None, zone: ZoneInfo, others: list[datetime]
) -> None:
    """Just at the instant and a microsecond before it, too."""
    within = timedelta(hours=allowed)
    found = begun_before(now, within, office, zone)
    for since in (*others, found, found - timedelta(microseconds=1)):
        assert (since < found) == (due(since, within, (), office, zone) < now)
