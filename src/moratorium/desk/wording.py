"""Words that go out: templates filled from a measure, texts checked, and what the check found accepted or mended.

Whoever drafts a text does not check it: another person reads it with what the check found, and writes down for each
hit why it may stand, or mends the text. A text that was mended is a new version, which somebody else reads again. The
result stands on the version, with the digest of the text and the revision of the measure that it was checked with; a
version without it, or whose measure was changed since, goes no further (see ``desk.release_guard``).

Templates and rules ship with the program. ``templates/AUDIENCE.LANGUAGE.txt`` in the home folder takes the place of a
template or adds one; ``wording.yaml`` there takes the place of the rules.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

from moratorium.desk import cases, rulebooks
from moratorium.desk.home import Home
from moratorium.desk.record import record_one
from moratorium.desk.statement_values import days_of, state_names, values_of, window_on
from moratorium.desk.texts import read_text
from moratorium.errors import ConflictError, Fault, InputError, MissingError, RefusedError
from moratorium.measures import Measure, Rulebook
from moratorium.registers.case import NONE, Case, check_entered
from moratorium.registers.lifecycle import MOST_TEXT
from moratorium.registers.templates import AUDIENCES, LANGUAGES, VARIABLES, Template, fill, read_template
from moratorium.registers.wording import About, Found, Inside, check, place
from moratorium.registers.wording_rules import WORDING_FILE, Rules, read_rules
from moratorium.store import Connection, directory, measure_rows
from moratorium.store import cases as rows
from moratorium.terms.act import holder_of
from moratorium.terms.canon import digest_bytes
from moratorium.terms.case import CaseEntered, Part
from moratorium.terms.eyes import are_two_people, is_somebody

__all__ = ["AUDIENCES", "LANGUAGES", "VARIABLES"]

KINDS = ("public_statement", "notice")
"""Kinds of cases whose texts are checked."""

VERSION = "version"
CONTACT = "MORATORIUM_CONTACT"
"""Variable of the environment that says whom to ask, where nobody is named."""

_FILE = re.compile(r"([a-z][a-z_]{0,39})\.([a-z]{2})\.txt")
_NAME_WORDS = 5


# -- templates --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Filled:
    """A template filled.

    Attributes:
        text: Headline and paragraphs.
        language: Of them.
        audience: For whom.
        template: Name and digest of the template.
    """

    text: str
    language: str
    audience: str
    template: str


def templates(home: Home) -> dict[tuple[str, str], Template]:
    """All templates by audience and language: those that ship, and over them those of the home folder.

    Raises:
        InputError: one of the home folder has a fault; all of them at once.
    """
    found = dict(_shipped())
    faults: list[Fault] = []
    folder = home.path / "templates"
    for path in sorted(folder.glob("*.txt")) if folder.is_dir() else ():
        named = _FILE.fullmatch(path.name)
        try:
            if named is None:
                help_ = "name it AUDIENCE.LANGUAGE.txt, such as dealers.nl.txt"
                raise InputError(f"`{path.name}` is no name of a template", "templates", help_)
            found[named[1], named[2]] = read_template(read_text(path), named[1], named[2], f"templates/{path.name}")
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError.of(faults)
    return found


@cache
def _shipped() -> Mapping[tuple[str, str], Template]:
    folder = files("moratorium") / "desk" / "statement_templates"
    return {
        (audience, language): read_template(
            (folder / f"{audience}.{language}.txt").read_text(encoding="utf-8"),
            audience,
            language,
            f"{audience}.{language}.txt",
        )
        for audience in AUDIENCES
        for language in LANGUAGES
    }


def filled(home: Home, measure: str, audience: str, language: str, contact: str | None = None) -> Filled:
    """A template filled from a measure of the adopted rulebook.

    Args:
        home: The state.
        measure: Its id.
        audience: For whom; one for which there is a template.
        language: Of the text.
        contact: Whom to ask; None takes ``MORATORIUM_CONTACT``.

    Raises:
        MissingError: no such measure, or no template for that audience and language.
        InputError: the measure has no public text in that language, or a template has a fault.
    """
    with home.store.read() as connection:
        found = measure_of(connection, measure)
        if found is None:
            raise MissingError(f"no measure `{measure[:80]}` in the adopted rulebook", help="moratorium measure show")
    template = _template(home, audience, language)
    asked = os.environ.get(CONTACT, "") if contact is None else contact
    return Filled(fill(template, values_of(found, language, home.today(), asked)), language, audience, template.name)


def _template(home: Home, audience: str, language: str) -> Template:
    known = templates(home)
    found = known.get((audience, language))
    if found is None:
        offered = ", ".join(sorted({f"{one}.{code}" for one, code in known}))
        raise MissingError(f"no template `{audience[:40]}.{language[:10]}`", "template", f"there are {offered}")
    return found


# -- the check --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Checked:
    """A text with what the check found in it.

    Attributes:
        text: It.
        language: Its language.
        found: What was found, in the order of the text.
        rules: First eight signs of the digest of the rules.
        revision: Of the measure; ``none`` without one.
        digest: SHA-256 of the text.
    """

    text: str
    language: str
    found: tuple[Found, ...]
    rules: str
    revision: str
    digest: str

    @property
    def pieces(self) -> tuple[tuple[str, tuple[Found, ...]], ...]:
        """The text in pieces, each with what was found there, so that it can be shown with its hits."""
        cuts = sorted({0, len(self.text), *(edge for one in self.found for edge in (one.start, one.end))})
        return tuple(
            (self.text[start:end], tuple(one for one in self.found if one.start < end and start < one.end))
            for start, end in pairwise(cuts)
        )

    def place(self, one: Found) -> str:
        """Line and column of a hit."""
        return place(self.text, one.start)


def rules_of(home: Home) -> Rules:
    """The rules: those of the home folder, else those that ship.

    Raises:
        SourceError: they cannot be read.
    """
    own = home.path / WORDING_FILE
    return _read(own, own.stat().st_mtime_ns) if own.is_file() else shipped_rules()


@cache
def shipped_rules() -> Rules:
    """The rules that ship."""
    data = (files("moratorium") / "registers" / "data" / WORDING_FILE).read_bytes()
    return read_rules(data, state_names())


@cache
def _read(path: Path, changed: int) -> Rules:  # noqa: ARG001 - a file that was changed is read anew
    return read_rules(path.read_bytes(), state_names())


def checked_text(home: Home, text: str, language: str, measure: str = "", audience: str = "public") -> Checked:
    """Check a text that stands on no case yet.

    Args:
        home: The state.
        text: It.
        language: Its language.
        measure: Id of the measure that it speaks of; empty for none.
        audience: For whom it is.

    Raises:
        MissingError: no such measure.
        InputError: there is no text, or too much of it.
    """
    if not text.strip() or len(text) > MOST_TEXT:
        raise InputError(f"the text has {len(text):,} characters", "text", f"1 to {MOST_TEXT:,}")
    with home.store.read() as connection:
        found = measure_of(connection, measure) if measure else None
        if measure and found is None:
            raise MissingError(f"no measure `{measure[:80]}` in the adopted rulebook", help="moratorium measure show")
        return _checked(home, connection, text, language, audience, found, None)


def checked(home: Home, id: str, number: int) -> Checked:
    """Check a version of a statement or notice.

    Raises:
        MissingError: no such case, or no such version on it.
        RefusedError: the case is of another kind.
    """
    with home.store.read() as connection:
        return checked_in(home, connection, rows.case(connection, id), number)


def checked_in(home: Home, connection: Connection, case: Case, number: int) -> Checked:
    """The same within a transaction that is begun."""
    stated = version_of(case, number)
    measure = measure_of(connection, case.fields.get("measure", ""))
    audience = case.fields.get("audience", "")
    return _checked(home, connection, stated["text"], stated.get("language", "en"), audience, measure, case)


def version_of(case: Case, number: int) -> dict[str, str]:
    """What is stated of a version.

    Raises:
        MissingError: there is none of this number, or it was erased.
        RefusedError: the case is of a kind that has none.
    """
    if case.kind not in KINDS:
        raise RefusedError("only statements and notices have texts that are checked", case.id)
    found = case.parts_of(VERSION).get(number)
    if found is None or not found.get("text"):
        known = ", ".join(map(str, case.parts_of(VERSION))) or "none"
        raise MissingError(f"no version {number} on case `{case.id}`", help=f"there are: {known}")
    return found


def _checked(
    home: Home,
    connection: Connection,
    text: str,
    language: str,
    audience: str,
    measure: Measure | None,
    case: Case | None,
) -> Checked:
    rules = rules_of(home)
    ground = Inside(
        tuple(_ground(connection, measure, case)),
        tuple(measure.statement.values()) if measure else (),
        _names(connection, text, case),
    )
    window = window_on(measure, home.today()) if measure else None
    about = About(
        audience,
        measure.ground.kind if measure else "",
        days_of(measure) if measure else {},
        window is not None and window.end is not None,
        _is_confirmed(connection, case),
    )
    found = check(text, language, rules, ground, about)
    revision = measure.revision if measure else NONE
    return Checked(text, language, found, rules.digest[:8], revision, digest_bytes(text.encode()))


def measure_of(connection: Connection, id: str) -> Measure | None:
    """A measure of the adopted rulebook; None if it is not in it."""
    return next((one for one in _adopted(connection).measures if one.id == id), None) if id else None


def _adopted(connection: Connection) -> Rulebook:
    return rulebooks.adopted_or_base(connection)


def _ground(connection: Connection, measure: Measure | None, case: Case | None) -> Iterator[str]:
    """What is internal: the ground, sources, exemptions, reasons of proposals, opinions, notes."""
    if measure is not None:
        yield measure.ground.principle
        yield from (measure.source.text, measure.source.check, measure.inactive_reason, measure.unknown_reason)
        yield from (one.title for one in measure.exemptions)
        yield from (one.proposed.reason for one in measure_rows.proposals_of(connection, measure.id))
        for id in rows.cases_with(connection, "measure", measure.id):
            other = rows.case(connection, id)
            if other.kind == "consultation":
                yield from (text for fields in other.parts.values() for text in fields.values() if len(text) > _LEAST)
    if case is not None:
        yield case.fields.get("reason", "")
        yield from (one.payload.note for one in case.events if isinstance(one.payload, CaseEntered))


_LEAST = 20
"""Characters of an opinion below which it is a word of a form."""


def _names(connection: Connection, text: str, case: Case | None) -> dict[str, str]:
    found = {one.id: "the id of a measure" for one in _adopted(connection).measures}
    subjects = directory.spelled(connection, set(_candidates(text)))
    found |= dict.fromkeys(subjects, "the name of a party")
    if case is None:
        return found
    found[case.id] = "the id of this case"
    found |= {one.target: f"the id of a {one.kind}" for one in case.links if one.kind != "act"}
    found |= {holder_of(one.actor): "somebody who worked on the case" for one in case.events if is_somebody(one.actor)}
    found |= {stated["name"]: "a recipient" for stated in case.parts_of("recipient").values() if stated.get("name")}
    return {name: what for name, what in found.items() if name != PRESS_PAGE}


PRESS_PAGE = "press page"
"""The channel in which the program itself publishes, and the recipient that stands for everybody who reads there."""


def _candidates(text: str) -> Iterator[str]:
    """Runs of words that may be the name of a party: they begin with a capital or a sign that has none."""
    words = [one.strip(".,;:!?()\"'«»“”") for one in text.split()]
    for start, word in enumerate(words):
        if word and not word[0].islower():
            for length in range(1, _NAME_WORDS + 1):
                if length > 1 or len(word) > 3:
                    yield " ".join(words[start : start + length])


def _is_confirmed(connection: Connection, case: Case | None) -> bool:
    """Whether every report of misuse that the case points to ended as confirmed, and there is one."""
    pointed = [rows.row(connection, one.target) for one in case.links if one.kind == "case"] if case else []
    states = [one.state for one in pointed if one.kind == "misuse_report"]
    return bool(states) and all(one == "confirmed" for one in states)


# -- accepted or mended -----------------------------------------------------------------------------------------------


def accept(home: Home, id: str, number: int, reasons: Mapping[str, str], seen: int | None = None) -> Checked:
    """Put on record that a version was read by another person than its author, and why each hit may stand.

    Args:
        home: The state.
        id: Of the case.
        number: Of the version.
        reasons: Why each hit may stand, by its id; every hit needs one.
        seen: The case's newest act as the reader saw it; None does not ask.

    Raises:
        MissingError: no such case or version.
        RefusedError: nobody is named, the reader wrote it, or the case is no draft any more.
        InputError: a hit has no reason, or a reason belongs to no hit; all of them at once.
        ConflictError: the case was changed since it was seen.
    """
    cases.check_somebody(home)
    with home.store.begin() as connection:
        case = _draft(connection, id, seen)
        version_of(case, number)
        author = author_of(case, number)
        if not are_two_people(author, home.actor):
            raise RefusedError(
                f"`{holder_of(author)}` wrote version {number}, and its words are read by another person",
                id,
                "let somebody else read it",
            )
        made = checked_in(home, connection, case, number)
        _check_reasons(made, reasons)
        fields = {
            "wording_check": _words(made, reasons),
            "checked_by": holder_of(home.actor),
            "checked_digest": made.digest,
            "measure_revision": made.revision,
        }
        _enter(home, connection, case, CaseEntered(id, parts=(Part(VERSION, number, fields),)))
        return made


def _check_reasons(made: Checked, reasons: Mapping[str, str]) -> None:
    open_ = [one for one in made.found if not reasons.get(one.id, "").strip()]
    faults = [
        Fault(f"{one.title}: `{one.words[:80]}` at {made.place(one)}; {one.why}", one.id, f"{one.mend}, or say why not")
        for one in open_
    ]
    known = {one.id for one in made.found}
    faults += [
        Fault("nothing was found there", one[:80], "check the text again") for one in reasons if one not in known
    ]
    if faults:
        raise InputError.of(faults)


def _words(made: Checked, reasons: Mapping[str, str]) -> str:
    """What goes into the record: each hit with the reason for which it stands."""
    head = f"rules {made.rules}, measure {made.revision}"
    if not made.found:
        return f"{NONE} ({head})"
    hits = [f"{one.id} `{one.words}`: {' '.join(reasons[one.id].split())}" for one in made.found]
    text = "\n".join([f"{len(hits)} accepted ({head})", *hits])
    if len(text) > MOST_TEXT:
        raise InputError("too much was found to be accepted", "reasons", "mend the text")
    return text


def mend(home: Home, id: str, number: int, text: str, seen: int | None = None) -> int:
    """Put another text in the place of a version; returns the number of the new version, which is not checked yet.

    Raises:
        MissingError: no such case or version.
        RefusedError: nobody is named, the case is no draft any more, or the version was replaced already.
        InputError: the text says nothing, or the same.
        ConflictError: the case was changed since it was seen.
    """
    cases.check_somebody(home)
    with home.store.begin() as connection:
        case = _draft(connection, id, seen)
        stated = version_of(case, number)
        if replaced := stated.get("replaced_by"):
            raise RefusedError(f"version {number} was replaced by version {replaced}", id, "mend that one")
        if text.strip() == stated["text"].strip():
            raise InputError("the text is the same", "text", "accept it, or change it")
        new = max(case.parts_of(VERSION)) + 1
        words = cases.Words(
            parts=(Part(VERSION, new, {"text": text, "language": stated["language"], "template": f"version {number}"}),)
        )
        entered = cases.entered_in(home, connection, case, words, "", ())
        old = {
            "replaced_by": str(new),
            "wording_check": f"replaced by version {new}",
            "checked_by": holder_of(home.actor),
        }
        whole = CaseEntered(
            id, parts=(*entered.parts, Part(VERSION, number, old)), links=entered.links, note=entered.note
        )
        _enter(home, connection, case, whole)
        return new


def author_of(case: Case, number: int) -> str:
    """Who entered the text of a version."""
    for event in case.events:
        payload = event.payload
        if isinstance(payload, CaseEntered) and any(
            one.kind == VERSION and one.number == number and one.fields.get("text") for one in payload.parts
        ):
            return event.actor
    return ""


def current(case: Case) -> dict[int, dict[str, str]]:
    """Versions that were not replaced, by number."""
    found = case.parts_of(VERSION)
    return {number: stated for number, stated in found.items() if not stated.get("replaced_by")}


def seen_case(connection: Connection, id: str, seen: int | None) -> Case:
    """A case as somebody saw it.

    Raises:
        MissingError: no such case.
        ConflictError: it was changed since.
    """
    last = rows.last_act(connection, id)
    if seen is not None and seen != last:
        raise ConflictError(f"the case was changed since, by act {last}", id, "look at it again, then repeat it")
    return rows.case(connection, id)


def _draft(connection: Connection, id: str, seen: int | None) -> Case:
    case = seen_case(connection, id, seen)
    if case.kind not in KINDS:
        raise RefusedError("only statements and notices have texts that are checked", case.id)
    if case.state != "drafted":
        raise RefusedError(
            f"its words are read while it is a draft, and it is `{case.state}`", id, "take the step `return` first"
        )
    return case


def _enter(home: Home, connection: Connection, case: Case, entered: CaseEntered) -> None:
    check_entered(case, entered, is_derived=True)
    record_one(home, connection, "case_entered", case.id, entered)
