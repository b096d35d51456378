"""Histories at size, written straight as the two tables by DuckDB, with a seed: no order file stands behind them.

3,000 partners in 60 countries buy some 300 products over five years. A combination of facts is a country, a kind of
partner and a kind of product (18,000 of them); partners and products are drawn as trade is: a few buy most. Nulls and
sets of which not all is known are as frequent as in files that we have seen. All of it is invented.
"""

from __future__ import annotations

import argparse
import sys
import time
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet

from moratorium.decision.decision import ENGINE
from moratorium.history import folder as histories
from moratorium.history.folder import Built, Part, Record, Sources
from moratorium.history.schema import ROW, facts_schema, lines_schema
from moratorium.terms.vocabulary import VOCABULARY, Absence

SEED = 2022
PARTNERS, PARTNER_KINDS, PRODUCT_KINDS, PRODUCTS = 3_000, 10, 30, 300
START, END = date(2020, 1, 1), date(2024, 12, 31)
_NAMED = (
    "DE FR NL BE IT ES PL CZ SE FI DK AT IE PT GR HU RO BG GB CH NO US CA MX BR AR CL CO AU NZ JP KR SG MY TH VN ID PH "
    "IN PK BD LK AE SA QA IL EG ZA KE NG TR KZ KG AM GE UZ RS RU UA BY"
)
COUNTRIES = _NAMED.split()
PART = 10_000_000
"""Lines in one file of the table."""

_DOLLARS = "'US','CA','MX','BR','AR','CL','CO','SG','AE','SA','KZ','KG','UZ','RU','UA'"

FACTS = {
    "any_role.territory": (
        "CASE WHEN dim THEN [] ELSE [country] END",
        "CASE WHEN dim THEN [country] ELSE [] END",
        "dim",
    ),
    "ship_to.territory": (
        "CASE WHEN dim THEN [] ELSE [country] END",
        "CASE WHEN dim THEN [country] ELSE [] END",
        "dim",
    ),
    "end_user.territory": ("CASE WHEN lost THEN [] ELSE [country] END", "[]", "lost"),
    "buyer.territory": ("[country]", "[]", "false"),
    "actor.territory": ("['NL']", "[]", "false"),
    "activity": ("CASE WHEN partner_kind = 7 THEN ['repair'] ELSE ['sale'] END", "['export']", "false"),
    "reference.unreadable": ("[]", "[]", "false"),
    "actor.identified": "true",
    "buyer.filled": "true",
    "end_user.filled": "CASE WHEN NOT lost THEN true END",
    "ship_to.filled": "true",
    "seller.filled": "true",
    "activation_place.filled": "false",
    "end_user.military": "(partner_kind = 9 AND n % 11 = 0)",
    "end_use.class": "CASE WHEN chance(n, 1) > 0.25 "
    "THEN ['agriculture','inspection','mapping','film','combat','weapon_carriage']"
    "[1 + (CASE WHEN chance(n, 2) < 0.02 THEN 4 + n % 2 ELSE n % 4 END)::INT] END",
    "end_use.statement_on_file": "CASE WHEN chance(n, 3) > 0.3 THEN chance(n, 4) > 0.2 END",
    "buyer.type": "CASE WHEN chance(n, 5) > 0.1 THEN "
    "['dealer','user','trading_company','research','forwarder'][1 + partner_kind % 5] END",
    "buyer.website_status": "CASE WHEN chance(n, 6) > 0.4 THEN "
    "['live','live','live','dead','none'][1 + (n % 5)::INT] END",
    "buyer.incorporated_on": "CASE WHEN chance(n, 7) > 0.5 THEN DATE '1995-01-01' + (chance(n, 8) * 10500)::INT END",
    "channel": "['dealer','web','key_account','marketplace'][1 + partner_kind % 4]",
    "returned_to_sender": "CASE WHEN partner_kind = 7 THEN CASE WHEN n % 3 > 0 THEN n % 3 = 1 END ELSE false END",
    "licence.covers_eu": "(chance(n, 9) < 0.1)",
    "product.thermal_camera": "CASE WHEN product_kind <> 29 THEN product_kind % 6 = 0 END",
    "product.hs6": "CASE WHEN product_kind < 27 THEN "
    "['880622','880621','850760','852990','880692'][1 + product_kind % 5] END",
    "product.mtow_g": "CASE WHEN product_kind <> 28 THEN [249, 895, 1050, 3998, 9000, 28000][1 + product_kind % 6] END",
    "product.catalogued": "true",
}
"""SQL of facts that are more than absent; of a set what is certain, what is possible, and whether it is open."""

