"""The history built from the console: order files handed in, chosen, and looked up by a job."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from moratorium.desk import jobs, order_folder, reassessing
from moratorium.errors import InputError
from moratorium.web.console.forms import Upload
from moratorium.web.console.job_pages import COLUMNS as JOB_COLUMNS
from moratorium.web.console.job_pages import job_address
from moratorium.web.console.language import N_
from moratorium.web.console.page import FORM_BYTES, Moved, Page, Result, Shown, Visit
from moratorium.web.console.tables import Column, Table, Word

_HERE = "/reassess/history"

_COLUMNS = (
    Column("file", N_("Order file"), lambda one: one.name),
    Column("bytes", N_("Bytes"), lambda one: one.bytes),
    Column("changed", N_("Changed"), lambda one: one.changed),
    Column("map", N_("Column map"), lambda one: Word(N_("beside it")) if one.has_map else None),
    Column("built", N_("In the history"), lambda one: Word(N_("yes")) if one.is_built else None),
)


class HandInForm(msgspec.Struct, frozen=True):
    """Order files and their maps."""

    files: tuple[Upload, ...] = ()


class BuildForm(msgspec.Struct, frozen=True):
    """What is to be built.

    Attributes:
        files: Names of files of the folder.
        again: Whether everything is built anew.
        replace: Whether a file that has changed takes the place of what was built of it.
    """

    files: tuple[str, ...] = ()
    again: bool = False
    replace: bool = False


class RemoveForm(msgspec.Struct, frozen=True):
    """A file that is to go."""

    file: str


def history(visit: Visit) -> Result:
    """What the history holds, and what it can be built from."""
    files = order_folder.at_hand(visit.home)
    builds = jobs.listed(visit.home, "history", limit=10)
    values: dict[str, Any] = {
        "files": files,
        "shown": Table("files", N_("Order files at hand"), _COLUMNS, files, N_("No order file is at hand yet.")),
        "builds": Table("builds", N_("Builds so far"), JOB_COLUMNS, builds, N_("Nothing was built from here yet.")),
        "state": reassessing.history_state(visit.home),
        "folder": _told(visit, order_folder.folder(visit.home)),
        "most": order_folder.MOST_BYTES // 1024**2,
    }
    return Shown(values)


def _told(visit: Visit, folder: Path) -> str:
    """A folder of the home; where on the machine it lies is for who looks after that."""
    return str(folder) if visit.may("keep_accounts") else folder.name


def hand_in(visit: Visit) -> Result:
    """Keep order files."""
    form: HandInForm = visit.form
    if len({one.name for one in form.files}) < len(form.files):
        raise InputError("two files of one name", "files", "hand them in one after the other, under other names")
    kept = order_folder.keep(visit.home, {one.name: one.content for one in form.files})
    return Moved(_HERE, visit.words("%(count)s files are at hand.", count=len(kept)))


def build(visit: Visit) -> Result:
    """Have the history built."""
    form: BuildForm = visit.form
    job = order_folder.build(visit.home, form.files, again=form.again, replace=form.replace)
    return Moved(job_address(job.id), visit.words("The history is being built."))


def remove(visit: Visit) -> Result:
    """Remove an order file."""
    order_folder.remove(visit.home, visit.form.file)
    return Moved(_HERE, visit.words("The file is removed; what was built of it stays."))


PAGES = (
    Page(
        "GET", _HERE, "build_history", history,
        title=N_("Build the history"), template="reassess/history.html.j2", section="/reassess",
    ),
    Page(
        "POST", f"{_HERE}/files", "build_history", hand_in,
        form=HandInForm, back=_HERE, max_bytes=order_folder.MOST_BYTES + FORM_BYTES,
    ),
    Page("POST", _HERE, "build_history", build, form=BuildForm, back=_HERE),
    Page("POST", f"{_HERE}/remove", "build_history", remove, form=RemoveForm, back=_HERE),
)  # fmt: skip
