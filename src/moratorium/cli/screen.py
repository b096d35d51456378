"""``screen``: one name, or a file of names, compared with the lists. Nothing is decided and nothing is recorded."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from moratorium.cli.session import Format, note, show, visible
from moratorium.errors import InputError, MissingError

if TYPE_CHECKING:
    from moratorium.desk.match_files import Kind, Sink
    from moratorium.desk.match_rows import MatchRow
    from moratorium.desk.screening import Screener
    from moratorium.desk.screening_file import Tally
    from moratorium.intake import Asked

MOST_SHOWN = 200
"""Matches of a file that are shown on a screen; a file of results holds them all."""

MOST_EXPLAINED = 20
"""Matches of one name that are told word by word on a screen."""

_COLUMNS = ("score", "list", "entry", "kind", "quality", "name", "confirms", "contradicts")


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(screen)


def screen(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(help="A name, in any script.", metavar="[NAME]")] = None,
    names: Annotated[
        str | None,
        typer.Option(help="File of names (id,name[,kind,country,birth_date]); - for standard input.", metavar="FILE"),
    ] = None,
    list: Annotated[
        list[str] | None, typer.Option(help="Tell of this list or source only; may be given again.", metavar="LIST")
    ] = None,
    threshold: Annotated[
        str | None, typer.Option(help="Least score, instead of those of the rulebook.", metavar="X")
    ] = None,
    kind: Annotated[str | None, typer.Option(help="person, entity, vessel or aircraft; evidence only.")] = None,
    country: Annotated[str | None, typer.Option(help="Country of the name; evidence only.")] = None,
    birth_date: Annotated[str | None, typer.Option(help="Date of birth; evidence only.", metavar="DAY")] = None,
    rulebook: Annotated[
        Path | None, typer.Option(help="Folder of measures whose thresholds count, instead of the adopted rulebook.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Write rows here: .jsonl, .csv, .arrow, .arrows or .parquet.", metavar="FILE")
    ] = None,
    workers: Annotated[int | None, typer.Option(help="Processes (default: one a core).", min=1, metavar="N")] = None,
    format: Annotated[Format | None, typer.Option(help="Default: table on a screen, else json.")] = None,
) -> int:
    """Compare a name, or a file of names, with the lists at hand.

    Exit code: 0 whatever is found, since nothing is decided here; 2 if rows of the file were rejected; 3 if a list is
    not at hand.
    """
    if (name is None) == (names is None):
        raise InputError("give one name, or a file of names with --names", "screen")
    if names is not None and (kind or country or birth_date):
        raise InputError("--kind, --country and --birth-date are of one name", "--names", "name them as columns")
    chosen = format or (Format.table if sys.stdout.isatty() and out is None else Format.json)
    _check_out(out, names)
    from moratorium.desk.screening import open_screener

    asked = None if name is None else _asked(name, kind, country, birth_date)
    screener = open_screener(context.obj.open(), list or (), threshold, rulebook, note)
    for line in screener.told:
        note(line)
    if asked is not None:
        _one(screener, asked, out, chosen)
        return 0
    try:
        with _file_of(names or "") as file:
            tally = _many(screener, file, out, chosen, workers)
    except KeyboardInterrupt:
        note("stopped; no result was written")
        return 130
    return 2 if tally.rejected else 0


def _check_out(out: Path | None, names: str | None) -> None:
    """Where results will be written is looked at before anything is compared."""
    if out is None:
        return
    from moratorium.desk.match_files import kind_of

    kind_of(out)
    if not out.parent.is_dir():
        raise InputError(f"no folder `{out.parent}`", "--out", "make it first")
    if out.is_dir():
        raise InputError(f"`{out}` is a folder", "--out", "give the name of a file")
    if names is not None and out.resolve() == Path(names).resolve():
        raise InputError(f"`{out}` holds the names and would be written over", "--out", "give another name")


# -- one name ---------------------------------------------------------------------------------------------------------


def _asked(name: str, kind: str | None, country: str | None, birth_date: str | None) -> Asked:
    from moratorium.intake import Asked, kind_of
    from moratorium.terms.party import Address, Party

    if not name.strip():
        raise InputError("the name is empty", "screen", "give a name")
    known = kind_of(kind) if kind is not None else ""
    if known is None:
        raise InputError(f"`{kind}` is no kind", "--kind", "one of person, entity, vessel, aircraft")
    births = (birth_date.strip(),) if birth_date else ()
    clean = name.strip().encode("utf-8", "replace").decode("utf-8")
    return Asked("", Party(names=(clean,), address=Address(country=country or None), birth_dates=births), known)


def _one(screener: Screener, asked: Asked, out: Path | None, format: Format) -> None:
    from moratorium.desk.match_files import encode, kind_of, writer

    rows = [*screener.rows([asked])]
    if out is not None:
        with writer(out, kind_of(out), screener.about) as sink:
            sink(encode(rows, kind_of(out)))
    elif format is Format.table:
        _tell(screener, asked, rows)
    else:
        with _printed(format) as (kind, sink):
            sink(encode(rows, kind))


def _tell(screener: Screener, asked: Asked, rows: Sequence[MatchRow]) -> None:
    """The answer for a person: what is near, why, and against which lists nothing was found."""
    from moratorium.desk.match_rows import not_compared
    from moratorium.screening import wording

    (screened,) = screener.screen([asked])
    found = [row for row in rows if row.entry is not None]
    if rows[0].lookalikes:
        print(visible(f"letters of two scripts in one word: {rows[0].lookalikes}"))
    if found:
        _show(found)
    for row in found[:MOST_EXPLAINED]:
        print(visible(f"\n{row.words}\n  {row.alignment}" + (f"\n  {row.evidence}" if row.evidence else "")))
    if len(found) > MOST_EXPLAINED:
        print(f"\nand {len(found) - MOST_EXPLAINED} more; `--format json` tells all")
    nothing = [line for line in wording(screened, screener.scope.on) if not line.startswith("possible match")]
    nothing += [f"  {reason}" for reason in not_compared(asked, screened)]
    print(*([""] if found and nothing else []), *map(visible, nothing), sep="\n")


def _show(rows: Iterable[MatchRow]) -> None:
    show(_COLUMNS, ([f"{row.score:.2f}", *(getattr(row, name) for name in _COLUMNS[1:])] for row in rows), Format.table)


# -- a file of names --------------------------------------------------------------------------------------------------


def _many(screener: Screener, file: Path, out: Path | None, format: Format, workers: int | None) -> Tally:
    from moratorium.desk.match_files import kind_of, writer
    from moratorium.desk.screening_file import screen_file, workers_for
    from moratorium.intake import open_table

    table = open_table(file)
    note(f"read as {table.format}")
    rejected = (out.parent if out else Path()) / "rejected.csv"
    result = _printed(format) if out is None else _at(kind_of(out), writer(out, kind_of(out), screener.about))
    with result as (kind, sink), _progress(table.lines) as advance:
        tally = screen_file(screener, table, kind, sink, rejected, workers_for(table, workers), advance)
    for line in (*tally.left_out, *_counts(tally, rejected)):
        note(line)
    return tally


@contextmanager
def _at(kind: Kind, writing: AbstractContextManager[Sink]) -> Iterator[tuple[Kind, Sink]]:
    with writing as sink:
        yield kind, sink


def _counts(tally: Tally, rejected: Path) -> Iterator[str]:
    from moratorium.report.summary import counted

    without = tally.names - tally.matched - tally.not_compared
    yield f"{counted(tally.names, 'name')}: {tally.matched:,} with a possible match, {without:,} without"
    if tally.not_compared:
        yield f"{counted(tally.not_compared, 'name')} not compared: they say too little; `words` tells why"
    if tally.rejected:
        yield f"{counted(tally.rejected, 'rejected row')} with reasons in {rejected}"


@contextmanager
def _printed(format: Format) -> Iterator[tuple[Kind, Sink]]:
    """Rows on standard output; as a table only possible matches, and not endlessly many."""
    from moratorium.desk.match_files import csv_heading, decode

    if format is not Format.table:
        if format is Format.csv:
            sys.stdout.write(csv_heading().decode())
        yield ("csv" if format is Format.csv else "jsonl"), lambda piece: _ignored(sys.stdout.write(piece.decode()))
        sys.stdout.flush()
        return
    shown: list[MatchRow] = []
    left = [0]

    def keep(piece: bytes) -> None:
        found = [row for row in decode(piece) if row.entry is not None]
        shown.extend(found[: MOST_SHOWN - len(shown)])
        left[0] += len(found)

    yield "jsonl", keep
    columns = ("id", "query", *_COLUMNS)
    show(columns, ([getattr(row, name) for name in columns] for row in shown), Format.table)
    if left[0] > len(shown):
        print(f"and {left[0] - len(shown):,} more possible matches; write them with --out FILE")


def _ignored(_: int) -> None:
    return None


@contextmanager
def _file_of(names: str) -> Iterator[Path]:
    """The file of names; standard input becomes one, since a table is read more than once."""
    if names != "-":
        if not Path(names).is_file():
            raise MissingError(f"no file `{names}`")
        yield Path(names)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "standard input"
        with path.open("wb") as file:
            shutil.copyfileobj(sys.stdin.buffer, file)
        yield path


@contextmanager
def _progress(total: int) -> Iterator[Callable[[int], None]]:
    """A progress bar on standard error, if a person watches."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("screening"), BarColumn(), MofNCompleteColumn(), TextColumn("names"), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("screening", total=total)
        yield lambda names: bar.advance(task, names)
