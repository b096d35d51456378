"""Findings, judgements and decisions.

A finding is what one measure says of one row of facts; a judgement joins the findings of a row; a decision joins the
judgements of an order's lines. The gravest effect wins at each step, so adding a measure never lowers a decision.
Many rows share one judgement, so a decision cites it by digest.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

import msgspec

from moratorium.conditions.explain import Reason
from moratorium.errors import InputError
from moratorium.terms.canon import digest
from moratorium.terms.effect import Effect, gravest
from moratorium.terms.order import Order
from moratorium.terms.party import Party

Status = Literal["applies", "unknown", "not_evaluable", "inactive"]
"""``applies``: the measure's effect. ``unknown``: it may apply, so it holds. ``not_evaluable``: it may apply and only
reports. ``inactive``: it applies or may apply, but is not verified or lacks its list; shown and counted."""

ENGINE = "moratorium-decision/6"
"""Names the meaning of this room. A change of meaning gets a new name, so that old decisions replay to their bytes."""


class Finding(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one measure says of one row of facts.

    Attributes:
        measure: Id of the measure.
        revision: The revision that was asked.
        title: Its title.
        effect: ``allow``, ``hold`` or ``deny``.
        status: How it comes to that.
        question: What would settle it, in words; ``{subject}`` stands for whose fact it is.
        missing: Names of the facts that are not known.
        reason: The deciding branches, for findings that hold or deny.
        note: Why the measure is inactive or only reports.
        conflict: Laws that forbid our entity to comply with this one; for counsel, not for customers.
        row: Digest of the facts asked, for holds: what a clearance is bound to.
    """

    measure: str
    revision: str
    effect: str
    status: Status
    question: str = ""
    missing: tuple[str, ...] = ()
    reason: Reason | None = None
    note: str = ""
    conflict: tuple[str, ...] = ()
    row: str = ""
    title: str = ""

    @property
    def weight(self) -> Effect:
        """The effect as a member of the lattice."""
        return Effect.read(self.effect)


class Judgement(msgspec.Struct, frozen=True):
    """The findings of one row, gravest first, then by measure id.

    Attributes:
        effect: The gravest effect; ``allow`` if there is no finding.
        findings: In a fixed order, so equal input gives equal bytes.
    """

    effect: str
    findings: tuple[Finding, ...] = ()


class LineDecision(msgspec.Struct, frozen=True):
    """The effect for one line and one acting entity of ours.

    Attributes:
        line: The caller's line number.
        actor: Our acting entity.
        effect: ``allow``, ``hold`` or ``deny``.
        judgement: Digest of the judgement.
    """

    line: str
    actor: str
    effect: str
    judgement: str


class Tie(msgspec.Struct, frozen=True, omit_defaults=True):
    """What ties a party of an order to somebody listed, or to a seller across an embargo, as our register shows it.

    Attributes:
        subject: The party, as answers know it.
        fact: The fact that rests on it, such as ``owned_by_listed``.
        words: The chain of owners, or what they have in common, in words.
        asks: Those of whom it is not known whether they are the listed party.
        lacks: Whether a share, or who an owner is, is not known.
    """

    subject: str
    fact: str
    words: str
    asks: tuple[Party, ...] = ()
    lacks: bool = False


class Decision(msgspec.Struct, frozen=True, omit_defaults=True):
    """One decision for one order.

    Attributes:
        order: Key of the order.
        order_digest: Digest of the order as it was decided.
        status: Status of the order then.
        placed_on: Its date.
        day: The valid day: measures in force on it were asked.
        effect: The gravest of its lines; lines may be delivered apart.
        lines: One per line and acting entity.
        assumed: What nobody stated and the map assumed.
        digests: Of the rulebook, of its measures without the base pack, of each part of the reference, and the engine.
        inputs: Digest over all of these: the same inputs return the same decision without a new act.
        outlook: Whether the day was still to come when it was made: such a look ahead never stands.
        ties: What ties its parties to somebody listed, in words; the facts of the rows rest on it.
    """

    order: str
    order_digest: str
    status: str
    placed_on: date | None
    day: date
    effect: str
    lines: tuple[LineDecision, ...]
    assumed: tuple[str, ...]
    digests: dict[str, str]
    inputs: str
    outlook: bool = False
    ties: tuple[Tie, ...] = ()


def join(findings: Iterable[Finding]) -> Judgement:
    """Join findings into one judgement; the gravest effect wins.

    Adding a finding never lowers the result. No finding at all is ``allow``: it is the rulebook's completeness
    measures, not this function, that hold an order of which too little is known.

    Raises:
        InputError: two findings cite different revisions of one measure.

    >>> join([]).effect
    'allow'
    """
    found = sorted(findings, key=lambda finding: (-finding.weight, finding.measure))
    revisions: dict[str, str] = {}
    for finding in found:
        if revisions.setdefault(finding.measure, finding.revision) != finding.revision:
            raise InputError("two revisions of one measure were asked at once", finding.measure)
    return Judgement(gravest(finding.weight for finding in found).word, tuple(found))


def graver(first: Judgement, second: Judgement) -> Judgement:
    """Of two judgements of one line, measure by measure, what is graver; of what is equal, what the first says.

    >>> one = Finding("m", "r", "hold", "unknown")
    >>> graver(join([]), join([one])) == graver(join([one]), join([])) == join([one])
    True
    """
    found = {finding.measure: finding for finding in second.findings}
    for finding in first.findings:
        other = found.get(finding.measure)
        if other is None or finding.weight >= other.weight:
            found[finding.measure] = finding
    return join(found.values())


def inputs_digest(order_digest: str, day: date, digests: dict[str, str]) -> str:
    """Digest over everything that a decision rests on."""
    return digest({"day": day, "digests": digests, "order": order_digest})


def decide(
    order: Order,
    order_digest: str,
    day: date,
    lines: Sequence[LineDecision],
    digests: dict[str, str],
    inputs: str,
    ties: tuple[Tie, ...] = (),
) -> Decision:
    """Join the judgements of an order's lines into its decision.

    Raises:
        InputError: no line was judged: silence would be an allow.
    """
    if not lines:
        raise InputError("no line was judged", f"order {order.id}")
    return Decision(
        order=order.key,
        order_digest=order_digest,
        status=order.status,
        placed_on=order.placed_on,
        day=day,
        effect=gravest(Effect.read(line.effect) for line in lines).word,
        lines=tuple(lines),
        assumed=tuple(sorted(order.assumed)),
        digests=digests,
        inputs=inputs,
        ties=ties,
    )
