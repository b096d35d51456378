"""Owners and directors in a register: shares, dates, numbers, and what is wrong with them told and never lost."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from moratorium.intake import read_parties
from moratorium.terms.party import Party, Relation


def register(make: Any, rows: str, columns: str = "id,name,owner,owner_share") -> tuple[dict[str, Party], list[str]]:
    """Parties, and the faults as a person reads them."""
    parties, faults = read_parties(make(f"{columns}\n{rows}\n", name="parties.csv"))
    return parties, [str(fault) for fault in faults]


@pytest.mark.parametrize(
    ("columns", "row"),
    [
        ("id;owner;owner_share;owner_since;owner_until", "C-1;Ann Example;51;2021-12-31;2022-01-01"),
        ("party id;Eigenaar;Aandeel;Eigenaar sinds;Eigenaar tot", "C-1;Ann Example;51 %;31-12-2021;01-01-2022"),
        (
            "Nummer;Gesellschafter;Anteil in Prozent;Inhaber seit;Inhaber bis",
            "C-1;Ann Example;51,0;2021-12-31;2022-01-01",
        ),
        ("код;Учредитель;Доля владельца;Владелец с;Владелец до", "C-1;Ann Example;51 %;2021-12-31;2022-01-01"),
        ("编号;股东;持股比例;入股日期;持股结束日期", "C-1;Ann Example;51%;2021-12-31;2022-01-01"),
    ],
)
def test_owners_are_read_under_the_headings_of_several_languages(make: Any, columns: str, row: str) -> None:
    parties, told = register(make, row, columns)
    assert told == []
    expected = Relation("owner", "Ann Example", Decimal(51), date(2021, 12, 31), date(2022, 1, 1))
    assert parties["C-1"].relations == (expected,)


def test_a_party_may_have_directors_several_numbers_and_a_date_of_birth(make: Any) -> None:
    columns = "id,director,director_since,phone,phone 2,date of birth,owner_source,owner"
    parties, told = register(make, "C-1,Bo,2021-05-01,+7 1; +7 2,+7 3,26 April 1970,trade register,Ann", columns)
    assert told == []
    assert parties["C-1"] == Party(
        "C-1",
        birth_dates=("1970-04-26",),
        phones=("+7 1", "+7 2", "+7 3"),
        relations=(
            Relation("owner", "Ann", source="trade register"),
            Relation("director", "Bo", since=date(2021, 5, 1)),
        ),
    )
    for written in ("1970", "circa 1970"):
        assert register(make, f"C-1,{written}", "id,born")[0]["C-1"].birth_dates == (written,)


def test_rows_complete_each_other_and_say_nothing_twice(make: Any) -> None:
    parties, told = register(make, "C-1,Sky,Ann,50\nC-1,,Bo,50\nC-1,,Bo,50")
    assert told == []
    assert parties["C-1"].relations == (Relation("owner", "Ann", Decimal(50)), Relation("owner", "Bo", Decimal(50)))


@pytest.mark.parametrize("share", ["", "?", "unknown", "неизвестно", "NULL"])
def test_a_share_that_nobody_knows_is_not_known(make: Any, share: str) -> None:
    parties, told = register(make, f"C-1,Sky,Ann,{share}")
    assert (parties["C-1"].relations, told) == ((Relation("owner", "Ann"),), [])


@pytest.mark.parametrize(
    ("share", "message"),
    [
        ("120", "a share of 120 per cent cannot be"),
        ("-5", "a share of -5 per cent cannot be"),
        ("about half", "`about half` is not a share"),
        ("25-50", "`25-50` is not a share"),
        ("1e1", "`1e1` is not a share"),
    ],
)
def test_a_share_that_cannot_be_is_told_and_the_owner_kept(make: Any, share: str, message: str) -> None:
    parties, told = register(make, f"C-1,Sky,Ann,{share}")
    assert parties["C-1"].relations == (Relation("owner", "Ann"),)
    assert told == [
        f"parties.csv:2, column `owner_share`: {message}; write per cent, 0 to 100; the share is not known until then"
    ]


def test_shares_that_may_be_fractions_are_asked_for(make: Any) -> None:
    """A spreadsheet keeps 60 % as 0.6; taken for 0.6 per cent it would say that nobody owns anything."""
    parties, told = register(make, "C-1,Sky,Ann,0.6\nC-2,Sea,Bo,1")
    assert parties["C-1"].relations == (Relation("owner", "Ann"),)
    assert "`0.6` may be per cent or a fraction" in told[0]
    assert len(told) == 2
    parties, told = register(make, "C-1,Sky,Ann,0.6\nC-2,Sea,Bo,51")
    assert (parties["C-1"].relations[0].share, told) == (Decimal("0.6"), [])
    assert register(make, "C-1,Sky,Ann,0.6 %")[0]["C-1"].relations[0].share == Decimal("0.6")


def test_dates_the_wrong_way_round_leave_the_owner_on_every_day(make: Any) -> None:
    parties, told = register(make, "C-1,Ann,2022-05-01,2022-05-01", "id,owner,owner_since,owner_until")
    assert parties["C-1"].relations == (Relation("owner", "Ann"),)
    assert told == [
        "parties.csv:2, column `owner_until`: `Ann` ends on 2022-05-01 and begins on 2022-05-01; mend the dates; it "
        "counts on every day until then"
    ]


def test_a_date_in_two_readings_is_told_and_not_guessed(make: Any) -> None:
    parties, told = register(make, "C-1,Ann,03/04/2022", "id,owner,owner_since")
    assert parties["C-1"].relations == (Relation("owner", "Ann"),)
    assert told[0].startswith("parties.csv:2, column `owner_since`: `03/04/2022` may be")


def test_shares_without_an_owner_and_oneself_are_told(make: Any) -> None:
    parties, told = register(make, "C-1,Sky,,30\nC-2,Sea,C-2,30\nC-3,Sun,Sun,30")
    assert parties["C-1"].relations == parties["C-2"].relations == ()
    assert told == [
        "parties.csv:2, column `owner`: a share or a date without an owner; name who it is",
        "parties.csv:3, column `owner`: `C-2` cannot own or direct itself; name another",
        "parties.csv:4: `Sun` is a name of party `C-3` itself; name who owns or directs it",
    ]


def test_owners_that_hold_more_than_the_whole_are_told_and_kept(make: Any) -> None:
    parties, told = register(make, "C-1,Sky,Ann,60\nC-1,,Bo,60\nC-2,Sea,Ann,100")
    assert len(parties["C-1"].relations) == 2
    assert told == [
        "parties.csv:3: the owners of `C-1` hold 120 per cent together; all of them are kept; mend shares or dates"
    ]
    columns = "id,owner,owner_share,owner_since,owner_until"
    sold = "C-1,Ann,60,,2022-01-01\nC-1,Bo,60,2022-01-01,"
    assert register(make, sold, columns)[1] == []
    kept = "C-1,Ann,60,,2022-02-01\nC-1,Bo,60,2022-01-01,"
    assert "hold 120 per cent together on 2022-01-01" in register(make, kept, columns)[1][0]


def test_an_id_that_the_register_does_not_hold_is_told(make: Any) -> None:
    parties, told = register(make, "C-1,Sky,C-99,60\nC-2,Sea,C-1,60\nC-3,Sun,Ann,60")
    assert parties["C-1"].relations[0].who == "C-99"
    assert told == [
        "parties.csv:2: `C-99` is no party of the register; it is compared as a name; add it, or write a name"
    ]


def test_columns_of_shares_without_one_of_owners_say_nothing_we_know(make: Any) -> None:
    parties, told = register(make, "C-1,2022-01-01", "id,since")
    assert parties == {"C-1": Party("C-1")}
    assert told[0].startswith("parties.csv:1: column `since` says nothing we know of a party")


def test_an_owner_whose_name_several_parties_have_is_asked_for_by_id(make: Any) -> None:
    parties, told = register(make, "C-1,Sky,Sun,60\nC-2,SUN,,\nC-3,Sun,,")
    assert parties["C-1"].relations == (Relation("owner", "Sun", Decimal(60)),)
    assert told == ["parties.csv:2: `Sun` is the name of C-2 and C-3; write the id of the one that is meant"]
