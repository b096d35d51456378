"""Measures: the list, the map of what holds where, the windows over time, and everything around one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from moratorium.desk import measure_drafts, measure_pages, measure_reading, territory_map
from moratorium.desk.measure_pages import Row, Wanted
from moratorium.desk.rulebooks import documents_at
from moratorium.desk.stopped import Stops
from moratorium.desk.territory_map import Known, Place, TerritoryMap
from moratorium.errors import InputError, MissingError
from moratorium.web.console import world_map
from moratorium.web.console.acts import act_cell
from moratorium.web.console.language import N_
from moratorium.web.console.page import Look, Page, Result, Sent, Shown, Visit, filled
from moratorium.web.console.tables import Column, Effect, Link, Said, Table, Windows, Word
from moratorium.web.console.world_map import STATE_WORDS

STAGE_WORDS = {
    "in_force": N_("in force"),
    "inactive": N_("inactive: only shown"),
    "to_come": N_("to come"),
    "ended": N_("ended"),
}
HOW_WORDS = {"lifted": N_("lifted"), "expired": N_("expired"), "extended": N_("extended")}
DUE_WORDS = {
    "begins": N_("comes into force"),
    "ends": N_("ends"),
    "review": N_("review due"),
    "overdue": N_("review overdue"),
}
GROUND_WORDS = {"own-policy": N_("our own policy"), "law": N_("law")}
CHANGE_WORDS = {
    "adopt": N_("adoption of a rulebook"),
    "propose": N_("change"),
    "extend": N_("extension"),
    "lift": N_("lift"),
    "activate": N_("activation"),
}
FIELD_WORDS = {
    "effect": N_("It"),
    "where": N_("Where"),
    "activities": N_("Activities"),
    "goods": N_("Goods"),
    "listed": N_("Parties"),
    "condition": N_("Only if"),
    "bound": N_("Whom it binds"),
    "unknown": N_("Gaps"),
    "conflict": N_("Laws that forbid complying"),
}

ORDERS_SHOWN = 20
_MARGIN = timedelta(days=120)
_YEARS = timedelta(days=3653)
"""Windows that begin or end further away reach to the edge."""


def measure_address(id: str) -> str:
    """Where a measure is shown."""
    return filled("/measures/{measure}", {"measure": id})


def day_of(text: str, usual: date) -> date:
    """A day of the query.

    Raises:
        InputError: it is none.
    """
    if not text:
        return usual
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(f"`{text[:40]}` is no day", "on", "write it as 2022-04-26") from None


def known_of(text: str) -> int | None:
    """A size of the log, of the query; None for now.

    Raises:
        InputError: it is none.
    """
    if not text:
        return None
    if not text.isascii() or not text.isdecimal() or len(text) > 18:
        raise InputError(f"`{text[:40]}` is no size of the log", "known", "a number, or leave it out for now")
    return int(text)


# -- the list ---------------------------------------------------------------------------------------------------------


class ListLook(Look, frozen=True):
    """Which measures, on which day, as known when."""

    text: str = ""
    stage: str = ""
    ground: str = ""
    territory: str = ""
    base: str = ""
    on: str = ""
    known: str = ""


def _due(row: Row) -> str:
    return "" if row.due is None else row.due.what


COLUMNS = (
    Column("measure", N_("Measure"), lambda row: Link(row.measure.id, measure_address(row.measure.id)), is_sorted=True),
    Column("title", N_("Title"), lambda row: Said(row.measure.title)),
    Column("effect", N_("Effect"), lambda row: Effect(row.measure.effect.word), is_sorted=True),
    Column("state", N_("State"), lambda row: Word(STAGE_WORDS[row.stage]), is_sorted=True),
    Column("how", N_("How"), lambda row: Word(HOW_WORDS[row.how]) if row.how else None),
    Column("windows", N_("In force"), lambda row: Windows(tuple(one.window for one in row.measure.in_force))),
    Column("ground", N_("Ground"), lambda row: Word(GROUND_WORDS[row.measure.ground.kind]), is_sorted=True),
    Column("territories", N_("Territories"), lambda row: " ".join(row.territories)),
    Column("due", N_("Next"), lambda row: row.due.day if row.due else None, is_sorted=True),
    Column("next", N_("What is next"), lambda row: Word(DUE_WORDS[_due(row)]) if row.due else None),
    Column("waiting", N_("Waiting"), lambda row: _waiting(row)),
)

_ORDERS: dict[str, Callable[[Row], Any]] = {
    "measure": lambda row: row.measure.id.casefold(),
    "effect": lambda row: -row.measure.effect,
    "state": lambda row: list(STAGE_WORDS).index(row.stage),
    "ground": lambda row: row.measure.ground.kind,
    "due": lambda row: row.due.day if row.due else date.max,
}


def _waiting(row: Row) -> Link | None:
    if row.proposals:
        return Link(str(row.proposals[0]), f"/proposals/{row.proposals[0]}")
    return None


def _sorted(rows: Sequence[Row], sort: str) -> list[Row]:
    name = sort.removeprefix("-")
    by = _ORDERS.get(name, _ORDERS["measure"])
    return sorted(rows, key=lambda row: (by(row), row.measure.id), reverse=sort.startswith("-"))


def listed(visit: Visit) -> Result:
    """All measures."""
    look: ListLook = visit.query
    home = visit.home
    on = day_of(look.on, home.today())
    wanted = Wanted(look.text, look.stage, look.ground, look.territory.upper(), bool(look.base))
    try:
        rows = measure_pages.rows(home, on, wanted, known_of(look.known))
        everything = measure_pages.rows(home, on) if not look.known else rows
    except MissingError:
        rows, everything = (), ()
    table = Table(
        "measures",
        N_("Measures"),
        COLUMNS,
        _sorted(rows, look.sort),
        empty=N_("No measure is like this. Take away a part of what you asked for.")
        if everything
        else N_("No rulebook is adopted yet. Write a first measure, and have another person approve it."),
        sort=look.sort,
    )
    return Shown(
        {
            "measures": table,
            "on": on,
            "counts": {stage: sum(row.stage == stage for row in everything) for stage in STAGE_WORDS},
            "overdue": sum(row.due is not None and row.due.what == "overdue" for row in everything),
            "drafts": measure_drafts.all_drafts(home),
            "waiting": measure_pages.waiting_proposals(home),
            "STAGE_WORDS": STAGE_WORDS,
            "GROUND_WORDS": GROUND_WORDS,
        }
    )


def rulebook_file(visit: Visit) -> Result:
    """The adopted rulebook as one YAML file."""
    text = documents_at(visit.home, known_of(visit.query.known))
    return Sent(text.encode(), "application/yaml", "rulebook.yaml")


# -- the map ----------------------------------------------------------------------------------------------------------


class MapLook(Look, frozen=True):
    """What the map shows."""

    on: str = ""
    known: str = ""
    activity: str = ""
    kind: str = ""
    hs6: str = ""
    ground: str = ""
    view: str = "world"


PLACE_COLUMNS = (
    Column("territory", N_("Territory"), lambda place: place.name),
    Column("code", N_("Code"), lambda place: place.code),
    Column("state", N_("What holds"), lambda place: Word(STATE_WORDS[place.state])),
    Column("measures", N_("Measures"), lambda place: " ".join(one.measure for one in place.said)),
)


def map_page(visit: Visit) -> Result:
    """What holds where, on a day, as known at a point of the log."""
    look: MapLook = visit.query
    home = visit.home
    on = day_of(look.on, home.today())
    asked = territory_map.asked_for(on, known_of(look.known), look.activity, look.kind, look.hs6, "", look.ground)
    shared = {
        "on": on,
        "today": home.today(),
        "activities": territory_map.CHOICES,
        "kinds": territory_map.KINDS,
        "GROUND_WORDS": GROUND_WORDS,
        "STATE_WORDS": STATE_WORDS,
        "STATE_MEANINGS": world_map.STATE_MEANINGS,
        "grouped": world_map.grouped,
        "VIEW_WORDS": world_map.VIEW_WORDS,
    }
    try:
        found = territory_map.territory_map(home, asked, world_map.SHAPES)
    except MissingError:
        return Shown({**shared, "found": None})
    table = Table("territories", N_("What holds where"), PLACE_COLUMNS, found.rows)
    shown = world_map.drawn(found.places, found.rows, look.view)
    before, after = _beside(found.days, on)
    return Shown(
        {
            **shared,
            "found": found,
            "map": shown,
            "territories": table,
            "before": before,
            "after": after,
            "knowns": tuple(reversed(found.knowns)),
            "known_now": _known_now(found),
        }
    )


def _beside(days: Sequence[date], on: date) -> tuple[date | None, date | None]:
    """The last day before and the first after on which something changes."""
    return max((day for day in days if day < on), default=None), min((day for day in days if day > on), default=None)


def _known_now(found: TerritoryMap) -> Known | None:
    """The change of the rulebook that was the last one known."""
    limit = found.asked.known_at
    return next((one for one in reversed(found.knowns) if limit is None or one.size <= limit), None)


# -- over time --------------------------------------------------------------------------------------------------------


class TimeLook(ListLook, frozen=True):
    """Which measures the windows are shown of."""


class Bar(NamedTuple):
    """A window as a bar: where it begins and how long it is, in per cent of what is shown."""

    start: float
    length: float
    is_open: bool


class Bars(NamedTuple):
    """A measure with its windows."""

    row: Row
    bars: tuple[Bar, ...]
    review: float | None


WINDOW_COLUMNS = (
    Column("measure", N_("Measure"), lambda one: one[0].measure.id),
    Column("effect", N_("Effect"), lambda one: Effect(one[0].measure.effect.word)),
    Column("from", N_("From"), lambda one: one[1].start),
    Column("until", N_("Until before"), lambda one: one[1].end),
    Column("state", N_("State"), lambda one: Word(STAGE_WORDS[one[0].stage])),
    Column("review", N_("Next review"), lambda one: one[0].measure.next_review),
)


def _windows(rows: Iterable[Row]) -> list[tuple[Row, Any]]:
    """Each window of each measure, the newest measure first."""
    return [(row, one.window) for row in _newest_first(rows) for one in row.measure.in_force]


def timeline_page(visit: Visit) -> Result:
    """Windows of the measures side by side."""
    look: TimeLook = visit.query
    home = visit.home
    on = day_of(look.on, home.today())
    wanted = Wanted(look.text, look.stage, look.ground, look.territory.upper())
    try:
        rows = measure_pages.rows(home, on, wanted, known_of(look.known))
    except MissingError:
        rows = ()
    always = tuple(row for row in rows if _is_always(row))
    rows = tuple(row for row in rows if not _is_always(row))
    first, last = _span(rows, on)
    place = _placer(first, last)
    years = [(str(year), place(date(year, 1, 1))) for year in range(first.year + 1, last.year + 1)]
    step = len(years) // 12 + 1
    return Shown(
        {
            "rows": [_bars(row, place) for row in _newest_first(rows)],
            "windows": Table("windows", N_("Windows in which measures are in force"), WINDOW_COLUMNS, _windows(rows)),
            "always": always,
            "on": on,
            "today_at": place(on),
            "years": years[::step],
            "STAGE_WORDS": STAGE_WORDS,
            "GROUND_WORDS": GROUND_WORDS,
        }
    )


def _is_always(row: Row) -> bool:
    return all(one.window.start is None and one.window.end is None for one in row.measure.in_force)


def _newest_first(rows: Iterable[Row]) -> list[Row]:
    def begin(row: Row) -> int:
        return max((one.window.start or date.min).toordinal() for one in row.measure.in_force)

    return sorted(rows, key=lambda row: (-begin(row), row.measure.id))


def _span(rows: Iterable[Row], on: date) -> tuple[date, date]:
    """The days that are shown: all that are named in the years around the day asked for, and some more."""
    windows = [one.window for row in rows for one in row.measure.in_force]
    days = [day for window in windows for day in (window.start, window.end) if day is not None]
    first, last = min([*days, on]), max([*days, on])
    return max(first, on - _YEARS) - _MARGIN, min(last, on + _YEARS) + _MARGIN


def _placer(first: date, last: date) -> Callable[[date], float]:
    whole = (last - first).days

    def place(day: date) -> float:
        return round(min(100.0, max(0.0, 100 * (day - first).days / whole)), 2)

    return place


def _bars(row: Row, place: Callable[[date], float]) -> Bars:
    bars = []
    for one in row.measure.in_force:
        start = place(one.window.start) if one.window.start else 0.0
        end = place(one.window.end) if one.window.end else 100.0
        bars.append(Bar(start, round(max(0.4, end - start), 2), one.window.end is None))
    review = row.measure.next_review
    return Bars(row, tuple(bars), place(review) if review and row.stage != "ended" else None)


# -- one measure ------------------------------------------------------------------------------------------------------


class MeasureLook(Look, frozen=True):
    """On which day a measure is looked at."""

    on: str = ""


def _order_columns(visit: Visit) -> tuple[Column, ...]:
    return (
        Column("order", N_("Order"), lambda row: Link(row.key, filled("/orders/{order:path}", {"order": row.key}))),
        Column("effect", N_("Effect"), lambda row: Effect(row.effect)),
        Column("status", N_("Status"), lambda row: Said(row.status)),
        Column("day", N_("Valid day"), lambda row: row.day),
        Column("decision", N_("Decision"), act_cell(visit)),
    )


def measure_page(visit: Visit) -> Result:
    """Everything around one measure."""
    look: MeasureLook = visit.query
    home, id = visit.home, visit.path["measure"]
    on = day_of(look.on, home.today())
    whole = measure_pages.whole(home, id, on)
    measure = whole.measure
    places = territory_map.scope_map([measure], on, world_map.SHAPES)
    rows = territory_map.rows_of(places)
    stops, as_of = visit.service.stopped.by_measure()
    mine = stops.get(id, Stops())
    values: dict[str, Any] = {
        "whole": whole,
        "measure": measure,
        "lines": measure_reading.lines(measure),
        "reliefs": measure_reading.reliefs(measure),
        "map": world_map.drawn(places, rows, _closest(rows)) if rows else None,
        "places": rows,
        "territories": Table("territories", N_("What holds where"), PLACE_COLUMNS, rows),
        "stops": mine,
        "as_of": as_of,
        "on": on,
        "last_day": _last_day(whole),
        "STAGE_WORDS": STAGE_WORDS,
        "HOW_WORDS": HOW_WORDS,
        "DUE_WORDS": DUE_WORDS,
        "GROUND_WORDS": GROUND_WORDS,
        "CHANGE_WORDS": CHANGE_WORDS,
        "FIELD_WORDS": FIELD_WORDS,
        "STATE_WORDS": STATE_WORDS,
        "STATE_MEANINGS": world_map.STATE_MEANINGS,
        "grouped": world_map.grouped,
        "PROPOSAL_WORDS": PROPOSAL_WORDS,
    }
    if visit.may("read_orders"):
        count = len(mine.held) + len(mine.denied)
        values["orders"] = Table(
            "orders",
            N_("Orders that it holds or denies"),
            _order_columns(visit),
            visit.service.stopped.orders(id, 0, ORDERS_SHOWN),
            empty=N_("At present it holds and denies no order."),
            every=lambda: visit.service.stopped.orders(id, 0, count),
        )
    return Shown(values)


PROPOSAL_WORDS = {
    "open": N_("waits for another person"),
    "approved": N_("approved"),
    "rejected": N_("rejected or withdrawn"),
}


def _closest(rows: Sequence[Place]) -> str:
    """Ukraine is shown close if nothing else is named."""
    return "ukraine" if rows and all(row.code.startswith(("UA", "X-UA")) for row in rows) else "world"


def _last_day(whole: measure_pages.Whole) -> date | None:
    """The end of the last window, which can be extended; None if it has none."""
    ends = [one.window.end for one in whole.measure.in_force]
    return None if None in ends else max(end for end in ends if end is not None)


def measure_file(visit: Visit) -> Result:
    """The text of one measure."""
    whole = measure_pages.whole(visit.home, visit.path["measure"], visit.home.today())
    return Sent(whole.measure.text.encode(), "application/yaml", f"{whole.measure.id}.yaml")


PAGES = (
    Page(
        "GET",
        "/measures",
        "read_measures",
        listed,
        title=N_("Measures"),
        template="measures/list.html.j2",
        query=ListLook,
    ),
    Page("GET", "/measures/file/rulebook", "read_measures", rulebook_file, title=N_("Rulebook"), query=ListLook),
    Page(
        "GET",
        "/measures/view/map",
        "read_measures",
        map_page,
        title=N_("What holds where"),
        template="measures/map.html.j2",
        query=MapLook,
        section="/measures",
    ),
    Page(
        "GET",
        "/measures/view/timeline",
        "read_measures",
        timeline_page,
        title=N_("Measures over time"),
        template="measures/timeline.html.j2",
        query=TimeLook,
        section="/measures",
    ),
    Page(
        "GET",
        "/measures/{measure}",
        "read_measures",
        measure_page,
        title=N_("Measure"),
        template="measures/measure.html.j2",
        query=MeasureLook,
        section="/measures",
    ),
    Page("GET", "/measures/{measure}/file", "read_measures", measure_file, title=N_("Measure"), section="/measures"),
)
