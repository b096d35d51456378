from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from moratorium.errors import SourceError
from moratorium.screening import ListVersion, Reading
from moratorium.screening.lists import read_csl
from moratorium.terms.party import Identifier

Read = tuple[ListVersion, Reading]
UVL = "Unverified List (UVL) - Bureau of Industry and Security"


def file(*rows: dict[str, Any], **more: Any) -> bytes:
    return json.dumps({"total": len(rows), "results": rows, **more}).encode()


def test_every_entry_is_read_and_the_counts_are_the_files_own(csl: Read, published: Callable[[str], bytes]) -> None:
    version, reading = csl
    stated = json.loads(published("csl/consolidated-2026-07-31.json"))["sources_used"]
    counts = Counter(entry.list for entry in version.entries)
    assert version.count == reading.stated == 25_921
    assert reading.rejected == ()
    assert sorted(counts.values()) == sorted(stated.values())
    assert counts["OFAC-SDN"] == 19_181
    assert counts["BIS-EL"] == 3_420
    assert set(version.lists) == set(counts)
    assert len(counts) == 12
    assert version.published == date(2026, 7, 31)


def test_ids_are_unique_within_a_list(csl: Read) -> None:
    assert len({entry.key for entry in csl[0].entries}) == csl[0].count


def test_licence_requirement_and_notice_are_kept(csl: Read) -> None:
    entries = [entry for entry in csl[0].entries if entry.list == "BIS-EL"]
    assert sum(entry.licence_requirement is not None for entry in entries) == 3_420
    assert any("87 FR" in (entry.notice or "") for entry in entries)


def test_the_publishers_full_layout_is_read() -> None:
    row = {
        "id": "abc",
        "name": "IVANOV, Ivan",
        "source": "Specially Designated Nationals (SDN) - Treasury Department",
        "type": "Individual",
        "entity_number": 7,
        "nationalities": ["RU"],
        "dates_of_birth": ["1970-01-01"],
        "ids": [{"type": "Passport", "number": "AB 123456", "country": "RU"}, {"type": "Gender", "number": "Male"}],
        "programs": ["A; B"],
        "remarks": "x",
    }
    entry = read_csl(file(row)).entries[0]
    assert (entry.key, entry.kind, entry.countries) == ("OFAC-SDN#7", "person", ("RU",))
    assert entry.identifiers == (Identifier("passport", "AB 123456", "RU"),)
    assert (entry.programmes, entry.birth_dates) == (("A", "B"), ("1970-01-01",))


def test_what_has_no_field_of_its_own_stands_in_the_remarks() -> None:
    row = {
        "name": "APAMA",
        "source": "Specially Designated Nationals (SDN) - Treasury Department",
        "type": "Vessel",
        "entity_number": "15040",
        "call_sign": "9HDS9",
        "vessel_type": "Crude Oil Tanker",
        "vessel_flag": "Iran",
        "vessel_owner": "NITC",
        "gross_tonnage": 99144,
        "addresses": [{"address": "1 Quay", "city": "Bushehr", "postal_code": "7", "country": "IR"}, {"country": "MT"}],
        "places_of_birth": ["Shati"],
        "start_date": "2012-07-12",
        "ids": [
            {"type": "Vessel Registration Identification", "number": "IMO 9187631"},
            {"type": "Former Vessel Flag", "number": "Malta"},
            {"type": "Phone Number", "number": "982188526300"},
            {"type": "Website", "number": "www.nitc.co.ir"},
        ],
    }
    entry = read_csl(file(row)).entries[0]
    assert entry.identifiers == (Identifier("imo", "9187631"), Identifier("call_sign", "9HDS9"))
    assert entry.countries == ("IR", "MT", "Iran", "Malta")
    assert entry.phones == ("982188526300",)
    assert [(place.text, place.city, place.country) for place in entry.addresses] == [("1 Quay", "Bushehr", "IR")]
    for said in ("Website www.nitc.co.ir", "place of birth: Shati", "from: 2012-07-12", "vessel owner: NITC", "99144"):
        assert said in (entry.remarks or "")


