"""``map``, ``check``, ``explain``, ``answer``, ``again``: orders in, decisions out, questions answered."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from moratorium.cli.session import Format, Session, note, read_day

_FILE = Annotated[Path, typer.Argument(help="CSV, Excel, JSON Lines or Parquet; .gz is taken.", metavar="FILE")]
_LEFT = typer.Option(help="Where to write the questions that are left.", metavar="FILE")
_PART = typer.Option(help="Handed in once, kept, and used until a newer one is handed in.", metavar="FILE")


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("map")(map_)
    app.command()(check)
    app.command()(explain)
    app.command()(answer)
    app.command()(again)
    app.command()(doctor)


def map_(
    file: _FILE,
    out: Annotated[Path | None, typer.Option(help="Where to write the map (default: FILE.map.yaml).")] = None,
) -> None:
    """Propose how the columns of an export become orders: a file to read, correct and give to `check --map`."""
    from moratorium.desk.files import propose_map

    target = out or file.with_name(file.name + ".map.yaml")
    for line in propose_map(file, target):
        note(line)
    print(target)


def check(
    context: typer.Context,
    file: _FILE,
    rulebook: Annotated[
        Path | None, typer.Option(help="Folder of measures to judge by, instead of the adopted rulebook.")
    ] = None,
    on: Annotated[
        str | None, typer.Option(help="Valid day (2022-04-26) or `order-date`; default today.", metavar="DAY")
    ] = None,
    known_at: Annotated[
        str | None, typer.Option(help="The adopted rulebook as known at a log size or time.", metavar="N|TIME")
    ] = None,
    map: Annotated[
        Path | None, typer.Option(help="Column map (default: FILE.map.yaml, or columns named as fields).")
    ] = None,
    actor: Annotated[str | None, typer.Option(help="Decide for this entity of ours only.", metavar="ID")] = None,
    out: Annotated[Path | None, typer.Option(help="Write decisions here instead of standard output.")] = None,
    questions: Annotated[
        Path | None, typer.Option(help="Where to write questions.csv (default: beside OUT, or here).")
    ] = None,
    organisation: Annotated[Path | None, _PART] = None,
    catalogue: Annotated[Path | None, _PART] = None,
    parties: Annotated[Path | None, _PART] = None,
    report: Annotated[Path | None, typer.Option(help="Write a page to read and print (HTML) here.")] = None,
    format: Annotated[Format | None, typer.Option(help="Default: table on a screen, else json.")] = None,
) -> int:
    """Decide a file of orders. Exit code: 0 nothing held, 10 something held, 20 something denied, 2 rows rejected."""
    from moratorium.cli.checking import CheckOptions, run_check

    options = CheckOptions(
        file, rulebook, on, known_at, map, actor, out, questions, organisation, catalogue, parties, report, format
    )
    session: Session = context.obj
    return run_check(session.open(), options)


def explain(context: typer.Context, order: Annotated[str, typer.Argument(help="Order id, or id/activity.")]) -> None:
    """A decision as a tree in plain words."""
    from moratorium.desk.explaining import explain as explained
    from moratorium.report.explanation import explanation

    print("\n\n".join(explanation(one) for one in explained(context.obj.open(), order)))


def answer(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="questions.csv with `answer` and `source` filled in.", metavar="FILE")],
    on: Annotated[str | None, typer.Option(help="Decide again as of this day; default today.", metavar="DAY")] = None,
    rulebook: Annotated[Path | None, typer.Option(help="Decide again by this folder of measures.")] = None,
    questions: Annotated[Path | None, _LEFT] = None,
) -> int:
    """Record answers and clearances, then decide the waiting orders again."""
    from moratorium.cli.checking import run_answer

    return run_answer(context.obj.open(), file, read_day(on, "--on") if on else None, rulebook, questions=questions)


def again(
    context: typer.Context,
    on: Annotated[str | None, typer.Option(help="As of this day; default today.", metavar="DAY")] = None,
    rulebook: Annotated[Path | None, typer.Option(help="By this folder of measures.")] = None,
    questions: Annotated[Path | None, _LEFT] = None,
) -> int:
    """Decide open orders again, such as on the morning a measure comes into force, and list what changed."""
    from moratorium.cli.checking import run_again

    return run_again(context.obj.open(), read_day(on, "--on") if on else None, rulebook, questions=questions)


def doctor(context: typer.Context) -> int:
    """Say what is at hand and what is missing: home, identity, rulebook, lists, our own files."""
    from moratorium.desk.health import health

    sound = True
    for line in health(context.obj.open()):
        print(f"{line.state:<7}  {line.what}: {line.words}")
        sound = sound and line.state != "missing"
    return 0 if sound else 3