_FACTS = """
SELECT abs(hash(n, {seed}) >> 1)::BIGINT AS row, n, n // {kinds} AS place, ({countries})[1 + n // {kinds}] AS country,
       (n // {product_kinds} % {partner_kinds})::INT AS partner_kind, (n % {product_kinds})::INT AS product_kind,
       hash(n, 21) % 100 = 0 AS dim, hash(n, 22) % 50 = 0 AS lost
FROM range({rows}) AS numbered(n)
"""

_LINES = """
WITH placed AS (
    SELECT n, n // 3 AS number,
           least({partners} - 1, ({partners} * pow(hash(n // 3, {seed}) / 18446744073709551616, 2.5))::INT) AS partner,
           least({products} - 1, ({products} * pow(hash(n, {seed} + 1) / 18446744073709551616, 2))::INT) AS product,
           DATE '{start}' + (n // 3 * {days} // {orders})::INT AS day
    FROM range({first}, {end}) AS numbered(n)
), placed_where AS (
    SELECT *, (hash(partner, 31) % {countries})::INT AS place,
           (hash(partner, 32) % {partner_kinds})::INT AS partner_kind, product % {product_kinds} AS product_kind
    FROM placed
), known AS (
    SELECT *, place * {kinds} + partner_kind * {product_kinds} + product_kind AS combination,
           ({names})[1 + place] AS country, hash(n, 41) / 18446744073709551616 AS a,
           hash(number, 42) / 18446744073709551616 AS b, CASE WHEN hash(number, 43) % 500 <> 0 THEN day END AS day_known
    FROM placed_where
)
SELECT format('SO-{{:09d}}', number) AS "order", 'sale' AS order_activity, (n % 3 + 1)::VARCHAR AS line, 'nl' AS actor,
       day_known AS day, format('P-{{:03d}}', product) AS product, format('C-{{:04d}}', partner) AS partner,
       country AS territory,
       CASE WHEN country IN ({dollars}) THEN 'USD' WHEN country = 'GB' THEN 'GBP' WHEN country = 'JP' THEN 'JPY'
            ELSE 'EUR' END AS currency,
       abs(hash(combination, {seed}) >> 1)::BIGINT AS row,
       CASE WHEN b > 0.4 THEN day_known + 1 END AS accepted_on,
       CASE WHEN b > 0.6 THEN day - 20 END AS contract__concluded_on,
       CASE WHEN b > 0.3 THEN day_known + 3 END AS paid_on,
       day_known AS placed_on,
       CASE WHEN partner_kind = 7 AND b > 0.2 THEN day - 9 END AS received_on,
       CASE WHEN b > 0.1 THEN day + 7 END AS ship_on,
       CASE WHEN day < DATE '{end_day}' - 90 THEN 'closed' WHEN b < 0.5 THEN 'open' ELSE 'shipped' END AS status,
       '' AS licence__number,
       CASE WHEN a > 0.01 THEN 1 + (a * a * a * 60)::INT END AS quantity,
       CASE WHEN a > 0.02 THEN round(exp(3 + 6 * a), 2) END AS value,
       30 AS order_quantity
FROM known
"""


