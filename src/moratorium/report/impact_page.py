"""``report.html`` of a replay: one file that needs nothing else, for those who must decide.

It reads on paper, on a screen in light and dark, and on a phone; it runs no script and loads nothing. Everything that
comes from orders and measures is escaped. Inactive and not evaluable measures are always shown (DESIGN law 4).
"""

from __future__ import annotations

from moratorium.desk import package
from moratorium.history.impact import Impact
from moratorium.report.impact_content import impact_content
from moratorium.report.typeset import typeset


def impact_page(impact: Impact) -> str:
    """The page as HTML."""
    return typeset("impact.html.j2", page=impact_content(impact, _territory))


def _territory(code: str) -> str:
    """Name of a territory; a code that the atlas does not know stands for itself."""
    atlas = package.atlas()
    return atlas.name(code) if atlas.knows(code) else code
