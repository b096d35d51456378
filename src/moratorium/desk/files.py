"""``map`` and ``check`` on files: which map, which rulebook, which reference, and what to tell a person about them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from moratorium.decision.decider import Decider
from moratorium.desk import rulebooks
from moratorium.desk.checking import Recorded, Tally, check
from moratorium.desk.home import Home
from moratorium.desk.references import References, keep_part
from moratorium.desk.texts import read_text
from moratorium.errors import InputError, MissingError
from moratorium.intake import (
    Mapping,
    Rejected,
    RejectedFile,
    Table,
    open_table,
    parse_mapping,
    propose,
    read_orders,
    render,
)
from moratorium.measures import Rulebook
from moratorium.store import Connection
from moratorium.store.project import adopted_rulebook
from moratorium.terms.order import Order

Advance = Callable[[int], None]


def propose_map(file: Path, target: Path) -> list[str]:
    """Propose a map for a file and write it; returns what to tell the person.

    Raises:
        InputError: the file cannot be read as a table, or the map is there already.
    """
    if target.exists():
        raise InputError(f"`{target}` is there already", help="remove it, or give another name with --out")
    table = open_table(file)
    mapping = propose(table)
    target.write_text(render(mapping, table), encoding="utf-8")
    told = [f"read as {table.format}"]
    told += [f"assumed, stated by nobody: {name}: {value}" for name, value in mapping.assume.items()]
    return [*told, f"read it, correct it, then: moratorium check {file} --map {target}"]


@dataclass(frozen=True)
class CheckRun:
    """What is to be checked, and by what.

    Attributes:
        file: The orders.
        map: The column map; None for ``FILE.map.yaml`` beside it, or columns named as fields.
        rulebook: A folder of measures; None for the adopted rulebook.
        known_at: Log size or time at which the adopted rulebook is taken.
        day: Valid day; None for each order's own date.
        actor: Id of the one entity of ours to decide for.
        parts: Files of ours handed in with this run.
    """

    file: Path
    map: Path | None = None
    rulebook: Path | None = None
    known_at: str | None = None
    day: date | None = None
    actor: str | None = None
    parts: dict[str, Path] = field(default_factory=dict)


@dataclass(frozen=True)
class Checked:
    """What a run came to.

    Attributes:
        tally: The decisions counted.
        decider: Rulebook and reference under which was decided.
        told: What to tell the person.
    """

    tally: Tally
    decider: Decider
    told: list[str]


def check_file(
    home: Home,
    run: CheckRun,
    begin: Callable[[Decider], Callable[[Recorded], None]],
    rejected: Path,
    advance: Advance | None = None,
) -> Checked:
    """Decide the orders of a file.

    Args:
        home: The state.
        run: What to check, and by what.
        begin: Is told under what will be decided, and gives what each decision is handed to after it is recorded.
        rejected: Where rows that are no order line are written, with reasons; none leave no file.
        advance: Is told how many rows were read.

    Raises:
        InputError: the file, the map or the rulebook cannot be read; nothing was decided then.
        MissingError: a file or the rulebook is missing.
    """
    if not run.file.is_file():
        raise MissingError(f"no file `{run.file}`")
    table = open_table(run.file)
    mapping = mapping_for(table, run)
    orders = _counted(read_orders(table, mapping), advance)
    with RejectedFile(rejected, table.columns) as file:
        decider, told = _prepared(home, run)
        told = [f"read as {table.format}", *unread(mapping), *told]
        tally = check(home, orders, decider, run.day, begin(decider), file.add)
    if not tally.rejected:
        rejected.unlink(missing_ok=True)  # of an earlier run; this one has none
    return Checked(tally, decider, told)


def _prepared(home: Home, run: CheckRun) -> tuple[Decider, list[str]]:
    """Rulebook and reference; what was handed in is kept if all of it can be used, else none of it."""
    hands_in = bool(run.parts) or run.rulebook is not None
    with home.store.begin() if hands_in else home.store.read() as connection:
        rulebook = _rulebook(home, connection, run)
        told = [
            f"left out of the {part}: {fault}"
            for part, path in run.parts.items()
            for fault in keep_part(home, connection, part, path)
        ]
        reference = References(home).on(connection, run.day or home.today(), rulebook)
        told += _reminders(rulebook, home.today(), reference.organisation.is_stated)
        decider, adopted = Decider(rulebook, reference, run.actor), adopted_rulebook(connection)
        if adopted is not None and not adopted.made(decider.digests):
            told.append("a trial: not the adopted rulebook; these decisions do not replace those that stand")
        return decider, told


def _rulebook(home: Home, connection: Connection, run: CheckRun) -> Rulebook:
    if run.rulebook is None:
        known = rulebooks.known_at(connection, run.known_at) if run.known_at else None
        return rulebooks.adopted(connection, known)
    documents = rulebooks.documents_in(run.rulebook)
    rulebook = rulebooks.read(documents)
    rulebooks.keep_folder(home, connection, documents, run.rulebook.name)
    return rulebook


def unread(mapping: Mapping) -> list[str]:
    """Which columns feed nothing, in words."""
    listed = ", ".join(f"`{name}`" for name in mapping.unused)
    return [f"columns not named as fields, left unread: {listed}"] if listed else []


def _reminders(rulebook: Rulebook, today: date, stated: bool) -> list[str]:
    told = [
        f"review due: {measure.id} ({measure.review.question})"
        for measure in rulebooks.reviews_due(rulebook, today)
        if measure.review is not None
    ]
    if not stated:
        told.append("no organisation.yaml: which laws bind us is not known; hand it in with --organisation")
    return told


def mapping_for(table: Table, run: CheckRun) -> Mapping:
    """The map of a run.

    Raises:
        MissingError: no map is there, and the columns are not named as fields.
    """
    return read_map(table, run.file, run.map or map_beside(run.file))


def map_beside(path: Path) -> Path | None:
    """The map that lies beside a file or folder; None if there is none."""
    beside = path.with_name(path.name + ".map.yaml")
    return beside if beside.exists() else None


def read_map(table: Table, file: Path, map: Path | None) -> Mapping:
    """A map, or the one that the names of the columns make.

    Args:
        table: The rows.
        file: Where they are from.
        map: The map's file; None if the columns are named as fields.

    Raises:
        MissingError: no map is there, or the columns are not named as fields.
        InputError: it cannot be read.
    """
    if map is not None:
        if not map.is_file():
            raise MissingError(f"no map `{map}`", help=f"moratorium map {file}")
        return parse_mapping(read_text(map), map.name)
    named = Mapping.of_columns(table.columns)
    if named is None:
        help_ = f"moratorium map {file}, read it, correct it"
        raise MissingError(f"no column of `{file.name}` is named `order`", help=help_)
    return named


def _counted(orders: Iterable[Order | Rejected], advance: Advance | None) -> Iterator[Order | Rejected]:
    for one in orders:
        yield one
        if advance is not None:
            advance(1 if isinstance(one, Rejected) else len(one.lines))


@contextmanager
def progress(doing: str = "deciding") -> Iterator[Advance | None]:
    """A progress bar on standard error, if a person watches."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn(doing), BarColumn(), MofNCompleteColumn(), TextColumn("lines"), TimeElapsedColumn())
    with Progress(*columns, transient=True) as bar:
        task = bar.add_task(doing, total=None)
        yield lambda lines: bar.advance(task, lines)
