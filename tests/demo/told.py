"""What a demo that has run left behind."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from moratorium.demo.run import Outcome

LINES = 2_600
"""The stories and a little regular trade."""

COPIES = 30
"""Messages of the flood; the demo that people run has a thousand."""


@dataclass(frozen=True)
class Told:
    """A demo that has run."""

    folder: Path
    outcome: Outcome
    story: str
    progress: list[str]
