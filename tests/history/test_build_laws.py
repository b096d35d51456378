"""Facts become columns and come back as they were: members, decimals, days, and what is not known."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import count

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from moratorium.decision.facts import Part, Parts, Row
from moratorium.desk import package
from moratorium.history.build import NUMBERS, Gathering, Numbers, kept
from moratorium.history.schema import facts_schema, is_of_line, lines_schema
from moratorium.terms.order import Line, Order
from moratorium.terms.vocabulary import VOCABULARY, Kind, Subject, Value
from tests.history.reading import joined
from tests.strategies import days, members, truths

PRODUCT = [name for name in VOCABULARY if name.startswith("product.")]
OWN = [name for name, fact in VOCABULARY.items() if fact.subject is Subject.LINE or name == "activity"]
SHARED = [name for name in VOCABULARY if name not in PRODUCT and name not in OWN]

exact = st.decimals(Decimal("-999999999999999999.999999"), Decimal("999999999999999999.999999"), places=6)
as_written = exact | st.sampled_from([Decimal(one) for one in ("1E+3", "-0", "0E+30", "1.50000000000", "1E-6", "7")])
VALUES: dict[Kind, st.SearchStrategy[Value]] = {
    Kind.FLAG: truths,
    Kind.NUMBER: st.none() | as_written,
    Kind.TEXT: st.none() | st.sampled_from(["", "x", "Ж", "8806.92"]),
    Kind.DAY: st.none() | days | st.sampled_from([date(1900, 1, 1), date(9999, 12, 31)]),
    Kind.SET: st.none() | members,
    Kind.TERRITORY: st.none() | members,
}


@st.composite
def parts_of(draw: st.DrawFn, names: list[str]) -> Row:
    """Some facts of a group stated, the others unknown."""
    stated = draw(st.lists(st.sampled_from(names), max_size=6, unique=True))
    return {name: draw(VALUES[VOCABULARY[name].kind]) if name in stated else None for name in names}


def taken(rows: list[tuple[Row, Row, Row]]) -> tuple[Gathering, list[Parts]]:
    """One order with these rows, each under another acting entity."""
    gathering, numbers = Gathering(package.atlas()), count()
    parts = [
        Parts(Line("1", "P"), str(place), Part(shared, next(numbers)), Part(product, next(numbers)), own)
        for place, (shared, product, own) in enumerate(rows)
    ]
    assert gathering.add(Order("SO-1", "sale", (Line("1", "P"),)), parts) == ()
    return gathering, parts


def read_back(gathering: Gathering) -> dict[str, Row]:
    wanted = Numbers().add(gathering.numbers())
    facts = pa.Table.from_batches(gathering.take_facts(wanted), facts_schema())
    assert facts.num_rows == len(set(facts["row"].to_pylist()))
    lines = pa.Table.from_batches([gathering.take_lines()], lines_schema())
    return {str(one.told["actor"]): one.row for one in joined(lines, facts)}


groups = st.tuples(parts_of(SHARED), parts_of(PRODUCT), parts_of(OWN))


@given(st.lists(groups, min_size=1, max_size=5))
def test_every_row_comes_back_as_it_was(rows: list[tuple[Row, Row, Row]]) -> None:
    gathering, parts = taken(rows)
    found = read_back(gathering)
    for one in parts:
        whole = {**one.shared.row, **one.product.row, **one.own}
        assert found[one.actor] == whole
        assert {type(value) for value in found[one.actor].values()} == {type(value) for value in whole.values()}


@given(groups, groups)
def test_a_number_is_made_of_content_alone(first: tuple[Row, Row, Row], second: tuple[Row, Row, Row]) -> None:
    """Whatever came before it, and equal exactly if the shared facts are equal, however a number was written."""
    together, apart = taken([first, second])[0].numbers(), [taken([one])[0].numbers() for one in (first, second)]
    assert set(together.tolist()) == {one[0].item() for one in apart}
    assert len(together) == (1 if _shared(first) == _shared(second) else 2)


def _shared(rows: tuple[Row, Row, Row]) -> Row:
    return {name: value for row in rows for name, value in row.items() if not is_of_line(VOCABULARY[name])}


@given(st.decimals(allow_nan=False, allow_infinity=False) | exact)
def test_a_number_is_kept_exactly_or_not_at_all(value: Decimal) -> None:
    found = kept(value)
    whole = Decimal(10) ** 18
    fits = abs(value) < whole and value == value.quantize(Decimal("0.000001")) if abs(value) < whole else False
    assert (found is not None) == fits
    assert found is None or found == value


@given(st.lists(st.lists(st.tuples(st.integers(-9, 9)), min_size=0, max_size=6, unique=True), max_size=6))
def test_a_file_holds_each_combination_once_and_every_file_all_of_its_own(parts: list[list[tuple[int]]]) -> None:
    """Parts are added in turn; every third begins a file."""
    numbers, mine = Numbers(), set[int]()
    for place, part in enumerate(parts):
        if place % 3 == 0:
            numbers.next_file()
            mine.clear()
        rows = [row for (row,) in part]
        found = numbers.add(np.array([(row, row * 7) for row in rows], NUMBERS))
        assert found.tolist() == [row not in mine for row in rows]
        mine.update(rows)
