"""The page of a replay is one whole file that anybody can read, and says plainly what it does not say."""

from __future__ import annotations

import re
from itertools import pairwise

import msgspec
import pytest

from moratorium.history.impact import Draft, Impact, Slice, Worth
from moratorium.report.impact_page import impact_page
from tests.golden_files import golden
from tests.report.impact_sample import impact, moved
from tests.report.outline import Outline, text_of
from tests.report.sample import EVIL

pytestmark = pytest.mark.xdist_group("impact_page")  # what all of it looks at is made once


@pytest.fixture(scope="module")
def page() -> str:
    return impact_page(impact())


def with_draft(draft: Draft) -> Impact:
    return msgspec.structs.replace(impact(), drafts=(draft,))


SUSPEND, LIFT = impact().drafts
NOTHING_CHANGES = msgspec.structs.replace(
    SUSPEND,
    moves=(moved("allow", "allow", 998),),
    touched=(),
    open=(),
    contracts=(),
    uncontracted=0,
    territories=(Slice("DE", (moved("allow", "allow", 998),)),),
    months=(Slice("2022-03", (moved("allow", "allow", 998),)),),
    partners=(),
    products=(),
    products_more=0,
    measures=(),
    losers=(),
    licences=(),
    gaps=(),
)


def test_the_text_is_what_it_was(page: str) -> None:
    assert text_of(page) == golden("impact_page.txt", text_of(page))


def test_what_comes_from_data_is_never_markup(page: str) -> None:
    assert EVIL not in page
    assert "<script" not in page
    assert "<b>M300" not in page
    assert "&lt;b&gt;M300&lt;/b&gt;" in page


def test_the_page_loads_nothing_and_runs_nothing(page: str) -> None:
    outline = Outline(page)
    assert outline.names.isdisjoint({"script", "link", "img", "iframe", "object", "embed", "base", "form", "image"})
    assert all(link.startswith("#") for link in outline.links)
    assert set(re.findall(r"url\((.*?)\)", page)) == {"#hatch", "#claimed"}
    assert not re.search(r"https?:|//|@import", page)
    assert "default-src 'none'" in page


def test_elements_nest_and_every_link_and_label_has_its_target(page: str) -> None:
    outline = Outline(page)
    assert outline.open == []
    assert len(set(outline.ids)) == len(outline.ids)
    assert outline.targets <= set(outline.ids)


def test_headings_go_down_one_step_at_a_time(page: str) -> None:
    levels = Outline(page).headings
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_it_says_what_it_is_not(page: str) -> None:
    assert "Not legal advice" in page
    assert "never that an order is lawful" in page
    assert "Clearances are not counted" in page
    assert "say nothing of borders" in page
    assert not re.search(r"\b(clear|cleared|safe)\b", text_of(page), flags=re.I)


def test_each_drawing_has_its_table(page: str) -> None:
    for part in ("Lines by month", "Changed lines by territory", "All lines by effect before and after"):
        assert f'<caption class="hidden">{part}</caption>' in page


def test_a_shaded_outline_and_its_row_link_to_each_other() -> None:
    page = impact_page(with_draft(SUSPEND))
    assert '<a id="d1-stopped-RU" href="#d1-t-RU"' in page
    assert '<tr id="d1-t-RU"><th scope="row"><a href="#d1-stopped-RU">Russia</a>' in page


def test_inactive_and_not_evaluable_measures_are_shown_also_where_there_are_none() -> None:
    assert "Dual-use goods to Russia" in impact_page(with_draft(SUSPEND))
    assert "No inactive or not evaluable measure touches a line" in impact_page(with_draft(LIFT))


def test_several_drafts_stand_side_by_side_first_and_one_alone_does_not() -> None:
    both, alone = text_of(impact_page(impact())), text_of(impact_page(with_draft(LIFT)))
    assert both.index("### Side by side") < both.index("## Draft 1: suspend-ru")
    assert "Side by side" not in alone


def test_where_nothing_changes_it_says_so_and_what_that_means() -> None:
    text = text_of(impact_page(with_draft(NOTHING_CHANGES)))
    assert "None of these 998 lines would get another effect" in text
    assert "does not say what a next order would come to" in text


def test_an_empty_history_says_nothing_about_a_draft() -> None:
    bare = msgspec.structs.replace(
        NOTHING_CHANGES, moves=(), months=(), territories=(), other_reasons=0, changes=(), book=impact().base
    )
    empty = msgspec.structs.replace(
        with_draft(bare), orders=0, lines=0, judged=Worth(), undated=Worth(), first="", last="", sources={}, lists={}
    )
    page = impact_page(empty)
    text = text_of(page)
    assert "That says nothing about the drafts" in text
    assert "moratorium history build" in text
    assert "nobody was compared with an official list" in text
    assert "would get another effect" not in text
    assert Outline(page).targets <= set(Outline(page).ids)


def test_lines_without_a_day_are_no_judged_lines() -> None:
    undated = msgspec.structs.replace(with_draft(NOTHING_CHANGES), judged=Worth(), undated=Worth(998))
    assert "none has a day" in text_of(impact_page(undated))


def test_places_that_nobody_knows_have_a_row_and_no_map() -> None:
    draft = msgspec.structs.replace(SUSPEND, territories=(Slice("", (moved("allow", "deny", 47),)),))
    page = impact_page(with_draft(draft))
    assert '<g id="world">' not in page
    assert "not known | 47" in text_of(page)


def test_long_tables_say_how_much_they_leave_out_and_where_it_stands() -> None:
    many = tuple(Slice(f"P-{at:03}", (moved("allow", "deny", 200 - at),)) for at in range(150))
    draft = msgspec.structs.replace(SUSPEND, partners=many, partners_more=7)
    text = text_of(impact_page(with_draft(draft)))
    assert "P-019" in text
    assert "P-020" not in text
    assert "137 further partners are not shown here" in text
    assert "drafts[0].partners" in text


def test_a_history_of_many_years_is_told_by_years() -> None:
    months = tuple(Slice(f"{year}-06", (moved("allow", "deny", 1),)) for year in range(1990, 2022))
    text = text_of(impact_page(with_draft(msgspec.structs.replace(SUSPEND, months=months))))
    assert "Lines by year" in text
    assert "2021 | 1" in text
    assert "2021-06" not in text


def test_where_the_base_stops_most_lines_already_it_says_by_what() -> None:
    """A history built without its lists is held as a whole; nothing in it can then newly be held."""
    held = msgspec.structs.replace(
        SUSPEND, moves=(moved("hold", "hold", 990), moved("hold", "deny", 5), moved("allow", "allow", 3))
    )
    text = text_of(impact_page(with_draft(held)))
    assert "the base stops 99.7% of these lines already, most of them by “Where is this party?” (base-territory" in text
    assert "of these lines already" not in text_of(impact_page(with_draft(SUSPEND)))


def test_what_is_to_be_known_of_all_rulebooks_is_told_once() -> None:
    note = "the history was built without UN: bring it with `moratorium lists import`"
    books = [msgspec.structs.replace(one.book, notes=(note,)) for one in impact().drafts]
    drafts = tuple(msgspec.structs.replace(one, book=book) for one, book in zip(impact().drafts, books, strict=True))
    base = msgspec.structs.replace(impact().base, notes=(note,))
    page = impact_page(msgspec.structs.replace(impact(), base=base, drafts=drafts))
    assert page.count("built without UN") == 1
    assert "<code>moratorium lists import</code>" in page
