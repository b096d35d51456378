from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moratorium.errors import Fault, SourceError
from moratorium.screening.lists.files import MOST_LINES, check_end, check_intact, records, text_of


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"\x1a\r\n", "empty"),
        (b"\x1f\x8b\x08", "compressed"),
        (b"PK\x03\x04", "spreadsheet"),
        (b"%PDF-1.7", "PDF"),
        (b"\n<!DOCTYPE html><p>Service unavailable", "web page"),
        (b"\xef\xbb\xbf<HTML lang='en'><body>", "web page"),
        (b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0"><html>', "web page"),
    ],
)
def test_what_cannot_be_a_list_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(SourceError, match=words):
        check_intact(data, "un")


@pytest.mark.parametrize("data", [b'{"results":["<html>"]}', b"id,name\n1,<html>\n", b"<CONSOLIDATED_LIST/>"])
def test_what_may_be_a_list_is_let_through(data: bytes) -> None:
    check_intact(data, "un")


@pytest.mark.parametrize("encoding", ["utf-16", "cp1251"])
def test_another_encoding_is_refused(encoding: str) -> None:
    with pytest.raises(SourceError, match="UTF-8"):
        text_of("ЗАО Пример".encode(encoding), "uk")


def test_a_lost_quotation_mark_spoils_one_row() -> None:
    text = "id,name\n" + "".join(f"{number},x\n" for number in range(1, 30)) + '30,"x\n' + "31,x\n" * (2 * MOST_LINES)
    faults: list[Fault] = []
    rows = list(records(text, "own", faults))
    assert len(rows) == 1 + 29 + 2 * MOST_LINES
    assert [fault.at for fault in faults] == ["own:31"]


def test_a_nul_character_spoils_one_row() -> None:
    faults: list[Fault] = []
    assert [at for at, _ in records("a\nb\0\nc\n", "own", faults)] == ["own:1", "own:3"]
    assert [fault.at for fault in faults] == ["own:2"]


def test_a_table_cut_off_in_a_row_is_refused_and_one_without_a_line_end_noted() -> None:
    notes: list[Fault] = []
    faults: list[Fault] = []
    text = "a,b\r\n1,2\r\n3"
    list(records(text, "uk", faults))
    with pytest.raises(SourceError, match="middle of a row"):
        check_end(text, "uk", faults, notes)
    check_end("a,b\n1,2", "uk", [], notes)
    check_end("a,b\n1,2\n", "uk", [], notes)
    assert [note.at for note in notes] == ["uk:2"]


FIELD = st.text(st.sampled_from('a",\n\r é'), max_size=6)


@given(st.lists(st.lists(FIELD, min_size=2, max_size=2), max_size=8))
def test_whatever_is_written_as_a_table_is_read_back(rows: list[list[str]]) -> None:
    lines = [",".join('"' + field.replace('"', '""') + '"' for field in row) for row in [["id", "name"], *rows]]
    faults: list[Fault] = []
    read = [fields for _, fields in records("\n".join(lines) + "\n", "own", faults)]
    expected = [[field.replace("\r\n", "\n").replace("\r", "\n") for field in row] for row in rows]
    assert faults == []
    assert read == [["id", "name"], *(row for row in expected if any(field.strip() for field in row))]


@given(st.text(st.sampled_from('ab",\n\r\0'), max_size=60))
def test_every_line_is_a_row_or_reported_or_empty(text: str) -> None:
    faults: list[Fault] = []
    taken = [(int(at.partition(":")[2]), fields) for at, fields in records(text, "own", faults)]
    reported = {int(fault.at.partition(":")[2]) for fault in faults}
    covered = [line + more for line, fields in taken for more in range(1 + sum(field.count("\n") for field in fields))]
    assert len(covered) == len(set(covered))
    assert reported.isdisjoint(covered)
    lines = re.split("\r\n|\n|\r", text)
    assert {number for number, line in enumerate(lines, 1) if "a" in line or "b" in line} <= reported.union(covered)
