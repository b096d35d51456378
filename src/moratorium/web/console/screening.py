"""Screening: names compared, possible matches of parties followed to a disposition, and runs of re-screening."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Literal

import msgspec

from moratorium.desk import asked_names, list_versions, lists, possible_matches, reading, registering, releasing
from moratorium.desk.possible_matches import Listed
from moratorium.desk.possible_matches import Said as Disposition
from moratorium.desk.rescreening import Rescreen
from moratorium.errors import InputError, MissingError, MoratoriumError
from moratorium.terms.party import Address, Identifier, Party
from moratorium.web.console.language import N_
from moratorium.web.console.page import Look, Moved, Page, Result, Shown, Visit, filled
from moratorium.web.console.tables import Column, Link, Said, Table, Word

PAGE = 50
MATCH = "/screening/matches/{match:path}"

STATE_WORDS = {
    "open": N_("open"),
    "reopened": N_("asked again"),
    "true_match": N_("the listed party"),
    "false_positive": N_("not the listed party"),
    "": N_("no possible match"),
}
VERDICT_WORDS = {
    "true_match": N_("the listed party"),
    "false_positive": N_("not the listed party"),
    "needs_more": N_("cannot be told yet"),
}
SHOW_WORDS = {
    "asked": N_("Waiting for a person"),
    "reopened": N_("Asked again"),
    "true_match": N_("The listed party"),
    "false_positive": N_("Not the listed party"),
    "all": N_("All"),
}
KIND_WORDS = {
    "": N_("not known"),
    "person": N_("a person"),
    "entity": N_("an organisation"),
    "vessel": N_("a vessel"),
    "aircraft": N_("an aircraft"),
    "unknown": N_("not known"),
}
QUALITY_WORDS = {
    "primary": N_("primary name"),
    "strong": N_("good alias"),
    "weak": N_("weak alias"),
}
SAYS_WORDS = {
    "confirms": N_("speaks for it"),
    "contradicts": N_("speaks against it"),
    "says nothing": N_("says nothing"),
}
ASPECT_WORDS = {
    "date of birth": N_("Date of birth"),
    "country": N_("Country"),
    "kind": N_("Kind"),
    "number": N_("Official numbers"),
}
RESULT_WORDS = {
    "possible match": N_("possible match"),
    "no match": N_("no match"),
    "not compared": N_("not compared"),
}

_PLACE = re.compile(r"^(.*?)/((?:party|order):.*)$", re.DOTALL)


def match_path(subject: str, entry: str) -> str:
    """Address of a possible match."""
    return filled(MATCH, {"match": f"{entry}/{subject}"})


def withdrawal_path(subject: str, entry: str) -> str:
    """Where what was said of a match is taken back."""
    return filled("/screening/withdrawals/{match:path}", {"match": f"{entry}/{subject}"})


def party_path(subject: str) -> str:
    """Address of a party: by our id where it has one."""
    return filled("/parties/{party:path}", {"party": subject})


def entry_path(entry: str) -> str:
    """Address of a list entry."""
    return filled("/entries/{entry:path}", {"entry": entry})


def _taken(visit: Visit) -> tuple[str, str]:
    """Entry and party of an address.

    Raises:
        MissingError: it names none.
    """
    found = _PLACE.match(visit.path["match"])
    if found is None:
        raise MissingError("this address names no possible match", help="look at the list of possible matches")
    return found[1], found[2]


# -- possible matches -------------------------------------------------------------------------------------------------


class MatchesLook(Look, frozen=True):
    """Which possible matches.

    Attributes:
        show: ``asked``, a state, or ``all``.
        list: Id of a list; empty for all.
    """

    show: Literal["asked", "reopened", "true_match", "false_positive", "all"] = "asked"
    list: str = ""


COLUMNS = (
    Column("party", N_("Party"), lambda one: Link(one.name, match_path(one.row.subject, one.row.entry))),
    Column("country", N_("Country"), lambda one: one.country),
    Column("listed", N_("Listed name"), lambda one: one.row.listed),
    Column("kind", N_("Kind"), lambda one: Word(KIND_WORDS[one.row.kind])),
    Column("list", N_("List"), lambda one: one.row.list),
    Column("entry", N_("Entry"), lambda one: Link(one.row.entry, entry_path(one.row.entry))),
    Column("score", N_("Score"), lambda one: f"{one.row.score / 10_000:.2f}" if one.row.score else None),
    Column("state", N_("State"), lambda one: Word(STATE_WORDS[one.row.state])),
)


def matches(visit: Visit) -> Result:
    """Possible matches, those that wait for a person first."""
    query: MatchesLook = visit.query
    asked = True if query.show == "asked" else None
    state = None if query.show in ("asked", "all") else query.show
    wanted = possible_matches.wanted(asked, state, query.list or None, None)
    known = visit.service.directory
    found, behind = possible_matches.listed(visit.home, known, wanted, _after(query.cursor), PAGE)
    more = _cursor(found[-1]) if len(found) == PAGE else ""
    table = Table(
        "matches", N_("Possible matches"), COLUMNS, found, _empty(query.show), more, lambda: _every(visit, wanted)
    )
    held = sorted({name for one in lists.status(visit.home) if one.version for name in one.version.lists})
    return Shown({"matches": table, "behind": behind, "show_words": SHOW_WORDS, "lists": held})


def _empty(show: str) -> str:
    if show == "asked":
        return N_(
            "No possible match waits for a person. New parties, new list versions and changed entries bring new ones "
            "by themselves."
        )
    return N_("There is none of this kind.")


def _every(visit: Visit, wanted: Any) -> Iterator[Listed]:
    after = None
    while found := possible_matches.listed(visit.home, visit.service.directory, wanted, after, 500)[0]:
        yield from found
        after = possible_matches.place_of(found[-1].row)


def _cursor(one: Listed) -> str:
    is_asked, score, subject, entry = possible_matches.place_of(one.row)
    return f"{int(is_asked)}.{score}.{entry}/{subject}"


def _after(cursor: str) -> tuple[bool, int, str, str] | None:
    if not cursor:
        return None
    is_asked, _, rest = cursor.partition(".")
    score, _, place = rest.partition(".")
    found = _PLACE.match(place)
    if found is None or not score.isdecimal():
        raise InputError("this is no place in the list", "cursor", "begin at the first page")
    return is_asked == "1", int(score), found[2], found[1]


# -- one match --------------------------------------------------------------------------------------------------------


class DispositionForm(msgspec.Struct, frozen=True):
    """What somebody says of a match."""

    verdict: Literal["true_match", "false_positive", "needs_more"]
    reason: str
    expires: date | None = None
    compared: tuple[str, ...] = ()


def match(visit: Visit) -> Result:
    """One possible match, taken apart."""
    entry, party = _taken(visit)
    found = possible_matches.whole(visit.home, visit.service.directory, party, entry)
    reading.note_look(visit.home, found.party.subject, visit.page.path)
    return Shown({"match": found, "met": _met(found.aligned), "beside": _beside(found.evidence), **_words()})


def _met(aligned: Any) -> Table:
    """Which words met which, for a file: the page marks them."""
    columns = (
        Column("asked", N_("Asked about"), lambda one: one[0]),
        Column("listed", N_("Listed"), lambda one: one[1]),
        Column("how", N_("How"), lambda one: one[2]),
        Column("alike", N_("Alike"), lambda one: one[3]),
        Column("worth", N_("Worth"), lambda one: one[4]),
    )
    nothing = Word(N_("met nothing"))
    rows = [(one.asked, one.listed, Said(one.how), f"{one.similarity:.2f}", f"{one.worth:.2f}") for one in aligned.met]
    missed = [
        ("" if one.is_listed else one.word, one.word if one.is_listed else "", nothing, "", f"{one.worth:.2f}")
        for one in aligned.missed
    ]
    return Table("met", N_("Which words met which"), columns, [*rows, *missed])


def _beside(evidence: Iterable[Any]) -> Table:
    """What else speaks for and against it, for a file."""
    columns = (
        Column("aspect", N_("Aspect"), lambda one: Word(ASPECT_WORDS[one.of])),
        Column("party", N_("Our party"), lambda one: ", ".join(one.party)),
        Column("listed", N_("Listed"), lambda one: ", ".join(one.entry)),
        Column("says", N_("What it says"), lambda one: Word(SAYS_WORDS[one.says])),
    )
    return Table("beside", N_("Beside the name"), columns, tuple(evidence))


def _words() -> dict[str, Any]:
    return {
        "STATE_WORDS": STATE_WORDS,
        "VERDICT_WORDS": VERDICT_WORDS,
        "KIND_WORDS": KIND_WORDS,
        "QUALITY_WORDS": QUALITY_WORDS,
        "SAYS_WORDS": SAYS_WORDS,
        "ASPECT_WORDS": ASPECT_WORDS,
        "RESULT_WORDS": RESULT_WORDS,
        "party_path": party_path,
        "entry_path": entry_path,
        "match_path": match_path,
        "withdrawal_path": withdrawal_path,
    }


def dispose(visit: Visit) -> Result:
    """Record what somebody says, and go on to the next that waits."""
    entry, party = _taken(visit)
    form: DispositionForm = visit.form
    said = Disposition(party, (entry,), form.verdict, form.reason, form.expires, form.compared)
    done = possible_matches.dispose(visit.home, visit.service.directory, said)
    changed = len(done.changed)
    visit.service.directory.look(2.0)
    words = visit.words("It is on record as act %(number)s.", number=done.indexes[0])
    if changed:
        words += " " + visit.words("Orders whose effect changed: %(count)s.", count=changed)
    if done.job:
        words += " " + visit.words("Orders that hang together with it are being decided again.")
    return Moved(filled(MATCH, visit.path), words)


class WithdrawalForm(msgspec.Struct, frozen=True):
    """Why what was said is taken back."""

    number: int
    why: str


def withdraw(visit: Visit) -> Result:
    """Take back what somebody said of a match; it is open again."""
    form: WithdrawalForm = visit.form
    done = releasing.withdraw(visit.home, form.number, form.why, visit.service.references)
    visit.service.directory.look(2.0)
    words = visit.words("It is taken back by act %(number)s, and open again.", number=done.acts[0])
    return Moved(filled(MATCH, visit.path), words)


# -- names ------------------------------------------------------------------------------------------------------------


class NamesLook(Look, frozen=True):
    """Somebody asked about.

    Attributes:
        name: The name, in any script.
        kind: What it is.
        country: Where it sits.
        birth: Date of birth.
        number: An official number.
    """

    name: str = ""
    kind: Literal["", "person", "entity", "vessel", "aircraft"] = ""
    country: str = ""
    birth: str = ""
    number: str = ""


def names(visit: Visit) -> Result:
    """A name compared with the lists at hand; nothing is recorded."""
    query: NamesLook = visit.query
    found, trouble = None, None
    if query.name.strip() or query.number.strip():
        try:
            found = asked_names.screen_names(visit.service.directory, [_asked(query)])
        except MoratoriumError as error:
            trouble = error.fault
    return Shown({"screening": found, "trouble": trouble, "kinds": _kinds(), **_words()})


def _kinds() -> tuple[tuple[str, str], ...]:
    return tuple((kind, words) for kind, words in KIND_WORDS.items() if kind != "unknown")


def _asked(query: NamesLook) -> Any:
    party = Party(
        names=(query.name.strip(),) if query.name.strip() else (),
        address=Address(country=query.country.strip() or None),
        identifiers=(Identifier("number", query.number.strip()),) if query.number.strip() else (),
        birth_dates=(query.birth.strip(),) if query.birth.strip() else (),
    )
    return asked_names.asked_of("1", party, query.kind)


# -- re-screening -----------------------------------------------------------------------------------------------------


class RunForm(msgspec.Struct, frozen=True):
    """Why all parties are compared anew."""

    cause: str


CHANGE_COLUMNS = (
    Column(
        "party", N_("Party"), lambda one: Link(one.change.subject.partition(":")[2], party_path(one.change.subject))
    ),
    Column("entry", N_("Entry"), lambda one: Link(one.change.entry, entry_path(one.change.entry))),
    Column("listed", N_("Listed name"), lambda one: one.change.name),
    Column("before", N_("Before"), lambda one: Word(STATE_WORDS[one.change.before])),
    Column("state", N_("Now"), lambda one: Word(STATE_WORDS[one.change.state])),
    Column("due", N_("Due to"), lambda one: Said(one.change.due)),
    Column("at", N_("When"), lambda one: one.run.row.at),
)


class _Changed(msgspec.Struct, frozen=True):
    """A changed outcome, with the run in which it changed."""

    run: Any
    change: Any


def runs(visit: Visit) -> Result:
    """Runs of re-screening, newest first, with every outcome that changed."""
    before = visit.query.cursor
    if before and not before.isdecimal():
        raise InputError("this is no place in the list", "cursor", "begin at the first page")
    found = list_versions.runs(visit.home, int(before) if before else None, PAGE)
    changes = [_Changed(run, change) for run in found for change in run.changes]
    more = str(found[-1].row.act) if len(found) == PAGE else ""
    table = Table(
        "changes",
        N_("Outcomes that changed"),
        CHANGE_COLUMNS,
        changes,
        N_("No outcome has changed. A new list version, register or threshold compares all parties anew."),
        more,
    )
    return Shown({"changes": table, "runs": [one for one in found if one.row.ended]})


def run(visit: Visit) -> Result:
    """Compare all parties anew."""
    form: RunForm = visit.form
    found = registering.compare_anew(visit.home, visit.service.directory, form.cause)
    return Moved("/screening/runs", compared_words(visit, found))


def compared_words(visit: Visit, found: Rescreen | str) -> str:
    """What comparing all parties anew came to, or that a job does it."""
    if isinstance(found, str):
        return visit.words("All parties are being compared anew by job %(id)s.", id=found)
    return visit.words(
        "%(count)s parties compared; outcomes that changed: %(changes)s.",
        count=found.compared,
        changes=len(found.changes),
    )


PAGES = (
    Page(
        "GET",
        "/screening",
        "read_parties",
        matches,
        title=N_("Screening"),
        template="screening/matches.html.j2",
        query=MatchesLook,
    ),
    Page(
        "GET",
        MATCH,
        "read_parties",
        match,
        title=N_("Possible match"),
        template="screening/match.html.j2",
        section="/screening",
    ),
    Page("POST", MATCH, "answer", dispose, form=DispositionForm, back=MATCH),
    Page("POST", "/screening/withdrawals/{match:path}", "answer", withdraw, form=WithdrawalForm, back=MATCH),
    Page(
        "GET",
        "/screening/names",
        "screen",
        names,
        title=N_("Screen a name"),
        template="screening/names.html.j2",
        query=NamesLook,
        section="/screening",
    ),
    Page(
        "GET",
        "/screening/runs",
        "read_parties",
        runs,
        title=N_("Comparing anew"),
        template="screening/runs.html.j2",
        section="/screening",
    ),
    Page("POST", "/screening/runs", "decide_again", run, form=RunForm, back="/screening/runs"),
)
