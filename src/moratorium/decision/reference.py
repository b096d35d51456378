"""The reference: what facts are looked up in. Each part has a digest, so that a decision can cite what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

import msgspec

from moratorium.decision.licences import Licences
from moratorium.decision.partners import Partners
from moratorium.errors import MissingError
from moratorium.goods import NO_CATALOGUE, Catalogue, Goods
from moratorium.screening import Index
from moratorium.screening.disposition import NOTHING_SAID, Said
from moratorium.terms.act import Answered, Cleared
from moratorium.terms.canon import digest
from moratorium.terms.holding import needs_two
from moratorium.terms.order import Order
from moratorium.terms.organisation import NO_ORGANISATION, Organisation
from moratorium.terms.party import Party
from moratorium.territories import Atlas

NOTHING = digest(None)


class Answers(msgspec.Struct, frozen=True):
    """Answers and clearances that count on a day.

    Attributes:
        answered: Newest answer by subject and fact.
        cleared: Measure, revision and row digest of every clearance.
        said: What people said of list entries that parties may be.
        doubted: Subject and fact of what one person said, or took back, where only the word of two counts: it is not
            known, whatever it means that nothing is recorded.
        digest: Over all of them.
    """

    answered: Mapping[tuple[str, str], Answered] = {}
    cleared: frozenset[tuple[str, str, str]] = frozenset()
    said: Said = NOTHING_SAID
    doubted: frozenset[tuple[str, str]] = frozenset()
    digest: str = NOTHING

    @property
    def subjects(self) -> frozenset[str]:
        """Of whom something was answered, or is in doubt."""
        return frozenset(subject for subject, _ in self.answered.keys() | self.doubted)

    def of(self, subject: str | None, fact: str) -> Answered | None:
        """The answer about a subject's fact, if there is one."""
        return self.answered.get((subject, fact)) if subject else None

    def is_doubted(self, subject: str | None, fact: str) -> bool:
        """Whether one person said something about a subject's fact where only the word of two counts."""
        return (subject, fact) in self.doubted


def answers_on(
    day: date,
    answered: Iterable[Answered],
    cleared: Iterable[Cleared],
    dispositions: Said = NOTHING_SAID,
    doubted: Iterable[tuple[str, str]] = (),
) -> Answers:
    """What counts on a day: the newest answer of each question, and clearances, that have not expired.

    Args:
        day: Valid day.
        answered: Oldest first.
        cleared: In any order.
        dispositions: Of list entries, without those that have expired.
        doubted: Subject and fact of what only one person said, where only the word of two counts.
    """
    newest = {(one.subject, one.fact): one for one in answered if one.expires is None or day < one.expires}
    clearances, in_doubt = _keys(cleared, day), frozenset(doubted)
    if not newest and not clearances and not dispositions.of and not in_doubt:
        return Answers()
    content: list[object] = [[newest[key] for key in sorted(newest)], sorted(clearances)]
    if dispositions.of:
        content.append([dispositions.of[subject] for subject in sorted(dispositions.of)])
    if in_doubt:
        content.append({"doubted": sorted(in_doubt)})
    return Answers(newest, clearances, dispositions, in_doubt, digest(content))


def _keys(cleared: Iterable[Cleared], day: date) -> frozenset[tuple[str, str, str]]:
    return frozenset(
        (one.measure, one.revision, one.row) for one in cleared if one.expires is None or day < one.expires
    )


class Reference(msgspec.Struct, frozen=True):
    """Everything that an order's facts are looked up in.

    Attributes:
        atlas: Territories, names and places.
        goods: Goods lists and control entries.
        index: Party lists at hand, by version.
        organisation: Our own entities.
        catalogue: Our products.
        parties: Our register of parties by id.
        answers: What people answered and cleared.
        answers_of_two: The same, of what two people said: it alone releases an order above the set value.
        unreadable: Parts that could not be read or are older than promised, such as ``list OFAC-SDN``.
        parties_digest: Digest of the register.
        licences: What is drawn from our authorisations.
        two_people_above: Value by currency above which only what two people said releases an order; empty for never.
        partners: What partners owe us and have undertaken.
    """

    atlas: Atlas
    goods: Goods
    index: Index
    organisation: Organisation = NO_ORGANISATION
    catalogue: Catalogue = NO_CATALOGUE
    parties: Mapping[str, Party] = {}
    answers: Answers = Answers()
    answers_of_two: Answers = Answers()
    unreadable: frozenset[str] = frozenset()
    parties_digest: str = NOTHING
    licences: Licences = Licences()
    two_people_above: Mapping[str, Decimal] = {}
    partners: Partners = Partners()

    @property
    def of_two(self) -> Reference:
        """The same, in which nothing is known or cleared but by two people: what one person said is in doubt."""
        return msgspec.structs.replace(self, answers=self.answers_of_two, two_people_above={})

    @property
    def unsaid(self) -> Reference:
        """The same, in which what one person said was never said."""
        answers = msgspec.structs.replace(self.answers_of_two, doubted=frozenset())
        return msgspec.structs.replace(self, answers=answers, two_people_above={})

    def takes_two(self, order: Order) -> bool:
        """Whether one person's word does not release an order."""
        return needs_two(order, self.two_people_above)

    def digests(self) -> dict[str, str]:
        """Digest of each part, by name; of authorisations, partners and who must confirm where there is something."""
        some = {"licences": self.licences.digest} if self.licences.of else {}
        if self.partners.awaited or self.partners.undertaken:
            some["partners"] = self.partners.digest
        if self.two_people_above:
            some["two_people"] = digest([self.two_people_above, self.answers_of_two.digest])
        return some | {
            "answers": self.answers.digest,
            "catalogue": self.catalogue.digest,
            "goods": self.goods.digest,
            "lists": digest(sorted(self.index.versions.values())),
            "organisation": digest(self.organisation),
            "parties": self.parties_digest,
            "territories": self.atlas.digest,
            "unreadable": digest(sorted(self.unreadable)),
        }

    def entity_named(self, id: str) -> None:
        """Check that an entity of ours has this id.

        Raises:
            MissingError: there is none.
        """
        known = [entity.id for entity in self.organisation.entities]
        if id not in known:
            raise MissingError(f"no entity `{id}`", "organisation", f"one of {', '.join(known)}")
