from __future__ import annotations

import pytest

from moratorium.errors import InputError
from moratorium.screening.lists import read_own


def test_columns_may_stand_in_any_order() -> None:
    entry = read_own("\ufeffName,Country,ID\r\nООО Пример,RU,7\r\n".encode()).entries[0]
    assert (entry.key, entry.name, entry.countries, entry.kind) == ("OWN#7", "ООО Пример", ("RU",), "unknown")


def test_a_heading_alone_is_a_list_without_entries() -> None:
    assert read_own(b"id,name,aliases,kind,country,reason\n").entries == ()


def test_bad_rows_are_reported_and_the_others_are_read() -> None:
    found = read_own(b'id,name,kind\n1,A,entity\n1,B,entity\n,C,entity\n4,D,firm\n5,E\n6,"F"x,entity\n7,G,person\n')
    assert [entry.name for entry in found.entries] == ["A", "G"]
    assert [fault.at for fault in found.rejected] == ["own:3", "own:4", "own:5", "own:6", "own:7"]


def test_all_faults_of_the_heading_are_told_at_once() -> None:
    with pytest.raises(InputError) as caught:
        read_own(b"number,title\n1,A\n")
    assert [fault.message for fault in caught.value.faults] == [
        "`id` is missing in the heading",
        "`name` is missing in the heading",
        "unknown column `number`",
        "unknown column `title`",
    ]


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b'"'])
def test_what_is_no_table_is_refused(data: bytes) -> None:
    with pytest.raises(InputError):
        read_own(data)
