"""The commands put together, and the border at which errors become messages and exit codes."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import typer

from moratorium import __version__
from moratorium.cli import (
    accounts,
    cases,
    db,
    demo,
    history,
    holds,
    jobs,
    ledger,
    licences,
    lists,
    measures,
    orders,
    parties,
    partners,
    prove,
    replay,
    report,
    screen,
    service,
    statements,
)
from moratorium.cli.session import Session
from moratorium.errors import (
    ConflictError,
    InputError,
    MissingError,
    MoratoriumError,
    ProofError,
    RefusedError,
    SourceError,
)

EXIT_CODES: tuple[tuple[type[MoratoriumError], int], ...] = (
    (InputError, 2),
    (MissingError, 3),
    (RefusedError, 4),
    (ConflictError, 5),
    (SourceError, 6),
    (ProofError, 7),
)

_MEND_FILE = "check that its folder exists, and the permissions"

app = typer.Typer(
    name="moratorium",
    help="Trade-suspension control: orders meet the measures in force and come out decided, provably. "
    "Not legal advice.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
orders.add_to(app)
screen.add_to(app)
app.add_typer(measures.app, name="measure")
app.add_typer(lists.app, name="lists")
app.add_typer(parties.app, name="parties")
app.add_typer(partners.app, name="partner")
app.add_typer(holds.app, name="holds")
app.add_typer(licences.app, name="licence")
app.add_typer(cases.app, name="case")
app.add_typer(report.app, name="report")
app.add_typer(statements.app, name="statement")
statements.add_to(app)
app.add_typer(accounts.app, name="account")
app.add_typer(db.app, name="db")
app.add_typer(history.app, name="history")
app.add_typer(ledger.app, name="ledger")
ledger.add_to(app)
service.add_to(app)
jobs.add_to(app)
replay.add_to(app)
prove.add_to(app)
app.command()(demo.demo)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"moratorium {__version__}")
        raise typer.Exit


@app.callback()
def _common(
    context: typer.Context,
    home: Annotated[
        Path | None, typer.Option(help="Folder of the state (default: MORATORIUM_HOME, or the platform's data folder).")
    ] = None,
    as_: Annotated[
        str | None, typer.Option("--as", metavar="NAME", help="Local identity that acts (default: MORATORIUM_AS).")
    ] = None,
    database: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            help="Database on a server, postgresql://USER@HOST/NAME (default: MORATORIUM_DATABASE, or a file in the "
            "home folder). Leave the password to PGPASSWORD or ~/.pgpass.",
        ),
    ] = None,
    _: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")] = False,
) -> None:
    context.obj = Session(home, as_, database)


@cache
def commands() -> Any:
    """All commands as they are called; made once, since to read the parameters of a hundred takes longer than most."""
    return typer.main.get_command(app)


def run(arguments: list[str]) -> int:
    """Run one command.

    Returns:
        0 nothing held, 10 something held, 20 something denied; 2 input, 3 missing, 4 refused, 5 conflict, 6 source,
        7 proof.
    """
    try:
        result = commands()(args=arguments, prog_name="moratorium", standalone_mode=False)
    except MoratoriumError as error:
        return _told(error)
    except (typer.Abort, KeyboardInterrupt):
        print("stopped; what was decided before is whole and recorded", file=sys.stderr)
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except OSError as error:
        return _told(InputError(f"the file cannot be used: {error.strerror}", str(error.filename or ""), _MEND_FILE))
    except Exception as error:
        if not hasattr(error, "format_message"):
            raise
        print(f"moratorium: {error.format_message().rstrip('.')}{_way_to_help(error)}", file=sys.stderr)
        return 2
    return result if isinstance(result, int) else 0


def _way_to_help(error: Exception) -> str:
    """Where a person who mistyped a command reads on; nothing if the message is the help itself."""
    context = getattr(error, "ctx", None)
    return f"; see `{context.command_path} --help`" if context and "Usage:" not in str(error) else ""


def _told(error: MoratoriumError) -> int:
    for fault in error.faults:
        print(f"moratorium: {fault}", file=sys.stderr)
    return next(code for kind, code in EXIT_CODES if isinstance(error, kind))
