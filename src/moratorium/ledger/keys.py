"""Ed25519 keys: a person signs an act, the log signs a checkpoint.

A private key is 32 bytes, which the caller draws at random and hands in; this room throws no dice.

Source: RFC 8032.
"""

from __future__ import annotations

from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from moratorium.errors import InputError, ProofError

KEY_BYTES = 32
SIGNATURE_BYTES = 64


def public_key(private: bytes) -> bytes:
    """The public key of a private one, 32 bytes each.

    Raises:
        InputError: the private key is not 32 bytes long.

    >>> public_key(bytes(32)).hex()[:16]
    '3b6a27bcceb6a42d'
    """
    return _private(private).public_key().public_bytes_raw()


def sign(private: bytes, message: bytes) -> bytes:
    """Signature of 64 bytes; the same key and message always give the same one.

    Raises:
        InputError: the private key is not 32 bytes long.
    """
    return _private(private).sign(message)


def verify(public: bytes, message: bytes, signature: bytes) -> None:
    """Return if `signature` is that of `message` by the holder of `public`.

    Raises:
        ProofError: it is not, or key or signature is malformed.

    >>> verify(public_key(bytes(32)), b"act", sign(bytes(32), b"act"))
    """
    try:
        _public(public).verify(signature, message)
    except (InvalidSignature, ValueError) as error:
        raise ProofError(
            "the signature does not verify", help="what was signed, the signature or the key was changed"
        ) from error


@lru_cache(maxsize=64)
def _private(private: bytes) -> Ed25519PrivateKey:
    """The key object; kept, for making it costs as much as a signature."""
    if len(private) != KEY_BYTES:
        raise InputError(f"a private key is {KEY_BYTES} bytes long, not {len(private)}")
    return Ed25519PrivateKey.from_private_bytes(private)


@lru_cache(maxsize=1024)
def _public(public: bytes) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(public)
