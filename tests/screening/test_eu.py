"""The file is written by hand in the published layout: no published file is at hand, and every name is made up."""

from __future__ import annotations

from datetime import date

import pytest

from moratorium.errors import SourceError
from moratorium.screening import read_version
from moratorium.screening.lists import Entry, ListName, read_eu
from moratorium.terms.party import Address, Identifier

HAND_MADE = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="2026-08-05T16:47:04.449+02:00" globalFileId="1">
  <sanctionEntity designationDate="2022-02-25" unitedNationId="QDi.001" euReferenceNumber="EU.1.10" logicalId="11">
    <remark>first remark</remark>
    <regulation regulationType="amendment" organisationType="council" publicationDate="2022-02-25"
        entryIntoForceDate="2022-02-25" numberTitle="2022/332 (OJ L53)" programme="UKR" logicalId="21">
      <publicationUrl>https://eur-lex.europa.eu/</publicationUrl>
    </regulation>
    <subjectType code="person" classificationCode="P"/>
    <nameAlias wholeName="The Example" strong="false" nameLanguage="" logicalId="30"/>
    <nameAlias firstName="Ann" lastName="EXAMPLE" wholeName="Ann EXAMPLE" function="Director of X" title="Dr"
        nameLanguage="EN" strong="true" logicalId="31"/>
    <nameAlias wholeName="Анна ПРИМЕР" nameLanguage="RU" strong="true" logicalId="32"/>
    <nameAlias firstName="Annie" lastName="Example" wholeName="" strong="true" logicalId="33">
      <remark>low quality alias</remark>
    </nameAlias>
    <citizenship region="" countryIso2Code="RU" countryDescription="RUSSIAN FEDERATION" logicalId="40"/>
    <birthdate circa="false" calendarType="GREGORIAN" city="Omsk" birthdate="1952-10-07" dayOfMonth="7"
        monthOfYear="10" year="1952" countryIso2Code="RU" logicalId="50"/>
    <birthdate circa="true" calendarType="GREGORIAN" year="1953" countryIso2Code="00" logicalId="51"/>
    <birthdate circa="false" calendarType="GREGORIAN" yearRangeFrom="1950" yearRangeTo="1952" logicalId="52"/>
    <birthdate circa="false" calendarType="HIJRI" year="1371" logicalId="53"/>
    <birthdate circa="false" calendarType="GREGORIAN" year="1954" monthOfYear="3" logicalId="54"/>
    <identification diplomatic="false" knownExpired="true" knownFalse="false" number="AB 123456" latinNumber=""
        identificationTypeCode="passport" countryIso2Code="RU" logicalId="60"/>
    <identification knownFalse="true" number="ZZ 999999" identificationTypeCode="passport" countryIso2Code="RU"/>
    <identification number="-" identificationTypeCode="other" countryIso2Code="00" countryDescription="UNKNOWN"/>
    <identification number="7700223330" identificationTypeCode="fiscalcode" countryIso2Code="00"
        countryDescription="UNKNOWN"/>
    <address city="Omsk" street="1 Example Street" poBox="12" zipCode="644000" region="" place=""
        countryIso2Code="RU" countryDescription="RUSSIAN FEDERATION" logicalId="70">
      <contactInfo key="PHONE" value="+7 1"/>
      <contactInfo key="EMAIL" value="a@example.org"/>
    </address>
    <address countryIso2Code="00" countryDescription="UNKNOWN" logicalId="71"/>
  </sanctionEntity>
  <sanctionEntity logicalId="12"><subjectType code="enterprise" classificationCode="E"/>
    <nameAlias wholeName="Example Works" strong="true"/></sanctionEntity>
  <sanctionEntity euReferenceNumber="EU.3.1"><nameAlias wholeName="" strong="true"/></sanctionEntity>
</export>""".encode()


@pytest.fixture(name="entry")
def first() -> Entry:
    """The first entry of the file made by hand."""
    return read_eu(HAND_MADE).entries[0]


def test_names_with_quality_and_language(entry: Entry) -> None:
    assert entry.names == (
        ListName("Ann EXAMPLE", "primary", language="EN"),
        ListName("The Example", "weak"),
        ListName("Анна ПРИМЕР", "strong", language="RU"),
        ListName("Annie Example", "weak"),
    )


def test_numbers_and_dates(entry: Entry) -> None:
    assert entry.identifiers == (Identifier("passport", "AB 123456", "RU"), Identifier("tax", "7700223330"))
    assert entry.birth_dates == ("1952-10-07", "circa 1953", "1950 to 1952", "1954-03")


def test_places_and_programmes(entry: Entry) -> None:
    assert (entry.key, entry.kind, entry.countries) == ("EU-CFSP#EU.1.10", "person", ("RU",))
    assert entry.addresses == (Address("RU", None, "Omsk", "644000", "1 Example Street, PO Box 12"),)
    assert (entry.phones, entry.programmes, entry.notice) == (("+7 1",), ("UKR",), "2022/332 (OJ L53)")


def test_all_else_stands_in_the_remarks(entry: Entry) -> None:
    assert entry.remarks == (
        "first remark; title: Dr; function: Director of X; on a name: low quality alias; place of birth: Omsk; "
        "born: 1371 (HIJRI); false document: ZZ 999999; UN reference: QDi.001"
    )


def test_every_entry_is_read_or_reported() -> None:
    version, reading = read_version("eu", {"eu": HAND_MADE})
    assert [(entry.id, entry.kind) for entry in version.entries] == [("EU.1.10", "person"), ("12", "entity")]
    assert [fault.at for fault in reading.rejected] == ["eu:sanctionEntity[3]"]
    assert version.published == date(2026, 8, 5)


@pytest.mark.parametrize(
    "data",
    [
        HAND_MADE[:900],
        b"<a/>",
        b'<!DOCTYPE a [<!ENTITY b "c">]><export>&b;</export>',
        HAND_MADE.replace(b"</export>", b""),
    ],
)
def test_what_is_not_this_file_is_refused(data: bytes) -> None:
    with pytest.raises(SourceError):
        read_eu(data)
