"""What all commands share: which home, who acts, and how to print."""

from __future__ import annotations

import csv
import enum
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from moratorium.errors import InputError

if TYPE_CHECKING:
    from moratorium.desk.home import Home


class Format(enum.StrEnum):
    """How results are written to standard output; messages go to standard error."""

    table = "table"
    json = "json"
    csv = "csv"


@dataclass(frozen=True)
class Session:
    """Options given before the command."""

    home_path: Path | None
    identity: str | None
    database: str | None = None

    def open(self) -> Home:
        """The home, with who acts."""
        from moratorium.desk.home import open_home

        home = open_home(self.home_path, self.identity, database=self.database)
        if home.news:
            note(home.news)
        return home


def read_day(text: str, at: str) -> date:
    """A day as ``2022-04-26``.

    Raises:
        InputError: it is none.
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(f"`{text}` is no day", at, "write it as 2022-04-26") from None


def note(text: str) -> None:
    """A message for people, to standard error."""
    print(visible(text), file=sys.stderr)


def visible(text: str) -> str:
    """Text that may be of others, for a terminal: what it could take for a command, hide or turn round, as its code.

    >>> visible("Acme\\x1b[2J \\u202eemca")
    'Acme\\\\x1b[2J \\\\u202eemca'
    """
    return text if text.isprintable() else "".join(map(_visible, text))


def _visible(letter: str) -> str:
    if letter.isprintable() or letter == "\n" or unicodedata.category(letter) == "Zs":
        return letter
    return letter.encode("unicode_escape").decode("ascii")


def show(columns: Sequence[str], rows: Iterable[Sequence[Any]], format: Format) -> None:
    """Rows as a table, as JSON Lines or as CSV."""
    listed = [["" if cell is None else cell for cell in row] for row in rows]
    if format is Format.json:
        import msgspec

        for row in listed:
            print(msgspec.json.encode(dict(zip(columns, row, strict=True))).decode())
    elif format is Format.csv:
        from moratorium.intake import safe_cell

        writer = csv.writer(sys.stdout)
        writer.writerow(columns)
        writer.writerows([[safe_cell(str(cell)) for cell in row] for row in listed])
    else:
        _table(columns, [[visible(str(cell)) for cell in row] for row in listed])


def _table(columns: Sequence[str], rows: list[list[str]]) -> None:
    widths = [max([len(name), *(len(row[i]) for row in rows)]) for i, name in enumerate(columns)]
    for row in [list(columns), *rows]:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
