"""The reference: what facts are looked up in. Each part has a digest, so that a decision can cite what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import msgspec

from moratorium.decision.licences import Licences
from moratorium.errors import MissingError
from moratorium.goods import NO_CATALOGUE, Catalogue, Goods
from moratorium.screening import Index
from moratorium.screening.disposition import NOTHING_SAID, Said
from moratorium.terms.act import Answered, Cleared
from moratorium.terms.canon import digest
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
        digest: Over all of them.
    """

    answered: Mapping[tuple[str, str], Answered] = {}
    cleared: frozenset[tuple[str, str, str]] = frozenset()
    said: Said = NOTHING_SAID
    digest: str = NOTHING

    def of(self, subject: str | None, fact: str) -> Answered | None:
        """The answer about a subject's fact, if there is one."""
        return self.answered.get((subject, fact)) if subject else None


def answers_on(
    day: date, answered: Iterable[Answered], cleared: Iterable[Cleared], dispositions: Said = NOTHING_SAID
) -> Answers:
    """What counts on a day: the newest answer of each question, and clearances, that have not expired.

    Args:
        day: Valid day.
        answered: Oldest first.
        cleared: In any order.
        dispositions: Of list entries, without those that have expired.
    """
    newest = {(one.subject, one.fact): one for one in answered if one.expires is None or day < one.expires}
    clearances = frozenset(
        (one.measure, one.revision, one.row) for one in cleared if one.expires is None or day < one.expires
    )
    if not newest and not clearances and not dispositions.of:
        return Answers()
    content = [[newest[key] for key in sorted(newest)], sorted(clearances)]
    if dispositions.of:
        content.append([dispositions.of[subject] for subject in sorted(dispositions.of)])
    return Answers(newest, clearances, dispositions, digest(content))


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

    def digests(self) -> dict[str, str]:
        """Digest of each part, by name; that of authorisations where something is drawn from one."""
        licences = {"licences": self.licences.digest} if self.licences.of else {}
        return licences | {
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
