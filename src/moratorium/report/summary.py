"""What a run came to, as text: how many lines were stopped, what is asked most, what could not be judged and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from moratorium.decision.questions import Asked
from moratorium.desk.again import Again
from moratorium.desk.checking import Tally
from moratorium.desk.rescreening import Rescreen
from moratorium.terms.act import OutcomeChange
from moratorium.terms.money import whole_moneys

EFFECTS = ("deny", "hold", "allow")
_WORDS = {"deny": "denied", "hold": "held", "allow": "no active measure stops them"}


def summary(tally: Tally, most: int = 10) -> str:
    """A run as text.

    Args:
        tally: What it came to.
        most: How many questions and measures to show.
    """
    return "\n".join(
        [*_counts(tally), *_stopping(tally, most), *_asked(tally, most), *_shown(tally, most), *_rejected(tally)]
    )


def _counts(tally: Tally) -> Iterator[str]:
    orders, lines = sum(tally.orders.values()), sum(tally.lines.values())
    new = f"{counted(tally.new, 'decision')} new in the log"
    yield f"{counted(orders, 'order')} decided, {counted(lines, 'line')} ({new})"
    for effect in EFFECTS:
        yield f"  {effect:<6} {tally.lines[effect]:>9,} lines  {tally.orders[effect]:>8,} orders  {_WORDS[effect]}"
    for name, count in tally.assumed.most_common():
        yield f"  assumed by the map: {name} in {counted(count, 'order')}"


def _stopping(tally: Tally, most: int) -> Iterator[str]:
    found = [(key, rows) for key, rows in tally.findings().most_common() if key[2] != "allow"]
    if found:
        yield "\nstopped by"
    for (measure, status, effect), rows in found[:most]:
        doubt = " (may apply: something is not known)" if status == "unknown" else ""
        yield f"  {rows:>9,} {'line ' if rows == 1 else 'lines'}  {effect:<5} {measure}{doubt}"
    yield from _more(len(found) - most, "measures")


def _asked(tally: Tally, most: int) -> Iterator[str]:
    ranked = tally.questions.ranked()
    if ranked:
        yield f"\n{counted(len(ranked), 'question')}; those that most orders wait for"
    yield from question_lines(ranked[:most])
    yield from _more(len(ranked) - most, "questions, in questions.csv")


def question_lines(asked: Iterable[Asked]) -> Iterator[str]:
    """Questions with what they would settle."""
    for one in asked:
        worth = whole_moneys(one.value)
        yield f"  {len(one.orders):>7,} orders  {one.question.text}{f'  [{worth}]' if worth else ''}"


def _shown(tally: Tally, most: int) -> Iterator[str]:
    """What stopped nothing and must be seen all the same: inactive measures, red flags that lack data."""
    for status, title in (
        ("inactive", "inactive measures that apply or may apply (not verified, or without their list)"),
        ("not_evaluable", "not evaluable: data is lacking, so this says neither yes nor no"),
    ):
        found = [(key, rows) for key, rows in tally.findings().most_common() if key[1] == status]
        if found:
            yield f"\n{title}"
        without_list = tally.without_list() if status == "inactive" else frozenset()
        named = [(measure, rows) for (measure, _, _), rows in found if measure not in without_list]
        for measure, rows in named[:most]:
            yield f"  {rows:>9,} lines  {measure}"
        yield from _more(len(named) - most, "measures")
        if without_list:
            yield f"  and {counted(len(without_list), 'measure')} whose list is not at hand: `moratorium lists status`"


def _rejected(tally: Tally) -> Iterator[str]:
    if tally.rejected:
        yield f"\n{counted(tally.rejected, 'row')} rejected as no order line, with reasons"
    yield from (f"  {one.faults[0]}" for one in tally.samples)
    yield from _more(tally.rejected - len(tally.samples), "rejected rows, in rejected.csv")


def counted(count: int, word: str) -> str:
    """A number with its noun.

    >>> counted(1, "line"), counted(2_000, "entry")
    ('1 line', '2,000 entries')
    """
    plural = f"{word[:-1]}ies" if word.endswith("y") else f"{word}s"
    return f"{count:,} {word if count == 1 else plural}"


def _more(count: int, what: str) -> Iterator[str]:
    if count > 0:
        yield f"  and {count:,} more {what}"


def again_summary(again: Again, most: int = 20) -> str:
    """What deciding again came to: which orders changed, and how."""
    total = sum(again.tally.orders.values())
    lines = [f"{counted(total, 'open order')} decided again as of {again.day}: {len(again.changed):,} changed"]
    for one in again.changed[:most]:
        decision = one.decided.decision
        lines.append(f"  {decision.order:<24} {one.before or 'none'} -> {decision.effect}")
    lines += _more(len(again.changed) - most, "changed orders")
    return "\n".join(lines)


def rescreen_summary(result: Rescreen, most: int = 20) -> str:
    """What comparing our parties anew came to: which outcomes changed, what that is due to, which orders it changed."""
    if not result.lists:
        return "no list is at hand; no party was compared"
    if not result.compared and not result.changes:
        return "no party is known yet; each is compared when `check` or `parties import` first meets it"
    against = ", ".join(f"{name} {version[:12]}" for name, version in sorted(result.lists.items()))
    lines = [
        f"{counted(result.compared, 'party')} compared with {against}",
        f"{counted(len(result.changes), 'outcome')} changed",
        *(f"  {_change_words(one)}" for one in result.changes[:most]),
        *_more(len(result.changes) - most, "changed outcomes"),
    ]
    if result.again is not None:
        lines.append(again_summary(result.again, most))
    return "\n".join(lines)


def _change_words(one: OutcomeChange) -> str:
    score = f", score {one.score}" if one.score else ""
    states = f"{_STATES[one.before]} -> {_STATES[one.state]}"
    return f'{one.subject.partition(":")[2]} and {one.entry} "{one.name}"{score}: {states} ({one.due})'


_STATES = {
    "": "no match",
    "open": "possible match",
    "reopened": "possible match, asked again",
    "false_positive": "not the listed party",
    "true_match": "the listed party",
}
