"""Proofs: signed checkpoints, receipts that an outsider verifies offline, export as tiles, the check of ourselves."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from moratorium.decision.decision import Decision
from moratorium.desk.home import Home
from moratorium.errors import InputError, MissingError
from moratorium.ledger import keys, tiles
from moratorium.ledger.checkpoint import Checkpoint, sign_checkpoint
from moratorium.ledger.note import Signer, Verifier
from moratorium.ledger.receipt import Receipt, decode_receipt, encode_receipt
from moratorium.ledger.verify import Verified, verify_receipt
from moratorium.store import Connection, checkpoints
from moratorium.store import acts as log

_KEY = "log.key"


def log_signer(home: Home) -> Signer:
    """The key that signs this log's checkpoints, made on first use, readable by its owner only."""
    place = home.path / _KEY
    if place.exists():
        return Signer.parse(place.read_text(encoding="ascii").strip())
    seed = secrets.token_bytes(32)
    signer = Signer(f"moratorium/{keys.public_key(seed).hex()[:16]}", seed)
    handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(signer.skey + "\n")
    return signer


def checkpoint(home: Home) -> str:
    """Sign the log as it stands and keep the checkpoint; returns it as a signed note."""
    signer = log_signer(home)
    with home.store.begin() as connection:
        return _checkpoint(connection, signer)


def _checkpoint(connection: Connection, signer: Signer) -> str:
    size = log.size(connection)
    kept = checkpoints.at_size(connection, size)
    if kept is not None:
        return kept
    signed = sign_checkpoint(Checkpoint(signer.name, size, log.root(connection)), signer)
    checkpoints.put(connection, size, signed)
    return signed


@dataclass(frozen=True)
class Bundle:
    """A receipt with what it cites.

    Attributes:
        receipt: Bytes of the receipt file.
        evidence: Content of the cited blobs by digest: the order and the judgements.
        vkey: Key with which the outsider verifies the checkpoint.
    """

    receipt: bytes
    evidence: dict[str, bytes]
    vkey: str


def receipt(home: Home, index: int) -> Bundle:
    """The receipt of an act: offline proof that it is in the log, and what it rests on.

    Raises:
        MissingError: no such act, or its payload was erased.
    """
    signer = log_signer(home)
    with home.store.begin() as connection:
        signed = _checkpoint(connection, signer)
        entry = log.entry_at(connection, index)
        if entry.payload is None or entry.salt is None:
            raise MissingError(
                f"act {index} was erased; only its leaf is left", help="its place in the log still proves"
            )
        made = Receipt(
            index=index,
            payload=entry.payload,
            salt=entry.salt,
            proof=log.proof(connection, index),
            checkpoint=signed,
            actor=entry.actor,
        )
        return Bundle(encode_receipt(made), dict(_evidence(connection, index)), signer.verifier.vkey)


def _evidence(connection: Connection, index: int) -> Iterator[tuple[str, bytes]]:
    from moratorium.store import blobs

    payload = log.act_at(connection, index).act.payload
    if isinstance(payload, Decision):
        cited = [payload.order_digest, *(line.judgement for line in payload.lines)]
        for digest in dict.fromkeys(cited):
            yield digest, blobs.get(connection, digest)


def receipt_of_order(home: Home, order: str) -> int:
    """Log index of the latest decision of an order.

    Raises:
        MissingError: no such order was decided.
    """
    from moratorium.store import projections

    with home.store.read() as connection:
        rows = [row for row in (projections.order(connection, order),) if row] or projections.orders_of_id(
            connection, order
        )
        if not rows:
            raise MissingError(f"no act and no order `{order}`", help="an act's number, or an order id")
        return max(row.act for row in rows)


def verify(data: bytes, vkey: str) -> Verified:
    """Verify a receipt offline.

    Raises:
        InputError: the file is no receipt, or the key no key.
        ProofError: a step of the proof fails; says which.
    """
    return verify_receipt(decode_receipt(data), [Verifier.parse(vkey)])


def export(home: Home, folder: Path) -> int:
    """Write the log as C2SP tiles, for any static file server; returns how many files.

    Raises:
        InputError: the folder is not empty.
    """
    if folder.exists() and any(folder.iterdir()):
        raise InputError(f"`{folder}` is not empty", help="give a new folder")
    signer = log_signer(home)
    with home.store.begin() as connection:
        signed = _checkpoint(connection, signer)
        size = log.size(connection)
        count = 0
        for path, content in tiles.export(signed, size, log.nodes(connection), log.leaves(connection)):
            place = folder / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
            count += 1
    (folder / "vkey").write_text(signer.verifier.vkey + "\n", encoding="ascii")
    return count
