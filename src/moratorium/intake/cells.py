"""Reads the text of one cell: a number, a day, yes or no, in the notation that the map states.

Nothing is guessed. `1.234,56` under a decimal point is not a number, and `03/04/2022` is read in the stated order of
day, month and year. Where the year stands first in four digits, or the month is a word, the order is evident.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Context, Decimal
from typing import Generic, NamedTuple, TypeVar

from moratorium.terms.party import Scalar
from moratorium.terms.values import NO, YES

T = TypeVar("T")

DATE_ORDERS = {"ymd": "year, month, day", "dmy": "day, month, year", "mdy": "month, day, year"}

_MEMO_TEXT, _MEMO_SIZE = 120, 50_000
_MAX_DIGITS = 40
_MAX_DATE = 60
_EXACT = Context(prec=100)
_SPACES = re.compile(r"[\s'’_]")
_NUMBERS = {
    ".": re.compile(r"[+-]?(?:[0-9]+|[1-9][0-9]{0,2}(?:,[0-9]{3})+)?(?:\.[0-9]*)?"),
    ",": re.compile(r"[+-]?(?:[0-9]+|[1-9][0-9]{0,2}(?:\.[0-9]{3})+)?(?:,[0-9]*)?"),
}
_CLOCK = r"[0-9]{1,2}[:.][0-9]{2}(?:[:.][0-9]{2})?(?:[.,][0-9]+)?\s*(?:[AaPp]\.?[Mm]\.?)?\s*(?:Z|UTC|[+-][0-9:]{2,5})?"
_TIME = rf"(?:(?:\s*T|\s*,?\s+){_CLOCK})?"
_NUMERIC = r"([0-9]{1,4})\s*[./\-年]\s*([0-9]{1,2})\s*[./\-月]\s*([0-9]{1,4})日?\.?"
_DATE = re.compile(rf"{_NUMERIC}{_TIME}|([0-9]{{4}})([0-9]{{2}})([0-9]{{2}})")
_YEAR_LAST = r"[\s\-./,]+([0-9]{4}|[0-9]{2})(?:\s*г\.?)?"
_WORDED = re.compile(rf"([0-9]{{1,2}})(?:st|nd|rd|th|\.)?[\s\-./]+([^\W\d_]{{3,12}})\.?{_YEAR_LAST}{_TIME}")
_WORD_FIRST = re.compile(rf"([^\W\d_]{{3,12}})\.?\s+([0-9]{{1,2}})(?:st|nd|rd|th)?,?\s+([0-9]{{4}}){_TIME}")
_MONTH_STEMS = (
    "jan янв", "feb фев", "mar maa mär mrt мар", "apr апр", "may mei mai май мая", "jun июн", "jul июл", "aug авг",
    "sep сен", "oct okt окт", "nov ноя", "dec dez дек",
)  # fmt: skip
_MONTHS = {stem: month for month, stems in enumerate(_MONTH_STEMS, start=1) for stem in stems.split()}
_YES = YES | {"x", "waar", "wahr", "д", "истина", "有", "oui", "✓"}
_NO = NO | {"onwaar", "falsch", "н", "ложь", "无", "non"}
NOT_STATED = frozenset({"", "NULL", "\\N", "NaN", "nan", "#N/A", "0000-00-00", "0000-00-00 00:00:00"})
"""What databases and spreadsheets write for "nothing". ``NA`` is Namibia and not among them."""


class Bad(NamedTuple):
    """A cell that cannot be read: why, and how to mend it."""

    message: str
    help: str = ""


class Memo(dict[str, T], Generic[T]):
    """Remembers what texts mean, so that a repeated one is read once; bounded."""

    def __init__(self, read: Callable[[str], T]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, text: str) -> T:
        value = self._read(text)
        if len(text) <= _MEMO_TEXT:
            if len(self) >= _MEMO_SIZE:
                self.clear()
            self[text] = value
        return value


def number(text: str, decimal: str | None) -> Decimal | Bad:
    """A decimal in a stated notation, without trailing zeros so that equal numbers are equal bytes.

    A sign may stand behind, as some ERPs write it; blanks and apostrophes may part thousands. With no notation stated,
    a text that reads the same in both is taken, and any other asked for.

    >>> number("1.234,50", ","), number("1 234.50-", ".")
    (Decimal('1234.5'), Decimal('-1234.5'))
    >>> number("1.234,56", ".").message
    '`1.234,56` is not a number with `.` as decimal sign'
    >>> number("2.55", None), number("1.234", None).message
    (Decimal('2.55'), '`1.234` may be 1.234 or 1234')
    """
    if len(text) > _MAX_DIGITS:
        return Bad(f"`{_shown(text)}` has more than {_MAX_DIGITS} characters", "write the number itself")
    bare = _SPACES.sub("", text).replace("−", "-")
    if bare.endswith("-") and bare[:1] not in "+-":
        bare = "-" + bare[:-1]
    if decimal is None:
        return _evident_number(bare)
    found = _number(bare, decimal)
    if found is None:
        other = "," if decimal == "." else "."
        mend = f"if `{other}` is the decimal sign, state `formats: {{decimal: '{other}'}}` in the map"
        help_ = mend if _number(bare, other) is not None else "write digits only"
        return Bad(f"`{_shown(text)}` is not a number with `{decimal}` as decimal sign", help_)
    return found


def _evident_number(bare: str) -> Decimal | Bad:
    readings = {found for sign in _NUMBERS if (found := _number(bare, sign)) is not None}
    match sorted(readings):
        case [one]:
            return one
        case [one, other]:
            return Bad(f"`{bare}` may be {one} or {other}", "state `formats: {decimal: '.'}` or `','` in the map")
    return Bad(f"`{_shown(bare)}` is not a number", "write digits only")


def _number(bare: str, decimal: str) -> Decimal | None:
    if not _NUMBERS[decimal].fullmatch(bare) or not any(map(str.isdigit, bare)):
        return None
    grouping = "," if decimal == "." else "."
    return plain(Decimal(bare.replace(grouping, "").replace(decimal, ".")))


def plain(value: Decimal) -> Decimal:
    """The same number without trailing zeros and without an exponent.

    >>> plain(Decimal("15.30")), plain(Decimal("1E+3"))
    (Decimal('15.3'), Decimal('1000'))
    """
    bare = _EXACT.normalize(value)
    return _EXACT.quantize(bare, Decimal(1)) if int(bare.as_tuple().exponent) > 0 else bare + 0


def product(quantity: Decimal, price: Decimal) -> Decimal:
    """Quantity times price, exactly."""
    return plain(_EXACT.multiply(quantity, price))


def day(text: str, order: str | None) -> date | Bad:
    """A day in a stated order of year, month and day; a time of day is left out.

    With no order stated, a text that is a day in one order only is taken, and any other asked for.

    >>> day("26.04.2022 08:26", "dmy"), day("2022-04-26T08:26:00Z", "dmy"), day("26 апреля 2022", "ymd")
    (datetime.date(2022, 4, 26), datetime.date(2022, 4, 26), datetime.date(2022, 4, 26))
    >>> day("04/26/2022", "dmy").message
    '`04/26/2022` is not a day in the order day, month, year'
    >>> day("03/04/2022", None).message
    '`03/04/2022` may be 2022-03-04 or 2022-04-03'
    """
    parts = date_parts(text)
    if parts is None:
        return Bad(f"`{_shown(text)}` is not a day", "write it as 2022-04-26")
    if order is None:
        return _evident_day(text, parts)
    found = _in_order(parts, order)
    if found is None:
        return Bad(f"`{_shown(text)}` is not a day in the order {DATE_ORDERS[order]}", "write it as 2022-04-26")
    return found


def _evident_day(text: str, parts: tuple[str, str, str]) -> date | Bad:
    readings = sorted({found for order in DATE_ORDERS if (found := _in_order(parts, order)) is not None})
    if len(readings) == 1:
        return readings[0]
    if not readings:
        return Bad(f"`{_shown(text)}` is not a day", "write it as 2022-04-26")
    told = " or ".join(map(str, readings))
    return Bad(f"`{_shown(text)}` may be {told}", "state `formats: {dates: dmy}` (or mdy, ymd) in the map")


def date_parts(text: str) -> tuple[str, str, str] | None:
    """The three parts of a numeric date as they stand; a month's name makes it year, month, day."""
    text = text.strip()
    if len(text) > _MAX_DATE:
        return None
    match = _DATE.fullmatch(text)
    if match:
        return (match[1], match[2], match[3]) if match[1] else (match[4], match[5], match[6])
    match = _WORDED.fullmatch(text)
    day_, month, year = (match[1], match[2], match[3]) if match else ("", "", "")
    if not match and (match := _WORD_FIRST.fullmatch(text)):
        day_, month, year = match[2], match[1], match[3]
    if not match or (known := _MONTHS.get(month.lower()[:3])) is None:
        return None
    return (str(_full_year(year)), str(known), day_)


