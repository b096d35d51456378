"""Our register of parties taken from a file that was sent; it is kept as ``parties import`` keeps it."""

from __future__ import annotations

import tempfile
from pathlib import Path

from moratorium.desk.home import Home
from moratorium.desk.references import keep_part
from moratorium.errors import Fault, InputError


def keep_register(home: Home, name: str, content: bytes) -> tuple[Fault, ...]:
    """Keep a register; compare all parties anew afterwards. Returns what in it could not be read and was left out.

    Args:
        home: The state.
        name: Name of the file, which tells its format.
        content: The file.

    Raises:
        InputError: the name is none, or nothing in it can be used; nothing is kept then.
    """
    if not name or Path(name.replace("\\", "/")).name != name:
        raise InputError(f"`{name[:80]}` is no name of a file", "name", "give its name without a folder")
    with tempfile.TemporaryDirectory(prefix="moratorium-register-") as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        with home.store.begin() as connection:
            return keep_part(home, connection, "parties", path)
