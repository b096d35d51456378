"""The directory of our parties: found by name in any script, with their orders and the entries that they may be."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from moratorium.desk import asked_names, list_versions, party_file, possible_matches
from moratorium.desk.directory import Directory
from moratorium.desk.possible_matches import Said
from moratorium.desk.record import record_one
from moratorium.desk.references import References
from moratorium.errors import ConflictError, InputError, MissingError, RefusedError
from moratorium.store import directory, erase
from moratorium.store.directory import Wanted
from moratorium.terms.act import Erased
from moratorium.terms.party import Party
from tests.desk.screening_office import DAY, Desk, named, opened

VOLKOV = "1,Volkov Rotor Works,Rotor Volkov,entity,RU,x"
CHANGED = "1,Volkov Rotor Works,Volkov Aviation,entity,RU,x"
OTHER = "9,Unrelated Gardens Zutphen,,entity,NL,x"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Anna's desk, empty."""
    made = opened(tmp_path)
    with made.home.store:
        yield made


@pytest.fixture
def known(desk: Desk) -> Iterator[Directory]:
    """The directory of that desk."""
    made = Directory(desk.home, References(desk.home))
    yield made
    made.close()


def names(desk: Desk, known: Directory, words: str = "", asked: bool = False) -> list[str]:
    """Subjects found by words."""
    rows, behind = party_file.found(desk.home, known, words, asked, ("", ""), 100)
    assert behind == 0
    return [row.subject for row in rows]


def states(desk: Desk, known: Directory) -> list[tuple[str, str, str]]:
    """Every possible match with its state."""
    known.read_on()
    rows, _ = possible_matches.listed(desk.home, known, Wanted(), None, 100)
    return [(one.row.subject, one.row.entry, one.row.state) for one in rows]


def contents(desk: Desk) -> tuple[object, ...]:
    """All that the directory says."""
    with desk.home.store.read() as connection:
        rows = directory.found(connection, (), False, ("", ""), 1000)
        parts = [(row.subject, directory.orders_of(connection, row.subject, "", 1000)) for row in rows]
        return rows, parts, directory.matches(connection, Wanted(), None, 1000)


# -- who is found -----------------------------------------------------------------------------------------------------


def test_parties_of_the_register_and_of_orders_are_found_by_name_and_by_id(desk: Desk, known: Directory) -> None:
    desk.register("C-1,Anna Example,NL", "C-2,Илья Голберг,KZ")
    desk.check(named("SO-1", "Volkov Rotor-Works", key="C-3"))
    known.read_on()
    assert names(desk, known) == ["party:C-1", "party:C-3", "party:C-2"]
    assert names(desk, known, "ann") == names(desk, known, "EXAM anna") == ["party:C-1"]
    assert names(desk, known, "golberg") == names(desk, known, "Голб") == ["party:C-2"]
    assert names(desk, known, "C-3") == ["party:C-3"]
    assert names(desk, known, "nobody") == []


def test_a_party_comes_with_its_orders_and_its_roles_in_them(desk: Desk, known: Directory) -> None:
    desk.check(named("SO-1", "Anna Example", key="C-1"), named("SO-2", "Anna Example", key="C-1"))
    known.read_on()
    found = party_file.orders(desk.home, known, "C-1", "", 10)
    assert [row.id for row, _ in found] == ["SO-1", "SO-2"]
    assert {"buyer"} <= set(found[0][1])
    assert [row.id for row, _ in party_file.orders(desk.home, known, "C-1", found[0][0].key, 10)] == ["SO-2"]


def test_an_order_handed_in_anew_with_another_buyer_is_no_longer_the_first_ones(desk: Desk, known: Directory) -> None:
    desk.check(named("SO-1", "Anna Example", key="C-1"))
    known.read_on()
    desk.check(named("SO-1", "Bo Beispiel", key="C-2"))
    known.read_on()
    assert names(desk, known) == ["party:C-2"]
    assert [row.id for row, _ in party_file.orders(desk.home, known, "C-2", "", 10)] == ["SO-1"]


