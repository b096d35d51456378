"""Decided again: when a measure comes into force, is extended or lifted, when a list or an answer changes.

An allow binds only for what it rests on. Every order that is not delivered, and every order that is held, is decided
again as of the day; what changed is listed. This is what stops the right orders on Monday morning.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import msgspec

from moratorium.decision.decider import Decider
from moratorium.decision.questions import Questionnaire
from moratorium.desk import rulebooks
from moratorium.desk.checking import BATCH, Recorded, Tally, decide_batch, ignore
from moratorium.desk.home import Home
from moratorium.desk.record import record_one
from moratorium.desk.references import References
from moratorium.measures import Rulebook
from moratorium.store import Connection, blobs, projections
from moratorium.terms.act import CameIntoForce
from moratorium.terms.order import Order


@dataclass(frozen=True)
class Again:
    """What deciding again came to.

    Attributes:
        day: The day as of which it was decided.
        changed: Decisions whose effect differs from the one before.
        tally: All of them counted.
    """

    day: date
    changed: tuple[Recorded, ...]
    tally: Tally


def decide_again(
    home: Home,
    cause: str,
    day: date | None = None,
    rulebook: Rulebook | None = None,
    sink: Callable[[Recorded], None] = ignore,
    among: Callable[[Order], bool] | None = None,
    references: References | None = None,
) -> Again:
    """Decide undelivered and held orders again and list what changed.

    Args:
        home: The state.
        cause: Why, in words; goes into the record.
        day: Valid day; None for today.
        rulebook: None for the adopted one.
        sink: Is handed each decision after it is recorded.
        among: Which of these orders are decided again; None for all.
        references: What was read before, so that it is not read twice; None reads it.

    Raises:
        MissingError: no rulebook was adopted and none is given.
    """
    valid = day or home.today()
    with home.store.read() as connection:
        chosen = rulebook or rulebooks.adopted(connection)
        decider = Decider(chosen, (references or References(home)).on(connection, valid, chosen))
    tally = Tally(questions=Questionnaire(decider.matches))
    changed: list[Recorded] = []
    after = ""
    while batch := page(home, after):
        after = batch[-1][0].key
        acts = {order.key: act for order, act in batch}
        wanted = [(order, valid) for order, _ in batch if among is None or among(order)]
        for recorded in decide_batch(home, wanted, decider, acts) if wanted else ():
            tally.add(recorded)
            if recorded.before != recorded.decided.decision.effect:
                changed.append(recorded)
            sink(recorded)
    listed = [(one.decided.decision.order, one.before or "none", one.decided.decision.effect) for one in changed]
    with home.store.begin() as connection:
        note(home, connection, CameIntoForce(valid, cause, sum(tally.orders.values()), tuple(listed)))
    return Again(valid, tuple(changed), tally)


def page(home: Home, after: str) -> list[tuple[Order, int]]:
    """The next orders that are not delivered or are held, each with the log index of the decision that stands.

    Args:
        home: The state.
        after: Key of the last order of the page before; empty for the first page.
    """
    with home.store.read() as connection:
        rows = projections.to_decide_again(connection, after, BATCH)
        return [(msgspec.json.decode(blobs.get(connection, row.digest), type=Order), row.act) for row in rows]


def note(home: Home, connection: Connection, came: CameIntoForce) -> int:
    """Record that orders were decided again; returns the act's log index."""
    return record_one(home, connection, "came_into_force", came.cause, came)
