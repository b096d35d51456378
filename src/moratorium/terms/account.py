"""Accounts: people who sign in to the console, the role of each, and who gave it. Passwords and sessions are no acts.

An account's name is what stands in acts (``ann@service``), so it is the same person as the key holder or the local
identity of that name: two pairs of eyes look at the name.
"""

from __future__ import annotations

from typing import Literal

import msgspec


class Local(msgspec.Struct, frozen=True, tag="local"):
    """Signs in with a password that is kept here, as a digest."""


class Oidc(msgspec.Struct, frozen=True, tag="oidc"):
    """Signs in elsewhere (OpenID Connect), under a name that only its issuer gives.

    Attributes:
        issuer: Address of who vouches for them.
        subject: Their identifier there; never used again for another person.
    """

    issuer: str
    subject: str


Source = Local | Oidc
"""Who says that somebody is this person."""


class AccountSet(msgspec.Struct, frozen=True, omit_defaults=True):
    """An account was made, got another role, was disabled or enabled: how it stands since then.

    Attributes:
        name: As it stands in acts.
        role: What it may do; see the table of permissions.
        source: Who says that somebody is this person.
        state: Whether it may sign in.
        reason: Why, in words; empty if nobody said.
        party: Our id of the partner for whom they act, of the role ``partner``; empty for every other role.
    """

    name: str
    role: str
    source: Source
    state: Literal["enabled", "disabled"] = "enabled"
    reason: str = ""
    party: str = ""


class Looked(msgspec.Struct, frozen=True, omit_defaults=True):
    """Somebody looked at personal data: at most one act a person, subject and hour.

    Attributes:
        subject: At what: ``party:C-7``, ``order:SO-1/sale``, ``case:12``.
        page: Where they saw it: a page of the console, or an operation of the API.
        reason: Why, if they were asked to say; else empty.
    """

    subject: str
    page: str
    reason: str = ""
