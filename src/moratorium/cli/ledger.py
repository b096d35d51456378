"""``ledger``, ``fsck``, ``whoami``: proofs for outsiders, the check of ourselves, and who acts."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from moratorium.cli.session import note
from moratorium.errors import ProofError

app = typer.Typer(help="Receipts, checkpoints and their verification.", no_args_is_help=True, rich_markup_mode=None)


def add_to(root: typer.Typer) -> None:
    """Add the commands that stand by themselves."""
    root.command()(fsck)
    root.command()(whoami)


@app.command()
def checkpoint(context: typer.Context) -> None:
    """Sign the log as it stands and print the checkpoint (a signed note)."""
    from moratorium.desk import proofs

    print(proofs.checkpoint(context.obj.open()), end="")


@app.command()
def receipt(
    context: typer.Context,
    id: Annotated[str, typer.Argument(help="Number of an act, or an order id.", metavar="ID")],
    out: Annotated[Path | None, typer.Option(help="Where to write it (default: receipt-N.json).")] = None,
) -> None:
    """Write the receipt of an act: offline proof that it is in the log, with what the decision cites beside it."""
    from moratorium.desk import proofs

    home = context.obj.open()
    index = proofs.act_of(home, id)
    bundle = proofs.receipt(home, index)
    target = out or Path(f"receipt-{index}.json")
    for path in proofs.write_bundle(bundle, target):
        print(path)
    note(f"verify anywhere: moratorium ledger verify {target} --key '{bundle.vkey}'")


@app.command()
def verify(
    file: Annotated[Path, typer.Argument(help="A receipt, or an evidence bundle (.zip).", metavar="FILE")],
    key: Annotated[str, typer.Option(help="The log's verification key (vkey).", metavar="VKEY")],
) -> None:
    """Verify a receipt offline: the act, its salt, its place in the tree, the signature. Needs no home.

    Of an evidence bundle every receipt is verified, and every file against the act that brought it.
    """
    from moratorium.desk import case_bundle, proofs

    for line in case_bundle.verify(file, key) if file.suffix == ".zip" else proofs.verify_file(file, key):
        print(line)


@app.command()
def key(context: typer.Context) -> None:
    """Print the log's verification key, to be published once where others can find it."""
    from moratorium.desk import proofs

    print(proofs.log_signer(context.obj.open()).verifier.vkey)


@app.command()
def export(
    context: typer.Context, folder: Annotated[Path, typer.Argument(help="A new folder.", metavar="DIR")]
) -> None:
    """Write the log as C2SP tiles, which any static file server can serve and public tools can read."""
    from moratorium.desk import proofs

    note(f"{proofs.export(context.obj.open(), folder):,} files in {folder}")


def fsck(context: typer.Context) -> None:
    """Fold all acts again and compare tables, tree, blobs and signatures with what is stored."""
    from moratorium.desk.proofs import fsck as check

    report = check(context.obj.open())
    for fault in report.faults:
        print(fault)
    if report.faults:
        raise ProofError(f"{len(report.faults)} differences", help="do not write; restore from a backup and compare")
    print(report.words)


def whoami(
    context: typer.Context,
    new: Annotated[
        str | None, typer.Option(help="Make this local identity, with a key of its own.", metavar="NAME")
    ] = None,
) -> None:
    """Who acts on this command line; make a local identity."""
    from moratorium.desk.whoami import make, words

    print(make(context.obj.open(), new) if new else words(context.obj.open()))
