"""``statement`` and ``press``: statements and notices drafted, checked, read, released, superseded; the press page."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from moratorium.cli.session import Format, note, show
from moratorium.errors import InputError

if TYPE_CHECKING:
    from moratorium.desk.wording import Checked

app = typer.Typer(
    help="Statements and notices: drafted from templates, checked, read by another person, released at their hour.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

_CASE = Annotated[str, typer.Argument(help="Id of the statement or notice, such as PS-2022-0001.", metavar="CASE")]
_VERSION = Annotated[int, typer.Argument(help="Number of the version; see `case show`.", metavar="N", min=1)]
_FORMAT = Annotated[Format, typer.Option(help="How to print.")]
_MEASURE = Annotated[str, typer.Option(help="Id of a measure of the adopted rulebook.", metavar="ID")]
_AUDIENCE = Annotated[str, typer.Option(help="For whom: public, partners, customers, staff, authority, or your own.")]
_LANGUAGE = Annotated[str, typer.Option(help="Language of the text.", metavar="CODE")]
_CONTACT = Annotated[str | None, typer.Option(help="Whom to ask (default: MORATORIUM_CONTACT).")]
_SEEN = Annotated[
    int | None, typer.Option(help="Newest act that you saw (see `case show`); refused if there is a newer one.")
]


@app.command()
def templates(context: typer.Context, format: _FORMAT = Format.table) -> None:
    """Templates at hand, those of the home folder among them."""
    from moratorium.desk.wording import templates as known

    found = known(context.obj.open())
    show(
        ("audience", "language", "template", "headline"),
        ((audience, language, one.name, one.headline) for (audience, language), one in sorted(found.items())),
        format,
    )


@app.command()
def fill(
    context: typer.Context,
    measure: _MEASURE,
    audience: _AUDIENCE = "public",
    language: _LANGUAGE = "en",
    contact: _CONTACT = None,
) -> None:
    """Print a template filled from a measure; nothing is recorded."""
    from moratorium.desk.wording import filled

    print(filled(context.obj.open(), measure, audience, language, contact).text)


@app.command()
def draft(
    context: typer.Context,
    measure: _MEASURE,
    audience: _AUDIENCE = "public",
    notice: Annotated[bool, typer.Option("--notice", help="A notice to recipients, not a public statement.")] = False,
    language: Annotated[
        list[str] | None, typer.Option(help="Language of a text (default: en, nl and zh).", metavar="CODE")
    ] = None,
    release_at: Annotated[
        str, typer.Option(help="Not before this instant, such as 2022-04-26T09:00:00+00:00.", metavar="INSTANT")
    ] = "",
    corrects: Annotated[str, typer.Option(help="Case that it corrects.", metavar="CASE")] = "",
    title: Annotated[str, typer.Option(help="One line for your own people; it never goes out.")] = "",
    contact: _CONTACT = None,
) -> None:
    """Draft a statement or notice, a text in each language; prints its id."""
    from moratorium.desk.statements import Drafted
    from moratorium.desk.statements import draft as make

    kind = "notice" if notice else "public_statement"
    languages = tuple(language) if language else Drafted.languages
    wanted = Drafted(kind, measure, audience, languages, title, release_at, contact, corrects)
    print(make(context.obj.open(), wanted))


@app.command()
def check(
    context: typer.Context,
    case: Annotated[str, typer.Argument(help="Id of a case, or a text file (`-` for standard input).")],
    version: Annotated[int | None, typer.Argument(help="Number of the version, of a case.", metavar="N")] = None,
    measure: Annotated[str, typer.Option(help="Measure that a text file speaks of.", metavar="ID")] = "",
    audience: _AUDIENCE = "public",
    language: _LANGUAGE = "en",
    format: _FORMAT = Format.table,
) -> None:
    """What the check of the words finds; exit 10 if it finds something. A hit is a question, not a verdict."""
    from moratorium.desk import wording

    home = context.obj.open()
    if version is not None:
        made = wording.checked(home, case, version)
    else:
        made = wording.checked_text(home, _text(case), language, measure, audience)
    _tell(made, format)
    if made.found:
        raise typer.Exit(10)


def _text(name: str) -> str:
    import sys

    from moratorium.desk.texts import read_text

    if re.fullmatch(r"[A-Z]{2}-\d{4}-\d{4,}", name):
        raise InputError("no version is named", name, "say which: `moratorium statement check CASE N`")
    return sys.stdin.read() if name == "-" else read_text(Path(name))


def _tell(made: Checked, format: Format) -> None:
    if format is not Format.table:
        rows = ((one.id, made.place(one), one.title, one.words, one.why, one.mend) for one in made.found)
        show(("id", "at", "rule", "words", "why", "mend"), rows, format)
        return
    for one in made.found:
        print(f"{one.id} at {made.place(one)}: {one.title}: `{one.words}`\n  why: {one.why}\n  mend: {one.mend}")
    if not made.found:
        note("nothing found by the rules; that does not mean that all is well: read it")


@app.command()
def accept(
    context: typer.Context,
    case: _CASE,
    version: _VERSION,
    reason: Annotated[
        list[str] | None,
        typer.Option(help="Why a hit may stand, by its id: `truth:64-68=a saying`.", metavar="ID=WHY"),
    ] = None,
    seen: _SEEN = None,
) -> None:
    """Put on record that you have read a version, and why what was found may stand."""
    from moratorium.desk.wording import accept as accepted

    reasons = {}
    for text in reason or ():
        id, divided, why = text.partition("=")
        if not divided:
            raise InputError(f"`{text[:60]}` gives no reason", "--reason", "write it as ID=WHY")
        reasons[id.strip()] = why
    made = accepted(context.obj.open(), case, version, reasons, seen)
    note(f"version {version} of {case} is read; {len(made.found)} hits accepted")


@app.command()
def mend(
    context: typer.Context,
    case: _CASE,
    version: _VERSION,
    text: Annotated[Path, typer.Argument(help="The new text, in UTF-8.", metavar="FILE")],
    seen: _SEEN = None,
) -> None:
    """Put another text in the place of a version; prints the number of the new one, which is read again."""
    from moratorium.desk.texts import read_text
    from moratorium.desk.wording import mend as mended

    print(mended(context.obj.open(), case, version, read_text(text).rstrip("\n"), seen))


@app.command()
def recipient(
    context: typer.Context,
    case: _CASE,
    name: Annotated[str, typer.Option(help="Who gets it.")] = "",
    address: Annotated[str, typer.Option(help="Mail address.")] = "",
    language: _LANGUAGE = "en",
    party: Annotated[str, typer.Option(help="Your id of them.", metavar="ID")] = "",
    partners: Annotated[bool, typer.Option("--partners", help="Every partner who can sign in to the portal.")] = False,
) -> None:
    """Put recipients on a statement or notice; one whose party is on it already is left out."""
    from moratorium.desk.statements import Recipient, add_recipients, partner_recipients

    home = context.obj.open()
    if not name and not partners:
        raise InputError("nobody is named", "--name", "give --name, or --partners for all of them")
    named = [Recipient(name, language, address, party)] if name else []
    added = add_recipients(home, case, [*named, *(partner_recipients(home) if partners else ())])
    note(f"recipients added: {added}")


@app.command()
def release(
    context: typer.Context,
    case: Annotated[str | None, typer.Argument(help="Id of the statement or notice.", metavar="CASE")] = None,
    due: Annotated[bool, typer.Option("--due", help="Whatever is approved and due by now.")] = False,
    seen: _SEEN = None,
) -> None:
    """Send an approved text out; never before its hour. With --due, exit 10 if something is held."""
    from moratorium.desk import statements

    home = context.obj.open()
    if due is (case is not None):
        raise InputError("say which statement, or --due", "CASE")
    if case is not None:
        made = statements.release(home, case, seen)
        note(f"{case} is out; {made.letters} letters wait for the worker")
        return
    done = statements.release_due(home)
    for one in done:
        note(f"{one.case} is out; {one.letters} letters" if one.is_out else f"{one.case} is held: {one.words}")
    if any(not one.is_out for one in done):
        raise typer.Exit(10)


@app.command("copy")
def copy_(
    context: typer.Context,
    case: _CASE,
    version: _VERSION,
    file: Annotated[Path, typer.Argument(help="What the channel published, as text in UTF-8.", metavar="FILE")],
    channel: Annotated[str, typer.Option(help="Where it was published.")] = "",
) -> None:
    """Hold what a channel published against the approved text; exit 10 if it differs, and the difference is printed."""
    from moratorium.desk.statements import compare_copy

    made = compare_copy(context.obj.open(), case, version, file.read_bytes(), channel)
    note(f"{'the same' if made.is_same else 'it differs'}; SHA-256 of the copy {made.digest}")
    if not made.is_same:
        print("\n".join(f"{sign} {line}" for sign, line in made.lines))
        raise typer.Exit(10)


@app.command()
def supersede(
    context: typer.Context,
    case: _CASE,
    by: Annotated[str, typer.Option(help="Statement or notice that takes its place; it is out already.")],
    wrong: Annotated[str, typer.Option(help="What was wrong, and since when that is known.")],
    seen: _SEEN = None,
) -> None:
    """Put another one in the place of a statement or notice; its recipients are told. Prints the state after it."""
    from moratorium.desk.statements import supersede as superseded

    done = superseded(context.obj.open(), case, by, wrong, seen)
    print(done.state)
    note(f"{done.letters} letters" + (f"; to be told in another way: recipient {done.untold}" if done.untold else ""))


def press(
    context: typer.Context,
    into: Annotated[Path, typer.Option(help="Folder to write the pages into.", metavar="DIR")],
    url: Annotated[str, typer.Option(help="Where the folder is served; the feed needs it.", metavar="URL")] = "",
) -> None:
    """Write the press page as files: a page for each statement and language, an index, an RSS feed."""
    from moratorium.desk.press import published
    from moratorium.report.press_page import FEED, in_files, press_feed, press_pages

    found = published(context.obj.open())
    base = url.rstrip("/")
    made = press_pages(found, in_files, has_feed=bool(base))
    pages = {in_files(name): content for name, content in made.items()}
    if base:
        pages[FEED] = press_feed(found, lambda name: f"{base}/{in_files(name)}")
    _write(into, pages, FEED)
    note(f"{len(found.statements)} statements in {len(pages)} files written to {into}")
    if not base:
        note("without a feed: its links are whole addresses; give --url to have one")


def _write(folder: Path, pages: dict[str, bytes], feed: str) -> None:
    """Each file whole or not at all; the indexes last, so that they never name a page that is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in sorted(pages.items(), key=lambda one: (one[0].startswith(("index", "feed")), one[0])):
        part = folder / f"{name}.part"
        part.write_bytes(content)
        part.replace(folder / name)
    for path in (*folder.glob("PS-*"), folder / feed):
        if path.name not in pages and path.suffix in (".html", ".txt", ".xml"):
            path.unlink(missing_ok=True)


def add_to(root: typer.Typer) -> None:
    """The command that stands by itself."""
    root.command()(press)
