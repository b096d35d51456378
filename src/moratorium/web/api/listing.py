"""Versions of the official lists: who brought which, what is in one, what differs between two; a version imported."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from moratorium.desk import list_versions, registering
from moratorium.errors import InputError
from moratorium.web.api import party_shapes as shapes
from moratorium.web.api.looking import Page, cursor_of, number_of, place_of
from moratorium.web.api.operation import Answer, Call, Operation
from moratorium.web.api.recording import Word, Words, done_once
from moratorium.web.api.screening import entry_shape, rescreened_shape

Digest = Annotated[str, Meta(max_length=64)]


class EntriesQuery(Page, frozen=True, forbid_unknown_fields=True):
    """Which entries.

    Attributes:
        version: Beginning of the version's digest; the last published one if left out.
        words: Each stands in a name, an official number or the id, as written.
        list: Only entries of this list.
        cursor: The `next` of the page before.
        limit: At most so many.
    """

    version: Digest = ""
    words: Annotated[str, Meta(max_length=500)] = ""
    list: Annotated[str, Meta(max_length=100)] = ""


class ChangesQuery(Page, frozen=True, forbid_unknown_fields=True):
    """Between which versions.

    Attributes:
        before: Beginning of the earlier version's digest; the one published before the later one if left out.
        after: The same of the later one; the last published one if left out.
        cursor: The `next` of the page before.
        limit: At most so many.
    """

    before: Digest = ""
    after: Digest = ""


class EntryQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which entry.

    Attributes:
        entry: Its key, such as ``OFAC-SDN#36``.
        version: Beginning of a version's digest; the version at hand if left out.
    """

    entry: Word
    version: Digest = ""


class FileForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file as it was published.

    Attributes:
        name: Its name; of a source of several files it tells which is which.
        content: The file in base64; it may be gzipped.
    """

    name: Annotated[str, Meta(min_length=1, max_length=200)]
    content: bytes


class VersionForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A version of a source of lists, to be taken.

    Attributes:
        published: Day of publication.
        files: Its files.
        accept_shrink: Why it is right that the list has shrunk by more than a fifth; goes into the record.
    """

    published: date
    files: Annotated[tuple[FileForm, ...], Meta(min_length=1, max_length=10)]
    accept_shrink: Words | None = None


def source(call: Call) -> Answer:
    """A source with its versions."""
    found = list_versions.source(call.home, call.path["source"])
    return Answer(
        shapes.SourceShape(
            found.status.source,
            found.status.is_stale,
            found.status.words,
            found.status.caution,
            tuple(map(version_shape, found.versions)),
            tuple(shapes.CheckShape(one.at, one.result, one.origin, one.words) for one in found.checks),
        )
    )


def version_shape(one: Any) -> shapes.VersionShape:
    """A version of a source."""
    of = one.version
    return shapes.VersionShape(
        one.act, of.published, of.digest, of.lists, of.entries, of.rejected, of.accepted_shrink, one.by, one.at
    )


def entries(call: Call) -> Answer:
    """A page of a version."""
    query: EntriesQuery = call.query
    brought, found = list_versions.entries(
        call.home,
        call.path["source"],
        query.version,
        query.words,
        query.list,
        place_of(query.cursor),
        query.limit,
    )
    more = cursor_of(found[-1].key) if len(found) == query.limit else None
    return Answer(shapes.EntriesShape(version_shape(brought), tuple(map(entry_shape, found)), more))


def changes(call: Call) -> Answer:
    """A page of what differs between two versions."""
    query: ChangesQuery = call.query
    found = list_versions.difference(call.home, call.path["source"], query.before, query.after)
    start = number_of(place_of(query.cursor) or "0", "cursor")
    end = start + query.limit
    shown = tuple(
        shapes.EntryChangeShape(one.what, one.entry, one.name, one.kind, one.words) for one in found.changes[start:end]
    )
    return Answer(
        shapes.EntryChangesShape(
            version_shape(found.before),
            version_shape(found.after),
            found.count("added"),
            found.count("removed"),
            found.count("changed"),
            shown,
            cursor_of(str(end)) if end < len(found.changes) else None,
        )
    )


def entry(call: Call) -> Answer:
    """An entry whole."""
    query: EntryQuery = call.query
    found = list_versions.entry(call.home, query.entry, query.version)
    return Answer(shapes.WholeEntryShape(found.source, version_shape(found.brought), entry_shape(found.entry)))


def take(call: Call) -> Answer:
    """Take a version, and compare all parties anew."""
    body: VersionForm = call.body
    files = {one.name: one.content for one in body.files}
    if len(files) < len(body.files):
        raise InputError("two files have one name", "files", "send each file once")

    def work() -> shapes.ImportedListShape:
        done = list_versions.import_files(call.home, call.path["source"], body.published, files, body.accept_shrink)
        version, difference = done.version, done.difference
        cause = f"{version.source} of {version.published}"
        found = registering.compare_anew(call.home, call.service.directory, cause)
        return shapes.ImportedListShape(
            version.source,
            version.published,
            version.digest,
            version.count,
            len(difference.added) if difference else None,
            len(difference.removed) if difference else None,
            len(difference.changed) if difference else None,
            tuple(map(str, done.reading.rejected)),
            tuple(map(str, done.reading.notes)),
            rescreened_shape(found),
        )

    return done_once(call, work)


OPERATIONS = (
    Operation(
        "GET",
        "/v1/lists/{source}",
        "A source of lists: its versions, who brought them, and when its publisher was asked",
        source,
        answers=(shapes.SourceShape,),
        permission="read_lists",
        statuses=(404,),
        has_etag=True,
    ),
    Operation(
        "GET",
        "/v1/lists/{source}/entries",
        "Entries of a version",
        entries,
        answers=(shapes.EntriesShape,),
        permission="read_lists",
        query=EntriesQuery,
        statuses=(404,),
        has_etag=True,
    ),
    Operation(
        "GET",
        "/v1/lists/{source}/changes",
        "What differs between two versions, entry by entry",
        changes,
        answers=(shapes.EntryChangesShape,),
        permission="read_lists",
        query=ChangesQuery,
        statuses=(404,),
        has_etag=True,
    ),
    Operation(
        "POST",
        "/v1/lists/{source}/versions",
        "Take a version of a source; an empty, truncated or shrunken one is refused and the old one stays",
        take,
        answers=(shapes.ImportedListShape,),
        permission="keep_lists",
        description="All parties are compared anew, and orders of those whose outcome changed are decided again.",
        body=VersionForm,
        example={
            "published": "2022-04-26",
            "files": [
                {
                    "name": "own.csv",
                    "content": "aWQsbmFtZSxhbGlhc2VzLGtpbmQKNyxWZWxkIGVuIEx1Y2h0IChleGFtcGxlKSwsZW50aXR5Cg==",
                }
            ],
        },
        statuses=(404, 409),
        takes_key=True,
    ),
    Operation(
        "GET",
        "/v1/entry",
        "A list entry whole: every name with its quality, numbers, dates, programmes",
        entry,
        answers=(shapes.WholeEntryShape,),
        permission="read_lists",
        query=EntryQuery,
        statuses=(404,),
        has_etag=True,
    ),
)
