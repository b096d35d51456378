"""``parties``: our register of dealers and customers, and who owns them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from moratorium.cli.session import Format, note, read_day, show

app = typer.Typer(help="Our register of parties.", no_args_is_help=True, rich_markup_mode=None)

_PARTY = Annotated[str, typer.Argument(help="Our id of the party.", metavar="PARTY")]
_ON = Annotated[str | None, typer.Option(help="Shares and seats of this day; default today.", metavar="DAY")]
_FORMAT = Annotated[Format, typer.Option(help="How to print.")]


@app.command("import")
def import_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="Register of parties: CSV, Excel, …", metavar="FILE")],
) -> None:
    """Keep our register of parties: names, identifiers, owners with shares and dates. What is wrong in it is told."""
    from moratorium.cli.rescreening import run_rescreen
    from moratorium.desk.references import keep_part

    home = context.obj.open()
    with home.store.begin() as connection:
        for fault in keep_part(home, connection, "parties", file):
            note(str(fault))
    note(f"kept {file.name}; orders are looked up in it from now on")
    run_rescreen(home, f"register {file.name}")


@app.command()
def screen(
    context: typer.Context,
    rulebook: Annotated[
        Path | None, typer.Option(help="Folder of measures for thresholds and orders, instead of the adopted rulebook.")
    ] = None,
    format: _FORMAT = Format.table,
) -> None:
    """Compare all parties of ours with all lists at hand; record and print what changed; decide their orders again."""
    from moratorium.cli.rescreening import run_rescreen
    from moratorium.desk import rulebooks

    home = context.obj.open()
    result = run_rescreen(home, "asked for", rulebooks.given(home, rulebook) if rulebook else None)
    columns = ("subject", "entry", "listed", "before", "state", "score", "due_to")
    changes = ((c.subject, c.entry, c.name, c.before, c.state, c.score, c.due) for c in result.changes)
    if result.changes or format is not Format.table:
        show(columns, changes, format)


@app.command()
def matches(
    context: typer.Context,
    party: Annotated[str | None, typer.Argument(help="Our id of the party; all if left out.", metavar="PARTY")] = None,
    state: Annotated[
        list[str] | None, typer.Option(help="open, reopened, false_positive or true_match; may be repeated.")
    ] = None,
    format: _FORMAT = Format.table,
) -> None:
    """List entries that our parties may be: open questions, what was settled by whom and why, what is asked again."""
    from moratorium.desk import matches as of

    show(of.COLUMNS, of.rows(context.obj.open(), party, of.known_states(state or ())), format)


@app.command()
def find(
    context: typer.Context,
    words: Annotated[
        list[str] | None, typer.Argument(help="Each begins a word of a name, in any script, or of our id.")
    ] = None,
    asked: Annotated[
        bool, typer.Option("--asked", help="Only those that may be a listed party, about which a person is asked.")
    ] = False,
    limit: Annotated[int, typer.Option(help="At most so many.", min=1)] = 100,
    format: _FORMAT = Format.table,
) -> None:
    """Find parties of our register and of orders by name; by sound or spelling, screen the name instead."""
    from moratorium.desk import party_file
    from moratorium.desk.directory import Directory
    from moratorium.desk.references import References

    home = context.obj.open()
    known = Directory(home, References(home))
    known.read_on()
    found, _ = party_file.found(home, known, " ".join(words or ()), asked, ("", ""), limit)
    if not found and format is Format.table:
        note("no party of this name is known; parties come with orders, or with `moratorium parties import FILE`")
        return
    rows = ((one.subject, one.id, one.name, one.country, "yes" if one.register else "no", one.asked) for one in found)
    show(("party", "id", "name", "country", "in_register", "matches_that_wait"), rows, format)


@app.command("show")
def show_(context: typer.Context, party: _PARTY, on: _ON = None, format: _FORMAT = Format.table) -> None:
    """What the register holds of a party, and whom it ties it to."""
    from moratorium.desk import parties

    show(("what", "value"), parties.show(context.obj.open(), party, read_day(on, "--on") if on else None), format)


@app.command()
def owners(context: typer.Context, party: _PARTY, on: _ON = None, format: _FORMAT = Format.table) -> None:
    """Who owns a party, layer by layer: shares, dates, lists; and what it comes to."""
    from moratorium.desk import parties

    found = parties.owners(context.obj.open(), party, read_day(on, "--on") if on else None)
    if format is not Format.table:
        show((*parties.OWNER_COLUMNS, "words"), found.document, format)
        return
    show(parties.OWNER_COLUMNS, found.rows, format)
    print(*("", *found.words), sep="\n")
