"""``holds``: what is held, for how long, and who works on it; cleared, refused, asked about, released as previewed."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from moratorium.cli.session import Format, note, read_day, show
from moratorium.errors import InputError
from moratorium.terms.money import moneys, read_money

if TYPE_CHECKING:
    from moratorium.desk.releasing import Done, Given

app = typer.Typer(help="Held orders: the queue, and how a hold ends.", no_args_is_help=True, rich_markup_mode=None)

MOST = 10_000
"""Rows of a list; beyond it narrow the list, or use the API, which has pages."""

_ORDER = Annotated[str, typer.Argument(help="Order id, or id/activity.", metavar="ORDER")]
_NUMBER = Annotated[int, typer.Argument(help="Number of the act.", metavar="NUMBER")]
_QUESTION = Annotated[str, typer.Argument(help="Name of the question, as `holds questions` prints it.")]
_FORMAT = Annotated[Format, typer.Option(help="How to print.")]
_REASON = Annotated[str, typer.Option(help="Why.")]
_EXPIRES = Annotated[str | None, typer.Option(help="First day on which it no longer counts.", metavar="DAY")]


@app.command("list")
def list_(
    context: typer.Context,
    question: Annotated[str | None, typer.Option(help="Only those that wait for it.")] = None,
    assignee: Annotated[str | None, typer.Option(help="Only those of a person; `-` for those of nobody.")] = None,
    territory: Annotated[str | None, typer.Option(help="Only those that go there.", metavar="CODE")] = None,
    older_than: Annotated[int | None, typer.Option(help="Only those held for more hours.", metavar="HOURS")] = None,
    above: Annotated[str | None, typer.Option(help="Only those worth more, such as `50000 EUR`.")] = None,
    late: Annotated[bool, typer.Option("--late", help="Only those that are late by the rules.")] = False,
    format: _FORMAT = Format.table,
) -> int:
    """Held orders, the one held longest first. Exit code: 10 if there are any."""
    from moratorium.desk.holds import filter_of, queue

    home = context.obj.open()
    who = None if assignee is None else "" if assignee == "-" else assignee
    older = None if older_than is None else timedelta(hours=older_than)
    worth = None if above is None else read_money(above, "--above")
    wanted = filter_of(home, question, who, territory, older, worth, late)
    found, more = queue(home, wanted, None, MOST)
    if more is not None:
        note(f"more than {MOST:,} orders are held; these are the ones held longest")
    if not found and format is Format.table:
        note("nothing is held here")
        return 0
    rows = (
        (
            one.row.order_key,
            one.row.since.isoformat(timespec="minutes"),
            one.due.isoformat(timespec="minutes") if one.due else "",
            "asked" if one.asked else "late" if one.is_late else "",
            one.row.value,
            one.row.currency,
            one.row.country,
            one.row.assignee,
            "; ".join(wait.text for wait in one.waits),
        )
        for one in found
    )
    show(("order", "since", "due", "clock", "value", "currency", "to", "assignee", "waits for"), rows, format)
    return 10 if found else 0


@app.command()
def questions(
    context: typer.Context,
    by_age: Annotated[bool, typer.Option("--by-age", help="The one waited for longest first.")] = False,
    format: _FORMAT = Format.table,
) -> None:
    """What holds wait for: the question that most orders wait for first."""
    from moratorium.desk import holds

    home = context.obj.open()
    find = holds.oldest_questions if by_age else holds.questions
    found, _ = find(home, None, MOST)
    rows = (
        (
            *(one.name, one.kind, one.orders, one.lines),
            *(one.since.isoformat(timespec="minutes"), moneys(one.worth), one.text),
        )
        for one in found
    )
    show(("question", "kind", "orders", "lines", "since", "value", "text"), rows, format)


@app.command("show")
def show_(context: typer.Context, order: _ORDER, format: _FORMAT = Format.table) -> None:
    """What a held order waits for, and what was said and done about it."""
    from moratorium.desk.holds import hold, key_of

    home = context.obj.open()
    found = hold(home, key_of(home, order))
    waits = (
        (wait.question, wait.kind, wait.since.isoformat(timespec="minutes"), wait.text) for wait in found.held.waits
    )
    show(("question", "kind", "since", "text"), waits, format)
    if format is Format.table:
        for one in found.events:
            print(f"{one.at:%Y-%m-%d %H:%M} {one.by}: {one.kind} {one.text}".rstrip())
        if found.held.needs_two:
            note("an answer or a clearance releases it only if a second person confirms it")
        for answer in found.answers:
            note(f"{answer.by} answered {answer.said.value}: moratorium --as NAME holds confirm {answer.act}")


@app.command()
def assign(
    context: typer.Context,
    orders: Annotated[list[str], typer.Argument(help="Order ids, or id/activity.", metavar="ORDER...")],
    to: Annotated[str, typer.Option(help="Who works on them; left out: you.")] = "",
    back: Annotated[bool, typer.Option("--back", help="Hand them back to the queue.")] = False,
    why: Annotated[str, typer.Option("--note", help="Why, for people.")] = "",
) -> None:
    """Take held orders, hand them over, or hand them back."""
    from moratorium.desk import holds

    home = context.obj.open()
    name = "" if back else to or home.actor
    holds.assign(home, [holds.key_of(home, one) for one in orders], name, why)


@app.command()
def comment(
    context: typer.Context, order: _ORDER, text: Annotated[str, typer.Argument(help="What colleagues need to know.")]
) -> None:
    """Leave a remark about a held order; prints the number of the act."""
    from moratorium.desk import holds

    home = context.obj.open()
    print(holds.comment(home, holds.key_of(home, order), text))


@app.command()
def clear(
    context: typer.Context,
    order: _ORDER,
    reason: _REASON,
    question: Annotated[str, typer.Option(help="Which, if it waits for several things.")] = "",
    expires: _EXPIRES = None,
) -> None:
    """Clear a held order; above the set value another person confirms it with `holds confirm`."""
    from moratorium.desk import holds, releasing

    home = context.obj.open()
    key = holds.key_of(home, order)
    waits = [wait.question for wait in holds.hold(home, key).held.waits if wait.kind == "clearance"]
    if not question and len(waits) != 1:
        raise InputError(f"it waits for {len(waits)} clearances", "--question", f"moratorium holds show {order}")
    _told(releasing.clear(home, key, question or waits[0], reason, _day(expires)))


@app.command()
def refuse(context: typer.Context, order: _ORDER, reason: _REASON) -> None:
    """Refuse a held order: it is denied until the refusal is taken back."""
    from moratorium.desk import holds, releasing

    home = context.obj.open()
    _told(releasing.refuse(home, holds.key_of(home, order), reason))


@app.command()
def preview(
    context: typer.Context,
    question: _QUESTION,
    source: Annotated[str, typer.Option(help="What it rests on; of a clearance, why the orders may go on.")],
    answer: Annotated[str, typer.Option(help="The fact; left out for a clearance.")] = "yes",
    expires: _EXPIRES = None,
    format: _FORMAT = Format.table,
) -> None:
    """What an answer or a clearance would do to every order that waits; records nothing, and prints a digest."""
    from moratorium.desk.releasing import preview as foresee

    found = foresee(context.obj.open(), question, _given(answer, source, expires))
    rows = (
        (one.order, one.effect, "yes" if one.needs_two else "", "; ".join(one.left), one.value, one.currency)
        for one in found.orders
    )
    show(("order", "would become", "two people", "would still wait for", "value", "currency"), rows, format)
    parts = (found.released, found.for_two, found.held, found.denied)
    told = zip(map(len, parts), ("go on", "wait for a second person", "stay held", "are denied"), strict=True)
    note(", ".join(f"{count} {words}" for count, words in told))
    note(f"to do just this: moratorium holds release ... --preview {found.digest}")


@app.command()
def release(
    context: typer.Context,
    question: _QUESTION,
    source: Annotated[str, typer.Option(help="As for the preview.")],
    preview: Annotated[str, typer.Option(help="Digest of the preview.")],
    answer: Annotated[str, typer.Option(help="As for the preview.")] = "yes",
    expires: _EXPIRES = None,
) -> None:
    """Answer or clear for every order that waits, as it was previewed; exit code 5 if it would do something else."""
    from moratorium.desk.releasing import release as do

    _told(do(context.obj.open(), question, _given(answer, source, expires), preview))


@app.command()
def clearances(context: typer.Context, format: _FORMAT = Format.table) -> None:
    """Clearances that wait for a second person."""
    from moratorium.desk.releasing import open_clearances

    rows = (
        (one.act, one.cleared.order, one.cleared.measure, one.by, one.cleared.reason)
        for one in open_clearances(context.obj.open())
    )
    show(("number", "order", "measure", "by", "reason"), rows, format)


@app.command()
def answers(context: typer.Context, format: _FORMAT = Format.table) -> None:
    """Answers that wait for a second person, since an order above the set value waits for them."""
    from moratorium.desk.confirming import open_answers

    rows = (
        (one.act, one.order, one.said.subject, one.said.fact, one.said.value, one.by, one.said.source)
        for one in open_answers(context.obj.open())
    )
    show(("number", "order", "subject", "fact", "answer", "by", "source"), rows, format)


@app.command()
def confirm(context: typer.Context, number: _NUMBER) -> None:
    """Confirm an answer or a clearance as the second person."""
    from moratorium.desk.confirming import confirm as do

    _told(do(context.obj.open(), number))


@app.command()
def reject(context: typer.Context, number: _NUMBER, reason: _REASON) -> None:
    """Turn down an answer or a clearance of one person; whoever gave it withdraws it so."""
    from moratorium.desk.confirming import reject as do

    _told(do(context.obj.open(), number, reason))


@app.command()
def withdraw(context: typer.Context, number: _NUMBER, reason: _REASON) -> None:
    """Take back an answer, a clearance or a refusal, by the number of its act."""
    from moratorium.desk.releasing import withdraw as do

    _told(do(context.obj.open(), number, reason))


@app.command()
def ask(
    context: typer.Context,
    order: _ORDER,
    address: Annotated[str, typer.Option("--to", help="Mail address of the requester.")] = "",
    party: Annotated[str, typer.Option(help="Our id of a partner who finds it in the portal.")] = "",
    question: Annotated[str, typer.Option(help="Which, if it waits for several things.")] = "",
    beside: Annotated[str, typer.Option("--note", help="Written beside the question.")] = "",
    language: Annotated[str, typer.Option(help="Of the letter: en, nl or zh.")] = "en",
) -> None:
    """Ask the requester by mail, with a link to reply; the clock stands still. Prints the number of the question."""
    from moratorium.desk import asking, holds

    home = context.obj.open()
    key = holds.key_of(home, order)
    every = holds.hold(home, key).held.waits
    waits = [wait.question for wait in every if wait.kind == "answer"] or [wait.question for wait in every]
    if not question and len(waits) != 1:
        raise InputError(f"it waits for {len(waits)} things", "--question", f"moratorium holds show {order}")
    print(asking.ask(home, key, question or waits[0], address, beside, language, party=party).number)


@app.command()
def replies(context: typer.Context, format: _FORMAT = Format.table) -> None:
    """Replies of requesters that nobody has taken yet."""
    from moratorium.desk.holds import replies as found

    rows = ((one.act, one.order_key, one.question, one.reply, one.name) for one in found(context.obj.open()))
    show(("number", "order", "question", "reply", "name"), rows, format)


@app.command()
def take(
    context: typer.Context,
    number: _NUMBER,
    answer: Annotated[str, typer.Option(help="The fact, as you read it from the reply.")],
    source: Annotated[str, typer.Option(help="What it rests on besides the reply.")] = "",
) -> None:
    """Make a requester's reply the answer."""
    from moratorium.desk.asking import take as do

    _told(do(context.obj.open(), number, answer, source))


