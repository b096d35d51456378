"""Acts: what somebody did at an instant. The unit of the record: one act, one leaf in the log.

An act's payload is one of the structs below or a :class:`~moratorium.decision.decision.Decision`; the table of kinds
in ``store/acts.py`` reads them back. Payloads may hold personal data; the log holds only their salted digest.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import msgspec

from moratorium.errors import InputError

UNAUTHENTICATED = "unauthenticated"
"""Who acts where no local identity was named; such an actor is never the second pair of eyes."""


_FOR = "@"


def on_behalf_of(holder: str, signer: str) -> str:
    """The actor of an act that one identity signs for somebody whom it has let in, such as the service for a person.

    >>> on_behalf_of("ann", "service")
    'ann@service'
    """
    return f"{holder}{_FOR}{signer}"


def holder_of(actor: str) -> str:
    """Who stands behind an act; four eyes looks at this name, whichever way the person came in.

    >>> holder_of("ann@service"), holder_of("ann")
    ('ann', 'ann')
    """
    return actor.partition(_FOR)[0]


def signer_of(actor: str) -> str:
    """The identity whose key signs an act.

    >>> signer_of("ann@service"), signer_of("ann")
    ('service', 'ann')
    """
    return actor.rpartition(_FOR)[2]


class Act(msgspec.Struct, frozen=True):
    """Something done by somebody.

    Attributes:
        kind: What was done, such as ``decided`` or ``answered``; one kind, one payload type.
        subject: What it was done to: an order key, a measure id, a party.
        actor: Name of the local identity, ``holder@identity`` if it acts for somebody, or ``unauthenticated``.
        at: Instant, in UTC.
        payload: The facts of it, a struct with a canonical form.

    Raises:
        InputError: the instant has no time zone.
    """

    kind: str
    subject: str
    actor: str
    at: datetime
    payload: Any

    def __post_init__(self) -> None:
        """An instant without a zone is no instant."""
        if self.at.tzinfo is None:
            raise InputError("an act needs an instant with a time zone", self.kind)

    def document(self) -> dict[str, Any]:
        """What the salted digest covers: everything of the act, in its canonical form."""
        return {
            "actor": self.actor,
            "at": self.at,
            "kind": self.kind,
            "payload": self.payload,
            "subject": self.subject,
        }


class Settled(msgspec.Struct, frozen=True, omit_defaults=True):
    """An entry of a list that an answer is about, with what was compared when the person answered.

    Attributes:
        entry: Key of the entry, such as ``OFAC-SDN#36``.
        entry_digest: Digest of the entry's compared data, which is kept as a blob; empty for an answer that was given
            before entries were compared by digest: it settles nothing any more.
        party_digest: The same of the party.
        version: Digest of the list version at hand.
        match: Whether the party is this listed one.
    """

    entry: str
    entry_digest: str
    party_digest: str
    version: str
    match: bool = False


class Answered(msgspec.Struct, frozen=True, omit_defaults=True):
    """A question was answered. The answer belongs to the subject and settles all its lines (DESIGN law 7).

    Attributes:
        subject: Whose fact: ``party:C-7``, ``product:KST-1``, ``order:SO-1/sale``, ``organisation``.
        fact: The fact's attribute, such as ``territory`` or ``hs6``.
        value: As text, in the form of the vocabulary; several codes separated by spaces; ``none`` for an empty set.
        source: What the answer rests on: a document, a call, a register.
        settles: List entries that the answer is about, for "is this the listed party?"; it counts for each of them
            until the entry or the party changes.
        expires: First day on which the answer no longer counts; None if it does not expire.
    """

    subject: str
    fact: str
    value: str
    source: str
    settles: tuple[Settled, ...] = ()
    expires: date | None = None


class Cleared(msgspec.Struct, frozen=True, omit_defaults=True):
    """A hold was cleared by a person: for one measure revision and one row of facts, until a day.

    Attributes:
        order: Key of the order on which the person decided.
        measure: Id of the measure.
        revision: Its revision; another revision is not cleared.
        row: Digest of the facts that the measure asked about.
        reason: Why it may go on.
        expires: First day on which the clearance no longer counts.
    """

    order: str
    measure: str
    revision: str
    row: str
    reason: str
    expires: date | None = None


class Proposed(msgspec.Struct, frozen=True, omit_defaults=True):
    """A change of the rulebook was proposed; it changes nothing until another person approves it.

    Attributes:
        change: ``adopt``, ``propose``, ``extend``, ``lift`` or ``activate``.
        documents: Texts of the measures to be in the rulebook, by measure id.
        removed: Ids of measures that leave it.
        reason: Why.
    """

    change: str
    documents: dict[str, str]
    removed: tuple[str, ...] = ()
    reason: str = ""


class Approved(msgspec.Struct, frozen=True):
    """A proposal was approved by another person than its proposer; the rulebook has changed.

    Attributes:
        proposal: Log index of the ``proposed`` act.
        rulebook: Digest of the rulebook as it stands now.
    """

    proposal: int
    rulebook: str


class Rejected(msgspec.Struct, frozen=True):
    """A proposal was rejected, with the reason."""

    proposal: int
    reason: str


class Kept(msgspec.Struct, frozen=True, omit_defaults=True):
    """A part of the reference was handed in and kept as a blob; the newest of each part counts.

    Attributes:
        part: ``organisation``, ``catalogue``, ``parties``, ``map`` or ``rulebook`` (a folder given to ``check``).
        digest: SHA-256 of the kept bytes.
        name: File name, for people.
    """

    part: str
    digest: str
    name: str = ""


class ListImported(msgspec.Struct, frozen=True, omit_defaults=True):
    """A version of an official list was imported.

    Attributes:
        source: ``ofac-sdn``, ``us-csl``, ``un`` or ``own``.
        lists: Ids of the lists in it.
        published: Day of publication as stated by the publisher or the importer.
        digest: SHA-256 of the published bytes.
        blob: SHA-256 of the kept, parsed version.
        entries: How many entries were read.
        rejected: How many rows could not be read, and were reported.
        accepted_shrink: Why it was taken although it had shrunk; empty if it had not.
    """

    source: str
    lists: tuple[str, ...]
    published: date
    digest: str
    blob: str
    entries: int
    rejected: int = 0
    accepted_shrink: str = ""


class ListChecked(msgspec.Struct, frozen=True, omit_defaults=True):
    """A publisher, or the mirror that stands for it, was asked whether it has a new version of a list.

    Attributes:
        source: As in :class:`ListImported`.
        result: ``new`` (recorded as a version), ``unchanged`` (still publishes the version at hand) or ``failed``.
        origin: ``publisher``, or the address of the mirror that was asked in its place.
        digest: SHA-256 of the bytes it gave; empty if it failed.
        words: Why it failed; empty otherwise.
    """

    source: str
    result: str
    origin: str
    digest: str = ""
    words: str = ""


class OutcomeChange(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a party is to one list entry, where it differs from the time before.

    Attributes:
        subject: The party, as answers know it.
        entry: Key of the entry.
        state: ``open``, ``reopened``, ``false_positive``, ``true_match``; empty if it is no longer a possible match.
        before: The state before; empty if it was no possible match.
        name: The listed name.
        score: Of the match; empty if none.
        due: What it is due to, in words.
    """

    subject: str
    entry: str
    state: str = ""
    before: str = ""
    name: str = ""
    score: str = ""
    due: str = ""


