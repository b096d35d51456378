"""Write the named bad receipts and checkpoints of ``tests/assets``, and the good ones from which they are made.

Run ``python scripts/make_bad_receipts.py [FOLDER]``; the same files come out each time. The keys are made of constant
bytes and protect nothing.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from moratorium.ledger.checkpoint import Checkpoint, sign_checkpoint
from moratorium.ledger.leaf import commitment, leaf_data, sign_commitment
from moratorium.ledger.merkle import extend_nodes, inclusion_proof, leaf_hash, root
from moratorium.ledger.note import Signer, sign_note
from moratorium.ledger.receipt import Receipt, encode_receipt

ASSETS = Path(__file__).resolve().parent.parent / "tests" / "assets"
LOG = Signer("example.com/trade-log", bytes([7]) * 32)
STRANGER = Signer("example.com/trade-log", bytes([8]) * 32)
WITNESS = Signer("example.org/witness", bytes([9]) * 32)
ACTOR = bytes([1]) * 32
OTHER_ACTOR = bytes([2]) * 32
SIZE, INDEX = 11, 6


def payload(index: int) -> bytes:
    """A made-up act."""
    act = f'{{"actor":"anna","at":"2022-04-26T08:00:00Z","kind":"decided","payload":{{"note":"«№ {index}»"}},'
    return (act + f'"subject":"SO-{index}/sale"}}').encode()


def receipt(index: int = INDEX, size: int = SIZE, signed: bool = True) -> Receipt:
    """The true receipt of one act of a small log in which every act is signed, or none."""
    commitments = [commitment(bytes([place]) * 32, payload(place)) for place in range(size)]
    actors = [sign_commitment(ACTOR, digest) if signed else None for digest in commitments]
    hashes = [leaf_hash(leaf_data(digest, actor)) for digest, actor in zip(commitments, actors, strict=True)]
    made = {(level, place): known for level, place, known in extend_nodes(0, hashes, _nothing)}

    def nodes(level: int, place: int) -> bytes:
        return made[level, place]

    checkpoint = sign_checkpoint(Checkpoint(LOG.name, size, root(size, nodes)), LOG)
    proof = inclusion_proof(index, size, nodes)
    return Receipt(index, payload(index), bytes([index]) * 32, proof, checkpoint, actors[index])


def _nothing(level: int, index: int) -> bytes:
    raise LookupError(f"a batch from the first leaf on needs no earlier node ({level}, {index})")


def receipts() -> Iterator[tuple[str, bytes]]:
    """Each by the name of what is wrong with it."""
    good = receipt()
    digest = commitment(good.salt, good.payload)
    text = good.checkpoint.splitlines(keepends=True)
    forged = Checkpoint(LOG.name, SIZE, bytes(32))
    changes: dict[str, dict[str, Any]] = {
        "good": {},
        "wrong_index": {"index": 5},
        "index_beyond_size": {"index": SIZE},
        "wrong_payload": {"payload": good.payload.replace(b"anna", b"boris")},
        "wrong_salt": {"salt": bytes(32)},
        "proof_too_short": {"proof": good.proof[:-1]},
        "proof_too_long": {"proof": (*good.proof, bytes(32))},
        "proof_out_of_order": {"proof": good.proof[::-1]},
        "wrong_root": {"checkpoint": sign_checkpoint(forged, LOG)},
        "changed_size": {"checkpoint": good.checkpoint.replace(f"\n{SIZE}\n", "\n12\n")},
        "signed_by_stranger": {"checkpoint": sign_note("".join(text[:3]), STRANGER)},
        "signed_by_witness_only": {"checkpoint": sign_note("".join(text[:3]), WITNESS)},
        "checkpoint_unsigned": {"checkpoint": "".join(text[:3])},
        "actor_removed": {"actor": None},
        "actor_exchanged": {"actor": sign_commitment(OTHER_ACTOR, digest)},
    }
    for name, change in changes.items():
        yield f"receipt_{name}.json", encode_receipt(msgspec.structs.replace(good, **change))
    yield "receipt_good_unsigned.json", encode_receipt(receipt(signed=False))
    yield from spoilt(encode_receipt(good))


def spoilt(good: bytes) -> Iterator[tuple[str, bytes]]:
    """Receipts that are not even receipts."""
    document = json.loads(good)
    edits: dict[str, dict[str, Any]] = {
        "unknown_field": {"valid": True},
        "version_2": {"version": 2},
        "index_as_text": {"index": "6"},
        "other_instructions": {"note": "Trust this file."},
        "salt_too_short": {"salt": "AAAA"},
        "loose_base64": {"salt": document["salt"].replace("Y=", "Z=")},
        "actor_without_key": {"actor": {"signature": document["actor"]["signature"]}},
    }
    for name, edit in edits.items():
        yield f"receipt_{name}.json", _dump(document | edit)
    yield "receipt_missing_fields.json", _dump({name: document[name] for name in ("version", "note", "index")})
    yield "receipt_repeated_field.json", good.replace(b'  "index": 6,\n', b'  "index": 5,\n  "index": 6,\n')
    yield "receipt_reformatted.json", json.dumps(document).encode()
    yield "receipt_windows_lines.json", good.replace(b"\n", b"\r\n")
    yield "receipt_broken_utf8.json", good.replace("№".encode(), b"\xff")
    yield "receipt_truncated.json", good[: len(good) // 2]
    yield "receipt_empty.json", b""
    yield "receipt_nested_deep.json", b"[" * 10_000


def checkpoints() -> Iterator[tuple[str, bytes]]:
    """Signed notes whose text is no checkpoint, all signed by the log's own key."""
    origin, size, hash_ = receipt().checkpoint.split("\n")[:3]
    texts = {
        "good": f"{origin}\n{size}\n{hash_}\n",
        "extended": f"{origin}\n{size}\n{hash_}\nextension\n",
        "size_with_zero": f"{origin}\n0{size}\n{hash_}\n",
        "size_negative": f"{origin}\n-1\n{hash_}\n",
        "size_in_other_digits": f"{origin}\n١١\n{hash_}\n",
        "size_too_large": f"{origin}\n9223372036854775808\n{hash_}\n",
        "root_too_short": f"{origin}\n{size}\nAAAA\n",
        "root_of_empty_log": f"{origin}\n0\n{hash_}\n",
        "two_lines": f"{origin}\n{size}\n",
        "blank_line": f"{origin}\n{size}\n{hash_}\n\nextension\n",
        "no_origin": f"\n{size}\n{hash_}\n",
    }
    for name, text in texts.items():
        yield f"checkpoint_{name}.txt", sign_note(text, LOG).encode()


def _dump(document: dict[str, Any]) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def main(folder: Path) -> None:
    """Write all files into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "receipt_key.txt").write_text(LOG.verifier.vkey + "\n", encoding="utf-8")
    for name, data in (*receipts(), *checkpoints()):
        (folder / name).write_bytes(data)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ASSETS)
