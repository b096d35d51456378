"""Payloads in every form in which acts were ever written, read as those of today.

The log is the record: the bytes of an act stay as they were written, and its leaf with them. Only what is made of them
is of today.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import msgspec

from moratorium.terms.act import Answered, Settled
from moratorium.terms.values import NO

Reader = Callable[[msgspec.Raw], Any]
"""From the bytes of a payload to the payload."""


class _Answered(msgspec.Struct, frozen=True):
    """An answer as written; of version 1 it names entries by key alone."""

    subject: str
    fact: str
    value: str
    source: str
    settles: tuple[Settled | str, ...] = ()
    expires: date | None = None


_ANSWERED = msgspec.json.Decoder(_Answered)


def _answered(content: msgspec.Raw) -> Answered:
    """An answer of version 1 about entries does not say what was compared, so it counts for nothing compared today.

    It then named entries beside any fact, and only those of "is this the listed party?" meant something.
    """
    made = _ANSWERED.decode(content)
    keys = tuple(one for one in made.settles if isinstance(one, str))
    settles = tuple(one for one in made.settles if isinstance(one, Settled))
    if made.fact == "listed" and keys:
        said = _said_listed(made.value, keys)
        settles += tuple(Settled(key, "", "", "", key in said) for key in dict.fromkeys(keys))
    return Answered(made.subject, made.fact, made.value, made.source, settles, made.expires)


def _said_listed(value: str, keys: tuple[str, ...]) -> frozenset[str]:
    """Those of the entries that an answer of version 1, which named lists, called the listed party.

    If it named other lists alone, all of them count: whoever said "listed" is asked again about each.
    """
    named = frozenset(value.replace(",", " ").replace(";", " ").split()) - NO - {"none"}
    said = frozenset(key for key in keys if key.partition("#")[0] in named)
    return said or frozenset(keys if named else ())


def readers(payloads: Mapping[str, type]) -> dict[str, Reader]:
    """What reads the payload of each kind of act.

    Args:
        payloads: Today's struct for each kind.
    """
    today: dict[str, Reader] = {kind: msgspec.json.Decoder(payload).decode for kind, payload in payloads.items()}
    return today | {"answered": _answered}
