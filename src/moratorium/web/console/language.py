"""The languages of the console: English, Dutch, Chinese. All words of ours go through here; what people wrote does not.

A catalogue is a folder of gettext files, one for each group of pages, so that several people can translate at once.
They are read when a language is first asked for; nothing is compiled and nothing made by a machine lies about.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from gettext import NullTranslations
from importlib.resources import files
from io import BytesIO
from typing import Any

from babel import Locale, dates, numbers, units
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

LANGUAGES = {"en": "English", "nl": "Nederlands", "zh": "中文"}
"""Codes of the languages, and what each calls itself."""

USUAL = "en"

_LOCALES = {"en": "en_GB", "nl": "nl_NL", "zh": "zh_Hans_CN"}


def N_(text: str) -> str:  # noqa: N802 - the name under which gettext's tools look for it
    """Mark a text of ours that is shown elsewhere, in the person's language."""
    return text


def chosen(stated: str, accepted: str) -> str:
    """The language of a person: what they chose, else what their browser asks for, else English.

    >>> chosen("", "fr;q=0.9, zh-CN;q=0.8, nl;q=0.7"), chosen("nl", "zh"), chosen("", "")
    ('zh', 'nl', 'en')
    """
    if stated in LANGUAGES:
        return stated
    wanted = sorted(map(_ranked, accepted[:500].split(",")), key=lambda one: -one[1])
    return next((code for code, rank in wanted if code in LANGUAGES and rank > 0), USUAL)


def _ranked(text: str) -> tuple[str, float]:
    code, _, rank = text.partition(";")
    try:
        return code.strip().lower().partition("-")[0], float(rank.strip().removeprefix("q=") or 1)
    except ValueError:
        return "", 0.0


def words(language: str, text: str, **values: object) -> str:
    """A text of ours in a language, with values in it: ``words("nl", "Order %(id)s", id="SO-1")``."""
    found = catalogue(language).gettext(text) if text else ""
    return found % values if values else found


@cache
def catalogue(language: str) -> NullTranslations:
    """All that is translated into a language; English is written in the program itself."""
    found = Translations()
    folder = files("moratorium.web.console") / "locale" / language
    if language == USUAL:
        return found
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        if file.name.endswith(".po"):
            binary = BytesIO()
            write_mo(binary, read_po(BytesIO(file.read_bytes()), locale=language))
            binary.seek(0)
            read = Translations(binary, domain="messages")
            found.merge(read)
            found.plural = read.plural  # merging leaves it as in English, and Chinese has one form only
    return found


# -- days and numbers -------------------------------------------------------------------------------------------------


def locale(language: str) -> Locale:
    """Where dates and numbers are written as the language does."""
    return Locale.parse(_LOCALES[language])


def day(language: str, value: date | None) -> str:
    """A day.

    >>> day("nl", date(2022, 4, 26))
    '26 apr 2022'
    """
    return "" if value is None else dates.format_date(value, "medium", locale(language))


def instant(language: str, value: datetime | None) -> str:
    """An instant, in UTC and saying so: people in several places read the same.

    >>> from datetime import UTC
    >>> instant("en", datetime(2022, 4, 26, 7, 30, tzinfo=UTC))
    '26 Apr 2022, 07:30 UTC'
    """
    if value is None:
        return ""
    shown = dates.format_datetime(value, "medium", locale=locale(language))
    short = dates.format_time(value, "HH:mm", locale=locale(language))
    return f"{day(language, value.date())}, {short} UTC" if shown else ""


def number(language: str, value: int | float | Decimal | None) -> str:
    """A number.

    >>> number("nl", 1234567), number("en", Decimal("12.50"))
    ('1.234.567', '12.5')
    """
    return "" if value is None else numbers.format_decimal(value, locale=locale(language))


def amount(language: str, value: Decimal | None, currency: str | None) -> str:
    """An amount of money, then the code of its currency, on one line.

    >>> amount("nl", Decimal("1234.5"), "EUR"), amount("en", Decimal(7), None)
    ('1.234,50\\xa0EUR', '7.00')
    """
    if value is None:
        return ""
    written = numbers.format_decimal(value, "#,##0.00####", locale=locale(language))
    return f"{written}\N{NO-BREAK SPACE}{currency}" if currency else written


def window(language: str, of: Any) -> str:
    """Days on which something is in force: a window with its first day, and the first on which it is over.

    >>> from moratorium.terms.time import Window
    >>> window("en", Window(date(2022, 4, 26), date(2022, 7, 26))), window("nl", Window())
    ('from 26\xa0Apr\xa02022 until before 26\xa0Jul\xa02022', 'altijd')
    """
    start, end = (day(language, one).replace(" ", "\N{NO-BREAK SPACE}") for one in (of.start, of.end))
    if not start and not end:
        return words(language, N_("always"))
    if not start:
        return words(language, N_("until before %(end)s"), end=end)
    if not end:
        return words(language, N_("from %(start)s"), start=start)
    return words(language, N_("from %(start)s until before %(end)s"), start=start, end=end)


def period(language: str, of: Any) -> str:
    """A period of months and days.

    >>> from types import SimpleNamespace
    >>> period("en", SimpleNamespace(months=3, days=0)), period("nl", SimpleNamespace(months=1, days=14))
    ('3 months', '1 maand en 14 dagen')
    """
    parts = ((of.months, "month"), (of.days, "day"))
    return listed(language, [units.format_unit(n, unit, locale=locale(language)) for n, unit in parts if n])


def listed(language: str, values: Sequence[str]) -> str:
    """Several things in a sentence."""
    from babel.lists import format_list

    return format_list(list(values), locale=locale(language)) if values else ""
