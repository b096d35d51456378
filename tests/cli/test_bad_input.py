"""Bad input at the command line: a clear error with place, reason and mend; good rows are decided; nothing half."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import pytest

from tests.cli.office import COLUMNS, SUSPENSION, Office, row
from tests.worlds import measure_text

ASSETS = Path(__file__).resolve().parent.parent / "assets"


def rejected(office: Office) -> list[dict[str, str]]:
    """Rows that became no order line, with reasons."""
    with (office.desk / "rejected.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# -- nothing can be decided -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("empty.csv", "the file is empty; export it again, with a heading and rows"),
        ("blank.csv", "the file is empty"),
        ("header_only.csv", "heading"),
        ("one_column.csv", "column"),
        ("repeated_column.csv", "`country`"),
        ("json_array.json", "a JSON array; write JSON Lines"),
        ("not_a_workbook.xlsx", "workbook"),
        ("not_parquet.parquet", "Parquet"),
        ("old_excel.xls", "save it as .xlsx"),
        ("exploding.xlsx", ""),
    ],
)
def test_where_nothing_can_be_decided_nothing_is_written_and_nothing_recorded(
    office: Office, name: str, words: str
) -> None:
    file = ASSETS / f"orders_{name}"
    done = office.check(file, "--out", "out.jsonl")
    assert done.code == 2
    assert done.out == ""
    told = done.err.splitlines()
    assert told[0].startswith(f"moratorium: orders_{name}"), told
    assert words in done.err
    assert not list(office.desk.glob("out*"))
    assert not list(office.desk.glob("rejected*"))
    assert not (office.desk / "questions.csv").exists()
    assert office.size() == 0
    assert office.run("map", file, "--out", "map.yaml").code == 2
    assert not (office.desk / "map.yaml").exists()


def test_an_export_whose_columns_are_not_named_as_fields_needs_a_map(office: Office) -> None:
    """And the command that proposes one is told."""
    done = office.check(office.write("export.csv", "Order No,Country\n1,NL\n"))
    assert done.code == 3
    assert "no column of `export.csv` is named `order`; moratorium map" in done.err
    assert office.size() == 0


def test_a_missing_map_is_told_with_the_command(office: Office) -> None:
    done = office.check(office.orders(row("A")), "--map", "none.yaml")
    assert done.code == 3
    assert "no map `none.yaml`; moratorium map" in done.err
    assert office.size() == 0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("columns: {order: order, buyer.contry: x}\n", "map.yaml:1:39: unknown field `buyer.contry`"),
        ("columns: {order: Bestellung}\n", "`Bestellung`"),
        ("columns: {product: product}\n", "no column feeds `order`"),
        ("columns: {order: '?'}\n", "open question"),
        ("columns: {order: order}\nformats: {dates: '?'}\n", "in which order do day, month and year stand?"),
        ("a: &a [1]\nb: *a\n", "map.yaml:1:4: anchors and aliases are not allowed"),
        ("columns: [\n", "map.yaml:2:1: not readable as YAML"),
        ("", "expected a map, found nothing; fields: map, columns"),
    ],
)
def test_a_map_that_cannot_be_used_is_told_with_line_and_column(office: Office, text: str, words: str) -> None:
    done = office.check(office.orders(row("A")), "--map", office.write("map.yaml", text), "--out", "out.jsonl")
    assert done.code == 2
    assert words in done.err
    assert not (office.desk / "out.jsonl").exists()
    assert office.size() == 0


def test_ambiguous_dates_are_asked_for_and_never_guessed(office: Office) -> None:
    """``03/04/2022`` may be April or March: the proposed map holds a question, and is refused until it is answered."""
    file = ASSETS / "orders_dates_ambiguous.csv"
    assert office.run("map", file, "--out", "map.yaml").code == 0
    text = (office.desk / "map.yaml").read_text()
    assert "`03/04/2022`" in text
    refused = office.check(file, "--map", "map.yaml")
    assert refused.code == 2
    assert "in which order do day, month and year stand? write ymd, dmy or mdy" in refused.err
    assert office.size() == 0
    assert "dates: ?" in text or "dates: '?'" in text or 'dates: "?"' in text
    lines = ["  dates: dmy" if line.strip().startswith("dates:") else line for line in text.splitlines()]
    office.write("map.yaml", "\n".join(lines) + "\n")
    done = office.check(file, "--map", "map.yaml", "--on", "order-date")
    assert len(done.lines) == 3


# -- good rows are decided --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("date_impossible.csv", "`2022-02-30`"),
        ("no_order_id.csv", "no order id"),
        ("short_row.csv", ""),
        ("long_row.csv", ""),
        ("unknown_activity.csv", "unknown activity `sell`"),
        ("broken_utf8.csv", ""),
    ],
)
def test_one_bad_row_is_written_out_with_its_reason_and_the_good_ones_are_decided(
    office: Office, name: str, words: str
) -> None:
    done = office.check(ASSETS / f"orders_{name}", "--on", "order-date")
    assert done.code == 2
    assert [one["order"] for one in done.lines] == ["G-1", "G-2"]
    (bad,) = rejected(office)
    assert words in bad["reason"]
    assert f"orders_{name}" in bad["reason"]
    assert bad["mend"] or bad["reason"]
    assert "1 rejected row with reasons in rejected.csv" in done.err
    assert "1 row rejected as no order line, with reasons" in done.err
    assert office.is_sound()


@pytest.mark.parametrize("name", ["decimal_comma.csv", "date_order_us.csv"])
def test_what_can_be_read_in_one_way_only_is_read(office: Office, name: str) -> None:
    """``1.234,56`` is a number with a decimal comma, and ``04/26/2022`` is the 26th of April."""
    rules = office.rulebook(measure_text("many", '{activities: all, where: "quantity = 1234.56"}'))
    done = office.check(ASSETS / f"orders_{name}", "--on", "order-date", rules=rules)
    effects = {one["order"]: one["effect"] for one in done.lines}
    assert effects.keys() == {"G-1", "B-1", "G-2"}
    assert (effects["B-1"] == "deny") == (name == "decimal_comma.csv")
    assert "decided as of 2022-04-26" in office.run("explain", "B-1").out


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (row("B-1", quantity="1.234"), "`1.234`"),
        (row("B-1", quantity="1,234"), "`1,234`"),
        (row("B-1", placed_on="03/04/2022"), "`03/04/2022`"),
        (row("B-1", placed_on="03-04-22"), "`03-04-22`"),
        (row("B-1", quantity="1e999999"), "`1e999999`"),
    ],
)
def test_what_can_be_read_in_two_ways_is_rejected_with_its_place_and_never_guessed(
    office: Office, bad: str, words: str
) -> None:
    done = office.check(office.orders(row("G-1"), bad, row("G-2")))
    assert done.code == 2
    assert [one["order"] for one in done.lines] == ["G-1", "G-2"]
    (found,) = rejected(office)
    assert "orders.csv:3" in found["reason"]
    assert words in found["reason"]


def test_rejected_rows_can_be_mended_and_handed_in_again(office: Office) -> None:
    office.check(office.orders(row("G-1"), row("B-1", placed_on="2022-02-30")))
    text = (office.desk / "rejected.csv").read_text(encoding="utf-8")
    mended = office.write("mended.csv", text.replace(",2022-02-30,", ",2022-02-28,"))
    done = office.check(mended)
    assert (done.code, [one["order"] for one in done.lines]) == (0, ["B-1"])
    assert not (office.desk / "rejected.csv").exists()


def test_rejected_rows_of_an_earlier_run_do_not_outlive_a_run_without_any(office: Office) -> None:
    office.check(office.orders(row("B-1", placed_on="2022-02-30")))
    assert len(rejected(office)) == 1
    assert office.check(office.orders(row("B-1"))).code == 0
    assert not (office.desk / "rejected.csv").exists()


CLOSED = "order,activity,end_use.class,buyer.country,end_user.country,ship_to.country,placed_on"
WEAPON = measure_text("weapon", "{activities: all, where: \"end_use.class = 'weapon_carriage'\"}")


@pytest.mark.parametrize("written", ["weapon_carriage", "Weapon carriage", "WEAPON-CARRIAGE", " weapon  carriage "])
def test_a_word_of_a_closed_list_is_read_whatever_its_case_and_spaces(office: Office, written: str) -> None:
    orders = office.orders(f"A,Sale,{written},NL,NL,NL,2022-05-02", columns=CLOSED)
    done = office.check(orders, rules=office.rulebook(WEAPON))
    assert [one["effect"] for one in done.lines] == ["deny"]


def test_a_word_outside_its_closed_list_rejects_the_row_with_the_words(office: Office) -> None:
    """Taken as it stands, it would be compared with nothing and let the order pass."""
    rows = ("A,sale,farming,NL,NL,NL,2022-05-02", "B,sale,weapon carrige,NL,NL,NL,2022-05-02")
    done = office.check(office.orders(*rows, columns=CLOSED), rules=office.rulebook(WEAPON))
    assert (done.code, done.lines) == (2, [])
    unlike, near = rejected(office)
    assert "orders.csv:2, column `end_use.class`: unknown end_use.class `farming`" in unlike["reason"]
    assert "words: {end_use.class: …}" in unlike["mend"]
    assert "agriculture" in unlike["mend"]
    assert near["mend"] == "did you mean `weapon_carriage`?"


def test_a_map_says_what_the_files_own_words_mean_for_any_closed_list(office: Office) -> None:
    fields = ", ".join(f"{name}: {name}" for name in CLOSED.split(","))
    words = "words: {end_use.class: {Bewapening: weapon_carriage, Landbouw: agriculture}}\n"
    office.write("map.yaml", f"columns: {{{fields}}}\n{words}")
    rows = ("A,sale,Bewapening,NL,NL,NL,2022-05-02", "B,sale,Landbouw,NL,NL,NL,2022-05-02")
    done = office.check(office.orders(*rows, columns=CLOSED), "--map", "map.yaml", rules=office.rulebook(WEAPON))
    assert [one["effect"] for one in done.lines] == ["deny", "allow"]
    office.write("map.yaml", f"columns: {{{fields}}}\n{words.replace('agriculture', 'farming')}")
    refused = office.check(office.orders(*rows, columns=CLOSED), "--map", "map.yaml", rules=office.rulebook(WEAPON))
    assert refused.code == 2
    assert "`farming`" in refused.err


def test_a_repeated_order_and_line_is_rejected_and_named(office: Office) -> None:
    """Rows of one order id are its lines; only a repeated (order, line) is a duplicate."""
    done = office.check(ASSETS / "orders_repeated_line.csv", "--on", "order-date")
    assert done.code == 2
    assert [(one["order"], one["line"]) for one in done.lines] == [("G-1", "1"), ("G-2", "1")]
    same, other = rejected(office)
    assert "line `1` of order `G-1` is there already: the same row on line 2" in same["reason"]
    assert "line `1` of order `G-2` is there already: another row on line 3" in other["reason"]


def test_formulas_come_out_quoted_in_files_for_spreadsheets(office: Office) -> None:
    bad = "=cmd|' /C calc'!A0,1,sale,@SUM(1),two,2022-04-26,NL\n"
    text = (ASSETS / "orders_formula.csv").read_text() + bad.replace("A0", "A1")
    done = office.check(office.write("formula.csv", text), "--on", "order-date")
    assert done.code == 2
    assert done.lines[0]["order"].startswith("=cmd")
    (found,) = rejected(office)
    assert all(cell[:1] not in {"=", "+", "-", "@"} for cell in found.values() if cell)


def test_a_gzip_file_cut_short_is_told(office: Office) -> None:
    done = office.check(ASSETS / "orders_cut_short.csv.gz", "--out", "out.jsonl")
    assert done.code == 2
    assert "cut short" in done.err
    assert not list(office.desk.glob("out*"))
    assert office.is_sound()


def test_200_megabytes_in_one_field_are_one_rejected_row(office: Office) -> None:
    """Packed 200 MB; the row is rejected, the others are decided."""
    done = office.check(ASSETS / "orders_huge_field.csv.gz", "--on", "order-date")
    assert done.code == 2
    assert [one["order"] for one in done.lines] == ["G-1", "G-2"]
    (bad,) = rejected(office)
    assert len(str(bad)) < 10_000


@pytest.mark.soak
def test_200_megabytes_in_one_field_of_a_plain_file(office: Office) -> None:
    """On disk as such, quoted, in the buyer's name."""
    file = office.desk / "big.csv"
    with file.open("w", encoding="utf-8") as out:
        out.write(COLUMNS + "\n" + row("G-1") + "\n")
        head, tail = row("B-1", name="NAME").split("NAME", 1)
        out.write(f'{head}"')
        for _ in range(200):
            out.write("x" * 1_000_000)
        out.write(f'"{tail}\n' + row("G-2") + "\n")
    done = office.check(file)
    assert done.code == 2
    assert [one["order"] for one in done.lines] == ["G-1", "G-2"]
    assert len(rejected(office)) == 1


