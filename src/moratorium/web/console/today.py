"""Today: what needs a decision now, and why; each of it a link."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from moratorium.desk import partners, party_file
from moratorium.desk import today as desk
from moratorium.web.console.acts import KIND_WORDS, subject_cell
from moratorium.web.console.cases import due_cases
from moratorium.web.console.holds import NOBODY, about_of, oldest_order
from moratorium.web.console.language import N_
from moratorium.web.console.page import Moved, Page, Result, Shown, Visit, filled
from moratorium.web.console.tables import Column, Link, Said, Table, Word

DUE_WORDS = {
    "begins": N_("comes into force"),
    "ends": N_("ends"),
    "review": N_("review due"),
    "overdue": N_("review overdue"),
}


def _question(visit: Visit) -> Any:
    """A question; a link to all that waits for it, for who reads the queue."""
    leads = visit.may("read_holds")
    return lambda one: Link(Said(one.text), f"/holds/question/{one.name}") if leads else Said(one.text)


def _age(now: datetime) -> Any:
    return lambda one: max(0, (now - one.since).days)


def today(visit: Visit) -> Result:
    """What waits, as far as the person may see it; a partner goes on to the portal."""
    if visit.may("use_portal"):
        return Moved("/partner")
    values: dict[str, Any] = {
        "waits": None,
        "news": None,
        "dues": None,
        "stale": None,
        "proposals": 0,
        "matches": 0,
        "late": None,
        "cases": None,
        "nobody": NOBODY,
    }
    if visit.may("read_questions"):
        values["waits"] = waits = desk.waits(visit.home)
        values["questions"] = _questions(visit, waits.questions)
        values["oldest"] = _oldest(visit, waits.oldest)
    if visit.may("read_parties"):
        values["matches"] = party_file.counted(visit.home, visit.service.directory)[1]
    if visit.may("read_measures"):
        values["proposals"] = desk.proposals(visit.home)
        values["dues"] = _dues(desk.dues(visit.home))
    if visit.may("read_lists"):
        values["stale"] = _stale(desk.stale(visit.home))
    if visit.may("read_partners"):
        values["late"] = late_partners(partners.overdue(visit.home))
    if visit.may("read_cases"):
        values["cases"] = due_cases(visit)
    if visit.may("read_acts"):
        values["news"] = _news(desk.news(visit.home))
    return Shown(values)


def _questions(visit: Visit, found: Any) -> Table:
    columns = (
        Column("question", N_("Question"), _question(visit)),
        Column("about", N_("About"), about_of(visit)),
        Column("orders", N_("Orders"), lambda one: one.orders),
        Column("lines", N_("Lines"), lambda one: one.lines),
        Column("order", N_("Oldest order"), oldest_order),
        Column("days", N_("Days"), _age(visit.home.clock())),
    )
    empty = N_("No order is held. A hold comes with the question that would settle it, and the question stands here.")
    return Table("questions", N_("What most held orders wait for"), columns, found, empty)


def _oldest(visit: Visit, found: Any) -> Table:
    columns = (
        Column("question", N_("Question"), _question(visit)),
        Column("about", N_("About"), about_of(visit)),
        Column("order", N_("Order"), oldest_order),
        Column("days", N_("Days"), _age(visit.home.clock())),
    )
    return Table("oldest", N_("What has waited longest"), columns, found, N_("No order is held."))


def _dues(found: Any) -> Table:
    columns = (
        Column("measure", N_("Measure"), lambda one: Link(one.title or one.id, f"/measures/{one.id}")),
        Column("what", N_("What"), lambda one: Word(DUE_WORDS[one.due.what])),
        Column("day", N_("Day"), _day),
    )
    empty = N_("Within two weeks nothing begins, ends or is to be looked at again.")
    return Table("dues", N_("Measures: reviews and dates within two weeks"), columns, found, empty)


def _day(one: Any) -> date:
    day: date = one.due.day
    return day


def _stale(found: Any) -> Table:
    columns = (
        Column("list", N_("List"), lambda one: Link(one.source, f"/lists/{one.source}")),
        Column("age", N_("Age in days"), lambda one: one.age_days),
        Column("promised", N_("Promised"), lambda one: one.promised_days),
        Column("what", N_("What to do"), lambda one: Said(one.words)),
    )
    empty = N_("Every list that the rulebook needs is as fresh as promised.")
    return Table("stale", N_("Lists that are older than promised: what depends on them holds"), columns, found, empty)


def late_partners(found: Any) -> Table:
    """Notices that partners have not acknowledged in time."""
    columns = (
        Column(
            "partner",
            N_("Partner"),
            lambda one: Link(one.party, filled("/partners/{party:path}", {"party": one.party})),
        ),
        Column("name", N_("Name"), lambda one: one.name),
        Column("notice", N_("Notice"), lambda one: Link(one.id, filled("/cases/{case}", {"case": one.id}))),
        Column("due", N_("To acknowledge by"), lambda one: one.due),
        Column("late", N_("Days overdue"), lambda one: one.days_late),
    )
    empty = N_("No partner is overdue with an acknowledgement.")
    return Table("late", N_("Partners overdue with an acknowledgement"), columns, found, empty)


def _news(found: Any) -> Table:
    columns = (
        Column("act", N_("Act"), lambda one: Link(str(one.index), f"/acts/{one.index}")),
        Column("what", N_("What"), lambda one: Word(KIND_WORDS.get(one.kind, one.kind))),
        Column("subject", N_("To what"), lambda one: subject_cell(one.kind, one.subject)),
        Column("changed", N_("Orders changed"), lambda one: one.changed),
        Column("who", N_("Who"), lambda one: one.who),
        Column("at", N_("When"), lambda one: one.at),
    )
    empty = N_("Since yesterday nothing came in that changes what is decided.")
    return Table("news", N_("What changed overnight"), columns, found, empty)


PAGES = (Page("GET", "/", "use_console", today, title=N_("Today"), template="today.html.j2"),)
