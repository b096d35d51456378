"""Laws of the tree: proofs of any size verify, and nothing that was touched does."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moratorium.errors import ProofError
from moratorium.ledger.merkle import (
    Nodes,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    root,
    verify_consistency,
    verify_inclusion,
)

Tree = Callable[[Iterable[bytes]], Nodes]
LARGEST = 2_000
DATA = [number.to_bytes(2, "big") for number in range(LARGEST)]
CACHE: dict[str, Nodes] = {}


def _other(known: bytes) -> bytes:
    return sha256(known).digest()


@given(data=st.data())
def test_a_touched_inclusion_proof_proves_nothing(tree: Tree, data: st.DataObject) -> None:
    nodes = CACHE.setdefault("nodes", tree(DATA))
    size = data.draw(st.integers(2, LARGEST))
    index = data.draw(st.integers(0, size - 1))
    leaf, proof, top = leaf_hash(DATA[index]), list(inclusion_proof(index, size, nodes)), root(size, nodes)
    verify_inclusion(leaf, index, size, proof, top)
    touched = data.draw(st.integers(0, len(proof) - 1))
    elsewhere = data.draw(st.integers(0, size - 1).filter(lambda place: place != index))
    changed = [*proof[:touched], _other(proof[touched]), *proof[touched + 1 :]]
    for case in (
        (_other(leaf), index, size, proof, top),
        (leaf, elsewhere, size, proof, top),
        (leaf, index, size, changed, top),
        (leaf, index, size, proof, _other(top)),
    ):
        with pytest.raises(ProofError):
            verify_inclusion(*case)


@given(data=st.data())
def test_a_touched_consistency_proof_proves_nothing(tree: Tree, data: st.DataObject) -> None:
    nodes = CACHE.setdefault("nodes", tree(DATA))
    new = data.draw(st.integers(2, LARGEST))
    old = data.draw(st.integers(1, new - 1))
    proof, before, after = list(consistency_proof(old, new, nodes)), root(old, nodes), root(new, nodes)
    verify_consistency(old, new, proof, before, after)
    touched = data.draw(st.integers(0, len(proof) - 1))
    changed = [*proof[:touched], _other(proof[touched]), *proof[touched + 1 :]]
    for case in (
        (old, new, changed, before, after),
        (old, new, proof, _other(before), after),
        (old, new, proof, before, _other(after)),
        (old, new, proof, after, before),
    ):
        with pytest.raises(ProofError):
            verify_consistency(*case)


@given(
    leaf=st.binary(max_size=40),
    index=st.integers(-5, 2**70),
    size=st.integers(-5, 2**70),
    proof=st.lists(st.binary(min_size=32, max_size=32) | st.binary(max_size=40), max_size=80),
    top=st.binary(max_size=40),
)
def test_rubbish_proves_nothing_and_breaks_nothing(
    leaf: bytes, index: int, size: int, proof: list[bytes], top: bytes
) -> None:
    with pytest.raises(ProofError):
        verify_inclusion(leaf, index, size, proof, sha256(top).digest())
    with pytest.raises(ProofError):
        verify_consistency(index, size, proof, top, sha256(top).digest())
