"""The file is written by hand in the published layout: no published file is at hand, and every name is made up."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date
from io import StringIO

import pytest

from moratorium.errors import SourceError
from moratorium.screening import read_version
from moratorium.screening.lists import Entry, ListName, read_uk
from moratorium.terms.party import Address, Identifier

HEADING = (
    "Last Updated,Unique ID,OFSI Group ID,UN Reference Number,Name 6,Name 1,Name 2,Name 3,Name 4,Name 5,"
    "Name type,Alias strength,Title,Name non-latin script,Non-latin script type,Non-latin script language,"
    "Regime Name,Designation Type,Designation source,Sanctions Imposed,Other Information,"
    "UK Statement of Reasons,Address Line 1,Address Line 2,Address Line 3,Address Line 4,Address Line 5,"
    "Address Line 6,Address Postal Code,Address Country,Phone number,Website,Email address,Date Designated,"
    "D.O.B,Nationality(/ies),National Identifier number,National Identifier additional information,"
    "Passport number,Passport additional information,Position,Gender,Town of birth,Country of birth,"
    "Type of entity,Subsidiaries,Parent company,Business registration number (s),IMO number,"
    "Current owner/operator (s),Previous owner/operator (s),Current believed flag of ship,Previous flags,"
    "Type of ship,Tonnage of ship,Length of ship,Year Built,Hull identification number (HIN)"
)
COLUMNS = next(csv.reader([HEADING]))


def file(*rows: Mapping[str, str], report: str = "Report Date: 08-Oct-2026\n") -> bytes:
    out = StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return (report + out.getvalue()).encode()


ANN = {
    "Unique ID": "RUS0001",
    "Name 6": "EXAMPLE",
    "Name 1": "Ann",
    "Name type": "Primary Name",
    "Name non-latin script": "Анна ПРИМЕР",
    "Non-latin script type": "Cyrillic",
    "Non-latin script language": "Russian",
    "Regime Name": "The Russia (Sanctions) (EU Exit) Regulations 2019",
    "Designation Type": "Individual",
    "Sanctions Imposed": "Asset freeze|Travel Ban",
    "D.O.B": "07/10/1952",
    "Nationality(/ies)": "Russia",
    "Passport number": "AB123456",
    "National Identifier number": "77",
    "Position": 'Director, "X"\nand others',
}
HAND_MADE = file(
    ANN | {"Name 1": "Anna", "Name type": "Primary Name Variation"},
    ANN,
    ANN | {"Address Line 1": "1 Example Street", "Address Line 6": "Omsk", "Address Country": "Russia"},
    ANN
    | {
        "Name 1": "",
        "Name 6": "ANYA",
        "Name type": "Alias",
        "Alias strength": "Low quality a.k.a",
        "D.O.B": "dd/mm/1953",
    },
    {
        "Unique ID": "RUS0002",
        "Name 6": "EXAMPLE PROSPECT",
        "Name type": "Primary Name",
        "Designation Type": "Ship",
        "Regime Name": "Russia",
        "IMO number": "IMO9826902",
        "Current believed flag of ship": "Gabon",
    },
    {"Unique ID": "RUS0003"},
    {"Name 6": "NOBODY"},
)


@pytest.fixture(name="ann")
def first() -> Entry:
    """The person, who stands in four rows."""
    return read_uk(HAND_MADE).entries[0]


def test_names_with_quality_and_script(ann: Entry) -> None:
    assert ann.names == (
        ListName("Ann EXAMPLE", "primary"),
        ListName("Anna EXAMPLE", "strong"),
        ListName("ANYA", "weak"),
        ListName("Анна ПРИМЕР", "strong", "Cyrillic", "Russian"),
    )


def test_what_the_rows_of_one_person_say_is_joined(ann: Entry) -> None:
    assert (ann.key, ann.kind, ann.countries) == ("UK-SL#RUS0001", "person", ("Russia",))
    assert ann.identifiers == (Identifier("national_id", "77"), Identifier("passport", "AB123456"))
    assert ann.birth_dates == ("1952-10-07", "1953")
    assert ann.addresses == (Address("Russia", text="1 Example Street, Omsk"),)
    assert ann.programmes == ("The Russia (Sanctions) (EU Exit) Regulations 2019",)
    assert 'Position: Director, "X" and others' in (ann.remarks or "")
    assert "Sanctions Imposed: Asset freeze|Travel Ban" in (ann.remarks or "")


def test_a_ship() -> None:
    ship = read_uk(HAND_MADE).entries[1]
    assert (ship.kind, ship.countries, ship.identifiers) == ("vessel", ("Gabon",), (Identifier("imo", "IMO9826902"),))


def test_every_row_is_read_or_reported() -> None:
    version, reading = read_version("uk", {"uk": HAND_MADE})
    assert version.count == 2
    assert [fault.at for fault in reading.rejected] == ["uk:12", "uk:13"]
    assert (version.published, reading.notes) == (date(2026, 10, 8), ())


def test_the_day_of_the_report_may_be_missing() -> None:
    found = read_uk(file(ANN, report=""))
    assert (found.stated_on, len(found.entries)) == (None, 1)


@pytest.mark.parametrize(
    "data",
    [b"a,b\n", HAND_MADE[: len(HAND_MADE) - 40], HAND_MADE.replace(b"Alias strength", b"Strength")],
)
def test_what_is_not_this_file_is_refused(data: bytes) -> None:
    with pytest.raises(SourceError):
        read_uk(data)
