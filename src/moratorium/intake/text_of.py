"""A typed cell of a workbook, JSON or Parquet as the text that a person would have written for it."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

import msgspec

_JSON = msgspec.json.Encoder(decimal_format="string")


def text_of(value: object) -> str | None:
    """The value as text; None where nothing is written. Whole floats lose their ``.0``, midnight its time.

    >>> [text_of(one) for one in (6.0, 2.55, True, None, datetime(2022, 4, 26), datetime(2022, 4, 26, 8, 26))]
    ['6', '2.55', 'true', None, '2022-04-26', '2022-04-26 08:26:00']
    """
    match value:
        case None | str():
            return value
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case float():
            return _of_float(value)
        case Decimal():
            return format(value, "f") if value.is_finite() else None
        case datetime():
            midnight = value.time() == time(0)
            return value.date().isoformat() if midnight else value.replace(microsecond=0).isoformat(" ")
        case date():
            return value.isoformat()
        case bytes():
            return value.decode("utf-8", "replace")
        case list() if all(isinstance(one, str | int) for one in value):
            return ", ".join(str(text_of(one)) for one in value) or None
        case list() | dict():
            return _JSON.encode(value).decode()
    return str(value)


def _of_float(value: float) -> str | None:
    if value != value or value in (float("inf"), float("-inf")):
        return None
    exact = Decimal(repr(value))
    return str(int(exact)) if value.is_integer() and abs(value) < 1e21 else format(exact, "f")
