"""The map is small, well drawn, says what is disputed, and loses no line that it is given."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moratorium.desk import package
from moratorium.report.shapes import outline, regions, shapes, world
from moratorium.report.world import LEVELS, cell_of, world_map

ATLAS = package.atlas()
COUNTRIES = sorted(code for code in ATLAS.codes if re.fullmatch("[A-Z]{2}", code) and not ATLAS.is_group(code))
SHAPES = Path(os.environ.get("MORATORIUM_SHARED", "../shared")) / "geo" / "data" / "territories-display.geojson.gz"


def test_it_is_small_enough_to_stand_in_every_report() -> None:
    assert len((files("moratorium") / "report" / "data" / "world.json").read_bytes()) <= 120_000


def test_every_outline_is_a_path_within_the_map() -> None:
    for cell in (*world().cells, *regions().cells):
        assert re.fullmatch(r"(M\d+ \d+l[-\d ]+z)*", cell.path), cell.id
        assert 0 <= cell.x <= world().width
        assert 0 <= cell.y <= world().height


def test_every_country_has_an_outline_but_a_few_islands() -> None:
    missing = {code for code in COUNTRIES if not cell_of(code, ATLAS)}
    assert missing == {"AQ"}


def test_every_outline_is_of_a_territory_that_the_atlas_knows_under_a_name_of_its_own() -> None:
    for drawn in (world(), regions()):
        assert [cell.code for cell in drawn.cells if not ATLAS.knows(cell.code)] == []
        assert len({cell.id for cell in drawn.cells}) == len(drawn.cells)


def test_the_regions_that_measures_speak_of_have_outlines() -> None:
    regional = {code for code in ATLAS.codes if code.startswith(("UA-", "RU-"))}
    drawn = {cell.code for cell in regions().cells if cell.path}
    assert {code for code in drawn if code.startswith(("UA-", "RU-"))} == regional


def test_what_has_no_outline_is_a_point() -> None:
    for cell in regions().cells:
        assert cell.path or (cell.x, cell.y) != (0, 0)


def test_areas_join_without_gaps() -> None:
    """Each border is one arc; where two areas of one country meet, it falls away in the outline around both."""
    parts = [one for one in shapes().cells if one.code in ("UA-43", "UA-65")]
    apart = sum(outline([one]).count(" ") for one in parts)
    assert outline(parts).count("M") <= sum(outline([one]).count("M") for one in parts)
    assert outline(parts).count(" ") < apart
    ukraine = [one for one in shapes().cells if one.code.startswith("UA-")]
    assert len(outline(ukraine)) < sum(len(outline([one])) for one in ukraine) / 2


@pytest.mark.parametrize(
    ("code", "cell"),
    [
        ("UA-43", "UA-43"),
        ("UA-63", "UA"),
        ("X-UA-DNR", "UA-14"),
        ("RU-MOW", "RU"),
        ("EU", ""),
        ("", ""),
        ("nowhere", ""),
    ],
)
def test_a_place_counts_for_the_smallest_outline_around_it(code: str, cell: str) -> None:
    assert cell_of(code, ATLAS) == cell


def test_what_more_than_one_state_claims_is_drawn_apart_and_marked() -> None:
    claimed = {cell.id for cell in world().cells if cell.claimed}
    assert {"UA-43", "UA-40", "UA-14", "UA-09", "UA-65", "UA-23"} <= claimed
    assert {"EH", "GE-AB", "MD-SN", "CY-north", "GE-south-ossetia"} <= claimed
    assert {"UA", "RU", "GE", "MD", "CY"}.isdisjoint(claimed)


@given(st.dictionaries(st.sampled_from([*COUNTRIES, "UA-43", "RU-MOW", "EU", "", "nowhere"]), st.integers(0, 10**7)))
def test_no_line_is_lost_and_more_lines_are_never_lighter(lines: dict[str, int]) -> None:
    drawn = world_map("stopped", lines, {}, "newly denied or held", ATLAS)
    on_map = sum(count for code, count in lines.items() if cell_of(code, ATLAS))
    if drawn is None:
        assert on_map == 0
        return
    counts = [int(re.sub(r"\D", "", shade.words.rpartition(":")[2])) for shade in drawn.shades]
    assert sum(counts) == on_map
    assert drawn.elsewhere == sum(lines.values()) - on_map
    assert counts == sorted(counts, reverse=True)
    levels = [shade.level for shade in drawn.shades]
    assert levels == sorted(levels, reverse=True)
    assert all(LEVELS - len(drawn.legend) < level <= LEVELS for level in levels)


@pytest.mark.soak
@pytest.mark.skipif(not SHAPES.is_file(), reason="the shapes are not at hand: MORATORIUM_SHARED")
def test_the_script_draws_the_map_that_ships(tmp_path: Path) -> None:
    script = Path(__file__).resolve().parents[2] / "scripts" / "build_shapes.py"
    target = tmp_path / "world.json"
    subprocess.run([sys.executable, str(script), str(SHAPES), str(target)], check=True)
    assert target.read_bytes() == (files("moratorium") / "report" / "data" / "world.json").read_bytes()
