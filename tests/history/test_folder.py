"""A history is taken only if all its files are there, whole, and of the columns that we know."""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np
import pyarrow as pa
import pytest
from pyarrow import parquet

from moratorium.desk import package
from moratorium.errors import ConflictError, InputError, MissingError, ProofError
from moratorium.history.build import NUMBERS, Gathering, Numbers
from moratorium.history.folder import RECORD, Built, Part, Record, Sources, load, part_path, read_record, write_record
from moratorium.history.schema import facts_schema
from moratorium.history.writing import PartWriter, held, numbers_of, repeated_orders, sweep
from tests.worlds import DAY

SOURCES = Sources("engine", {"catalogue": "1", "lists": "2"}, {"UN": "3"}, "4")


def part(folder: Path, name: str, keys: list[int]) -> Part:
    """A part with empty tables, of orders known by 64 bits."""
    gathering, writer = Gathering(package.atlas()), PartWriter(folder, name)
    writer.lines(gathering.take_lines())
    numbers = np.array([(key % 1_000, key % 1_000) for key in keys], NUMBERS)
    sizes = writer.finish([pa.RecordBatch.from_pylist([], facts_schema())], numbers, np.array(keys, "<u8"))
    return Part(name, len(keys), len(keys), len(keys), len(keys), 0, sizes)


def history(folder: Path, *files: tuple[str, list[list[int]]], unfinished: str = "") -> Path:
    """A history of files, each with the orders of its parts."""
    with held(folder):
        built = tuple(
            Built(
                name,
                name,
                whole=name != unfinished,
                parts=tuple(part(folder, f"{name}-{number}", keys) for number, keys in enumerate(parts)),
            )
            for name, parts in files
        )
        write_record(folder, Record(1, SOURCES, "5", DAY, built))
    return folder


def test_tables_of_whole_files_are_named_and_a_file_that_was_stopped_is_told(tmp_path: Path) -> None:
    folder = history(tmp_path / "h", ("a", [[1, 2], [3]]), ("b", [[4]]), unfinished="b")
    found = load(folder)
    assert [path.name for path in found.lines_paths] == ["a-0.parquet", "a-1.parquet"]
    assert [path.parent.name for path in found.facts_paths] == ["facts", "facts"]
    assert (found.orders, found.lines, found.unfinished, found.rejected_paths) == (3, 3, ("b",), ())
    assert all(path.is_file() for path in (*found.lines_paths, *found.facts_paths))


@pytest.mark.parametrize("name", ["nowhere", "file", "empty"])
def test_where_there_is_no_history_the_command_that_makes_one_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "empty").mkdir()
    with pytest.raises(MissingError, match="moratorium history build FILE"):
        load(tmp_path / name)


def test_all_that_is_damaged_is_told_at_once(tmp_path: Path) -> None:
    """Cut short, gone, of other columns, and of no columns at all."""
    folder = history(tmp_path / "h", ("a", [[1], [2], [3], [4]]))
    cut, gone, other, none = (part_path(folder, kind, f"a-{n}") for n, kind in enumerate(("lines", "facts") * 2))
    cut.write_bytes(cut.read_bytes()[:-100])
    gone.unlink()
    swap(folder, other, pa.table({"order": ["1"], "more": [2]}))
    none.write_bytes(b"x" * none.stat().st_size)
    with pytest.raises(InputError) as caught:
        load(folder)
    told = [str(fault) for fault in caught.value.faults]
    assert len(told) == 4
    assert all("build it again: moratorium history build FILE... --again" in one for one in told)
    assert "lines/a-0.parquet (of a): " in told[0]
    assert "cut short or changed" in told[0]
    assert "the file is not there" in told[1]
    assert "lacks `order_activity`, `line`, `actor`, `day`, `product` …; has also `more`; has of another" in told[2]
    assert "not readable as Parquet" in told[3]


