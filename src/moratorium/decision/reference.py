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
        confirmed: Those of them that a second person confirmed.
        said: What people said of list entries that parties may be.
        digest: Over all of them.
    """

    answered: Mapping[tuple[str, str], Answered] = {}
    cleared: frozenset[tuple[str, str, str]] = frozenset()
    confirmed: frozenset[tuple[str, str, str]] = frozenset()
    said: Said = NOTHING_SAID
    digest: str = NOTHING

    def of(self, subject: str | None, fact: str) -> Answered | None:
        """The answer about a subject's fact, if there is one."""
        return self.answered.get((subject, fact)) if subject else None


def answers_on(
    day: date,
    answered: Iterable[Answered],
    cleared: Iterable[Cleared],
    dispositions: Said = NOTHING_SAID,
    confirmed: Iterable[Cleared] = (),
) -> Answers:
    """What counts on a day: the newest answer of each question, and clearances, that have not expired.

    Args:
        day: Valid day.
        answered: Oldest first.
        cleared: In any order.
        dispositions: Of list entries, without those that have expired.
        confirmed: Those clearances that a second person confirmed.
    """
    newest = {(one.subject, one.fact): one for one in answered if one.expires is None or day < one.expires}
    clearances, by_two = _keys(cleared, day), _keys(confirmed, day)
    if not newest and not clearances and not dispositions.of:
        return Answers()
    content = [[newest[key] for key in sorted(newest)], sorted(clearances)]
    if dispositions.of:
        content.append([dispositions.of[subject] for subject in sorted(dispositions.of)])
    return Answers(newest, clearances, by_two, dispositions, digest(content))


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
        unreadable: Parts that could not be read or are older than promised, such as ``list OFAC-SDN``.
        parties_digest: Digest of the register.
        licences: What is drawn from our authorisations.
        two_people_above: Value by currency above which only a clearance counts that a second person confirmed; empty
            for never.
        partners: What partners owe us and have undertaken.
    """

    atlas: Atlas
    goods: Goods
    index: Index
    organisation: Organisation = NO_ORGANISATION
    catalogue: Catalogue = NO_CATALOGUE
    parties: Mapping[str, Party] = {}
    answers: Answers = Answers()
    unreadable: frozenset[str] = frozenset()
    parties_digest: str = NOTHING
    licences: Licences = Licences()
    two_people_above: Mapping[str, Decimal] = {}
    partners: Partners = Partners()

    def cleared_for(self, order: Order) -> frozenset[tuple[str, str, str]]:
        """The clearances that count for an order: above the set value only those that a second person confirmed."""
        return self.answers.confirmed if needs_two(order, self.two_people_above) else self.answers.cleared

    def digests(self) -> dict[str, str]:
        """Digest of each part, by name; of authorisations, partners and who must confirm where there is something."""
        some = {"licences": self.licences.digest} if self.licences.of else {}
        if self.partners.awaited or self.partners.undertaken:
            some["partners"] = self.partners.digest
        if self.two_people_above:
            some["two_people"] = digest([self.two_people_above, sorted(self.answers.confirmed)])
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
