"""One decision as a tree in plain words."""

from __future__ import annotations

from collections.abc import Iterator

from moratorium.conditions.explain import Reason
from moratorium.decision.decision import Finding
from moratorium.desk.explaining import Explained, ExplainedLine

_TRUTH = {True: "yes", False: "no", None: "not known"}
_STATUS = {
    "applies": "applies",
    "unknown": "may apply: something is not known",
    "not_evaluable": "not evaluable: data is lacking, so it says neither yes nor no",
    "inactive": "inactive: applies or may apply, and is not verified or lacks its list",
}


def explanation(explained: Explained) -> str:
    """The decision of an order, for a person who must answer for it."""
    return "\n".join(_lines(explained))


def _lines(explained: Explained) -> Iterator[str]:
    decision, order = explained.decision, explained.order
    yield f"order {order.id} ({order.activity}, {order.status}): {decision.effect}"
    recorded = f"recorded as act {explained.index} by {explained.actor} at {explained.at:%Y-%m-%d %H:%M} UTC"
    yield f"decided as of {decision.day}, {recorded}"
    if explained.earlier:
        yield f"earlier decisions: acts {', '.join(map(str, explained.earlier))}"
    for note in explained.places:
        yield f"place: {note}"
    if decision.assumed:
        yield f"assumed by the map, stated by nobody: {', '.join(decision.assumed)}"
    yield f"rulebook {decision.digests['rulebook'][:16]}"
    for line in explained.lines:
        yield from _line(line)


def _line(line: ExplainedLine) -> Iterator[str]:
    actor = f" (acting: {line.decided.actor})" if line.decided.actor else ""
    yield f"\nline {line.decided.line}, product {line.product or 'not stated'}{actor}: {line.decided.effect}"
    if not line.findings:
        yield "  no measure of the rulebook applies"
    for finding in line.findings:
        yield from _finding(finding)
    for question in line.questions:
        yield f"  ? {question.text}"


def _finding(finding: Finding) -> Iterator[str]:
    yield f"  {finding.effect}  {finding.measure} (revision {finding.revision}) {_STATUS[finding.status]}"
    if finding.title:
        yield f"        {finding.title}"
    if finding.note:
        yield f"        {finding.note}"
    if finding.conflict:
        yield f"        conflict of laws, for counsel: {', '.join(finding.conflict)}"
    if finding.reason is not None:
        yield from reason_lines(finding.reason, 4)


def reason_lines(reason: Reason, depth: int) -> Iterator[str]:
    """A reason and its branches, indented."""
    found = f" (found: {reason.found})" if reason.found else ""
    yield f"{'  ' * depth}{_TRUTH[reason.truth]}: {reason.words}{found}"
    for branch in reason.of:
        yield from reason_lines(branch, depth + 1)
