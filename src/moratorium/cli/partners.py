"""``partner``: what partners were told and have acknowledged, what they undertook, and what runs out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from moratorium.cli.session import Format, note, show

if TYPE_CHECKING:
    from moratorium.desk.partners import Partner

app = typer.Typer(
    help="Partners: notices to acknowledge, end-use statements, undertakings not to re-export.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

_FORMAT = Annotated[Format, typer.Option(help="How to print.")]
_WITHIN = Annotated[
    int, typer.Option(help="Undertakings that run out within so many days are counted.", metavar="DAYS")
]
_COLUMNS = (
    *("party", "name", "overdue_days", "awaited", "notices", "last", "to_accept", "counting", "expiring", "next_end"),
    "accounts",
)
_NOTICES = ("notice", "state", "sent", "due", "overdue_days", "acknowledged")
_UNDERTAKINGS = (
    *("case", "undertaking", "state", "from", "until", "products", "orders", "end_user", "territories"),
    "counts",
)


@app.command("list")
def list_(context: typer.Context, within: _WITHIN = 30, format: _FORMAT = Format.table) -> None:
    """Every partner, those that are most overdue first."""
    from moratorium.desk.partners import register

    found = register(context.obj.open(), within)
    if found or format is not Format.table:
        show(_COLUMNS, [_row(one) for one in found], format)
    else:
        note("no partners: a partner is a party to whom a notice is addressed, who undertook something, or for whom")
        note("somebody can sign in: moratorium account invite NAME --role partner --party ID")


def _row(one: Partner) -> tuple[object, ...]:
    last = one.last.id if one.last else ""
    return (
        *(one.party, one.name, one.days_late, one.awaited, one.notices, last, one.waiting, one.counting),
        *(one.expiring, one.next_end or "", one.people),
    )


_PARTY = Annotated[str, typer.Argument(help="Our id of the partner.", metavar="ID")]


@app.command()
def notices(context: typer.Context, party: _PARTY, format: _FORMAT = Format.table) -> None:
    """Notices to a partner, the newest first, with what it has acknowledged."""
    from moratorium.desk.partners import partner

    found = partner(context.obj.open(), party).notices
    if not found:
        note(f"no notice is addressed to {party}")
    rows = [
        (one.id, one.state, one.sent_at or "", one.due or "", one.days_late, one.acknowledged_at or "") for one in found
    ]
    show(_NOTICES, rows, format)


@app.command()
def undertakings(context: typer.Context, party: _PARTY, format: _FORMAT = Format.table) -> None:
    """What a partner undertook, the newest first; `case move ID accept` accepts one that was handed in."""
    from moratorium.desk.partners import partner

    found = partner(context.obj.open(), party).undertakings
    if not found:
        note(f"{party} has undertaken nothing")
    rows = [
        (
            *(one.id, one.kind, one.state, one.valid_from, one.valid_until, one.products, one.orders, one.end_user),
            *(one.territories, "yes" if one.counts else "no"),
        )
        for one in found
    ]
    show(_UNDERTAKINGS, rows, format)
