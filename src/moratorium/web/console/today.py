"""Today: what needs a decision now, and why."""

from __future__ import annotations

from moratorium.web.console.language import N_
from moratorium.web.console.page import Page, Result, Shown, Visit


def today(visit: Visit) -> Result:  # noqa: ARG001 - a page is handed its visit
    """What waits."""
    return Shown()


PAGES = (Page("GET", "/", "use_console", today, title=N_("Today"), template="today.html.j2"),)
