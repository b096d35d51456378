"""Possible matches of our parties: looked through, one taken apart, and what a person says of it.

A match is shown as it is now, live; the list of them comes from the directory. What a person says is tied to what they
saw: if the entry or the party has changed since, it is not taken.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

import msgspec

from moratorium.decision.questions import compared_token
from moratorium.desk import answering, package
from moratorium.desk.again import Again, decide_again
from moratorium.desk.alignments import Aligned, aligned_match
from moratorium.desk.directory import AtHand, Directory, spelled_of
from moratorium.desk.home import Home
from moratorium.desk.known_parties import Concerned
from moratorium.desk.record import record_one
from moratorium.desk.settling import About, written
from moratorium.errors import ConflictError, Fault, InputError, MissingError, RefusedError
from moratorium.screening import Entry
from moratorium.screening.disposition import Hit
from moratorium.screening.evidence import Evidence, evidence
from moratorium.store import directory, remarks
from moratorium.store.directory import After, MatchRow, PartyRow, Wanted
from moratorium.store.remarks import Remark
from moratorium.terms.act import Answered
from moratorium.terms.deferral import Deferred
from moratorium.terms.party import Party

Verdict = Literal["true_match", "false_positive", "needs_more"]
STATES = ("open", "reopened", "true_match", "false_positive")


@dataclass(frozen=True)
class Listed:
    """A possible match in a list, with the name of the party."""

    row: MatchRow
    name: str
    country: str


@dataclass(frozen=True)
class WholeMatch:
    """One possible match, taken apart.

    Attributes:
        party: Who it is.
        spelled: The party as compared: the spelling that comes nearest.
        entry: The list entry, whole.
        state: ``open``, ``reopened``, ``true_match`` or ``false_positive``.
        score: From 0 to 1, no probability; None if no name or number meets any longer.
        met: ``name`` or ``identifier``; empty if neither meets any longer.
        asked: The name or number of the party that met.
        listed: The listed name that met.
        quality: How good a name the publisher holds it for.
        aligned: Which words met which.
        evidence: What dates of birth, countries, kinds and numbers say.
        threshold: Least score at which this list asks, in words.
        version: Digest of the list version at hand.
        published: Its day.
        changes: What changed since it was last answered, for one that is opened again.
        remarks: What people have said, oldest first, of earlier states of the two too.
        compared: What was compared; hand it back with what you say.
    """

    party: PartyRow
    spelled: Party
    entry: Entry
    state: str
    score: float | None
    met: str
    asked: str
    listed: str
    quality: str
    aligned: Aligned
    evidence: tuple[Evidence, ...]
    threshold: str
    version: str
    published: date
    changes: tuple[str, ...]
    remarks: tuple[Remark, ...]
    compared: tuple[str, ...]


def listed(
    home: Home, known: Directory, wanted: Wanted, after: After | None, limit: int
) -> tuple[tuple[Listed, ...], int]:
    """So many possible matches, those about which a person is asked first; and how many acts are still to be read."""
    behind = known.look()
    with home.store.read() as connection:
        rows = directory.matches(connection, wanted, after, limit)
        parties = directory.rows(connection, {row.subject for row in rows})
    found = (Listed(row, *_named(parties.get(row.subject), row.subject)) for row in rows)
    return tuple(found), behind


def _named(party: PartyRow | None, subject: str) -> tuple[str, str]:
    return (party.name, party.country) if party else (subject.partition(":")[2], "")


def place_of(row: MatchRow) -> After:
    """The place of a match, from which the next page goes on."""
    return row.asked, row.score, row.subject, row.entry


def whole(home: Home, known: Directory, party: str, entry: str) -> WholeMatch:
    """One possible match, as it is now.

    Raises:
        MissingError: no such party or entry, or the party is no possible match of it.
    """
    known.look()
    with home.store.read() as connection:
        row = directory.of_id(connection, party)
        if row is None:
            raise MissingError(f"no party `{party}`", help="look it up in the list of parties")
        said = remarks.of_match(connection, row.subject, entry)
        with known.lock:
            at_hand = known.at_hand()
            if entry not in at_hand.enricher.screening.entries:
                raise MissingError(f"no entry `{entry}` in the lists at hand", help="it may have left its list")
            spelled, hit = _nearest(at_hand, row.subject, spelled_of(connection, row.subject), entry)
            if hit is None:
                message = f"`{row.subject.partition(':')[2]}` is no possible match of `{entry}` any longer"
                raise MissingError(message, help="look at all possible matches of the party")
            return _whole(at_hand, row, spelled, hit, said)


def _nearest(known: AtHand, subject: str, variants: dict[str, Party], entry: str) -> tuple[Party, Hit | None]:
    """The spelling that comes nearest to an entry; one that is asked about before one that is settled."""
    best: tuple[tuple[bool, float], Party, Hit] | None = None
    for party in variants.values():
        for hit in known.enricher.screening.hits(party, subject):
            if hit.entry == entry:
                rank = (hit.is_asked, hit.match.score if hit.match else 0.0)
                best = (rank, party, hit) if best is None or rank > best[0] else best
    return (best[1], best[2]) if best else (Party(), None)


def _whole(known: AtHand, row: PartyRow, spelled: Party, hit: Hit, said: tuple[Remark, ...]) -> WholeMatch:
    screening, match = known.enricher.screening, hit.match
    entry = screening.entries[hit.entry]
    version = known.reference.index.lists[entry.list]
    return WholeMatch(
        party=row,
        spelled=spelled,
        entry=entry,
        state=hit.state,
        score=round(match.score, 4) if match else None,
        met=match.met if match else "",
        asked=match.value if match else "",
        listed=match.name if match else entry.name,
        quality=match.quality if match else "",
        aligned=aligned_match(match, known.reference.index)
        if match
        else Aligned((), (), (), "no name or number meets any longer"),
        evidence=evidence(spelled, entry, package.atlas()),
        threshold=screening.thresholds.words(entry.list),
        version=version.version,
        published=version.published,
        changes=hit.changes,
        remarks=said,
        compared=(compared_token(hit),),
    )


# -- what a person says -----------------------------------------------------------------------------------------------


class Said(msgspec.Struct, frozen=True):
    """What a person says of possible matches of one party.

    Attributes:
        party: Our id, or the key of answers about it.
        entries: Keys of the entries.
        verdict: ``true_match``, ``false_positive``, or ``needs_more``: it cannot be told yet.
        reason: What it rests on; for ``needs_more``, what is needed and from whom.
        expires: First day on which it no longer counts.
        compared: What was compared when they looked; empty takes what is compared now.
    """

    party: str
    entries: tuple[str, ...]
    verdict: Verdict
    reason: str
    expires: date | None = None
    compared: tuple[str, ...] = ()


class Disposed(msgspec.Struct, frozen=True):
    """What was recorded.

    Attributes:
        indexes: Log indexes of the acts.
        again: Orders decided again; None if nothing changed for them, or there is no rulebook.
    """

    indexes: tuple[int, ...]
    again: Again | None = None


def dispose(home: Home, known: Directory, said: Said) -> Disposed:
    """Record what a person says; orders of the party, and of those that hang together with it, are decided again.

    Raises:
        RefusedError: nobody is named, or no reason is given.
        MissingError: no such party.
        ConflictError: the party or an entry has changed since the person looked.
        InputError: no entry is named.
    """
    if home.identity is None:
        raise RefusedError("a disposition needs a name", help="moratorium whoami --new NAME, then add `--as NAME`")
    if not said.reason.strip():
        raise RefusedError("a disposition needs a reason", "reason", "say what it rests on")
    if not said.entries:
        raise InputError("no entry is named", "entries", "name at least one")
    known.look()
    with home.store.read() as connection:
        row = directory.of_id(connection, said.party)
    if row is None:
        raise MissingError(f"no party `{said.party}`", help="look it up in the list of parties")
    if said.verdict == "needs_more":
        return _deferred(home, row.subject, said)
    taken = answering.answer(home, [_about(row.subject, said)], known.references)
    if taken.faults:
        raise _changed(taken.faults)
    return Disposed(tuple(taken.indexes), _again(home, known, row, said))


def _about(subject: str, said: Said) -> About:
    entries = tuple(map(written, said.entries))
    value = " ".join(entries) if said.verdict == "true_match" else "none"
    answer = Answered(subject, "listed", value, said.reason.strip(), expires=said.expires)
    return About(answer, entries, said.compared, "")


def _changed(faults: tuple[Fault, ...]) -> ConflictError:
    return ConflictError(faults[0].message, faults[0].at, "look at the match again, and then say")


def _deferred(home: Home, subject: str, said: Said) -> Disposed:
    with home.store.begin() as connection:
        indexes = tuple(
            record_one(home, connection, "deferred", subject, Deferred(subject, entry, said.reason.strip()))
            for entry in said.entries
        )
    return Disposed(indexes)


def _again(home: Home, known: Directory, row: PartyRow, said: Said) -> Again | None:
    with known.lock:
        concerned = Concerned(known.at_hand().enricher, frozenset({row.subject}))
        name = row.subject.partition(":")[2]
        cause = f"{name}: {said.verdict.replace('_', ' ')} of {', '.join(said.entries)}"
        try:
            return decide_again(home, cause, among=concerned, references=known.references)
        except MissingError:
            return None
