"""Proofs: signed checkpoints, receipts that an outsider verifies offline, export as tiles, the check of ourselves."""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from moratorium.decision.decision import Decision
from moratorium.desk.home import Home
from moratorium.errors import Fault, InputError, MissingError, ProofError
from moratorium.ledger import keys, tiles
from moratorium.ledger.base64text import to_base64
from moratorium.ledger.checkpoint import Checkpoint, sign_checkpoint
from moratorium.ledger.merkle import inclusion_proof
from moratorium.ledger.note import Signer, Verifier
from moratorium.ledger.receipt import Receipt, decode_receipt, encode_receipt
from moratorium.ledger.verify import verify_receipt
from moratorium.store import Connection, blobs, checkpoints, fold, projections
from moratorium.store import acts as log
from moratorium.terms.canon import digest_bytes

_KEY = "log.key"


def log_signer(home: Home) -> Signer:
    """The key that signs this log's checkpoints, made on first use, readable by its owner only."""
    place = home.path / _KEY
    if not place.exists():
        _make_key(place)
    return Signer.parse(place.read_text(encoding="ascii").strip())


def _make_key(place: Path) -> None:
    """The file is there whole or not at all; of two processes that make one at once, the first one counts."""
    seed = secrets.token_bytes(32)
    signer = Signer(f"moratorium/{keys.public_key(seed).hex()[:16]}", seed)
    handle, name = tempfile.mkstemp(dir=place.parent)  # readable by its owner only
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(signer.skey + "\n")
    try:
        os.link(name, place)
    except FileExistsError:
        pass
    finally:
        Path(name).unlink()


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
        made = _receipt(connection, index, _checkpoint(connection, signer))
        return Bundle(made, dict(_evidence(connection, index)), signer.verifier.vkey)


def receipts(home: Home, indexes: Iterable[int]) -> tuple[dict[int, bytes], str]:
    """Receipts of several acts under one checkpoint, and the key that verifies it; those that were erased are left out.

    Raises:
        MissingError: no such act.
    """
    signer = log_signer(home)
    with home.store.begin() as connection:
        signed = _checkpoint(connection, signer)
        made = {}
        for index in indexes:
            if log.entry_at(connection, index).payload is not None:
                made[index] = _receipt(connection, index, signed)
        return made, signer.verifier.vkey


def _receipt(connection: Connection, index: int, signed: str) -> bytes:
    entry = log.entry_at(connection, index)
    if entry.payload is None or entry.salt is None:
        raise MissingError(f"act {index} was erased", help="its leaf stays: `moratorium ledger export`")
    proof = inclusion_proof(index, log.size(connection), log.nodes(connection))
    return encode_receipt(Receipt(index, entry.payload, entry.salt, proof, signed, entry.actor))


def _evidence(connection: Connection, index: int) -> Iterator[tuple[str, bytes]]:
    payload = log.act_at(connection, index).act.payload
    if isinstance(payload, Decision):
        cited = [payload.order_digest, *(line.judgement for line in payload.lines)]
        for digest in dict.fromkeys(cited):
            yield digest, blobs.get(connection, digest)


def act_of(home: Home, id: str) -> int:
    """Log index of an act by its number, or of the latest decision of an order by its id or key.

    An order goes first: ids of orders are often numbers; ``act:N`` always means an act.

    Raises:
        MissingError: there is neither.
    """
    with home.store.read() as connection:
        one = projections.order(connection, id)
        rows = [one] if one is not None else projections.orders_of_id(connection, id)
        if rows:
            return max(row.act for row in rows)
        number = id.removeprefix("act:")
        if number.isdecimal() and int(number) < log.size(connection):
            return int(number)
    raise MissingError(f"no act and no order `{id}`", help="an order id, or an act's number (act:12)")


def write_bundle(bundle: Bundle, target: Path) -> list[Path]:
    """Write a receipt, and beside it what it cites, each under its digest."""
    _write(target, bundle.receipt)
    written = [target]
    for digest, content in bundle.evidence.items():
        place = _evidence_folder(target) / f"{digest}.json"
        place.parent.mkdir(exist_ok=True)
        _write(place, content)
        written.append(place)
    return written


def _evidence_folder(receipt: Path) -> Path:
    return receipt.with_name(f"{receipt.stem}.evidence")


def _write(path: Path, content: bytes) -> None:
    part = path.with_name(path.name + ".part")
    part.write_bytes(content)
    part.replace(path)


def verify_file(path: Path, vkey: str) -> list[str]:
    """Verify a receipt offline, and the evidence files beside it; returns what was proved, in words.

    Raises:
        MissingError: no such file.
        InputError: the file is no receipt, or the key no key.
        ProofError: a step of the proof fails, or an evidence file is not what the act cites.
    """
    if not path.is_file():
        raise MissingError(f"no file `{path}`")
    proved = verify_receipt(decode_receipt(path.read_bytes()), [Verifier.parse(vkey)])
    told = [
        f"verified: act {proved.index} is in log {proved.origin} of {proved.size} acts, root {proved.root.hex()}",
        f"signed by key {to_base64(proved.actor_key)}" if proved.actor_key else "not signed by a named identity",
    ]
    for place in sorted(_evidence_folder(path).glob("*.json")):
        digest = digest_bytes(place.read_bytes())
        if digest != place.stem or digest.encode() not in proved.payload:
            raise ProofError("the file is not what the act cites", str(place), "get it again with the receipt")
        told.append(f"verified: {place.name} is what the act cites")
    return [*told, proved.payload.decode()]


@dataclass(frozen=True)
class Check:
    """What folding the acts again gave, in words, with what is stored otherwise."""

    words: str
    faults: tuple[Fault, ...]


def fsck(home: Home) -> Check:
    """Fold all acts again and compare with everything stored."""
    found = fold(home.store)
    erased = f", {found.erased} erased" if found.erased else ""
    return Check(f"sound: {found.size:,} acts{erased}, root {found.root.hex()}", found.faults)


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
    return count + 1
