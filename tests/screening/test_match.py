from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from moratorium.screening import (
    Index,
    ListVersion,
    Reading,
    Screened,
    Thresholds,
    alignment,
    index,
    read_version,
    screen,
    screen_all,
    wording,
)
from moratorium.terms.party import Identifier, Party

Read = tuple[ListVersion, Reading]

DAY = date(2026, 3, 1)
ALL = ("sdn_after", "sdn_full", "csl")


def own(rows: str, day: date = date(2022, 4, 26)) -> ListVersion:
    return read_version("own", {"own": f"id,name,aliases,kind,country,reason\n{rows}".encode()}, day)[0]


def named(*names: str) -> Party:
    return Party(names=names)


def found(screened: Screened) -> list[tuple[str, str, str]]:
    return [(match.list, match.entry, match.met) for match in screened.matches]


@pytest.fixture(scope="module")
def at_hand(sdn_after: Read, un: Read) -> Index:
    return index([sdn_after[0], un[0]])


@pytest.mark.parametrize(
    ("which", "step"),
    [("un", 1), ("sdn_after", 5), ("csl", 23), *(pytest.param(each, 1, marks=pytest.mark.soak) for each in ALL)],
)
def test_every_listed_name_finds_its_own_entry(which: str, step: int, request: pytest.FixtureRequest) -> None:
    """Or is told to say too little, as few do; never is it taken for nobody's name."""
    version: ListVersion = request.getfixturevalue(which)[0]
    names = [(name.text, entry.key) for entry in version.entries for name in entry.names][::step]
    found = screen_all([named(text) for text, _ in names], index([version]))
    lost = [
        (text, key)
        for (text, key), screened in zip(names, found, strict=True)
        if screened.compared and key not in {match.key for match in screened.matches}
    ]
    assert lost == []
    assert sum(not screened.compared for screened in found) < 0.02 * len(names)


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
    assert (match.score, match.asked, match.listed) == (1.0, ("mohsen", "hojati"), ("hojati", "mohsen"))


def test_a_match_can_be_explained_word_by_word(at_hand: Index) -> None:
    """The explanation is the specification's own and comes to the same score."""
    match = screen(named("Mohsen Hojatti"), at_hand).matches[0]
    found = alignment(match, at_hand)
    assert found is not None
    assert found.score == match.score < 1.0
    assert [(found.query[link.query[0]], found.listed[link.listed[0]]) for link in found.links] == [
        ("hojatti", "hojati"),
        ("mohsen", "mohsen"),
    ]


def test_every_name_that_meets_is_kept_apart(at_hand: Index) -> None:
    """A question is asked of each name of the party; of the entry's names the nearest is shown."""
    screened = screen(named("Mohsen Hojati", "HOJATI Mohsen", "Honest Gardens"), at_hand)
    assert [match.value for match in screened.matches if match.entry == "10856"] == ["HOJATI Mohsen", "Mohsen Hojati"]


def test_a_number_meets_within_its_family(at_hand: Index) -> None:
    vessel = Party(names=("Some New Name",), identifiers=(Identifier("imo", "IMO 9187631"),))
    assert found(screen(vessel, at_hand)) == [("OFAC-SDN", "15040", "identifier")]
    assert screen(Party(identifiers=(Identifier("passport", "9187631"),)), at_hand).matches == ()


def test_a_number_needs_no_explanation(at_hand: Index) -> None:
    match = screen(Party(identifiers=(Identifier("imo", "9187631"),)), at_hand).matches[0]
    assert (match.score, alignment(match, at_hand)) == (1.0, None)


def test_a_short_number_is_not_compared(at_hand: Index) -> None:
    screened = screen(Party(identifiers=(Identifier("registration", "2377"),)), at_hand)
    assert (screened.compared, screened.not_comparable) == (False, ("2377",))


@pytest.mark.parametrize("party", [Party(), named("Trading Company"), named("OOO", "Ltd")])
def test_who_cannot_be_compared_raises_no_alarm_and_is_not_said_to_be_unlisted(party: Party, at_hand: Index) -> None:
    screened = screen(party, at_hand)
    assert (screened.matches, screened.compared, screened.lists) == ((), False, ())
    assert wording(screened, DAY)[0] == "not compared with any list: no name and no number that says enough"


# -- thresholds -------------------------------------------------------------------------------------------------------


def listed() -> Index:
    """One person and one company."""
    return index([own('1,"PETROV, Ivan",,person,RU,x\n2,Petrov Ivan Trading LLC,,entity,RU,x\n')])


