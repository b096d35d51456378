"""One document for each order decided, as the service answers it: lines as ``check`` writes them, and questions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from moratorium.decision.questions import Asked
from moratorium.desk.answering import expected
from moratorium.desk.checking import Recorded
from moratorium.desk.writer import Outcome
from moratorium.report.lines import JsonLines

_ENCODER = msgspec.json.Encoder(decimal_format="string")


class DecisionDocuments:
    """Decisions as JSON; findings that ask nothing are encoded once and used again."""

    def __init__(self) -> None:
        self._lines = JsonLines()

    def one(self, outcome: Outcome) -> bytes:
        """The only order of an outcome."""
        return _ENCODER.encode(self._document(outcome.recorded[0]))

    def several(self, outcome: Outcome, rejected: Iterable[dict[str, Any]]) -> bytes:
        """The orders of an outcome, with those that could not be read.

        Args:
            outcome: What was decided.
            rejected: Position, order and faults of each that could not be read.
        """
        decisions = [self._document(one) for one in outcome.recorded]
        return _ENCODER.encode({"decisions": decisions, "rejected": list(rejected)})

    def _document(self, recorded: Recorded) -> dict[str, Any]:
        decision = recorded.decided.decision
        return {
            "order": recorded.decided.order.id,
            "activity": recorded.decided.order.activity,
            "decision": recorded.index,
            "new": recorded.is_new,
            "day": decision.day,
            "effect": decision.effect,
            "assumed": decision.assumed,
            "lines": [msgspec.Raw(line) for line in self._lines.of(recorded)],
            "questions": [question_document(one) for one in recorded.asked],
            "digests": decision.digests,
            "inputs": decision.inputs,
        }


def question_document(asked: Asked) -> dict[str, Any]:
    """A question as the service tells it: what to ask, in which form to answer, and what it would settle."""
    question = asked.question
    return {
        "kind": question.kind,
        "subject": question.subject,
        "fact": question.fact,
        "question": question.words,
        "expects": expected(question),
        "about": question.about,
        "compared": question.compared,
        "measures": sorted(asked.measures),
        "orders": len(asked.orders),
        "lines": asked.lines,
        "value": asked.value,
        "example": next(iter(asked.orders)),
    }