def is_evident(parts: tuple[str, str, str]) -> bool:
    """Whether the order of the parts shows by itself: a year of four digits stands first."""
    return len(parts[0]) == 4


def _in_order(parts: tuple[str, str, str], order: str) -> date | None:
    if is_evident(parts):
        order = "ymd"
    year, month, day_ = (parts[order.index(part)] for part in "ymd")
    if len(year) not in (2, 4) or len(day_) > 2:
        return None
    try:
        found = date(_full_year(year), int(month), int(day_))
    except ValueError:
        return None
    return found if found.year >= 1900 else None


def possible_orders(parts: tuple[str, str, str]) -> frozenset[str]:
    """Orders in which the parts are a day.

    >>> sorted(possible_orders(("03", "04", "2022")))
    ['dmy', 'mdy']
    """
    return frozenset(order for order in DATE_ORDERS if _in_order(parts, order) is not None)


def _full_year(year: str) -> int:
    return int(year) if len(year) == 4 else int(year) + (2000 if int(year) < 70 else 1900)


def flag(text: str) -> bool | Bad:
    """Yes or no, in the words of the languages we read.

    >>> flag("Ja"), flag("нет"), flag("是")
    (True, False, True)
    """
    word = text.strip().casefold()
    if word in _YES or word in _NO:
        return word in _YES
    return Bad(f"`{_shown(text)}` is neither yes nor no", "write yes or no")


def scalar(value: Decimal | date | Scalar) -> Scalar:
    """A fact's value as terms carry it: decimals and days travel as text."""
    return str(value) if isinstance(value, Decimal | date) else value


def _shown(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}…"
