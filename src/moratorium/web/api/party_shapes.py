"""What comes out of the operations on parties, possible matches and lists, field by field."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import msgspec

from moratorium.web.api.shapes import AgainShape, Effect, ReasonShape


class AddressShape(msgspec.Struct, omit_defaults=True):
    """A place as written.

    Attributes:
        country: Name or code.
        region: Region, state, oblast.
        city: City.
        postcode: Postal code.
        text: Street and whatever else, or the whole address in one piece.
    """

    country: str | None = None
    region: str | None = None
    city: str | None = None
    postcode: str | None = None
    text: str | None = None


class IdentifierShape(msgspec.Struct, omit_defaults=True):
    """An official number.

    Attributes:
        kind: ``tax``, ``registration``, ``imo`` or another word of the source.
        value: The number as written.
        country: Where it was issued, as written.
    """

    kind: str
    value: str
    country: str | None = None


class ListNameShape(msgspec.Struct, omit_defaults=True):
    """A name of a listed party.

    Attributes:
        text: As the publisher wrote it.
        quality: ``primary``, ``strong`` or ``weak``: how good a name the publisher holds it for.
        script: Its script, where the publisher states one.
        language: Its language, where the publisher states one.
    """

    text: str
    quality: str
    script: str | None = None
    language: str | None = None


class EntryShape(msgspec.Struct):
    """A list entry whole, as its publisher wrote it.

    Attributes:
        entry: Its key across lists, such as ``OFAC-SDN#36``.
        list: Id of the list.
        kind: ``person``, ``entity``, ``vessel``, ``aircraft`` or ``unknown``.
        names: Primary name first, then aliases.
        identifiers: Official numbers.
        birth_dates: Dates of birth.
        countries: Of addresses, nationality, citizenship and flag.
        addresses: Addresses that say more than a country.
        phones: Telephone numbers.
        programmes: Sanctions programmes or regimes.
        licence_requirement: Which items need a licence.
        licence_policy: How applications are judged.
        notice: The legal notice that listed it.
        remarks: All else the publisher says.
    """

    entry: str
    list: str
    kind: str
    names: tuple[ListNameShape, ...]
    identifiers: tuple[IdentifierShape, ...]
    birth_dates: tuple[str, ...]
    countries: tuple[str, ...]
    addresses: tuple[AddressShape, ...]
    phones: tuple[str, ...]
    programmes: tuple[str, ...]
    licence_requirement: str | None
    licence_policy: str | None
    notice: str | None
    remarks: str | None


class MetShape(msgspec.Struct):
    """Words that met.

    Attributes:
        asked: Of the name asked about.
        listed: Of the listed name.
        how: Such as ``equal`` or ``sounds alike``.
        similarity: From 0 to 1.
        worth: Of the words asked about: their rarity among the listed.
        worth_listed: Of the listed words.
    """

    asked: str
    listed: str
    how: str
    similarity: float
    worth: float
    worth_listed: float


class MissedShape(msgspec.Struct):
    """A word that met nothing.

    Attributes:
        word: As compared.
        worth: Its rarity among the listed.
        is_listed: Whether it stands in the listed name, or in the one asked about.
    """

    word: str
    worth: float
    is_listed: bool


class AlignedShape(msgspec.Struct):
    """Why a score is what it is: whoever has pen and paper can make it again.

    Attributes:
        met: Which words met which, most worth first.
        missed: Words that met nothing.
        notes: What else changed the score.
        words: All of it in one line.
    """

    met: tuple[MetShape, ...]
    missed: tuple[MissedShape, ...]
    notes: tuple[str, ...]
    words: str


class EvidenceShape(msgspec.Struct):
    """What one aspect beside the name says. It changes no score and hides no match.

    Attributes:
        of: ``date of birth``, ``country``, ``kind`` or ``number``.
        says: ``confirms``, ``contradicts`` or ``says nothing``.
        party: Values of the party, as written.
        entry: Values of the entry, as written.
    """

    of: str
    says: str
    party: tuple[str, ...]
    entry: tuple[str, ...]


class PossibleShape(msgspec.Struct):
    """A possible match of a name asked about.

    Attributes:
        entry: The list entry, whole.
        version: Digest of the list version.
        published: Its day.
        score: From 0 to 1; no probability.
        met: ``name`` or ``identifier``.
        asked: The name or number that met.
        listed: The listed name that met.
        quality: How good a name the publisher holds it for.
        aligned: Which words met which.
        evidence: What speaks for and against it beside the name.
    """

    entry: EntryShape
    version: str
    published: date
    score: float
    met: str
    asked: str
    listed: str
    quality: str
    aligned: AlignedShape
    evidence: tuple[EvidenceShape, ...]


class ScreenedShape(msgspec.Struct):
    """What comparing one name gave.

    Attributes:
        id: Your id of it, or its place among those asked about.
        result: ``possible match``, ``no match`` or ``not compared``; the last
            is no "no match": the name says too little.
        words: What may be said of it, with list, version, day and threshold.
        matches: Possible matches, the highest score first.
        lookalikes: Words that mix letters of two scripts, as a disguise does.
    """

    id: str
    result: str
    words: tuple[str, ...]
    matches: tuple[PossibleShape, ...]
    lookalikes: tuple[str, ...]


class AgainstShape(msgspec.Struct):
    """A list that was compared.

    Attributes:
        list: Id of the list.
        version: Digest of its version.
        published: Its day.
        threshold: Least scores, in words.
    """

    list: str
    version: str
    published: date
    threshold: str


class ScreeningShape(msgspec.Struct):
    """What comparing names gave. Nothing of it is recorded.

    Attributes:
        on: The day.
        score: Which score.
        against: The lists that were compared.
        cautions: What to know before relying on it: lists that are old, not proved, or not at hand.
        results: For each name, in the order asked.
    """

    on: date
    score: str
    against: tuple[AgainstShape, ...]
    cautions: tuple[str, ...]
    results: tuple[ScreenedShape, ...]


class PartyRowShape(msgspec.Struct):
    """A party of yours.

    Attributes:
        party: The key of answers about it: ``party:C-7``.
        id: Your id; empty if orders name it by name alone.
        name: Its first name.
        country: As stated; empty if nobody stated it.
        registered: Whether your register knows it.
        asked: How many list entries it may be, about which a person is asked.
    """

    party: str
    id: str
    name: str
    country: str
    registered: bool
    asked: int


class PartiesShape(msgspec.Struct):
    """A page of parties.

    Attributes:
        parties: By name.
        behind: Acts of the log that the directory has still to read; mostly 0.
        next: Cursor of the next page; null at the end.
    """

    parties: tuple[PartyRowShape, ...]
    behind: int
    next: str | None


class RelationShape(msgspec.Struct):
    """Who owns or directs a party, as your register states it.

    Attributes:
        kind: ``owner`` or ``director``.
        who: Your id of a party, or a name as written.
        share: What an owner holds, in per cent; null if not known.
        since: First day; null if not known.
        until: First day without it; null if it lasts.
        source: Where it was read.
    """

    kind: str
    who: str
    share: Decimal | None
    since: date | None
    until: date | None
    source: str


class StatedPartyShape(msgspec.Struct):
    """A party as somebody states it.

    Attributes:
        names: As written, the primary one first.
        address: Where it sits.
        identifiers: Official numbers.
        birth_dates: Of a person.
        phones: Telephone numbers.
        relations: Who owns and directs it; of the register alone.
    """

    names: tuple[str, ...]
    address: AddressShape
    identifiers: tuple[IdentifierShape, ...]
    birth_dates: tuple[str, ...]
    phones: tuple[str, ...]
    relations: tuple[RelationShape, ...]


class OwnerShape(msgspec.Struct):
    """A share in a party, or in one of its owners.

    Attributes:
        layer: 1 for a share in the party itself, 2 for one in its owners, and so on.
        owner: Key of who holds it.
        name: Its name.
        id: Your id of it; empty if the register knows the name alone.
        owned: Key of the company it is in.
        share: In per cent; null if not known.
        since: First day; null if not known.
        until: First day without it; null if it lasts.
        counts: Whether it holds on the day.
        lists: Lists that the owner is on, or may be on.
        source: Where it was read.
    """

    layer: int
    owner: str
    name: str
    id: str
    owned: str
    share: Decimal | None
    since: date | None
    until: date | None
    counts: bool
    lists: str
    source: str


class InCommonShape(msgspec.Struct):
    """Something that a party has in common with another.

    Attributes:
        words: In words.
        other: Name of the other.
        id: Your id of the other; empty if the register knows the name alone.
        lists: Lists that the other is on, or may be on.
    """

    words: str
    other: str
    id: str
    lists: str


class MatchRowShape(msgspec.Struct):
    """A list entry that a party of yours may be.

    Attributes:
        party: The key of answers about the party.
        name: Of the party.
        country: Of the party.
        entry: Key of the entry.
        list: Id of the list.
        listed: The listed name that meets.
        kind: What the entry is.
        state: ``open``, ``reopened``, ``true_match`` or ``false_positive``.
        score: From 0 to 1; no probability; 0 if no name or number meets any longer.
    """

    party: str
    name: str
    country: str
    entry: str
    list: str
    listed: str
    kind: str
    state: str
    score: float


class MatchesShape(msgspec.Struct):
    """A page of possible matches.

    Attributes:
        matches: Those about which a person is asked first, then by score.
        behind: Acts of the log that the directory has still to read; mostly 0.
        next: Cursor of the next page; null at the end.
    """

    matches: tuple[MatchRowShape, ...]
    behind: int
    next: str | None


class RemarkShape(msgspec.Struct):
    """What somebody said of one entry and one party.

    Attributes:
        number: Number of the act.
        party: The key of answers about the party.
        entry: Key of the entry.
        verdict: ``true_match``, ``false_positive``, or ``needs_more``: it could not be told yet.
        reason: What it rests on, or what is needed.
        version: Digest of the list version at hand then; empty for ``needs_more``.
        expires: First day on which it no longer counts; null if it does not expire.
        by: Who said so.
        at: When.
        withdrawn: Number of the act that took it back; null while nobody did.
    """

    number: int
    party: str
    entry: str
    verdict: str
    reason: str
    version: str
    expires: date | None
    by: str
    at: datetime
    withdrawn: int | None


class DispositionsShape(msgspec.Struct):
    """What people said of possible matches.

    Attributes:
        dispositions: Newest first.
        next: Cursor of the next page; null at the end.
    """

    dispositions: tuple[RemarkShape, ...]
    next: str | None


class WholePartyShape(msgspec.Struct):
    """All that is known of a party. That it was read is on record.

    Attributes:
        party: Who it is.
        day: For shares and seats.
        stated: As your register has it; null if it does not know it.
        spelled: How orders spell it, where that differs in what is compared.
        matches: List entries that it may be, at most 200.
        said: What people have said of these, oldest first.
        owners: Shares in it, layer by layer, at most 200.
        more_owners: Whether there are more.
        in_common: What it has in common with others, those on a list first, at most 100.
        found: What owners and links come to, in words.
    """

    party: PartyRowShape
    day: date
    stated: StatedPartyShape | None
    spelled: tuple[StatedPartyShape, ...]
    matches: tuple[MatchRowShape, ...]
    said: tuple[RemarkShape, ...]
    owners: tuple[OwnerShape, ...]
    more_owners: bool
    in_common: tuple[InCommonShape, ...]
    found: tuple[str, ...]


class PartyOrderShape(msgspec.Struct):
    """An order of a party.

    Attributes:
        order: Your id.
        activity: What is wanted.
        status: ``open``, ``shipped`` or ``closed``.
        placed_on: Its date.
        effect: What its decision comes to.
        decision: Number of the act.
        roles: What the party is in it.
    """

    order: str
    activity: str
    status: str
    placed_on: date | None
    effect: Effect
    decision: int
    roles: tuple[str, ...]


class PartyOrdersShape(msgspec.Struct):
    """A page of orders of a party.

    Attributes:
        orders: In the order of their keys.
        next: Cursor of the next page; null at the end.
    """

    orders: tuple[PartyOrderShape, ...]
    next: str | None


class WholeMatchShape(msgspec.Struct):
    """A possible match of a party of yours, as it is now. That it was read is on record.

    Attributes:
        party: Who it is.
        spelled: The party as compared: the spelling that comes nearest.
        entry: The list entry, whole.
        version: Digest of the list version at hand.
        published: Its day.
        threshold: Least score at which this list asks, in words.
        state: ``open``, ``reopened``, ``true_match`` or ``false_positive``.
        score: From 0 to 1; no probability; null if no name or number meets any longer.
        met: ``name`` or ``identifier``; empty if neither does any longer.
        asked: The name or number of the party that met.
        listed: The listed name that met.
        quality: How good a name the publisher holds it for.
        aligned: Which words met which.
        evidence: What speaks for and against it beside the name.
        changes: What changed since it was last answered, for one that is opened again.
        said: What people have said, oldest first.
        compared: What was compared; send it back with a disposition.
    """

    party: PartyRowShape
    spelled: StatedPartyShape
    entry: EntryShape
    version: str
    published: date
    threshold: str
    state: str
    score: float | None
    met: str
    asked: str
    listed: str
    quality: str
    aligned: AlignedShape
    evidence: tuple[EvidenceShape, ...]
    changes: tuple[str, ...]
    said: tuple[RemarkShape, ...]
    compared: tuple[str, ...]


class DisposedShape(msgspec.Struct):
    """What was recorded of a disposition.

    Attributes:
        numbers: Numbers of the acts.
        again: Orders of the party decided again at once; null if it stays open.
        job: Id of the job that decides again whatever else hangs on it; empty if nothing does.
    """

    numbers: tuple[int, ...]
    again: AgainShape | None
    job: str


class OutcomeShape(msgspec.Struct):
    """What a party is to one list entry, where that changed.

    Attributes:
        party: The key of answers about the party.
        entry: Key of the entry.
        listed: The listed name.
        before: The state before; empty if it was no possible match.
        state: The state now; empty if it is no possible match any longer.
        score: Of the match; empty if none.
        due: What the change is due to, in words.
    """

    party: str
    entry: str
    listed: str
    before: str
    state: str
    score: str
    due: str


class RescreenedShape(msgspec.Struct):
    """What comparing all parties anew came to.

    Attributes:
        compared: Parties that were compared.
        changes: Every outcome that changed.
        again: Orders decided again for it; null if nothing changed or there is no rulebook.
        job: Id of the job that does it, where there are more than 5,000 parties; the other fields are empty then.
    """

    compared: int
    changes: tuple[OutcomeShape, ...]
    again: AgainShape | None
    job: str


class RunShape(msgspec.Struct):
    """A batch of a re-screening in which something changed, or the end of a run.

    Attributes:
        number: Number of the act.
        by: Who had it done.
        at: When.
        cause: Why.
        compared: Parties compared.
        ended: Whether it ends the run.
        changes: What changed.
    """

    number: int
    by: str
    at: datetime
    cause: str
    compared: int
    ended: bool
    changes: tuple[OutcomeShape, ...]


class RunsShape(msgspec.Struct):
    """A page of re-screenings.

    Attributes:
        runs: Newest first.
        next: Cursor of the next page; null at the end.
    """

    runs: tuple[RunShape, ...]
    next: str | None


class RegisterShape(msgspec.Struct):
    """What became of a register that was handed in.

    Attributes:
        faults: Rows that could not be read and were left out.
        rescreened: All parties compared anew.
    """

    faults: tuple[str, ...]
    rescreened: RescreenedShape


class VersionShape(msgspec.Struct):
    """A version of a source of lists.

    Attributes:
        number: Number of the act that brought it in.
        published: Its day.
        digest: Of the published bytes; its first characters name the version elsewhere.
        lists: Ids of the lists in it.
        entries: How many there are.
        rejected: Rows that could not be read.
        accepted_shrink: Why it was taken although it had shrunk; empty if it had not.
        by: Who brought it in.
        at: When.
    """

    number: int
    published: date
    digest: str
    lists: tuple[str, ...]
    entries: int
    rejected: int
    accepted_shrink: str
    by: str
    at: datetime


class CheckShape(msgspec.Struct):
    """A time at which a publisher, or the mirror in its place, was asked for a new version.

    Attributes:
        at: When.
        result: ``new``, ``unchanged`` or ``failed``.
        origin: ``publisher``, or the address of a mirror.
        words: Why it failed.
    """

    at: datetime
    result: str
    origin: str
    words: str


class SourceShape(msgspec.Struct):
    """A source of lists with its versions.

    Attributes:
        source: Its id.
        stale: Whether what depends on it holds.
        state: In words.
        caution: What to know before relying on it.
        versions: The last published first.
        checks: The last 50 times that its publisher was asked, newest first.
    """

    source: str
    stale: bool
    state: str
    caution: str
    versions: tuple[VersionShape, ...]
    checks: tuple[CheckShape, ...]


class EntriesShape(msgspec.Struct):
    """A page of a list version.

    Attributes:
        version: Of which.
        entries: By key.
        next: Cursor of the next page; null at the end.
    """

    version: VersionShape
    entries: tuple[EntryShape, ...]
    next: str | None


class EntryChangeShape(msgspec.Struct):
    """One entry that differs between two versions.

    Attributes:
        what: ``added``, ``removed`` or ``changed``.
        entry: Its key.
        name: Its primary name.
        kind: What it is.
        words: What differs, one thing each.
    """

    what: str
    entry: str
    name: str
    kind: str
    words: tuple[str, ...]


class EntryChangesShape(msgspec.Struct):
    """What differs between two versions of a source.

    Attributes:
        before: The earlier version.
        after: The later one.
        added: How many entries were added.
        removed: How many were removed.
        changed: How many say something else.
        changes: A page of them: added, then removed, then changed.
        next: Cursor of the next page; null at the end.
    """

    before: VersionShape
    after: VersionShape
    added: int
    removed: int
    changed: int
    changes: tuple[EntryChangeShape, ...]
    next: str | None


class WholeEntryShape(msgspec.Struct):
    """A list entry with the version that it is of.

    Attributes:
        source: Id of its source.
        version: The version.
        entry: The entry.
    """

    source: str
    version: VersionShape
    entry: EntryShape


class ImportedListShape(msgspec.Struct):
    """A list version that was taken.

    Attributes:
        source: Id of the source.
        published: Its day.
        digest: Of the published bytes.
        entries: How many there are.
        added: Entries that the version before lacked; null if it is the first.
        removed: Entries that it lacks.
        changed: Entries that say something else.
        rejected: Rows that could not be read, with reasons.
        notes: What a person should know.
        rescreened: All parties compared anew.
    """

    source: str
    published: date
    digest: str
    entries: int
    added: int | None
    removed: int | None
    changed: int | None
    rejected: tuple[str, ...]
    notes: tuple[str, ...]
    rescreened: RescreenedShape


class ExplanationShape(msgspec.Struct):
    """A decision as a tree, in plain words: the order, its lines, what each measure said, and why.

    Attributes:
        order: Key of the order.
        decision: Number of the act.
        effect: What it comes to: ``allow``, ``hold`` or ``deny``.
        tree: The root; below it a node for each line, below that one for each finding with its reasons.
    """

    order: str
    decision: int
    effect: str
    tree: ReasonShape
