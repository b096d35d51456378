"""The navigation: one table. A person sees the entries that they may open."""

from __future__ import annotations

from typing import NamedTuple

from moratorium.web.console.language import N_
from moratorium.web.console.page import Visit


class Entry(NamedTuple):
    """An entry.

    Attributes:
        to: Path of its page.
        title: In English; marked with ``N_``.
        permission: Of that page.
        unless: Who may this finds the page from another entry.
    """

    to: str
    title: str
    permission: str
    unless: str = ""


ENTRIES = (
    Entry("/", N_("Today"), "use_console"),
    Entry("/holds", N_("Holds"), "read_holds"),
    Entry("/orders", N_("Orders"), "read_orders"),
    Entry("/measures", N_("Measures"), "read_measures"),
    Entry("/reassess", N_("Re-assess"), "read_replays"),
    Entry("/reassess/history", N_("Past orders"), "build_history", unless="read_replays"),
    Entry("/screening", N_("Screening"), "read_parties"),
    Entry("/screening/names", N_("Screen a name"), "screen", unless="read_parties"),
    Entry("/parties", N_("Parties"), "read_parties"),
    Entry("/partners", N_("Partners"), "read_partners"),
    Entry("/lists", N_("Lists"), "read_lists"),
    Entry("/cases", N_("Cases"), "read_cases"),
    Entry("/cases/new", N_("Open a case"), "open_cases", unless="read_cases"),
    Entry("/statements", N_("Statements"), "read_cases"),
    Entry("/quarters", N_("Quarters"), "read_quarters"),
    Entry("/acts", N_("Acts"), "read_acts"),
    Entry("/jobs", N_("Jobs"), "read_jobs"),
    Entry("/holds/rules", N_("Rules for holds"), "keep_hold_rules"),
    Entry("/public-form", N_("Public form"), "keep_public_form"),
    Entry("/people", N_("People"), "keep_accounts"),
    Entry("/partner", N_("Notices and questions"), "use_portal"),
)
"""In the order of a working day."""


def entries(visit: Visit) -> tuple[Entry, ...]:
    """What a person may open."""
    return tuple(one for one in ENTRIES if visit.may(one.permission) and not visit.may(one.unless))
