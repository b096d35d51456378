"""An ERP that asks before it delivers: orders come in, are decided, and a hold blocks the delivery.

    MORATORIUM_URL=http://127.0.0.1:8080 MORATORIUM_KEY=... python3 integration.py erp.db poll

What to copy from it:

- an order is *blocked from the moment it is entered*, and only a decision ``allow`` unblocks it; so a crash between the
  two leaves it blocked;
- no answer (service down, timeout, a key that was revoked) changes nothing: the order stays blocked and is asked about
  again at the next round;
- the ERP polls for decisions made since the last one it knows. A measure that comes into force tonight, a list of
  tomorrow, an answer by the compliance office: each decides orders again, and the next round blocks or unblocks them;
- goods that have left cannot be blocked: then somebody is told to stop or take them back.
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from moratorium.client import Client, ClientError, InvalidError

SCHEMA = """
CREATE TABLE IF NOT EXISTS sales (id TEXT PRIMARY KEY, form TEXT NOT NULL, delivery TEXT NOT NULL DEFAULT 'blocked',
    why TEXT NOT NULL DEFAULT 'not decided yet', decision INTEGER, shipped INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS polled (since INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS alarms (id TEXT NOT NULL, words TEXT NOT NULL);
"""


class Erp:
    """The ERP's own tables.

    Args:
        file: Where they are.
        client: Calls the service.
    """

    def __init__(self, file: Path, client: Client) -> None:
        self._database = sqlite3.connect(file)
        self._database.executescript(SCHEMA)
        self._client = client

    def close(self) -> None:
        """Close the tables."""
        self._database.close()

    # -- an order comes in ----------------------------------------------------------------------------------------

    def enter(self, form: dict[str, Any]) -> str:
        """Enter an order, blocked; then have it decided. Returns whether its delivery is free."""
        with self._database as database:
            database.execute("INSERT INTO sales (id, form) VALUES (?, ?)", (form["id"], json.dumps(form)))
        self.decide(form["id"])
        return self.delivery(form["id"])

    def decide(self, id: str) -> None:
        """Have an order decided. Whatever goes wrong, it is as blocked afterwards as it was before."""
        form = json.loads(self._value("SELECT form FROM sales WHERE id = ?", id))
        try:
            made = self._client.decide(form)
        except InvalidError as error:  # asking again brings the same: somebody must mend the order
            self._note(id, "; ".join(f"{one.place}: {one.message}" for one in error.faults) or str(error))
        except ClientError as error:
            self._note(id, f"not decided: {error}")
        else:
            asked = "; ".join(one.question for one in made.questions)
            self._apply(id, made.effect, made.decision, asked or "see the decision")

    def _note(self, id: str, why: str) -> None:
        with self._database as database:
            database.execute("UPDATE sales SET why = ? WHERE id = ? AND delivery = 'blocked'", (why, id))

    def _apply(self, id: str, effect: str, decision: int, why: str) -> None:
        """Block or unblock a delivery by a decision; never by an older one than that which is known."""
        delivery = "free" if effect == "allow" else "blocked"
        with self._database as database:
            done = database.execute(
                "UPDATE sales SET delivery = ?, why = ?, decision = ? WHERE id = ? AND coalesce(decision, -1) < ?",
                (delivery, "" if effect == "allow" else f"{effect}: {why}", decision, id, decision),
            )
            if done.rowcount and delivery == "blocked" and self._value("SELECT shipped FROM sales WHERE id = ?", id):
                database.execute("INSERT INTO alarms VALUES (?, ?)", (id, f"has left, and is now {effect}: stop it"))

    # -- a round --------------------------------------------------------------------------------------------------

    def poll(self) -> int:
        """Ask again about orders without a decision; then take what was decided since. Returns how many changed."""
        for id in list(self._undecided()):
            self.decide(id)
        known = self._value("SELECT coalesce(max(since), 0) FROM polled")
        changed = 0
        while True:
            try:
                page = self._client.decided_since(known)
            except ClientError as error:
                print(f"not polled: {error}", file=sys.stderr)
                return changed
            for one in page.orders:
                before = self.delivery(one.order)
                self._apply(one.order, one.effect, one.decision, "decided again")
                changed += before not in ("", self.delivery(one.order))
            with self._database as database:
                database.execute("INSERT INTO polled VALUES (?)", (page.next,))
            if page.next == known:
                return changed
            known = page.next

    def _undecided(self) -> Iterator[str]:
        for row in self._database.execute("SELECT id FROM sales WHERE decision IS NULL ORDER BY id").fetchall():
            yield row[0]

    # -- delivery -------------------------------------------------------------------------------------------------

    def ship(self, id: str) -> bool:
        """Ship an order, if its delivery is free."""
        with self._database as database:
            done = database.execute("UPDATE sales SET shipped = 1 WHERE id = ? AND delivery = 'free'", (id,))
        return done.rowcount == 1

    def delivery(self, id: str) -> str:
        """``free`` or ``blocked``; empty if there is no such order."""
        return str(self._value("SELECT coalesce(max(delivery), '') FROM sales WHERE id = ?", id))

    def why(self, id: str) -> str:
        """Why a delivery is blocked."""
        return str(self._value("SELECT why FROM sales WHERE id = ?", id))

    def alarms(self) -> list[tuple[str, str]]:
        """What somebody must stop or take back."""
        return self._database.execute("SELECT id, words FROM alarms").fetchall()

    def _value(self, query: str, *values: str) -> Any:
        return self._database.execute(query, values).fetchone()[0]


def main() -> int:
    """One round, or an order from standard input."""
    with Client(os.environ["MORATORIUM_URL"], os.environ["MORATORIUM_KEY"]) as client:
        erp = Erp(Path(sys.argv[1]), client)
        if sys.argv[2:] == ["poll"]:
            print(f"{erp.poll()} deliveries blocked or unblocked")
        else:
            form = json.load(sys.stdin)
            print(f"{form['id']}: {erp.enter(form)} {erp.why(form['id'])}".strip())
        for id, words in erp.alarms():
            print(f"alarm: {id} {words}", file=sys.stderr)
        erp.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
