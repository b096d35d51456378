"""The Admiralty grading of a report: how reliable its source is, and how credible what it says.

Two judgements that are made apart: a reliable source can be wrong, and a stranger right. Neither is a probability.
"""

from __future__ import annotations

RELIABILITY: dict[str, str] = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "reliability cannot be judged",
}
"""Of the source."""

CREDIBILITY: dict[str, str] = {
    "1": "confirmed by other sources",
    "2": "probably true",
    "3": "possibly true",
    "4": "doubtful",
    "5": "improbable",
    "6": "truth cannot be judged",
}
"""Of the information."""


def grade(reliability: str, credibility: str) -> str:
    """A grading in words.

    >>> grade("C", "3")
    'C3: source fairly reliable; information possibly true'
    >>> grade("", "6")
    'not graded'
    """
    if reliability not in RELIABILITY or credibility not in CREDIBILITY:
        return "not graded"
    source, information = RELIABILITY[reliability], CREDIBILITY[credibility]
    return f"{reliability}{credibility}: source {source}; information {information}"
