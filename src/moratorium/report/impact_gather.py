"""From an impact to what its page says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from moratorium.history.impact import KINDS, Draft, Impact, Kind
from moratorium.report import impact_tables as tables
from moratorium.report.content import Headline
from moratorium.report.flow import Flow, flow
from moratorium.report.impact_content import DraftPart, ImpactContent, Table
from moratorium.report.impact_words import (
    KIND_WORDS,
    RELIEVED,
    STOPPED,
    all_lines,
    answer,
    basis,
    common_notes,
    further,
    lead,
    left_out,
    nothing_judged,
    of_kinds,
    percent,
    sentence,
)
from moratorium.report.months import month_chart
from moratorium.report.summary import counted
from moratorium.report.world import WorldMap, cell_of, name_of, outline_id, world_map
from moratorium.territories import Atlas

_KIND_EFFECTS: dict[Kind, str] = {"denied": "deny", "held": "hold", "eased": "hold", "released": "allow"}
_MAPS = (("stopped", STOPPED, "newly denied or held"), ("relieved", RELIEVED, "eased or released"))
_CURRENCIES_DRAWN = 4


def impact_content(impact: Impact, atlas: Atlas, *, mapped: bool = True) -> ImpactContent:
    """What the page says.

    Args:
        impact: The replay.
        atlas: Names of territories, and what lies around what.
        mapped: Whether maps are drawn.
    """
    one = len(impact.drafts) == 1
    return ImpactContent(
        title=f"What would change under {impact.drafts[0].book.name}" if one else "What would change: drafts compared",
        lead=lead(impact),
        basis=tuple(basis(impact)),
        left_out=tuple(left_out(impact)),
        nothing_judged=nothing_judged(impact),
        comparison=None if one else tables.comparison(impact),
        drafts=tuple(_draft(impact, place, atlas, mapped) for place in range(len(impact.drafts))),
        share=percent(Decimal(impact.share)),
        digests=(*sorted(impact.sources.items()), *((f"list {name}", of) for name, of in sorted(impact.lists.items()))),
        engine=impact.engine,
    )


def _draft(impact: Impact, place: int, atlas: Atlas, mapped: bool) -> DraftPart:
    draft, id, at = impact.drafts[place], f"d{place + 1}", f"drafts[{place}]"
    chart, months = month_chart(draft.months)
    maps = tuple(_maps(id, draft, atlas)) if mapped else ()
    return DraftPart(
        id=id,
        name=draft.book.name,
        answer=answer(impact, draft),
        further=tuple(further(impact, draft)),
        figures=tuple(_figures(draft)),
        nothing=not draft.changed,
        changes=draft.changes,
        notes=tuple(sentence(note) for note in draft.book.notes if note not in common_notes(impact)),
        moves=tables.moves(draft),
        flows=tuple(_flows(impact, draft)),
        kept=_kept(draft),
        chart=chart,
        months=tables.months(months, draft),
        maps=maps,
        territories=_territories(id, f"{at}.territories", draft, maps, atlas),
        partners=tables.slices("partner", draft.partners, draft, f"{at}.partners", draft.partners_more),
        products=tables.slices("product", draft.products, draft, f"{at}.products", draft.products_more),
        losers=tables.losers(draft, at),
        stopping=tables.measures(draft, at, shown=False),
        shown=tables.measures(draft, at, shown=True),
        open=tables.touched("Open orders touched", draft.open),
        contracts=tables.touched("Lines of contracts touched", draft.contracts),
        uncontracted=_uncontracted(draft.uncontracted),
        licences=tables.licences(draft),
        gaps=tables.gaps(draft, at),
    )


def _figures(draft: Draft) -> Iterator[Headline]:
    touched = {one.kind: one for one in draft.touched}
    for kind in KINDS:
        one = touched.get(kind)
        lines = one.worth.lines if one else 0
        note = f"in {counted(one.orders, 'order')}" if one and one.orders else ""  # a profile counts no orders
        yield Headline(f"{lines:,}", f"{_lines(lines)} {KIND_WORDS[kind]}", note, _KIND_EFFECTS[kind])
    orders, lines = sum(one.orders for one in draft.open), sum(one.worth.lines for one in draft.open)
    yield Headline(f"{lines:,}", f"changed {_lines(lines)} in open orders", counted(orders, "order") if orders else "")


def _lines(count: int) -> str:
    return "line" if count == 1 else "lines"


def _flows(impact: Impact, draft: Draft) -> Iterator[Flow]:
    currencies = [
        one for one in impact.currencies if one and any(one in move.worth.value for move in draft.moves if move.kind)
    ]
    for unit in ("lines", *currencies[:_CURRENCIES_DRAWN]):
        drawn = flow(draft.moves, unit)
        if drawn:
            yield drawn


def _kept(draft: Draft) -> str:
    lines = all_lines(draft.moves)
    kept = lines - draft.changed
    if not kept:
        return "Every line changes."
    share = percent(Decimal(kept) / lines)
    words = f"{counted(kept, 'line')} ({share}) would keep their effect; they are in the table and not in the drawing."
    if draft.other_reasons:
        words += f" {draft.other_reasons:,} of them would have other reasons for the same effect."
    return words


def _maps(id: str, draft: Draft, atlas: Atlas) -> Iterator[WorldMap]:
    """Where something is newly stopped, and where something is relieved; no map of what does not occur."""
    shown = tables.changed_territories(draft)[: tables.ROWS]
    rows = {one.key: tables.territory_row(id, one.key) for one in shown}
    for kind, kinds, what in _MAPS:
        lines = {one.key: of_kinds(one.moves, kinds).lines for one in draft.territories}
        drawn = world_map(kind, {code: count for code, count in lines.items() if count}, rows, what, atlas)
        if drawn:
            yield drawn


def _territories(id: str, where: str, draft: Draft, maps: Sequence[WorldMap], atlas: Atlas) -> Table:
    """The table under the maps; each row links to its outline on the first map that shades it."""
    shaded = {(one.kind, shade.code) for one in maps for shade in one.shades}
    links = dict[str, str]()
    for one in tables.changed_territories(draft):
        cell = cell_of(one.key, atlas)
        links[one.key] = next((outline_id(id, kind, cell) for kind, _, _ in _MAPS if (kind, cell) in shaded), "")
    return tables.territories(id, where, draft, lambda code: name_of(code, atlas), links)


def _uncontracted(lines: int) -> str:
    if not lines:
        return ""
    return f"Of {counted(lines, 'changed line')} it is not known whether a contract was concluded, nor when."
