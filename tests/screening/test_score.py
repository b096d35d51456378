"""What an officer may expect of a score: which names are asked about, and what is said of their words."""

from __future__ import annotations

import pytest

from moratorium.screening import Alignment, score_v1
from moratorium.screening.names import spellings
from moratorium.screening.score import (
    INITIAL,
    JOINED,
    LONGEST_WORD,
    REORDERED,
    TURNED,
    UNVOWELLED,
    WEAK,
    edits,
    is_number,
    similarity,
)
from moratorium.screening.thresholds import DEFAULT
from moratorium.screening.weights import MOST, Weights, weights_of

UNHEARD = Weights(0, {}, {})
"""Lists that hold none of the words: all weigh the same, but for forms and words of trade."""

ASKED = float(DEFAULT)


def best(
    asked: str, listed: str, *, company: bool, weights: Weights = UNHEARD, weak: bool = False, kind: bool = True
) -> Alignment:
    """The alignment of most score among the spellings of two names, the listed one a company's or a person's; or, if
    ``kind`` is false, that of a party whose kind the publisher does not tell."""
    named = kind and not company
    pairs = ((one, other) for one in spellings(asked) for other in spellings(listed))
    found = (score_v1(one, other, weights, ordered=company, weak=weak, named=named) for one, other in pairs)
    return max(found, key=lambda alignment: alignment.score)


def met(alignment: Alignment) -> set[tuple[str, str, str]]:
    """Which words met which, and how."""
    return {
        (
            " ".join(alignment.query[place] for place in link.query),
            " ".join(alignment.listed[place] for place in link.listed),
            link.how,
        )
        for link in alignment.links
    }


@pytest.mark.parametrize(
    ("asked", "listed", "company"),
    [
        ("Romashka LLC", "Romashka LLC", True),
        ("ООО «Ромашка»", "Romashka LLC", True),
        ("ROMASHKA Limited Liability Company", "OOO Romashka", True),
        ("Romashka", "Romashka LLC", True),
        ("Romashka GmbH", "Romashka LLC", True),
        ("Zenith Trading LLC", "Zenith LLC", True),
        ("Mechanics Sky Holding", "Sky Mechanics Holding", True),
        ("Ivan Petrov", "PETROV, Ivan", False),
        ("Ivan Petrov", "PETROV, Ivan Sergeyevich", False),
        ("Petrov Ivan Sergeyevich", "Ivan Petrov", False),
        ("I. Petrov", "Ivan Petrov", False),
        ("I. S. Petrov", "PETROV, Ivan Sergeyevich", False),
        ("Ivan Petrov", "PETROV, I.", False),
        ("Ivan Petorv", "PETROV, Ivan", False),
        ("Iwan Petroff", "PETROV, Ivan", False),
        ("Mohammed Hussein", "Muhammad HUSAYN", False),
        ("Ali Reza", "Alireza", False),
        ("Huawei Technologies", "Hua Wei Technologies", True),
        ("Hua Wei Technologies Co., Ltd.", "Huawei Technologies Co Ltd", True),
        ("R0mashka Trading", "Romashka Trading", True),
        ("Scientific Plant 12", "Plant 12, Scientific", True),
    ],
)
def test_the_same_name_written_otherwise_is_asked_about(asked: str, listed: str, company: bool) -> None:
    assert best(asked, listed, company=company).score >= ASKED


@pytest.mark.parametrize(
    ("asked", "listed", "company"),
    [
        ("Zenith Trading LLC", "Zarya Trading LLC", True),
        ("Trading House Zenith", "Trading House Romashka", True),
        ("Honest Gardens GmbH", "Honest Bakery GmbH", True),
        ("Scientific Plant 12", "Scientific Plant 13", True),
        ("Plant 12", "Plant 13", True),
        ("Ivan Petrov", "Ivan SIDOROV", False),
        ("Ivan Petrov", "PETROV, Maria", False),
        ("Ali Hassan", "FAROUK, Omar", False),
        ("Acme", "Acme Novosibirsk Aircraft Repair Plant", True),
        ("Lee Ann", "KIM, Ann", False),
    ],
)
def test_another_party_is_not_asked_about(asked: str, listed: str, company: bool) -> None:
    assert best(asked, listed, company=company).score < ASKED


