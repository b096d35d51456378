"""What the demo prints: a story in numbered steps, in the words that a board member reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from moratorium.decision.judge import NOT_AT_HAND
from moratorium.demo.accounting import Answerable
from moratorium.demo.answers import Given
from moratorium.demo.public_events import events
from moratorium.demo.reenacted import Reenactment
from moratorium.desk.again import Again
from moratorium.desk.checking import Tally
from moratorium.measures import Rulebook
from moratorium.report.content import AskedGroup, Coverage, MeasureRow, Proof, ReportData, Stopped
from moratorium.report.quarter_document import value_words
from moratorium.report.typeset import number
from moratorium.terms.money import whole_moneys

MOST = 10


def opening(maker: str) -> Iterator[str]:
    """What this is."""
    yield f"{maker}: an invented drone maker and two years of its orders. Nobody and nothing here exists."
    yield "Not legal advice."


def world(counts: dict[str, int], orders: int, rejected: int) -> Iterator[str]:
    """What there is to decide."""
    yield "\n1. The world, 2021-01-01 to 2022-12-31"
    around = f"{counts['products']} products, {counts['parties']} parties"
    yield f"   {counts['lines']:,} order lines in {orders:,} orders; {around}"
    if rejected:
        yield f"   {rejected:,} rows are no order line and were rejected"


def adopted(rulebook: Rulebook, day: date) -> Iterator[str]:
    """Which rulebook it begins with."""
    active = sum(measure.active for measure in rulebook.measures)
    yield f"\n2. {day}: the starter rulebook without the suspension, proposed by ann, approved by bo"
    rest = "the rest are not verified or lack their list, and stay visible"
    yield f"   {len(rulebook.measures)} measures, {active} active; {rest}"


def end_use_policy(again: Again) -> Iterator[str]:
    """What the end-use policy changed."""
    yield f"\n3. {again.day}: the end-use policy comes into force, proposed by ann, approved by bo"
    yield f"   {sum(again.tally.orders.values()):,} open orders decided again; {_changes(again)}"


def suspension(again: Again, block: Stopped) -> Iterator[str]:
    """What the suspension stopped that morning: how much, worth what, where, and whose."""
    yield f"\n4. {again.day}: the suspension comes into force, proposed by ann, approved by bo"
    yield f"   {sum(again.tally.orders.values()):,} open orders decided again; {_changes(again)}"
    total = block.total
    yield f"   stopped that morning: {total.orders:,} orders, {total.lines:,} lines, {number(total.units)} units"
    for place in block.places:
        one = place.total
        much = f"{one.orders:>4} orders {one.lines:>5} lines {number(one.units):>6} units"
        yield f"     {one.words:<16} {much}   {whole_moneys(one.value)}"
    yield "   the first of them"
    for order in block.first:
        whose = f"{order.buyer}, {order.territory}"
        yield f"     {order.order}  {whose}: {counted(order.units, 'unit')}, {whole_moneys(order.value)}"
    if block.more:
        yield f"     and {block.more:,} more: moratorium explain ORDER"


def partner_policy(again: Again) -> Iterator[str]:
    """What the policy on partners changed."""
    yield f"   {again.day}: the policy on partners: orders of whoever has not acknowledged the notice in time are held"
    yield f"   {sum(again.tally.orders.values()):,} open orders decided again; {_changes(again)}"


def _changes(again: Again) -> str:
    if not again.changed:
        return "none changed"
    kinds: dict[str, int] = {}
    for one in again.changed:
        words = f"{one.before or 'none'} -> {one.decided.decision.effect}"
        kinds[words] = kinds.get(words, 0) + 1
    return (
        f"{len(again.changed):,} changed ({', '.join(f'{count:,} {words}' for words, count in sorted(kinds.items()))})"
    )


def year_end(tally: Tally, data: ReportData, day: date) -> Iterator[str]:
    """Where everything stands: stopped, held, inactive, not evaluable."""
    yield f"\n5. {day}: where all orders stand"
    for effect, words in (("deny", "denied"), ("hold", "held"), ("allow", "no active measure stops them")):
        yield f"   {tally.lines[effect]:>7,} lines in {tally.orders[effect]:>6,} orders  {words}"
    yield "   a line counts once for each of the maker's companies that acts on it"
    yield from _stopping(data.active)
    yield from _groups(data.groups)
    yield from _shown(
        "inactive, and they apply or may apply: they stop nothing, and nobody may overlook them", data.inactive
    )
    yield from _shown("not evaluable, because data is lacking: neither yes nor no", data.not_evaluable)


def _stopping(rows: Sequence[MeasureRow]) -> Iterator[str]:
    if rows:
        yield "\n   stopped by"
    for one in rows[:MOST]:
        sure = one.lines - one.doubtful
        told = [f"{sure:,} {_EFFECTS[one.effect]}"] if sure else []
        told += [f"{one.doubtful:,} lines held until more is known"] if one.doubtful else []
        yield f"   {one.title} ({one.id})"
        yield f"           {' and '.join(told)}"
    yield from _more(len(rows) - MOST, "measures")


_EFFECTS = {"deny": "lines denied", "hold": "lines held"}


def _groups(groups: Sequence[AskedGroup]) -> Iterator[str]:
    if groups:
        yield "\n   held, by what is asked"
    for one in groups[:MOST]:
        yield f"   {counted(one.orders, 'order'):>12}  {one.words}"
        yield f"                 {counted(one.questions, 'answer')} would settle this; worth {whole_moneys(one.value)}"
    yield from _more(len(groups) - MOST, "kinds of question")


def _shown(title: str, rows: Sequence[MeasureRow]) -> Iterator[str]:
    """Measures that stop nothing, by the reason why."""
    reasons: dict[str, list[MeasureRow]] = {}
    for one in rows:
        reasons.setdefault(one.note.partition(": ")[0] if one.note.startswith(NOT_AT_HAND) else one.note, []).append(
            one
        )
    if rows:
        yield f"\n   {title}"
    for note, of in list(reasons.items())[:MOST]:
        yield f"   {', '.join(f'{one.id} ({one.lines:,})' for one in of[:MOST])}"
        yield f"           {note}{'; `moratorium lists import` brings them' if note == NOT_AT_HAND else ''}"
    yield from _more(len(reasons) - MOST, "reasons")


def _more(count: int, what: str) -> Iterator[str]:
    if count > 0:
        yield f"           and {count:,} more {what}, in the report"


def truth(found: Iterable[Coverage]) -> Iterator[str]:
    """Planted truth against decisions."""
    yield "\n6. Against the planted truth, which the engine never reads"
    for one in found:
        label = one.words.partition(":")[0]
        came_out = f"{one.allowed:,} not stopped, {one.held:,} held, {one.denied:,} denied"
        yield f"   {label:<13}{one.lines:>7,} lines: {came_out}"
        if one.promise:
            yield f"                promised: {one.promise} ({'kept' if one.kept else 'MISSED'})"


def answered(given: Sequence[Given], again: Again) -> Iterator[str]:
    """What was answered, and what that settled."""
    yield f"\n7. {len(given)} answers, invented and marked so, to the questions that settle most"
    for words, of in alike(given).items():
        orders = {key for one in of for key in one.asked.orders}
        questions = f", {len(of)} questions" if len(of) > 1 else ""
        yield f"   {counted(len(orders), 'order'):>12}{questions}: {words}"
        yield f"                 {of[0].answer} ({of[0].source})"
    yield f"   {sum(again.tally.orders.values()):,} open orders decided again: {settled_words(again)}"


def alike(given: Iterable[Given]) -> dict[str, list[Given]]:
    """Answers by the words of their question: a clearance is asked for anew where the facts differ."""
    groups: dict[str, list[Given]] = {}
    for one in given:
        groups.setdefault(one.asked.question.text, []).append(one)
    return groups


def settled(again: Again) -> int:
    """How many held orders no active measure stops any more."""
    return sum(1 for one in again.changed if one.before == "hold" and one.decided.decision.effect == "allow")


def settled_words(again: Again) -> str:
    """What answers came to, in a sentence."""
    return f"{settled(again):,} held orders are settled, {again.tally.orders['hold']:,} still wait for something"


def counted(count: int | Decimal, what: str) -> str:
    """A number of things.

    >>> counted(1, "order"), counted(1200, "line")
    ('1 order', '1,200 lines')
    """
    return f"{number(count)} {what}{'' if count == 1 else 's'}"


def proof(found: Proof, verified: str, order: str) -> Iterator[str]:
    """What can be proved to an outsider."""
    yield "\n8. Proof"
    yield f"   {found.size:,} acts in the signed log, root {found.root}"
    yield f"   receipt of the denial of {order}, verified offline: {verified}"


def public_record(story: Reenactment) -> Iterator[str]:
    """What became of the events that are reported of these years."""
    told = events()
    unverified = [one.id for one in told if not one.is_verified]
    levers = sorted({lever for one in told for lever in one.levers})
    acts = sum(map(len, story.acts.values()))
    yield "\n9. The public record of the suspension, as reported of another maker, entered here through the service"
    yield f"   {len(story.acts)} dated events became {acts:,} acts, each with its mark and its sources"
    yield f"   unverified, entered as claims on which nothing rests: {', '.join(unverified)}"
    yield f"   not yet controlled: {', '.join(levers)}, activation"
    yield f"   refused (403; on the command line exit 4): {story.refused}"


def accounts(found: Answerable) -> Iterator[str]:
    """The accounts of the quarters, without what was nil, and what can be proved of what they tell."""
    for step, one in enumerate(found.accounts, 10):
        yield f"\n{step}. The account of {one.quarter}, as of {one.size:,} acts"
        for section in one.sections:
            said = [figure for figure in section.figures if figure.value]
            yield from [f"   {section.title}"] if said else []
            yield from (f"   {value_words(figure):>9}  {figure.words}" for figure in said)
    yield "\n   with a receipt each, verified offline:"
    yield from (f"   {words}" for words in found.receipts.values())


def closing(paths: Iterable[tuple[str, str]], commands: Iterable[str]) -> Iterator[str]:
    """Where everything is, and what to try."""
    yield "\nwritten"
    yield from (f"   {path}  {words}" for path, words in paths)
    yield "\ntry next"
    yield from (f"   {command}" for command in commands)