# -- rulebooks and parts ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("documents", "words"),
    [
        (
            (SUSPENSION.replace("effect: deny", "efect: deny"),),
            ("0.yaml:9:1: unknown field `efect`; did you mean `effect`?", "`effect` is missing"),
        ),
        (
            (SUSPENSION.replace("[RU, UA]", "[RUS, UA]"), measure_text("b", '{activities: all, where: "quantty > 1"}')),
            ("0.yaml:8:61: ", "`RUS`", "1.yaml:7:33: ", "`quantity`"),
        ),
        ((SUSPENSION.replace("deny", "forbid"),), ("0.yaml:9:9: ", "`forbid`")),
        ((SUSPENSION, SUSPENSION), ("`suspension`",)),
        (("a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]\n",), ("0.yaml:1:4: anchors and aliases are not allowed",)),
        (("measure: [\n",), ("0.yaml:2:1: not readable as YAML",)),
        (("!!python/object:os.system x\n",), ("tags are not allowed",)),
        (("[" * 100 + "]" * 100,), ("nested more than 40 deep",)),
    ],
)
def test_a_rulebook_that_cannot_be_read_is_told_with_line_and_column_and_decides_nothing(
    office: Office, documents: tuple[str, ...], words: tuple[str, ...]
) -> None:
    rules = office.rulebook(*documents)
    done = office.check(office.orders(row("A")), "--out", "out.jsonl", rules=rules)
    assert done.code == 2
    for word in words:
        assert word in done.err
    assert not (office.desk / "out.jsonl").exists()
    assert office.size() == 0
    assert office.run("measure", "check", rules).code == 2


