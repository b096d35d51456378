"""Consultations on a measure: who was asked, what they say, how much it weighs, and the summary beside the draft."""

from __future__ import annotations

from dataclasses import dataclass

from moratorium.desk.home import Home
from moratorium.registers.case import Case
from moratorium.store import cases
from moratorium.store.cases import CaseRow, Wanted

KIND = "consultation"


@dataclass(frozen=True)
class Opinion:
    """What somebody who was asked says.

    Attributes:
        name: Who.
        capacity: As whom.
        heard: Whether they answered; empty while it is open.
        answer: What they say.
        weight: How much it weighs; empty while nobody has weighed it.
        response: What we say to it.
    """

    name: str
    capacity: str
    heard: str
    answer: str
    weight: str
    response: str


@dataclass(frozen=True)
class Consultation:
    """One consultation on a measure.

    Attributes:
        row: The case.
        question: What is asked.
        summary: What was said and what becomes of it; empty while it is open.
        draft: SHA-256 of the draft that was shown; empty if none is stated.
        opinions: By number.
    """

    row: CaseRow
    question: str
    summary: str
    draft: str
    opinions: tuple[Opinion, ...]


def consultations(home: Home, measure: str) -> tuple[Consultation, ...]:
    """Consultations on a measure, the newest first, to be read beside its draft."""
    with home.store.read() as connection:
        rows = cases.rows(connection, Wanted(kind=KIND, link=("measure", measure)))
        return tuple(_consultation(row, cases.case(connection, row.id)) for row in rows)


def _consultation(row: CaseRow, case: Case) -> Consultation:
    names = ("name", "capacity", "heard", "answer", "weight", "response")
    opinions = (Opinion(*(one.get(name, "") for name in names)) for one in case.parts_of("opinion").values())
    fields = case.fields
    return Consultation(
        row, fields.get("question", ""), fields.get("summary", ""), fields.get("draft", ""), tuple(opinions)
    )
