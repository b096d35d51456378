"""``lists``: list versions in, their age, and what changed between them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from moratorium.cli.session import Format, note, read_day, show

if TYPE_CHECKING:
    from moratorium.desk.lists import Status
    from moratorium.screening import Reading

app = typer.Typer(help="Versions of the official party lists.", no_args_is_help=True, rich_markup_mode=None)

_FORMAT = Annotated[Format, typer.Option(help="How to print.")]
_VERSION = "DAY|DIGEST"

FAILED = 6
"""Exit code if a source could not be brought up to date; that of a SourceError."""


@app.command()
def update(
    context: typer.Context,
    sources: Annotated[
        list[str] | None, typer.Argument(help="Such as ofac-sdn; none for all.", metavar="[SOURCE...]")
    ] = None,
    dry_run: Annotated[bool, typer.Option(help="Fetch and compare, and record nothing.")] = False,
    format: _FORMAT = Format.table,
) -> None:
    """Bring the official lists up to date from their publishers, or from the mirror in MORATORIUM_LISTS_MIRROR.

    A list is switched to as a whole; one that cannot be had, is cut off or has shrunk is refused and the old version
    stays. The exit code is then 6, and the other lists are brought all the same.
    """
    from moratorium.cli.rescreening import run_rescreen
    from moratorium.desk.updating import update

    home = context.obj.open()
    rows, failed, brought = [], False, []
    for one in update(home, sources or (), dry_run=dry_run):
        if one.error is not None:
            failed = True
            for fault in one.error.faults:
                note(f"moratorium: {one.source} is not brought up to date: {fault}")
        if one.imported is not None:
            _tell(one.source, one.imported.reading)
            brought.append(f"{one.source} of {one.imported.version.published}")
        version = one.version
        rows.append(
            (
                one.source,
                one.result,
                version.published if version else None,
                version.count if version else None,
                version.digest[:16] if version else None,
                one.words,
            )
        )
    show(("source", "result", "published", "entries", "digest", "words"), rows, format)
    if brought:
        run_rescreen(home, ", ".join(brought))
    if failed:
        raise typer.Exit(FAILED)


@app.command("import")
def import_(
    context: typer.Context,
    files: Annotated[
        list[Path], typer.Argument(help="The file; of OFAC's lists also alt, add, comments.", metavar="FILE...")
    ],
    source: Annotated[str, typer.Option(help="Such as ofac-sdn, us-csl, un or own.")],
    published: Annotated[str, typer.Option(help="Day of publication.", metavar="DAY")],
    accept_shrink: Annotated[
        str | None, typer.Option(help="Take a shrunken list too; say why that is right.", metavar="REASON")
    ] = None,
) -> None:
    """Import one version of a source. An empty, truncated or shrunken file is refused and the old version stays.

    A list that has rightly lost more than a fifth of its entries or names is taken with --accept-shrink, by a named
    identity; the reason is kept in the log.
    """
    from moratorium.cli.rescreening import run_rescreen
    from moratorium.desk import lists

    home = context.obj.open()
    parts = lists.parts_of(source, files)
    day = read_day(published, "--published")
    done = lists.import_list(home, source, day, parts, accept_shrink)
    version = done.version
    note(f"{source}: {version.count:,} entries published {version.published}, digest {version.digest[:16]}")
    _tell(source, done.reading)
    if accept_shrink is not None:
        note(f"accepted: {done.shrunk}" if done.shrunk else "nothing has shrunk; the reason is not recorded")
    if done.difference is not None:
        note(f"to the version before: {lists.words(done.difference)}")
    run_rescreen(home, f"{source} of {version.published}")


def _tell(source: str, reading: Reading) -> None:
    """What a person should know of a version that was read."""
    for fault in (*reading.rejected, *reading.notes):
        note(f"{source}: {fault}")


@app.command()
def status(context: typer.Context, format: _FORMAT = Format.table) -> None:
    """Age of each list against its promised freshness, and when its publisher was last asked."""
    from moratorium.desk import lists

    show(_STATUS, map(_status_row, lists.status(context.obj.open())), format)


_STATUS = (
    "source", "lists", "published", "entries", "rejected", "versions", "digest", "age_days", "promised_days",
    "checked", "check", "caution", "state",
)  # fmt: skip


def _status_row(one: Status) -> tuple[object, ...]:
    version, check = one.version, one.check
    known = (" ".join(version.lists), version.published, version.entries, version.rejected) if version else (None,) * 4
    return (
        one.source,
        *known,
        one.versions,
        version.digest[:16] if version else None,
        one.age_days,
        one.promised_days,
        check.at.isoformat(timespec="minutes") if check else None,
        " ".join(filter(None, (check.result, check.words))) if check else None,
        one.caution,
        one.words,
    )


@app.command()
def diff(
    context: typer.Context,
    source: Annotated[str, typer.Argument(help="Such as ofac-sdn, us-csl, un or own.")],
    from_: Annotated[
        str | None, typer.Option("--from", help="The older version (default: the one before).", metavar=_VERSION)
    ] = None,
    to: Annotated[str | None, typer.Option(help="The newer version (default: the newest).", metavar=_VERSION)] = None,
    format: _FORMAT = Format.table,
) -> None:
    """Added, removed and changed entries between two versions of a source, with what is said differently."""
    from moratorium.desk import comparing

    found = comparing.difference(context.obj.open(), source, from_, to)
    show(("change", "list", "entry", "name", "what"), comparing.difference_rows(found), format)
