"""Checkpoints: the log's signed statement "so many acts, this root". Whoever keeps one can catch a rewritten log.

Source: https://c2sp.org/tlog-checkpoint.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from moratorium.errors import InputError, ProofError
from moratorium.ledger.base64text import from_base64, to_base64
from moratorium.ledger.merkle import EMPTY_ROOT, HASH_BYTES
from moratorium.ledger.note import Signer, Verifier, open_note, sign_note, unverified_text

MAX_SIZE = 2**63 - 1
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)


class Checkpoint(msgspec.Struct, frozen=True):
    """A tree head.

    Attributes:
        origin: Name of the log; also the name of its key.
        size: Number of leaves.
        root: Root hash over them, 32 bytes.
        extensions: Further lines, opaque; we write none.

    Raises:
        InputError: a value that no checkpoint can carry, or an empty log whose root is not that of the empty tree.
    """

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Only what can be written down and read back."""
        lines = (self.origin, *self.extensions)
        if not all(lines) or any(letter < " " for line in lines for letter in line):
            raise InputError("the lines of a checkpoint are not empty and hold no control characters")
        if not 0 <= self.size <= MAX_SIZE:
            raise InputError(f"`{self.size}` is no size of a log")
        if len(self.root) != HASH_BYTES or (self.size == 0 and self.root != EMPTY_ROOT):
            raise InputError(f"the root in the checkpoint is not that of a log of size {self.size}")


def format_checkpoint(checkpoint: Checkpoint) -> str:
    """The text that is signed: origin, size, root, each on its line.

    >>> print(format_checkpoint(Checkpoint("example.com/log", 0, EMPTY_ROOT)), end="")
    example.com/log
    0
    47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=
    """
    lines = (checkpoint.origin, str(checkpoint.size), to_base64(checkpoint.root), *checkpoint.extensions)
    return "".join(f"{line}\n" for line in lines)


def parse_checkpoint(text: str) -> Checkpoint:
    """Read the text of a checkpoint, which has exactly one spelling. The signature is not looked at.

    Raises:
        InputError: it is malformed.
    """
    origin, *rest = text.split("\n")
    if len(rest) < 3 or rest[-1]:
        raise InputError("a checkpoint has three lines: origin, size, root")
    size, root, *extensions = rest[:-1]
    if not _SIZE.fullmatch(size):
        raise InputError(f"`{size[:60]}` is no size of a log", help="a number without leading zeros")
    return Checkpoint(origin, int(size), from_base64(root, "the root", HASH_BYTES), tuple(extensions))


def sign_checkpoint(checkpoint: Checkpoint, signer: Signer) -> str:
    """The signed checkpoint, a note.

    Raises:
        InputError: the signer is not named like the log.
    """
    if signer.name != checkpoint.origin:
        raise InputError(f"`{signer.name}` cannot sign for the log `{checkpoint.origin}`")
    return sign_note(format_checkpoint(checkpoint), signer)


def open_checkpoint(signed: str | bytes, verifiers: Iterable[Verifier]) -> Checkpoint:
    """The checkpoint in a note that its own log has signed, with one of the trusted keys.

    A trusted key of another name (a witness, another log) does not count: it may say what it saw, not what the log is.

    Raises:
        InputError: this is no signed checkpoint.
        ProofError: the log's signature is missing or does not verify.
    """
    origin = parse_checkpoint(unverified_text(signed)).origin
    named = [verifier for verifier in verifiers if verifier.name == origin]
    if not named:
        raise ProofError(
            f"the checkpoint is of the log `{origin}`, whose key you did not give", help="give that log's key"
        )
    return parse_checkpoint(open_note(signed, named))
