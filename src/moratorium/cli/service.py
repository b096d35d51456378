"""``serve`` and ``key``: the home served over HTTP, and the keys with which others call it."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Annotated

import typer

from moratorium.cli.session import Format, Session, note, read_day, show

app = typer.Typer(help="Keys with which others call the service.", no_args_is_help=True, rich_markup_mode=None)

_COLUMNS = ("id", "name", "role", "made_by", "made_at", "expires", "state")


def add_to(root: typer.Typer) -> None:
    """Add the commands."""
    root.command()(serve)
    root.add_typer(app, name="key")


def serve(
    context: typer.Context,
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8080,
    host: Annotated[
        str, typer.Option(help="Address to listen on; put a proxy with TLS before any other.")
    ] = "127.0.0.1",
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes that answer.")] = 1,
    identity: Annotated[str, typer.Option(help="Identity that signs; replicas need one each.")] = "service",
    behind: Annotated[
        list[str] | None,
        typer.Option(help="Address or network of a proxy whose X-Forwarded-For and -Proto are believed.", metavar="IP"),
    ] = None,
    worker: Annotated[
        bool, typer.Option(help="Run a worker beside it; where the database is on a server, run `moratorium worker`.")
    ] = True,
    halves: Annotated[
        bool, typer.Option(help="Let a process more decide half of large batches, if there is a core for it.")
    ] = True,
) -> None:
    """Serve the home over HTTP until Ctrl-C: POST /v1/decisions and the rest of /openapi.json."""
    from moratorium.desk.beside import worker_beside
    from moratorium.desk.home import is_on_server
    from moratorium.desk.service import check_home
    from moratorium.web import serving

    session: Session = context.obj
    for line in serving.make_ready(session.home_path, host, port, identity, session.database, behind or ()):
        note(line)
    folder = check_home(session.home_path, session.database)
    is_shared = is_on_server(folder, session.database)
    has_worker = worker and not is_shared
    if is_shared:
        note("jobs and letters wait for a worker: moratorium worker")
    with worker_beside(folder) if has_worker else nullcontext():
        serving.run(host, port, workers, halves=halves)


@app.command()
def new(
    context: typer.Context,
    name: Annotated[str, typer.Option(help="Who stands behind it: a person, or a program.", metavar="NAME")],
    role: Annotated[str, typer.Option(help="What it may do; see docs/permissions.md.")],
    expires: Annotated[str | None, typer.Option(help="First day on which it opens nothing.", metavar="DAY")] = None,
) -> None:
    """Make a key and print it, once: it is kept as a digest, and nothing can show it again."""
    from moratorium.desk import api_keys

    print(api_keys.make(context.obj.open(), name, role, read_day(expires, "--expires") if expires else None))
    note("write it down now: it is shown this once")


@app.command("list")
def list_(context: typer.Context, format: Annotated[Format, typer.Option(help="How to print.")] = Format.table) -> None:
    """All keys that were made, without the keys themselves."""
    from moratorium.desk import api_keys

    home = context.obj.open()
    with home.store.read() as connection:
        keys = api_keys.ring(connection).keys
    today = home.today()
    rows = [
        (
            one.id,
            one.name,
            one.role,
            one.made_by,
            one.made_at.isoformat(timespec="minutes"),
            one.expires,
            one.state(today),
        )
        for one in keys
    ]
    if rows or format is not Format.table:
        show(_COLUMNS, rows, format)
    else:
        note("no keys; make one: moratorium --as NAME key new --role machine --name erp")


@app.command()
def revoke(
    context: typer.Context, id: Annotated[str, typer.Argument(help="Its id, as `key list` shows it.", metavar="ID")]
) -> None:
    """Revoke a key: it opens nothing any more."""
    from moratorium.desk import api_keys

    key = api_keys.revoke(context.obj.open(), id)
    note(f"key {key.id} of {key.name} ({key.role}) is revoked")
