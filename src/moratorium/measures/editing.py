"""Editing measures as documents: extend, lift, activate, and the template of a new one.

Edits go through the plain value and come back as readable YAML; comments do not survive, the order of fields does.
Every edited text is read again by whoever proposes it, so a fault shows before anybody approves.
"""

from __future__ import annotations

from datetime import date

from moratorium.errors import InputError
from moratorium.measures.written import write_document
from moratorium.terms.document import read_document

Plain = dict[str, object]


def extend(text: str, until: date | None) -> str:
    """The measure with the end of its last window moved to a later day, or opened.

    Args:
        text: The measure's document.
        until: First day on which it is no longer in force; None for no end.

    Raises:
        InputError: not a measure's document, or the day is not later than the present end.
    """
    plain = _plain(text)
    windows = _windows(plain)
    start, end, rest = windows[-1]
    if end is None:
        raise InputError("the measure has no end that could be extended", _id(plain), "lift it first, or leave it")
    if until is not None and until <= end:
        raise InputError(f"`{until}` is not later than the present end {end}", _id(plain), "to end it earlier, lift it")
    windows[-1] = (start, until, rest)
    return write_document({**plain, "in_force": [_written(window) for window in windows]})


def lift(text: str, from_day: date) -> str:
    """The measure ending on a day: windows are cut there, later ones dropped.

    Args:
        text: The measure's document.
        from_day: First day on which it is no longer in force.

    Raises:
        InputError: not a measure's document, or it is not in force on or after that day or was never in force before.
    """
    plain = _plain(text)
    windows = _windows(plain)
    kept = [window for window in windows if window[0] is None or window[0] < from_day]
    if not kept:
        help_ = "remove the measure by a proposal instead"
        raise InputError(f"the measure would never have been in force before {from_day}", _id(plain), help_)
    start, end, rest = kept[-1]
    if len(kept) == len(windows) and end is not None and end <= from_day:
        raise InputError(f"the measure has already ended on {end}", _id(plain), "nothing to lift")
    kept[-1] = (start, from_day if end is None or end > from_day else end, rest)
    return write_document({**plain, "in_force": [_written(window) for window in kept]})


def activate(text: str, by: str, source: str, on: date) -> str:
    """The measure made active by a named person on a source.

    Raises:
        InputError: not a measure's document, or the person or source is not named.
    """
    plain = _plain(text)
    if not by.strip() or not source.strip():
        raise InputError("an activation needs a named person and a source", _id(plain), "give both")
    return write_document({**plain, "active": {"by": by, "source": source, "on": on}})


def rewritten(
    text: str,
    *,
    title: str | None = None,
    effect: str | None = None,
    within: list[str] | None = None,
    activities: list[str] | None = None,
    window: tuple[date | None, date | None] | None = None,
    statement: str | None = None,
) -> str:
    """The measure with its commonest fields written anew; None leaves a field as it is. Comments do not survive.

    Args:
        text: The measure's document.
        title: One line for people.
        effect: ``hold`` or ``deny``.
        within: Territories; the roles stay as they are.
        activities: None of them means all.
        window: Its first and its end; earlier windows stay.
        statement: The public text in English.

    Raises:
        InputError: not a measure's document.
    """
    plain = _plain(text)
    scope = dict(written) if isinstance(written := plain.get("scope"), dict) else {}
    if within is not None:
        places = dict(places) if isinstance(places := scope.get("territories"), dict) else {"roles": "any"}
        scope["territories"] = {**places, "within": within}
    if activities is not None:
        scope["activities"] = activities or "all"
    changed: Plain = {**plain, "scope": scope} if scope else dict(plain)
    changed |= {key: value for key, value in (("title", title), ("effect", effect)) if value is not None}
    if window is not None:
        windows = _windows(plain)
        changed["in_force"] = [_written(one) for one in (*windows[:-1], (*window, windows[-1][2]))]
    if statement is not None:
        said = plain.get("statement")
        changed["statement"] = {**(said if isinstance(said, dict) else {}), "en": statement}
    return write_document(changed)


_Window = tuple[date | None, date | None, dict[str, object]]


def _plain(text: str) -> Plain:
    plain = read_document(text, "measure").plain()
    if not isinstance(plain, dict) or "measure" not in plain:
        raise InputError("this is not the document of one measure", "measure", "it begins with `measure: id`")
    return plain


def _id(plain: Plain) -> str:
    return str(plain.get("measure", ""))


def _windows(plain: Plain) -> list[_Window]:
    written = plain.get("in_force")
    found = [_window(item, plain) for item in written] if isinstance(written, list) else []
    if not found:
        raise InputError("the measure has no windows", _id(plain), "write in_force: [[2022-04-26, null]]")
    return sorted(found, key=lambda window: window[0] or date.min)


def _window(item: object, plain: Plain) -> _Window:
    match item:
        case [None | date() as start, None | date() as end]:
            return start, end, {}
        case {"from": None | date() as start, "to": None | date() as end, **rest}:
            return start, end, {str(key): value for key, value in rest.items()}
    raise InputError(f"`{item}` is not a window", _id(plain), "write [from, to] or {from, to, mark}")


def _written(window: _Window) -> object:
    start, end, rest = window
    return {"from": start, "to": end, **rest} if rest else [start, end]


def new(id: str, title: str = "", announced: date | None = None) -> str:
    """A template for a new suspension, with comments that say what each field means.

    >>> new("suspension-xx").splitlines()[0]
    'measure: suspension-xx'
    """
    words = write_document({"title": title or "Temporary suspension of deliveries to ..."}).strip()
    day = announced.isoformat() if announced else "null"
    return _TEMPLATE.format(id=write_document({"measure": id}).strip(), title=words, day=day)


TO_REPLACE = ("deliveries to ...", "write the principle here", "The neutral public text.")
"""What the template says where only a person can; it is no measure's own word."""


def left_of_template(text: str) -> tuple[str, ...]:
    """What of a text still says what the template says where a person has to write.

    >>> left_of_template(new("suspension-xx", "Deliveries to Erewhon"))
    ('write the principle here', 'The neutral public text.')
    """
    return tuple(words for words in TO_REPLACE if words in text)


_TEMPLATE = """\
{id}
{title}
kind: suspension                # or embargo, licence_requirement, party_list, end_use, duty, red_flag, completeness
ground: {{kind: own-policy, principle: write the principle here}}
dates: {{decided: null, announced: {day}}}         # they decide nothing; only the windows below do
in_force: [[{day}, null]]           # half-open: the first day counts, the last does not; null leaves the side open
review: {{every: P3M, question: is the suspension still needed, owner: trade-compliance}}
bound: all-affiliates           # a law: {{actors: [EU], items: us-origin, persons: us, usd: true, origin: [CN]}}
scope:
  activities: all               # or a list, such as [sale, shipment, repair]
  territories: {{roles: any, within: [XX]}}     # replace XX; subdivisions are included; not_within is its negation
  products: any                 # or {{hs: ["8806"], eccn: [9A012], in_list: [CHPL], kind: [aircraft]}}
  listed: null                  # or {{lists: [OFAC-SDN], roles: any, owned: 50, threshold: 0.85}}
  where: null                   # a condition over the facts, such as "quantity > 10"
effect: deny                    # or hold
unknown: hold                   # or {{report: why a gap may pass}}
question: null                  # what to ask when it holds; {{subject}} is filled in
exemptions: []                  # such as {{id: repairs, title: repairs under way, where: "returned_to_sender"}}
conflicts_with: []
statement: {{en: "The neutral public text."}}
source: {{text: company decision, as_of: {day}}}
active: true                    # or {{inactive: reason}}
"""