def test_pages_hold_every_party_once(desk: Desk, known: Directory) -> None:
    desk.register(*(f"C-{i},{'Same Name' if i % 3 else f'Party {i}'},NL" for i in range(40)))
    known.read_on()
    found: list[str] = []
    after = ("", "")
    while True:
        rows, _ = party_file.found(desk.home, known, "", False, after, 7)
        found += [row.subject for row in rows]
        if len(rows) < 7:
            break
        after = (rows[-1].name, rows[-1].subject)
    assert sorted(found) == sorted(f"party:C-{i}" for i in range(40))


def test_who_leaves_the_register_leaves_the_directory_unless_an_order_names_them(desk: Desk, known: Directory) -> None:
    desk.register("C-1,Anna Example,NL", "C-2,Bo Beispiel,NL")
    desk.check(named("SO-1", "Anna Example", key="C-1"))
    known.read_on()
    desk.register("C-3,Cy Voorbeeld,NL")
    known.read_on()
    assert names(desk, known) == ["party:C-1", "party:C-3"]


def test_what_is_erased_of_an_order_is_no_longer_found(desk: Desk, known: Directory) -> None:
    closed = msgspec.structs.replace(named("SO-1", "Anna Example", key="C-1"), status="closed")
    desk.check(closed, named("SO-2", "Bo Beispiel", key="C-2"))
    known.read_on()
    with desk.home.store.begin() as connection:
        act = next(row.act for row, _ in directory.orders_of(connection, "party:C-1", "", 10))
        erase(connection, act)
        record_one(desk.home, connection, "erased", str(act), Erased(act, "asked for"))
    known.read_on()
    assert names(desk, known) == ["party:C-2"]


@pytest.mark.parametrize("seed", range(2))
def test_read_in_pieces_or_at_once_it_says_the_same(desk: Desk, seed: int) -> None:
    """Whatever happens between two looks, the directory comes out as if it were read once at the end."""
    chance = random.Random(seed)  # noqa: S311 - a seeded choice of cases
    piecewise = Directory(desk.home, References(desk.home))
    desk.publish(VOLKOV, OTHER)
    everybody = ["Volkov Rotor Works", "Rotor Volkov", "Anna Example", "Unrelated Gardens", "Bo Beispiel"]
    for turn in range(8):
        if chance.random() < 0.3:
            chosen = chance.sample(range(5), 3)
            desk.register(*(f"C-{i},{chance.choice(everybody)},NL" for i in chosen))
            desk.rescreen()
        i = chance.randrange(5)
        desk.check(named(f"SO-{chance.randrange(3)}", chance.choice(everybody), key=f"C-{i}"))
        if chance.random() < 0.6:
            piecewise.read_on()
        assert turn >= 0
    piecewise.read_on()
    first = contents(desk)
    with desk.home.store.begin() as connection:
        directory.empty(connection)
    Directory(desk.home, References(desk.home)).read_on()
    assert contents(desk) == first


# -- possible matches -------------------------------------------------------------------------------------------------


@pytest.fixture
def matched(desk: Desk, known: Directory) -> Desk:
    """A dealer who may be a listed company."""
    desk.publish(VOLKOV)
    desk.register("C-1,Volkov Rotor Works BV,NL", "C-2,Anna Example,NL")
    desk.rescreen()
    known.read_on()
    return desk


def test_a_possible_match_is_taken_apart(matched: Desk, known: Directory) -> None:
    found = possible_matches.whole(matched.home, known, "C-1", "OWN#1")
    assert (found.state, found.listed, found.quality) == ("open", "Volkov Rotor Works", "primary")
    assert {one.asked for one in found.aligned.met} == {"volkov", "rotor", "plant"}
    assert found.score is not None
    assert found.score >= 0.8
    assert [one.says for one in found.evidence if one.of == "country"] == ["contradicts"]
    assert found.entry.name == "Volkov Rotor Works"


@pytest.mark.parametrize(("verdict", "state"), [("false_positive", "false_positive"), ("true_match", "true_match")])
def test_what_a_person_says_settles_it_with_their_reason(
    matched: Desk, known: Directory, verdict: possible_matches.Verdict, state: str
) -> None:
    shown = possible_matches.whole(matched.home, known, "C-1", "OWN#1")
    said = Said("C-1", ("OWN#1",), verdict, "trade register compared", compared=shown.compared)
    assert len(possible_matches.dispose(matched.home, known, said).indexes) == 1
    assert states(matched, known) == [("party:C-1", "OWN#1", state)]
    (remark,) = possible_matches.whole(matched.home, known, "C-1", "OWN#1").remarks
    assert (remark.verdict, remark.reason, remark.by) == (verdict, "trade register compared", "anna")
    assert matched.is_sound()


