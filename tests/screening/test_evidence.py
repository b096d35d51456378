"""What dates of birth, countries, kinds and numbers say beside the names."""

from __future__ import annotations

import pytest

from moratorium.desk.package import atlas
from moratorium.screening.evidence import Evidence, Says, births, evidence, spans, words
from moratorium.screening.lists import Entry, ListName
from moratorium.terms.party import Address, Identifier, Party


def entry(**more: object) -> Entry:
    """An entry of nobody."""
    return Entry("1", "OWN", more.pop("kind", "person"), (ListName("Ann Example"),), **more)  # type: ignore[arg-type]


def says(of: str, party: Party, of_list: Entry, kind: str = "") -> Says:
    """What one aspect says."""
    return next(one.says for one in evidence(party, of_list, atlas(), kind) if one.of == of)


# -- dates of birth ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1966-09-08", "1966-09-08", "1966-09-08"),
        ("1984", "1984-01-01", "1984-12-31"),
        ("1966-10", "1966-10-01", "1966-10-31"),
        ("1966-12", "1966-12-01", "1966-12-31"),
        ("circa 1956", "1954-01-01", "1958-12-31"),
        ("c. 1960", "1958-01-01", "1962-12-31"),
        ("Approx. Nov. 1973", "1971-01-01", "1975-12-31"),
        ("circa 1979-1982", "1977-01-01", "1984-12-31"),
        ("circa 01 Jan 1961", "1959-01-01", "1963-12-31"),
        ("1981 to 1983", "1981-01-01", "1983-12-31"),
        ("01 Jan 1947 to 01 Jan 1949", "1947-01-01", "1949-01-01"),
        ("Mar 1962 to Feb 1963", "1962-03-01", "1963-02-28"),
        ("between 1962 and 1964", "1962-01-01", "1964-12-31"),
        ("00/00/1965", "1965-01-01", "1965-12-31"),
        ("31/12/1965", "1965-12-31", "1965-12-31"),
        ("05-May-1970", "1970-05-05", "1970-05-05"),
        ("May 5, 1970", "1970-05-05", "1970-05-05"),
    ],
)
def test_dates_as_lists_write_them_are_read(text: str, first: str, last: str) -> None:
    assert [(str(one.first), str(one.last)) for one in spans(text)] == [(first, last)]


@pytest.mark.parametrize(
    "text",
    [
        "", "unknown", "circa 30-35 years old", "24/06/1402 (Hijri Calendar)", "1970-02-30", "1970-13", "0000",
        "1970 or 1972", "1960, 1970, 1980", "Between Aug. and Sep. 1977", "9999", "1970" * 50, "1983 to 1981",
    ],
)  # fmt: skip
def test_what_cannot_be_read_means_nothing(text: str) -> None:
    assert list(spans(text)) == []


@pytest.mark.parametrize(
    ("party", "listed", "what"),
    [
        (("1970-05-03",), ("1970-05-03",), "confirms"),
        (("1970-05-03",), ("1970",), "confirms"),
        (("1970-05-03",), ("1971", "1970-05-03"), "confirms"),
        (("1970-05-03", "1980"), ("1980-01-01",), "confirms"),
        (("03/05/1970",), ("1970-05-03",), "confirms"),
        (("05/03/1970",), ("1970-05-03",), "confirms"),
        (("1957",), ("circa 1956",), "confirms"),
        (("1970-05-03",), ("1970-05-04",), "contradicts"),
        (("1959",), ("circa 1956",), "contradicts"),
        (("1970", "1971"), ("1980", "1990-01-01"), "contradicts"),
        (("1970",), ("1980", "in his youth"), "says nothing"),
        ((), ("1970",), "says nothing"),
        (("1970",), (), "says nothing"),
        (("",), ("1970",), "says nothing"),
    ],
)
def test_any_agreement_confirms_and_only_all_disagreeing_contradicts(
    party: tuple[str, ...], listed: tuple[str, ...], what: str
) -> None:
    assert births(party, listed) == what
    assert births(listed, party) == what


