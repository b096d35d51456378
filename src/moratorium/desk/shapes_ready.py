"""Every shape made ready before threads begin.

The library that reads JSON builds what it knows of a shape on first use. If two threads read the same shape for the
first time at once, one may see it half built, and the process dies of it (msgspec 0.20; seen in the worker, whose lanes
begin together). So whoever starts threads has all shapes built before, by one of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import msgspec


def make_shapes_ready() -> int:
    """Build what is known of every shape that is loaded by now; returns how many there are."""
    found = 0
    for kind in _below(msgspec.Struct):
        with suppress(TypeError, NameError):  # not meant to be read from JSON, or generic
            msgspec.json.Decoder(kind)
            found += 1
    return found


def _below(kind: type) -> Iterator[type]:
    direct: list[type] = kind.__subclasses__()
    for one in direct:
        yield one
        yield from _below(one)
