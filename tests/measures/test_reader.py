"""Measures from documents: what is read, and every fault with its place."""

from __future__ import annotations

from datetime import date

import pytest

from moratorium.conditions.bind import Extent
from moratorium.conditions.evaluate import holds
from moratorium.conditions.predicate import ALWAYS, NEVER, AllOf, AnyOf, Flag, Not, OneOf, Overlaps, StartsWith, Within
from moratorium.errors import InputError
from moratorium.measures import Measure, Rulebook, applies, read_rulebook
from moratorium.measures.base import PARTY_LISTS
from moratorium.terms.effect import Effect
from moratorium.terms.members import Members
from moratorium.terms.time import Window
from moratorium.terms.vocabulary import Value

CODES = frozenset({"RU", "UA", "UA-43", "BY", "EU", "US", "CN", "NL"})

SUSPENSION = """\
measure: suspension-ru-ua-2022
title: Temporary suspension of all business activities in Russia and Ukraine
kind: suspension
ground: {kind: own-policy, principle: no use of our products to cause harm}
dates: {decided: null, announced: 2022-04-26}
in_force: [[2022-04-26, null]]                        # half-open windows, each may carry its mark
review: {every: P3M, question: compliance requirements in the jurisdictions concerned, owner: trade-compliance}
bound: all-affiliates
scope:
  activities: all
  territories: {roles: any, within: [RU, UA]}
  products: any
  listed: null
  where: null
effect: deny
unknown: hold
exemptions:
  - {id: repairs-under-way, where: "activity = 'repair' AND received_on < DATE '2022-04-26' AND returned_to_sender"}
conflicts_with: []
statement: {en: "We suspend deliveries.", nl: "Wij schorten leveringen op."}
source: {text: "company statement", as_of: 2022-04-26, mark: V2}
"""

MINIMAL = """\
measure: m
title: a rule
kind: embargo
ground: {kind: own-policy, principle: ours}
in_force: [[2022-01-01, null]]
scope: {}
effect: hold
source: {text: ours}
"""


def suggest(code: str) -> str:
    return "did you mean `RU`?" if code.startswith("R") else ""


def rulebook(*texts: str) -> Rulebook:
    documents = {f"{chr(97 + number)}.yaml": text for number, text in enumerate(texts)}
    return read_rulebook(documents, CODES.__contains__, suggest, lists=PARTY_LISTS)


def measure(text: str) -> Measure:
    (own,) = (one for one in rulebook(text).measures if not one.id.startswith("base-"))
    return own


def faults(text: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        rulebook(text)
    return [str(fault) for fault in caught.value.faults]


def changed(**fields: str) -> str:
    lines = [line for line in MINIMAL.splitlines() if line.partition(":")[0] not in fields]
    return "\n".join([*lines, *(f"{name}: {value}" for name, value in fields.items() if value)]) + "\n"


def test_the_example_of_the_design_is_read() -> None:
    found = measure(SUSPENSION)
    assert found.id == "suspension-ru-ua-2022"
    assert found.effect is Effect.DENY
    assert found.in_force[0].window == Window(date(2022, 4, 26))
    assert found.dates.announced == date(2022, 4, 26)
    assert found.dates.decided is None
    assert found.scope == Within("any_role.territory", ("RU", "UA"))
    assert found.bound == ALWAYS
    assert found.statement["nl"] == "Wij schorten leveringen op."
    assert found.exemptions[0].relieves
    assert found.active
    assert found.facts == {"any_role.territory", "activity", "received_on", "returned_to_sender"}


def test_a_measure_applies_in_scope_unless_exempt() -> None:
    """``applies = scope AND NOT exempt`` in three values."""
    codes = Extent(frozenset({"RU", "UA", "UA-43"}), frozenset())
    condition = applies(measure(SUSPENSION), lambda _: codes)
    repair: dict[str, Value] = {
        "any_role.territory": Members.of("UA-43"),
        "activity": Members.of("repair"),
        "received_on": date(2022, 4, 1),
        "returned_to_sender": True,
    }
    assert holds(condition, repair) is False
    assert holds(condition, repair | {"returned_to_sender": None}) is None
    assert holds(condition, repair | {"activity": Members.of("sale")}) is True
    assert holds(condition, repair | {"any_role.territory": Members.of("NL")}) is False


def test_the_review_is_due_by_calendar_and_ends_nothing() -> None:
    found = measure(SUSPENSION)
    assert found.next_review == date(2022, 7, 26)
    assert not found.review_due(date(2022, 7, 25))
    assert found.review_due(date(2022, 7, 26))
    assert found.is_in_force(date(2030, 1, 1))


def test_a_review_that_took_place_moves_the_next_one() -> None:
    found = measure(SUSPENSION.replace("owner: trade-compliance", "owner: trade-compliance, last: 2022-11-30"))
    assert found.next_review == date(2023, 2, 28)


@pytest.mark.parametrize(
    ("bound", "expected"),
    [
        ("{actors: [EU]}", Within("actor.territory", ("EU",))),
        ("{items: us-origin}", Flag("product.subject_to_ear")),
        ("{persons: us}", Within("actor.persons", ("US",))),
        ("{usd: true}", Flag("payment.in_usd")),
        ("{origin: [CN]}", Within("ship_from.territory", ("CN",))),
        (
            "{actors: [EU], items: us-origin}",
            AnyOf((Within("actor.territory", ("EU",)), Flag("product.subject_to_ear"))),
        ),
    ],
)
def test_bound_joins_by_or(bound: str, expected: object) -> None:
    found = measure(changed(bound=bound))
    assert found.bound == expected
    assert found.bound_words


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        ("{activities: [sale, repair]}", Overlaps("activity", frozenset({"sale", "repair"}))),
        ("{territories: {roles: [ship_to], not_within: [EU]}}", Not(Within("ship_to.territory", ("EU",)))),
        (
            "{territories: {roles: [ship_to, end_user], within: [RU]}}",
            AnyOf((Within("ship_to.territory", ("RU",)), Within("end_user.territory", ("RU",)))),
        ),
        ("{products: {hs: [88, '8525']}}", StartsWith("product.hs6", ("88", "8525"))),
        ("{products: {not_kind: [documentation]}}", Not(OneOf("product.kind", frozenset({"documentation"})))),
        (
            "{products: {kind: aircraft, hs: ['8806'], in_list: [CHPL]}}",
            AllOf(
                (
                    OneOf("product.kind", frozenset({"aircraft"})),
                    AnyOf((StartsWith("product.hs6", ("8806",)), Overlaps("product.lists", frozenset({"CHPL"})))),
                )
            ),
        ),
        ("{listed: {lists: [UN]}}", Overlaps("any_role.listed", frozenset({"UN"}))),
        (
            "{listed: {lists: [UN], roles: [buyer], owned: 50}}",
            AnyOf((Overlaps("buyer.listed", frozenset({"UN"})), Overlaps("buyer.owned_by_listed", frozenset({"UN"})))),
        ),
        (
            "{listed: {lists: [UN], owned: 50, named: false}}",
            Overlaps("any_role.owned_by_listed", frozenset({"UN"})),
        ),
    ],
)
def test_scope(scope: str, expected: object) -> None:
    assert measure(changed(scope=scope)).scope == expected


