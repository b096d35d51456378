"""What those concerned said of a draft measure, beside what a replay says of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from moratorium.desk import consultations as desk
from moratorium.desk import reading
from moratorium.web.console.case_words import choice_word, state_word
from moratorium.web.console.cases import case_path
from moratorium.web.console.page import Visit


class Consulted(NamedTuple):
    """One consultation, summed up.

    Attributes:
        id: Of the case.
        to: Its page.
        state: In words.
        question: What is asked.
        summary: What was said and what becomes of it; empty while it is open.
        heard: Whether they answered, in words, and how many of them.
        weights: How much answers weigh, in words, and how many of them.
    """

    id: str
    to: str
    state: str
    question: str
    summary: str
    heard: tuple[tuple[str, int], ...]
    weights: tuple[tuple[str, int], ...]


def consulted(visit: Visit, measures: Iterable[str]) -> list[Consulted] | None:
    """Consultations on some measures, for who may read cases; None for who may not. Seeing their words is on record."""
    if not visit.may("read_cases"):
        return None
    found = [one for id in dict.fromkeys(measures) for one in desk.consultations(visit.home, id)]
    for one in found:
        reading.note_look(visit.home, f"case:{one.row.id}", visit.page.path)
    return [_summed_up(one) for one in found]


def _summed_up(one: desk.Consultation) -> Consulted:
    heard = Counter(choice_word("heard", opinion.heard) if opinion.heard else "" for opinion in one.opinions)
    weights = Counter(choice_word("weight", opinion.weight) for opinion in one.opinions if opinion.weight)
    return Consulted(
        one.row.id,
        case_path(one.row.id),
        state_word(one.row.state),
        one.question,
        one.summary,
        tuple(heard.items()),
        tuple(weights.items()),
    )
