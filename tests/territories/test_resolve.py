"""Addresses as people and ERP systems write them."""

from __future__ import annotations

import csv
import gzip
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from moratorium.terms.members import UNKNOWN, Members
from moratorium.terms.party import Address
from moratorium.territories import Atlas

OCCUPIED = (
    *("UA-43", "UA-40", "X-UA-DNR", "X-UA-LNR"),
    *("X-UA-NGCA-14", "X-UA-NGCA-09", "X-UA-NGCA-65", "X-UA-NGCA-23"),
)


def _named(value: object) -> str:
    """A name of a case that is the same in every process: sets have no order of their own."""
    if not isinstance(value, Members):
        return str(value)
    return f"{'+'.join(sorted(value.known))}/{'+'.join(sorted(value.possible))}{'/open' if value.open else ''}"


def country(atlas: Atlas, text: str) -> Members:
    return atlas.resolve(Address(country=text)).members


SPELLINGS = {
    "AE": "UAE|ОАЭ|United Arab Emirates|阿联酋",
    "BY": "Belarus|Белоруссия|Byelorussia|Weißrussland|Wit-Rusland",
    "CD": "Zaire|DR Congo|Congo, Democratic Republic of the|刚果(金)",
    "CG": "Congo, Republic of the|Congo-Brazzaville",
    "CI": "Ivory Coast|Cote d Ivoire|Côte d'Ivoire",
    "CN": "PRC|P.R. China|China|Китай|中国|中國|People's Republic of China",
    "CZ": "Czech Republic|Czechia|Tsjechië|Tschechien|Česko",
    "DE": "Germany|Deutschland|Duitsland|Германия|Німеччина|德国|GERMANY|deu|276",
    "GB": "UK|U.K.|England|Great Britain|United Kingdom|Scotland|Великобритания|英国|Groot-Brittannië|GBR|826",
    "GE": "Georgia|Грузия|Georgien|格鲁吉亚",
    "HK": "Hong Kong SAR|Hong Kong, China|香港|China, Hong Kong Special Administrative Region",
    "IE": "EIRE|Éire|Ireland|Republic of Ireland",
    "IM": "MAN, ISLE OF|Isle of Man",
    "IR": "Iran, Islamic Rep.|Iran (Islamic Republic of)|Иран|伊朗",
    "KP": "Korea, North|North Korea|DPRK|КНДР|朝鲜|Democratic People's Republic of Korea",
    "KR": "Korea, South|South Korea|Republic of Korea|Korea (Republic of)|Südkorea|Zuid-Korea|韩国",
    "KZ": "Kazakhstan|Казахстан|Kasachstan|Қазақстан",
    "MM": "Burma|Myanmar",
    "NL": "Holland|The Netherlands|Nederland|Niederlande|Нидерланды|荷兰|NLD|528",
    "SZ": "Swaziland|Eswatini",
    "TR": "Turkey|Türkiye|TURKIYE|Турция|土耳其",
    "TW": "Taiwan|Taiwan, Province of China|台湾|臺灣",
    "UA": "Ukraine|Україна|Украина|Oekraïne|乌克兰|烏克蘭|UKR|804",
    "US": "USA|U.S.A.|United States|United States of America|США|Verenigde Staten|美国|VS",
    "VG": "Virgin Islands, British|British Virgin Islands",
    "XK": "Kosovo|XK|Косово",
    "ZA": "RSA|South Africa|Zuid-Afrika|Südafrika",
    "EU": "European Community|EU|European Union|ЕС|欧盟|Europese Unie",
    "UA-43": "Crimea|Region: Crimea|CRIMEA (OCCUPIED)|Республика Крым|Автономна Республіка Крим|克里米亚|UA-43",
    "UA-40": "Sevastopol|Севастополь",
    "X-UA-DNR": "DNR|ДНР|Donetsk People's Republic|Донецкая Народная Республика",
    "GE-AB": "Abkhazia",
    "RU-MOW": "Moscow|Москва",
}  # fmt: skip


