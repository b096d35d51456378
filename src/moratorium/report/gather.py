"""From what was decided to what the report says."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from moratorium.decision.decider import Decider
from moratorium.decision.decision import ENGINE
from moratorium.decision.questions import Asked, Question
from moratorium.desk import lists, proofs
from moratorium.desk.again import Again
from moratorium.desk.answering import fact_of
from moratorium.desk.checking import Tally
from moratorium.desk.home import Home
from moratorium.ledger.checkpoint import open_checkpoint
from moratorium.measures import Measure, Rulebook
from moratorium.report.content import (
    Amounts,
    AskedGroup,
    AskedRow,
    Coverage,
    Headline,
    ListRow,
    MeasureRow,
    Proof,
    ReportData,
    Stopped,
    StoppedOrder,
    StoppedPlace,
    StoppedRow,
)
from moratorium.report.figures import Figures, Stop, stops
from moratorium.terms.party import spoken_role
from moratorium.terms.vocabulary import split_role

MOST_QUESTIONS = 10
MOST_ORDERS = 8


def report_data(
    home: Home,
    decider: Decider,
    tally: Tally,
    *,
    title: str = "What was decided",
    lead: str = "",
    day: date | None = None,
    figures: Figures | None = None,
    again: Again | None = None,
    stopped: Iterable[Stopped] = (),
    answered: str = "",
    answers: Mapping[Question, tuple[str, str]] | None = None,
    coverage: Iterable[Coverage] = (),
    proof: Proof | None = None,
) -> ReportData:
    """Everything that the page shows, from a tally of decisions.

    Args:
        home: For the list versions, the time and the log's key; a checkpoint is signed if no proof is given.
        decider: Rulebook and reference under which was decided.
        tally: The decisions, each order once.
        title: Heading.
        lead: What this is, in a sentence.
        day: The day as of which was decided; None for each order's own date.
        figures: What a tally does not hold: months, and what exactly was denied.
        again: What deciding again changed; its denials become a block of their own.
        stopped: Further blocks of denials, shown first.
        answered: What came of answers, in words.
        answers: Answer and source by question, for questions that were answered meanwhile.
        coverage: How lines of known truth came out.
        proof: For verification.
    """
    rulebook, ranked = decider.rulebook, tally.questions.ranked()
    active = sum(measure.active for measure in rulebook.measures)
    given = answers or {}
    return ReportData(
        title=title,
        lead=lead,
        organisation=decider.reference.organisation.name or "",
        made_at=home.clock(),
        day=day,
        rulebook=rulebook.digest,
        measures_active=active,
        measures_inactive=len(rulebook.measures) - active,
        engine=ENGINE,
        digests=dict(sorted(decider.digests.items())),
        lists=tuple(_lists(home)),
        headlines=tuple(_headlines(tally)),
        stopped=(*stopped, *_denied(figures), *(() if again is None else (_changed(again, decider),))),
        months=figures.months() if figures else (),
        groups=asked_groups(ranked),
        asked=tuple(_asked(one, given) for one in ranked[:MOST_QUESTIONS]),
        more_asked=max(len(ranked) - MOST_QUESTIONS, 0),
        answered=answered,
        active=_active(tally, rulebook),
        inactive=_shown(tally, rulebook, "inactive"),
        not_evaluable=_shown(tally, rulebook, "not_evaluable"),
        assumed=tuple(tally.assumed.most_common()),
        rejected=tally.rejected,
        coverage=tuple(coverage),
        proof=proof or proof_of(home),
    )


def proof_of(home: Home, receipt: str = "", receipt_words: str = "") -> Proof:
    """The log's signed tree head, made now.

    Args:
        home: The state.
        receipt: File name of a receipt beside the report.
        receipt_words: What it is the receipt of.
    """
    verifier = proofs.log_signer(home).verifier
    head = open_checkpoint(proofs.checkpoint(home), [verifier])
    return Proof(head.origin, head.size, head.root.hex(), verifier.vkey, receipt, receipt_words)


def _lists(home: Home) -> Iterator[ListRow]:
    for one in lists.status(home):
        if one.version is not None:
            kept = one.version
            yield ListRow(one.source, kept.lists, kept.published, kept.entries, kept.digest, one.words)


def _headlines(tally: Tally) -> Iterator[Headline]:
    orders, lines = sum(tally.orders.values()), sum(tally.lines.values())
    yield Headline(f"{lines:,}", "lines decided", f"in {orders:,} orders; once for each acting entity of ours")
    for effect, words in (("deny", "denied"), ("hold", "held"), ("allow", "no active measure stops them")):
        yield Headline(f"{tally.lines[effect]:,}", words, f"in {tally.orders[effect]:,} orders", effect)
    shown = sum(1 for (_, status, _) in tally.findings() if status == "inactive")
    yield Headline(f"{shown:,}", "inactive measures apply or may apply", "shown below; they stop nothing")


# -- what was denied --------------------------------------------------------------------------------------------------


def stopped(title: str, words: str, found: Iterable[Stop]) -> Stopped:
    """Denied lines as a block: by territory and product family, and the first orders by name."""
    all_of = tuple(found)
    by_order = grouped(all_of, lambda stop: stop.order)
    places = sorted(
        (_place(territory, of) for territory, of in grouped(all_of, lambda stop: stop.territory).items()),
        key=lambda place: (-place.total.lines, place.total.words),
    )
    first = tuple(_order(by_order[order]) for order in sorted(by_order)[:MOST_ORDERS])
    return Stopped(title, words, _row("all", all_of), tuple(places), first, max(len(by_order) - MOST_ORDERS, 0))


def grouped(found: Iterable[Stop], key: Callable[[Stop], str]) -> dict[str, list[Stop]]:
    """Denied lines by something that they have in common."""
    groups: dict[str, list[Stop]] = defaultdict(list)
    for stop in found:
        groups[key(stop)].append(stop)
    return groups


def _place(territory: str, of: list[Stop]) -> StoppedPlace:
    families = grouped(of, lambda stop: stop.family)
    return StoppedPlace(_row(territory, of), tuple(_row(family, families[family]) for family in sorted(families)))


def _row(words: str, stops: Sequence[Stop]) -> StoppedRow:
    units = sum((stop.units for stop in stops), Decimal(0))
    return StoppedRow(words, len({stop.order for stop in stops}), len(stops), units, worth(stops))


def _order(stops: list[Stop]) -> StoppedOrder:
    places = "; ".join(sorted({stop.territory for stop in stops}))
    units = sum((stop.units for stop in stops), Decimal(0))
    return StoppedOrder(stops[0].order, stops[0].buyer, places, len(stops), units, worth(stops))


def worth(of: Iterable[Stop]) -> Amounts:
    """Worth by currency."""
    amounts: Amounts = {}
    for stop in of:
        if stop.value is not None:
            amounts[stop.currency] = amounts.get(stop.currency, Decimal(0)) + stop.value
    return dict(sorted(amounts.items()))


def _denied(figures: Figures | None) -> tuple[Stopped, ...]:
    found = figures.stops() if figures else ()
    words = "Every line that the latest decision of its order denies, by the territory that the measure names."
    return (stopped("What is denied", words, found),) if found else ()


def _changed(again: Again, decider: Decider) -> Stopped:
    found = (stop for one in again.changed if one.decided.decision.effect == "deny" for stop in stops(one, decider))
    words = f"{len(again.changed):,} of {sum(again.tally.orders.values()):,} open orders changed; denied are:"
    return stopped(f"Decided again as of {again.day}", words, found)


# -- what is asked ----------------------------------------------------------------------------------------------------


def asked_groups(ranked: Iterable[Asked]) -> tuple[AskedGroup, ...]:
    """Questions by kind, the kind that most orders wait for first."""
    kinds: dict[str, list[Asked]] = defaultdict(list)
    for one in ranked:
        kinds[kind_words(one.question)].append(one)
    groups = (_group(words, members) for words, members in kinds.items())
    return tuple(sorted(groups, key=lambda group: (-group.orders, -group.lines, group.words)))


def _group(words: str, members: list[Asked]) -> AskedGroup:
    orders = {key for one in members for key in one.orders}
    value: Amounts = {}
    for one in members:
        for currency, amount in one.value.items():
            value[currency] = value.get(currency, Decimal(0)) + amount
    measures = tuple(sorted({measure for one in members for measure in one.measures}))
    lines = sum(one.lines for one in members)
    return AskedGroup(words, len(members), len(orders), lines, dict(sorted(value.items())), measures)


def kind_words(question: Question) -> str:
    """What is asked, without saying of whom.

    >>> kind_words(Question("answer", "party:C-7", "territory", "In which territory is C-7?"))
    'In which territory (country, and region if it matters) is this party?'
    """
    if question.kind == "clearance":
        return question.text
    try:
        fact = fact_of(question.subject, question.fact)
    except ValueError:
        return question.text
    return fact.question.replace("{subject}", _spoken(question))


_SPOKEN = {"order": "this order", "organisation": "our organisation", "party": "this party", "product": "this product"}


def _spoken(question: Question) -> str:
    """Whose fact it is, in general words."""
    kind, _, id = question.subject.partition(":")
    role, attribute = split_role(question.fact)
    if kind == "order" and id.endswith("@party"):
        return "the customer"
    if kind == "order" and role is not None and attribute not in ("filled", "assumed"):
        return f"the {spoken_role(role)}"
    if kind == "order" and "#" in id:
        return "this line"
    return _SPOKEN.get(kind, "the reference")


def _asked(one: Asked, given: Mapping[Question, tuple[str, str]]) -> AskedRow:
    answer, source = given.get(one.question, ("", ""))
    value = dict(sorted(one.value.items()))
    measures = tuple(sorted(one.measures))
    return AskedRow(one.question.text, len(one.orders), one.lines, value, measures, answer, source)


# -- measures ---------------------------------------------------------------------------------------------------------


def _active(tally: Tally, rulebook: Rulebook) -> tuple[MeasureRow, ...]:
    touched: Counter[tuple[str, str]] = Counter()
    doubtful: Counter[tuple[str, str]] = Counter()
    for (id, status, effect), rows in tally.findings().items():
        if effect != "allow":
            touched[id, "deny" if _denies(rulebook, id) else "hold"] += rows
            doubtful[id, "deny" if _denies(rulebook, id) else "hold"] += rows if status == "unknown" else 0
    ranked = sorted(touched, key=lambda key: (key[1], -touched[key], key[0]))
    return tuple(_measure(rulebook, id, touched[id, effect], doubtful[id, effect], effect) for id, effect in ranked)


def _denies(rulebook: Rulebook, id: str) -> bool:
    measure = rulebook.measure(id)
    return measure is not None and measure.effect.word == "deny"


def _shown(tally: Tally, rulebook: Rulebook, status: str) -> tuple[MeasureRow, ...]:
    touched: Counter[str] = Counter()
    for (id, found, _), rows in tally.findings().items():
        touched[id] += rows if found == status else 0
    notes = _notes(tally, status)
    return tuple(_measure(rulebook, id, rows, note=notes.get(id, "")) for id, rows in touched.most_common() if rows)


def _notes(tally: Tally, status: str) -> dict[str, str]:
    judged = (finding for found in tally.judged.values() for finding in found.judgement.findings)
    return {finding.measure: finding.note for finding in judged if finding.status == status}


def _measure(
    rulebook: Rulebook, id: str, lines: int, doubtful: int = 0, effect: str = "", note: str = ""
) -> MeasureRow:
    measure = rulebook.measure(id)
    if measure is None:
        return MeasureRow(id, "no longer in the rulebook", "", "", (), lines, doubtful, effect, note)
    text, read_in = source(measure)
    return MeasureRow(id, measure.title, ground(measure), text, read_in, lines, doubtful, effect, note)


def ground(measure: Measure) -> str:
    """Whose rule it is."""
    return "own policy" if measure.ground.kind == "own-policy" else f"law of {measure.ground.jurisdiction}"


def source(measure: Measure) -> tuple[str, tuple[str, ...]]:
    """Where it is written down, the day as of which it was read and how well it is verified; and the addresses read."""
    kept = measure.source
    text, _, addresses = kept.text.partition("; read in ")
    as_of = f"; as of {kept.as_of}" if kept.as_of else ""
    return f"{text}{as_of}{f'; mark {kept.mark}' if kept.mark else ''}", tuple(addresses.split())
