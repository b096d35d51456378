"""The rulebook's life: read from a folder, adopted, changed by two people, every past state kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from moratorium.desk import package
from moratorium.desk.home import Home
from moratorium.desk.record import record_one
from moratorium.desk.texts import read_text
from moratorium.errors import ConflictError, InputError, MissingError, RefusedError
from moratorium.measures import Measure, Rulebook, base_pack, editing, lifecycle, read_rulebook, write_document
from moratorium.measures.diff import diff, words
from moratorium.store import Connection, blobs, projections
from moratorium.terms.act import Approved, Kept, Proposed, Rejected
from moratorium.terms.canon import canonical, digest_bytes
from moratorium.terms.document import read_document

MAX_FILES = 2_000


def documents_in(folder: Path) -> dict[str, str]:
    """The documents of a rulebook folder, by file name.

    Raises:
        MissingError: no such folder, or no ``.yaml`` file in it.
        InputError: a file is not UTF-8, too large, or there are too many.
    """
    if folder.is_file():
        paths = [folder]
    else:
        paths = sorted(path for path in folder.rglob("*") if path.suffix in (".yaml", ".yml") and path.is_file())
    if not paths:
        raise MissingError(f"no measures in `{folder}`", help="write some with `moratorium measure new ID`")
    if len(paths) > MAX_FILES:
        raise InputError(f"{len(paths):,} files in a rulebook", str(folder), f"at most {MAX_FILES:,}")
    return {str(path.relative_to(folder if folder.is_dir() else folder.parent)): read_text(path) for path in paths}


def read(documents: dict[str, str]) -> Rulebook:
    """The rulebook made of documents, with all faults of all of them at once.

    Raises:
        InputError: a document is not a measure; carries every fault with line and column.
    """
    return _read(tuple(sorted(documents.items())))


@lru_cache(maxsize=8)
def _read(documents: tuple[tuple[str, str], ...]) -> Rulebook:
    """One change of a rulebook reads it several times: to check, to tell, to decide again."""
    atlas = package.atlas()
    return read_rulebook(dict(documents), atlas.knows, atlas.suggest, controls=frozenset(package.goods().entries))


def adopted(connection: Connection, known_at: int | None = None) -> Rulebook:
    """The adopted rulebook, as known at a size of the log.

    Raises:
        MissingError: nothing was adopted then.
    """
    documents = projections.rulebook_documents(connection, known_at)
    if not documents:
        when = "" if known_at is None else f" at log size {known_at}"
        raise MissingError(
            f"no rulebook was adopted{when}",
            help="try one with `--rulebook DIR`, or adopt one: `moratorium measure new --starter DIR`, "
            "`moratorium measure adopt DIR`, then `moratorium measure approve N` by a second person",
        )
    return read(documents)


def adopted_or_base(connection: Connection) -> Rulebook:
    """The adopted rulebook; while none is adopted, the base pack, which names no list and states no threshold."""
    try:
        return adopted(connection)
    except MissingError:
        return read({})


def documents_at(home: Home, known_at: int | None = None) -> str:
    """All measures of the adopted rulebook as one document, to be put into a folder of one's own.

    Raises:
        MissingError: nothing was adopted then.
    """
    with home.store.read() as connection:
        found = adopted(connection, known_at).documents
    return write_document([read_document(text, id).plain() for id, text in sorted(found.items())])


def keep_folder(home: Home, connection: Connection, documents: dict[str, str], name: str) -> str:
    """Keep a rulebook given for one run, so that its decisions can be judged again; returns its blob's digest."""
    digest = blobs.put(connection, canonical(documents), "application/json")
    current = projections.kept_part(connection, "rulebook")
    if current is None or current.digest != digest:
        record_one(home, connection, "kept", "rulebook", Kept("rulebook", digest, name))
    return digest


def folder(path: Path) -> Rulebook:
    """The rulebook in a folder, just to look at; nothing is kept.

    Raises:
        MissingError: no measures there.
        InputError: a document is not a measure.
    """
    return read(documents_in(path))


def given(home: Home, folder: Path) -> Rulebook:
    """The rulebook in a folder, kept, so that decisions made by it can be judged again.

    Raises:
        MissingError: no measures there.
        InputError: a document is not a measure; nothing is kept then.
    """
    documents = documents_in(folder)
    rulebook = read(documents)
    with home.store.begin() as connection:
        keep_folder(home, connection, documents, folder.name)
    return rulebook


