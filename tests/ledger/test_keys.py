"""Ed25519 against the vectors of RFC 8032 section 7.1."""

from __future__ import annotations

import pytest

from moratorium.errors import InputError, ProofError
from moratorium.ledger.keys import public_key, sign, verify

VECTORS = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
]


@pytest.mark.parametrize(("private", "public", "message", "signature"), VECTORS)
def test_the_published_vectors(private: str, public: str, message: str, signature: str) -> None:
    assert public_key(bytes.fromhex(private)).hex() == public
    assert sign(bytes.fromhex(private), bytes.fromhex(message)).hex() == signature
    verify(bytes.fromhex(public), bytes.fromhex(message), bytes.fromhex(signature))


@pytest.mark.parametrize("spoilt", ["public", "message", "signature", "short signature", "short key"])
def test_anything_changed_does_not_verify(spoilt: str) -> None:
    public, message = public_key(bytes(32)), b"act"
    signature = sign(bytes(32), message)
    cases = {
        "public": (public_key(bytes([1]) * 32), message, signature),
        "message": (public, b"acts", signature),
        "signature": (public, message, signature[:-1] + bytes([signature[-1] ^ 1])),
        "short signature": (public, message, signature[:-1]),
        "short key": (public[:-1], message, signature),
    }
    with pytest.raises(ProofError, match="does not verify"):
        verify(*cases[spoilt])


def test_a_private_key_has_32_bytes() -> None:
    with pytest.raises(InputError, match="not 31"):
        sign(bytes(31), b"act")
