"""``case``: cases opened, added to, moved on, closed, looked up, and the register of what authorities got."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from moratorium.cli.session import Format, note, read_day, show
from moratorium.errors import InputError, RefusedError

if TYPE_CHECKING:
    from moratorium.desk.cases import File, Shown, Words

app = typer.Typer(
    help="Cases: misuse reports, allegations, authority requests, statements and their like.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

_ID = Annotated[str, typer.Argument(help="Id of the case, such as MR-2022-0007.", metavar="CASE")]
_FORMAT = Annotated[Format, typer.Option(help="How to print.")]
_TITLE = Annotated[str, typer.Option(help="One line for people.")]
_FIELD = Annotated[
    list[str] | None,
    typer.Option(
        help="A field, or one of a part: `finding=...`, `claim.1.position=rejected`, `claim.new.text=...`; "
        "`text=@FILE` takes it from a file. Several may be given.",
        metavar="NAME=VALUE",
    ),
]
_LINK = Annotated[
    list[str] | None,
    typer.Option(help="What it points to: order, serial, party, measure, case or act.", metavar="KIND:TARGET"),
]
_FILE = Annotated[list[Path] | None, typer.Option(help="A file to attach; several may be given.", metavar="FILE")]
_EVIDENCE = Annotated[
    bool, typer.Option("--evidence", help="Files stay byte for byte; else pictures lose their location data.")
]
_SEEN = Annotated[
    int | None,
    typer.Option(help="Newest act that you saw (see `case show`); refused if there is a newer one.", metavar="N"),
]


@app.command("open")
def open_(
    context: typer.Context,
    kind: Annotated[str, typer.Argument(help="Kind of case, such as misuse_report; see `case kinds`.", metavar="KIND")],
    title: _TITLE = "",
    note_: Annotated[str, typer.Option("--note", help="What you want to say.")] = "",
    field: _FIELD = None,
    link: _LINK = None,
    file: _FILE = None,
    evidence: _EVIDENCE = False,
) -> None:
    """Open a case; prints its id."""
    from moratorium.desk.cases import open_case

    print(open_case(context.obj.open(), kind, _words(title, note_, field, link), _files(file, evidence)))


@app.command()
def add(
    context: typer.Context,
    case: _ID,
    title: _TITLE = "",
    note_: Annotated[str, typer.Option("--note", help="What you want to say.")] = "",
    field: _FIELD = None,
    link: _LINK = None,
    file: _FILE = None,
    evidence: _EVIDENCE = False,
    seen: _SEEN = None,
) -> None:
    """Enter something on a case, or attach files; prints the SHA-256 of each file as it is kept."""
    from moratorium.desk.cases import enter

    for kept in enter(context.obj.open(), case, _words(title, note_, field, link), _files(file, evidence), seen):
        note(f"{kept.name}: {kept.media}, {kept.bytes:,} bytes{', location data taken out' * bool(kept.original)}")
        print(kept.digest)


@app.command()
def move(
    context: typer.Context,
    case: _ID,
    step: Annotated[str, typer.Argument(help="Step to take; `case show` lists those allowed.", metavar="STEP")],
    note_: Annotated[str, typer.Option("--note", help="What you want to say.")] = "",
    field: _FIELD = None,
    link: _LINK = None,
    seen: _SEEN = None,
) -> None:
    """Take a step with a case, with what the step needs; prints the state after it."""
    from moratorium.desk.cases import take_step

    after = take_step(context.obj.open(), case, step, _words("", note_, field, link), seen)
    print(after.state)
    note(f"{case} is {after.state}{f', next step due by {after.due}' if after.due else ''}")


@app.command()
def close(
    context: typer.Context,
    case: _ID,
    step: Annotated[str, typer.Argument(help="Step that ends it.", metavar="STEP")],
    note_: Annotated[str, typer.Option("--note", help="What you want to say.")] = "",
    field: _FIELD = None,
    link: _LINK = None,
    seen: _SEEN = None,
) -> None:
    """Close a case by a step that leads to an end; any other step is refused."""
    from moratorium.desk.cases import shown, take_step

    home = context.obj.open()
    found = shown(home, case)
    ends = found.case.lifecycle.ends
    allowed = {one.step.name: one.step.after for one in found.options if one.step.after in ends}
    if allowed.get(step) is None and any(one.step.name == step for one in found.options):
        raise RefusedError(f"`{step}` does not close the case", case, f"closing steps: {', '.join(allowed) or 'none'}")
    after = take_step(home, case, step, _words("", note_, field, link), seen)
    print(after.state)


@app.command("show")
def show_(context: typer.Context, case: _ID, format: _FORMAT = Format.table) -> None:
    """A case: what is known, its timeline, and what may be done next."""
    from moratorium.desk.cases import shown

    found = shown(context.obj.open(), case)
    if format is not Format.json:
        _tell(found)
    rows = (
        (one.act, one.at.isoformat(timespec="seconds"), one.actor, *_told(one.payload)) for one in found.case.events
    )
    show(("act", "at", "by", "step", "what"), rows, format)


def _tell(found: Shown) -> None:
    case, table = found.case, found.case.lifecycle
    state = table.state(case.state)
    note(f"{case.id} {table.title}: {case.state} ({state.meaning if state else ''})")
    note(f"title: {case.title or '(erased, or none)'}")
    if case.due:
        note(f"next step due by {case.due}")
    if found.sources.messages:
        sources = found.sources
        note(f"messages: {sources.messages}; independent sources: {sources.independent}; texts: {sources.texts}")
    for name, text in case.fields.items():
        note(f"{name}: {text}")
    for (kind, number), fields in sorted(case.parts.items()):
        note(f"{kind} {number}: {'; '.join(f'{name}: {text}' for name, text in fields.items() if name != 'likeness')}")
    for link in case.links:
        note(f"points to {link.kind} {link.target}")
    for id in found.pointed_from:
        note(f"pointed to by case {id}")
    for one in case.attachments:
        note(f"file {one.digest}: {one.name}, {one.media}, {one.bytes:,} bytes")
    for option in found.options:
        lacking = "; ".join(option.missing)
        note(f"may `{option.step.name}` -> {option.step.after}{f' (missing: {lacking})' if lacking else ''}")


def _told(payload: Any) -> tuple[str, str]:
    """A step and what it is, or what was entered, in a line."""
    from moratorium.terms.case import CaseEntered, CaseMoved

    match payload:
        case CaseMoved() as moved:
            due = f", due {moved.due}" if moved.due else ""
            return moved.step, f"{moved.before or 'new'} -> {moved.state}{due}"
        case CaseEntered() as entered:
            named = [*entered.fields, *(f"{one.kind} {one.number}" for one in entered.parts)]
            named += [f"{one.kind}:{one.target}" for one in entered.links] + [one.name for one in entered.attachments]
            return entered.step, "; ".join(filter(None, (entered.title, entered.note, ", ".join(named))))
    return "", "(erased)"


@app.command("list")
def list_(
    context: typer.Context,
    kind: Annotated[str | None, typer.Option(help="Only of this kind.")] = None,
    state: Annotated[str | None, typer.Option(help="Only in this state.")] = None,
    closed: Annotated[bool | None, typer.Option("--closed/--open", help="Only closed ones, or only open ones.")] = None,
    due: Annotated[
        str | None, typer.Option(help="Only with a step due by this day; `today` for what is due now.", metavar="DAY")
    ] = None,
    link: Annotated[str | None, typer.Option(help="Only those that point to this.", metavar="KIND:TARGET")] = None,
    owner: Annotated[
        str | None, typer.Option(help="Only those that this person looks after; '' for nobody's.", metavar="NAME")
    ] = None,
    limit: Annotated[int, typer.Option(help="At most so many.", min=1, max=100_000)] = 1000,
    format: _FORMAT = Format.table,
) -> None:
    """Cases of the register, the newest first."""
    from moratorium.desk.cases import listed, wanted

    home = context.obj.open()
    by = None if due is None else home.today() if due == "today" else read_day(due, "--due")
    pointed = None if link is None else _link(link)
    rows = listed(home, wanted(kind, state, closed, by, pointed, owner), limit=limit)
    if not rows and format is Format.table:
        note("no such case; `moratorium case open KIND` opens one, `moratorium case kinds` lists the kinds")
        return
    cells = ((one.id, one.kind, one.state, one.due, one.opened_at.date(), one.title) for one in rows)
    show(("case", "kind", "state", "due", "opened", "title"), cells, format)


@app.command()
def search(
    context: typer.Context,
    words: Annotated[list[str], typer.Argument(help="Words; `sprayer*` finds all that begin so.", metavar="WORD...")],
    kind: Annotated[str | None, typer.Option(help="Only of this kind.")] = None,
    limit: Annotated[int, typer.Option(help="At most so many.", min=1, max=1000)] = 50,
    format: _FORMAT = Format.table,
) -> None:
    """Entries in which all of these words occur, the newest first."""
    from moratorium.desk.cases import search as find

    hits = find(context.obj.open(), " ".join(words), kind, limit=limit)
    if not hits and format is Format.table:
        note("nothing found")
        return
    cells = ((one.case, one.kind, one.state, one.act, one.title, one.excerpt) for one in hits)
    show(("case", "kind", "state", "act", "title", "found"), cells, format)


@app.command()
def save(
    context: typer.Context,
    case: _ID,
    digest: Annotated[str, typer.Argument(help="SHA-256 of the file; see `case show`.", metavar="DIGEST")],
    out: Annotated[Path, typer.Option(help="Where to.", metavar="FILE")],
) -> None:
    """Save a file of a case, checked against its digest."""
    from moratorium.desk.cases import attachment

    content, _ = attachment(context.obj.open(), case, digest)
    part = out.with_name(out.name + ".part")
    part.write_bytes(content)
    part.replace(out)
    note(f"{len(content):,} bytes written to {out}")


@app.command()
def bundle(
    context: typer.Context,
    case: _ID,
    into: Annotated[Path | None, typer.Option(help="Where to (default: case-ID.zip).", metavar="FILE")] = None,
) -> None:
    """Write a case with its files and a receipt of each act as one ZIP file, which anybody can verify offline."""
    from moratorium.desk import case_bundle

    made = case_bundle.bundle(context.obj.open(), case)
    target = into or Path(made.name)
    case_bundle.write(made, target)
    print(target)
    note(f"verify anywhere: {made.command.replace(made.name, str(target))}")


@app.command()
def erase(
    context: typer.Context,
    case: _ID,
    act: Annotated[
        int, typer.Argument(help="Number of the act whose words go; see `case show`.", metavar="ACT", min=0)
    ],
    reason: Annotated[str, typer.Option(help="Why. It stays in the record, so name nobody.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do it; without it only what would go is told.")] = False,
) -> None:
    """Erase the words of one entry, with its files; that something was entered then, and by whom, stays proved."""
    from moratorium.desk import erasing

    home = context.obj.open()
    found = erasing.going(home, case, act)
    note(f"act {act} of {found.event.at:%Y-%m-%d}, by {found.event.actor}: its words go and cannot be had back")
    for name in found.files:
        note(f"file {name} goes with it")
    for name in found.kept_files:
        note(f"file {name} stays: another entry cites it too")
    if found.is_title:
        note("the title of the case goes with it")
    if not yes:
        note("nothing is erased yet: add --yes")
        return
    print(erasing.erase_entry(home, case, act, reason))
    note("backups hold it until they are overwritten")


@app.command("public-form")
def public_form(
    context: typer.Context,
    open_: Annotated[
        bool | None, typer.Option("--open/--closed", help="Take reports from everybody, or from nobody.")
    ] = None,
    contact: Annotated[
        str | None, typer.Option(help="Where you can be reached about a report; shown on the form.", metavar="WORDS")
    ] = None,
) -> None:
    """Open or close the public form on which misuse is reported (/report-misuse of the service), or say how it is."""
    from moratorium.desk import public_form as desk

    home = context.obj.open()
    now = desk.setting(home)
    if open_ is not None or contact is not None:
        wanted = desk.PublicForm(now.is_open if open_ is None else open_, now.contact if contact is None else contact)
        now = desk.keep_setting(home, wanted)
    print("open" if now.is_open else "closed")
    if now.contact:
        note(f"contact: {now.contact}")


@app.command()
def kinds(format: _FORMAT = Format.table) -> None:
    """Kinds of cases, with the steps that begin and end each."""
    from moratorium.desk.cases import lifecycles

    rows = (
        (one.kind, one.prefix, one.title, " ".join(one.opening.needs), " ".join(sorted(one.ends)))
        for one in lifecycles()
    )
    show(("kind", "ids", "title", "needs", "ends"), rows, format)


@app.command()
def disclosures(
    context: typer.Context,
    since: Annotated[str | None, typer.Option(help="First day (default: the first of January).", metavar="DAY")] = None,
    until: Annotated[str | None, typer.Option(help="First day after it (default: tomorrow).", metavar="DAY")] = None,
    format: _FORMAT = Format.table,
) -> None:
    """What authorities asked for in a period and what became of it; the count is reconciled with the log."""
    from moratorium.desk.disclosures import disclosures as made
    from moratorium.desk.disclosures import this_year

    home = context.obj.open()
    first, last = this_year(home)
    register = made(home, read_day(since, "--since") if since else first, read_day(until, "--until") if until else last)
    rows = (
        (
            *(one.act, one.case, one.at.date(), one.end, one.authority, one.legal_basis, one.reference),
            *("; ".join(f"{name}: {outcome}" for name, outcome in one.categories), one.records, one.conflicts),
        )
        for one in register.rows
    )
    columns = (
        "act",
        "case",
        "on",
        "end",
        "authority",
        "legal_basis",
        "reference",
        "categories",
        "records",
        "conflicts",
    )
    show(columns, rows, format)
    outcomes = ", ".join(f"{count} {name}" for name, count in register.outcomes.items())
    note(
        f"{len(register.rows)} disclosures from {register.since} until before {register.until}"
        f"{f' ({outcomes})' if outcomes else ''}; the log of {register.size} acts holds as many"
    )


# -- what was typed ---------------------------------------------------------------------------------------------------


def _words(title: str, said: str, fields: list[str] | None, links: list[str] | None) -> Words:
    from moratorium.desk.cases import Words
    from moratorium.terms.case import Link, Part

    own: dict[str, str] = {}
    parts: dict[tuple[str, int], dict[str, str]] = {}
    for text in fields or ():
        name, divided, value = text.partition("=")
        if not divided or not name.strip():
            raise InputError(f"`{text[:60]}` is no field", "--field", "write it as NAME=VALUE")
        kind, *rest = name.strip().split(".")
        if not rest:
            own[kind] = _value(value)
            continue
        if len(rest) != 2 or not (rest[0] == "new" or rest[0].isdecimal()):
            raise InputError(f"`{name}` is no field of a part", "--field", "write it as claim.1.text or claim.new.text")
        number = 0 if rest[0] == "new" else int(rest[0])
        parts.setdefault((kind, number), {})[rest[1]] = _value(value)
    made = tuple(Part(kind, number, stated) for (kind, number), stated in parts.items())
    return Words(title, said, own, made, tuple(Link(*_link(one)) for one in links or ()))


def _value(text: str) -> str:
    if not text.startswith("@"):
        return text
    path = Path(text[1:])
    try:
        return path.read_text(encoding="utf-8").rstrip("\n")
    except UnicodeDecodeError:
        raise InputError("the file is no text in UTF-8", str(path), "attach it with --file") from None


def _link(text: str) -> tuple[str, str]:
    kind, divided, target = text.partition(":")
    if not divided:
        raise InputError(
            f"`{text[:60]}` points to nothing", "--link", "write it as order:SO-1/sale or case:MR-2022-0001"
        )
    return kind.strip(), target.strip()


def _files(paths: list[Path] | None, is_evidence: bool) -> tuple[File, ...]:
    from moratorium.desk.cases import File
    from moratorium.intake.attachments import MOST_BYTES

    made = []
    for path in paths or ():
        if path.stat().st_size > MOST_BYTES:
            raise InputError(f"the file has {path.stat().st_size:,} bytes, at most {MOST_BYTES:,} are kept", str(path))
        made.append(File(path.read_bytes(), path.name, "", is_evidence))
    return tuple(made)
