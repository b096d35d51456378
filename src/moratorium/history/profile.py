"""The profile of a history: its lines counted once, so that an edited draft is judged again in a moment.

It holds the lines by combination of facts, by their answers to what some rulebooks ask of a line's own numbers and
days, by currency, territory and state, and by *span*: a stretch of days within one month at whose inside nothing began
or ended in the rulebooks that it was made for. Beside it lies the same by day, for a draft in which something begins or
ends within a span. Any draft can be judged on it that asks of lines what the profile was made for; of the shared facts
it may ask anything. What is told of partners, products and orders needs the lines themselves: that is for a replay.

An opened profile keeps its numbers in memory, and each answer to a question about a shared fact: the next draft is
asked only what is new in it.
"""

from __future__ import annotations

import shutil
from bisect import bisect_right
from dataclasses import replace
from datetime import date
from pathlib import Path

import ibis.expr.types as ir
import msgspec
import numpy as np
import pyarrow as pa

from moratorium.conditions.explain import words
from moratorium.conditions.predicate import Predicate
from moratorium.errors import ConflictError, Fault, InputError, SourceError
from moratorium.history.cases import SIGNATURE, Plan, signed
from moratorium.history.cells import UNJUDGED, Cells, Codes
from moratorium.history.engines import Engine
from moratorium.history.folder import RECORD, History, write_whole
from moratorium.history.judging import Cases, Question
from moratorium.history.numbering import SUMS, cells_of, number
from moratorium.history.passes import NOTHING_KEPT, Passes
from moratorium.history.replay import days
from moratorium.history.schema import ROW
from moratorium.history.shared import Shared
from moratorium.history.tables import Tables
from moratorium.history.unfinished import unfinished
from moratorium.terms.canon import digest_bytes

FOLDER = "profile"
"""In the folder of the history."""

CELLS, DAYS, KINDS, PLACES, ABOUT = "cells.parquet", "days.parquet", "kinds.parquet", "places.parquet", "profile.json"

FORMAT = 2

_UNDATED_SPAN = -1


class About(msgspec.Struct, frozen=True):
    """``profile.json``.

    Attributes:
        format: Of the profile.
        history: Digest of the history's record when it was made.
        parts: What it was made to answer of lines, in the order of a signature's digits.
        spans: First day of each span, in order.
    """

    format: int
    history: str
    parts: tuple[Predicate, ...]
    spans: tuple[date, ...]


def make_profile(engine: Engine, history: History, question: Question, passes: Passes = NOTHING_KEPT) -> About:
    """Make the profile of a history; one that is there is replaced as a whole.

    Args:
        engine: Works through the lines.
        history: The history.
        question: Rulebooks whose questions to lines it is to answer.
        passes: Where what the pass over the lines found is kept, if anywhere.
    """
    plan = Plan(question.periods(*days(history, question.day)))
    about = About(FORMAT, _digest(history), plan.line_parts, _spans(history, question))
    with unfinished(history.folder / FOLDER, "profile") as part:
        lines = signed(plan, engine.read(history.lines_paths), engine.read(history.facts_paths))
        raw = Passes(passes.folder or part).written(
            "raw", lambda path: engine.con.to_parquet(_counted(lines), path, compression="zstd")
        )
        _write(Tables(engine), raw, part, about.spans)
        if raw.parent == part:
            raw.unlink()
        write_whole(part / ABOUT, msgspec.json.encode(about))
        _exchange(part, history.folder / FOLDER)
    return about


