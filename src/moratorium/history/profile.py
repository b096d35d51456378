"""The profile of a history: its lines counted once, so that an edited draft is judged again in a moment.

It holds the lines by combination of facts, by their answers to what some rulebooks ask of a line's own numbers and
days, by currency, territory and state; once by month, and once by day for the months in which something begins or ends
in the middle. Any draft can be judged on it that asks of lines what the profile was made for; of the shared facts it
may ask anything. What is told of partners, products and orders needs the lines themselves: that is for a replay.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import ibis.expr.types as ir
import msgspec

from moratorium.conditions.explain import words
from moratorium.conditions.predicate import Predicate
from moratorium.errors import Fault, InputError, SourceError
from moratorium.history.cases import CONTEXT, SIGNATURE, UNDATED, Plan, signed
from moratorium.history.engines import Engine
from moratorium.history.folder import RECORD, History, write_whole
from moratorium.history.judging import KEYS, SUMS, Cases, Question
from moratorium.history.replay import days
from moratorium.history.schema import ROW
from moratorium.history.tables import Tables
from moratorium.terms.canon import digest_bytes

FOLDER = "profile"
"""In the folder of the history."""

MONTHS, DAYS, ABOUT = "months.parquet", "days.parquet", "profile.json"

FORMAT = 1

_SHARED_KEYS = (ROW, SIGNATURE, "month", "currency", "territory", "open")


class About(msgspec.Struct, frozen=True):
    """``profile.json``.

    Attributes:
        format: Of the profile.
        history: Digest of the history's record when it was made.
        parts: What it was made to answer of lines, in the order of a signature's digits.
    """

    format: int
    history: str
    parts: tuple[Predicate, ...]


def make_profile(engine: Engine, history: History, question: Question) -> About:
    """Make the profile of a history; one that is there is replaced as a whole.

    Args:
        engine: Works through the lines.
        history: The history.
        question: Rulebooks whose questions to lines it is to answer.
    """
    plan = Plan(question.periods(*days(history, question.day)))
    about = About(FORMAT, _digest(history), plan.line_parts)
    part = Path(mkdtemp(prefix=f".{FOLDER}-", suffix=".part", dir=history.folder))
    try:
        lines = signed(plan, engine.read(history.lines_paths), engine.read(history.facts_paths))
        engine.con.to_parquet(_counted(lines, "month", "day").order_by("day"), part / DAYS, compression="zstd")
        by_day = engine.read([part / DAYS])
        engine.con.to_parquet(_joined(by_day).order_by("month"), part / MONTHS, compression="zstd")
        write_whole(part / ABOUT, msgspec.json.encode(about))
        _exchange(part, history.folder / FOLDER)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return about


def _counted(lines: ir.Table, *days_: str) -> ir.Table:
    day: Any = lines["day"]
    keyed = lines.select(
        ROW,
        SIGNATURE,
        "currency",
        "territory",
        "value",
        "day",
        month=(day.year() * 12 + day.month() - 1).cast("int32"),
        open=lines["status"] == "open",
    )
    return keyed.group_by([ROW, SIGNATURE, *days_, "currency", "territory", "open"]).agg(
        lines=keyed.count(), worth=keyed["value"].sum(), unvalued=keyed["value"].isnull().sum()
    )


def _joined(by_day: ir.Table) -> ir.Table:
    sums = {name: by_day[name].sum() for name in ("lines", "worth", "unvalued")}
    return by_day.group_by(list(_SHARED_KEYS)).agg(**sums)


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


def cases_of(local: Engine, history: History, about: About, question: Question) -> Cases:
    """The cases of a history, judged on its profile.

    Raises:
        InputError: a rulebook asks something of lines that the profile was not made for; all of it is told.
    """
    plan = Plan(question.periods(*days(history, question.day)), about.parts)
    more = plan.line_parts[len(about.parts) :]
    if more:
        raise InputError.of(_not_made_for(part) for part in more)
    tables = Tables(local)
    tables.do(f"CREATE OR REPLACE TEMP TABLE cube AS {_cube(history.folder / FOLDER, plan, question.day)}")
    found = Cases(tables, history, question, plan)
    found.judge()
    return found


def _not_made_for(part: Predicate) -> Fault:
    return Fault(f"the profile was not made to tell of each line: {words(part)}", "draft", "make it anew with --renew")


def _cube(folder: Path, plan: Plan, day: date | None) -> str:
    """SQL of the cube: whole months, and days of the months within which something begins or ends."""
    months, by_day = (f"read_parquet('{str(folder / name).replace(chr(39), chr(39) * 2)}')" for name in (MONTHS, DAYS))
    keys = ", ".join(key for key in KEYS if key != CONTEXT)
    if day is not None:
        return f"SELECT {keys}, {SIGNATURE} AS {CONTEXT}, lines, worth, unvalued FROM {months}"
    count = len(plan.periods)
    starts = [(number, one.start) for number, one in enumerate(plan.periods)][:0:-1]
    split = sorted({_month(start) for _, start in starts if start.day > 1})
    among = f"month IN ({', '.join(map(str, split))})" if split else "false"
    whole = _cases((f"month >= {_month(start)}", number) for number, start in starts)
    each = _cases((f"day >= DATE '{start}'", number) for number, start in starts)
    context = f"CASE WHEN month IS NULL THEN {UNDATED} ELSE {SIGNATURE} * {count} + {{}} END AS {CONTEXT}"
    return (
        f"SELECT {keys}, {context.format(whole)}, lines, worth, unvalued FROM {months} "
        f"WHERE month IS NULL OR NOT {among} UNION ALL "
        f"SELECT {keys}, {context.format(each)}, {SUMS} FROM {by_day} WHERE {among} GROUP BY ALL"
    )


def _cases(later: Iterable[tuple[str, int]]) -> str:
    """Number of a period, latest first."""
    told = " ".join(f"WHEN {where} THEN {number}" for where, number in later)
    return f"CASE {told} ELSE 0 END" if told else "0"


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1
