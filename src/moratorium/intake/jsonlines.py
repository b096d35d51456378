"""JSON Lines: one object a line. Nested objects become columns with dots (``buyer.country``)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from moratorium.errors import Fault, InputError
from moratorium.intake.delimited import Lines, open_text
from moratorium.intake.encodings import Encoding
from moratorium.intake.files import readable
from moratorium.intake.rows import MAX_COLUMNS, MAX_FIELD, Row, Table, check_columns, too_long
from moratorium.intake.text_of import text_of
from moratorium.terms.repeated import repeated

_MAX_DEPTH = 8
_DECODER = msgspec.json.Decoder(float_hook=str)
"""Fractions keep the digits that were written."""


class JsonLines(Table):
    """A file of JSON objects, one a line; its columns are all keys that occur, in order of appearance.

    Raises:
        InputError: no readable object in it, or too many keys.
    """

    def __init__(self, path: Path, encoding: Encoding) -> None:
        self.path = path
        self.name = path.name
        self.encoding = encoding
        keys: dict[str, None] = {}
        self.lines = 0
        for _, found in self._objects():
            self.lines += 1
            if isinstance(found, dict) and not keys.keys() >= found.keys():
                keys.update(dict.fromkeys(found))
                if len(keys) > MAX_COLUMNS:
                    check_columns(tuple(keys), self.name)
        if not keys:
            raise InputError("no line holds a JSON object", self.name, 'write one object a line: {"order": "1", …}')
        self._keys = tuple(keys)
        self.columns = check_columns(self._keys, self.name)
        self.format = f"JSON Lines, {encoding.label}, {self.lines:,} line{'s' if self.lines != 1 else ''}"

    def rows(self) -> Iterator[Row]:
        """All lines that hold anything; one that is no object carries its error."""
        for number, found in self._objects():
            if isinstance(found, Fault):
                yield Row(number, (), found)
            else:
                yield Row(number, tuple(map(found.get, self._keys)))

    def _objects(self) -> Iterator[tuple[int, dict[str, str | None] | Fault]]:
        with readable(self.name), open_text(self.path, self.encoding) as stream:
            lines = Lines(stream, self.encoding.broken)
            for line in lines:
                overlong, broken = lines.overlong, lines.broken
                lines.begin()
                at = self.place(lines.number)
                if overlong:
                    yield lines.number, too_long(at)
                elif broken:
                    yield lines.number, Fault(f"the line is not {self.encoding.label}", at, "save it as UTF-8")
                elif line.strip():
                    yield lines.number, self._object(line, at)

    def _object(self, line: str, at: str) -> dict[str, str | None] | Fault:
        try:
            found = _DECODER.decode(line)
            twice = repeated(line)
        except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
            return Fault(f"not readable as JSON: {error}", at, "write one object a line")
        if twice is not None:
            return Fault(f"`{twice}` stands twice in one object", at, "state it once: one of the two would be left out")
        if not isinstance(found, dict):
            return Fault("the line holds no JSON object", at, 'write one object a line: {"order": "1", …}')
        flat: dict[str, str | None] = {}
        _flatten(found, "", flat)
        if any(value is not None and len(value) > MAX_FIELD for value in flat.values()):
            return too_long(at)
        return flat


def _flatten(value: dict[str, Any], prefix: str, flat: dict[str, str | None], depth: int = 0) -> None:
    for key, inner in value.items():
        name = (prefix + key).strip() or "(no name)"
        if isinstance(inner, dict) and inner and depth < _MAX_DEPTH:
            _flatten(inner, f"{name}.", flat, depth + 1)
        else:
            flat[name] = text_of(inner)