def main() -> int:
    """Write one history."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lines", type=int)
    parser.add_argument("folder", type=Path)
    given = parser.parse_args()
    start = time.perf_counter()
    generate(given.folder, given.lines)
    print(f"{given.lines:,} lines in {time.perf_counter() - start:.1f} s")
    return 0


def generate(folder: Path, lines: int, sources: Sources | None = None) -> None:
    """Write a history of so many lines.

    Args:
        folder: Made new.
        lines: Rows of ``lines``.
        sources: What it says that its facts were looked up in.
    """
    for name in ("lines", "facts"):
        (folder / name).mkdir(parents=True)
    connection = duckdb.connect()
    connection.execute("SET threads = 2; SET memory_limit = '3GB'; SET preserve_insertion_order = true")
    connection.execute("CREATE MACRO chance(n, k) AS hash(n, k) / 18446744073709551616")
    parts = []
    rows = _write(connection, histories.part_path(folder, "facts", "p0"), _facts_sql(), facts_schema())
    for number, first in enumerate(range(0, lines, PART)):
        path = histories.part_path(folder, "lines", f"p{number}")
        end = min(lines, first + PART)
        _write(connection, path, _lines_sql(first, end, lines), lines_schema())
        sizes = {"lines": path.stat().st_size}
        if number == 0:
            sizes["facts"] = histories.part_path(folder, "facts", "p0").stat().st_size
        orders = (end + 2) // 3 - (first + 2) // 3
        parts.append(Part(f"p{number}", orders, orders, end - first, 0 if number else rows, sizes=sizes))
    paths = str(folder / "lines" / "*.parquet")
    ((undated,),) = connection.sql(f"SELECT count(*) - count(day) FROM read_parquet('{paths}')").fetchall()
    built = Built("generated", "0" * 64, whole=True, parts=tuple(parts), undated=undated, first=START, last=END)
    known = sources or Sources(ENGINE, {}, {}, "")
    histories.write_record(folder, Record(histories.FORMAT, known, "", END, (built,)))


def _facts_sql() -> str:
    names = [name for name in facts_schema().names if name != ROW]
    columns = ["row", *(f'({_fact(name)}) AS "{name}"' for name in names)]
    kinds = PARTNER_KINDS * PRODUCT_KINDS
    inner = _FACTS.format(
        seed=SEED, kinds=kinds, countries=_texts(COUNTRIES), product_kinds=PRODUCT_KINDS, partner_kinds=PARTNER_KINDS,
        rows=len(COUNTRIES) * kinds,
    )  # fmt: skip
    return f"SELECT {', '.join(columns)} FROM ({inner})"


def _fact(column: str) -> str:
    """SQL of a column; what the table above does not tell is absent, as the vocabulary says."""
    for suffix, at in (("__possible", 1), ("__open", 2), ("", 0)):
        name = column.removesuffix(suffix) if suffix else column
        if column.endswith(suffix) and name.replace("__", ".", 1) in VOCABULARY:
            stated = FACTS.get(name.replace("__", ".", 1))
            if isinstance(stated, tuple):
                return stated[at]
            if stated is not None:
                return stated
            return _absent(name.replace("__", ".", 1), at)
    raise ValueError(column)


def _absent(name: str, at: int) -> str:
    fact = VOCABULARY[name]
    no = fact.absence is Absence.FALSE
    if "set" in fact.kind.value:
        return ("[]", "[]", "false" if no else "true")[at]
    return {"yes or no": "false" if no else "NULL", "text": "''" if no else "NULL"}.get(fact.kind.value, "NULL")


def _lines_sql(first: int, end: int, lines: int) -> str:
    return _LINES.format(
        seed=SEED, partners=PARTNERS, products=PRODUCTS, start=START, days=(END - START).days + 1,
        orders=(lines + 2) // 3, first=first, end=end, countries=len(COUNTRIES), partner_kinds=PARTNER_KINDS,
        product_kinds=PRODUCT_KINDS, kinds=PARTNER_KINDS * PRODUCT_KINDS, names=_texts(COUNTRIES), dollars=_DOLLARS,
        end_day=END,
    )  # fmt: skip


def _texts(values: list[str]) -> str:
    return "[" + ", ".join(f"'{one}'" for one in values) + "]"


def _write(connection: duckdb.DuckDBPyConnection, path: Path, sql: str, schema: pa.Schema) -> int:
    """Write a table, typed as the schema says, in its order of columns; how many rows."""
    reader = connection.sql(sql).to_arrow_reader(500_000)
    with pa.parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        count = 0
        for batch in reader:
            table = pa.Table.from_batches([batch]).select(schema.names).cast(schema)
            writer.write_table(table)
            count += table.num_rows
    return count


if __name__ == "__main__":
    sys.exit(main())
