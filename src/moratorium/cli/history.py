"""``history``: order files made ready for replaying drafts over them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from moratorium.cli.session import Format, note, show

if TYPE_CHECKING:
    from moratorium.desk.history_building import Outcome
    from moratorium.desk.history_showing import Shown
    from moratorium.history.folder import Built, Record

app = typer.Typer(
    help="Past orders, ready for replaying drafts over them.", no_args_is_help=True, rich_markup_mode=None
)

_INTO = Annotated[
    Path | None, typer.Option(help="Folder of the history (default: `history` in the home).", metavar="DIR")
]
_PART = typer.Option(help="Handed in once, kept, and used until a newer one is handed in.", metavar="FILE")


@app.command()
def build(
    context: typer.Context,
    files: Annotated[
        list[Path],
        typer.Argument(
            help="Files (CSV, Excel, JSON Lines, Parquet, Arrow; .gz is taken), folders, patterns in quotes.",
            metavar="FILE...",
        ),
    ],
    map: Annotated[
        Path | None,
        typer.Option(help="Column map of all files (default: FILE.map.yaml, FOLDER.map.yaml, or columns as fields)."),
    ] = None,
    into: _INTO = None,
    rulebook: Annotated[
        Path | None, typer.Option(help="Folder of measures whose thresholds count, instead of the adopted rulebook.")
    ] = None,
    organisation: Annotated[Path | None, _PART] = None,
    catalogue: Annotated[Path | None, _PART] = None,
    parties: Annotated[Path | None, _PART] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="A file that has changed takes the place of what was built of it.")
    ] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Build the history anew, of these files and no others.")
    ] = False,
    engine: Annotated[
        str,
        typer.Option(
            help="What compares parties with the lists: `duckdb` (this process), `pyspark`, `pyspark:ADDRESS`.",
            metavar="NAME",
        ),
    ] = "duckdb",
) -> int:
    """Look up every fact of past orders, once; files built before are left, and a build that was stopped goes on.

    Exit code: 0 all was built, 2 rows were rejected or files were not built; the others are built all the same.
    """
    from moratorium.desk.files import progress
    from moratorium.desk.history_building import BuildRun, build_history

    home = context.obj.open()
    given = {"organisation": organisation, "catalogue": catalogue, "parties": parties}
    handed = {part: path for part, path in given.items() if path is not None}
    run = BuildRun(tuple(files), map, into, rulebook, handed, again, replace, engine)
    with progress("building") as advance:
        outcome = build_history(home, run, note, advance)
    for fault in outcome.faults:
        note(f"moratorium: {fault}")
    for line in _summary(outcome):
        print(line)
    return 2 if outcome.faults or any(built.rejected for built in outcome.built) else 0


def _summary(outcome: Outcome) -> Iterable[str]:
    built, left = outcome.built, outcome.left
    kept = f", {_count(len(left), 'file')} left as built before" if left else ""
    orders, lines = sum(one.orders for one in built), sum(one.lines for one in built)
    yield f"{_count(len(built), 'file')} built{kept}: {_count(lines, 'line')} of {_count(orders, 'order')}"
    facts = sum(part.facts for one in built for part in one.parts)
    if lines:
        parties = f"{outcome.compared:,} {'party' if outcome.compared == 1 else 'parties'} compared with the lists"
        yield f"{_count(facts, 'combination')} of facts, {parties}"
    for one in built:
        yield from _told(one)
        if one.rejected:
            where = ", ".join(f"rejected/{part.name}.jsonl" for part in one.parts[:3] if part.rejected)
            yield f"{one.name}: {_count(one.rejected, 'row')} rejected, with reasons in {outcome.folder}: {where}"
    yield from _repeated(outcome.record)


def _repeated(record: Record) -> Iterable[str]:
    if record.repeated:
        yield f"{_count(record.repeated, 'order')} in more than one file; each counts as often as it stands there"


def _told(one: Built) -> Iterable[str]:
    """What a person should know of the dates and currencies of a file."""
    if one.undated:
        yield f"{one.name}: {_count(one.undated, 'line')} without an order date; kept, and counted apart by order date"
    if one.ahead:
        yield f"{one.name}: {_count(one.ahead, 'line')} dated after today, the last on {one.last}; kept"
    if one.currencies.get(""):
        yield f"{one.name}: {_count(one.currencies[''], 'line')} without a currency"
    if len(one.currencies) > 1:
        amounts = ", ".join(f"{name or 'none'} {lines:,}" for name, lines in one.currencies.items())
        yield f"{one.name}: lines by currency: {amounts}; worth is never added across them"


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"


@app.command("show")
def show_(
    context: typer.Context,
    into: _INTO = None,
    rulebook: Annotated[
        Path | None, typer.Option(help="Folder of measures that it was built with, instead of the adopted rulebook.")
    ] = None,
    format: Annotated[Format, typer.Option(help="How to print.")] = Format.table,
) -> None:
    """What a history holds: files with their counts, what facts were looked up in, and what of it has changed since."""
    from moratorium.desk.history_showing import shown

    found = shown(context.obj.open(), into, rulebook)
    show(_COLUMNS, map(_row, found.history.record.files), format)
    for line in _about(found):
        print(line) if format is Format.table else note(line)


_COLUMNS = (
    "file", "state", "orders", "lines", "rejected", "undated", "ahead", "first", "last", "currencies", "parts",
    "digest",
)  # fmt: skip


def _row(one: Built) -> tuple[object, ...]:
    state = "whole" if one.whole else "stopped"
    currencies = " ".join(name or "-" for name in one.currencies)
    days = (str(one.first or ""), str(one.last or ""))
    counts = (one.orders, one.lines, one.rejected, one.undated, one.ahead)
    return (one.name, state, *counts, *days, currencies, len(one.parts), one.digest[:16])


def _about(found: Shown) -> Iterable[str]:
    history = found.history
    record, sources = history.record, history.record.sources
    yield f"{_count(history.lines, 'line')} of {_count(history.orders, 'order')} in {history.folder}"
    yield f"begun on {record.day}, {_count(found.age, 'day')} ago, with rulebook {record.rulebook[:16]}"
    digests = {**sources.reference, "thresholds": sources.thresholds}
    yield "facts looked up in: " + ", ".join(f"{name} {digest[:16]}" for name, digest in sorted(digests.items()))
    if sources.lists:
        yield "lists: " + ", ".join(f"{name} {digest[:16]}" for name, digest in sorted(sources.lists.items()))
    if history.unfinished:
        yield f"stopped before their end, and not replayed: {', '.join(history.unfinished)}; build them again to go on"
    yield from _repeated(record)
    if found.changed:
        yield f"changed since: {', '.join(found.changed)}; further files need another history, or --again for all"
    else:
        yield "nothing that facts are looked up in has changed since"