def _spans(history: History, question: Question) -> tuple[date, ...]:
    """First days of months, and days on which something begins or ends."""
    if not any(file.first for file in history.files):
        return ()
    first, last = days(history, None)
    months = (date(month // 12, month % 12 + 1, 1) for month in range(_month(first) + 1, _month(last) + 1))
    return tuple(sorted({*months, *(one.start for one in replace(question, day=None).periods(first, last))}))


def _counted(lines: ir.Table) -> ir.Table:
    keyed = lines.select(ROW, SIGNATURE, "currency", "territory", "value", "day", open=lines["status"] == "open")
    return keyed.group_by([ROW, SIGNATURE, "day", "currency", "territory", "open"]).agg(
        lines=keyed.count(), worth=keyed["value"].sum(), unvalued=keyed["value"].isnull().sum().cast("int64")
    )


def _write(tables: Tables, raw: Path, part: Path, spans: tuple[date, ...]) -> None:
    """The files of a profile from the lines counted by day."""
    tables.do(f"CREATE OR REPLACE TEMP VIEW raw AS FROM {_file(raw)}")
    numbered = number(tables, "raw")
    _copy(tables, "FROM kinds ORDER BY kind", part / KINDS)
    _copy(tables, "FROM places ORDER BY place", part / PLACES)
    _copy(tables, f"SELECT kind, place, day, lines, worth, unvalued FROM {numbered} ORDER BY day", part / DAYS)
    span = f"SELECT day, {_span_of(spans)} AS span FROM (SELECT DISTINCT day FROM raw)"
    _copy(
        tables,
        f"SELECT kind, place, span, {SUMS} FROM {_file(part / DAYS)} AS each JOIN ({span}) AS spans "
        f"ON each.day IS NOT DISTINCT FROM spans.day GROUP BY ALL ORDER BY kind, place, span",
        part / CELLS,
    )


def _span_of(spans: tuple[date, ...]) -> str:
    """SQL of the number of a day's span."""
    told = " ".join(f"WHEN day >= DATE '{one}' THEN {place}" for place, one in reversed(tuple(enumerate(spans))))
    return f"(CASE WHEN day IS NULL THEN {_UNDATED_SPAN} {told} ELSE 0 END)::INTEGER"


def _copy(tables: Tables, rows: str, path: Path) -> None:
    tables.do(f"COPY ({rows}) TO {_text(path)} (FORMAT parquet, COMPRESSION zstd)")


def _file(path: Path) -> str:
    return f"read_parquet({_text(path)})"


def _text(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def _exchange(part: Path, target: Path) -> None:
    """Put a folder in the place of another."""
    old = target.with_name(f".{target.name}-old")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.replace(old)
    part.replace(target)
    shutil.rmtree(old, ignore_errors=True)


def read_profile(history: History) -> About | None:
    """What the profile of a history says of itself; None if there is none, or the history has changed since.

    Raises:
        SourceError: it cannot be read.
    """
    path = history.folder / FOLDER / ABOUT
    try:
        about = msgspec.json.decode(path.read_bytes(), type=About)
    except FileNotFoundError:
        return None
    except msgspec.MsgspecError as error:
        raise SourceError(f"the profile cannot be read: {error}", str(path), "delete its folder") from error
    return about if about.format == FORMAT and about.history == _digest(history) else None


def _digest(history: History) -> str:
    return digest_bytes((history.folder / RECORD).read_bytes())


class Profile:
    """An opened profile.

    Args:
        local: The engine within this process; stays open as long as the profile is used.
        history: The history.
        about: What the profile says of itself.

    Raises:
        SourceError: its files cannot be read.
    """

    def __init__(self, local: Engine, history: History, about: About) -> None:
        self.history = history
        self._about = about
        self._tables = Tables(local)
        self._folder = history.folder / FOLDER
        self._kinds, self._places, self._cells = (self._read(name) for name in (KINDS, PLACES, CELLS))
        self._last: tuple[tuple[date, ...], Cells] | None = None
        self._shared: Shared | None = None

    def _read(self, name: str) -> pa.Table:
        return self._tables.arrow(f"FROM {_file(self._folder / name)}")

    def judge(self, question: Question) -> Cases:
        """The cases of the history, judged under some rulebooks.

        Raises:
            InputError: a rulebook asks something of lines that the profile was not made for; all of it is told.
            ConflictError: the history has changed since the profile was opened.
        """
        if _digest(self.history) != self._about.history:
            raise ConflictError("the history has changed", str(self.history.folder), "open its profile again")
        plan = Plan(question.periods(*days(self.history, question.day)), self._about.parts)
        more = plan.line_parts[len(self._about.parts) :]
        if more:
            raise InputError.of(_not_made_for(part) for part in more)
        return Cases(self._tables, self.history, question, plan, self._cells_of(plan, question.day), self._facts(plan))

    def _facts(self, plan: Plan) -> Shared:
        """The facts, with all answers so far; read anew, with those of before, if others are asked for."""
        if self._shared is None or not self._shared.knows(plan.shared_asked):
            before = self._shared.wanted if self._shared is not None else frozenset()
            self._shared = Shared(self._tables, self.history, before | plan.shared_asked)
        return self._shared

    def _cells_of(self, plan: Plan, day: date | None) -> Cells:
        """The cells by the periods of a plan; those of the last plan are kept."""
        starts = () if day is not None else tuple(one.start for one in plan.periods)
        if self._last is None or self._last[0] != starts:
            self._last = None  # two at once would need twice the memory
            self._last = (starts, self._by_periods(starts))
        return self._last[1]

    def _by_periods(self, starts: tuple[date, ...]) -> Cells:
        if not starts:
            return self._numbered(self._cells, self._about.spans, np.zeros(len(self._about.spans), np.int64), 0)
        spans = tuple(sorted({*self._about.spans, *starts[1:]}))
        cells = self._cells if spans == self._about.spans else self._split(spans)
        periods = np.array([bisect_right(starts, one) - 1 for one in spans], np.int64).clip(0)
        return self._numbered(cells, spans, periods, UNJUDGED)

    def _split(self, spans: tuple[date, ...]) -> pa.Table:
        """The cells by other spans; those within which something begins or ends are counted from days."""
        known = self._about.spans
        cut = sorted({bisect_right(known, one) - 1 for one in spans if one not in known})
        number_ = np.array([spans.index(one) for one in known] + [_UNDATED_SPAN], np.int32)
        whole = self._cells.filter(pa.array(~np.isin(self._cells["span"].to_numpy(), cut)))
        whole = whole.set_column(2, "span", pa.array(number_[whole["span"].to_numpy()]))
        within = " OR ".join(
            f"day >= DATE '{known[one]}'" + (f" AND day < DATE '{known[one + 1]}'" if one + 1 < len(known) else "")
            for one in cut
        )
        rows = f"SELECT kind, place, {_span_of(spans)} AS span, {SUMS} FROM {_file(self._folder / DAYS)} WHERE {within}"
        split = self._tables.arrow(f"{rows} GROUP BY ALL ORDER BY kind, place, span")
        return pa.concat_tables([whole, split.cast(whole.schema)])

    def _numbered(self, cells: pa.Table, spans: tuple[date, ...], periods: Codes, undated: int) -> Cells:
        """Cells with a last span for lines without a day."""
        months = (*(_month(one) for one in spans), None)
        return cells_of(self._kinds, self._places, cells, months, np.append(periods, undated))


def _not_made_for(part: Predicate) -> Fault:
    return Fault(f"the profile was not made to tell of each line: {words(part)}", "draft", "make it anew with --renew")


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1
