"""The public form on which anybody reports a misuse: whether it is open, and what is taken in through it.

It is closed until somebody opens it, since whoever opens it has to read what comes in. Opening and closing it is an
act. What is handed in becomes a message of a case, in the service's own name; nothing of it is run, shown by a browser
in our name, or believed. How to reach whoever sent it is optional, and is entered by itself, so that it can be erased
alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import msgspec

from moratorium.desk import misuse
from moratorium.desk.cases import File
from moratorium.desk.home import Home
from moratorium.desk.misuse import Reported, Taken
from moratorium.desk.record import record_one
from moratorium.errors import Fault, InputError, MissingError, RefusedError
from moratorium.intake.attachments import plain_name
from moratorium.store import Connection, blobs, projections
from moratorium.terms.act import Kept
from moratorium.terms.canon import canonical

PART = "public_form"
"""The setting among the parts that are kept."""

CHANNEL = "public form"
MOST_FILES = 3
MOST_BYTES = 5 * 1024 * 1024
"""Of one file."""

MOST_TEXT = 10_000
MOST_CONTACT = 300
_NAME = "public_form.json"


class PublicForm(msgspec.Struct, frozen=True, omit_defaults=True):
    """The form as it is set.

    Attributes:
        is_open: Whether reports are taken.
        contact: Where somebody can reach the company about a report, in words; shown on the form.
    """

    is_open: bool = False
    contact: str = ""


CLOSED = PublicForm()


def setting(home: Home) -> PublicForm:
    """The form as it is set now."""
    with home.store.read() as connection:
        return _setting(connection)


def _setting(connection: Connection) -> PublicForm:
    kept = projections.kept_part(connection, PART)
    return CLOSED if kept is None else msgspec.json.decode(blobs.get(connection, kept.digest), type=PublicForm)


def keep_setting(home: Home, wanted: PublicForm) -> PublicForm:
    """Open or close the form; the same again is no act.

    Raises:
        RefusedError: nobody is named.
        InputError: the contact is too long.
    """
    if home.identity is None:
        raise RefusedError("this needs a name behind it", help="moratorium whoami --new NAME, then add `--as NAME`")
    if len(wanted.contact) > MOST_CONTACT:
        raise InputError.of([Fault(f"it has {len(wanted.contact)} characters", "contact", f"at most {MOST_CONTACT}")])
    made = PublicForm(wanted.is_open, wanted.contact.strip())
    with home.store.begin() as connection:
        if _setting(connection) != made:
            digest = blobs.put(connection, canonical(msgspec.to_builtins(made)), "application/json")
            record_one(home, connection, "kept", PART, Kept(PART, digest, _NAME))
    return made


def check_report(home: Home, reported: Reported, files: Sequence[File]) -> None:
    """Look at a report before anything is done with it: what is cheap to tell is told first.

    Raises:
        MissingError: the form is closed.
        InputError: it says nothing, or says or brings too much; all faults at once.
    """
    if not setting(home).is_open:
        raise MissingError("reports are not taken here", help="tell the company by another way")
    faults = []
    if not 1 <= len(reported.text.strip()) <= MOST_TEXT:
        faults.append(Fault("say what you saw", "text", f"in at most {MOST_TEXT:,} characters"))
    if len(reported.contact) > MOST_CONTACT:
        faults.append(Fault("this is too long", "contact", f"at most {MOST_CONTACT} characters"))
    if len(files) > MOST_FILES:
        faults.append(Fault("too many files", "files", f"send at most {MOST_FILES}"))
    for one in files:
        name, most = plain_name(one.name), MOST_BYTES // 1024**2
        if not one.content:
            faults.append(Fault(f"{name}: the file is empty", "files", "choose it again"))
        if len(one.content) > MOST_BYTES:
            faults.append(Fault(f"{name}: the file is larger than {most} MB", "files", "send a part of it"))
    if faults:
        raise InputError.of(faults)


def take_report(home: Home, reported: Reported, files: Sequence[File]) -> Taken:
    """Take in what somebody of the public reports.

    Args:
        home: Of the service, which takes it in, in its own name.
        reported: What they say.
        files: What they hand in.

    Raises:
        MissingError: the form is closed.
        InputError: it does not fit; all faults at once.
        RefusedError: a file may not be kept.
    """
    check_report(home, reported, files)
    return misuse.take_message(home, replace(reported, channel=CHANNEL), files)


def reference_of(taken: Taken) -> str:
    """What somebody who reported can refer to.

    >>> reference_of(Taken("MR-2022-0007", 3, True))
    'MR-2022-0007-3'
    """
    return f"{taken.case}-{taken.number}"
