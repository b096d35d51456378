"""Goods lists and shipped data files."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from moratorium.errors import SourceError
from moratorium.goods import Goods, read_goods

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "build_goods.py"


def test_common_high_priority_list_has_50_codes_in_six_tiers_and_none_of_heading_8806(goods: Goods) -> None:
    chpl = goods.lists["CHPL"]
    assert Counter(item.tier for item in chpl.items.values()) == {"1": 4, "2": 5, "3A": 16, "3B": 9, "4A": 11, "4B": 5}
    assert not [code for code in chpl.items if code.startswith("8806")]
    assert chpl.published == date(2024, 2, 23)
    assert chpl.mark == "V2"
    assert chpl.source


@pytest.mark.parametrize(
    ("hs6", "tier"),
    [("880730", "3B"), ("852589", "3A"), ("852691", "2"), ("851762", "2"), ("850440", "3A"), ("854231", "1")],
)
def test_parts_are_on_the_list_where_the_aircraft_is_not(goods: Goods, hs6: str, tier: str) -> None:
    item = goods.lists["CHPL"].item_for(hs6)
    assert item is not None
    assert item.tier == tier


@pytest.mark.parametrize("hs6", ["880692", "880710", "850760", "852692", "850131"])
def test_aircraft_propellers_batteries_controllers_and_motors_are_not_on_it(goods: Goods, hs6: str) -> None:
    assert goods.lists["CHPL"].item_for(hs6) is None


def test_every_source_states_its_day_and_every_entry_its_mark(goods: Goods) -> None:
    assert set(goods.as_of) == {"chpl.json", "controls.json", "eccn.json", "hs88.json"}
    assert {entry.mark for entry in goods.entries.values()} <= {"V1", "V2", "R", "U"}
    assert goods.describe("880710").startswith("propellers")
    assert goods.describe("880692")
    assert goods.describe("854231")
    assert goods.describe("010121") == ""


def test_all_633_entries_of_the_commerce_control_list_are_shipped(goods: Goods, shared: Callable[[str], Path]) -> None:
    source = json.loads(gzip.decompress(shared("data/ccl.json.gz").read_bytes()))
    assert sorted(goods.eccn) == sorted(entry["eccn"] for entry in source["entries"])
    assert len(goods.eccn) == source["entryCount"] == 633


def test_a_missing_or_broken_data_file_is_a_source_error(data: dict[str, bytes]) -> None:
    with pytest.raises(SourceError, match="is missing"):
        read_goods({name: content for name, content in data.items() if name != "chpl.json"})
    with pytest.raises(SourceError, match="cannot be read"):
        read_goods({**data, "chpl.json": b"{"})
    broken = data["controls.json"].replace(b"product.eccn LIKE", b"buyer.territory LIKE")
    with pytest.raises(SourceError, match="US-9A991"):
        read_goods({**data, "controls.json": broken})


def test_the_same_files_have_the_same_digest_and_other_files_another(data: dict[str, bytes], goods: Goods) -> None:
    assert read_goods(dict(reversed(data.items()))).digest == goods.digest
    changed = data["chpl.json"].replace(b"880730", b"880790")
    assert read_goods({**data, "chpl.json": changed}).digest != goods.digest


def test_shipped_files_are_what_the_script_makes_of_the_sources(
    data: dict[str, bytes], shared: Callable[[str], Path], tmp_path: Path
) -> None:
    folder = shared("data/rules/products.json").parent.parent
    code = (
        f"import sys; sys.path.insert(0, {str(SCRIPT.parent)!r}); import build_goods, pathlib; "
        f"build_goods.TARGET = pathlib.Path({str(tmp_path)!r}); build_goods.main()"
    )
    subprocess.run([sys.executable, "-c", code, str(folder)], check=True, capture_output=True)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == data
