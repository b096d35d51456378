"""What a sample of a column proves: the order of its dates, its decimal sign, whether it holds numbers at all.

Proof means that one notation reads every value and no other does. Where two do, the answer is a question.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from moratorium.intake.cells import (
    DATE_ORDERS,
    NOT_STATED,
    Bad,
    date_parts,
    day,
    is_evident,
    number,
    possible_orders,
)

_WHOLE_ID = re.compile(r"[0-9]+\.0")
_MOSTLY = 0.9


class Verdict(NamedTuple):
    """What was found: the notation; or None if it must be asked, with values that show why, or shows nowhere."""

    notation: str | None
    examples: tuple[str, ...] = ()


def date_order(texts: Iterable[str]) -> Verdict:
    """The order of day, month and year in which all these dates can be read.

    >>> date_order(["03/04/2022", "26/04/2022"])
    Verdict(notation='dmy', examples=('26/04/2022',))
    >>> date_order(["03/04/2022", "05/06/2022"])
    Verdict(notation=None, examples=('03/04/2022', '05/06/2022'))
    """
    orders = frozenset(DATE_ORDERS)
    deciding: list[str] = []
    undecided: list[str] = []
    for text in dict.fromkeys(texts):
        parts = date_parts(text)
        if parts is None or is_evident(parts):
            continue
        possible = possible_orders(parts)
        orders &= possible or orders
        if len(possible) == 1:
            deciding.append(text)
        elif possible:
            undecided.append(text)
    if not deciding and not undecided:
        return Verdict("ymd")
    if len(orders) == 1:
        return Verdict(next(iter(orders)), tuple(deciding[-1:] or undecided[-1:]))
    return Verdict(None, tuple(undecided[:2] if orders else _contradicting(deciding)))


def _contradicting(texts: list[str]) -> list[str]:
    """The first value, and the first that is not in the same notation."""
    first = possible_orders(date_parts(texts[0]) or ("", "", "")) if texts else frozenset()
    other = next((text for text in texts if not first & possible_orders(date_parts(text) or ("", "", ""))), None)
    return texts[:1] + ([other] if other else [])


def decimal_sign(texts: Iterable[str]) -> Verdict:
    """The decimal sign under which all these numbers can be read.

    >>> decimal_sign(["1.234", "2,50"])
    Verdict(notation=',', examples=('2,50',))
    >>> decimal_sign(["1.234", "5.678"])
    Verdict(notation=None, examples=('1.234', '5.678'))
    """
    signs = {".", ","}
    deciding: list[str] = []
    undecided: list[str] = []
    for text in dict.fromkeys(texts):
        readings = {sign: number(text, sign) for sign in (".", ",")}
        possible = {sign for sign, value in readings.items() if not isinstance(value, Bad)}
        if len(possible) == 1:
            deciding.append(text)
            signs &= possible
        elif len(possible) == 2 and readings["."] != readings[","]:
            undecided.append(text)
    if not deciding and not undecided:
        return Verdict(None)
    if len(signs) == 1:
        return Verdict(next(iter(signs)), tuple(deciding[-1:]))
    return Verdict(None, tuple(undecided[:2] if signs else deciding[:1] + deciding[-1:]))


def stated(texts: Iterable[str | None]) -> list[str]:
    """Texts that state something."""
    return [bare for text in texts if text is not None and (bare := text.strip()) not in NOT_STATED]


def are_numbers(texts: Sequence[str]) -> bool:
    """Whether nearly all are numbers in some notation; an empty sample contradicts nothing."""
    return _most(texts, lambda text: not all(isinstance(number(text, sign), Bad) for sign in (".", ",")))


def are_days(texts: Sequence[str]) -> bool:
    """Whether nearly all are days in some order."""
    return _most(texts, lambda text: any(not isinstance(day(text, order), Bad) for order in DATE_ORDERS))


def are_whole_ids(texts: Sequence[str]) -> bool:
    """Whether a spreadsheet put ``.0`` behind every one of these ids."""
    return bool(texts) and all(_WHOLE_ID.fullmatch(text) for text in texts)


def _most(texts: Sequence[str], holds: object) -> bool:
    if not texts or not callable(holds):
        return True
    distinct = list(dict.fromkeys(texts))[:2000]
    return sum(bool(holds(text)) for text in distinct) >= _MOSTLY * len(distinct)
