"""An alignment in words: enough to make the score again by hand."""

from __future__ import annotations

import re

import pytest

from moratorium.screening.aligned import aligned
from moratorium.screening.score import MISSED, joint, score_v1
from moratorium.screening.weights import Weights, weights_of

NONE = Weights(0, {}, {})
SOME = weights_of([{"trading", "acme"}, {"trading", "petrov"}, *({"ivanov"} for _ in range(50))])


@pytest.mark.parametrize(
    ("asked", "listed", "words"),
    [
        ("ivan petrov", "petrov ivan", "petrov = petrov (equal, worth 1.00); ivan = ivan (equal, worth 0.90)"),
        ("kronshtadt", "kronshtald", "kronshtadt ~ kronshtald (few letters differ, 0.87 of worth 1.10)"),
        ("mohammed", "muhammad", "mohammed ~ muhammad (sounds alike, 0.94 of worth 1.10)"),
        ("j smith", "john smith", "smith = smith (equal, worth 1.00); j ~ john (initial, 0.70 of worth 0.25 and 0.90)"),
        ("hua wei", "huawei", "hua wei ~ huawei (several words as one, 0.95 of worth 1.30 and 1.00)"),
        ("huawei", "hua wei", "huawei ~ hua wei (one word as several, 0.95 of worth 1.00 and 1.30)"),
        ("acme", "zenith", "not met: acme (0.90); not met in the list: zenith (1.00)"),
    ],
)
def test_each_way_to_meet_has_its_words(asked: str, listed: str, words: str) -> None:
    found, _, _ = aligned(score_v1(asked.split(), listed.split(), NONE)).partition("; beside ")
    assert re.sub(r"0\.\d\d of", "…", found) == re.sub(r"0\.\d\d of", "…", words)


def test_what_the_listed_party_is_taken_for_is_told() -> None:
    """Since it says how much weighs what is missed; of a name that is the same nothing is missed."""
    asked, listed = ("acme", "sever"), ("acme",)
    company = aligned(score_v1(asked, listed, NONE, ordered=True))
    person = aligned(score_v1(asked, listed, NONE, named=True))
    assert company.endswith(f"; beside a company (missed x {MISSED['company']:.2f})")
    assert person.endswith(f"; beside a person or a vessel (missed x {MISSED['person']:.2f})")
    assert aligned(score_v1(asked, listed, NONE)).endswith(f"of unknown kind (missed x {MISSED['unknown']:.2f})")
    assert "beside" not in aligned(score_v1(listed, listed, NONE))


def test_order_and_weak_aliases_are_told() -> None:
    found = aligned(score_v1(("acme", "zenith"), ("zenith", "acme"), NONE, ordered=True, weak=True), "weak")
    assert found.endswith("; in another order (score x 0.90); weak alias (score x 0.95)")


def test_short_words_in_another_order_are_told() -> None:
    found = aligned(score_v1(("yong", "song", "ho"), ("song", "yong", "ho"), NONE))
    assert found.endswith("; words of one syllable in another order (score x 0.80)")


@pytest.mark.parametrize(
    ("asked", "listed"),
    [("acme trading llc", "acme trading"), ("ivan petrov", "petrov i sidorov"), ("hua wei trading", "huawei ltd")],
)
def test_the_score_follows_from_the_words(asked: str, listed: str) -> None:
    alignment = score_v1(asked.split(), listed.split(), SOME)
    text = aligned(alignment)
    mine = theirs = 0.0
    for share, one, other in re.findall(r"\([a-z ]+, (?:([\d.]+) of )?worth ([\d.]+)(?: and ([\d.]+))?\)", text):
        mine += float(share or 1) * float(one)
        theirs += float(share or 1) * float(other or one)
    whole_mine, whole_theirs = sum(alignment.worth_query), sum(alignment.worth_listed)
    whole = joint(mine, whole_mine - mine, theirs, whole_theirs - theirs, alignment.taken)
    assert whole == pytest.approx(alignment.score, abs=0.02)