def test_entries_that_say_the_same_have_different_ids() -> None:
    found = read_csl(file({"name": "ACME", "source": UVL}, {"name": "ACME", "source": UVL}))
    assert found.entries[1].id == f"{found.entries[0].id}.2"


def test_a_number_used_twice_in_a_list_is_one_entry_and_noted() -> None:
    sdn = "Specially Designated Nationals (SDN) - Treasury Department"
    rows = [{"name": name, "source": sdn, "entity_number": "7"} for name in ("ACME", "ACME TRADING")]
    found = read_csl(file(*rows))
    assert [[name.text for name in entry.names] for entry in found.entries] == [["ACME", "ACME TRADING"]]
    assert [note.at for note in found.notes] == ["csl:results[1]"]


@pytest.mark.parametrize(
    "change",
    [
        {"alt_names": ["Acme Trading", "ACME FZE"]},
        {"addresses": [{"country": "AE"}, {"country": "TR", "city": "Istanbul"}]},
        {"federal_register_notice": "77 FR 58006 (no. 182); 84 FR 40241"},
        {"license_policy": "Policy of denial."},
        {"name": "acme  general trading"},
    ],
)
def test_an_entry_that_says_more_stays_the_same_entry(change: dict[str, Any]) -> None:
    """So that a person sees a change, not one entry removed and another added."""
    row = {
        "name": "Acme General Trading",
        "source": "Entity List (EL) - Bureau of Industry and Security",
        "federal_register_notice": "77 FR 58006",
        "addresses": [{"country": "AE"}],
    }
    before, after = read_csl(file(row)), read_csl(file(row | change))
    assert before.entries[0].id == after.entries[0].id
    assert before.entries != after.entries


def test_another_name_or_first_notice_is_another_entry() -> None:
    row = {"name": "Acme", "source": UVL, "federal_register_notice": "77 FR 58006"}
    others = [row | {"name": "Acme 2"}, row | {"federal_register_notice": "80 FR 1; 77 FR 58006"}]
    assert len({entry.id for entry in read_csl(file(row, *others)).entries}) == 3


HEADING = (
    "_id,source,entity_number,type,programs,name,title,addresses,federal_register_notice,start_date,end_date,"
    "standard_order,license_requirement,license_policy,call_sign,vessel_type,gross_tonnage,gross_registered_tonnage,"
    "vessel_flag,vessel_owner,remarks,source_list_url,alt_names,citizenships,dates_of_birth,nationalities,"
    "places_of_birth,source_information_url,ids"
)


def table(**fields: str) -> bytes:
    """One row in the layout of ``consolidated.csv``."""
    row = ",".join(f'"{fields.get(name, "")}"' for name in HEADING.split(","))
    return f"{HEADING}\n{row}\n".encode()


def test_a_row_of_the_csv_is_the_same_entry_as_in_the_json() -> None:
    source = "Entity List (EL) - Bureau of Industry and Security"
    words = {
        "name": "Acme Research Institute",
        "source": source,
        "federal_register_notice": "83 FR 37423; 87 FR 77505",
        "license_requirement": "For all items subject to the EAR",
        "license_policy": "Policy of denial",
        "start_date": "2018-08-01",
    }
    row = words | {"addresses": [{"address": "1 Road, Shijiazhuang", "country": "CN"}], "alt_names": ["ARI", "Acme 13"]}
    found = read_csl(table(_id="99ed1b", addresses="1 Road, Shijiazhuang, CN", alt_names="ARI; and Acme 13", **words))
    assert found.entries == read_csl(file(row)).entries
    assert (found.lists, found.rejected, found.notes) == (("BIS-EL",), (), ())


