"""``licence``: authorisations put on record, drawn down for order lines, given back."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Annotated

import typer

from moratorium.cli.session import Format, note, read_day, show
from moratorium.errors import InputError, MissingError
from moratorium.terms.money import read_money

if TYPE_CHECKING:
    from moratorium.desk.home import Home

app = typer.Typer(
    help="Licences and approvals with their limits, and what is drawn from them.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

_NUMBER = Annotated[str, typer.Argument(help="Number of the licence, as the authority gave it.", metavar="NUMBER")]
_FORMAT = Annotated[Format, typer.Option(help="How to print.")]


@app.command()
def add(
    context: typer.Context,
    number: _NUMBER,
    law: Annotated[str, typer.Option(help="Whose law: cn, eu or us.")],
    source: Annotated[str, typer.Option(help="Where the document is, and who read it.")],
    title: Annotated[str, typer.Option(help="For people.")] = "",
    since: Annotated[str | None, typer.Option("--from", help="First day.", metavar="DAY")] = None,
    until: Annotated[str | None, typer.Option(help="First day without it.", metavar="DAY")] = None,
    quantity: Annotated[str | None, typer.Option(help="The most that may be drawn, in pieces.", metavar="N")] = None,
    value: Annotated[
        list[str] | None, typer.Option(help="The most that may be drawn, such as `50000 EUR`; several may be given.")
    ] = None,
    territory: Annotated[list[str] | None, typer.Option(help="Where goods may go and be used; else anywhere.")] = None,
    party: Annotated[list[str] | None, typer.Option(help="Our id of a named consignee or end user.")] = None,
    product: Annotated[list[str] | None, typer.Option(help="Our id of a product; else any.")] = None,
    replace: Annotated[
        int | None, typer.Option(help="State new terms in place of those of this act (see `licence show`).")
    ] = None,
) -> None:
    """Put a licence or approval on record, with its limits; prints the number of the act."""
    from moratorium.desk.authorisations import add as put
    from moratorium.terms.authorisation import Authorised

    terms = Authorised(
        number=number,
        law=law,
        source=source,
        title=title,
        since=read_day(since, "--from") if since else None,
        until=read_day(until, "--until") if until else None,
        quantity=_amount(quantity, "--quantity"),
        values=dict(read_money(text, "--value") for text in value or ()),
        territories=tuple(territory or ()),
        parties=tuple(party or ()),
        products=tuple(product or ()),
    )
    print(put(context.obj.open(), terms, replace))


@app.command("list")
def list_(context: typer.Context, format: _FORMAT = Format.table) -> None:
    """All licences, with what is left of each."""
    from moratorium.desk.authorisations import listed, state

    home = context.obj.open()
    rows = listed(home)
    if not rows and format is Format.table:
        note("no licence is on record; `moratorium licence add` puts one there")
        return
    cells = (
        (row.terms.number, row.terms.law, state(row, home.today()), row.terms.until, _left(row.left), row.terms.title)
        for row in rows
    )
    show(("number", "law", "state", "until", "left", "title"), cells, format)


@app.command("show")
def show_(context: typer.Context, number: _NUMBER, format: _FORMAT = Format.table) -> None:
    """The terms of a licence, what is left, and all that was ever drawn from it."""
    from moratorium.desk.authorisations import shown, state

    home = context.obj.open()
    row, drawn = shown(home, number)
    terms = row.terms
    for words in (
        f"{terms.number} ({terms.law}): {state(row, home.today())}, stated by act {row.act} of {row.by}",
        f"source: {terms.source}",
        f"valid: from {terms.since or 'the beginning'} until {terms.until or 'further notice'}",
        f"left: {_left(row.left) or 'not limited'}",
        f"for: territories {_or_any(terms.territories)}; parties {_or_any(terms.parties)}; "
        f"products {_or_any(terms.products)}",
    ):
        note(words)
    cells = (
        (one.act, one.drawn.order, one.drawn.line, _left(one.drawn.amounts), one.by, one.at.date(), one.released)
        for one in drawn
    )
    show(("drawdown", "order", "line", "drawn", "by", "on", "released_by_act"), cells, format)


@app.command()
def draw(
    context: typer.Context,
    number: _NUMBER,
    order: Annotated[str, typer.Argument(help="Order id, or id/activity.", metavar="ORDER")],
    line: Annotated[str, typer.Argument(help="Line number; may be left out if there is one.", metavar="LINE")] = "",
    quantity: Annotated[str | None, typer.Option(help="Pieces; default what the line states.", metavar="N")] = None,
    value: Annotated[str | None, typer.Option(help="Value; default what the line states.", metavar="X")] = None,
    currency: Annotated[str | None, typer.Option(help="Its currency; default the order's.")] = None,
) -> int:
    """Draw from a licence for an order line, which it covers from then on, and decide the order again."""
    from moratorium.desk.authorisations import Asked
    from moratorium.desk.authorisations import draw as take

    home = context.obj.open()
    asked = Asked(number, order, line, _amount(quantity, "--quantity"), _amount(value, "--value"), currency)
    drew = take(home, asked)
    print(drew.drawdown)
    words = "drawn" if drew.is_new else "was drawn already"
    note(f"{_left(drew.drawn.amounts) or 'the line'} {words}; left: {_left(drew.left) or 'not limited'}")
    for unknown in drew.unknown:
        note(f"not known from the order alone: {unknown}")
    return _again(home, drew.drawn.order, f"licence {number} drawn")


@app.command()
def release(
    context: typer.Context,
    drawdown: Annotated[int, typer.Argument(help="Number of the drawdown.", metavar="DRAWDOWN")],
    reason: Annotated[str, typer.Option(help="Why.")],
) -> int:
    """Give back what was drawn: the line is no longer covered, and the order is decided again."""
    from moratorium.desk.authorisations import release as give_back

    home = context.obj.open()
    row = give_back(home, drawdown, reason)
    note(f"{_left(row.drawn.amounts) or 'the line'} of order {row.drawn.order} given back to {row.drawn.authorisation}")
    return _again(home, row.drawn.order, f"drawdown {drawdown} released")


def _again(home: Home, key: str, cause: str) -> int:
    """Decide the order again, if there is a rulebook to decide by."""
    from moratorium.cli.checking import run_again

    try:
        return run_again(home, None, None, cause, among=lambda order: order.key == key)
    except MissingError as error:
        note(f"not decided again: {error.fault}")
        return 0


def _amount(text: str | None, at: str) -> Decimal | None:
    try:
        return None if text is None else Decimal(text)
    except InvalidOperation:
        raise InputError(f"`{text}` is no number", at, "write it as 1250.50") from None


def _left(amounts: dict[str, Decimal]) -> str:
    return ", ".join(f"{amount} {unit}" for unit, amount in amounts.items())


def _or_any(names: tuple[str, ...]) -> str:
    return " ".join(names) or "any"
