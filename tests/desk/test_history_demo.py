"""The demo's orders as a history: every line has the facts that deciding it looks up, and is judged alike."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from moratorium.conditions.evaluate import Row
from moratorium.decision.decider import Decider
from moratorium.decision.decision import Judgement
from moratorium.decision.judge import judge
from moratorium.decision.reference import Reference
from moratorium.demo import World, generate
from moratorium.desk import lists, package, rulebooks
from moratorium.desk.history_building import BuildRun, Outcome, build_history, enricher_of, reference_of_past
from moratorium.desk.home import Home
from moratorium.desk.references import References
from moratorium.history.folder import load
from moratorium.intake import Mapping, open_table, read_orders
from moratorium.measures import Rulebook
from moratorium.store import open_store
from moratorium.terms.order import Order
from moratorium.terms.vocabulary import VOCABULARY
from tests.desk.replay_office import keep_orders
from tests.history.reading import Line, lines_of

pytestmark = pytest.mark.xdist_group("history_demo")  # what all of it looks at is made once

NOON = datetime(2023, 1, 2, 12, tzinfo=UTC)
LINES = 2_600
"""The stories and a little regular trade."""


class Office(NamedTuple):
    """The demo's maker with a history.

    Attributes:
        rulebook: The starter rulebook.
        reference: What its facts are looked up in.
        orders: By key.
        outcome: Of the build.
        lines: Of the history.
    """

    rulebook: Rulebook
    reference: Reference
    orders: dict[str, Order]
    outcome: Outcome
    lines: list[Line]


@pytest.fixture(scope="module", params=[3, pytest.param(1, marks=pytest.mark.soak)], ids=["a_third", "all"])
def office(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Office]:
    """With a third of the orders; in the soak with all of them."""
    folder = tmp_path_factory.mktemp("demo")
    world = generate(folder / "world", lines=LINES)
    keep_orders(world.orders, request.param)
    rules = folder / "rules"
    rules.mkdir()
    for name, text in package.starter().items():
        (rules / name).write_text(text, encoding="utf-8")
    (folder / "home").mkdir()
    with open_store(folder / "home") as store:
        home = Home(folder / "home", store, clock=lambda: NOON)
        yield built(home, world, rules)


def built(home: Home, world: World, rules: Path) -> Office:
    lists.import_list(home, "own", date(2022, 12, 31), lists.parts_of("own", [world.own_list]))
    parts = {part: getattr(world, part) for part in ("organisation", "catalogue", "parties")}
    outcome = build_history(home, BuildRun((world.orders,), rulebook=rules, parts=parts), lambda _: None)
    rulebook = rulebooks.read(rulebooks.documents_in(rules))
    with home.store.read() as connection:
        reference = reference_of_past(home, connection, rulebook)
    table = open_table(world.orders)
    mapping = Mapping.of_columns(table.columns)
    assert mapping is not None
    orders = {one.key: one for one in read_orders(table, mapping) if isinstance(one, Order)}
    return Office(rulebook, reference, orders, outcome, lines_of(load(outcome.folder)))


def test_a_list_counts_as_old_as_it_is_and_its_day_is_told(office: Office, tmp_path: Path) -> None:
    """What `check` holds for the age of a list, a look at the past does not."""
    with open_store(tmp_path) as store:
        home = Home(tmp_path, store, clock=lambda: NOON.replace(year=2030))
        world = generate(tmp_path / "world", lines=LINES)
        lists.import_list(home, "own", date(2022, 12, 31), lists.parts_of("own", [world.own_list]))
        with home.store.read() as connection:
            decides = References(home).on(connection, home.today(), office.rulebook)
            looks_back = reference_of_past(home, connection, office.rulebook)
        told: list[str] = []
        build_history(home, BuildRun((world.orders,)), told.append)
    assert sorted(decides.unreadable) == ["list OWN"]
    assert not looks_back.unreadable
    assert "lists as published: OWN 2022-12-31" in told


def test_every_line_is_there_once_with_every_fact_as_it_is_looked_up(office: Office) -> None:
    """Members, decimals, days, texts and what is not known: exactly."""
    enricher = enricher_of(office.reference, office.rulebook)
    expected: dict[tuple[str, str, str, str], Row] = {
        (order.id, order.activity, facts.line.number, facts.actor): facts.row
        for order in office.orders.values()
        for facts in enricher.rows(order, None, order.placed_on)
    }
    found = {line.key: line.row for line in office.lines}
    assert len(office.lines) == len(found) == office.outcome.built[0].lines
    assert found.keys() == expected.keys()
    for key, row in expected.items():
        assert found[key].keys() == row.keys() == VOCABULARY.keys()
        assert found[key] == row


def test_every_line_is_judged_as_check_judges_it(office: Office) -> None:
    """On the day on which it was placed: each measure with the same status and effect, for want of the same facts."""
    decider = Decider(office.rulebook, office.reference)
    found = {line.key: line.row for line in office.lines}
    effects = set()
    for order in office.orders.values():
        assert order.placed_on is not None
        decided = decider.decide(order, order.placed_on, order.digest())
        measures = decider._in_force(order.placed_on)
        for facts, judged in zip(decided.rows, decided.judged, strict=True):
            row = found[order.id, order.activity, facts.line.number, facts.actor]
            assert essence(judge(row, measures)) == essence(judged.judgement)
            effects.add(judged.judgement.effect)
    assert effects == {"allow", "hold", "deny"}


def essence(judgement: Judgement) -> object:
    """A judgement without its words, in which a history writes 7 pieces as 7.000000."""
    return judgement.effect, [(one.measure, one.status, one.effect, one.missing) for one in judgement.findings]


def test_what_is_told_of_a_line_is_what_the_order_says(office: Office) -> None:
    for line in office.lines:
        order = office.orders[f"{line.told['order']}/{line.told['order_activity']}"]
        stated = next(one for one in order.lines if one.number == line.told["line"])
        buyer = order.parties["buyer"][0] if order.parties.get("buyer") else None
        assert line.told["day"] == order.placed_on
        assert line.told["product"] == stated.product
        assert line.told["currency"] == order.currency
        assert line.told["partner"] == (buyer and (buyer.id or buyer.names[0]))
    places = {line.told["territory"] for line in office.lines}
    assert {"NL", "RU", "UA"} < places


def test_the_counts_of_the_record_are_those_of_the_tables(office: Office) -> None:
    (built,) = office.outcome.record.files
    assert built.whole
    assert (built.orders, built.lines, built.undated) == (len(office.orders), len(office.lines), 0)
    days = [order.placed_on for order in office.orders.values() if order.placed_on]
    assert (built.first, built.last) == (min(days), max(days))
    assert sum(built.currencies.values()) == len(office.lines)
    assert sum(part.facts for part in built.parts) == len({line.told["row"] for line in office.lines})
    assert office.outcome.compared > 0
