"""Measures before they are proposed, and on a map: what holds where, what a text would change, drafts."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from moratorium.desk import measure_drafts, territory_map
from moratorium.desk.territory_map import Place
from moratorium.web.api.operation import Answer, Call, Operation
from moratorium.web.api.recording import done_once, fault_shapes
from moratorium.web.api.shapes import FaultShape

State = Literal["deny", "hold", "deny_some", "hold_some", "noted", "none"]
Document = Annotated[str, Meta(max_length=measure_drafts.MOST_CHARACTERS)]
Reason = Annotated[str, Meta(max_length=4_000)]
Short = Annotated[str, Meta(max_length=80)]


# -- what holds where -------------------------------------------------------------------------------------------------


class TerritoriesQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which day, as known when, and of what order.

    Attributes:
        on: Valid day; today if left out.
        known_at: Size of the log whose rulebook is meant; the present one if left out.
        activity: What is to be done.
        kind: Kind of product.
        hs6: HS code of the product, six digits.
        ground: Only measures of this ground.
    """

    on: date | None = None
    known_at: Annotated[int, Meta(ge=0, le=2**53)] | None = None
    activity: Short = ""
    kind: Short = ""
    hs6: Short = ""
    ground: Literal["own-policy", "law"] | None = None


class SaidShape(msgspec.Struct):
    """What a measure says of a territory.

    Attributes:
        measure: Its id.
        state: What it comes to.
    """

    measure: str
    state: State


class TerritoryShape(msgspec.Struct):
    """A territory of which something is said. A region stands here only if more is said of it than of its country.

    Attributes:
        code: Of the territory.
        name: In English.
        state: The gravest of what is said: `deny` and `hold` of every order that lies wholly there, `deny_some` and
            `hold_some` of those of which more is true, `noted` by measures that are inactive or only report.
        said: What each measure says, gravest first.
    """

    code: str
    name: str
    state: State
    said: tuple[SaidShape, ...]


class TerritoriesShape(msgspec.Struct):
    """What holds where. For looking: only a decision looks at everything of a real order.

    Attributes:
        on: The valid day.
        known_at: Size of the log whose rulebook is meant; null for the present one.
        territories: By name.
        elsewhere: Ids of measures in force that single out no territory: they reach wherever an order goes, or
            everywhere but in what they name.
    """

    on: date
    known_at: int | None
    territories: tuple[TerritoryShape, ...]
    elsewhere: tuple[str, ...]


def territories(call: Call) -> Answer:
    """What holds where."""
    query: TerritoriesQuery = call.query
    on = query.on or call.service.home.today()
    ground = query.ground or ""
    asked = territory_map.asked_for(on, query.known_at, query.activity, query.kind, query.hs6, "", ground)
    found = territory_map.territory_map(call.service.home, asked)
    elsewhere = tuple(one.id for one in found.elsewhere)
    return Answer(TerritoriesShape(on, query.known_at, tuple(map(_territory, found.rows)), elsewhere))


def _territory(place: Place) -> TerritoryShape:
    said = tuple(SaidShape(one.measure, one.state) for one in place.said)
    return TerritoryShape(place.code, place.name, place.state, said)


# -- what a text would change -----------------------------------------------------------------------------------------


class TextForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The text of a measure.

    Attributes:
        document: As it would be proposed.
    """

    document: Document


class PreviewShape(msgspec.Struct):
    """What the reader finds in a text, and what it would change. Nothing is recorded.

    Attributes:
        faults: All that is wrong, each as `measure:line:column`; then nothing else is told.
        measures: Ids of the measures in it.
        would_change: What would change in the adopted rulebook, in words.
        looks: What a person should look at before it is approved.
    """

    faults: tuple[FaultShape, ...]
    measures: tuple[str, ...]
    would_change: tuple[str, ...]
    looks: tuple[str, ...]


def preview(call: Call) -> Answer:
    """What a text says and would change."""
    body: TextForm = call.body
    found = measure_drafts.preview(call.home, body.document)
    ids = tuple(one.id for one in found.measures)
    return Answer(PreviewShape(fault_shapes(found.faults), ids, found.change.words, found.change.looks))


# -- drafts -----------------------------------------------------------------------------------------------------------


class DraftShape(msgspec.Struct):
    """A draft of a measure. It binds nobody and is no part of the record before it is proposed.

    Attributes:
        id: Its name.
        version: Counts how often it was kept.
        document: The text, however faulty.
        reason: Why the measure is wanted.
        measure: Id of the measure that it changes; empty if it is a new one.
        by: Who kept it last.
        at: When.
    """

    id: str
    version: int
    document: str
    reason: str
    measure: str
    by: str
    at: datetime


class DraftsShape(msgspec.Struct):
    """Drafts.

    Attributes:
        drafts: The one kept last first.
    """

    drafts: tuple[DraftShape, ...]


class BeginForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A draft that is begun.

    Attributes:
        document: What is written so far; left empty, the adopted text or the template of a new measure.
        measure: Id of the measure that is to change; empty for a new one.
        reason: Why.
    """

    document: Document = ""
    measure: Short = ""
    reason: Reason = ""


class KeepForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A draft that is kept again.

    Attributes:
        version: The version that was seen; another one that is there meanwhile is not overwritten.
        document: The text.
        reason: Why.
    """

    version: Annotated[int, Meta(ge=1, le=2**31)]
    document: Document
    reason: Reason = ""


class DiscardedShape(msgspec.Struct):
    """A draft that was thrown away.

    Attributes:
        id: Its name.
    """

    id: str


def _draft(row: Any) -> DraftShape:
    return DraftShape(row.id, row.version, row.text, row.reason, row.measure, row.by, row.at)


def drafts(call: Call) -> Answer:
    """All drafts."""
    return Answer(DraftsShape(tuple(map(_draft, measure_drafts.all_drafts(call.service.home)))))


def draft(call: Call) -> Answer:
    """One draft."""
    return Answer(_draft(measure_drafts.draft(call.service.home, call.path["draft"])))


def begin(call: Call) -> Answer:
    """Begin a draft."""
    body: BeginForm = call.body
    return done_once(call, lambda: _draft(measure_drafts.begin(call.home, body.document, body.measure, body.reason)))


def keep(call: Call) -> Answer:
    """Keep a draft again."""
    body: KeepForm = call.body
    return Answer(_draft(measure_drafts.keep(call.home, call.path["draft"], body.version, body.document, body.reason)))


def discard(call: Call) -> Answer:
    """Throw a draft away."""
    measure_drafts.discard(call.home, call.path["draft"])
    return Answer(DiscardedShape(call.path["draft"]))


_EXAMPLE = "measure: suspension-xx\ntitle: Temporary suspension\n..."

OPERATIONS = (
    Operation(
        "GET",
        "/v1/territories",
        "What holds where, on a day, as known at a point of the log",
        territories,
        answers=(TerritoriesShape,),
        permission="read_measures",
        description="An order is imagined all of whose parties and places but yours lie in one territory.",
        query=TerritoriesQuery,
        statuses=(404,),
        has_etag=True,
    ),
    Operation(
        "POST",
        "/v1/proposals/preview",
        "What a text says and would change; nothing is recorded",
        preview,
        answers=(PreviewShape,),
        permission="propose",
        body=TextForm,
        example={"document": _EXAMPLE},
    ),
    Operation(
        "GET",
        "/v1/drafts",
        "Drafts of measures",
        drafts,
        answers=(DraftsShape,),
        permission="read_measures",
        has_etag=True,
    ),
    Operation(
        "POST",
        "/v1/drafts",
        "Begin a draft of a measure, or of a change of one",
        begin,
        answers=(DraftShape,),
        permission="propose",
        body=BeginForm,
        example={"measure": "suspension-nl", "reason": "review of 2022-05-20"},
        statuses=(404,),
        takes_key=True,
    ),
    Operation(
        "GET",
        "/v1/drafts/{draft}",
        "A draft of a measure",
        draft,
        answers=(DraftShape,),
        permission="read_measures",
        statuses=(404,),
        has_etag=True,
    ),
    Operation(
        "PUT",
        "/v1/drafts/{draft}",
        "Keep a draft again",
        keep,
        answers=(DraftShape,),
        permission="propose",
        body=KeepForm,
        example={"version": 1, "document": _EXAMPLE, "reason": "review of 2022-05-20"},
        statuses=(404, 409),
    ),
    Operation(
        "DELETE",
        "/v1/drafts/{draft}",
        "Throw a draft away",
        discard,
        answers=(DiscardedShape,),
        permission="propose",
        statuses=(404,),
    ),
)
