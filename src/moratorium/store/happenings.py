"""What happened that somebody should hear of: days that came, and what a comparison with the lists changed."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, func, select

from moratorium.store import tables

_EXPIRING = {
    "answers": tables.answers.c.expires,
    "possible matches that were settled": tables.dispositions.c.expires,
    "clearances": tables.clearances.c.expires,
    "authorisations": tables.authorisations.c.until,
}
"""By what it is, the first day on which it no longer counts."""


def expired(connection: Connection, after: date, until: date) -> dict[str, int]:
    """How many answers, clearances and so on ran out from the day after one until another, by what they are."""
    found = {}
    for words, day in _EXPIRING.items():
        count = connection.execute(select(func.count()).where((day > after) & (day <= until))).scalar()
        if count:
            found[words] = int(count)
    return found


def outcomes_changed(connection: Connection, ended: int) -> int:
    """How many outcomes a comparison with the lists changed, all its batches together.

    Args:
        connection: In any transaction.
        ended: Log index of the act that ended it.
    """
    of = tables.rescreens.c
    before = select(func.coalesce(func.max(of.act), -1)).where(of.ended & (of.act < ended)).scalar_subquery()
    return int(
        connection.execute(select(func.sum(of.changed)).where((of.act > before) & (of.act < ended))).scalar() or 0
    )


def held_before(connection: Connection, key: str, act: int) -> bool:
    """Whether the decision of an order before an act held it as well, so that it is nothing new."""
    of = tables.decisions.c
    asked = select(of.effect).where((of.order_key == key) & (of.act < act)).order_by(of.act.desc()).limit(1)
    return bool(connection.execute(asked).scalar() == "hold")
