"""Writes a map as the document that people read and correct."""

from __future__ import annotations

import re
from collections.abc import Iterator

from moratorium.intake.mapfile import ASK, Mapping
from moratorium.intake.rows import Table

_PLAIN = re.compile(r"[^\W\d_][\w ./()+%-]*[\w)%]|[^\W\d_]|= \w+")
_MEANT = frozenset(("null", "true", "false", "~"))
_COLUMN = 30
_TITLES = {
    "columns": "field: column",
    "assume": "nobody stated these: correct them, or confirm by moving them to `constants`",
    "constants": "the same for every row, and stated by whoever signs this map",
    "formats": "dates: ymd, dmy or mdy; decimal: '.' or ','; ids: whole drops a trailing .0",
    "words": "what the file's words mean",
}


def render(mapping: Mapping, table: Table | None = None) -> str:
    """The map as YAML with comments; `parse_mapping` reads it back, unless it still asks something.

    Args:
        mapping: The map.
        table: The table that it is for; what it was read as is then noted.

    >>> from moratorium.intake.mapfile import parse_mapping
    >>> text = "columns: {order: 'No: 1', line: = row}\\nreturns: quantity < 0"
    >>> print(render(parse_mapping(text, "shop.yaml")), end="")
    map: shop.yaml
    columns:                      # field: column
      order: "No: 1"
      line: = row
    returns: quantity < 0         # negative quantities become take_back
    """
    head = [f"# {_commented(f'{table.name}: {table.format}')}"] if table is not None else []
    return "\n".join([*head, *_lines(mapping)]) + "\n"


def _lines(mapping: Mapping) -> Iterator[str]:
    yield f"map: {_text(mapping.name)}"
    for section in ("columns", "assume", "constants", "formats"):
        yield from _section(mapping, section, getattr(mapping, section))
    if mapping.words:
        yield _noted("words:", (_TITLES["words"],))
        for field, meanings in mapping.words.items():
            yield f"  {field}:"
            yield from (f"    {_text(word)}: {_text(meaning)}" for word, meaning in meanings.items())
    if mapping.returns:
        yield _noted(f"returns: {mapping.returns}", ("negative quantities become take_back",))
    if mapping.unused:
        yield "# columns that feed nothing, each with a value:"
        yield from (f"#   {_text(column)}: {_text(sample)}" for column, sample in mapping.unused.items())


def _section(mapping: Mapping, section: str, entries: dict[str, str]) -> Iterator[str]:
    if entries:
        yield _noted(f"{section}:", (_TITLES[section],))
    for key, value in entries.items():
        yield _noted(f"  {key}: {_text(value)}", mapping.notes.get(f"{section}.{key}", ()))
    for place, notes in mapping.notes.items():
        where, _, key = place.partition(".")
        if where == section and key not in entries:
            yield from (f"{'  ' if entries else ''}# {_commented(note)}" for note in notes)


def _noted(line: str, notes: tuple[str, ...]) -> str:
    """A line with its comment at a fixed column."""
    note = _commented(" ".join(notes))
    return f"{line.ljust(_COLUMN - 1)} # {note}" if note else line


def _commented(text: str) -> str:
    """A text as it may stand in a comment: on one line, printable."""
    return "".join(one for one in " ".join(text.split()) if one.isprintable())


def _text(text: str) -> str:
    """A text as YAML: plain where that is unmistakable, else in double quotes.

    >>> _text("Ship to"), _text("No"), _text("1"), _text("?"), _text('a "b"')
    ('Ship to', 'No', '"1"', '"?"', '"a \\\\"b\\\\""')
    """
    if text != ASK and _PLAIN.fullmatch(text) and text.casefold() not in _MEANT and "  " not in text:
        return text
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    return character if character.isprintable() else f"\\U{ord(character):08x}"
