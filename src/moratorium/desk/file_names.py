"""Names of files that were sent: what is written here under such a name lies in one folder, whatever the name says."""

from __future__ import annotations

from moratorium.errors import InputError

_MOST_BYTES = 200
"""File systems take 255; some of it is ours."""


def check_file_name(name: str, at: str) -> str:
    """The name, if a file can have it.

    Args:
        name: As it was sent.
        at: Where it stands in what was sent.

    Raises:
        InputError: it is empty, names a folder, is too long, or holds a sign that no name may hold.

    >>> check_file_name("parties.csv", "name")
    'parties.csv'
    """
    try:
        length = len(name.encode())
    except UnicodeEncodeError:
        length = 0
    if not 0 < length <= _MOST_BYTES or name in (".", "..") or any(sign in name for sign in "/\\\0"):
        told = name[:80].encode(errors="replace").decode().replace("\0", "?")
        raise InputError(f"`{told}` is no name of a file", at, "give its name without a folder, in up to 200 bytes")
    return name
