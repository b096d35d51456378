"""``report.html`` of a replay: one file that needs nothing else, for those who must decide.

It reads on paper, on a screen in light and dark, and on a phone; it runs no script and loads nothing. Everything that
comes from orders and measures is escaped. Inactive and not evaluable measures are always shown (DESIGN law 4).
"""

from __future__ import annotations

from moratorium.desk import package
from moratorium.history.impact import Impact
from moratorium.report.impact_gather import impact_content
from moratorium.report.shapes import world
from moratorium.report.typeset import typeset
from moratorium.report.world import LEVELS, outline_id


def impact_page(impact: Impact) -> str:
    """The page as HTML."""
    page = impact_content(impact, package.atlas())
    mapped = any(draft.maps for draft in page.drafts)
    return typeset("impact.html.j2", page=page, world=world() if mapped else None, levels=LEVELS, outline_id=outline_id)
