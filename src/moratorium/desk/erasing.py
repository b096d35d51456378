"""Words on a case erased: what a person said or is said to have done goes, and that something was done stays proved.

With an entry go its payload and salt, its files that no other entry cites, its place in the search, the title it gave,
and what a program was answered about it within the day. Steps, states, counts, deadlines and every leaf of the log
stay. Where orders rest on what a partner undertook, they are decided again. Letters that were sent are not called back,
and a backup holds what it held: see ``docs/cases.md``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from moratorium.desk.cases import check_somebody
from moratorium.desk.home import Home
from moratorium.desk.partner_effects import orders_follow
from moratorium.desk.record import record_one
from moratorium.errors import ConflictError, Fault, InputError, MissingError
from moratorium.registers.case import Case, Event
from moratorium.store import Connection, cases, erase, requests
from moratorium.terms.act import Erased
from moratorium.terms.case import CaseEntered, CaseMoved

MOST_REASON = 500

_AROUND = timedelta(minutes=10)
"""An answer to the program that entered something was kept within this time of the entry."""


@dataclass(frozen=True)
class Going:
    """What goes with an entry.

    Attributes:
        event: The act, with its words.
        files: Names of the files that go with it, since no other entry of a case cites them.
        kept_files: Names of those that stay, since another entry cites them too.
        is_title: Whether the title of the case goes, or an earlier one comes back.
    """

    event: Event
    files: tuple[str, ...]
    kept_files: tuple[str, ...]
    is_title: bool


def going(home: Home, id: str, index: int) -> Going:
    """What would go with an entry; nothing is done.

    Raises:
        MissingError: no such case, or this act is none of its entries.
        ConflictError: its words are gone already.
        InputError: the act is a step, which stays.
    """
    with home.store.read() as connection:
        case, event, entered = _entry(connection, id, index)
        alone = cases.files_of_act_alone(connection, index)
        files = [(one.name, one.digest in alone) for one in entered.attachments]
        return Going(
            event,
            tuple(name for name, goes in files if goes),
            tuple(name for name, goes in files if not goes),
            bool(entered.title) and entered.title == case.title,
        )


def erase_entry(home: Home, id: str, index: int, reason: str) -> int:
    """Erase the words of one entry of a case; returns the log index of the act that says so.

    Args:
        home: Acts as who erases.
        id: Of the case.
        index: Number of the act that entered them.
        reason: Why: a request of the person, the end of retention. It stays, so it names nobody.

    Raises:
        RefusedError: nobody is named.
        InputError: no reason, or the act is a step.
        MissingError: no such case, or this act is none of its entries.
        ConflictError: its words are gone already.
    """
    check_somebody(home)
    if not 1 <= len(reason.strip()) <= MOST_REASON:
        help_ = f"say why in at most {MOST_REASON} characters, and name nobody: the reason stays"
        raise InputError.of([Fault("an erasure needs a reason", "reason", help_)])
    with home.store.begin() as connection:
        case, event, _ = _entry(connection, id, index)
        requests.prepare(connection)
        requests.forget_answers(connection, event.at - _AROUND, event.at + _AROUND, id.encode())
        with orders_follow(home, connection, case.kind, id):
            erase(connection, index)
            return record_one(home, connection, "erased", id, Erased(index, reason.strip()))


def _entry(connection: Connection, id: str, index: int) -> tuple[Case, Event, CaseEntered]:
    case = cases.case(connection, id)
    event = next((one for one in case.events if one.act == index), None)
    if event is None:
        raise MissingError(f"act {index} is no entry of case `{id}`", help=f"see `moratorium case show {id}`")
    match event.payload:
        case CaseMoved():
            raise InputError(f"act {index} is a step, which names nobody and stays", f"act {index}", "erase its words")
        case None:
            raise ConflictError(f"the words of act {index} are erased already", id)
        case CaseEntered() as entered:
            return case, event, entered
