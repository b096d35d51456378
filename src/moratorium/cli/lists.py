"""``lists``: list versions in, their age, and what changed between them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from moratorium.cli.session import Format, note, read_day, show

app = typer.Typer(help="Versions of the official party lists.", no_args_is_help=True, rich_markup_mode=None)

_FORMAT = Annotated[Format, typer.Option(help="How to print.")]


@app.command("import")
def import_(
    context: typer.Context,
    files: Annotated[
        list[Path], typer.Argument(help="The file; for ofac-sdn also alt, add, comments.", metavar="FILE...")
    ],
    source: Annotated[str, typer.Option(help="ofac-sdn, us-csl, un or own.")],
    published: Annotated[str, typer.Option(help="Day of publication.", metavar="DAY")],
) -> None:
    """Import one version of a source. An empty, truncated or shrunken file is refused and the old version stays."""
    from moratorium.desk import lists

    parts = lists.parts_of(source, files)
    done = lists.import_list(context.obj.open(), source, read_day(published, "--published"), parts)
    version = done.version
    note(f"{source}: {version.count:,} entries published {version.published}, digest {version.digest[:16]}")
    for fault in (*done.reading.rejected, *done.reading.notes):
        note(f"{source}: {fault}")
    if done.difference is not None:
        note(f"to the version before: {lists.words(done.difference)}")


@app.command()
def status(context: typer.Context, format: _FORMAT = Format.table) -> None:
    """Age of each list against its promised freshness."""
    from moratorium.desk import lists

    rows = [
        (
            one.source,
            " ".join(one.version.lists) if one.version else "",
            one.version.published if one.version else None,
            one.version.entries if one.version else None,
            one.age_days,
            one.promised_days,
            one.words,
        )
        for one in lists.status(context.obj.open())
    ]
    show(("source", "lists", "published", "entries", "age_days", "promised_days", "state"), rows, format)


@app.command()
def diff(
    context: typer.Context,
    source: Annotated[str, typer.Argument(help="ofac-sdn, us-csl, un or own.")],
    format: _FORMAT = Format.table,
) -> None:
    """Added, removed and changed entries between the two newest versions of a source."""
    from moratorium.desk import lists

    rows = lists.difference_rows(lists.difference(context.obj.open(), source))
    show(("change", "list", "entry", "name"), rows, format)
