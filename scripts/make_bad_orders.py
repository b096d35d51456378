"""Makes the named bad inputs of the intake's tests: ``tests/assets/orders_*``. Run it again after a change here.

Each is what somebody once hands in: an export that broke off, a delimiter nobody expected, a workbook that explodes.
"""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

ASSETS = Path(__file__).resolve().parent.parent / "tests" / "assets"
HEADING = "order,line,activity,product,quantity,placed_on,buyer.country\n"
GOOD = "G-1,1,sale,KST-S1,2,2022-04-26,NL\n"
GOOD_TOO = "G-2,1,sale,KST-S1,1,2022-04-27,DE\n"

TEXTS = {
    "empty.csv": "",
    "blank.csv": "\n \n\n",
    "header_only.csv": HEADING,
    "one_column.csv": "order^country\n1^NL\n2^DE\n",
    "repeated_column.csv": "order,country,country\n1,NL,DE\n",
    "repeated_line.csv": HEADING + GOOD + GOOD_TOO + GOOD + "G-2,1,sale,KST-S2,9,2022-04-27,DE\n",
    "identical_rows_unnumbered.csv": "order,activity,buyer.country\nA,sale,NL\nA,sale,NL\n",
    "decimal_comma.csv": HEADING + GOOD + 'B-1,1,sale,KST-S1,"1.234,56",2022-04-26,NL\n' + GOOD_TOO,
    "date_order_us.csv": HEADING + GOOD + "B-1,1,sale,KST-S1,1,04/26/2022,NL\n" + GOOD_TOO,
    "date_impossible.csv": HEADING + GOOD + "B-1,1,sale,KST-S1,1,2022-02-30,NL\n" + GOOD_TOO,
    "dates_ambiguous.csv": "Order No;Order Date;Qty;Country\n1;03/04/2022;1;NL\n2;05/06/2022;1;DE\n3;07/07/2022;2;FR\n",
    "decimals_ambiguous.csv": "Order No;Order Date;Qty;Price\n1;2022-04-26;1;1.234\n2;2022-04-27;1;5.678\n",
    "no_order_id.csv": HEADING + GOOD + ",1,sale,KST-S1,1,2022-04-26,NL\n" + GOOD_TOO,
    "short_row.csv": HEADING + GOOD + "B-1,1,sale\n" + GOOD_TOO,
    "long_row.csv": HEADING + GOOD + "B-1,1,sale,KST-S1, large,2,2022-04-26,NL\n" + GOOD_TOO,
    "unclosed_quote.csv": HEADING + GOOD + 'B-1,1,sale,"KST-S1,1,2022-04-26,NL\n' + GOOD_TOO,
    "formula.csv": HEADING + "=cmd|' /C calc'!A0,1,sale,@SUM(1),2,2022-04-26,NL\n" + GOOD,
    "unknown_activity.csv": HEADING + GOOD + "B-1,1,sell,KST-S1,1,2022-04-26,NL\n" + GOOD_TOO,
    "not_json.jsonl": '{"order": "1", "country": "NL"}\n{"order": \n["2"]\n{"order": "3", "country": "DE"}\n',
    "json_array.json": '[{"order": "1"}]\n',
}
BROKEN_UTF8 = (
    HEADING.encode()
    + "G-1,1,sale,Überflug,2,2022-04-26,Österreich\n".encode()
    + b"B-1,1,sale,\xc3\x28\xff,1,2022-04-26,NL\n"
    + GOOD_TOO.encode()
)
OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def huge_field() -> bytes:
    """A good row, a row with 200 MB in one field, a good row; gzipped."""
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0, compresslevel=9) as file:
        file.write((HEADING + GOOD + "B-1,1,sale,").encode())
        for _ in range(200):
            file.write(b"x" * 1_000_000)
        file.write((",1,2022-04-26,NL\n" + GOOD_TOO).encode())
    return packed.getvalue()


def huge_quoted_field() -> bytes:
    """The same, quoted and with a line break at every thousand characters."""
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0, compresslevel=9) as file:
        file.write((HEADING + GOOD + 'B-1,1,sale,"').encode())
        for _ in range(20_000):
            file.write(b"x," * 500 + b"\n")
        file.write(('",1,2022-04-26,NL\n' + GOOD_TOO).encode())
    return packed.getvalue()


def exploding_workbook() -> bytes:
    """A workbook of some kilobytes whose sheet unpacks to 40 MB of nothing."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in ("[Content_Types].xml", "xl/workbook.xml"):
            archive.writestr(zipfile.ZipInfo(name), b"<x/>", zipfile.ZIP_DEFLATED)
        sheet = zipfile.ZipInfo("xl/worksheets/sheet1.xml")
        archive.writestr(sheet, b"<worksheet>" + b" " * 40_000_000, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def main() -> None:
    """Write all of them."""
    made = {name: text.encode() for name, text in TEXTS.items()}
    made |= {
        "broken_utf8.csv": BROKEN_UTF8,
        "old_excel.xls": OLD_EXCEL,
        "cut_short.csv.gz": gzip.compress((HEADING + GOOD * 200).encode(), mtime=0)[:-12],
        "huge_field.csv.gz": huge_field(),
        "huge_quoted_field.csv.gz": huge_quoted_field(),
        "exploding.xlsx": exploding_workbook(),
        "not_a_workbook.xlsx": b"PK\x03\x04 this is no zip file",
        "not_parquet.parquet": b"PAR1 this is no Parquet file PAR1",
    }
    for name, data in made.items():
        (ASSETS / f"orders_{name}").write_bytes(data)


if __name__ == "__main__":
    main()
