"""Tables of a replay's page. Long ones show their first rows and say how many are left out and where they stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from re import fullmatch

from moratorium.history.impact import KINDS, Asked, Draft, Impact, Kind, Slice, Touched, Worth
from moratorium.report.flow import EFFECT_WORDS
from moratorium.report.impact_content import Column, Row, Table
from moratorium.report.impact_words import (
    KIND_WORDS,
    NOTHING,
    RELIEVED,
    STOPPED,
    all_lines,
    count,
    of_kinds,
    percent,
    question,
    worth,
)
from moratorium.report.summary import counted
from moratorium.terms.vocabulary import VOCABULARY

ROWS = 20
"""Rows that a long table shows."""

NOT_KNOWN = "not known"
_STATUS_WORDS = {
    "applies": "applies",
    "unknown": "may apply: something is not known",
    "not_evaluable": "not evaluable: data is lacking",
    "inactive": "inactive",
}
_SHOWN_ONLY = ("inactive", "not_evaluable")


def comparison(impact: Impact) -> Table:
    """The drafts side by side."""
    columns = (
        Column("Lines changed", "n"),
        *(Column(KIND_WORDS[kind].capitalize(), "n") for kind in KINDS),
        Column("Open orders touched", "n"),
        Column(f"Partners above {percent(Decimal(impact.share))}", "n"),
        Column("Worth newly denied or held", "wide"),
        Column("Worth eased or released", "wide"),
    )
    rows = []
    for place, draft in enumerate(impact.drafts, 1):
        kinds = (count(of_kinds(draft.moves, (kind,)).lines) for kind in KINDS)
        stopped, relieved = of_kinds(draft.moves, STOPPED), of_kinds(draft.moves, RELIEVED)
        cells = (
            count(draft.changed),
            *kinds,
            count(sum(one.orders for one in draft.open)),
            count(len({one.partner for one in draft.losers})),
            worth(stopped),
            worth(relieved),
        )
        rows.append(Row(draft.book.name, cells, f"draft {place}"))
    return Table("The drafts side by side", "Draft", columns, tuple(rows))


def moves(draft: Draft) -> Table:
    """All lines by effect before and after; what changes stands first, the gravest above."""
    columns = (Column("Lines", "n"), Column("Orders", "n"), Column("Worth", "wide"))
    ordered = sorted(draft.moves, key=lambda move: (KINDS.index(move.kind) if move.kind else len(KINDS), move.before))
    rows = tuple(
        Row(
            f"{EFFECT_WORDS[move.before]} → {EFFECT_WORDS[move.after]}",
            (
                count(move.worth.lines),
                count(move.orders) if move.orders is not None else NOTHING,
                worth(move.worth),
            ),
            KIND_WORDS[move.kind] if move.kind else "as before",
        )
        for move in ordered
        if move.worth.lines or move.orders
    )
    return Table("All lines by effect before and after", "Before → after", columns, rows)


def _kinds_of(draft: Draft) -> tuple[Kind, ...]:
    """The ways in which some line changes: a table has no column for the others."""
    return tuple(kind for kind in KINDS if of_kinds(draft.moves, (kind,)).lines)


def _change_columns(draft: Draft) -> tuple[Column, ...]:
    kinds = _kinds_of(draft)
    columns = [Column(KIND_WORDS[kind].capitalize(), "n") for kind in kinds]
    if set(kinds) & set(STOPPED):
        columns.append(Column("Worth newly denied or held", "wide"))
    if set(kinds) & set(RELIEVED):
        columns.append(Column("Worth eased or released", "wide"))
    return tuple(columns)


def _change_cells(one: Slice, draft: Draft) -> tuple[str, ...]:
    kinds = _kinds_of(draft)
    cells = [count(of_kinds(one.moves, (kind,)).lines) for kind in kinds]
    worths = [worth(of_kinds(one.moves, group)) for group in (STOPPED, RELIEVED) if set(kinds) & set(group)]
    return (*cells, *worths)


def slices(kind: str, found: Sequence[Slice], draft: Draft, where: str, more: int = 0) -> Table:
    """Changed lines by partner or product; those with most changes stand first.

    Args:
        kind: What they are, as one word.
        found: In the impact.
        draft: Whose they are.
        where: Where all of them stand in ``impact.json``.
        more: How many further ones the impact leaves out.
    """
    rows = tuple(Row(one.key or NOT_KNOWN, _change_cells(one, draft)) for one in found[:ROWS])
    left = len(found) - len(rows) + more
    caption = f"Changed lines by {kind}"
    return Table(caption, kind.capitalize(), _change_columns(draft), rows, _more(left, kind, where, more))


def months(found: Sequence[Slice], draft: Draft) -> Table:
    """The numbers behind the chart: every month, or every year."""
    kinds = _kinds_of(draft)
    columns = (Column("All lines", "n"), *(Column(KIND_WORDS[kind].capitalize(), "n") for kind in kinds))
    rows = tuple(
        Row(one.key, (count(all_lines(one.moves)), *(count(of_kinds(one.moves, (kind,)).lines) for kind in kinds)))
        for one in found
    )
    head = "Month" if all("-" in one.key for one in found) else "Year"
    return Table(f"Lines by {head.lower()}", head, columns, rows)


def territories(id: str, where: str, draft: Draft, name_of: Callable[[str], str], links: Mapping[str, str]) -> Table:
    """Changed lines by where they go, most first.

    Args:
        id: Of the draft's part; a row has the id ``territory_row`` makes of it.
        where: Where all of them stand in ``impact.json``.
        draft: Whose they are.
        name_of: Name of a territory by its code.
        links: Ids of outlines on a map, by code.
    """
    changed = changed_territories(draft)
    rows = tuple(
        Row(
            name_of(one.key) if one.key else NOT_KNOWN,
            _change_cells(one, draft),
            one.key,
            territory_row(id, one.key),
            links.get(one.key, ""),
        )
        for one in changed[:ROWS]
    )
    more = _more(len(changed) - len(rows), "territory", where)
    return Table("Changed lines by territory", "Territory", _change_columns(draft), rows, more)


def changed_territories(draft: Draft) -> list[Slice]:
    """Those in which something changes, most first."""
    return sorted((one for one in draft.territories if one.changed), key=lambda one: (-one.changed, one.key))


def territory_row(id: str, code: str) -> str:
    """Id of a territory's row; none for what is no code, which no outline links to either.

    >>> territory_row("d1", "UA-43"), territory_row("d1", "by sea")
    ('d1-t-UA-43', '')
    """
    return f"{id}-t-{code}" if fullmatch("[A-Z0-9-]+", code) else ""


def _more(left: int, what: str, where: str, beyond: int = 0) -> str:
    if not left:
        return ""
    first = f"{counted(left, f'further {what}')} {'is' if left == 1 else 'are'} not shown here"
    if beyond == left:
        return f"{first}; every changed line is in changed.parquet."
    also = " as far as it lists them, and every changed line is in changed.parquet" if beyond else ""
    return f"{first}; they are in impact.json ({where}){also}."


def losers(draft: Draft, at: str) -> Table:
    """Partners who lose more than the stated share."""
    columns = (
        Column("Loses", "n"),
        Column("Of which denied", "n"),
        Column("Of all its lines", "n"),
        Column("Share", "n"),
        Column("Lines", "n"),
    )
    shown = draft.losers[:ROWS]
    rows = tuple(
        Row(
            one.partner or NOT_KNOWN,
            (
                worth(Worth(0, {one.currency: one.lost})),
                worth(Worth(0, {one.currency: one.denied})),
                worth(Worth(0, {one.currency: one.total})),
                percent(Decimal(one.share)),
                f"{one.lines:,}",
            ),
        )
        for one in shown
    )
    more = _more(len(draft.losers) - len(shown), "partner", f"{at}.losers")
    return Table("Partners who lose more than the share", "Partner", columns, rows, more)


def measures(draft: Draft, at: str, shown: bool) -> Table:
    """What each measure says under both, most changed lines first."""
    found: dict[tuple[str, str, str], dict[str, Asked]] = {}
    for one in draft.measures:
        if (one.status in _SHOWN_ONLY) == shown:
            found.setdefault((one.measure, one.status, one.effect), {})[one.side] = one
    ordered = sorted(found.items(), key=lambda one: (-_changed(one[1]), -_lines(one[1]), one[0]))
    rows = tuple(_measure(status, effect, sides) for (_, status, effect), sides in ordered[:ROWS])
    columns = (
        Column("Says", "wide"),
        *(() if shown else (Column("Effect"),)),
        Column("Lines under the base", "n"),
        Column("Lines under the draft", "n"),
        Column("Lines whose effect changes", "n"),
    )
    caption = "Measures that only show themselves" if shown else "Measures that stop lines"
    return Table(caption, "Measure", columns, rows, _more(len(found) - len(rows), "row", f"{at}.measures"))


def _measure(status: str, effect: str, sides: dict[str, Asked]) -> Row:
    one = sides.get("draft") or sides["base"]
    lines = tuple(count(sides[side].worth.lines if side in sides else 0) for side in ("base", "draft"))
    effects = () if status in _SHOWN_ONLY else (EFFECT_WORDS[effect],)
    cells = (_STATUS_WORDS.get(status, status), *effects, *lines, count(_changed(sides)))
    revised = len({side.revision for side in sides.values()}) > 1
    return Row(one.title, cells, f"{one.measure}, revised in the draft" if revised else one.measure)


def _changed(sides: dict[str, Asked]) -> int:
    return max(one.changed for one in sides.values())


def _lines(sides: dict[str, Asked]) -> int:
    return max(one.worth.lines for one in sides.values())


def touched(caption: str, found: Sequence[Touched]) -> Table:
    """Changed lines by how they change, with their orders."""
    columns = (Column("Orders", "n"), Column("Lines", "n"), Column("Worth", "wide"))
    rows = tuple(
        Row(KIND_WORDS[one.kind], (count(one.orders), f"{one.worth.lines:,}", worth(one.worth))) for one in found
    )
    return Table(caption, "Change", columns, rows)


def licences(draft: Draft) -> Table:
    """Lines that hang on a licence, under one of the two or under both; what does not occur has no row."""
    columns = (Column("Under the draft", "wide"), Column("Lines", "n"), Column("On file", "n"), Column("Worth", "wide"))
    rows = tuple(
        Row(_licence(one.fact), (words, count(found.lines), on_file, worth(found)), one.fact)
        for one in draft.licences
        for words, found, on_file in (
            ("newly needed", one.needed, count(one.needed_on_file)),
            ("no longer needed", one.freed, count(one.freed_on_file)),
            ("no longer of help: stopped with or without it", one.idle, count(one.idle_on_file)),
            ("needed as before", one.kept, NOTHING),
        )
        if found.lines
    )
    return Table("Lines that hang on a licence", "Licence", columns, rows)


def _licence(fact: str) -> str:
    """What a licence covers, in words.

    >>> _licence("licence.covers_us")
    'A US licence or exception covers the line'
    """
    meaning = VOCABULARY[fact].meaning if fact in VOCABULARY else fact
    words = meaning.removeprefix("whether ")
    return f"{words[:1].upper()}{words[1:]}"


def gaps(draft: Draft, at: str) -> Table:
    """What is not known; the answer that settles most stands first."""
    columns = (
        Column("The answer alone settles", "n"),
        Column("Waits for it", "n"),
        Column("Under the base", "n"),
        Column("Worth", "wide"),
    )
    shown = draft.gaps[:ROWS]
    rows = tuple(
        Row(
            question(one),
            (count(one.alone), count(one.worth.lines), count(one.base), worth(one.worth)),
            one.fact,
        )
        for one in shown
    )
    return Table(
        "What is not known", "Question", columns, rows, _more(len(draft.gaps) - len(shown), "question", f"{at}.gaps")
    )
