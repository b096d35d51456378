"""Questions out, answers in. One answer settles all lines of its subject; every answer is an act.

``questions.csv`` has one row for each fact and subject, the one that most orders wait for first. A person fills in
``answer``, ``source`` and perhaps ``expires``, and hands the file back.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path

import msgspec

from moratorium.decision.owners import OWNED
from moratorium.decision.questions import Asked, Question
from moratorium.desk import package
from moratorium.desk.hold_rules import hold_rules, is_above
from moratorium.desk.home import Home
from moratorium.desk.record import act, record
from moratorium.desk.references import References
from moratorium.desk.saying import said_act
from moratorium.desk.settling import About, settle, written
from moratorium.errors import Fault, InputError, RefusedError
from moratorium.intake import open_table, safe_cell
from moratorium.store import Connection, blobs, holds
from moratorium.terms.act import Act, Answered, Cleared
from moratorium.terms.party import PARTY_ROLES, PLACE_ROLES, Address
from moratorium.terms.values import NO, YES, read_value
from moratorium.terms.vocabulary import VOCABULARY, Fact, Kind

COLUMNS = (
    "kind",
    "subject",
    "fact",
    "question",
    "orders",
    "lines",
    "value",
    "measures",
    "about",
    "compared",
    "example",
    "expects",
    "answer",
    "source",
    "expires",
)


MEND = "mend the row and hand it in again"

_MEND_SHARE = "write the share in the register and hand it in: moratorium parties import FILE"

MENDED_OTHERWISE = {
    "organisation": "write organisation.yaml and hand it in with --organisation",
    "reference": "bring the list up to date: moratorium lists import",
}
"""Questions that no answer settles, with what does."""


def write_questions(path: Path, asked: Iterable[Asked]) -> tuple[Path, int]:
    """Write the questions as CSV, whole or not at all; returns where, and how many.

    A file in which somebody has begun to answer is never overwritten: the new one is written beside it.
    """
    path = path.with_name(f"{path.stem}.new{path.suffix}") if _has_answers(path) else path
    part = path.with_name(path.name + ".part")
    count = 0
    with part.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for one in asked:
            writer.writerow([safe_cell(str(cell)) for cell in _cells(one)])
            count += 1
    part.replace(path)
    return path, count


def _has_answers(path: Path) -> bool:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return any((row.get("answer") or "").strip() for row in csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error):
        return path.exists()


def _cells(asked: Asked) -> list[object]:
    question = asked.question
    worth = "; ".join(f"{amount} {currency}" for currency, amount in sorted(asked.value.items()))
    example = next(iter(asked.orders))
    measures = " ".join(sorted(asked.measures))
    about, compared = (" ".join(map(written, keys)) for keys in (question.about, question.compared))
    counted = [len(asked.orders), asked.lines, worth]
    return [
        question.kind,
        question.subject,
        question.fact,
        question.words,
        *counted,
        measures,
        about,
        compared,
        example,
        expected(question),
        "",
        "",
        "",
    ]


def expected(question: Question) -> str:
    """What an answer looks like, in words."""
    if question.kind == "clearance":
        return "yes, if it may go on; the source says on which grounds"
    if question.subject in MENDED_OTHERWISE:
        return MENDED_OTHERWISE[question.subject]
    return _expected(fact_of(question.subject, question.fact), question.fact)


@lru_cache(maxsize=1024)
def _expected(fact: Fact, asked: str) -> str:
    if asked.endswith(".filled"):
        place = asked.partition(".")[0] in PLACE_ROLES
        return "an address, or: same as buyer" if place else "a party id, or: same as buyer, or: Name; country"
    if asked == OWNED:
        return f"the lists, if their parties hold half or more; else {_MEND_SHARE}"
    if asked == "listed":
        return "none if it is not the listed party, else the list, or the entry if it is one of several"
    words = {
        Kind.FLAG: "yes or no",
        Kind.NUMBER: f"a number ({fact.unit})" if fact.unit else "a number",
        Kind.DAY: "a day like 2022-04-26",
        Kind.TERRITORY: "a country or code like NL, UA-30",
        Kind.SET: "codes separated by spaces, or none",
        Kind.TEXT: "text",
    }
    return f"one of {', '.join(fact.words)}" if fact.words and fact.kind is Kind.TEXT else words[fact.kind]


Given = Answered | Cleared | About
"""A filled-in row: an answer about a fact, a clearance, or an answer about list entries."""


def read_answers(path: Path) -> tuple[list[Given], tuple[Fault, ...]]:
    """The filled-in rows of a questions file, and what is wrong with others; rows without an answer are left alone.

    Raises:
        InputError: the file is no questions file.
    """
    table = open_table(path)
    lacking = [name for name in ("kind", "subject", "fact", "answer") if name not in table.columns]
    if lacking:
        raise InputError(f"no column `{lacking[0]}`", str(path), "use the questions.csv that `check` wrote")
    given: list[Given] = []
    faults: list[Fault] = []
    for row in table.rows():
        cells = {name: _unquoted(value) for name, value in zip(table.columns, row.values, strict=False)}
        if row.error or not cells.get("answer"):
            faults += [row.error] if row.error else []
            continue
        try:
            given.append(given_of(cells, f"{path.name}:{row.number}"))
        except (ValueError, KeyError) as error:
            faults.append(Fault(str(error).strip("'"), f"{path.name}:{row.number}", MEND))
    return given, tuple(faults)


def _unquoted(cell: str | None) -> str:
    text = (cell or "").strip()
    return text[1:] if text[:1] == "'" and text[1:2] in "=+-@" else text


def given_of(cells: Mapping[str, str], at: str) -> Given:
    """One filled-in row.

    Args:
        cells: By column.
        at: Where it stands, for faults.

    Raises:
        ValueError: it lacks a source, names no fact, or the value is not of the fact's type.
        KeyError: a column is missing.
    """
    what = answer_of(cells)
    if isinstance(what, Cleared) or what.fact != "listed":
        return what
    about = cells.get("about", "").split() or [one for one in what.value.split() if "#" in one]
    return About(what, tuple(about), tuple(cells.get("compared", "").split()), at) if about else what


def answer_of(cells: Mapping[str, str]) -> Answered | Cleared:
    """One answer or clearance from the cells of its row.

    Raises:
        ValueError: it lacks a source, names no fact, or the value is not of the fact's type.
    """
    if cells["kind"] != "clearance":
        return answered_of(cells)
    source, expires = _source(cells)
    if cells["answer"].casefold() not in YES:
        raise ValueError(f"`{cells['answer']}`: a clearance is given with `yes`, or the row left empty")
    measure, _, revision = cells["fact"].partition("@")
    return Cleared(cells.get("example", ""), measure, revision, cells["subject"], source, expires)


def _source(cells: Mapping[str, str]) -> tuple[str, date | None]:
    """What it rests on, and the first day on which it no longer counts."""
    if not cells.get("source"):
        raise ValueError("an answer needs a source: what does it rest on?")
    return cells["source"], date.fromisoformat(cells["expires"]) if cells.get("expires") else None


def answered_of(cells: Mapping[str, str]) -> Answered:
    """One answer about a fact from the cells of its row.

    Raises:
        ValueError: it lacks a source, names no fact, or the value is not of the fact's type.
    """
    source, expires = _source(cells)
    if cells["subject"] in MENDED_OTHERWISE:
        raise ValueError(f"this is not answered here: {MENDED_OTHERWISE[cells['subject']]}")
    value = _value(fact_of(cells["subject"], cells["fact"]), cells["fact"], cells["answer"])
    if cells["fact"] == OWNED and value == "none":
        raise ValueError(f"`none` would hide the owner of tomorrow: {_MEND_SHARE}")
    return Answered(cells["subject"], cells["fact"], value, source, expires=expires)


def _value(fact: Fact, attribute: str, text: str) -> str:
    """An answer in the form in which it is kept; territories as codes.

    Raises:
        ValueError: it is not of the fact's type, or names no territory.
    """
    if attribute.endswith(".filled"):
        if text.casefold() in YES | NO:
            raise ValueError(f"`{text}` names nobody and no place; write a name, or a country by its name")
        return text
    if fact.kind is Kind.TERRITORY:
        return _territory(text)
    try:
        read_value(fact, text)
    except ValueError as error:
        raise ValueError(str(error).replace(f"`{fact.name}`", f"`{attribute}`")) from None
    return text


def _territory(text: str) -> str:
    atlas = package.atlas()
    codes = text.replace(",", " ").replace(";", " ").split()
    if codes and all(atlas.knows(code) for code in codes):
        return " ".join(codes)
    found = atlas.resolve(Address(country=text)).members
    if found.open or found.possible or not found.known:
        raise ValueError(f"`{text}` is not one territory; {atlas.suggest(text) or 'write a code such as NL or UA-30'}")
    return " ".join(sorted(found.known))


def fact_of(subject: str, attribute: str) -> Fact:
    """The vocabulary's row for a subject's fact.

    Raises:
        ValueError: there is no such fact.
    """
    found = _fact_of("party" if subject.endswith("@party") else subject.partition(":")[0], attribute)
    if found is None:
        raise ValueError(f"`{subject}` has no fact `{attribute}`")
    return found


@lru_cache(maxsize=1024)
def _fact_of(kind: str, attribute: str) -> Fact | None:
    names = {"product": [f"product.{attribute}"], "party": [f"{role}.{attribute}" for role in PARTY_ROLES]}
    return next((VOCABULARY[name] for name in [*names.get(kind, []), attribute] if name in VOCABULARY), None)


class Taken(msgspec.Struct, frozen=True):
    """What was recorded of some answers.

    Attributes:
        indexes: Log indexes of their acts.
        faults: What was not taken, and why.
    """

    indexes: range = range(0)
    faults: tuple[Fault, ...] = ()


def answer(home: Home, given: Iterable[Given], references: References | None = None) -> Taken:
    """Record answers and clearances. Decide again afterwards.

    Args:
        home: The state.
        given: Filled-in rows.
        references: What was read before, so that it is not read twice; None reads it.

    Raises:
        RefusedError: nobody is named; an answer may release a hold, so somebody must stand behind it.
    """
    if home.identity is None:
        raise RefusedError("an answer needs a name", help="moratorium whoami --new NAME, then add `--as NAME`")
    every = list(given)
    settling = settle(home, [one for one in every if isinstance(one, About)], references)
    plain = [one for one in every if not isinstance(one, About)]
    with home.store.begin() as connection:
        blobs.put_many(connection, settling.sides.items(), "application/json")
        indexes = record(home, connection, [_act(home, connection, one) for one in [*plain, *settling.answers]])
    return Taken(indexes, settling.faults)


def _act(home: Home, connection: Connection, given: Answered | Cleared) -> Act:
    """A clearance of an order above the set value is a proposal until another person confirms it."""
    if isinstance(given, Answered):
        return said_act(home, connection, given)
    held = holds.hold(connection, given.order)
    waits = held is not None and is_above(hold_rules(connection), held)
    return act(home, "clearance_proposed" if waits else "cleared", given.measure, given)
