"""All pages: the table that is the console."""

from __future__ import annotations

from moratorium.web.console import (
    acts,
    case_page,
    cases,
    drafting,
    history_pages,
    holds,
    job_pages,
    lists,
    mail_pages,
    measures,
    orders,
    own_account,
    parties,
    partners,
    people,
    portal,
    public_form,
    quarters,
    reassess,
    screening,
    search,
    signing_in,
    today,
    wording,
)
from moratorium.web.console.page import Page

PAGES: tuple[Page, ...] = (
    *today.PAGES,
    *holds.PAGES,
    *orders.PAGES,
    *acts.PAGES,
    *cases.PAGES,
    *quarters.PAGES,
    *wording.PAGES,
    *case_page.PAGES,
    *people.PAGES,
    *search.PAGES,
    *signing_in.PAGES,
    *own_account.PAGES,
    *measures.PAGES,
    *drafting.PAGES,
    *screening.PAGES,
    *parties.PAGES,
    *partners.PAGES,
    *portal.PAGES,
    *lists.PAGES,
    *reassess.PAGES,
    *history_pages.PAGES,
    *job_pages.PAGES,
    *mail_pages.PAGES,
    *public_form.PAGES,
)
"""Everything that can be opened or sent."""
