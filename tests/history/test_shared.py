"""Facts that lines share, asked once of each distinct value."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, Inexact
from pathlib import Path

import pytest

from moratorium.conditions.evaluate import Row, holds
from moratorium.conditions.predicate import AnyOf, Compare, FactTerm, Flag, Not, Number, Scaled
from moratorium.history.engines import Engine
from moratorium.history.kleene import UNKNOWN, YES
from moratorium.history.shared import Shared
from moratorium.history.tables import Tables
from tests.history.test_verdicts_laws import Line, history_of

_LONG = Decimal("1." + "1" * 1_000)
TOO_LONG = Compare(Scaled(FactTerm("product.mtow_g"), _LONG), ">", Number(Decimal(5)))


def test_a_question_that_fails_is_not_known(duckdb: Engine, tmp_path: Path) -> None:
    """A product with more digits than anybody means: judging takes the error for unknown, and so does a replay."""
    rows: list[Row] = [
        {"product.mtow_g": Decimal("895.123456"), "product.thermal_camera": camera} for camera in (True, False)
    ]
    with pytest.raises(Inexact):
        holds(TOO_LONG, rows[0])
    history = history_of([Line(date(2022, 4, 26), row) for row in rows], tmp_path / "history")
    shared = Shared(Tables(duckdb), history, ["product.mtow_g", "product.thermal_camera"])
    assert shared.answers(TOO_LONG).tolist() == [UNKNOWN, UNKNOWN]
    assert shared.answers(Not(TOO_LONG)).tolist() == [UNKNOWN, UNKNOWN]
    assert shared.answers(AnyOf((TOO_LONG, Flag("product.thermal_camera")))).tolist() == [YES, UNKNOWN]
