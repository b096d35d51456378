"""Judging and deciding: three values, inactive and not evaluable findings, clearances, conflicts of law, questions."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import msgspec
import pytest

from moratorium.decision import judge as judging
from moratorium.decision.decider import Decided, Decider
from moratorium.decision.decision import Finding, decide, inputs_digest, join
from moratorium.decision.judge import Ready, judge, make_ready, row_digest
from moratorium.decision.questions import Question, Questionnaire, questions, with_subject
from moratorium.decision.reference import Answers, answers_on
from moratorium.errors import InputError, MissingError
from moratorium.screening import ListVersion, index
from moratorium.screening.lists import Entry, ListName
from moratorium.terms.act import Answered, Cleared
from moratorium.terms.order import Line
from moratorium.terms.organisation import Entity, Organisation
from moratorium.terms.party import Address
from tests import worlds
from tests.worlds import DAY, SUSPENSION, measure_text, order, party, reference, rulebook, stopping


def findings(decided: Decided) -> list[Finding]:
    """All findings of all rows."""
    return [finding for found in decided.judged for finding in found.judgement.findings]


def finding_of(decided: Decided, measure: str) -> Finding:
    """The finding of one measure."""
    return next(one for one in findings(decided) if one.measure == measure)


# -- three values -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("country", "day", "effect"),
    [
        ("RU", DAY, "deny"),
        ("UA-43", DAY, "deny"),
        ("Россия", DAY, "deny"),
        ("RU", date(2022, 4, 25), "allow"),
        ("KZ", DAY, "allow"),
        ("Unspecified", DAY, "hold"),
    ],
)
def test_the_suspension_stops_what_it_is_about_from_its_day_on(country: str, day: date, effect: str) -> None:
    decided = worlds.decide(order(country), rulebook(SUSPENSION), day=day)
    assert decided.decision.effect == effect


def test_an_unknown_holds_with_its_question_and_names_what_is_missing() -> None:
    book = rulebook(measure_text("heavy", '{activities: all, where: "product.mtow_g > 7000"}'))
    decided = worlds.decide(order(), book)
    found = finding_of(decided, "heavy")
    assert (found.effect, found.status, found.missing) == ("hold", "unknown", ("product.mtow_g",))
    (asked,) = questions(found, decided.order, decided.rows[0].line)
    assert asked == Question("answer", "product:P-1", "mtow_g", "What is the maximum take-off weight of P-1?")
    assert found.reason is not None
    assert found.reason.truth is None


def test_a_red_flag_that_lacks_data_reports_and_is_counted() -> None:
    text = measure_text(
        "flag",
        '{activities: all, where: "buyer.terms_acknowledged"}',
        "hold",
        kind="red_flag",
        unknown="{report: too little data}",
    )
    found = finding_of(worlds.decide(order(), rulebook(text)), "flag")
    assert (found.effect, found.status, found.note) == ("allow", "not_evaluable", "too little data")
    assert found.missing == ("buyer.terms_acknowledged",)


def test_an_inactive_measure_that_applies_or_may_apply_is_shown() -> None:
    text = measure_text(
        "sleeping",
        "{activities: all, territories: {roles: any, within: [RU]}}",
        active="{inactive: dates are recalled}",
    )
    shown = finding_of(worlds.decide(order("RU"), rulebook(text)), "sleeping")
    assert (shown.effect, shown.status, shown.note) == ("allow", "inactive", "dates are recalled")
    assert finding_of(worlds.decide(order("Unspecified"), rulebook(text)), "sleeping").status == "inactive"
    assert not [one for one in findings(worlds.decide(order("NL"), rulebook(text))) if one.measure == "sleeping"]


def test_a_measure_whose_list_is_not_at_hand_is_shown_as_inactive_with_the_command() -> None:
    text = measure_text("listed", "{activities: all, listed: {lists: [OFAC-SDN], roles: any}}")
    decided = worlds.decide(order(), rulebook(text))
    shown = [one for one in findings(decided) if one.measure == "listed"]
    assert [(one.status, one.effect) for one in shown] == [("inactive", "allow")]
    assert "OFAC-SDN" in shown[0].note
    assert "lists import" in shown[0].note


def test_an_error_in_a_measure_is_unknown_and_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(row: object) -> bool:
        raise ZeroDivisionError

    book = rulebook(SUSPENSION)
    ready = [one for one in make_ready(book, DAY, reference()) if one.measure.id == "suspension"]
    monkeypatch.setattr(ready[0], "test", broken)
    result = judge({}, ready)
    assert result.effect == "hold"
    (found,) = result.findings
    assert (found.status, found.measure) == ("unknown", "suspension")
    assert "cannot be evaluated" in found.question
    sleeping = Ready(ready[0].measure, ready[0].condition, "asleep")
    monkeypatch.setattr(sleeping, "test", broken)
    assert judge({}, [sleeping]).findings[0].status == "inactive"
    assert judge({}, [sleeping]).effect == "allow"


def test_nothing_found_is_an_allow_without_findings() -> None:
    decided = worlds.decide(order(), rulebook())
    assert decided.decision.effect == "allow"
    assert findings(decided) == []


def test_the_gravest_effect_wins_and_lines_keep_their_own() -> None:
    text = measure_text("spares", '{activities: all, where: "quantity > 5"}')
    lines = (Line("1", quantity=Decimal(1)), Line("2", quantity=Decimal(9)), Line("3"))
    decided = worlds.decide(order(lines=lines), rulebook(text))
    assert [line.effect for line in decided.decision.lines] == ["allow", "deny", "hold"]
    assert decided.decision.effect == "deny"


def test_an_exemption_relieves_only_its_own_measure() -> None:
    exempt = "[{id: repairs, title: repairs, where: \"activity = 'repair'\"}]"
    narrow = measure_text("narrow", "{activities: all, territories: {roles: any, within: [RU]}}", exemptions=exempt)
    one = order("RU", "repair")
    assert stopping(worlds.decide(one, rulebook(narrow))) == set()
    assert stopping(worlds.decide(one, rulebook(narrow, SUSPENSION))) == {"suspension"}
    assert stopping(worlds.decide(order("RU"), rulebook(narrow))) == {"narrow"}


def test_an_exemption_that_is_not_known_leaves_a_hold() -> None:
    exempt = "[{id: paid, title: paid before, where: \"paid_on < DATE '2022-04-26'\"}]"
    text = measure_text("narrow", "{activities: all, territories: {roles: any, within: [RU]}}", exemptions=exempt)
    found = finding_of(worlds.decide(order("RU"), rulebook(text)), "narrow")
    assert (found.effect, found.missing) == ("hold", ("paid_on",))


# -- the base pack ----------------------------------------------------------------------------------------------------


def test_a_stale_list_holds_with_one_question_for_all_orders() -> None:
    ref = reference(unreadable=frozenset({"list OFAC-SDN"}))
    decided = worlds.decide(order(), rulebook(), ref)
    assert decided.decision.effect == "hold"
    asked = {q for one in findings(decided) for q in questions(one, decided.order, decided.rows[0].line)}
    other = worlds.decide(order("DE", id="SO-2", buyer="C-9"), rulebook(), ref)
    assert asked == {q for one in findings(other) for q in questions(one, other.order, other.rows[0].line)}


def test_nobody_acting_holds() -> None:
    from moratorium.terms.party import Party

    one = order(
        parties={"seller": (Party(id="stranger"),), "buyer": (party("NL", "C"),), "end_user": (party("NL", "C"),)}
    )
    assert worlds.decide(one, rulebook()).decision.effect == "hold"


def test_a_required_role_that_nobody_filled_holds_and_asks_who() -> None:
    decided = worlds.decide(order(parties={"buyer": (party("NL", "C-1"),)}), rulebook())
    assert decided.decision.effect == "hold"
    texts = [q.text for one in findings(decided) for q in questions(one, decided.order, decided.rows[0].line)]
    assert any("end user" in text for text in texts)


# -- release ----------------------------------------------------------------------------------------------------------

QUESTIONABLE = measure_text("many", '{activities: all, where: "quantity >= 5"}', "hold", question="Why so many?")


def cleared(decided: Decided, measure: str) -> Answers:
    """A clearance of what a measure holds."""
    found = finding_of(decided, measure)
    given = Cleared(decided.order.key, measure, found.revision, found.row, "seen the contract")
    return answers_on(DAY, [], [given])


def test_a_clearance_releases_the_hold_for_these_facts_and_this_revision_only() -> None:
    many = order(lines=(Line("1", "P-1", Decimal(9)),))
    held = worlds.decide(many, rulebook(QUESTIONABLE))
    assert held.decision.effect == "hold"
    given = cleared(held, "many")
    assert worlds.decide(many, rulebook(QUESTIONABLE), reference(answers=given)).decision.effect == "allow"
    more = order(lines=(Line("1", "P-1", Decimal(10)),))
    assert worlds.decide(more, rulebook(QUESTIONABLE), reference(answers=given)).decision.effect == "hold"
    revised = QUESTIONABLE.replace("Why so many?", "Why?")
    assert worlds.decide(many, rulebook(revised), reference(answers=given)).decision.effect == "hold"


def test_a_clearance_releases_an_unknown_that_holds_and_never_a_deny() -> None:
    book = rulebook(SUSPENSION)
    held = worlds.decide(order("Unspecified"), book)
    given = cleared(held, "suspension")
    assert "suspension" not in stopping(worlds.decide(order("Unspecified"), book, reference(answers=given)))
    denied = worlds.decide(order("RU"), book)
    assert finding_of(denied, "suspension").row == ""
    ready = next(one for one in make_ready(book, DAY, reference()) if one.measure.id == "suspension")
    forged = Cleared("x", "suspension", ready.measure.revision, row_digest(ready.facts, denied.rows[0].row), "forged")
    answers = answers_on(DAY, [], [forged])
    assert worlds.decide(order("RU"), book, reference(answers=answers)).decision.effect == "deny"


def test_an_expired_clearance_does_not_count() -> None:
    gone = Cleared("SO-1/sale", "many", "r", "d", "seen", date(2022, 4, 26))
    assert answers_on(DAY, [], [gone]).cleared == frozenset()
    assert answers_on(date(2022, 4, 25), [], [gone]).cleared == {("many", "r", "d")}


def test_an_answer_releases_what_it_settles() -> None:
    given = answers_on(DAY, [Answered("party:C-1", "territory", "NL", "a call")], [])
    one = order("Unspecified", assumed=frozenset({"ship_to"}))
    assert worlds.decide(one, rulebook(SUSPENSION)).decision.effect == "hold"
    assert worlds.decide(one, rulebook(SUSPENSION), reference(answers=given)).decision.effect == "allow"


# -- conflict of laws -------------------------------------------------------------------------------------------------

BLOCKING = """
- conflict: CN-BLOCK-2021
  title: Blocking rules (test)
  jurisdiction: CN
  in_force: [[2021-01-09, null]]
  forbids: complying with foreign law against third countries
  source: {text: MOFCOM Order 1 of 2021, as_of: 2026-11-24, mark: V2}
