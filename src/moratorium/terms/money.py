"""Amounts of money as people read and type them: the number first, then the code of its currency.

One way everywhere: commands, letters and reports write English; the console writes the number as the person's language
does (``web/console/language.py``) and keeps the same order. Amounts of different currencies stand side by side and are
never added.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from moratorium.errors import InputError

BETWEEN = " · "
"""Between amounts of different currencies."""


def money(value: Decimal, currency: str | None) -> str:
    """An amount with at least two digits after the point.

    >>> money(Decimal("1234.5"), "EUR"), money(Decimal("0.125"), "USD"), money(Decimal(7), None)
    ('1,234.50 EUR', '0.125 USD', '7.00')
    """
    _, _, digits = f"{value:f}".partition(".")
    return f"{value:,.{max(2, len(digits.rstrip('0')))}f} {currency or ''}".rstrip()


def whole_money(value: Decimal, currency: str) -> str:
    """An amount in whole units, for sums of many.

    >>> whole_money(Decimal("1234.5"), "EUR")
    '1,234 EUR'
    """
    return f"{value:,.0f} {currency}".rstrip()


def moneys(values: Mapping[str, Decimal]) -> str:
    """Amounts by currency.

    >>> moneys({"USD": Decimal(7), "EUR": Decimal("1200.4")})
    '1,200.40 EUR · 7.00 USD'
    """
    return BETWEEN.join(money(value, currency) for currency, value in sorted(values.items()))


def whole_moneys(values: Mapping[str, Decimal]) -> str:
    """Amounts by currency in whole units.

    >>> whole_moneys({"USD": Decimal(7), "EUR": Decimal("1200.4")})
    '1,200 EUR · 7 USD'
    """
    return BETWEEN.join(whole_money(value, currency) for currency, value in sorted(values.items()))


def read_money(text: str, at: str) -> tuple[str, Decimal]:
    """Currency and value of an amount as somebody typed it, the code before or behind the number.

    Args:
        text: Such as ``50000 EUR``.
        at: Where it was typed.

    Raises:
        InputError: it is none.

    >>> read_money("50000 eur", "--above"), read_money("EUR 50000.50", "--above")
    (('EUR', Decimal('50000')), ('EUR', Decimal('50000.50')))
    """
    first, _, second = text.strip().partition(" ")
    currency, number = (second, first) if first[:1].isdecimal() else (first, second)
    try:
        value = Decimal(number.strip())
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or not currency.strip().isalpha():
        raise InputError(f"`{text[:40]}` is no amount", at, "write it as `50000 EUR`")
    return currency.strip().upper(), value
