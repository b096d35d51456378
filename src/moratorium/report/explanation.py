"""One decision as a tree in plain words."""

from __future__ import annotations

from collections.abc import Iterator

from moratorium.conditions.explain import Reason, spoken
from moratorium.decision.decision import Finding
from moratorium.desk.explaining import Explained, ExplainedLine

_TRUTH = {True: "yes", False: "no", None: "not known"}
_TIES = {
    "owned_by_listed": "owned by listed parties",
    "linked_to_listed": "linked to a listed party",
    "common_owner_with_embargoed_seller": "on both sides of an embargo",
}
_SHOWN = {
    "inactive": "inactive, and applies or may apply (not verified, or without its list):",
    "not_evaluable": "not evaluable (data is lacking, so they say neither yes nor no):",
}


def explanation(explained: Explained) -> str:
    """The decision of an order, for a person who must answer for it."""
    return "\n".join(_lines(explained))


def tree(explained: Explained) -> Reason:
    """The decision as a tree: the order, its lines, what each measure said of them, and why."""
    order = explained.order
    words = f"order {order.id} ({order.activity}, {order.status}): {explained.decision.effect}"
    return Reason(words, True, of=tuple(map(_line_node, explained.lines)))


def _line_node(line: ExplainedLine) -> Reason:
    actor = f" (actor: {line.decided.actor})" if line.decided.actor else ""
    words = f"line {line.decided.line}, product {line.product or 'not stated'}{actor}: {line.decided.effect}"
    findings = tuple(map(_finding_node, line.findings))
    return Reason(words, True, of=findings or (Reason("no measure of the rulebook applies", True),))


def _finding_node(finding: Finding) -> Reason:
    status = "" if finding.status == "applies" else f", {finding.status.replace('_', ' ')}"
    words = f"{finding.effect}{status}: {finding.title or finding.measure} ({finding.measure}@{finding.revision})"
    truth = True if finding.status == "applies" else None
    note = f"{finding.note}; " if finding.note else ""
    lacking = f"not known: {', '.join(map(spoken, finding.missing))}" if finding.missing else ""
    return Reason(words, truth, f"{note}{lacking}".removesuffix("; "), (finding.reason,) if finding.reason else ())


def _lines(explained: Explained) -> Iterator[str]:
    decision, order = explained.decision, explained.order
    yield f"order {order.id} ({order.activity}, {order.status}): {decision.effect}"
    recorded = f"recorded as act {explained.index} by {explained.actor} at {explained.at:%Y-%m-%d %H:%M} UTC"
    yield f"decided as of {decision.day}, {recorded}"
    if explained.others:
        yield f"other decisions, which do not stand: acts {', '.join(map(str, explained.others))}"
    for note in explained.places:
        yield f"place: {note}"
    for tie in decision.ties:
        yield f"{_TIES.get(tie.fact, 'tie')}: {tie.words}"
    for answer in explained.answers:
        yield f"answered: {answer}"
    for entry in explained.entries:
        yield f"list entry: {entry}"
    if decision.assumed:
        yield f"assumed by the map, stated by nobody: {', '.join(decision.assumed)}"
    yield f"rulebook {decision.digests['rulebook'][:16]}"
    for line in explained.lines:
        yield from _line(line)


def _line(line: ExplainedLine) -> Iterator[str]:
    actor = f" (actor: {line.decided.actor})" if line.decided.actor else ""
    yield f"\nline {line.decided.line}, product {line.product or 'not stated'}{actor}: {line.decided.effect}"
    if not line.findings:
        yield "  no measure of the rulebook applies"
    for finding in line.findings:
        if finding.effect != "allow":
            yield from _stopping(finding)
    yield from (f"  ? {question.text}" for question in line.questions)
    for status, title in _SHOWN.items():
        shown = [finding for finding in line.findings if finding.effect == "allow" and finding.status == status]
        if shown:
            yield f"  {title}"
        yield from (f"    {_shown(finding)}" for finding in shown)


def _stopping(finding: Finding) -> Iterator[str]:
    doubt = "" if finding.status == "applies" else " may apply: something is not known"
    yield f"  {finding.effect}  {finding.measure} (revision {finding.revision}){doubt}"
    if finding.title:
        yield f"        {finding.title}"
    if finding.conflict:
        yield f"        conflict of laws, for counsel: {', '.join(finding.conflict)}"
    if finding.reason is not None:
        yield from reason_lines(finding.reason, 4)


def _shown(finding: Finding) -> str:
    lacking = f"; not known: {', '.join(map(spoken, finding.missing))}" if finding.missing else ""
    note = f"; {finding.note}" if finding.note and finding.status == "inactive" else ""
    return f"{finding.measure}: {finding.title}{lacking}{note}"


def reason_lines(reason: Reason, depth: int) -> Iterator[str]:
    """A reason and its branches, indented. That a role is filled goes without saying where more is said of it."""
    found = f" (found: {reason.found})" if reason.found else ""
    yield f"{'  ' * depth}{_TRUTH[reason.truth]}: {reason.words}{found}"
    for branch in reason.of:
        if len(reason.of) == 1 or not (branch.truth and branch.words.endswith(" filled")):
            yield from reason_lines(branch, depth + 1)
