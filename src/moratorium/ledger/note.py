"""Signed notes: a text with one or more signature lines below it, readable by people and by public tools.

A note counts only if a key that the reader already trusts has signed it; lines by other keys are ignored (a witness
may add one). A line by a trusted key that does not verify condemns the whole note.

Key names are words without spaces or ``+``; for a log, its origin such as ``example.com/trade-log``.

Source: https://c2sp.org/signed-note; text forms of keys as in the Go package ``sumdb/note``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

import msgspec

from moratorium.errors import InputError, ProofError
from moratorium.ledger.base64text import from_base64, to_base64
from moratorium.ledger.keys import KEY_BYTES, public_key, sign, verify

ED25519 = 0x01
"""Signature type byte of Ed25519 in notes."""

MAX_NOTE_BYTES = 1_000_000
MAX_SIGNATURES = 100

_PRIVATE = "PRIVATE+KEY+"
_DASH = "\N{EM DASH} "


class Verifier(msgspec.Struct, frozen=True):
    """Whom one trusts: a name and an Ed25519 public key.

    Attributes:
        name: Key name.
        public_key: 32 bytes.

    Raises:
        InputError: the name cannot be one, or the key has another length.
    """

    name: str
    public_key: bytes

    def __post_init__(self) -> None:
        """Only names that a signature line can carry."""
        _check_name(self.name)
        if len(self.public_key) != KEY_BYTES:
            raise InputError(f"the public key of `{self.name}` is {len(self.public_key)} bytes long, not {KEY_BYTES}")

    @classmethod
    def parse(cls, vkey: str) -> Verifier:
        """Read the text form ``name+id+base64``.

        Raises:
            InputError: it is malformed, of another signature type, or the id does not belong to the key.

        >>> Verifier.parse("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW").name
        'PeterNeumann'
        """
        name, key_id, key = _parse_key(vkey, "public key")
        verifier = cls(name, key)
        _check_id(verifier, key_id)
        return verifier

    @property
    def key_id(self) -> bytes:
        """Four bytes that name the key in a signature line; a hint, not a proof."""
        return hashlib.sha256(self.name.encode() + b"\n" + bytes([ED25519]) + self.public_key).digest()[:4]

    @property
    def vkey(self) -> str:
        """The text form ``name+id+base64``, to be handed to whoever verifies."""
        return f"{self.name}+{self.key_id.hex()}+{to_base64(bytes([ED25519]) + self.public_key)}"


class Signer(msgspec.Struct, frozen=True):
    """Who signs: a name and an Ed25519 private key, which is never shown.

    Attributes:
        name: Key name.
        private: 32 bytes drawn at random by the caller.

    Raises:
        InputError: the name cannot be one, or the key has another length.
    """

    name: str
    private: bytes

    def __post_init__(self) -> None:
        """Only names that a signature line can carry, only keys that sign."""
        _check_name(self.name)
        public_key(self.private)

    def __repr__(self) -> str:
        return f"Signer({self.name!r})"

    @classmethod
    def parse(cls, skey: str) -> Signer:
        """Read the text form ``PRIVATE+KEY+name+id+base64``; messages never show the key.

        Raises:
            InputError: it is malformed, of another signature type, or the id does not belong to the key.
        """
        if not skey.startswith(_PRIVATE):
            raise InputError("this is no private key", help="its text begins with `PRIVATE+KEY+`")
        name, key_id, key = _parse_key(skey.removeprefix(_PRIVATE), "private key")
        signer = cls(name, key)
        _check_id(signer.verifier, key_id)
        return signer

    @property
    def verifier(self) -> Verifier:
        """The public half."""
        return Verifier(self.name, public_key(self.private))

    @property
    def skey(self) -> str:
        """The secret text form ``PRIVATE+KEY+name+id+base64``, for a file that only its owner can read."""
        return f"{_PRIVATE}{self.name}+{self.verifier.key_id.hex()}+{to_base64(bytes([ED25519]) + self.private)}"


def sign_note(text: str, *signers: Signer) -> str:
    """The text, a blank line, and one signature line for each signer.

    Raises:
        InputError: no signer; or a text that does not end in a newline or holds control characters.
    """
    _check_text(text)
    if not signers:
        raise InputError("a note needs at least one signer")
    return text + "\n" + "".join(_signature_line(text, signer) for signer in signers)


def unverified_text(note: str | bytes) -> str:
    """The text of a note, whoever signed it: to find out whose key to ask for, never to rely on.

    Raises:
        InputError: this is not a signed note.
    """
    return _split(note)[0]


def open_note(note: str | bytes, verifiers: Iterable[Verifier]) -> str:
    """The text of a note that at least one of the trusted keys has signed.

    Raises:
        InputError: this is not a signed note.
        ProofError: no trusted key signed it, or a signature by a trusted key does not verify.
    """
    text, signatures = _split(note)
    known = {(verifier.name, verifier.key_id): verifier for verifier in verifiers}
    trusted = [(known[name, key_id], signature) for name, key_id, signature in signatures if (name, key_id) in known]
    for verifier, signature in trusted:
        verify(verifier.public_key, text.encode(), signature)
    if not trusted:
        signed_by = ", ".join(f"`{name}`" for name, _, _ in signatures)
        raise ProofError(
            f"signed by {signed_by}, with no key that you trust", help="give the public key of the log that issued it"
        )
    return text


def _signature_line(text: str, signer: Signer) -> str:
    signature = sign(signer.private, text.encode())
    return f"{_DASH}{signer.name} {to_base64(signer.verifier.key_id + signature)}\n"


def _split(note: str | bytes) -> tuple[str, list[tuple[str, bytes, bytes]]]:
    """Text and ``(name, key id, signature)`` of each line below the last blank line."""
    body = _decode(note)
    text, blank, lines = body.rpartition("\n\n")
    if not blank or not lines.endswith("\n"):
        raise InputError("this is no signed note", help="a text, a blank line, then signature lines")
    _check_text(text + "\n")
    return text + "\n", list(_signatures(lines.removesuffix("\n").split("\n")))


def _decode(note: str | bytes) -> str:
    if len(note) > MAX_NOTE_BYTES:
        raise InputError(f"a signed note of more than {MAX_NOTE_BYTES} bytes is refused")
    try:
        return note.decode() if isinstance(note, bytes) else note
    except UnicodeDecodeError as error:
        raise InputError("a signed note is UTF-8 text; this is not") from error


def _signatures(lines: list[str]) -> Iterator[tuple[str, bytes, bytes]]:
    if len(lines) > MAX_SIGNATURES:
        raise InputError(f"a signed note with more than {MAX_SIGNATURES} signatures is refused")
    for line in lines:
        name, space, encoded = line.removeprefix(_DASH).partition(" ")
        if not line.startswith(_DASH) or not space:
            raise InputError(f"`{line[:60]}` is no signature line", help="it has the form `\N{EM DASH} name base64`")
        _check_name(name)
        data = from_base64(encoded, f"the signature by `{name}`")
        if len(data) <= 4:
            raise InputError(f"the signature by `{name}` is too short")
        yield name, data[:4], data[4:]


def _parse_key(text: str, what: str) -> tuple[str, str, bytes]:
    parts = text.strip().split("+", 2)
    if len(parts) != 3:
        raise InputError(f"this is no {what}", help="its text has the form `name+id+base64`")
    name, key_id, encoded = parts
    try:
        data = from_base64(encoded, "the key", 1 + KEY_BYTES)
    except InputError as error:
        raise InputError(f"the {what} of `{name}` is not {1 + KEY_BYTES} bytes in base64") from error.__cause__
    if data[0] != ED25519:
        raise InputError(f"the {what} of `{name}` is of type {data[0]}; only Ed25519 (type {ED25519}) is known")
    return name, key_id, data[1:]


def _check_id(verifier: Verifier, key_id: str) -> None:
    if verifier.key_id.hex() != key_id:
        raise InputError(f"the id `{key_id}` does not belong to this key of `{verifier.name}`", help="copy it again")


def _check_name(name: str) -> None:
    if not name or "+" in name or any(letter.isspace() or not letter.isprintable() for letter in name):
        raise InputError(f"`{name}` cannot name a key", help="one word without spaces, `+` or control characters")


def _check_text(text: str) -> None:
    if not text.endswith("\n") or any(letter < " " and letter != "\n" for letter in text):
        raise InputError("the text of a note ends in a newline and holds no control characters")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise InputError("the text of a note is not well-formed Unicode") from error
