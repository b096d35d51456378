from __future__ import annotations

from datetime import date

import pytest

from moratorium.screening import Index, ListVersion, Reading, Screened, index, read_version, screen, wording
from moratorium.terms.party import Identifier, Party

Read = tuple[ListVersion, Reading]


def own(rows: str, day: date = date(2022, 4, 26)) -> ListVersion:
    return read_version("own", {"own": f"id,name,aliases,kind,country,reason\n{rows}".encode()}, day)[0]


def named(*names: str) -> Party:
    return Party(names=names)


def found(screened: Screened) -> list[tuple[str, str, str]]:
    return [(match.list, match.entry, match.met) for match in screened.matches]


@pytest.fixture(scope="module")
def at_hand(sdn_after: Read, un: Read) -> Index:
    return index([sdn_after[0], un[0]])


@pytest.mark.parametrize(("which", "not_comparable"), [("sdn_full", 221), ("csl", 468), ("un", 38), ("sdn_after", 198)])
def test_every_listed_name_finds_its_own_entry(which: str, not_comparable: int, request: pytest.FixtureRequest) -> None:
    """Or is told to say too little; never is it taken for nobody's name."""
    version: ListVersion = request.getfixturevalue(which)[0]
    lists = index([version])
    too_little = 0
    for entry in version.entries:
        for name in entry.names:
            screened = screen(named(name.text), lists)
            too_little += not screened.compared
            assert not screened.compared or entry.key in {f"{match.list}#{match.entry}" for match in screened.matches}
    assert too_little == not_comparable


@pytest.mark.parametrize("which", ["sdn_full", "un"])
def test_every_listed_number_finds_its_own_entry(which: str, request: pytest.FixtureRequest) -> None:
    version: ListVersion = request.getfixturevalue(which)[0]
    lists = index([version])
    for entry in version.entries:
        for number in entry.identifiers:
            screened = screen(Party(identifiers=(number,)), lists)
            assert not screened.compared or entry.id in {match.entry for match in screened.matches}


def test_a_match_says_what_met(at_hand: Index, sdn_after: Read) -> None:
    match = screen(named("Mohsen Hojati"), at_hand).matches[0]
    assert (match.list, match.entry, match.kind, match.met) == ("OFAC-SDN", "10856", "person", "name")
    assert (match.name, match.quality, match.value) == ("HOJATI, Mohsen", "primary", "Mohsen Hojati")
    assert (match.version, match.published) == (sdn_after[0].digest, date(2022, 5, 8))


def test_a_number_meets_within_its_family(at_hand: Index) -> None:
    vessel = Party(names=("Some New Name",), identifiers=(Identifier("imo", "IMO 9187631"),))
    assert found(screen(vessel, at_hand)) == [("OFAC-SDN", "15040", "identifier")]
    assert screen(Party(identifiers=(Identifier("passport", "9187631"),)), at_hand).matches == ()


def test_a_short_number_is_not_compared(at_hand: Index) -> None:
    screened = screen(Party(identifiers=(Identifier("registration", "2377"),)), at_hand)
    assert (screened.compared, screened.not_comparable) == (False, ("2377",))


@pytest.mark.parametrize("party", [Party(), named("Trading Company"), named("OOO", "Ltd")])
def test_who_cannot_be_compared_raises_no_alarm_and_is_not_said_to_be_unlisted(party: Party, at_hand: Index) -> None:
    screened = screen(party, at_hand)
    assert (screened.matches, screened.compared, screened.lists) == ((), False, ())
    assert wording(screened) == ("not compared with any list: no name and no number that says enough",)


def test_the_words_for_nothing_found(at_hand: Index, sdn_after: Read, un: Read) -> None:
    assert wording(screen(named("Honest Gardens B.V.", "Ltd"), at_hand)) == (
        f"no match in list OFAC-SDN version {sdn_after[0].digest[:12]} (published 2022-05-08)",
        f"no match in list UN version {un[0].digest[:12]} (published 2026-02-27)",
        "not compared: `Ltd` says too little",
    )


def test_the_words_for_a_possible_match() -> None:
    lists = index([own("1,ООО Пример,,entity,RU,x\n")])
    line = wording(screen(named("Primer LLC"), lists))
    assert len(line) == 1
    assert line[0].startswith("possible match: name `Primer LLC` with `ООО Пример`, entry 1 of list OWN version ")


def test_nothing_at_hand_is_not_a_comparison() -> None:
    assert wording(screen(named("Acme Gardens"), index([]))) == ("not compared with any list: no list is at hand",)


def test_of_a_list_in_two_versions_the_newer_is_compared(sdn_after: Read, sdn_full: Read, csl: Read) -> None:
    assert index([sdn_full[0], sdn_after[0]]).versions["OFAC-SDN"] == sdn_after[0].digest
    newest = index([csl[0], sdn_after[0]])
    assert newest.versions["OFAC-SDN"] == csl[0].digest
    assert len(newest.entries) == csl[0].count


def test_of_one_day_the_lists_own_publisher_is_taken(csl: Read, sdn_after: Read) -> None:
    same_day = ListVersion("ofac-sdn", ("OFAC-SDN",), csl[0].published, "f" * 64, 1, sdn_after[0].entries[:1])
    assert index([csl[0], same_day]).versions["OFAC-SDN"] == "f" * 64
    assert index([same_day, csl[0]]).versions["BIS-EL"] == csl[0].digest


def test_a_persons_name_keeps_words_that_look_like_legal_forms() -> None:
    """`Zhang Ltd` is not the person `ZHANG, Ao`."""
    lists = index([own('1,"ZHANG, Ao",,person,CN,x\n')])
    assert screen(named("Zhang Ltd"), lists).matches == ()
    assert found(screen(named("Ao Zhang"), lists)) == [("OWN", "1", "name")]
