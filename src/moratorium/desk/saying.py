"""What somebody answers, recorded: as an answer, or as the second word where another person had said the same.

Above the set value an answer releases an order only if two people said it (see ``decision/reference.py``). Whoever
gives the same answer as another one before need not know of it: that is the second word.
"""

from __future__ import annotations

from moratorium.desk.hold_rules import hold_rules, is_above
from moratorium.desk.home import Home
from moratorium.desk.record import act, record
from moratorium.store import Connection, second_person
from moratorium.store.holds import HoldRow
from moratorium.store.second_person import SaidByOne
from moratorium.terms.act import Act, Answered
from moratorium.terms.eyes import are_two_people, is_somebody
from moratorium.terms.holding import AnswerConfirmed


def say(home: Home, connection: Connection, said: Answered) -> int:
    """Record an answer; returns the log index of the act."""
    return record(home, connection, [said_act(home, connection, said)])[0]


def said_act(home: Home, connection: Connection, said: Answered) -> Act:
    """The act by which somebody answers: an answer, or the confirmation of another person's."""
    found = to_confirm(home, connection, said)
    if found is None:
        return act(home, "answered", said.subject, said)
    return act(home, "answer_confirmed", said.subject, AnswerConfirmed(found.act, said.source))


def to_confirm(home: Home, connection: Connection, said: Answered) -> SaidByOne | None:
    """The same answer as another person gave it, or two people did; None if it is a new one, or nothing takes two.

    What two people said already stays theirs: somebody who says it again does not put it in doubt.
    """
    if not hold_rules(connection).two_people_above:
        return None
    for one in second_person.counting(connection, said.subject, home.today()):
        if _is_same(one.said, said) and (one.confirmed_by is not None or is_another(home, one)):
            return one
    return None


def takes_another(home: Home, connection: Connection, said: Answered, row: HoldRow | None) -> bool:
    """Whether an answer, once given, still waits for a second person to release an order; None: it is not held."""
    above = row is not None and is_above(hold_rules(connection), row)
    return above and to_confirm(home, connection, said) is None


def is_another(home: Home, said: SaidByOne) -> bool:
    """Whether whoever works is another person than the one who gave an answer."""
    known = is_somebody(said.by) and is_somebody(home.actor)
    return known and are_two_people(said.by, home.actor)


def _is_same(one: Answered, other: Answered) -> bool:
    """Whether two answers say the same, until the same day; of list entries, as they were compared for both."""
    return _content(one) == _content(other)


def _content(said: Answered) -> object:
    entries = {(one.entry, one.entry_digest, one.party_digest, one.match) for one in said.settles}
    return said.fact, entries or said.value, said.expires
