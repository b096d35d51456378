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
from moratorium.desk import jobs, package, releasing
from moratorium.desk.alignments import Aligned, aligned_match
from moratorium.desk.checking import Recorded
from moratorium.desk.directory import AtHand, Directory, spelled_of
from moratorium.desk.home import Home
from moratorium.desk.known_parties import ANY
from moratorium.desk.record import record_one
from moratorium.desk.saying import say
from moratorium.errors import ConflictError, InputError, MissingError, RefusedError
from moratorium.screening import Entry
from moratorium.screening.disposition import Hit, compared_entry, compared_party
from moratorium.screening.evidence import Evidence, evidence
from moratorium.store import blobs, directory, remarks
from moratorium.store.directory import After, MatchRow, PartyRow, Wanted
from moratorium.store.remarks import Remark
from moratorium.terms.act import Answered, Settled
from moratorium.terms.deferral import Deferred
from moratorium.terms.party import Party

Verdict = Literal["true_match", "false_positive", "needs_more"]
AT_ONCE = 200
"""Orders of the party that are decided again while the person waits."""

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


def wanted(asked: bool | None, state: str | None, list_id: str | None, party: str | None) -> Wanted:
    """Which matches; None takes all.

    Args:
        asked: Whether a person is asked about it.
        state: One of ``STATES``.
        list_id: Id of the list.
        party: The key of answers about the party.
    """
    return Wanted(asked, state, list_id, party)


def said(home: Home, before: int | None, limit: int) -> tuple[Remark, ...]:
    """Dispositions of so many acts before a log index, newest first."""
    with home.store.read() as connection:
        return remarks.page(connection, before, limit)


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
        told = remarks.of_match(connection, row.subject, entry)
        with known.lock:
            at_hand = known.at_hand()
            if entry not in at_hand.enricher.screening.entries:
                raise MissingError(f"no entry `{entry}` in the lists at hand", help="it may have left its list")
            hits = _hits(at_hand, row.subject, spelled_of(connection, row.subject), entry)
            if not hits:
                message = f"`{row.subject.partition(':')[2]}` is no possible match of `{entry}` any longer"
                raise MissingError(message, help="look at all possible matches of the party")
            return _whole(at_hand, row, hits, told)


_Hits = list[tuple[Party, Hit]]
"""Spellings of a party that may be an entry, the nearest first; one that is asked about before one that is settled."""


def _hits(known: AtHand, subject: str, variants: dict[str, Party], entry: str) -> _Hits:
    found = [
        (party, hit)
        for party in variants.values()
        for hit in known.enricher.screening.hits(party, subject)
        if hit.entry == entry
    ]
    return sorted(found, key=lambda one: (not one[1].is_asked, -(one[1].match.score if one[1].match else 0.0)))


def _whole(known: AtHand, row: PartyRow, hits: _Hits, told: tuple[Remark, ...]) -> WholeMatch:
    spelled, hit = hits[0]
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
        remarks=told,
        compared=_tokens(hits),
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
        decided: Orders of the party decided again at once.
        job: Id of the job that decides again whatever else hangs on it; empty if nothing does.
    """

    indexes: tuple[int, ...]
    decided: tuple[Recorded, ...] = ()
    job: str = ""

    @property
    def changed(self) -> tuple[Recorded, ...]:
        """Those of the orders whose effect differs from the one before."""
        return tuple(one for one in self.decided if one.before != one.decided.decision.effect)


def dispose(home: Home, known: Directory, said: Said) -> Disposed:
    """Record what a person says, and decide the party's orders again.

    Where it has more orders than can be decided at once, or others hang together with it by owners, directors,
    addresses or numbers, a job decides the rest.

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
    answer, sides = _answer(home, known, row.subject, said)
    cause = f"{row.subject.partition(':')[2]}: {said.verdict.replace('_', ' ')} of {', '.join(said.entries)}"
    with home.store.begin() as connection:
        blobs.put_many(connection, sides.items(), "application/json")
        index = say(home, connection, answer)
        keys = directory.to_decide_again(connection, row.subject, AT_ONCE + 1)
        has_more = len(keys) > AT_ONCE or _is_tied(known, row.subject)
        job = jobs.ask(home, connection, jobs.Again(cause), f"act {index}") if has_more else ""
    try:
        decided = releasing.decide_orders(home, keys[:AT_ONCE], cause, known.references)
    except MissingError:  # no rulebook to decide by: what was said counts once there is one
        decided = ()
    return Disposed((index,), decided, job)


def _is_tied(known: Directory, subject: str) -> bool:
    """Whether our register shows somebody who hangs together with a party."""
    with known.lock:
        at_hand = known.at_hand()
        register, party = at_hand.owners.register, at_hand.reference.parties.get(subject.partition(":")[2])
        id = register.id_of(party) if party is not None else ""
        return bool(id) and next(iter(register.links.of(id, None, ANY)), None) is not None


def _answer(home: Home, known: Directory, subject: str, said: Said) -> tuple[Answered, dict[str, bytes]]:
    """The answer, tied to every spelling of the party that may be an entry; and both sides of what was compared."""
    with home.store.read() as connection:
        variants = spelled_of(connection, subject)
    settles: list[Settled] = []
    sides: dict[str, bytes] = {}
    with known.lock:
        at_hand = known.at_hand()
        for key in said.entries:
            hits = _hits(at_hand, subject, variants, key)
            seen = {token for token in said.compared if token.rsplit(":", 2)[0] == key}
            if not hits or (seen and seen != set(_tokens(hits))):
                what = "the party or the entry has changed since you looked" if hits else "it is no possible match"
                raise ConflictError(f"`{subject}` and `{key}`: {what}", "", "look at the match again, and then say")
            entry = at_hand.enricher.screening.entries[key]
            version = at_hand.reference.index.versions[entry.list]
            for party, hit in hits:
                settles.append(Settled(key, hit.entry_digest, hit.party_digest, version, said.verdict == "true_match"))
                sides |= {
                    hit.entry_digest: compared_entry(entry).content,
                    hit.party_digest: compared_party(party).content,
                }
    lists = sorted({key.partition("#")[0] for key in said.entries})
    value = " ".join(lists) if said.verdict == "true_match" else "none"
    answer = Answered(subject, "listed", value, said.reason.strip(), tuple(dict.fromkeys(settles)), said.expires)
    return answer, sides


def _tokens(hits: _Hits) -> tuple[str, ...]:
    return tuple(sorted({compared_token(hit) for _, hit in hits}))


def _deferred(home: Home, subject: str, said: Said) -> Disposed:
    with home.store.begin() as connection:
        indexes = tuple(
            record_one(home, connection, "deferred", subject, Deferred(subject, entry, said.reason.strip()))
            for entry in said.entries
        )
    return Disposed(indexes)
