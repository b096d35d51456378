"""An act of its own: somebody looked at a possible match and cannot tell yet. The question stays open, and held."""

from __future__ import annotations

import msgspec


class Deferred(msgspec.Struct, frozen=True):
    """More is needed to say whether a party is the listed one.

    Attributes:
        subject: The party, as answers know it.
        entry: Key of the entry, such as ``OFAC-SDN#36``.
        needs: What is needed, and from whom.
    """

    subject: str
    entry: str
    needs: str
