"""``measure``: the rulebook's life, by two people."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from moratorium.cli.session import Format, note, read_day, show

MOST_TOLD = 25
"""Changes told one by one on approval; all of them are told before it by `measure show --proposal N`."""

app = typer.Typer(
    help="Measures: written, checked, proposed by one person and approved by another.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

_ID = Annotated[str, typer.Argument(help="Id of the measure.", metavar="ID")]
_NUMBER = Annotated[int, typer.Argument(help="Number of the proposal.", metavar="N")]
_REASON = Annotated[str, typer.Option(help="Why; goes into the record.")]
_FORMAT = Annotated[Format, typer.Option(help="How to print.")]


@app.command()
def new(
    id: Annotated[str | None, typer.Argument(help="Id of the new measure.", metavar="ID")] = None,
    starter: Annotated[Path | None, typer.Option(help="Write the starter rulebook into this new folder.")] = None,
    out: Annotated[Path | None, typer.Option(help="Where to write the measure (default: ID.yaml).")] = None,
) -> None:
    """Write a new measure to fill in, or the starter rulebook."""
    from moratorium.desk import drafting

    for path in drafting.write_starter(starter) if starter else drafting.write_new(id, out):
        print(path)


@app.command()
def check(
    path: Annotated[Path, typer.Argument(help="A measure, or a folder of them.", metavar="PATH")],
    on: Annotated[str | None, typer.Option(help="Look from this day on; default today.", metavar="DAY")] = None,
    without_proof: Annotated[bool, typer.Option("--without-proof", help="Only read them; quicker.")] = False,
) -> None:
    """Check measures: every fault of every file, with line and column; then what is odd about them, by proof."""
    from moratorium.desk import drafting

    print(drafting.checked(path))
    if not without_proof:
        from moratorium.desk import proving

        found = proving.rulebook_warnings(path, read_day(on, "--on") if on else None)
        for told in found.told:
            print(f"look: {told}")
        if found.unread:
            note(f"{found.unread} questions were not decided for want of time; `moratorium prove` takes its own time")


@app.command()
def adopt(context: typer.Context, folder: Annotated[Path, typer.Argument(metavar="DIR")]) -> None:
    """Propose that a folder become the whole rulebook; another person approves."""
    from moratorium.desk import rulebooks

    _proposed(rulebooks.propose_adoption(context.obj.open(), folder))


@app.command()
def propose(
    context: typer.Context, file: Annotated[Path, typer.Argument(metavar="FILE")], reason: _REASON = ""
) -> None:
    """Propose a new or changed measure; another person approves."""
    from moratorium.desk import rulebooks

    _proposed(rulebooks.propose_measure(context.obj.open(), file, reason))


@app.command()
def extend(
    context: typer.Context,
    id: _ID,
    until: Annotated[
        str | None, typer.Option(help="First day without it; without this, no end.", metavar="DAY")
    ] = None,
    reason: _REASON = "",
) -> None:
    """Propose that a measure last longer; another person approves."""
    from moratorium.desk import rulebooks

    day = read_day(until, "--until") if until else None
    _proposed(rulebooks.propose_extension(context.obj.open(), id, day, reason))


@app.command()
def lift(
    context: typer.Context,
    id: _ID,
    on: Annotated[str, typer.Option(help="First day without it.", metavar="DAY")],
    reason: _REASON = "",
) -> None:
    """Propose that a measure end; another person approves."""
    from moratorium.desk import rulebooks

    _proposed(rulebooks.propose_lift(context.obj.open(), id, read_day(on, "--on"), reason))


def _proposed(number: int) -> None:
    note(f"proposal {number}; another person: moratorium --as NAME measure approve {number}")
    print(number)


@app.command()
def approve(
    context: typer.Context,
    number: _NUMBER,
    on: Annotated[str | None, typer.Option(help="Decide open orders again as of this day; default today.")] = None,
) -> int:
    """Approve a proposal as the second person; open orders are decided again and what changed is listed."""
    from moratorium.cli.checking import run_again
    from moratorium.desk import rulebooks

    home = context.obj.open()
    changes = rulebooks.approval_words(home, number)
    rulebooks.approve(home, number)
    for line in changes if len(changes) <= MOST_TOLD else [one for one in changes if one.startswith("look: ")]:
        note(line)
    if len(changes) > MOST_TOLD:
        note(f"{len(changes)} changes; `measure show` lists what is adopted now")
    note(f"proposal {number} approved by {home.actor}")
    run_again(home, read_day(on, "--on") if on else None, None, f"proposal {number} approved")
    return 0


@app.command()
def reject(context: typer.Context, number: _NUMBER, reason: Annotated[str, typer.Option(help="Why.")]) -> None:
    """Reject a proposal, with the reason."""
    from moratorium.desk import rulebooks

    rulebooks.reject(context.obj.open(), number, reason)
    note(f"proposal {number} rejected")


@app.command("show")
def show_(
    context: typer.Context,
    id: Annotated[str | None, typer.Argument(help="One measure; without it, all.", metavar="ID")] = None,
    on: Annotated[str | None, typer.Option(help="Those in force on this day.", metavar="DAY")] = None,
    known_at: Annotated[str | None, typer.Option(help="As known at a log size or time.", metavar="N|TIME")] = None,
    proposals: Annotated[bool, typer.Option("--proposals", help="Open proposals instead.")] = False,
    proposal: Annotated[
        int | None, typer.Option(help="What this proposal would change, before anybody approves it.", metavar="N")
    ] = None,
    format: _FORMAT = Format.table,
) -> None:
    """The adopted measures, one of them whole, the open proposals, or what one of them would change."""
    from moratorium.desk import drafting, rulebooks

    home = context.obj.open()
    if proposal is not None:
        print("\n".join(rulebooks.approval_words(home, proposal)))
    elif id is not None:
        print(drafting.document(home, id, known_at), end="")
    elif proposals:
        show(drafting.PROPOSAL_COLUMNS, drafting.proposal_rows(home), format)
    else:
        show(drafting.COLUMNS, drafting.rows(home, read_day(on, "--on") if on else None, known_at), format)


@app.command()
def history(context: typer.Context, id: _ID) -> None:
    """Every past state of a measure: who proposed and approved it, when, and what changed, in words."""
    from moratorium.desk import drafting

    for line in drafting.history(context.obj.open(), id):
        print(line)


@app.command()
def diff(
    before: Annotated[Path, typer.Argument(help="A rulebook folder.", metavar="A")],
    after: Annotated[Path, typer.Argument(help="Another.", metavar="B")],
    witness: Annotated[
        bool, typer.Option("--witness", help="Show an order for each way in which they differ, too.")
    ] = False,
    from_: Annotated[str | None, typer.Option("--from", help="First day; default today.", metavar="DAY")] = None,
    until: Annotated[str | None, typer.Option(help="First day after it; default none.", metavar="DAY")] = None,
    timeout: Annotated[float, typer.Option(help="Seconds after which the search for orders stops.")] = 60.0,
    with_inactive: Annotated[bool, typer.Option("--with-inactive", help="Inactive measures count as well.")] = False,
    format: _FORMAT = Format.table,
) -> None:
    """The difference of two rulebooks in words, and on request one order for each way in which they differ."""
    from moratorium.desk import drafting

    if not (witness and format is Format.json):
        for line in drafting.difference(before, after):
            print(line)
    if not witness:
        return
    from moratorium.desk import proving

    start, end = read_day(from_, "--from") if from_ else None, read_day(until, "--until") if until else None
    found = proving.rulebook_differences(before, after, start, end, timeout, with_inactive)
    if format is Format.json:
        import msgspec

        for one in proving.way_documents(found):
            print(msgspec.json.encode(one).decode())
    else:
        from moratorium.report.proofs import differences_text

        print(differences_text(found))
