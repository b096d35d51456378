"""How pages are set: templates with escaping always on, one style for all of them, numbers as people read them.

A page is one HTML file that needs nothing else. It runs no script and loads nothing, so it opens in a closed network.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from moratorium.terms.money import BETWEEN, whole_money

NO_BREAK = "\N{NO-BREAK SPACE}"
_STYLES = {"style": "report.css", "impact_style": "impact.css", "quarter_style": "quarter.css"}
_WHOLE = "{:,.0f}"


def typeset(template: str, **values: object) -> str:
    """A page as HTML: the template filled with values, each escaped."""
    return _templates().get_template(template).render(values)


def source(name: str) -> str:
    """A file of the templates as it stands, such as a style."""
    loader = PackageLoader("moratorium.report")
    return loader.get_source(_templates(), name)[0]


@cache
def _templates() -> Environment:
    """Templates; a name that is not there is an error, not an empty text."""
    loader = PackageLoader("moratorium.report")
    found = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters.update(number=number, amounts=unbroken, short=short, coded=coded)
    for name, file in _STYLES.items():
        found.globals[name] = Markup(loader.get_source(found, file)[0])  # noqa: S704 - our own file
    return found


def number(value: int | Decimal) -> str:
    """A number for people; digits after the point only where there are some.

    >>> number(1234567), number(Decimal("12.50"))
    ('1,234,567', '12.50')
    """
    whole = value == int(value)
    return _WHOLE.format(value) if whole else f"{value:,}"


def unbroken(value: Mapping[str, Decimal]) -> str:
    """Amounts by currency, in whole units, each on one line."""
    return BETWEEN.join(
        whole_money(amount, currency).replace(" ", NO_BREAK) for currency, amount in sorted(value.items())
    )


def short(digest: str, length: int = 16) -> str:
    """The first digits of a digest.

    >>> short("0123456789abcdef0123")
    '0123456789abcdef…'
    """
    return f"{digest[:length]}…" if len(digest) > length else digest


def coded(text: str) -> Markup:
    """Text whose backticks become code; everything else in it is escaped.

    >>> print(coded("run `lists update` & wait"))
    run <code>lists update</code> &amp; wait
    """
    parts = [escape(part) for part in text.split("`")]
    if len(parts) % 2 == 0:
        return escape(text)
    pairs = (Markup("<code>{}</code>").format(part) if at % 2 else part for at, part in enumerate(parts))
    return Markup("").join(pairs)
