"""What partners owe and have undertaken, as facts of orders: from which day on, for whom, and what it changes."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moratorium.decision.facts import Enricher
from moratorium.decision.partners import CLAUSES, OVERDUE, STATEMENT, UNDERTAKEN, Partners, Undertaken, partners_of
from moratorium.terms.order import Line
from tests.worlds import DAY, decide, order, party, reference, rulebook

DUE = date(2022, 4, 28)
FACTS = frozenset({f"buyer.{OVERDUE}", f"end_user.{OVERDUE}", *UNDERTAKEN})
CLAUSE = Undertaken("UT-2022-0001", "C-1", "no_reexport", DAY, date(2023, 4, 26), territories=("BY", "RU"))
USE = Undertaken("UT-2022-0002", "C-1", "end_use_statement", DAY, date(2023, 4, 26))
LATE = (Path(__file__).resolve().parents[2] / "docs/examples/overdue-partners.yaml").read_text(encoding="utf-8")

near = st.integers(-3, 3).map(lambda days: DUE + timedelta(days))


def facts(partners: Partners, day: date | None = DAY, **fields: Any) -> dict[str, Any]:
    one = next(Enricher(reference(partners=partners), FACTS).rows(order(**fields), None, day))
    return dict(one.row)


def test_nothing_awaited_is_no_and_nothing_undertaken_says_nothing() -> None:
    """That our register holds no notice means no; that it holds no undertaking leaves what was stated or is unknown."""
    found = facts(Partners())
    assert found[f"buyer.{OVERDUE}"] is False
    assert [found[name] for name in sorted(UNDERTAKEN)] == [None, None, None]
    assert "partners" not in reference(partners=partners_of((), ())).digests()


@given(near)
def test_a_partner_is_overdue_from_the_day_after(day: date) -> None:
    partners = partners_of([("C-1", DUE), ("C-1", DUE + timedelta(9)), ("C-9", DAY)], ())
    assert facts(partners, day)[f"buyer.{OVERDUE}"] is (day > DUE)
    assert facts(partners, day, buyer="C-2")[f"buyer.{OVERDUE}"] is False


@given(st.lists(near, min_size=1, max_size=6), st.lists(near, min_size=1, max_size=6))
def test_one_enricher_tells_of_each_day_what_a_new_one_tells(dues: list[date], asked: list[date]) -> None:
    """What is remembered of a party on one day is not told of another; the parts of a history are the row."""
    partners = partners_of([(f"C-{n % 2 + 1}", due) for n, due in enumerate(dues)], [CLAUSE, USE])
    enricher, one = Enricher(reference(partners=partners), FACTS), order()
    for day in asked:
        (row,) = enricher.rows(one, None, day)
        (parts,) = enricher.parts(one, None, day)
        (new,) = Enricher(reference(partners=partners), FACTS).rows(one, None, day)
        assert row.row == new.row == {**parts.shared.row, **parts.product.row, **parts.own}


@pytest.mark.parametrize(
    ("changed", "fields", "covers"),
    [
        ({}, {}, True),
        ({"party": "C-2"}, {}, False),
        ({"since": DAY + timedelta(1)}, {}, False),
        ({"since": DAY - timedelta(1), "until": DAY}, {}, False),
        ({"orders": ("SO-1",)}, {}, True),
        ({"orders": ("SO-2",)}, {}, False),
        ({"products": ("P-1", "P-2")}, {}, True),
        ({"products": ("P-2",)}, {}, False),
        ({"products": ("P-1",)}, {"lines": (Line("1", "P-1"), Line("2", "P-9"))}, False),
        ({"products": ("P-1",)}, {"lines": (Line("1", None, Decimal(1)),)}, False),
        ({"end_user": "C-1"}, {}, True),
        ({"end_user": "C-5"}, {}, False),
        ({"end_user": "C-1"}, {"parties": {"buyer": (party("NL", "C-1"),)}}, False),
        ({"party": "C-5"}, {"parties": {"buyer": (party("NL", "C-1"),), "consignee": (party("NL", "C-5"),)}}, True),
        ({}, {"parties": {"buyer": (party("NL", name="Somebody"),)}}, False),
    ],
)
def test_an_undertaking_covers_what_it_names_and_nothing_else(
    changed: dict[str, Any], fields: dict[str, Any], covers: bool
) -> None:
    """What cannot be told of an order is not covered: the fact stays open, and holds where it is asked."""
    used = msgspec.structs.replace(USE, **changed)
    assert facts(partners_of((), [used]), **fields)[STATEMENT] is (True if covers else None)


def test_a_clause_states_what_it_forbids_and_no_more() -> None:
    found = facts(partners_of((), [msgspec.structs.replace(CLAUSE, territories=("RU",))]))
    assert [found[name] for name in sorted(CLAUSES)] == [None, True]
    assert found[STATEMENT] is None


def test_an_overdue_partner_is_held_and_no_longer_once_they_acknowledged() -> None:
    """The same order, the same measure: only the register differs, and with it the digest of the decision's inputs."""
    one, day = order(), date(2022, 5, 2)
    held = decide(one, rulebook(LATE), reference(partners=partners_of([("C-1", DUE)], ())), day)
    free = decide(one, rulebook(LATE), day=day)
    assert (held.decision.effect, free.decision.effect) == ("hold", "allow")
    assert held.decision.inputs != free.decision.inputs


@given(
    st.permutations([CLAUSE, USE, msgspec.structs.replace(USE, case="UT-2022-0003", party="C-2")]),
    st.permutations([("C-1", DUE), ("C-2", DAY)]),
)
def test_the_register_is_the_same_in_whatever_order_it_is_read(
    undertaken: list[Undertaken], awaited: list[tuple[str, date]]
) -> None:
    found = partners_of(awaited, undertaken)
    assert found.digest == partners_of(sorted(awaited), sorted(undertaken, key=lambda one: one.case)).digest
    assert found.digest != partners_of(awaited[:1], undertaken).digest