class TestNames:
    @pytest.mark.parametrize(
        ("text", "code"), [(text, code) for code, written in SPELLINGS.items() for text in written.split("|")]
    )
    def test_a_spelling_has_its_territory(self, atlas: Atlas, text: str, code: str) -> None:
        assert country(atlas, text) == Members.of(code)

    @pytest.mark.parametrize(
        "text", ["Russia", "RU", "RUS", "643", "Rusland", "Russland", "Россия", "РФ", "Російська Федерація", "俄罗斯",
                 "俄羅斯", "Russian Fed.", "Russian Federation (the)", "  russia  ", "The Russian Federation"]
    )  # fmt: skip
    def test_russia_without_locality_may_be_occupied_ukraine(self, atlas: Atlas, text: str) -> None:
        assert country(atlas, text) == Members.of("RU", possible=OCCUPIED)

    @pytest.mark.parametrize(
        ("text", "codes"),
        [
            ("Korea", ["KR", "KP"]),
            ("Congo", ["CG", "CD"]),
            ("Channel Islands", ["GG", "JE"]),
            ("Virgin Islands", ["VG", "VI"]),
            ("Netherlands Antilles", ["CW", "SX", "BQ"]),
            ("Serbia and Montenegro", ["RS", "ME"]),
        ],
    )
    def test_a_name_with_several_meanings_is_none_of_them_for_certain(
        self, atlas: Atlas, text: str, codes: list[str]
    ) -> None:
        assert country(atlas, text) == Members.of(possible=codes)

    @pytest.mark.parametrize(
        "text",
        ["Unspecified", "", " ", "-", "n/a", "N/A", "n / a", "other", "unknown", "не указано", "未知", "Onbekend",
         "West Indies", "-0-", "undetermined", "???", "Atlantis", "0", "null", "k.A.", "Europe"],
    )  # fmt: skip
    def test_what_names_no_territory_is_unknown(self, atlas: Atlas, text: str) -> None:
        assert country(atlas, text) == UNKNOWN

    def test_the_note_names_what_was_written(self, atlas: Atlas) -> None:
        assert any("`Unspecified`" in note for note in atlas.resolve(Address(country="Unspecified")).notes)
        assert any("`Atlantis`" in note for note in atlas.resolve(Address(country="Atlantis")).notes)

    def test_a_name_inside_another_name_is_not_taken_for_certain(self, atlas: Atlas) -> None:
        assert country(atlas, "New Mexico") == Members.of(possible=["MX"], open=True)

    def test_a_short_code_at_the_end_of_an_address_is_not_taken_for_certain(self, atlas: Atlas) -> None:
        assert country(atlas, "Wilmington, DE") == Members.of(possible=["DE"], open=True)


class TestLocality:
    @pytest.mark.parametrize(
        ("address", "members"),
        [
            (Address(country="Russia, 295000 Simferopol"), Members.of("RU", "UA-43")),
            (Address(country="Russia", postcode="295 000"), Members.of("RU", "UA-43")),
            (Address(country="Россия", city="Севастополь"), Members.of("RU", "UA-40")),
            (Address(country="RU", region="Республика Крым", city="Керчь"), Members.of("RU", "UA-43")),
            (Address(text="ul. Lenina 5, 299011 Sevastopol, Russia"), Members.of("RU", "UA-40")),
            (Address(country="UA", city="Simferopol"), Members.of("UA-43")),
            (Address(country="Ukraine", postcode="95000"), Members.of("UA-43")),
            (Address(country="Ukraine", region="Донецька обл."), Members.of("UA-14")),
            (Address(country="Ukraine", region="Kyivska oblast"), Members.of("UA-32")),
            (Address(country="Ukraine", city="Kyiv"), Members.of("UA-30")),
            (Address(country="Ukraine", postcode="79000"), Members.of("UA-46")),
            (Address(country="Ukraine", city="Unheard of"), Members.of("UA")),
            (Address(country="Ukraine", city="Donetsk"), Members.of("X-UA-DNR", "X-UA-NGCA-14")),
            (Address(country="Ukraine", city="Luhansk"), Members.of("X-UA-LNR", "X-UA-NGCA-09")),
            (
                Address(country="Ukraine", city="Mariupol"),
                Members.of("UA-14", possible=["X-UA-DNR", "X-UA-NGCA-14"]),
            ),
            (Address(country="Ukraine", city="Melitopol"), Members.of("UA-23", possible=["X-UA-NGCA-23"])),
            (Address(country="Russia", city="Melitopol"), Members.of("RU", "UA-23", possible=["X-UA-NGCA-23"])),
            (
                Address(country="Russia", postcode="283001"),
                Members.of("RU", "UA-14", possible=["X-UA-DNR", "X-UA-NGCA-14"]),
            ),
            (Address(country="Russia", city="Moscow"), Members.of("RU-MOW")),
            (Address(country="Russia", city="Unheard of"), Members.of("RU")),
            (Address(country="Russia", postcode="620000"), Members.of("RU")),
            (
                Address(country="Russia", city="Donetsk"),
                Members.of("RU", possible=["UA-14", "X-UA-DNR", "X-UA-NGCA-14"]),
            ),
            (Address(country="Russia", region="Rostov oblast", city="Donetsk"), Members.of("RU-ROS")),
            (Address(country="Russia", city="Donetsk", postcode="346330"), Members.of("RU")),
            (Address(country="Russia", city="n/a", postcode="-"), Members.of("RU", possible=OCCUPIED)),
            (Address(region="UA-43"), Members.of("UA-43")),
            (Address(city="Yalta"), Members.of(possible=["UA-43"], open=True)),
        ],
        ids=_named,
    )
    def test_stated_and_derived_are_joined(self, atlas: Atlas, address: Address, members: Members) -> None:
        assert atlas.resolve(address).members == members

    @pytest.mark.parametrize(
        ("address", "members"),
        [
            (Address(country="NL", region="UA-43"), Members.of("NL", "UA-43")),
            (Address(country="NL", text="c/o Works, Moscow, Russia"), Members.of("NL", possible=["RU", "RU-MOW"])),
            (Address(country="US", city="Sevastopol"), Members.of("US", possible=["UA-40"])),
            (Address(country="UA", text="c/o Works, Moscow"), Members.of("UA", possible=["RU-MOW"])),
            (Address(country="RU", text="Kherson oblast"), Members.of("RU", "UA-65")),
            (Address(country="China", region="Hong Kong"), Members.of("CN", "HK")),
            (Address(country="US", region="PR"), Members.of("US", "PR")),
        ],
        ids=_named,
    )
    def test_a_contradiction_keeps_both(self, atlas: Atlas, address: Address, members: Members) -> None:
        assert atlas.resolve(address).members == members

    @pytest.mark.parametrize(
        ("address", "members"),
        [
            (Address(country="US", region="Georgia"), Members.of("US-GA")),
            (Address(country="Atlanta, Georgia, USA"), Members.of("US-GA")),
            (Address(region="Georgia"), Members.of(possible=["GE", "US-GA"], open=True)),
            (Address(country="US", city="St. Petersburg", region="FL"), Members.of("US-FL")),
            (Address(country="US", city="Odessa", region="Texas"), Members.of("US-TX")),
            (Address(country="US", city="Moscow", region="ID"), Members.of("US-ID")),
            (Address(country="NL", city="De Krim"), Members.of("NL")),
            (Address(country="US", text="Dept of Nature, DNR"), Members.of("US")),
            (Address(country="Ukraine", text="Kyiv, Донецька, 5"), Members.of("UA-30")),
            (Address(country="DE", postcode="95444", city="Bayreuth"), Members.of("DE")),
            (Address(country="CN", postcode="295000"), Members.of("CN")),
        ],
        ids=_named,
    )
    def test_like_names_elsewhere_raise_no_question(self, atlas: Atlas, address: Address, members: Members) -> None:
        assert atlas.resolve(address).members == members

    def test_the_notes_tell_the_way(self, atlas: Atlas) -> None:
        notes = atlas.resolve(Address(country="Russia", postcode="295000")).notes
        assert notes == (
            "stated: RU Russia",
            "postcode 295000 under `Russia` lies in UA-43 Autonomous Republic of Crimea (recalled data, mark R)",
        )

    def test_an_overlong_field_is_cut_and_leaves_the_place_open(self, atlas: Atlas) -> None:
        found = atlas.resolve(Address(country="NL", text="x" * 200_000_000))
        assert found.members == Members.of("NL", open=True)
        assert "1,000 characters" in found.notes[0]


