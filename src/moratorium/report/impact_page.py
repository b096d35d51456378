"""``report.html`` of a replay: one file that needs nothing else, for those who must decide.

It reads on paper, on a screen in light and dark, and on a phone; it runs no script and loads nothing. Everything that
comes from orders and measures is escaped. Inactive and not evaluable measures are always shown (DESIGN law 4).
"""

from __future__ import annotations

from markupsafe import Markup

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
    shapes = world() if mapped else None
    return typeset("impact.html.j2", page=page, world=shapes, levels=LEVELS, outline_id=outline_id, whole=True)


def impact_fragment(impact: Impact, *, whole: bool = True) -> Markup:
    """The same as a part of another page, which brings style and heading; without maps, whose outlines are large.

    Args:
        impact: What came of a replay.
        whole: Whether orders, partners, products and contracts were counted; a profile does not know them.
    """
    page = impact_content(impact, package.atlas(), mapped=False)
    return Markup(typeset("impact_fragment.html.j2", page=page, world=None, whole=whole))  # noqa: S704 - set by templates that escape


def impact_brief(impact: Impact) -> Markup:
    """The main numbers alone, beside a draft: the answer, effects before and after, and what changes in which month."""
    page = impact_content(impact, package.atlas(), mapped=False)
    return Markup(typeset("impact_brief.html.j2", page=page))  # noqa: S704 - set by templates that escape
