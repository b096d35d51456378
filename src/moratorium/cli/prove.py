"""``prove``: whether something holds of every order that could come."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from moratorium.cli.session import Format, note, read_day, show

EXIT = {"holds": 0, "undecided": 10, "witness": 20}
"""It holds; nobody knows; an order breaks it."""


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(prove)


def prove(
    context: typer.Context,
    property: Annotated[
        str,
        typer.Argument(
            help='Such as "never allow where any role within RU and product in hs:8806"; see docs/proofs.md.'
        ),
    ],
    draft: Annotated[
        Path | None, typer.Option(help="Folder of a draft; the property is about it, beside the base.", metavar="DIR")
    ] = None,
    rulebook: Annotated[
        Path | None, typer.Option(help="Folder of the base, instead of the adopted rulebook.", metavar="DIR")
    ] = None,
    from_: Annotated[str | None, typer.Option("--from", help="First day; default today.", metavar="DAY")] = None,
    until: Annotated[str | None, typer.Option(help="First day after it; default none.", metavar="DAY")] = None,
    timeout: Annotated[float, typer.Option(help="Seconds after which it is undecided.")] = 60.0,
    with_inactive: Annotated[
        bool, typer.Option("--with-inactive", help="Inactive measures and absent lists count as well.")
    ] = False,
    without_clearances: Annotated[
        bool, typer.Option("--without-clearances", help="No person has cleared any hold.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option(help="Write the order that breaks it here, for `check`.", metavar="FILE")
    ] = None,
    format: Annotated[Format, typer.Option(help="How to print.")] = Format.table,
) -> int:
    """Prove that a property holds of every order that could come, or show an order that breaks it.

    Ends with 0 if it holds, 20 with an order that breaks it, 10 if it is undecided.
    """
    from moratorium.desk import proving

    run = proving.ProveRun(
        property=property,
        draft=draft,
        rulebook=rulebook,
        start=read_day(from_, "--from") if from_ else None,
        end=read_day(until, "--until") if until else None,
        timeout=timeout,
        with_inactive=with_inactive,
        clearances=not without_clearances,
    )
    proved = proving.prove_property(context.obj.open(), run)
    proof = proved.proof
    if format is Format.table:
        from moratorium.report.proofs import proof_text

        print(proof_text(proved))
    elif format is Format.json:
        import msgspec

        print(msgspec.json.encode(proving.document(proved)).decode())
    else:
        show(("property", "result", "seconds"), [(property, proof.result, proof.seconds)], format)
    if out is not None and proof.witness is not None:
        note(f"the order is in {proving.write_order(out, proof.witness.records)}")
    return EXIT[proof.result]
