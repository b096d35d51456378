"""Make the old home: ``PYTHONPATH=OLD/src python make.py FOLDER``, where OLD holds the program at commit 9a11380.

It was run once. What it left is kept beside this file: ``home.db``, a receipt of an answer, and the log's public key.
The keys of Ann, Bo and the log are not kept; nobody can act as them any more.
"""

from __future__ import annotations

import csv
import sqlite3
import sys
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from shutil import copy

from moratorium.cli.app import run
from moratorium.desk.home import open_home
from moratorium.desk.record import record_one
from moratorium.store import erase
from moratorium.terms.act import Erased

MEASURE = """
measure: {id}
title: {id}
kind: suspension
ground: {{kind: own-policy, principle: test}}
in_force: [[2022-04-26, null]]
bound: all-affiliates
scope: {scope}
effect: deny
source: {{text: test}}
"""
SCOPES = {
    "suspension": "{activities: all, territories: {roles: any, within: [RU, UA]}}",
    "own-listed": "{activities: all, listed: {lists: [OWN], roles: any}}",
}
LISTED = "id,name,kind\n7,Volkov Rotor Works,entity\n9,Orlan Example Trading,entity\n11,Kite Example House,entity\n"
ORGANISATION = "entities:\n  - {id: KR-NL, seat: NL, name: Kestrel Robotics Europe (example), persons: [DE, NL]}\n"
COLUMNS = (
    "order,line,activity,status,product,quantity,value,currency,placed_on,"
    "buyer.id,buyer.name,buyer.country,end_user.id,end_user.name,end_user.country,ship_to.country"
)
BUYERS = {
    "A": ("C-1", "Volkov Rotor-Works Ltd", "NL"),
    "B": ("C-2", "Orlan Example Trading BV", "NL"),
    "C": ("C-3", "Ann Example", "NL"),
    "D": ("C-4", "Dmitri Example", "RU"),
    "E": ("C-5", "Kite Example House", "NL"),
    "F": ("C-6", "Fenna Example", ""),
}
ANSWERS = {"C-1": ("none", "passport seen"), "C-2": ("OWN", "register of companies"), "C-5": ("none", "a mistake")}


def main(folder: Path) -> None:
    """An adopted rulebook, a list, six orders, answers of both kinds, one of them erased, a receipt."""
    home = folder / "home"
    _adopt(home, folder)
    listed = _written(folder / "own.csv", LISTED)
    _run(home, "lists", "import", "--source", "own", "--published", "2026-11-20", listed)
    organisation = _written(folder / "organisation.yaml", ORGANISATION)
    lines = [COLUMNS, *(_line(order, *buyer) for order, buyer in BUYERS.items())]
    orders = _written(folder / "orders.csv", "\n".join(lines) + "\n")
    asked = folder / "questions.csv"
    _run(home, "check", orders, "--organisation", organisation, "--on", "2022-05-02", "--questions", asked)
    _run(home, "answer", _answered(asked), by="bo")
    acts = _acts(home, "SELECT act FROM acts WHERE kind = 'answered' AND subject = 'party:C-5'")
    _erased(home, acts[0])
    (number,) = _acts(home, "SELECT act FROM acts WHERE kind = 'answered' AND subject = 'party:C-1'")
    _run(home, "ledger", "receipt", f"act:{number}", "--out", folder / "receipt.json")
    _written(folder / "log.pub", _run(home, "ledger", "key"))
    with sqlite3.connect(home / "moratorium.db") as database:
        database.execute("VACUUM")
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    copy(home / "moratorium.db", folder / "home.db")


def _adopt(home: Path, folder: Path) -> None:
    for name in ("ann", "bo"):
        _run(home, "whoami", "--new", name)
    for id, scope in SCOPES.items():
        _written(folder / "rules" / f"{id}.yaml", MEASURE.format(id=id, scope=scope))
    number = _run(home, "measure", "adopt", folder / "rules", by="ann").strip()
    _run(home, "measure", "approve", number, by="bo")


def _line(order: str, id: str, name: str, country: str) -> str:
    return ",".join([order, "1,sale,open,KST-P3,2,3780,EUR,2022-05-02", *[id, name, country] * 2, country])


def _answered(asked: Path) -> Path:
    with asked.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        party = row["subject"].removeprefix("party:")
        if row["fact"] == "listed" and party in ANSWERS:
            row["answer"], row["source"] = ANSWERS[party]
        if row["fact"] == "territory" and party == "C-6":
            row["answer"], row["source"] = "NL", "a call"
    with asked.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return asked


def _erased(home: Path, index: int) -> None:
    opened = open_home(home, "bo")
    with opened.store as store, store.begin() as connection:
        erase(connection, index)
        record_one(opened, connection, "erased", "party:C-5", Erased(index, "asked for"))


def _acts(home: Path, query: str) -> list[int]:
    with sqlite3.connect(home / "moratorium.db") as database:
        return [act for (act,) in database.execute(query)]


def _written(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def _run(home: Path, *arguments: object, by: str | None = None) -> str:
    acting = ["--as", by] if by else []
    with redirect_stdout(StringIO()) as out, redirect_stderr(StringIO()) as err:
        code = run(["--home", str(home), *acting, *map(str, arguments)])
    print(arguments[0], code, err.getvalue().strip(), file=sys.stderr)
    return out.getvalue()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