@app.command()
def close(context: typer.Context, number: _NUMBER, reason: _REASON) -> None:
    """Withdraw a question to a requester, or put a reply aside."""
    from moratorium.desk.asking import close as do

    print(do(context.obj.open(), number, reason))


@app.command()
def erase(
    context: typer.Context,
    number: _NUMBER,
    reason: Annotated[str, typer.Option(help="Why. It stays in the record, so name nobody.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do it; without it only what would go is told.")] = False,
) -> None:
    """Erase a question to a requester with its reply: address, names and words; that somebody was asked stays."""
    from moratorium.desk import asking

    if not yes:
        note(f"question {number} would go with its reply, and cannot be had back; nothing is erased yet: add --yes")
        return
    for index in asking.erase(context.obj.open(), number, reason):
        print(index)
    note("backups hold it until they are overwritten")


@app.command()
def rules(
    context: typer.Context,
    file: Annotated[Path | None, typer.Argument(help="New rules; left out: print those in force.")] = None,
) -> None:
    """Above which value two people release, and how long a hold may wait."""
    from moratorium.desk.hold_rules import keep_rules, rules_text
    from moratorium.desk.texts import read_text

    home = context.obj.open()
    if file is not None:
        keep_rules(home, read_text(file))
    text = rules_text(home)
    print(text.rstrip()) if text else note("no rules are in force: one person clears, and no hold has a clock")


def _given(answer: str, source: str, expires: str | None) -> Given:
    from moratorium.desk.releasing import Given

    return Given(answer, source, _day(expires))


def _day(text: str | None) -> date | None:
    return None if text is None else read_day(text, "--expires")


def _told(done: Done) -> None:
    """Numbers of the acts on standard output; what became of the orders beside it."""
    for number in done.acts:
        print(number)
    for number in done.proposals:
        note(f"act {number} waits for a second person: moratorium --as NAME holds confirm {number}")
    for order, before, after in done.changed:
        note(f"{order}: {before} -> {after}")
    if done.job:
        note(f"job {done.job} decides the other open orders again: moratorium worker, or moratorium again")
