"""What a leaf is: version 1, byte for byte, forever."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moratorium.errors import InputError
from moratorium.ledger.keys import verify
from moratorium.ledger.leaf import UNSIGNED, ActorSignature, commitment, leaf_data, sign_commitment

SALT = bytes(range(32))
PAYLOAD = b'{"kind":"decided"}'


def test_the_bytes_of_version_1_never_change() -> None:
    """If this fails, old receipts no longer verify: add a version 2 instead."""
    digest = commitment(SALT, PAYLOAD)
    assert digest == sha256(b"moratorium/commitment/v1\n" + SALT + (18).to_bytes(8, "big") + PAYLOAD).digest()
    assert digest.hex() == "94039a7a336fbbc31f8864252481ea11daa49342d98454d07a2b2892aaa669eb"
    assert leaf_data(digest) == b"moratorium/leaf/v1\n" + digest + bytes(32)
    signed = sign_commitment(bytes(32), digest)
    assert (
        sha256(leaf_data(digest, signed)).hexdigest()
        == "89f5de72b4b032e4771a9aa917257a7177beaa03d4a4b1b3acb617ae6fe7b54f"
    )


def test_the_actor_signs_the_commitment() -> None:
    digest = commitment(SALT, PAYLOAD)
    signed = sign_commitment(bytes(32), digest)
    verify(signed.public_key, digest, signed.signature)


def test_a_signed_leaf_differs_from_the_unsigned_and_from_another_signers() -> None:
    digest = commitment(SALT, PAYLOAD)
    leaves = {leaf_data(digest)} | {leaf_data(digest, sign_commitment(bytes([n]) * 32, digest)) for n in range(3)}
    assert len(leaves) == 4
    assert all(len(leaf) == 83 for leaf in leaves)
    assert leaf_data(digest).endswith(UNSIGNED)


def test_nothing_of_payload_or_salt_stands_in_a_leaf() -> None:
    leaf = leaf_data(commitment(SALT, PAYLOAD), sign_commitment(bytes(32), commitment(SALT, PAYLOAD)))
    assert SALT[:8] not in leaf
    assert b"decided" not in leaf
    assert sign_commitment(bytes(32), SALT).public_key not in leaf


@given(first=st.binary(max_size=60), second=st.binary(max_size=60))
def test_different_payloads_or_salts_have_different_commitments(first: bytes, second: bytes) -> None:
    assert (commitment(SALT, first) == commitment(SALT, second)) == (first == second)
    assert commitment(bytes(32), first) != commitment(SALT, first)


def test_lengths_are_fixed() -> None:
    for wrong in (
        lambda: commitment(bytes(31), b""),
        lambda: leaf_data(bytes(33)),
        lambda: ActorSignature(bytes(31), bytes(64)),
        lambda: ActorSignature(bytes(32), bytes(63)),
    ):
        with pytest.raises(InputError):
            wrong()
