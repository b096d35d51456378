"""An impact in small: two drafts, every section with something in it, and names that try to be markup."""

from __future__ import annotations

from moratorium.history.impact import (
    Asked,
    Book,
    Draft,
    Gap,
    Impact,
    Licence,
    Loser,
    Move,
    Slice,
    Touched,
    Worth,
)
from tests.report.sample import EVIL

BASE = Book("adopted", "ab" * 32, 57, 32)


def moved(before: str, after: str, lines: int, eur: str = "", orders: int | None = None) -> Move:
    return Move(before, after, Worth(lines, {"EUR": eur} if eur else {}), orders)


SUSPEND = Draft(
    book=Book("suspend-ru", "cd" * 32, 58, 32, ("the history was built with another threshold for OFAC-SDN",)),
    changes=("+ SUSPEND-RU: no business with Russia (deny)",),
    moves=(
        Move("allow", "allow", Worth(940, {"EUR": "91000.50", "USD": "1200"}, 3), 400),
        Move("allow", "hold", Worth(12, {"EUR": "1500", "USD": "700"}), 8),
        Move("allow", "deny", Worth(30, {"EUR": "4200.25"}), 15),
        Move("hold", "hold", Worth(11, {"EUR": "900"}), 9),
        Move("hold", "deny", Worth(5, {"EUR": "333"}), 2),
    ),
    touched=(
        Touched("denied", Worth(35, {"EUR": "4533.25"}), 17),
        Touched("held", Worth(12, {"EUR": "1500", "USD": "700"}), 8),
    ),
    open=(Touched("denied", Worth(4, {"EUR": "410"}), 2),),
    contracts=(Touched("denied", Worth(6, {"EUR": "610"}), 3),),
    uncontracted=41,
    other_reasons=7,
    months=(
        Slice("2022-03", (moved("allow", "allow", 440, "41000.50"), moved("allow", "hold", 2, "200"))),
        Slice(
            "2022-05",
            (
                moved("allow", "allow", 500, "50000"),
                moved("allow", "hold", 10, "1300"),
                moved("allow", "deny", 30, "4200.25"),
                moved("hold", "deny", 5, "333"),
                moved("hold", "hold", 11, "900"),
            ),
        ),
    ),
    territories=(
        Slice("DE", (moved("allow", "allow", 900, "90000"),)),
        Slice("RU", (moved("allow", "deny", 29, "4100.25"), moved("hold", "deny", 5, "333"))),
        Slice("UA-43", (moved("allow", "hold", 8, "1000"),)),
        Slice("", (moved("allow", "hold", 4, "500"), moved("allow", "deny", 1, "100"))),
    ),
    partners=(
        Slice(EVIL, (moved("allow", "deny", 30, "4200.25"),)),
        Slice("P-2", (moved("allow", "hold", 12, "1500"), moved("hold", "deny", 5, "333"))),
    ),
    partners_more=0,
    products=(
        Slice(
            "<b>M300</b>",
            (
                moved("allow", "deny", 30, "4200.25"),
                moved("allow", "hold", 12, "1500"),
                moved("hold", "deny", 5, "333"),
            ),
        ),
    ),
    products_more=3,
    measures=(
        Asked(
            "SUSPEND-RU",
            "No business with Russia",
            "0011223344556677",
            "draft",
            "applies",
            "deny",
            Worth(35, {"EUR": "4533.25"}),
            35,
        ),
        Asked(
            "SUSPEND-RU",
            "No business with Russia",
            "0011223344556677",
            "draft",
            "unknown",
            "hold",
            Worth(12, {"EUR": "1500"}),
            12,
        ),
        Asked(
            "base-territory",
            "Where is this party?",
            "8899aabbccddeeff",
            "base",
            "applies",
            "hold",
            Worth(16, {"EUR": "1233"}),
            5,
        ),
        Asked(
            "base-territory",
            "Where is this party?",
            "8899aabbccddee00",
            "draft",
            "applies",
            "hold",
            Worth(16, {"EUR": "1233"}),
            5,
        ),
        Asked(
            "eu-833-2",
            "Dual-use goods to Russia",
            "1234123412341234",
            "base",
            "inactive",
            "allow",
            Worth(35, {"EUR": "4533.25"}),
            35,
        ),
        Asked(
            "eu-833-2",
            "Dual-use goods to Russia",
            "1234123412341234",
            "draft",
            "inactive",
            "allow",
            Worth(35, {"EUR": "4533.25"}),
            35,
        ),
        Asked(
            "flag-09",
            "Delivery to a forwarder",
            "4321432143214321",
            "draft",
            "not_evaluable",
            "allow",
            Worth(900, {"EUR": "90000"}),
            0,
        ),
    ),
    losers=(Loser(EVIL, "EUR", "4200.25", "4200.25", "6000", "0.7000", 30),),
    licences=(Licence("licence.covers_eu", Worth(9, {"EUR": "900"}), 2, Worth(), 0, Worth(1, {"EUR": "10"})),),
    gaps=(
        Gap(
            "end_user.territory", "Where is the end user of the goods?", 8, Worth(12, {"EUR": "1500", "USD": "700"}), 4
        ),
        Gap("quantity", "How many?", 0, Worth(2, {"EUR": "3"})),
    ),
)

LIFT = Draft(
    book=Book("lift", "ef" * 32, 56, 32),
    changes=("- OWN-1: own suspension",),
    moves=(
        Move("allow", "allow", Worth(982, {"EUR": "96700.75", "USD": "1900"}, 3), 425),
        Move("hold", "allow", Worth(15, {"EUR": "1133"}), 8),
        Move("deny", "hold", Worth(1, {"EUR": "100"}), 1),
    ),
    touched=(Touched("eased", Worth(1, {"EUR": "100"}), 1), Touched("released", Worth(15, {"EUR": "1133"}), 8)),
    open=(),
    contracts=(),
    uncontracted=0,
    other_reasons=0,
    months=(
        Slice("2022-03", (moved("allow", "allow", 442, "41200.50"), moved("hold", "allow", 15, "1133"))),
        Slice("2022-04", (moved("deny", "hold", 1, "100"),)),
    ),
    territories=(Slice("RU", (moved("hold", "allow", 15, "1133"), moved("deny", "hold", 1, "100"))),),
    partners=(Slice("P-2", (moved("hold", "allow", 15, "1133"), moved("deny", "hold", 1, "100"))),),
    partners_more=0,
    products=(),
    products_more=0,
    measures=(),
    losers=(),
    licences=(),
    gaps=(),
)


def impact() -> Impact:
    return Impact(
        made="2026-11-28",
        on="order-date",
        known_at=None,
        log_size=412,
        engine="moratorium-decision/1 on duckdb 2.0.1",
        orders=436,
        lines=1000,
        judged=Worth(998, {"EUR": "97933.75", "USD": "1900"}, 3),
        undated=Worth(2, {"EUR": "12"}),
        first="2022-03-01",
        last="2022-05-31",
        currencies=("EUR", "USD"),
        share="0.2",
        base=BASE,
        drafts=(SUSPEND, LIFT),
        sources={"atlas": "12" * 32, "catalogue": "34" * 32},
        lists={"OFAC-SDN": "56" * 32},
        notes=("two measures ask for facts of a party register that the history was built without",),
    )