def test_what_needs_more_stays_open_and_says_what(matched: Desk, known: Directory) -> None:
    said = Said("C-1", ("OWN#1",), "needs_more", "extract of the trade register, from the dealer")
    possible_matches.dispose(matched.home, known, said)
    found = possible_matches.whole(matched.home, known, "C-1", "OWN#1")
    assert found.state == "open"
    assert [(one.verdict, one.reason) for one in found.remarks] == [("needs_more", said.reason)]
    assert matched.is_sound()


def test_a_changed_entry_opens_it_again_and_shows_the_change(matched: Desk, known: Directory) -> None:
    said = Said("C-1", ("OWN#1",), "false_positive", "trade register compared")
    possible_matches.dispose(matched.home, known, said)
    matched.publish(CHANGED, day=DAY + timedelta(days=1))
    matched.rescreen()
    assert states(matched, known) == [("party:C-1", "OWN#1", "reopened")]
    found = possible_matches.whole(matched.home, known, "C-1", "OWN#1")
    assert found.changes == ('the entry changed: names + "VOLKOV AVIATION", - "ROTOR VOLKOV"',)


def test_who_saw_an_older_entry_is_not_taken_at_their_word(matched: Desk, known: Directory) -> None:
    shown = possible_matches.whole(matched.home, known, "C-1", "OWN#1")
    matched.publish(CHANGED, day=DAY + timedelta(days=1))
    said = Said("C-1", ("OWN#1",), "false_positive", "seen", compared=shown.compared)
    with pytest.raises(ConflictError, match="has changed since"):
        possible_matches.dispose(matched.home, known, said)


@pytest.mark.parametrize(
    ("said", "error"),
    [
        (Said("C-1", ("OWN#1",), "false_positive", " "), RefusedError),
        (Said("C-1", (), "false_positive", "seen"), InputError),
        (Said("C-9", ("OWN#1",), "false_positive", "seen"), MissingError),
        (Said("C-1", ("OWN#7",), "false_positive", "seen"), ConflictError),
    ],
)
def test_what_cannot_be_taken_is_told(matched: Desk, known: Directory, said: Said, error: type[Exception]) -> None:
    with pytest.raises(error):
        possible_matches.dispose(matched.home, known, said)


def test_matches_come_the_open_ones_first_then_by_score(desk: Desk, known: Directory) -> None:
    desk.publish(VOLKOV)
    desk.register("C-1,Volkov Rotor Works BV,NL", "C-2,Volkov Rotor Works,NL", "C-3,Rotor Works Volkof,NL")
    known.read_on()
    possible_matches.dispose(desk.home, known, Said("C-2", ("OWN#1",), "false_positive", "seen"))
    known.read_on()
    rows, _ = possible_matches.listed(desk.home, known, Wanted(), None, 100)
    assert [one.row.asked for one in rows] == [True, True, False]
    assert rows[0].row.score >= rows[1].row.score
    paged: list[possible_matches.Listed] = []
    after = None
    while page := possible_matches.listed(desk.home, known, Wanted(), after, 1)[0]:
        paged += page
        after = possible_matches.place_of(page[-1].row)
    assert tuple(paged) == rows


# -- a party as a whole -----------------------------------------------------------------------------------------------


def test_a_party_shows_its_owners_layer_by_layer_and_what_it_has_in_common(desk: Desk, known: Directory) -> None:
    desk.publish(VOLKOV)
    desk.register(
        "C-1,Anna Example,NL,Bo Beispiel,60",
        "C-2,Sister Dealer,NL,Bo Beispiel,100",
        "P-1,Bo Beispiel,NL,Volkov Rotor Works,80",
        columns="id,name,country,owner,owner_share",
    )
    known.read_on()
    found = party_file.whole(desk.home, known, "C-1")
    assert [(one.layer, one.name, one.share, one.lists) for one in found.owners] == [
        (1, "Bo Beispiel", Decimal(60), ""),
        (2, "Volkov Rotor Works", Decimal(80), "perhaps OWN"),
    ]
    assert any("the same owner, Bo Beispiel (P-1), as Sister Dealer (C-2)" in one.words for one in found.in_common)
    assert any("60 %" in words for words in found.found)


