"""All kinds of cases, by name and by the two letters with which the ids of their cases begin."""

from __future__ import annotations

from moratorium.errors import InputError
from moratorium.registers.dealings import DEALINGS
from moratorium.registers.lifecycle import Field, Lifecycle
from moratorium.registers.undertakings import UNDERTAKING
from moratorium.registers.words import WORDS

OWNER = Field("owner", "who of ours looks after it, by name")
"""A field that a case of any kind has."""

LIFECYCLES: dict[str, Lifecycle] = {
    one.kind: one._replace(fields=(*one.fields, OWNER)) for one in (*WORDS, *DEALINGS, UNDERTAKING)
}
"""The table of each kind."""


def lifecycle_of(kind: str) -> Lifecycle:
    """The table of a kind.

    Raises:
        InputError: there is no such kind.

    >>> lifecycle_of("misuse_report").prefix
    'MR'
    """
    found = LIFECYCLES.get(kind)
    if found is None:
        raise InputError(f"there is no kind of case `{kind}`", "kind", f"one of {', '.join(LIFECYCLES)}")
    return found
