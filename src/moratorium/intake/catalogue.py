"""Catalogue rows for the goods room: each with its place, and its cells by column name, empty ones left out."""

from __future__ import annotations

from collections.abc import Iterator

from moratorium.errors import Fault, InputError
from moratorium.intake.cells import NOT_STATED
from moratorium.intake.rows import Table


def catalogue_rows(table: Table, faults: list[Fault] | None = None) -> Iterator[tuple[str, dict[str, str]]]:
    """Place and cells of each row.

    Args:
        table: The catalogue.
        faults: Is given the faults of rows that cannot be read.

    Raises:
        InputError: rows cannot be read and no ``faults`` was handed in; raised behind the last row, with all of them.
    """
    found: list[Fault] = []
    for row in table.rows():
        if row.error is not None:
            found.append(row.error)
            continue
        cells = zip(table.columns, row.values, strict=False)
        yield (
            table.place(row.number),
            {column: text.strip() for column, text in cells if text and text.strip() not in NOT_STATED},
        )
    if faults is not None:
        faults += found
    elif found:
        raise InputError.of(found)
