"""Whatever a replay comes to, its page is whole, and its numbers are those of the impact."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from random import Random

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from moratorium.desk import package
from moratorium.history.impact import EFFECTS, KINDS, Draft, Impact, Move, Slice, Worth
from moratorium.report.impact_gather import impact_content
from moratorium.report.impact_page import impact_page
from moratorium.report.impact_words import KIND_WORDS
from tests.report.impact_sample import SUSPEND, impact
from tests.report.outline import Outline

names = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12) | st.sampled_from(
    ["", "<b>", "&amp;", "'\"", "`", "``x`"]
)
CODES = ("", "RU", "UA", "UA-43", "DE", "EU", "X-UA-DNR", "MT", "nowhere at all", '">')
CURRENCIES = ("", "EUR", "USD", "JPY")
PAIRS = [(before, after) for before in EFFECTS for after in EFFECTS]


def worth_of(dice: Random) -> Worth:
    currencies = dice.sample(CURRENCIES, dice.randrange(len(CURRENCIES)))
    value = {one: str(Decimal(dice.randrange(-(10**8), 10 ** dice.randrange(3, 14))) / 100) for one in currencies}
    return Worth(dice.randrange(1, 10 ** dice.randrange(1, 8)), value, dice.randrange(3))


def moves_of(dice: Random) -> tuple[Move, ...]:
    pairs = dice.sample(PAIRS, dice.randrange(len(PAIRS)))
    return tuple(Move(*pair, worth_of(dice), dice.choice([None, dice.randrange(10**6)])) for pair in pairs)


def slices_of(dice: Random, keys: Iterable[str]) -> tuple[Slice, ...]:
    return tuple(Slice(key, moves_of(dice)) for key in dict.fromkeys(keys))


def draft_of(dice: Random, called: Sequence[str]) -> Draft:
    months = sorted(f"{dice.randrange(1999, 2024):04}-{dice.randrange(1, 13):02}" for _ in range(dice.randrange(9)))
    others = [f"P-{at}" for at in range(dice.choice([0, 3, 25]))]
    return msgspec.structs.replace(
        SUSPEND,
        book=msgspec.structs.replace(SUSPEND.book, name=dice.choice(called)),
        moves=moves_of(dice),
        months=slices_of(dice, months),
        territories=slices_of(dice, dice.sample(CODES, dice.randrange(len(CODES)))),
        partners=slices_of(dice, [*called, *others]),
        partners_more=dice.randrange(4),
        products=slices_of(dice, called),
    )


@st.composite
def impacts(draw: st.DrawFn) -> Impact:
    """Any replay. Names are Hypothesis's; the many numbers are thrown from one seed, which is far quicker."""
    called, dice = draw(st.lists(names, min_size=1, max_size=4)), Random(draw(st.integers(0, 2**32)))  # noqa: S311 - invented numbers
    return msgspec.structs.replace(
        impact(), drafts=tuple(draft_of(dice, called) for _ in range(draw(st.integers(1, 2))))
    )


def lines(of: Iterable[Move]) -> Counter[str]:
    found = Counter[str]()
    for move in of:
        if move.kind:
            found[move.kind] += move.worth.lines
    return found


@given(impacts())
def test_the_page_is_whole_and_nothing_in_it_comes_from_elsewhere(found: Impact) -> None:
    page = impact_page(found)
    outline = Outline(page)
    assert outline.open == []
    assert len(set(outline.ids)) == len(outline.ids)
    assert outline.targets <= set(outline.ids)
    assert all(link.startswith("#") for link in outline.links)


@given(impacts())
def test_every_number_of_moves_that_is_shown_stands_in_the_impact(found: Impact) -> None:
    page = impact_content(found, package.atlas())
    for part, draft in zip(page.drafts, found.drafts, strict=True):
        shown = sorted((number(row.cells[0]), number(row.cells[1]), worth(row.cells[2])) for row in part.moves.rows)
        given = sorted((move.worth.lines, move.orders or 0, whole(move.worth)) for move in draft.moves)
        assert shown == given


@given(impacts())
def test_rows_that_are_shown_and_those_left_out_are_all_there_are(found: Impact) -> None:
    page = impact_content(found, package.atlas())
    for part, draft in zip(page.drafts, found.drafts, strict=True):
        for table, of in ((part.partners, draft.partners), (part.products, draft.products)):
            beyond = draft.partners_more if table is part.partners else draft.products_more
            left = int(table.more.split()[0].replace(",", "")) if table.more else 0
            assert len(table.rows) + left == len(of) + beyond
        changed = [one for one in draft.territories if one.changed]
        assert {row.note for row in part.territories.rows} <= {one.key for one in changed}
        if len(changed) <= len(part.territories.rows):
            columns = [column.words for column in part.territories.columns]
            for kind in KINDS:
                total = lines(move for one in changed for move in one.moves)[kind]
                if KIND_WORDS[kind].capitalize() in columns:
                    at = columns.index(KIND_WORDS[kind].capitalize())
                    assert sum(number(row.cells[at]) for row in part.territories.rows) == total


def number(cell: str) -> int:
    return 0 if cell == "–" else int(cell.replace(",", ""))


def worth(cell: str) -> list[str]:
    return [] if cell == "–" else sorted(re.sub(r"[^-\d]", "", one) for one in cell.split("·"))


def whole(of: Worth) -> list[str]:
    return sorted(f"{Decimal(amount):.0f}" for amount in of.value.values())
