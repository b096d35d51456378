"""Laws of the check: a planted leak is found wherever it stands; hits lie in the text; a neutral text stays neutral."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moratorium.desk.wording import shipped_rules
from moratorium.registers.wording import RUN, RUN_OF_SIGNS, About, Inside, check
from tests.registers.test_wording import OWN, SAID_IN_2022

LETTERS = "bcdfghjklmnpqrstvwxz"
"""Without vowels: no word of a rule, and no empty word of a language, is made of them alone."""

words = st.lists(st.text(LETTERS, min_size=3, max_size=8), min_size=RUN, max_size=12)
signs = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=RUN_OF_SIGNS, max_size=20)
about_states = st.sampled_from(
    [
        ("en", "because of {0}", ("Russia", "the Ukrainian government", "Beijing", "Washington", "Kazakhstan")),
        ("en", "in response to what {0} did", ("Moscow", "Iran", "the Americans", "the EU")),
        ("nl", "vanwege {0}", ("Rusland", "de Oekraïense regering", "Peking", "Duitsland")),
        ("nl", "als reactie op besluiten van {0}", ("Moskou", "de Verenigde Staten", "Kazachstan")),
        ("zh", "由于{0}", ("俄罗斯", "乌克兰政府", "美国", "哈萨克斯坦")),
        ("zh", "鉴于{0}的行为", ("俄方", "欧盟", "伊朗")),
    ]
)


@given(ground=words, before=st.sampled_from(SAID_IN_2022), after=st.sampled_from(SAID_IN_2022), data=st.data())
def test_a_run_of_the_ground_is_found_in_any_text(
    ground: list[str], before: str, after: str, data: st.DataObject
) -> None:
    """However the run is cut, set in capitals, or laid over lines and small words."""
    start = data.draw(st.integers(0, len(ground) - RUN))
    end = data.draw(st.integers(start + RUN, len(ground)))
    glue = data.draw(st.sampled_from([" ", "\n", ", ", " and the ", " of "]))
    leak = glue.join(ground[start:end])
    leak = data.draw(st.sampled_from([leak, leak.upper(), leak.title()]))
    text = f"{before} {leak} {after}"
    hits = check(text, "en", shipped_rules(), Inside((" ".join(ground),)), OWN)
    (hit,) = (one for one in hits if one.rule == "ground")
    assert hit.start <= len(before) + 1
    assert hit.end >= len(before) + 1 + len(leak)


@given(ground=signs, data=st.data())
def test_a_run_of_a_chinese_ground_is_found(ground: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(ground) - RUN_OF_SIGNS))
    leak = ground[start : start + RUN_OF_SIGNS]
    hits = check(f"我们暂停业务。{leak}。", "zh", shipped_rules(), Inside((ground,)), OWN)
    assert any(one.rule == "ground" for one in hits)


@given(case=about_states, before=st.sampled_from(["", "A headline\n\n", "We pause. "]), data=st.data())
def test_a_planted_cause_is_found(case: tuple[str, str, tuple[str, ...]], before: str, data: st.DataObject) -> None:
    language, form, states = case
    planted = form.format(data.draw(st.sampled_from(states)))
    hits = check(f"{before}{planted}", language, shipped_rules(), Inside(), OWN)
    assert any(one.rule == "cause" and one.start >= len(before) for one in hits)


@given(
    text=st.text(max_size=300), language=st.sampled_from(["en", "nl", "zh", "uk"]), names=st.lists(st.text(max_size=9))
)
def test_hits_lie_in_the_text_in_order_and_say_what_stands_there(text: str, language: str, names: list[str]) -> None:
    hits = check(text, language, shipped_rules(), Inside((text[:40],), (), dict.fromkeys(names, "a party")), OWN)
    assert list(hits) == sorted(hits, key=lambda one: (one.start, one.end, one.rule))
    assert len({one.id for one in hits}) == len(hits)
    for one in hits:
        assert 0 <= one.start < one.end <= len(text)
        assert one.words == text[one.start : one.end]


@given(text=st.sampled_from(SAID_IN_2022), ground=words)
def test_a_ground_that_is_not_told_changes_nothing(text: str, ground: list[str]) -> None:
    assert check(text, "en", shipped_rules(), Inside((" ".join(ground),)), About("public", "own-policy")) == ()


@pytest.mark.soak
@given(ground=words, data=st.data())
def test_the_public_text_may_be_used_as_it_stands(ground: list[str], data: st.DataObject) -> None:
    """What the measure says in public is no leak, even where the ground says the same."""
    public = " ".join(data.draw(st.permutations(ground)))
    inside = Inside((" ".join(ground), public), (public,))
    assert not any(one.rule == "ground" for one in check(public, "en", shipped_rules(), inside, OWN))
