"""The register of cases: listed and searched, a new one opened, and what authorities got over a period."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from moratorium.desk import cases as desk
from moratorium.desk import disclosures as register
from moratorium.errors import InputError, MissingError
from moratorium.web.console.case_forms import (
    CASE,
    FILE_BYTES,
    NEW,
    EntryForm,
    files_of,
    inputs_of,
    told_beside,
    words_of,
)
from moratorium.web.console.case_words import (
    KIND_MEANINGS,
    KIND_WORDS,
    ONE_PART_WORDS,
    STATE_WORDS,
    choice_word,
    kind_word,
    state_word,
)
from moratorium.web.console.language import N_
from moratorium.web.console.page import Look, Moved, Page, Result, Shown, Visit, filled
from moratorium.web.console.tables import Column, Link, Table, Word

SHOWN = 50
SOON = timedelta(days=7)
"""What is due within so many days is told ahead."""

MOST_DUE = 10
_BEFORE_OWNER = 4
_EXPORTED = 1000


def case_path(id: str) -> str:
    """Address of a case."""
    return filled("/cases/{case}", {"case": id})


# -- the register -----------------------------------------------------------------------------------------------------


class CasesLook(Look, frozen=True):
    """Which cases.

    Attributes:
        words: Words that all occur in an entry on it.
        kind: Only of this kind.
        state: Only in this state.
        ended: ``open`` or ``closed``: only those that have come to an end, or have not.
        due: Only those with a step due by this day.
        link: Only those that point to this, as ``order:SO-1/sale``.
        owner: Only those that somebody looks after: a name, ``me``, or ``nobody``.
    """

    words: str = ""
    kind: str = ""
    state: str = ""
    ended: str = ""
    due: str = ""
    link: str = ""
    owner: str = ""


_COLUMNS = (
    Column("case", N_("Case"), lambda one: Link(one.id, case_path(one.id))),
    Column("title", N_("Title"), lambda one: one.title),
    Column("kind", N_("Kind"), lambda one: Word(kind_word(one.kind))),
    Column("state", N_("State"), lambda one: Word(state_word(one.state))),
    Column("due", N_("Due"), lambda one: one.due),
    Column("opened", N_("Opened"), lambda one: one.opened_at),
    Column("moved", N_("Last step"), lambda one: one.moved_at),
)

_HITS = (
    Column("case", N_("Case"), lambda one: Link(one.case, case_path(one.case))),
    Column("title", N_("Title"), lambda one: one.title),
    Column("kind", N_("Kind"), lambda one: Word(kind_word(one.kind))),
    Column("state", N_("State"), lambda one: Word(state_word(one.state))),
    Column("found", N_("Words around it"), lambda one: one.excerpt),
    Column("act", N_("Act"), lambda one: Link(str(one.act), f"/acts/{one.act}")),
)


def cases(visit: Visit) -> Result:
    """Cases, the newest first; or the entries in which words occur."""
    query: CasesLook = visit.query
    counted = desk.counts(visit.home)
    ends = {(one.kind, name) for one in desk.lifecycles() for name in one.ends}
    today = visit.home.today()
    overdue, soon = desk.count_due(visit.home, today + SOON)
    values = {
        "cases": _hits(visit) if query.words else _listed(visit),
        "kinds": [("", visit.words("all")), *_named(visit, KIND_WORDS)],
        "states": [("", visit.words("all")), *_named(visit, STATE_WORDS)],
        "ended": [("", visit.words("all")), ("open", visit.words("open")), ("closed", visit.words("closed"))],
        "owners": [
            ("", visit.words("all")),
            ("me", visit.words(N_("me"))),
            ("nobody", visit.words(N_("nobody"))),
            *([(query.owner, query.owner)] if query.owner not in ("", "me", "nobody") else []),
        ],
        "open": sum(count for place, count in counted.items() if place not in ends),
        "closed": sum(count for place, count in counted.items() if place in ends),
        "overdue": overdue,
        "soon": soon,
        "today": today,
        "until": today + SOON,
        "is_chosen": any((query.words, query.kind, query.state, query.ended, query.due, query.link, query.owner)),
    }
    return Shown(values)


def _named(visit: Visit, words: dict[str, str]) -> list[tuple[str, str]]:
    return sorted(((name, visit.words(text)) for name, text in words.items()), key=lambda one: one[1])


def _listed(visit: Visit) -> Table:
    query: CasesLook = visit.query
    wanted = _wanted(visit, query)
    found = desk.listed(visit.home, wanted, _before(query.cursor), SHOWN)
    owners = desk.owners(visit.home, found)
    columns = list(_COLUMNS)
    columns.insert(_BEFORE_OWNER, Column("owner", N_("Looks after it"), lambda one: owners.get(one.id)))

    def every() -> Iterator[Any]:
        for some in _every(visit, wanted):
            owners.update(desk.owners(visit.home, some))
            yield from some

    more = str(found[-1].opened) if len(found) == SHOWN else ""
    empty = N_(
        "No case is like this. A case is a matter that the company answers for: a report of misuse, an allegation, a "
        "request of an authority, a notice. Open one, or take away a part of what you asked for."
    )
    return Table("cases", N_("Cases, the newest first"), columns, found, empty, more, every)


def _every(visit: Visit, wanted: Any) -> Iterator[Any]:
    before: int | None = None
    while found := desk.listed(visit.home, wanted, before, _EXPORTED):
        yield found
        before = found[-1].opened


def _hits(visit: Visit) -> Table:
    query: CasesLook = visit.query
    found = desk.search(visit.home, query.words[:500], query.kind or None, _before(query.cursor), SHOWN)
    more = str(found[-1].act) if len(found) == SHOWN else ""
    empty = N_("No entry holds all of these words. A word that ends with * finds all that begin so.")
    return Table("hits", N_("Entries in which the words occur, the newest first"), _HITS, found, empty, more)


def _wanted(visit: Visit, query: CasesLook) -> Any:
    ended = {"": None, "open": False, "closed": True}
    if query.ended not in ended:
        raise InputError(f"`{query.ended[:40]}` is neither `open` nor `closed`", "ended")
    kind, _, target = query.link.partition(":")
    if query.link and not target:
        raise InputError("this points to nothing", "link", "write it as order:SO-1/sale or case:MR-2022-0001")
    link = (kind, target) if query.link else None
    owner = {"": None, "me": visit.person.name, "nobody": ""}.get(query.owner, query.owner)
    due = _day(query.due, "due")
    return desk.wanted(query.kind or None, query.state or None, ended[query.ended], due, link, owner)


def _day(text: str, at: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise InputError(f"`{text[:40]}` is no day", at, "write it as 2022-04-26") from None


def _before(cursor: str) -> int | None:
    if not cursor:
        return None
    if not cursor.isascii() or not cursor.isdecimal() or len(cursor) > 15:
        raise InputError(f"`{cursor[:40]}` is no place in the register", "cursor")
    return int(cursor)


def due_cases(visit: Visit) -> Table:
    """Cases with a step that is overdue or due within a week, the most overdue first, for the first page."""
    found = desk.due(visit.home, visit.home.today() + SOON, MOST_DUE)
    columns = [one for one in _COLUMNS if one.name not in ("opened", "moved")]
    return Table("cases", N_("Cases with a step due within a week"), columns, found)


# -- a new one --------------------------------------------------------------------------------------------------------


def choose(visit: Visit) -> Result:
    """Which kind of case."""
    kinds = [
        (one.kind, kind_word(one.kind), KIND_MEANINGS.get(one.kind, one.meaning))
        for one in desk.lifecycles()
        if visit.person.role in one.opening.who
    ]
    return Shown({"kinds": kinds})


def new(visit: Visit) -> Result:
    """The form of a new case, as the step that opens it asks."""
    table = _table(visit)
    needed = dict.fromkeys(table.opening.needs)
    asked = inputs_of(table.fields, CASE, {}, needed)
    later = {f"{CASE}.{name}" for step in table.steps if step is not table.opening for name in step.needs}
    first = [
        (ONE_PART_WORDS.get(part.name, part.name), part.meaning, inputs_of(part.fields, f"{part.name}.{NEW}", {}, ()))
        for part in table.parts
        if part.name in ("message", "category", "wording", "opinion")
    ]
    values = {
        "kind": table.kind,
        "word": kind_word(table.kind),
        "meaning": KIND_MEANINGS.get(table.kind, table.meaning),
        "needed": [one for one in asked if one.is_needed],
        "others": [one for one in asked if not one.is_needed and one.name not in later],
        "later": [one for one in asked if not one.is_needed and one.name in later],
        "parts": first,
        "may": visit.person.role in table.opening.who,
        "who": table.opening.who,
        "due": table.opening.due,
    }
    return Shown(values)


def _table(visit: Visit) -> Any:
    kind = visit.path["kind"]
    found = next((one for one in desk.lifecycles() if one.kind == kind), None)
    if found is None:
        raise MissingError(
            f"there is no kind of case `{kind[:40]}`", help="choose one of those shown under Open a case"
        )
    return found


def open_case(visit: Visit) -> Result:
    """Open a case."""
    form: EntryForm = visit.form
    table = _table(visit)
    with told_beside(visit):
        words = words_of(form, table)
        id = desk.open_case(visit.home, table.kind, words, files_of(form), visit.person.role)
    said = visit.words("Case %(id)s is opened.", id=id)
    return Moved(case_path(id) if visit.may("read_cases") else "/cases/new", said)


# -- what authorities got ---------------------------------------------------------------------------------------------


class DisclosuresLook(Look, frozen=True):
    """Which period; this year if nothing is said.

    Attributes:
        since: First day.
        until: The day before which it ends.
    """

    since: str = ""
    until: str = ""


_DISCLOSURES = (
    Column("case", N_("Case"), lambda one: Link(one.case, case_path(one.case))),
    Column("on", N_("On"), lambda one: one.at.date()),
    Column("end", N_("What became of it"), lambda one: Word(state_word(one.end))),
    Column("authority", N_("Authority"), lambda one: one.authority),
    Column("legal_basis", N_("Legal basis"), lambda one: one.legal_basis),
    Column("reference", N_("Their reference"), lambda one: one.reference),
    Column(
        "categories", N_("Categories of data"), lambda one: "; ".join(f"{name}: {end}" for name, end in one.categories)
    ),
    Column("records", N_("Records handed over"), lambda one: one.records),
    Column("conflicts", N_("Laws that conflict"), lambda one: one.conflicts),
    Column("act", N_("Act"), lambda one: Link(str(one.act), f"/acts/{one.act}")),
)


def disclosures(visit: Visit) -> Result:
    """The register of a period, reconciled with the log."""
    query: DisclosuresLook = visit.query
    first, last = register.this_year(visit.home)
    since, until = _day(query.since, "since") or first, _day(query.until, "until") or last
    found = register.disclosures(visit.home, since, until)
    table = Table(
        "disclosures",
        N_("What authorities asked for, and what we told them of ourselves"),
        _DISCLOSURES,
        found.rows,
        N_("In this period no request of an authority came to its end, and we disclosed nothing of our own accord."),
    )
    outcomes = [(choice_word("outcome", name), count) for name, count in found.outcomes.items()]
    return Shown({"table": table, "register": found, "outcomes": outcomes})


def _page(method: str, path: str, permission: str, run: Any, **given: Any) -> Page:
    return Page(method, path, permission, run, section="/cases", **given)


PAGES = (
    _page("GET", "/cases", "read_cases", cases, title=N_("Cases"), template="cases/list.html.j2", query=CasesLook),
    _page("GET", "/cases/new", "open_cases", choose, title=N_("Open a case"), template="cases/kinds.html.j2"),
    _page("GET", "/cases/new/{kind}", "open_cases", new, title=N_("Open a case"), template="cases/new.html.j2"),
    _page(
        "POST",
        "/cases/new/{kind}",
        "open_cases",
        open_case,
        form=EntryForm,
        back="/cases/new/{kind}",
        max_bytes=FILE_BYTES,
    ),
    _page(
        "GET",
        "/cases/disclosures",
        "read_cases",
        disclosures,
        title=N_("Disclosures to authorities"),
        template="cases/disclosures.html.j2",
        query=DisclosuresLook,
    ),
)
