"""``report.html``: one file that needs nothing else, for the board and for the officer.

It reads on paper, on a screen in light and dark, and on a phone; it runs no script and loads nothing. Everything that
comes from an order is escaped. Inactive and not evaluable measures are always shown (DESIGN law 4).
"""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import NamedTemporaryFile

from moratorium.report.chart import chart
from moratorium.report.content import ReportData
from moratorium.report.gather import proof_of, report_data, stopped
from moratorium.report.typeset import typeset

__all__ = ["ReportData", "proof_of", "render", "report_data", "stopped", "write_report"]


def write_report(path: Path, data: ReportData) -> None:
    """Write the page; it appears whole, under its name, or not at all.

    Raises:
        OSError: the place cannot be written.
    """
    text = render(data)
    with NamedTemporaryFile(
        "w", encoding="utf-8", newline="\n", dir=path.parent, prefix=".report-", delete=False
    ) as file:
        file.write(text)
    os.chmod(file.name, 0o644)
    Path(file.name).replace(path)


def render(data: ReportData) -> str:
    """The page as HTML."""
    return typeset("report.html.j2", data=data, chart=chart(data.months))