"""


def test_a_conflict_is_marked_where_our_entity_sits_and_lowers_nothing() -> None:
    text = measure_text(
        "foreign", "{activities: all, territories: {roles: any, within: [KZ]}}", conflicts_with="[CN-BLOCK-2021]"
    )
    group = Organisation(
        (Entity("nl", "NL", default_seller=True), Entity("cn", "CN", capacities=("invoicing_parent",)))
    )
    decided = worlds.decide(order("KZ"), rulebook(text, BLOCKING), reference(organisation=group))
    found = {
        facts.actor: finding
        for facts, one in zip(decided.rows, decided.judged, strict=True)
        for finding in one.judgement.findings
        if finding.measure == "foreign"
    }
    assert {actor: one.conflict for actor, one in found.items()} == {"nl": (), "cn": ("CN-BLOCK-2021",)}
    assert {one.effect for one in found.values()} == {"deny"}
    before = worlds.decide(order("KZ"), rulebook(text, BLOCKING), reference(organisation=group), day=date(2021, 1, 8))
    assert all(one.conflict == () for one in findings(before))


def test_law_binds_the_entity_that_it_names() -> None:
    law = (
        "measure: eu\ntitle: EU rule\nkind: embargo\nground: {kind: law, jurisdiction: EU, principle: test}\n"
        "in_force: [[null, null]]\nbound: {actors: [EU]}\nscope: {territories: {within: [KZ]}}\n"
        "effect: deny\nsource: {text: test, as_of: 2026-11-24, mark: V1}\n"
    )
    group = Organisation(
        (Entity("nl", "NL", default_seller=True), Entity("cn", "CN", capacities=("invoicing_parent",)))
    )
    decided = worlds.decide(order("KZ"), rulebook(law), reference(organisation=group))
    assert [(line.actor, line.effect) for line in decided.decision.lines] == [("nl", "deny"), ("cn", "allow")]
    nobody = worlds.decide(order("KZ"), rulebook(law), reference(organisation=Organisation()))
    found = finding_of(nobody, "eu")
    assert (found.effect, found.missing) == ("hold", ("actor.territory",))
    (asked,) = questions(found, nobody.order, nobody.rows[0].line)
    assert asked.subject == "organisation"


# -- decisions --------------------------------------------------------------------------------------------------------


def test_the_same_inputs_give_the_same_bytes_and_others_another_digest() -> None:
    book, ref = rulebook(SUSPENSION), reference()
    one = worlds.decide(order("RU"), book, ref)
    two = worlds.decide(order("RU"), book, ref)
    assert msgspec.json.encode(one.decision) == msgspec.json.encode(two.decision)
    assert [found.content for found in one.judged] == [found.content for found in two.judged]
    others = [
        worlds.decide(order("RU", id="SO-2"), book, ref),
        worlds.decide(order("RU"), book, ref, day=date(2022, 4, 27)),
        worlds.decide(order("RU"), rulebook(), ref),
        worlds.decide(order("RU"), book, reference(unreadable=frozenset({"x"}))),
        worlds.decide(order("RU"), book, ref, only="nl"),
    ]
    assert len({one.decision.inputs, *(other.decision.inputs for other in others)}) == 6


def test_a_decision_cites_what_it_rests_on() -> None:
    decision = worlds.decide(order("RU", assumed=frozenset({"end_user", "activity"})), rulebook(SUSPENSION)).decision
    assert decision.order == "SO-1/sale"
    assert (decision.status, decision.placed_on, decision.day) == ("open", DAY, DAY)
    assert decision.assumed == ("activity", "end_user")
    assert decision.digests.keys() >= {
        "rulebook",
        "engine",
        "answers",
        "catalogue",
        "goods",
        "lists",
        "organisation",
        "territories",
    }
    assert decision.inputs == inputs_digest(decision.order_digest, DAY, decision.digests)
    assert [(line.line, line.actor) for line in decision.lines] == [("1", "nl")]


def test_no_line_is_no_decision() -> None:
    with pytest.raises(InputError, match="no line was judged"):
        decide(order(), "d", DAY, [], {}, "i")


def test_two_revisions_of_one_measure_are_not_joined() -> None:
    with pytest.raises(InputError, match="two revisions"):
        join([Finding("a", "1", "hold", "applies"), Finding("a", "2", "hold", "applies")])


def test_findings_come_gravest_first_then_by_measure() -> None:
    found = [
        Finding("b", "1", "hold", "applies"),
        Finding("c", "1", "deny", "applies"),
        Finding("a", "1", "hold", "applies"),
        Finding("d", "1", "allow", "inactive"),
    ]
    assert [one.measure for one in join(found).findings] == ["c", "a", "b", "d"]
    assert join(found).effect == "deny"
    assert join(found[3:]).effect == "allow"


def test_an_entity_that_is_none_of_ours_is_told() -> None:
    with pytest.raises(MissingError, match="no entity `us`"):
        Decider(rulebook(), reference(), "us")


def test_remembered_rows_are_forgotten_at_the_bound_and_judged_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("moratorium.decision.decider.MOST_REMEMBERED", 2)
    decider = Decider(rulebook(SUSPENSION), reference())
    effects = [
        decider.decide(order(country, id=str(i)), DAY, "d").decision.effect
        for i, country in enumerate(["NL", "RU", "DE", "UA", "NL", "RU"])
    ]
    assert effects == ["allow", "deny", "allow", "deny", "allow", "deny"]


# -- questions --------------------------------------------------------------------------------------------------------


def test_one_question_gathers_all_its_orders_and_currencies_are_not_added() -> None:
    asked = Questionnaire()
    book = rulebook(SUSPENSION)
    for id, currency in (("A", "EUR"), ("B", "EUR"), ("C", "USD")):
        one = worlds.decide(order("Unspecified", id=id, currency=currency, assumed=frozenset({"ship_to"})), book)
        asked.add(one.order, one.rows[0].line, one.judged[0].judgement.findings)
    first = asked.ranked()[0]
    assert first.question.subject == "party:C-1"
    assert list(first.orders) == ["A/sale", "B/sale", "C/sale"]
    assert first.lines == 3
    assert first.value == {"EUR": Decimal(200), "USD": Decimal(100)}
    assert first.measures == {"suspension", "base-territory"}


def test_a_question_about_a_listed_party_names_the_entries() -> None:
    listed = ListVersion(
        "own",
        ("OWN",),
        date(2022, 1, 1),
        "0" * 64,
        1,
        (Entry("7", "OWN", "entity", (ListName("Bad Rotors (example)", "primary"),)),),
    )
    text = measure_text("match", "{activities: all, listed: {lists: [OWN], roles: any}}", "hold")
    buyer = party("NL", "C-1", "Bad Rotors (example)")
    one = order(parties={"buyer": (buyer,), "end_user": (buyer,)})
    decider = Decider(rulebook(text), reference(index=index([listed])))
    decided = decider.decide(one, DAY, "d")
    found = finding_of(decided, "match")
    assert found.missing == ("buyer.listed", "end_user.listed")
    (asked,) = set(questions(found, one, one.lines[0], decider.matches))
    assert (asked.subject, asked.fact, asked.text) == ("party:C-1", "listed", "Is C-1 the listed party?")
    assert asked.about == ("OWN#7",)
    assert asked.notes == ('OWN#7: "Bad Rotors (example)" meets "Bad Rotors (example)" (entity), score 1.00',)
    assert [token.split(":")[0] for token in asked.compared] == ["OWN#7"]


def test_a_hold_without_a_missing_fact_waits_for_a_clearance() -> None:
    many = order(lines=(Line("1", "P-1", Decimal(9)),))
    held = worlds.decide(many, rulebook(QUESTIONABLE))
    found = finding_of(held, "many")
    (asked,) = questions(found, many, many.lines[0])
    assert asked == Question("clearance", found.row, f"many@{found.revision}", "Why so many?")


@pytest.mark.parametrize(
    ("name", "subject", "fact"),
    [
        ("buyer.territory", "party:C-1", "territory"),
        ("carrier.filled", "order:SO-1/sale", "carrier.filled"),
        ("ship_from.territory", "organisation", "actor.territory"),
        ("forwarder.listed", "order:SO-1/sale", "forwarder.filled"),
        ("ship_to.territory", "order:SO-1/sale", "ship_to.territory"),
        ("product.eccn", "product:P-1", "eccn"),
        ("licence.number", "order:SO-1/sale#1", "licence.number"),
        ("ship_on", "order:SO-1/sale", "ship_on"),
        ("actor.persons", "organisation", "actor.persons"),
        ("reference.unreadable", "reference", "reference.unreadable"),
    ],
)
def test_a_question_goes_to_whose_fact_it_is(name: str, subject: str, fact: str) -> None:
    finding = Finding("m", "1", "hold", "unknown", missing=(name,))
    (asked,) = questions(finding, order(places={"ship_to": (Address("NL"),)}), order().lines[0])
    assert (asked.subject, asked.fact) == (subject, fact)
    assert "{subject}" not in asked.text


def test_whatever_is_missing_of_a_role_nobody_filled_the_one_question_is_who_fills_it() -> None:
    names = ("end_user.filled", "end_user.territory", "end_user.listed", "end_user.military")
    finding = Finding("m", "1", "hold", "unknown", missing=names)
    nobody = order(parties={"buyer": (party("NL", "C-1"),)})
    asked = set(questions(finding, nobody, nobody.lines[0]))
    assert {(one.subject, one.fact) for one in asked} == {("order:SO-1/sale", "end_user.filled")}


@pytest.mark.parametrize(
    ("text", "territory"),
    [
        ("same as buyer", {"NL"}),
        ("Buyer", {"NL"}),
        ("C-9", {"KZ"}),
        ("Ann Example; Germany", {"DE"}),
        ("Ann Example", set()),
    ],
)
def test_who_fills_a_role_is_answered_with_a_party_a_role_or_a_name(text: str, territory: set[str]) -> None:
    nobody = order("NL", parties={"buyer": (party("NL", "C-1"),)})
    given = answers_on(DAY, [Answered("order:SO-1/sale", "end_user.filled", text, "a call")], [])
    register = {"C-9": party("KZ", "C-9")}
    decided = worlds.decide(nobody, rulebook(SUSPENSION), reference(answers=given, parties=register))
    found = decided.rows[0].row["end_user.territory"]
    assert found.known == territory  # type: ignore[union-attr]
    assert decided.decision.effect == ("allow" if territory else "hold")


def test_where_goods_go_is_answered_with_an_address_or_a_role() -> None:
    nowhere = order("NL", places={})
    for text, territory in (("same as buyer", "NL"), ("Sevastopol", "UA-40")):
        given = answers_on(DAY, [Answered("order:SO-1/sale", "ship_to.filled", text, "a call")], [])
        decided = worlds.decide(nowhere, rulebook(SUSPENSION), reference(answers=given))
        assert territory in decided.rows[0].row["ship_to.territory"].known  # type: ignore[union-attr]


def test_a_possible_export_asks_where_the_goods_go() -> None:
    text = measure_text("exports", "{activities: [export]}")
    decided = worlds.decide(order("Unspecified", assumed=frozenset({"ship_to"})), rulebook(text))
    found = finding_of(decided, "exports")
    assert found.missing == ("ship_to.territory",)
    nobody = worlds.decide(order("NL"), rulebook(text), reference(organisation=Organisation()))
    (asked,) = questions(finding_of(nobody, "exports"), nobody.order, nobody.rows[0].line)
    assert asked.subject == "organisation"


def test_a_line_without_a_product_asks_for_the_line() -> None:
    finding = Finding("m", "1", "hold", "unknown", missing=("product.eccn",))
    (asked,) = questions(finding, order(), Line("4"))
    assert (asked.subject, asked.fact) == ("order:SO-1/sale#4", "product.eccn")


def test_findings_that_hold_nothing_ask_nothing() -> None:
    for effect in ("allow", "deny"):
        assert questions(Finding("m", "1", effect, "applies", missing=("ship_on",)), order(), order().lines[0]) == ()
    assert with_subject("Where is {subject}?", "order:SO-1/sale") == "Where is SO-1/sale?"
    assert judging.row_digest(("a",), {"a": None}) != judging.row_digest(("a",), {"a": False})
