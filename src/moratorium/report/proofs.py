"""Proofs in words: what holds, or the order that breaks it and what both rulebooks say of it."""

from __future__ import annotations

from collections.abc import Iterator

from moratorium.decision.decision import Finding, Judgement
from moratorium.desk.proving import Proved
from moratorium.proof.witness import Witness
from moratorium.report.summary import counted

MOST_FINDINGS = 12


def proof_text(proved: Proved) -> str:
    """The answer, for a person."""
    return "\n".join(_lines(proved))


def _lines(proved: Proved) -> Iterator[str]:
    proof = proved.proof
    judged = f"judged for every day {proved.period}, in {proof.seconds:.2f} s"
    match proof.result:
        case "holds":
            yield f"holds: {proved.run.property}"
            yield f"  for every order that could come; {judged}"
        case "witness":
            yield f"does not hold: {proved.run.property}"
            yield f"  an order that breaks it; {judged}"
        case _:
            yield f"undecided: {proved.run.property}"
            yield f"  {proof.note}; this says neither that it holds nor that it does not"
    if proved.dormant and not proved.run.with_inactive:
        asleep = counted(proved.dormant, "measure")
        yield f"  {asleep} inactive or without a list let it pass; --with-inactive counts them too"
    if proof.witness is not None:
        yield from witness_lines(proof.witness)


def witness_lines(witness: Witness) -> Iterator[str]:
    """An order, what is assumed beside it, and what the rulebooks say."""
    yield f"  as of {witness.day}"
    for number, record in enumerate(witness.records):
        yield from _record(record, witness.records[0] if number else {})
    yield from (f"  assumed: {one}" for one in witness.assumptions)
    if witness.draft is None:
        yield from _judgement("the rulebook", witness.base)
    else:
        yield from _judgement("base", witness.base)
        yield from _judgement("draft", witness.draft)


def _record(record: dict[str, str], first: dict[str, str]) -> Iterator[str]:
    told = ", ".join(f"{name} {value}" for name, value in record.items() if first.get(name) != value)
    yield f"  {'further line' if first else 'order'}: {told}"


def _judgement(who: str, judgement: Judgement) -> Iterator[str]:
    yield f"  {who} says {judgement.effect}"
    told = sorted(judgement.findings, key=lambda one: -one.weight)
    for finding in told[:MOST_FINDINGS]:
        yield f"    {finding.measure}: {_said(finding)} ({finding.title})"
    if len(told) > MOST_FINDINGS:
        yield f"    and {len(told) - MOST_FINDINGS} more"


def _said(finding: Finding) -> str:
    return (
        f"{finding.effect}, {finding.status.replace('_', ' ')}"
        if finding.effect != "allow"
        else (finding.status.replace("_", " "))
    )
