"""Receipts: a file that a person keeps and that proves, without us, that an act was recorded and not changed since.

The file is JSON in one exact spelling; a changed character, even a space, makes it another file and is refused.
The format (version 1) is final: it is never edited, a new one would be version 2 beside it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import msgspec

from moratorium.errors import Fault, InputError
from moratorium.ledger.base64text import from_base64, to_base64
from moratorium.ledger.keys import KEY_BYTES, SIGNATURE_BYTES
from moratorium.ledger.leaf import SALT_BYTES, ActorSignature
from moratorium.ledger.merkle import HASH_BYTES

VERSION = 1

NOTE_V1 = (
    "This receipt proves that the act in `payload` stands at place `index` (counted from 0) of the log named in the"
    " first line of `checkpoint`, and was not changed since. It does not prove that the act was right or lawful."
    " To verify it offline: python -m moratorium.ledger.verify FILE --key KEY, where KEY is the public key of the"
    " log; get KEY from a place that you trust, not from whoever gave you this file. By hand, all text in UTF-8 and"
    " base64 decoded first: commitment = SHA-256('moratorium/commitment/v1\\n' + salt + length of payload as 8 bytes,"
    " big endian + payload); seal = SHA-256('moratorium/seal/v1\\n' + actor.public_key + actor.signature), or 32 zero"
    " bytes if actor is null; the leaf is 'moratorium/leaf/v1\\n' + commitment + seal. `proof` leads from the leaf to"
    " the root in the third line of `checkpoint` (RFC 6962, lowest hash first). `checkpoint` is a signed note"
    " (c2sp.org/signed-note), signed by the log with Ed25519; actor.signature signs the commitment with Ed25519."
)
"""How to verify, in plain words: part of the format, so that a receipt cannot carry other instructions."""


class Receipt(msgspec.Struct, frozen=True):
    """An act with all that proves it. Made from a log's own tables; proved by ``verify``.

    Attributes:
        index: Number of the leaf, from 0.
        payload: The act in its canonical form, UTF-8.
        salt: 32 bytes.
        proof: Inclusion proof up to the checkpoint's root, lowest hash first.
        checkpoint: Signed checkpoint, the text of a note.
        actor: Signature by the actor; None for an act that nobody signed.
    """

    index: int
    payload: bytes
    salt: bytes
    proof: tuple[bytes, ...]
    checkpoint: str
    actor: ActorSignature | None = None


def encode_receipt(receipt: Receipt) -> bytes:
    """The receipt as a JSON file.

    Raises:
        InputError: the payload is not UTF-8 text, or the checkpoint is not well-formed Unicode.
    """
    try:
        return (json.dumps(_document(receipt), ensure_ascii=False, indent=2) + "\n").encode()
    except UnicodeError as error:
        raise InputError("the payload or the checkpoint is not UTF-8 text, so it fits no receipt") from error


def decode_receipt(data: bytes) -> Receipt:
    """Read a receipt, strictly. Nothing is proved by reading it.

    Raises:
        InputError: no JSON object; fields missing, unknown or malformed (all of them told); or another spelling.
    """
    document = _parse(data)
    faults = [Fault(f"unknown field `{name[:60]}`", "receipt") for name in document.keys() - _FIELDS.keys()]
    values: dict[str, Any] = {}
    for name, reader in _FIELDS.items():
        try:
            values[name] = reader(document[name])
        except KeyError:
            faults.append(Fault("missing", name))
        except InputError as error:
            faults.append(Fault(error.fault.message, name, error.fault.help))
    if faults:
        raise InputError.of(faults)
    del values["version"], values["note"]
    receipt = Receipt(**values)
    if encode_receipt(receipt) != data:
        raise InputError("not the exact text of a receipt", "receipt", "even a space counts; ask for the file again")
    return receipt


def _document(receipt: Receipt) -> dict[str, Any]:
    actor = receipt.actor
    return {
        "version": VERSION,
        "note": NOTE_V1,
        "index": receipt.index,
        "payload": receipt.payload.decode(),
        "salt": to_base64(receipt.salt),
        "proof": [to_base64(known) for known in receipt.proof],
        "checkpoint": receipt.checkpoint,
        "actor": actor and {"public_key": to_base64(actor.public_key), "signature": to_base64(actor.signature)},
    }


def _parse(data: bytes) -> dict[str, Any]:
    try:
        return msgspec.json.decode(data, type=dict[str, Any])
    except (msgspec.MsgspecError, RecursionError, ValueError) as error:
        raise InputError("this is no receipt: not a JSON object", help=f"{error}") from error


def _version(value: Any) -> int:
    if type(value) is not int or value != VERSION:
        raise InputError(
            f"`{value!r:.60}` is not the version that is read here ({VERSION})", help="use a newer program"
        )
    return VERSION


def _note(value: Any) -> str:
    if value != NOTE_V1:
        raise InputError("not the words of a receipt of version 1", help="follow only the instructions of the log")
    return NOTE_V1


def _index(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise InputError(f"`{value!r:.60}` is no number of a leaf")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise InputError(f"`{value!r:.60}` is not text")
    return value


def _payload(value: Any) -> bytes:
    return _text(value).encode()


def _salt(value: Any) -> bytes:
    return from_base64(_text(value), "the salt", SALT_BYTES)


def _proof(value: Any) -> tuple[bytes, ...]:
    if not isinstance(value, list):
        raise InputError(f"`{value!r:.60}` is no list of hashes")
    return tuple(from_base64(_text(known), "a hash", HASH_BYTES) for known in value)


def _actor(value: Any) -> ActorSignature | None:
    if value is None:
        return None
    if not isinstance(value, dict) or value.keys() != {"public_key", "signature"}:
        raise InputError("an actor is null or has exactly `public_key` and `signature`")
    return ActorSignature(
        from_base64(_text(value["public_key"]), "the public key", KEY_BYTES),
        from_base64(_text(value["signature"]), "the signature", SIGNATURE_BYTES),
    )


_FIELDS: dict[str, Callable[[Any], Any]] = {
    "version": _version,
    "note": _note,
    "index": _index,
    "payload": _payload,
    "salt": _salt,
    "proof": _proof,
    "checkpoint": _text,
    "actor": _actor,
}
