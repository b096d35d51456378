"""The public form on which anybody reports a misuse, without signing in; and whether it is open.

It has a plain frame of its own and sets no cookie but the language that somebody chose. Where a report comes from is
counted in memory for an hour, so that nobody floods the register, and kept nowhere.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import msgspec

from moratorium.desk import public_form as desk
from moratorium.desk.cases import File
from moratorium.desk.misuse import Reported
from moratorium.desk.public_form import MOST_BYTES, MOST_FILES, PublicForm
from moratorium.desk.sessions import TooOftenError
from moratorium.errors import Fault, InputError, MissingError, RefusedError
from moratorium.web.api.access import Buckets
from moratorium.web.console.forms import Upload
from moratorium.web.console.language import N_
from moratorium.web.console.page import Moved, Page, Result, Shown, Visit

FORM_BYTES = MOST_FILES * MOST_BYTES + 1024 * 1024

HOUR = 3600.0
PER_ADDRESS = 5.0
"""Reports an hour from one address."""

IN_ALL = 300.0
"""Reports an hour from everywhere."""


class ReportForm(msgspec.Struct, frozen=True):
    """What somebody reports.

    Attributes:
        text: What they saw, in their words.
        seen_on: When.
        place: Where.
        product: Which product.
        serial: Its serial number.
        contact: How to reach them, if they wish.
        files: Pictures, films, documents.
        keep_place: Whether pictures keep the place where they were taken.
    """

    text: str
    seen_on: date | None = None
    place: str = ""
    product: str = ""
    serial: str = ""
    contact: str = ""
    files: tuple[Upload, ...] = ()
    keep_place: bool = False


def form(visit: Visit) -> Result:
    """The form."""
    set_ = desk.setting(visit.service.home)
    if not set_.is_open:
        raise MissingError("reports are not taken here")
    return Shown({"contact": set_.contact, "reference": "", "most_files": MOST_FILES, "most_mb": MOST_BYTES // 1024**2})


def report(visit: Visit) -> Result:
    """Take in a report; nothing of it is believed, and nothing is run."""
    sent: ReportForm = visit.form
    home = visit.service.home
    fields = {"place": sent.place, "product": sent.product, "serial": sent.serial}
    if sent.seen_on is not None:
        fields["seen_on"] = sent.seen_on.isoformat()
    stated = {name: text for name, text in fields.items() if text}
    reported = Reported(sent.text, fields=stated, contact=sent.contact)
    files = [File(one.content, one.name, "", sent.keep_place) for one in sent.files]
    desk.check_report(home, reported, files)
    _count(visit)
    try:
        taken = desk.take_report(home, reported, files)
    except (InputError, RefusedError) as error:
        raise InputError.of(_beside(one) for one in error.faults) from error
    page = replace(visit.page, template="public_form/report.html.j2")
    set_ = desk.setting(home)
    return Shown({"page": page, "contact": set_.contact, "reference": desk.reference_of(taken)})


def _count(visit: Visit) -> None:
    """Let nobody flood the register; addresses are counted in memory, and forgotten.

    Raises:
        TooOftenError: too many reports came from there, or from everywhere, within the hour.
    """
    buckets: Buckets = visit.extras["buckets"]
    for whose, most in ((f"report {visit.address}", PER_ADDRESS), ("report", IN_ALL)):
        if wait := buckets.take(whose, most / HOUR, HOUR):
            raise TooOftenError(wait, "too many reports came from here within the hour; nothing of this one was kept")


_FIELDS = frozenset({"text", "seen_on", "place", "product", "serial", "contact", "files"})


def _beside(fault: Fault) -> Fault:
    """What is wrong with a file stands beside the files; it is named there."""
    if fault.at in _FIELDS:
        return fault
    return Fault(f"{fault.at}: {fault.message}" if fault.at else fault.message, "files", fault.help)


# -- open or closed ---------------------------------------------------------------------------------------------------


class SettingForm(msgspec.Struct, frozen=True):
    """Whether the form is open, and whom to reach about a report."""

    is_open: bool = False
    contact: str = ""


def setting(visit: Visit) -> Result:
    """Whether the form is open."""
    return Shown({"form": desk.setting(visit.home), "address": f"{visit.base}/report-misuse"})


def keep_setting(visit: Visit) -> Result:
    """Open or close it."""
    form: SettingForm = visit.form
    made = desk.keep_setting(visit.home, PublicForm(form.is_open, form.contact))
    open_, closed = N_("The form is open to everybody."), N_("The form is closed.")
    return Moved("/public-form", visit.words(open_ if made.is_open else closed))


TITLE = N_("Report a misuse of our products")

PAGES = (
    Page("GET", "/report-misuse", None, form, title=TITLE, template="public_form/report.html.j2"),
    Page(
        "POST",
        "/report-misuse",
        None,
        report,
        title=TITLE,
        form=ReportForm,
        back="/report-misuse",
        max_bytes=FORM_BYTES,
    ),
    Page(
        "GET",
        "/public-form",
        "keep_public_form",
        setting,
        title=N_("Public form"),
        template="public_form/setting.html.j2",
    ),
    Page("POST", "/public-form", "keep_public_form", keep_setting, form=SettingForm, back="/public-form"),
)
