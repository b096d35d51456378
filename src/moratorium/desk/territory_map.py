"""What holds where, on a day, as known at a point of the log: the map of measures and the table beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from moratorium.desk import package, rulebooks
from moratorium.desk.home import Home
from moratorium.errors import InputError
from moratorium.measures import Measure, Rulebook
from moratorium.measures.reach import Imagined, Said, State, gravest, reach, singles_out
from moratorium.measures.reading import territories_of
from moratorium.store import Connection, act_at, measure_rows, size
from moratorium.terms.activity import ACTIVITIES
from moratorium.terms.vocabulary import VOCABULARY

GROUNDS = ("own-policy", "law")
KINDS = VOCABULARY["product.kind"].words
CHOICES = tuple(ACTIVITIES)
ANYTHING = Imagined()


@dataclass(frozen=True)
class Asked:
    """What a map is to show.

    Attributes:
        on: The day.
        known_at: Size of the log whose rulebook is meant; None for the present one.
        imagined: What is chosen of the order.
        ground: ``own-policy`` or ``law``; empty for both.
    """

    on: date
    known_at: int | None = None
    imagined: Imagined = ANYTHING
    ground: str = ""


@dataclass(frozen=True)
class Place:
    """A territory.

    Attributes:
        code: Of the atlas.
        name: Of the atlas.
        state: The gravest of what is said of it.
        said: What each measure says, gravest first.
    """

    code: str
    name: str
    state: State
    said: tuple[Said, ...]


@dataclass(frozen=True)
class Known:
    """A point at which the rulebook changed.

    Attributes:
        size: Size of the log just after.
        at: When.
        by: Who approved it.
    """

    size: int
    at: datetime
    by: str


@dataclass(frozen=True)
class TerritoryMap:
    """What holds where.

    Attributes:
        asked: What was to be shown.
        places: By code: every territory that has a shape or is named.
        rows: Those of which something is said; a region only if more is said of it than of its country.
        measures: By id: those in force on the day that are shown.
        elsewhere: Measures in force that single out no territory: they reach all the world, or nearly.
        days: Days on which something begins, ends, or a group changes, oldest first.
        knowns: Points at which the rulebook changed, oldest first.
        size: Of the log.
    """

    asked: Asked
    places: dict[str, Place]
    rows: tuple[Place, ...]
    measures: dict[str, Measure]
    elsewhere: tuple[Measure, ...]
    days: tuple[date, ...]
    knowns: tuple[Known, ...]
    size: int


def asked_for(
    on: date,
    known_at: int | None = None,
    activity: str = "",
    kind: str = "",
    hs6: str = "",
    eccn: str = "",
    ground: str = "",
) -> Asked:
    """What a map is to show, from words.

    Raises:
        InputError: an activity, kind, code or ground is not known; carries all of them.
    """
    return check(Asked(on, known_at, Imagined(activity, kind, hs6.replace(".", ""), eccn), ground))


def check(asked: Asked) -> Asked:
    """What is asked for, if it can be.

    Raises:
        InputError: an activity, kind or ground is not known; carries all of them.
    """
    imagined = asked.imagined
    wrong = [
        InputError(f"unknown {what} `{word[:60]}`", at, f"one of {', '.join(known)}").fault
        for what, at, word, known in (
            ("activity", "activity", imagined.activity, tuple(ACTIVITIES)),
            ("kind of product", "kind", imagined.kind, KINDS),
            ("ground", "ground", asked.ground, GROUNDS),
        )
        if word and word not in known
    ]
    if imagined.hs6 and not (imagined.hs6.isdecimal() and len(imagined.hs6) == 6):
        wrong.append(InputError(f"`{imagined.hs6[:20]}` is no HS code", "hs6", "write six digits").fault)
    if wrong:
        raise InputError.of(wrong)
    return asked


def territory_map(home: Home, asked: Asked, shapes: Iterable[str] = ()) -> TerritoryMap:
    """What holds where.

    Args:
        home: The state.
        asked: What is to be shown.
        shapes: Codes of the territories that are drawn, beside those that measures name.

    Raises:
        InputError: something asked for is not known.
        MissingError: no rulebook was adopted then.
    """
    check(asked)
    with home.store.read() as connection:
        now = size(connection)
        if asked.known_at is not None and not 0 <= asked.known_at <= now:
            raise InputError(f"the log has {now} acts, not {asked.known_at}", "known_at", "a size of the log, or none")
        rulebook = rulebooks.adopted(connection, asked.known_at)
        knowns = _knowns(connection)
    return _map(rulebook, asked, frozenset(shapes), knowns, now)


def scope_map(measures: Iterable[Measure], on: date, shapes: Iterable[str]) -> dict[str, Place]:
    """Where some measures reach, whether they are in force on the day or not."""
    return _said_of(tuple(measures), Asked(on), frozenset(shapes))


def _knowns(connection: Connection) -> tuple[Known, ...]:
    acts = (act_at(connection, index) for index in measure_rows.rulebook_changes(connection))
    return tuple(Known(one.index + 1, one.act.at, one.act.actor) for one in acts)


def _map(rulebook: Rulebook, asked: Asked, shapes: frozenset[str], knowns: tuple[Known, ...], now: int) -> TerritoryMap:
    places = _places(rulebook, asked, shapes)
    shown = {one.id: one for one in _shown(rulebook, asked)}
    atlas = package.atlas()
    drawn = {id for id, one in shown.items() if singles_out(one, lambda codes: atlas.extent(codes, asked.on))}
    return TerritoryMap(
        asked,
        places,
        tuple(_rows(places)),
        {id: one for id, one in shown.items() if id in drawn},
        tuple(one for id, one in shown.items() if id not in drawn),
        days_of_change(rulebook, asked.on),
        knowns,
        now,
    )


def _shown(rulebook: Rulebook, asked: Asked) -> tuple[Measure, ...]:
    base = rulebooks.base_ids()
    return tuple(
        one
        for one in rulebook.in_force(asked.on)
        if one.id not in base and (not asked.ground or one.ground.kind == asked.ground)
    )


@lru_cache(maxsize=64)
def _places(rulebook: Rulebook, asked: Asked, shapes: frozenset[str]) -> dict[str, Place]:
    return _said_of(_shown(rulebook, asked), asked, shapes)


def _said_of(measures: tuple[Measure, ...], asked: Asked, shapes: frozenset[str]) -> dict[str, Place]:
    atlas = package.atlas()
    named = {code for one in measures for code in territories_of(one.scope)}
    codes = sorted(code for code in shapes | named | {_country(code) for code in shapes | named} if atlas.knows(code))
    found = reach(measures, codes, asked.imagined, lambda territories: atlas.extent(territories, asked.on))
    return {code: Place(code, atlas.name(code), gravest(found[code]), found[code]) for code in codes}


def rows_of(places: dict[str, Place]) -> tuple[Place, ...]:
    """Places of which something is said, by country; a region only if more is said of it than of its country."""
    return tuple(_rows(places))


def _country(code: str) -> str:
    """The country of a subdivision's code; a named area or group stands for itself."""
    return code if code.startswith("X-") else code.split("-")[0] if len(code.split("-")[0]) == 2 else code


def _rows(places: dict[str, Place]) -> Iterator[Place]:
    """Countries and groups of which something is said, and below them the regions of which more is said."""
    for code, place in sorted(places.items(), key=lambda pair: (_name_of(pair[0], places), pair[0])):
        country = places.get(_country(code))
        beyond = set(place.said) - (set(country.said) if country is not None and country is not place else set())
        if beyond:
            yield place


def _name_of(code: str, places: dict[str, Place]) -> str:
    country = places.get(_country(code))
    return country.name if country is not None else code


def days_of_change(rulebook: Rulebook, *also: date) -> tuple[date, ...]:
    """Days on which a window of some measure begins or ends, or a group gains or loses a member, and those given."""
    edges = (one.window for measure in rulebook.measures for one in measure.in_force)
    days = {day for window in edges for day in (window.start, window.end) if day is not None}
    if not days:
        return tuple(sorted(also))
    within = package.atlas().changes(min(days), max(days))
    return tuple(sorted({*days, *within, *also}))
