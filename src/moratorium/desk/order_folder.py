"""Order files for the history: a folder of the home, filled by hand or through the console, and built from by a job.

A browser names no path of the machine: what is built is chosen by its name among the files of this folder, ``orders``
in the home of service and worker. The files hold personal data; once they are built they can be removed, and the
history stays.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from moratorium.desk import jobs
from moratorium.desk.files import map_beside
from moratorium.desk.home import Home
from moratorium.desk.jobs import Build, Job
from moratorium.errors import ConflictError, Fault, InputError, MissingError
from moratorium.history.folder import load

MOST_BYTES = 64 * 1024 * 1024
"""Of what is handed in at once through the console; larger files are put into the folder by hand."""

MAP_ENDING = ".map.yaml"
_NAME = re.compile(r"[\w][\w. ()-]{0,119}")


@dataclass(frozen=True)
class OrdersAtHand:
    """A file of the folder.

    Attributes:
        name: Its name.
        bytes: Its size.
        changed: When it was last changed.
        has_map: Whether a column map lies beside it.
        is_built: Whether the history holds a file of this name, as it is or as it was.
    """

    name: str
    bytes: int
    changed: datetime
    has_map: bool
    is_built: bool


def folder(home: Home) -> Path:
    """Where the files lie."""
    return home.path / "orders"


def at_hand(home: Home) -> tuple[OrdersAtHand, ...]:
    """The files that can be built from, by name; maps are told beside theirs."""
    built = _built(home)
    found = (path for path in folder(home).glob("*") if path.is_file() and not path.name.startswith((".", "_")))
    return tuple(
        OrdersAtHand(
            path.name,
            path.stat().st_size,
            datetime.fromtimestamp(path.stat().st_mtime, UTC),
            map_beside(path) is not None,
            path.name in built,
        )
        for path in sorted(found)
        if not path.name.endswith(MAP_ENDING)
    )


def _built(home: Home) -> frozenset[str]:
    try:
        return frozenset(Path(one.name).name for one in load(home.history).files)
    except (MissingError, InputError):  # there is none yet; what is wrong with one is told elsewhere
        return frozenset()


def keep(home: Home, files: dict[str, bytes]) -> tuple[str, ...]:
    """Keep files in the folder, all or none of those that are refused by name; returns their names.

    Args:
        home: The state.
        files: Contents by name.

    Raises:
        InputError: a name that is more than a name; nothing is kept then.
        ConflictError: a file of that name and another content is there; nothing is kept then.
    """
    faults = [
        Fault(f"`{name[:60]}` is no plain name", "files", "letters, digits, blanks, `-`, `_`, `.` and brackets")
        for name in files
        if not _NAME.fullmatch(name)
    ]
    if not files:
        faults.append(Fault("this is no file", "files", "choose the order files, and their maps"))
    if faults:
        raise InputError.of(faults)
    place = folder(home)
    place.mkdir(mode=0o700, exist_ok=True)
    for name, content in files.items():
        path = place / name
        if path.exists() and path.read_bytes() != content:
            raise ConflictError(f"`{name}` is there with another content", "files", "remove it first, or rename yours")
    for name, content in files.items():
        part = place / f".{name}.part"
        part.write_bytes(content)
        part.replace(place / name)
    return tuple(files)


def remove(home: Home, name: str) -> None:
    """Remove a file of the folder, and its map; what was built of it stays in the history.

    Raises:
        MissingError: there is none of that name.
    """
    path = _chosen(home, name)
    path.unlink()
    path.with_name(f"{name}{MAP_ENDING}").unlink(missing_ok=True)


def build(home: Home, names: tuple[str, ...], *, again: bool = False, replace: bool = False) -> Job:
    """Have the history built from files of the folder; returns the job.

    Args:
        home: The state; who acts on it asks.
        names: Of the files.
        again: Whether everything is built anew, of these files alone.
        replace: Whether a file that has changed takes the place of what was built of it.

    Raises:
        InputError: no file is chosen.
        MissingError: there is none of that name.
    """
    if not names:
        raise InputError("no file is chosen", "files", "choose at least one")
    paths = tuple(str(_chosen(home, name).resolve()) for name in names)
    return jobs.asked_for(home, Build(paths, again=again, replace=replace))


def _chosen(home: Home, name: str) -> Path:
    """A file of the folder by its name, which leads nowhere else."""
    found = next((one.name for one in at_hand(home) if one.name == name), None)
    if found is None:
        raise MissingError(f"no order file `{name[:60]}`", help="see the list of files")
    return folder(home) / found