def test_a_rulebook_in_another_encoding_or_too_large_is_told(office: Office) -> None:
    rules = office.rulebook(SUSPENSION)
    (rules / "1.yaml").write_bytes(b"measure: \xff\xfe\n")
    done = office.check(office.orders(row("A")), rules=rules)
    assert done.code == 2
    assert "1.yaml: not UTF-8 at byte 9; save it as UTF-8 text" in done.err
    (rules / "1.yaml").write_bytes(b"#" * (4 * 1024 * 1024 + 1))
    done = office.check(office.orders(row("A")), rules=rules)
    assert done.code == 2
    assert "the file has 4,194,305 bytes" in done.err
    assert office.size() == 0


def test_a_condition_typo_offers_the_nearest_name(office: Office) -> None:
    rules = office.rulebook(measure_text("b", '{activities: all, where: "end_user.tpye = 1"}'))
    done = office.run("measure", "check", rules)
    assert done.code == 2
    assert "did you mean `end_user.type`" in done.err


def test_a_product_that_is_not_in_the_catalogue_is_unknown_where_a_measure_depends_on_it(office: Office) -> None:
    """Without a catalogue, too: one question a product, and the order is held, not passed."""
    heavy = measure_text("heavy", '{activities: all, where: "product.mtow_g > 7000"}')
    rules = office.rulebook(heavy)
    orders = office.orders(row("A", product="KST-P3"), row("B", product="KST-Z9"))
    assert [one["effect"] for one in office.check(orders, rules=rules).lines] == ["hold", "hold"]
    done = office.check(orders, "--catalogue", office.catalogue(), rules=rules)
    assert [one["effect"] for one in done.lines] == ["allow", "hold"]
    assert [one["subject"] for one in office.questions()] == ["product:KST-Z9"]


def test_rows_of_a_catalogue_that_cannot_be_read_are_told_and_the_others_count(office: Office) -> None:
    bad = office.write("catalogue.csv", "product,mtow_g\nP-1,1000\nP-2,heavy\nP-1,2000\n,5\n")
    rules = office.rulebook(measure_text("heavy", '{activities: all, where: "product.mtow_g > 7000"}'))
    orders = office.orders(row("A", product="P-2"))
    done = office.check(orders, "--catalogue", bad, rules=rules)
    assert done.code == 10
    assert "left out of the catalogue: catalogue.csv:3" in done.err
    assert "`heavy`" in done.err


def test_a_file_that_is_plain_but_named_otherwise_is_read_by_its_content(office: Office) -> None:
    orders = office.orders(row("A", "RU"))
    named = office.desk / "orders.xlsx"
    named.write_bytes(gzip.compress(orders.read_bytes()))
    assert office.check(named).lines[0]["effect"] == "deny"
