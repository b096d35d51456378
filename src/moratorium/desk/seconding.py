"""Letters about what waits for a second person: answers and clearances of dear orders, words before they go out.

Whoever may confirm it is told, and not who said it. One letter tells all that a person said since the log was last
read, since one answer to a question of many orders proposes to clear each of them. What was confirmed or turned down
by the time of reading waits for nobody, and is not told.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from moratorium.desk import receivers
from moratorium.desk.hold_rules import hold_rules
from moratorium.desk.home import Home
from moratorium.store import Connection, Logged, cases, holds, second_person
from moratorium.terms.act import Answered
from moratorium.terms.case import CaseMoved

KINDS = ("answered", "case_moved", "clearance_proposed")
APPROVE = "approve"
"""The step by which another person lets words go out."""

LETTER = "second_person"
MOST = 10
"""So many lines of a letter."""

LINK = "/holds/clearances"


class _Waiting(NamedTuple):
    """Something that waits for a second person.

    Attributes:
        by: Who said it.
        words: What, on one line.
    """

    by: str
    words: str


def tell(home: Home, connection: Connection, acts: list[Logged]) -> None:
    """Write to whoever may confirm what was said by some acts, if it waits still.

    Args:
        home: The state.
        connection: In the write transaction that moves the mark of what was read.
        acts: Of ``KINDS``, in the order of the log.
    """
    said: dict[str, list[str]] = {}
    for waiting in _of_holds(home, connection, acts):
        said.setdefault(waiting.by, []).append(waiting.words)
    for by, lines in said.items():
        values = {"by": by, "waiting": "\n".join(_shortened(lines)), "link": LINK}
        receivers.tell_all(home, connection, LETTER, values, but=(by,))
    moved = {one.act.payload.case: one.act for one in acts if isinstance(one.act.payload, CaseMoved)}
    for id, act in moved.items():
        _tell_of_words(home, connection, id, act.actor)


def _of_holds(home: Home, connection: Connection, acts: list[Logged]) -> Iterator[_Waiting]:
    """Clearances and answers among some acts for which an order above the set value waits."""
    proposed = {one.index for one in acts if one.act.kind == "clearance_proposed"}
    if proposed:
        found = holds.open_clearances(connection, min(proposed) - 1, len(proposed))
        for row in (row for row in found if row.act in proposed):
            yield _Waiting(row.by, f"{row.cleared.order}: {row.cleared.measure}")
    answered = {one.index for one in acts if isinstance(one.act.payload, Answered)}
    if answered:
        above = hold_rules(connection).two_people_above
        for one in second_person.waiting(connection, above, home.today()):
            if one.act in answered:
                yield _Waiting(one.by, f"{one.order}: {one.text}")


def _shortened(lines: list[str]) -> list[str]:
    """The first of them; how many there are in all stands in place of the rest."""
    return lines if len(lines) <= MOST else [*lines[:MOST], f"… ({len(lines):,})"]


def _tell_of_words(home: Home, connection: Connection, id: str, by: str) -> None:
    """Tell of the words on a case that wait for somebody who approves them, if the last step has led there."""
    found = cases.case(connection, id)
    step = found.lifecycle.step(found.state, APPROVE)
    if step is None or not step.apart_from:
        return
    takers = tuple(found.takers[name] for name in step.apart_from if name in found.takers)
    values = {"by": by, "waiting": " ".join(filter(None, (id, found.title))), "link": f"/cases/{id}"}
    receivers.tell_all(home, connection, LETTER, values, but=takers, who=step.who)