# -- proposals --------------------------------------------------------------------------------------------------------


def propose_adoption(home: Home, folder: Path) -> int:
    """Propose that a folder become the whole rulebook; returns the proposal's number.

    Raises:
        InputError: the folder is no rulebook, or nothing would change.
        RefusedError: nobody is named.
    """
    measures = _by_id(documents_in(folder))
    with home.store.begin() as connection:
        now = projections.rulebook_documents(connection, None)
        removed = tuple(sorted(set(now) - set(measures)))
        changed = {id: text for id, text in measures.items() if now.get(id) != text}
        if not changed and not removed:
            raise InputError("the folder holds what is adopted already", str(folder))
        return _propose(home, connection, Proposed("adopt", changed, removed), str(folder.name))


def propose_measure(home: Home, path: Path, reason: str = "") -> int:
    """Propose one measure document, new or changed; returns the proposal's number."""
    return propose_documents(home, documents_in(path), reason)


def propose_documents(home: Home, documents: dict[str, str], reason: str = "", seen: str | None = None) -> int:
    """Propose measure documents, new or changed; returns the proposal's number.

    Args:
        home: The state.
        documents: Texts, by a name that faults are told with.
        reason: Why.
        seen: Digest of the text that the proposer saw, if there is one document that changes one.

    Raises:
        InputError: a document is not a measure.
        ConflictError: the measure was changed since it was seen.
    """
    with home.store.begin() as connection:
        return propose_within(home, connection, documents, reason, seen)


def propose_within(
    home: Home, connection: Connection, documents: dict[str, str], reason: str = "", seen: str | None = None
) -> int:
    """The same within a transaction that is begun; see :func:`propose_documents`."""
    measures = _by_id(documents)
    now = projections.rulebook_documents(connection, None)
    for id in measures:
        _check_seen(id, now.get(id), seen)
    return _propose(home, connection, Proposed("propose", measures, (), reason), ", ".join(sorted(measures)))


def propose_extension(home: Home, id: str, until: date | None, reason: str, seen: str | None = None) -> int:
    """Propose that a measure last until a day, or without an end; returns the proposal's number."""
    return _propose_edit(home, id, "extend", lambda text: editing.extend(text, until), reason, seen)


def propose_lift(home: Home, id: str, on: date, reason: str, seen: str | None = None) -> int:
    """Propose that a measure end on a day (the first day without it); returns the proposal's number."""
    return _propose_edit(home, id, "lift", lambda text: editing.lift(text, on), reason, seen)


def _propose_edit(
    home: Home, id: str, change: str, edit: Callable[[str], str], reason: str, seen: str | None = None
) -> int:
    with home.store.begin() as connection:
        documents = projections.rulebook_documents(connection, None)
        if id not in documents:
            raise MissingError(f"no measure `{id}` in the adopted rulebook", help="moratorium measure show")
        _check_seen(id, documents[id], seen)
        edited = edit(documents[id])
        read({**documents, id: edited})
        return _propose(home, connection, Proposed(change, {id: edited}, (), reason), id)


SEEN = "If-Match"
"""Place of the fault when a measure was changed since it was seen."""


def _check_seen(id: str, text: str | None, seen: str | None) -> None:
    if seen is not None and (text is None or digest_bytes(text.encode()) != seen):
        raise ConflictError(f"measure `{id}` was changed since it was read", SEEN, "read it again")


def _propose(home: Home, connection: Connection, proposed: Proposed, subject: str) -> int:
    if home.identity is None:
        raise RefusedError("a proposal needs a name", help="moratorium whoami --new NAME, then add `--as NAME`")
    kept = projections.rulebook_documents(connection, None)
    read(changed(kept, proposed))
    return record_one(home, connection, "proposed", subject, proposed)


def _by_id(documents: dict[str, str]) -> dict[str, str]:
    """One document for each measure and blocking rule, under its id, whatever files they came in."""
    return read(documents).documents


def base_ids() -> frozenset[str]:
    """Ids of the base pack, which every rulebook contains and nobody can change."""
    return frozenset(measure.id for measure in base_pack())


class Change(NamedTuple):
    """What a proposal or a draft would change.

    Attributes:
        words: One sentence for each difference.
        looks: What a person should look at before approving; nothing of it is forbidden.
    """

    words: tuple[str, ...]
    looks: tuple[str, ...]


