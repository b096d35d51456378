"""``demo``: from an empty folder to decided, proven orders and a report; served to a browser if asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from moratorium.cli.session import note

_HOST = "127.0.0.1"


def demo(
    into: Annotated[
        Path, typer.Option(help="An empty folder, or one that an earlier demo made.", metavar="DIR")
    ] = Path("moratorium-demo"),
    serve: Annotated[
        bool, typer.Option("--serve", help="Then serve it on 127.0.0.1 until Ctrl-C; a demo that is there is kept.")
    ] = False,
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on, with --serve.")] = 8080,
) -> None:
    """Decide two years of an invented maker's orders day by day, with the suspension of 2022-04-26 in the middle.

    What the public record says of these years is entered beside them, and the quarter is accounted for. Ends with 0
    whatever it finds.
    """
    from moratorium.demo import people
    from moratorium.demo.run import run
    from moratorium.web.in_process import called_in_process

    if not serve or not people.is_made(into):
        run(into, print, note, serve=called_in_process)
    if serve:
        _serve(into, port)


def _serve(into: Path, port: int) -> None:
    from moratorium.demo import past, people
    from moratorium.demo.folder import HOME
    from moratorium.desk.beside import worker_beside
    from moratorium.web import serving

    for line in people.links(into, f"http://{_HOST}:{port}"):
        note(line)
    for line in past.ask_for_history(into):
        note(line)
    for line in serving.make_ready(into / HOME, _HOST, port):
        note(line)
    with worker_beside(into / HOME):
        serving.run(_HOST, port, 1)
