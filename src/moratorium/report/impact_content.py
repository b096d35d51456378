"""What the page of a replay says, as plain frozen values, in the order of the reader's questions.

What is compared; what each draft would change, in a sentence; how that flows, when, where, for whom; what is not known
and what to ask first. The page only sets these out.
"""

from __future__ import annotations

import msgspec

from moratorium.report.chart import Chart
from moratorium.report.content import Headline
from moratorium.report.flow import Flow
from moratorium.report.world import WorldMap


class Column(msgspec.Struct, frozen=True):
    """A column of a table.

    Attributes:
        words: Its heading.
        kind: ``n`` for numbers, ``wide`` for text that takes a line of its own on a phone, else empty.
    """

    words: str
    kind: str = ""


class Row(msgspec.Struct, frozen=True):
    """A row of a table.

    Attributes:
        head: Its heading.
        cells: One for each column.
        note: Stands under the heading.
        id: If something links to it.
        link: Id of what its heading links to.
    """

    head: str
    cells: tuple[str, ...]
    note: str = ""
    id: str = ""
    link: str = ""


class Table(msgspec.Struct, frozen=True):
    """A table.

    Attributes:
        caption: What it is, for those who jump from table to table.
        head: Heading of the first column.
        columns: The others.
        rows: Those shown.
        more: What is left out and where it stands; empty if nothing is.
    """

    caption: str
    head: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    more: str = ""


class DraftPart(msgspec.Struct, frozen=True):
    """What the page says of one draft.

    Attributes:
        id: Prefix of the ids of its parts.
        name: Of the draft.
        answer: What it would change, in a sentence.
        further: What else to know at once.
        figures: The same as figures.
        nothing: Whether no line's effect would change.
        changes: How it differs from the base.
        notes: What a reader has to know of it.
        moves: All lines by effect before and after.
        flows: Drawings of what changes: in lines, then in the worth of each currency.
        kept: What is not drawn.
        chart: Drawing of the months.
        months: The numbers behind it.
        maps: Where something is newly stopped, and where eased or released.
        territories: By where the lines go.
        partners: By partner.
        products: By product.
        losers: Partners who lose more than the stated share.
        stopping: Measures that stop lines, under either.
        shown: Measures that only show themselves.
        open: Open orders touched.
        contracts: Changed lines whose contract's day is known.
        uncontracted: Of the others, in words.
        licences: Lines that hang on licences.
        gaps: What is not known, what to ask first.
    """

    id: str
    name: str
    answer: str
    further: tuple[str, ...]
    figures: tuple[Headline, ...]
    nothing: bool
    changes: tuple[str, ...]
    notes: tuple[str, ...]
    moves: Table
    flows: tuple[Flow, ...]
    kept: str
    chart: Chart | None
    months: Table
    maps: tuple[WorldMap, ...]
    territories: Table
    partners: Table
    products: Table
    losers: Table
    stopping: Table
    shown: Table
    open: Table
    contracts: Table
    uncontracted: str
    licences: Table
    gaps: Table


class ImpactContent(msgspec.Struct, frozen=True):
    """Everything that the page of a replay shows.

    Attributes:
        title: Heading.
        lead: What is asked, in a sentence.
        basis: What is compared and over what, by name.
        left_out: What is not counted.
        nothing_judged: Why nothing could be judged; empty if something was.
        comparison: The drafts side by side; None if there is one.
        drafts: Each of them.
        share: From which share on a partner is told, as a percentage.
        digests: What the history's facts were looked up in.
        engine: What counted.
    """

    title: str
    lead: str
    basis: tuple[tuple[str, str], ...]
    left_out: tuple[str, ...]
    nothing_judged: str
    comparison: Table | None
    drafts: tuple[DraftPart, ...]
    share: str
    digests: tuple[tuple[str, str], ...]
    engine: str
