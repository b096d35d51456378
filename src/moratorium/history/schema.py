"""The two tables of a history, and how facts lie in them.

``lines`` has one row for each order line and acting entity of ours: whose, when, worth what, and the facts that differ
from line to line (numbers and days of the order and the line). ``facts`` has one row for each distinct combination of
all other facts; many lines share it. Judging the small table once and joining is what makes years of lines quick.

A fact becomes one column of its type. A set, of which not everything may be known, becomes three: what is certain, what
is possible, and whether anything else may be in it. Nulls are "not known", as in SQL.
"""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from moratorium.terms.vocabulary import VOCABULARY, Fact, Kind, Subject

NUMBER = pa.decimal128(24, 6)
"""Of numbers and worth: exact, as the specification's. What does not fit is told when the history is built."""

_TYPES = {Kind.FLAG: pa.bool_(), Kind.NUMBER: NUMBER, Kind.TEXT: pa.string(), Kind.DAY: pa.date32()}
_CODES = pa.list_(pa.string())
_SETS = (Kind.SET, Kind.TERRITORY)
_OF_LINES = (Subject.ORDER, Subject.LINE)

ROW = "row"
"""In both tables: the number of the combination of facts, made of its content, so that every build gives the same."""


def column_name(fact: str) -> str:
    """Name of a fact's column; of a set, the column of what is certain.

    >>> column_name("buyer.territory")
    'buyer__territory'
    """
    return fact.replace(".", "__")


def possible_name(fact: str) -> str:
    """Column of what is possible in a set."""
    return f"{column_name(fact)}__possible"


def open_name(fact: str) -> str:
    """Column that says whether anything else may be in a set."""
    return f"{column_name(fact)}__open"


def is_of_line(fact: Fact) -> bool:
    """Whether the fact lies in ``lines``: numbers and days of the order and the line, its state, its licence's number.

    >>> is_of_line(VOCABULARY["quantity"]), is_of_line(VOCABULARY["buyer.territory"])
    (True, False)
    """
    measured = fact.subject in _OF_LINES and fact.kind in (Kind.NUMBER, Kind.DAY)
    return measured or fact.name in ("status", "licence.number")


def columns_of(fact: Fact) -> tuple[pa.Field[Any], ...]:
    """The columns of one fact."""
    if fact.kind not in _SETS:
        return (pa.field(column_name(fact.name), _TYPES[fact.kind]),)
    return (
        pa.field(column_name(fact.name), _CODES),
        pa.field(possible_name(fact.name), _CODES),
        pa.field(open_name(fact.name), pa.bool_()),
    )


def facts_schema() -> pa.Schema:
    """Columns of ``facts``: the row's number, then every fact that lines share, by name."""
    shared = [VOCABULARY[name] for name in sorted(VOCABULARY) if not is_of_line(VOCABULARY[name])]
    number: pa.Field[Any] = pa.field(ROW, pa.int64(), nullable=False)
    return pa.schema([number, *(column for fact in shared for column in columns_of(fact))])


def lines_schema() -> pa.Schema:
    """Columns of ``lines``.

    ``order``, ``order_activity`` and ``line`` name it as the caller did, ``actor`` is our acting entity (empty if none
    acts). ``day`` is the day on which it was placed. ``partner`` is the buyer's id, else name; ``territory`` the
    country (or finest place known) that the goods or service go to; both are for telling, never for judging.
    ``currency`` is of the worth, which is the fact ``value``. The rest are the facts of lines.
    """
    own = [VOCABULARY[name] for name in sorted(VOCABULARY) if is_of_line(VOCABULARY[name])]
    named: list[pa.Field[Any]] = [
        pa.field("order", pa.string(), nullable=False),
        pa.field("order_activity", pa.string(), nullable=False),
        pa.field("line", pa.string(), nullable=False),
        pa.field("actor", pa.string(), nullable=False),
        pa.field("day", pa.date32()),
        pa.field("product", pa.string()),
        pa.field("partner", pa.string()),
        pa.field("territory", pa.string()),
        pa.field("currency", pa.string()),
        pa.field(ROW, pa.int64(), nullable=False),
    ]
    return pa.schema([*named, *(column for fact in own for column in columns_of(fact))])
