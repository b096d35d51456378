"""Replay: drafts over everything that happened, beside the rulebook that they would replace.

1. Each combination of facts is asked once what the conditions ask of it (``cases``).
2. One pass over the lines counts them by case, month, territory, currency and state: the *cube*, held as ``cells``.
3. Each distinct case is judged once, under all rulebooks; its verdict counts for all its lines (``judging``).
4. What a case tells is counted from the cells (``counting``, ``gaps``).
5. A second pass writes the lines whose effect changes, with the reasons before and after, from which partners,
   products and orders are counted (``listing``).

Findings equal those of ``decision.judge`` on each line's own day, or on one day for all. Clearances are not counted.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from moratorium.errors import InputError
from moratorium.history.cases import CONTEXT, SIGNATURE, UNDATED, Plan, placed
from moratorium.history.cells import UNJUDGED, Cells
from moratorium.history.engines import Engine
from moratorium.history.folder import History
from moratorium.history.judging import Cases, Question
from moratorium.history.numbering import cells_of, number
from moratorium.history.passes import NOTHING_KEPT, Passes
from moratorium.history.schema import ROW
from moratorium.history.shared import Shared
from moratorium.history.tables import Tables

CHANGED = "changed.parquet"

REASONS = pa.list_(pa.struct([("measure", pa.string()), ("status", pa.string()), ("effect", pa.string())]))
"""Findings of a line, all of them, gravest first: those that stop nothing are shown too."""

_SHOWN = (
    "order",
    "order_activity",
    "line",
    "actor",
    "day",
    "partner",
    "product",
    "territory",
    "currency",
    "value",
    "status",
    "contract__concluded_on",
)
"""Columns of a changed line, besides the draft, its effects and its reasons."""


@dataclass
class Replay:
    """A replay under way.

    Args:
        engine: What works through the lines.
        local: What works within this process; the same one if that is DuckDB.
        history: The history.
        question: What is to be replayed.
        passes: Where what each pass over the lines found is kept, if anywhere.
    """

    engine: Engine
    local: Engine
    history: History
    question: Question
    passes: Passes = NOTHING_KEPT

    @cached_property
    def days(self) -> tuple[date, date]:
        """First and last day that lines are judged on.

        Raises:
            InputError: no line has a day.
        """
        return days(self.history, self.question.day)

    @cached_property
    def cases(self) -> Cases:
        """The cases of all lines, judged."""
        tables = Tables(self.local)
        plan = Plan(self.question.periods(*self.days))
        self.passes.collect(tables, "cube", cube(self._placed(plan)), self.engine)
        shared = Shared(tables, self.history, plan.shared_asked)
        found = Cases(tables, self.history, self.question, plan, counted(tables, len(plan.periods)), shared)
        found.hand_over()
        return found

    def _placed(self, plan: Plan) -> ir.Table:
        return placed(plan, self._read, self._facts, self.question.day is None)

    @cached_property
    def _read(self) -> ir.Table:
        return self.engine.read(self.history.lines_paths)

    @cached_property
    def _facts(self) -> ir.Table:
        return self.engine.read(self.history.facts_paths)

    @cached_property
    def _lines(self) -> ir.Table:
        return self._placed(self.cases.plan)

    # -- the second pass ----------------------------------------------------------------------------------------------

    def write_changed(self, path: Path) -> None:
        """Every line whose effect changes under some draft, with its reasons before and after."""
        if self.passes.folder is None:
            self._write_changed(path)
        else:
            shutil.copyfile(self.passes.written("changed", self._write_changed), path)

    def _write_changed(self, path: Path) -> None:
        parts = []
        for book, name in enumerate(self.question.drafts, start=1):
            changed = [n for n, said in enumerate(self.cases.verdicts) if said[0].effect is not said[book].effect]
            cases = self._cases_of(f"changed{book}", changed)
            reasons = self._reasons(book, changed)
            lines = self._lines.inner_join(cases, [ROW, CONTEXT]).inner_join(reasons, "verdict")
            said = ("before", "after", "reasons_before", "reasons_after")
            parts.append(lines.select(ibis.literal(name).name("draft"), *_SHOWN, *said))
        whole = ibis.union(*parts) if len(parts) > 1 else parts[0]
        self.engine.con.to_parquet(whole, path, compression="zstd")

    def _cases_of(self, name: str, verdicts: Iterable[int]) -> ir.Table:
        """The cases of some verdicts, for the engine."""
        tables = self.cases.tables
        among = ", ".join(map(str, verdicts)) or "-1"
        tables.do(
            f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT {ROW}, {CONTEXT}, verdict FROM cases "
            f"WHERE verdict IN ({among})"
        )
        return tables.lend(name, self.engine)

    def _reasons(self, book: int, verdicts: list[int]) -> ir.Table:
        """What is told of each verdict, for the engine."""
        said = [self.cases.verdicts[number] for number in verdicts]
        columns: dict[str, Any] = {
            "verdict": pa.array(verdicts, pa.int32()),
            "before": pa.array([one[0].effect.word for one in said], pa.string()),
            "after": pa.array([one[book].effect.word for one in said], pa.string()),
            "reasons_before": pa.array([[each._asdict() for each in one[0].found] for one in said], REASONS),
            "reasons_after": pa.array([[each._asdict() for each in one[book].found] for one in said], REASONS),
        }
        self.cases.tables.take(f"reasons{book}", pa.table(columns))
        return self.cases.tables.lend(f"reasons{book}", self.engine)

    # -- orders and partners ------------------------------------------------------------------------------------------

    def orders(self) -> list[dict[tuple[int, int], int]]:
        """For each draft the orders by the gravest effect of their lines before and after.

        A line that nothing stops adds nothing to its order, so only the others are gathered by order.
        """
        verdicts = self.cases.verdicts
        books = [f"e{book}" for book in range(len(self.question.books))]
        stopped = self._cases_of("stopped", [n for n, said in enumerate(verdicts) if any(one.effect for one in said)])
        effects = self.cases.tables.lend("effects", self.engine)
        lines = self._lines.inner_join(stopped, [ROW, CONTEXT]).inner_join(effects, "verdict")
        each = lines.group_by(["order", "order_activity"]).agg(**{book: lines[book].max() for book in books})
        counted = each.group_by(books).agg(orders=each.count())
        self.passes.collect(self.cases.tables, "orders_by_effects", counted, self.engine)
        rows = self.cases.tables.rows("FROM orders_by_effects")
        free = self.history.orders - self._undated_orders() - sum(row["orders"] for row in rows)
        return [_by_effects(rows, book, free) for book in books[1:]]

    def _undated_orders(self) -> int:
        if self.question.day is not None or not any(file.undated for file in self.history.files):
            return 0
        lines = self._read
        without = lines.filter(lines["day"].isnull()).select("order", "order_activity").distinct()
        return int(self.engine.con.to_pyarrow(without.count()).as_py())

    def total_partners(self) -> None:
        """The worth of all judged lines of each partner, as table ``partner_totals``."""
        lines = self._read
        kept = lines.filter(lines["partner"].notnull(), lines["value"].notnull())
        kept = kept.filter(kept["day"].notnull()) if self.question.day is None else kept
        named = kept.mutate(currency=kept["currency"].fill_null(""))
        totals = named.group_by(["partner", "currency"]).agg(total=named["value"].sum())
        self.passes.collect(self.cases.tables, "partner_totals", totals, self.engine)


def cube(lines: ir.Table) -> ir.Table:
    """Lines with their context, counted by all that is told of them without looking at each again.

    Args:
        lines: As ``cases.placed`` gives them.
    """
    day: Any = lines["day"]
    month = (day.year() * 12 + day.month() - 1).cast("int32")
    keyed = lines.select(ROW, CONTEXT, "currency", "territory", "value", month=month, open=lines["status"] == "open")
    return keyed.group_by([ROW, CONTEXT, "month", "currency", "territory", "open"]).agg(
        lines=keyed.count(), worth=keyed["value"].sum(), unvalued=keyed["value"].isnull().sum().cast("int64")
    )


def counted(tables: Tables, periods: int) -> Cells:
    """The table ``cube`` as cells.

    Args:
        tables: The tables.
        periods: How many there are.
    """
    period = f"CASE WHEN {CONTEXT} = {UNDATED} THEN {UNJUDGED} ELSE {CONTEXT} % {periods} END AS period"
    signature = f"CASE WHEN {CONTEXT} = {UNDATED} THEN 0 ELSE {CONTEXT} // {periods} END AS {SIGNATURE}"
    tables.do(f"CREATE OR REPLACE TEMP TABLE counted AS SELECT {signature}, {period}, * FROM cube")
    tables.do(
        "CREATE OR REPLACE TEMP TABLE spans AS SELECT "
        "(row_number() OVER (ORDER BY month, period) - 1)::INTEGER AS span, "
        "month, period FROM (SELECT DISTINCT month, period FROM counted)"
    )
    numbered = number(tables, "counted")
    kinds, places, spans = (tables.arrow(f"FROM {name} ORDER BY 1") for name in ("kinds", "places", "spans"))
    cells = tables.arrow(
        f"SELECT kind, place, span, lines, worth, unvalued FROM {numbered} JOIN spans ON each.period = spans.period "
        f"AND each.month IS NOT DISTINCT FROM spans.month ORDER BY kind, place, span"
    )
    return cells_of(kinds, places, cells, tuple(spans["month"].to_pylist()), spans["period"].to_numpy())


def days(history: History, day: date | None) -> tuple[date, date]:
    """First and last day that lines are judged on.

    Raises:
        InputError: no line has a day.
    """
    if day is not None:
        return day, day
    first = [file.first for file in history.files if file.first is not None]
    last = [file.last for file in history.files if file.last is not None]
    if not first or not last:
        raise InputError("no line of the history has a day", str(history.folder), "replay on one day: --on DAY")
    return min(first), max(last)


def _by_effects(rows: list[dict[str, int]], book: str, free: int) -> dict[tuple[int, int], int]:
    counted = {(0, 0): free}
    for row in rows:
        key = (row["e0"], row[book])
        counted[key] = counted.get(key, 0) + row["orders"]
    return counted
