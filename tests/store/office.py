"""A small office: acts, salts, keys and blobs that the tests of the store share."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection

from moratorium.decision.decision import Decision, Finding, Judgement, LineDecision
from moratorium.ledger import keys
from moratorium.ledger.base64text import to_base64
from moratorium.ledger.leaf import commitment
from moratorium.store import Signed, append, blobs
from moratorium.terms.act import UNAUTHENTICATED, Act, Proposed
from moratorium.terms.canon import canonical, digest_bytes
from moratorium.terms.order import Line, Order

START = datetime(2022, 4, 26, 7, 30, tzinfo=UTC)
DAY = date(2022, 4, 26)
ORDER = canonical(Order("order", "sale", (Line("1", value=Decimal(9)),), currency="EUR"))
FINDINGS = (
    Finding("watch", "r1", "hold", "unknown", "Is it so?", missing=("quantity", "buyer.filled")),
    Finding("look", "r1", "hold", "applies", "May it go on?", row="row"),
)
JUDGEMENT = canonical(Judgement("hold", FINDINGS))


def salt(number: int) -> bytes:
    """A salt that differs for each number."""
    return hashlib.sha256(b"salt %d" % number).digest()


def act(kind: str, subject: str, payload: Any, actor: str = UNAUTHENTICATED, minute: int = 0) -> Act:
    """An act some minutes after the start."""
    return Act(kind, subject, actor, START + timedelta(minutes=minute), payload)


def signed(one: Act, number: int = 0, seed: bytes | None = None) -> Signed:
    """An act salted, and signed if there is a key."""
    if seed is None:
        return Signed(one, salt(number))
    covered = commitment(salt(number), canonical(one.document()))
    return Signed(one, salt(number), keys.sign(seed, covered), public_key(seed))


def public_key(seed: bytes) -> str:
    """The public key of a seed, base64."""
    return to_base64(keys.public_key(seed))


def record(connection: Connection, *acts: Act) -> range:
    """Append acts in one batch."""
    return append(connection, [signed(one, number) for number, one in enumerate(acts)])


def decision(order: str = "SO-1/sale", inputs: str = "i1", effect: str = "allow", status: str = "open") -> Decision:
    """A decision that cites the order and the judgement kept by :func:`keep_evidence`."""
    line = LineDecision("1", "nl", effect, digest_bytes(JUDGEMENT))
    return Decision(
        order=order,
        order_digest=digest_bytes(ORDER),
        status=status,
        placed_on=DAY,
        day=DAY,
        effect=effect,
        lines=(line,),
        assumed=("end_user",),
        digests={"rulebook": "r1"},
        inputs=inputs,
    )


def decided(order: str = "SO-1/sale", inputs: str = "i1", effect: str = "allow", status: str = "open") -> Act:
    """An act that decides an order."""
    return act("decided", order, decision(order, inputs, effect, status))


def proposed(documents: dict[str, str], removed: tuple[str, ...] = (), actor: str = "ann") -> Act:
    """An act that proposes a change of the rulebook."""
    return act("proposed", "rulebook", Proposed("propose", documents, removed, "because"), actor)


def keep_evidence(connection: Connection) -> None:
    """Keep what decisions cite."""
    for content in (ORDER, JUDGEMENT):
        blobs.put(connection, content, "application/json")
