"""Lists: sources and their age, versions, what is in one and what differs between two, checks, and import."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec

from moratorium.desk import list_versions, registering
from moratorium.desk.lists import status
from moratorium.errors import InputError
from moratorium.web.console.forms import Upload
from moratorium.web.console.language import N_
from moratorium.web.console.page import Look, Moved, Page, Result, Shown, Visit, filled
from moratorium.web.console.screening import KIND_WORDS, QUALITY_WORDS, compared_words, entry_path
from moratorium.web.console.tables import Column, Link, Said, Table, Word

PAGE = 100
SOURCE = "/lists/{source}"
FILE_BYTES = 256 * 1024 * 1024

CHECK_WORDS = {"new": N_("a new version"), "unchanged": N_("nothing new"), "failed": N_("refused or not reached")}
CHANGE_WORDS = {"added": N_("added"), "removed": N_("removed"), "changed": N_("changed")}


def _source_path(source: str, below: str = "") -> str:
    return filled(SOURCE, {"source": source}) + below


COLUMNS = (
    Column("source", N_("Source"), lambda one: Link(one.source, _source_path(one.source))),
    Column("lists", N_("Lists"), lambda one: ", ".join(one.version.lists) if one.version else None),
    Column("published", N_("Published"), lambda one: one.version.published if one.version else None),
    Column("entries", N_("Entries"), lambda one: one.version.entries if one.version else None),
    Column("age", N_("Age in days"), lambda one: one.age_days),
    Column("promised", N_("At most"), lambda one: one.promised_days),
    Column("state", N_("State"), lambda one: Word(_state(one))),
    Column("versions", N_("Versions"), lambda one: one.versions or None),
)


def _state(one: Any) -> str:
    if one.version is None:
        return N_("not at hand")
    return N_("older than promised: what depends on it holds") if one.is_stale else N_("at hand")


def sources(visit: Visit) -> Result:
    """All sources with their age against what is promised."""
    found = status(visit.home)
    table = Table("lists", N_("Sources of lists"), COLUMNS, found)
    stale = [one for one in found if one.is_stale]
    return Shown({"sources": table, "stale": stale, "missing": [one for one in found if one.version is None]})


# -- one source -------------------------------------------------------------------------------------------------------


def _versions(source: str) -> tuple[Column, ...]:
    def entries(one: Any) -> Link:
        return Link(str(one.version.published), _source_path(source, f"/entries?version={one.version.digest[:16]}"))

    def changes(one: Any) -> Link:
        return Link(one.version.digest[:12], _source_path(source, f"/changes?after={one.version.digest[:16]}"))

    return (
        Column("published", N_("Published"), entries),
        Column("digest", N_("Version, and what it changed"), changes),
        Column("entries", N_("Entries"), lambda one: one.version.entries),
        Column("rejected", N_("Rows not read"), lambda one: one.version.rejected or None),
        Column("accepted_shrink", N_("Taken although shrunken"), lambda one: one.version.accepted_shrink),
        Column("by", N_("By"), lambda one: one.by),
        Column("at", N_("Brought in"), lambda one: one.at),
    )


CHECK_COLUMNS = (
    Column("at", N_("Asked"), lambda one: one.at),
    Column("result", N_("Result"), lambda one: Word(CHECK_WORDS[one.result])),
    Column("origin", N_("Where"), lambda one: one.origin),
    Column("words", N_("Why"), lambda one: Said(one.words) if one.words else None),
)


def source(visit: Visit) -> Result:
    """A source with its versions and checks."""
    id = visit.path["source"]
    found = list_versions.source(visit.home, id)
    return Shown(
        {
            "source": found,
            "versions": Table(
                "versions",
                N_("Versions, the last published first"),
                _versions(id),
                found.versions,
                N_("No version of this source is at hand. Bring one with `moratorium lists update`, or import a file."),
            ),
            "checks": Table(
                "checks",
                N_("When its publisher was asked"),
                CHECK_COLUMNS,
                found.checks,
                N_("Its publisher was never asked: `moratorium lists update` does so, best every day."),
            ),
        }
    )


class ImportForm(msgspec.Struct, frozen=True):
    """A version to be taken."""

    published: date
    file: Upload
    alt: Upload | None = None
    add: Upload | None = None
    comments: Upload | None = None
    accept_shrink: str = ""


def take(visit: Visit) -> Result:
    """Take a version, and compare all parties anew."""
    form: ImportForm = visit.form
    sent = [one for one in (form.file, form.alt, form.add, form.comments) if isinstance(one, Upload)]
    files = {one.name: one.content for one in sent}
    if not sent:
        raise InputError("this is no file", "file", "choose the file as it was published")
    done = list_versions.import_files(
        visit.home, visit.path["source"], form.published, files, form.accept_shrink or None
    )
    cause = f"{done.version.source} of {done.version.published}"
    found = registering.compare_anew(visit.home, visit.service.directory, cause)
    visit.service.directory.look(2.0)
    words = visit.words(
        "%(count)s entries taken; rows not read: %(rejected)s.",
        count=done.version.count,
        rejected=len(done.reading.rejected),
    )
    return Moved(_source_path(visit.path["source"]), f"{words} {compared_words(visit, found)}")


# -- entries ----------------------------------------------------------------------------------------------------------


class EntriesLook(Look, frozen=True):
    """Which entries."""

    version: str = ""
    words: str = ""
    list: str = ""


ENTRY_COLUMNS = (
    Column("name", N_("Name"), lambda one: Link(one.name, entry_path(one.key))),
    Column("entry", N_("Entry"), lambda one: one.key),
    Column("kind", N_("Kind"), lambda one: Word(KIND_WORDS[one.kind])),
    Column("aliases", N_("Aliases"), lambda one: len(one.names) - 1 or None),
    Column("countries", N_("Countries"), lambda one: ", ".join(one.countries[:4])),
    Column("programmes", N_("Programmes"), lambda one: ", ".join(one.programmes[:3])),
)


def entries(visit: Visit) -> Result:
    """Entries of a version."""
    query: EntriesLook = visit.query
    brought, found = _entries(visit, query.cursor, PAGE)
    more = found[-1].key if len(found) == PAGE else ""
    empty = N_("No entry holds these words as written. To find by sound or spelling, screen the name.")
    table = Table("entries", N_("Entries"), ENTRY_COLUMNS, found, empty, more, lambda: _every(visit))
    return Shown({"found": table, "brought": brought, "back": _source_path(visit.path["source"])})


def _entries(visit: Visit, after: str, limit: int) -> tuple[Any, tuple[Any, ...]]:
    query: EntriesLook = visit.query
    return list_versions.entries(visit.home, visit.path["source"], query.version, query.words, query.list, after, limit)


def _every(visit: Visit) -> Iterator[Any]:
    return iter(_entries(visit, "", 10_000_000)[1])


# -- differences ------------------------------------------------------------------------------------------------------


class ChangesLook(Look, frozen=True):
    """Between which versions."""

    before: str = ""
    after: str = ""


CHANGE_COLUMNS = (
    Column(
        "name", N_("Name"), lambda one: Link(one.name, entry_path(one.entry)) if one.what != "removed" else one.name
    ),
    Column("what", N_("What"), lambda one: Word(CHANGE_WORDS[one.what])),
    Column("entry", N_("Entry"), lambda one: one.entry),
    Column("kind", N_("Kind"), lambda one: Word(KIND_WORDS[one.kind])),
    Column("words", N_("What differs"), lambda one: Said("; ".join(one.words)) if one.words else None),
)


def changes(visit: Visit) -> Result:
    """What differs between two versions."""
    query: ChangesLook = visit.query
    id = visit.path["source"]
    found = list_versions.difference(visit.home, id, query.before, query.after)
    start = int(query.cursor) if query.cursor.isdecimal() else 0
    shown = found.changes[start : start + PAGE]
    more = str(start + PAGE) if start + PAGE < len(found.changes) else ""
    table = Table(
        "changes",
        N_("What differs"),
        CHANGE_COLUMNS,
        shown,
        N_("The two versions say the same of every entry."),
        more,
        lambda: found.changes,
    )
    versions = list_versions.source(visit.home, id).versions
    return Shown({"changes": table, "found": found, "versions": versions, "back": _source_path(id)})


# -- one entry --------------------------------------------------------------------------------------------------------


class EntryLook(Look, frozen=True):
    """Of which version."""

    version: str = ""


def entry(visit: Visit) -> Result:
    """An entry whole."""
    found = list_versions.entry(visit.home, visit.path["entry"], visit.query.version)
    return Shown(
        {
            "found": found,
            "back": _source_path(found.source),
            "KIND_WORDS": KIND_WORDS,
            "QUALITY_WORDS": QUALITY_WORDS,
        }
    )


PAGES = (
    Page("GET", "/lists", "read_lists", sources, title=N_("Lists"), template="lists/sources.html.j2"),
    Page(
        "GET",
        SOURCE,
        "read_lists",
        source,
        title=N_("Source of lists"),
        template="lists/source.html.j2",
        section="/lists",
    ),
    Page("POST", SOURCE, "keep_lists", take, form=ImportForm, back=SOURCE, max_bytes=FILE_BYTES),
    Page(
        "GET",
        "/lists/{source}/entries",
        "read_lists",
        entries,
        title=N_("Entries of a version"),
        template="lists/entries.html.j2",
        query=EntriesLook,
        section="/lists",
    ),
    Page(
        "GET",
        "/lists/{source}/changes",
        "read_lists",
        changes,
        title=N_("What differs between two versions"),
        template="lists/changes.html.j2",
        query=ChangesLook,
        section="/lists",
    ),
    Page(
        "GET",
        "/entries/{entry:path}",
        "read_lists",
        entry,
        title=N_("List entry"),
        template="lists/entry.html.j2",
        query=EntryLook,
        section="/lists",
    ),
)
