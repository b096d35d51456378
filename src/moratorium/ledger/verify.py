"""What a receipt proves, or the step that failed.

Three steps, each of which needs nothing but the receipt and the log's public key:

1. *checkpoint*: the log has signed this size and root;
2. *inclusion*: the act in the receipt is the leaf at this place of that tree;
3. *actor*: the act, if signed, was signed by the holder of this key.

What they do not prove: that the act was right; whose key the actor's is (an earlier act of the log says that); that
the log showed everybody the same tree (compare checkpoints, or ask for a consistency proof).
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import msgspec

from moratorium.errors import ProofError
from moratorium.ledger.checkpoint import Checkpoint, open_checkpoint
from moratorium.ledger.keys import verify
from moratorium.ledger.leaf import ActorSignature, commitment, leaf_data
from moratorium.ledger.merkle import leaf_hash, verify_inclusion
from moratorium.ledger.note import Verifier
from moratorium.ledger.receipt import Receipt


class Verified(msgspec.Struct, frozen=True):
    """What was proved.

    Attributes:
        origin: Name of the log that signed.
        size: Number of leaves of the tree that it signed.
        root: Root of that tree.
        index: Place of the act in it, from 0.
        payload: The act in its canonical form.
        actor_key: Public key of whoever signed the act; None for an act that nobody signed.
    """

    origin: str
    size: int
    root: bytes
    index: int
    payload: bytes
    actor_key: bytes | None = None


def verify_receipt(receipt: Receipt, verifiers: Iterable[Verifier]) -> Verified:
    """Prove a receipt against the public keys that the reader trusts.

    Raises:
        ProofError: a step failed; ``at`` names it (``checkpoint``, ``inclusion`` or ``actor``).
        InputError: the checkpoint in the receipt is no signed checkpoint.
    """
    with _step("checkpoint"):
        checkpoint = open_checkpoint(receipt.checkpoint, verifiers)
    digest = commitment(receipt.salt, receipt.payload)
    with _step("inclusion"):
        _verify_place(receipt, digest, checkpoint)
    with _step("actor"):
        key = _verify_actor(receipt.actor, digest)
    return Verified(checkpoint.origin, checkpoint.size, checkpoint.root, receipt.index, receipt.payload, key)


@contextmanager
def _step(name: str) -> Iterator[None]:
    """Say in the error which step failed."""
    try:
        yield
    except ProofError as error:
        raise ProofError(error.fault.message, name, error.fault.help) from error


def _verify_place(receipt: Receipt, digest: bytes, checkpoint: Checkpoint) -> None:
    leaf = leaf_hash(leaf_data(digest, receipt.actor))
    verify_inclusion(leaf, receipt.index, checkpoint.size, receipt.proof, checkpoint.root)


def _verify_actor(actor: ActorSignature | None, digest: bytes) -> bytes | None:
    if actor is None:
        return None
    verify(actor.public_key, digest, actor.signature)
    return actor.public_key


if __name__ == "__main__":
    from moratorium.ledger.__main__ import main

    sys.exit(main(sys.argv[1:]))
