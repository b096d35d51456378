"""Parties of ours compared anew with all lists at hand, and every outcome that changed recorded and reported.

It runs after a new list version, a new register, a changed threshold, or by hand. How much a word weighs depends on the
whole list, so all parties are compared, not only with the entries that changed; what is told of a party is only what
changed, and to which change it is due.

It goes in batches: each is one transaction with one act, so that a kill at any moment leaves whole batches, and the
next run does the rest and nothing twice. Orders of parties whose outcome changed are decided again at the end; only
then an act ends the run, so that nothing is forgotten in between.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import msgspec

from moratorium.decision.decision import ENGINE
from moratorium.decision.facts import Enricher
from moratorium.decision.screening import thresholds_of
from moratorium.desk import rulebooks
from moratorium.desk.again import Again, decide_again
from moratorium.desk.home import Home
from moratorium.desk.known_parties import Concerned, Parties, known_parties
from moratorium.desk.record import record_one
from moratorium.desk.references import References
from moratorium.errors import ConflictError
from moratorium.measures import Rulebook
from moratorium.screening.lists import Entry
from moratorium.screening.outcome import Since, Standing, changed, merged
from moratorium.store import Connection, act_at, projections, read_acts
from moratorium.store.project import Outcome, adopted_rulebook, outcomes_of
from moratorium.terms.act import OutcomeChange, Rescreened
from moratorium.terms.canon import digest

BATCH = 300
"""Parties in one transaction."""

Advance = Callable[[int], None]


@dataclass(frozen=True)
class Rescreen:
    """What a re-screen came to; a run that was killed before is part of it.

    Attributes:
        compared: Parties that were compared.
        lists: Version digest of each list compared.
        changes: Every outcome that changed.
        again: The orders decided again for it; None if no outcome changed or no rulebook is adopted.
    """

    compared: int
    lists: Mapping[str, str]
    changes: tuple[OutcomeChange, ...] = ()
    again: Again | None = None


@dataclass(frozen=True)
class _Run:
    """What one run works with: fixed when it begins."""

    cause: str
    inputs: str
    references: References
    enricher: Enricher
    parties: Parties
    outcomes: Mapping[str, Outcome]
    since: Since

    @property
    def lists(self) -> dict[str, str]:
        return self.enricher.reference.index.versions

    def party(self, subject: str) -> str:
        """Digest of a party's compared data; empty if it is no party of ours any longer."""
        variants = sorted(self.parties.get(subject, ()))
        return "" if not variants else variants[0] if len(variants) == 1 else digest(variants)

    def is_due(self, subject: str) -> bool:
        """Whether a party was not compared with these lists, changed, or has answers, which may have changed."""
        last = self.outcomes.get(subject)
        if last is None or (last.inputs, last.party) != (self.inputs, self.party(subject)):
            return True
        return subject in self.enricher.reference.answers.said.of or any(state != "open" for _, state in last.hits)


def rescreen(
    home: Home,
    cause: str = "asked for",
    day: date | None = None,
    rulebook: Rulebook | None = None,
    advance: Advance | None = None,
) -> Rescreen:
    """Compare all parties of ours with all lists at hand; record and report what changed; decide their orders again.

    Args:
        home: The state.
        cause: Why, in words; goes into the record.
        day: Valid day of answers, and of what is decided again; None for today.
        rulebook: States the thresholds and decides again; None for the adopted one.
        advance: Is told how many parties were compared.

    Raises:
        ConflictError: another process compares the same parties with other lists at this moment.
    """
    valid = day or home.today()
    with home.store.read() as connection:
        run = _run(home, connection, cause, valid, rulebook)
    if not run.lists and not run.outcomes:
        return Rescreen(0, {})
    for after, batch in _batches(run):
        _record_batch(home, run, after, batch)
        if advance is not None:
            advance(len(batch))
    return _ended(home, run, valid, rulebook)


def _run(home: Home, connection: Connection, cause: str, day: date, rulebook: Rulebook | None) -> _Run:
    chosen = rulebook or rulebooks.adopted_or_base(connection)
    references = References(home)
    reference = references.on(connection, day, chosen)
    enricher = Enricher(reference, frozenset(), thresholds=thresholds_of(chosen))
    versions = reference.index.versions
    return _Run(
        cause,
        digest(["rescreen_v1", versions, enricher.screening.thresholds.digest, ENGINE]),
        references,
        enricher,
        known_parties(connection, enricher),
        outcomes_of(connection),
        _since(connection, references, enricher),
    )


