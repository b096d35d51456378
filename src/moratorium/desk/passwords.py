"""Passwords: what is asked of one, and how it is kept.

Kept as Argon2id (RFC 9106, second recommended choice: 64 MiB of memory, three passes, four lanes). A person who signs
in waits a tenth of a second; who has stolen the database waits as long for each guess.
"""

from __future__ import annotations

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

from moratorium.errors import Fault

HASHER = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)

SHORTEST, LONGEST = 12, 256
"""Characters of a password. Length is asked for, not signs of each kind: nobody has to write a sentence down."""

_WORN = frozenset({"password", "moratorium", "123456", "qwerty", "welcome", "letmein", "administrator"})


def faults(password: str, name: str) -> list[Fault]:
    """What is wrong with a password that somebody has chosen.

    >>> [fault.message for fault in faults("short", "ann")]
    ['the password has 5 characters']
    >>> faults("three quiet herons", "ann")
    []
    """
    found = []
    if len(password) < SHORTEST:
        found.append(Fault(f"the password has {len(password)} characters", "password", f"take {SHORTEST} or more"))
    elif len(password) > LONGEST:
        found.append(Fault(f"the password has {len(password)} characters", "password", f"take {LONGEST} or fewer"))
    elif _is_worn(password, name):
        found.append(Fault("the password is easily guessed", "password", "a few words that do not belong together"))
    return found


def _is_worn(password: str, name: str) -> bool:
    """Whether little is left of it without what everybody tries first."""
    rest = password.lower()
    for word in (*_WORN, name.lower()):
        rest = rest.replace(word, "") if word else rest
    return len(set(rest)) < 5


def digest(password: str) -> str:
    """How a password is kept."""
    return HASHER.hash(password)


def is_right(kept: str | None, password: str) -> bool:
    """Whether a password is the one that is kept; takes as long if none is kept, and is then never right."""
    try:
        HASHER.verify(kept or _nobodys(), password)
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def is_outdated(kept: str) -> bool:
    """Whether it is kept in a way that was replaced by a better one."""
    return HASHER.check_needs_rehash(kept)


@cache
def _nobodys() -> str:
    return HASHER.hash("nobody")
