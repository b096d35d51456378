"""The second person: answers and clearances that one person gave, confirmed or turned down by another.

An answer counts for orders below the set value at once, and may hold or deny any order. It releases an order above the
value when a second person confirms it, which is to say the same. A clearance of such an order is a proposal until then.
"""

from __future__ import annotations

from moratorium.desk import releasing
from moratorium.desk.hold_rules import hold_rules
from moratorium.desk.home import Home
from moratorium.desk.record import record_one
from moratorium.desk.references import References
from moratorium.desk.releasing import Done, decided_again, rest
from moratorium.errors import RefusedError
from moratorium.measures.lifecycle import second_pair_of_eyes
from moratorium.store import Connection, second_person
from moratorium.store import holds as rows
from moratorium.store.second_person import SaidByOne
from moratorium.terms.holding import AnswerConfirmed


def open_answers(home: Home) -> tuple[SaidByOne, ...]:
    """Answers of one person for which an order above the set value waits, oldest first."""
    with home.store.read() as connection:
        return second_person.waiting(connection, hold_rules(connection).two_people_above, home.today())


def confirm(home: Home, number: int, references: References | None = None) -> Done:
    """Confirm an answer or a clearance as the second person; the orders that wait for it are decided again.

    Args:
        home: Who confirms.
        number: Log index of the act that answered it, or proposed to clear it.
        references: What was read before; None reads it.

    Raises:
        MissingError: that act did neither.
        RefusedError: it is decided already, or this is the person who gave it, or nobody.
    """
    if not _is_answer(home, number):
        return releasing.confirm(home, number, references)
    with home.store.begin() as connection:
        found = _open(home, connection, number)
        second_pair_of_eyes(found.by, home.actor, f"answer {number}")
        index = record_one(home, connection, "answer_confirmed", found.said.subject, AnswerConfirmed(number))
        waiting = [key for key, _ in rows.waiting(connection, found.question)]
        cause = f"answer {number} confirmed"
        job = rest(home, connection, index, cause)
    return decided_again(home, (index,), waiting, cause, references, job=job)


def reject(home: Home, number: int, reason: str, references: References | None = None) -> Done:
    """Turn down an answer or a clearance of one person, with the reason; an answer is taken back by it.

    Args:
        home: Who does; whoever gave it may, too.
        number: Log index of the act that answered it, or proposed to clear it.
        reason: Why.
        references: What was read before; None reads it.

    Raises:
        MissingError: that act did neither.
        RefusedError: it is decided already, or nobody is named.
        InputError: no reason is given.
    """
    if not _is_answer(home, number):
        return Done((releasing.reject(home, number, reason),))
    with home.store.read() as connection:
        _open(home, connection, number)
    return releasing.withdraw(home, number, reason, references)


def _is_answer(home: Home, number: int) -> bool:
    with home.store.read() as connection:
        found = rows.of_act(connection, number)
    return found is not None and found[0] in ("answer", "disposition")


def _open(home: Home, connection: Connection, number: int) -> SaidByOne:
    found = second_person.of_act(connection, number, home.today())
    if found is None:
        message = f"answer {number} counts no longer: somebody answered anew, took it back, or it has expired"
        raise RefusedError(message, help="look at the order again")
    if found.confirmed_by is not None:
        raise RefusedError(f"answer {number} is confirmed already", help="look at the order again")
    return found
