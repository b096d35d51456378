"""What is logged of an act: a salted digest. Nothing personal, nothing that can be guessed back.

The payload of an act lies in the database and can be erased, with its salt; the leaf stays and still proves that
something was recorded then. Without the salt nobody can find out, even by trying, what it was.

The format (version 1) is final: it is never edited, a new one would be ``v2`` beside it.

============ ====================================================================================================
commitment   SHA-256 of ``moratorium/commitment/v1\\n``, the salt (32 bytes), the length of the payload (8 bytes, big
             endian), the payload
seal         SHA-256 of ``moratorium/seal/v1\\n``, the actor's public key (32 bytes), his signature of the commitment
             (64 bytes); 32 zero bytes for an act that nobody signed
leaf data    ``moratorium/leaf/v1\\n``, commitment, seal: 83 bytes
============ ====================================================================================================

The seal is in the leaf so that a signature cannot be taken off or exchanged afterwards. Signatures of salted digests
differ from act to act, so the leaves do not show which acts are of the same person.
"""

from __future__ import annotations

import hashlib

import msgspec

from moratorium.errors import InputError
from moratorium.ledger.keys import KEY_BYTES, SIGNATURE_BYTES, public_key, sign

SALT_BYTES = 32
UNSIGNED = bytes(32)
"""The seal of an act that nobody signed."""

_COMMITMENT_V1 = b"moratorium/commitment/v1\n"
_SEAL_V1 = b"moratorium/seal/v1\n"
_LEAF_V1 = b"moratorium/leaf/v1\n"


class ActorSignature(msgspec.Struct, frozen=True):
    """The actor's signature of an act's commitment.

    Attributes:
        public_key: Ed25519 public key, 32 bytes; whose it is, an earlier act of the log says.
        signature: Ed25519 signature of the commitment, 64 bytes.

    Raises:
        InputError: one of them has another length.
    """

    public_key: bytes
    signature: bytes

    def __post_init__(self) -> None:
        """Fixed lengths keep the seal unambiguous."""
        if len(self.public_key) != KEY_BYTES or len(self.signature) != SIGNATURE_BYTES:
            raise InputError(
                f"an actor's signature needs a key of {KEY_BYTES} and a signature of {SIGNATURE_BYTES} bytes"
            )


def commitment(salt: bytes, payload: bytes) -> bytes:
    """The salted digest of an act's payload, 32 bytes.

    Args:
        salt: 32 bytes drawn at random for this act alone.
        payload: The act in its canonical form.

    Raises:
        InputError: the salt has another length.

    >>> commitment(bytes(32), b"{}").hex()[:16]
    '1863a493f04c7e5a'
    """
    if len(salt) != SALT_BYTES:
        raise InputError(f"a salt is {SALT_BYTES} bytes long, not {len(salt)}")
    return hashlib.sha256(_COMMITMENT_V1 + salt + len(payload).to_bytes(8, "big") + payload).digest()


def sign_commitment(private: bytes, commitment: bytes) -> ActorSignature:
    """The actor's signature, with the public key that verifies it."""
    return ActorSignature(public_key(private), sign(private, commitment))


def leaf_data(commitment: bytes, actor: ActorSignature | None = None) -> bytes:
    """The 83 bytes that are logged; :func:`~moratorium.ledger.merkle.leaf_hash` of them goes into the tree.

    Raises:
        InputError: the commitment is not 32 bytes long.

    >>> leaf_data(bytes(32))[:19], len(leaf_data(bytes(32)))
    (b'moratorium/leaf/v1\\n', 83)
    """
    if len(commitment) != hashlib.sha256().digest_size:
        raise InputError(f"a commitment is 32 bytes long, not {len(commitment)}")
    return _LEAF_V1 + commitment + _seal(actor)


def _seal(actor: ActorSignature | None) -> bytes:
    if actor is None:
        return UNSIGNED
    return hashlib.sha256(_SEAL_V1 + actor.public_key + actor.signature).digest()
