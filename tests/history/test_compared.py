"""Parties shared out over Spark: what comes back is what comparing them here gives, in their order."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from moratorium.errors import InputError
from moratorium.history.compared import HERE_AT_ONCE, comparing, shared_out
from moratorium.history.engines import Engine
from moratorium.screening import LISTS, screen_all
from moratorium.screening.thresholds import AT_DEFAULT, KINDS, Thresholds
from moratorium.terms.party import Identifier, Party
from tests.screening.brute import listing
from tests.spark import ON_SPARK

INDEX = listing(
    ("entity", [("Nebesnaya Mekhanika", "primary")]),
    ("entity", [("Invented Aviation Works", "primary"), ("IAW", "weak")]),
    ("person", [("Ivan Petrovich Sidorov", "primary")]),
)
NAMES = ("Nebesnaia Mekhanika", "Aviation Works, Invented", "Sidorov, Ivan", "Bakery Jansen", "!!", "")
PARTIES = [Party(names=(name,) if name else (), identifiers=(Identifier("tax", "7701234567"),)) for name in NAMES]
LOW = Thresholds({id: dict.fromkeys(KINDS, Decimal("0.7")) for id in LISTS})


@pytest.mark.parametrize("thresholds", [pytest.param(AT_DEFAULT, marks=ON_SPARK), pytest.param(LOW, marks=ON_SPARK)])
def test_spark_gives_what_comparing_here_gives(spark: Engine, tmp_path: Path, thresholds: Thresholds) -> None:
    comparer = shared_out(spark, INDEX, tmp_path)
    for parties in (PARTIES, PARTIES[::-1], PARTIES * 40, []):
        here = list(screen_all(parties, INDEX, thresholds))
        assert list(comparer.compare(parties, INDEX, thresholds)) == here
    assert sum(bool(one.matches) for one in screen_all(PARTIES, INDEX, thresholds)) >= 2


def test_in_this_process_little_is_compared_at_once() -> None:
    with comparing("duckdb", INDEX) as comparer:
        assert comparer == (screen_all, HERE_AT_ONCE)


def test_an_unknown_engine_is_told() -> None:
    with pytest.raises(InputError, match="no engine `sparrow`"), comparing("sparrow", INDEX):
        pass
