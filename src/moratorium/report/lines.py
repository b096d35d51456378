"""One record for each line decided: for the ERP that called, and for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from moratorium.decision.decider import Judged
from moratorium.decision.decision import Finding, Tie
from moratorium.decision.questions import first_question, questions
from moratorium.desk.checking import Recorded
from moratorium.intake import safe_cell
from moratorium.terms.order import Line, Order

CSV_COLUMNS = ("order", "activity", "line", "actor", "effect", "measures", "questions", "assumed", "decision")
_ENCODER = msgspec.json.Encoder()

MOST_REMEMBERED = 20_000
"""Judgements whose findings are kept as bytes; beyond it they are forgotten, so that memory does not grow."""


_Written = tuple[bytes | Finding, ...]
"""The findings of a judgement as bytes; a finding stands for its question, which names the parties of an order."""


class JsonLines:
    """Decisions as JSON, one object a line. What a finding says is written once, and only its question anew."""

    def __init__(self) -> None:
        self._written: dict[str, _Written] = {}

    def of(self, recorded: Recorded) -> Iterator[bytes]:
        """The lines of one order, each ending in a line feed."""
        decided = recorded.decided
        order, assumed, ties = decided.order, decided.decision.assumed, decided.decision.ties
        for line, facts, found in zip(decided.decision.lines, decided.rows, decided.judged, strict=True):
            document = {
                "order": order.id,
                "activity": order.activity,
                "line": line.line,
                "actor": line.actor,
                "decision": recorded.index,
                "effect": line.effect,
                "assumed": assumed,
                "findings": self._findings(found, order, facts.line, ties),
            }
            if ties:
                document["ties"] = [{"subject": tie.subject, "fact": tie.fact, "words": tie.words} for tie in ties]
            yield _ENCODER.encode(document) + b"\n"

    def _findings(self, found: Judged, order: Order, line: Line, ties: tuple[Tie, ...]) -> msgspec.Raw:
        written = self._written.get(found.digest)
        if written is None:
            if len(self._written) >= MOST_REMEMBERED:
                self._written.clear()
            written = self._written[found.digest] = _written(found.judgement.findings)
        questions: dict[tuple[str, ...], bytes] = {}  # by the facts that are missing: many measures lack the same
        pieces = [one if isinstance(one, bytes) else _asking(one, order, line, ties, questions) for one in written]
        return msgspec.Raw(b"".join(pieces))


def _written(findings: Iterable[Finding]) -> _Written:
    """Findings as a JSON array, in as few pieces as there are questions in it."""
    pieces, piece, comma = list[bytes | Finding](), b"[", b""
    for finding in findings:
        piece += comma + _ENCODER.encode(_before(finding))[:-1] + b',"question":'
        after, comma = b"," + _ENCODER.encode(_after(finding))[1:], b","
        if finding.effect == "hold":
            pieces += (piece, finding)
            piece = after
        else:
            piece += b"null" + after
    return (*pieces, piece + b"]")


def _asking(
    finding: Finding, order: Order, line: Line, ties: tuple[Tie, ...], questions: dict[tuple[str, ...], bytes]
) -> bytes:
    text = questions.get(finding.missing)
    if text is None:
        asked = first_question(finding, order, line, ties)
        text = _ENCODER.encode(asked.text if asked else None)
        if finding.missing:  # else it is a question of this measure alone
            questions[finding.missing] = text
    return text


def finding_document(finding: Finding, order: Order, line: Line, ties: tuple[Tie, ...] = ()) -> dict[str, Any]:
    """A finding as the interface promises it."""
    asked = first_question(finding, order, line, ties)
    return {**_before(finding), "question": asked.text if asked else None, **_after(finding)}


def _before(finding: Finding) -> dict[str, Any]:
    return {
        "measure": finding.measure,
        "title": finding.title,
        "revision": finding.revision,
        "effect": finding.effect,
        "status": finding.status,
        "reason": finding.reason,
    }


def _after(finding: Finding) -> dict[str, Any]:
    document: dict[str, Any] = {"missing": finding.missing}
    if finding.note:
        document["note"] = finding.note
    if finding.conflict:
        document["conflict"] = finding.conflict
    return document


def csv_rows(recorded: Recorded) -> Iterator[list[str]]:
    """The lines of one order as cells that no spreadsheet takes for a formula."""
    decided = recorded.decided
    for line, facts, found in zip(decided.decision.lines, decided.rows, decided.judged, strict=True):
        stopping = [finding for finding in found.judgement.findings if finding.effect != "allow"]
        ties = decided.decision.ties
        asked = dict.fromkeys(q.text for one in stopping for q in questions(one, decided.order, facts.line, ties=ties))
        cells = [
            decided.order.id,
            decided.order.activity,
            line.line,
            line.actor,
            line.effect,
            " ".join(finding.measure for finding in stopping),
            " | ".join(asked),
            " ".join(decided.decision.assumed),
            str(recorded.index),
        ]
        yield [safe_cell(cell) for cell in cells]
