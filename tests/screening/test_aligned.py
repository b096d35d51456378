"""An alignment in words: enough to make the score again by hand."""

from __future__ import annotations

import re

import pytest

from moratorium.screening.aligned import aligned
from moratorium.screening.score import MISSED, MISSED_OF_COMPANY, joint, score_v1
from moratorium.screening.weights import Weights, weights_of

NONE = Weights(0, {}, {})
SOME = weights_of([{"trading", "acme"}, {"trading", "petrov"}, *({"ivanov"} for _ in range(50))])


@pytest.mark.parametrize(
    ("asked", "listed", "words"),
    [
        ("ivan petrov", "petrov ivan", "ivan = ivan (equal, worth 1.00); petrov = petrov (equal, worth 1.00)"),
        ("kronshtadt", "kronshtald", "kronshtadt ~ kronshtald (few letters differ, 0.87 of worth 1.00)"),
        ("mohammed", "muhammad", "mohammed ~ muhammad (sounds alike, 0.94 of worth 1.00)"),
        ("j smith", "john smith", "smith = smith (equal, worth 1.00); j ~ john (initial, 0.70 of worth 0.25 and 1.00)"),
        ("hua wei", "huawei", "hua wei ~ huawei (several words as one, 0.95 of worth 2.00 and 1.00)"),
        ("huawei", "hua wei", "huawei ~ hua wei (one word as several, 0.95 of worth 1.00 and 2.00)"),
        ("acme", "zenith", "not met: acme (1.00); not met in the list: zenith (1.00)"),
    ],
)
def test_each_way_to_meet_has_its_words(asked: str, listed: str, words: str) -> None:
    found = aligned(score_v1(asked.split(), listed.split(), NONE))
    assert re.sub(r"0\.\d\d of", "…", found) == re.sub(r"0\.\d\d of", "…", words)


def test_order_and_weak_aliases_are_told() -> None:
    found = aligned(score_v1(("acme", "zenith"), ("zenith", "acme"), NONE, ordered=True, weak=True), "weak")
    assert found.endswith("; in another order (score x 0.96); weak alias (score x 0.95)")


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
    weighs = MISSED_OF_COMPANY if alignment.company else MISSED
    whole = joint(mine, whole_mine - mine, theirs, whole_theirs - theirs, weighs)
    assert whole == pytest.approx(alignment.score, abs=0.02)
