"""``replay`` and ``what-if``: what a draft would have changed, over everything that happened."""

from __future__ import annotations

import time
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated

import typer

from moratorium.cli.session import Format, note, read_day
from moratorium.errors import InputError

ORDER_DATE = "order-date"


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(replay)
    app.command("what-if")(what_if)


_DRAFTS = Annotated[
    list[Path],
    typer.Argument(help="Folders of measures, each a whole rulebook; compared side by side.", metavar="DRAFT..."),
]
_HISTORY = Annotated[
    Path | None, typer.Option(help="Folder of the history (default: `history` in the home).", metavar="DIR")
]
_BASE = Annotated[Path | None, typer.Option(help="Folder of the base, instead of the adopted rulebook.", metavar="DIR")]
_KNOWN_AT = Annotated[
    str | None, typer.Option(help="The adopted rulebook as known at a log size or time.", metavar="N|TIME")
]
_ON = Annotated[
    str, typer.Option(help="Valid day for all lines (2022-04-26), or `order-date`: each on its own.", metavar="DAY")
]


def replay(
    context: typer.Context,
    drafts: _DRAFTS,
    history: _HISTORY = None,
    base: _BASE = None,
    known_at: _KNOWN_AT = None,
    on: _ON = ORDER_DATE,
    share: Annotated[
        str, typer.Option(help="Tell partners who lose more than this share of the worth of their lines.")
    ] = "0.2",
    engine: Annotated[str, typer.Option(help="`duckdb`, `pyspark`, or `pyspark:ADDRESS` of a cluster.")] = "duckdb",
    out: Annotated[
        Path | None, typer.Option(help="New folder for the result (default: named by draft and day).", metavar="DIR")
    ] = None,
) -> int:
    """Replay drafts over the history: what would change, for whom, worth how much, and what could not be judged."""
    from moratorium.desk.replaying import ReplayRun
    from moratorium.desk.replaying import replay as replayed
    from moratorium.report.impact import impact_summary
    from moratorium.report.impact_page import impact_page

    home = context.obj.open()
    run = ReplayRun(
        drafts=tuple(drafts),
        history=history or home.history,
        base=base,
        known_at=known_at,
        day=None if on == ORDER_DATE else read_day(on, "--on"),
        share=_share(share),
        engine=engine,
        out=out,
    )
    start = time.perf_counter()
    found = replayed(home, run, impact_page)
    print(impact_summary(found.impact))
    seconds = time.perf_counter() - start
    note(f"{found.impact.lines:,} lines replayed in {seconds:.1f} s")
    note(f"report.html, impact.json and every changed line are in {found.out}")
    return 0


def _share(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise InputError(f"`{text}` is no share", "--share", "write it as 0.2, for a fifth") from None


def what_if(
    context: typer.Context,
    drafts: _DRAFTS,
    history: _HISTORY = None,
    base: _BASE = None,
    known_at: _KNOWN_AT = None,
    on: _ON = ORDER_DATE,
    renew: Annotated[
        bool, typer.Option("--renew", help="Make the profile anew, for what these drafts ask of lines.")
    ] = False,
    format: Annotated[Format, typer.Option(help="table or json.")] = Format.table,
) -> int:
    """The same in a moment, on a profile of the history, for editing a draft; no orders, partners and products."""
    from moratorium.desk.replaying import ReplayRun, encoded
    from moratorium.desk.replaying import what_if as counted
    from moratorium.report.impact import impact_summary

    home = context.obj.open()
    day = None if on == ORDER_DATE else read_day(on, "--on")
    run = ReplayRun(tuple(drafts), history or home.history, base=base, known_at=known_at, day=day)
    start = time.perf_counter()
    impact = counted(home, run, renew, note)
    print(encoded(impact).decode(), end="") if format is Format.json else print(impact_summary(impact))
    note(f"{impact.lines:,} lines judged on the profile in {time.perf_counter() - start:.1f} s")
    return 0
