"""Invented answers, given the way a person gives them: written into the questions file and read back from it.

Only questions to which an invented answer does no harm are answered. Whether the Kazakh dealer's owner also owns the
Moscow seller is not one of them: nobody clears it here, so it stays held.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from moratorium.decision.questions import Asked

MOST = 10
SOURCE = "INVENTED for the demo"

_ANSWERS = {
    "territory": ("NL", "the trade register extract that the buyer sent"),
    "eu_annex1": ("none", "the classification sheet of the product, signed"),
    "listed": ("none", "passport of the director compared: another party of the same name"),
}
"""By fact: answer and source."""

_CLEARANCES = {
    "OWN-2022-04-26-RU-UA-RETURNS": ("yes", "goods come back for disposal; nothing is paid, repaired or replaced"),
}
"""By measure: a person says that it may go on."""


class Given(msgspec.Struct, frozen=True):
    """A question, what waits for it, and the invented answer."""

    asked: Asked
    answer: str
    source: str


def choose(ranked: Iterable[Asked]) -> tuple[Given, ...]:
    """The questions that settle most, among those that the demo can answer."""
    return tuple(given for given, _ in zip(_answerable(ranked), range(MOST), strict=False))


def _answerable(ranked: Iterable[Asked]) -> Iterator[Given]:
    for asked in ranked:
        found = _found(asked)
        if found is not None:
            yield Given(asked, found[0], f"{SOURCE}: {found[1]}")


def _found(asked: Asked) -> tuple[str, str] | None:
    question = asked.question
    if question.kind == "clearance":
        return _CLEARANCES.get(question.fact.partition("@")[0])
    return _ANSWERS.get(question.fact)


def fill_in(questions: Path, answers: Path, given: Iterable[Given]) -> None:
    """Copy the questions file with the answers filled in.

    Args:
        questions: As ``moratorium check`` writes it.
        answers: The copy.
        given: What to fill in.
    """
    wanted = {(one.asked.question.subject, one.asked.question.fact): one for one in given}
    with (
        questions.open(encoding="utf-8-sig", newline="") as source,
        answers.open("w", encoding="utf-8-sig", newline="") as target,
    ):
        reader = csv.DictReader(source)
        writer = csv.DictWriter(target, reader.fieldnames or ())
        writer.writeheader()
        for row in reader:
            one = wanted.get((row["subject"], row["fact"]))
            writer.writerow(row | {"answer": one.answer, "source": one.source} if one else row)
