"""What keeps a text from going out too early, unread, or after its measure was changed; asked at every step.

The table of a lifecycle says what must be stated. This says what must *hold*: that each text was checked as it stands
and with the measure as it stands now, that there is one text in each language and one for each recipient's, that
audience and hour are those that were approved, and that the hour has come. It is asked whoever takes the step, by
whatever way: the console, the API, the command line, or the worker at the hour of release.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from moratorium.desk.home import Home
from moratorium.desk.rulebooks import adopted_or_base
from moratorium.errors import Fault, InputError, RefusedError
from moratorium.registers.case import NONE, Case
from moratorium.store import Connection
from moratorium.terms.canon import digest_bytes
from moratorium.terms.case import CaseEntered, CaseMoved

READ = {"public_statement": ("review", "approve", "publish"), "notice": ("approve", "send")}
"""Steps before which the words were read, by kind."""

OUT = {"public_statement": "publish", "notice": "send"}
"""The step with which a text goes out, by kind."""


APPROVED = ("audience", "measure", "release_at")
"""Fields that are approved together with the texts."""


def check_step(home: Home, connection: Connection, case: Case, step: str) -> None:
    """Let a case take a step, or not.

    Args:
        home: The state; its clock tells whether the instant of release has come.
        connection: In the transaction of the step.
        case: With the words that come with the step.
        step: Name of the step.

    Raises:
        RefusedError: something does not hold; says what, and all of it.
        InputError: it is said to have gone out before it may, or in the future.
    """
    if step not in READ.get(case.kind, ()):
        return
    if words := list(unready(connection, case)):
        raise RefusedError(
            f"`{step}` is not possible: {'; '.join(words)}", case.id, "take the step `return`, and check"
        )
    if step == OUT[case.kind]:
        _check_as_approved(case)
        _check_hour(home, case)


def unready(connection: Connection, case: Case) -> Iterator[str]:
    """What does not hold of the texts of a case, in words."""
    now = revision_of(connection, case.fields.get("measure", ""))
    languages: dict[str, int] = {}
    for number, stated in case.parts_of("version").items():
        if stated.get("replaced_by"):
            continue
        language = stated.get("language", "")
        if language in languages:
            yield f"versions {languages[language]} and {number} are both in `{language}`; mend the one into the other"
        languages[language] = number
        digest = stated.get("checked_digest")
        if digest is None:
            yield f"version {number} was not checked by another person"
        elif digest != digest_bytes(stated.get("text", "").encode()):
            yield f"version {number} was checked with another text"
        elif stated.get("measure_revision") != now:
            yield f"the measure was changed since version {number} was checked ({now} now)"
    if case.kind == "notice":
        for number, stated in case.parts_of("recipient").items():
            if stated.get("language") not in languages:
                yield f"recipient {number} reads `{stated.get('language', '')}`, and there is no text in it"


def approved_texts(case: Case) -> dict[str, tuple[int, str]]:
    """The texts that may be shown outside, by language, with the number of the version.

    A text that was entered later, or was never read by another person, is none of them.
    """
    found = {}
    for number, stated in case.parts_of("version").items():
        text = stated.get("text", "")
        if text and not stated.get("replaced_by") and stated.get("checked_digest") == digest_bytes(text.encode()):
            found[stated.get("language", "")] = (number, text)
    return found


def as_approved(case: Case) -> dict[str, str]:
    """Fields of a case as they stood when it was last approved; none before."""
    stated: dict[str, str] = {}
    approved: dict[str, str] = {}
    for event in case.events:
        match event.payload:
            case CaseMoved(step="approve"):
                approved = dict(stated)
            case CaseEntered(step=step, fields=fields):
                stated |= fields
                if step == "approve":
                    approved |= fields
    return approved


def _check_as_approved(case: Case) -> None:
    """For whom, of which measure and when was approved with the text; one person does not change it alone."""
    approved = as_approved(case)
    changed = [name for name in APPROVED if case.fields.get(name, "") != approved.get(name, "")]
    if changed:
        words = " and ".join(f"`{name}`" for name in changed)
        raise RefusedError(f"{words} was changed after it was approved", case.id, "take the step `return`, and approve")


def revision_of(connection: Connection, measure: str) -> str:
    """The revision of a measure as it is adopted now; ``none`` if it is not."""
    found = (one.revision for one in adopted_or_base(connection).measures if one.id == measure)
    return next(found, NONE)


def release_at(case: Case) -> datetime | None:
    """The instant before which a text does not go out; None if none is stated."""
    stated = case.fields.get("release_at", "")
    return datetime.fromisoformat(stated) if stated else None


def _check_hour(home: Home, case: Case) -> None:
    """The clock of the desk counts, and what is said of the past must fit it."""
    now, hour = home.clock(), release_at(case)
    if hour is not None and now < hour:
        raise RefusedError(
            f"it is not released before {hour.isoformat()}", case.id, "wait, or have another hour approved"
        )
    stated = case.fields.get("released_at", "")
    if not stated:
        return
    released = datetime.fromisoformat(stated)
    if released > now:
        raise InputError.of([Fault("it has not gone out yet", "released_at", "enter the instant when it has")])
    if hour is not None and released < hour:
        raise InputError.of([Fault(f"that is before the release at {hour.isoformat()}", "released_at")])
