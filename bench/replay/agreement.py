"""Whether a replay and the SQL by hand say the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import msgspec

_CHANGED = """
SELECT "order", order_activity, line, actor, day, partner, product, territory, currency, value, status,
    before, after, list_sort(reasons_before) AS reasons_before, list_sort(reasons_after) AS reasons_after
"""
_WORD = "CASE {0} WHEN 0 THEN 'allow' WHEN 1 THEN 'hold' WHEN 2 THEN 'deny' END"


def disagreements(ours: Path, hand: Path) -> list[str]:
    """What differs; nothing if they agree."""
    impact = msgspec.json.decode((ours / "impact.json").read_bytes())
    (draft,) = impact["drafts"]
    told = {
        "moves": _lines((), draft["moves"]),
        "months": _sliced(draft["months"]),
        "territories": _sliced(draft["territories"]),
        "orders": {(one["before"], one["after"]): one["orders"] for one in draft["moves"] if one["orders"]},
        "measures": {(one["side"], one["measure"], one["status"]): one["worth"]["lines"] for one in draft["measures"]},
        "losers": {(one["partner"], one["currency"]) for one in draft["losers"]},
        "open": {one["kind"]: one["worth"]["lines"] for one in draft["open"]},
    }
    return [*(name for name, found in told.items() if found != _by_hand(hand, name)), *_changed(ours, hand)]


def _lines(key: tuple[str, ...], moves: list[dict[str, Any]]) -> dict[tuple[str, ...], int]:
    return {(*key, one["before"], one["after"]): one["worth"]["lines"] for one in moves if one["worth"].get("lines")}


def _sliced(slices: list[dict[str, Any]]) -> dict[tuple[str, ...], int]:
    found: dict[tuple[str, ...], int] = {}
    for one in slices:
        found.update(_lines((one["key"],), one["moves"]))
    return found


def _by_hand(hand: Path, name: str) -> object:
    before, after = _WORD.format("before"), _WORD.format("after")
    match name:
        case "moves":
            rows = _rows(f"SELECT {before}, {after}, sum(lines) FROM '{hand}/moves.parquet' GROUP BY ALL")
        case "months":
            month = "strftime(month, '%Y-%m')"
            rows = _rows(f"SELECT {month}, {before}, {after}, sum(lines) FROM '{hand}/months.parquet' GROUP BY ALL")
        case "territories":
            rows = _rows(
                f"SELECT territory, {before}, {after}, sum(lines) FROM '{hand}/territories.parquet' GROUP BY ALL"
            )
        case "orders":
            rows = _rows(f"SELECT {before}, {after}, orders FROM '{hand}/orders_moved.parquet'")
        case "measures":
            rows = _rows(f"SELECT side, measure, status, sum(lines) FROM '{hand}/measures.parquet' GROUP BY ALL")
        case "losers":
            return set(_rows(f"SELECT partner, currency FROM '{hand}/losers.parquet'"))
        case _:
            kind = (
                "CASE after WHEN 2 THEN 'denied' WHEN 0 THEN 'released' "
                "ELSE CASE before WHEN 0 THEN 'held' ELSE 'eased' END END"
            )
            return dict(_rows(f"SELECT {kind}, sum(lines) FROM '{hand}/open_orders.parquet' GROUP BY ALL"))
    return {tuple(row[:-1]): row[-1] for row in rows}


def _rows(sql: str) -> list[tuple[Any, ...]]:
    return duckdb.sql(sql).fetchall()


def _changed(ours: Path, hand: Path) -> Iterator[str]:
    """Every changed line, with its reasons."""
    effects = f"SELECT * REPLACE ({_WORD.format('before')} AS before, {_WORD.format('after')} AS after)"
    a = f"{_CHANGED} FROM '{ours}/changed.parquet'"
    b = f"{_CHANGED} FROM ({effects} FROM '{hand}/changed.parquet')"
    for what, first, second in (("changed lines that only the replay has", a, b), ("that only the SQL has", b, a)):
        ((count,),) = _rows(f"SELECT count(*) FROM ({first} EXCEPT ALL {second})")
        if count:
            yield f"{count:,} {what}"
