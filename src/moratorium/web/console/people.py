"""People: who may sign in, in which role; kept by an administrator. Who does it, and why, stands in the record."""

from __future__ import annotations

from typing import Any

import msgspec

from moratorium.desk import accounts
from moratorium.desk.accounts import PEOPLE
from moratorium.web.console.language import LANGUAGES, N_
from moratorium.web.console.page import Moved, Page, Result, Shown, Visit, filled
from moratorium.web.console.tables import Column, Link, Table, Word
from moratorium.web.console.vocabulary import ROLE_WORDS, STATE_WORDS

PERSON = "/people/{name}"

_LANGUAGES = tuple(LANGUAGES.items())

_COLUMNS = (
    Column("name", N_("Name"), lambda one: Link(one.name, filled(PERSON, {"name": one.name}))),
    Column("role", N_("Role"), lambda one: Word(ROLE_WORDS[one.role])),
    Column("party", N_("Acts for"), lambda one: one.party),
    Column("state", N_("State"), lambda one: Word(STATE_WORDS[one.state])),
    Column("since", N_("Since"), lambda one: one.made_at),
    Column("act", N_("Last act"), lambda one: one.act),
)


class InviteForm(msgspec.Struct, frozen=True):
    """Who is invited.

    Attributes:
        name: As it is to stand beside all that they do.
        role: What they may do.
        address: To which the link is mailed; empty to hand it over.
        language: Of the letter.
        party: Of a partner: our id of the party for whom they act.
    """

    name: str
    role: str
    address: str = ""
    language: str = "en"
    party: str = ""


class LinkForm(msgspec.Struct, frozen=True):
    """A link for somebody who has an account.

    Attributes:
        address: To which it is mailed; empty to hand it over.
        language: Of the letter.
    """

    address: str = ""
    language: str = "en"


class RoleForm(msgspec.Struct, frozen=True):
    """Another role.

    Attributes:
        role: From now on.
        reason: Why.
        party: Of a partner: our id of the party for whom they act.
    """

    role: str
    reason: str = ""
    party: str = ""


class ReasonForm(msgspec.Struct, frozen=True):
    """Something is done to an account.

    Attributes:
        reason: Why.
    """

    reason: str = ""


def people(visit: Visit) -> Result:
    """All accounts, and a form that invites somebody."""
    found = accounts.all_accounts(visit.home)
    table = Table("people", N_("People who may sign in"), _COLUMNS, found, N_("Nobody has an account."))
    return Shown({"people": table, "roles": _roles(visit), "languages": _LANGUAGES})


def _roles(visit: Visit) -> list[tuple[str, str]]:
    return [(role, visit.words(ROLE_WORDS[role])) for role in PEOPLE]


def invite(visit: Visit) -> Result:
    """Make an account; the link is mailed, or shown this once."""
    form: InviteForm = visit.form
    to = _addressee(form)
    secret = accounts.invite(visit.home, form.name, form.role, to, form.party)
    return _linked(visit, form.name, secret, N_("within three days"), to)


def reset(visit: Visit) -> Result:
    """Forget a password; the link is mailed, or shown this once."""
    to, name = _addressee(visit.form), visit.path["name"]
    return _linked(visit, name, accounts.reset(visit.home, name, to), N_("within a day"), to)


def link_again(visit: Visit) -> Result:
    """Another link for somebody who was invited; it is mailed, or shown this once."""
    to, name = _addressee(visit.form), visit.path["name"]
    return _linked(visit, name, accounts.link_again(visit.home, name, to), N_("within three days"), to)


def _addressee(form: InviteForm | LinkForm) -> accounts.Addressee | None:
    return accounts.addressee(form.address.strip(), form.language)


def _linked(visit: Visit, name: str, secret: str, within: str, to: accounts.Addressee | None) -> Result:
    """Where the link went; it is shown only if no letter carries it, since nobody else need see what is mailed."""
    page = Page(
        "GET", "/people", "keep_accounts", people, title=N_("A link that opens once"), template="people/link.html.j2"
    )
    link = accounts.address(visit.base, secret) if to is None else ""
    values: dict[str, Any] = {"page": page, "name": name, "link": link, "to": to, "within": within}
    return Shown({**values, "wanted": visit.form.address.strip()})


def person(visit: Visit) -> Result:
    """One account, and what can be done with it."""
    found = accounts.account(visit.home, visit.path["name"])
    return Shown({"account": found, "roles": _roles(visit), "languages": _LANGUAGES})


def give_role(visit: Visit) -> Result:
    """Give another role."""
    form: RoleForm = visit.form
    found = accounts.give_role(visit.home, visit.path["name"], form.role, form.reason, form.party)
    role = visit.words(ROLE_WORDS[found.role])
    return _done(visit, visit.words("%(name)s is %(role)s now, and signs in again.", name=found.name, role=role))


def disable(visit: Visit) -> Result:
    """Let nobody sign in to an account any more."""
    form: ReasonForm = visit.form
    found = accounts.disable(visit.home, visit.path["name"], form.reason)
    return _done(visit, visit.words("%(name)s can no longer sign in.", name=found.name))


def enable(visit: Visit) -> Result:
    """Let the person sign in again."""
    form: ReasonForm = visit.form
    found = accounts.enable(visit.home, visit.path["name"], form.reason)
    return _done(visit, visit.words("%(name)s can sign in again.", name=found.name))


def _done(visit: Visit, said: str) -> Result:
    return Moved(filled(PERSON, visit.path), said)


PAGES = (
    Page("GET", "/people", "keep_accounts", people, title=N_("People"), template="people/people.html.j2"),
    Page("POST", "/people", "keep_accounts", invite, form=InviteForm, back="/people"),
    Page(
        "GET", PERSON, "keep_accounts", person, title=N_("Person"), template="people/person.html.j2", section="/people"
    ),
    Page("POST", f"{PERSON}/role", "keep_accounts", give_role, form=RoleForm, back=PERSON),
    Page("POST", f"{PERSON}/disable", "keep_accounts", disable, form=ReasonForm, back=PERSON),
    Page("POST", f"{PERSON}/enable", "keep_accounts", enable, form=ReasonForm, back=PERSON),
    Page("POST", f"{PERSON}/reset", "keep_accounts", reset, form=LinkForm, back=PERSON),
    Page("POST", f"{PERSON}/link", "keep_accounts", link_again, form=LinkForm, back=PERSON),
)