@pytest.mark.parametrize(
    ("person", "entity", "entries"),
    [("0.80", "0.80", ["1", "2"]), ("0.95", "0.80", ["2"]), ("0.80", "0.97", ["1"]), ("0.95", "0.97", [])],
)
def test_each_list_and_kind_has_its_threshold(person: str, entity: str, entries: list[str]) -> None:
    at = Thresholds({"OWN": {"person": Decimal(person), "entity": Decimal(entity)}})
    screened = screen(named("Ivan Petroff LLC"), listed(), at)
    assert [match.entry for match in screened.matches] == entries
    assert screened.thresholds == at


def test_a_lower_threshold_than_the_default_finds_more() -> None:
    asked = named("Petrov Semyon Arkadyevich")
    assert screen(asked, listed()).matches == ()
    (match,) = screen(asked, listed(), Thresholds({"OWN": {"person": Decimal("0.3")}})).matches
    assert match.entry == "1"
    assert 0.3 <= match.score < 0.8


def test_a_party_of_unknown_kind_is_taken_for_what_any_of_its_names_tells() -> None:
    """Under a company's name, or under a name that alone tells nothing: what is missed weighs less beside a company."""
    lists = index([own("1,Kronshtadt,Kronshtadt Ltd,,,\n2,Zheleznyak,Zhelezniak,,,\n")])
    at = Thresholds({"OWN": {"unknown": Decimal("0.5")}})
    told, untold = (screen(named(text), lists, at).matches[0] for text in ("Kronshtadt Sever", "Zheleznyak Sever"))
    explained = [alignment(match, lists) for match in (told, untold)]
    assert [each.taken for each in explained if each] == ["company", "unknown"]
    assert [each.score for each in explained if each] == [told.score, untold.score]
    assert untold.score < told.score


def test_another_lists_threshold_does_not_matter() -> None:
    at = Thresholds({"UN": {"person": Decimal("0.55")}})
    assert screen(named("Ivan Sidorov"), listed(), at).matches == ()


def test_many_parties_are_answered_as_each_alone(at_hand: Index) -> None:
    parties = [named("Mohsen Hojati"), named("Ltd"), named("Honest Gardens"), Party(), named("Usama bin Ladin", "Ltd")]
    assert screen_all(parties, at_hand) == tuple(screen(party, at_hand) for party in parties)


# -- what may be said -------------------------------------------------------------------------------------------------


def test_the_words_for_nothing_found(at_hand: Index, sdn_after: Read, un: Read) -> None:
    """They name the list, its version, the day and the threshold, and promise no more."""
    at = Thresholds({"UN": {"person": Decimal("0.75")}})
    assert wording(screen(named("Honest Gardens B.V.", "Ltd"), at_hand, at), DAY) == (
        f"no match in list OFAC-SDN version {sdn_after[0].digest[:12]} (published 2022-05-08) on 2026-03-01"
        " at threshold 0.80",
        f"no match in list UN version {un[0].digest[:12]} (published 2026-02-27) on 2026-03-01"
        " at threshold 0.80 (person 0.75)",
        "not compared: `Ltd` says too little",
    )


def test_the_words_for_a_possible_match() -> None:
    lists = index([own("1,ООО Пример,,entity,RU,x\n")])
    (line,) = wording(screen(named("OOO Primer"), lists), DAY)
    assert line.startswith(
        "possible match (score 1.00): name `OOO Primer` with `ООО Пример`, entry 1 of list OWN version "
    )


def test_nothing_at_hand_is_not_a_comparison() -> None:
    assert wording(screen(named("Acme Gardens"), index([])), DAY) == ("not compared with any list: no list is at hand",)


# -- names that say too little ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("asked", ["Business Centre LLC", "THE BUSINESS CENTRE", "Business Centre Limited"])
def test_a_name_that_says_too_little_is_asked_about_where_a_listed_one_is_the_same(asked: str) -> None:
    """But for a legal form. Whether anybody else is meant stays unknown, and is told."""
    screened = screen(named(asked), index([own("1,The Business Centre Ltd.,,entity,RU,x\n")]))
    assert found(screened) == [("OWN", "1", "name")]
    assert not screened.compared
    assert screened.not_comparable == (asked,)
    match, otherwise = wording(screened, DAY)
    assert match.startswith("possible match (score ")
    assert otherwise == "otherwise not compared with any list: no name and no number that says enough"


@pytest.mark.parametrize("asked", ["Business Ltd", "Business Group", "N/A", "Ltd", "unknown"])
def test_a_name_that_says_too_little_meets_no_other_name(asked: str) -> None:
    rows = "1,The Business Centre Ltd.,,entity,RU,x\n2,N/A,,entity,RU,x\n3,Acme Business Group Ltd,,entity,RU,x\n"
    screened = screen(named(asked), index([own(rows)]))
    assert screened.matches == ()
    assert not screened.compared


# -- which lists are compared -----------------------------------------------------------------------------------------


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
    assert found(screen(named("Ao Zhang"), lists)) == [("OWN", "1", "name")]
    assert screen(named("Zhang Ltd"), lists).matches == ()
