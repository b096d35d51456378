"""Copies of a message: equal and lightly changed ones are one source, different reports stay apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moratorium.registers.copies import Message, are_copies, collapse, likeness, normalised, text_digest
from moratorium.registers.grading import CREDIBILITY, RELIABILITY, grade
from moratorium.registers.serials import read_serial
from tests.registers.messages import HELD_APART, generated, precision_and_recall

texts = st.text("abc Ж暂é.!@", max_size=40)


def test_a_campaign_is_one_source_and_different_reports_stay_apart() -> None:
    """One in ten of what the bench measures, on a seed that nobody looked at when the comparison was tuned."""
    precision, recall, clusters = precision_and_recall(generated(HELD_APART, 100, 20, 50))
    assert (precision, recall, clusters) == (1.0, 1.0, 51)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(HELD_APART, HELD_APART + 30))
def test_thirty_campaigns_of_a_thousand_and_two_hundred(seed: int) -> None:
    """Every copy is found, and 50 reports that share half of their sentences are 50."""
    assert precision_and_recall(generated(seed)) == (1.0, 1.0, 51)


CALL = (
    "Kestrel must switch off its drones over our cities now! Every day people die while the company looks away. "
    "Shame on Kestrel, stop selling to the aggressor."
)
REPORT = (
    "My neighbour saw a crop sprayer above the old mill on Monday before sunrise, its serial ended in 129. The roof has"
)


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("Stop selling them at once, all of them!", "STOP SELLING THEM AT ONCE – all of them", True),
        ("Stop selling them at once, all of them!", "Stop selling them at once, all of them https://t.example/9", True),
        ("Stop selling them at once, all of them!", "RT @someone: Stop selling them at once, all of them", True),
        (
            "请立即停止在俄罗斯销售无人机，我们要求公司马上公开说明情况并停止服务",
            "请立即停止在俄罗斯销售无人机，我们要求公司马上公开说明情况，停止服务",
            True,
        ),
        ("Seen at the mill on Monday, it was grey.", "Seen at the dairy on Friday, it was white.", False),
        (CALL, CALL.replace("must", "has to").replace("now", "today") + " #stop #drones42", True),
        (CALL, CALL.replace("Every day", "Each ady"), True),
        (CALL, f"(12) {CALL} 8471", True),
        (f"{CALL} 1", f"{CALL} 2", True),
        (
            "In all 1,000 people at the market saw it, young and old, and nobody could say whose it was.",
            "In all 1000 people at the market saw it, young & old, and nobody could say whose it was",
            True,
        ),
        (REPORT + " a hole.", REPORT + " a hole. Please call me back.", True),
        (REPORT + " a hole.", REPORT.replace("129", "128") + " a hole.", False),
        (REPORT + " a hole.", REPORT.replace("old mill", "grain depot") + " a hole.", False),
        (REPORT + " a hole.", REPORT.replace("on Monday before sunrise", "during the market") + " a hole.", False),
        (REPORT + " a hole of 12 cm.", REPORT + " a hole of 30 cm.", False),
        (
            "周一早上我在老磨坊附近看到一架灰色无人机在空中盘旋了一个小时，请告诉我是谁买的",
            "周一早上我在公共汽车站附近看到一架灰色无人机在空中盘旋了一个小时，请告诉我是谁买的",
            False,
        ),
        ("yes", "yes!", True),
        ("yes", "yet", False),
        ("", "!!!", True),
    ],
)
def test_what_is_a_copy(first: str, second: str, same: bool) -> None:
    assert are_copies(first, second) is same
    assert are_copies(second, first) is same


@given(texts, texts)
def test_equal_texts_are_copies_and_being_one_goes_both_ways(first: str, second: str) -> None:
    assert are_copies(first, first)
    assert are_copies(first, second) is are_copies(second, first)
    assert (text_digest(first) == text_digest(second)) is (normalised(first) == normalised(second))


@given(texts)
def test_what_is_left_of_a_text_is_left_of_itself(text: str) -> None:
    assert normalised(normalised(text)) == normalised(text)
    assert likeness(text) == likeness(normalised(text))


@given(st.lists(st.tuples(texts, st.sampled_from(["", "", "ann"])), max_size=12), st.randoms(use_true_random=False))
def test_every_message_is_in_one_cluster_whatever_their_order(given_: list[tuple[str, str]], chance: object) -> None:
    messages = [Message(str(place), *one) for place, one in enumerate(given_)]
    found = collapse(messages)
    assert sorted(key for one in found for key in one.keys) == sorted(one.key for one in messages)
    mixed = list(messages)
    chance.shuffle(mixed)  # type: ignore[attr-defined]  # a generator of chance
    assert {frozenset(one.keys) for one in collapse(mixed)} == {frozenset(one.keys) for one in found}


def test_what_one_person_says_in_many_ways_is_one_source() -> None:
    found = collapse([Message("1", "Grey unit at the mill", "ann"), Message("2", "Something else entirely", "ann")])
    assert [(one.keys, one.texts) for one in found] == [(("1", "2"), 2)]


def test_a_sketch_is_the_same_on_every_machine() -> None:
    """The bands are kept with messages: another version of the library that gave others would lose copies."""
    found = likeness("The drone was seen over the village on Monday and its serial could be read")
    assert len(found) == 32
    assert found[:2] == ("c5559d8457f6", "4f60d8b0a32f")
    assert likeness("too short") == ()


# -- grading, serial numbers ------------------------------------------------------------------------------------------


def test_each_grade_has_words() -> None:
    assert {grade(a, b)[:2] for a in RELIABILITY for b in CREDIBILITY} == {a + b for a in "ABCDEF" for b in "123456"}
    assert grade("G", "1") == grade("A", "7") == "not graded"


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("1581F5BKD229001ABC12", "cta-2063-a"),
        ("1581f5bkd-2290-01abc12", "cta-2063-a"),
        ("1581F5BKD229001ABC1O", "other"),
        ("1581F5BKD229001ABC1", "other"),
        ("1581250", "cta-2063-a"),
        ("15812500", "other"),
        ("0M6TG9LR0A0123", "other"),
        ("??", "unreadable"),
        ("серийный", "unreadable"),
        ("x" * 80, "unreadable"),
        ("", "unreadable"),
    ],
)
def test_the_form_of_a_serial_number(text: str, form: str) -> None:
    assert read_serial(text).form == form


@given(st.text(max_size=60))
def test_a_serial_number_that_is_quoted_wrongly_is_no_error(text: str) -> None:
    found = read_serial(text)
    assert found.words
    assert len(found.text) <= 40
    assert bool(found.maker) is (found.form == "cta-2063-a")
