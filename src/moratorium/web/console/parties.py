"""Parties: found by name, each with what is known of it: orders, possible matches, owners, what it shares with whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import msgspec

from moratorium.desk import party_file, reading, registering
from moratorium.errors import InputError
from moratorium.terms.party import spoken_role
from moratorium.web.console.forms import Upload
from moratorium.web.console.language import N_
from moratorium.web.console.ownership_drawing import drawn
from moratorium.web.console.page import Look, Moved, Page, Result, Shown, Visit, filled
from moratorium.web.console.screening import (
    STATE_WORDS,
    VERDICT_WORDS,
    compared_words,
    entry_path,
    match_path,
    party_path,
)
from moratorium.web.console.tables import Column, Effect, Link, Said, Table, Word

PAGE = 50
PARTY = "/parties/{party:path}"
FILE_BYTES = 64 * 1024 * 1024


class PartiesLook(Look, frozen=True):
    """Which parties.

    Attributes:
        words: Each begins a word of a name or of our id.
        asked: Only those that may be a listed party, about which a person is asked.
    """

    words: str = ""
    asked: bool = False


COLUMNS = (
    Column("name", N_("Party"), lambda one: Link(one.name or one.subject.partition(":")[2], party_path(one.subject))),
    Column("id", N_("Our id"), lambda one: one.id),
    Column("country", N_("Country as stated"), lambda one: one.country),
    Column("register", N_("In our register"), lambda one: Word(N_("yes")) if one.register else Word(N_("no"))),
    Column("asked", N_("Matches that wait"), lambda one: one.asked or None),
)


def parties(visit: Visit) -> Result:
    """Parties by name."""
    query: PartiesLook = visit.query
    found, behind = _found(visit, _after(query.cursor), PAGE)
    more = f"{found[-1].name}\n{found[-1].subject}" if len(found) == PAGE else ""
    total, waiting = party_file.counted(visit.home, visit.service.directory)
    empty = (
        N_("No party of this name is known. Each word finds the beginning of a word, in any script.")
        if query.words or query.asked
        else N_("No party is known yet. They come with the first order, or with our register: hand it in below.")
    )
    table = Table("parties", N_("Parties"), COLUMNS, found, empty, more, lambda: _every(visit))
    return Shown({"parties": table, "behind": behind, "total": total, "waiting": waiting})


def _found(visit: Visit, after: tuple[str, str], limit: int) -> tuple[tuple[Any, ...], int]:
    query: PartiesLook = visit.query
    return party_file.found(visit.home, visit.service.directory, query.words, query.asked, after, limit)


def _after(cursor: str) -> tuple[str, str]:
    name, _, subject = cursor.partition("\n")
    return name, subject


def _every(visit: Visit) -> Iterator[Any]:
    after = ("", "")
    while rows := _found(visit, after, 500)[0]:
        yield from rows
        after = (rows[-1].name, rows[-1].subject)


# -- one party --------------------------------------------------------------------------------------------------------

ORDER_COLUMNS = (
    Column("order", N_("Order"), lambda one: Link(one[0].id, filled("/orders/{order:path}", {"order": one[0].key}))),
    Column("activity", N_("Activity"), lambda one: Said(one[0].key.rpartition("/")[2].replace("_", " "))),
    Column("roles", N_("Role"), lambda one: Said("; ".join(map(spoken_role, one[1])))),
    Column("effect", N_("Decision"), lambda one: Effect(one[0].effect)),
    Column("status", N_("Status"), lambda one: Said(one[0].status)),
    Column("placed_on", N_("Placed on"), lambda one: one[0].placed_on),
)
MATCH_COLUMNS = (
    Column("listed", N_("Listed name"), lambda one: Link(one.listed, match_path(one.subject, one.entry))),
    Column("entry", N_("Entry"), lambda one: Link(one.entry, entry_path(one.entry))),
    Column("score", N_("Score"), lambda one: f"{one.score / 10_000:.2f}" if one.score else None),
    Column("state", N_("State"), lambda one: Word(STATE_WORDS[one.state])),
)
OWNER_COLUMNS = (
    Column("name", N_("Owner"), lambda one: Link(one.name, party_path(f"party:{one.id}")) if one.id else one.name),
    Column("share", N_("Share in per cent"), lambda one: one.share if one.share is not None else Word(N_("not known"))),
    Column("owned", N_("Of"), lambda one: one.owned.removeprefix("name: ")),
    Column("layer", N_("Layer"), lambda one: one.layer),
    Column("since", N_("From"), lambda one: one.since),
    Column("until", N_("Until"), lambda one: one.until),
    Column("counts", N_("Counts today"), lambda one: Word(N_("yes")) if one.counts else Word(N_("no"))),
    Column("lists", N_("Lists"), lambda one: Said(one.lists) if one.lists else None),
    Column("source", N_("Source"), lambda one: one.source),
)
COMMON_COLUMNS = (
    Column("words", N_("In common"), lambda one: Said(one.words)),
    Column("other", N_("With"), lambda one: Link(one.other, party_path(f"party:{one.id}")) if one.id else one.other),
    Column("lists", N_("Lists"), lambda one: Said(one.lists) if one.lists else None),
)


def party(visit: Visit) -> Result:
    """All that is known of a party; that somebody looked is on record."""
    known = visit.service.directory
    behind = known.look()
    row = party_file.one(visit.home, known, visit.path["party"])
    reading.note_look(visit.home, row.subject, visit.page.path)
    found = party_file.whole(visit.home, known, row.subject)
    orders = party_file.orders(visit.home, known, row.subject, visit.query.cursor, PAGE)
    more = orders[-1][0].key if len(orders) == PAGE else ""
    key = found.owners[0].owned if found.owners else row.id
    return Shown(
        {
            "page": replace(visit.page, title=row.name or row.subject),
            "party": found,
            "behind": behind,
            "orders": Table(
                "orders",
                N_("Orders"),
                ORDER_COLUMNS,
                orders,
                N_("No order that was read so far names this party.")
                if behind
                else N_("No order that was decided names this party."),
                more,
                lambda: _every_order(visit, row.subject),
            ),
            "matches": Table(
                "matches",
                N_("List entries that it may be"),
                MATCH_COLUMNS,
                found.matches,
                N_("It is not compared yet, or no entry reaches the threshold: look again when all is read.")
                if behind
                else N_(
                    "No entry of the lists at hand reaches the threshold. That says what was compared, and no more."
                ),
            ),
            "owners": Table(
                "owners",
                N_("Owners, layer by layer"),
                OWNER_COLUMNS,
                found.owners,
                N_("Our register names no owner. Hand in a register with owners and shares to see the chain."),
            ),
            "common": Table(
                "common",
                N_("What it has in common with others"),
                COMMON_COLUMNS,
                found.in_common,
                N_("Our register shows no owner, director, address or telephone that it shares with another party."),
            ),
            "drawing": drawn(key, row.name or row.subject, found.owners),
            "VERDICT_WORDS": VERDICT_WORDS,
            "match_path": match_path,
        }
    )


def _every_order(visit: Visit, subject: str) -> Iterator[Any]:
    after = ""
    while rows := party_file.orders(visit.home, visit.service.directory, subject, after, 500):
        yield from rows
        after = rows[-1][0].key


# -- the register -----------------------------------------------------------------------------------------------------


class RegisterForm(msgspec.Struct, frozen=True):
    """A register handed in."""

    file: Upload


def hand_in(visit: Visit) -> Result:
    """Take a register, and compare all parties anew."""
    form: RegisterForm = visit.form
    if not isinstance(form.file, Upload):
        raise InputError("this is no file", "file", "choose the file of the register")
    faults = registering.keep_register(visit.home, form.file.name, form.file.content)
    found = registering.compare_anew(visit.home, visit.service.directory, f"register {form.file.name}")
    visit.service.directory.look(2.0)
    words = visit.words(
        "%(name)s is our register now. Rows left out: %(faults)s.", name=form.file.name, faults=len(faults)
    )
    return Moved("/parties", f"{words} {compared_words(visit, found)}")


PAGES = (
    Page(
        "GET",
        "/parties",
        "read_parties",
        parties,
        title=N_("Parties"),
        template="parties/list.html.j2",
        query=PartiesLook,
    ),
    Page(
        "GET",
        PARTY,
        "read_parties",
        party,
        title=N_("Party"),
        template="parties/party.html.j2",
        section="/parties",
    ),
    Page(
        "POST",
        "/parties",
        "keep_register",
        hand_in,
        form=RegisterForm,
        back="/parties",
        max_bytes=FILE_BYTES,
    ),
)
