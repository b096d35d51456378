"""The account of a quarter as a page: one HTML file that needs nothing else, on paper, on a screen and on a phone.

It runs no script and loads nothing; everything that comes from cases and measures is escaped.
"""

from __future__ import annotations

from moratorium.desk.quarter_content import Account
from moratorium.report.quarter_document import document_of
from moratorium.report.typeset import typeset


def quarter_page(account: Account) -> str:
    """The page as HTML."""
    return typeset("quarter.html.j2", page=document_of(account))
