"""``report.html``: one file that needs nothing else, for the board and for the officer.

It reads on paper, on a screen in light and dark, and on a phone; it runs no script and loads nothing. Everything that
comes from an order is escaped. Inactive and not evaluable measures are always shown (DESIGN law 4).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from moratorium.report.chart import chart
from moratorium.report.content import ReportData
from moratorium.report.gather import proof_of, report_data, stopped

__all__ = ["ReportData", "proof_of", "render", "report_data", "stopped", "write_report"]

NO_BREAK = "\N{NO-BREAK SPACE}"
_WHOLE = "{:,.0f}"


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
    return _templates().get_template("report.html.j2").render(data=data, chart=chart(data.months))


@cache
def _templates() -> Environment:
    """Templates with escaping always on; a name that is not there is an error, not an empty text."""
    found = Environment(
        loader=PackageLoader("moratorium.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters.update(number=number, amounts=_unbroken, short=short)
    found.globals["style"] = Markup(_read(found, "report.css"))  # noqa: S704 - our own file
    return found


def _read(templates: Environment, name: str) -> str:
    if templates.loader is None:
        return ""
    return templates.loader.get_source(templates, name)[0]


def number(value: int | Decimal) -> str:
    """A number for people; digits after the point only where there are some.

    >>> number(1234567), number(Decimal("12.50"))
    ('1,234,567', '12.50')
    """
    whole = value == int(value)
    return _WHOLE.format(value) if whole else f"{value:,}"


def amounts(value: Mapping[str, Decimal]) -> str:
    """Amounts by currency, side by side and never added.

    >>> amounts({"EUR": Decimal("1200.40"), "USD": Decimal(7)})
    '1,200 EUR · 7 USD'
    """
    return " · ".join(f"{_WHOLE.format(amount)} {currency}" for currency, amount in sorted(value.items()))


def _unbroken(value: Mapping[str, Decimal]) -> str:
    """Amounts whose currency stays on the line of its number."""
    return " · ".join(amounts({currency: amount}).replace(" ", NO_BREAK) for currency, amount in sorted(value.items()))


def short(digest: str, length: int = 16) -> str:
    """The first digits of a digest.

    >>> short("0123456789abcdef0123")
    '0123456789abcdef…'
    """
    return f"{digest[:length]}…" if len(digest) > length else digest
