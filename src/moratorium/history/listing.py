"""What is counted from the changed lines themselves: orders, contracts, partners, products."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from moratorium.history.counting import by_kind, sliced
from moratorium.history.impact import KINDS, MOST_SLICES, Loser, Slice, Touched
from moratorium.history.sums import amount, sums
from moratorium.history.tables import Tables

_SUMS = "count(*) AS lines, sum(value) AS worth, count(*) - count(value) AS unvalued"
_EFFECTS = ", ".join(
    f"CASE {side} WHEN 'allow' THEN 0 WHEN 'hold' THEN 1 ELSE 2 END AS {side}" for side in ("before", "after")
)
_KIND = (
    "CASE after WHEN 'deny' THEN 'denied' WHEN 'allow' THEN 'released' "
    "ELSE CASE before WHEN 'allow' THEN 'held' ELSE 'eased' END END"
)


class Slices(NamedTuple):
    """Slices with the most changed lines.

    Attributes:
        most: They.
        more: How many more there are.
    """

    most: tuple[Slice, ...]
    more: int


@dataclass
class Listing:
    """Counts the changed lines of one draft.

    Args:
        tables: The tables; ``partner_totals`` (partner, currency, total) among them.
        path: The file of changed lines.
        draft: Name of the draft.
    """

    tables: Tables
    path: Path
    draft: str

    def __post_init__(self) -> None:
        """Look at this draft's lines alone."""
        changed = self.tables.local.read([self.path])
        self.tables.local.con.create_view("changed", changed.filter(changed["draft"] == self.draft), overwrite=True)

    def touched(self) -> tuple[Touched, ...]:
        """By kind."""
        return self._touched("true")

    def open(self) -> tuple[Touched, ...]:
        """Of open orders, by kind."""
        return self._touched("status = 'open'")

    def contracts(self) -> tuple[Touched, ...]:
        """Of contracts whose day is known, by kind."""
        return self._touched("contract__concluded_on IS NOT NULL")

    def uncontracted(self) -> int:
        """Lines of which it is not known whether a contract was concluded."""
        return int(self.tables.rows("SELECT count(*) AS n FROM changed WHERE contract__concluded_on IS NULL")[0]["n"])

    def _touched(self, where: str) -> tuple[Touched, ...]:
        lines = self.tables.rows(f"SELECT {_EFFECTS}, currency, {_SUMS} FROM changed WHERE {where} GROUP BY ALL")
        orders = self.tables.rows(
            f'SELECT kind, count(*) AS orders FROM (SELECT DISTINCT {_KIND} AS kind, "order", order_activity '
            f"FROM changed WHERE {where}) GROUP BY ALL"
        )
        worth, counted = by_kind(sums(lines, "before", "after")), {row["kind"]: row["orders"] for row in orders}
        return tuple(Touched(kind, worth[kind].worth, counted[kind]) for kind in KINDS if kind in worth)

    def partners(self) -> Slices:
        """By partner."""
        return self._most("partner")

    def products(self) -> Slices:
        """By product."""
        return self._most("product")

    def _most(self, key: str) -> Slices:
        named = f"coalesce({key}, '')"
        count = self.tables.rows(f"SELECT count(DISTINCT {named}) AS keys FROM changed")[0]["keys"]
        rows = self.tables.rows(
            f"SELECT {named} AS key, {_EFFECTS}, currency, {_SUMS} FROM changed WHERE {named} IN "
            f"(SELECT {named} AS key FROM changed GROUP BY ALL ORDER BY count(*) DESC, key LIMIT {MOST_SLICES}) "
            f"GROUP BY ALL"
        )
        found = sorted(sliced(sums(rows, "key", "before", "after"), str), key=lambda one: (-one.changed, one.key))
        return Slices(tuple(found), count - len(found))

    def losers(self, share: Decimal) -> Iterator[Loser]:
        """Partners of whose lines more than a share, by worth, is let through by the base and stopped by the draft."""
        rows = self.tables.rows(
            "SELECT partner, currency, sum(value) AS lost, sum(value) FILTER (after = 'deny') AS denied, "
            "count(*) AS lines, any_value(total) AS total "
            "FROM (SELECT * REPLACE (coalesce(currency, '') AS currency) FROM changed) "
            "JOIN partner_totals USING (partner, currency) WHERE before = 'allow' GROUP BY ALL "
            f"HAVING sum(value) > {share} * any_value(total)"
        )
        for row in sorted(rows, key=lambda one: (-(one["lost"] / one["total"]), one["partner"], one["currency"])):
            yield Loser(
                partner=row["partner"],
                currency=row["currency"],
                lost=amount(row["lost"]),
                denied=amount(row["denied"] or Decimal(0)),
                total=amount(row["total"]),
                share=str((row["lost"] / row["total"]).quantize(Decimal("0.0001"))),
                lines=row["lines"],
            )