class Rescreened(msgspec.Struct, frozen=True, omit_defaults=True):
    """Parties of ours were compared anew with all lists at hand; one act for each batch, and one that ends the run.

    Attributes:
        cause: Why, in words.
        inputs: Digest of what was compared with: list versions, thresholds, engine.
        thresholds: Digest of the thresholds.
        lists: Version digest of each list compared.
        after: The batch holds the parties whose subjects follow this one ...
        last: ... up to and with this one.
        compared: How many were compared.
        parties: Those that are new or changed, with the digest of their compared data.
        gone: Subjects that are no longer parties of ours.
        changes: Every outcome that differs from the time before.
        ended: Whether this ends the run; it then sums the run up, and the last comparison is complete.
    """

    cause: str
    inputs: str
    thresholds: str
    lists: dict[str, str]
    after: str = ""
    last: str = ""
    compared: int = 0
    parties: tuple[tuple[str, str], ...] = ()
    gone: tuple[str, ...] = ()
    changes: tuple[OutcomeChange, ...] = ()
    ended: bool = False


class IdentityMade(msgspec.Struct, frozen=True):
    """A local identity came into being.

    Attributes:
        name: The person's name as it stands in acts.
        public_key: Ed25519 public key, base64; signs every act of that person.
    """

    name: str
    public_key: str


class CameIntoForce(msgspec.Struct, frozen=True, omit_defaults=True):
    """Open orders were decided again: a measure came into force, was extended or lifted, or an answer came in.

    Attributes:
        day: The day as of which they were decided.
        cause: Why, in words.
        decided: How many orders were decided again.
        changed: Keys of the orders whose effect changed, with the effect before and after.
    """

    day: date
    cause: str
    decided: int
    changed: tuple[tuple[str, str, str], ...] = ()


class ClockMended(msgspec.Struct, frozen=True):
    """A clock had run ahead and was set right: what was decided for a later day than this one counts as of this one.

    A decision stands until one of the same or a later day, so one of a day that has not come would stand until then.

    Attributes:
        day: The day it is, as the clock and a person say.
        reason: What had happened.
    """

    day: date
    reason: str


class Erased(msgspec.Struct, frozen=True):
    """Payload and salt of an earlier act were erased (personal data); its leaf stays.

    Attributes:
        index: Log index of the act whose payload is gone.
        reason: Why: a request by the data subject, the end of retention.
    """

    index: int
    reason: str
