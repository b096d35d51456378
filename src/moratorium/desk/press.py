"""What the company has said in public: statements that are out, with what became of each.

A statement is here from the moment it was released, and never before: only the step ``publish`` brings it here, and
that step is refused until its hour has come. A statement that was superseded stays, and both ends say so.
"""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from datetime import datetime

from moratorium.desk.home import Home
from moratorium.desk.release_guard import approved_texts, as_approved
from moratorium.intake import read_organisation
from moratorium.registers.case import Case
from moratorium.registers.templates import headline_of, paragraphs_of
from moratorium.store import Connection, blobs, cases, projections
from moratorium.store.cases import Wanted
from moratorium.terms.canon import digest_bytes
from moratorium.terms.case import CaseMoved

KIND = "public_statement"
AUDIENCES = ("public", "press")
"""Audiences whose statements stand on the press page."""

STATES = ("published", "superseded", "corrected")
MOST = 10_000


@dataclass(frozen=True)
class Text:
    """A statement in one language.

    Attributes:
        language: It.
        headline: First line.
        paragraphs: The rest.
        text: The whole, letter for letter.
        digest: SHA-256 of the whole, in UTF-8.
    """

    language: str
    headline: str
    paragraphs: tuple[str, ...]
    text: str
    digest: str


@dataclass(frozen=True)
class Statement:
    """A statement that is out.

    Attributes:
        id: Of its case.
        texts: In each language, by its code.
        released_at: When it went out.
        changed_at: When it was last released or superseded.
        channel: Where it went out.
        act: Log index of its release.
        corrects: Id of the statement on this page that it takes the place of; empty for none.
        superseded_by: Id of the statement on this page that took its place; empty for none.
    """

    id: str
    texts: tuple[Text, ...]
    released_at: datetime
    changed_at: datetime
    channel: str
    act: int
    corrects: str
    superseded_by: str


@dataclass(frozen=True)
class Press:
    """Everything that is out.

    Attributes:
        company: Name of the company; empty if it is not on record.
        statements: The newest first.
    """

    company: str
    statements: tuple[Statement, ...]


def mark(home: Home) -> tuple[tuple[str, int], ...]:
    """What the page rests on: it is made anew when this is another one."""
    with home.store.read() as connection:
        organisation = projections.kept_part(connection, "organisation")
        named = ("organisation " + organisation.digest, 0) if organisation else ("organisation", 0)
        return (named, *((one, cases.last_act(connection, one)) for one in _ids(connection)))


def published(home: Home) -> Press:
    """All statements that are out."""
    with home.store.read() as connection:
        found = [cases.case(connection, id) for id in _ids(connection)]
        company = _company(connection)
    public = {one.id: one for one in found if as_approved(one).get("audience") in AUDIENCES and approved_texts(one)}
    made = [_statement(one, public) for one in public.values()]
    return Press(company, tuple(sorted(made, key=lambda one: (one.released_at, one.act), reverse=True)))


def _ids(connection: Connection) -> list[str]:
    return [one.id for state in STATES for one in cases.rows(connection, Wanted(kind=KIND, state=state), limit=MOST)]


def _company(connection: Connection) -> str:
    kept = projections.kept_part(connection, "organisation")
    if kept is None:
        return ""
    return read_organisation(gzip.decompress(blobs.get(connection, kept.digest)).decode(), kept.name).name


def _statement(case: Case, public: dict[str, Case]) -> Statement:
    moves = {one.payload.step: one for one in case.events if isinstance(one.payload, CaseMoved)}
    released = datetime.fromisoformat(case.fields["released_at"])
    changed = moves["supersede"].at if "supersede" in moves else released
    corrects, by = case.fields.get("corrects", ""), case.fields.get("superseded_by", "")
    texts = tuple(
        Text(language, headline_of(text), paragraphs_of(text), text, digest_bytes(text.encode()))
        for language, (_, text) in sorted(approved_texts(case).items())
    )
    return Statement(
        case.id,
        texts,
        released,
        changed,
        case.fields.get("channel", ""),
        moves["publish"].act,
        corrects if corrects in public and _superseded(public[corrects]) == case.id else "",
        by if by in public and case.state != "published" else "",
    )


def _superseded(case: Case) -> str:
    return case.fields.get("superseded_by", "") if case.state != "published" else ""
