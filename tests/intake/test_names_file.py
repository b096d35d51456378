"""Rows of a table as names to be screened."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from moratorium.errors import InputError
from moratorium.intake import Asked, NamesFile, Rejected, Row, Table, open_table
from moratorium.intake.names_file import kind_of, names_columns
from moratorium.terms.party import Address, Identifier, Party


def read(folder: Path, text: str) -> NamesFile:
    """A file of names."""
    path = folder / "names.csv"
    path.write_text(text, encoding="utf-8")
    return NamesFile(open_table(path))


def test_every_column_that_is_understood_is_taken_as_written(tmp_path: Path) -> None:
    names = read(
        tmp_path,
        "id,name,alias,kind,country,birth_date,tax_number,lei,remark\n"
        "A1, Ann Example ,Annie,Individual,NL,circa 1970,NL001,5299,x\n",
    )
    party = Party(
        names=("Ann Example", "Annie"),
        address=Address(country="NL"),
        identifiers=(Identifier("tax", "NL001"), Identifier("lei", "5299")),
        birth_dates=("circa 1970",),
    )
    assert list(names.rows()) == [Asked("A1", party, "person")]
    assert names.unread == ("remark",)


def test_a_row_without_an_id_has_its_number(tmp_path: Path) -> None:
    names = read(tmp_path, "id,name\n,Ann\n7,Bo\n")
    assert [one.id for one in names.rows() if isinstance(one, Asked)] == ["2", "7"]


def test_rows_without_a_name_and_unreadable_ones_are_rejected_and_the_others_stay(tmp_path: Path) -> None:
    names = read(tmp_path, 'id,name\n1,Ann\n2,   \n3,Bo,too,many\n4,Cy\n5,"never closed\n6,Di\n')
    found = list(names.rows())
    assert [one.id for one in found if isinstance(one, Asked)] == ["1", "4", "6"]
    told = [(one.number, one.order, one.faults[0].message) for one in found if isinstance(one, Rejected)]
    assert told == [
        (3, "2", "the row has no name"),
        (4, None, "the row has 4 cells, the heading 2"),
        (6, None, "a quote is opened on this line and never closed"),
    ]


def test_an_unknown_kind_is_left_out_and_told(tmp_path: Path) -> None:
    names = read(tmp_path, "name,kind\nAnn,teapot\nBo,firma\n")
    assert [one.kind for one in names.rows() if isinstance(one, Asked)] == ["", "entity"]
    assert list(names.unknown_kinds) == ["teapot"]


def test_without_a_column_of_names_the_columns_are_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no column of names; call one `name`; there are: id, country"):
        read(tmp_path, "id,country\n1,NL\n")


def test_headings_of_other_languages_are_understood() -> None:
    assert names_columns(["Номер", "Наименование", "Страна", "Дата рождения", "ИНН"]) == {
        "birth_date": "Дата рождения",
        "id": "Номер",
        "name": "Наименование",
        "country": "Страна",
        "tax_number": "ИНН",
    }


@pytest.mark.parametrize(
    ("word", "kind"),
    [("person", "person"), ("INDIVIDUAL", "person"), ("Company", "entity"), ("ship", "vessel"), ("n/a", "unknown"),
     ("plane", "aircraft"), ("dragon", None), ("", None), ("-", None)],
)  # fmt: skip
def test_words_for_kinds(word: str, kind: str | None) -> None:
    assert kind_of(word) == kind


class Written(Table):
    """A table whose texts no file format could hold, as some workbooks give them."""

    name, columns, format, lines = "names", ("id", "name"), "a table", 1

    def rows(self) -> Iterator[Row]:
        """One row."""
        yield Row(1, ("1", " Ann \ud800 Example"))


def test_halves_of_characters_become_question_marks() -> None:
    (found,) = NamesFile(Written()).rows()
    assert isinstance(found, Asked)
    assert found.name == "Ann ? Example"
