"""Codes, names, containment by day, and lifting to countries."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import msgspec
import pytest

from moratorium.conditions.evaluate import holds
from moratorium.conditions.predicate import Overlaps
from moratorium.errors import InputError, SourceError
from moratorium.terms.members import UNKNOWN, Members
from moratorium.terms.party import Address
from moratorium.terms.truth import Truth
from moratorium.territories import ATLAS_FILES, Atlas, read_atlas

SPRING = date(2022, 4, 26)


def within(atlas: Atlas, place: Members, *codes: str, day: date = SPRING) -> Truth:
    """Law 8 as decisions apply it: an extent bound into the predicate, judged by the scalar specification."""
    extent = atlas.extent(codes, day)
    return holds(Overlaps("place", extent.inside, extent.overlaps), {"place": place})


class TestFiles:
    def test_each_file_stays_below_one_mebibyte(self, atlas_data: dict[str, bytes]) -> None:
        assert {name for name, content in atlas_data.items() if len(content) >= 1024 * 1024} == set()

    def test_a_missing_file_is_a_source_error_that_names_it(self, atlas_data: dict[str, bytes]) -> None:
        with pytest.raises(SourceError, match=r"lacks `names\.json`"):
            read_atlas({name: content for name, content in atlas_data.items() if name != "names.json"})

    def test_a_broken_file_is_a_source_error(self, atlas_data: dict[str, bytes]) -> None:
        with pytest.raises(SourceError, match=r"`areas\.json` is not readable"):
            read_atlas({**atlas_data, "areas.json": b"{"})

    def test_the_digest_changes_with_any_file(self, atlas: Atlas, atlas_data: dict[str, bytes]) -> None:
        assert read_atlas(dict(reversed(atlas_data.items()))).digest == atlas.digest
        others = {read_atlas({**atlas_data, name: atlas_data[name] + b" "}).digest for name in ATLAS_FILES}
        assert len(others | {atlas.digest}) == len(ATLAS_FILES) + 1


class TestCodes:
    def test_all_of_iso_3166_1_and_kosovo_are_known(self, atlas_data: dict[str, bytes]) -> None:
        table = msgspec.json.decode(atlas_data["countries.json"])["countries"]
        assert len(table) == 250
        assert len({row[1] for row in table.values()}) == 250

    @pytest.mark.parametrize(
        "code", ["RU", "UA", "UA-43", "UA-40", "X-UA-DNR", "X-UA-NGCA-65", "EU", "EAEU", "XK", "US-TX"]
    )
    def test_codes_are_known_and_named(self, atlas: Atlas, code: str) -> None:
        assert atlas.knows(code)
        assert atlas.name(code)

    @pytest.mark.parametrize("code", ["RUS", "Russia", "ru", "UA-99", "", "RU-CR"])
    def test_other_spellings_are_no_codes(self, atlas: Atlas, code: str) -> None:
        assert not atlas.knows(code)

    def test_the_so_called_republics_are_called_so(self, atlas: Atlas) -> None:
        assert atlas.name("X-UA-DNR").startswith("so-called ")
        assert atlas.name("X-UA-LNR").startswith("so-called ")

    def test_groups_are_told_apart_from_countries(self, atlas: Atlas) -> None:
        assert atlas.is_group("EU")
        assert not atlas.is_group("RU")

    @pytest.mark.parametrize(
        ("text", "code"),
        [("RUS", "RU"), ("Russia", "RU"), ("Rusia", "RU"), ("Ukrane", "UA"), ("ua_43", "UA-43"), ("Crimea", "UA-43")],
    )
    def test_what_is_no_code_is_offered_the_one_meant(self, atlas: Atlas, text: str, code: str) -> None:
        assert f"`{code}`" in atlas.suggest(text)

    def test_nothing_is_offered_where_nothing_is_near(self, atlas: Atlas) -> None:
        assert atlas.suggest("qqqqqq") == ""

    def test_ukraine_and_russia_are_complete(self, atlas: Atlas) -> None:
        inside = atlas.extent(("UA", "RU"), SPRING).inside
        assert sum(code.startswith("UA-") for code in inside) == 27
        assert sum(code.startswith("RU-") for code in inside) == 83


class TestExtent:
    def test_a_country_holds_its_regions_and_named_areas(self, atlas: Atlas) -> None:
        inside = atlas.extent(("UA",), SPRING).inside
        assert {"UA", "UA-43", "UA-14", "X-UA-DNR", "X-UA-NGCA-23"} <= inside
        assert "RU" not in inside

    def test_a_region_is_contained_in_its_country(self, atlas: Atlas) -> None:
        extent = atlas.extent(("UA-43",), SPRING)
        assert extent.inside == {"UA-43"}
        assert "UA" in extent.overlaps
        assert "RU" not in extent.overlaps

    def test_areas_of_two_laws_overlap_but_are_not_equal(self, atlas: Atlas) -> None:
        extent = atlas.extent(("X-UA-DNR",), SPRING)
        assert extent.inside == {"X-UA-DNR"}
        assert {"X-UA-NGCA-14", "UA-14", "UA"} <= extent.overlaps

    @pytest.mark.parametrize(
        ("country", "day", "member"),
        [
            ("GB", date(2020, 1, 31), True),
            ("GB", date(2020, 2, 1), False),
            ("HR", date(2013, 6, 30), False),
            ("HR", date(2013, 7, 1), True),
            ("NL", date(1958, 1, 1), True),
            ("UA", date(2022, 4, 26), False),
        ],
    )
    def test_the_union_has_the_members_of_the_day(self, atlas: Atlas, country: str, day: date, member: bool) -> None:
        assert (country in atlas.extent(("EU",), day).inside) is member

    @pytest.mark.parametrize(("country", "joined"), [("AM", date(2015, 1, 2)), ("KG", date(2015, 8, 12))])
    def test_the_eurasian_union_grew(self, atlas: Atlas, country: str, joined: date) -> None:
        assert country in atlas.extent(("EAEU",), joined).inside
        assert country not in atlas.extent(("EAEU",), joined.replace(day=joined.day - 1)).inside

    def test_a_group_contains_a_part_of_its_member(self, atlas: Atlas) -> None:
        assert "EU" in atlas.extent(("NL",), SPRING).overlaps
        assert "EU" in atlas.extent(("NL-ZH",), SPRING).overlaps
        assert "EU" not in atlas.extent(("GB",), SPRING).overlaps
        assert "EU" in atlas.extent(("GB",), date(2011, 1, 1)).overlaps

    def test_all_members_together_hold_the_group(self, atlas: Atlas) -> None:
        assert "EAEU" in atlas.extent(("RU", "BY", "KZ", "KG", "AM"), SPRING).inside

    def test_hong_kong_is_not_within_china(self, atlas: Atlas) -> None:
        assert "HK" not in atlas.extent(("CN",), SPRING).inside
        assert atlas.extent(("CN-HK",), SPRING) == atlas.extent(("HK",), SPRING)

    def test_all_unknown_codes_are_named_with_the_nearest(self, atlas: Atlas) -> None:
        with pytest.raises(InputError) as caught:
            atlas.extent(("RUS", "NL", "Ukrane"), SPRING)
        assert [str(fault) for fault in caught.value.faults] == [
            "unknown territory `RUS`; did you mean `RU`?",
            "unknown territory `Ukrane`; did you mean `UA`?",
        ]

    def test_no_code_is_refused(self, atlas: Atlas) -> None:
        with pytest.raises(InputError, match="no territory is named"):
            atlas.extent((), SPRING)

    def test_the_rules_file_has_the_same_areas_and_sets(self, atlas: Atlas, shared: Callable[[str], Path]) -> None:
        rules = msgspec.json.decode(shared("data/rules/measures.json").read_bytes())["territories"]
        for code in (*rules["iso"], *rules["non_iso"], *rules["sets"]):
            assert atlas.knows(code), code
        for code, area in rules["non_iso"].items():
            assert code in atlas.extent(tuple(area["inside"]), SPRING).inside
        for code, group in rules["sets"].items():
            countries = {one for one in atlas.extent((code,), SPRING).inside if len(one) == 2}
            assert countries == set(group["members"]), code


class TestWithin:
    """DESIGN law 8: true, unknown, false."""

    @pytest.mark.parametrize(
        ("place", "code", "truth"),
        [
            (Members.of("UA-43"), "UA", True),
            (Members.of("UA"), "UA-43", None),
            (Members.of("UA-14"), "X-UA-NGCA-14", None),
            (Members.of("UA-46"), "X-UA-NGCA-14", False),
            (Members.of("UA-46"), "UA-43", False),
            (Members.of("NL"), "RU", False),
            (Members.of("RU", "UA-43"), "RU", True),
            (Members.of("RU", "UA-43"), "UA", True),
            (Members.of("RU", possible=["UA-43"]), "UA-43", None),
            (Members.of("RU"), "UA-43", False),
            (Members.of("EU"), "IE", None),
            (Members.of("EU"), "RU", False),
            (Members.of("GB"), "EU", False),
            (UNKNOWN, "RU", None),
            (Members.of(possible=["GG", "JE"]), "JE", None),
            (Members.of(possible=["GG", "JE"]), "IE", False),
            (Members.of("X-UA-DNR"), "UA-14", True),
            (Members.of("X-UA-DNR"), "X-UA-NGCA-14", None),
        ],
    )
    def test_truth_table(self, atlas: Atlas, place: Members, code: str, truth: Truth) -> None:
        assert within(atlas, place, code) is truth

    def test_stated_russia_without_locality_is_unknown_against_crimea(self, atlas: Atlas) -> None:
        assert within(atlas, atlas.resolve(Address(country="Russia")).members, "UA-43") is None
        assert within(atlas, atlas.resolve(Address(country="Russia", city="Omsk")).members, "UA-43") is False
        assert within(atlas, atlas.resolve(Address(country="Russia", postcode="295000")).members, "UA-43") is True


class TestCountries:
    @pytest.mark.parametrize(
        ("place", "countries"),
        [
            (Members.of("UA-43"), Members.of("UA")),
            (Members.of("RU", "UA-43"), Members.of("RU", "UA")),
            (Members.of("X-UA-DNR", possible=["RU-ROS"]), Members.of("UA", possible=["RU"])),
            (Members.of("CN-HK"), Members.of("HK")),
            (UNKNOWN, UNKNOWN),
            (Members.of("atlantis"), UNKNOWN),
        ],
    )
    def test_codes_are_lifted(self, atlas: Atlas, place: Members, countries: Members) -> None:
        assert atlas.countries_of(place) == countries

    def test_a_group_may_be_any_of_its_members(self, atlas: Atlas) -> None:
        lifted = atlas.countries_of(Members.of("EU"))
        assert not lifted.known
        assert {"NL", "IE", "GB"} <= lifted.possible
        assert "CH" not in lifted.possible
