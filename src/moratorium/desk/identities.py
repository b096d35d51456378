"""Named local identities, a key each: who proposes, who approves, who answers.

An identity is an Ed25519 key in ``identities/NAME.key`` of the home folder, readable by its owner only. It proves that
the same key acted, not who held it: on a shared machine each person needs an account of their own, or the service with
its sign-in.
"""

from __future__ import annotations

import os
import re
import secrets
from dataclasses import dataclass, replace
from pathlib import Path

from moratorium.errors import ConflictError, InputError, MissingError
from moratorium.ledger import keys
from moratorium.ledger.base64text import to_base64
from moratorium.terms.act import UNAUTHENTICATED, on_behalf_of

_NAME = re.compile(r"[a-z][a-z0-9._-]{0,62}")


@dataclass(frozen=True)
class Identity:
    """A local identity.

    Attributes:
        name: As it stands in acts.
        public_key: Ed25519 public key, base64.
    """

    name: str
    public_key: str
    _seed: bytes

    def sign(self, message: bytes) -> bytes:
        """Ed25519 signature of a message."""
        return keys.sign(self._seed, message)

    def on_behalf_of(self, holder: str) -> Identity:
        """The same key, acting for somebody whom it has let in; their acts name both.

        Raises:
            InputError: not a usable name.
        """
        check_name(holder)
        return replace(self, name=on_behalf_of(holder, self.name))

    @classmethod
    def make(cls, folder: Path, name: str) -> Identity:
        """A new identity with a new key.

        Raises:
            InputError: not a usable name.
            ConflictError: it is there already.
        """
        check_name(name)
        place = _place(folder, name)
        place.parent.mkdir(mode=0o700, exist_ok=True)
        seed = secrets.token_bytes(32)
        try:
            handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            raise ConflictError(f"identity `{name}` is there already", help="choose another name") from None
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(seed.hex() + "\n")
        return cls(name, to_base64(keys.public_key(seed)), seed)

    @classmethod
    def load(cls, folder: Path, name: str) -> Identity:
        """An identity of this home.

        Raises:
            MissingError: there is none of that name.
            InputError: its key file is damaged.
        """
        place = _place(folder, name) if _NAME.fullmatch(name) else None
        if place is None or not place.exists():
            known = ", ".join(names(folder)) or "none yet"
            raise MissingError(f"no identity `{name}` here (known: {known})", help=f"moratorium whoami --new {name}")
        try:
            seed = bytes.fromhex(place.read_text(encoding="ascii").strip())
        except (ValueError, OSError) as error:
            raise InputError(f"the key of `{name}` cannot be read", str(place), "restore it from a backup") from error
        return cls(name, to_base64(keys.public_key(seed)), seed)


def check_name(name: str) -> None:
    """Whether somebody can be called so in acts.

    Raises:
        InputError: they cannot.
    """
    if not _NAME.fullmatch(name) or name == UNAUTHENTICATED:
        raise InputError(f"`{name}` is not a usable name", help="lower-case letters, digits, dot, dash, underscore")


def forget(folder: Path, name: str) -> None:
    """Remove the key of an identity that never came into being."""
    _place(folder, name).unlink(missing_ok=True)


def names(folder: Path) -> list[str]:
    """Names of the identities of a home."""
    return sorted(path.stem for path in (folder / "identities").glob("*.key"))


def _place(folder: Path, name: str) -> Path:
    return folder / "identities" / f"{name}.key"
