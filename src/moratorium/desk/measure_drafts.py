"""Drafts of measures: written over several sessions, checked by the real reader at every step, then proposed.

A draft is anybody's who may propose, and two people who write at once are told so: nobody overwrites what they did not
see. It is no part of the record before it is proposed; a proposal that was rejected or withdrawn can be made a draft
again, so nothing that was written is lost.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec

from moratorium.desk import rulebooks
from moratorium.desk.home import Home
from moratorium.errors import ConflictError, Fault, InputError, MissingError, RefusedError
from moratorium.measures import Measure, Rulebook, editing
from moratorium.store import Connection, drafts, projections
from moratorium.store.drafts import DraftRow
from moratorium.terms.canon import digest_bytes
from moratorium.terms.document import read_document

NAME = "measure"
"""Under this name faults tell a draft's lines: ``measure:4:12``."""

MOST_CHARACTERS = 200_000
_ID_BYTES = 6


_NOTHING = rulebooks.Change((), ())


@dataclass(frozen=True)
class Preview:
    """A text as the real reader finds it, and what it would change.

    Attributes:
        faults: All that is wrong, each with line, column and mend; then nothing else is told.
        measures: The measures in it.
        before: The adopted rulebook as it stands.
        after: The same with the text.
        change: What would change, and what to look at.
    """

    faults: tuple[Fault, ...]
    measures: tuple[Measure, ...] = ()
    before: Rulebook | None = None
    after: Rulebook | None = None
    change: rulebooks.Change = _NOTHING


def preview(home: Home, text: str) -> Preview:
    """What a text says and would change; every fault is a value here, nothing is raised for it."""
    with home.store.read() as connection:
        documents = projections.rulebook_documents(connection, None)
    try:
        _check_length(text)
        own = rulebooks.read({NAME: text})
        added = own.documents
        before, after = rulebooks.read(documents), rulebooks.read({**documents, **added})
    except InputError as error:
        return Preview(error.faults)
    measures = tuple(one for one in own.measures if one.id in added)
    if not added:
        return Preview((Fault("no measure is written here", NAME, "it begins with `measure: id`"),))
    return Preview((), measures, before, after, rulebooks.change(before, after, home.today()))


def begin(home: Home, text: str = "", measure: str = "", reason: str = "") -> DraftRow:
    """Begin a draft: of a new measure, or of a change of an adopted one.

    Args:
        home: The state.
        text: What is written so far; empty for the adopted text, or the template of a new measure.
        measure: Id of the measure that is to change; empty for a new one.
        reason: Why.

    Raises:
        MissingError: no such measure is adopted.
        RefusedError: nobody is named.
        InputError: the text is too long.
    """
    with home.store.begin() as connection:
        seen = _seen(connection, measure)
        started = text or (seen if measure else editing.new(f"suspension-{home.today()}", announced=home.today()))
        row = DraftRow(
            secrets.token_hex(_ID_BYTES),
            1,
            _checked(started),
            reason,
            measure,
            digest_bytes(seen.encode()) if measure else "",
            _somebody(home),
            home.clock(),
        )
        drafts.put(connection, row)
    return row


def _seen(connection: Connection, measure: str) -> str:
    """The adopted text of a measure; empty if none is meant."""
    if not measure:
        return ""
    documents = projections.rulebook_documents(connection, None)
    if measure not in documents:
        raise MissingError(f"no measure `{measure}` in the adopted rulebook", help="begin a new one")
    return documents[measure]


def _checked(text: str) -> str:
    _check_length(text)
    return text.replace("\r\n", "\n")


def _check_length(text: str) -> None:
    if len(text) > MOST_CHARACTERS:
        raise InputError(f"the text has {len(text):,} characters", NAME, f"keep it under {MOST_CHARACTERS:,}")


def _somebody(home: Home) -> str:
    if home.identity is None:
        raise RefusedError("a draft needs a name", help="sign in, or make a local identity")
    return home.actor


def all_drafts(home: Home) -> tuple[DraftRow, ...]:
    """Every draft, the one kept last first."""
    with home.store.read() as connection:
        return drafts.all_drafts(connection)


def draft(home: Home, id: str) -> DraftRow:
    """One draft.

    Raises:
        MissingError: there is none of that name.
    """
    with home.store.read() as connection:
        return _found(connection, id)


def _found(connection: Connection, id: str) -> DraftRow:
    found = drafts.find(connection, id)
    if found is None:
        raise MissingError(f"no draft `{id}`", help="it was proposed or thrown away; see the list of drafts")
    return found


def keep(home: Home, id: str, version: int, text: str, reason: str) -> DraftRow:
    """Keep a draft again, however faulty its text.

    Args:
        home: The state.
        id: Of the draft.
        version: The version that was seen.
        text: What is written now.
        reason: Why the measure is wanted.

    Raises:
        MissingError: there is no such draft any more.
        ConflictError: somebody else kept it meanwhile.
        InputError: the text is too long.
        RefusedError: nobody is named.
    """
    with home.store.begin() as connection:
        return _kept(home, connection, id, version, text, reason)


def _kept(home: Home, connection: Connection, id: str, version: int, text: str, reason: str) -> DraftRow:
    before = _found(connection, id)
    row = msgspec.structs.replace(
        before, version=version + 1, text=_checked(text), reason=reason, by=_somebody(home), at=home.clock()
    )
    if not drafts.replace(connection, row):
        message = f"{before.by} kept this draft meanwhile, as version {before.version}"
        raise ConflictError(message, "version", "look at theirs, then keep yours or throw it away")
    return row


