"""Figures of orders are a plain count over what happened to them, and the median is one over the holds that ended."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from statistics import median

from hypothesis import given
from hypothesis import strategies as st

from moratorium.desk.quarter_figures import of_orders
from moratorium.store.periods import EffectChange, Period

START = datetime(2022, 4, 1, tzinfo=UTC)
PERIOD = Period(START, START + timedelta(days=91), 1_000)
EFFECTS = ("allow", "hold", "deny")


@st.composite
def lives(draw: st.DrawFn) -> list[EffectChange]:
    """Changes of a few orders, as the store tells them: some before the quarter, told if they hold to its end."""
    told: list[EffectChange] = []
    act = 0
    for order in range(draw(st.integers(0, 6))):
        at = START - timedelta(days=5)
        changes: list[EffectChange] = []
        for _ in range(draw(st.integers(1, 4))):
            act += 1
            before = changes[-1] if changes else None
            effect = draw(st.sampled_from([one for one in EFFECTS if before is None or one != before.effect]))
            at += timedelta(minutes=draw(st.integers(1, 20_000)))
            effect_before, since = (before.effect, before.at) if before else (None, None)
            changes.append(EffectChange(f"SO-{order}/sale", act, at, effect, effect_before, since, False))
        changes[-1] = changes[-1]._replace(lasts=True)
        told += [one for one in changes if one.at >= START or (one.lasts and one.effect == "hold")]
    return sorted(told, key=lambda one: one.act)


@given(lives())
def test_orders_are_counted_where_their_effect_changed(changes: list[EffectChange]) -> None:
    figures = {one.id: one for one in of_orders(changes, PERIOD).figures}
    plain: dict[str, set[int]] = {id: set() for id in figures}
    hours = []
    for one in changes:
        if one.effect == "hold" and one.lasts:
            plain["orders-waiting"].add(one.act)
        if one.at < START:
            continue
        if one.before is None:
            plain["orders-first"].add(one.act)
        for effect, id in (("deny", "orders-denied"), ("hold", "orders-held")):
            if one.effect == effect:
                plain[id].add(one.act)
        if one.before == "hold" and one.since is not None:
            plain["orders-released" if one.effect == "allow" else "orders-refused"].add(one.act)
            plain["hours-median"].add(one.act)
            plain["hours-longest"].add(one.act)
            hours.append((one.at - one.since) / timedelta(hours=1))
    assert {id: set(one.acts) for id, one in figures.items()} == plain
    assert all(one.value == len(one.acts) for one in figures.values() if one.is_each_an_act)
    ends = figures["hours-median"].value, figures["hours-longest"].value
    if not hours:
        assert ends == (None, None)
        return
    for value, expected in zip(ends, (median(hours), max(hours)), strict=True):
        assert isinstance(value, Decimal)
        assert abs(float(value) - expected) <= 0.11  # one digit, of what is rounded to one digit
