"""Which lists a party is on: what comparing it gave, and what people have said of that.

A match makes its list *possible*, until a person says whether it is the listed party. Answers hold while neither the
entry nor the party changes (see ``screening/disposition.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import cached_property

from moratorium.decision.joining import read_or_none
from moratorium.decision.reference import Reference
from moratorium.measures import Rulebook
from moratorium.screening import Entry, Index, Screened, screen, screen_all
from moratorium.screening.disposition import Hit, hits
from moratorium.screening.thresholds import AT_DEFAULT, Thresholds, lowest
from moratorium.terms.members import Members
from moratorium.terms.order import Order
from moratorium.terms.party import Party
from moratorium.terms.vocabulary import VOCABULARY

Matches = Callable[[Party, Order], tuple[Hit, ...]]
"""Entries about which a person is asked whether a party of an order is the listed one."""


Compare = Callable[[Sequence[Party], Index, Thresholds], Iterable[Screened]]
"""Compares many parties with the lists, here or on other machines, and gives what came of each, in their order."""


def thresholds_of(rulebook: Rulebook) -> Thresholds:
    """For each list and kind the lowest threshold at which an active measure asks."""
    return lowest(measure.screened for measure in rulebook.measures if measure.active)


MOST_COMPARED = 200_000
"""Parties remembered with what comparing them gave; beyond it they are forgotten and compared again."""


class Screening:
    """Compares parties with the lists at hand; parties recur, so each is compared once.

    Args:
        reference: Lists, and what people have said.
        thresholds: Least score of a match, per list and kind.
        compare: Compares many at once.

    Attributes:
        count: Comparisons made so far: of distinct names and numbers, not of orders.
    """

    def __init__(
        self, reference: Reference, thresholds: Thresholds = AT_DEFAULT, compare: Compare = screen_all
    ) -> None:
        self._reference = reference
        self._compare = compare
        self.thresholds = thresholds
        self.count = 0
        self._compared: dict[Hashable, Screened] = {}
        self._hits: dict[Hashable, tuple[Hit, ...]] = {}

    @cached_property
    def entries(self) -> Mapping[str, Entry]:
        """Entries of the lists at hand, by key."""
        return {entry.key: entry for entry in self._reference.index.entries}

    def of(self, party: Party) -> Screened:
        """What comparing a party with the lists gives."""
        key = (party.names, party.identifiers)
        found = self._compared.get(key)
        if found is None:
            self._make_room(1)
            self.count += 1
            found = self._compared[key] = screen(party, self._reference.index, self.thresholds)
        return found

    def compare(self, parties: Sequence[Party]) -> None:
        """Compare many parties at once, which is much quicker; they are remembered."""
        new = {(party.names, party.identifiers): party for party in parties}
        missing = [party for key, party in new.items() if key not in self._compared]
        if not missing:
            return
        if self._make_room(len(missing)):
            missing = list(new.values())
        self.count += len(missing)
        for party, found in zip(missing, self._compare(missing, self._reference.index, self.thresholds), strict=True):
            self._compared[party.names, party.identifiers] = found

    def share(self, other: Screening) -> None:
        """Use what another one compared with the same lists at the same thresholds; what people said is one's own."""
        self._compared = other._compared

    def _make_room(self, more: int) -> bool:
        """Forget what was compared if it grows too much; whether it did."""
        if len(self._compared) + more <= MOST_COMPARED:
            return False
        self._compared.clear()
        self._hits.clear()
        return True

    def hits(self, party: Party, subject: str) -> tuple[Hit, ...]:
        """The entries that a party may be, each with what has been said of it.

        Args:
            party: With all that is known of it.
            subject: The party, as answers know it.
        """
        known = self._reference.answers.said
        screened = self.of(party)
        if not screened.matches and subject not in known.of:
            return ()
        key = (subject, party.names, party.identifiers, party.birth_dates, party.address.country)
        found = self._hits.get(key)
        if found is None:
            found = self._hits[key] = hits(subject, party, screened, self.entries, known)
        return found

    def lists_of(self, party: Party, subject: str, absent: frozenset[str]) -> Members:
        """The lists that a party is on: those that somebody said are certain, those of open questions are possible.

        Args:
            party: With all that is known of it.
            subject: The party, as answers know it.
            absent: Lists that are asked about and not at hand: whoever is compared may be on them.
        """
        found = self.hits(party, subject)
        known = self._stated(subject) | frozenset(hit.list for hit in found if hit.state == "true_match")
        asked = frozenset(hit.list for hit in found if hit.is_asked)
        if not self.of(party).compared or self._reference.answers.is_doubted(subject, "listed"):
            return Members(known, asked - known, open=True)
        return Members(known, (absent | asked) - known)

    def _stated(self, subject: str) -> frozenset[str]:
        """Lists that somebody named without being asked about an entry."""
        answer = self._reference.answers.of(subject, "listed")
        value = read_or_none(VOCABULARY["buyer.listed"], answer.value) if answer else None
        return value.known if isinstance(value, Members) else frozenset()
