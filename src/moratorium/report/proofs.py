"""Proofs in words: what holds, or the order that breaks it and what both rulebooks say of it."""

from __future__ import annotations

from collections.abc import Iterator

from moratorium.decision.decision import Judgement
from moratorium.desk.proving import Proved
from moratorium.proof.differences import Differences
from moratorium.proof.witness import Witness
from moratorium.report.summary import counted

MOST_FINDINGS, MOST_NAMED = 12, 6


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


def differences_text(found: Differences) -> str:
    """One order for each way in which two rulebooks differ, for a person."""
    return "\n".join(_difference_lines(found))


def _difference_lines(found: Differences) -> Iterator[str]:
    for number, way in enumerate(found.ways, start=1):
        by = ", ".join(f"`{id}` ({then} -> {now})" for id, (then, now) in way.measures.items())
        yield f"{number}. {way.before} -> {way.after} by {by or 'other measures'}"
        yield from witness_lines(way.witness)
    count = "1 way" if len(found.ways) == 1 else f"{len(found.ways)} ways"
    if found.is_complete:
        yield f"{count}; no other order gets another effect ({found.seconds:.2f} s)"
    else:
        yield f"{count}; {found.note} ({found.seconds:.2f} s)"


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
    stopping = [one for one in judgement.findings if one.effect != "allow"]
    yield f"  {who} says {judgement.effect}{'' if stopping else ': no active measure stops it'}"
    for finding in stopping[:MOST_FINDINGS]:
        yield f"    {finding.measure}: {finding.effect}, {finding.status} ({finding.title})"
    if len(stopping) > MOST_FINDINGS:
        yield f"    and {len(stopping) - MOST_FINDINGS} more that stop it"
    for status in ("inactive", "not_evaluable"):
        shown = [one.measure for one in judgement.findings if one.status == status]
        if shown:
            more = f" and {len(shown) - MOST_NAMED} more" if len(shown) > MOST_NAMED else ""
            yield f"    {status.replace('_', ' ')}: {', '.join(shown[:MOST_NAMED])}{more}"
