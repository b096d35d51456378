"""Exported files are the log: they rebuild the root, give proofs, and show any change."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from moratorium.errors import InputError, ProofError
from moratorium.ledger.checkpoint import Checkpoint, open_checkpoint, sign_checkpoint
from moratorium.ledger.merkle import Nodes, inclusion_proof, leaf_hash, root, verify_inclusion
from moratorium.ledger.note import Signer
from moratorium.ledger.tiles import (
    CHECKPOINT_PATH,
    audit_tiles,
    entries_in,
    entries_path,
    export,
    nodes_in_tiles,
    tile_path,
    tiles_of,
)

Tree = Callable[[Iterable[bytes]], Nodes]
LOG = Signer("example.com/log", bytes(32))
SIZES = [0, 1, 2, 70, 255, 256, 257, 511, 512, 700]


def _exported(tree: Tree, size: int) -> dict[str, bytes]:
    leaves = [number.to_bytes(4, "big") * (number % 5) for number in range(size)]
    nodes = tree(leaves)
    signed = sign_checkpoint(Checkpoint(LOG.name, size, root(size, nodes)), LOG)
    return dict(export(signed, size, nodes, leaves))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (tile_path(0, 0), "tile/0/000"),
        (tile_path(0, 999), "tile/0/999"),
        (tile_path(3, 1000), "tile/3/x001/000"),
        (tile_path(0, 1234067), "tile/0/x001/x234/067"),
        (tile_path(0, 1234067, 8), "tile/0/x001/x234/067.p/8"),
        (entries_path(1234067), "tile/entries/x001/x234/067"),
    ],
)
def test_paths_are_those_of_the_specification(path: str, expected: str) -> None:
    assert path == expected


def test_the_tree_of_70000_of_the_specification() -> None:
    tiles = list(tiles_of(70_000))
    assert sum(level == 0 and partial == 0 for level, _, partial in tiles) == 273
    assert [tile for tile in tiles if tile[0] or tile[2]] == [(0, 273, 112), (1, 0, 0), (1, 1, 17), (2, 0, 1)]


@pytest.mark.parametrize("size", SIZES)
def test_the_files_rebuild_the_signed_root(tree: Tree, size: int) -> None:
    files = _exported(tree, size)
    checkpoint = open_checkpoint(files[CHECKPOINT_PATH], [LOG.verifier])
    audit_tiles(checkpoint.size, checkpoint.root, files.__getitem__)
    assert list(files)[-1] == CHECKPOINT_PATH


@pytest.mark.parametrize("size", SIZES[1:])
def test_proofs_can_be_made_from_the_files_alone(tree: Tree, size: int) -> None:
    files = _exported(tree, size)
    checkpoint = open_checkpoint(files[CHECKPOINT_PATH], [LOG.verifier])
    nodes = nodes_in_tiles(size, files.__getitem__)
    for index in {0, size // 3, size - 1}:
        bundle = entries_in(files[entries_path(index // 256, 0 if index // 256 < size // 256 else size % 256)])
        proof = inclusion_proof(index, size, nodes)
        verify_inclusion(leaf_hash(bundle[index % 256]), index, size, proof, checkpoint.root)


def test_no_proof_is_made_from_a_tile_cut_short(tree: Tree) -> None:
    files = _exported(tree, 70)
    path = tile_path(0, 0, 70)
    nodes = nodes_in_tiles(70, {path: files[path][:-1]}.__getitem__)
    with pytest.raises(ProofError, match="the length that its name promises"):
        nodes(0, 0)


@pytest.mark.parametrize("size", [1, 70, 257, 700])
def test_a_change_in_any_file_is_seen(tree: Tree, size: int) -> None:
    files = _exported(tree, size)
    top = open_checkpoint(files.pop(CHECKPOINT_PATH), [LOG.verifier]).root
    for path, data in files.items():
        for changed in (data[:-1] + bytes([data[-1] ^ 1]), data[:-1], data + b"\x00", b""):
            spoilt = {**files, path: changed}
            with pytest.raises((ProofError, InputError)):
                audit_tiles(size, top, spoilt.__getitem__)


def test_consistent_files_of_another_log_are_seen(tree: Tree) -> None:
    with pytest.raises(ProofError, match="do not lead to the root"):
        audit_tiles(70, bytes(32), _exported(tree, 70).__getitem__)


def test_the_number_of_leaves_must_be_the_promised_one(tree: Tree) -> None:
    leaves = [b"a", b"b", b"c"]
    for size in (2, 4):
        with pytest.raises(InputError, match=r"there are (fewer|more)"):
            dict(export("", size, tree([*leaves, b"d"]), leaves))


def test_what_fits_no_file_is_refused(tree: Tree) -> None:
    for wrong in (
        lambda: tile_path(64, 0),
        lambda: tile_path(0, -1),
        lambda: tile_path(0, 0, 256),
        lambda: dict(export("", 1, tree([b""]), [bytes(65_536)])),
        lambda: entries_in(b"\x00"),
    ):
        with pytest.raises(InputError):
            wrong()
