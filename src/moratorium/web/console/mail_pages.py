"""Mail: what a person wants to be written to about, and, for who looks after the machine, letters on their way."""

from __future__ import annotations

import msgspec

from moratorium.desk import mail, receivers
from moratorium.desk.receivers import Receiver
from moratorium.web.console.language import N_
from moratorium.web.console.page import Moved, Page, Result, Shown, Visit
from moratorium.web.console.tables import Column, Said, Table, Word

KIND_WORDS = {
    "assigned": N_("a held order is given to me"),
    "hold": N_("an order that I handed in is held"),
    "job_ended": N_("a job that I asked for has ended"),
    "lists_stale": N_("lists are older than promised"),
    "orders_changed": N_("orders were decided again, and some came out otherwise"),
    "outcomes_changed": N_("parties were compared anew, and some came out otherwise"),
    "proposed": N_("a change of the rulebook waits for a second person"),
    "reviews_due": N_("reviews of measures are due"),
    "second_person": N_("an answer, a clearance or a text to send out waits for a second person"),
    "invitation": N_("invitation"),
    "question": N_("question to a requester"),
    "reset": N_("new password"),
    "notice": N_("notice to a partner"),
    "notice_reminder": N_("reminder of a notice"),
    "superseded": N_("a statement or notice was superseded"),
}
STATE_WORDS = {"waiting": N_("waits"), "sent": N_("sent"), "dead": N_("given up")}

COLUMNS = (
    Column("posted", N_("When"), lambda one: one.posted),
    Column("kind", N_("About"), lambda one: Word(KIND_WORDS[one.kind])),
    Column("to", N_("To"), lambda one: one.to),
    Column("state", N_("State"), lambda one: Word(STATE_WORDS[one.state])),
    Column("tries", N_("Tries"), lambda one: one.tries),
    Column("fault", N_("Why it failed"), lambda one: Said(one.fault) if one.fault else None),
)


class ChoiceForm(msgspec.Struct, frozen=True):
    """What a person wants to be written to about.

    Attributes:
        address: Their mail address.
        kinds: About what.
        is_grouped: Whether it comes once a day, all together.
    """

    address: str
    kinds: tuple[str, ...] = ()
    is_grouped: bool = False


def shown(visit: Visit) -> Result:
    """The person's choice; and letters on their way, for who looks after the machine."""
    letters = None
    if visit.may("keep_accounts"):
        letters = Table(
            "letters",
            N_("Letters of the last month"),
            COLUMNS,
            mail.listed(visit.home),
            empty=N_("No letter was put in. Where no mail server is stated, letters wait: see MORATORIUM_MAIL."),
        )
    chosen = receivers.choice(visit.home) or Receiver(visit.person.name, "", visit.language)
    offered = [(kind, KIND_WORDS[kind]) for kind in receivers.offered(visit.person.role)]
    return Shown({"chosen": chosen, "offered": offered, "letters": letters})


def choose(visit: Visit) -> Result:
    """Set what the person is written to about."""
    form: ChoiceForm = visit.form
    chosen = Receiver(visit.person.name, form.address.strip(), visit.language, form.kinds, form.is_grouped)
    receivers.choose(visit.home, chosen)
    return Moved("/mail", visit.words("It is noted. Letters come in the language of this page."))


def forget(visit: Visit) -> Result:
    """Write to the person no longer."""
    receivers.forget(visit.home)
    return Moved("/mail", visit.words("Your address is forgotten."))


PAGES = (
    Page("GET", "/mail", "use_console", shown, title=N_("Mail"), template="mail/mail.html.j2"),
    Page("POST", "/mail", "use_console", choose, form=ChoiceForm, back="/mail"),
    Page("POST", "/mail/forget", "use_console", forget, back="/mail"),
)
