from __future__ import annotations

from pathlib import Path

import pytest

from moratorium.errors import InputError
from moratorium.screening.lists import read_plain
from moratorium.screening.lists.plain import COLUMNS
from moratorium.terms.party import Identifier

EXAMPLES = Path(__file__).parent.parent.parent / "docs" / "examples" / "lists"


def test_columns_may_stand_in_any_order() -> None:
    entry = read_plain("OWN", "\ufeffName,Country,ID\r\nООО Пример,RU,7\r\n".encode()).entries[0]
    assert (entry.key, entry.name, entry.countries, entry.kind) == ("OWN#7", "ООО Пример", ("RU",), "unknown")


def test_every_column_is_kept() -> None:
    heading = ",".join(COLUMNS)
    values = {
        "id": "7",
        "name": "Example Aerospace",
        "aliases": "示例航空;Example Aero",
        "weak_aliases": "EA",
        "kind": "entity",
        "country": "US; TW",
        "address": "1 Example Road",
        "birth_date": "1970",
        "tax": "77-01 (US)",
        "registration": "HRB 1",
        "programme": "Announcement 1",
        "licence_requirement": "dual-use items",
        "notice": "No. 1 of 2025",
        "reason": "arms to Taiwan",
    }
    row = ",".join(values.get(column, "") for column in COLUMNS)
    entry = read_plain("CN-UEL", f"{heading}\n{row}\n".encode()).entries[0]
    assert [(name.text, name.quality) for name in entry.names] == [
        ("Example Aerospace", "primary"),
        ("示例航空", "strong"),
        ("Example Aero", "strong"),
        ("EA", "weak"),
    ]
    assert entry.identifiers == (Identifier("tax", "77-01", "US"), Identifier("registration", "HRB 1"))
    assert (entry.countries, entry.birth_dates) == (("US", "TW"), ("1970",))
    assert [(place.text, place.country) for place in entry.addresses] == [("1 Example Road", "US")]
    assert (entry.programmes, entry.licence_requirement) == (("Announcement 1",), "dual-use items")
    assert (entry.notice, entry.remarks) == ("No. 1 of 2025", "arms to Taiwan")


def test_a_heading_alone_is_a_list_without_entries() -> None:
    assert read_plain("OWN", b"id,name,aliases,kind,country,reason\n").entries == ()


def test_bad_rows_are_reported_and_the_others_are_read() -> None:
    data = (
        b'id,name,kind\n1,A,entity\n,C,entity\n4,D,firm\n5,E\n6,"F"x,entity\n7,G,person\n8,"open,entity\n9,H,person\n'
    )
    found = read_plain("OWN", data)
    assert [entry.name for entry in found.entries] == ["A", "G", "H"]
    assert [fault.at for fault in found.rejected] == ["own:3", "own:4", "own:5", "own:6", "own:8"]


def test_an_id_used_twice_is_one_entry_and_noted() -> None:
    """No name gets lost, and a person sees where it stands."""
    found = read_plain("OWN", b"id,name,weak_aliases\n1,A,X\n1,B,A\n1,X,\n")
    assert [(name.text, name.quality) for name in found.entries[0].names] == [
        ("A", "primary"),
        ("X", "strong"),
        ("B", "strong"),
    ]
    assert [str(note) for note in found.notes] == ["own:3: entry `1` stands here again (3 rows); joined with the first"]


def test_all_faults_of_the_heading_are_told_at_once() -> None:
    with pytest.raises(InputError) as caught:
        read_plain("OWN", b"no,title,title\n1,A,B\n")
    assert [fault.message for fault in caught.value.faults] == [
        "`id` is missing in the heading",
        "`name` is missing in the heading",
        "unknown column `no`",
        "unknown column `title`",
        "unknown column `title`",
        "column `title` stands twice",
    ]


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b'"'])
def test_what_is_no_table_is_refused(data: bytes) -> None:
    with pytest.raises(InputError):
        read_plain("OWN", data)


def test_the_example_in_the_handbook_is_read() -> None:
    found = read_plain("CN-ECL", (EXAMPLES / "cn-ecl-sample.csv").read_bytes())
    assert found.rejected == found.notes == ()
    assert len(found.entries) == 2
