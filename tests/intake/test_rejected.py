"""Rejected rows as a file: safe in a spreadsheet, whole or not at all."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from moratorium.errors import Fault, InputError
from moratorium.intake import Rejected, RejectedFile, safe_cell, write_rejected

ROW = Rejected(3, "=cmd|' /C calc'!A0", (Fault("bad day", "a.csv:3", "mend it"),), ("=cmd|' /C calc'!A0", "-5", None))


@pytest.mark.parametrize(
    "text", ["=1+1", "+1+cmd", "-1+cmd", "@SUM(A1)", "\t=1", " =1", "\r=1", "＝1", "-", "=", "|calc"]
)
def test_what_a_spreadsheet_would_run_is_quoted(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "-5", "+5", "-5.25", "-1.234,56", "plain", "a=b", "'=1"])
def test_what_it_would_not_run_is_left_alone(text: str) -> None:
    assert safe_cell(text) == text


def test_reasons_and_the_row_as_it_was_are_written(tmp_path: Path) -> None:
    path = tmp_path / "rejected.csv"
    assert write_rejected(path, [ROW], ["order", "quantity", "=x"]) == 1
    with path.open(encoding="utf-8", newline="") as file:
        heading, row = csv.reader(file)
    assert heading == ["rejected_row", "rejected_order", "reason", "mend", "order", "quantity", "'=x"]
    assert row == ["3", "'=cmd|' /C calc'!A0", "a.csv:3: bad day", "mend it", "'=cmd|' /C calc'!A0", "-5", ""]


@pytest.mark.parametrize("text", ["\r=1", "a\r=1", "a\n=1", "a\r\n=1"])
def test_a_line_break_in_a_text_begins_no_cell(tmp_path: Path, text: str) -> None:
    path = tmp_path / "rejected.csv"
    write_rejected(path, [Rejected(2, text, (Fault("bad", "a.csv:2"),))])
    with path.open(encoding="utf-8", newline="") as file:
        assert [row[1] for row in csv.reader(file)] == ["rejected_order", safe_cell(text)]


def test_no_rejected_rows_leave_no_file(tmp_path: Path) -> None:
    assert write_rejected(tmp_path / "rejected.csv", []) == 0
    assert list(tmp_path.iterdir()) == []


def test_a_failure_half_way_leaves_nothing_and_the_old_file_stands(tmp_path: Path) -> None:
    path = tmp_path / "rejected.csv"
    path.write_text("old")

    def failing() -> Any:
        yield ROW
        raise InputError("the file ends")

    with pytest.raises(InputError):
        write_rejected(path, failing())
    assert [one.name for one in tmp_path.iterdir()] == ["rejected.csv"]
    assert path.read_text() == "old"


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot write"), RejectedFile(tmp_path / "no" / "rejected.csv"):
        pass
