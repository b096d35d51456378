"""A compliance office for tests: a home, a desk with files on it, and the command line run in this process."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from moratorium.cli.app import run
from moratorium.demo import catalogue
from moratorium.desk.home import Home, open_home
from moratorium.store import size
from tests.worlds import SUSPENSION

__all__ = ["SUSPENSION", "Office", "Ran"]

COLUMNS = (
    "order,line,activity,status,product,quantity,value,currency,placed_on,"
    "buyer.id,buyer.name,buyer.country,end_user.id,end_user.name,end_user.country,ship_to.country"
)
ORGANISATION = "entities:\n  - {id: KR-NL, seat: NL, name: Kestrel Robotics Europe (example), persons: [DE, NL]}\n"
DAY = "2022-05-02"
PROGRAM = "import sys; from moratorium.cli import main; sys.exit(main())"


def row(
    order: str,
    country: str = "NL",
    *,
    line: str = "1",
    status: str = "open",
    product: str = "KST-P3",
    buyer: str | None = None,
    name: str | None = None,
    quantity: str = "2",
    placed_on: str = DAY,
) -> str:
    """One order line: a sale to a buyer who is the end user, in one country."""
    who = f"C-{order}" if buyer is None else buyer
    party = [who, f"{who} (example)" if name is None else name, country]
    cells = [order, line, "sale", status, product, quantity, "3780", "EUR", placed_on, *party, *party, country]
    return ",".join(f'"{cell}"' if any(sign in cell for sign in ',"') else cell for cell in cells)


@dataclass(frozen=True)
class Ran:
    """What a command came to."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Standard output as JSON Lines."""
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass
class Office:
    """A home folder, a desk (the working folder), and commands.

    Attributes:
        desk: Folder of files, and the working folder of commands.
        home: Folder of the state.
        capture: What reads what a command printed.
    """

    desk: Path
    home: Path
    capture: pytest.CaptureFixture[str]

    def run(self, *arguments: object, by: str | None = None) -> Ran:
        """Run a command in this process."""
        self.capture.readouterr()
        acting = ["--as", by] if by else []
        code = run(["--home", str(self.home), *acting, *map(str, arguments)])
        printed = self.capture.readouterr()
        return Ran(code, printed.out, printed.err)

    def start(self, *arguments: object) -> subprocess.Popen[str]:
        """Start a command as a process of its own."""
        command = [sys.executable, "-c", PROGRAM, "--home", str(self.home), *map(str, arguments)]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("MORATORIUM_")}
        return subprocess.Popen(
            command, cwd=self.desk, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )

    # -- files ------------------------------------------------------------------------------------------------------

    def write(self, name: str, text: str) -> Path:
        """A text file on the desk."""
        path = self.desk / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def orders(self, *rows: str, name: str = "orders.csv", columns: str = COLUMNS) -> Path:
        """An export whose columns are named as fields."""
        return self.write(name, "\n".join([columns, *rows]) + "\n")

    def rulebook(self, *documents: str, name: str = "rules") -> Path:
        """A folder of measures."""
        for number, document in enumerate(documents):
            self.write(f"{name}/{number}.yaml", document)
        return self.desk / name

    def organisation(self, text: str = ORGANISATION) -> Path:
        """Our own entity, in the Netherlands."""
        return self.write("organisation.yaml", text)

    def catalogue(self) -> Path:
        """A complete catalogue of invented products."""
        path = self.desk / "catalogue.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, catalogue.COLUMNS, restval="")
            writer.writeheader()
            writer.writerows(catalogue.rows())
        return path

    # -- steps ------------------------------------------------------------------------------------------------------

    def check(self, file: Path, *more: object, rules: Path | None = None, by: str | None = None) -> Ran:
        """Check a file with our organisation, by a folder of measures (the suspension if none is named)."""
        chosen = rules or (self.desk / "rules" if (self.desk / "rules").exists() else self.rulebook(SUSPENSION))
        return self.run("check", file, "--rulebook", chosen, "--organisation", self.organisation(), *more, by=by)

    def adopt(self, *documents: str) -> None:
        """Adopt measures as the whole rulebook: Ann proposes, Bo approves."""
        for name in ("ann", "bo"):
            if not (self.home / "identities" / f"{name}.key").exists():
                assert self.run("whoami", "--new", name).code == 0
        folder = self.rulebook(*documents, name=f"adopted-{self.size()}")
        number = self.run("measure", "adopt", folder, by="ann").out.strip()
        assert self.run("measure", "approve", number, by="bo").code == 0

    def questions(self, name: str = "questions.csv") -> list[dict[str, str]]:
        """The questions that the last check wrote."""
        with (self.desk / name).open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    def fill(self, rows: Iterable[dict[str, str]], name: str = "filled.csv") -> Path:
        """A questions file with answers in it."""
        given = list(rows)
        path = self.desk / name
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, list(given[0]))
            writer.writeheader()
            writer.writerows(given)
        return path

    def answer(self, filled: Path | str, *more: object, rules: Path, by: str = "bo") -> Ran:
        """Hand answers in under a name, and decide again by a folder of measures."""
        if not (self.home / "identities" / f"{by}.key").exists():
            assert self.run("whoami", "--new", by).code == 0
        return self.run("answer", filled, "--rulebook", rules, *more, by=by)

    # -- state ------------------------------------------------------------------------------------------------------

    def opened(self, by: str | None = None) -> Home:
        """The home, as a use case sees it."""
        return open_home(self.home, by)

    def size(self) -> int:
        """Number of acts in the log."""
        home = self.opened()
        with home.store as store, store.read() as connection:
            return size(connection)

    def is_sound(self) -> bool:
        """Whether folding all acts again gives what is stored."""
        return self.run("fsck").code == 0
