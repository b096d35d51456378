"""A file of names on the command line: every row answered, in order, whatever the format and the number of workers."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pytest
from pyarrow import ipc, parquet

from moratorium.desk.match_files import COLUMNS, ENDINGS
from moratorium.screening.thresholds import DEFAULT
from tests.cli.office import Office
from tests.cli.test_screen import OWN, PUBLISHED

NAMES = """id,name,kind,country,birth_date
N-1,Quite Another Company,,NL,
N-2,OOO «Небесная механика»,entity,RU,
N-3,Sampleev Ivan,person,Belarus,1957
N-4,Trading Ltd,,,
N-5,Quite Another Company,,NL,
N-6,NЕBESNAYA MEKHANIKA,,,
N-7,Star of Examplia,person,PA,
"""


@pytest.fixture
def listed(office: Office) -> Office:
    """An office with its own list at hand, and a file of names."""
    file = office.write("own.csv", OWN)
    assert office.run("lists", "import", "--source", "own", "--published", PUBLISHED, file).code == 0
    office.write("names.csv", NAMES)
    return office


Rows = list[dict[str, Any]]


def read(path: Path) -> Rows:
    """Rows of a result of any kind."""
    match ENDINGS[path.suffix]:
        case "jsonl":
            return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        case "csv":
            with path.open(encoding="utf-8", newline="") as file:
                return list(csv.DictReader(file))
        case "parquet":
            found: Rows = parquet.read_table(path).to_pylist()
            return found
        case "arrow":
            with ipc.open_file(str(path)) as reader:
                return list(reader.read_all().to_pylist())
    with ipc.open_stream(path.read_bytes()) as reader:
        return list(reader.read_all().to_pylist())


def as_text(rows: Rows) -> Rows:
    """Rows as a CSV file has them."""
    return [{name: "" if cell is None else str(cell) for name, cell in row.items()} for row in rows]


def many(office: Office, count: int, name: str = "many.csv") -> Path:
    """A file of names all different; each thousandth is listed."""
    rows = (f"{n},{'Nebesnaya Mekhanika' if n % 1000 == 7 else f'Vendor {n:x} Zakaz {n % 977}'}" for n in range(count))
    return office.write(name, "\n".join(["id,name", *rows]) + "\n")


# -- what comes out ---------------------------------------------------------------------------------------------------


def test_every_name_is_answered_in_the_order_of_the_file(listed: Office) -> None:
    done = listed.run("screen", "--names", "names.csv")
    assert done.code == 0
    assert [(row["id"], row["entry"], row["result"]) for row in done.lines] == [
        ("N-1", None, "no match"),
        ("N-2", "1", "possible match"),
        ("N-3", "2", "possible match"),
        ("N-4", None, "not compared"),
        ("N-5", None, "no match"),
        ("N-6", "1", "possible match"),
        ("N-7", "3", "possible match"),
    ]
    assert list(done.lines[0]) == list(COLUMNS)
    assert "7 names: 4 with a possible match, 2 without" in done.err
    assert "1 name not compared: they say too little" in done.err


def test_evidence_stands_beside_and_never_hides(listed: Office) -> None:
    rows = {row["id"]: row for row in listed.run("screen", "--names", "names.csv").lines}
    assert (rows["N-3"]["confirms"], rows["N-3"]["contradicts"]) == ("date of birth, country, kind", "")
    assert (rows["N-7"]["confirms"], rows["N-7"]["contradicts"]) == ("country", "kind")
    assert rows["N-6"]["lookalikes"] == "NЕBESNAYA"


def test_one_name_says_the_same_as_in_a_file(listed: Office) -> None:
    rows = listed.run("screen", "--names", "names.csv").lines
    with (listed.desk / "names.csv").open(encoding="utf-8", newline="") as file:
        for asked in csv.DictReader(file):
            given = [
                f"--{name.replace('_', '-')}={asked[name]}" for name in ("kind", "country", "birth_date") if asked[name]
            ]
            alone = listed.run("screen", asked["name"], *given).lines
            assert [row | {"id": asked["id"]} for row in alone] == [row for row in rows if row["id"] == asked["id"]]


@pytest.mark.parametrize("ending", sorted(ENDINGS))
def test_every_kind_of_file_holds_the_same_rows(listed: Office, ending: str) -> None:
    rows = listed.run("screen", "--names", "names.csv").lines
    out = listed.desk / f"found{ending}"
    done = listed.run("screen", "--names", "names.csv", "--out", out)
    assert (done.code, done.out) == (0, "")
    assert read(out) == (as_text(rows) if ENDINGS[ending] == "csv" else rows)
    assert list(listed.desk.glob("*.part")) == []


def test_arrow_files_tell_what_was_compared(listed: Office) -> None:
    listed.run("screen", "--names", "names.csv", "--out", "found.parquet")
    about = parquet.read_schema(listed.desk / "found.parquet").metadata
    (told,) = json.loads(about[b"moratorium.lists"])
    assert (told["list"], told["published"], told["threshold"]) == ("OWN", str(PUBLISHED), f"threshold {DEFAULT}")
    assert about[b"moratorium.score"] == b"score_v1"


def test_standard_output_takes_json_csv_and_a_table(listed: Office) -> None:
    rows = listed.run("screen", "--names", "names.csv").lines
    printed = listed.run("screen", "--names", "names.csv", "--format", "csv").out
    assert list(csv.DictReader(io.StringIO(printed, newline=""))) == as_text(rows)
    table = listed.run("screen", "--names", "names.csv", "--format", "table").out.splitlines()
    assert table[0].split() == [
        "id",
        "query",
        "score",
        "list",
        "entry",
        "kind",
        "quality",
        "name",
        "confirms",
        "contradicts",
    ]
    assert [line.split()[0] for line in table[1:]] == ["N-2", "N-3", "N-6", "N-7"]


# -- what goes in -----------------------------------------------------------------------------------------------------


def written(path: Path, rows: list[dict[str, str]]) -> Path:
    """Names in a file of the kind that its ending says."""
    table = pa.Table.from_pylist(rows)
    match path.suffix:
        case ".xlsx":
            book = openpyxl.Workbook()
            sheet = book.active
            assert sheet is not None
            for row in [list(rows[0]), *(list(row.values()) for row in rows)]:
                sheet.append(row)
            book.save(path)
        case ".jsonl":
            path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        case ".parquet":
            parquet.write_table(table, path)
        case ".arrow":
            with ipc.new_file(str(path), table.schema) as file:
                file.write_table(table)
        case ".arrows":
            with ipc.new_stream(str(path), table.schema) as stream:
                stream.write_table(table)
    return path


@pytest.mark.parametrize("ending", [".xlsx", ".jsonl", ".parquet", ".arrow", ".arrows"])
def test_names_come_in_any_kind_of_file(listed: Office, ending: str) -> None:
    rows = listed.run("screen", "--names", "names.csv").lines
    with (listed.desk / "names.csv").open(encoding="utf-8", newline="") as file:
        path = written(listed.desk / f"names{ending}", list(csv.DictReader(file)))
    done = listed.run("screen", "--names", path)
    assert done.code == 0, done.err
    assert done.lines == rows


def test_names_come_from_standard_input(listed: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = listed.run("screen", "--names", "names.csv").lines
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(NAMES.encode())))
    assert listed.run("screen", "--names", "-").lines == rows


def test_bad_rows_are_written_with_reasons_and_the_others_are_compared(listed: Office) -> None:
    names = listed.write("bad.csv", 'id,name\n1,Nebesnaya Mekhanika\n2,\n3,a,b,c\n4,"=cmd|x"\n5,Ann Example\n6,"open\n')
    done = listed.run("screen", "--names", names)
    assert done.code == 2
    assert [(row["id"], row["entry"]) for row in done.lines] == [("1", "1"), ("4", None), ("5", None)]
    assert "3 rejected rows with reasons in rejected.csv" in done.err
    with (listed.desk / "rejected.csv").open(encoding="utf-8", newline="") as file:
        rejected = list(csv.DictReader(file))
    assert [(row["rejected_row"], row["rejected_id"]) for row in rejected] == [("3", "2"), ("4", ""), ("7", "")]
    assert "the row has no name" in rejected[0]["reason"]
    assert listed.run("screen", "--names", "names.csv").code == 0
    assert not (listed.desk / "rejected.csv").exists()


def test_what_is_not_understood_is_told_and_the_names_are_compared(listed: Office) -> None:
    names = listed.write("odd.csv", "id,name,kind,hobby\n1,Nebesnaya Mekhanika,teapot,kites\n")
    done = listed.run("screen", "--names", names)
    assert (done.code, done.lines[0]["entry"], done.lines[0]["contradicts"]) == (0, "1", "")
    assert "columns not understood, left unread: `hobby`" in done.err
    assert "kinds not understood: `teapot`; known: person, entity, vessel, aircraft" in done.err


def test_the_worst_names_are_answered_in_bounded_time(listed: Office) -> None:
    worst = [
        "A" * 10_000, "Nebesnaya " * 5_000, "!!!???", "\u202e\u200b\u0000\ufeff", "😀😀😀😀", "x", "N/A", "-",
        "'" * 900, "Небеснаya Mеханика", "ﷺ" * 200, "中" * 1_000, "a b c d e f g h " * 60, "\u0301" * 900, "0000000",
    ]  # fmt: skip
    path = listed.desk / "worst.jsonl"
    rows = ({"id": str(number), "name": name} for number, name in enumerate(worst * 20))
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    begin = time.monotonic()
    done = listed.run("screen", "--names", path)
    assert time.monotonic() - begin < 30
    assert done.code == 0
    assert [row["id"] for row in done.lines if row["entry"] is None or row["id"]] == [row["id"] for row in done.lines]
    assert {row["id"] for row in done.lines} == {str(number) for number in range(len(worst) * 20)}


def test_a_file_of_one_name_twenty_thousand_times_is_quick(listed: Office) -> None:
    path = listed.write("same.csv", "id,name\n" + "".join(f"{n},Nebesnaya Mekhanika\n" for n in range(20_000)))
    begin = time.monotonic()
    done = listed.run("screen", "--names", path, "--out", "found.jsonl", "--workers", 1)
    assert done.code == 0
    assert time.monotonic() - begin < 30
    assert {row["entry"] for row in read(listed.desk / "found.jsonl")} == {"1"}


# -- workers and interruptions ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", [".jsonl", pytest.param(".arrow", marks=pytest.mark.soak)])
def test_two_workers_give_what_one_gives(listed: Office, ending: str) -> None:
    names = many(listed, 21_000)
    for workers in (1, 2):
        out = f"by-{workers}{ending}"
        assert listed.run("screen", "--names", names, "--workers", workers, "--out", out).code == 0
    one, two = (read(listed.desk / f"by-{workers}{ending}") for workers in (1, 2))
    assert one == two
    assert [row["id"] for row in one] == [str(number) for number in range(21_000)]
    assert sum(row["entry"] is not None for row in one) == 21


def test_the_installed_command_works_with_two_workers(listed: Office) -> None:
    """Workers are started afresh and run the command's own file again: it must not begin a second run there."""
    command = Path(sys.executable).with_name("moratorium")
    if not command.exists():
        pytest.skip("the command is not installed beside this Python")
    names = str(many(listed, 21_000))
    given = ["--home", str(listed.home), "screen", "--names", names, "--workers", "2", "--out", "found.jsonl"]
    done = subprocess.run([str(command), *given], cwd=listed.desk, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert len(read(listed.desk / "found.jsonl")) == 21_000


@pytest.mark.skipif(sys.platform == "win32", reason="signals as on POSIX")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT, pytest.param(signal.SIGTERM, marks=pytest.mark.soak)])
def test_a_run_that_is_stopped_leaves_no_half_file_and_no_process(listed: Office, how: signal.Signals) -> None:
    names = many(listed, 150_000)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # not ignored, as by what runs in the background
    process = listed.start("screen", "--names", names, "--workers", 2, "--out", "found.jsonl")
    signal.signal(signal.SIGINT, before)
    wait_for(lambda: growing(listed.desk / "found.jsonl.part"))
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    assert len(children) >= 2
    process.send_signal(how)
    process.communicate(timeout=30)
    assert process.returncode == (130 if how is signal.SIGINT else -how)
    assert not (listed.desk / "found.jsonl").exists()
    wait_for(lambda: not any(alive(child) for child in children))
    small = listed.run("screen", "--names", "names.csv", "--out", "found.jsonl")
    assert small.code == 0
    assert len(read(listed.desk / "found.jsonl")) == 7
    assert list(listed.desk.glob("*.part")) == []


def test_a_worker_that_is_killed_is_told_and_nothing_half_is_left(listed: Office) -> None:
    process = listed.start("screen", "--names", many(listed, 150_000), "--workers", 2, "--out", "found.jsonl")
    wait_for(lambda: growing(listed.desk / "found.jsonl.part"))
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    os.kill(int(children[-1]), signal.SIGKILL)
    _, told = process.communicate(timeout=30)
    assert process.returncode == 6
    assert "a screening process was ended before its work was done" in told
    assert "Traceback" not in told
    assert sorted(path.name for path in listed.desk.glob("found*")) == []


def growing(path: Path) -> bool:
    """Whether a file has something in it."""
    return path.exists() and path.stat().st_size > 0


def alive(child: str) -> bool:
    """Whether a process runs."""
    try:
        return Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_for(happened: Any, seconds: float = 60) -> None:
    """Wait until something has happened."""
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.02)