def test_lists_within_fields_of_the_csv() -> None:
    numbers = "Passport, 836238033, KP; Gender, Male; Secondary sanctions risk:, sections 510.201 and 510.210"
    entry = read_csl(
        table(
            source="Specially Designated Nationals (SDN) - Treasury Department",
            entity_number="52291",
            type="Individual",
            programs="NPWMD; DPRK",
            name="RIM, Ryong Nam",
            addresses="Shenyang, CN; KP",
            dates_of_birth="1978-12-05; 5 Dec 1979",
            nationalities="KP",
            places_of_birth="Pyongyang",
            ids=numbers,
        )
    ).entries[0]
    assert (entry.key, entry.kind, entry.programmes) == ("OFAC-SDN#52291", "person", ("NPWMD", "DPRK"))
    assert entry.identifiers == (Identifier("passport", "836238033", "KP"),)
    assert (entry.countries, entry.birth_dates) == (("CN", "KP"), ("1978-12-05", "1979-12-05"))
    assert [place.text for place in entry.addresses] == ["Shenyang"]
    assert entry.remarks == (
        "Passport 836238033 (KP); Gender Male; Secondary sanctions risk: sections 510.201 and 510.210.; "
        "place of birth: Pyongyang"
    )


def test_the_csv_of_older_years_has_numbers_the_other_way_round() -> None:
    found = read_csl(
        table(
            source="Specially Designated Nationals (SDN) - Treasury Department",
            name="ACME",
            entity_number="1",
            ids="US, 80-0890696, Tax ID No.; IMO 8898831, Vessel Registration Identification",
        )
    )
    assert found.entries[0].identifiers == (Identifier("tax", "80-0890696", "US"), Identifier("imo", "8898831"))


def test_a_csv_without_aliases_is_refused() -> None:
    """A column renamed by the publisher must not look like entries without aliases."""
    with pytest.raises(SourceError, match="no column `alt_names`"):
        read_csl(table(source=UVL, name="ACME").replace(b"alt_names", b"aliases"))


def test_a_csv_cut_off_in_a_row_is_refused() -> None:
    whole = table(source=UVL, name="ACME")
    with pytest.raises(SourceError, match="middle of a row"):
        read_csl(whole[:-20])


def test_names_within_names_are_told_apart() -> None:
    row = {
        "name": "PMC Acme (a.k.a. Acme Group) (Russian entity); and any successor, sub-unit, or subsidiary thereof",
        "source": "Nonproliferation Sanctions (ISN) - State Department",
        "alt_names": ["CETC 24;CETC 44; and CETC Institute 13", "Acme f/k/a Old Acme", "HUSSEIN Aba"],
    }
    names = [name.text for name in read_csl(file(row)).entries[0].names]
    assert names[0] == row["name"]
    assert names[1:] == [
        "PMC Acme",
        "Acme Group",
        "CETC 24",
        "CETC 44",
        "CETC Institute 13",
        "Acme",
        "Old Acme",
        "HUSSEIN Aba",
    ]


def test_sources_may_be_a_list_of_statements() -> None:
    assert read_csl(file(sources_used=[{"source": UVL, "import_rate": "Hourly"}, {}])).lists == ("BIS-UVL",)


def test_an_unreadable_row_is_reported_with_its_place() -> None:
    found = read_csl(file({"name": "ACME", "source": UVL}, {"name": 3}, {"name": "B", "source": "New List (NEW)"}))
    assert [entry.name for entry in found.entries] == ["ACME"]
    assert [fault.at for fault in found.rejected] == ["csl:results[1]", "csl:results[2]"]
    assert "New List" in found.rejected[1].message


def test_a_list_now_empty_is_still_known_to_be_there() -> None:
    found = read_csl(file(sources_used={UVL: 0}))
    assert found.lists == ("BIS-UVL",)


@pytest.mark.parametrize("data", [b"{}", b"[]", b'{"results":[1', b"[" * 100_000])
def test_what_is_not_this_file_is_refused(data: bytes) -> None:
    with pytest.raises(SourceError, match="not readable"):
        read_csl(data)


def test_fewer_entries_than_stated_are_refused() -> None:
    with pytest.raises(SourceError, match="1 entries, but the file states 2"):
        read_csl(file({"name": "ACME", "source": UVL}, total=2))