def change(before: Rulebook, after: Rulebook, day: date) -> Change:
    """What would change between two rulebooks from a day on."""
    atlas = package.atlas()
    told = tuple(words(one) for one in diff(before, after))
    return Change(told, lifecycle.warnings(before, after, day, lambda codes: atlas.extent(codes, day)))


def proposed_change(home: Home, number: int) -> Change:
    """What a proposal would change in the rulebook as it stands.

    Raises:
        MissingError: no such proposal.
    """
    with home.store.read() as connection:
        found = projections.proposal(connection, number)
        if found is None:
            raise MissingError(f"no proposal {number}", help="moratorium measure show --proposals")
        documents = projections.rulebook_documents(connection, None)
    return change(read(documents), read(changed(documents, found.proposed)), home.today())


def approval_words(home: Home, number: int) -> list[str]:
    """The same as lines of text."""
    found = proposed_change(home, number)
    return [*found.words, *(f"look: {one}" for one in found.looks)]


def changed(documents: dict[str, str], proposed: Proposed) -> dict[str, str]:
    """The documents of the rulebook as they would be with a proposal, by id."""
    merged = {**documents, **proposed.documents}
    return {id: text for id, text in merged.items() if id not in proposed.removed}


def approve(home: Home, number: int) -> Rulebook:
    """Approve a proposal as a second person; returns the rulebook as it stands now.

    Raises:
        MissingError: no such proposal.
        RefusedError: it is decided already, or the approver is its proposer or nobody.
        ConflictError: what it changes was changed by others since it was made.
    """
    with home.store.begin() as connection:
        return approve_within(home, connection, number)


def approve_within(home: Home, connection: Connection, number: int) -> Rulebook:
    """The same within a transaction that is begun; see :func:`approve`."""
    proposal = _open_proposal(home, connection, number, "approve")
    documents = projections.rulebook_documents(connection, None)
    _check_unchanged(proposal, number, projections.rulebook_documents(connection, number), documents)
    rulebook = read(changed(documents, proposal))
    record_one(home, connection, "approved", str(number), Approved(number, rulebook.digest))
    return rulebook


def _check_unchanged(proposal: Proposed, number: int, then: dict[str, str], now: dict[str, str]) -> None:
    """Approving must not undo, unseen, what others changed since; an adoption speaks of the whole rulebook."""
    touched = then.keys() | now.keys() if proposal.change == "adopt" else proposal.documents.keys()
    for id in sorted(touched):
        if then.get(id) != now.get(id):
            message = f"measure `{id}` was changed after proposal {number} was made"
            raise ConflictError(message, help="reject it, and make a new proposal from what is adopted now")


def reject(home: Home, number: int, reason: str) -> None:
    """Reject a proposal, with the reason.

    Raises:
        MissingError: no such proposal.
        RefusedError: it is decided already, nobody is named, or no reason is given.
    """
    if not reason.strip():
        raise RefusedError("a rejection needs a reason", f"proposal {number}", "say why with --reason")
    with home.store.begin() as connection:
        _open_proposal(home, connection, number, "reject")
        record_one(home, connection, "rejected", str(number), Rejected(number, reason))


def _open_proposal(home: Home, connection: Connection, number: int, step: str) -> Proposed:
    found = projections.proposal(connection, number)
    if found is None:
        raise MissingError(f"no proposal {number}", help="moratorium measure show --proposals")
    if found.state != "open":
        raise RefusedError(f"proposal {number} is {found.state} already", help="make a new proposal")
    if home.identity is None:
        raise RefusedError(f"to {step} a proposal needs a name", help="moratorium whoami --new NAME, then `--as NAME`")
    if step == "approve":
        lifecycle.second_pair_of_eyes(found.by, home.actor, f"proposal {number}")
    return found.proposed


# -- looking ----------------------------------------------------------------------------------------------------------


def known_at(connection: Connection, text: str) -> int:
    """A size of the log from a number, a day or an instant.

    Raises:
        InputError: it is none of these.
    """
    if text.isdecimal():
        return int(text)
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise InputError(
            f"`{text}` is no log size and no time", "--known-at", "42, or 2022-04-26T09:00+02:00"
        ) from None
    return projections.size_at(connection, instant.astimezone() if instant.tzinfo is None else instant)


def reviews_due(rulebook: Rulebook, day: date) -> Iterable[Measure]:
    """Measures whose review date has passed. A passed review ends nothing; it is told."""
    return (measure for measure in rulebook.measures if measure.is_in_force(day) and measure.review_due(day))
