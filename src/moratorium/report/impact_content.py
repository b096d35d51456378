"""What the page of a replay says, as plain frozen values, in the order of the reader's questions.

What is compared; what each draft would change, in a sentence; how that flows, when, where, for whom; what is not known
and what to ask first. Numbers are those of the impact, set for people: worth in whole units of its currency, and
currencies side by side. Long tables show their first rows and say where the others stand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

import msgspec

from moratorium.history.impact import (
    KINDS,
    NO_CLEARANCES,
    Asked,
    Book,
    Draft,
    Impact,
    Kind,
    Move,
    Slice,
    Touched,
    Worth,
)
from moratorium.report.chart import Chart
from moratorium.report.content import Headline
from moratorium.report.flow import EFFECT_WORDS, Flow, flow
from moratorium.report.months import month_chart
from moratorium.report.summary import counted
from moratorium.report.typeset import NO_BREAK, short
from moratorium.terms.vocabulary import VOCABULARY

ROWS = 20
"""Rows that a long table shows."""

NOTHING = "–"
NOT_KNOWN = "not known"

KIND_WORDS: dict[Kind, str] = {
    "denied": "newly denied",
    "held": "newly held",
    "eased": "eased to a hold",
    "released": "no longer stopped",
}
_KIND_EFFECTS: dict[Kind, str] = {"denied": "deny", "held": "hold", "eased": "hold", "released": "allow"}
_STATUS_WORDS = {
    "applies": "applies",
    "unknown": "may apply: something is not known",
    "not_evaluable": "not evaluable: data is lacking",
    "inactive": "inactive",
}
_SHOWN_ONLY = ("inactive", "not_evaluable")
_CURRENCIES_DRAWN = 4


class Column(msgspec.Struct, frozen=True):
    """A column of a table.

    Attributes:
        words: Its heading.
        kind: ``n`` for numbers, ``wide`` for text that takes a line of its own on a phone, else empty.
    """

    words: str
    kind: str = ""


class Row(msgspec.Struct, frozen=True):
    """A row: its heading, a note under it, its cells, and an id if something links to it."""

    head: str
    cells: tuple[str, ...]
    note: str = ""
    id: str = ""


class Table(msgspec.Struct, frozen=True):
    """A table.

    Attributes:
        caption: What it is, for those who jump from table to table.
        head: Heading of the first column.
        columns: The others.
        rows: Those shown.
        more: What is left out and where it stands; empty if nothing is.
    """

    caption: str
    head: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    more: str = ""


class DraftPart(msgspec.Struct, frozen=True):
    """What the page says of one draft.

    Attributes:
        id: Prefix of the ids of its parts.
        name: Of the draft.
        answer: What it would change, in a sentence or three.
        figures: The same as figures.
        nothing: Whether no line's effect would change.
        changes: How it differs from the base.
        notes: What a reader has to know of it.
        moves: All lines by effect before and after.
        flows: Drawings of what changes: in lines, then in the worth of each currency.
        kept: What is not drawn.
        chart: Drawing of the months.
        months: The numbers behind it.
        territories: By where the lines go.
        partners: By partner.
        products: By product.
        losers: Partners who lose more than the stated share.
        stopping: Measures that stop lines, under either.
        shown: Measures that only show themselves.
        open: Open orders touched.
        contracts: Changed lines whose contract's day is known.
        uncontracted: Of the others, in words.
        licences: Lines that hang on licences.
        gaps: What is not known, what to ask first.
    """

    id: str
    name: str
    answer: str
    figures: tuple[Headline, ...]
    nothing: bool
    changes: tuple[str, ...]
    notes: tuple[str, ...]
    moves: Table
    flows: tuple[Flow, ...]
    kept: str
    chart: Chart | None
    months: Table
    territories: Table
    partners: Table
    products: Table
    losers: Table
    stopping: Table
    shown: Table
    open: Table
    contracts: Table
    uncontracted: str
    licences: Table
    gaps: Table


class ImpactContent(msgspec.Struct, frozen=True):
    """Everything that the page of a replay shows.

    Attributes:
        title: Heading.
        lead: What is asked, in a sentence.
        basis: What is compared and over what, by name.
        left_out: What is not counted.
        nothing_judged: Why nothing could be judged; empty if something was.
        comparison: The drafts side by side; None if there is one.
        drafts: Each of them.
        share: From which share on a partner is told, as a percentage.
        digests: What the history's facts were looked up in.
        engine: What counted.
    """

    title: str
    lead: str
    basis: tuple[tuple[str, str], ...]
    left_out: tuple[str, ...]
    nothing_judged: str
    comparison: Table | None
    drafts: tuple[DraftPart, ...]
    share: str
    digests: tuple[tuple[str, str], ...]
    engine: str


def impact_content(impact: Impact, name_of: Callable[[str], str]) -> ImpactContent:
    """What the page says.

    Args:
        impact: The replay.
        name_of: Name of a territory by its code; the code itself where it has none.
    """
    names = ", ".join(draft.book.name for draft in impact.drafts)
    return ImpactContent(
        title=f"What would change under {names}" if len(impact.drafts) == 1 else "What would change: drafts compared",
        lead=_lead(impact),
        basis=tuple(_basis(impact)),
        left_out=tuple(_left_out(impact)),
        nothing_judged=_nothing_judged(impact),
        comparison=_comparison(impact) if len(impact.drafts) > 1 else None,
        drafts=tuple(_draft(impact, place, draft, name_of) for place, draft in enumerate(impact.drafts, 1)),
        share=percent(Decimal(impact.share)),
        digests=(*sorted(impact.sources.items()), *((f"list {name}", of) for name, of in sorted(impact.lists.items()))),
        engine=impact.engine,
    )


# -- numbers -----------------------------------------------------------------------------------------------------------


def worth(of: Worth) -> str:
    """Worth by currency, in whole units.

    >>> worth(Worth(3, {"EUR": "1200.40", "": "7"}))
    '1,200\\xa0EUR · 7\\xa0without a stated currency'
    """
    parts = []
    for currency, amount in sorted(of.value.items(), key=lambda one: (not one[0], one[0])):
        words = currency or "without a stated currency"
        parts.append(f"{Decimal(amount):,.0f}{NO_BREAK}{words}")
    return " · ".join(parts) or NOTHING


def percent(part: Decimal) -> str:
    """A part of one as a percentage.

    >>> percent(Decimal("0.2")), percent(Decimal("0.1234")), percent(Decimal("0.00002")), percent(Decimal(0))
    ('20%', '12.3%', 'less than 0.1%', '0%')
    """
    if 0 < part < Decimal("0.001"):
        return "less than 0.1%"
    return f"{(part * 100).quantize(Decimal('0.1')).normalize():f}%"


def added(of: Iterable[Worth]) -> Worth:
    """Some lines together; each currency by itself."""
    lines, unvalued, value = 0, 0, dict[str, Decimal]()
    for one in of:
        lines, unvalued = lines + one.lines, unvalued + one.unvalued
        for currency, amount in one.value.items():
            value[currency] = value.get(currency, Decimal(0)) + Decimal(amount)
    return Worth(lines, {currency: str(amount) for currency, amount in value.items()}, unvalued)


def of_kinds(moves: Iterable[Move], kinds: Iterable[Kind]) -> Worth:
    """The lines that change in one of these ways."""
    wanted = tuple(kinds)
    return added(move.worth for move in moves if move.kind in wanted)


STOPPED: tuple[Kind, ...] = ("denied", "held")
RELIEVED: tuple[Kind, ...] = ("eased", "released")


def _count(lines: int) -> str:
    return f"{lines:,}" if lines else NOTHING


# -- the head ----------------------------------------------------------------------------------------------------------


def _lead(impact: Impact) -> str:
    period = f" from {impact.first} to {impact.last}" if impact.first else ""
    what = "this draft were" if len(impact.drafts) == 1 else "one of these drafts were"
    base = "what is adopted" if impact.base.name == "adopted" else impact.base.name
    return (
        f"{counted(impact.judged.lines, 'order line')} of the past{period}, judged again as if {what} in force "
        f"instead of {base}. A line counts once for each entity of ours that acts on it."
    )


def _basis(impact: Impact) -> Iterable[tuple[str, str]]:
    yield "Made", impact.made
    yield "Base", _book(impact.base)
    for draft in impact.drafts:
        yield "Draft", _book(draft.book)
    yield "Valid day", "each line on the day of its order" if impact.on == "order-date" else f"all lines on {impact.on}"
    known = (
        f"the log at {counted(impact.known_at, 'act')} (it has {impact.log_size:,})"
        if impact.known_at is not None
        else f"what is adopted now, at {counted(impact.log_size, 'act')} in the log"
    )
    yield "Known at", known
    yield "History", f"{counted(impact.orders, 'order')}, {counted(impact.lines, 'line')}"
    if impact.first:
        yield "Period", f"{impact.first} to {impact.last}"
    yield "Worth", worth(impact.judged)
    yield "Party lists", ", ".join(sorted(impact.lists)) or "none at hand: nobody was compared with an official list"


def _book(book: Book) -> str:
    inactive = f", {book.inactive:,} of them inactive" if book.inactive else ""
    return f"{book.name}: {counted(book.measures, 'measure')}{inactive} ({short(book.digest)})"


def _left_out(impact: Impact) -> Iterable[str]:
    yield f"{NO_CLEARANCES[0].upper()}{NO_CLEARANCES[1:]}."
    yield "Amounts of different currencies are never added, and none is converted."
    if impact.undated.lines:
        have = "has" if impact.undated.lines == 1 else "have"
        lines = f"{counted(impact.undated.lines, 'line')} {have} no day and could not be judged"
        yield f"{lines} (worth {worth(impact.undated)})." if impact.undated.value else f"{lines}."
    if impact.judged.unvalued:
        yield f"{counted(impact.judged.unvalued, 'judged line')} without a stated worth: counted, and in no amount."
    yield from (f"{note[0].upper()}{note[1:]}{'' if note.endswith('.') else '.'}" for note in impact.notes if note)


def _nothing_judged(impact: Impact) -> str:
    if impact.judged.lines:
        return ""
    if impact.lines:
        return (
            "No line of this history could be judged: none has a day. That says nothing about the drafts. Replay with "
            "`--on DAY` to judge all lines on one day, or map the day of the order and build the history again."
        )
    return (
        "The history has no line, so nothing was judged. That says nothing about the drafts. Build it from files of "
        "orders: `moratorium history build`."
    )


# -- several drafts ----------------------------------------------------------------------------------------------------


def _comparison(impact: Impact) -> Table:
    columns = (
        Column("Lines changed", "n"),
        *(Column(KIND_WORDS[kind].capitalize(), "n") for kind in KINDS),
        Column("Open orders touched", "n"),
        Column(f"Partners above {percent(Decimal(impact.share))}", "n"),
        Column("Worth newly stopped", "wide"),
        Column("Worth eased or released", "wide"),
    )
    rows = []
    for place, draft in enumerate(impact.drafts, 1):
        kinds = (_count(of_kinds(draft.moves, (kind,)).lines) for kind in KINDS)
        stopped, relieved = of_kinds(draft.moves, STOPPED), of_kinds(draft.moves, RELIEVED)
        cells = (
            _count(draft.changed),
            *kinds,
            _count(sum(one.orders for one in draft.open)),
            _count(len({one.partner for one in draft.losers})),
            worth(stopped),
            worth(relieved),
        )
        rows.append(Row(draft.book.name, cells, f"draft {place}"))
    return Table("The drafts side by side", "Draft", columns, tuple(rows))


# -- one draft ---------------------------------------------------------------------------------------------------------


def _draft(impact: Impact, place: int, draft: Draft, name_of: Callable[[str], str]) -> DraftPart:
    id, at = f"d{place}", f"drafts[{place - 1}]"
    lines = added(move.worth for move in draft.moves).lines
    chart, months = month_chart(draft.months)
    return DraftPart(
        id=id,
        name=draft.book.name,
        answer=answer(impact, draft),
        figures=tuple(_figures(draft)),
        nothing=not draft.changed,
        changes=draft.changes,
        notes=draft.book.notes,
        moves=_moves(draft),
        flows=tuple(_flows(impact, draft)),
        kept=_kept(lines - draft.changed, lines, draft.other_reasons),
        chart=chart,
        months=_slices("Lines by month", "Month", months, draft, most=None),
        territories=_places(id, at, draft, name_of),
        partners=_slices(
            "Changed lines by partner", "Partner", draft.partners, draft, draft.partners_more, f"{at}.partners"
        ),
        products=_slices(
            "Changed lines by product", "Product", draft.products, draft, draft.products_more, f"{at}.products"
        ),
        losers=_losers(draft, at),
        stopping=_measures(draft, at, shown=False),
        shown=_measures(draft, at, shown=True),
        open=_touched("Open orders touched", draft.open),
        contracts=_touched("Lines of contracts touched", draft.contracts),
        uncontracted=_uncontracted(draft.uncontracted),
        licences=_licences(draft),
        gaps=_gaps(draft, at),
    )


def answer(impact: Impact, draft: Draft) -> str:
    """What a draft would change, in plain words."""
    if not impact.judged.lines:
        return "Nothing was judged."
    if not draft.changed:
        return (
            f"None of these {counted(impact.judged.lines, 'line')} would get another effect. That tells what this "
            "history came to, and nothing of orders that are not in it."
        )
    kinds = [(kind, of_kinds(draft.moves, (kind,)).lines) for kind in KINDS]
    told = _listed([f"{lines:,} {KIND_WORDS[kind]}" for kind, lines in kinds if lines])
    share = percent(Decimal(draft.changed) / impact.judged.lines)
    stopped, relieved = of_kinds(draft.moves, STOPPED), of_kinds(draft.moves, RELIEVED)
    words = f"{counted(draft.changed, 'line')} of {impact.judged.lines:,} ({share}) would change: {told}."
    if stopped.value:
        words += f" What would newly be stopped is worth {worth(stopped)}."
    if relieved.value:
        words += f" What would be eased or released is worth {worth(relieved)}."
    if draft.open:
        orders, lines = sum(one.orders for one in draft.open), sum(one.worth.lines for one in draft.open)
        words += f" {counted(lines, 'changed line')} stand{'s' if lines == 1 else ''} in open orders"
        words += f" ({counted(orders, 'order')} by kind of change)."
    return words


def _listed(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _figures(draft: Draft) -> Iterable[Headline]:
    touched = {one.kind: one for one in draft.touched}
    for kind in KINDS:
        one = touched.get(kind)
        note = f"in {counted(one.orders, 'order')}" if one else ""
        yield Headline(f"{one.worth.lines if one else 0:,}", f"lines {KIND_WORDS[kind]}", note, _KIND_EFFECTS[kind])
    orders = sum(one.orders for one in draft.open)
    lines = sum(one.worth.lines for one in draft.open)
    yield Headline(f"{lines:,}", "changed lines in open orders", f"{counted(orders, 'order')}" if orders else "")


def _moves(draft: Draft) -> Table:
    columns = (
        Column("After"),
        Column("Change", "wide"),
        Column("Lines", "n"),
        Column("Orders", "n"),
        Column("Worth", "wide"),
    )
    ordered = sorted(draft.moves, key=lambda move: (KINDS.index(move.kind) if move.kind else len(KINDS), move.before))
    rows = tuple(
        Row(
            EFFECT_WORDS.get(move.before, move.before),
            (
                EFFECT_WORDS.get(move.after, move.after),
                KIND_WORDS[move.kind] if move.kind else "as before",
                _count(move.worth.lines),
                _count(move.orders) if move.orders is not None else NOTHING,
                worth(move.worth),
            ),
        )
        for move in ordered
    )
    return Table("All lines by effect before and after", "Before", columns, rows)


def _flows(impact: Impact, draft: Draft) -> Iterable[Flow]:
    currencies = [
        one for one in impact.currencies if one and any(one in move.worth.value for move in draft.moves if move.kind)
    ]
    for unit in ("lines", *currencies[:_CURRENCIES_DRAWN]):
        drawn = flow(draft.moves, unit)
        if drawn:
            yield drawn


def _kept(kept: int, lines: int, other_reasons: int) -> str:
    if not kept:
        return "Every line changes."
    share = percent(Decimal(kept) / lines)
    words = f"{counted(kept, 'line')} ({share}) would keep their effect; they are in the table and not in the drawing."
    if other_reasons:
        words += f" {other_reasons:,} of them would have other reasons for the same effect."
    return words


def _kinds_of(draft: Draft) -> tuple[Kind, ...]:
    """The ways in which some line changes: a table has no column for the others."""
    return tuple(kind for kind in KINDS if of_kinds(draft.moves, (kind,)).lines)


def _change_columns(draft: Draft) -> tuple[Column, ...]:
    kinds = _kinds_of(draft)
    columns = [Column(KIND_WORDS[kind].capitalize(), "n") for kind in kinds]
    if set(kinds) & set(STOPPED):
        columns.append(Column("Worth newly stopped", "wide"))
    if set(kinds) & set(RELIEVED):
        columns.append(Column("Worth eased or released", "wide"))
    return tuple(columns)


def _change_cells(one: Slice, draft: Draft) -> tuple[str, ...]:
    kinds = _kinds_of(draft)
    cells = [_count(of_kinds(one.moves, (kind,)).lines) for kind in kinds]
    worths = [worth(of_kinds(one.moves, group)) for group in (STOPPED, RELIEVED) if set(kinds) & set(group)]
    return (*cells, *worths)


def _slices(
    caption: str,
    head: str,
    slices: Sequence[Slice],
    draft: Draft,
    more: int = 0,
    where: str = "",
    most: int | None = ROWS,
) -> Table:
    shown = slices[:most]
    rows = tuple(Row(one.key or NOT_KNOWN, _change_cells(one, draft)) for one in shown)
    left = len(slices) - len(shown) + more
    return Table(caption, head, _change_columns(draft), rows, _more(left, head.lower(), where, more))


def _more(left: int, what: str, where: str, beyond: int = 0) -> str:
    if not left:
        return ""
    first = f"{counted(left, f'further {what}')} {'is' if left == 1 else 'are'} not shown here"
    if beyond == left:
        return f"{first}; every changed line is in changed.parquet."
    also = " as far as it lists them, and every changed line is in changed.parquet" if beyond else ""
    return f"{first}; they are in impact.json ({where}){also}."


def _places(id: str, at: str, draft: Draft, name_of: Callable[[str], str]) -> Table:
    changed = sorted((one for one in draft.territories if one.changed), key=lambda one: (-one.changed, one.key))
    table = _slices("Changed lines by territory", "Territory", changed, draft, where=f"{at}.territories")
    rows = tuple(
        Row(name_of(one.key) if one.key else NOT_KNOWN, row.cells, one.key, f"{id}-t-{one.key or 'none'}")
        for one, row in zip(changed, table.rows, strict=False)
    )
    return msgspec.structs.replace(table, rows=rows)


def _losers(draft: Draft, at: str) -> Table:
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


def _measures(draft: Draft, at: str, shown: bool) -> Table:
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
    lines = tuple(_count(sides[side].worth.lines if side in sides else 0) for side in ("base", "draft"))
    effects = () if status in _SHOWN_ONLY else (EFFECT_WORDS.get(effect, effect),)
    cells = (_STATUS_WORDS.get(status, status), *effects, *lines, _count(_changed(sides)))
    return Row(one.title, cells, one.measure)


def _changed(sides: dict[str, Asked]) -> int:
    return max(one.changed for one in sides.values())


def _lines(sides: dict[str, Asked]) -> int:
    return max(one.worth.lines for one in sides.values())


def _touched(caption: str, touched: Sequence[Touched]) -> Table:
    columns = (Column("Orders", "n"), Column("Lines", "n"), Column("Worth", "wide"))
    rows = tuple(
        Row(KIND_WORDS[one.kind], (f"{one.orders:,}", f"{one.worth.lines:,}", worth(one.worth))) for one in touched
    )
    return Table(caption, "Change", columns, rows)


def _uncontracted(lines: int) -> str:
    if not lines:
        return ""
    return f"Of {counted(lines, 'changed line')} it is not known whether a contract was concluded, nor when."


def _licences(draft: Draft) -> Table:
    columns = (
        Column("Newly needed", "n"),
        Column("of them on file", "n"),
        Column("Freed", "n"),
        Column("of them on file", "n"),
        Column("Needed under both", "n"),
        Column("Worth newly needing one", "wide"),
        Column("Worth freed", "wide"),
    )
    rows = tuple(
        Row(
            VOCABULARY[one.fact].meaning if one.fact in VOCABULARY else one.fact,
            (
                _count(one.needed.lines),
                _count(one.needed_on_file),
                _count(one.freed.lines),
                _count(one.freed_on_file),
                _count(one.kept.lines),
                worth(one.needed),
                worth(one.freed),
            ),
            one.fact,
        )
        for one in draft.licences
    )
    return Table("Lines that hang on a licence", "Licence", columns, rows)


def _gaps(draft: Draft, at: str) -> Table:
    columns = (
        Column("The answer alone settles", "n"),
        Column("Waits for it", "n"),
        Column("Under the base", "n"),
        Column("Worth", "wide"),
    )
    shown = draft.gaps[:ROWS]
    rows = tuple(
        Row(
            one.question or one.fact,
            (_count(one.alone), _count(one.worth.lines), _count(one.base), worth(one.worth)),
            one.fact,
        )
        for one in shown
    )
    return Table(
        "What is not known", "Question", columns, rows, _more(len(draft.gaps) - len(shown), "question", f"{at}.gaps")
    )
