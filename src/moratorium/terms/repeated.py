"""A name that stands twice in one object of JSON: of the two values one would be left out in silence.

Libraries that read JSON keep the last of them and say nothing. Of an order with `buyer` twice one would never be
compared with a list. So whoever takes JSON from outside asks here first.
"""

from __future__ import annotations

import json


class _RepeatedError(Exception):
    """Carries the name."""


def repeated(text: str) -> str | None:
    """The first name that stands twice in one object, however deep; None if all stand once.

    Args:
        text: JSON that can be read.

    Raises:
        RecursionError: it is nested too deeply to be looked through.

    >>> repeated('{"buyer": {"id": "A"}, "lines": [{"id": "A"}, {"id": "B", "id": "B"}]}'), repeated('{"a": {"a": 1}}')
    ('id', None)
    """
    try:
        _DECODER.decode(text)
    except _RepeatedError as error:
        return str(error)
    return None


def _looked(pairs: list[tuple[str, object]]) -> None:
    if len(dict(pairs)) != len(pairs):
        names = [name for name, _ in pairs]
        raise _RepeatedError(next(name for place, name in enumerate(names) if name in names[:place]))


_DECODER = json.JSONDecoder(object_pairs_hook=_looked, parse_int=len, parse_float=len)
"""Looks at names alone: of numbers, which may have any number of digits, nothing is made."""
