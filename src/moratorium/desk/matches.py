"""Overview: the possible matches of our parties, those that people have settled, and those that are asked again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import get_args

from moratorium.decision.facts import Enricher
from moratorium.decision.screening import thresholds_of
from moratorium.desk import rulebooks
from moratorium.desk.home import Home
from moratorium.desk.known_parties import Parties, known_parties
from moratorium.desk.references import References
from moratorium.errors import InputError, MissingError
from moratorium.screening.disposition import Hit, State
from moratorium.screening.outcome import merged
from moratorium.terms.document import nearest

COLUMNS = (
    "party",
    "name",
    "entry",
    "listed",
    "kind",
    "score",
    "state",
    "by",
    "on",
    "reason",
    "version",
    "changed_since",
)

STATES: tuple[str, ...] = get_args(State)

_PAGE = 1000


def rows(home: Home, party: str | None = None, states: Sequence[str] = ()) -> Iterator[tuple[object, ...]]:
    """Cells of ``COLUMNS`` for each entry that a party of ours may be, as things stand now.

    Args:
        home: The state.
        party: Our id, or the key of answers about it (``party:Ann Example (NL)``); None for all.
        states: Only entries in these states; empty for all.

    Raises:
        MissingError: no such party.
    """
    with home.store.read() as connection:
        chosen = rulebooks.adopted_or_base(connection)
        reference = References(home).on(connection, home.today(), chosen)
        enricher = Enricher(reference, frozenset(), thresholds=thresholds_of(chosen))
        parties = _wanted(known_parties(connection, enricher), party)
    subjects = iter(sorted(parties))
    while page := list(islice(subjects, _PAGE)):
        enricher.screening.compare([one for subject in page for one in parties[subject].values()])
        for subject in page:
            variants = parties[subject].values()
            found = merged(enricher.screening.hits(one, subject) for one in variants)
            name = next((name for one in variants for name in one.names), "")
            wanted = [hit for hit in found.values() if not states or hit.state in states]
            yield from (_row(subject, name, hit, enricher) for hit in wanted)


def known_states(states: Sequence[str]) -> tuple[str, ...]:
    """States by name.

    Raises:
        InputError: one of them is none.
    """
    for state in states:
        if state not in STATES:
            raise InputError(f"no state `{state}`", "--state", f"one of {', '.join(STATES)}")
    return tuple(states)


def _wanted(parties: Parties, party: str | None) -> Parties:
    if party is None:
        return parties
    found = {subject: parties[subject] for subject in (party, f"party:{party}") if subject in parties}
    if not found:
        ids = [subject.partition(":")[2] for subject in parties]
        help_ = nearest(party, ids) or "parties of our register and of open orders are known"
        raise MissingError(f"no party `{party}`", help=help_)
    return found


def _row(subject: str, name: str, hit: Hit, enricher: Enricher) -> tuple[object, ...]:
    entry, said = enricher.screening.entries[hit.entry], hit.disposition
    score = f"{hit.match.score:.4f}" if hit.match else ""
    told = (said.by, said.at.date(), said.reason, said.version[:12]) if said else ("", "", "", "")
    listed = hit.match.name if hit.match else entry.name
    return (
        subject.partition(":")[2],
        name,
        hit.entry,
        listed,
        entry.kind,
        score,
        hit.state,
        *told,
        "; ".join(hit.changes),
    )
