from __future__ import annotations

from collections.abc import Callable

import pytest

from moratorium.errors import SourceError
from moratorium.screening import ListVersion, Reading
from moratorium.screening.lists import read_ofac
from moratorium.terms.party import Identifier

Read = tuple[ListVersion, Reading]
NOTHING = b"-0- ," * 6


def row(id: int, name: str, remark: str = "-0- ", kind: str = "-0- ") -> bytes:
    return f'{id},"{name}","{kind}","CUBA] [SDGT",'.encode() + b"-0- ," * 7 + f'"{remark}"\r\n'.encode()


@pytest.mark.parametrize(
    ("day", "entries"),
    [("2022-02-23", 9121), ("2022-02-24", 9123), ("2022-03-24", 9793), ("2022-04-22", 10025), ("2022-05-08", 10150)],
)
def test_every_row_of_each_published_file_is_an_entry(
    published: Callable[[str], bytes], day: str, entries: int
) -> None:
    data = published(f"ofac-sdn/sdn-{day}.csv")
    found = read_ofac({"sdn": data})
    assert len(found.entries) == entries == data.count(b"\r\n")
    assert found.rejected == ()


def test_the_whole_set_gives_every_alias_and_country(sdn_full: Read, published: Callable[[str], bytes]) -> None:
    version, reading = sdn_full
    assert version.count == 8976
    assert reading.rejected == ()
    assert reading.notes == ()
    strong = sum(name.quality == "strong" for entry in version.entries for name in entry.names)
    assert strong > 11_800  # 11,910 rows of alt, some of which repeat a name
    zurich = next(entry for entry in version.entries if entry.id == "306")
    assert {"Switzerland", "Spain"} <= set(zurich.countries)


def test_comments_go_on_where_the_remarks_column_ends(sdn_full: Read) -> None:
    hacker = next(entry for entry in sdn_full[0].entries if entry.id == "28264")
    assert Identifier("national_id", "210302198701102136", "China") in hacker.identifiers
    assert {"blackjack1987", "khaleesi"} <= {name.text for name in hacker.names}


def test_remarks_cut_off_are_noted(sdn_before: Read) -> None:
    assert next(note.at for note in sdn_before[1].notes) == "sdn:7560"


def test_numbers_are_read_from_the_remarks(sdn_after: Read) -> None:
    vessel = next(entry for entry in sdn_after[0].entries if entry.id == "15040")
    assert vessel.kind == "vessel"
    assert vessel.identifiers == (Identifier("imo", "9187631"), Identifier("mmsi", "256845000"))
    assert vessel.countries == ("Iran", "Tuvalu", "Malta")
    person = next(entry for entry in sdn_after[0].entries if entry.id == "10856")
    assert (person.kind, person.birth_dates, person.programmes) == ("person", ("1955-09-28",), ("NPWMD", "IFSR"))
    assert person.identifiers == (Identifier("passport", "G4506013", "Iran"),)


def test_aliases_in_the_remarks_are_weak() -> None:
    found = read_ofac({"sdn": row(1, "GARCIA, Juan", "a.k.a. 'EL SENOR'; a.k.a. 'S.A.'.", "individual") + b"\x1a"})
    assert [(name.text, name.quality) for name in found.entries[0].names] == [
        ("GARCIA, Juan", "primary"),
        ("EL SENOR", "weak"),
        ("S.A.", "weak"),
    ]


def test_an_unreadable_row_is_reported_and_the_others_are_read() -> None:
    data = (
        row(1, "ONE") + b'2,"TWO\r\n' + b"x," + NOTHING * 2 + b"\r\n" + row(1, "ONE AGAIN") + row(3, "THREE") + b"\x1a"
    )
    found = read_ofac({"sdn": data, "alt": b'9,1,"aka","NOBODY",-0- \r\n\x1a'})
    assert [entry.name for entry in found.entries] == ["ONE", "THREE"]
    assert [fault.at for fault in found.rejected] == ["sdn:2", "sdn:3", "alt:1", "sdn:4"]


@pytest.mark.parametrize("data", [b"", b"\x1a", b"\r\n\r\n\x1a"])
def test_an_empty_file_is_refused(data: bytes) -> None:
    with pytest.raises(SourceError, match="missing or empty"):
        read_ofac({"sdn": data})


def test_a_file_cut_off_in_a_row_is_refused(published: Callable[[str], bytes]) -> None:
    with pytest.raises(SourceError, match="ends in the middle of a row"):
        read_ofac({"sdn": published("ofac-sdn/sdn-2022-05-08.csv")[:1_000_000]})


def test_a_file_cut_off_between_rows_is_noted() -> None:
    found = read_ofac({"sdn": row(1, "ONE")})
    assert "end mark" in found.notes[0].message
