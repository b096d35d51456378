"""The page is one whole file that anybody can read: no markup from data, nothing loaded, its limits told."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest

from moratorium.report.page import render, write_report
from tests.report.outline import Outline
from tests.report.sample import EVIL, sample

pytestmark = pytest.mark.xdist_group("report_page")  # what all of it looks at is made once


@pytest.fixture(scope="module")
def page() -> str:
    return render(sample())


def test_what_comes_from_data_is_never_markup(page: str) -> None:
    assert "<script" not in page
    assert EVIL not in page
    assert "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &#34;Sons&#34; (example)" in page


def test_the_page_loads_nothing_and_runs_nothing(page: str) -> None:
    outline = Outline(page)
    assert outline.names.isdisjoint({"script", "link", "img", "iframe", "object", "embed", "base", "form"})
    assert all(link.startswith("#") for link in outline.links)
    assert "@import" not in page
    assert re.findall(r"url\((.*?)\)", page) == ["#hatch"]
    assert "default-src 'none'" in page


def test_elements_nest_and_every_link_and_label_has_its_target(page: str) -> None:
    outline = Outline(page)
    assert outline.open == []
    assert len(set(outline.ids)) == len(outline.ids)
    assert {link[1:] for link in outline.links} | set(outline.named) <= set(outline.ids)


def test_headings_go_down_one_step_at_a_time(page: str) -> None:
    levels = Outline(page).headings
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_it_says_what_it_is_not(page: str) -> None:
    assert "Not legal advice" in page
    assert "never that an order is lawful" in page
    assert not re.search(r"\b(clear|cleared|safe)\b", re.sub(r"<style>.*?</style>", "", page, flags=re.S))


def test_inactive_and_not_evaluable_measures_are_shown_also_where_there_are_none() -> None:
    bare = render(msgspec.structs.replace(sample(), inactive=(), not_evaluable=()))
    for page in (render(sample()), bare):
        assert "Inactive: they apply or may apply, and stop nothing" in page
        assert "Not evaluable: data is lacking" in page
    assert "no list" in render(sample())


def test_currencies_stand_side_by_side(page: str) -> None:
    assert "7,000\N{NO-BREAK SPACE}CNY · 1,000\N{NO-BREAK SPACE}EUR" in page
    assert "8,000" not in page


def test_sections_without_content_are_left_out() -> None:
    empty = msgspec.structs.replace(
        sample(), stopped=(), months=(), groups=(), asked=(), coverage=(), proof=None, lists=(), assumed=(), rejected=0
    )
    page = render(empty)
    outline = Outline(page)
    assert {link[1:] for link in outline.links} <= set(outline.ids)
    assert {"stopped", "months", "coverage", "proof"}.isdisjoint(outline.ids)
    assert "Nothing is held." in page
    assert "nobody was compared with an official list" in page


def test_the_file_appears_whole_and_replaces_the_one_before(tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    target.write_text("old")
    write_report(target, sample())
    assert target.read_text(encoding="utf-8") == render(sample())
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]


# -- colours: WCAG 2.2, 1.4.3 -----------------------------------------------------------------------------------------


def _schemes() -> list[dict[str, str]]:
    style = re.search(r"<style>(.*?)</style>", render(sample()), flags=re.S)
    assert style is not None
    return [
        dict(re.findall(r"--(\w+): (#\w{6})", block)) for block in re.findall(r":root \{(.*?)\}", style[1], flags=re.S)
    ]


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", _schemes(), ids=["light", "dark", "paper"])
@pytest.mark.parametrize("ground", ["ground", "raised"])
@pytest.mark.parametrize("ink", ["ink", "soft", "link", "deny", "hold", "allow"])
def test_text_stands_out_from_its_ground(scheme: dict[str, str], ground: str, ink: str) -> None:
    """A contrast of at least 4.5 to 1, on screen in light and dark and on paper."""
    lighter, darker = sorted((_luminance(scheme[ground]), _luminance(scheme[ink])), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5
