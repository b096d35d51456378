"""The measure as the design writes it: no kind, exemptions without titles, every optional field spelled out."""

from __future__ import annotations

import pytest

from tests import worlds
from tests.worlds import measure, order, rulebook, stopping

EXAMPLE = """
measure: suspension-ru-ua-2022
title: Temporary suspension of all business activities in Russia and Ukraine
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
statement: {en: "...", nl: "...", zh: "..."}
source: {text: "company statement", as_of: 2022-04-26, mark: V2}
"""

LAW = """
measure: law
title: A rule of law
ground: {kind: law, jurisdiction: US, principle: test}
in_force: [[2025-09-29, 2025-11-10], [2026-11-10, null]]
bound: {actors: [EU], items: us-origin, persons: us}
scope:
  activities: [sale, export]
  territories: {roles: [ship_to, end_user], not_within: [EU]}
  products: {hs: ["88"], eccn: [9A012], family: [kestrel], in_list: [EU-833-ANNEX-VII]}
  listed: {lists: [OFAC-SDN], roles: any, owned: 50}
  where: quantity > 5
effect: hold
source: {text: test, as_of: 2026-11-24, mark: V1}
"""

GAP = """
measure: gap
title: The end use is not stated
ground: {kind: own-policy, principle: ask}
in_force: [[null, null]]
scope: {where: end_use.class IS NULL}
effect: hold
source: {text: own policy}
"""


@pytest.mark.parametrize(("text", "kind"), [(EXAMPLE, "suspension"), (LAW, "embargo"), (GAP, "completeness")])
def test_a_kind_that_is_not_stated_follows_from_ground_and_scope(text: str, kind: str) -> None:
    assert measure(text).kind == kind


def test_the_example_stops_what_it_says() -> None:
    assert stopping(worlds.decide(order("Russia, 295000 Simferopol"), rulebook(EXAMPLE))) == {"suspension-ru-ua-2022"}
    assert stopping(worlds.decide(order("NL"), rulebook(EXAMPLE))) == set()