def test_what_a_measure_asks_is_told() -> None:
    scope = "{products: {in_list: [CHPL], controls: [EU-9A112]}, listed: {lists: [UN, OFAC-SDN], owned: 50}}"
    found = measure(changed(scope=scope))
    assert found.lists == {"UN", "OFAC-SDN"}
    assert found.goods_lists == {"CHPL"}
    assert found.control_entries == {"EU-9A112"}


def test_several_measures_in_one_document() -> None:
    listed = "".join(f"- {line}\n" if n == 0 else f"  {line}\n" for n, line in enumerate(MINIMAL.splitlines()))
    assert len(rulebook(listed, listed.replace("measure: m", "measure: n")).measures) == 2 + len(rulebook().measures)


def test_an_exemption_that_is_recalled_relieves_nothing() -> None:
    found = measure(changed(exemptions="[{id: e, where: returned_to_sender, mark: R}, {id: f, title: g, where: null}]"))
    assert not any(exemption.relieves for exemption in found.exemptions)
    assert found.exemptions[1].where == NEVER
    assert found.condition == ALWAYS


def test_a_named_person_may_activate_what_is_recalled() -> None:
    law = changed(
        ground="{kind: law, jurisdiction: EU}",
        bound="{actors: [EU]}",
        source="{text: Reg. 1, as_of: 2026-01-01, mark: R}",
        active="{by: Ann Example, source: 'OJ L 1', on: 2026-02-01}",
    )
    found = measure(law)
    assert found.active
    assert found.activated_by is not None
    assert found.activated_by.by == "Ann Example"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (changed(effect="denny"), "a.yaml:8:9: `denny` is none of hold, deny; did you mean `deny`?"),
        (changed(scope="{territories: {within: [RUS]}}"), "a.yaml:8:32: unknown territory `RUS`; did you mean `RU`?"),
        (changed(scope="{territories: {roles: [end_usr], within: [RU]}}"), "`end_usr` is none of"),
        (changed(scope="{activities: [sail]}"), "did you mean `sale`?"),
        (changed(scope="{listed: {lists: [OFAC-SND]}}"), "unknown party list `OFAC-SND`; did you mean `OFAC-SDN`"),
        (changed(scope="{listed: {lists: [UN], owned: 25}}"), "a share of 25 per cent cannot be asked for; write 50"),
        (changed(scope="{where: buyr.military}"), "a.yaml:8:16: unknown fact `buyr.military`; did you mean"),
        (changed(scope="{where: buyer.territory IN ('RUS')}"), "unknown territory `RUS`"),
        (changed(scope="{where: activity IS NULL}"), "IS NULL is only for completeness measures"),
        (changed(scope="{activities: []}"), "an empty list of activities asks nothing"),
        (changed(scope="{products: {}}"), "an empty list of products asks nothing"),
        (changed(scope="{products: {hs: [8]}}"), "`8` is not an HS code"),
        (changed(scope="{products: {kind: [drone]}}"), "unknown kind of product `drone`"),
        (changed(bound="{}"), "nobody is bound"),
        (changed(bound="{persons: [xx]}"), "unknown nationality `xx`"),
        (changed(scope="{territories: {roles: [ship_to]}}"), "`territories` names none"),
        (changed(scope="{territories: {within: []}}"), "an empty list of territories asks nothing"),
        (changed(scope="{listed: {lists: [UN], named: false}}"), "neither the listed nor what they own is meant"),
        (changed(in_force="[[2022-01-01]]"), "a window has two days, found 1"),
        (changed(measure="a b"), "`a b` is not an id"),
        (changed(bound="everybody"), "expected a map, found `everybody`"),
        (changed(in_force="[[2022-01-02, 2022-01-02]]"), "window [2022-01-02, 2022-01-02) holds no day"),
        (changed(in_force="[[2022-01-01, 2023-01-01], [2022-06-01, null]]"), "share days"),
        (changed(in_force="[]"), "expected a list of windows"),
        (changed(source="{text: ''}"), "this must not be empty"),
        (changed(source=""), "`source` is missing"),
        (changed(ground=""), "`ground` is missing"),
        (changed(ground="{kind: law}", bound="{actors: [EU]}"), "whose law is it?"),
        (changed(ground="{kind: own-policy, jurisdiction: EU}"), "leans on no state's law"),
        (changed(ground="{kind: law, jurisdiction: EU}", bound="{actors: [EU]}"), "needs a mark"),
        (changed(ground="{kind: law, jurisdiction: EU}"), "does not bind everybody"),
        (changed(source="{text: x, mark: U}"), "a measure marked U cannot be active by itself"),
        (changed(review="{every: 3 months, question: q, owner: o}"), "`3 months` is not a period"),
        (changed(unknown="{report: ''}"), "this must not be empty"),
        (changed(question="'{subjekt}?'"), "a question knows no other place than `{subject}`"),
        (
            changed(exemptions="[{id: e, where: returned_to_sender}, {id: e, where: returned_to_sender}]"),
            "is there twice",
        ),
        (changed(exemptions="[{id: e, where: null}]"), "needs words"),
        (changed(statement="{EN: x}"), "`EN` is not a language"),
        (changed(active="maybe"), "expected `true`, found `maybe`"),
        (changed(efect="deny"), "unknown field `efect`; did you mean `effect`?"),
    ],
)
def test_a_fault_is_told_with_its_place_and_mend(text: str, fault: str) -> None:
    told = faults(text)
    assert any(fault in one for one in told), told
    assert all(one.startswith("a.yaml:") for one in told)