# -- countries --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("country", "listed", "what"),
    [
        ("NL", ("Netherlands",), "confirms"),
        ("Russian Federation", ("RU",), "confirms"),
        ("RU", ("Ukraine", "Russia"), "confirms"),
        ("Iran", ("Iran (Islamic Republic of)",), "confirms"),
        ("Korea, North", ("Democratic People's Republic of Korea",), "confirms"),
        ("UA", ("Region: Crimea",), "confirms"),
        ("NL", ("RU", "Belarus"), "contradicts"),
        ("NL", ("possibly Palestinian", "RU"), "says nothing"),
        ("NL", ("undetermined",), "says nothing"),
        ("Atlantis", ("RU",), "says nothing"),
        ("UA", ("RU",), "says nothing"),
        ("NL", (), "says nothing"),
    ],
)
def test_countries_meet_however_they_are_written(country: str, listed: tuple[str, ...], what: str) -> None:
    assert says("country", Party(address=Address(country=country)), entry(countries=listed)) == what


def test_the_country_of_an_address_of_the_entry_counts() -> None:
    listed = entry(addresses=(Address(country="Netherlands", city="Barendrecht"),))
    assert says("country", Party(address=Address(country="NL")), listed) == "confirms"


# -- kinds and numbers ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "listed", "what"),
    [
        ("person", "person", "confirms"),
        ("person", "vessel", "contradicts"),
        ("entity", "unknown", "says nothing"),
        ("unknown", "entity", "says nothing"),
        ("", "entity", "says nothing"),
    ],
)
def test_kinds_contradict_if_both_are_known_and_differ(asked: str, listed: str, what: str) -> None:
    assert says("kind", Party(), entry(kind=listed), asked) == what


@pytest.mark.parametrize(
    ("mine", "listed", "what"),
    [
        (Identifier("tax", "77-00 223330"), Identifier("registration", "7700223330"), "confirms"),
        (Identifier("tax", "7700223330", "RU"), Identifier("tax", "7700223331", "RU"), "contradicts"),
        (Identifier("tax", "7700223330", "RU"), Identifier("tax", "7700223331"), "says nothing"),
        (Identifier("tax", "7700223330", "RU"), Identifier("registration", "7700223331", "RU"), "says nothing"),
        (Identifier("imo", "7406784"), Identifier("imo", "7406785"), "contradicts"),
        (Identifier("passport", "A1234567", "RU"), Identifier("passport", "B1234567", "RU"), "says nothing"),
        (Identifier("tax", "123"), Identifier("tax", "456"), "says nothing"),
    ],
)
def test_numbers_confirm_if_one_is_the_same(mine: Identifier, listed: Identifier, what: str) -> None:
    assert says("number", Party(identifiers=(mine,)), entry(identifiers=(listed,))) == what


# -- in words ---------------------------------------------------------------------------------------------------------


def test_words_show_both_sides_as_written_and_leave_out_silence() -> None:
    found = evidence(
        Party(address=Address(country="NL"), birth_dates=("1970",)),
        entry(countries=("Russia",), birth_dates=("circa 1970", "1971")),
        atlas(),
        "person",
    )
    assert words(found) == (
        "date of birth confirms (1970; listed: circa 1970, 1971); country contradicts (NL; listed: Russia); "
        "kind confirms (person; listed: person)"
    )


def test_what_both_state_and_cannot_be_compared_is_shown() -> None:
    found = [Evidence("date of birth", "says nothing", ("1970",), ("in his youth",))]
    assert words(found) == "date of birth says nothing (1970; listed: in his youth)"


def test_many_values_are_counted() -> None:
    years = tuple(str(1950 + number) for number in range(9))
    assert words([Evidence("date of birth", "contradicts", ("1940",), years)]).endswith("1955 and 3 more)")
