"""Answers to "is this the listed party?": tied to what was compared when the question was asked.

An answer counts for the entries that its row names. If an entry or the party changed between question and answer, the
answer is not taken for it: the person saw something else, and is asked again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from moratorium.decision.facts import Enricher
from moratorium.desk import rulebooks
from moratorium.desk.home import Home
from moratorium.desk.known_parties import Parties, known_parties
from moratorium.desk.references import References
from moratorium.errors import Fault
from moratorium.screening.disposition import Side, compared_entry, compared_party
from moratorium.screening.lists import Entry
from moratorium.terms.act import Answered, Settled
from moratorium.terms.values import NO

ASK_AGAIN = "ask again: moratorium again --questions FILE"


class About(msgspec.Struct, frozen=True):
    """An answer about list entries, as a person wrote it.

    Attributes:
        answer: Its value is ``none``, lists, or entries that are the party.
        entries: Keys of the entries that it is about, as written in a cell.
        compared: What was compared when the question was asked, as written; empty takes what is compared now.
        at: Place in the file, for faults.
    """

    answer: Answered
    entries: tuple[str, ...]
    compared: tuple[str, ...] = ()
    at: str = ""


class Settling(msgspec.Struct, frozen=True):
    """What answers settle.

    Attributes:
        answers: Ready to be recorded.
        sides: What was compared, by digest: to be kept, so that a later change can be shown.
        faults: What they do not settle, and why.
    """

    answers: tuple[Answered, ...] = ()
    sides: dict[str, bytes] = {}
    faults: tuple[Fault, ...] = ()


def written(key: str) -> str:
    """A key of an entry in a cell that holds several, divided by blanks.

    >>> written("OWN#A 1")
    'OWN#A%201'
    """
    return "%20".join(key.split(" "))


def settle(home: Home, given: Iterable[About], references: References | None = None) -> Settling:
    """Tie answers to what is compared.

    Args:
        home: The state.
        given: Answers about list entries.
        references: What was read before, so that it is not read twice; None reads it.
    """
    every = list(given)
    if not every:
        return Settling()
    with home.store.read() as connection:
        reference = (references or References(home)).on(connection, home.today(), rulebooks.read({}))
        enricher = Enricher(reference, frozenset())
        desk = _Desk(known_parties(connection, enricher), enricher, reference.index.versions)
    answers = tuple(made for one in every if (made := desk.settled(one)) is not None)
    return Settling(answers, {side.digest: side.content for side in desk.sides}, tuple(desk.faults))


class _Desk:
    """Looks up what answers are about; gathers what was compared, and faults."""

    def __init__(self, parties: Parties, enricher: Enricher, versions: dict[str, str]) -> None:
        self.faults: list[Fault] = []
        self.sides: list[Side] = []
        self._parties = parties
        self._entries = {written(key): entry for key, entry in enricher.screening.entries.items()}
        self._versions = versions

    def settled(self, one: About) -> Answered | None:
        """The answer with the entries that it settles; None if there are none."""
        yes = frozenset(one.answer.value.split()) - NO - {"none"}
        lists = {entry.partition("#")[0] for entry in one.entries}
        strange = sorted(name for name in yes if name not in lists and name not in one.entries)
        if strange:
            help_ = "answer with what the question is about, or none"
            self.faults.append(Fault(f"`{strange[0]}` is none of {', '.join(one.entries)}", one.at, help_))
            return None
        found = tuple(settled for entry in one.entries for settled in self._settled(one, entry, yes))
        if not found:
            return None
        value = " ".join(sorted({settled.entry.partition("#")[0] for settled in found if settled.match}))
        return msgspec.structs.replace(one.answer, value=value or "none", settles=found)

    def _settled(self, one: About, key: str, yes: frozenset[str]) -> Iterator[Settled]:
        entry = self._entries.get(key)
        parties = self._parties.get(one.answer.subject)
        if entry is None or not parties:
            self.faults.append(_absent(one, key, entry))
            return
        theirs = compared_entry(entry)
        wanted = [token.rsplit(":", 2)[1:] for token in one.compared if token.rsplit(":", 2)[0] == key] or [["", ""]]
        for entry_start, party_start in wanted:
            same = [digest for digest in parties if digest.startswith(party_start)]
            if not same or not theirs.digest.startswith(entry_start):
                whose = "the party" if not same else "the entry"
                message = f"{whose} has changed since it was asked whether `{one.answer.subject}` is `{key}`"
                self.faults.append(Fault(message, one.at, ASK_AGAIN))
                continue
            self.sides += [theirs, *(compared_party(parties[digest]) for digest in same)]
            match = bool(yes & {key, entry.list})
            version = self._versions[entry.list]
            yield from (Settled(entry.key, theirs.digest, digest, version, match) for digest in same)


def _absent(one: About, key: str, entry: Entry | None) -> Fault:
    if entry is None:
        return Fault(f"no entry `{key}` in the lists at hand", one.at, ASK_AGAIN)
    message = f"`{one.answer.subject}` is neither in our register nor in an order that is open or held"
    return Fault(message, one.at, "decide an order of that party first, or import the register")
