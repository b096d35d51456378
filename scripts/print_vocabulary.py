"""Print the reference pages from the program's own tables: facts, fields of a map, territories, permissions, words.

``python scripts/print_vocabulary.py`` writes ``docs/vocabulary.md``, ``docs/maps.md``, ``docs/territories.md``,
``docs/permissions.md``, ``docs/lifecycles.md`` and ``docs/wording.md``; with ``--check`` it writes nothing and fails if
one of them differs. A test does the same.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from importlib.resources import files
from pathlib import Path

from moratorium.desk.permissions import PERMISSIONS, ROLES
from moratorium.desk.wording import LANGUAGES, shipped_rules
from moratorium.intake.fields import FIELDS, Level
from moratorium.registers.kinds import LIFECYCLES
from moratorium.registers.lifecycle import Each, Field, Lifecycle, PartTable, Step
from moratorium.terms.activity import ACTIVITIES
from moratorium.terms.party import PARTY_ROLES, PLACE_ROLES
from moratorium.terms.time import Window
from moratorium.terms.values import NO, YES
from moratorium.terms.vocabulary import ANY_ROLE, TEMPLATES, Fact, Subject
from moratorium.territories.tables import Areas, Group, decoded

DOCS = Path(__file__).resolve().parent.parent / "docs"
PRINTED = "<!-- printed by scripts/print_vocabulary.py; do not edit -->"

_TITLES = {
    Subject.ORDER: "The order",
    Subject.LINE: "The line",
    Subject.PARTY: "Each party and place",
    Subject.PLACE: "Each place",
    Subject.PRODUCT: "The product",
    Subject.ACTOR: "Our acting entity",
    Subject.REFERENCE: "What facts are looked up in",
}


def row(*cells: str) -> str:
    """One row of a table."""
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def table(heading: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """A table with its heading."""
    yield row(*heading)
    yield "|" + "---|" * len(heading)
    yield from (row(*cells) for cells in rows)


def vocabulary() -> Iterator[str]:
    """The page of facts."""
    yield "# The fact vocabulary"
    yield PRINTED
    yield ""
    yield (
        "Everything that a measure may ask about an order. `{role}` stands for one fact for each of "
        f"{_listed((*PARTY_ROLES, *PLACE_ROLES))}; `{{party}}` for one for each of "
        f"{_listed(PARTY_ROLES)}. In a condition `{ANY_ROLE}` in that place means "
        '"some role of the order".'
    )
    yield ""
    yield (
        "*If absent* says what it means that nothing is recorded: `unknown` (nobody asked; a measure that depends on "
        "it holds, or reports if it says so) or `no` (our register was read and holds no entry)."
    )
    for subject, title in _TITLES.items():
        facts = [fact for fact in TEMPLATES if fact.subject is subject]
        if facts:
            yield f"\n## {title}\n"
            yield from table(("fact", "type", "meaning", "unit or values", "if absent", "source"), map(_fact, facts))
    yield "\n## Activities\n"
    yield "What an order wants done, and which roles it must name; one left empty is unknown, never absent.\n"
    rules = sorted(ACTIVITIES.items())
    yield from table(
        ("activity", "meaning", "required roles"),
        ((f"`{name}`", rule.meaning, _listed(rule.required)) for name, rule in rules),
    )


def _fact(fact: Fact) -> tuple[str, ...]:
    absent = "unknown" if fact.absence.name == "UNKNOWN" else "no"
    return f"`{fact.name}`", fact.kind.value, fact.meaning, fact.unit or "–", absent, fact.source


def maps() -> Iterator[str]:
    """The page of fields that a column can feed."""
    yield "# Fields of a map"
    yield PRINTED
    yield ""
    yield (
        "What a column of an export can feed, under `columns`, `constants` or `assume` of a map "
        "([how a map works](orders.md#the-map)). What only we derive (who is on a list, in which territory an address "
        "lies) cannot be stated by a file."
    )
    yield ""
    yield f"Yes is any of {_listed(sorted(YES))}; no is any of {_listed(sorted(NO))}."
    titles = {Level.ORDER: "The order", Level.LINE: "The line and its product"}
    for level, title in titles.items():
        yield f"\n## {title}\n"
        fields = [field for field in FIELDS.values() if field.level is level]
        yield from table(("field", "type"), ((f"`{field.name}`", field.kind.value) for field in fields))
    for level, title, roles in (
        (Level.PARTY, "Each party", PARTY_ROLES),
        (Level.PLACE, "Each place", PLACE_ROLES),
    ):
        yield f"\n## {title}\n"
        yield f"In front of the field stands one of {_listed(f'{role}.' for role in roles)}.\n"
        fields = [field for field in FIELDS.values() if field.level is level and field.role == roles[0]]
        yield from table(("field", "type"), ((f"`{field.attribute}`", field.kind.value) for field in fields))


def _listed(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def territories() -> Iterator[str]:
    """The page of codes beyond ISO 3166."""
    data = files("moratorium").joinpath("territories", "data", "areas.json").read_bytes()
    tables = decoded({"areas.json": data}, "areas.json", Areas)
    yield "# Codes of territories"
    yield PRINTED
    yield ""
    yield (
        "A measure names territories by code: ISO 3166-1 (`UA`), ISO 3166-2 (`UA-43`), a named area without an ISO "
        "code, or a named group with dated members. Codes and names show how addresses are written and what a law "
        "covers; they express no opinion on the status of any territory. Marks: V1 read in a primary text, V2 in a "
        f"secondary one, R recalled and to be checked. As of {tables.as_of}. Not legal advice."
    )
    yield "\n## Named areas\n"
    areas = sorted(tables.areas.items())
    yield from table(
        ("code", "name", "lies inside", "mark", "source"),
        ((f"`{code}`", area.name, f"`{area.inside}`", area.mark, area.source) for code, area in areas),
    )
    yield "\n## Named groups\n"
    groups = sorted(tables.groups.items())
    yield from table(
        ("code", "name", "members", "mark", "source"),
        ((f"`{code}`", one.name, _members(one), one.mark, one.source) for code, one in groups),
    )


def _members(group: Group) -> str:
    """Members with their windows."""
    windows = {
        code: ", ".join(str(Window(start, end)) for start, end in dates) for code, dates in group.members.items()
    }
    return "; ".join(f"{code} {words}" for code, words in sorted(windows.items()))


def permissions() -> Iterator[str]:
    """The page of who may do what in the service."""
    yield "# Who may do what in the service"
    yield PRINTED
    yield ""
    yield (
        "Each key of the [service](api.md) and each person at the [console](console.md) has one role. "
        "What is not marked is refused (403), and a test goes through "
        "every cell. The command line has no roles: whoever may read the home folder may do everything there, under a "
        "name of their own. Two pairs of eyes are no permission but a rule of the measures: nobody approves what they "
        "proposed, whatever their roles."
    )
    yield ""
    yield from table(("role", "who"), ((f"`{role}`", meaning) for role, meaning in ROLES.items()))
    yield ""
    yield from table(
        ("may", *(f"`{role}`" for role in ROLES)),
        ((one.meaning, *("yes" if role in one.roles else "" for role in ROLES)) for one in PERMISSIONS.values()),
    )


def lifecycles() -> Iterator[str]:
    """The page of kinds of cases: the table of each."""
    yield "# Lifecycles of cases"
    yield PRINTED
    yield ""
    yield (
        "What can happen to a case of each kind ([how cases work](cases.md)). What is not in a table is refused. "
        "*Needs* are fields that are stated by then, parts that are complete, and files on the case; *another person* "
        "than whoever last took the steps named. Deadlines are the company's own, in days; a day entered in the field "
        "named goes before. *Who* are roles of the service. Not legal advice."
    )
    yield ""
    kinds = LIFECYCLES.values()
    counted = (
        (f"[{one.title}](#{one.title.lower().replace(' ', '-')})", f"`{one.kind}`", one.prefix, one.meaning)
        for one in kinds
    )
    yield from table(("kind", "name", "ids", "what it is"), counted)
    for one in kinds:
        yield from _lifecycle(one)


def _lifecycle(one: Lifecycle) -> Iterator[str]:
    yield f"\n## {one.title}\n"
    states = ((f"`{state.name}`", state.meaning, "end" if state.is_end else "") for state in one.states)
    yield from table(("state", "meaning", ""), states)
    yield ""
    yield from table(
        ("step", "meaning", "from", "to", "needs", "another person than", "who", "due in"),
        (_step_cells(step) for step in one.steps),
    )
    yield ""
    yield from table(("field", "holds", "meaning"), (_field_cells(field) for field in one.fields))
    for part in one.parts:
        yield f"\nParts `{part.name}`: {part.meaning}.\n"
        yield from table(("field", "holds", "meaning"), (_field_cells(field) for field in part.fields))
        yield from _also(part)


def _step_cells(step: Step) -> tuple[str, ...]:
    conditional = [f"`{needed}` if `{field}` is not none" for field, needed in step.if_stated]
    evidence = [f"{step.evidence} file{'s' * (step.evidence > 1)}"] if step.evidence else []
    needs = [*(f"`{name}`" for name in step.needs), *conditional, *map(_each_words, step.each), *evidence]
    due = "" if step.due is None else f"{step.due.days}" + (f", or `{step.due.field}`" if step.due.field else "")
    return (
        f"`{step.name}`",
        step.meaning,
        _listed(step.before),
        f"`{step.after}`",
        ", ".join(needs),
        _listed(step.apart_from),
        ", ".join(step.who),
        due,
    )


def _each_words(each: Each) -> str:
    return f"each {each.part} ({_listed(each.fields)})"


def _field_cells(field: Field) -> tuple[str, ...]:
    holds = f"{field.kind} {', '.join(field.choices)}" if field.choices else str(field.kind)
    marks = [
        word
        for word, is_so in (("stays as first stated", field.is_fixed), ("by the program", field.is_derived))
        if is_so
    ]
    return f"`{field.name}`", holds, "; ".join([field.meaning, *marks])


def _also(part: PartTable) -> Iterator[str]:
    if part.also:
        yield ""
        for field, value, names in part.also:
            yield f"- `{field}` = {value}: {_listed(names)} needed too"


def wording() -> Iterator[str]:
    """The page of rules for the words of what goes out."""
    found = shipped_rules()
    yield "# The rules for words that go out"
    yield PRINTED
    yield ""
    yield (
        "What the [check of statements and notices](statements.md) looks for, rule by rule. `*` stands for any ending "
        "(alone, for up to six words), `{state}` for a state: its name, its people, its seat of government. Every hit "
        "is a question. Not legal advice."
    )
    for rule in found.words:
        yield f"\n## `{rule.id}`: {rule.title}\n"
        yield f"Why: {rule.why}. To mend it: {rule.mend}."
        if rule.grounds or rule.audiences:
            yield f"Only of measures on the ground {_listed(rule.grounds)}, to {_listed(rule.audiences)}."
        yield ""
        kinds = (
            ("a state after it, in the clause", rule.after),
            ("a state before it, in the clause", rule.before),
            ("the words themselves", rule.words),
            ("let pass", rule.but),
        )
        cells = ((what, code, _listed(words)) for what, of in kinds for code, words in of.items())
        yield from table(("looked for", "language", "words"), cells)
    yield "\n## What is compared\n"
    yield from table(
        ("rule", "finds", "why", "to mend it"),
        ((f"`{one.id}`", one.title, one.why, one.mend) for one in found.compared.values()),
    )
    yield "\n## Names of states\n"
    yield "Beside the plain names of all states in the three languages (CLDR):\n"
    rows = ((f"`{code}`", *(", ".join(of.get(one, ())) for one in LANGUAGES)) for code, of in found.states.items())
    yield from table(("code", *LANGUAGES), rows)


PAGES: dict[str, Callable[[], Iterator[str]]] = {
    "lifecycles.md": lifecycles,
    "vocabulary.md": vocabulary,
    "maps.md": maps,
    "territories.md": territories,
    "permissions.md": permissions,
    "wording.md": wording,
}


def main(arguments: list[str]) -> int:
    """Write the pages, or with ``--check`` compare them."""
    stale = []
    for name, page in PAGES.items():
        text = "\n".join(page()) + "\n"
        path = DOCS / name
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(name)
        if "--check" not in arguments:
            path.write_text(text, encoding="utf-8")
    for name in stale:
        print(f"docs/{name} {'differs' if '--check' in arguments else 'written'}")
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
