"""``history build`` and ``history show``: each file once, what cannot be built is told, the rest is built."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import msgspec
import pyarrow as pa
import pytest
from pyarrow import parquet

from moratorium.desk import history_building
from moratorium.history import compared
from moratorium.history.folder import History, load, read_record
from moratorium.history.writing import held
from tests.cli.office import COLUMNS, Office, Ran, row
from tests.history.reading import lines_of
from tests.worlds import measure_text

STRICT = measure_text("listed", "{listed: {roles: any, lists: [OWN], threshold: 0.95}}")


def build(office: Office, *arguments: object) -> Ran:
    return office.run("history", "build", *arguments, "--organisation", office.organisation())


def history(office: Office) -> History:
    return load(office.home / "history")


def orders_in(office: Office) -> list[str]:
    return sorted(f"{line.told['order']}#{line.told['line']}" for line in lines_of(history(office)))


def left_over(folder: Path) -> list[str]:
    """Files that belong to no part."""
    record = read_record(folder)
    assert record is not None
    parts = {part.name for file in record.files for part in file.parts}
    return [path.name for kind in ("lines", "facts", "numbers", "orders", "rejected")
            for path in (folder / kind).iterdir() if path.stem not in parts]  # fmt: skip


# -- what is built ----------------------------------------------------------------------------------------------------


def test_a_file_is_built_once_and_told(office: Office) -> None:
    file = office.orders(row("1"), row("1", line="2"), row("2", "RU"))
    done = build(office, file)
    assert done.code == 0
    assert done.out.splitlines()[0] == "1 file built: 3 lines of 2 orders"
    assert "orders.csv: read as CSV" in done.err
    assert orders_in(office) == ["1#1", "1#2", "2#1"]
    before = {path: path.stat().st_mtime_ns for path in (office.home / "history").rglob("*.parquet")}
    again = build(office, file)
    assert again.code == 0
    assert again.out.splitlines() == ["0 files built, 1 file left as built before: 0 lines of 0 orders"]
    assert "orders.csv: was built before; left as it is" in again.err
    assert {path: path.stat().st_mtime_ns for path in (office.home / "history").rglob("*.parquet")} == before


def test_only_new_files_are_built_and_the_same_content_under_another_name_is_not_new(office: Office) -> None:
    build(office, office.orders(row("1"), name="a.csv"))
    office.orders(row("1"), name="copy.csv")
    office.orders(row("2"), name="b.csv")
    done = build(office, "*.csv")
    assert "1 file built, 2 files left as built before: 1 line of 1 order" in done.out
    assert "copy.csv: was built before, as `a.csv`; left as it is" in done.err
    assert orders_in(office) == ["1#1", "2#1"]


def test_every_format_gives_the_same_lines(office: Office) -> None:
    """CSV, gzipped CSV, JSON Lines and Parquet, in folders and by patterns."""
    text = office.orders(row("1"), row("2", "RU"), name="as/csv/a.csv").read_text()
    office.write("as/csv/rejected.csv", "not,orders\n1,2\n")
    office.write("as/csv/_SUCCESS", "")
    (office.desk / "as/b.csv.gz").write_bytes(gzip.compress(text.replace("\n1,", "\n3,").encode()))
    names = COLUMNS.split(",")
    rows = [dict(zip(names, row(id).replace('"', "").split(","), strict=True)) for id in ("4", "5")]
    office.write("as/c.jsonl", "\n".join(map(json.dumps, rows)))
    parquet.write_table(pa.Table.from_pylist([{**one, "order": "6"} for one in rows[:1]]), office.desk / "as/d.parquet")
    done = build(office, "as")
    assert (done.code, done.err.count("read as")) == (0, 4)
    found = [file.name for file in history(office).files]
    assert found == ["as/b.csv.gz", "as/c.jsonl", "as/csv/a.csv", "as/d.parquet"]
    assert orders_in(office) == ["1#1", "2#1", "2#1", "3#1", "4#1", "5#1", "6#1"]
    assert "1 order in more than one file; each counts as often as it stands there" in done.out


def test_the_names_of_folders_state_columns(office: Office) -> None:
    """As engines lay them out; two files of equal bytes in folders that say different things are two files."""
    columns = COLUMNS.replace("status,", "").replace("placed_on,", "")
    for order, folder in (("1", "status=open/placed_on=2022-04-26"), ("1", "status=closed/placed_on=2021-01-01")):
        cells = row(order).replace(",open,", ",").replace(",2022-05-02,", ",")
        office.orders(cells, name=f"lake/{folder}/part-0.csv", columns=columns)
    assert build(office, "lake").code == 0
    found = {(str(line.told["day"]), line.row["status"]) for line in lines_of(history(office))}
    assert found == {("2022-04-26", "open"), ("2021-01-01", "closed")}


@pytest.mark.parametrize("place", ["shop.csv.map.yaml", "shop.map.yaml", "mine.yaml"])
def test_a_map_is_used_as_check_uses_it(office: Office, place: str) -> None:
    """Beside the file, beside its folder, or as given; a file without one whose columns are no fields is told."""
    columns = COLUMNS.replace("order,", "Bestellnummer,", 1)
    file = office.orders(row("1"), name="shop/shop.csv", columns=columns)
    beside = office.desk / ("shop" if place.startswith("shop.csv") else ".") / place
    fields = "\n".join(f"  {name}: {name}" for name in COLUMNS.split(",")[1:])
    beside.write_text(f"columns:\n  order: Bestellnummer\n{fields}\n", encoding="utf-8")
    options = ["--map", beside] if place == "mine.yaml" else []
    assert build(office, "shop", *options).code == 0
    assert orders_in(office) == ["1#1"]
    beside.unlink()
    done = build(office, file, "--into", "other")
    assert done.code == 2
    assert "shop/shop.csv: not built: no column of `shop.csv` is named `order`; moratorium map" in done.err


# -- what changes ------------------------------------------------------------------------------------------------------


def test_a_file_that_has_changed_takes_the_place_of_the_old_one_only_if_that_is_wanted(office: Office) -> None:
    build(office, office.orders(row("1"), row("2")))
    file = office.orders(row("2"), row("3"))
    done = build(office, file)
    assert done.code == 2
    assert "orders.csv: has changed since it was built; --replace puts it in the place" in done.err
    assert orders_in(office) == ["1#1", "2#1"]
    assert build(office, file, "--replace").code == 0
    assert orders_in(office) == ["2#1", "3#1"]
    assert left_over(office.home / "history") == []


def test_what_facts_were_looked_up_in_is_never_mixed(office: Office) -> None:
    """A part that changed is named; --again builds everything anew, of the files given and no others."""
    first, second = office.orders(row("1"), name="a.csv"), office.orders(row("2"), name="b.csv")
    build(office, first)
    done = office.run("history", "build", second, "--catalogue", office.catalogue())
    assert done.code == 4
    assert "the history was built with other facts: since then changed catalogue; build all files anew" in done.err
    assert orders_in(office) == ["1#1"]
    assert "changed since: catalogue" in office.run("history", "show").out
    done = build(office, first, second, "--again")
    assert done.code == 0
    assert orders_in(office) == ["1#1", "2#1"]
    assert {str(line.row["product.catalogued"]) for line in lines_of(history(office))} == {"True"}
    assert "nothing that facts are looked up in has changed since" in office.run("history", "show").out
    assert build(office, second, "--again").code == 0
    assert orders_in(office) == ["2#1"]
    assert left_over(office.home / "history") == []


def test_other_thresholds_are_other_facts_and_another_rulebook_with_the_same_ones_is_not(office: Office) -> None:
    plain = office.rulebook(measure_text("plain"), name="plain")
    strict = office.rulebook(STRICT, name="strict")
    file, more = office.orders(row("1"), name="a.csv"), office.orders(row("2"), name="b.csv")
    assert build(office, file, "--rulebook", plain).code == 0
    assert build(office, more).code == 0
    refused = build(office, office.orders(row("3"), name="c.csv"), "--rulebook", strict)
    assert refused.code == 4
    assert "changed thresholds" in refused.err


def test_a_map_that_has_changed_reads_a_file_anew(office: Office) -> None:
    file = office.orders(row("1", status=""))
    fields = "\n".join(f"  {name}: {name}" for name in COLUMNS.split(",") if name != "status")
    for status, options in (("open", []), ("shipped", []), ("shipped", ["--replace"])):
        text = f"columns:\n{fields}\nconstants: {{status: {status}}}\n"
        (office.desk / "orders.csv.map.yaml").write_text(text, encoding="utf-8")
        done = build(office, file, *options)
        found = {line.row["status"] for line in lines_of(history(office))}
        if status == "shipped" and not options:
            assert (done.code, found) == (2, {"open"})
            assert "orders.csv: is read by another map than when it was built" in done.err
        else:
            assert (done.code, found) == (0, {status})


# -- what cannot be built ----------------------------------------------------------------------------------------------


def test_rows_that_are_no_lines_are_rejected_with_reasons_and_the_others_are_built(office: Office) -> None:
    """Rows that cannot be read, and numbers that cannot be kept exactly, of the line or of the sum over the order."""
    file = office.orders(
        row("1"), row("2", quantity="many"), row("3", quantity="0.1234567"), row("4", quantity="1000000000000000000"),
        row("5", quantity="999999999999999999"), row("5", line="2", quantity="1"),
    )  # fmt: skip
    done = build(office, file)
    assert done.code == 2
    assert "orders.csv: 5 rows rejected, with reasons in" in done.out
    assert orders_in(office) == ["1#1"]
    (path,) = history(office).rejected_paths
    found = [msgspec.json.decode(line) for line in path.read_bytes().splitlines()]
    assert [(one["order"], one.get("row"), one.get("line")) for one in found] == [
        ("2", 3, None), ("3", None, "1"), ("4", None, "1"), ("5", None, "1"), ("5", None, "2"),
    ]  # fmt: skip
    assert found[0]["cells"]["quantity"] == "many"
    reasons = found[1]["reasons"]
    told = [one["what"].split(";")[0] for one in reasons]
    assert told == ["`order_quantity` is 0.1234567", "`quantity` is 0.1234567"]
    assert {one["where"] for one in reasons} == {"order 3, line 1"}
    assert {one["mend"] for one in reasons} == {"round it, or mend it"}


def test_dates_and_currencies_are_kept_and_told(office: Office) -> None:
    """No date, a day still to come, several currencies, none."""
    file = office.orders(
        row("1", placed_on=""), row("2", placed_on="2099-01-01"), row("3").replace(",EUR,", ",USD,"),
        row("4").replace(",EUR,", ",,"), row("5", placed_on="2021-02-03"),
    )  # fmt: skip
    done = build(office, file)
    assert done.code == 0
    assert "orders.csv: 1 line without an order date; kept, and counted apart by order date" in done.out
    assert "orders.csv: 1 line dated after today, the last on 2099-01-01; kept" in done.out
    assert "orders.csv: 1 line without a currency" in done.out
    assert "orders.csv: lines by currency: none 1, EUR 3, USD 1; worth is never added across them" in done.out
    days = {line.told["order"]: str(line.told["day"]) for line in lines_of(history(office))}
    assert days == {"1": "None", "2": "2099-01-01", "3": "2022-05-02", "4": "2022-05-02", "5": "2021-02-03"}
    shown = office.run("history", "show", "--format", "json").lines[0]
    assert (shown["undated"], shown["ahead"], shown["first"], shown["last"]) == (1, 1, "2021-02-03", "2099-01-01")


def test_files_that_cannot_be_read_are_told_and_the_others_are_built(office: Office) -> None:
    """Other columns, a Parquet and a gzip file cut in the middle, an empty one: nothing of them is left."""
    names = COLUMNS.split(",")
    rows = [dict(zip(names, row(str(id)).replace('"', "").split(","), strict=True)) for id in range(4_000)]
    parquet.write_table(pa.Table.from_pylist(rows), office.desk / "cut.parquet")
    (office.desk / "cut.parquet").write_bytes((office.desk / "cut.parquet").read_bytes()[:-1_000])
    packed = gzip.compress("\n".join([COLUMNS, *(row(f"x{id}") for id in range(2_000))]).encode())
    (office.desk / "cut.csv.gz").write_bytes(packed[:-3_000])
    office.write("other.csv", "a,b\n1,2\n")
    office.write("empty.csv", "")
    office.orders(row("1"), name="good.csv")
    done = build(office, "cut.parquet", "cut.csv.gz", "other.csv", "empty.csv", "good.csv")
    assert done.code == 2
    for words in (
        "cut.parquet: not built: not readable as Parquet",
        "cut.csv.gz: not built: the gzip file is damaged or cut short",
        "not built: no column of `other.csv` is named `order`",
        "empty.csv: not built: the file is empty",
    ):
        assert words in done.err
    assert done.out.startswith("1 file built: 1 line of 1 order")
    assert orders_in(office) == ["1#1"]
    assert left_over(office.home / "history") == []


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """A part for every twenty lines."""
    monkeypatch.setattr(history_building, "MOST_LINES", 20)
    monkeypatch.setattr(compared, "HERE_AT_ONCE", 10)


@pytest.mark.usefixtures("small_parts")
def test_a_file_that_breaks_off_after_some_parts_leaves_nothing(office: Office) -> None:
    lines = ["\n".join([COLUMNS, *(row(f"{id}") for id in range(200))]), '\n"never closed']
    file = office.write("orders.csv", "".join(lines))
    assert build(office, file).code == 2
    assert len(history(office).files[0].parts) > 5
    rows = [row(f"x{id}") for id in range(200)]
    packed = gzip.compress("\n".join([COLUMNS, *rows]).encode(), 0)
    (office.desk / "cut.csv.gz").write_bytes(packed[:-100])
    assert build(office, "cut.csv.gz").code == 2
    assert [one.name for one in history(office).record.files] == ["orders.csv"]
    assert left_over(office.home / "history") == []


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["nowhere.csv"], 3, "no file, folder or match of pattern `nowhere.csv`; check the path; patterns need quotes"),
        (["a.csv", "x/*.csv", "y.csv"], 2, "no file, folder or match of pattern `x/*.csv`"),
        (["empty"], 3, "no file with orders in `empty`"),
        (["a.csv", "--map", "none.yaml"], 3, "no map `none.yaml`"),
        (["a.csv", "--into", "a.csv"], 2, "cannot use `a.csv`"),
        (["a.csv", "--into", "."], 2, "and no history; give the history a folder of its own"),
        (["a.csv", "--rulebook", "none"], 3, "no measures in `none`"),
    ],
)
def test_what_cannot_be_meant_changes_nothing(office: Office, arguments: list[str], code: int, words: str) -> None:
    office.orders(row("1"), name="a.csv")
    (office.desk / "empty").mkdir()
    done = office.run("history", "build", *arguments)
    assert done.code == code
    assert words in done.err
    assert not (office.home / "history").exists()


def test_two_builds_do_not_meet(office: Office) -> None:
    file = office.orders(row("1"))
    with held(office.home / "history"):
        done = build(office, file)
    assert done.code == 5
    assert "another build works on" in done.err


# -- what is shown -----------------------------------------------------------------------------------------------------


def test_where_there_is_no_history_the_command_that_makes_one_is_told(office: Office) -> None:
    done = office.run("history", "show")
    assert done.code == 3
    assert "make one: moratorium history build FILE..." in done.err


def test_a_history_shows_what_it_holds(office: Office) -> None:
    build(office, office.orders(row("1"), row("2")), "--into", "past")
    done = office.run("history", "show", "--into", "past")
    assert done.code == 0
    lines = done.out.splitlines()
    assert lines[0].split()[:4] == ["file", "state", "orders", "lines"]
    assert lines[1].split()[:4] == ["orders.csv", "whole", "2", "2"]
    assert "2 lines of 2 orders in past" in lines
    assert any(line.startswith("facts looked up in: answers ") for line in lines)


def test_a_damaged_history_is_told_and_can_be_built_again(office: Office) -> None:
    file = office.orders(row("1"))
    build(office, file)
    (path,) = history(office).lines_paths
    path.write_bytes(path.read_bytes()[:-10])
    done = office.run("history", "show")
    assert done.code == 2
    assert "cut short or changed; build it again: moratorium history build FILE... --again" in done.err
    (office.home / "history" / "history.json").write_text("{")
    assert office.run("history", "show").code == 2
    assert build(office, file, "--again").code == 0
    assert orders_in(office) == ["1#1"]
