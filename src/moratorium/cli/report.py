"""``report``: the account of a quarter as a page or a PDF, and the acts that stand behind each of its numbers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from moratorium.cli.session import Format, note, show
from moratorium.errors import InputError

if TYPE_CHECKING:
    from moratorium.desk.quarter_content import Account

app = typer.Typer(
    help="The account of a quarter: what was suspended, stopped, released, reported, handed over.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

_QUARTER = Annotated[str, typer.Argument(help="Such as 2022-Q2.", metavar="QUARTER")]
_SIZE = Annotated[
    int | None, typer.Option(min=0, help="As of this size of the log (default: its size now).", metavar="N")
]
_PUBLIC = Annotated[bool, typer.Option("--public", help="The edition for everybody: no names, no internal ground.")]
_ENDINGS = (".html", ".pdf")


@app.command()
def quarter(
    context: typer.Context,
    quarter: _QUARTER,
    into: Annotated[
        Path | None,
        typer.Option(help="A file to write, ending in .html or .pdf (default: print the figures).", metavar="FILE"),
    ] = None,
    public: _PUBLIC = False,
    at_size: _SIZE = None,
    font: Annotated[
        Path | None,
        typer.Option(help="For a PDF: a font file that holds letters beyond those of Western Europe.", metavar="FILE"),
    ] = None,
    format: Annotated[Format, typer.Option(help="How to print the figures.")] = Format.table,
) -> None:
    """The account of a quarter, as of a size of the log; every number names the acts that it rests on."""
    if into is not None and into.suffix.lower() not in _ENDINGS:
        raise InputError(f"`{into.name}` ends neither in .html nor in .pdf", "--into", "name the file so")
    if font is not None and (into is None or into.suffix.lower() != ".pdf"):
        raise InputError("a font is for a PDF", "--font", "give --into FILE.pdf too")
    account = _account(context, quarter, at_size, public=public)
    if into is None:
        _print(account, format)
        return
    from moratorium.report.quarter_files import write_account

    write_account(into, account, font)
    note(f"{into}: the {account.edition} edition of {account.quarter}, as of {account.size:,} acts")


@app.command()
def acts(
    context: typer.Context,
    quarter: _QUARTER,
    figure: Annotated[str, typer.Argument(help="A number of the account, such as orders-denied.", metavar="FIGURE")],
    at_size: _SIZE = None,
) -> None:
    """Print the number of each act that a number of the account rests on, one a line."""
    from moratorium.desk.quarters import every_act_of

    account = _account(context, quarter, at_size)
    for act in every_act_of(context.obj.open(), account, account.figure(figure)):
        print(act.index)


def _account(context: typer.Context, quarter: str, at_size: int | None, *, public: bool = False) -> Account:
    from moratorium.desk.quarters import account_of
    from moratorium.terms.quarter import read_quarter

    return account_of(context.obj.open(), read_quarter(quarter), at_size, public=public)


def _print(account: Account, format: Format) -> None:
    from moratorium.report.quarter_document import ranges, value_words

    rows = []
    for one in account.figures:
        value = value_words(one) if format is Format.table else one.value
        rows.append((one.id, value, one.words, ranges(one.acts, 6, one.rests_on)))
    show(("figure", "number", "of what", "acts"), rows, format)
    note(f"as of {account.size:,} acts; not yet controlled: {', '.join(one.name for one in account.not_controlled)}")
