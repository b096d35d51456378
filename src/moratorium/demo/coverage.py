"""Planted truth against decisions: are honest lines let through, and are forbidden ones stopped?

``truth.csv`` is read here, after everything is decided, and nowhere else in the demo.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from moratorium.demo.truth import Label
from moratorium.report.content import Coverage

HONEST_HELD = 0.05
"""Share of honest lines that may be held or denied at most."""

_WORDS = {
    Label.HONEST: "honest: nothing stands against them, and the record says all that matters",
    Label.FORBIDDEN: "forbidden: they may not be done",
    Label.QUESTIONABLE: "questionable: somebody has to ask first",
}


def coverage(truth: Path, effects: Mapping[tuple[str, str], Mapping[str, str]]) -> tuple[Coverage, ...]:
    """How the lines of each label came out at their last gate.

    Args:
        truth: ``truth.csv``.
        effects: Effect of each line by order id and activity.
    """
    counted: Counter[tuple[str, str]] = Counter()
    with truth.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            counted[row["label"], effects[row["order"], row["activity"]][row["line"]]] += 1
    return tuple(_coverage(label, counted) for label in _WORDS)


def _coverage(label: Label, counted: Counter[tuple[str, str]]) -> Coverage:
    allowed, held, denied = (counted[label.value, effect] for effect in ("allow", "hold", "deny"))
    lines = allowed + held + denied
    promise, kept = "", None
    if label is Label.HONEST:
        share = (held + denied) / lines if lines else 0.0
        promise, kept = f"at most {HONEST_HELD:.0%} stopped; {share:.2%} are", share <= HONEST_HELD
    elif label is Label.FORBIDDEN:
        share = (held + denied) / lines if lines else 1.0
        promise, kept = f"all stopped; {_percent(share)} are", allowed == 0
    return Coverage(_WORDS[label], lines, allowed, held, denied, promise, kept)


def _percent(share: float) -> str:
    """Never rounded up to a hundred.

    >>> _percent(1.0), _percent(0.99999)
    ('100%', '99.99%')
    """
    return "100%" if share == 1 else f"{int(share * 10_000) / 100:.2f}%"
