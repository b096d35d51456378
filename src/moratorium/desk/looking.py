"""Looking through what is recorded, a page at a time: orders, measures, acts, and what holds wait for."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import msgspec

from moratorium.decision.decision import Decision, Judgement
from moratorium.decision.questions import Asked, Questionnaire
from moratorium.desk import rulebooks
from moratorium.desk.directory import Directory
from moratorium.desk.explaining import Explained, explain
from moratorium.desk.home import Home
from moratorium.desk.writer import Writer
from moratorium.errors import MissingError
from moratorium.measures import Measure, base_pack
from moratorium.store import Connection, act_at, blobs, pages, projections, size
from moratorium.store.acts import Entry
from moratorium.store.projections import MeasureState, OrderRow, ProposalRow
from moratorium.terms.order import Order

PAGE = 200


def orders(home: Home, wanted: pages.Wanted, after: str, limit: int) -> tuple[OrderRow, ...]:
    """Orders as they were last decided, in the order of their keys; see :func:`moratorium.store.pages.orders`."""
    with home.store.read() as connection:
        return pages.orders(connection, wanted, after, limit)


def decided_since(home: Home, start: int, limit: int) -> tuple[OrderRow, ...]:
    """Orders whose decision that stands was made at a log index or later, in the order of the log."""
    with home.store.read() as connection:
        return pages.decided_since(connection, start, limit)


def wanted(effect: str | None, status: str | None) -> pages.Wanted:
    """Which orders; None takes all."""
    return pages.Wanted(effect, status)


def order_row(home: Home, key: str) -> OrderRow:
    """An order as it was last decided.

    Raises:
        MissingError: no such order.
    """
    with home.store.read() as connection:
        found = projections.order(connection, key)
    if found is None:
        raise MissingError(f"no order `{key}`")
    return found


def whole_orders(home: Home, id: str, known: Directory) -> tuple[Explained, ...]:
    """The orders of the caller's id, one for each activity, with their decisions.

    Raises:
        MissingError: no such order was decided.
    """
    return explain(home, id, known)


def measures(home: Home) -> tuple[str, tuple[Measure, ...]]:
    """Digest and measures of the adopted rulebook, with the base pack.

    Raises:
        MissingError: none was adopted.
    """
    with home.store.read() as connection:
        rulebook = rulebooks.adopted(connection)
    return rulebook.digest, rulebook.measures


@dataclass(frozen=True)
class WholeMeasure:
    """A measure with its history.

    Attributes:
        measure: As in the rulebook; None if it is no longer part of it.
        text: Its text, the last one if it left the rulebook.
        states: All its states, oldest first.
    """

    measure: Measure | None
    text: str
    states: tuple[MeasureState, ...]


def whole_measure(home: Home, id: str) -> WholeMeasure:
    """A measure with its text and all its states.

    Raises:
        MissingError: it was never adopted.
    """
    with home.store.read() as connection:
        states = projections.history_of_measure(connection, id)
        documents = projections.rulebook_documents(connection, None)
    base = {measure.id: measure for measure in base_pack()}
    if id in base:
        return WholeMeasure(base[id], base[id].text, states)
    if not states:
        raise MissingError(f"no measure `{id}`", help="GET /v1/measures")
    present = {one.id: one for one in rulebooks.read(documents).measures}.get(id)
    return WholeMeasure(present, documents.get(id, states[-1].document), states)


def proposals(home: Home) -> tuple[ProposalRow, ...]:
    """Proposals that nobody has approved or rejected."""
    with home.store.read() as connection:
        return projections.open_proposals(connection)


def proposal(home: Home, number: int) -> ProposalRow:
    """One proposal, whatever became of it.

    Raises:
        MissingError: there is none of that number.
    """
    with home.store.read() as connection:
        found = projections.proposal(connection, number)
    if found is None:
        raise MissingError(f"no proposal {number}", help="GET /v1/proposals")
    return found


def acts(home: Home, start: int, limit: int, kinds: Sequence[str] | None) -> tuple[tuple[Entry, ...], int]:
    """Acts as they lie in the log, from an index on, and the size of the log."""
    with home.store.read() as connection:
        return pages.acts(connection, start, limit, kinds), size(connection)


# -- questions --------------------------------------------------------------------------------------------------------


class Waiting:
    """What all orders that are held wait for; gathered anew when the log has grown."""

    def __init__(self, home: Home, writer: Writer) -> None:
        self._home = home
        self._writer = writer
        self._lock = threading.Lock()
        self._size = -1
        self._asked: tuple[Asked, ...] = ()

    def questions(self) -> tuple[int, tuple[Asked, ...]]:
        """Size of the log, and the questions, the one that most orders wait for first.

        Raises:
            SourceError: what orders are decided by cannot be read.
        """
        decider = self._writer.refreshed()
        with self._lock, self._home.store.read() as connection:
            now = size(connection)
            if now != self._size:
                asked = Questionnaire(decider.matches)
                for order, decision in _held(connection):
                    with self._writer.current.lock:
                        _add(connection, asked, order, decision)
                self._asked, self._size = tuple(asked.ranked()), now
            return self._size, self._asked


def _held(connection: Connection) -> Iterator[tuple[Order, Decision]]:
    after, hold = "", pages.Wanted("hold")
    while rows := pages.orders(connection, hold, after, PAGE):
        after = rows[-1].key
        for row in rows:
            payload = act_at(connection, row.act).act.payload
            if isinstance(payload, Decision):
                yield msgspec.json.decode(blobs.get(connection, row.digest), type=Order), payload


def _add(connection: Connection, asked: Questionnaire, order: Order, decision: Decision) -> None:
    lines = {line.number: line for line in order.lines}
    for one in decision.lines:
        if one.effect == "hold":
            judgement = msgspec.json.decode(blobs.get(connection, one.judgement), type=Judgement)
            asked.add(order, lines[one.line], judgement.findings, decision.ties)
