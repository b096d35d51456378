"""Base64 with exactly one spelling for each value, so that a changed character is a changed value.

Source: RFC 4648 section 4, with the strictness of its section 3.5: no white space, no missing padding, no stray bits.
"""

from __future__ import annotations

import base64
import binascii

from moratorium.errors import InputError


def to_base64(data: bytes) -> str:
    """Standard base64 with padding.

    >>> to_base64(b"leaf")
    'bGVhZg=='
    """
    return base64.b64encode(data).decode("ascii")


def from_base64(text: str, what: str, length: int | None = None) -> bytes:
    """The bytes that `text` spells.

    Args:
        text: Standard base64 with padding.
        what: Name of the value, for the message.
        length: How many bytes it must be; None for any number.

    Raises:
        InputError: it is not base64, not in its one spelling, or of another length.

    >>> from_base64("bGVhZg==", "leaf", 4)
    b'leaf'
    """
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise InputError(f"{what} `{text[:60]}` is not base64") from error
    if to_base64(data) != text:
        raise InputError(f"{what} `{text[:60]}` is not in the one spelling of base64")
    if length is not None and len(data) != length:
        raise InputError(f"{what} is {len(data)} bytes long, not {length}")
    return data
