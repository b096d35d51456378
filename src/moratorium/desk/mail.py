"""Mail: letters put into the outbox with what causes them, and sent by the worker.

:func:`post` is called in the transaction of the cause, so a letter is there exactly if the act is. The same letter
(kind, receiver and values) posted twice is one. Sending is tried again with longer and longer pauses, then given up and
shown. A letter tells as little as it can: it names an order or a number of parties, and leads to the console, where
permissions count, for the rest.
"""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from email.headerregistry import Address
from typing import get_args

import msgspec

from moratorium.desk.home import Home
from moratorium.desk.mail_words import KINDS, words
from moratorium.errors import InputError
from moratorium.store import Connection, outbox
from moratorium.terms.canon import digest
from moratorium.terms.document import nearest

KEPT_FOR = timedelta(days=30)
"""How long it can be seen that a letter was sent or given up."""

PAUSES = (
    timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=6),
    timedelta(hours=12), timedelta(days=1), timedelta(days=1),
)  # fmt: skip
"""Pause after each try that failed; after the last one the letter is given up."""

GROUPED_AT = time(6)
"""Letters that wait for the next morning are due at this time, in UTC."""

_LONGEST = 4_000
"""Characters of one value."""

_LONGEST_TEXT = 20_000
"""Characters of a text that was approved, such as a notice; as many as a field of a case has."""


class Letter(msgspec.Struct, frozen=True):
    """A letter to one address.

    Attributes:
        kind: One of ``mail_words.KINDS``.
        to: The address.
        language: ``en``, ``nl`` or ``zh``; anything else is written in English.
        values: What its words hold; exactly the names of its kind.
        is_grouped: Whether it waits for the next morning and goes with all others to the same address.
    """

    kind: str
    to: str
    language: str
    values: dict[str, str]
    is_grouped: bool = False


def post(home: Home, connection: Connection, letter: Letter) -> str:
    """Put a letter into the outbox; it is sent after the transaction has committed.

    Args:
        home: The state.
        connection: In the write transaction of what causes it.
        letter: What goes to whom.

    Returns:
        Its id; the same for the same letter, which is put in once.

    Raises:
        InputError: no such kind, no address, or values that do not fit the kind.
    """
    check(letter)
    now = home.clock()
    id = digest([letter.kind, letter.to, letter.values])
    due = _morning(now) if letter.is_grouped else now
    outbox.put(
        connection,
        outbox.Posted(id, letter.kind, letter.to, letter.language, letter.values, now, due, letter.is_grouped),
    )
    return id


def check(letter: Letter) -> None:
    """Check that a letter can be written.

    Raises:
        InputError: no such kind, no address, or values that do not fit the kind.
    """
    if letter.kind not in KINDS:
        help_ = nearest(letter.kind, KINDS) or f"one of {', '.join(KINDS)}"
        raise InputError(f"no kind of letter `{letter.kind}`", "kind", help_)
    check_address(letter.to)
    needed = words(letter.kind, "en").names
    if needed != letter.values.keys():
        message = f"a `{letter.kind}` letter holds {', '.join(sorted(needed))}, not {', '.join(sorted(letter.values))}"
        raise InputError(message, "values")
    for name, value in letter.values.items():
        most = _LONGEST_TEXT if name == "text" else _LONGEST
        if len(value) > most:
            raise InputError(f"`{name}` has {len(value):,} characters", "values", f"at most {most:,}")


_ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\]{1,64}@[^\s@<>,;:\"()\[\]\\]{1,255}")


def check_address(text: str) -> None:
    """Check that a text is one mail address, and nothing more: no name, no second one, no line break.

    Raises:
        InputError: it is none.
    """
    if not _ADDRESS.fullmatch(text) or not text.isprintable():
        raise InputError(f"`{text[:80]}` is no mail address", "to", "write it as name@company.example")
    try:
        Address(addr_spec=text)
    except (ValueError, IndexError) as error:
        raise InputError(f"`{text[:80]}` is no mail address", "to", "write it as name@company.example") from error


def pause_after(tries: int) -> timedelta | None:
    """How long to wait after so many failed tries; None if there is no further one."""
    return PAUSES[tries - 1] if tries <= len(PAUSES) else None


def _morning(now: datetime) -> datetime:
    """The next morning."""
    this = now.replace(hour=GROUPED_AT.hour, minute=0, second=0, microsecond=0)
    return this if this > now else this + timedelta(days=1)


def listed(home: Home, state: str | None = None, limit: int = 500) -> tuple[outbox.Posted, ...]:
    """Letters that wait, were sent or were given up, the newest first.

    Raises:
        InputError: no such state.
    """
    if state not in (None, *_STATES):
        raise InputError(f"no state `{state}`", "state", f"one of {', '.join(_STATES)}")
    with home.store.read() as connection:
        return outbox.page(connection, state, limit)


def counts(home: Home) -> dict[str, int]:
    """How many letters there are in each state; none left out."""
    with home.store.read() as connection:
        return dict.fromkeys(_STATES, 0) | outbox.counts(connection)


_STATES = get_args(outbox.State)