class TestRealFiles:
    def test_every_country_of_the_shop_is_what_a_person_expects(
        self, atlas: Atlas, shared: Callable[[str], Path]
    ) -> None:
        with gzip.open(shared("data/orders/online-retail.csv.gz"), "rt", encoding="utf-8") as file:
            counts = Counter(row["Country"] for row in csv.DictReader(file))
        found = {name: country(atlas, name) for name in counts}
        assert len(found) == 38
        assert {name: counts[name] for name, place in found.items() if place.open} == {"Unspecified": 446}
        assert found["European Community"] == Members.of("EU")
        assert counts["European Community"] == 61
        assert found["Channel Islands"] == Members.of(possible=["GG", "JE"])
        assert {name for name, place in found.items() if place == Members.of("IE")} == {"EIRE"}
        rest = set(found) - {"Unspecified", "European Community", "Channel Islands"}
        codes = {name: next(iter(found[name].known)) for name in rest}
        expected = {"USA": "US", "RSA": "ZA", "EIRE": "IE", "Czech Republic": "CZ", "Hong Kong": "HK"}
        assert {name: code for name, code in codes.items() if name != atlas.name(code)} == {
            name: code for name, code in expected.items() if name != atlas.name(code)
        }

    def test_the_countries_of_the_lists_resolve(self, atlas: Atlas, shared: Callable[[str], Path]) -> None:
        """What does not resolve is named here: it names several territories, or none."""
        ofac_path = shared("data/lists/ofac-sdn-full/add-2021-07-07.csv.gz")
        with gzip.open(ofac_path, "rt", encoding="latin-1") as file:
            ofac = {row[4].strip() for row in csv.reader(file) if len(row) > 4}
        with gzip.open(shared("data/lists/un/consolidated-2026-02-27.xml.gz"), "rt", encoding="utf-8") as file:
            un = {text.strip() for text in re.findall(r"<COUNTRY>(.*?)</COUNTRY>", file.read(), re.DOTALL)}
        csl_bytes = gzip.decompress(shared("data/lists/csl/consolidated-2026-07-31.json.gz").read_bytes())
        entries = msgspec.json.decode(csl_bytes)["results"]
        csl = {str(place["country"]) for entry in entries for place in entry.get("addresses") or ()}
        spellings = ofac | un | csl
        unresolved = {text for text in spellings if not country(atlas, text).known}
        assert unresolved == {
            *("-0-", "undetermined", "NM"),
            *("AN", "Netherlands Antilles", "Region: Kafia Kingi", "REGION: KAFIA KINGI", "REGION: KASHMIR"),
            *("REGION: JAMMU AND KASHMIR", "REGION: COMMONWEALTH OF INDEPENDENT STATES"),
        }
        assert len(unresolved) / len(spellings) < 0.03
