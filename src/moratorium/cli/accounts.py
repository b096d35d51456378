"""``account``: people who sign in to the console: invited, given a role, disabled."""

from __future__ import annotations

from typing import Annotated

import typer

from moratorium.cli.session import Format, note, show

app = typer.Typer(help="People who sign in to the console.", no_args_is_help=True, rich_markup_mode=None)

_COLUMNS = ("name", "role", "state", "made_at")
_URL = typer.Option(
    "--url", help="Address of the console in links (default: MORATORIUM_URL, or http://127.0.0.1:8080).", metavar="URL"
)
_NAME = typer.Argument(help="As it stands beside all that they do.", metavar="NAME")
_REASON = typer.Option("--reason", help="Why; stands in the record.", metavar="TEXT")
_ROLE = typer.Option("--role", help="What they may do; see docs/permissions.md.", metavar="ROLE")


def _link(secret: str, url: str | None) -> str:
    from moratorium.desk.accounts import address
    from moratorium.desk.mail_setting import console_address

    return address(url or console_address() or "http://127.0.0.1:8080", secret)


@app.command()
def invite(
    context: typer.Context,
    name: Annotated[str, _NAME],
    role: Annotated[str, _ROLE],
    url: Annotated[str | None, _URL] = None,
) -> None:
    """Make an account and print the link with which its person sets a password: once, and for three days."""
    from moratorium.desk import accounts

    print(_link(accounts.invite(context.obj.open(), name, role), url))
    note(f"give this link to {name}, and to nobody else: it opens once, within three days")


@app.command("list")
def list_(context: typer.Context, format: Annotated[Format, typer.Option(help="How to print.")] = Format.table) -> None:
    """All accounts, disabled ones too."""
    from moratorium.desk import accounts

    found = accounts.all_accounts(context.obj.open())
    rows = [(one.name, one.role, one.state, one.made_at.isoformat(timespec="minutes")) for one in found]
    if rows or format is not Format.table:
        show(_COLUMNS, rows, format)
    else:
        note("no accounts; `moratorium serve` prints a link for the first administrator")


@app.command("role")
def role_(
    context: typer.Context,
    name: Annotated[str, _NAME],
    role: Annotated[str, typer.Argument(help="What they may do; see docs/permissions.md.", metavar="ROLE")],
    reason: Annotated[str, _REASON] = "",
) -> None:
    """Give an account another role; its person signs in again."""
    from moratorium.desk import accounts

    found = accounts.give_role(context.obj.open(), name, role, reason)
    note(f"{found.name} is {found.role} now")


@app.command()
def disable(context: typer.Context, name: Annotated[str, _NAME], reason: Annotated[str, _REASON] = "") -> None:
    """Let nobody sign in to an account; what it did stays in the record."""
    from moratorium.desk import accounts

    note(f"account {accounts.disable(context.obj.open(), name, reason).name} is disabled")


@app.command()
def enable(context: typer.Context, name: Annotated[str, _NAME], reason: Annotated[str, _REASON] = "") -> None:
    """Let the person of a disabled account sign in again."""
    from moratorium.desk import accounts

    note(f"account {accounts.enable(context.obj.open(), name, reason).name} is enabled")


@app.command()
def reset(context: typer.Context, name: Annotated[str, _NAME], url: Annotated[str | None, _URL] = None) -> None:
    """Forget a password and end all sessions; prints the link to set another one: once, and for a day."""
    from moratorium.desk import accounts

    print(_link(accounts.reset(context.obj.open(), name), url))
    note(f"give this link to {name}, and to nobody else: it opens once, within a day")
