"""The map between a table and orders: proposed from the table, written for people, corrected, read again.

``propose(table)`` guesses and proves; ``render(mapping)`` writes; ``parse_mapping(text, name)`` reads what came back
and refuses open questions with line and column.
"""

from __future__ import annotations

from moratorium.intake.mapfile import ASK, ROW, Mapping, parse_mapping
from moratorium.intake.propose import propose
from moratorium.intake.render import render

__all__ = ["ASK", "ROW", "Mapping", "parse_mapping", "propose", "render"]
