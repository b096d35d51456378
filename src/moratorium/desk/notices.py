"""Letters about what stands in the log: holds, proposals, what waits for a second person, what came out otherwise.

The log is read on from where it was left, and the letters are put in together with the mark of how far it was read. So
nothing is told twice and nothing is passed over, whatever program wrote the acts; what was before the first reading is
not told any more.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import msgspec

from moratorium.decision.decision import Decision, Judgement
from moratorium.desk import receivers, seconding
from moratorium.desk.home import Home
from moratorium.desk.jobs import holder
from moratorium.store import Connection, Logged, blobs, happenings, marks, projections, read_acts, size
from moratorium.store.receivers import every
from moratorium.terms.act import CameIntoForce, Proposed, Rescreened
from moratorium.terms.holding import Assigned

READER = "notices"
KINDS = ("assigned", "came_into_force", "decided", "proposed", "rescreened", *seconding.KINDS)
MOST = 2_000
"""Acts in one transaction."""

MOST_QUESTIONS = 10


def follow(home: Home) -> int:
    """Read the log on and write of what happened; returns how many acts were read."""
    with home.store.read() as connection:
        start, end = marks.mark(connection, READER), size(connection)
    if start == end:
        return 0
    with home.store.begin() as connection:
        if start is None:
            marks.put(connection, READER, size(connection))
            return 0
        stop = min(end, start + MOST)
        if every(connection):
            said = []
            for one in read_acts(connection, KINDS, start, stop):
                if one.act.kind in seconding.KINDS:
                    said.append(one)
                else:
                    _tell(home, connection, one)
            seconding.tell(home, connection, said)
        marks.put(connection, READER, stop)
    return stop - start


def _tell(home: Home, connection: Connection, one: Logged) -> None:
    match one.act.payload:
        case Decision() as decision:
            _tell_of_hold(home, connection, one, decision)
        case CameIntoForce(changed=changed, cause=cause) if changed:
            values = {"count": f"{len(changed):,}", "cause": cause, "link": f"/acts/{one.index}"}
            receivers.tell_all(home, connection, "orders_changed", values)
        case Rescreened(ended=True, cause=cause):
            count = happenings.outcomes_changed(connection, one.index)
            if count:
                values = {"count": f"{count:,}", "cause": cause, "link": "/screening"}
                receivers.tell_all(home, connection, "outcomes_changed", values)
        case Assigned(to=to) if to and holder(one.act.actor) != to:
            values = {"order": one.act.subject, "by": one.act.actor, "link": f"/orders/{quote(one.act.subject)}"}
            receivers.tell(home, connection, to, "assigned", values)
        case Proposed(documents=documents, removed=removed):
            named = "\n".join(sorted({*documents, *removed})[:MOST_QUESTIONS])
            link = f"/proposals/{one.index}"
            values = {"number": str(one.index), "by": one.act.actor, "measures": named, "link": link}
            receivers.tell_all(home, connection, "proposed", values, but=(one.act.actor,))


def _tell_of_hold(home: Home, connection: Connection, one: Logged, decision: Decision) -> None:
    """Tell whoever handed an order in that it is held, if that is how it stands and it was not held before."""
    if decision.effect != "hold" or receivers.of(connection, one.act.actor) is None:
        return
    row = projections.order(connection, decision.order)
    if row is None or row.act != one.index or happenings.held_before(connection, decision.order, one.index):
        return
    questions = "\n".join(list(dict.fromkeys(_questions(connection, decision)))[:MOST_QUESTIONS])
    values = {"order": decision.order, "questions": questions, "link": f"/orders/{quote(decision.order)}"}
    receivers.tell(home, connection, one.act.actor, "hold", values)


def _questions(connection: Connection, decision: Decision) -> Iterator[str]:
    """What its holds wait for, in words."""
    for digest in dict.fromkeys(line.judgement for line in decision.lines if line.effect == "hold"):
        judgement = msgspec.json.decode(blobs.get(connection, digest), type=Judgement)
        yield from (one.question for one in judgement.findings if one.effect == "hold" and one.question)
