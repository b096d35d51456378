"""``account``: people who sign in to the console: invited, given a role, disabled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from moratorium.cli.session import Format, note, show

if TYPE_CHECKING:
    from moratorium.desk.accounts import Addressee

app = typer.Typer(help="People who sign in to the console.", no_args_is_help=True, rich_markup_mode=None)

_COLUMNS = ("name", "role", "state", "made_at", "party")
_URL = typer.Option(
    "--url", help="Address of the console in links (default: MORATORIUM_URL, or http://127.0.0.1:8080).", metavar="URL"
)
_NAME = typer.Argument(help="As it stands beside all that they do.", metavar="NAME")
_REASON = typer.Option("--reason", help="Why; stands in the record.", metavar="TEXT")
_PARTY = typer.Option("--party", help="Of a partner: our id of the party for whom they act.", metavar="ID")
_ROLE = typer.Option("--role", help="What they may do; see docs/permissions.md.", metavar="ROLE")


_MAIL = typer.Option("--mail", help="Send the link to this address instead of printing it.", metavar="ADDRESS")
_LANGUAGE = typer.Option("--language", help="Of the letter: en, nl or zh.", metavar="CODE")


def _addressee(mail: str | None, language: str) -> Addressee | None:
    from moratorium.desk.accounts import addressee

    found = addressee(mail or "", language)
    if mail and found is None:
        from moratorium.desk.mail_setting import SERVER, URL

        note(f"no letter is sent: set {SERVER} and {URL}, see docs/jobs.md; the link is printed instead")
    return found


def _tell(name: str, secret: str, url: str | None, to: Addressee | None, lasts: str) -> None:
    """Say where the link went; it is printed only if no letter carries it."""
    from moratorium.desk.accounts import address
    from moratorium.desk.mail_setting import console_address

    if to is not None:
        note(f"a letter with the link is on its way to {to.address}: it opens once, {lasts}")
        return
    print(address(url or console_address() or "http://127.0.0.1:8080", secret))
    note(f"give this link to {name}, and to nobody else: it opens once, {lasts}")


@app.command()
def invite(
    context: typer.Context,
    name: Annotated[str, _NAME],
    role: Annotated[str, _ROLE],
    url: Annotated[str | None, _URL] = None,
    mail: Annotated[str | None, _MAIL] = None,
    language: Annotated[str, _LANGUAGE] = "en",
    party: Annotated[str, _PARTY] = "",
) -> None:
    """Make an account; prints or sends the link with which its person sets a password: once, and for three days."""
    from moratorium.desk import accounts

    to = _addressee(mail, language)
    _tell(name, accounts.invite(context.obj.open(), name, role, to, party), url, to, "within three days")


@app.command()
def link(
    context: typer.Context,
    name: Annotated[str, _NAME],
    url: Annotated[str | None, _URL] = None,
    mail: Annotated[str | None, _MAIL] = None,
    language: Annotated[str, _LANGUAGE] = "en",
) -> None:
    """Another link for somebody who was invited and has set no password; the one before opens nothing any more."""
    from moratorium.desk import accounts

    to = _addressee(mail, language)
    _tell(name, accounts.link_again(context.obj.open(), name, to), url, to, "within three days")


@app.command("list")
def list_(context: typer.Context, format: Annotated[Format, typer.Option(help="How to print.")] = Format.table) -> None:
    """All accounts, disabled ones too."""
    from moratorium.desk import accounts

    found = accounts.all_accounts(context.obj.open())
    rows = [(one.name, one.role, one.state, one.made_at.isoformat(timespec="minutes"), one.party) for one in found]
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
    party: Annotated[str, _PARTY] = "",
) -> None:
    """Give an account another role; its person signs in again."""
    from moratorium.desk import accounts

    found = accounts.give_role(context.obj.open(), name, role, reason, party)
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
def reset(
    context: typer.Context,
    name: Annotated[str, _NAME],
    url: Annotated[str | None, _URL] = None,
    mail: Annotated[str | None, _MAIL] = None,
    language: Annotated[str, _LANGUAGE] = "en",
) -> None:
    """Forget a password and end all sessions; prints or sends the link to set another one: once, and for a day."""
    from moratorium.desk import accounts

    to = _addressee(mail, language)
    _tell(name, accounts.reset(context.obj.open(), name, to), url, to, "within a day")
