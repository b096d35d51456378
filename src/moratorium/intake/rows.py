"""What every table file comes down to: named columns, and numbered rows of text.

All bounds on foreign files stand here. They are far above what an export of orders needs and far below what would
fill a machine: a file that exceeds one gets a clear error at that row, and its other rows are still read.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from moratorium.errors import Fault, InputError
from moratorium.terms.document import nearest

MAX_FIELD = 1024 * 1024
"""Characters in one cell."""

MAX_LINE = 4 * 1024 * 1024
"""Characters in one line of a text file."""

MAX_COLUMNS = 10_000


class Row(NamedTuple):
    """One row of a table.

    Attributes:
        number: Line in the file where it begins, counted from one; in a workbook its row, in Parquet its record.
        values: One text a column, empty or None where nothing is written.
        error: Why the row cannot be read; its values are then incomplete.
    """

    number: int
    values: Sequence[str | None]
    error: Fault | None = None


class Table(ABC):
    """A table file that can be read as often as needed, a row at a time.

    Attributes:
        name: The file's name, as shown in places.
        columns: Column names, none twice.
        format: What was found, in words for people.
        lines: Rows that the file seems to hold; for progress bars.
    """

    name: str
    columns: tuple[str, ...]
    format: str
    lines: int

    @abstractmethod
    def rows(self) -> Iterator[Row]:
        """All rows, from the first; a row that cannot be read carries its error.

        Raises:
            InputError: the file itself cannot be read any further.
        """

    def place(self, number: int, column: str | None = None) -> str:
        """Where something is: file, line and column name."""
        return f"{self.name}:{number}" if column is None else f"{self.name}:{number}, column `{column}`"

    def column(self, name: str, at: str = "") -> int:
        """Index of a column.

        Raises:
            InputError: there is none of that name; the nearest ones are offered.
        """
        if name in self.columns:
            return self.columns.index(name)
        known = ", ".join(self.columns[:30])
        help_ = nearest(name, self.columns) or f"columns: {known}"
        raise InputError(f"`{self.name}` has no column `{name}`", at or self.name, help_)


def check_columns(cells: Sequence[str | None], name: str, line: int = 1) -> tuple[str, ...]:
    """Column names from a heading: trimmed, a nameless one called by its position.

    Raises:
        InputError: too many columns, or names that are there twice.

    >>> check_columns(["Order ", "", "Country"], "a.csv")
    ('Order', 'column 2', 'Country')
    """
    at = f"{name}:{line}"
    if len(cells) > MAX_COLUMNS:
        raise InputError(f"{len(cells):,} columns", at, f"export at most {MAX_COLUMNS:,}")
    columns = tuple((cell or "").strip() or f"column {index}" for index, cell in enumerate(cells, start=1))
    repeated = [column for column, times in Counter(columns).items() if times > 1]
    if repeated:
        raise InputError.of(Fault(f"column `{one}` is there twice", at, "rename or remove one") for one in repeated)
    return columns


def too_long(at: str) -> Fault:
    """The fault of a cell beyond the bound."""
    return Fault(f"a cell holds more than {MAX_FIELD:,} characters", at, "shorten it, or leave that column out")
