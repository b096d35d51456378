"""An impact as text: what would change, for whom, worth how much, and what could not be judged."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from moratorium.history.impact import EFFECTS, Draft, Impact, Kind, Slice, Touched, Worth
from moratorium.report.summary import counted
from moratorium.terms.money import whole_money, whole_moneys

_KINDS: dict[Kind, str] = {
    "denied": "newly denied",
    "held": "newly held",
    "eased": "held instead of denied",
    "released": "released: no active measure stops them",
}


def impact_summary(impact: Impact, most: int = 8) -> str:
    """An impact as text.

    Args:
        impact: What came of a replay.
        most: How many entries of each list to show.
    """
    lines = [*_head(impact)]
    if len(impact.drafts) > 1:
        lines += _side_by_side(impact)
    for draft in impact.drafts:
        lines += _draft(draft, impact, most)
    lines += ["", *(f"note: {one}" for one in impact.notes)]
    return "\n".join(lines)


def _head(impact: Impact) -> Iterator[str]:
    known = (
        f"as known at log size {impact.known_at}" if impact.known_at is not None else f"at log size {impact.log_size}"
    )
    day = "each line on its order's day" if impact.on == "order-date" else f"all lines as of {impact.on}"
    yield f"{counted(impact.lines, 'line')} of {counted(impact.orders, 'order')}, {impact.first} to {impact.last}"
    yield f"valid day: {day}; knowledge: {impact.base.name} rulebook {impact.base.digest[:12]} {known}"
    if impact.undated.lines:
        yield f"not judged, because they have no day: {counted(impact.undated.lines, 'line')}{_worth(impact.undated)}"
    yield from (f"base: {one}" for one in impact.base.notes)


def _side_by_side(impact: Impact) -> Iterator[str]:
    width = max(5, *(len(draft.book.name) for draft in impact.drafts))
    yield f"\n{'draft':<{width}}  {'changed':>11} " + " ".join(f"{kind:>11}" for kind in _KINDS) + f" {'partners':>9}"
    for draft in impact.drafts:
        kinds = {one.kind: one.worth.lines for one in draft.touched}
        cells = " ".join(f"{kinds.get(kind, 0):>11,}" for kind in _KINDS)
        losers = len({one.partner for one in draft.losers})
        yield f"{draft.book.name:<{width}}  {draft.changed:>11,} {cells} {losers:>9,}"
    yield f"(lines; partners who lose more than {_percent(impact.share)} of the worth of their lines)"


def _draft(draft: Draft, impact: Impact, most: int) -> Iterator[str]:
    book = draft.book
    yield f"\n{book.name}  ({book.digest[:12]}, {book.measures} measures, {book.inactive} inactive)"
    yield from (f"  {one}" for one in draft.changes[:most])
    yield from _more(len(draft.changes) - most, "changes")
    yield from (f"  look: {one}" for one in draft.book.notes)
    if not draft.changed:
        yield "  no line's effect changes"
    yield from _moves(draft)
    yield from _touched(draft)
    yield from _slices("by territory", draft.territories, most)
    yield from _slices("by partner", draft.partners, most, draft.partners_more)
    yield from _slices("by product", draft.products, most, draft.products_more)
    yield from _losers(draft, impact, most)
    yield from _licences(draft)
    yield from _gaps(draft, most)
    yield from _shown(draft, most)


def _moves(draft: Draft) -> Iterator[str]:
    yield f"  {'base -> draft':<16} {'lines':>13} {'orders':>12}"
    moves = {(one.before, one.after): one for one in draft.moves}
    for before in reversed(EFFECTS):
        for after in reversed(EFFECTS):
            found = moves.get((before, after))
            if found is not None and (found.worth.lines or found.orders):
                sign = "*" if found.kind else " "
                told = f"{before} -> {after}"
                yield f" {sign}{told:<16} {found.worth.lines:>13,} {_count(found.orders):>12} {_worth(found.worth)}"
    if draft.other_reasons:
        yield f"  same effect for other reasons: {counted(draft.other_reasons, 'line')}"


def _count(orders: int | None) -> str:
    return "" if orders is None else f"{orders:,}"


def _touched(draft: Draft) -> Iterator[str]:
    opened, contracts = {one.kind: one for one in draft.open}, {one.kind: one for one in draft.contracts}
    for one in draft.touched:
        yield f"  {_KINDS[one.kind]}: {_lines(one)}"
        if one.kind in opened:
            yield f"    still open: {_lines(opened[one.kind])}"
        if one.kind in contracts:
            yield f"    under a contract of a known day: {_lines(contracts[one.kind])}"
    if draft.uncontracted:
        yield f"  of {counted(draft.uncontracted, 'changed line')} it is not known whether a contract was concluded"


def _lines(touched: Touched) -> str:
    of = f" of {counted(touched.orders, 'order')}" if touched.orders else ""
    return f"{counted(touched.worth.lines, 'line')}{of}{_worth(touched.worth)}"


def _slices(title: str, slices: tuple[Slice, ...], most: int, more: int = 0) -> Iterator[str]:
    changed = sorted((one for one in slices if one.changed), key=lambda one: (-one.changed, one.key))
    if changed:
        yield f"  {title}"
    for one in changed[:most]:
        kinds: dict[Kind, int] = {}
        for move in one.moves:
            if move.kind:
                kinds[move.kind] = kinds.get(move.kind, 0) + move.worth.lines
        told = ", ".join(f"{kind} {kinds[kind]:,}" for kind in _KINDS if kind in kinds)
        yield f"    {one.key or 'not known':<20} {told}"
    yield from _more(len(changed) + more - most, "in impact.json and changed.parquet")


def _losers(draft: Draft, impact: Impact, most: int) -> Iterator[str]:
    if draft.losers:
        yield f"  partners who lose more than {_percent(impact.share)} of the worth of their lines"
    for one in draft.losers[:most]:
        lost = f"{Decimal(one.lost):,.0f} of {whole_money(Decimal(one.total), one.currency or 'of no stated currency')}"
        yield f"    {one.partner:<20} {_percent(one.share):>6}  {lost}, {counted(one.lines, 'line')}"
    yield from _more(len(draft.losers) - most, "partners")


def _licences(draft: Draft) -> Iterator[str]:
    for one in draft.licences:
        yield (
            f"  {one.fact}: needed for {one.needed.lines:,} more lines ({one.needed_on_file:,} on file), "
            f"no longer for {one.freed.lines:,} ({one.freed_on_file:,} on file), still for {one.kept.lines:,}; "
            f"no longer of help for {one.idle.lines:,} ({one.idle_on_file:,} on file)"
        )


def _gaps(draft: Draft, most: int) -> Iterator[str]:
    if draft.gaps:
        yield "  what is not known; lines held for it alone, and all that wait for it"
    for one in draft.gaps[:most]:
        yield f"    {one.alone:>11,} {one.worth.lines:>11,}  {one.fact}: {one.question}"
    yield from _more(len(draft.gaps) - most, "facts")


def _shown(draft: Draft, most: int) -> Iterator[str]:
    """What stops nothing and must be seen all the same."""
    for status, title in (("inactive", "inactive"), ("not_evaluable", "not evaluable")):
        found = sorted(
            (one for one in draft.measures if one.side == "draft" and one.status == status),
            key=lambda one: (-one.worth.lines, one.measure),
        )
        if found:
            yield f"  {title}: {counted(len(found), 'measure')} that may apply, under the draft"
        for one in found[:most]:
            yield f"    {one.worth.lines:>11,} lines  {one.measure}"
        yield from _more(len(found) - most, "measures")


def _worth(worth: Worth) -> str:
    told = whole_moneys({currency or "(no currency)": Decimal(value) for currency, value in worth.value.items()})
    without = f"{worth.unvalued:,} without a worth" if worth.unvalued else ""
    inside = "; ".join(part for part in (told, without) if part)
    return f"  [{inside}]" if inside else ""


def _percent(share: str) -> str:
    return f"{Decimal(share) * 100:.1f}".removesuffix(".0") + " %"


def _more(count: int, what: str) -> Iterator[str]:
    if count > 0:
        yield f"    and {count:,} more {what}"
