"""The laws of decisions (DESIGN section 2), on random measures and rows, and on whole small orders."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from random import Random

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from moratorium.conditions.evaluate import Row, holds
from moratorium.decision.decider import Decided, Decider
from moratorium.decision.decision import Finding, Judgement
from moratorium.decision.judge import Ready, judge
from moratorium.decision.questions import Question, questions
from moratorium.decision.reference import Answers, answers_on
from moratorium.measures import Exemption, Measure
from moratorium.terms.act import Answered
from moratorium.terms.canon import canonical
from moratorium.terms.effect import Effect
from moratorium.terms.order import Line, Order
from moratorium.terms.party import Address, Party
from tests.strategies import completeness, learned, predicates, rows
from tests.worlds import DAY, SUSPENSION, measure, measure_text, reference, rulebook

PLAIN = measure(measure_text("plain"))
ASLEEP = "dates are recalled"

exemptions = st.lists(st.builds(Exemption, st.just("e"), st.just("e"), predicates), max_size=1).map(tuple)
effects = st.sampled_from([Effect.HOLD, Effect.DENY])


@st.composite
def measures(
    draw: st.DrawFn, unknown: Sequence[str] = ("hold", "report"), dormant: Sequence[str] = ("", ASLEEP)
) -> Ready:
    """A measure in force: any scope and exemptions, holding or denying."""
    return _ready(
        scope=draw(predicates),
        exemptions=draw(exemptions),
        effect=draw(effects),
        unknown=draw(st.sampled_from(unknown)),
        unknown_reason="too little data",
        dormant=draw(st.sampled_from(dormant)),
    )


def _ready(dormant: str, **fields: object) -> Ready:
    one: Measure = msgspec.structs.replace(PLAIN, **fields)
    return Ready(one, one.condition, dormant)


@st.composite
def books(
    draw: st.DrawFn, unknown: Sequence[str] = ("hold", "report"), dormant: Sequence[str] = ("", ASLEEP)
) -> list[Ready]:
    """Up to three measures with ids of their own."""
    found = draw(st.lists(measures(unknown, dormant), max_size=3))
    return [_named(one, f"m{number}") for number, one in enumerate(found)]


def _named(one: Ready, id: str) -> Ready:
    return Ready(msgspec.structs.replace(one.measure, id=id), one.condition, one.dormant)


active = books(("hold",), ("",))
gaps = completeness.map(lambda scope: _ready("", scope=scope, kind="completeness", effect=Effect.HOLD))


def weight(judgement: Judgement) -> Effect:
    return Effect.read(judgement.effect)


# -- the lattice and locality -----------------------------------------------------------------------------------------


@given(books(), measures() | gaps, rows)
def test_adding_a_measure_never_lowers_an_effect(book: list[Ready], more: Ready, row: Row) -> None:
    """Laws 1 and 5."""
    assert weight(judge(row, [*book, _named(more, "more")])) >= weight(judge(row, book))


@given(books(), rows, st.randoms(use_true_random=False))
def test_each_measure_speaks_for_itself_and_the_gravest_wins(book: list[Ready], row: Row, chance: Random) -> None:
    """Laws 1 and 5: a finding depends on its own measure only; law 11: equal input gives equal bytes in any order."""
    together = judge(row, book)
    assert weight(together) == max((finding.weight for finding in together.findings), default=Effect.ALLOW)
    alone = [finding for one in book for finding in judge(row, [one]).findings]
    shuffled = list(book)
    chance.shuffle(shuffled)
    assert sorted(together.findings, key=_id) == sorted(alone, key=_id)
    assert canonical(judge(row, shuffled)) == canonical(together)


def _id(finding: Finding) -> str:
    return finding.measure


# -- three values -----------------------------------------------------------------------------------------------------


@given(measures(), rows)
def test_a_finding_says_what_the_specification_says(one: Ready, row: Row) -> None:
    """Laws 2 and 4: true is the effect, unknown holds or is reported, false is nothing, inactive is shown.

    What is not known is never silent: it names the gap, and a hold asks. An inactive measure says in its note what it
    lacks; no fact of the order would wake it.
    """
    truth = holds(one.condition, row)
    found = judge(row, [one]).findings
    assert bool(found) is (truth is not False)
    for finding in found:
        assert (finding.status, finding.effect) == _expected(one, truth is None)
        assert bool(finding.missing) is (truth is None and not one.dormant)
        assert bool(finding.question) is (finding.effect == "hold")


def _expected(one: Ready, unknown: bool) -> tuple[str, str]:
    if one.dormant:
        return "inactive", "allow"
    if unknown:
        return ("unknown", "hold") if one.measure.unknown == "hold" else ("not_evaluable", "allow")
    return "applies", one.measure.effect.word


@given(books(dormant=("",)), measures(dormant=(ASLEEP,)), rows)
def test_an_inactive_measure_changes_no_effect_and_is_shown(book: list[Ready], asleep: Ready, row: Row) -> None:
    """Law 4."""
    without, with_ = judge(row, book), judge(row, [*book, _named(asleep, "asleep")])
    assert with_.effect == without.effect
    shown = [finding for finding in with_.findings if finding.measure == "asleep"]
    assert bool(shown) is (holds(asleep.condition, row) is not False)
    assert all(finding.note == ASLEEP for finding in shown)


# -- learning ---------------------------------------------------------------------------------------------------------


@given(st.data(), active)
def test_learning_changes_only_what_was_held_for_want_of_knowledge(data: st.DataObject, book: list[Ready]) -> None:
    """Law 6, for each measure and for the whole: an allow stays an allow, a deny a deny, a hold that applies a hold."""
    row = data.draw(rows)
    before, after = judge(row, book), judge(data.draw(learned(row)), book)
    kept = {(finding.measure, finding.effect) for finding in before.findings if finding.status == "applies"}
    assert kept <= {(finding.measure, finding.effect) for finding in after.findings if finding.status == "applies"}
    asked = {finding.measure for finding in before.findings}
    assert {finding.measure for finding in after.findings} <= asked
    if before.effect in ("allow", "deny"):
        assert after.effect == before.effect


@given(st.data(), gaps)
def test_a_gap_that_is_filled_is_held_no_more(data: st.DataObject, gap: Ready) -> None:
    """A completeness measure only ever lets go by learning: it never begins to hold."""
    row = data.draw(rows)
    if holds(gap.condition, row) is False:
        assert judge(data.draw(learned(row)), [gap]).effect == "allow"


# -- release ----------------------------------------------------------------------------------------------------------


@given(books(), rows)
def test_a_clearance_removes_its_own_hold_and_nothing_else(book: list[Ready], row: Row) -> None:
    """Law 7."""
    before = judge(row, book)
    for finding in before.findings:
        cleared = frozenset({(finding.measure, finding.revision, finding.row)})
        after = judge(row, book, cleared)
        assert weight(after) <= weight(before)
        if finding.effect == "hold":
            assert finding.row
            assert after.findings == tuple(one for one in before.findings if one is not finding)
        else:
            assert not finding.row
            assert after == before


@given(books(), rows, rows)
def test_a_clearance_of_other_facts_or_another_revision_counts_for_nothing(
    book: list[Ready], row: Row, other: Row
) -> None:
    before = judge(row, book)
    rows_held = {(finding.measure, finding.revision, finding.row) for finding in before.findings}
    elsewhere = {(finding.measure, finding.revision, finding.row) for finding in judge(other, book).findings}
    revised = {(measure, f"{revision}x", facts) for measure, revision, facts in rows_held}
    assert judge(row, book, frozenset(elsewhere - rows_held) | revised) == before


# -- whole orders -----------------------------------------------------------------------------------------------------

MANY = measure_text("many", '{activities: all, where: "quantity >= 5"}', "hold", question="Why so many?")
CROSSING = measure_text("crossing", "{activities: [export], territories: {roles: [end_user], within: [KZ, UA-43]}}")
THERMAL = measure_text("thermal", '{activities: all, where: "product.thermal_camera AND value > 100"}')
BOOK = (SUSPENSION, MANY, CROSSING, THERMAL)

PLACES = tuple(Address(country) for country in ("NL", "RU", "Ukraine", "UA-43", "KZ", "Unspecified", "", None))
HOLDERS = tuple(
    Party(id, (name,) if name else (), place)
    for id, name in (("C-1", ""), ("C-2", "Two (example)"), (None, ""))
    for place in PLACES
)
"""Orders of a file share their parties and places as objects, and facts are looked up once for all that share one."""

places = st.sampled_from(PLACES)
holders = st.sampled_from(HOLDERS)
lines = st.builds(
    lambda product, quantity, thermal: (
        product,
        quantity,
        {} if thermal is None else {"product.thermal_camera": thermal},
    ),
    st.sampled_from(["P-1", "P-2", None]),
    st.none() | st.integers(1, 9).map(Decimal),
    st.none() | st.booleans(),
)


@st.composite
def orders(draw: st.DrawFn) -> Order:
    """A small order: a buyer, perhaps another end user, one to three lines."""
    buyer = draw(holders)
    end_user = draw(st.none() | st.just(buyer) | holders)
    return Order(
        id=draw(st.sampled_from(["A", "B", "C"])),
        activity=draw(st.sampled_from(["sale", "repair", "software_supply"])),
        lines=tuple(
            Line(str(number), product, quantity, Decimal(200), facts=facts)
            for number, (product, quantity, facts) in enumerate(draw(st.lists(lines, min_size=1, max_size=3)))
        ),
        placed_on=DAY,
        parties={"buyer": (buyer,), **({"end_user": (end_user,)} if end_user else {})},
        places={"ship_to": (draw(st.just(buyer.address) | places),)},
        assumed=draw(st.sampled_from([frozenset[str](), frozenset({"ship_to"})])),
    )


def decided(one: Order, documents: tuple[str, ...] = BOOK, answers: Answers | None = None) -> Decided:
    return Decider(rulebook(*documents), reference(answers=answers or Answers())).decide(one, DAY, one.digest())


def content(one: Decided) -> list[bytes]:
    return [canonical(one.decision), *(found.content for found in one.judged)]


@given(orders(), st.sets(st.sampled_from(BOOK)))
def test_a_larger_rulebook_never_lowers_a_line_and_the_gravest_line_wins(one: Order, some: set[str]) -> None:
    fewer, more = decided(one, tuple(sorted(some))), decided(one)
    for before, after, judged in zip(fewer.decision.lines, more.decision.lines, more.judged, strict=True):
        assert Effect.read(after.effect) >= Effect.read(before.effect)
        assert Effect.read(after.effect) == max((f.weight for f in judged.judgement.findings), default=Effect.ALLOW)
    assert Effect.read(more.decision.effect) == max(Effect.read(line.effect) for line in more.decision.lines)


ANSWERED = (
    Answered("party:C-1", "territory", "DE", "a call"),
    Answered("order:A/sale", "ship_to.territory", "KZ", "a call"),
    Answered("order:B/sale", "end_user.filled", "same as buyer", "a call"),
    Answered("order:A/sale@party", "territory", "RU", "a call"),
    Answered("product:P-1", "thermal_camera", "yes", "a call"),
)


@given(
    st.lists(orders(), min_size=2, max_size=4), st.sets(st.sampled_from(ANSWERED)), st.randoms(use_true_random=False)
)
def test_orders_one_by_one_and_all_at_once_are_decided_to_the_same_bytes(
    found: list[Order], said: set[Answered], chance: Random
) -> None:
    """Law 11: what was decided before, and in which order, leaves no trace in a decision."""
    answers = answers_on(DAY, sorted(said, key=str), [])
    shuffled = list(found)
    chance.shuffle(shuffled)
    together = Decider(rulebook(*BOOK), reference(answers=answers))
    batch = {id(one): content(together.decide(one, DAY, one.digest())) for one in shuffled}
    assert all(content(decided(one, answers=answers)) == batch[id(one)] for one in found)


RED_FLAGS = tuple(
    measure_text(id, f'{{activities: all, where: "{where}"}}', "hold", unknown="{report: a red flag}")
    for id, where in (("unchecked", "NOT buyer.background_checked"), ("military", "buyer.military"))
)
SAID = (
    *ANSWERED,
    Answered("party:C-1", "background_checked", "yes", "a call"),
    Answered("party:C-2", "military", "yes", "a call"),
)
by_some = st.sets(st.sampled_from(SAID))


@given(orders(), by_some, by_some, st.booleans())
def test_above_the_value_the_word_of_one_only_ever_makes_it_worse(
    one: Order, said: set[Answered], by_two: set[Answered], is_dear: bool
) -> None:
    """Law 7: each line as grave as with it and as without it; below the value it counts as any other."""
    doubted = {(answer.subject, answer.fact) for answer in said - by_two}
    every, two = answers_on(DAY, said | by_two, []), answers_on(DAY, by_two, [])
    some = msgspec.structs.replace(one, currency="EUR")
    at_hand = reference(
        answers=every,
        answers_of_two=answers_on(DAY, by_two, [], doubted=doubted),
        two_people_above={"EUR": Decimal(100 if is_dear else 1000)},
    )
    book = (*BOOK, *RED_FLAGS)
    lines = [Decider(rulebook(*book), at_hand).decide(some, DAY, some.digest()).decision.lines]
    lines += [decided(some, book, answers).decision.lines for answers in (every, two)]
    for found, as_said, unsaid in zip(*lines, strict=True):
        grave, with_it, without = (Effect.read(line.effect) for line in (found, as_said, unsaid))
        assert grave >= max(with_it, without) if is_dear else grave == with_it
        assert said - by_two or grave == with_it


@given(orders(), st.permutations(BOOK))
def test_the_same_measures_written_in_another_order_give_the_same_bytes(one: Order, written: list[str]) -> None:
    assert content(decided(one, tuple(written))) == content(decided(one))


@given(st.data(), orders())
def test_an_answer_changes_only_lines_that_were_held(data: st.DataObject, one: Order) -> None:
    """Laws 6 and 7: an allow never becomes a deny by an answer to what was asked, nor a deny an allow."""
    before = decided(one)
    asked = _asked(before)
    if not asked:
        return
    question = data.draw(st.sampled_from(asked))
    value = data.draw(st.sampled_from(_ANSWERS.get(question.fact.rpartition(".")[2], ["NL"])))
    given_ = answers_on(DAY, [Answered(question.subject, question.fact, value, "a call")], [])
    after = decided(one, answers=given_)
    for old, new in zip(before.decision.lines, after.decision.lines, strict=True):
        assert old.effect == "hold" or new.effect == old.effect


_ANSWERS = {"territory": ["NL", "RU", "UA-30", "KZ", "UA-43"], "thermal_camera": ["yes", "no"], "filled": ["yes"]}


def _asked(found: Decided) -> list[Question]:
    return [
        question
        for facts, judged in zip(found.rows, found.judged, strict=True)
        for finding in judged.judgement.findings
        for question in questions(finding, found.order, facts.line)
        if question.kind == "answer"
    ]
