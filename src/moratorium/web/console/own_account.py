"""Somebody's own account: their role, their password, where they are signed in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from moratorium.desk import sessions
from moratorium.web.console.language import N_
from moratorium.web.console.page import Moved, Page, Result, Shown, Visit
from moratorium.web.console.tables import Column, Table, Word


class PasswordForm(msgspec.Struct, frozen=True):
    """Another password.

    Attributes:
        old_password: Until now.
        new_password: From now on.
    """

    old_password: str
    new_password: str


def account(visit: Visit) -> Result:
    """The account and its sessions."""
    found = sessions.of(visit.home, visit.person.name)
    return Shown({"sessions": _sessions(visit, found)})


def _sessions(visit: Visit, found: Sequence[Any]) -> Table:
    this = visit.person.digest
    columns = (
        Column("since", N_("Signed in"), lambda one: one.made_at),
        Column("seen", N_("Last used"), lambda one: one.seen_at),
        Column("where", N_("Where"), lambda one: Word(N_("here") if one.digest == this else N_("elsewhere"))),
    )
    return Table("sessions", N_("Your sessions"), columns, found, N_("You are signed in nowhere."))


def change_password(visit: Visit) -> Result:
    """Set another password."""
    form: PasswordForm = visit.form
    home = visit.service.home
    person = sessions.change_password(home, visit.person, form.old_password, form.new_password, visit.address)
    return Moved("/account", person=person)


def sign_out_everywhere(visit: Visit) -> Result:
    """End all sessions."""
    sessions.end(visit.service.home, visit.person, everywhere=True)
    return Moved("/sign-in")


PAGES = (
    Page("GET", "/account", "use_console", account, title=N_("Your account"), template="account.html.j2"),
    Page("POST", "/account/password", "use_console", change_password, form=PasswordForm, back="/account"),
    Page("POST", "/account/sign-out-everywhere", "use_console", sign_out_everywhere, back="/account"),
)
