"""What comes out, field by field. The OpenAPI document is made of these shapes, and the tests read answers by them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

Effect = Literal["allow", "hold", "deny"]
Limit = Annotated[int, Meta(ge=1, le=1000, description="At most so many.")]
Cursor = Annotated[str, Meta(max_length=500, description="The `next` of the page before.")]


class FaultShape(msgspec.Struct, frozen=True):
    """One thing that is wrong.

    Attributes:
        place: Where: a path in what was sent, or an id; empty if there is none.
        message: What.
        mend: What to do about it; empty if that is plain.
    """

    place: str
    message: str
    mend: str


class Problem(msgspec.Struct, frozen=True):
    """Something is wrong (RFC 9457).

    Attributes:
        type: Names the kind of problem.
        title: The kind in words.
        status: The HTTP status.
        detail: What is wrong, in words.
        instance: Number of the request, as in the service's log.
        help: What to do next.
        faults: All that is wrong, so that one reading mends it all.
    """

    type: str
    title: str
    status: int
    detail: str
    instance: str
    help: str
    faults: tuple[FaultShape, ...]


class ReasonShape(msgspec.Struct, omit_defaults=True):
    """One node of an explanation.

    Attributes:
        words: What was asked, in plain words.
        truth: The answer; null if it is not known.
        found: What the order holds.
        of: The branches that decided.
    """

    words: str
    truth: bool | None
    found: str = ""
    of: tuple[ReasonShape, ...] = ()


class FindingShape(msgspec.Struct, omit_defaults=True):
    """What one measure says of one line.

    Attributes:
        measure: Id of the measure.
        title: Its title.
        revision: The revision that was asked.
        effect: What it comes to. An allow shows what did not stop the line: inactive, or not to be judged.
        status: ``applies``, ``unknown``, ``not_evaluable`` or ``inactive``.
        reason: Why.
        question: What would settle it.
        missing: Facts that are not known.
        note: Why the measure is inactive or only reports.
        conflict: Laws that forbid complying with this one; for counsel, not for customers.
    """

    measure: str
    title: str
    revision: str
    effect: Effect
    status: str
    reason: ReasonShape | None
    question: str | None
    missing: tuple[str, ...]
    note: str = ""
    conflict: tuple[str, ...] = ()


class TieShape(msgspec.Struct):
    """What ties a party of the order to somebody listed.

    Attributes:
        subject: The party.
        fact: The fact that rests on it.
        words: The chain, in words.
    """

    subject: str
    fact: str
    words: str


class LineShape(msgspec.Struct, omit_defaults=True):
    """One line as decided for one acting entity of yours, as ``check`` writes it.

    Attributes:
        order: Your id of the order.
        activity: What is wanted.
        line: Your line number.
        actor: Your acting entity; empty if none is known.
        decision: Number of the act.
        effect: What becomes of the line.
        assumed: What nobody stated and was assumed.
        findings: What stopped it, and what was inactive or could not be judged.
        ties: What ties its parties to somebody listed.
    """

    order: str
    activity: str
    line: str
    actor: str
    decision: int
    effect: Effect
    assumed: tuple[str, ...]
    findings: tuple[FindingShape, ...]
    ties: tuple[TieShape, ...] = ()


class QuestionShape(msgspec.Struct):
    """One thing to ask, and what it would settle.

    Attributes:
        kind: ``answer`` for a missing fact, ``clearance`` for a person's word.
        subject: Whose fact it is; for a clearance, the digest of the facts it is about.
        fact: The fact; for a clearance, ``measure@revision``.
        question: What to ask.
        expects: In what form to answer.
        about: For "is this the listed party?": the list entries it is about.
        compared: What was compared for each of them; send it back with the answer.
        measures: Ids of the measures that ask.
        orders: How many orders wait for it.
        lines: How many lines.
        value: Worth of those lines by currency; decimals are text.
        example: Key of one of the orders.
    """

    kind: Literal["answer", "clearance"]
    subject: str
    fact: str
    question: str
    expects: str
    about: tuple[str, ...]
    compared: tuple[str, ...]
    measures: tuple[str, ...]
    orders: int
    lines: int
    value: dict[str, str]
    example: str


class DecisionShape(msgspec.Struct):
    """The decision of one order. An allow does not say that the order is lawful.

    It says that no active measure of the rulebook stops it, and lists what was inactive or could not be judged.

    Attributes:
        order: Your id.
        activity: What is wanted.
        decision: Number of the act in the log; a receipt proves it.
        new: False if the same inputs had been decided already: then it is that decision.
        day: The valid day: measures in force on it were asked.
        effect: The gravest of its lines; lines may be delivered apart.
        assumed: What nobody stated and was assumed.
        lines: One for each line and acting entity of yours.
        questions: What its holds wait for.
        digests: Of everything that it rests on.
        inputs: Digest over all of them and the order.
    """

    order: str
    activity: str
    decision: int
    new: bool
    day: date
    effect: Effect
    assumed: tuple[str, ...]
    lines: tuple[LineShape, ...]
    questions: tuple[QuestionShape, ...]
    digests: dict[str, str]
    inputs: str


class RejectedShape(msgspec.Struct):
    """An order of a batch that could not be read; it was not decided.

    Attributes:
        position: Where it stands in the batch, from 0.
        order: Your id, if that could be read.
        faults: All that is wrong.
    """

    position: int
    order: str | None
    faults: tuple[FaultShape, ...]


class BatchShape(msgspec.Struct):
    """Decisions of a batch: those of the orders that could be read, in their order, and what was wrong with the others.

    Attributes:
        decisions: Of the orders that could be read.
        rejected: The others, with all faults.
    """

    decisions: tuple[DecisionShape, ...]
    rejected: tuple[RejectedShape, ...]


class HealthShape(msgspec.Struct):
    """Whether orders can be decided.

    Attributes:
        status: ``ok``; whatever else is to be told is a problem with the status 503.
        version: Of the program.
    """

    status: Literal["ok"]
    version: str


class OrderShape(msgspec.Struct):
    """An order as it stands.

    Attributes:
        order: Your id.
        activity: What is wanted.
        status: ``open``, ``shipped`` or ``closed``.
        placed_on: Its date.
        day: Valid day of the decision that stands.
        effect: What it comes to.
        trial: Whether it was made by another rulebook than the adopted one.
        decision: Number of its act.
    """

    order: str
    activity: str
    status: str
    placed_on: date | None
    day: date
    effect: Effect
    trial: bool
    decision: int


class OrdersShape(msgspec.Struct):
    """A page of orders.

    Attributes:
        orders: In the order of their ids.
        next: Cursor of the next page; null at the end.
    """

    orders: tuple[OrderShape, ...]
    next: str | None


class StandingShape(msgspec.Struct):
    """Orders whose decision that stands is a new one, from a number on.

    Attributes:
        orders: In the order in which they were decided.
        next: Ask from this number on next time; it stays while nothing new was decided.
    """

    orders: tuple[OrderShape, ...]
    next: int


class WholeOrderShape(msgspec.Struct):
    """An order with its decision and what it rests on.

    Attributes:
        order: As above.
        document: The order as it was handed in.
        actor: Who had it decided.
        at: When.
        places: How each place was resolved, in words.
        answers: What was answered about it, in words.
        entries: List entries that its parties may be, in words.
        ties: What ties its parties to somebody listed, in words.
        digests: Of everything that the decision rests on.
        lines: The lines with their findings.
        questions: What its holds wait for, in words.
        others: Numbers of its other decisions: earlier ones, trials, looks at another day.
    """

    order: OrderShape
    document: dict[str, Any]
    actor: str
    at: datetime
    places: tuple[str, ...]
    answers: tuple[str, ...]
    entries: tuple[str, ...]
    ties: tuple[str, ...]
    digests: dict[str, str]
    lines: tuple[LineShape, ...]
    questions: tuple[str, ...]
    others: tuple[int, ...]


class OrderVariantsShape(msgspec.Struct):
    """Orders of one id: one for each activity.

    Attributes:
        orders: Each with its decision.
    """

    orders: tuple[WholeOrderShape, ...]


class QuestionsShape(msgspec.Struct):
    """A page of questions, the one that most orders wait for first.

    Attributes:
        questions: Of all orders that are held.
        total: How many there are.
        next: Cursor of the next page; null at the end.
    """

    questions: tuple[QuestionShape, ...]
    total: int
    next: str | None


class MeasureShape(msgspec.Struct):
    """A measure of the adopted rulebook.

    Attributes:
        measure: Its id.
        title: Its title.
        kind: Such as ``suspension``.
        effect: ``hold`` or ``deny``.
        active: Whether it decides anything.
        inactive_reason: Why not.
        in_force: Windows in which it is in force.
        review_due: Next review; null if none is set.
    """

    measure: str
    title: str
    kind: str
    effect: Effect
    active: bool
    inactive_reason: str
    in_force: tuple[str, ...]
    review_due: date | None


class MeasuresShape(msgspec.Struct):
    """The adopted rulebook.

    Attributes:
        digest: Of the rulebook.
        measures: By id; those of the base pack, which every rulebook contains, too.
    """

    digest: str
    measures: tuple[MeasureShape, ...]


class MeasureStateShape(msgspec.Struct):
    """A past or present state of a measure.

    Attributes:
        from_act: Number of the approval that brought it in.
        to_act: Number of the one that changed or removed it; null for the present state.
        document: Its text.
    """

    from_act: int
    to_act: int | None
    document: str


class WholeMeasureShape(msgspec.Struct):
    """A measure with its text and its history. Its ETag is that of the present text, for ``If-Match``.

    Attributes:
        measure: As in the rulebook; null if it is no longer part of it.
        document: Its text.
        history: All states, oldest first; none of the base pack, which comes with the program.
        words: The history in words: who approved, when, what changed.
    """

    measure: MeasureShape | None
    document: str
    history: tuple[MeasureStateShape, ...]
    words: tuple[str, ...]


class ProposalShape(msgspec.Struct):
    """A proposal that waits for a second person, or what became of it.

    Attributes:
        number: Its number.
        change: ``adopt``, ``propose``, ``extend``, ``lift`` or ``activate``.
        measures: Ids of measures that it brings or changes.
        removed: Ids of measures that leave the rulebook.
        by: Who proposed it.
        reason: Why.
        state: ``open``, ``approved`` or ``rejected``.
        would_change: What it would change, in words; empty in a list.
    """

    number: int
    change: str
    measures: tuple[str, ...]
    removed: tuple[str, ...]
    by: str
    reason: str
    state: str
    would_change: tuple[str, ...] = ()


class ProposalsShape(msgspec.Struct):
    """Proposals that nobody has approved or rejected.

    Attributes:
        proposals: Oldest first.
    """

    proposals: tuple[ProposalShape, ...]


class NumberShape(msgspec.Struct):
    """What was recorded.

    Attributes:
        number: Number of the act; of a proposal, its number.
    """

    number: int


class ListShape(msgspec.Struct):
    """A source of lists and how old it is.

    Attributes:
        source: Such as ``ofac-sdn``.
        lists: Ids of the lists in it.
        published: Day of publication of the newest version; null if it was never imported.
        entries: In that version.
        digest: Of the published bytes.
        versions: How many versions are kept.
        age_days: Since the day of publication.
        promised_days: What is promised; null if it does not age.
        stale: Whether what depends on it holds.
        state: In words.
    """

    source: str
    lists: tuple[str, ...]
    published: date | None
    entries: int | None
    digest: str | None
    versions: int
    age_days: int | None
    promised_days: int | None
    stale: bool
    state: str


class ListsShape(msgspec.Struct):
    """All sources of lists.

    Attributes:
        lists: By source.
    """

    lists: tuple[ListShape, ...]


class ActShape(msgspec.Struct):
    """An act: who did what when. Its content is in the receipt.

    Attributes:
        number: Its place in the log.
        kind: What was done.
        subject: What it was done to.
        actor: Who did it; ``holder@service`` if the service signed for somebody.
        at: When, in UTC.
        erased: Whether its content was erased.
        signed: Whether a key signed it.
        commitment: The salted digest in the log, hexadecimal.
    """

    number: int
    kind: str
    subject: str
    actor: str
    at: datetime
    erased: bool
    signed: bool
    commitment: str


class ActsShape(msgspec.Struct):
    """A page of acts.

    Attributes:
        acts: Oldest first.
        size: Acts in the log.
        next: Cursor of the next page; null at the end.
    """

    acts: tuple[ActShape, ...]
    size: int
    next: str | None


class ReceiptShape(msgspec.Struct):
    """What an outsider needs to verify an act offline.

    Attributes:
        receipt: Text of the receipt file: save it byte for byte.
        evidence: What the act cites, by digest: save each as ``DIGEST.json`` in ``RECEIPT.evidence/``.
        vkey: Key of the log; get it from elsewhere too, and compare.
    """

    receipt: str
    evidence: dict[str, str]
    vkey: str


class ChangedShape(msgspec.Struct):
    """An order whose effect changed when it was decided again.

    Attributes:
        order: Key of the order: id and activity.
        before: Its effect before.
        effect: Its effect now.
        decision: Number of the act.
    """

    order: str
    before: str
    effect: str
    decision: int


class AgainShape(msgspec.Struct):
    """Open and held orders decided again.

    Attributes:
        day: As of this day.
        decided: How many.
        changed: Those whose effect changed.
    """

    day: date
    decided: int
    changed: tuple[ChangedShape, ...]


class TakenShape(msgspec.Struct):
    """What was recorded of some answers, and what changed for it.

    Attributes:
        numbers: Numbers of the acts.
        faults: What was not taken, and why.
        again: Orders decided again; null if nothing was recorded, or it was not asked for.
    """

    numbers: tuple[int, ...]
    faults: tuple[FaultShape, ...]
    again: AgainShape | None


class ApprovedShape(msgspec.Struct):
    """A rulebook as it stands after an approval.

    Attributes:
        rulebook: Its digest.
        again: Orders decided again; null if they are so many that a job does it.
        job: Id of that job; null if there is none.
    """

    rulebook: str
    again: AgainShape | None
    job: str | None = None


class KeyShape(msgspec.Struct):
    """A key, without the key itself.

    Attributes:
        id: Its public part.
        name: Who stands behind it.
        role: What it may do.
        made_by: Who made it.
        made_at: When.
        expires: First day on which it opens nothing; null if it lasts.
        state: ``good``, ``expired`` or ``revoked``.
    """

    id: str
    name: str
    role: str
    made_by: str
    made_at: datetime
    expires: date | None
    state: str


class KeysShape(msgspec.Struct):
    """All keys that were made.

    Attributes:
        keys: Oldest first.
    """

    keys: tuple[KeyShape, ...]


class MadeKeyShape(msgspec.Struct):
    """A key that was made.

    Attributes:
        key: The key itself; nothing can show it again.
    """

    key: str
