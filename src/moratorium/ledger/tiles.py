"""The log as a folder of files that never change, for anybody to copy, cache and audit.

Hashes lie in tiles of 256, leaf data in bundles of 256, the newest of each in a *partial* file; ``checkpoint`` is the
only file that is written anew. Everything here is pure: paths and bytes come out, a ``read(path)`` is handed in.

Source: https://c2sp.org/tlog-tiles.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from moratorium.errors import InputError, ProofError
from moratorium.ledger.merkle import HASH_BYTES, Nodes, leaf_hash, node_hash, root

CHECKPOINT_PATH = "checkpoint"
WIDTH = 256
"""Hashes in a full tile, entries in a full bundle."""

_HEIGHT = 8
"""Tree levels that one tile spans: ``2**8 == WIDTH``."""

Read = Callable[[str], bytes]
"""Reader of the exported file of that path."""


def tile_path(level: int, index: int, partial: int = 0) -> str:
    """Path of a tile; `partial` is the width of one that is not full (1 to 255), 0 for a full one.

    >>> tile_path(0, 1234067), tile_path(1, 5, 17)
    ('tile/0/x001/x234/067', 'tile/1/005.p/17')
    """
    if not 0 <= level <= 63:
        raise InputError(f"there is no tile level `{level}`")
    return f"tile/{level}/{_number(index, partial)}"


def entries_path(index: int, partial: int = 0) -> str:
    """Path of a bundle of leaf data, numbered like the tiles of level 0.

    >>> entries_path(0, 3)
    'tile/entries/000.p/3'
    """
    return f"tile/entries/{_number(index, partial)}"


def tiles_of(size: int) -> Iterator[tuple[int, int, int]]:
    """``(level, index, partial)`` of each tile of a log of that size.

    >>> list(tiles_of(256))
    [(0, 0, 0), (1, 0, 1)]
    """
    level, count = 0, size
    while count:
        full, rest = divmod(count, WIDTH)
        yield from ((level, index, 0) for index in range(full))
        if rest:
            yield level, full, rest
        level, count = level + 1, full


def export(signed_checkpoint: str, size: int, nodes: Nodes, leaves: Iterable[bytes]) -> Iterator[tuple[str, bytes]]:
    """All files of the log at one checkpoint, the checkpoint last so that it never promises what is not there.

    Args:
        signed_checkpoint: The signed note of this size.
        size: Number of leaves.
        nodes: Getter of perfect subtrees, as in :mod:`moratorium.ledger.merkle`.
        leaves: Leaf data of the first `size` leaves, in order; read as a stream.

    Yields:
        ``(path, bytes)``.

    Raises:
        InputError: there are fewer or more leaves, or one is longer than 65,535 bytes.
    """
    yield from _bundles(size, leaves)
    for level, index, partial in tiles_of(size):
        first = index * WIDTH
        hashes = (nodes(level * _HEIGHT, place) for place in range(first, first + (partial or WIDTH)))
        yield tile_path(level, index, partial), b"".join(hashes)
    yield CHECKPOINT_PATH, signed_checkpoint.encode()


def entries_in(bundle: bytes) -> list[bytes]:
    """Leaf data in a bundle.

    Raises:
        InputError: the bundle is cut short.

    >>> entries_in(b"\\x00\\x01a\\x00\\x02bc")
    [b'a', b'bc']
    """
    entries, at = [], 0
    while at < len(bundle):
        end = at + 2 + int.from_bytes(bundle[at : at + 2], "big")
        if at + 2 > len(bundle) or end > len(bundle):
            raise InputError("a bundle of entries is cut short")
        entries.append(bundle[at + 2 : end])
        at = end
    return entries


def nodes_in_tiles(size: int, read: Read) -> Nodes:
    """Getter of perfect subtrees out of exported tiles, so that proofs can be made from the files alone.

    Raises:
        ProofError: (by the getter) a tile has not the length that its name promises.
    """

    def nodes(level: int, index: int) -> bytes:
        tile_level, within = divmod(level, _HEIGHT)
        first = index << within
        tile = _read_tile(size, tile_level, first // WIDTH, read)
        start = first % WIDTH
        return _perfect_root(tile[start : start + (1 << within)])

    return nodes


def audit_tiles(size: int, expected_root: bytes, read: Read) -> None:
    """Return if the exported files are those of a log with this size and root, every one of them.

    Raises:
        ProofError: a bundle or tile does not fit, or all fit together but lead to another root.
    """
    hashes = list(_leaf_hashes(size, read))
    for level, index, partial in tiles_of(size):
        path = tile_path(level, index, partial)
        if index == 0 and level:
            hashes = _tops(hashes)
        if read(path) != b"".join(hashes[index * WIDTH : (index + 1) * WIDTH]):
            raise ProofError("this tile does not fit the files below it", path)
    if root(size, nodes_in_tiles(size, read)) != expected_root:
        raise ProofError(f"the tiles do not lead to the root of size {size}", CHECKPOINT_PATH)


def _number(index: int, partial: int) -> str:
    if index < 0 or not 0 <= partial < WIDTH:
        raise InputError(f"there is no tile `{index}` of width {partial or WIDTH}")
    digits = f"{index:d}"
    groups = [digits[max(0, end - 3) : end].zfill(3) for end in range(len(digits), 0, -3)][::-1]
    path = "/".join([f"x{group}" for group in groups[:-1]] + groups[-1:])
    return f"{path}.p/{partial}" if partial else path


def _bundles(size: int, leaves: Iterable[bytes]) -> Iterator[tuple[str, bytes]]:
    stream = iter(leaves)
    for level, index, partial in tiles_of(size):
        if level:
            break
        entries = list(islice(stream, partial or WIDTH))
        if len(entries) != (partial or WIDTH):
            raise InputError(f"a log of size {size} needs {size} leaves; there are fewer")
        yield entries_path(index, partial), b"".join(_entry(entry) for entry in entries)
    if next(stream, None) is not None:
        raise InputError(f"a log of size {size} needs {size} leaves; there are more")


def _entry(data: bytes) -> bytes:
    if len(data) > 0xFFFF:
        raise InputError(f"a leaf of {len(data)} bytes does not fit an entry bundle; 65,535 is the most")
    return len(data).to_bytes(2, "big") + data


def _read_tile(size: int, level: int, index: int, read: Read) -> list[bytes]:
    there = min(WIDTH, (size >> (level * _HEIGHT)) - index * WIDTH)
    path = tile_path(level, index, there % WIDTH)
    data = read(path)
    if len(data) != there * HASH_BYTES:
        raise ProofError("this tile has not the length that its name promises", path)
    return [data[at : at + HASH_BYTES] for at in range(0, len(data), HASH_BYTES)]


def _leaf_hashes(size: int, read: Read) -> Iterator[bytes]:
    for level, index, partial in tiles_of(size):
        if level:
            return
        path = entries_path(index, partial)
        entries = entries_in(read(path))
        if len(entries) != (partial or WIDTH):
            raise ProofError("this bundle has not the number of entries that its name promises", path)
        yield from (leaf_hash(entry) for entry in entries)


def _tops(hashes: list[bytes]) -> list[bytes]:
    """The hashes of the level above: one for each full tile."""
    full = len(hashes) // WIDTH
    return [_perfect_root(hashes[index * WIDTH : (index + 1) * WIDTH]) for index in range(full)]


def _perfect_root(hashes: list[bytes]) -> bytes:
    while len(hashes) > 1:
        hashes = [node_hash(hashes[at], hashes[at + 1]) for at in range(0, len(hashes), 2)]
    return hashes[0]
