"""From acts of cases to rows: which case is in which state, and what points to what.

Steps make the register: they cannot be erased, and a step that the table of its kind does not have is refused here
too, whatever program writes it. Words make titles, links, files and what can be searched; with an erased entry its
rows go, and the title is that of the newest entry left.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from moratorium.errors import ConflictError, MissingError
from moratorium.registers.case import check_moved
from moratorium.registers.kinds import OWNER, lifecycle_of
from moratorium.store import tables
from moratorium.store.case_search import tidy, words_of
from moratorium.terms.act import Act
from moratorium.terms.case import OPEN, CaseEntered, CaseMoved

MESSAGE = "message"
"""The kind of part whose copies are looked for."""

_OF_ENTRY = (
    tables.case_acts,
    tables.case_links,
    tables.case_files,
    tables.case_messages,
    tables.case_bands,
    tables.case_texts,
    tables.case_stated,
)

_RECIPIENT = frozenset({"name", "address", "language", "party", "sent_at", "acknowledged_at"})
STATED: dict[str, dict[str, frozenset[str]]] = {
    "notice": {"": frozenset({"acknowledge_by", "measure"}), "recipient": _RECIPIENT},
    "undertaking": {
        "": frozenset(
            {
                *("party", "undertaking", "products", "orders", "end_user", "territories"),
                *("valid_from", "valid_until", "signed_by"),
            }
        )
    },
}
"""Fields that decisions and registers look up, by kind of case and kind of part; empty for the case itself. Of a case
of any kind its owner is looked up too."""


def moved(connection: Connection, entries: Sequence[tuple[int, Act]]) -> None:
    """Steps taken.

    Raises:
        ConflictError: there is a case of this id already.
        MissingError: there is none.
        RefusedError: the table of its kind does not have the step.
    """
    cases = tables.cases
    for index, act in entries:
        made: CaseMoved = act.payload
        row = connection.execute(select(cases.c.kind, cases.c.state).where(cases.c.id == made.case)).first()
        if made.step == OPEN and row is not None:
            raise ConflictError(f"there is a case `{made.case}` already", help="open it again; it gets a new id")
        if made.step != OPEN and (row is None or row.kind != made.kind):
            raise MissingError(f"no case `{made.case}` of the kind `{made.kind}`")
        check_moved(made, "" if row is None else row.state)
        is_closed = made.state in lifecycle_of(made.kind).ends
        values = {"state": made.state, "is_closed": is_closed, "due": made.due, "act": index, "moved_at": act.at}
        if row is None:
            opened = {"id": made.case, "kind": made.kind, "title": "", "opened": index, "opened_at": act.at}
            connection.execute(insert(cases), {**opened, **values})
        else:
            connection.execute(update(cases).where(cases.c.id == made.case).values(**values))
        _put(connection, tables.case_acts, [_act_row(index, act, step=made.step, state=made.state)])


def entered(connection: Connection, entries: Sequence[tuple[int, Act]]) -> None:
    """Words entered.

    Raises:
        MissingError: there is no such case.
    """
    cases = tables.cases
    for index, act in entries:
        made: CaseEntered = act.payload
        kind = connection.execute(select(cases.c.kind).where(cases.c.id == made.case)).scalar()
        if kind is None:
            raise MissingError(f"no case `{made.case}`")
        if made.title:
            connection.execute(update(cases).where(cases.c.id == made.case).values(title=made.title))
        shared = {"act": index, "case": made.case}
        _put(connection, tables.case_acts, [_act_row(index, act, title=made.title or None)])
        links = {(one.kind, one.target) for one in made.links}
        _put(connection, tables.case_links, [{**shared, "kind": kind, "target": to} for kind, to in sorted(links)])
        files = {one.digest: one for one in made.attachments}
        kept = [
            {"digest": one.digest, "name": one.name, "media": one.media, "bytes": one.bytes} for one in files.values()
        ]
        _put(connection, tables.case_files, [{**shared, **one} for one in kept])
        _put(connection, tables.case_texts, [{**shared, "words": words_of(*_texts(made))}])
        _messages(connection, index, made)
        _put(connection, tables.case_stated, [{**shared, **row} for row in _stated(made, STATED.get(kind, {}))])


def _stated(made: CaseEntered, wanted: Mapping[str, Collection[str]]) -> Iterable[dict[str, Any]]:
    """What is stated of a case and its parts, as far as it is looked up; of a part that is entered twice the last."""
    found = {("", 0): made.fields}
    for part in made.parts:
        found[part.kind, part.number] = {**found.get((part.kind, part.number), {}), **part.fields}
    for (part_kind, number), fields in found.items():
        looked_up = {*wanted.get(part_kind, ()), *(() if part_kind else (OWNER.name,))}
        for name in sorted(fields.keys() & looked_up):
            yield {"part": part_kind, "number": number, "name": name, "value": fields[name]}


def _act_row(index: int, act: Act, **values: str | None) -> dict[str, Any]:
    empty = {"step": None, "state": None, "title": None}
    return {"act": index, "case": act.subject, "actor": act.actor, "at": act.at, **empty, **values}


def _texts(made: CaseEntered) -> Iterable[str]:
    """What can be searched of an entry: its words, and what it names; fields by name, as the log has them."""
    yield from (made.case, made.title, made.note)
    for fields in (made.fields, *(part.fields for part in made.parts)):
        yield from (fields[name] for name in sorted(fields) if name not in _UNSEARCHED)
    yield from (one.target for one in made.links)
    for file in made.attachments:
        yield from (file.name, file.words)


_UNSEARCHED = frozenset({"likeness", "copy_of", "serial_form", "serial_words"})
"""Derived fields that nobody looks for."""


def _messages(connection: Connection, index: int, made: CaseEntered) -> None:
    found = {one.number: one.fields for one in made.parts if one.kind == MESSAGE and "copy_of" in one.fields}
    rows = [
        {"act": index, "number": number, "case": made.case, "copy_of": fields["copy_of"]}
        for number, fields in found.items()
    ]
    bands = [
        {"band": band, "act": index, "number": number}
        for number, fields in found.items()
        for band in sorted(set(fields.get("likeness", "").split()))
    ]
    _put(connection, tables.case_messages, rows)
    _put(connection, tables.case_bands, bands)


def _put(connection: Connection, table: Any, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), rows)


def erased(connection: Connection, index: int, case: str) -> None:
    """Rows of an erased entry go, but for the one that says who entered something when; an older title counts again."""
    for table in _OF_ENTRY:
        connection.execute(delete(table).where(table.c.act == index))
    log = tables.acts.c
    actor, at = connection.execute(select(log.actor, log.at).where(log.act == index)).one()
    left = {"act": index, "case": case, "actor": actor, "at": at, "step": None, "state": None, "title": None}
    _put(connection, tables.case_acts, [left])
    of = tables.case_acts.c
    titled = select(of.title).where((of.case == case) & of.title.is_not(None)).order_by(of.act.desc()).limit(1)
    title = connection.execute(titled).scalar() or ""
    connection.execute(update(tables.cases).where(tables.cases.c.id == case).values(title=title))
    tidy(connection)