def test_the_same_words_score_one_and_no_common_word_scores_nothing() -> None:
    assert best("Ivan Petrov", "Ivan Petrov", company=False).score == 1.0
    assert best("Ali Hassan", "Omar Farouk", company=False).score == 0.0


def test_the_order_of_words_is_free_for_a_person_and_costs_a_company_a_little() -> None:
    person = best("Sky Mechanics", "Mechanics Sky", company=False)
    company = best("Sky Mechanics", "Mechanics Sky", company=True)
    assert (person.score, person.turned) == (1.0, False)
    assert (company.score, company.turned) == (TURNED, True)


def test_a_weak_name_weighs_a_little_less() -> None:
    strong = best("Ivan Petrov", "Ivan Petrova", company=False).score
    assert best("Ivan Petrov", "Ivan Petrova", company=False, weak=True).score == pytest.approx(strong * WEAK)


def test_a_missing_patronymic_costs_less_than_another_one() -> None:
    missing = best("Ivan Petrov", "Ivan Sergeyevich Petrov", company=False).score
    other = best("Ivan Dmitrievich Petrov", "Ivan Sergeyevich Petrov", company=False).score
    assert other < missing < 1.0


def test_a_legal_form_tells_little_beside_a_name() -> None:
    form = best("Romashka LLC", "Romashka GmbH", company=True).score
    word = best("Romashka Sever", "Romashka Vostok", company=True).score
    assert word < ASKED <= form


def test_what_is_missed_weighs_more_beside_a_person_than_beside_a_company() -> None:
    """Many persons share their names. A name of unknown kind with a legal form is a company's."""
    person = best("Romashka Sever", "Romashka", company=False)
    company = best("Romashka Sever", "Romashka", company=True)
    told = best("Romashka Sever", "Romashka Ltd", company=False, kind=False)
    unknown = best("Romashka Sever", "Romashka", company=False, kind=False)
    assert unknown.score < person.score < company.score
    assert (person.taken, company.taken, told.taken, unknown.taken) == ("person", "company", "company", "unknown")


def test_a_short_word_missed_costs_less_than_a_long_one() -> None:
    """Two or three letters are soon the same by chance, and as soon another company's."""
    short = best("Romashka ICC Ltd", "Romashka Ltd", company=True).score
    ordinary = best("Romashka Volga Ltd", "Romashka Ltd", company=True).score
    long = best("Romashka Kronshtadt Ltd", "Romashka Ltd", company=True).score
    assert long < ordinary < short < 1.0


def test_words_that_many_listed_parties_share_weigh_little() -> None:
    """Rarity is counted among the listed: there "Ivanov" tells less than "Zheleznyak"."""
    parties = [{"ivanov", f"name{number}"} for number in range(400)] + [{"zheleznyak", "pavel"}]
    weights = weights_of(parties)
    common = best("Pavel Ivanov", "Ivanov, Andrey", company=False, weights=weights)
    rare = best("Pavel Zheleznyak", "Zheleznyak, Andrey", company=False, weights=weights)
    assert common.score < rare.score
    assert weights.of("ivanov") < weights.of("zheleznyak") < weights.of("unheard-of") == MOST
    assert weights.of("ivanoff") < 1.0


# -- which words met which --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "listed", "links"),
    [
        ("John Petrov", "John Petrov", {("john", "john", "equal"), ("petrov", "petrov", "equal")}),
        (
            "Mohammed Romahska",
            "Muhammad Romashka",
            {("mohammed", "muhammad", "heard"), ("romahska", "romashka", "typed")},
        ),
        ("J. Petrov", "John Petrov", {("j", "john", "initial"), ("petrov", "petrov", "equal")}),
        ("Ali Reza", "Alireza", {("ali reza", "alireza", "joined")}),
        ("Alireza", "Ali Reza", {("alireza", "ali reza", "split")}),
        ("Kvant 12", "Kvant 13", {("kvant", "kvant", "equal")}),
        ("R0mashka", "Romashka", {("r0mashka", "romashka", "typed")}),
    ],
)
def test_which_words_met_which_and_how(asked: str, listed: str, links: set[tuple[str, str, str]]) -> None:
    assert met(best(asked, listed, company=False)) == links


