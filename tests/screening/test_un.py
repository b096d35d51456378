from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from moratorium.errors import SourceError
from moratorium.screening import ListVersion, Reading
from moratorium.screening.lists import Entry, read_un
from moratorium.terms.party import Identifier

Read = tuple[ListVersion, Reading]
BOMB = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>
<CONSOLIDATED_LIST>&c;</CONSOLIDATED_LIST>"""
FILE_ENTITY = b"""<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><CONSOLIDATED_LIST>&a;</CONSOLIDATED_LIST>"""


def one(un: Read, id: str) -> Entry:
    return next(entry for entry in un[0].entries if entry.id == id)


def test_every_individual_and_entity_is_read(un: Read, published: Callable[[str], bytes]) -> None:
    version, reading = un
    data = published("un/consolidated-2026-02-27.xml")
    assert version.count == 1003 == data.count(b"<INDIVIDUAL>") + data.count(b"<ENTITY>")
    assert sum(entry.kind == "person" for entry in version.entries) == 730
    assert reading.rejected == ()
    assert version.published == date(2026, 2, 27)


def test_names_aliases_and_their_quality(un: Read) -> None:
    names = {name.text: name.quality for name in one(un, "CDi.002").names}
    assert names["FRANK KAKOLELE BWAMBALE"] == "primary"
    assert names["FRANK KAKORERE BWAMBALE"] == "strong"


def test_several_aliases_in_one_field_are_several_names(un: Read) -> None:
    texts = {name.text for entry in un[0].entries for name in entry.names}
    assert {"Qasem Sulaimani", "Kasim Soleimani", "Jin Tiesan", "金铁三", "صدام حسين التكريتي"} <= texts


def test_papers_births_and_vessels(un: Read) -> None:
    numbers = {number for entry in un[0].entries for number in entry.identifiers}
    assert Identifier("passport", "SA0020249") in numbers
    assert Identifier("imo", "5342883") in numbers
    births = {day for entry in un[0].entries for day in entry.birth_dates}
    assert {"1978-04-28", "1973 to 1974"} <= births


@pytest.mark.parametrize("data", [BOMB, FILE_ENTITY])
def test_a_document_type_declaration_is_refused(data: bytes) -> None:
    """Entities that explode or refer elsewhere never come to be read."""
    with pytest.raises(SourceError, match="document type declaration"):
        read_un(data)


@pytest.mark.parametrize("data", [b"", b"<a/>", b"<CONSOLIDATED_LIST>", b'<?xml version="1.0" encoding="none"?><a/>'])
def test_what_is_not_this_file_is_refused(data: bytes) -> None:
    with pytest.raises(SourceError):
        read_un(data)


def test_a_file_cut_off_is_refused(published: Callable[[str], bytes]) -> None:
    with pytest.raises(SourceError, match="not readable as XML"):
        read_un(published("un/consolidated-2026-02-27.xml")[:200_000])


def test_addresses_and_titles(un: Read) -> None:
    entries = un[0].entries
    assert sum(len(entry.addresses) for entry in entries) > 500
    assert any(place.city for entry in entries for place in entry.addresses)
    assert any("DESIGNATION: " in (entry.remarks or "") for entry in entries)


def test_a_reference_used_twice_is_one_entry_and_noted() -> None:
    one = "<ENTITY><REFERENCE_NUMBER>XXe.1</REFERENCE_NUMBER><FIRST_NAME>{}</FIRST_NAME></ENTITY>"
    body = "".join(one.format(name) for name in ("ACME", "ACME LTD"))
    found = read_un(f"<CONSOLIDATED_LIST><ENTITIES>{body}</ENTITIES></CONSOLIDATED_LIST>".encode())
    assert [[name.text for name in entry.names] for entry in found.entries] == [["ACME", "ACME LTD"]]
    assert [note.at for note in found.notes] == ["un:ENTITIES[2]"]


def test_an_entry_without_number_or_name_is_reported() -> None:
    found = read_un(b"<CONSOLIDATED_LIST><ENTITIES><ENTITY/><X/></ENTITIES></CONSOLIDATED_LIST>")
    assert [fault.at for fault in found.rejected] == ["un:ENTITIES[1]", "un:ENTITIES[2]"]