def propose(home: Home, id: str, version: int, text: str, reason: str) -> int:
    """Propose what a draft says and throw the draft away, in one step; returns the proposal's number.

    Raises:
        InputError: the text is faulty or changes nothing, or no reason is given.
        MissingError: there is no such draft any more.
        ConflictError: somebody else kept it meanwhile, or the measure was changed since the draft was begun.
        RefusedError: nobody is named.
    """
    if not reason.strip():
        raise InputError("a proposal needs a reason", "reason", "say why; the approver reads it first")
    with home.store.begin() as connection:
        row = _kept(home, connection, id, version, text, reason)
        _check_written(row)
        _check_changes(connection, row)
        number = rulebooks.propose_within(home, connection, {NAME: row.text}, reason.strip(), row.seen or None)
        drafts.remove(connection, id)
    return number


def _check_written(row: DraftRow) -> None:
    """Words of the template would stand in the record, and in what goes out, as if somebody had meant them."""
    left = editing.left_of_template(row.text)
    if left:
        help_ = "write your own words there"
        raise InputError.of([Fault(f"`{words}` is what the template says", NAME, help_) for words in left])


def _check_changes(connection: Connection, row: DraftRow) -> None:
    """A proposal that changes nothing would only cost the approver time; one for another measure is no change of it."""
    documents, own = projections.rulebook_documents(connection, None), rulebooks.read({NAME: row.text})
    if not own.documents:
        raise InputError("no measure is written here", NAME, "it begins with `measure: id`")
    if row.measure and set(own.documents) != {row.measure}:
        named = ", ".join(f"`{id}`" for id in sorted(own.documents))
        help_ = "keep the id, or begin a new measure"
        raise InputError(f"this draft changes `{row.measure}`, and its text is of {named}", NAME, help_)
    before, after = rulebooks.read(documents), rulebooks.read({**documents, **own.documents})
    if before.digest == after.digest:
        raise InputError("this says what is adopted already", NAME, "change something, or throw the draft away")


def common(text: str) -> dict[str, str]:
    """The commonest fields of a text, as a form shows them; empty if it cannot be read as one measure.

    Returns:
        Title, effect, within and activities (words with blanks between), start, end and statement, under these names.
    """
    try:
        [measure] = [one for one in rulebooks.read({NAME: text}).measures if one.id not in rulebooks.base_ids()]
    except (InputError, ValueError):
        return {}
    scope = _scope_of(measure)
    places, activities, window = scope.get("territories"), scope.get("activities"), measure.in_force[-1].window
    return {
        "title": measure.title,
        "effect": measure.effect.word,
        "within": " ".join(map(str, places.get("within") or ())) if isinstance(places, dict) else "",
        "activities": " ".join(activities) if isinstance(activities, list) else "",
        "start": str(window.start or ""),
        "end": str(window.end or ""),
        "statement": measure.statement.get("en", ""),
    }


def _scope_of(measure: Measure) -> dict[str, Any]:
    plain = read_document(measure.text, measure.id).plain()
    scope = plain.get("scope") if isinstance(plain, dict) else None
    return scope if isinstance(scope, dict) else {}


def with_common(text: str, fields: Mapping[str, str]) -> str:
    """A text with its commonest fields as a form has them; what did not change stays as it is written.

    Raises:
        InputError: the text is not one measure, or a day is none.
    """
    before = common(text)
    changed = {name: value.strip() for name, value in fields.items() if value.strip() != before.get(name, "")}
    if not changed:
        return text
    window = None
    if {"start", "end"} & changed.keys():
        window = (_day(fields.get("start", ""), "start"), _day(fields.get("end", ""), "end"))
    return editing.rewritten(
        text,
        title=changed.get("title"),
        effect=changed.get("effect"),
        within=_words(changed.get("within"), str.upper),
        activities=_words(changed.get("activities"), str.lower),
        window=window,
        statement=changed.get("statement"),
    )


def _words(text: str | None, spelt: Callable[[str], str]) -> list[str] | None:
    return None if text is None else [spelt(word) for word in text.replace(",", " ").split()]


def _day(text: str, at: str) -> date | None:
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise InputError(f"`{text[:40]}` is no day", at, "write it as 2022-04-26") from None


def discard(home: Home, id: str) -> None:
    """Throw a draft away.

    Raises:
        MissingError: there is none of that name.
        RefusedError: nobody is named.
    """
    _somebody(home)
    with home.store.begin() as connection:
        if not drafts.remove(connection, id):
            raise MissingError(f"no draft `{id}`", help="it was proposed or thrown away already")


def from_proposal(home: Home, number: int) -> DraftRow:
    """Begin a draft with what was proposed, after the proposal was rejected or withdrawn.

    Raises:
        MissingError: no such proposal.
        RefusedError: it still waits, or speaks of several measures or none.
    """
    with home.store.read() as connection:
        found = projections.proposal(connection, number)
        documents = projections.rulebook_documents(connection, None)
    if found is None:
        raise MissingError(f"no proposal {number}")
    if found.state != "rejected":
        raise RefusedError(f"proposal {number} is {found.state}", help="only one that came to nothing is begun again")
    if len(found.proposed.documents) != 1:
        raise RefusedError("the proposal is not about one measure", help="begin one draft for each of its measures")
    [(measure, text)] = found.proposed.documents.items()
    return begin(home, text, measure if measure in documents else "", found.reason)
