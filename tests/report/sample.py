"""A report's content in small: every section has something in it, and texts try to be markup."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from moratorium.report.content import (
    AskedGroup,
    AskedRow,
    Coverage,
    Headline,
    ListRow,
    MeasureRow,
    Proof,
    ReportData,
    Stopped,
    StoppedOrder,
    StoppedPlace,
    StoppedRow,
)
from moratorium.report.figures import Month

EVIL = "<script>alert('x')</script> & \"Sons\" (example)"
WORTH = {"CNY": Decimal(7000), "EUR": Decimal(1000)}
MONTHS = (Month("2022-03", 100, 1, 2, 0), Month("2022-04", 120, 30, 5, 0), Month("2022-05", 110, 4, 3, 6))


def row(words: str) -> StoppedRow:
    return StoppedRow(words, 2, 3, Decimal(4), WORTH)


def sample() -> ReportData:
    return ReportData(
        title="What was decided",
        lead="A small world.",
        organisation=EVIL,
        made_at=datetime(2022, 12, 31, 8, tzinfo=UTC),
        day=date(2022, 4, 26),
        rulebook="ab" * 32,
        measures_active=57,
        measures_inactive=32,
        engine="moratorium-decision/1",
        digests={"rulebook": "ab" * 32},
        lists=(ListRow("own", ("OWN",), date(2022, 1, 1), 7, "cd" * 32, "at hand"),),
        headlines=(Headline("330", "lines decided"), Headline("35", "denied", "in 20 orders", "deny")),
        stopped=(
            Stopped(
                "On the morning of 2022-04-26",
                "Open orders.",
                row("all"),
                (StoppedPlace(row("Russia"), (row("kestrel"),)),),
                (StoppedOrder("SO-1", EVIL, "Russia", 3, Decimal(4), WORTH),),
                1,
            ),
        ),
        months=MONTHS,
        groups=(AskedGroup("Where is this party?", 3, 9, 12, WORTH, ("base-territory",)),),
        asked=(AskedRow(f"Where is {EVIL}?", 4, 5, WORTH, ("base-territory",), "NL", "a call"),),
        more_asked=2,
        answered="4 held orders are settled.",
        active=(MeasureRow("M-1", "A suspension", "own policy", "statement; mark V2", (), 30, 5, "deny"),),
        inactive=(
            MeasureRow("M-2", "An embargo", "law of EU", "Art. 1", ("https://example.org/a",), 9, note="no list"),
        ),
        not_evaluable=(MeasureRow("M-3", "A flag", "own policy", "R09", (), 12, note="nobody asked"),),
        assumed=(("end_user", 4),),
        rejected=3,
        coverage=(Coverage("forbidden", 35, 0, 0, 35, "all stopped; 100% are", True),),
        proof=Proof("moratorium/0123", 412, "ef" * 32, "moratorium/0123+aa+bb", "proof/receipt.json", "SO-1."),
    )
