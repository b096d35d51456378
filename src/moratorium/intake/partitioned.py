"""Tables in folders whose names state further columns, as ``year=2022/status=open/part-0.parquet`` does.

What the names state is a column like the others. Where the file has a column of the same name, the file's own counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote

from moratorium.intake.rows import Row, Table

_NOTHING = "__HIVE_DEFAULT_PARTITION__"
"""How engines write "not stated" into the name of a folder."""


def stated_by(path: Path) -> dict[str, str | None]:
    """What the names of a file's folders state.

    >>> stated_by(Path("orders/placed_on=2022-04-26/channel=web%20shop/part-0.csv"))
    {'placed_on': '2022-04-26', 'channel': 'web shop'}
    >>> stated_by(Path("status=__HIVE_DEFAULT_PARTITION__/part-0.csv"))
    {'status': None}
    """
    pairs = (name.partition("=") for name in path.parent.parts)
    return {key: None if value == _NOTHING else unquote(value) for key, sign, value in pairs if key and sign}


class Partitioned(Table):
    """A table with what the names of its folders state as further columns."""

    def __init__(self, table: Table, stated: Mapping[str, str | None]) -> None:
        self._table = table
        more = {key: value for key, value in stated.items() if key not in table.columns}
        self._values = tuple(more.values())
        self.name = table.name
        self.columns = (*table.columns, *more)
        self.format = table.format
        self.lines = table.lines

    def rows(self) -> Iterator[Row]:
        """All rows, each with what its folders state."""
        for row in self._table.rows():
            yield row if row.error else Row(row.number, (*row.values, *self._values))