def test_the_last_word_and_the_first_are_neighbours() -> None:
    """A family name may stand first or last: "Reza Kermani, Ali"."""
    links = met(best("Reza Kermani Ali", "Alireza Kermani", company=False))
    assert links == {("ali reza", "alireza", "joined"), ("kermani", "kermani", "equal")}


def test_a_word_meets_only_one() -> None:
    assert len(best("Petrov", "Petrov Petrov", company=False).links) == 1
    assert best("Petrov", "Petrov Petrov", company=False).score < 1.0


def test_equal_words_meet_before_words_that_are_only_alike() -> None:
    found = best("Petrov Petrova", "Petrova Petrov", company=False)
    assert {link.how for link in found.links} == {"equal"}
    assert found.score == 1.0


# -- two words --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        ("petrov", "petrov", "equal"),
        ("mohammed", "muhammad", "heard"),
        ("gaddafi", "qadhafi", "heard"),
        ("mhmd", "muhammad", "heard"),
        ("romashka", "romahska", "typed"),
        ("romashka", "r0mashka", "typed"),
        ("john", "j", "initial"),
        ("novosibirskiy", "novosibirskogo", "typed"),
        ("jung", "chung", "heard"),
    ],
)
def test_words_that_meet(one: str, other: str, how: str) -> None:
    found, alike = similarity(one, other)
    assert found == how
    assert 0.0 < alike <= 1.0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("12", "13"), ("t34", "t35"), ("a1", "a"), ("2", "20"), ("lee", "kim"), ("li", "le"), ("j", "ivan"),
        ("a", "b"), ("petrov", "sidorov"), ("plant", "plan4x"),
    ],
)  # fmt: skip
def test_words_that_do_not_meet(one: str, other: str) -> None:
    """Numbers meet only their equals; short words do not meet by letters."""
    assert similarity(one, other)[1] == 0.0
    assert similarity(other, one)[1] == 0.0


def test_words_written_without_vowels_are_hardly_less_alike_than_equal_ones() -> None:
    assert similarity("mhmd", "muhammad")[1] == UNVOWELLED[-1]
    assert similarity("j", "john")[1] == INITIAL
    assert best("Ali Reza", "Alireza", company=False).links[0].similarity == JOINED


def test_a_word_too_long_to_be_compared_by_letters_still_meets_its_equal() -> None:
    word = "romashka" * 9
    assert similarity(word, word) == ("equal", 1.0)
    assert similarity(word[: LONGEST_WORD + 1], word[:LONGEST_WORD] + "x")[1] == 0.0
    assert similarity(word, word + "a")[1] < 0.7


@pytest.mark.parametrize(
    ("word", "number"),
    [("12", True), ("t34", True), ("1a2", True), ("m0sk0vsky", False), ("r0mashka", False), ("petrov", False)],
)
def test_a_word_of_digits_is_a_number_and_a_digit_read_for_a_letter_is_not(word: str, number: bool) -> None:
    assert is_number(word) is number


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [("", "", 0), ("abc", "abc", 0), ("abc", "abd", 1), ("abc", "acb", 1), ("abc", "ab", 1), ("abc", "bca", 2),
     ("ca", "abc", 3), ("kitten", "sitting", 3)],
)  # fmt: skip
def test_letters_to_change(one: str, other: str, count: int) -> None:
    """An exchange with a neighbour is one change; no letter is changed twice."""
    assert edits(one, other) == edits(other, one) == count


@pytest.mark.parametrize(("asked", "reordered"), [("yong ho song", False), ("yong song ho", True)])
def test_short_words_in_an_order_that_no_turn_explains_are_another_name(asked: str, reordered: bool) -> None:
    found = score_v1(asked.split(), ("song", "yong", "ho"), Weights(0, {}, {}))
    assert (found.score, found.reordered) == (REORDERED if reordered else 1.0, reordered)
    assert not score_v1(
        ("ivan", "aleksey", "petrovich"), ("aleksey", "ivan", "petrovich"), Weights(0, {}, {})
    ).reordered
