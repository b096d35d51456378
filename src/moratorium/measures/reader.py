"""Reading a measure from its document: every field checked, all faults told at once with line and column."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, cast

from moratorium.conditions.parse import uses_missing
from moratorium.conditions.predicate import NEVER, Predicate
from moratorium.errors import Fault, InputError
from moratorium.measures.measure import (
    KINDS,
    VERIFIED,
    Activation,
    Dates,
    Exemption,
    Ground,
    InForce,
    Measure,
    Review,
    Source,
    Unknown,
)
from moratorium.measures.reading import Known, MeasureReader
from moratorium.measures.scope import ALL_AFFILIATES, read_bound, read_scope
from moratorium.measures.written import write_document
from moratorium.terms.canon import digest
from moratorium.terms.document import Node
from moratorium.terms.effect import Effect

FIELDS = (
    "measure",
    "title",
    "kind",
    "ground",
    "dates",
    "in_force",
    "review",
    "bound",
    "scope",
    "effect",
    "unknown",
    "question",
    "exemptions",
    "conflicts_with",
    "statement",
    "source",
    "active",
)
"""Fields of a measure, in the order in which people read them."""

_REQUIRED = ("measure", "title", "ground", "in_force", "scope", "effect", "source")


def read_measure(node: Node, known: Known) -> Measure:
    """The measure written in a document.

    Args:
        node: The document, or one item of a document that lists several.
        known: Territories and lists that may be named.

    Raises:
        InputError: carries every fault found, each with its line and column.
    """
    reader = MeasureReader(known)
    measure = _measure(reader, node)
    reader.finish()
    return measure


def _measure(reader: MeasureReader, node: Node) -> Measure:
    fields = reader.fields(node, FIELDS, _REQUIRED)
    ground, source = _ground(reader, fields.get("ground")), _source(reader, fields.get("source"))
    in_force = reader.windows(fields.get("in_force"))
    stated = reader.choice(fields.get("kind"), KINDS)
    effect = reader.choice(fields.get("effect"), ("hold", "deny")) or "hold"
    bound, bound_words = read_bound(reader, fields.get("bound"))
    may_ask_gaps = stated in (None, "completeness") and effect == "hold"
    scope = read_scope(reader, fields.get("scope"), allow_missing=may_ask_gaps)
    kind = stated or _kind_of(ground, scope.condition)
    unknown, unknown_reason = _unknown(reader, fields.get("unknown"))
    activity = _Activity(reader, fields.get("active"))
    _check_law(reader, node, fields, ground, source)
    _check_verified(reader, node, source, in_force, activity)
    plain = node.plain()
    return Measure(
        id=reader.code(fields.get("measure")) or "",
        title=_filled(reader, fields.get("title")),
        kind=kind,
        ground=ground,
        dates=_dates(reader, fields.get("dates")),
        in_force=in_force,
        review=_review(reader, fields.get("review")),
        bound=bound,
        bound_words=bound_words,
        scope=scope.condition,
        thresholds=scope.thresholds,
        effect=Effect.read(effect),
        unknown=unknown,
        unknown_reason=unknown_reason,
        question=_question(reader, fields.get("question")),
        exemptions=_exemptions(reader, fields.get("exemptions")),
        conflicts_with=reader.items(fields.get("conflicts_with"), reader.code),
        statement=_statement(reader, fields.get("statement")),
        source=source,
        active=activity.active,
        inactive_reason=activity.reason,
        activated_by=activity.by,
        text="" if reader.faults else write_document(plain),
        revision="" if reader.faults else digest(plain)[:16],
    )


def _kind_of(ground: Ground, scope: Predicate) -> str:
    """The kind of a measure that does not state it."""
    if uses_missing(scope):
        return "completeness"
    return "suspension" if ground.kind == "own-policy" else "embargo"


def _filled(reader: MeasureReader, node: Node | None) -> str:
    """Text that must say something."""
    text = (reader.text(node) or "").strip()
    if node is not None and not text:
        reader.fault(node, "this must not be empty")
    return text


def _ground(reader: MeasureReader, node: Node | None) -> Ground:
    if node is None:
        return Ground("own-policy")
    fields = reader.fields(node, ("kind", "jurisdiction", "principle"), ("kind",))
    kind = cast(
        'Literal["own-policy", "law"]', reader.choice(fields.get("kind"), ("own-policy", "law")) or "own-policy"
    )
    jurisdiction = reader.code(fields.get("jurisdiction"))
    if kind == "law" and not jurisdiction:
        reader.fault(node, "whose law is it?", "add `jurisdiction`, such as EU")
    if kind == "own-policy" and jurisdiction:
        reader.fault(node, "a measure on our own ground leans on no state's law", "drop `jurisdiction`")
    return Ground(kind, jurisdiction, reader.text(fields.get("principle")) or "")


def _dates(reader: MeasureReader, node: Node | None) -> Dates:
    if node is None or node.content is None:
        return Dates()
    fields = reader.fields(node, ("decided", "announced"))
    return Dates(reader.day(fields.get("decided")), reader.day(fields.get("announced")))


def _review(reader: MeasureReader, node: Node | None) -> Review | None:
    if node is None or node.content is None:
        return None
    fields = reader.fields(node, ("every", "question", "owner", "last"), ("every", "question", "owner"))
    every, last = reader.period(fields.get("every")), reader.day(fields.get("last"))
    question, owner = _filled(reader, fields.get("question")), _filled(reader, fields.get("owner"))
    return None if every is None else Review(every, question, owner, last)


def _unknown(reader: MeasureReader, node: Node | None) -> tuple[Unknown, str]:
    if node is None or node.content is None or node.content == "hold":
        return "hold", ""
    if not isinstance(node.content, dict):
        reader.fault(node, f"expected `hold`, found {node.word}", "or {report: why a gap may pass}")
        return "hold", ""
    fields = reader.fields(node, ("report",), ("report",))
    return "report", _filled(reader, fields.get("report"))


def _question(reader: MeasureReader, node: Node | None) -> str | None:
    text = reader.text(node)
    if node is None or text is None:
        return None
    if set("{}") & set(text.replace("{subject}", "")):
        reader.fault(node, "a question knows no other place than `{subject}`")
    return text.strip() or None


def _exemptions(reader: MeasureReader, node: Node | None) -> tuple[Exemption, ...]:
    found = reader.items(node, lambda item: _exemption(reader, item))
    ids = [exemption.id for exemption in found]
    for repeated in sorted({one for one in ids if ids.count(one) > 1}):
        reader.fault(node or Node(None, ""), f"the exemption `{repeated}` is there twice")
    return found


def _exemption(reader: MeasureReader, node: Node) -> Exemption | None:
    fields = reader.fields(node, ("id", "title", "where", "mark"), ("id", "where"))
    id_, mark = reader.code(fields.get("id")), reader.mark(fields.get("mark"))
    where, title = fields.get("where"), reader.text(fields.get("title")) or ""
    if where is not None and where.content is None and not title:
        reader.fault(node, "an exemption without a condition needs words", "add `title`")
    return None if id_ is None else Exemption(id_, title or id_, reader.condition(where) or NEVER, mark)


def _statement(reader: MeasureReader, node: Node | None) -> dict[str, str]:
    found: dict[str, str] = {}
    for language, item in reader.pairs(node):
        if not (language.isascii() and language.isalpha() and language.islower() and len(language) in (2, 3)):
            reader.fault(item, f"`{language}` is not a language", "use codes such as en, nl, zh")
        found[language] = _filled(reader, item)
    return found


def _source(reader: MeasureReader, node: Node | None) -> Source:
    if node is None:
        return Source("")
    fields = reader.fields(node, ("text", "as_of", "mark", "scope_mark", "check"), ("text",))
    return Source(
        text=_filled(reader, fields.get("text")),
        as_of=reader.day(fields.get("as_of")),
        mark=reader.mark(fields.get("mark")),
        scope_mark=reader.mark(fields.get("scope_mark")),
        check=reader.text(fields.get("check")) or "",
    )


class _Activity:
    """Whether the measure decides: ``true``, ``{inactive: reason}``, or ``{by, source, on}`` of who activated it."""

    def __init__(self, reader: MeasureReader, node: Node | None) -> None:
        self.active, self.reason = True, ""
        self.by: Activation | None = None
        if node is None or node.content is None or node.content is True:
            return
        if not isinstance(node.content, dict):
            reader.fault(
                node, f"expected `true`, found {node.word}", "or {inactive: reason}, or {by: name, source: text}"
            )
        elif "inactive" in node.content:
            fields = reader.fields(node, ("inactive",))
            self.active, self.reason = False, _filled(reader, fields.get("inactive"))
        else:
            fields = reader.fields(node, ("by", "source", "on"), ("by", "source"))
            by, source = _filled(reader, fields.get("by")), _filled(reader, fields.get("source"))
            self.by = Activation(by, source, reader.day(fields.get("on")))


def _check_law(reader: MeasureReader, node: Node, fields: Mapping[str, Node], ground: Ground, source: Source) -> None:
    """A rule of law says whom it binds, and from when and how well its source was read."""
    if ground.kind != "law":
        return
    place = fields.get("source", node)
    if source.as_of is None:
        reader.fault(place, "a rule of law needs the day as of which its source was read", "add `as_of`")
    if source.mark is None:
        reader.fault(place, "a rule of law needs a mark", "add `mark`: V1, V2, R or U")
    bound = fields.get("bound")
    if bound is None or bound.content == ALL_AFFILIATES:
        reader.fault(bound or node, "a rule of law does not bind everybody", "say whom in `bound`")


def _check_verified(
    reader: MeasureReader, node: Node, source: Source, in_force: tuple[InForce, ...], activity: _Activity
) -> None:
    """What is recalled or unverified becomes active only through a named person and a source."""
    marks = {source.mark, source.scope_mark, *(one.mark for one in in_force)} - {None}
    if marks <= VERIFIED or not activity.active or activity.by is not None:
        return
    doubtful = ", ".join(sorted(str(mark) for mark in marks - VERIFIED))
    help_ = "write active: {inactive: reason}, or {by: name, source: text} once somebody has verified it"
    reader.fault(node, f"a measure marked {doubtful} cannot be active by itself", help_)


def measures_in(node: Node, known: Known) -> tuple[tuple[Measure, str], ...]:
    """All measures of a document with their places: one map, or a list of maps.

    Raises:
        InputError: carries the faults of all of them.
    """
    items = node.content if isinstance(node.content, list) else [node]
    found: list[tuple[Measure, str]] = []
    faults: list[Fault] = []
    for item in items:
        try:
            found.append((read_measure(item, known), item.at))
        except InputError as error:
            faults.extend(error.faults)
    if faults:
        raise InputError.of(faults)
    return tuple(found)