# -- names asked about ------------------------------------------------------------------------------------------------


def test_a_name_asked_about_is_compared_and_nothing_is_recorded(matched: Desk, known: Directory) -> None:
    asked = [asked_names.asked_of("1", Party(names=(name,))) for name in ("Volkof Rotor Works", "Cy Voorbeeld", "?")]
    found = asked_names.screen_names(known, asked)
    assert [one.result for one in found.found] == ["possible match", "no match", "not compared"]
    assert found.found[0].possible[0].entry.key == "OWN#1"
    assert found.found[1].words[0].startswith("no match in list OWN version ")
    assert not any(word in " ".join(found.found[1].words) for word in ("clear", "safe"))


def test_asking_without_a_list_or_by_a_strange_one_is_told(desk: Desk, known: Directory) -> None:
    asked = [asked_names.asked_of("1", Party(names=("Anna",)))]
    with pytest.raises(MissingError, match="no list is at hand"):
        asked_names.screen_names(known, asked)
    with pytest.raises(InputError, match="no list `mars`"):
        asked_names.screen_names(known, asked, ["mars"])
    desk.publish(VOLKOV)
    with pytest.raises(InputError, match="no threshold"):
        asked_names.screen_names(known, asked, threshold="2")


# -- lists ------------------------------------------------------------------------------------------------------------


def test_two_versions_are_told_apart_entry_by_entry(desk: Desk) -> None:
    desk.publish(VOLKOV, OTHER)
    desk.publish(CHANGED, "2,Somebody New,,entity,NL,x", day=DAY + timedelta(days=1))
    found = list_versions.difference(desk.home, "own")
    assert [(one.what, one.entry) for one in found.changes] == [
        ("added", "OWN#2"),
        ("removed", "OWN#9"),
        ("changed", "OWN#1"),
    ]
    assert found.changes[2].words == ('names + "VOLKOV AVIATION", - "ROTOR VOLKOV"',)
    assert (found.before.version.published, found.after.by) == (DAY, "anna")


def test_entries_of_a_version_are_found_by_what_stands_in_them(desk: Desk) -> None:
    desk.publish(VOLKOV, OTHER)
    _, found = list_versions.entries(desk.home, "own", words="gardens zut")
    assert [one.key for one in found] == ["OWN#9"]
    _, rest = list_versions.entries(desk.home, "own", after="OWN#1")
    assert [one.key for one in rest] == ["OWN#9"]
    with pytest.raises(MissingError, match="no version"):
        list_versions.entries(desk.home, "own", named="ffff")


def test_an_entry_is_shown_whole_also_as_it_was(desk: Desk) -> None:
    desk.publish(VOLKOV)
    old = list_versions.source(desk.home, "own").versions[0].version.digest
    desk.publish(CHANGED, day=DAY + timedelta(days=1))
    assert [name.text for name in list_versions.entry(desk.home, "OWN#1").entry.names][1] == "Volkov Aviation"
    assert [name.text for name in list_versions.entry(desk.home, "OWN#1", old).entry.names][1] == "Rotor Volkov"
    with pytest.raises(MissingError, match="no entry"):
        list_versions.entry(desk.home, "OWN#77")


def test_a_list_is_imported_from_what_was_sent(desk: Desk) -> None:
    content = f"id,name,aliases,kind,country,reason\n{VOLKOV}\n".encode()
    done = list_versions.import_files(desk.home, "own", DAY, {"own.csv": content})
    assert done.version.count == 1
    for name in ("../own.csv", "a/b.csv", ""):
        with pytest.raises(InputError):
            list_versions.import_files(desk.home, "own", DAY, {name: content})
    assert desk.is_sound()


def test_runs_of_re_screening_tell_what_changed_and_why(matched: Desk) -> None:
    found = list_versions.runs(matched.home, None, 10)
    assert [one.row.ended for one in found] == [True, False]
    assert [(one.subject, one.due) for one in found[1].changes] == [("party:C-1", "first comparison")]