def test_all_faults_of_all_documents_are_told_at_once() -> None:
    with pytest.raises(InputError) as caught:
        rulebook(changed(effect="deni", kind="embargoo"), "measure: [", changed(scope="{where: nix}"))
    told = [str(fault) for fault in caught.value.faults]
    assert [one.partition(":")[0] for one in told] == ["a.yaml", "a.yaml", "b.yaml", "c.yaml"]


def test_a_repeated_id_is_told_with_both_places() -> None:
    with pytest.raises(InputError) as caught:
        rulebook(MINIMAL, MINIMAL)
    assert str(caught.value.faults[0]).startswith("b.yaml:1:1: `m` is already there at a.yaml:1:1")


def test_anchors_are_refused() -> None:
    assert "anchors and aliases are not allowed" in faults(MINIMAL.replace("scope: {}", "scope: &a {}"))[0]


def test_is_null_is_accepted_in_a_completeness_measure_that_holds() -> None:
    assert measure(changed(kind="completeness", scope="{where: activity IS NULL}")).kind == "completeness"
    assert faults(changed(kind="completeness", effect="deny", scope="{where: activity IS NULL}"))


def test_blocking_rules_stand_beside_measures() -> None:
    conflicts = """\
- conflict: CN-BLOCK-2021
  title: blocking rules
  jurisdiction: CN
  in_force: [[2021-01-09, null]]
  forbids: complying with some foreign measures
  source: {text: Order 1 of 2021, as_of: 2026-11-24, mark: V2}
"""
    found = rulebook(conflicts, changed(conflicts_with="[CN-BLOCK-2021]"))
    assert found.blocking[0].is_in_force(date(2022, 1, 1))
    with pytest.raises(InputError, match="conflicts with an unknown rule `CN-BLOCK-2012`; did you mean"):
        rulebook(conflicts, changed(conflicts_with="[CN-BLOCK-2012]"))
    with pytest.raises(InputError, match="unknown field `forbid`"):
        rulebook(conflicts.replace("forbids", "forbid"))
