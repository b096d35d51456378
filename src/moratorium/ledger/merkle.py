"""The tree over all leaves. Its root is one hash that changes whenever any leaf does.

Two proofs hang on it, both short (about as many hashes as the size has binary digits): that a leaf is in the tree,
and that a later tree only added to an earlier one.

The tree knows no storage. It asks a getter ``nodes(level, index)`` for hashes of *perfect* subtrees: level 0 is the
leaf hashes, node ``(level, index)`` covers leaves ``index * 2**level`` up to ``(index + 1) * 2**level``. Such a hash,
once made, never changes. A "leaf" is always a leaf *hash* here.

Source: RFC 6962 section 2.1 (the tree), RFC 9162 sections 2.1.3 and 2.1.4 (proofs and their verification).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence

from moratorium.errors import InputError, ProofError

Nodes = Callable[[int, int], bytes]
"""Getter of the hash of the perfect subtree ``(level, index)``."""

HASH_BYTES = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()
"""Root of the tree without leaves."""


def leaf_hash(data: bytes) -> bytes:
    """Hash of a leaf's data; the prefix 0 keeps a leaf from ever passing for an inner node.

    >>> leaf_hash(b"").hex()[:16]
    '6e340b9cffb37a98'
    """
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of an inner node over its two children."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def append_nodes(size: int, leaf: bytes, nodes: Nodes) -> list[tuple[int, int, bytes]]:
    """What :func:`extend_nodes` gives for one leaf.

    >>> [(level, index) for level, index, _ in append_nodes(3, leaf_hash(b"d"), lambda level, index: EMPTY_ROOT)]
    [(0, 3), (1, 1), (2, 0)]
    """
    return extend_nodes(size, (leaf,), nodes)


def extend_nodes(size: int, leaves: Iterable[bytes], nodes: Nodes) -> list[tuple[int, int, bytes]]:
    """Perfect subtrees that come into being when leaves are appended, two a leaf on average.

    Args:
        size: Number of leaves so far.
        leaves: Hashes of the new leaves, in order.
        nodes: Getter of the subtrees made before; those made within the batch are not asked for.

    Returns:
        ``(level, index, hash)`` of each, in the order in which they come into being.

    Raises:
        InputError: a leaf is not 32 bytes long, so it is no hash.
    """
    made: list[tuple[int, int, bytes]] = []
    waiting: dict[int, bytes] = {}  # by level: the newest subtree that still lacks its right sibling
    for position, leaf in enumerate(leaves, size):
        if len(leaf) != HASH_BYTES:
            raise InputError(f"leaf {position} is {len(leaf)} bytes long; the tree takes leaf hashes of {HASH_BYTES}")
        level, index, known = 0, position, leaf
        made.append((level, index, known))
        while index & 1:
            left = waiting.pop(level, None) or nodes(level, index - 1)
            level, index, known = level + 1, index >> 1, node_hash(left, known)
            made.append((level, index, known))
        waiting[level] = known
    return made


def root(size: int, nodes: Nodes) -> bytes:
    """Root of the tree over the first `size` leaves; a log's every earlier root can still be made."""
    _need(size >= 0, f"there is no tree of size `{size}`")
    return _range_hash(0, size, nodes) if size else EMPTY_ROOT


def inclusion_proof(index: int, size: int, nodes: Nodes) -> tuple[bytes, ...]:
    """Hashes that lead from leaf number `index` to the root of size `size`, lowest first.

    Raises:
        InputError: the tree has no such leaf.
    """
    _need(0 <= index < size, f"there is no leaf `{index}` in a log of size {size}")
    begin, end, path = 0, size, []
    while end - begin > 1:
        middle = _split(begin, end)
        if index < middle:
            path.append(_range_hash(middle, end, nodes))
            end = middle
        else:
            path.append(_range_hash(begin, middle, nodes))
            begin = middle
    return tuple(reversed(path))


