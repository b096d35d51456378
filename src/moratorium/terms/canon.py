"""Canonical bytes: one value, one byte string, in any year and on any machine.

JSON in the form of RFC 8785 (JSON Canonicalization Scheme), for values without floating point: numbers that are not
whole are decimals and travel as text, so no engine's rounding can change a digest. Keys are ASCII, for which sorting
by code point and by UTF-16 unit agree.
"""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec

from moratorium.errors import InputError


def _refuse_float(literal: str) -> None:
    raise ValueError(f"`{literal}` is a binary fraction; write it as a decimal")


_ENCODER = msgspec.json.Encoder(order="sorted", decimal_format="string")
_FLOATS = msgspec.json.Decoder(float_hook=_refuse_float)


def canonical(value: Any) -> bytes:
    """RFC 8785 bytes of a value made of structs, mappings with ASCII keys, lists, text, whole numbers, booleans, None.

    Sets are written sorted, days as ISO 8601, decimals as text.

    Raises:
        InputError: the value holds a float or broken Unicode, or has no JSON form.

    >>> canonical({"b": 1, "a": [True, None]})
    b'{"a":[true,null],"b":1}'
    """
    try:
        encoded = _ENCODER.encode(value)
        _FLOATS.decode(encoded)
    except (TypeError, ValueError, msgspec.MsgspecError) as error:
        raise InputError(f"this value has no canonical form: {error}") from error
    return encoded


def digest(value: Any) -> str:
    """SHA-256 of the canonical bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical(value)).hexdigest()


def digest_bytes(data: bytes) -> str:
    """SHA-256 of raw bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()
