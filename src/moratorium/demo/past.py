"""The demo's orders as past orders, so that *Re-assess* has something to replay a draft over when the demo is served.

Built by the worker while people look around already; asked for once, however often the demo is served.
"""

from __future__ import annotations

from pathlib import Path

from moratorium.demo.folder import HOME, WORLD
from moratorium.desk import jobs
from moratorium.desk.home import open_home

ORDERS = "orders.csv"


def ask_for_history(folder: Path) -> list[str]:
    """Ask the worker for the history, if the demo's orders are there; returns what to tell the person."""
    orders = (folder / WORLD / ORDERS).absolute()
    home = open_home(folder / HOME, "ann")
    with home.store:
        if home.history.exists() or not orders.is_file():
            return []
        with home.store.begin() as connection:
            jobs.ask(home, connection, jobs.Build((str(orders),)), "the demo is served")
    return ["its past orders are made ready for Re-assess meanwhile (see Jobs)"]