def _since(connection: Connection, references: References, enricher: Enricher) -> Since:
    """What was compared with in the last complete run."""
    last = projections.last_rescreen(connection)
    payload = None if last is None else act_at(connection, last).act.payload
    now = enricher.screening.entries
    if not isinstance(payload, Rescreened):
        return Since(None, now)
    lists, versions = payload.lists, enricher.reference.index.versions
    before = now if lists == versions else _of_lists(references.entries_of(connection, set(lists.values())), lists)
    return Since(before, now, payload.thresholds != enricher.screening.thresholds.digest, lists != versions)


def _of_lists(entries: Mapping[str, Entry], lists: Mapping[str, str]) -> dict[str, Entry]:
    """Entries of the lists that were compared; a version may hold more."""
    return {key: entry for key, entry in entries.items() if key.partition("#")[0] in lists}


def _batches(run: _Run) -> Iterator[tuple[str, list[str]]]:
    """Subjects to be compared, in order, each batch with the subject before it."""
    due = [subject for subject in sorted(run.parties.keys() | run.outcomes.keys()) if run.is_due(subject)]
    after = ""
    for start in range(0, len(due), BATCH):
        batch = due[start : start + BATCH]
        yield after, batch
        after = batch[-1]


def _record_batch(home: Home, run: _Run, after: str, batch: Sequence[str]) -> None:
    screening = run.enricher.screening
    screening.compare([party for subject in batch for party in run.parties.get(subject, {}).values()])
    hits = {
        subject: merged(screening.hits(party, subject) for party in run.parties.get(subject, {}).values())
        for subject in batch
    }
    with home.store.begin() as connection:
        last = outcomes_of(connection, batch)
        _check_alone(connection, run, after, batch)
        parties: list[tuple[str, str]] = []
        gone: list[str] = []
        changes: list[OutcomeChange] = []
        for subject in batch:
            standing = _standing(run, subject, last.get(subject))
            if standing in ("new", "changed"):
                parties.append((subject, run.party(subject)))
            elif standing == "gone":
                gone.append(subject)
            before = dict(last[subject].hits) if subject in last else {}
            changes += changed(subject, before, hits[subject], standing, run.since)
        if not (parties or gone or changes or any(one.inputs != run.inputs for one in last.values())):
            return
        payload = _payload(run, after=after, last=batch[-1], compared=len(batch) - len(gone))
        payload = msgspec.structs.replace(payload, parties=tuple(parties), gone=tuple(gone), changes=tuple(changes))
        record_one(home, connection, "rescreened", run.inputs, payload)


def _standing(run: _Run, subject: str, last: Outcome | None) -> Standing:
    now = run.party(subject)
    if not now:
        return "gone"
    return "new" if last is None else "same" if last.party == now else "changed"


def _check_alone(connection: Connection, run: _Run, after: str, batch: Sequence[str]) -> None:
    """Parties between those of a batch were compared with these lists already; unless somebody is faster meanwhile."""
    others = projections.compared_otherwise(connection, after, batch[-1], run.inputs)
    if not others <= set(batch):
        raise ConflictError("another process compares our parties with other lists", help="run it again")


def _payload(run: _Run, after: str = "", last: str = "", compared: int = 0) -> Rescreened:
    thresholds = run.enricher.screening.thresholds.digest
    return Rescreened(run.cause, run.inputs, thresholds, run.lists, after, last, compared)


def _ended(home: Home, run: _Run, day: date, rulebook: Rulebook | None) -> Rescreen:
    """Decide orders again for all that changed since the last complete run, and end this one."""
    with home.store.read() as connection:
        batches = _since_ended(connection)
        is_judged = rulebook is not None or adopted_rulebook(connection) is not None
    if not batches:
        return Rescreen(0, run.lists)
    changes = tuple(change for one in batches for change in one.changes)
    compared = sum(one.compared for one in batches)
    again = None
    if changes and is_judged:
        concerned = Concerned(run.enricher, frozenset(change.subject for change in changes))
        why = f"parties compared anew: {run.cause}"
        again = decide_again(home, why, day, rulebook, among=concerned, references=run.references)
    with home.store.begin() as connection:
        payload = msgspec.structs.replace(_payload(run, compared=compared), ended=True)
        record_one(home, connection, "rescreened", run.inputs, payload)
    return Rescreen(compared, run.lists, changes, again)


def _since_ended(connection: Connection) -> list[Rescreened]:
    """Batches since the last complete run: of this one, and of those that were killed."""
    last = projections.last_rescreen(connection)
    found: list[Rescreened] = []
    for one in read_acts(connection, ["rescreened"], 0 if last is None else last + 1):
        if isinstance(one.act.payload, Rescreened):
            found = [] if one.act.payload.ended else [*found, one.act.payload]
    return found
