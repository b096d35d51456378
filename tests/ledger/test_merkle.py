"""The tree against the published vectors and against the recursive definition of RFC 6962, all sizes up to 70."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256

import pytest

from moratorium.errors import InputError, ProofError
from moratorium.ledger.merkle import (
    EMPTY_ROOT,
    Nodes,
    append_nodes,
    consistency_proof,
    extend_nodes,
    inclusion_proof,
    leaf_hash,
    node_hash,
    root,
    verify_consistency,
    verify_inclusion,
)

LARGEST = 70
DATA = [f"leaf {number}".encode() for number in range(LARGEST)]

CLASSIC = [bytes.fromhex(data) for data in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657")]
CLASSIC.append(bytes(range(0x60, 0x70)))
CLASSIC_ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
H1 = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
H23 = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
H4567 = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
H4 = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
H45 = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
H67 = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"

Tree = Callable[[Iterable[bytes]], Nodes]


# --- the oracle: RFC 6962 section 2.1, word for word ---


def _largest_power(size: int) -> int:
    power = 1
    while power * 2 < size:
        power *= 2
    return power


def _oracle_root(data: Sequence[bytes]) -> bytes:
    if len(data) == 0:
        return sha256(b"").digest()
    if len(data) == 1:
        return sha256(b"\x00" + data[0]).digest()
    k = _largest_power(len(data))
    return sha256(b"\x01" + _oracle_root(data[:k]) + _oracle_root(data[k:])).digest()


def _oracle_path(m: int, data: Sequence[bytes]) -> tuple[bytes, ...]:
    if len(data) == 1:
        return ()
    k = _largest_power(len(data))
    if m < k:
        return (*_oracle_path(m, data[:k]), _oracle_root(data[k:]))
    return (*_oracle_path(m - k, data[k:]), _oracle_root(data[:k]))


def _oracle_subproof(m: int, data: Sequence[bytes], complete: bool) -> tuple[bytes, ...]:
    if m == len(data):
        return () if complete else (_oracle_root(data),)
    k = _largest_power(len(data))
    if m <= k:
        return (*_oracle_subproof(m, data[:k], complete), _oracle_root(data[k:]))
    return (*_oracle_subproof(m - k, data[k:], False), _oracle_root(data[:k]))


# --- published vectors ---


@pytest.mark.parametrize("size", range(9))
def test_the_classic_roots(tree: Tree, size: int) -> None:
    assert root(size, tree(CLASSIC)).hex() == CLASSIC_ROOTS[size]


@pytest.mark.parametrize(
    ("index", "size", "path"),
    [
        (0, 1, []),
        (0, 8, [H1, H23, H4567]),
        (5, 8, [H4, H67, CLASSIC_ROOTS[4]]),
        (2, 3, [CLASSIC_ROOTS[2]]),
        (1, 5, [CLASSIC_ROOTS[1], H23, H4]),
    ],
)
def test_the_classic_inclusion_proofs(tree: Tree, index: int, size: int, path: list[str]) -> None:
    assert [known.hex() for known in inclusion_proof(index, size, tree(CLASSIC))] == path


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [(1, 1, []), (1, 8, [H1, H23, H4567]), (6, 8, [H45, H67, CLASSIC_ROOTS[4]]), (2, 5, [H23, H4])],
)
def test_the_classic_consistency_proofs(tree: Tree, old: int, new: int, path: list[str]) -> None:
    assert [known.hex() for known in consistency_proof(old, new, tree(CLASSIC))] == path


# --- every size ---


def test_every_prefix_has_the_root_of_the_definition(tree: Tree) -> None:
    nodes = tree(DATA)
    assert [root(size, nodes) for size in range(LARGEST + 1)] == [
        _oracle_root(DATA[:size]) for size in range(LARGEST + 1)
    ]


@pytest.mark.parametrize("size", range(1, LARGEST + 1))
def test_every_leaf_of_every_size_is_proved_included(tree: Tree, size: int) -> None:
    nodes = tree(DATA)
    for index in range(size):
        proof = inclusion_proof(index, size, nodes)
        assert proof == _oracle_path(index, DATA[:size])
        verify_inclusion(leaf_hash(DATA[index]), index, size, proof, root(size, nodes))


@pytest.mark.parametrize("new", range(LARGEST + 1))
def test_every_size_is_proved_to_begin_with_every_smaller_one(tree: Tree, new: int) -> None:
    nodes = tree(DATA)
    for old in range(new + 1):
        proof = consistency_proof(old, new, nodes)
        assert proof == (_oracle_subproof(old, DATA[:new], True) if old else ())
        verify_consistency(old, new, proof, root(old, nodes), root(new, nodes))


def test_one_by_one_or_in_batches_the_same_nodes_come_into_being() -> None:
    hashes = [leaf_hash(data) for data in DATA]
    for batch in (1, 2, 3, 7, 64, LARGEST):
        kept: dict[tuple[int, int], bytes] = {}
        for size in range(0, LARGEST, batch):
            new = extend_nodes(size, hashes[size : size + batch], lambda level, index: kept[level, index])  # noqa: B023
            kept.update({(level, index): known for level, index, known in new})
        assert kept == {(level, index): known for level, index, known in extend_nodes(0, hashes, _never)}


def test_appending_to_a_full_tree_makes_one_node() -> None:
    assert append_nodes(64, EMPTY_ROOT, _never) == [(0, 64, EMPTY_ROOT)]


def test_a_proof_asks_for_few_nodes() -> None:
    """At a size of a million with most bits set, two hashes a level at most."""
    asked: list[tuple[int, int]] = []

    def nodes(level: int, index: int) -> bytes:
        asked.append((level, index))
        return EMPTY_ROOT

    for work in (
        lambda: root(0xFFFFF, nodes),
        lambda: inclusion_proof(3, 0xFFFFF, nodes),
        lambda: consistency_proof(0x55555, 0xFFFFF, nodes),
    ):
        asked.clear()
        work()
        assert len(asked) <= 2 * 20


# --- what is refused ---


def _never(level: int, index: int) -> bytes:
    raise LookupError(f"({level}, {index}) should not be asked for")


def test_leaf_data_in_place_of_a_hash_is_refused() -> None:
    with pytest.raises(InputError, match="takes leaf hashes"):
        append_nodes(0, b"raw data", _never)


def test_what_lies_outside_the_tree_is_refused() -> None:
    for wrong in (
        lambda: inclusion_proof(5, 5, _never),
        lambda: inclusion_proof(-1, 5, _never),
        lambda: consistency_proof(6, 5, _never),
        lambda: root(-1, _never),
    ):
        with pytest.raises(InputError):
            wrong()


def test_a_proof_must_be_exactly_as_long_as_needed(tree: Tree) -> None:
    nodes = tree(DATA)
    for size in range(2, 20):
        for index in range(size):
            proof = inclusion_proof(index, size, nodes)
            for wrong in (proof[:-1], proof[1:], (*proof, EMPTY_ROOT), (EMPTY_ROOT, *proof), ()):
                with pytest.raises(ProofError):
                    verify_inclusion(leaf_hash(DATA[index]), index, size, wrong, root(size, nodes))


def test_a_consistency_proof_must_be_exactly_as_long_as_needed(tree: Tree) -> None:
    nodes = tree(DATA)
    for new in range(2, 20):
        for old in range(1, new):
            proof = consistency_proof(old, new, nodes)
            for wrong in (proof[:-1], proof[1:], (*proof, EMPTY_ROOT), (EMPTY_ROOT, *proof), ()):
                with pytest.raises(ProofError):
                    verify_consistency(old, new, wrong, root(old, nodes), root(new, nodes))


def test_equal_sizes_need_equal_roots_and_no_proof() -> None:
    verify_consistency(5, 5, (), EMPTY_ROOT, EMPTY_ROOT)
    for proof, other in (((), bytes(32)), ((EMPTY_ROOT,), EMPTY_ROOT)):
        with pytest.raises(ProofError):
            verify_consistency(5, 5, proof, EMPTY_ROOT, other)


def test_an_empty_log_has_only_the_empty_root() -> None:
    with pytest.raises(ProofError, match="roots of size 0 differ"):
        verify_consistency(0, 5, (), bytes(32), EMPTY_ROOT)


def test_sizes_the_wrong_way_round_prove_nothing() -> None:
    with pytest.raises(ProofError):
        verify_consistency(5, 4, (), EMPTY_ROOT, EMPTY_ROOT)
    with pytest.raises(ProofError):
        verify_inclusion(EMPTY_ROOT, -1, 4, (), EMPTY_ROOT)


def test_a_hash_of_another_length_proves_nothing() -> None:
    """Else two hashes could be shifted against each other under one digest."""
    with pytest.raises(ProofError, match="wrong length"):
        verify_inclusion(EMPTY_ROOT, 0, 2, (b"short",), node_hash(EMPTY_ROOT, b"short"))
    with pytest.raises(ProofError, match="wrong length"):
        verify_consistency(1, 2, (b"short",), EMPTY_ROOT, node_hash(EMPTY_ROOT, b"short"))