def consistency_proof(old: int, new: int, nodes: Nodes) -> tuple[bytes, ...]:
    """Hashes that show that the tree of size `new` begins with the tree of size `old`.

    Raises:
        InputError: `old` is greater than `new`.
    """
    _need(0 <= old <= new, f"a log of size {new} has no earlier size `{old}`")
    if old in (0, new):
        return ()
    begin, end, path = 0, new, []
    while old != end:
        middle = _split(begin, end)
        if old <= middle:
            path.append(_range_hash(middle, end, nodes))
            end = middle
        else:
            path.append(_range_hash(begin, middle, nodes))
            begin = middle
    if begin:  # else the old tree is itself a subtree, and the verifier knows its root
        path.append(_range_hash(begin, end, nodes))
    return tuple(reversed(path))


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """Return if the leaf hash is number `index` of the tree with this size and root.

    Raises:
        ProofError: it is not, or the proof is too long, too short or malformed.

    >>> verify_inclusion(leaf_hash(b"a"), 0, 1, (), leaf_hash(b"a"))
    """
    _prove(0 <= index < size, f"there is no leaf `{index}` in a log of size {size}")
    _prove(
        all(len(known) == HASH_BYTES for known in (leaf, *proof)), "a hash of the inclusion proof has a wrong length"
    )
    place, last, known = index, size - 1, leaf
    for sibling in proof:
        _prove(last > 0, "the inclusion proof is too long")
        if place & 1 or place == last:
            known = node_hash(sibling, known)
            place, last = _climb(place, last)
        else:
            known = node_hash(known, sibling)
        place, last = place >> 1, last >> 1
    _prove(last == 0, "the inclusion proof is too short")
    _prove(known == root, f"leaf {index} does not lead to the root of size {size}")


def verify_consistency(old: int, new: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes) -> None:
    """Return if the tree of size `new` only adds to the tree of size `old`.

    Raises:
        ProofError: it does not, or the proof is too long, too short or malformed.

    >>> verify_consistency(0, 1, (), EMPTY_ROOT, leaf_hash(b"a"))
    """
    _prove(0 <= old <= new, f"a log of size {new} has no earlier size `{old}`")
    _prove(all(len(known) == HASH_BYTES for known in proof), "a hash of the consistency proof has a wrong length")
    if old in (0, new):
        expected = EMPTY_ROOT if old == 0 else new_root
        _prove(not proof, "the consistency proof is too long")
        _prove(old_root == expected, f"two roots of size {old} differ")
        return
    _climb_both(old, new, proof, old_root, new_root)


def _climb_both(old: int, new: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes) -> None:
    """RFC 9162 section 2.1.4.2, for ``0 < old < new``: rebuild both roots from one path."""
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    _prove(bool(path), "the consistency proof is too short")
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    earlier = later = path[0]
    for sibling in path[1:]:
        _prove(last > 0, "the consistency proof is too long")
        if place & 1 or place == last:
            earlier, later = node_hash(sibling, earlier), node_hash(sibling, later)
            place, last = _climb(place, last)
        else:
            later = node_hash(later, sibling)
        place, last = place >> 1, last >> 1
    _prove(last == 0, "the consistency proof is too short")
    _prove(earlier == old_root, f"the log of size {new} does not begin with the root of size {old}")
    _prove(later == new_root, f"the consistency proof does not lead to the root of size {new}")


def _climb(place: int, last: int) -> tuple[int, int]:
    """Skip the levels on which the last subtree has no sibling yet."""
    while place and not place & 1:
        place, last = place >> 1, last >> 1
    return place, last


def _split(begin: int, end: int) -> int:
    """Where RFC 6962 cuts a range of leaves: at the largest power of two smaller than its length."""
    return begin + (1 << ((end - begin - 1).bit_length() - 1))


def _perfect(begin: int, end: int) -> Iterator[tuple[int, int]]:
    """The perfect subtrees that make up a range, largest first."""
    while begin < end:
        level = (end - begin).bit_length() - 1
        yield level, begin >> level
        begin += 1 << level


def _range_hash(begin: int, end: int, nodes: Nodes) -> bytes:
    """Hash over the leaves of a range at which RFC 6962 arrives by cutting."""
    *lefts, known = [nodes(level, index) for level, index in _perfect(begin, end)]
    for left in reversed(lefts):
        known = node_hash(left, known)
    return known


def _need(condition: bool, message: str) -> None:
    if not condition:
        raise InputError(message)


def _prove(condition: bool, message: str) -> None:
    if not condition:
        raise ProofError(message)
