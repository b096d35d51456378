"""``worker``, ``jobs`` and ``mail``: what is done beside the service, how far it is, and letters on their way."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Annotated

import typer

from moratorium.cli.session import Format, Session, note, show
from moratorium.errors import SourceError

if TYPE_CHECKING:
    from moratorium.desk.home import Home
    from moratorium.desk.working import Worker
    from moratorium.store.jobs import Job

app = typer.Typer(help="What takes longer: replays, proofs, batches.", no_args_is_help=True, rich_markup_mode=None)
mail_app = typer.Typer(help="Letters on their way.", no_args_is_help=True, rich_markup_mode=None)

_ID = Annotated[str, typer.Argument(help="Its id, as `jobs list` shows it.", metavar="ID")]
_AGAIN = "--again"
_LOOKS = 2.0
"""Seconds between two looks for a database that was away."""

_COLUMNS = ("id", "kind", "by", "asked", "state", "done", "words")


def add_to(root: typer.Typer) -> None:
    """Add the commands."""
    root.command()(worker)
    root.add_typer(app, name="jobs")
    root.add_typer(mail_app, name="mail")


def worker(
    context: typer.Context,
    identity: Annotated[str, typer.Option(help="Identity that signs; made on first use.")] = "worker",
    below: Annotated[bool, typer.Option("--below", hidden=True, help="Below a service: end when it does.")] = False,
    again: Annotated[bool, typer.Option(_AGAIN, hidden=True, help="Begun anew: wait for the database.")] = False,
) -> None:
    """Do the jobs that are asked for, send letters and make the daily round, until Ctrl-C.

    One worker works at a time over one database; further ones stand by. `serve` runs one by itself where the database
    is a file.
    """
    from moratorium.desk.job_steps import Printers
    from moratorium.desk.service import open_served_home
    from moratorium.desk.working import Worker
    from moratorium.report.decisions import DecisionDocuments
    from moratorium.report.impact_page import impact_page

    session: Session = context.obj
    home = _once_there(lambda: open_served_home(session.home_path, identity, session.database), again)
    working = Worker(home, Printers(impact_page, DecisionDocuments().several), _tell)
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, lambda *_: working.stop.set())
    if below:
        os.nice(5)
        Thread(target=_end_with_service, args=(working,), daemon=True).start()
    working.run()
    if working.is_cut_off:
        _tell("work was cut off; beginning anew")
        options = sys.orig_argv[1:]
        command = [sys.executable, *options, *([] if _AGAIN in options else [_AGAIN])]
        os.execv(sys.executable, command)  # noqa: S606 - the words that we were started with, and no shell
    home.store.close()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)  # whatever a step still does is begun anew by the next worker, as after a kill


def _once_there(opened: Callable[[], Home], is_patient: bool) -> Home:
    """The home; who is patient waits until its database can be reached."""
    while True:
        try:
            return opened()
        except SourceError:
            if not is_patient:
                raise
            time.sleep(_LOOKS)


def _end_with_service(working: Worker) -> None:
    """Wait until whoever started us closes our input or dies, which closes it too."""
    sys.stdin.buffer.read()
    working.stop.set()


def _tell(words: str) -> None:
    print(f"worker: {words}", file=sys.stderr, flush=True)


@app.command("list")
def list_(
    context: typer.Context,
    kind: Annotated[str | None, typer.Option(help="Only of this kind.")] = None,
    running: Annotated[bool, typer.Option("--running", help="Only those that run now.")] = False,
    format: Annotated[Format, typer.Option(help="How to print.")] = Format.table,
) -> None:
    """Jobs, the newest first, with how far they are."""
    from moratorium.desk import jobs

    found = jobs.listed(context.obj.open(), kind, "running" if running else None)
    if found or format is not Format.table:
        show(_COLUMNS, [_row(one) for one in found], format)
    else:
        note("no jobs; they are asked for in the console, or by POST /v1/replays, /v1/proofs and /v1/decisions")


def _row(one: Job) -> tuple[object, ...]:
    words = one.outcome.words if one.outcome else one.words
    return one.id, one.kind, one.by, one.at.isoformat(timespec="minutes"), one.state, _share(one), words


def _share(one: Job) -> str:
    return f"{one.done:,}" if one.total is None else f"{one.done:,} of {one.total:,}"


@app.command("show")
def show_(
    context: typer.Context, id: _ID, format: Annotated[Format, typer.Option(help="table or json.")] = Format.table
) -> int:
    """A job: how far it is, or what became of it, and where its files are.

    Ends with 0 if it is done, waits or runs, 2 if it failed or was stopped.
    """
    from moratorium.desk import jobs

    home = context.obj.open()
    one = jobs.job(home, id)
    if format is Format.json:
        import msgspec

        print(msgspec.json.encode(one).decode())
    else:
        print(f"{one.id}: {jobs.KINDS[one.kind].meaning}; asked for by {one.by}, {one.at:%Y-%m-%d %H:%M} UTC")
        print(f"{one.state}, {_share(one)} done: {one.outcome.words if one.outcome else one.words or 'not begun yet'}")
        for fault in one.outcome.faults if one.outcome else ():
            print(f"  {fault}")
        for name in one.outcome.files if one.outcome else ():
            print(f"  {jobs.results(home, id) / name}")
    return 2 if one.state in ("failed", "cancelled") else 0


@app.command()
def cancel(context: typer.Context, id: _ID) -> None:
    """Stop a job: at once if it waits, at its next step if it runs. What it did until then stays."""
    from moratorium.desk import jobs

    found = jobs.cancel(context.obj.open(), id)
    note(found.outcome.words if found.outcome else "it is asked to stop, and ends at its next step")


@app.command()
def build(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(help="Files, folders, patterns in quotes.", metavar="FILE...")],
    map: Annotated[Path | None, typer.Option(help="Column map of all files.")] = None,
    again: Annotated[bool, typer.Option("--again", help="Build it anew, of these files and no others.")] = False,
    replace: Annotated[
        bool, typer.Option("--replace", help="A changed file takes the place of what was built of it.")
    ] = False,
) -> None:
    """Have the worker of this machine build the history of the home, as `history build` does."""
    from moratorium.desk import jobs

    paths = tuple(str(path.absolute()) for path in files)
    asked = jobs.Build(paths, str(map.absolute()) if map else None, again, replace)
    found = jobs.asked_for(context.obj.open(), asked)
    print(found.id)
    note(f"asked for; see how far it is: moratorium jobs show {found.id}")


@mail_app.command("list")
def mail_list(
    context: typer.Context,
    state: Annotated[str | None, typer.Option(help="Only `waiting`, `sent` or `dead`.")] = None,
    format: Annotated[Format, typer.Option(help="How to print.")] = Format.table,
) -> None:
    """Letters that wait, were sent or were given up in the last month, without what they say."""
    from moratorium.desk import mail
    from moratorium.desk.mail_setting import SERVER, mail_setting

    found = mail.listed(context.obj.open(), state)
    rows = [
        (one.posted.isoformat(timespec="minutes"), one.kind, one.to, one.state, one.tries, one.fault) for one in found
    ]
    if rows or format is not Format.table:
        show(("posted", "kind", "to", "state", "tries", "fault"), rows, format)
    else:
        note("no letters")
    if mail_setting() is None:
        note(f"no mail server is stated, so letters wait: set {SERVER}, see docs/operations.md")