def swap(folder: Path, path: Path, table: pa.Table) -> None:
    """Other columns under the name of a part, with the record changed to their size."""
    parquet.write_table(table, path)
    record = read_record(folder)
    assert record is not None
    built = record.files[0]
    parts = tuple(
        msgspec.structs.replace(one, sizes={**one.sizes, path.parent.name: path.stat().st_size})
        if one.name == path.stem
        else one
        for one in built.parts
    )
    write_record(folder, msgspec.structs.replace(record, files=(msgspec.structs.replace(built, parts=parts),)))


@pytest.mark.parametrize(
    ("text", "words"),
    [("{", "no record of a history"), ("[]", "no record of a history"), ("{}", "missing required field")],
)
def test_a_record_that_cannot_be_read_is_told(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / RECORD).write_text(text)
    with pytest.raises(InputError, match=words):
        load(tmp_path)


def test_a_history_of_another_format_is_built_again(tmp_path: Path) -> None:
    folder = history(tmp_path / "h")
    record = read_record(folder)
    assert record is not None
    write_record(folder, msgspec.structs.replace(record, format=2))
    with pytest.raises(InputError, match="a history of format 2; this program reads 1"):
        load(folder)


def test_one_build_works_on_a_folder_at_a_time(tmp_path: Path) -> None:
    with held(tmp_path / "h"):
        with pytest.raises(ConflictError, match="another build works on"), held(tmp_path / "h"):
            pass
        assert (tmp_path / "h").stat().st_mode & 0o077 == 0
    with held(tmp_path / "h"):
        pass


@pytest.mark.parametrize("name", ["letter.txt", "orders/of-2022.npy", "lines/1.parquet"])
def test_a_folder_with_other_things_in_it_is_no_place_for_a_history(tmp_path: Path, name: str) -> None:
    """Even if they are called as a history's own: nobody else's files are touched."""
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("Dear")
    with pytest.raises(InputError, match=r"holds `.*` and no history"), held(tmp_path):
        pass
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [tmp_path / name]


def test_what_a_kill_left_is_swept_away_and_nothing_else(tmp_path: Path) -> None:
    folder = history(tmp_path / "h", ("a", [[1]]))
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    for name in ("lines/.b-0.parquet.part", "facts/b-0.parquet", "rejected/.b-0.jsonl.part"):
        (folder / name).write_text("left")
    sweep(folder, read_record(folder))
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_orders_in_several_files_are_counted_once_each(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    top = 2**64 - 1
    folder = history(tmp_path / "h", ("a", [[0, 5, top], [7]]), ("b", [[5, 6], [0, 8]]), ("c", [[5, top]]))
    files = load(folder).files
    assert repeated_orders(folder, files) == 3
    monkeypatch.setattr("moratorium.history.writing._KEYS_AT_ONCE", 2)
    assert repeated_orders(folder, files) == 3
    assert repeated_orders(folder, files[:1]) == 0
    assert repeated_orders(folder, ()) == 0


def test_a_number_that_stands_for_two_contents_is_an_alarm(tmp_path: Path) -> None:
    """In one part, and over parts and files."""
    numbers = Numbers()
    numbers.add(np.array([(1, 10), (2, 20)], NUMBERS))
    numbers.next_file()
    numbers.add(np.array([(2, 20), (3, 30)], NUMBERS))
    for wrong in ([(2, 21)], [(4, 40), (4, 41)]):
        with pytest.raises(ProofError, match="two combinations of facts have one number"):
            numbers.add(np.array(wrong, NUMBERS))


def test_numbers_that_are_damaged_are_told(tmp_path: Path) -> None:
    folder = history(tmp_path / "h", ("a", [[1]]))
    file = load(folder).files[0]
    assert [one.tolist() for one in numbers_of(folder, file)] == [[(1, 1)]]
    path = part_path(folder, "numbers", "a-0")
    np.save(path, np.zeros(3))
    with pytest.raises(InputError, match="the history is damaged"):
        list(numbers_of(folder, file))
    path.write_bytes(path.read_bytes()[:20])
    with pytest.raises(InputError, match="the history is damaged"):
        list(numbers_of(folder, file))
