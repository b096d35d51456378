"""Our register of parties taken from a file that was sent, and all parties compared anew after a change."""

from __future__ import annotations

import tempfile
from pathlib import Path

from moratorium.desk import jobs
from moratorium.desk.directory import Directory
from moratorium.desk.file_names import check_file_name
from moratorium.desk.home import Home
from moratorium.desk.references import keep_part
from moratorium.desk.rescreening import Rescreen, rescreen
from moratorium.errors import Fault
from moratorium.store import directory


def keep_register(home: Home, name: str, content: bytes) -> tuple[Fault, ...]:
    """Keep a register; compare all parties anew afterwards. Returns what in it could not be read and was left out.

    Args:
        home: The state.
        name: Name of the file, which tells its format.
        content: The file.

    Raises:
        InputError: the name is none, or nothing in it can be used; nothing is kept then.
    """
    check_file_name(name, "name")
    with tempfile.TemporaryDirectory(prefix="moratorium-register-") as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        with home.store.begin() as connection:
            return keep_part(home, connection, "parties", path)


AT_ONCE = 5_000
"""Parties that are compared anew while somebody waits; where there are more, a job does it."""


def compare_anew(home: Home, known: Directory, cause: str) -> Rescreen | str:
    """Compare all parties of ours anew: at once, or by a job, whose id is returned then.

    Args:
        home: The state; its identity has it done.
        known: Tells how many parties there are.
        cause: Why, in words; goes into the record.

    Raises:
        ConflictError: another process compares the same parties with other lists at this moment.
    """
    known.look()
    with home.store.read() as connection:
        parties, _ = directory.counted(connection)
    if parties > AT_ONCE:
        return jobs.asked_for(home, jobs.Rescreen(cause)).id
    return rescreen(home, cause)
