"""A small list of the invented maker's own: parties that it wants to look at before it deals with them. A sample."""

from __future__ import annotations

import msgspec

COLUMNS = ("id", "name", "aliases", "kind", "country", "reason")
"""Columns of ``own-list.csv``; aliases are parted by a semicolon."""


class Entry(msgspec.Struct, frozen=True):
    """One listed party."""

    id: str
    name: str
    aliases: tuple[str, ...]
    kind: str
    country: str
    reason: str

    def row(self) -> dict[str, str]:
        """Its row of ``own-list.csv``."""
        return {
            "id": self.id,
            "name": self.name,
            "aliases": "; ".join(self.aliases),
            "kind": self.kind,
            "country": self.country,
            "reason": f"SAMPLE, made up: {self.reason}",
        }


LISTED = (
    Entry("OWN-1", "Grifonda Supply House (example)", ("Grifonda (example)",), "entity", "AE",
          "sold on to a suspended territory"),
    Entry("OWN-2", "Perimontis Trading (example)", (), "entity", "TR", "broke the partner terms"),
    Entry("OWN-3", "Kestrandor Logistics (example)", ("Kestrandor Freight (example)",), "entity", "RS",
          "refused to name its end users"),
    Entry("OWN-4", "Bralumbra Works (example)", (), "entity", "DE", "asked for a built-in release"),
    Entry("OWN-5", "Ilmidon Systems (example)", (), "entity", "GB", "asked to have Remote ID switched off"),
)  # fmt: skip
"""Parties whose orders the demo plants."""

IDLE = (
    Entry("OWN-6", "Ulvestra Aero Club (example)", (), "entity", "FR", "unpaid, and unreachable"),
    Entry("OWN-7", "Orphander Airfield (example)", ("Orphander Field (example)",), "entity", "US",
          "sold units with altered serial numbers"),
)  # fmt: skip
"""Parties that order nothing."""


def rows() -> list[dict[str, str]]:
    """Rows of ``own-list.csv``.

    >>> rows()[0]["reason"]
    'SAMPLE, made up: sold on to a suspended territory'
    """
    return [entry.row() for entry in (*LISTED, *IDLE)]
