"""One record for each line decided: for the ERP that called, and for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from moratorium.decision.decider import Judged
from moratorium.decision.decision import Finding, Tie
from moratorium.decision.questions import questions
from moratorium.desk.checking import Recorded
from moratorium.intake import safe_cell
from moratorium.terms.order import Line, Order

CSV_COLUMNS = ("order", "activity", "line", "actor", "effect", "measures", "questions", "assumed", "decision")
_ENCODER = msgspec.json.Encoder()


class JsonLines:
    """Decisions as JSON, one object a line. Findings that ask nothing are encoded once and used again."""

    def __init__(self) -> None:
        self._encoded: dict[str, msgspec.Raw] = {}

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

    def _findings(
        self, found: Judged, order: Order, line: Line, ties: tuple[Tie, ...]
    ) -> msgspec.Raw | list[dict[str, Any]]:
        if found.judgement.effect == "hold" or any(one.missing for one in found.judgement.findings):
            return [finding_document(finding, order, line, ties) for finding in found.judgement.findings]
        encoded = self._encoded.get(found.digest)
        if encoded is None:
            documents = [finding_document(finding, order, line) for finding in found.judgement.findings]
            encoded = self._encoded[found.digest] = msgspec.Raw(_ENCODER.encode(documents))
        return encoded


def finding_document(finding: Finding, order: Order, line: Line, ties: tuple[Tie, ...] = ()) -> dict[str, Any]:
    """A finding as the interface promises it."""
    asked = questions(finding, order, line, ties=ties)
    document: dict[str, Any] = {
        "measure": finding.measure,
        "title": finding.title,
        "revision": finding.revision,
        "effect": finding.effect,
        "status": finding.status,
        "reason": finding.reason,
        "question": asked[0].text if asked else None,
        "missing": finding.missing,
    }
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
